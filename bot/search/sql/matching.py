"""The documents that answer a text, scored and in order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from bot.search.atoms import words_of
from bot.search.index import quoted, tag
from bot.search.interpretation import Interpretation
from bot.search.query import SearchQuery, Sort, find_doors, searchable_text
from bot.search.ranking import LEAST_COVERAGE, LEAST_COVERAGE_OF_TALK, Scored, Scorer, best_first
from bot.search.sql.alternatives import alternatives_of, newer_members
from bot.search.sql.browsing import MOST_HITS
from bot.search.sql.clauses import (
    HardFilters,
    allowed_ranks,
    any_of,
    hard_filters_of,
    matching_ranks,
)
from bot.search.sql.documents import candidates_at, entries_at
from bot.search.sql.family import families_ranks, ranks_of_family
from bot.search.sql.lookups import ranks_of_key, ranks_of_name, ranks_of_paper, ranks_of_title
from bot.search.sql.relatives import relatives_of
from bot.search.sql.shelf import Reader
from bot.search.sql.words import Lexicon
from bot.search.units import interpret
from bot.search.wishes import wishes_of

_RERANKED = 80
_PER_UNIT = 60
_PARTIAL = 80
_ENOUGH = 10
_FEW = 3
_KEEP_ABOVE = 0.62


@dataclass(frozen=True, slots=True)
class Matches:
    """Ranks in order, with how each was scored where it was."""

    ranks: Sequence[int]
    scored: Mapping[int, Scored] = field(default_factory=dict[int, Scored])
    is_capped: bool = False
    interpretation: Interpretation | None = None
    arxiv_id: str | None = None
    unlisted: str | None = None
    family: str | None = None

    def is_relative(self, rank: int) -> bool:
        """Return whether a document is only similar to one that matches the query."""
        return rank in self.scored and self.scored[rank].is_relative


def find(reader: Reader, query: SearchQuery, *, pinned: Sequence[int] = ()) -> Matches:
    """Find the documents that match the query's text, or are similar to its entry.

    Those at ``pinned`` are compared: they come first, then what is similar.
    """
    filters = hard_filters_of(reader.connection, query)
    if query.like or pinned:
        around = _compared(reader, pinned, filters) if pinned else None
        return around or _similar(reader, query, filters)
    doors = find_doors(query.text)
    if doors.arxiv and (ranks := ranks_of_paper(reader.connection, doors.arxiv, filters)):
        return Matches(ranks, arxiv_id=doors.arxiv)
    text = searchable_text(query.text)
    named = ranks_of_name(reader.connection, doors.full_name, filters) if doors.full_name else []
    asked = _interpreted(reader, text, doors.full_name, is_listed=bool(named))
    asked = replace(asked, wishes=tuple(wishes_of(query)))
    # A task begins many titles, and none of them is meant by it.
    is_term = reader.terms.is_wording(words_of(text))
    titled = [] if is_term else ranks_of_title(reader.connection, asked.key, filters)
    pinned = list(dict.fromkeys([*named, *titled]))
    if not asked.units and not asked.described and not asked.soft:
        return Matches(pinned, interpretation=asked)
    found = _match(reader, asked, filters, pinned)
    if doors.is_github and doors.full_name and not named:
        # A filter may hide what is listed.
        is_listed = ranks_of_name(reader.connection, doors.full_name)
        return found if is_listed else replace(found, unlisted=doors.full_name)
    return _with_kin(reader, query, found, filters, is_listed=bool(named))


def _with_kin(
    reader: Reader, query: SearchQuery, found: Matches, filters: HardFilters, *, is_listed: bool
) -> Matches:
    """Put the members of a family that was asked for first, or add what is similar to the one entry that was named."""
    if query.sort is not Sort.RELEVANCE:
        return found
    family = reader.terms.family(query.text)
    if family and not query.prefer:
        so_called = [rank for rank, item in found.scored.items() if item.is_exact]
        members = ranks_of_family(reader, family, filters, so_called)
        order = list(dict.fromkeys([*members, *found.ranks]))
        return replace(found, ranks=order, family=family.name if members else None)
    is_named = found.ranks and (is_listed or found.scored[found.ranks[0]].is_exact)
    return (
        _with_relatives(reader, found, filters)
        if is_named and len(found.ranks) < _ENOUGH
        else found
    )


def _interpreted(
    reader: Reader, text: str, full_name: str | None, *, is_listed: bool
) -> Interpretation:
    """Understand a text; of ``owner/name`` that is no entry, a model's name counts without its owner."""
    if full_name and not is_listed:
        owner, _, name = full_name.partition("/")
        for part in (name, owner):
            asked = interpret(part, reader.terms, Lexicon(reader, part))
            if asked.has_name or asked.key in Lexicon(reader).named([asked.key]):
                return replace(asked, owner=owner, is_id=True)
    return interpret(text, reader.terms, Lexicon(reader, text), is_whole=is_listed)


def _similar(reader: Reader, query: SearchQuery, filters: HardFilters) -> Matches:
    """Return what can be used instead of an entry; where a year was asked for, its newer generations first."""
    own = ranks_of_name(reader.connection, query.like or "")
    if not own:
        return Matches([])
    (entry,) = entries_at(reader, own[:1])
    newer = newer_members(reader, entry.full_name, filters) if query.since else []
    kept = {item.rank: item for item in alternatives_of(reader, own[0], filters)}
    return Matches(list(dict.fromkeys([*newer, *kept])), kept)


def _compared(reader: Reader, ranks: Sequence[int], filters: HardFilters) -> Matches:
    """Return the compared documents, then by turns what belongs to the family of each, then what is similar."""
    kept = allowed_ranks(reader.connection, ranks, filters)
    families = [families_ranks(reader, rank, filters)[:_FEW] for rank in ranks]
    turns = [rank for pair in zip_longest(*families) for rank in pair if rank is not None]
    scored = {item.rank: item for item in alternatives_of(reader, ranks[0], filters, _ENOUGH)}
    order = list(dict.fromkeys([*kept, *turns, *scored]))[:_ENOUGH]
    return Matches(order, {rank: item for rank, item in scored.items() if rank not in kept})


def _with_relatives(reader: Reader, found: Matches, filters: HardFilters) -> Matches:
    """Fill the list of one exactly named document with the most similar ones."""
    relatives = relatives_of(reader, found.ranks[0], filters, _ENOUGH)
    order = list(dict.fromkeys([*found.ranks, *(item.rank for item in relatives)]))[:_ENOUGH]
    scored = {item.rank: item for item in relatives} | dict(found.scored)
    return Matches(order, scored, interpretation=found.interpretation)


def _match(
    reader: Reader, asked: Interpretation, filters: HardFilters, pinned: Sequence[int]
) -> Matches:
    groups = _groups(asked)
    complete = complete_matches(reader, asked, filters)
    # A family's name is not better than what says the version.
    is_own = asked.name and not asked.is_family
    named = ranks_of_key(reader.connection, asked.name, filters) if is_own else []
    # Few that are named so say all of it: the name that was recognized is worth more than the words beside it.
    others = (
        _named_so(reader, asked, groups, filters)
        if is_own and len(complete) < _ENOUGH
        else complete
    )
    is_alone = not others or (asked.is_all_names and len(others) < _FEW)
    is_name_first = is_own and (asked.is_id or (is_alone and not asked.described))
    candidates = dict.fromkeys(_candidates(reader, asked, groups, filters, complete, pinned))
    candidates.update(dict.fromkeys(named))
    scored = Scorer(asked, is_name_first=bool(is_name_first)).score(
        candidates_at(reader, candidates)
    )
    best = max((item.coverage for item in scored), default=0.0)
    least = LEAST_COVERAGE_OF_TALK if asked.is_small_talk else LEAST_COVERAGE
    floor = max(least, _KEEP_ABOVE * best)
    wanted = {*complete, *pinned, *(named if is_name_first else ())}
    kept = best_first([item for item in scored if item.coverage >= floor or item.rank in wanted])
    order = list(dict.fromkeys([*pinned, *(item.rank for item in kept)]))
    order += [rank for rank in complete if rank not in candidates]
    return Matches(
        order,
        {item.rank: item for item in kept},
        is_capped=len(complete) >= MOST_HITS,
        interpretation=asked,
    )


def _named_so(
    reader: Reader, asked: Interpretation, groups: Sequence[str], filters: HardFilters
) -> list[int]:
    """Return the documents that say all of the query, the recognized name in their own."""
    in_name = [
        f"{{name title}} : ({group})" if unit.text.replace(" ", "") in asked.name else group
        for unit, group in zip(asked.units, groups, strict=True)
    ]
    return matching_ranks(reader.connection, in_name, filters, _FEW) if in_name else []


def complete_matches(reader: Reader, asked: Interpretation, filters: HardFilters) -> list[int]:
    """Return the most starred documents that say all of the query."""
    return (
        matching_ranks(reader.connection, groups, filters, MOST_HITS)
        if (groups := _groups(asked))
        else []
    )


def _groups(asked: Interpretation) -> list[str]:
    return [any_of(unit.readings) for unit in asked.units]


def _candidates(
    reader: Reader,
    asked: Interpretation,
    groups: Sequence[str],
    filters: HardFilters,
    complete: Sequence[int],
    pinned: Sequence[int],
) -> Iterable[int]:
    """Yield the documents worth scoring, of the ``complete`` matches the most starred."""
    yield from pinned
    yield from ranks_of_key(reader.connection, asked.key, filters)
    yield from complete[:_RERANKED]
    if groups and len(complete) > _RERANKED:
        in_name = [f"{{name title paper}} : ({group})" for group in groups]
        yield from matching_ranks(reader.connection, in_name, filters, _PER_UNIT)
    lifted = [quoted(tag(term.kind, term.key)) for term in asked.soft]
    lifted += [any_of(wish.readings) for wish in asked.wishes]
    for group in lifted:
        yield from matching_ranks(reader.connection, [*groups, group], filters, _PER_UNIT)
    if len(complete) < _ENOUGH:
        yield from _partial_ranks(reader, asked, groups, filters)


def _partial_ranks(
    reader: Reader, asked: Interpretation, groups: Sequence[str], filters: HardFilters
) -> list[int]:
    """Return the documents that say the weightiest parts of the query, as far as the first documents of each part show.

    Looked at: all units but one, each unit alone, each described task.
    """
    weights: defaultdict[int, float] = defaultdict(float)
    total = sum(unit.weight for unit in asked.units)
    for place, group in enumerate(groups):
        for rank in matching_ranks(reader.connection, [group], filters, _PER_UNIT):
            weights[rank] += asked.units[place].weight
        if len(groups) > 2:  # noqa: PLR2004  # of two, "all but one" is "each alone"
            others = [*groups[:place], *groups[place + 1 :]]
            for rank in matching_ranks(reader.connection, others, filters, _PER_UNIT):
                weights[rank] += total - asked.units[place].weight
    for term, strength in asked.described:
        for kind, share in (("main", 2.0), (term.kind, 1.0)):
            tagged = [quoted(tag(kind, term.key))]
            for rank in matching_ranks(reader.connection, tagged, filters, _PER_UNIT):
                weights[rank] += strength * share * max(1.0, total / 3)
    return sorted(weights, key=lambda rank: (-weights[rank], rank))[:_PARTIAL]
