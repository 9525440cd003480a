"""``check``: validate the shipped files and print their coverage."""

import argparse

from bot.catalog.coverage import coverage_lines, coverage_of
from bot.catalog.numbers import unnumbered_text
from bot.catalog.shipped import ShippedError, load_shipped
from bot.cli.streams import Output
from bot.config import Config
from bot.i18n import load_languages


async def run(config: Config, _options: argparse.Namespace) -> int:
    """Check the shipped files."""
    shipped = load_shipped(config.catalogue.shipped)
    if shipped.ledger.by_name:
        raise ShippedError([unnumbered_text(shipped.ledger)])
    load_languages(config.catalogue.shipped / "locales")
    output = Output()
    for line in coverage_lines(coverage_of(shipped.entries, shipped.taxonomy)):
        output.print(line)
    output.print(
        f"{len(shipped.entries)} entries, {len(shipped.snapshots)} star counts, "
        f"{len(shipped.families.all)} families, {len(shipped.successors)} successors, all well. Next free number: {shipped.ledger.next_free}",
        soft_wrap=True,
    )
    return 0
