"""The index's words: how many documents hold one, which begin alike, and which was meant by a misspelling."""

import sqlite3
from collections.abc import Collection, Sequence

from rapidfuzz.distance import OSA

from bot.search.index import allowed_errors, spelling_variants
from bot.search.sql.clauses import AMONG, listed
from bot.search.sql.lookups import LAST, keys_in_use
from bot.search.sql.shelf import Reader
from bot.search.units import candidate_words

_SHORT_WORD = 5
_UNNAMED = 1 << 62


class Lexicon:
    """The words as one query asks for them; counts are fetched at once and kept."""

    def __init__(self, reader: Reader, text: str = "") -> None:
        self._connection = reader.connection
        self._counts = reader.shelf.words
        self._name_words = reader.shelf.name_words
        self._keys = reader.shelf.keys
        self._shelf = reader.shelf
        self._count([word for word in candidate_words(text) if word not in self._counts])

    @property
    def size(self) -> int:
        """Return how many documents there are, 1 at the least."""
        if self._shelf.size is None:
            (self._shelf.size,) = self._connection.execute(
                "SELECT coalesce(sum(entries), 1) FROM search_facet"
            ).fetchone()
        return self._shelf.size or 1

    def count(self, word: str) -> int | None:
        """Return how many documents hold the word; None when neither they nor the taxonomy know it."""
        if word not in self._counts:
            self._count([word])
        return self._counts[word]

    def _count(self, words: Sequence[str]) -> None:
        if words:
            rows = self._connection.execute(
                f"SELECT word, documents, name_rank FROM search_word WHERE word IN {AMONG}",
                (listed(words),),
            )
            self._counts.update(dict.fromkeys(words))
            for word, documents, name_rank in rows:
                self._counts[word] = documents
                if name_rank is not None:
                    self._name_words.add(word)

    def is_name(self, word: str) -> bool:
        """Tell whether the word is in some entry's name or title."""
        return bool(self.count(word)) and word in self._name_words

    def named(self, keys: Collection[str]) -> set[str]:
        """Return those keys that are some entry's whole name or title."""
        new = [key for key in keys if key not in self._keys]
        if new:
            self._keys.update(dict.fromkeys(new, False))
            self._keys.update(dict.fromkeys(keys_in_use(self._connection, new), True))
        return {key for key in keys if self._keys[key]}

    def has_prefix(self, word: str) -> bool:
        """Return whether the word of some name begins like this."""
        row = self._connection.execute(
            "SELECT 1 FROM search_word WHERE word >= ? AND word < ? AND name_rank IS NOT NULL LIMIT 1",
            (word, word + LAST),
        ).fetchone()
        return row is not None

    def correct(self, word: str, *, most_errors: int = 2, is_used: bool = False) -> str | None:
        """Return the known word that was likely meant; ``is_used``: only one that documents hold."""
        return correct(self._connection, word, most_errors=most_errors, is_used=is_used)


def correct(
    connection: sqlite3.Connection, word: str, *, most_errors: int = 2, is_used: bool = False
) -> str | None:
    """Return the likeliest word that was meant: the fewest errors, then the better known name."""
    errors = min(allowed_errors(word), most_errors)
    if not errors or not word.isascii():
        return None
    rows = connection.execute(
        f"""
        SELECT DISTINCT w.word, w.documents, w.name_rank, w.is_term
        FROM search_spelling AS s JOIN search_word AS w ON w.id = s.word_id
        WHERE s.variant IN {AMONG} AND length(w.word) BETWEEN ? AND ? AND w.documents >= ?
        """,
        (
            listed(sorted(spelling_variants(word, errors))),
            len(word) - errors,
            len(word) + errors,
            int(is_used),
        ),
    )
    # Digits are no spelling: another version is another model.
    digits = _digits(word)
    # A short word is near many: only a name or a term may have been meant, begun with the same letter.
    is_short = len(word) <= _SHORT_WORD
    likely = [
        (distance, candidate[0] != word[0], -documents, name_rank or _UNNAMED, candidate)
        for candidate, documents, name_rank, is_term in rows
        if candidate != word
        and _digits(candidate) == digits
        and not (is_short and (candidate[0] != word[0] or not (name_rank or is_term)))
        and (distance := OSA.distance(word, candidate)) <= errors
    ]
    return min(likely)[-1] if likely else None


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
