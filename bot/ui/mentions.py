"""The models that a message mentions."""

from collections.abc import Sequence
from datetime import date

import discord

from bot.catalog.taxonomy import Taxonomy
from bot.github.glance import Glance
from bot.i18n import Language, Languages, Locale
from bot.search.results import Mentioned
from bot.ui.entries import ACCENT, arxiv_url, line_of, openable
from bot.ui.navigation import Control, Message, button, message
from bot.ui.text import link, repository_link
from bot.ui.unlisted import glance_lines

FIND = "mentions"
MOST_SHOWN = 6
MOST_GLANCES = 3
_MOST_LINKS = 8


def mentions_page(
    mentioned: Mentioned,
    owner: int,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    glances: Sequence[Glance] = (),
) -> Message:
    """Return the entries with a button each to open them, then the names that are not in the catalogue yet.

    ``glances`` are what GitHub says of the first of those repositories.
    """
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [
        discord.ui.TextDisplay(f"## {language('mentions-title')}")
    ]
    for place, entry in enumerate(mentioned.entries[:MOST_SHOWN], start=1):
        text = line_of(entry, place, language, taxonomy, today)
        items.append(openable(text, entry, owner, language))
    links = _links(mentioned, glances, language)
    if links:
        lines = [f"### {language('mentions-unlisted')}", *links[:_MOST_LINKS]]
        items.append(discord.ui.TextDisplay("\n".join(lines)))
    if len(items) == 1:
        items.append(discord.ui.TextDisplay(language("mentions-none")))
    return message(discord.ui.Container(*items, accent_colour=ACCENT))


def sample_page(languages: Languages) -> Message:
    """Return the demo's message that mentions models, with a button for those whose page has no message menu."""
    english, chinese = languages[Locale.ENGLISH], languages[Locale.CHINESE]
    text = f"{english('demo-sample')}\n{chinese('demo-sample')}"
    finds = (
        button(
            Control(FIND, 0, page),
            language("menu-mentions"),
            emoji="🔎",
        )
        for page, language in enumerate((english, chinese))
    )
    return message(
        discord.ui.Container(discord.ui.TextDisplay(text), accent_colour=ACCENT),
        discord.ui.ActionRow(*finds),
    )


def _links(mentioned: Mentioned, glances: Sequence[Glance], language: Language) -> Sequence[str]:
    known = {glance.full_name: glance for glance in glances}
    return [
        *(_repository(name, known.get(name), language) for name in mentioned.repositories),
        *(f"{link(f'arXiv {key}', arxiv_url(key))}" for key in mentioned.papers),
        *(
            f"Hugging Face · {link(name, f'https://huggingface.co/{name}')}"
            for name in mentioned.hugging_face
        ),
    ]


def _repository(name: str, glance: Glance | None, language: Language) -> str:
    lines = glance_lines(glance, language) if glance else []
    return "\n".join((f"GitHub · {repository_link(name)}", *lines))
