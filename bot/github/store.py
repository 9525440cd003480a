"""Refreshes in the database: what is stale, what a look at GitHub stored, and how the runs went."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast

from bot.catalog.database import Database, Row
from bot.catalog.store import derive_stars
from bot.github.changes import (
    Column,
    EventKind,
    Known,
    Outcome,
    estimate_history,
    miss,
    observe,
    stamp,
)
from bot.github.payload import Repository, StarDay

OWN_SOURCE = "github"
HISTORY_SOURCE = "stargazers"
DAILY_FOR = timedelta(days=90)
WEEKLY_FOR = timedelta(days=400)
BACKFILL_GAP = timedelta(days=3)
KEEP_RUNS = 400
MOST_NAMES = 200

_LONG_AGO = "2000-01-01T00:00:00Z"
_LOOKED_AT = (
    "github_id",
    "node_id",
    "description",
    "homepage",
    "topics",
    "forks",
    "language",
    "created",
    "pushed",
    "license",
    "github_license",
    "is_archived",
    "gone_on",
    "default_branch",
    "head",
    "release_tag",
    "release_name",
    "released_on",
)
# What differs at every look, or only counts looks, is no news of the repository.
_NO_NEWS = {"misses", "missed_since", "missed_at", "github_license", "node_id", "github_id", "head"}


@dataclass(frozen=True, slots=True)
class Target:
    """An entry to ask GitHub about."""

    id: int
    full_name: str
    node_id: str | None
    github_id: int | None
    etag: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Looks:
    """What one request told: repositories, and what GitHub has no more, by entry."""

    found: Mapping[int, Repository] = field(default_factory=dict[int, Repository])
    missing: Mapping[int, str] = field(default_factory=dict[int, str])
    failed: Mapping[int, str] = field(default_factory=dict[int, str])


@dataclass(frozen=True, slots=True)
class RunReport:
    """How a refresh went; ``names`` lists the entries by what happened to them, 200 of a kind at most."""

    id: int
    trigger: str
    started: datetime
    finished: datetime | None
    outcome: str | None
    checked: int
    updated: int
    readmes: int
    histories: int
    requests: int
    points: int
    counts: Mapping[str, int]
    names: Mapping[str, tuple[str, ...]]

    @property
    def unchanged(self) -> int:
        """Return how many were looked at and were as before."""
        return max(0, self.checked - self.updated)

    @property
    def failed(self) -> int:
        """Return how many could not be looked at."""
        return self.counts.get("failed", 0)


class RefreshStore:
    """The refresh's side of the catalogue. Every write is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stale(
        self, due: datetime, started: datetime, limit: int, only: Sequence[int] | None = None
    ) -> list[Target]:
        """Return entries not looked at since ``due`` nor tried since ``started``: the oldest first, then the most starred."""
        rows = await self._database.fetch(
            """
            SELECT id, full_name, node_id, github_id, NULL, head FROM entry
            WHERE (checked_at IS NULL OR checked_at < ?1) AND (tried_at IS NULL OR tried_at < ?2)
                AND (?4 IS NULL OR id IN (SELECT value FROM json_each(?4)))
            ORDER BY checked_at, stars DESC LIMIT ?3
            """,
            (
                stamp(due),
                stamp(started),
                limit,
                json.dumps(list(only)) if only is not None else None,
            ),
        )
        return [Target(*row) for row in rows]

    async def count_stale(self, due: datetime) -> int:
        """Return how many entries were not looked at since ``due``."""
        rows = await self._database.fetch(
            "SELECT count(*) FROM entry WHERE checked_at IS NULL OR checked_at < ?", (stamp(due),)
        )
        return int(rows[0][0])

    async def without_readme(self, only: Sequence[int] | None = None) -> list[Target]:
        """Return the entries whose README is not that of their head, the most starred first."""
        return await self._targets(
            "LEFT JOIN readme AS r ON r.entry_id = e.id"
            " WHERE e.head IS NOT NULL AND e.gone_on IS NULL AND r.head IS NOT e.head AND NOT instr(e.full_name, '~')",
            "r.etag",
            only,
        )

    async def without_history(self, only: Sequence[int] | None = None) -> list[Target]:
        """Return the entries whose stars have no history of the last year, the most starred first."""
        return await self._targets(
            "WHERE e.backfilled_on IS NULL AND e.gone_on IS NULL AND e.github_id IS NOT NULL AND NOT instr(e.full_name, '~')",
            "NULL",
            only,
        )

    async def _targets(self, clause: str, etag: str, only: Sequence[int] | None) -> list[Target]:
        rows = await self._database.fetch(
            f"SELECT e.id, e.full_name, e.node_id, e.github_id, {etag}, e.head FROM entry AS e {clause}"
            " AND (?1 IS NULL OR e.id IN (SELECT value FROM json_each(?1))) ORDER BY e.stars DESC",
            (json.dumps(list(only)) if only is not None else None,),
        )
        return [Target(*row) for row in rows]

    async def store(self, looks: Looks, run_id: int, now: datetime) -> int:
        """Store what a request told, in one transaction; return how many entries changed."""
        return await self._database.write(lambda db: store_looks(db, looks, run_id, now))

    async def store_readme(
        self,
        target: Target,
        html: bytes | None,
        etag: str | None,
        now: datetime,
        *,
        is_cut: bool = False,
    ) -> None:
        """Keep a README as it is at the entry's head. None says that none is found; one that was stays."""
        packed = zlib.compress(html) if html is not None else None
        await self._database.write(
            lambda db: db.execute(
                "INSERT INTO readme (entry_id, head, etag, html, is_cut, fetched_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                " ON CONFLICT (entry_id) DO UPDATE SET (head, etag, html, is_cut, fetched_at, format)"
                " = (?2, coalesce(?3, etag), coalesce(?4, html), ?5, ?6, iif(?4 IS NULL, format, NULL))",
                (target.id, target.head or "", etag, packed, is_cut, stamp(now)),
            )
        )

    async def confirm_readme(self, target: Target) -> None:
        """Note that the README is at the entry's head what it was before."""
        await self._database.write(
            lambda db: db.execute(
                "UPDATE readme SET head = ? WHERE entry_id = ?", (target.head, target.id)
            )
        )

    async def readme(self, entry_id: int) -> str | None:
        """Return the README as GitHub renders it; None where there is none, or none was fetched yet."""
        rows = await self._database.fetch("SELECT html FROM readme WHERE entry_id = ?", (entry_id,))
        if not rows or rows[0][0] is None:
            return None
        return zlib.decompress(rows[0][0]).decode("utf-8", "replace")

    async def store_history(self, entry_id: int, days: list[StarDay], now: datetime) -> None:
        """Fill the days before our own counts with what GitHub's star history tells of them."""
        await self._database.write(lambda db: store_history(db, entry_id, days, now))

    async def start_run(self, trigger: str, now: datetime) -> int:
        """Open a run and return its id; runs that nobody finished are closed as interrupted."""
        return await self._database.write(lambda db: _start_run(db, trigger, now))

    async def count_run(self, run_id: int, **counts: int) -> None:
        """Set a run's numbers."""
        await self._database.write(lambda db: _set(db, "refresh_run", run_id, counts))

    async def finish_run(self, run_id: int, outcome: str, now: datetime) -> None:
        """Close a run."""
        changes = {"finished_at": stamp(now), "outcome": outcome}
        await self._database.write(lambda db: _set(db, "refresh_run", run_id, changes))

    async def last_run(self) -> RunReport | None:
        """Return the newest run over the whole catalogue."""
        rows = await self._database.fetch(
            "SELECT id FROM refresh_run WHERE trigger <> 'one' ORDER BY id DESC LIMIT 1"
        )
        return await self.run(int(rows[0][0])) if rows else None

    async def run(self, run_id: int) -> RunReport:
        """Return a run with what happened in it."""
        rows = await self._database.fetch(
            "SELECT id, trigger, started_at, finished_at, outcome, checked, updated, readmes, histories, requests,"
            " points FROM refresh_run WHERE id = ?",
            (run_id,),
        )
        number, trigger, started, finished, outcome, *numbers = rows[0]
        told = await self._database.fetch(
            """
            WITH told AS (
                SELECT v.kind, e.full_name || CASE v.kind WHEN 'renamed' THEN ' ← ' || v.before ELSE '' END AS name
                FROM entry_event AS v JOIN entry AS e ON e.id = v.entry_id WHERE v.run_id = ?1
                UNION ALL
                SELECT 'failed', e.full_name || ': ' || f.reason
                FROM refresh_failure AS f JOIN entry AS e ON e.id = f.entry_id WHERE f.run_id = ?1
            ),
            numbered AS (
                SELECT kind, name, count(*) OVER (PARTITION BY kind) AS total,
                    row_number() OVER (PARTITION BY kind) AS place
                FROM told
            )
            SELECT kind, name, total FROM numbered WHERE place <= ?2
            """,
            (run_id, MOST_NAMES),
        )
        names: dict[str, tuple[str, ...]] = {}
        for kind, name, _ in told:
            names[kind] = (*names.get(kind, ()), name)
        return RunReport(
            number,
            trigger,
            datetime.fromisoformat(started),
            datetime.fromisoformat(finished) if finished else None,
            outcome,
            *numbers,
            counts={kind: int(count) for kind, _, count in told},
            names=names,
        )


def store_looks(connection: sqlite3.Connection, looks: Looks, run_id: int, now: datetime) -> int:
    """Store what a request told, inside somebody's transaction; return how many entries changed."""
    failed = dict(looks.failed)
    known = _known(connection, [*looks.found, *looks.missing])
    outcomes: dict[int, Outcome] = {}
    for entry_id, seen in looks.found.items():
        outcome = observe(known[entry_id], seen, json.dumps(seen.topics), now)
        refusal = outcome.refusal or _taken(connection, entry_id, known, looks.found)
        if refusal:
            failed[entry_id] = refusal
            if outcome.refusal:
                # Whoever had the name first is not there any more.
                outcomes[entry_id] = miss(known[entry_id], refusal, now)
            continue
        outcomes[entry_id] = outcome
    for entry_id, reason in looks.missing.items():
        outcomes[entry_id] = miss(known[entry_id], reason, now)
    believed = {key: seen for key, seen in looks.found.items() if key not in failed}
    updated = _apply(connection, known, outcomes, believed, run_id, now)
    connection.executemany(
        "INSERT INTO refresh_failure VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reason = excluded.reason",
        [(run_id, entry_id, reason[:300]) for entry_id, reason in failed.items()],
    )
    tried = [*looks.found, *looks.missing, *looks.failed]
    connection.executemany(
        "UPDATE entry SET tried_at = ?1, checked_at = CASE WHEN ?2 THEN ?1 ELSE checked_at END WHERE id = ?3",
        [(stamp(now), entry_id not in looks.failed, entry_id) for entry_id in tried],
    )
    connection.execute(
        "UPDATE refresh_run SET (checked, updated) = (checked + ?, updated + ?) WHERE id = ?",
        (len(looks.found) + len(looks.missing), len(updated), run_id),
    )
    return len(updated)


def store_history(
    connection: sqlite3.Connection, entry_id: int, days: list[StarDay], now: datetime
) -> None:
    """Fill the days before our own counts, inside somebody's transaction. Counts that are there already stay."""
    row = connection.execute(
        "SELECT s.stars, s.day, e.created FROM star_snapshot AS s JOIN entry AS e ON e.id = s.entry_id"
        " WHERE entry_id = ? AND source = ? ORDER BY day DESC LIMIT 1",
        (entry_id, OWN_SOURCE),
    ).fetchone()
    if row is not None:
        stars, counted, created = row
        connection.executemany(
            "INSERT INTO star_snapshot VALUES (?, ?, ?, ?, 0) ON CONFLICT (entry_id, day) DO NOTHING",
            [
                (entry_id, day.isoformat(), count, HISTORY_SOURCE)
                for day, count in estimate_history(stars, date.fromisoformat(counted), days)
                if day.isoformat() >= (created or "")
            ],
        )
        thin(connection, [entry_id], now.date())
        derive_stars(connection, [entry_id])
    connection.execute(
        "UPDATE entry SET backfilled_on = ? WHERE id = ?", (now.date().isoformat(), entry_id)
    )


def thin(connection: sqlite3.Connection, entry_ids: Sequence[int], today: date) -> None:
    """Keep our counts of 90 days daily, then the last of each week up to 400 days, then the last of each month."""
    connection.execute(
        """
        DELETE FROM star_snapshot AS s
        WHERE s.entry_id IN (SELECT value FROM json_each(?1)) AND s.source IN (?2, ?3) AND s.day < ?4
            AND EXISTS (
                SELECT 1 FROM star_snapshot AS later
                WHERE later.entry_id = s.entry_id AND later.day > s.day AND NOT later.is_approximate
                    AND later.day <= CASE
                        WHEN s.day < ?5 THEN date(s.day, 'start of month', '+1 month', '-1 day')
                        ELSE date(s.day, 'weekday 0') END
            )
        """,
        (
            json.dumps(list(entry_ids)),
            OWN_SOURCE,
            HISTORY_SOURCE,
            (today - DAILY_FOR).isoformat(),
            (today - WEEKLY_FOR).isoformat(),
        ),
    )


def _known(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> dict[int, Known]:
    rows = connection.execute(
        f"""
        SELECT id, full_name, checked_at, misses, missed_since, missed_at,
            (SELECT min(day) FROM star_snapshot
                WHERE entry_id = entry.id AND stars > 0 AND source NOT IN (?2, ?3)),
            {", ".join(_LOOKED_AT)}
        FROM entry WHERE id IN (SELECT value FROM json_each(?1))
        """,
        (json.dumps(list(entry_ids)), OWN_SOURCE, HISTORY_SOURCE),
    )
    return {int(row[0]): _known_from(row) for row in rows}


def _known_from(row: Row) -> Known:
    entry_id, full_name, checked, misses, since, at, first = row[:7]
    columns: dict[str, Column] = dict(zip(_LOOKED_AT, row[7:], strict=True))
    return Known(
        entry_id,
        full_name,
        cast("int | None", columns["github_id"]),
        checked is not None,
        misses,
        datetime.fromisoformat(since) if since else None,
        datetime.fromisoformat(at) if at else None,
        date.fromisoformat(first) if first else None,
        columns,
    )


def _taken(
    connection: sqlite3.Connection,
    entry_id: int,
    known: Mapping[int, Known],
    batch: Mapping[int, Repository],
) -> str | None:
    """Say so when another entry is this very repository: known as such, called so, or in the same answer."""
    seen = batch[entry_id]
    row = connection.execute(
        "SELECT full_name FROM entry WHERE id <> ?1"
        " AND (github_id = ?2 OR (github_id IS NULL AND full_name = ?3))",
        (entry_id, seen.github_id, seen.full_name),
    ).fetchone()
    if row is None:
        same = [key for key, other in batch.items() if other.github_id == seen.github_id]
        called = [
            key for key in same if known[key].full_name.casefold() == seen.full_name.casefold()
        ]
        return None if entry_id == (called or same)[0] else "another entry is the same repository"
    return f"it is the same repository as {row[0]}"


def _apply(
    connection: sqlite3.Connection,
    known: Mapping[int, Known],
    outcomes: Mapping[int, Outcome],
    seen: Mapping[int, Repository],
    run_id: int,
    now: datetime,
) -> set[int]:
    """Write outcomes; return the entries of which something but the count of looks changed."""
    updated = _recount(connection, seen, now.date())
    names = {
        entry_id: str(outcome.columns["full_name"])
        for entry_id, outcome in outcomes.items()
        if outcome.columns.get("full_name", known[entry_id].full_name) != known[entry_id].full_name
    }
    _make_room(connection, names)
    for entry_id, outcome in outcomes.items():
        before: dict[str, Column] = {
            **known[entry_id].columns,
            "full_name": known[entry_id].full_name,
        }
        changed = {
            key: value
            for key, value in outcome.columns.items()
            if key not in before or before[key] != value
        }
        _set(connection, "entry", entry_id, changed)
        if changed.keys() - _NO_NEWS or outcome.events:
            updated.add(entry_id)
        connection.executemany(
            "INSERT INTO entry_event (entry_id, run_id, seen_at, kind, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (entry_id, run_id, stamp(now), event.kind, event.before, event.after)
                for event in outcome.events
            ],
        )
        for event in outcome.events:
            if event.kind is EventKind.RENAMED:
                _keep_old_name(connection, entry_id, str(event.before), str(event.after))
    return updated


def _recount(
    connection: sqlite3.Connection, seen: Mapping[int, Repository], today: date
) -> set[int]:
    """Store the stars of today; return the entries that have another number than before."""
    ids = list(seen)
    before = dict(
        connection.execute(
            "SELECT id, stars FROM entry WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(ids),),
        ).fetchall()
    )
    # After days without a count of our own, GitHub's history is asked for what they missed.
    connection.execute(
        """
        UPDATE entry SET backfilled_on = NULL WHERE id IN (SELECT value FROM json_each(?1))
            AND (SELECT max(day) FROM star_snapshot WHERE entry_id = entry.id AND source = ?2) < ?3
        """,
        (json.dumps(ids), OWN_SOURCE, (today - BACKFILL_GAP).isoformat()),
    )
    connection.executemany(
        "INSERT INTO star_snapshot VALUES (?, ?, ?, ?, 0) ON CONFLICT (entry_id, day) DO UPDATE"
        " SET (stars, source, is_approximate) = (excluded.stars, excluded.source, 0)",
        [
            (entry_id, today.isoformat(), repository.stars, OWN_SOURCE)
            for entry_id, repository in seen.items()
        ],
    )
    thin(connection, ids, today)
    derive_stars(connection, ids)
    return {entry_id for entry_id in ids if before.get(entry_id) != seen[entry_id].stars}


def _make_room(connection: sqlite3.Connection, names: Mapping[int, str]) -> None:
    """Take the names that entries are about to get from whoever still has them here.

    GitHub's names are one repository's alone, so another entry's is out of date; a mark that no name can have keeps
    it apart until it is looked at.
    """
    connection.executemany(
        "UPDATE entry SET full_name = full_name || '~' || id, checked_at = ? WHERE full_name = ? AND id <> ?",
        [(_LONG_AGO, name, entry_id) for entry_id, name in names.items()],
    )


def _keep_old_name(connection: sqlite3.Connection, entry_id: int, before: str, now: str) -> None:
    connection.execute("DELETE FROM entry_alias WHERE full_name = ?", (now,))
    if "~" not in before:
        connection.execute(
            "INSERT INTO entry_alias VALUES (?, ?) ON CONFLICT (full_name) DO UPDATE SET entry_id = excluded.entry_id",
            (before, entry_id),
        )


def _start_run(connection: sqlite3.Connection, trigger: str, now: datetime) -> int:
    connection.execute(
        "UPDATE refresh_run SET (finished_at, outcome) = (?, 'interrupted')"
        " WHERE finished_at IS NULL AND trigger <> 'one'",
        (stamp(now),),
    )
    connection.execute(
        "DELETE FROM refresh_run WHERE id <= (SELECT max(id) FROM refresh_run) - ?", (KEEP_RUNS,)
    )
    cursor = connection.execute(
        "INSERT INTO refresh_run (trigger, started_at) VALUES (?, ?)", (trigger, stamp(now))
    )
    return int(cursor.lastrowid or 0)


def _set(
    connection: sqlite3.Connection, table: str, row_id: int, columns: Mapping[str, Column]
) -> None:
    if columns:
        assignments = ", ".join(f"{column} = ?" for column in columns)
        connection.execute(
            f"UPDATE {table} SET {assignments} WHERE id = ?", (*columns.values(), row_id)
        )
