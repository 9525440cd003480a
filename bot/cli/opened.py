"""The catalogue, or all services, opened for one command."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.cli.options import LOCALES
from bot.cli.progress import opening
from bot.cli.streams import say
from bot.config import Config
from bot.open_catalogue import OpenCatalogue, open_catalogue


@asynccontextmanager
async def open_for_reading(config: Config, language: str) -> AsyncGenerator[OpenCatalogue, None]:
    """Open the catalogue with one language; print a notice when the file itself could not be used."""
    opened = open_catalogue(config.catalogue, (LOCALES[language],))
    async with opening(opened, config.catalogue) as catalogue:
        if catalogue.notice:
            say(catalogue.notice)
        yield catalogue
