"""One entry's texts in lists and cards: stars, names, marks."""

from datetime import date

import discord

from bot.catalog.entry import (
    Entry,
    LicenseKind,
    Sign,
    health_of,
    license_kind,
    signs_of,
)
from bot.catalog.families import Membership
from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language, Locale
from bot.ui.facts import names_of, stars_text
from bot.ui.navigation import Control, button
from bot.ui.text import link, plain, repository_link

# Signs that a list need not show: the healthy and the unknown.
_UNREMARKABLE = (Sign.ACTIVE, Sign.QUIET, Sign.DORMANT, Sign.UNKNOWN)
ACCENT = discord.Colour(0xF2994A)
SIGN_MARK = {
    Sign.ACTIVE: "🟢",
    Sign.QUIET: "🟡",
    Sign.DORMANT: "🟠",
    Sign.ARCHIVED: "📦",
    Sign.GONE: "🪦",
    Sign.UNKNOWN: "⚪",
    Sign.MOVED: "🚚",
    Sign.RELICENSED: "⚖️",
    Sign.RELEASED: "🆕",
}


def successor_text(successor: Successor, language: Language) -> str:
    """Return a repository's successors, the reason, and its source."""
    names = language.join(repository_link(name) for name in successor.to)
    why = successor.why_zh if language.locale is Locale.CHINESE else successor.why_en
    source = link(language("successor-source"), successor.source)
    return f"{names} · {plain(why)} ({source})"


def family_text(membership: Membership, successor: Successor | None, language: Language) -> str:
    """Return a family's name and the newest of the entry's line, unless that is the entry's successor anyway."""
    family = membership.family
    text = language("family-members", name=plain(family.name), count=len(family.members))
    newer = membership.newer
    if newer and not (successor and newer in successor.to):
        text += f" · {language('family-newer', name=repository_link(newer))}"
    return text


def openable(
    text: str, entry: Entry, owner: int, language: Language
) -> discord.ui.Section[discord.ui.LayoutView]:
    """Return a list's text of an entry with the button that opens its card."""
    opener = button(Control("open", owner, entry=entry.id), language("button-open"))
    return discord.ui.Section(discord.ui.TextDisplay(text), accessory=opener)


def title_link(entry: Entry) -> str:
    """Return the title as a bold link to GitHub."""
    return f"**{link(entry.title, entry.url)}**"


def arxiv_url(arxiv_id: str) -> str:
    """Return a paper's page."""
    return f"https://arxiv.org/abs/{arxiv_id}"


def health_text(entry: Entry, language: Language, today: date) -> str:
    """Return the health sign with its word; nothing where it is not known."""
    sign = health_of(entry, today)
    return "" if sign is Sign.UNKNOWN else sign_text(sign, language)


def sign_text(sign: Sign, language: Language) -> str:
    """Return a sign with its word."""
    return f"{SIGN_MARK[sign]} {language(f'health-{sign}')}"


def license_text(entry: Entry, language: Language) -> str:
    """Return the licence's identifier and what it allows, in words; nothing where it is not known."""
    return "" if entry.license is None else license_words(entry.license, language)


def license_words(name: str, language: Language) -> str:
    """Return a licence's identifier and what it allows, in words."""
    words = language(f"license-{license_kind(name)}")
    is_named = name and license_kind(name) is not LicenseKind.NONE
    return f"{plain(name)} · {words}" if is_named else words


def line_of(
    entry: Entry,
    place: int,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    why: str = "",
    *,
    has_stars: bool = True,
) -> str:
    """Return an entry's three lines in a list; without its stars where ``why`` says them."""
    facts = [
        names_of(entry.frameworks, taxonomy.frameworks, language),
        names_of(entry.categories, taxonomy.categories, language),
        stars_text(entry, language, today) if has_stars else "",
    ]
    facts += [
        sign_text(sign, language) for sign in signs_of(entry, today) if sign not in _UNREMARKABLE
    ]
    if not entry.is_listed:
        facts.append(language("unlisted"))
    lines = [
        f"**{place}.** {title_link(entry)} · {plain(entry.full_name)}",
        plain(language.summary_of(entry)),
        "-# " + " · ".join(fact for fact in facts if fact),
    ]
    if why:
        lines[-1] += f" · {why}" if any(facts) else why
    return "\n".join(lines)
