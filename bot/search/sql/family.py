"""The members of a family in a list: well known and recent ones first."""

from collections.abc import Collection

from bot.catalog.families import Family
from bot.search.sql.clauses import HardFilters, allowed_ranks, listed
from bot.search.sql.documents import candidates_at, entries_at
from bot.search.sql.shelf import Reader

# Beside popularity, by which ten times the stars weigh 1.26 times as much.
_PER_GENERATION = 0.93
_FIRST_LINE = 1.4
_SO_CALLED = 1.4


def ranks_of_family(
    reader: Reader, family: Family, filters: HardFilters, so_called: Collection[int]
) -> list[int]:
    """Return the documents of a family's members.

    Earlier are those with more stars and fewer newer generations, those of the family's first line, and those that are
    ``so_called``: the family's word is their whole name, and no more than one generation is newer.
    """
    rows = reader.connection.execute(
        """
        SELECT d.rank, n.value FROM json_each(?1) AS n JOIN entry AS e ON e.full_name = n.value
        JOIN search_document AS d ON d.entry_id = e.id
        UNION SELECT d.rank, n.value FROM json_each(?1) AS n JOIN entry_alias AS a ON a.full_name = n.value
        JOIN search_document AS d ON d.entry_id = a.entry_id
        """,
        (listed(family.members),),
    )
    names: dict[int, str] = dict(rows.fetchall())
    kept = allowed_ranks(reader.connection, sorted(names), filters)
    ages = {rank: family.age_of(names[rank]) for rank in kept}
    weights = {
        item.rank: item.popularity
        * _PER_GENERATION ** ages[item.rank]
        * (_FIRST_LINE if names[item.rank] in family.lines[0] else 1)
        * (_SO_CALLED if item.rank in so_called and ages[item.rank] <= 1 else 1)
        for item in candidates_at(reader, kept)
    }
    return sorted(weights, key=lambda rank: (-weights[rank], rank))


def families_ranks(reader: Reader, rank: int, filters: HardFilters) -> list[int]:
    """Return the documents of the family that one belongs to, none without one."""
    (entry,) = entries_at(reader, [rank])
    membership = reader.terms.families.of(entry)
    return ranks_of_family(reader, membership.family, filters, ()) if membership else []
