"""The index's counts of words, and the weights that follow from them."""

import math
from collections.abc import Collection
from typing import Protocol


class Vocabulary(Protocol):
    """The index's counts of words."""

    @property
    def size(self) -> int:
        """Return how many documents there are, 1 at the least."""
        ...

    def count(self, word: str) -> int | None:
        """Return how many documents hold the word; None when neither they nor the taxonomy know it."""
        ...

    def is_name(self, word: str) -> bool:
        """Tell whether the word is in some entry's name or title."""
        ...

    def named(self, keys: Collection[str]) -> set[str]:
        """Return those keys that are some entry's whole name or title."""
        ...

    def has_prefix(self, word: str) -> bool:
        """Return whether the word of some name begins like this."""
        ...

    def correct(self, word: str, *, most_errors: int = 2, is_used: bool = False) -> str | None:
        """Return the known word that was likely meant; ``is_used``: only one that documents hold."""
        ...


def idf(vocabulary: Vocabulary, *words: str) -> float:
    """Return how telling the words are: the inverse document frequency of the rarest that is known."""
    counts = [count for word in words if (count := vocabulary.count(word))]
    return math.log(1 + vocabulary.size / (min(counts, default=0) + 0.5))
