"""What the command line shows of pages: READMEs, comparisons, trends."""

import argparse
import asyncio
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from bot.app import open_services
from bot.catalog.entry import Entry
from bot.catalog.taxonomy import TermKind
from bot.catalog.trends import Trend, rank_trends
from bot.commands import (
    LOCALES,
    CommandError,
    chosen_term,
    entry_document,
    need_named,
    print_json,
)
from bot.config import Config
from bot.i18n import Language
from bot.readme.reading import Absence, Contents, Postponed, QuickStart, ReadmePage
from bot.ui.compare import MOST_COMPARED, facts_of
from bot.ui.facts import gained_text


async def readme(config: Config, options: argparse.Namespace) -> int:
    """Show an entry's README. Exit code 1 when there is none, 75 when GitHub can't be asked for it."""
    async with open_services(config.catalogue, config.github) as services:
        language = services.languages[LOCALES[options.lang]]
        entry = await need_named(services, options.model)
        contents = await services.library.contents(entry, services.refresher.fetch_readmes)
        if isinstance(contents, Postponed):
            when = f"{contents.until:%Y-%m-%d %H:%M} UTC"
            sentence = language("readme-postponed", reason=contents.reason, when=when)
            raise CommandError(sentence, 75)
        if isinstance(contents, Absence):
            code = 75 if contents is Absence.UNREACHABLE else 1
            raise CommandError(language(f"readme-{contents}"), code)
        pages = await services.library.pages(entry.id)
        if options.json:
            print_json(readme_document(entry, contents, pages))
            return 0
        console = Console()
        for page in pages:
            console.print(Markdown(page.text))
            for part in page.parts:
                for shown in part.pictures:
                    console.print(Text(f"🖼 {shown.alt} {shown.url}", style="dim"))
        return 0


def readme_document(entry: Entry, contents: Contents, pages: list[ReadmePage]) -> dict[str, Any]:
    """Return a README as JSON values; the pages' text is Discord's markdown."""
    return {
        "repo": entry.full_name,
        "sections": [asdict(section) for section in contents.sections],
        "quick_start": quick_start_document(contents.quick_start),
        "pages": [
            {
                "text": page.text,
                "pictures": [asdict(shown) for part in page.parts for shown in part.pictures],
            }
            for page in pages
        ],
    }


def quick_start_document(found: QuickStart) -> dict[str, Any]:
    """Return a quick start as JSON values; what isn't known is null or empty."""
    return {
        "install": found.install.text if found.install else None,
        "usage": found.usage.text if found.usage else None,
        "weights": [asdict(link) for link in found.weights],
        "results": list(found.results),
        "citation": found.citation,
    }


async def compare(config: Config, options: argparse.Namespace) -> int:
    """Show two to four entries beside each other."""
    if not 1 < len(set(options.model)) <= MOST_COMPARED:
        raise CommandError(f"Name two to {MOST_COMPARED} different entries.")
    async with open_services(config.catalogue, config.github) as services:
        entries = [await need_named(services, name) for name in options.model]
        if options.json:
            print_json({"entries": [entry_document(entry, services) for entry in entries]})
            return 0
        language = services.languages[LOCALES[options.lang]]
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("")
        for entry in entries:
            table.add_column(entry.full_name, overflow="fold")
        facts = facts_of(entries, language, services.taxonomy, services.today())
        for name, values in facts.items():
            table.add_row(language(name), *(Text(value) for value in values))
        Console().print(table)
        return 0


async def trending(config: Config, options: argparse.Namespace) -> int:
    """List what gained the most stars. Exit code 1 when nothing is known to have gained any."""
    async with open_services(config.catalogue, config.github) as services:
        language = services.languages[LOCALES[options.lang]]
        category = chosen_term(options.category, TermKind.CATEGORY, services, language)
        framework = chosen_term(options.framework, TermKind.FRAMEWORK, services, language)
        today = services.today()
        gainers = await services.catalog.gainers(options.period, today, category, framework)
        trends = await asyncio.to_thread(rank_trends, gainers, today, is_relative=options.relative)
        trends = trends[: options.limit]
        found = await services.catalog.get_many([trend.gainer.entry_id for trend in trends])
        entries = {entry.id: entry for entry in found}
        if options.json:
            print_json(
                {
                    "period": options.period,
                    "entries": [
                        trend_document(trend, entries[trend.gainer.entry_id]) for trend in trends
                    ],
                }
            )
        else:
            _print_trends(trends, entries, options.period, language)
        return 0 if trends else 1


def trend_document(trend: Trend, entry: Entry) -> dict[str, Any]:
    """Return a trend as JSON values; ``pace`` is how many times the growth usual in its category it is."""
    return {
        "repo": entry.full_name,
        "title": entry.title,
        "gained": trend.gainer.gained,
        "before": trend.gainer.before,
        "approximate": trend.gainer.is_approximate,
        "pace": round(trend.pace, 2),
        "new": trend.is_new,
    }


def _print_trends(
    trends: list[Trend], entries: dict[int, Entry], days: int, language: Language
) -> None:
    console = Console()
    if not trends:
        console.print(Text(language("trending-none", days=str(days))))
    table = Table(box=None, pad_edge=False, show_header=False)
    for place, trend in enumerate(trends, start=1):
        entry, gainer = entries[trend.gainer.entry_id], trend.gainer
        gained = gained_text(gainer.gained, days, language, is_approximate=gainer.is_approximate)
        pace = language("trending-pace", pace=language.decimal(trend.pace))
        table.add_row(str(place), Text(entry.full_name), Text(gained), Text(pace))
    console.print(table)
