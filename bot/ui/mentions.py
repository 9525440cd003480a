"""The models that a message mentions."""

from collections.abc import Sequence
from datetime import date

import discord

from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language
from bot.search.results import Mentioned
from bot.ui.entries import ACCENT, arxiv_url, line_of, openable
from bot.ui.navigation import Message, message
from bot.ui.text import link

MOST_SHOWN = 6
_MOST_LINKS = 8


def mentions_page(
    mentioned: Mentioned, owner: int, language: Language, taxonomy: Taxonomy, today: date
) -> Message:
    """Return the entries with a button each to open them, then the names that are not in the catalogue yet."""
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [
        discord.ui.TextDisplay(f"## {language('mentions-title')}")
    ]
    for place, entry in enumerate(mentioned.entries[:MOST_SHOWN], start=1):
        text = line_of(entry, place, language, taxonomy, today)
        items.append(openable(text, entry, owner, language))
    links = _links(mentioned)
    if links:
        lines = [f"### {language('mentions-unlisted')}", *links[:_MOST_LINKS]]
        items.append(discord.ui.TextDisplay("\n".join(lines)))
    if len(items) == 1:
        items.append(discord.ui.TextDisplay(language("mentions-none")))
    return message(discord.ui.Container(*items, accent_colour=ACCENT))


def _links(mentioned: Mentioned) -> Sequence[str]:
    return [
        *(
            f"GitHub · {link(name, f'https://github.com/{name}')}"
            for name in mentioned.repositories
        ),
        *(f"{link(f'arXiv {key}', arxiv_url(key))}" for key in mentioned.papers),
        *(
            f"Hugging Face · {link(name, f'https://huggingface.co/{name}')}"
            for name in mentioned.hugging_face
        ),
    ]
