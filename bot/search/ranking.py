"""The order of search results: how much of the query a document says, where, and how popular it is.

score = coverage³ x popularity x closeness x fit

* coverage: the part of the query's weight that the document says, a hit in the name counting most;
* popularity: (1 + stars) ** 0.1; where stars are unknown, those of the middle repository of its category and year;
* closeness: more when the query names the whole name and not just a part of it;
* fit: less when the query names a framework that the document lacks.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.catalog.taxonomy import TermKind
from bot.search.candidates import Candidate
from bot.search.index import tag
from bot.search.interpretation import Interpretation, Unit
from bot.search.tokens import parts

_IN_SUMMARY = 0.72
_IN_NAME = 0.82
_NAME = 0.97  # name and title
_AFTER_TASK = 0.3
_MISSING_FRAMEWORK = 0.4
# How much a described task says of a query: beside a name little, else by how sure the guess is.
_DESCRIBED_BESIDE_NAME = 0.5
_DESCRIBED = (0.6, 0.95)
_UNSURE = 0.35
_SIDE_TASK = 0.9
_SAID_TOO = 1.05
_HINT = 0.3
_WISH = 4.0
_MOST_WISHED = 1.5
_NAMED = 0.5
_OWNED = 1.6
_EXACT = 4.0
_CALLED = 3.0
_WHOLE = 1.5
_SHORTEST_WHOLE = 6
_NAMED_AFTER_TASK = 1.2
LEAST_COVERAGE = 0.5
LEAST_COVERAGE_OF_TALK = 0.75


class Scored(NamedTuple):
    """A candidate's place in the list: the higher the score, the earlier."""

    rank: int
    entry_id: int
    score: float
    coverage: float
    matched_terms: tuple[str, ...]
    is_exact: bool = False
    is_relative: bool = False
    missed: tuple[str, ...] = ()


class _Said(NamedTuple):
    """The score shared by documents with the same of a query's tokens, in equally strong fields."""

    coverage: float
    cubed: float
    in_name: float
    letters: int
    matched_terms: tuple[str, ...]
    missed: tuple[str, ...]


class Scorer:
    """A query prepared for scoring many candidates."""

    def __init__(self, query: Interpretation, *, is_name_first: bool = False) -> None:
        self._query = query
        self._name = query.name if is_name_first else ""
        owner = parts(query.owner)
        self._owner = f" {owner[0]}" if owner else ""
        readings = [
            reading
            for unit in (*query.units, *query.hints, *query.wishes)
            for reading in unit.readings
        ]
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
        self._spaced = [f" {token} " for token in self._tokens]
        self._total = sum(unit.weight for unit in query.units)
        self._said: dict[tuple[float, ...], _Said] = {}
        least, most = _DESCRIBED
        sure = min(1.0, max(0.0, (query.sure - _UNSURE) / (1 - _UNSURE)))
        self._described = (
            _DESCRIBED_BESIDE_NAME if query.has_name else least + (most - least) * sure
        )
        # What is well known comes first only where nothing else is wished for.
        self._is_broad = (
            bool(query.units)
            and not query.wishes
            and all(unit.term and unit.term.kind is not TermKind.FRAMEWORK for unit in query.units)
        )

    def score(self, items: Iterable[Candidate]) -> list[Scored]:
        """Score candidates; a coverage under `LEAST_COVERAGE` is no answer."""
        tokens, spaced, starts, memory = self._tokens, self._spaced, self._starts, self._said
        key = self._query.key
        name = self._name
        is_long = len(key) >= _SHORTEST_WHOLE
        scored: list[Scored] = []
        for item in items:
            found = item.weights_of(tokens, spaced)
            for start in starts:
                found += (item.weight_of(start),)
            # Many candidates hold the same words in the same fields: those are weighed once.
            said = memory.get(found)
            if said is None:
                said = memory[found] = self._weigh(found)
            value = said.cubed * (item.broad if self._is_broad else item.popularity)
            if said.in_name:
                value *= 1 + 0.6 * self._closeness(item, said.letters) * said.in_name
            is_exact = bool(key) and (item.name_key == key or item.title_key == key)  # noqa: PLR1714  # the innermost loop
            if is_exact:
                value *= _NAMED_AFTER_TASK if self._is_broad else _EXACT
            elif key in item.called:
                is_exact = True
                value = max(value, item.popularity) * _CALLED
            elif name and (strength := _strength(name, item)):
                value = max(said.cubed, _NAMED) * item.popularity * strength
            elif is_long and (key in item.name_key or key in item.title_key):
                # The query, letter by letter, is in the name or title.
                value *= _WHOLE
            if self._owner and item.weight_of(self._owner):
                value *= _OWNED
            coverage = 1.0 if is_exact else said.coverage
            scored.append(
                Scored(
                    item.rank,
                    item.entry_id,
                    value,
                    coverage,
                    said.matched_terms,
                    is_exact,
                    missed=said.missed,
                )
            )
        return scored

    def _weigh(self, found: Sequence[float]) -> _Said:
        query = self._query
        weights = {
            token: weight for token, weight in zip(self._tokens, found, strict=False) if weight
        }
        starts = dict(zip(self._starts, found[len(self._tokens) :], strict=True))
        said, in_name, letters = 0.0, 0.0, 0
        missed: list[str] = []
        for unit in query.units:
            share, named = _found(unit, weights, starts)
            said += unit.weight * share
            missed += [] if share else [unit.text]
            if named:
                # What is only named after a task is not the best answer to it.
                in_name += unit.weight * (_AFTER_TASK if unit.term else 1.0)
                letters += len(unit.text.replace(" ", ""))
        coverage = said / self._total if self._total else 0.0
        matched: list[str] = []
        for term, strength in query.described:
            if tag(term.kind, term.key) in weights:
                sure = strength if tag("main", term.key) in weights else strength * _SIDE_TASK
                coverage = 1 - (1 - coverage) * (1 - self._described * sure**2)
                matched.append(term.key)
        if not query.units and not query.described:
            coverage = 1.0
        hinted = {hint.text: _found(hint, weights, starts)[0] for hint in query.hints}
        missed += [word for word, share in hinted.items() if not share]
        wished = sum(_wished(wish, weights) for wish in query.wishes)
        fit = self._fit(weights) * (1 + _HINT * sum(hinted.values()) + _WISH * wished)
        matched += [unit.term.key for unit in query.units if unit.term]
        share = in_name / self._total if in_name else 0.0
        return _Said(coverage, coverage**3 * fit, share, letters, tuple(matched), tuple(missed))

    def _fit(self, weights: Mapping[str, float]) -> float:
        """Return the factor of what lacks the frameworks that the query names."""
        fit = 1.0
        for term in self._query.soft:
            if tag(term.kind, term.key) not in weights and weights.get(term.key, 0.0) < _IN_NAME:
                fit *= _MISSING_FRAMEWORK
        return fit

    def _closeness(self, item: Candidate, letters: int) -> float:
        """Return how much of the shorter of name and title the query's own letters make up, up to 1."""
        for term in self._query.soft:
            if term.key in item.name_key:
                letters += len(term.key)
        return min(1.0, letters / item.shortest)


def _strength(name: str, item: Candidate) -> float:
    """Return the factor of a document that is called by the name that a query begins with, 0 for another."""
    if name in (item.name_key, item.title_key):
        return _EXACT
    return _CALLED if name in item.called else 0.0


def _found(
    unit: Unit, weights: Mapping[str, float], starts: Mapping[str, float]
) -> tuple[float, bool]:
    """Return how much of a unit a document says, and whether it does in its name."""
    tagged, spoken, is_named = 0.0, 0.0, False
    for reading in unit.readings:
        if reading.is_prefix:
            if spoken < _IN_SUMMARY * reading.quality:
                weight = starts[f" {reading.tokens[0]}"]
                spoken = max(spoken, weight * reading.quality)
                is_named = is_named or weight >= _NAME
            continue
        least = min(weights.get(token, 0.0) for token in reading.tokens)
        is_named = is_named or (least >= _NAME and not reading.is_tag)
        least *= reading.quality
        if reading.is_tag:
            tagged = max(tagged, least)
        else:
            spoken = max(spoken, least)
    # An entry that has the task and uses its very word is the likelier match.
    return max(tagged, spoken) * (_SAID_TOO if tagged and spoken else 1.0), is_named


def _wished(wish: Unit, weights: Mapping[str, float]) -> float:
    """Return how much of a wish a document tells of: what says it twice means it more."""
    told = [weights.get(reading.tokens[0], 0.0) * reading.quality for reading in wish.readings]
    return min(_MOST_WISHED, sum(told))


def best_first(scored: Iterable[Scored]) -> list[Scored]:
    """Order by score, then by stars."""
    return sorted(scored, key=lambda item: (-item.score, item.rank))
