"""Documents ready to be scored, and how well known they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from sys import intern

# The strongest first.
FIELDS = ("name", "title", "tags", "paper", "summary", "chinese")
_WEIGHTS = (1.0, 0.97, 0.92, 0.8, 0.72, 0.72)
_POPULARITY = 0.10
# Looking for a few words once is cheaper than mapping all of a document's.
_FEW = 40
# Who asks for a whole task wants what is well known and recent.
_YEAR = " year_"
_BROAD = 1.6
_FIRST_YEAR = 2014
_MIDDLE_YEAR = 2020
_PER_YEAR = 0.03
_SELDOM = 1


@dataclass(slots=True)
class Candidate:
    """A document ready to be scored: its keys and its fields' tokens, the strongest field first, a line each.

    Each token is between spaces. ``called`` are the keys it has beside those of name and title. What is scored again
    and again also keeps a map of its tokens.
    """

    rank: int
    entry_id: int
    name_key: str
    title_key: str
    popularity: float
    text: str
    called: frozenset[str] = frozenset()
    shortest: int = field(init=False)
    broad: float = field(init=False)
    _uses: int = 0
    _weights: dict[str, float] | None = None

    def __post_init__(self) -> None:
        place = self.text.find(_YEAR)
        year = int(self.text[place + len(_YEAR) :][:4]) if place >= 0 else _MIDDLE_YEAR
        recent = 1 + _PER_YEAR * max(0, year - _FIRST_YEAR)
        self.broad = self.popularity**_BROAD * recent
        self.shortest = min(len(self.name_key) or 1, len(self.title_key) or 1)

    def weights_of(self, tokens: Sequence[str], spaced: Sequence[str]) -> tuple[float, ...]:
        """Return the weight of the strongest field that holds each token, 0 for none."""
        weights = self._weights
        if weights is None:
            self._uses += 1
            if self._uses <= _SELDOM and len(spaced) <= _FEW:
                return tuple([self.weight_of(token) for token in spaced])
            weights = self._weights = self._map()
        get = weights.get
        return tuple([get(token, 0.0) for token in tokens])

    def weight_of(self, part: str) -> float:
        """Return the weight of the strongest field that holds a part of the text."""
        place = self.text.find(part)
        return 0.0 if place < 0 else _WEIGHTS[self.text.count("\n", 0, place)]

    def _map(self) -> dict[str, float]:
        weights: dict[str, float] = {}
        for line, weight in zip(reversed(self.text.split("\n")), reversed(_WEIGHTS), strict=True):
            weights.update(dict.fromkeys(map(intern, line.split()), weight))
        return weights


def popularity(stars: int) -> float:
    """Return the factor of a star count, or of the likely one where nobody counted."""
    return (1 + stars) ** _POPULARITY
