"""Result lists: entries page by page, with menus to sort and to narrow them further."""

from dataclasses import replace
from datetime import date

import discord

from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language
from bot.search.results import SearchPage
from bot.ui.entries import (
    ACCENT,
    line_of,
    openable,
    successor_text,
)
from bot.ui.navigation import Control, Message, message
from bot.ui.results.controls import control_rows, footer
from bot.ui.results.empty import empty_list
from bot.ui.results.header import header_text
from bot.ui.results.reasons import reason_text
from bot.ui.unlisted import Unlisted, unlisted_item, unlisted_text


def result_list(
    page: SearchPage,
    control: Control,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    *,
    successor: Successor | None = None,
    unlisted: Unlisted | None = None,
    is_private: bool = False,
) -> Message:
    """Return the message for one page of a result. ``control`` carries the list's owner, page and state.

    ``successor`` is what follows the entry that the list is like, ``unlisted`` what was named and is no entry.
    """
    above: list[discord.ui.Item[discord.ui.LayoutView]] = []
    if unlisted:
        said = unlisted_text(unlisted, language)
        if page.unlisted and page.total:
            said += f"\n{language('unlisted-alike')}"
        item = unlisted_item(unlisted, said, control.owner, language)
        above = [item, discord.ui.Separator()]
        # A paper's number is no misspelt name.
        suggestions = () if unlisted.paper else page.suggestions
        page = replace(page, unlisted=None, suggestions=suggestions)
    text = header_text(page, language, taxonomy)
    if successor:
        text += f"\n**{language('fact-successor')}** {successor_text(successor, language)}"
    header = discord.ui.TextDisplay[discord.ui.LayoutView](text)
    if not page.total:
        return empty_list(page, [*above, header], control, language, is_private=is_private)
    entries: list[discord.ui.Item[discord.ui.LayoutView]] = []
    for place, hit in enumerate(page.hits, start=page.offset + 1):
        text = line_of(
            hit.entry, place, language, taxonomy, today, reason_text(hit, page, language, taxonomy)
        )
        entries.append(openable(text, hit.entry, control.owner, language))
    container = discord.ui.Container[discord.ui.LayoutView](
        *above,
        header,
        discord.ui.Separator(),
        *entries,
        discord.ui.Separator(),
        *control_rows(page, control, language, taxonomy),
        accent_colour=ACCENT,
    )
    return message(container, footer(control, language, is_private=is_private))
