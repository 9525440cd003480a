"""Documents read by rank: ready to be scored, or as the entries that people see."""

from collections.abc import Iterable, Sequence

from bot.catalog.entry import Entry
from bot.catalog.store import read_entries
from bot.search.candidates import FIELDS, Candidate, popularity
from bot.search.sql.clauses import AMONG, listed
from bot.search.sql.shelf import Reader

# What popularity goes by: the count, or the middle one of its category and year, as near as is known.
_MAIN = """(SELECT key FROM entry_term
    WHERE entry_id = d.entry_id AND kind = 'category' AND position = 0)"""
_LIKELY = ", ".join(
    f"(SELECT stars FROM search_likely WHERE category = {category} AND year = {year})"
    for category, year in (
        (_MAIN, "substr(d.created, 1, 4)"),
        (_MAIN, "''"),
        ("''", "substr(d.created, 1, 4)"),
        ("''", "''"),
    )
)
_STARS = f"CASE WHEN d.stars >= 0 THEN d.stars ELSE coalesce({_LIKELY}) END"
_CALLED = "(SELECT group_concat(key, ' ') FROM search_called AS c WHERE c.rank = d.rank)"
_TEXT = " || char(10) || ".join(f"' ' || t.{name} || ' '" for name in FIELDS)


def candidates_at(reader: Reader, ranks: Iterable[int]) -> list[Candidate]:
    """Return documents ready to be scored."""

    def read(missing: Sequence[int]) -> Iterable[tuple[int, Candidate]]:
        rows = reader.connection.execute(
            f"""
            SELECT d.rank, d.entry_id, d.name_key, d.title_key, {_STARS}, {_TEXT}, {_CALLED}
            FROM search_document AS d JOIN search_text AS t ON t.rowid = d.rank
            WHERE d.rank IN {AMONG}
            """,
            (listed(missing),),
        )
        for rank, entry_id, name_key, title_key, stars, text, called in rows:
            factor = popularity(stars or 0)
            keys = frozenset((called or "").split())
            yield rank, Candidate(rank, entry_id, name_key, title_key, factor, text, keys)

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
