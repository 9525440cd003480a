"""``compare``: two to four entries beside each other."""

import argparse

from rich.table import Table
from rich.text import Text

from bot.cli.documents import entry_document
from bot.cli.exits import CommandError
from bot.cli.names import require_entry
from bot.cli.opened import open_for_reading
from bot.cli.options import LOCALES
from bot.cli.streams import Output, print_json
from bot.config import Config
from bot.ui.compare import MOST_COMPARED, facts_of


async def run(config: Config, options: argparse.Namespace) -> int:
    """Show two to four entries beside each other."""
    if not 1 < len(set(options.model)) <= MOST_COMPARED:
        raise CommandError("Name two to four different entries.")
    async with open_for_reading(config, options.lang) as catalogue:
        entries = [await require_entry(catalogue, name) for name in options.model]
        if options.json:
            print_json({"entries": [entry_document(entry, catalogue) for entry in entries]})
            return 0
        language = catalogue.languages[LOCALES[options.lang]]
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("")
        for entry in entries:
            table.add_column(entry.full_name, overflow="fold")
        facts = facts_of(entries, language, catalogue.taxonomy, catalogue.today())
        for name, values in facts.items():
            if not any(values):
                continue
            table.add_row(language(name), *(Text(value or "–") for value in values))
        Output().print(table)
        return 0
