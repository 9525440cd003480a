"""``trending``: the models that gained the most stars."""

import argparse
from datetime import date

from rich.table import Table
from rich.text import Text

from bot.catalog.entry import Entry
from bot.catalog.trends import Trend, rank_trends
from bot.cli.documents import trend_document
from bot.cli.names import chosen_terms
from bot.cli.opened import open_for_reading
from bot.cli.options import LOCALES
from bot.cli.streams import Output, print_json
from bot.config import Config
from bot.i18n import Language
from bot.ui.facts import trend_texts


async def run(config: Config, options: argparse.Namespace) -> int:
    """List the models that gained the most stars. Exit code 1 when no gain is known."""
    async with open_for_reading(config, options.lang) as catalogue:
        category, framework = chosen_terms(catalogue, vars(options))
        today = catalogue.today()
        gainers = await catalogue.catalog.gainers(options.period, today, category, framework)
        trends = rank_trends(gainers, today, is_relative=options.relative)[: options.limit]
        found = await catalogue.catalog.get_many([trend.gainer.entry_id for trend in trends])
        entries = {entry.id: entry for entry in found}
        if options.json:
            documents = [trend_document(trend, entries[trend.gainer.entry_id]) for trend in trends]
            print_json({"period": options.period, "entries": documents})
        else:
            language = catalogue.languages[LOCALES[options.lang]]
            _print_trends(trends, entries, options.period, language, today)
        return 0 if trends else 1


def _print_trends(
    trends: list[Trend], entries: dict[int, Entry], days: int, language: Language, today: date
) -> None:
    console = Output()
    if not trends:
        console.print(Text(language("trending-none", days=str(days))))
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(5):
        table.add_column(overflow="fold")
    for place, trend in enumerate(trends, start=1):
        entry = entries[trend.gainer.entry_id]
        facts = trend_texts(trend, entry, days, language, today)
        table.add_row(str(place), Text(entry.full_name), *map(Text, facts))
    console.print(table)
