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


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A command as help shows it: its mention or name, what it does, what it takes, an example to copy."""

    mention: str
    description: str
    options: tuple[str, ...]
    example: str | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """The schedule and budget of refreshes, and the last one."""

    has_token: bool
    last: RunReport | None


def notice(text: str) -> Message:
    """Return a message of one sentence."""
    return message(discord.ui.TextDisplay(text))


def help_page(commands: Sequence[CommandHelp], language: Language) -> Message:
    """Return the page that lists every command."""
    blocks = [f"## {language('help-title')}\n{language('help-intro')}"]
    for command in commands:
        block = f"**{command.mention}** — {command.description}"
        if command.options:
            block += "\n-# " + " ".join(f"`{option}`" for option in command.options)
        if command.example:
            block += f"\n```\n{command.example}\n```"
        blocks.append(block)
    container = discord.ui.Container[discord.ui.LayoutView](
        discord.ui.TextDisplay(blocks[0]),
        discord.ui.Separator(),
        *(discord.ui.TextDisplay[discord.ui.LayoutView](block) for block in blocks[1:]),
        discord.ui.Separator(),
        discord.ui.TextDisplay(f"{language('help-menu')}\n-# {language('help-footer')}"),
        accent_colour=ACCENT,
    )
    signs = button(Control("legend", 0), language("button-legend"), emoji="❔")
    return message(container, discord.ui.ActionRow(signs))


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
