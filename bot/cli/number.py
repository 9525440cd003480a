"""``number``: give the shipped rows that have no number the next free ones."""

import argparse
import asyncio

from rich.text import Text

from bot.catalog.numbers import give_numbers
from bot.catalog.shipped import load_shipped
from bot.cli.exits import EX_CANTCREAT, CommandError
from bot.cli.streams import Output
from bot.config import Config


async def run(config: Config, _options: argparse.Namespace) -> int:
    """Number them, and say which number each got."""
    folder = config.catalogue.shipped
    shipped = await asyncio.to_thread(load_shipped, folder)
    try:
        given = await asyncio.to_thread(give_numbers, folder / "numbers.csv", shipped.ledger)
    except OSError as error:
        raise CommandError(
            f"{folder / 'numbers.csv'} can't be written: {error}", EX_CANTCREAT
        ) from error
    for name, new in given.items():
        Output().print(Text(f"{new} {name}"), soft_wrap=True)
    Output().print(
        f"{len(given)} numbered. Next free number: {shipped.ledger.next_free + len(given)}"
    )
    return 0
