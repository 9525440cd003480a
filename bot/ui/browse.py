"""The browse pages: every category or framework with its count and its most starred entry."""

from collections.abc import Sequence
from datetime import date

import discord

from bot.catalog.taxonomy import Taxonomy, TermKind
from bot.i18n import Language
from bot.search.results import Overview
from bot.ui.entries import ACCENT, title_link
from bot.ui.facts import stars_text
from bot.ui.navigation import Control, Message, button, menu, message, remove_button
from bot.ui.text import cut

_MOST_LINES = 24


def overview_page(
    kind: TermKind,
    overviews: Sequence[Overview],
    control: Control,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    *,
    is_private: bool = False,
) -> Message:
    """Return the page that lists an axis, with a menu to open one of its terms."""
    terms = taxonomy.of(kind)
    lines: list[str] = []
    for overview in overviews[:_MOST_LINES]:
        term = terms[overview.key]
        historic = f" {language('historic')}" if term.is_historic else ""
        line = f"**{language.name_of(term)}**{historic} — {language.number(overview.count)}"
        if overview.top:
            facts = (title_link(overview.top), stars_text(overview.top, language, today))
            line += "\n-# " + " · ".join(fact for fact in facts if fact)
        lines.append(line)
    options = [
        discord.SelectOption(
            label=cut(language.name_of(terms[overview.key]), 100),
            value=overview.key,
            description=language(
                "menu-count", count=language.number(overview.count), number=overview.count
            ),
        )
        for overview in overviews
    ]
    footer = (
        button(control.to(f"map{kind[:4]}"), language("button-share"), emoji="📣")
        if is_private
        else remove_button(control, language)
    )
    container = discord.ui.Container[discord.ui.LayoutView](
        discord.ui.TextDisplay(
            f"## {language(f'overview-{kind}')}\n{language(f'overview-{kind}-hint')}"
        ),
        discord.ui.Separator(),
        discord.ui.TextDisplay("\n".join(lines)),
        discord.ui.Separator(),
        menu(control.to(f"in{kind[:4]}"), language(f"choose-{kind}"), options),
        accent_colour=ACCENT,
    )
    return message(container, discord.ui.ActionRow(footer))
