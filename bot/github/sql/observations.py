"""Fetched facts of repositories, written into the entries."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast

from bot.catalog.database import Row
from bot.github.changes import Column, EntryUpdate, EventKind, Known, miss, observe, stamp
from bot.github.failures import EntryPart
from bot.github.payload import Repository
from bot.github.results import FetchResult, Stored
from bot.github.sql.counts import HISTORY_SOURCE, OWN_SOURCE, recount
from bot.github.sql.failures import forget_failures, note_failures
from bot.github.sql.runs import add_failures

_LONG_AGO = "2000-01-01T00:00:00Z"
_OBSERVED = (
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
# Columns that differ at every fetch, or only count fetches, are no news of the repository.
_NO_NEWS = {"misses", "missed_since", "missed_at", "github_license", "node_id", "github_id", "head"}


def store_result(
    connection: sqlite3.Connection, result: FetchResult, run_id: int | None, now: datetime
) -> Stored:
    """Store a request's result; ``run_id`` is None outside a run."""
    failed: dict[int, str] = {**result.failed, **result.refused}
    known = _known(connection, [*result.found, *result.missing])
    updates: dict[int, EntryUpdate] = {}
    for entry_id, seen in result.found.items():
        update = observe(known[entry_id], seen, json.dumps(seen.topics), now)
        refusal = update.refusal or _taken(connection, entry_id, known, result.found)
        if refusal:
            failed[entry_id] = refusal
            if update.refusal:
                # The first owner of the name is not there any more.
                updates[entry_id] = miss(known[entry_id], refusal, now)
            continue
        updates[entry_id] = update
    for entry_id, reason in result.missing.items():
        updates[entry_id] = miss(known[entry_id], reason, now)
    believed = {key: seen for key, seen in result.found.items() if key not in failed}
    changed = recount(connection, believed, now.date())
    changed |= _apply(connection, known, updates, run_id, now)
    answered = [*result.found, *result.missing]
    forget_failures(connection, EntryPart.REPOSITORY, answered)
    note_failures(connection, EntryPart.REPOSITORY, result.failed, now)
    note_failures(connection, EntryPart.REPOSITORY, result.refused, now, is_refused=True)
    connection.executemany(
        "UPDATE entry SET (tried_at, checked_at) = (?1, ?1) WHERE id = ?2",
        [(stamp(now), entry_id) for entry_id in answered],
    )
    if run_id is not None:
        _note_in_run(connection, run_id, result, len(changed), failed, now)
    events = [(key, event) for key, update in updates.items() for event in update.events]
    return Stored(len(changed), tuple(events), failed)


def _note_in_run(
    connection: sqlite3.Connection,
    run_id: int,
    result: FetchResult,
    updated: int,
    failed: Mapping[int, str],
    now: datetime,
) -> None:
    add_failures(connection, run_id, failed)
    # Failed entries are not fetched again in this run.
    connection.executemany(
        "UPDATE entry SET tried_at = ? WHERE id = ?",
        [(stamp(now), entry_id) for entry_id in (*result.failed, *result.refused)],
    )
    connection.execute(
        "UPDATE refresh_run SET (checked, updated) = (checked + ?, updated + ?) WHERE id = ?",
        (len(result.found) + len(result.missing), updated, run_id),
    )


def _known(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> dict[int, Known]:
    rows = connection.execute(
        f"""
        SELECT id, full_name, checked_at, misses, missed_since, missed_at,
            (SELECT min(day) FROM star_snapshot
                WHERE entry_id = entry.id AND stars > 0 AND source NOT IN (?2, ?3)),
            {", ".join(_OBSERVED)}
        FROM entry WHERE id IN (SELECT value FROM json_each(?1))
        """,
        (json.dumps(list(entry_ids)), OWN_SOURCE, HISTORY_SOURCE),
    )
    return {int(row[0]): _known_from(row) for row in rows}


def _known_from(row: Row) -> Known:
    entry_id, full_name, checked, misses, since, at, first = row[:7]
    columns: dict[str, Column] = dict(zip(_OBSERVED, row[7:], strict=True))
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
    """Reject an answer whose repository is another entry's: by its id, its name, or in the same answer."""
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
    updates: Mapping[int, EntryUpdate],
    run_id: int | None,
    now: datetime,
) -> set[int]:
    """Write updates; return the entries of which something but the count of fetches changed."""
    updated: set[int] = set()
    names = {
        entry_id: str(update.columns["full_name"])
        for entry_id, update in updates.items()
        if update.columns.get("full_name", known[entry_id].full_name) != known[entry_id].full_name
    }
    _make_room(connection, names)
    for entry_id, update in updates.items():
        before: dict[str, Column] = {
            **known[entry_id].columns,
            "full_name": known[entry_id].full_name,
        }
        changed = {
            key: value
            for key, value in update.columns.items()
            if key not in before or before[key] != value
        }
        _set(connection, entry_id, changed)
        if changed.keys() - _NO_NEWS or update.events:
            updated.add(entry_id)
        connection.executemany(
            "INSERT INTO entry_event (entry_id, run_id, seen_at, kind, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (entry_id, run_id, stamp(now), event.kind, event.before, event.after)
                for event in update.events
            ],
        )
        for event in update.events:
            if event.kind is EventKind.RENAMED:
                _keep_old_name(connection, entry_id, str(event.before), str(event.after))
    return updated


def _make_room(connection: sqlite3.Connection, names: Mapping[int, str]) -> None:
    """Take the names that entries are about to get from the entries that still have them here.

    GitHub's names are one repository's alone, so another entry's is out of date; a mark that no name can have keeps
    it apart until it is fetched.
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


def _set(connection: sqlite3.Connection, entry_id: int, columns: Mapping[str, Column]) -> None:
    if columns:
        assignments = ", ".join(f"{column} = ?" for column in columns)
        connection.execute(
            f"UPDATE entry SET {assignments} WHERE id = ?", (*columns.values(), entry_id)
        )
