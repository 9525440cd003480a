"""Stars as entries show them, derived from the counts: the newest, and what was gained since."""

import json
import sqlite3
from collections.abc import Iterable

# Each period a gain is told for, and how many days its beginning may be off.
_GAIN_SLACK = ((7, 2), (30, 3), (365, 8))
_GAP_DAYS = 35  # between counts of about a month apart, the day of a gain's beginning is reckoned


def derive_stars(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> None:
    """Set entries' stars to their newest snapshot, and what they gained over 7, 30 and 365 days where known."""
    chosen = json.dumps(list(entry_ids))
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
    gains = _gains(connection, chosen)
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


def _gains(
    connection: sqlite3.Connection, chosen: str
) -> dict[tuple[int, int], tuple[int, str, int]]:
    """Return gained stars, first day and whether approximate, by entry and period."""
    periods = ", ".join(f"({days}, {slack})" for days, slack in _GAIN_SLACK)
    # Rounded counts differ by their rounding, not by stars: no gain is read off them.
    rows = connection.execute(
        f"""
        WITH period (days, slack) AS (VALUES {periods}),
        near AS (
            SELECT s.entry_id, p.days, e.stars - s.stars AS gained, s.day, s.source = 'stargazers' AS is_approximate,
                row_number() OVER (
                    PARTITION BY s.entry_id, p.days
                    ORDER BY abs(julianday(e.stars_on) - julianday(s.day) - p.days), s.day
                ) AS place
            FROM entry AS e JOIN period AS p JOIN star_snapshot AS s ON s.entry_id = e.id
                AND s.day BETWEEN date(e.stars_on, '-' || (p.days + p.slack) || ' days')
                    AND date(e.stars_on, '-' || (p.days - p.slack) || ' days')
            WHERE e.id IN (SELECT value FROM json_each(?))
                AND NOT s.is_approximate AND NOT e.stars_approximate
        )
        SELECT entry_id, days, gained, day, is_approximate FROM near WHERE place = 1
        """,
        (chosen,),
    )
    gains = {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}
    return _gains_between(connection, chosen) | gains


def _gains_between(
    connection: sqlite3.Connection, chosen: str
) -> dict[tuple[int, int], tuple[int, str, int]]:
    """Return gains whose beginning lies between two counts of about a month; they are approximate."""
    periods = ", ".join(f"({days})" for days, _ in _GAIN_SLACK if days >= _GAP_DAYS - 5)
    rows = connection.execute(
        f"""
        WITH period (days) AS (VALUES {periods}),
        wanted AS (
            SELECT e.id, e.stars, p.days, date(e.stars_on, '-' || p.days || ' days') AS day
            FROM entry AS e JOIN period AS p
            WHERE e.id IN (SELECT value FROM json_each(?1)) AND NOT e.stars_approximate
        ),
        sides AS (
            SELECT w.*,
                (SELECT max(s.day) FROM star_snapshot AS s
                    WHERE s.entry_id = w.id AND s.day <= w.day AND NOT s.is_approximate) AS before,
                (SELECT min(s.day) FROM star_snapshot AS s
                    WHERE s.entry_id = w.id AND s.day > w.day AND NOT s.is_approximate) AS after
            FROM wanted AS w
        )
        SELECT x.id, x.days, x.day, x.stars - round(b.stars + (a.stars - b.stars)
            * (julianday(x.day) - julianday(x.before)) / (julianday(x.after) - julianday(x.before)))
        FROM sides AS x
        JOIN star_snapshot AS b ON b.entry_id = x.id AND b.day = x.before
        JOIN star_snapshot AS a ON a.entry_id = x.id AND a.day = x.after
        WHERE julianday(x.after) - julianday(x.before) <= ?2
        """,
        (chosen, _GAP_DAYS),
    )
    return {(row[0], row[1]): (int(row[3]), row[2], 1) for row in rows}
