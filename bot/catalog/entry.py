"""What the catalogue knows of one model repository."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ACTIVE_WITHIN = timedelta(days=180)
QUIET_WITHIN = timedelta(days=730)

FULL_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}")


class Health(StrEnum):
    """How alive a repository is; `health_of` holds the rule."""

    ACTIVE = "active"
    QUIET = "quiet"
    DORMANT = "dormant"
    ARCHIVED = "archived"
    GONE = "gone"
    UNKNOWN = "unknown"


class LicenseKind(StrEnum):
    """What a licence lets people do, in one word."""

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
    """Stars won (or lost) between two days about 30 days apart."""

    gained: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed model repository. ``tasks``, ``categories`` and ``frameworks`` are taxonomy keys."""

    id: int
    full_name: str
    title: str
    summary_en: str
    summary_zh: str
    categories: tuple[str, ...]
    frameworks: tuple[str, ...]
    tasks: tuple[str, ...]
    arxiv: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    github_id: int | None = None
    weights_url: str | None = None
    license: str | None = None
    language: str | None = None
    created: date | None = None
    pushed: date | None = None
    stars: StarCount | None = None
    gain: StarGain | None = None
    is_archived: bool = False
    is_gone: bool = False
    is_listed: bool = True

    @property
    def url(self) -> str:
        """Return the repository's page, built from its name alone."""
        return f"https://github.com/{self.full_name}"

    @property
    def owner(self) -> str:
        """Return the part of the name before the slash."""
        return self.full_name.partition("/")[0]

    @property
    def name(self) -> str:
        """Return the part of the name after the slash."""
        return self.full_name.partition("/")[2]


def health_of(entry: Entry, today: date) -> Health:
    """Judge by the last push that is known: 180 days are active, two years quiet, more dormant."""
    if entry.is_gone:
        return Health.GONE
    if entry.is_archived:
        return Health.ARCHIVED
    if entry.pushed is None:
        return Health.UNKNOWN
    age = today - entry.pushed
    if age <= ACTIVE_WITHIN:
        return Health.ACTIVE
    return Health.QUIET if age <= QUIET_WITHIN else Health.DORMANT


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
