"""``weights``: an entry's checkpoints on Hugging Face, with the memory that they take."""

import argparse

from rich.text import Text

from bot.catalog.entry import Entry
from bot.cli.exits import CommandError
from bot.cli.names import require_entry
from bot.cli.options import LOCALES
from bot.cli.progress import opening
from bot.cli.streams import Output, print_json, say
from bot.config import Config
from bot.huggingface.checkpoint import EntryWeights, Placed
from bot.huggingface.memory import GB, fitting, memory_of, read_space
from bot.i18n import Language
from bot.ui.facts import gigabytes, parameters_text


async def run(config: Config, options: argparse.Namespace) -> int:
    """List the checkpoints. Exit code 1 when there is no entry of that name, or no checkpoint of it is known."""
    from bot.app import open_services  # noqa: PLC0415  # a search needs none of them

    space = read_space(options.fits) if options.fits else None
    if options.fits and space is None:
        raise CommandError(f"--fits: {options.fits!r} is no size of memory; write 8 or 8GB.")
    opened = open_services(
        config.catalogue, config.github, huggingface=config.huggingface, only_reads=True
    )
    async with opening(opened, config.catalogue) as services:
        if services.notice:
            say(services.notice)
        entry = await require_entry(services, options.model)
        language = services.languages[LOCALES[options.lang]]
        weights = await services.weights.of(entry)
        shown = fitting(weights.placed, space)
        if options.json:
            print_json(_document(entry, weights, shown))
        else:
            _print(weights, shown, language)
        return 0 if shown else 1


def _print(weights: EntryWeights, shown: list[Placed], language: Language) -> None:
    console = Output()
    if weights.is_unreachable:
        say(language("weights-unreachable" if weights.placed else "weights-unasked"))
    elif not weights.placed:
        say(language("weights-none"))
    for each in shown:
        checkpoint, memory = each.checkpoint, memory_of(each.checkpoint)
        facts = [language(f"weights-{each.origin}")]
        if memory.parameters:
            text = parameters_text(memory.parameters)
            facts.append(language("weights-by-name", parameters=text) if memory.is_named else text)
        if memory.least is not None:
            facts.append(f"≥ {gigabytes(memory.least, language)}")
        facts += [fact for fact in (checkpoint.license, _gate(each, language)) if fact]
        if checkpoint.downloads is not None:
            count = language.number(checkpoint.downloads)
            facts.append(language("weights-downloads", count=count))
        console.print(Text(checkpoint.id, style="bold"))
        console.print(Text("  " + " · ".join(facts)))


def _gate(each: Placed, language: Language) -> str:
    gate = each.checkpoint.gate
    return "" if gate in (None, "open") else language(f"weights-gate-{gate}")


def _document(entry: Entry, weights: EntryWeights, shown: list[Placed]) -> dict[str, object]:
    return {
        "repo": entry.full_name,
        "license": entry.license,
        "fetched": weights.fetched.isoformat() if weights.fetched else None,
        "unreachable": weights.is_unreachable,
        "checkpoints": [_checkpoint_document(each) for each in shown],
    }


def _checkpoint_document(each: Placed) -> dict[str, object]:
    checkpoint, memory = each.checkpoint, memory_of(each.checkpoint)
    return {
        "id": checkpoint.id,
        "url": checkpoint.url,
        "origin": each.origin,
        "parameters": memory.parameters,
        "parameters_by_name": memory.is_named,
        "dtypes": dict(checkpoint.dtypes),
        "formats": list(checkpoint.formats),
        "memory_gb": {
            name: round(size / GB, 2)
            for name, size in (
                ("stored", memory.stored),
                ("16_bits", memory.in_16_bits),
                ("8_bits", memory.in_8_bits),
                ("4_bits", memory.in_4_bits),
            )
            if size is not None
        },
        "license": checkpoint.license,
        "gated": checkpoint.gate,
        "downloads_30_days": checkpoint.downloads,
        "likes": checkpoint.likes,
        "modified": checkpoint.modified.isoformat() if checkpoint.modified else None,
        "bases": list(checkpoint.bases),
        "seen": checkpoint.seen.isoformat() if checkpoint.seen else None,
    }
