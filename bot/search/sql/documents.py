"""Documents read by rank: ready to be scored, or as the entries that people see."""

from collections.abc import Iterable, Sequence

from bot.catalog.entry import Entry
from bot.catalog.store import read_entries
from bot.search.ranking import Candidate, candidate
from bot.search.sql.clauses import AMONG, listed
from bot.search.sql.shelf import Reader


def candidates_at(reader: Reader, ranks: Iterable[int]) -> list[Candidate]:
    """Return documents ready to be scored."""

    def read(missing: Sequence[int]) -> Iterable[tuple[int, Candidate]]:
        rows = reader.connection.execute(
            f"""
            SELECT d.rank, d.entry_id, d.name_key, d.title_key, d.stars,
                t.name, t.title, t.tags, t.paper, t.summary, t.chinese
            FROM search_document AS d JOIN search_text AS t ON t.rowid = d.rank
            WHERE d.rank IN {AMONG}
            """,
            (listed(missing),),
        )
        for rank, entry_id, name_key, title_key, stars, *texts in rows:
            yield rank, candidate(rank, entry_id, name_key, title_key, stars, texts)

    return reader.shelf.candidates.get(ranks, read)


def entries_at(reader: Reader, ranks: Iterable[int]) -> list[Entry]:
    """Return the entries at the ranks, in their order."""

    def read(missing: Sequence[int]) -> Iterable[tuple[int, Entry]]:
        ranks_of = dict(
            reader.connection.execute(
                f"SELECT entry_id, rank FROM search_document WHERE rank IN {AMONG}",
                (listed(missing),),
            ).fetchall()
        )
        for entry in read_entries(reader.connection, list(ranks_of)):
            yield ranks_of[entry.id], entry

    return reader.shelf.entries.get(ranks, read)
