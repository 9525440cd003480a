"""The order of search results: how much of the query a document says, where, and how popular it is.

score = coverage³ x popularity x closeness x fit

* coverage: the part of the query's weight that the document says, a hit in the name counting most;
* popularity: (1 + stars) ** 0.1, a repository of unknown stars counting as a small one;
* closeness: more when the query names the whole name and not just a part of it;
* fit: less when the query names a framework that the document lacks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.search.index import tag
from bot.search.units import Interpretation, Unit

# The strongest first.
FIELDS = ("name", "title", "tags", "paper", "summary", "chinese")
_WEIGHTS = (1.0, 0.97, 0.92, 0.8, 0.72, 0.72)
_IN_SUMMARY = 0.72
_IN_NAME = 0.82
_POPULARITY = 0.10
_UNKNOWN_STARS = 150
_MISSING_FRAMEWORK = 0.4
_DESCRIBED = 0.75
_SIDE_TASK = 0.9
_SAID_TOO = 1.2
_EXACT = 4.0
_WHOLE = 1.5
_SHORTEST_WHOLE = 6
LEAST_COVERAGE = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document ready to be scored.

    ``weights`` maps each of its tokens to the weight of the strongest field that holds it; ``text`` holds all fields,
    the strongest first, a line each, for words that are not yet typed out.
    """

    rank: int
    entry_id: int
    name_key: str
    title_key: str
    stars: int
    popularity: float
    weights: Mapping[str, float]
    text: str


class Scored(NamedTuple):
    """A candidate's place in the list: the higher the score, the earlier."""

    rank: int
    entry_id: int
    score: float
    coverage: float
    matched_terms: tuple[str, ...]
    is_exact: bool = False
    is_relative: bool = False


class _Said(NamedTuple):
    """What documents that hold the same of a query's tokens, in fields as strong, have in common."""

    coverage: float
    in_name: float
    fit: float
    matched_terms: tuple[str, ...]


def candidate(  # a row of the index
    rank: int, entry_id: int, name_key: str, title_key: str, stars: int, texts: Sequence[str]
) -> Candidate:
    """Prepare a document for scoring; ``texts`` are its tokens by field."""
    weights: dict[str, float] = {}
    for text, weight in zip(reversed(texts), reversed(_WEIGHTS), strict=True):
        weights.update(dict.fromkeys(text.split(), weight))
    return Candidate(
        rank,
        entry_id,
        name_key,
        title_key,
        stars,
        (1 + (stars if stars > 0 else _UNKNOWN_STARS)) ** _POPULARITY,
        weights,
        "".join(f" {text}\n" for text in texts),
    )


class Scorer:
    """A query prepared for scoring many candidates."""

    def __init__(self, query: Interpretation) -> None:
        self._query = query
        readings = [reading for unit in query.units for reading in unit.readings]
        self._starts = [f" {reading.tokens[0]}" for reading in readings if reading.is_prefix]
        terms = [*(term for term, _ in query.described), *query.soft]
        self._tokens = list(
            dict.fromkeys(
                [
                    *(token for reading in readings for token in reading.tokens),
                    *(tag(kind, term.key) for term in terms for kind in (term.kind, "main")),
                    *(term.key for term in query.soft),
                ]
            )
        )
        self._letters = sum(len(unit.text.replace(" ", "")) for unit in query.units)
        self._total = sum(unit.weight for unit in query.units)
        self._is_long = len(query.key) >= _SHORTEST_WHOLE
        self._said: dict[tuple[float | None, ...], _Said] = {}

    def score(self, item: Candidate) -> Scored:
        """Score one candidate; a coverage under `LEAST_COVERAGE` is no answer."""
        # Many candidates hold the same words in the same fields: those are weighed once.
        found = (
            *map(item.weights.get, self._tokens),
            *(_start_weight(start, item.text) for start in self._starts),
        )
        said = self._said.get(found)
        if said is None:
            said = self._said[found] = self._weigh(found)
        key = self._query.key
        value = said.coverage**3 * item.popularity * said.fit
        if said.in_name:
            value *= 1 + 0.6 * self._closeness(item) * said.in_name
        is_exact = bool(key) and key in (item.name_key, item.title_key)
        if is_exact:
            value *= _EXACT
        elif self._is_long and (key in item.name_key or key in item.title_key):
            # The query, letter by letter, is in the name or title.
            value *= _WHOLE
        return Scored(
            item.rank,
            item.entry_id,
            value,
            1.0 if is_exact else said.coverage,
            said.matched_terms,
            is_exact,
        )

    def _weigh(self, found: Sequence[float | None]) -> _Said:
        query = self._query
        weights = {
            token: weight for token, weight in zip(self._tokens, found, strict=False) if weight
        }
        starts = dict(zip(self._starts, found[len(self._tokens) :], strict=True))
        said, in_name = 0.0, 0.0
        for unit in query.units:
            share = _found(unit, weights, starts)
            said += unit.weight * share
            if share >= _IN_NAME:
                in_name += unit.weight
        coverage = said / self._total if self._total else 0.0
        matched: list[str] = []
        for term, strength in query.described:
            if tag(term.kind, term.key) in weights:
                sure = strength if tag("main", term.key) in weights else strength * _SIDE_TASK
                coverage = 1 - (1 - coverage) * (1 - _DESCRIBED * sure**2)
                matched.append(term.key)
        if not query.units and not query.described:
            coverage = 1.0
        fit = 1.0
        for term in query.soft:
            if tag(term.kind, term.key) not in weights and weights.get(term.key, 0.0) < _IN_NAME:
                fit *= _MISSING_FRAMEWORK
        matched += [unit.term.key for unit in query.units if unit.term]
        return _Said(coverage, in_name / self._total if in_name else 0.0, fit, tuple(matched))

    def _closeness(self, item: Candidate) -> float:
        """Return how much of the shorter of name and title the query's own letters make up, up to 1."""
        letters = self._letters
        for term in self._query.soft:
            if term.key in item.name_key:
                letters += len(term.key)
        return min(1.0, letters / min(len(item.name_key) or 1, len(item.title_key) or 1))


def _found(unit: Unit, weights: Mapping[str, float], starts: Mapping[str, float | None]) -> float:
    tagged, spoken = 0.0, 0.0
    for reading in unit.readings:
        if reading.is_prefix:
            if spoken < _IN_SUMMARY * reading.quality:
                weight = starts[f" {reading.tokens[0]}"] or 0.0
                spoken = max(spoken, weight * reading.quality)
            continue
        least = min(weights.get(token, 0.0) for token in reading.tokens) * reading.quality
        if reading.is_tag:
            tagged = max(tagged, least)
        else:
            spoken = max(spoken, least)
    # Who has the task and says the very word for it was more likely meant.
    return max(tagged, spoken) * (_SAID_TOO if tagged and spoken else 1.0)


def _start_weight(start: str, text: str) -> float:
    """Return the weight of the strongest field with a word that begins like this."""
    place = text.find(start)
    return 0.0 if place < 0 else _WEIGHTS[text.count("\n", 0, place)]


def best_first(scored: Iterable[Scored]) -> list[Scored]:
    """Order by score, then by stars."""
    return sorted(scored, key=lambda item: (-item.score, item.rank))
