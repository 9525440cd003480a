"""Editions shown to one person: the month they typed, all its messages, or why there is none."""

import re
import unicodedata
from collections.abc import Awaitable

from discord import app_commands

from bot.i18n import Language, Locale, month_numbers
from bot.interactions.answers import AnyInteraction, View, answer, send_private
from bot.interactions.choices import MOST_CHOICES
from bot.interactions.user_error import UserError
from bot.months import Month
from bot.publishing.newsroom import Newsroom
from bot.ui.edition_ref import EditionRef
from bot.ui.text import code

_MONTHS_OFFERED = 120
_DIGITS = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})(?!\d)")
_TURNED = re.compile(r"(?P<month>\d{1,2})\s*[-/.]\s*(?P<year>\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def read_typed_month(typed: str) -> Month | None:
    """Read a month as people write it in either language: 2026-07, 2026 年 7 月, 7/2026, July 2026; None if it is none."""
    text = unicodedata.normalize("NFKC", typed).strip().casefold()
    if found := _DIGITS.match(text) or _TURNED.fullmatch(text):
        return _month(int(found["year"]), int(found["month"]))
    years = _YEAR.findall(text)
    name = _YEAR.sub("", text).strip(" .,年")
    return _month(int(years[0]), month_numbers().get(name, 0)) if len(years) == 1 else None


def _month(year: int, month: int) -> Month | None:
    try:
        return Month(year, month)
    except ValueError:
        return None


async def month_choices(
    typed: str, newsroom: Newsroom, language: Language
) -> list[app_commands.Choice[str]]:
    """Return the months of the last ten years that match typed text, the newest first."""
    oldest, newest = await newsroom.span()
    recent = [newest, *(newest.plus(-back) for back in range(1, _MONTHS_OFFERED))]
    names = [
        (month, str(month), language.month(month.first_day)) for month in recent if month >= oldest
    ]
    read = read_typed_month(typed)
    return [
        app_commands.Choice(name=f"{key} · {name}", value=key)
        for month, key, name in names
        if month == read or typed.casefold() in f"{key} {name}".casefold()
    ][:MOST_CHOICES]


async def latest_ref(
    newsroom: Newsroom,
    locale: Locale,
    category: str | None = None,
    framework: str | None = None,
) -> EditionRef:
    """Return the newest edition, or a selection of it."""
    return EditionRef(await newsroom.latest(), locale, category, framework)


async def month_ref(
    newsroom: Newsroom,
    typed: str,
    locale: Locale,
    category: str | None = None,
    framework: str | None = None,
) -> EditionRef:
    """Return a typed month's edition, or a selection of it.

    Raises:
        UserError: it is no month.
    """
    month = read_typed_month(typed)
    if month is None:
        raise await no_edition(newsroom, typed)
    return EditionRef(month, locale, category, framework)


async def show_edition(
    interaction: AnyInteraction, newsroom: Newsroom, find: Awaitable[EditionRef]
) -> None:
    """Show an edition's messages to the person who asked.

    Raises:
        UserError: there is no edition of that month.
    """
    rest: list[View] = []

    async def first() -> View:
        # Finding the newest one may mean composing it: longer than Discord waits for a first answer.
        ref = await find
        try:
            messages = await newsroom.messages(ref)
        except ValueError as error:
            raise await no_edition(newsroom, str(ref.month)) from error
        rest.extend(messages[1:])
        return messages[0]

    await answer(interaction, first(), private=True)
    for view in rest:
        await send_private(interaction, view)


async def no_edition(newsroom: Newsroom, typed: str) -> UserError:
    """Return the sentence on a month without an edition, or on text that is no month: the months that have one."""
    oldest, newest = await newsroom.span()
    return UserError(
        "error-newsletter-month",
        typed=code(typed, 30),
        oldest=str(oldest),
        newest=str(newest),
    )
