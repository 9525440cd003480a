"""The material of an edition, read from the catalogue in one pass, slice by slice."""

import asyncio
import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from bot.catalog.database import Database, Row
from bot.catalog.gains import contradicted
from bot.catalog.successors import Successor
from bot.editions.sources.material import (
    MONTHS_BACK,
    REACH,
    EditionEvent,
    EditionEventKind,
    Material,
    Model,
    StarCount,
    Subject,
)
from bot.months import Month

_SUBJECTS = """
SELECT e.id, e.full_name, e.title, e.summary_en, e.summary_zh, e.created,
    coalesce(e.added_on, (SELECT min(day) FROM star_snapshot WHERE entry_id = e.id AND source = 'github')),
    (SELECT json_group_array(json_array(kind, key)) FROM
        (SELECT kind, key FROM entry_term WHERE entry_id = e.id AND kind IN ('category', 'framework')
            ORDER BY kind, position))
FROM entry AS e WHERE e.is_listed AND e.removed_on IS NULL AND e.id > ? ORDER BY e.id LIMIT ?
"""
# So many entries are read at once: a few milliseconds, in which no card waits for long.
_SLICE = 25
_AROUND = timedelta(days=42)
# Every count of the year and of the weeks around it, by which others are judged.
_COUNTS = """
SELECT s.entry_id, s.day, s.stars, s.is_approximate, s.source = 'stargazers'
FROM entry AS e JOIN star_snapshot AS s ON s.entry_id = e.id AND s.day BETWEEN ?1 AND ?2
WHERE e.is_listed AND e.id BETWEEN ?3 AND ?4
ORDER BY s.entry_id, s.day
"""
# The latest release counts by the day it was published: seen a day later, it must not be reported in two months.
_EVENTS = """
SELECT e.full_name, v.kind, date(v.seen_at), coalesce(v.after, '') FROM entry_event AS v
JOIN entry AS e ON e.id = v.entry_id
WHERE v.seen_at >= ?1 AND v.seen_at < ?2 AND v.kind IN (SELECT value FROM json_each(?3)) AND e.is_listed AND e.removed_on IS NULL
    AND NOT (v.kind = 'released' AND v.after IS e.release_tag)
UNION
SELECT full_name, 'released', released_on, release_tag FROM entry
WHERE released_on >= ?1 AND released_on < ?2 AND is_listed AND removed_on IS NULL
ORDER BY 3, 1, 2
"""


class MaterialStore:
    """Reads what an edition is composed from."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._first: str | None = None

    async def material(self, month: Month, successors: Mapping[str, Successor]) -> Material:
        """Return what is known of a month and the year before it."""
        (material,) = await self.materials([month], successors)
        return material

    async def materials(
        self, months: Sequence[Month], successors: Mapping[str, Successor]
    ) -> list[Material]:
        """Return what is known of each of some months, read in one pass; the earliest month comes first."""
        subjects = await self._subjects(months)
        replaced = {name: successor.to for name, successor in successors.items()}
        materials: list[Material] = []
        for month, known in zip(months, subjects, strict=True):
            began = [one.counted_since for one in known if one.counted_since]
            events = await self._events(month)
            materials.append(
                Material(tuple(known), tuple(events), min(began, default=None), replaced)
            )
        return materials

    async def _events(self, month: Month) -> list[EditionEvent]:
        first, after = month.first_day, month.plus(1).first_day
        kinds = json.dumps(list(EditionEventKind))
        rows = await self._database.fetch(_EVENTS, (first.isoformat(), after.isoformat(), kinds))
        return _events(rows)

    async def _subjects(self, months: Sequence[Month]) -> list[list[Subject]]:
        firsts = [_firsts(month) for month in months]
        window = (_window(firsts[0])[0].isoformat(), _window(firsts[-1])[1].isoformat())
        subjects: list[list[Subject]] = [[] for _ in months]
        last = -1
        while rows := await self._database.fetch(_SUBJECTS, (last, _SLICE)):
            first, last = rows[0][0], rows[-1][0]
            counts = await self._database.fetch(_COUNTS, (*window, first, last))
            # Dates read and counts chosen for seven months are more than the event loop has time for.
            read = await asyncio.to_thread(_subjects_of, rows, counts, firsts)
            for known, more in zip(subjects, read, strict=True):
                known.extend(more)
        return subjects

    async def months(self) -> tuple[Month, Month] | None:
        """Return the first and the last month that counts are known of; None when there are none."""
        if self._first is None:
            # It looks through every count, and older ones hardly ever come: once is enough.
            rows = await self._database.fetch("SELECT min(day) FROM star_snapshot")
            self._first = rows[0][0]
        rows = await self._database.fetch("SELECT max(stars_on) FROM entry")
        last = rows[0][0]
        if self._first is None or last is None:
            return None
        return Month.of(date.fromisoformat(self._first)), Month.of(date.fromisoformat(last))


def _firsts(month: Month) -> list[date]:
    """Return the first after a month, the month's own, and those of the year before, the latest first."""
    return [month.plus(1 - back).first_day for back in range(MONTHS_BACK + 2)]


def _window(firsts: Sequence[date]) -> tuple[date, date]:
    return firsts[-1] - _AROUND, firsts[0] + _AROUND


def _subjects_of(
    rows: Sequence[Row], counted: Sequence[Row], firsts: Sequence[Sequence[date]]
) -> list[list[Subject]]:
    """Return the subjects that rows are of, for each of the months whose ``firsts`` are given."""
    counts = _by_entry(counted)
    chosen = {row[0]: list(_chosen_of(counts.get(row[0], []), firsts)) for row in rows}
    described = [_subject(row) for row in rows]
    return [
        [
            replace(one, counts=chosen[row[0]][place])
            for one, row in zip(described, rows, strict=True)
        ]
        for place in range(len(firsts))
    ]


def _by_entry(rows: Sequence[Row]) -> dict[int, list[StarCount]]:
    counts: dict[int, list[StarCount]] = defaultdict(list)
    for entry_id, day, stars, rounded, estimated in rows:
        counts[entry_id].append(
            StarCount(date.fromisoformat(day), stars, bool(rounded), bool(estimated))
        )
    return counts


def _chosen_of(
    counts: Sequence[StarCount], months: Sequence[Sequence[date]]
) -> Iterator[tuple[StarCount, ...]]:
    """Choose the counts of each month from those of the year and the weeks around it, and from no others."""
    days = [one.day for one in counts]
    for firsts in months:
        since, until = _window(firsts)
        yield _chosen(counts[bisect_left(days, since) : bisect_right(days, until)], firsts)


def _chosen(counts: Sequence[StarCount], firsts: Sequence[date]) -> tuple[StarCount, ...]:
    """Return the exact and the rounded count nearest to each first of a month, and the last month's last one.

    Exact counts that the others contradict are left out. ``firsts`` begin with the one after the last month.
    """
    exact = [one for one in counts if not one.is_rounded]
    away = contradicted([(one.day, one.stars) for one in exact])
    chosen: dict[date, StarCount] = {}
    last: StarCount | None = None
    for kind in (
        [one for one in exact if one.day not in away],
        [one for one in counts if one.is_rounded],
    ):
        days = [one.day for one in kind]
        for first in firsts:
            start, end = bisect_left(days, first - REACH), bisect_right(days, first + REACH)
            if start < end:
                best = min(kind[start:end], key=partial(_distance, first))
                chosen[best.day] = best
        start, end = bisect_left(days, firsts[1]), bisect_right(days, firsts[0])
        if start < end and (last is None or kind[end - 1].day > last.day):
            last = kind[end - 1]
    if last is not None:
        chosen[last.day] = last
    return tuple(chosen[day] for day in sorted(chosen))


def _distance(first: date, one: StarCount) -> tuple[timedelta, date]:
    return abs(one.day - first), one.day


def _subject(row: Row) -> Subject:
    _, full_name, title, summary_en, summary_zh, created, since, terms = row
    filed: list[tuple[str, str]] = json.loads(terms)
    return Subject(
        Model(
            full_name,
            title,
            summary_en,
            summary_zh,
            tuple(key for kind, key in filed if kind == "category"),
            tuple(key for kind, key in filed if kind == "framework"),
        ),
        date.fromisoformat(created) if created else None,
        date.fromisoformat(since) if since else None,
    )


def _events(rows: Sequence[Row]) -> list[EditionEvent]:
    return [
        EditionEvent(name, EditionEventKind(kind), date.fromisoformat(day), detail)
        for name, kind, day, detail in rows
    ]
