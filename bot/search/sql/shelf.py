"""A cache of rows that searches read repeatedly, valid until the catalogue changes, and its reader."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.catalog.entry import Entry
from bot.search.candidates import Candidate
from bot.search.terms import TermIndex

_MOST_KEPT = 3_072  # of some 8 KB each; twice as many may be kept
_MOST_WORDS = 50_000
_MOST_MASKS = 200_000

T = TypeVar("T")


class RankCache(Generic[T]):
    """Values by rank, ``read`` counts those fetched; once there are ``most``, those that were not used since there were as many before go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: dict[int, T] = {}
        self._old: dict[int, T] = {}
        self.read = 0

    def __len__(self) -> int:
        return len(self._new.keys() | self._old.keys())

    def get(
        self, ranks: Iterable[int], read: Callable[[Sequence[int]], Iterable[tuple[int, T]]]
    ) -> list[T]:
        """Return the values at the ranks, in their order; ``read`` fetches those that are not here yet."""
        found: dict[int, T | None] = dict.fromkeys(ranks)
        missing: list[int] = []
        for rank in found:
            value = self._new.get(rank)
            if value is None and (value := self._old.get(rank)) is not None:
                self._new[rank] = value
            if value is None:
                missing.append(rank)
            else:
                found[rank] = value
        if missing:
            fetched = dict(read(missing))
            self.read += len(fetched)
            found.update(fetched)
            self._new.update(fetched)
        if len(self._new) > self._most:
            self._old, self._new = self._new, {}
        return [value for value in found.values() if value is not None]


class Shelf:
    """Cached parts of the index: documents ready to be scored, entries, counts of words, masks."""

    def __init__(self, most_kept: int = _MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._version = -1
        self._clear()

    def _clear(self) -> None:
        self.candidates = RankCache[Candidate](self._most_kept)
        self.entries = RankCache[Entry](self._most_kept)
        self.words: dict[str, int | None] = {}
        self.name_words: set[str] = set()
        self.keys: dict[str, bool] = {}
        self.masks: dict[int, tuple[int, int]] = {}
        self.size: int | None = None
        self.newest_year: int | None = None

    def turn_to(self, connection: sqlite3.Connection) -> None:
        """Clear everything when another connection has written since, and caches that have grown large."""
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self._clear()
        if len(self.words) > _MOST_WORDS:
            self.words.clear()
            self.name_words.clear()
        if len(self.keys) > _MOST_WORDS:
            self.keys.clear()
        if len(self.masks) > _MOST_MASKS:
            self.masks.clear()


@dataclass(frozen=True, slots=True)
class Reader:
    """The index as one search reads it: in one snapshot, with the taxonomy's words and the shelf."""

    connection: sqlite3.Connection
    terms: TermIndex
    shelf: Shelf


def open_reader(
    connection: sqlite3.Connection, terms: TermIndex, shelf: Shelf | None = None
) -> Reader:
    """Return a reader for one search; without a ``shelf`` that outlives it, everything is read."""
    shelf = shelf or Shelf()
    shelf.turn_to(connection)
    return Reader(connection, terms, shelf)
