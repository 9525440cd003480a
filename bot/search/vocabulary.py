"""The index's counts of words, and the weights that follow from them."""

import math
from typing import Protocol


class Vocabulary(Protocol):
    """The index's counts of words."""

    size: int

    def count(self, word: str) -> int | None:
        """Return how many documents hold the word; None when neither they nor the taxonomy know it."""
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
