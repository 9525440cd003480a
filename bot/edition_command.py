"""The command that writes a month's edition to standard output."""

import argparse
import sys
from datetime import date

from bot.app import open_services
from bot.catalog.taxonomy import TermKind
from bot.commands import LOCALES, CommandError, chosen_term
from bot.config import Config
from bot.editions.edition import select
from bot.editions.files import Format, file_text
from bot.editions.sources.material import month_after, write_month
from bot.services import newsroom_of


async def edition(config: Config, options: argparse.Namespace) -> int:
    """Write an edition. Exit code 1 when the month is not over or nothing is known of it."""
    async with open_services(config.catalogue, config.github, config.newsletter) as services:
        newsroom = newsroom_of(services)
        language = services.languages[LOCALES[options.lang]]
        category = chosen_term(options.category, TermKind.CATEGORY, services, language)
        framework = chosen_term(options.framework, TermKind.FRAMEWORK, services, language)
        _check(options.month, services.today(), await newsroom.known())
        composed = await newsroom.edition(options.month)
        file_format = Format.JSON if options.json else Format(options.format)
        if file_format is not Format.JSON or category or framework:
            composed = select(composed, category, framework)
        sys.stdout.write(file_text(composed, file_format, language, services.taxonomy))
        return 0


def _check(month: date, today: date, known: tuple[date, date] | None) -> None:
    """Raise for a month that has no edition."""
    name = write_month(month)
    if today < month_after(month):
        raise CommandError(
            f"{name} is not over: its edition is made from {month_after(month)} on.", 1
        )
    if known is None:
        raise CommandError("No star counts are known yet: `modelzoo-bot refresh` takes some.", 1)
    first, last = known
    if not first <= month <= last:
        raise CommandError(
            f"Nothing is known of {name}. Star counts go from {write_month(first)} to {write_month(last)}.",
            1,
        )
