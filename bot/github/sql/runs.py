"""The ledger of refreshes: the time, the effects and the failures of each."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from bot.catalog.database import Row
from bot.github.changes import Column, stamp
from bot.github.results import RunReport

KEEP_RUNS = 400
MOST_NAMES = 200

READ_RUN = """
SELECT id, trigger, started_at, finished_at, outcome, checked, updated, readmes, histories, requests, points
FROM refresh_run WHERE id = ?
"""
READ_NAMES = """
WITH happened AS (
    SELECT v.kind, e.full_name || CASE v.kind WHEN 'renamed' THEN ' ← ' || v.before ELSE '' END AS name
    FROM entry_event AS v JOIN entry AS e ON e.id = v.entry_id WHERE v.run_id = ?1
    UNION ALL
    SELECT 'failed', e.full_name || ': ' || f.reason
    FROM refresh_failure AS f JOIN entry AS e ON e.id = f.entry_id WHERE f.run_id = ?1
),
numbered AS (
    SELECT kind, name, count(*) OVER (PARTITION BY kind) AS total,
        row_number() OVER (PARTITION BY kind) AS place
    FROM happened
)
SELECT kind, name, total FROM numbered WHERE place <= ?2
"""


def start_run(connection: sqlite3.Connection, trigger: str, now: datetime) -> int:
    """Open a run and return its id; runs that nobody finished are closed as interrupted."""
    connection.execute(
        "UPDATE refresh_run SET (finished_at, outcome) = (?, 'interrupted') WHERE finished_at IS NULL",
        (stamp(now),),
    )
    cursor = connection.execute(
        "INSERT INTO refresh_run (trigger, started_at) VALUES (?, ?)", (trigger, stamp(now))
    )
    run_id = int(cursor.lastrowid or 0)
    connection.execute("DELETE FROM refresh_run WHERE id <= ?", (run_id - KEEP_RUNS,))
    return run_id


def finish_run(connection: sqlite3.Connection, run_id: int, outcome: str, now: datetime) -> None:
    """Close a run, and note the entries that are still skipped because they keep failing."""
    connection.execute(
        """
        INSERT INTO refresh_failure
        SELECT ?1, f.entry_id, CASE f.subject WHEN 'readme' THEN 'README: '
            WHEN 'history' THEN 'star history: ' ELSE '' END || f.reason
        FROM fetch_failure AS f JOIN entry AS e ON e.id = f.entry_id
        WHERE f.times > 0 AND f.retry_at > ?2 AND e.gone_on IS NULL
        ON CONFLICT (run_id, entry_id) DO NOTHING
        """,
        (run_id, stamp(now)),
    )
    count_run(connection, run_id, {"finished_at": stamp(now), "outcome": outcome})


def count_run(connection: sqlite3.Connection, run_id: int, columns: Mapping[str, Column]) -> None:
    """Set columns of a run."""
    assignments = ", ".join(f"{column} = ?" for column in columns)
    connection.execute(
        f"UPDATE refresh_run SET {assignments} WHERE id = ?", (*columns.values(), run_id)
    )


def add_failures(connection: sqlite3.Connection, run_id: int, reasons: Mapping[int, str]) -> None:
    """Note a run's failures."""
    connection.executemany(
        "INSERT INTO refresh_failure VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reason = excluded.reason",
        [(run_id, entry_id, reason[:300]) for entry_id, reason in reasons.items()],
    )


def report_from(run: Row, names_by_kind: list[Row]) -> RunReport:
    """Return a run's report from its row and its events."""
    number, trigger, started, finished, outcome, *numbers = run
    names: dict[str, tuple[str, ...]] = {}
    for kind, name, _ in names_by_kind:
        names[kind] = (*names.get(kind, ()), name)
    return RunReport(
        number,
        trigger,
        datetime.fromisoformat(started),
        datetime.fromisoformat(finished) if finished else None,
        outcome,
        *numbers,
        counts={kind: int(count) for kind, _, count in names_by_kind},
        names=names,
    )
