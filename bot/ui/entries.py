"""What lists and cards say of one entry: stars, names, marks."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import discord

from bot.catalog.entry import (
    Entry,
    LicenseKind,
    Sign,
    StarGain,
    health_of,
    license_kind,
    signs_of,
)
from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy, Term
from bot.i18n import Language, Locale
from bot.ui.navigation import Control, button
from bot.ui.text import link, plain

FRESH_FOR = timedelta(days=7)
# Signs that a list need not show: what is well, and what is not known.
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


def stars_text(entry: Entry, language: Language, today: date) -> str:
    """Return the stars, those gained in 30 days, and their date when that is older than a week; "≈" if rounded."""
    if entry.stars is None:
        return language("stars-unknown")
    about = "≈ " if entry.stars.is_approximate else ""
    text = f"{about}{language.number(entry.stars.count)} ★"
    if entry.gain:
        text += f" ({gain_text(entry.gain, language)})"
    if today - entry.stars.day > FRESH_FOR:
        text += f" · {language.day(entry.stars.day, today)}"
    return text


def gain_text(gain: StarGain, language: Language) -> str:
    """Return the stars gained and over how long; "≈" when GitHub's history tells where they began."""
    return gained_text(gain.gained, gain.days, language, is_approximate=gain.is_approximate)


def gained_text(gained: int, days: int, language: Language, *, is_approximate: bool) -> str:
    """Return a number of stars gained over a number of days."""
    about = "≈ " if is_approximate else ""
    return language("gain-short", gained=about + language.signed(gained), days=str(days))


def successor_text(successor: Successor, language: Language) -> str:
    """Return what follows a repository, why, and who says so."""
    names = language.join(link(name, f"https://github.com/{name}") for name in successor.to)
    why = successor.why_zh if language.locale is Locale.CHINESE else successor.why_en
    source = link(language("successor-source"), successor.source)
    return f"{names} · {plain(why)} ({source})"


def openable(
    text: str, entry: Entry, owner: int, language: Language
) -> discord.ui.Section[discord.ui.LayoutView]:
    """Return what a list says of an entry with the button that opens its card."""
    opener = button(Control("open", owner, entry=entry.id), language("button-open"))
    return discord.ui.Section(discord.ui.TextDisplay(text), accessory=opener)


def names_of(keys: Iterable[str], terms: Mapping[str, Term], language: Language) -> str:
    """Return the names of taxonomy keys, in one line."""
    return language.join(language.name_of(terms[key]) for key in keys if key in terms)


def title_link(entry: Entry) -> str:
    """Return the title as a bold link to GitHub."""
    return f"**{link(entry.title, entry.url)}**"


def arxiv_url(arxiv_id: str) -> str:
    """Return a paper's page."""
    return f"https://arxiv.org/abs/{arxiv_id}"


def health_text(entry: Entry, language: Language, today: date) -> str:
    """Return the health sign with its word."""
    return sign_text(health_of(entry, today), language)


def sign_text(sign: Sign, language: Language) -> str:
    """Return a sign with its word."""
    return f"{SIGN_MARK[sign]} {language(f'health-{sign}')}"


def license_text(entry: Entry, language: Language) -> str:
    """Return the licence's identifier and what it allows, in words."""
    words = language(f"license-{license_kind(entry.license)}")
    is_named = entry.license and license_kind(entry.license) is not LicenseKind.NONE
    return f"{plain(entry.license or '')} · {words}" if is_named else words


def line_of(
    entry: Entry, place: int, language: Language, taxonomy: Taxonomy, today: date, why: str = ""
) -> str:
    """Return an entry's three lines in a list."""
    facts = [
        names_of(entry.frameworks, taxonomy.frameworks, language),
        names_of(entry.categories, taxonomy.categories, language),
        stars_text(entry, language, today),
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
        lines[-1] += f" · {why}"
    return "\n".join(lines)
