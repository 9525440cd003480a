"""``catalog``: count the catalogue, give its entries back to everybody's file, and take in those of another."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.catalog.exporting import export_lines
from bot.catalog.importing import FieldDifference, ImportPlan, Merging, plan_import, rows_by_name
from bot.catalog.shipped import load_shipped
from bot.catalog.statistics import statistics_of
from bot.cli.exits import EX_CANTCREAT, EX_DATAERR, CommandError
from bot.cli.opened import open_for_reading
from bot.cli.statistics_table import statistics_lines
from bot.cli.streams import Output, print_json, say
from bot.config import Config
from bot.runtime.files import read_shipped, read_text, replace_text

_FILE = "models.jsonl"


async def run(config: Config, options: argparse.Namespace) -> int:
    """Run one of the three."""
    match options.action:
        case "export":
            return await _export(config, options)
        case "import":
            return await asyncio.to_thread(_import, config, options)
        case _:
            return await _print_statistics(config, options)


async def _print_statistics(config: Config, options: argparse.Namespace) -> int:
    async with open_for_reading(config, "en") as catalogue:
        entries = await catalogue.catalog.listed()
        shipped = set((await catalogue.catalog.shipped_numbers()).values())
        local = sum(entry.id not in shipped for entry in entries)
        statistics = statistics_of(entries, catalogue.taxonomy, catalogue.today(), local=local)
    if options.json:
        print_json(asdict(statistics))
        return 0
    output = Output(highlight=False, markup=False)
    for line in statistics_lines(statistics, output.width):
        output.print(line, soft_wrap=True)
    return 0


async def _export(config: Config, options: argparse.Namespace) -> int:
    async with open_for_reading(config, "en") as catalogue:
        entries = await catalogue.catalog.listed()
        shipped = await catalogue.catalog.shipped_numbers()
    lines = read_shipped(config.catalogue.shipped / _FILE).splitlines()
    export = export_lines(lines, entries, shipped, with_github=options.github)
    chosen = export.changed_lines if options.changed else export.lines
    text = "".join(f"{line}\n" for line in chosen)
    if options.output:
        _write(options.output, text)
    else:
        sys.stdout.write(text)
    for what, names in (
        ("added", export.added),
        ("changed", export.changed),
        ("removed", export.removed),
    ):
        say(f"{len(names)} {what}" + (f": {', '.join(names)}" if names else ""))
    return 0


def _import(config: Config, options: argparse.Namespace) -> int:
    folder = config.catalogue.shipped
    shipped = load_shipped(folder)  # nothing is merged into a folder that has faults already
    try:
        base = rows_by_name(_read(options.base) if options.base else [])
    except ValueError as error:
        raise CommandError(f"{options.base}: not valid JSON ({error})", EX_DATAERR) from error
    merging = Merging(shipped.taxonomy, shipped.families, base, options.replace)
    lines = read_shipped(folder / _FILE).splitlines()
    plan = plan_import(lines, _read(options.file), merging)
    if plan.lines != tuple(lines) and not options.dry_run:
        _write(folder / _FILE, "".join(f"{line}\n" for line in plan.lines))
    if options.json:
        print_json({key: value for key, value in asdict(plan).items() if key != "lines"})
    else:
        _print_plan(plan, options)
    if plan.added and not options.dry_run:
        say(
            "Run `modelzoo-bot number` to give the new rows their numbers, then `modelzoo-bot check`."
        )
    return 1 if plan.refused else 0


def _print_plan(plan: ImportPlan, options: argparse.Namespace) -> None:
    output = Output(highlight=False, markup=False)
    for name in plan.added:
        output.print(f"added {name}", soft_wrap=True)
    for one in plan.changed:
        output.print(f"changed {one.repo}: {_shown(one, 'was')}", soft_wrap=True)
    for one in plan.kept:
        output.print(f"kept {one.repo}: {_shown(one, 'the file says')}", soft_wrap=True)
    for reason in plan.refused:
        output.print(f"refused {reason}", soft_wrap=True)
    rows = len({one.repo for one in plan.changed})
    output.print(
        f"{len(plan.added)} added, {rows} changed, {plan.unchanged} unchanged, {len(plan.refused)} refused;"
        f" {len(plan.kept)} fields kept as they were here."
        + (" Nothing was written (--dry-run)." if options.dry_run else ""),
        soft_wrap=True,
    )


def _shown(one: FieldDifference, word: str) -> str:
    return f"{one.field} {_json(one.value)} ({word} {_json(one.other)})"


def _json(value: Any) -> str:  # noqa: ANN401  # a JSON value
    return json.dumps(value, ensure_ascii=False) if value else "nothing"


def _read(path: Path) -> list[str]:
    return read_text(path).split("\n")


def _write(path: Path, text: str) -> None:
    try:
        replace_text(path, text)
    except OSError as error:
        raise CommandError(f"{path} can't be written: {error}", EX_CANTCREAT) from error
