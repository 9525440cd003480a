"""Papers that a text names, and a message's mentions."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.catalog.store import papers_of
from bot.search import tokens
from bot.search.mentions import find_mentions
from bot.search.query import SearchQuery, find_doors
from bot.search.results import Mentioned, Paper
from bot.search.sql.clauses import listed
from bot.search.sql.documents import entries_at
from bot.search.sql.lookups import ranks_of_key, ranks_of_name, ranks_of_paper
from bot.search.sql.matching import find
from bot.search.sql.shelf import Reader, open_reader
from bot.search.terms import TermIndex

_PER_PAPER = 3
_EVERYDAY = 12
_COMMON = 100
_SHORTEST_KEY = 3  # fewer letters are in too many names


def paper_of(connection: sqlite3.Connection, arxiv_id: str) -> Paper:
    """Return a paper by its id."""
    return Paper(arxiv_id, papers_of(connection, [arxiv_id]).get(arxiv_id, ""))


def find_papers(connection: sqlite3.Connection, *, text: str, limit: int) -> list[Paper]:
    """Return the papers that entries implement and a text names: by arXiv id, by title or a part of it.

    The paper of an entry called just so comes first ("Whisper"), then titles that begin so, then those of the most
    starred entries. Without a text, these alone. A text that is in no title gives the papers of entries with such names.
    """
    if arxiv_id := find_doors(text).arxiv:
        row = connection.execute(
            "SELECT 1 FROM entry_paper WHERE arxiv_id = ? LIMIT 1", (arxiv_id,)
        ).fetchone()
        return [replace(paper_of(connection, arxiv_id), is_meant=True)] if row else []
    key = tokens.name_key(text)
    named = _of_the_name(connection, key, limit) if len(key) >= _SHORTEST_KEY else []
    found = connection.execute(
        """
        SELECT p.arxiv_id, p.title FROM search_paper AS s JOIN paper AS p USING (arxiv_id)
        JOIN entry_paper AS e USING (arxiv_id) JOIN search_document AS d USING (entry_id)
        WHERE instr(s.title_key, ?1) GROUP BY p.arxiv_id
        ORDER BY s.title_key <> ?1, instr(s.title_key, ?1) > 1, min(d.rank) LIMIT ?2
        """,
        (key, limit),
    ).fetchall()
    if not found and len(key) >= _SHORTEST_KEY:
        found = connection.execute(
            """
            SELECT e.arxiv_id, coalesce(p.title, '') FROM search_document AS d
            JOIN entry_paper AS e ON e.entry_id = d.entry_id AND e.position = 0
            LEFT JOIN paper AS p USING (arxiv_id)
            WHERE instr(d.name_key, ?1) OR instr(d.title_key, ?1) GROUP BY e.arxiv_id
            ORDER BY min(d.rank) LIMIT ?2
            """,
            (key, limit),
        ).fetchall()
    papers = dict([*named, *found])
    own = {arxiv_id for arxiv_id, _ in named if not _is_everyday(connection, key)}
    return [
        Paper(arxiv_id, title, arxiv_id in own or tokens.name_key(title) == key)
        for arxiv_id, title in papers.items()
    ][:limit]


def _is_everyday(connection: sqlite3.Connection, word: str) -> bool:
    """Return whether so many documents hold a word that no single paper is meant by it."""
    row = connection.execute(
        "SELECT documents > ? FROM search_word WHERE word = ?", (_COMMON, word)
    ).fetchone()
    return bool(row and row[0])


def _of_the_name(connection: sqlite3.Connection, key: str, limit: int) -> list[tuple[str, str]]:
    """Return the papers that entries of a name are their authors' own code of."""
    return connection.execute(
        """
        SELECT e.arxiv_id, coalesce(p.title, '') FROM search_document AS d
        JOIN entry_paper AS e ON e.entry_id = d.entry_id AND e.position = 0 AND e.is_official
        LEFT JOIN paper AS p USING (arxiv_id)
        WHERE d.name_key = ?1 OR d.title_key = ?1 GROUP BY e.arxiv_id ORDER BY min(d.rank) LIMIT ?2
        """,
        (key, limit),
    ).fetchall()


def mentioned(
    connection: sqlite3.Connection, *, terms: TermIndex, text: str, limit: int
) -> Mentioned:
    """Return a message's links and names as entries, links first."""
    mentions = find_mentions(text)
    reader = open_reader(connection, terms)
    found: dict[int, None] = {}

    def unlisted(names: Sequence[str], look_up: Callable[[str], list[int]]) -> tuple[str, ...]:
        ranks = {name: look_up(name) for name in names}
        found.update(dict.fromkeys(rank for hits in ranks.values() for rank in hits))
        return tuple(name for name, hits in ranks.items() if not hits)

    repositories = unlisted(mentions.repositories, lambda name: ranks_of_name(connection, name))
    papers = unlisted(mentions.papers, lambda key: ranks_of_paper(connection, key)[:_PER_PAPER])
    hugging_face = unlisted(
        mentions.hugging_face,
        lambda name: _ranks_of_checkpoint(reader, name),
    )
    # One word alone may be an owner's page.
    hugging_face = tuple(name for name in hugging_face if "/" in name)
    found.update(dict.fromkeys(_named_ranks(connection, terms, mentions.keys)))
    entries = entries_at(reader, list(found)[:limit])
    return Mentioned(tuple(entries), repositories, papers, hugging_face)


def _ranks_of_checkpoint(reader: Reader, name: str) -> list[int]:
    """Return the document of the model that a name on Hugging Face is called after, if any."""
    if ranks := ranks_of_key(reader.connection, tokens.name_key(name.rpartition("/")[2])):
        return ranks[:1]
    found = find(reader, SearchQuery(text=name))
    is_named = found.interpretation is not None and found.interpretation.name
    return list(found.ranks[:1]) if is_named else []


def _named_ranks(
    connection: sqlite3.Connection, terms: TermIndex, keys: Sequence[str]
) -> list[int]:
    """Return the most starred entry of each name among ``keys``, but of words that many entries share none."""
    rows = connection.execute(
        """
        SELECT k.value, min(d.rank) FROM json_each(?1) AS k
        JOIN search_document AS d ON d.name_key = k.value OR d.title_key = k.value
        WHERE NOT EXISTS (SELECT 1 FROM search_word WHERE word = k.value AND documents > ?2)
        GROUP BY k.key ORDER BY k.key
        """,
        (listed(keys), _EVERYDAY),
    )
    return [int(rank) for key, rank in rows if not terms.is_term(key)]
