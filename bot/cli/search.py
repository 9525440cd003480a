"""``search``: find entries, complete a name, or answer a batch."""

import argparse
import sys

from rich.table import Table
from rich.text import Text

from bot.cli.batch import answer_batch
from bot.cli.documents import search_document
from bot.cli.names import decodable, query_of
from bot.cli.opened import open_for_reading
from bot.cli.options import LOCALES
from bot.cli.streams import Output, print_json
from bot.config import Config
from bot.i18n import Language
from bot.open_catalogue import OpenCatalogue
from bot.search.results import Hit, SearchPage
from bot.ui.facts import names_of, stars_text


async def run(config: Config, options: argparse.Namespace) -> int:
    """Search, complete, or answer a batch from standard input. Exit code 1 when nothing was found."""
    async with open_for_reading(config, options.lang) as catalogue:
        if options.batch:
            return await answer_batch(catalogue, options, sys.stdin, sys.stdout)
        text = decodable(" ".join(options.query))
        language = catalogue.languages[LOCALES[options.lang]]
        if options.complete:
            return await _complete(text, catalogue, language, options)
        query = await query_of(catalogue, text, vars(options))
        page = await catalogue.search.search(query, limit=options.limit)
        if options.json:
            print_json(search_document(page, catalogue))
        else:
            _print_page(page, language, catalogue)
        return 0 if page.total else 1


async def _complete(
    text: str, catalogue: OpenCatalogue, language: Language, options: argparse.Namespace
) -> int:
    from bot.interactions.choices import entry_choices  # noqa: PLC0415  # loads Discord's library

    offered = await entry_choices(text, catalogue, language, options.limit)
    if options.json:
        print_json([{"name": choice.name, "value": choice.value} for choice in offered])
    else:
        console = Output()
        for choice in offered:
            console.print(Text(choice.name))
    return 0 if offered else 1


def _print_page(page: SearchPage, language: Language, catalogue: OpenCatalogue) -> None:
    console = Output()
    if like := page.shown.like if page.shown != page.query else None:
        console.print(Text(language("result-like", name=like), style="italic"))
    if page.corrected:
        corrected = language("result-corrected", text=page.corrected, typed=page.shown.text)
        console.print(Text(corrected, style="italic"))
    if page.unlisted:
        console.print(Text(language("result-unlisted", name=page.unlisted), style="italic"))
    if page.ignored:
        ignored = language("result-ignored", words=language.join(page.ignored))
        console.print(Text(ignored, style="italic"))
    if not page.total:
        _print_advice(console, page, language)
        return
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 1, 0))
    table.add_column(justify="right", style="dim")
    table.add_column(overflow="fold")
    for place, hit in enumerate(page.hits, start=1):
        table.add_row(str(place), _line_of(hit, language, catalogue))
    console.print(table)
    console.print(Text(_count_of(page, language), style="dim"))


def _count_of(page: SearchPage, language: Language) -> str:
    count = language("result-count", count=language.number(page.total), number=page.total)
    return count.replace("*", "")


def _print_advice(console: Output, page: SearchPage, language: Language) -> None:
    console.print(Text(_count_of(page, language)))
    console.print(Text(language("nothing-advice").replace("*", "")))
    for entry in page.suggestions:
        console.print(Text(f"  {entry.full_name} · {entry.title}"))
    for name, count in page.without.items():
        dropped = language("drop-" + name.replace("_", "-"), count=count)
        console.print(Text(f"  {dropped}"))


def _line_of(hit: Hit, language: Language, catalogue: OpenCatalogue) -> Text:
    entry = hit.entry
    facts = (
        stars_text(entry, language, catalogue.today()),
        names_of(entry.frameworks, catalogue.taxonomy.frameworks, language),
    )
    return Text.assemble(
        (entry.full_name, f"bold link {entry.url}"),
        (f"  {' · '.join(fact for fact in facts if fact)}\n", "cyan"),
        language.summary_of(entry),
    )
