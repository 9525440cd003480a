"""An entry's card."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

import discord

from bot.catalog.entry import Entry, Sign, signs_of
from bot.catalog.families import Membership
from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language
from bot.ui.entries import (
    ACCENT,
    SIGN_MARK,
    arxiv_url,
    family_text,
    health_text,
    license_text,
    successor_text,
)
from bot.ui.facts import gain_text, names_of, stars_text
from bot.ui.navigation import Control, Message, button, message
from bot.ui.tabs import Tab, share_button, tab_button, tab_row
from bot.ui.text import code, label, link, plain

_MOST_PAPERS = 4
_MOST_TOPICS = 8
_LONGEST_URL = 512  # Discord refuses longer links


def entry_card(
    entry: Entry,
    papers: Mapping[str, str],
    control: Control,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    *,
    successor: Successor | None = None,
    membership: Membership | None = None,
    is_private: bool = False,
) -> Message:
    """Return the message that shows one entry. ``papers`` maps arXiv ids to titles where known."""
    facts = _facts(entry, papers, language, taxonomy, today)
    if membership:
        facts.insert(
            0, f"**{language('fact-family')}** {family_text(membership, successor, language)}"
        )
    if successor:
        facts.insert(0, f"**{language('fact-successor')}** {successor_text(successor, language)}")
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [
        discord.ui.TextDisplay(
            f"## {link(entry.title, entry.url)}\n-# {plain(entry.full_name)}\n{plain(language.summary_of(entry))}"
        ),
        discord.ui.Separator(),
        discord.ui.TextDisplay("\n".join(facts)),
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
    own = Control("card", control.owner, entry=entry.id)
    row = discord.ui.ActionRow[discord.ui.LayoutView](
        tab_button(Tab.WEIGHTS, entry.id, control.owner, language),
        button(own.to("legend"), language("button-legend"), emoji="❔"),
        share_button(entry.id, control.owner, language, Tab.CARD, is_private=is_private),
    )
    return message(container, tab_row(Tab.CARD, entry.id, control.owner, language), row)


def _facts(
    entry: Entry, papers: Mapping[str, str], language: Language, taxonomy: Taxonomy, today: date
) -> list[str]:
    rows = [
        ("fact-stars", stars_text(entry, language, today)),
        ("fact-gains", _gains(entry, language)),
        ("fact-health", _health(entry, language, today)),
        ("fact-lately", "\n".join(_lately(entry, language, today))),
        ("fact-categories", names_of(entry.categories, taxonomy.categories, language)),
        ("fact-frameworks", _frameworks(entry, language, taxonomy)),
        ("fact-tasks", names_of(entry.tasks, taxonomy.tasks, language)),
        ("fact-papers", _papers(entry, papers, language)),
        ("fact-weights", language("weights-yes") if entry.weights_url else ""),
        ("fact-license", license_text(entry, language)),
        ("fact-language", plain(entry.language or "")),
        ("fact-topics", language.join(plain(topic, 50) for topic in entry.topics[:_MOST_TOPICS])),
        ("fact-homepage", code(entry.homepage, 120) if entry.homepage else ""),
        ("fact-created", language.month(entry.created) if entry.created else ""),
        ("fact-aliases", language.join(plain(name) for name in entry.aliases[:3])),
    ]
    return [
        f"**{language(name)}** {text}" if "\n" not in text else f"**{language(name)}**\n{text}"
        for name, text in rows
        if text
    ]


def _health(entry: Entry, language: Language, today: date) -> str:
    known = [health_text(entry, language, today)]
    if not entry.is_listed:
        known.append(language("unlisted"))
    if entry.pushed:
        known.append(language("last-push", day=language.day(entry.pushed, today)))
    return " · ".join(text for text in known if text)


def _gains(entry: Entry, language: Language) -> str:
    """Return the gains that the line of stars leaves out."""
    others = [gain for gain in entry.gains if gain is not entry.gain]
    return language.join(gain_text(gain, language) for gain in others)


def _lately(entry: Entry, language: Language, today: date) -> list[str]:
    """Return recent events, each with the former state and the day."""
    texts: list[str] = []
    signs = signs_of(entry, today)
    for sign, change in ((Sign.MOVED, entry.moved), (Sign.RELICENSED, entry.relicensed)):
        if sign in signs and change:
            before = plain(change.before) or language("license-unknown")
            text = language(f"lately-{sign}", before=before, day=language.day(change.seen, today))
            texts.append(f"{SIGN_MARK[sign]} {text}")
    if entry.release:
        name = link(entry.release.name or entry.release.tag, release_url(entry, entry.release.tag))
        day = language.day(entry.release.published, today)
        mark = SIGN_MARK[Sign.RELEASED] if Sign.RELEASED in signs else "🏷️"
        texts.append(f"{mark} {language('lately-released', release=name, day=day)}")
    return texts


def release_url(entry: Entry, tag: str) -> str:
    """Return a release's page."""
    return f"{entry.url}/releases/tag/{quote(tag, safe='')}"


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
        + (f" ({language('paper-official')})" if key in entry.official else "")
        for key in entry.arxiv[:_MOST_PAPERS]
    ]
    more = len(entry.arxiv) - len(shown)
    if more > 0:
        shown.append(language("and-more", count=more))
    return " · ".join(shown)
