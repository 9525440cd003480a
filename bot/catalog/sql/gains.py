"""Stars as entries show them, derived from the counts: the newest, and the gains over periods."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date

from bot.catalog.gains import ExactCount, gains_until


def derive_stars(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> None:
    """Set entries' stars to their newest snapshot, and their gains over 7, 30 and 365 days where known."""
    ids = list(entry_ids)
    chosen = json.dumps(ids)
    connection.execute(
        """
        UPDATE entry SET (stars, stars_on, stars_approximate) = (
            SELECT stars, day, is_approximate FROM star_snapshot WHERE entry_id = entry.id ORDER BY day DESC LIMIT 1
        ) WHERE id IN (SELECT value FROM json_each(?))
            AND EXISTS (SELECT 1 FROM star_snapshot WHERE entry_id = entry.id)
        """,
        (chosen,),
    )
    connection.execute(
        """
        UPDATE entry SET (stars, stars_on, stars_approximate) = (NULL, NULL, 0)
        WHERE id IN (SELECT value FROM json_each(?)) AND stars IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM star_snapshot WHERE entry_id = entry.id)
        """,
        (chosen,),
    )
    gains = {
        (entry_id, days): (gain.stars, gain.since.isoformat(), int(gain.is_approximate))
        for entry_id, counts in exact_counts(connection, ids).items()
        for days, gain in gains_until(counts).items()
    }
    known = {
        (row[0], row[1]): tuple(row[2:])
        for row in connection.execute(
            "SELECT entry_id, days, gained, since, is_approximate FROM star_gain"
            " WHERE entry_id IN (SELECT value FROM json_each(?))",
            (chosen,),
        )
    }
    connection.executemany(
        "DELETE FROM star_gain WHERE entry_id = ? AND days = ?", list(known.keys() - gains.keys())
    )
    connection.executemany(
        "INSERT INTO star_gain VALUES (?, ?, ?, ?, ?) ON CONFLICT (entry_id, days) DO UPDATE"
        " SET (gained, since, is_approximate) = (excluded.gained, excluded.since, excluded.is_approximate)",
        [(*key, *gain) for key, gain in gains.items() if known.get(key) != gain],
    )


def exact_counts(
    connection: sqlite3.Connection, entry_ids: Iterable[int]
) -> dict[int, list[ExactCount]]:
    """Return the exact counts of the last 17 months that gains are read off, by entry, the oldest first.

    Rounded counts differ by their rounding, not by stars; whose newest count is rounded has no gain.
    """
    rows = connection.execute(
        """
        SELECT s.entry_id, s.day, s.stars, s.source = 'stargazers' FROM entry AS e
        JOIN star_snapshot AS s ON s.entry_id = e.id AND s.day >= date(e.stars_on, '-520 days')
        WHERE e.id IN (SELECT value FROM json_each(?)) AND NOT s.is_approximate AND NOT e.stars_approximate
        ORDER BY s.entry_id, s.day
        """,
        (json.dumps(list(entry_ids)),),
    )
    counts: dict[int, list[ExactCount]] = {}
    for entry_id, day, stars, is_estimated in rows:
        one = ExactCount(date.fromisoformat(day), stars, bool(is_estimated))
        counts.setdefault(int(entry_id), []).append(one)
    return counts
