"""The tabs under an entry's card, which show its other sides in the same message."""

from enum import StrEnum

import discord

from bot.i18n import Language
from bot.ui.navigation import Control, button, remove_button


class Tab(StrEnum):
    """A side of an entry; a control's state holds the letter."""

    CARD = "c"
    README = "r"
    QUICK_START = "q"
    STARS = "s"
    SIMILAR = "l"
    WEIGHTS = "w"


ACTION = "tab"
_MARKS = {
    Tab.CARD: "🗂️",
    Tab.README: "📖",
    Tab.QUICK_START: "⚡",
    Tab.STARS: "📈",
    Tab.SIMILAR: "🧭",
    Tab.WEIGHTS: "⚖️",
}
_NAMES = {
    Tab.CARD: "card",
    Tab.README: "readme",
    Tab.QUICK_START: "quick",
    Tab.STARS: "stars",
    Tab.SIMILAR: "similar",
    Tab.WEIGHTS: "weights",
}
# Discord puts five buttons side by side at the most: the last tab stands in the row below.
_ROW = (Tab.CARD, Tab.README, Tab.QUICK_START, Tab.STARS, Tab.SIMILAR)


def tab_control(entry_id: int, owner: int, tab: Tab) -> Control:
    """Return the control that opens a tab."""
    return Control(ACTION, owner, state=tab, entry=entry_id)


def tab_row(
    active: Tab, entry_id: int, owner: int, language: Language
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    """Return the row of tabs; the one that is open can't be pressed."""
    return discord.ui.ActionRow(
        *(tab_button(tab, entry_id, owner, language, is_open=tab is active) for tab in _ROW)
    )


def tab_button(
    tab: Tab, entry_id: int, owner: int, language: Language, *, is_open: bool = False
) -> discord.ui.Button[discord.ui.LayoutView]:
    """Return a tab's button; that of the open one can't be pressed."""
    return button(
        tab_control(entry_id, owner, tab),
        language(f"tab-{_NAMES[tab]}"),
        emoji=_MARKS[tab],
        style=discord.ButtonStyle.primary if is_open else discord.ButtonStyle.secondary,
        disabled=is_open,
    )


def share_button(
    entry_id: int, owner: int, language: Language, tab: Tab, page: int = 0, *, is_private: bool
) -> discord.ui.Button[discord.ui.LayoutView]:
    """Return the button that posts a private answer for everybody, or removes a public one."""
    own = Control("publish", owner, state=f"{tab}{page}", entry=entry_id)
    if is_private:
        return button(own, language("button-share"), emoji="📣")
    return remove_button(own, language)
