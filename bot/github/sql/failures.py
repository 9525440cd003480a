"""Failures of single entries, so that these are fetched less often."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.catalog.database import Row
from bot.github.changes import stamp
from bot.github.failures import EntryPart, Failure, outside_failure, own_failure

READ_FAILURES = """
SELECT entry_id, reason, times, failed_at, retry_at FROM fetch_failure
WHERE subject = ?1 AND entry_id IN (SELECT value FROM json_each(?2))
"""


def failures_from(rows: Iterable[Row]) -> dict[int, Failure]:
    """Return failures by entry."""
    return {
        int(entry_id): Failure(
            reason, times, datetime.fromisoformat(failed), datetime.fromisoformat(retry)
        )
        for entry_id, reason, times, failed, retry in rows
    }


def note_failures(
    connection: sqlite3.Connection,
    part: EntryPart,
    reasons: Mapping[int, str],
    now: datetime,
    *,
    is_own: bool = True,
    is_refused: bool = False,
) -> dict[int, Failure]:
    """Remember failures by entry; ``is_own`` marks failures caused by the entry itself."""
    before = failures_from(
        connection.execute(READ_FAILURES, (part, json.dumps(list(reasons)))).fetchall()
    )
    failures = {
        entry_id: own_failure(before.get(entry_id), part, reason, now, is_refused=is_refused)
        if is_own
        else outside_failure(before.get(entry_id), reason, now)
        for entry_id, reason in reasons.items()
    }
    connection.executemany(
        "INSERT INTO fetch_failure VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (entry_id, subject) DO UPDATE"
        " SET (reason, times, failed_at, retry_at)"
        " = (excluded.reason, excluded.times, excluded.failed_at, excluded.retry_at)",
        [
            (entry_id, part, one.reason, one.times, stamp(one.failed_at), stamp(one.retry_at))
            for entry_id, one in failures.items()
        ],
    )
    return failures


def forget_failures(
    connection: sqlite3.Connection, part: EntryPart, entry_ids: Sequence[int]
) -> None:
    """Forget earlier failures: it works again."""
    connection.execute(
        "DELETE FROM fetch_failure WHERE subject = ? AND entry_id IN (SELECT value FROM json_each(?))",
        (part, json.dumps(list(entry_ids))),
    )
