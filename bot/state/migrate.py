"""Bring the schema up to date, inside a transaction that holds the write lock."""

import threading

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.state.errors import StateError

# Alembic keeps the step that runs in module variables: one at a time in a process.
_MIGRATING = threading.Lock()


def migrate(connection: Connection, name: str) -> None:
    """Run the steps that are missing; of two programs starting at once, the second finds the work done.

    Raises:
        StateError: a newer program has opened the database.
    """
    config = Config()
    config.set_main_option("script_location", "bot.state:migrations")
    config.attributes["connection"] = connection
    try:
        with _MIGRATING:
            command.upgrade(config, "head")
    except CommandError as error:
        raise StateError(
            f"The state database {name} is newer than this program: {error}. Update the program."
        ) from error
