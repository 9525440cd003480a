"""Stars by day: counted, filled in from GitHub's history, and thinned."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.catalog.gains import contradicted
from bot.catalog.store import derive_stars, exact_counts
from bot.github.changes import estimate_history
from bot.github.failures import EntryPart
from bot.github.payload import Repository, StarDay
from bot.github.sql.failures import forget_failures

OWN_SOURCE = "github"
HISTORY_SOURCE = "stargazers"
DAILY_FOR = timedelta(days=90)
WEEKLY_FOR = timedelta(days=400)
BACKFILL_GAP = timedelta(days=3)
_FEW_STARS = 50


def recount(
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
    # After days without a count of its own, the bot fills them from GitHub's history.
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


def store_history(
    connection: sqlite3.Connection, entry_id: int, days: list[StarDay], now: datetime
) -> None:
    """Fill the days before the bot's own counts. Existing counts stay.

    Where the bot's newest count and the history contradict each other, it is fetched again another day.
    """
    row = connection.execute(
        "SELECT s.stars, s.day, e.created FROM star_snapshot AS s JOIN entry AS e ON e.id = s.entry_id"
        " WHERE entry_id = ? AND source = ? ORDER BY day DESC LIMIT 1",
        (entry_id, OWN_SOURCE),
    ).fetchone()
    forget_failures(connection, EntryPart.HISTORY, [entry_id])
    if row is not None:
        stars, counted, created = row
        if _is_doubtful(connection, entry_id, stars, days):
            return
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


def _is_doubtful(
    connection: sqlite3.Connection, entry_id: int, stars: int, days: list[StarDay]
) -> bool:
    """Return whether the history has more stars than were counted, or earlier counts contradict the newest."""
    given = sum(day.given for day in days)
    if given > 2 * stars + _FEW_STARS:
        return True
    counts = exact_counts(connection, [entry_id]).get(entry_id, [])
    away = contradicted([(count.day, count.stars) for count in counts])
    return bool(counts) and counts[-1].day in away


def thin(connection: sqlite3.Connection, entry_ids: Sequence[int], today: date) -> None:
    """Keep the bot's counts of 90 days daily, then the last of each week up to 400 days, then the last of each month.

    Of days thinned out, those that the others contradict go first, so that none of them is left as a week's only one.
    """
    _forget_contradicted(connection, entry_ids, today - DAILY_FOR)
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


def _forget_contradicted(
    connection: sqlite3.Connection, entry_ids: Sequence[int], before: date
) -> None:
    doubtful = [
        (entry_id, day.isoformat(), OWN_SOURCE, HISTORY_SOURCE)
        for entry_id, counts in exact_counts(connection, entry_ids).items()
        for day in contradicted([(count.day, count.stars) for count in counts])
        if day < before
    ]
    connection.executemany(
        "DELETE FROM star_snapshot WHERE entry_id = ? AND day = ? AND source IN (?, ?)", doubtful
    )
