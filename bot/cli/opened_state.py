"""All services with the state database, whose faults become the command's."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.app import open_services
from bot.cli.exits import CommandError
from bot.cli.progress import opening
from bot.config import Config
from bot.services import Services
from bot.state.errors import StateError


@asynccontextmanager
async def services_with_state(
    config: Config, *, only_reads: bool = False
) -> AsyncGenerator[Services, None]:
    """Open all services with the state database.

    Raises:
        CommandError: the state database can't be used.
    """
    try:
        opened = open_services(
            config.catalogue,
            config.github,
            config.newsletter,
            config.huggingface,
            only_reads=only_reads,
        )
        async with opening(opened, config.catalogue) as services:
            yield services
    except StateError as error:
        raise CommandError(str(error), error.exit_code) from error
