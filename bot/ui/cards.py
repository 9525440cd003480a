"""An entry's card."""

from collections.abc import Mapping
from datetime import date

import discord

from bot.catalog.entry import Entry
from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language
from bot.ui.entries import ACCENT, health_text, license_text, names_of, stars_text
from bot.ui.navigation import Control, button, message
from bot.ui.text import label, link, plain

_MOST_PAPERS = 4
_LONGEST_URL = 512  # Discord refuses longer links


def entry_card(
    entry: Entry,
    papers: Mapping[str, str],
    control: Control,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    *,
    is_private: bool = False,
) -> discord.ui.LayoutView:
    """Return the message that shows one entry. ``papers`` maps arXiv ids to titles where known."""
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [
        discord.ui.TextDisplay(
            f"## {link(entry.title, entry.url)}\n-# {plain(entry.full_name)}\n{plain(language.summary_of(entry))}"
        ),
        discord.ui.Separator(),
        discord.ui.TextDisplay("\n".join(_facts(entry, papers, language, taxonomy, today))),
    ]
    links = [discord.ui.Button[discord.ui.LayoutView](label="GitHub", url=entry.url)]
    if entry.arxiv:
        links.append(
            discord.ui.Button(label=language("button-paper"), url=arxiv_url(entry.arxiv[0]))
        )
    if entry.weights_url and len(entry.weights_url) <= _LONGEST_URL:
        links.append(discord.ui.Button(label=language("button-weights"), url=entry.weights_url))
    items += [discord.ui.Separator(), discord.ui.ActionRow(*links)]
    container = discord.ui.Container[discord.ui.LayoutView](*items, accent_colour=ACCENT)
    own = Control("card", control.owner, entry.id)
    row = discord.ui.ActionRow[discord.ui.LayoutView](
        button(own.to("like"), language("button-like"), emoji="🧭"),
        button(own.to("legend"), language("button-legend"), emoji="❔"),
        button(own.to("publish"), language("button-share"), emoji="📣")
        if is_private
        else button(own.to("remove"), language("button-remove"), emoji="🗑️"),
    )
    return message(container, row)


def arxiv_url(arxiv_id: str) -> str:
    """Return a paper's page."""
    return f"https://arxiv.org/abs/{arxiv_id}"


def _facts(
    entry: Entry, papers: Mapping[str, str], language: Language, taxonomy: Taxonomy, today: date
) -> list[str]:
    rows = [
        ("fact-stars", stars_text(entry, language, today)),
        ("fact-health", _health(entry, language, today)),
        ("fact-categories", names_of(entry.categories, taxonomy.categories, language)),
        ("fact-frameworks", _frameworks(entry, language, taxonomy)),
        ("fact-tasks", names_of(entry.tasks, taxonomy.tasks, language)),
        ("fact-papers", _papers(entry, papers, language)),
        (
            "fact-weights",
            language("weights-yes") if entry.weights_url else language("weights-unknown"),
        ),
        ("fact-license", license_text(entry, language)),
        ("fact-language", plain(entry.language or "")),
        ("fact-created", language.month(entry.created) if entry.created else ""),
        ("fact-aliases", language.join(plain(name) for name in entry.aliases[:3])),
    ]
    return [f"**{language(name)}** {text}" for name, text in rows if text]


def _health(entry: Entry, language: Language, today: date) -> str:
    text = health_text(entry, language, today)
    if not entry.is_listed:
        text += f" · {language('unlisted')}"
    if entry.pushed is None:
        return text
    return f"{text} · {language('last-push', day=language.day(entry.pushed, today))}"


def _frameworks(entry: Entry, language: Language, taxonomy: Taxonomy) -> str:
    names: list[str] = []
    for key in entry.frameworks:
        term = taxonomy.frameworks[key]
        mark = f" {language('historic')}" if term.is_historic else ""
        names.append(language.name_of(term) + mark)
    return language.join(names)


def _papers(entry: Entry, papers: Mapping[str, str], language: Language) -> str:
    shown = [
        link(f"{label(papers.get(key, ''), 90)} arXiv {key}".strip(), arxiv_url(key))
        for key in entry.arxiv[:_MOST_PAPERS]
    ]
    more = len(entry.arxiv) - len(shown)
    if more > 0:
        shown.append(language("and-more", count=more))
    return " · ".join(shown)
