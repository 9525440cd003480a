"""The order of search results: how much of the query a document says, where, and how popular it is.

score = coverage³ x popularity x closeness x fit

* coverage: the part of the query's weight that the document says, a hit in the name counting most;
* popularity: (1 + stars) ** 0.1, a repository of unknown stars counting as a small one;
* closeness: more when the query names the whole name and not just a part of it;
* fit: less when the query names a framework that the document lacks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.search.index import tag
from bot.search.units import Interpretation, Unit

FIELDS = ("name", "title", "tags", "paper", "summary", "chinese")
_FIELD_WEIGHT = {
    "name": 1.0,
    "title": 0.97,
    "tags": 0.92,
    "paper": 0.8,
    "summary": 0.72,
    "chinese": 0.72,
}
_WEAKEST_FIRST = sorted(FIELDS, key=lambda name: _FIELD_WEIGHT[name])
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
    """A document as the index holds it: its rank by stars and its tokens by field."""

    rank: int
    entry_id: int
    name_key: str
    title_key: str
    stars: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate's place in the list: the higher the score, the earlier."""

    rank: int
    entry_id: int
    score: float
    coverage: float
    matched_terms: tuple[str, ...]
    is_exact: bool = False
    is_relative: bool = False


def score(candidate: Candidate, query: Interpretation) -> Scored:
    """Score one candidate; a coverage under `LEAST_COVERAGE` is no answer."""
    # One look-up a token: its weight is that of the best field that holds it.
    weights: dict[str, float] = {}
    for name in _WEAKEST_FIRST:
        weights.update(dict.fromkeys(candidate.fields[name].split(), _FIELD_WEIGHT[name]))
    said, total, in_name = 0.0, 0.0, 0.0
    for unit in query.units:
        found = _found(unit, weights, candidate)
        total += unit.weight
        said += unit.weight * found
        if found >= _IN_NAME:
            in_name += unit.weight
    coverage = said / total if total else 0.0
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
    is_exact = bool(query.key) and query.key in (candidate.name_key, candidate.title_key)
    closeness = _closeness(candidate, query) if in_name else 0.0
    stars = candidate.stars if candidate.stars > 0 else _UNKNOWN_STARS
    value = (
        coverage**3
        * (1 + stars) ** _POPULARITY
        * (1 + 0.6 * closeness * (in_name / total if total else 0))
        * fit
        * (_EXACT if is_exact else _WHOLE if _is_whole(candidate, query.key) else 1.0)
    )
    matched += [unit.term.key for unit in query.units if unit.term]
    return Scored(
        candidate.rank,
        candidate.entry_id,
        value,
        1.0 if is_exact else coverage,
        tuple(matched),
        is_exact,
    )


def _is_whole(candidate: Candidate, key: str) -> bool:
    """Tell whether the query, letter by letter, stands in the name or title."""
    return len(key) >= _SHORTEST_WHOLE and (key in candidate.name_key or key in candidate.title_key)


def _found(unit: Unit, weights: Mapping[str, float], candidate: Candidate) -> float:
    tagged, spoken = 0.0, 0.0
    for reading in unit.readings:
        if reading.is_prefix:
            if spoken < _FIELD_WEIGHT["summary"] * reading.quality:
                weight = _prefix_weight(reading.tokens[0], candidate)
                spoken = max(spoken, weight * reading.quality)
            continue
        least = min(weights.get(token, 0.0) for token in reading.tokens) * reading.quality
        if reading.is_tag:
            tagged = max(tagged, least)
        else:
            spoken = max(spoken, least)
    # Who has the task and says the very word for it was more likely meant.
    return max(tagged, spoken) * (_SAID_TOO if tagged and spoken else 1.0)


def _prefix_weight(start: str, candidate: Candidate) -> float:
    for name in FIELDS:
        text = candidate.fields[name]
        if text.startswith(start) or f" {start}" in text:
            return _FIELD_WEIGHT[name]
    return 0.0


def _closeness(candidate: Candidate, query: Interpretation) -> float:
    """Return how much of the shorter of name and title the query's own letters make up, up to 1."""
    letters = sum(len(unit.text.replace(" ", "")) for unit in query.units)
    letters += sum(len(term.key) for term in query.soft if term.key in candidate.name_key)
    shortest = min(len(candidate.name_key) or 1, len(candidate.title_key) or 1)
    return min(1.0, letters / shortest)


def best_first(scored: Sequence[Scored]) -> list[Scored]:
    """Order by score, then by stars."""
    return sorted(scored, key=lambda item: (-item.score, item.rank))
