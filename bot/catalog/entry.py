"""One model repository as the catalogue knows it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ACTIVE_WITHIN = timedelta(days=180)
QUIET_WITHIN = timedelta(days=730)
MOVED_FOR = timedelta(days=90)
RELICENSED_FOR = timedelta(days=180)
RELEASED_FOR = timedelta(days=30)
GAIN_DAYS = (7, 30, 365)
LISTED_GAIN_DAYS = 30
GAIN_COMPARED_FOR = timedelta(days=120)

FULL_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}")


class Sign(StrEnum):
    """A sign of a repository's life: its health (the first six), or a recent event; `health_of` and `signs_of` hold the rules."""

    ACTIVE = "active"
    QUIET = "quiet"
    DORMANT = "dormant"
    ARCHIVED = "archived"
    GONE = "gone"
    UNKNOWN = "unknown"
    MOVED = "moved"
    RELICENSED = "relicensed"
    RELEASED = "released"


class LicenseKind(StrEnum):
    """The use that a licence allows, in one word."""

    PERMISSIVE = "permissive"
    COPYLEFT = "copyleft"
    NON_COMMERCIAL = "non-commercial"
    OTHER = "other"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StarCount:
    """A number of stars and the day it was true."""

    count: int
    day: date
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class StarGain:
    """Stars won (or lost) between two days about ``days`` apart; approximate when one end comes from GitHub's history."""

    gained: int
    since: date
    until: date
    days: int = LISTED_GAIN_DAYS
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """The latest release that is neither a draft nor a pre-release."""

    tag: str
    name: str
    published: date


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was different before: a name or a licence, and the day on which it was seen changed."""

    before: str
    seen: date


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed model repository. ``tasks``, ``categories`` and ``frameworks`` are taxonomy keys.

    ``official`` are those of the papers in ``arxiv`` whose authors' own code it is, as far as is known.
    ``words`` are what people type for it beside its name; ``hugging_face`` holds its names there.
    A curator removed what ``is_removed``; it is not listed then, and not found by searching.
    """

    id: int
    full_name: str
    title: str
    summary_en: str
    summary_zh: str
    categories: tuple[str, ...]
    frameworks: tuple[str, ...]
    tasks: tuple[str, ...]
    arxiv: tuple[str, ...] = ()
    official: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    hugging_face: tuple[str, ...] = ()
    github_id: int | None = None
    weights_url: str | None = None
    license: str | None = None
    language: str | None = None
    created: date | None = None
    pushed: date | None = None
    stars: StarCount | None = None
    gains: tuple[StarGain, ...] = ()
    is_archived: bool = False
    is_gone: bool = False
    is_listed: bool = True
    is_removed: bool = False
    topics: tuple[str, ...] = ()
    homepage: str | None = None
    release: Release | None = None
    moved: Change | None = None
    relicensed: Change | None = None
    checked: date | None = None

    @property
    def url(self) -> str:
        """Return the repository's page, built from its name alone."""
        return f"https://github.com/{self.full_name}"

    @property
    def gain(self) -> StarGain | None:
        """Return the gain of 30 days, which lists are sorted by."""
        return next((gain for gain in self.gains if gain.days == LISTED_GAIN_DAYS), None)

    @property
    def owner(self) -> str:
        """Return the part of the name before the slash."""
        return self.full_name.partition("/")[0]

    @property
    def name(self) -> str:
        """Return the part of the name after the slash."""
        return self.full_name.partition("/")[2]


def health_of(entry: Entry, today: date) -> Sign:
    """Judge by the last push that is known: 180 days are active, two years quiet, more dormant."""
    if entry.is_gone:
        return Sign.GONE
    if entry.is_archived:
        return Sign.ARCHIVED
    if entry.pushed is None:
        return Sign.UNKNOWN
    age = today - entry.pushed
    if age <= ACTIVE_WITHIN:
        return Sign.ACTIVE
    return Sign.QUIET if age <= QUIET_WITHIN else Sign.DORMANT


def signs_of(entry: Entry, today: date) -> tuple[Sign, ...]:
    """Return the health, then recent events.

    A new name shows for 90 days, a changed licence for 180, a new release for 30.
    """
    lately = [sign for sign, until in _lately(entry) if today <= until]
    return (health_of(entry, today), *lately)


def next_change(entry: Entry, today: date) -> date | None:
    """Return the first day after ``today`` on which `signs_of` or `comparable_gain` says something else by itself."""
    days = [until for _, until in _lately(entry)]
    if entry.pushed and not entry.is_gone and not entry.is_archived:
        days += [entry.pushed + ACTIVE_WITHIN, entry.pushed + QUIET_WITHIN]
    if entry.gain:
        days.append(entry.gain.until + GAIN_COMPARED_FOR)
    return min((day + timedelta(days=1) for day in days if day >= today), default=None)


def comparable_gain(entry: Entry, today: date) -> int | None:
    """Return the stars gained in 30 days, unless that was so long ago that it must not lead a list of today."""
    gain = entry.gain
    return gain.gained if gain and today <= gain.until + GAIN_COMPARED_FOR else None


def _lately(entry: Entry) -> list[tuple[Sign, date]]:
    """Return recent events, each with the last day on which it shows."""
    found: list[tuple[Sign, date]] = []
    if entry.moved:
        found.append((Sign.MOVED, entry.moved.seen + MOVED_FOR))
    if entry.relicensed:
        found.append((Sign.RELICENSED, entry.relicensed.seen + RELICENSED_FOR))
    if entry.release:
        found.append((Sign.RELEASED, entry.release.published + RELEASED_FOR))
    return found


_NON_COMMERCIAL = re.compile(r"(?i)-NC-|non-?commercial")
_COPYLEFT = re.compile(r"(?i)^(A?GPL|LGPL|MPL|EPL|EUPL|CDDL|OSL|CECILL|CC-BY-SA)")
_PERMISSIVE = re.compile(
    r"(?i)^(MIT|Apache|BSD|ISC|Zlib|Unlicense|0BSD|CC0|CC-BY-\d|BSL-1|WTFPL|Artistic)"
)


def license_kind(license_id: str | None) -> LicenseKind:
    """Put an SPDX identifier, or a licence's own name, into a plain group; ``NONE`` says that it states none."""
    if not license_id:
        return LicenseKind.UNKNOWN
    if license_id.upper() == "NONE":
        return LicenseKind.NONE
    if _NON_COMMERCIAL.search(license_id):
        return LicenseKind.NON_COMMERCIAL
    if _COPYLEFT.match(license_id):
        return LicenseKind.COPYLEFT
    if _PERMISSIVE.match(license_id):
        return LicenseKind.PERMISSIVE
    return LicenseKind.OTHER
