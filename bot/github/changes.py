"""The changes in a fetched repository: decided from the known and the fetched facts, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.github.payload import Repository, StarDay

MISSES_TO_BE_GONE = 3
MISSED_FOR = timedelta(days=7)
# Two fetches on one day are one miss.
_NEXT_MISS = timedelta(hours=20)
# Early counts are dated by the month.
_COUNTED_EARLY = timedelta(days=31)
_VAGUE_LICENSES = ("NONE", "NOASSERTION")

Column = str | int | None


class EventKind(StrEnum):
    """An event in a repository's life."""

    RENAMED = "renamed"
    ARCHIVED = "archived"
    UNARCHIVED = "unarchived"
    GONE = "gone"
    RETURNED = "returned"
    RELICENSED = "relicensed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a repository, with the states before and after."""

    kind: EventKind
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of an entry before it is fetched. ``columns`` are those that a fetch may change."""

    id: int
    full_name: str
    github_id: int | None
    checked: bool
    misses: int
    missed_since: datetime | None
    missed_at: datetime | None
    first_counted: date | None
    columns: Mapping[str, Column] = field(default_factory=dict[str, Column])


@dataclass(frozen=True, slots=True)
class EntryUpdate:
    """A fetch's effect on an entry: columns to set, events, or the reason to reject all of it."""

    columns: Mapping[str, Column] = field(default_factory=dict[str, Column])
    events: tuple[Event, ...] = ()
    refusal: str | None = None


def observe(known: Known, seen: Repository, topics: str, now: datetime) -> EntryUpdate:
    """Compare an entry with the repository that GitHub has; ``topics`` is the text they are stored as.

    A repository that only has the entry's name is refused, so that it never inherits stars or history.
    """
    if known.github_id is not None and known.github_id != seen.github_id:
        return EntryUpdate(refusal=f"its name now belongs to another repository ({seen.full_name})")
    if (
        known.github_id is None
        and known.first_counted
        and seen.created > known.first_counted + _COUNTED_EARLY
    ):
        return EntryUpdate(refusal=f"its name belongs to a younger repository ({seen.full_name})")
    today = now.date().isoformat()
    columns: dict[str, Column] = {
        "github_id": seen.github_id,
        "node_id": seen.node_id,
        "full_name": seen.full_name,
        "description": seen.description,
        "homepage": seen.homepage,
        "topics": topics,
        "forks": seen.forks,
        "language": seen.language or known.columns.get("language"),
        "created": seen.created.isoformat(),
        "pushed": seen.pushed.isoformat() if seen.pushed else None,
        "is_archived": int(seen.is_archived),
        "default_branch": seen.default_branch,
        "head": seen.head,
        "gone_on": None,
        "misses": 0,
        "missed_since": None,
        "missed_at": None,
    }
    events = list(_lives(known, seen))
    # A suffix after "~" marks a name that was passed on to another entry before this one was fetched.
    name = known.full_name.partition("~")[0]
    if seen.full_name.casefold() != name.casefold():
        events.append(Event(EventKind.RENAMED, name, seen.full_name))
        if known.checked:
            # At the first fetch nobody knows when it moved.
            columns |= {"moved_from": name, "moved_on": today}
    columns |= _license(known, seen, today, events)
    if seen.knows_release:
        columns |= _release(known, seen, events)
    return EntryUpdate(columns, tuple(events))


def miss(known: Known, reason: str, now: datetime) -> EntryUpdate:
    """Count that GitHub has the repository no more; three misses over seven days make it gone."""
    if known.columns.get("gone_on"):
        return EntryUpdate()
    if known.missed_at and now - known.missed_at < _NEXT_MISS:
        return EntryUpdate()
    since = known.missed_since or now
    misses = known.misses + 1
    columns: dict[str, Column] = {
        "misses": misses,
        "missed_since": stamp(since),
        "missed_at": stamp(now),
    }
    if misses < MISSES_TO_BE_GONE or now - since < MISSED_FOR:
        return EntryUpdate(columns)
    columns["gone_on"] = now.date().isoformat()
    return EntryUpdate(columns, (Event(EventKind.GONE, None, reason),))


def estimate_history(stars: int, counted: date, days: list[StarDay]) -> list[tuple[date, int]]:
    """Return the stars at the end of each day before ``counted``, the newest first, from those given per day.

    GitHub lists the stars that still exist by the day they were given, so stars taken back are missing.
    """
    counts: list[tuple[date, int]] = []
    left = stars
    for day in sorted(days, key=lambda item: item.day, reverse=True):
        if day.day > counted:
            continue
        if day.day < counted:
            counts.append((day.day, left))
        left = max(0, left - day.given)
    return counts


def stamp(moment: datetime) -> str:
    """Return a moment in UTC as it is stored: ``2026-11-23T03:30:00Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _lives(known: Known, seen: Repository) -> list[Event]:
    events: list[Event] = []
    if known.columns.get("gone_on"):
        events.append(Event(EventKind.RETURNED))
    was_archived = bool(known.columns.get("is_archived"))
    if known.checked and was_archived != seen.is_archived:
        events.append(Event(EventKind.ARCHIVED if seen.is_archived else EventKind.UNARCHIVED))
    return events


def _license(known: Known, seen: Repository, today: str, events: list[Event]) -> dict[str, Column]:
    """Take GitHub's word on the licence, unless it has none and we had a better one from the start."""
    before, ours = known.columns.get("github_license"), known.columns.get("license")
    columns: dict[str, Column] = {"github_license": seen.license}
    if before is None:
        if seen.license not in _VAGUE_LICENSES or not ours:
            columns["license"] = seen.license
        return columns
    if before != seen.license:
        was = str(ours or before)
        events.append(Event(EventKind.RELICENSED, was, seen.license))
        columns |= {"license": seen.license, "license_before": was, "license_changed_on": today}
    return columns


def _release(known: Known, seen: Repository, events: list[Event]) -> dict[str, Column]:
    release = seen.release
    if release is None:
        return {"release_tag": None, "release_name": None, "released_on": None}
    before = known.columns.get("release_tag")
    if known.checked and before != release.tag:
        events.append(Event(EventKind.RELEASED, str(before) if before else None, release.tag))
    return {
        "release_tag": release.tag,
        "release_name": release.name,
        "released_on": release.published.isoformat(),
    }
