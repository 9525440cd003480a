"""A whole search: found, sorted, counted, and explained where nothing was found."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.catalog.entry import Entry
from bot.search import tokens
from bot.search.interpretation import Interpretation
from bot.search.query import FILTERS, SearchQuery, searchable_text
from bot.search.ranking import Scored
from bot.search.results import Hit, SearchPage
from bot.search.sql.browsing import browse
from bot.search.sql.clauses import allowed_ranks, hard_filters_of
from bot.search.sql.completion import complete
from bot.search.sql.documents import entries_at
from bot.search.sql.facets import facets_of, has_facts_for, in_order
from bot.search.sql.intending import Understood, understand
from bot.search.sql.matching import Matches, complete_matches, find
from bot.search.sql.papers import paper_of
from bot.search.sql.shelf import Reader, Shelf, open_reader
from bot.search.terms import TermIndex

_SHORTEST_NEAR = 4  # shorter words are near everything
_SUGGESTED = 3
_FACTS = ("license", "health", "weights", "paper", "since", "language", "fits")


def search(  # a query, a page of it, and the reader
    connection: sqlite3.Connection,
    *,
    terms: TermIndex,
    query: SearchQuery,
    offset: int = 0,
    limit: int = 10,
    shelf: Shelf | None = None,
) -> SearchPage:
    """Return one page of the entries that answer ``query``."""
    reader = open_reader(connection, terms, shelf)
    understood = understand(reader, query)
    read = understood.query
    if read.text.strip() or read.like:
        page = _answer(reader, understood, offset, limit)
    else:
        page = browse(reader, read, offset, limit)
        page = replace(page, hidden=_hidden(reader, read, page.total))
    is_sorted = not page.total or has_facts_for(connection, read.sort)
    return replace(page, query=query, read=read, is_sorted=is_sorted)


def _answer(reader: Reader, understood: Understood, offset: int, limit: int) -> SearchPage:
    query = understood.query
    found = find(reader, query, pinned=understood.versus)
    if not found.ranks:
        return _explain_nothing(reader, query, offset)
    ranks = in_order(reader.connection, found.ranks, query.sort)
    categories, frameworks = facets_of(reader, ranks)
    hits = _hits(reader, ranks[offset : offset + limit], found.scored)
    asked = found.interpretation
    return SearchPage(
        query,
        offset,
        len(ranks),
        hits,
        found.is_capped,
        corrected=asked.text if asked and asked.corrections and hits else None,
        understood=_understood(asked, hits) if asked else (),
        ignored=_ignored(asked, found, hits) if asked else (),
        unlisted=found.unlisted,
        missing=tuple(term.key for term in asked.soft if not frameworks.get(term.key))
        if asked
        else (),
        categories=categories,
        frameworks=frameworks,
        versus=tuple(entries_at(reader, understood.versus)),
        hidden=_hidden(reader, query, len(ranks)),
        family=found.family,
        paper=paper_of(reader.connection, found.arxiv_id) if found.arxiv_id else None,
    )


def _hidden(reader: Reader, query: SearchQuery, shown: int) -> dict[str, int]:
    """Return how many more there are without each filter on a fact, which many entries lack."""
    counts: dict[str, int] = {}
    for name in _FACTS:
        if getattr(query, name) and not query.like:
            rest = query.without(name)
            more = len(find(reader, rest).ranks) if query.text else browse(reader, rest, 0, 0).total
            if more > shown:
                counts[name] = more - shown
    return counts


def _hits(reader: Reader, ranks: Sequence[int], scored: Mapping[int, Scored]) -> tuple[Hit, ...]:
    return tuple(
        Hit(entry, item.score, item.matched_terms, item.is_relative)
        if (item := scored.get(rank))
        else Hit(entry, 0.0)
        for rank, entry in zip(ranks, entries_at(reader, ranks), strict=True)
    )


def _understood(asked: Interpretation, hits: Sequence[Hit]) -> tuple[str, ...]:
    shown = {key for hit in hits for key in hit.matched_terms}
    return tuple(term.key for term, _ in asked.described if term.key in shown)


def _ignored(asked: Interpretation, found: Matches, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the words beside a name that the first hit doesn't say."""
    first = found.scored.get(found.ranks[0])
    owner = tokens.parts(asked.owner)[:1]
    is_others = owner and hits and not tokens.name_key(hits[0].entry.owner).startswith(owner[0])
    others = [asked.owner] if is_others and not found.unlisted else []
    hints = {hint.text for hint in asked.hints}
    is_named = first and asked.name and not first.coverage >= 1
    missed = [word for word in (first.missed if first else ()) if is_named or word in hints]
    return tuple(dict.fromkeys([*others, *missed, *asked.dropped]))


def _explain_nothing(reader: Reader, query: SearchQuery, offset: int) -> SearchPage:
    """Return the filter to drop, or the nearest names: one search without filters shows what each of them hides."""
    without: dict[str, int] = {}
    if query.has_filters:
        hidden = find(reader, query.without(*FILTERS))
        without = _counts_without(reader, query, hidden) if hidden.ranks else {}
    suggestions = () if without or not query.text else _nearest(reader, query.text)
    return SearchPage(query, offset, 0, (), suggestions=tuple(suggestions), without=without)


def _counts_without(reader: Reader, query: SearchQuery, hidden: Matches) -> dict[str, int]:
    """Return how many of the hidden hits each filter alone holds back, or else all of them together."""
    counts: dict[str, int] = {}
    for name in FILTERS:
        if getattr(query, name):
            rest = hard_filters_of(reader.connection, query.without(name))
            shown = set(allowed_ranks(reader.connection, hidden.ranks, rest))
            if hidden.is_capped and hidden.interpretation:
                # More match than were looked at.
                shown.update(complete_matches(reader, hidden.interpretation, rest))
            # Relatives come along with real matches, never alone.
            if any(query.like or not hidden.is_relative(rank) for rank in shown):
                counts[name] = len(shown)
    return counts or {"all": len(hidden.ranks)}


def _nearest(reader: Reader, text: str) -> list[Entry]:
    for run in sorted(tokens.runs(searchable_text(text)), key=len, reverse=True):
        if len(run) >= _SHORTEST_NEAR and (
            found := complete(
                reader.connection,
                terms=reader.terms,
                shelf=reader.shelf,
                text=run,
                limit=_SUGGESTED,
            )
        ):
            return found
    return []
