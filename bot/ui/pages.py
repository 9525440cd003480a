"""The bot's own pages: help, about, the card's legend, short notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import discord
from discord.utils import format_dt

from bot.catalog.entry import (
    ACTIVE_WITHIN,
    MOVED_FOR,
    QUIET_WITHIN,
    RELEASED_FOR,
    RELICENSED_FOR,
    Sign,
)
from bot.catalog.size import CatalogueSize
from bot.github.results import RunReport
from bot.i18n import Language
from bot.ui.entries import ACCENT, sign_text
from bot.ui.navigation import Control, Message, button, message

# Of the 4,000 characters of a message some 900 are the texts around the list.
_MOST_HELP = 3_000
_MOST_COMMANDS = 30


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A command as help shows it: its mention or name, what it does, what it takes, an example to copy.

    ``is_managing``: it is shown to those alone who manage the server or the bot.
    """

    mention: str
    description: str
    options: tuple[str, ...]
    example: str | None
    is_managing: bool = False


@dataclass(frozen=True, slots=True)
class Freshness:
    """The schedule and budget of refreshes, and the last one."""

    has_token: bool
    last: RunReport | None


def notice(text: str) -> Message:
    """Return a message of one sentence."""
    return message(discord.ui.TextDisplay(text))


def help_page(
    commands: Sequence[CommandHelp], page: int, owner: int, language: Language
) -> Message:
    """Return a page of the list of commands: those for everybody come first, then those of who manages the server or the bot.

    ``page`` counts from 0; one past the end shows the last.
    """
    pages = _help_pages([_help_text(command) for command in commands], commands)
    page = min(page, len(pages) - 1)
    container = discord.ui.Container[discord.ui.LayoutView](
        discord.ui.TextDisplay(f"## {language('help-title')}\n{language('help-intro')}"),
        discord.ui.Separator(),
        *(discord.ui.TextDisplay[discord.ui.LayoutView](text) for text in pages[page]),
        discord.ui.Separator(),
        discord.ui.TextDisplay(f"{language('help-menu')}\n-# {language('help-footer')}"),
        accent_colour=ACCENT,
    )
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    if len(pages) > 1:
        here = language(
            "button-page", page=language.number(page + 1), pages=language.number(len(pages))
        )
        for action, to, text, emoji, is_off in (
            ("helpprev", page - 1, None, "◀️", page <= 0),
            ("helphere", page, here, None, True),
            ("helpnext", page + 1, None, "▶️", page >= len(pages) - 1),
        ):
            control = Control(action, owner, max(0, to))
            row.add_item(button(control, text, emoji=emoji, disabled=is_off))
    row.add_item(button(Control("legend", 0), language("button-legend"), emoji="❔"))
    return message(container, row)


def _help_text(command: CommandHelp) -> str:
    text = f"**{command.mention}** — {command.description}"
    if command.options:
        text += "\n-# " + " ".join(f"`{option}`" for option in command.options)
    if command.example:
        text += f"\n```\n{command.example}\n```"
    return text


def _help_pages(texts: Sequence[str], commands: Sequence[CommandHelp]) -> list[list[str]]:
    """Split the texts where they would be too long for a message, and where the commands of managers begin."""
    pages: list[list[str]] = [[]]
    is_managing = False
    for text, command in zip(texts, commands, strict=True):
        length = sum(map(len, pages[-1])) + len(text)
        is_full = length > _MOST_HELP or len(pages[-1]) >= _MOST_COMMANDS
        if pages[-1] and (is_full or command.is_managing is not is_managing):
            pages.append([])
        is_managing = command.is_managing
        pages[-1].append(text)
    return pages


def about_page(
    version: str, size: CatalogueSize, freshness: Freshness, language: Language, today: date
) -> Message:
    """Return the page on the bot, its catalogue and what it stores."""
    newest = language.day(size.newest_count, today) if size.newest_count else "–"
    text = "\n".join(
        (
            f"## {language('about-title')}",
            language("about-intro"),
            "",
            f"**{language('about-version')}** {version}",
            f"**{language('about-size')}** "
            + language(
                "about-counts",
                entries=language.number(size.entries),
                weights=language.number(size.with_weights),
                snapshots=language.number(size.snapshots),
            ),
            f"**{language('about-age')}** " + language("about-newest", day=newest),
            f"**{language('about-github')}** " + _asked(freshness, language),
            "",
            f"**{language('about-privacy')}**",
            language("about-privacy-text"),
        )
    )
    return message(
        discord.ui.Container(discord.ui.TextDisplay(text), accent_colour=ACCENT),
    )


def _asked(freshness: Freshness, language: Language) -> str:
    if not freshness.has_token:
        return language("about-no-token")
    if freshness.last is None or freshness.last.finished is None:
        return language("about-token-never")
    return language("about-token", when=format_dt(freshness.last.finished, "R"))


def legend_page(language: Language) -> Message:
    """Return what the signs on a card mean."""
    days = {
        Sign.ACTIVE: ACTIVE_WITHIN.days,
        Sign.QUIET: QUIET_WITHIN.days,
        Sign.DORMANT: QUIET_WITHIN.days,
        Sign.MOVED: MOVED_FOR.days,
        Sign.RELICENSED: RELICENSED_FOR.days,
        Sign.RELEASED: RELEASED_FOR.days,
    }
    rules = [
        f"**{sign_text(sign, language)}** — "
        + language(f"legend-{sign}", days=str(days.get(sign, 0)))
        for sign in Sign
    ]
    text = "\n".join(
        (
            f"### {language('legend-title')}",
            *rules,
            "",
            language("legend-stars"),
            language("legend-license"),
        )
    )
    return notice(text)


def error_notice(reference: str, language: Language) -> Message:
    """Return the sentence for a fault of the bot, with its id in the log."""
    return notice(language("error-unexpected", reference=reference))


def welcome(language: Language) -> Message:
    """Return the line that opens the demo's channel."""
    return message(
        discord.ui.Container(
            discord.ui.TextDisplay(language("demo-welcome")), accent_colour=ACCENT
        ),
        discord.ui.ActionRow(
            button(Control("surprise", 0), language("button-surprise"), emoji="🎲")
        ),
    )
