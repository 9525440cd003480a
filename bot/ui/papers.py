"""Papers that a text may mean, to choose from."""

from collections.abc import Sequence

import discord

from bot.i18n import Language
from bot.search.results import Paper
from bot.ui.entries import ACCENT, arxiv_url
from bot.ui.navigation import Control, Message, button, message, remove_button
from bot.ui.text import link, plain

MOST_PAPERS = 8


def paper_list(
    typed: str,
    papers: Sequence[tuple[Paper, Control]],
    language: Language,
    *,
    has_more: bool,
    is_private: bool,
) -> Message:
    """Return the message that lists papers; the control of each draws the list of its implementations."""
    entries: list[discord.ui.Item[discord.ui.LayoutView]] = [
        discord.ui.Section(
            discord.ui.TextDisplay(
                f"**{link(paper.title or paper.arxiv_id, arxiv_url(paper.arxiv_id))}**\n"
                f"-# arXiv {plain(paper.arxiv_id)}"
            ),
            accessory=button(control, language("button-open")),
        )
        for paper, control in papers
    ]
    if has_more:
        entries.append(discord.ui.TextDisplay(f"-# {language('papers-more')}"))
    container = discord.ui.Container[discord.ui.LayoutView](
        discord.ui.TextDisplay(f"## {language('papers-title', typed=plain(typed))}"),
        discord.ui.Separator(),
        *entries,
        accent_colour=ACCENT,
    )
    rows = [] if is_private else [discord.ui.ActionRow(remove_button(papers[0][1], language))]
    return message(container, *rows)
