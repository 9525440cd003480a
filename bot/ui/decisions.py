"""The curators' log: the latest decisions, and the menu that takes one back."""

from collections.abc import Sequence

import discord
from discord.utils import format_dt

from bot.i18n import Language
from bot.submissions.event import CurationEvent
from bot.ui.entries import ACCENT
from bot.ui.navigation import Control, Message, menu, message
from bot.ui.text import cut, person_mention, repository_link

UNDO = "cuundo"


def log_page(events: Sequence[CurationEvent], owner: int, language: Language) -> Message:
    """Return the latest decisions, the last first."""
    lines = [f"## {language('log-title')}"]
    lines += [_line(event, language) for event in events] or [language("log-none")]
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [discord.ui.TextDisplay("\n".join(lines))]
    options = [
        discord.SelectOption(
            label=cut(f"{event.full_name} · {language(f'event-{event.kind}')}", 100),
            value=str(event.id),
        )
        for event in events
    ]
    if options:
        items.append(menu(Control(UNDO, owner), language("log-undo"), options))
    return message(discord.ui.Container(*items, accent_colour=ACCENT))


def _line(event: CurationEvent, language: Language) -> str:
    by, name = person_mention(event.person_id), repository_link(event.full_name)
    return f"- {format_dt(event.at, 'f')} {name} · {language(f'event-{event.kind}')} · {by}"
