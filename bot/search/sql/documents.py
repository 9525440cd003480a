"""Documents read by rank: ready to be scored, or as the entries that people see."""

import sqlite3
from collections.abc import Sequence

from bot.catalog.entry import Entry
from bot.catalog.store import read_entries
from bot.search.ranking import FIELDS, Candidate
from bot.search.sql.clauses import AMONG, listed


def read_candidates(connection: sqlite3.Connection, ranks: Sequence[int]) -> list[Candidate]:
    """Return what the documents say."""
    rows = connection.execute(
        f"""
        SELECT d.rank, d.entry_id, d.name_key, d.title_key, d.stars,
            t.name, t.title, t.tags, t.paper, t.summary, t.chinese
        FROM search_document AS d JOIN search_text AS t ON t.rowid = d.rank
        WHERE d.rank IN {AMONG}
        """,
        (listed(ranks),),
    )
    return [
        Candidate(rank, entry_id, name, title, stars, dict(zip(FIELDS, texts, strict=True)))
        for rank, entry_id, name, title, stars, *texts in rows
    ]


def entries_at(connection: sqlite3.Connection, ranks: Sequence[int]) -> list[Entry]:
    """Return the entries at the ranks, in their order."""
    ids = dict(
        connection.execute(
            f"SELECT rank, entry_id FROM search_document WHERE rank IN {AMONG}", (listed(ranks),)
        ).fetchall()
    )
    return read_entries(connection, [ids[rank] for rank in ranks])
