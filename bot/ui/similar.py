"""Similar entries, as a tab of an entry's card."""

from collections.abc import Sequence
from datetime import date

import discord

from bot.catalog.entry import Entry
from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language
from bot.search.results import Hit
from bot.ui.entries import ACCENT, line_of, openable, successor_text, title_link
from bot.ui.navigation import Control, Message, button, message
from bot.ui.results.reasons import shared_text
from bot.ui.tabs import Tab, share_button, tab_row
from bot.ui.text import plain

MOST_SHOWN = 5


def similar_page(
    entry: Entry,
    hits: Sequence[Hit],
    owner: int,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    *,
    successor: Successor | None,
    is_private: bool,
) -> Message:
    """Return the message with the nearest entries and the reason for each; a dormant entry's successors come first."""
    head = f"## {language('result-like', name=title_link(entry))}\n-# {plain(entry.full_name)}"
    if successor:
        head += f"\n**{language('fact-successor')}** {successor_text(successor, language)}"
    if not hits:
        head += f"\n{language('similar-none')}"
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [
        discord.ui.TextDisplay(head),
        discord.ui.Separator(),
    ]
    for place, hit in enumerate(hits[:MOST_SHOWN], start=1):
        why = shared_text(hit, language, taxonomy)
        text = line_of(hit.entry, place, language, taxonomy, today, why)
        items.append(openable(text, hit.entry, owner, language))
    own = Control("card", owner, entry=entry.id)
    container = discord.ui.Container[discord.ui.LayoutView](*items, accent_colour=ACCENT)
    foot = discord.ui.ActionRow[discord.ui.LayoutView](
        share_button(entry.id, owner, language, Tab.SIMILAR, is_private=is_private)
    )
    if len(hits) > MOST_SHOWN:
        foot.add_item(button(own.to("like"), language("button-all-like"), emoji="🔎"))
    return message(container, tab_row(Tab.SIMILAR, entry.id, owner, language), foot)
