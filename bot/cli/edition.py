"""``edition``: a month's edition as a file."""

import argparse
import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.catalog.rescue import copy_database
from bot.cli.exits import CommandError
from bot.cli.names import chosen_terms
from bot.cli.opened_state import services_with_state
from bot.cli.options import LOCALES
from bot.cli.progress import working
from bot.cli.streams import say
from bot.config import Config, NewsletterConfig
from bot.editions.edition import select
from bot.editions.files import Format, file_text
from bot.months import Month
from bot.services import newsroom_of


async def run(config: Config, options: argparse.Namespace) -> int:
    """Write an edition. Exit code 1 when the month is not over or has no data."""
    with _usable_state(config.newsletter) as newsletter:
        config = replace(config, newsletter=newsletter)
        async with services_with_state(config, only_reads=True) as services:
            if services.notice:
                say(services.notice)
            newsroom = newsroom_of(services)
            category, framework = chosen_terms(services, vars(options))
            _check(options.month, services.today(), await newsroom.known())
            with working("Composing the edition …"):
                composed = await newsroom.edition(options.month)
            file_format = Format.JSON if options.json else Format(options.format)
            if file_format is not Format.JSON or category or framework:
                composed = select(composed, category, framework)
            language = services.languages[LOCALES[options.lang]]
            sys.stdout.write(file_text(composed, file_format, language, services.taxonomy))
            return 0


@contextmanager
def _usable_state(config: NewsletterConfig) -> Generator[NewsletterConfig, None, None]:
    """Give a copy of a state database that may only be read: an edition can be composed beside it."""
    backend, _, rest = config.state.partition(":///")
    path = Path(rest.partition("?")[0])
    is_file = backend.startswith("sqlite") and rest and ":memory:" not in rest
    if not is_file or not path.parent.is_dir() or _may_write(path):
        yield config
        return
    with tempfile.TemporaryDirectory(prefix="modelzoo-") as folder:
        copy = Path(folder) / "state.sqlite3"
        copy_database(path, copy)
        yield replace(config, state=f"{backend}:///{copy}")


def _may_write(path: Path) -> bool:
    files = (path, path.with_name(path.name + "-wal"), path.parent)
    return all(os.access(file, os.W_OK) for file in files if os.path.exists(file))  # noqa: PTH110  # false for a name that can't be


def _check(month: Month, today: date, known: tuple[Month, Month] | None) -> None:
    """Raise for a month that has no edition."""
    if Month.of(today) <= month:
        raise CommandError(
            f"{month} is not over: its edition is composed from {month.plus(1)}-01 on.", 1
        )
    if known is None:
        raise CommandError("No star counts are known yet: `modelzoo-bot refresh` fetches some.", 1)
    first, last = known
    if not first <= month <= last:
        raise CommandError(
            f"Nothing is known of {month}. Star counts go from {first} to {last}.",
            1,
        )
