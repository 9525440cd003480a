"""Entries in the database, read as values, and the saved state of lists; `bot.catalog.sql` holds the long statements."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from bot.catalog.database import Database
from bot.catalog.entry import GAIN_COMPARED_FOR, Entry, StarCount
from bot.catalog.size import CatalogueSize
from bot.catalog.sql.curation import follow_curated
from bot.catalog.sql.gains import derive_stars, exact_counts
from bot.catalog.sql.merge import MergeReport, merge_shipped
from bot.catalog.sql.meta import write_meta
from bot.catalog.sql.numbering import Former, number_moves
from bot.catalog.sql.rows import (
    ENTRIES,
    ENTRIES_BY_ID,
    day_of,
    entry_of,
    in_order,
    read_entries,
)
from bot.catalog.trends import Gainer

# Other rooms know this file alone, not the folder beside it.
__all__ = [
    "CatalogStore",
    "MergeReport",
    "all_entries",
    "all_papers",
    "derive_stars",
    "exact_counts",
    "follow_curated",
    "merge_shipped",
    "number_moves",
    "papers_of",
    "read_entries",
    "write_meta",
]

SAVED_STATE_DAYS = 730
_PAPERS = "SELECT arxiv_id, title FROM paper WHERE arxiv_id IN (SELECT value FROM json_each(?))"
# Gains that ended after a day, of entries that are still there, in a category and a framework.
_COMPARABLE = """e.stars_on >= ?1 AND e.gone_on IS NULL AND e.removed_on IS NULL
    AND (?2 IS NULL OR (e.id, 'category', ?2) IN (SELECT entry_id, kind, key FROM entry_term))
    AND (?3 IS NULL OR (e.id, 'framework', ?3) IN (SELECT entry_id, kind, key FROM entry_term))"""


class CatalogStore:
    """The entries. Reads come from committed state; writes are one transaction each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, full_name: str) -> Entry | None:
        """Return the entry of that name, or of which it is an old name; upper and lower case are one."""
        rows = await self._database.fetch(
            ENTRIES
            + "WHERE e.full_name = ?1 OR e.id = (SELECT entry_id FROM entry_alias WHERE full_name = ?1)"
            " ORDER BY e.full_name = ?1 COLLATE NOCASE DESC LIMIT 1",
            (full_name,),
        )
        return entry_of(rows[0]) if rows else None

    async def get(self, number: int) -> Entry | None:
        """Return the entry with that number, or that had it once."""
        found = await self.get_many([number])
        return found[0] if found else None

    async def get_many(self, numbers: Sequence[int]) -> list[Entry]:
        """Return the entries in the order of the numbers, without those that don't exist."""
        found = await self._with_ids(numbers)
        if {entry.id for entry in found} >= set(numbers):
            return found
        return await self._with_ids(await self._current(numbers, Former.NUMBER, found))

    async def numbers_of_rows(self, rows: Sequence[int]) -> list[int]:
        """Return the numbers of entries by their rows' ids, which buttons carried before there were numbers."""
        return await self._current(rows, Former.ROW)

    async def _with_ids(self, ids: Sequence[int]) -> list[Entry]:
        rows = await self._database.fetch(ENTRIES_BY_ID, (json.dumps(list(ids)),))
        return in_order(rows, ids)

    async def _current(
        self, numbers: Sequence[int], kind: Former, known: Sequence[Entry] = ()
    ) -> list[int]:
        """Return the number that each of these leads to: itself where it is known, or led nowhere else."""
        rows = await self._database.fetch(
            "SELECT number, entry_id FROM entry_former_number"
            " WHERE kind = ? AND number IN (SELECT value FROM json_each(?))",
            (kind, json.dumps(list(numbers))),
        )
        leads = {int(row[0]): int(row[1]) for row in rows} | {entry.id: entry.id for entry in known}
        return list(dict.fromkeys(leads.get(number, number) for number in numbers))

    async def star_counts(self, entry_ids: Sequence[int]) -> dict[int, tuple[StarCount, ...]]:
        """Return every known count of some entries, the oldest first; those of GitHub's history are approximate."""
        rows = await self._database.fetch(
            "SELECT entry_id, stars, day, is_approximate OR source = 'stargazers' FROM star_snapshot"
            " WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY entry_id, day",
            (json.dumps(list(entry_ids)),),
        )
        counts: dict[int, list[StarCount]] = {entry_id: [] for entry_id in entry_ids}
        for entry_id, stars, day, approximate in rows:
            counts[entry_id].append(StarCount(stars, date.fromisoformat(day), bool(approximate)))
        return {entry_id: tuple(known) for entry_id, known in counts.items()}

    async def gainers(
        self, days: int, today: date, category: str | None = None, framework: str | None = None
    ) -> list[Gainer]:
        """Return the gains over a period that ended in the last 120 days, of entries that are still there."""
        rows = await self._database.fetch(
            """
            SELECT g.entry_id, g.gained, e.stars - g.gained, e.created, g.is_approximate,
                coalesce((SELECT key FROM entry_term WHERE entry_id = e.id AND kind = 'category'
                    ORDER BY position LIMIT 1), '')
            FROM star_gain AS g JOIN entry AS e ON e.id = g.entry_id
            WHERE g.days = ?4 AND """
            + _COMPARABLE,
            ((today - GAIN_COMPARED_FOR).isoformat(), category, framework, days),
        )
        return [
            Gainer(entry_id, gained, max(0, before), key, day_of(created), bool(approximate))
            for entry_id, gained, before, created, approximate, key in rows
        ]

    async def gain_periods(
        self, today: date, least: int, category: str | None = None, framework: str | None = None
    ) -> frozenset[int]:
        """Return the periods over which some entry that `gainers` returns gained at least so many stars."""
        rows = await self._database.fetch(
            "SELECT DISTINCT g.days FROM star_gain AS g JOIN entry AS e ON e.id = g.entry_id"
            f" WHERE g.gained >= ?4 AND {_COMPARABLE}",
            ((today - GAIN_COMPARED_FOR).isoformat(), category, framework, least),
        )
        return frozenset(days for (days,) in rows)

    async def paper_titles(self, arxiv_ids: Sequence[str]) -> dict[str, str]:
        """Return the known titles by arXiv id."""
        rows = await self._database.fetch(_PAPERS, (json.dumps(list(arxiv_ids)),))
        return {str(key): str(title) for key, title in rows}

    async def size(self) -> CatalogueSize:
        """Count the catalogue's entries and facts."""
        rows = await self._database.fetch(
            "SELECT count(*), count(weights_url), (SELECT count(*) FROM star_snapshot), max(stars_on) FROM entry"
            " WHERE removed_on IS NULL"
        )
        entries, weights, snapshots, newest = rows[0]
        return CatalogueSize(
            entries, weights, snapshots, date.fromisoformat(newest) if newest else None
        )

    async def licenses(self) -> list[tuple[str, int]]:
        """Return the licences in use with their counts, the most used first."""
        return await self._counted("license")

    async def languages(self) -> list[tuple[str, int]]:
        """Return the programming languages in use with their counts, the most used first."""
        return await self._counted("language")

    async def _counted(self, column: Literal["license", "language"]) -> list[tuple[str, int]]:
        rows = await self._database.fetch(
            f"SELECT {column}, count(*) FROM entry WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY 2 DESC, 1"
        )
        return [(str(name), int(count)) for name, count in rows]

    async def shipped_names(self) -> list[str]:
        """Return the names under which entries were shipped."""
        rows = await self._database.fetch("SELECT full_name FROM shipped_entry")
        return [str(row[0]) for row in rows]

    async def shipped_numbers(self) -> dict[str, int]:
        """Return the number of the entry of each row of the shipped file, by the row's name."""
        rows = await self._database.fetch("SELECT full_name, entry_id FROM shipped_entry")
        return {str(name): int(number) for name, number in rows}

    async def listed(self) -> list[Entry]:
        """Return every entry that is listed and that curators left in, by name."""
        rows = await self._database.fetch(
            ENTRIES
            + "WHERE e.is_listed AND e.removed_on IS NULL ORDER BY e.full_name COLLATE NOCASE"
        )
        return [entry_of(row) for row in rows]

    async def save_state(self, state: str, today: date) -> str:
        """Keep a list's state and return the short id it can be loaded by; the same state has the same id."""
        state_id = hashlib.sha256(state.encode()).hexdigest()[:16]
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO saved_state VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET used_on = excluded.used_on",
                (state_id, state, today.isoformat()),
            )
        )
        return state_id

    async def load_state(self, state_id: str) -> str | None:
        """Return a state by its id."""
        rows = await self._database.fetch("SELECT state FROM saved_state WHERE id = ?", (state_id,))
        return str(rows[0][0]) if rows else None

    async def forget_states(self, today: date) -> int:
        """Delete the states that no list was drawn from for over two years; return how many."""
        oldest = (today - timedelta(days=SAVED_STATE_DAYS)).isoformat()
        return await self._database.write(
            lambda connection: (
                connection.execute("DELETE FROM saved_state WHERE used_on < ?", (oldest,)).rowcount
            )
        )

    async def meta(self, key: str) -> str | None:
        """Return a remembered value."""
        rows = await self._database.fetch("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    async def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        await self._database.write(lambda connection: write_meta(connection, key, value))


def all_entries(connection: sqlite3.Connection) -> Iterable[Entry]:
    """Yield every entry, the most starred first, then by name."""
    rows = connection.execute(
        ENTRIES + "ORDER BY coalesce(e.stars, -1) DESC, e.full_name COLLATE NOCASE"
    )
    return (entry_of(row) for row in rows)


def all_papers(connection: sqlite3.Connection) -> dict[str, str]:
    """Return every known paper title by arXiv id."""
    return dict(connection.execute("SELECT arxiv_id, title FROM paper").fetchall())


def papers_of(connection: sqlite3.Connection, arxiv_ids: Sequence[str]) -> dict[str, str]:
    """Return the known titles by arXiv id, on a connection at hand."""
    return dict(connection.execute(_PAPERS, (json.dumps(list(arxiv_ids)),)).fetchall())
