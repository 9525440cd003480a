"""The search index, built from the entries: all of it, or the documents of changed entries.

A document's number goes by its stars, with gaps, so that one can be reindexed without touching the others.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from functools import partial

from bot.catalog.database import Database
from bot.catalog.store import all_entries, all_papers, papers_of, read_entries
from bot.search import tokens
from bot.search.index import document
from bot.search.indexing.sql.likely import write_likely
from bot.search.indexing.sql.writer import IndexWriter
from bot.search.sql.clauses import AMONG, listed, ranks_in
from bot.search.terms import TermIndex

_AT_ONCE = 100


class IndexStore:
    """The index as a whole: rebuilt, or brought up to date with the entries."""

    def __init__(self, database: Database, terms: TermIndex) -> None:
        self._database = database
        self._terms = terms

    async def rebuild(self, today: date) -> int:
        """Index every entry, in one transaction; return how many there are."""
        return await self._database.write(partial(rebuild, terms=self._terms, today=today))

    async def catch_up(self, today: date) -> int:
        """Index entries that changed since they were indexed, some at a time; return how many."""
        await self._database.write(partial(mark_changing, today=today))
        work = partial(catch_up, terms=self._terms, today=today, limit=_AT_ONCE)
        total = done = await self._database.write(work)
        while done == _AT_ONCE:
            done = await self._database.write(work)
            total += done
        if total:
            await self._database.write(write_likely)
        return total


def mark_changing(connection: sqlite3.Connection, *, today: date) -> None:
    """Mark the documents whose signs change by the calendar alone."""
    connection.execute(
        "INSERT INTO search_stale SELECT entry_id FROM search_document WHERE changes_on <= ?"
        " AND entry_id NOT IN (SELECT entry_id FROM search_stale)",
        (today.isoformat(),),
    )


def catch_up(connection: sqlite3.Connection, *, terms: TermIndex, today: date, limit: int) -> int:
    """Index up to ``limit`` marked entries again; return how many were marked among them."""
    marked = ranks_in(
        connection.execute("SELECT entry_id FROM search_stale ORDER BY entry_id LIMIT ?", (limit,))
    )
    entries = read_entries(connection, marked)
    papers = papers_of(connection, [key for entry in entries for key in entry.arxiv])
    least = _least_bytes(connection, marked)
    writer = IndexWriter(connection, terms)
    for entry_id in marked:
        writer.forget(entry_id)  # also of an entry that is no longer there
    for entry in entries:
        if entry.is_removed:
            continue
        doc = document(entry, papers, terms.taxonomy, today, least.get(entry.id))
        writer.add(entry, doc, today)
    writer.settle()
    connection.execute(f"DELETE FROM search_stale WHERE entry_id IN {AMONG}", (listed(marked),))
    return len(marked)


def rebuild(connection: sqlite3.Connection, *, terms: TermIndex, today: date) -> int:
    """Index every entry; return how many there are."""
    for table in (
        "search_document",
        "search_called",
        "search_text",
        "search_name",
        "search_facet",
        "search_word",
        "search_spelling",
        "search_paper",
        "search_stale",
    ):
        connection.execute(f"DELETE FROM {table}")
    papers = all_papers(connection)
    connection.executemany(
        "INSERT INTO search_paper VALUES (?, ?)",
        [(tokens.name_key(title), arxiv_id) for arxiv_id, title in papers.items()],
    )
    writer = IndexWriter(connection, terms)
    writer.touched.update(terms.spoken)
    least = _least_bytes(connection)
    for entry in all_entries(connection):
        if entry.is_removed:
            continue
        doc = document(entry, papers, terms.taxonomy, today, least.get(entry.id))
        writer.add(entry, doc, today)
    writer.settle()
    write_likely(connection)
    for table in ("search_text", "search_name"):
        # Merges the pieces that one long transaction leaves: about half the size.
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    return writer.added


def _least_bytes(
    connection: sqlite3.Connection, entry_ids: Sequence[int] | None = None
) -> dict[int, int]:
    """Return the least memory that a fetched checkpoint takes, of some entries or of all."""
    clause = f"WHERE e.entry_id IN {AMONG}" if entry_ids is not None else ""
    rows = connection.execute(
        "SELECT e.entry_id, min(c.least_bytes) FROM entry_checkpoint AS e JOIN checkpoint AS c ON c.id = e.checkpoint_id"
        f" {clause} GROUP BY e.entry_id HAVING min(c.least_bytes) IS NOT NULL",
        (listed(entry_ids),) if entry_ids is not None else (),
    )
    return dict(rows.fetchall())
