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
}


def tab_control(entry_id: int, owner: int, tab: Tab) -> Control:
    """Return the control that opens a tab."""
    return Control(ACTION, owner, state=tab, entry=entry_id)


def tab_row(
    active: Tab, entry_id: int, owner: int, language: Language
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    """Return the row of tabs; the one that is open can't be pressed."""
    return discord.ui.ActionRow(
        *(
            button(
                tab_control(entry_id, owner, tab),
                language(f"tab-{name}"),
                emoji=_MARKS[tab],
                style=discord.ButtonStyle.primary
                if tab is active
                else discord.ButtonStyle.secondary,
                disabled=tab is active,
            )
            for name, tab in (
                ("card", Tab.CARD),
                ("readme", Tab.README),
                ("quick", Tab.QUICK_START),
                ("stars", Tab.STARS),
                ("similar", Tab.SIMILAR),
            )
        )
    )


def share_button(
    entry_id: int, owner: int, language: Language, tab: Tab, page: int = 0, *, is_private: bool
) -> discord.ui.Button[discord.ui.LayoutView]:
    """Return the button that posts a private answer for everybody, or removes a public one."""
    own = Control("publish", owner, state=f"{tab}{page}", entry=entry_id)
    if is_private:
        return button(own, language("button-share"), emoji="📣")
    return remove_button(own, language)
