"""Writing the index: documents, facets and words, as documents are added and removed."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import count as count_from
from typing import NamedTuple

from bot.catalog.entry import Entry, comparable_gain, next_change
from bot.catalog.taxonomy import TermKind
from bot.search.candidates import FIELDS
from bot.search.index import SearchDocument, allowed_errors, quoted, rank_of, spelling_variants
from bot.search.sql.clauses import AMONG, listed
from bot.search.terms import TermIndex


class _Word(NamedTuple):
    """A word's row."""

    id: int
    word: str
    documents: int
    name_rank: int | None
    is_spellable: int


class IndexWriter:
    """Adds and removes documents, and keeps the counts of words and of facets."""

    def __init__(self, connection: sqlite3.Connection, terms: TermIndex) -> None:
        self._connection = connection
        self._terms = terms
        self._facets: Counter[tuple[int, int]] = Counter()
        self._words: Counter[str] = Counter()
        self.touched: set[str] = set()
        self.added = 0
        # The best rank of a word in names: known where documents were only added, looked up again where one was removed.
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
        for table, key in (
            ("document", "rank"),
            ("called", "rank"),
            ("text", "rowid"),
            ("name", "rowid"),
        ):
            self._connection.execute(f"DELETE FROM search_{table} WHERE {key} = ?", (rank,))
        self._facets[categories, frameworks] -= 1
        self._words.subtract(set(" ".join(texts).split()))
        self._name_ranks.update(dict.fromkeys(f"{texts[0]} {texts[1]}".split()))

    def add(self, entry: Entry, doc: SearchDocument, today: date) -> None:
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
        self._connection.executemany(
            "INSERT INTO search_called VALUES (?, ?)", [(key, rank) for key in doc.called]
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
        before = [
            known.get(word) or _Word(next(new), word, 0, None, 0) for word in sorted(self.touched)
        ]
        after = [self._counted(word) for word in before]
        self._write_words(after)
        self._write_spellings(before, after)

    def _known_words(self) -> dict[str, "_Word"]:
        rows = self._connection.execute(
            f"SELECT id, word, documents, name_rank, is_spellable FROM search_word WHERE word IN {AMONG}",
            (listed(self.touched),),
        )
        return {row[1]: _Word(*row) for row in rows}

    def _counted(self, known: "_Word") -> "_Word":
        """Return a word's new row."""
        word = known.word
        documents = known.documents + self._words[word]
        name_rank = known.name_rank
        if word in self._name_ranks:
            name_rank = self._best_rank(word, name_rank)
        is_spellable = (
            (word in self._terms.spoken or name_rank is not None or documents > 1)
            and "_" not in word
            and word.isascii()
            and allowed_errors(word) > 0
        )
        return _Word(known.id, word, documents, name_rank, int(is_spellable))

    def _write_words(self, words: Sequence["_Word"]) -> None:
        used = [word for word in words if word.documents > 0 or word.word in self._terms.spoken]
        self._connection.executemany(
            "INSERT INTO search_word (id, word, documents, name_rank, is_spellable, is_term)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET (documents, name_rank, is_spellable) = (excluded.documents, excluded.name_rank, excluded.is_spellable)",
            [(*word, self._terms.is_term(word.word)) for word in used],
        )
        self._connection.executemany(
            "DELETE FROM search_word WHERE id = ?",
            [(word_id,) for word_id in {word.id for word in words} - {word.id for word in used}],
        )

    def _write_spellings(self, before: Sequence["_Word"], after: Sequence["_Word"]) -> None:
        for is_spellable, statement in (
            (0, "DELETE FROM search_spelling WHERE variant = ? AND word_id = ?"),
            (1, "INSERT INTO search_spelling VALUES (?, ?)"),
        ):
            changed = [
                new
                for old, new in zip(before, after, strict=True)
                if old.is_spellable != new.is_spellable == is_spellable
            ]
            # In the table's own order, which appends instead of filling gaps.
            self._connection.executemany(
                statement,
                sorted(
                    (variant, word.id)
                    for word in changed
                    for variant in spelling_variants(word.word, allowed_errors(word.word))
                ),
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
