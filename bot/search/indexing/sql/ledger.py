"""What taking documents out and putting them in does to the index: the documents, the facets, the words."""

import sqlite3
from collections import Counter
from datetime import date
from itertools import count as count_from
from typing import NamedTuple

from bot.catalog.entry import Entry, comparable_gain, next_change
from bot.catalog.taxonomy import TermKind
from bot.search.index import Document, allowed_errors, quoted, rank_of, spelling_variants
from bot.search.ranking import FIELDS
from bot.search.sql.clauses import AMONG, listed
from bot.search.terms import TermIndex


class _Word(NamedTuple):
    """A word's row."""

    id: int
    word: str
    documents: int
    name_rank: int | None
    is_spellable: int


class Ledger:
    """Documents taken out and put in, and what that does to the counts of words and of facets."""

    def __init__(self, connection: sqlite3.Connection, terms: TermIndex) -> None:
        self._connection = connection
        self._terms = terms
        self._facets: Counter[tuple[int, int]] = Counter()
        self._words: Counter[str] = Counter()
        self.touched: set[str] = set()
        self.added = 0
        # The best rank of a word in names: known for what was only added, to be looked up where one went.
        self._name_ranks: dict[str, int | None] = {}

    def forget(self, entry_id: int) -> None:
        """Take an entry's document out, if it has one."""
        row = self._connection.execute(
            f"SELECT d.rank, d.categories, d.frameworks, {', '.join(FIELDS)} FROM search_document AS d"
            " JOIN search_text AS t ON t.rowid = d.rank WHERE d.entry_id = ?",
            (entry_id,),
        ).fetchone()
        if row is None:
            return
        rank, categories, frameworks, *texts = row
        for table, key in (("document", "rank"), ("text", "rowid"), ("name", "rowid")):
            self._connection.execute(f"DELETE FROM search_{table} WHERE {key} = ?", (rank,))
        self._facets[categories, frameworks] -= 1
        self._words.subtract(set(" ".join(texts).split()))
        self._name_ranks.update(dict.fromkeys(f"{texts[0]} {texts[1]}".split()))

    def add(self, entry: Entry, doc: Document, today: date) -> None:
        """Put an entry's document in."""
        rank = rank_of(entry.stars.count if entry.stars else None, entry.id)
        self.added += 1
        masks = (
            self._terms.mask(TermKind.CATEGORY, entry.categories),
            self._terms.mask(TermKind.FRAMEWORK, entry.frameworks),
        )
        changes = next_change(entry, today)
        self._connection.execute(
            "INSERT INTO search_document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                rank,
                entry.id,
                doc.name_key,
                doc.title_key,
                entry.stars.count if entry.stars else -1,
                comparable_gain(entry, today),
                entry.pushed.isoformat() if entry.pushed else None,
                entry.created.isoformat() if entry.created else None,
                doc.title_key or doc.name_key,
                *masks,
                changes.isoformat() if changes else None,
            ),
        )
        texts = [doc.name, doc.title, doc.tags, doc.paper, doc.summary, doc.chinese]
        self._connection.execute(
            "INSERT INTO search_text (rowid, name, title, tags, paper, summary, chinese) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (rank, *texts),
        )
        self._connection.execute(
            "INSERT INTO search_name (rowid, words) VALUES (?, ?)", (rank, doc.names_only)
        )
        self._facets[masks] += 1
        self._words.update(set(" ".join(texts).split()))
        for word in (*doc.name.split(), *doc.title.split()):
            known = self._name_ranks.get(word, rank)
            self._name_ranks[word] = None if known is None else min(rank, known)

    def settle(self) -> None:
        """Write the counts."""
        self._connection.executemany(
            "INSERT INTO search_facet VALUES (?, ?, ?) ON CONFLICT (categories, frameworks)"
            " DO UPDATE SET entries = entries + excluded.entries",
            [(*masks, count) for masks, count in self._facets.items() if count],
        )
        self._connection.execute("DELETE FROM search_facet WHERE entries <= 0")
        self.touched |= self._name_ranks.keys()
        self.touched |= {word for word, count in self._words.items() if count}
        known = self._known_words()
        last = self._connection.execute("SELECT coalesce(max(id), -1) FROM search_word").fetchone()
        new = count_from(int(last[0]) + 1)
        for word in sorted(self.touched):
            self._write_word(known.get(word) or self._new_word(next(new), word))

    def _known_words(self) -> dict[str, "_Word"]:
        rows = self._connection.execute(
            f"SELECT id, word, documents, name_rank, is_spellable FROM search_word WHERE word IN {AMONG}",
            (listed(self.touched),),
        )
        return {row[1]: _Word(*row) for row in rows}

    def _new_word(self, word_id: int, word: str) -> "_Word":
        self._connection.execute(
            "INSERT INTO search_word VALUES (?, ?, 0, NULL, ?, 0)",
            (word_id, word, self._terms.is_term(word)),
        )
        return _Word(word_id, word, 0, None, 0)

    def _write_word(self, known: "_Word") -> None:
        word = known.word
        documents = known.documents + self._words[word]
        name_rank = known.name_rank
        if word in self._name_ranks:
            name_rank = self._best_rank(word, name_rank)
        is_spoken = word in self._terms.spoken
        is_spellable = bool(
            (is_spoken or name_rank is not None or documents > 1)
            and "_" not in word
            and word.isascii()
            and allowed_errors(word)
        )
        if documents > 0 or is_spoken:
            self._connection.execute(
                "UPDATE search_word SET (documents, name_rank, is_spellable) = (?, ?, ?) WHERE id = ?",
                (documents, name_rank, is_spellable, known.id),
            )
        else:
            self._connection.execute("DELETE FROM search_word WHERE id = ?", (known.id,))
        if is_spellable != bool(known.is_spellable):
            self._connection.executemany(
                "INSERT INTO search_spelling VALUES (?, ?)"
                if is_spellable
                else "DELETE FROM search_spelling WHERE variant = ? AND word_id = ?",
                [
                    (variant, known.id)
                    for variant in sorted(spelling_variants(word, allowed_errors(word)))
                ],
            )

    def _best_rank(self, word: str, before: int | None) -> int | None:
        added = self._name_ranks[word]
        if added is not None:
            return added if before is None else min(added, before)
        row = self._connection.execute(
            "SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid LIMIT 1",
            (f"{{name title}} : {quoted(word)}",),
        ).fetchone()
        return int(row[0]) if row else None
