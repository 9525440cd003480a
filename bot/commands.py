"""What each command of the command line does."""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any, TextIO, cast

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from bot import choices
from bot.answers import UserError
from bot.app import open_services
from bot.catalog.entry import Entry, Sign, StarGain, health_of, license_kind, signs_of
from bot.catalog.numbers import give_numbers, unnumbered_text
from bot.catalog.shipped import ShippedError, load_shipped
from bot.catalog.successors import successor_of
from bot.catalog.taxonomy import TermKind
from bot.config import Config
from bot.github.errors import GitHubError, PostponedError
from bot.github.refresh import Refresher, RefreshingAlreadyError
from bot.github.results import RunReport
from bot.i18n import Language, Locale
from bot.search.query import MOST_STARS, SearchQuery, Sort
from bot.search.results import Hit, SearchPage
from bot.services import Services
from bot.ui.chart_text import describe
from bot.ui.compare import MOST_COMPARED
from bot.ui.curves import Align, ChartSpec, Scale, Span, series_of
from bot.ui.facts import gain_text, names_of, stars_text

_BATCH_KEYS: dict[str, type] = {
    "q": str,
    "category": str,
    "framework": str,
    "task": str,
    "license": str,
    "health": str,
    "min_stars": int,
    "sort": str,
}
LOCALES = {"en": Locale.ENGLISH, "zh": Locale.CHINESE}
_ASKED_SLOWLY = """\
No GitHub token, so only 60 requests an hour: a look at everything takes half a day. A fine-grained token without any
permission is enough: put it into config.toml (key github.token) or the environment variable GITHUB_TOKEN."""
STOPPED = "Stopped. What was told is stored; run it again to go on."
_BROKEN_OFF = {
    "unauthorized": "GitHub refuses the token: check github.token in config.toml, or GITHUB_TOKEN.",
    "unreachable": "GitHub could not be reached any more. What was told is stored; run it again to go on.",
}


class CommandError(Exception):
    """A command can't do what was asked; the message says why."""

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


async def search(config: Config, options: argparse.Namespace) -> int:
    """Search, complete, or answer a batch from standard input. Exit code 1 when nothing was found."""
    async with open_services(config.catalogue, config.github) as services:
        language = services.languages[LOCALES[options.lang]]
        if options.batch:
            await _batch(services, options, sys.stdin, sys.stdout)
            return 0
        text = _decodable(" ".join(options.query))
        if options.complete:
            offered = await choices.entry_choices(text, services, language, options.limit)
            _print_choices(offered, as_json=options.json)
            return 0 if offered else 1
        query = await _query(services, language, text, vars(options))
        page = await services.search.search(query, limit=options.limit)
        if options.json:
            print_json(batch_line(page))
        else:
            _print_page(page, language, services)
        return 0 if page.total else 1


async def show(config: Config, options: argparse.Namespace) -> int:
    """Show one entry. Exit code 1 when there is none of that name."""
    async with open_services(config.catalogue, config.github) as services:
        language = services.languages[LOCALES[options.lang]]
        text = _decodable(options.model)
        entry = await choices.find_entry(text, services)
        if entry is None:
            raise CommandError(await _nearest(text, services), 1)
        if options.json:
            print_json(entry_document(entry, services))
        else:
            await _print_entry(entry, language, services)
        return 0


async def _nearest(text: str, services: Services) -> str:
    found = await services.search.search(SearchQuery(text=text), limit=3)
    names = [hit.entry.full_name for hit in found.hits] or [
        entry.full_name for entry in found.suggestions
    ]
    nearest = f" Nearest: {', '.join(names)}." if names else ""
    return f"No one entry is called {text!r}.{nearest} `modelzoo-bot search` lists what fits."


async def refresh(config: Config, options: argparse.Namespace) -> int:
    """Look at GitHub. Exit code 1 when some entries could not be looked at, 75 when GitHub or the file can't be had."""
    async with open_services(config.catalogue, config.github) as services:
        refresher = services.refresher
        if not refresher.client.has_token:
            Console(stderr=True).print(_ASKED_SLOWLY)
        try:
            if options.only:
                entries = [await need_named(services, name) for name in options.only]
                report = await refresher.check([entry.id for entry in entries])
            else:
                task = asyncio.create_task(refresher.run("command line", everything=options.all))
                try:
                    await _show_progress(refresher, task, is_quiet=options.json)
                    report = await task
                finally:
                    # Stopped by the keyboard, the refresh notes so before the catalogue is closed.
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)
        except RefreshingAlreadyError as error:
            raise CommandError("Another refresh is under way on this catalogue.", 75) from error
        except PostponedError as error:
            raise CommandError(
                f"GitHub can't be asked now: {error} It is asked again at {error.until:%H:%M} UTC.",
                75,
            ) from error
        except GitHubError as error:
            raise CommandError(f"GitHub can't be asked now: {error}", 75) from error
        if options.json:
            print_json(report_document(report))
        else:
            _print_report(report)
        if report.outcome == "complete":
            return 1 if report.failed else 0
        raise CommandError(
            _BROKEN_OFF[report.outcome or ""], 78 if report.outcome == "unauthorized" else 75
        )


async def chart(config: Config, options: argparse.Namespace) -> int:
    """Draw the stars of one to four entries into a PNG file and say its numbers."""
    async with open_services(config.catalogue, config.github) as services:
        if len(options.model) > MOST_COMPARED:
            raise CommandError(f"A chart holds {MOST_COMPARED} entries at most.")
        entries = [await need_named(services, name) for name in options.model]
        counts = await services.catalog.star_counts([entry.id for entry in entries])
        series = series_of(entries, counts)
        if not any(line.counts for line in series):
            raise CommandError("No star counts are known yet.", 1)
        spec = ChartSpec(Span(options.span), Align(options.by), Scale(options.scale))
        today = services.today()
        picture = await services.charts.star_chart(series, spec, today=today)
        try:
            await asyncio.to_thread(options.output.write_bytes, picture)
        except OSError as error:
            raise CommandError(f"{options.output} can't be written: {error}", 73) from error
        language = services.languages[LOCALES[options.lang]]
        Console().print(Text(describe(series, spec, language, today)))
        return 0


async def need_named(services: Services, name: str) -> Entry:
    """Return the one entry that a text names.

    Raises:
        CommandError: there is none, or more than one.
    """
    entry = await choices.find_entry(_decodable(name), services)
    if entry is None:
        raise CommandError(await _nearest(name, services), 1)
    return entry


async def _show_progress(
    refresher: Refresher, task: "asyncio.Task[RunReport]", *, is_quiet: bool
) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True), disable=is_quiet) as bars:
        shown: dict[str, TaskID] = {}
        while not task.done():
            await asyncio.wait({task}, timeout=0.2)
            state = refresher.progress
            if state is None or not state.total:
                continue
            if state.phase not in shown:
                for bar in shown.values():
                    bars.update(bar, completed=bars.tasks[bar].total or 0)
                shown[state.phase] = bars.add_task(state.phase, total=state.total, note="")
            note = (
                f"waiting for GitHub until {state.waiting_until:%H:%M} UTC"
                if state.waiting_until
                else ""
            )
            bars.update(shown[state.phase], completed=state.done, total=state.total, note=note)


def report_document(report: RunReport) -> dict[str, Any]:
    """Return how a refresh went as JSON values."""
    return {
        "outcome": report.outcome,
        "started": report.started.isoformat(),
        "finished": report.finished.isoformat() if report.finished else None,
        "checked": report.checked,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "readmes": report.readmes,
        "histories": report.histories,
        "requests": report.requests,
        "points": report.points,
        "counts": dict(report.counts),
        "names": {kind: list(names) for kind, names in report.names.items()},
    }


def _print_report(report: RunReport) -> None:
    console = Console()
    console.print(
        f"{report.checked} looked at, {report.updated} changed, {report.unchanged} as before;"
        f" {report.readmes} READMEs, {report.histories} star histories; {report.requests} requests"
    )
    for kind, names in report.names.items():
        console.print(Text(f"{kind} ({report.counts[kind]})", style="bold"))
        for name in names:
            console.print(Text(f"  {name}"))


async def demo(config: Config, options: argparse.Namespace) -> int:
    """Run the bot on a simulated Discord, on a page of this machine."""
    try:
        from bot.demo import run_demo  # noqa: PLC0415  # an extra of the package
    except ImportError as error:
        raise CommandError(
            f"The demo needs its extra: pip install 'modelzoo-bot[demo]' ({error})"
        ) from error
    await run_demo(config, port=options.port, opens_browser=not options.no_browser)
    return 0


async def check(config: Config) -> int:
    """Check the shipped files."""
    shipped = await asyncio.to_thread(load_shipped, config.catalogue.shipped)
    if shipped.ledger.by_name:
        raise ShippedError([unnumbered_text(shipped.ledger)])
    Console().print(
        f"{len(shipped.entries)} entries, {len(shipped.snapshots)} star counts, "
        f"{len(shipped.successors)} successors, all well. Next free number: {shipped.ledger.next_free}"
    )
    return 0


async def number(config: Config) -> int:
    """Give the shipped rows that have no number the next free ones."""
    folder = config.catalogue.shipped
    shipped = await asyncio.to_thread(load_shipped, folder)
    try:
        given = await asyncio.to_thread(give_numbers, folder / "numbers.csv", shipped.ledger)
    except OSError as error:
        raise CommandError(f"{folder / 'numbers.csv'} can't be written: {error}", 73) from error
    for name, new in given.items():
        Console().print(Text(f"{new} {name}"), soft_wrap=True)
    Console().print(
        f"{len(given)} numbered. Next free number: {shipped.ledger.next_free + len(given)}"
    )
    return 0


async def _query(
    services: Services, language: Language, text: str, options: Mapping[str, Any]
) -> SearchQuery:
    taxonomy = services.taxonomy
    try:
        return SearchQuery(
            text=text,
            category=choices.read_term(options.get("category"), TermKind.CATEGORY, taxonomy),
            framework=choices.read_term(options.get("framework"), TermKind.FRAMEWORK, taxonomy),
            task=choices.read_term(options.get("task"), TermKind.TASK, taxonomy),
            license=choices.read_license(options.get("license"), await services.catalog.licenses()),
            health=choices.read_health(options.get("health")),
            min_stars=options.get("min_stars") or None,
            sort=Sort(options.get("sort") or Sort.RELEVANCE),
        )
    except UserError as error:
        raise CommandError(known_terms(error, language, services)) from error


def chosen_term(
    typed: str | None, kind: TermKind, services: Services, language: Language
) -> str | None:
    """Return the key of a category, framework or task that was typed out in any of its names.

    Raises:
        CommandError: there is none of that name.
    """
    try:
        return choices.read_term(typed, kind, services.taxonomy)
    except UserError as error:
        raise CommandError(known_terms(error, language, services)) from error


def _decodable(text: str) -> str:
    """Return text without the half characters that stray bytes of a terminal become."""
    return text.encode("utf-8", "replace").decode("utf-8")


def known_terms(error: UserError, language: Language, services: Services) -> str:
    """Return a chat sentence for the command line, where no list of choices appears while one types."""
    kind = error.message.removeprefix("error-")
    sentence = language(error.message, **error.values)
    if kind not in set(TermKind):
        return sentence
    return f"{sentence.split('. ')[0]}. Known: {', '.join(services.taxonomy.of(TermKind(kind)))}."


async def _batch(
    services: Services, options: argparse.Namespace, source: TextIO, target: TextIO
) -> None:
    language = services.languages[Locale.ENGLISH]
    reader = partial(asyncio.to_thread, source.readline)
    number = 0
    while line := await reader():
        number += 1
        if not line.strip():
            continue
        try:
            asked = _parse_asked(line)
            text = _decodable(asked["q"])
            query = await _query(services, language, text, {**vars(options), **asked})
        except (ValueError, CommandError) as error:
            raise CommandError(f"line {number}: {error}", 65) from error
        page = await services.search.search(query, limit=options.limit)
        target.write(json.dumps(batch_line(page), ensure_ascii=False) + "\n")
        target.flush()


def _parse_asked(line: str) -> dict[str, Any]:
    """Return the known keys of a batch line that are set.

    Raises:
        ValueError: it is no object, has no text ``q``, or a key of the wrong kind.
    """
    parsed: object = json.loads(line)
    if not isinstance(parsed, dict):
        raise ValueError("a line must be an object")  # noqa: TRY004  # the input's fault, not ours
    given = cast("dict[str, Any]", parsed)
    asked = {key: given[key] for key in _BATCH_KEYS if given.get(key) is not None}
    for key, value in asked.items():
        wanted = _BATCH_KEYS[key]
        if type(value) is not wanted:
            raise ValueError(f"{key} must be {'a whole number' if wanted is int else 'text'}")
    if "q" not in asked:
        raise ValueError('a line must have a text "q"')
    if asked.get("min_stars", 0) not in range(MOST_STARS + 1):
        raise ValueError(f"min_stars must be from 0 to {MOST_STARS}")
    if asked.get("health", Sign.ACTIVE) not in set(Sign):
        raise ValueError(f"health must be one of {', '.join(Sign)}")
    if asked.get("sort", Sort.RELEVANCE) not in set(Sort):
        raise ValueError(f"sort must be one of {', '.join(Sort)}")
    return asked


def batch_line(page: SearchPage) -> dict[str, Any]:
    """Return a result as the JSON that ``search --batch`` and ``--json`` write."""
    return {
        "q": page.query.text,
        "total": page.total,
        "corrected": page.corrected,
        "entries": [_hit_document(hit) for hit in page.hits],
    }


def _hit_document(hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    return {
        "repo": entry.full_name,
        "title": entry.title,
        "stars": entry.stars.count if entry.stars else None,
        "categories": list(entry.categories),
        "frameworks": list(entry.frameworks),
        "tasks": list(entry.tasks),
        "score": round(hit.score, 4),
    }


def entry_document(entry: Entry, services: Services) -> dict[str, Any]:
    """Return everything known of an entry as JSON values."""
    today = services.today()
    successor = successor_of(entry, services.successors)
    return {
        "repo": entry.full_name,
        "url": entry.url,
        "title": entry.title,
        "summary": {"en": entry.summary_en, "zh": entry.summary_zh},
        "categories": list(entry.categories),
        "frameworks": list(entry.frameworks),
        "tasks": list(entry.tasks),
        "stars": entry.stars.count if entry.stars else None,
        "stars_on": entry.stars.day.isoformat() if entry.stars else None,
        "stars_approximate": entry.stars.is_approximate if entry.stars else None,
        "gains": [_gain_document(gain) for gain in entry.gains],
        "arxiv": list(entry.arxiv),
        "official": list(entry.official),
        "weights": entry.weights_url,
        "license": entry.license,
        "license_kind": license_kind(entry.license),
        "language": entry.language,
        "created": entry.created.isoformat() if entry.created else None,
        "pushed": entry.pushed.isoformat() if entry.pushed else None,
        "health": health_of(entry, today),
        "signs": list(signs_of(entry, today)),
        "checked": entry.checked.isoformat() if entry.checked else None,
        "topics": list(entry.topics),
        "homepage": entry.homepage,
        "release": entry.release.tag if entry.release else None,
        "released": entry.release.published.isoformat() if entry.release else None,
        "moved_from": entry.moved.before if entry.moved else None,
        "license_before": entry.relicensed.before if entry.relicensed else None,
        "aliases": list(entry.aliases),
        "successors": list(successor.to) if successor else [],
    }


def _gain_document(gain: StarGain) -> dict[str, Any]:
    return {
        "days": gain.days,
        "gained": gain.gained,
        "since": gain.since.isoformat(),
        "until": gain.until.isoformat(),
        "approximate": gain.is_approximate,
    }


def print_json(document: object) -> None:
    """Write one JSON document to standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _print_choices(offered: list[Any], *, as_json: bool) -> None:
    if as_json:
        print_json([{"name": choice.name, "value": choice.value} for choice in offered])
        return
    console = Console()
    for choice in offered:
        console.print(Text(choice.name))


def _print_page(page: SearchPage, language: Language, services: Services) -> None:
    console = Console()
    if page.corrected:
        console.print(
            Text(
                language("result-corrected", text=page.corrected, typed=page.query.text),
                style="italic",
            )
        )
    if not page.total:
        console.print(Text(language("nothing-advice").replace("*", "")))
        for entry in page.suggestions:
            console.print(Text(f"  {entry.full_name} · {entry.title}"))
        for name, count in page.without.items():
            dropped = language("drop-" + name.replace("_", "-"), count=count)
            console.print(Text(f"  {dropped}"))
        return
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 1, 0))
    table.add_column(justify="right", style="dim")
    table.add_column(overflow="fold")
    today = services.today()
    for place, hit in enumerate(page.hits, start=1):
        entry = hit.entry
        facts = (
            stars_text(entry, language, today),
            names_of(entry.frameworks, services.taxonomy.frameworks, language),
        )
        line = Text.assemble(
            (entry.full_name, f"bold link {entry.url}"),
            (f"  {' · '.join(fact for fact in facts if fact)}\n", "cyan"),
            language.summary_of(entry),
        )
        table.add_row(str(place), line)
    console.print(table)
    console.print(
        Text(
            language("result-count", count=language.number(page.total), number=page.total).replace(
                "*", ""
            ),
            style="dim",
        )
    )


async def _print_entry(entry: Entry, language: Language, services: Services) -> None:
    today = services.today()
    taxonomy = services.taxonomy
    papers = await services.catalog.paper_titles(entry.arxiv)
    successor = successor_of(entry, services.successors)
    rows = [
        ("GitHub", entry.url),
        (language("fact-successor"), language.join(successor.to) if successor else ""),
        (language("fact-stars"), stars_text(entry, language, today)),
        (language("fact-gains"), language.join(gain_text(gain, language) for gain in entry.gains)),
        (
            language("fact-health"),
            language.join(language(f"health-{sign}") for sign in signs_of(entry, today)),
        ),
        (language("fact-categories"), names_of(entry.categories, taxonomy.categories, language)),
        (language("fact-frameworks"), names_of(entry.frameworks, taxonomy.frameworks, language)),
        (language("fact-tasks"), names_of(entry.tasks, taxonomy.tasks, language)),
        (
            language("fact-papers"),
            "\n".join(
                f"arXiv {key} {papers.get(key, '')}".strip()
                + (f" ({language('paper-official')})" if key in entry.official else "")
                for key in entry.arxiv
            ),
        ),
        (language("fact-weights"), entry.weights_url or ""),
        (language("fact-license"), entry.license or language("license-unknown")),
    ]
    console = Console()
    console.print(Text(entry.title, style="bold"))
    console.print(Text(language.summary_of(entry)))
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in rows:
        if value:
            table.add_row(Text(name, style="dim"), Text(value))
    console.print(table)
