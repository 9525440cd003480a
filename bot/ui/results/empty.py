"""A result list without entries: which filter to drop, or the nearest names."""

from collections.abc import Sequence

import discord

from bot.i18n import Language
from bot.search.results import SearchPage
from bot.ui.entries import (
    ACCENT,
    title_link,
)
from bot.ui.navigation import Control, Message, button, message
from bot.ui.results.controls import DROPS, footer
from bot.ui.text import cut, plain


def empty_list(
    page: SearchPage,
    header: Sequence[discord.ui.Item[discord.ui.LayoutView]],
    control: Control,
    language: Language,
    *,
    is_private: bool,
) -> Message:
    """Return the message for an empty result, for who asked alone: which filter to drop, or the nearest names."""
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [*header, discord.ui.Separator()]
    if page.without:
        items.append(discord.ui.TextDisplay(language("nothing-without")))
        items.append(
            discord.ui.ActionRow(
                *(
                    button(
                        control.to(f"drop{DROPS[name]}", 0),
                        language(f"drop-{name.replace('_', '-')}", count=language.number(count)),
                        style=discord.ButtonStyle.primary,
                    )
                    for name, count in page.without.items()
                )
            )
        )
    elif page.suggestions:
        names = "\n".join(
            f"• {title_link(entry)} · {plain(entry.full_name)}" for entry in page.suggestions
        )
        items.append(discord.ui.TextDisplay(language("nothing-nearest") + "\n" + names))
        items.append(
            discord.ui.ActionRow(
                *(
                    button(Control("open", control.owner, entry=entry.id), cut(entry.title, 34))
                    for entry in page.suggestions[:5]
                )
            )
        )
    else:
        items.append(discord.ui.TextDisplay(language("nothing-advice")))
    container = discord.ui.Container[discord.ui.LayoutView](*items, accent_colour=ACCENT)
    return message(container, footer(control, language, is_private=is_private), is_for_asker=True)
