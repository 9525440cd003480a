"""Documents looked up by an exact name: a key, a repository, a paper."""

import sqlite3
from collections.abc import Iterable

from bot.search.sql.clauses import HardFilters, allowed_ranks, listed, ranks_in

LAST = "\uffff"  # sorts behind every letter that a key has
_SHORTEST_TITLE = 10
NO_FILTERS = HardFilters()


def ranks_of_key(
    connection: sqlite3.Connection, key: str, filters: HardFilters = NO_FILTERS
) -> list[int]:
    """Return the documents of which the name or title has this key, then those that are called so too."""
    rows = connection.execute(
        """
        SELECT rank, min(place) FROM (
            SELECT rank, 0 AS place FROM search_document WHERE name_key = ?1
            UNION ALL SELECT rank, 0 FROM search_document WHERE title_key = ?1
            UNION ALL SELECT rank, 1 FROM search_called WHERE key = ?1
        ) GROUP BY rank ORDER BY min(place), rank LIMIT 50
        """,
        (key,),
    )
    return allowed_ranks(connection, [rank for rank, _ in rows], filters)


def keys_in_use(connection: sqlite3.Connection, keys: Iterable[str]) -> list[str]:
    """Return those of the keys that a name or title has, or that something is called by."""
    rows = connection.execute(
        """
        SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM search_document WHERE name_key = value)
        OR EXISTS (SELECT 1 FROM search_document WHERE title_key = value)
        OR EXISTS (SELECT 1 FROM search_called WHERE key = value)
        """,
        (listed(keys),),
    )
    return [key for (key,) in rows]


def ranks_of_key_start(connection: sqlite3.Connection, start: str, limit: int) -> list[int]:
    """Return the documents of which a key begins like this: the name's, the title's or another that they are called by."""
    return ranks_in(
        connection.execute(
            "SELECT rank FROM search_document WHERE name_key >= ?1 AND name_key < ?2 UNION"
            " SELECT rank FROM search_document WHERE title_key >= ?1 AND title_key < ?2 UNION"
            " SELECT rank FROM search_called WHERE key >= ?1 AND key < ?2 ORDER BY rank LIMIT ?3",
            (start, start + LAST, limit),
        )
    )


def ranks_of_name(
    connection: sqlite3.Connection, full_name: str, filters: HardFilters = NO_FILTERS
) -> list[int]:
    """Return the documents of the repository ``owner/name``, by its name of today or an old one."""
    rows = connection.execute(
        """
        SELECT rank FROM search_document WHERE entry_id IN (
            SELECT id FROM entry WHERE full_name = ?1
            UNION SELECT entry_id FROM entry_alias WHERE full_name = ?1
        )
        """,
        (full_name,),
    )
    return allowed_ranks(connection, ranks_in(rows), filters)


def ranks_of_title(
    connection: sqlite3.Connection, key: str, filters: HardFilters = NO_FILTERS
) -> list[int]:
    """Return the documents of which the own paper's title is, or begins with, the query."""
    if len(key) < _SHORTEST_TITLE:
        return []
    rows = connection.execute(
        """
        SELECT d.rank FROM search_paper AS s
        JOIN entry_paper AS p USING (arxiv_id) JOIN search_document AS d USING (entry_id)
        WHERE s.title_key >= ?1 AND s.title_key < ?2 AND p.position = 0
        GROUP BY d.rank ORDER BY min(s.title_key <> ?1), d.rank LIMIT 20
        """,
        (key, key + LAST),
    )
    return allowed_ranks(connection, ranks_in(rows), filters)


def ranks_of_paper(
    connection: sqlite3.Connection, arxiv_id: str, filters: HardFilters = NO_FILTERS
) -> list[int]:
    """Return a paper's implementations, its authors' own code first."""
    rows = connection.execute(
        "SELECT d.rank FROM entry_paper AS p JOIN search_document AS d USING (entry_id) WHERE p.arxiv_id = ?"
        " ORDER BY p.is_official DESC, p.position > 0, d.rank",
        (arxiv_id,),
    )
    return allowed_ranks(connection, ranks_in(rows), filters)
