"""The search index in the database: searched, completed and counted; `bot.indexing` builds it.

A whole search is one function on one connection of its own (`Database.search`). Documents are numbered by stars,
so ``ORDER BY rowid LIMIT n`` stops after the n most starred matches instead of ranking every match. The numbers have
gaps, so a document whose stars changed moves without renumbering the others.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from rapidfuzz.distance import OSA

from bot.catalog.database import Database
from bot.catalog.entry import Entry, LicenseKind
from bot.catalog.store import papers_of, read_entries
from bot.catalog.taxonomy import TermKind
from bot.indexing.store import catch_up, mark_changing, rebuild
from bot.search import tokens
from bot.search.index import allowed_errors, quoted, spelling_variants, tag
from bot.search.mentions import find_mentions
from bot.search.query import FILTERS, SearchQuery, Sort, find_doors, searchable_text
from bot.search.ranking import FIELDS, LEAST_COVERAGE, Candidate, Scored, best_first, score
from bot.search.results import Hit, Mentioned, Overview, Paper, SearchPage
from bot.search.terms import TermIndex, atoms_of
from bot.search.units import Interpretation, Reading, candidate_words, idf, interpret

MOST_HITS = 1_000
_RERANKED = 120
_PER_UNIT = 60
_PARTIAL = 120
_ENOUGH = 10
_COMPLETIONS = 25
_KEEP_ABOVE = 0.62
_MOST_SIMILAR = 50
_AT_ONCE = 100
_PER_PAPER = 3
_EVERYDAY = 12
_SHORT_WORD = 5
_SHORTEST_TITLE = 10
_SHORTEST_KEY = 3  # fewer letters begin too many names to sort
_SHARED = ("task_", "category_", "framework_")

_ORDERS = {
    Sort.RELEVANCE: "rank",
    Sort.STARS: "rank",
    Sort.GAINED: "gained DESC, rank",
    Sort.ACTIVE: "pushed DESC, rank",
    Sort.NEWEST: "created DESC, rank",
    Sort.NAME: "sort_name, rank",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """Ranks in order, with how each was scored where it was."""

    ranks: Sequence[int]
    scored: Mapping[int, Scored] = field(default_factory=dict[int, Scored])
    is_capped: bool = False
    interpretation: Interpretation | None = None
    arxiv_id: str | None = None


class SearchStore:
    """Search, completion and browsing over the catalogue's index."""

    def __init__(self, database: Database, terms: TermIndex) -> None:
        self._database = database
        self._terms = terms

    async def search(self, query: SearchQuery, *, offset: int = 0, limit: int = 10) -> SearchPage:
        """Return one page of the entries that answer ``query``."""
        return await self._database.search(
            partial(search, terms=self._terms, query=query, offset=offset, limit=limit)
        )

    async def complete(self, text: str, *, limit: int = _COMPLETIONS) -> list[Entry]:
        """Return the entries whose name, alias or task begins like ``text``, the most starred first."""
        return await self._database.search(
            partial(complete, terms=self._terms, text=text, limit=limit)
        )

    async def mentioned(self, text: str, *, limit: int) -> Mentioned:
        """Return what a message links to or names, at most ``limit`` entries of it."""
        return await self._database.search(
            partial(mentioned, terms=self._terms, text=text, limit=limit)
        )

    async def papers(self, text: str, *, limit: int = _COMPLETIONS) -> list[Paper]:
        """Return the papers that a text names, by arXiv id or title."""
        return await self._database.search(partial(find_papers, text=text, limit=limit))

    async def overview(self, kind: TermKind) -> list[Overview]:
        """Return every category or framework in use, in the taxonomy's order."""
        return await self._database.search(partial(overview, terms=self._terms, kind=kind))

    async def random(
        self, category: str | None, framework: str | None, seed: float
    ) -> Entry | None:
        """Return one entry among those that fit; ``seed`` in [0, 1) decides which."""
        return await self._database.search(
            partial(
                pick,
                terms=self._terms,
                query=SearchQuery(category=category, framework=framework),
                seed=seed,
            )
        )

    async def rebuild(self, today: date) -> int:
        """Index every entry anew, in one transaction; return how many there are."""
        return await self._database.write(partial(rebuild, terms=self._terms, today=today))

    async def catch_up(self, today: date) -> int:
        """Index anew what changed since it was indexed, some at a time; return how many."""
        await self._database.write(partial(mark_changing, today=today))
        work = partial(catch_up, terms=self._terms, today=today, limit=_AT_ONCE)
        total = done = await self._database.write(work)
        while done == _AT_ONCE:
            done = await self._database.write(work)
            total += done
        return total


def search(
    connection: sqlite3.Connection,
    *,
    terms: TermIndex,
    query: SearchQuery,
    offset: int = 0,
    limit: int = 10,
) -> SearchPage:
    """Answer ``query`` on a connection at hand."""
    if not query.text.strip() and not query.like:
        page = _browse(connection, terms, query, offset, limit)
    else:
        page = _answer(connection, terms, query, offset, limit)
    return replace(page, is_sorted=not page.total or _is_sorted(connection, query.sort))


def _answer(
    connection: sqlite3.Connection, terms: TermIndex, query: SearchQuery, offset: int, limit: int
) -> SearchPage:
    found = _find(connection, terms, query)
    ranks = _sorted(connection, found.ranks, query.sort)
    wanted = ranks[offset : offset + limit]
    categories, frameworks = _facets_of(connection, terms, ranks)
    hits = _hits(connection, wanted, found.scored)
    asked = found.interpretation
    page = SearchPage(
        query,
        offset,
        len(ranks),
        hits,
        found.is_capped,
        corrected=asked.text if asked and asked.corrections and hits else None,
        understood=_understood(asked, hits) if asked else (),
        missing=tuple(term.key for term in asked.soft if not frameworks.get(term.key))
        if asked
        else (),
        categories=categories,
        frameworks=frameworks,
        paper=_paper(connection, found.arxiv_id) if found.arxiv_id else None,
    )
    return page if ranks else _explain_nothing(connection, terms, page)


def _paper(connection: sqlite3.Connection, arxiv_id: str) -> Paper:
    return Paper(arxiv_id, papers_of(connection, [arxiv_id]).get(arxiv_id, ""))


def find_papers(connection: sqlite3.Connection, *, text: str, limit: int) -> list[Paper]:
    """Return the papers that entries implement and a text names: by arXiv id, by title or a part of it.

    Titles that begin so come first, then those of the most starred entries. Without a text, these alone. A text that
    is in no title ("CycleGAN") gives the papers of the entries called so.
    """
    if arxiv_id := find_doors(text).arxiv:
        rows = connection.execute(
            "SELECT 1 FROM entry_paper WHERE arxiv_id = ? LIMIT 1", (arxiv_id,)
        ).fetchall()
        return [_paper(connection, arxiv_id)] if rows else []
    key = tokens.name_key(text)
    found = connection.execute(
        """
        SELECT p.arxiv_id, p.title FROM search_paper AS s JOIN paper AS p USING (arxiv_id)
        JOIN entry_paper AS e USING (arxiv_id) JOIN search_document AS d USING (entry_id)
        WHERE instr(s.title_key, ?1) GROUP BY p.arxiv_id
        ORDER BY s.title_key <> ?1, instr(s.title_key, ?1) > 1, min(d.rank) LIMIT ?2
        """,
        (key, limit),
    ).fetchall()
    if not found and len(key) >= _SHORTEST_KEY:
        found = connection.execute(
            """
            SELECT e.arxiv_id, coalesce(p.title, '') FROM search_document AS d
            JOIN entry_paper AS e ON e.entry_id = d.entry_id AND e.position = 0
            LEFT JOIN paper AS p USING (arxiv_id)
            WHERE instr(d.name_key, ?1) OR instr(d.title_key, ?1) GROUP BY e.arxiv_id
            ORDER BY max(e.is_official AND ?1 IN (d.name_key, d.title_key)) DESC, min(d.rank) LIMIT ?2
            """,
            (key, limit),
        ).fetchall()
    return [Paper(arxiv_id, title) for arxiv_id, title in found]


def mentioned(
    connection: sqlite3.Connection, *, terms: TermIndex, text: str, limit: int
) -> Mentioned:
    """Return what a message links to or names, links before names."""
    mentions = find_mentions(text)
    found: dict[int, None] = {}

    def unlisted(names: Sequence[str], look_up: Callable[[str], list[int]]) -> tuple[str, ...]:
        ranks = {name: look_up(name) for name in names}
        found.update(dict.fromkeys(rank for hits in ranks.values() for rank in hits))
        return tuple(name for name, hits in ranks.items() if not hits)

    repositories = unlisted(
        mentions.repositories, lambda name: _ranks_of_name(connection, name, _Limits())
    )
    papers = unlisted(
        mentions.papers, lambda key: _ranks_of_paper(connection, key, _Limits())[:_PER_PAPER]
    )
    hugging_face = unlisted(
        mentions.hugging_face,
        lambda name: _ranks_of_key(connection, tokens.name_key(name.partition("/")[2]), _Limits())[
            :1
        ],
    )
    found.update(dict.fromkeys(_named_ranks(connection, terms, mentions.keys)))
    entries = _entries_at(connection, list(found)[:limit])
    return Mentioned(tuple(entries), repositories, papers, hugging_face)


def _named_ranks(
    connection: sqlite3.Connection, terms: TermIndex, keys: Sequence[str]
) -> list[int]:
    """Return the most starred entry of each name among ``keys``, but of words that many entries share none."""
    rows = connection.execute(
        """
        SELECT k.value, min(d.rank) FROM json_each(?1) AS k
        JOIN search_document AS d ON d.name_key = k.value OR d.title_key = k.value
        WHERE NOT EXISTS (SELECT 1 FROM search_word WHERE word = k.value AND documents > ?2)
        GROUP BY k.key ORDER BY k.key
        """,
        (json.dumps(list(keys), ensure_ascii=False), _EVERYDAY),
    )
    return [int(rank) for key, rank in rows if not terms.is_term(key)]


def _is_sorted(connection: sqlite3.Connection, sort: Sort) -> bool:
    """Tell whether any document has what the order goes by."""
    if sort is not Sort.GAINED:
        return True
    row = connection.execute(
        "SELECT 1 FROM search_document WHERE gained IS NOT NULL LIMIT 1"
    ).fetchone()
    return row is not None


def _understood(interpretation: Interpretation, hits: Sequence[Hit]) -> tuple[str, ...]:
    shown = {key for hit in hits for key in hit.matched_terms}
    described = [term.key for term, _ in interpretation.described if term.key in shown]
    return tuple(described)


def _explain_nothing(
    connection: sqlite3.Connection, terms: TermIndex, page: SearchPage
) -> SearchPage:
    query = page.query
    without: dict[str, int] = {}
    for name in FILTERS:
        if getattr(query, name):
            total = len(_find(connection, terms, query.without(name)).ranks)
            if total:
                without[name] = total
    if not without and query.has_filters:
        total = len(_find(connection, terms, query.without(*FILTERS)).ranks)
        if total:
            without["all"] = total
    suggestions: tuple[Entry, ...] = ()
    if not without and query.text:
        suggestions = tuple(_nearest(connection, terms, query.text))
    return SearchPage(query, page.offset, 0, (), suggestions=suggestions, without=without)


def _nearest(connection: sqlite3.Connection, terms: TermIndex, text: str) -> list[Entry]:
    for run in sorted(tokens.runs(searchable_text(text)), key=len, reverse=True):
        if len(run) >= 4 and (found := complete(connection, terms=terms, text=run, limit=3)):  # noqa: PLR2004  # shorter words are near everything
            return found
    return []


def _find(connection: sqlite3.Connection, terms: TermIndex, query: SearchQuery) -> _Found:
    if query.like:
        return _similar(connection, query)
    doors = find_doors(query.text)
    limits = _limits(connection, query)
    if doors.arxiv:
        ranks = _ranks_of_paper(connection, doors.arxiv, limits)
        if ranks:
            return _Found(ranks, arxiv_id=doors.arxiv)
    text = searchable_text(query.text)
    asked = interpret(text, terms, _Lexicon(connection, text))
    named = _ranks_of_name(connection, doors.full_name, limits) if doors.full_name else []
    pinned = list(dict.fromkeys([*named, *_ranks_of_title(connection, asked.key, limits)]))
    if not asked.units and not asked.described and not asked.soft:
        return _Found(pinned, interpretation=asked)
    found = _match(connection, asked, limits, pinned)
    is_named = found.ranks and (named or found.scored[found.ranks[0]].is_exact)
    if is_named and len(found.ranks) < _ENOUGH and query.sort is Sort.RELEVANCE:
        return _with_relatives(connection, found, limits)
    return found


def _with_relatives(connection: sqlite3.Connection, found: _Found, limits: "_Limits") -> _Found:
    """Fill the list of one that was named exactly with what is most like it."""
    relatives = _relatives(connection, found.ranks[0], limits)
    order = list(dict.fromkeys([*found.ranks, *(item.rank for item in relatives)]))[:_ENOUGH]
    scored = {item.rank: item for item in relatives} | dict(found.scored)
    return _Found(order, scored, interpretation=found.interpretation)


def _match(
    connection: sqlite3.Connection, asked: Interpretation, limits: "_Limits", pinned: Sequence[int]
) -> _Found:
    groups = [_any_of(unit.readings) for unit in asked.units]
    complete_ranks = _ranks(connection, groups, limits, MOST_HITS) if groups else []
    candidates = dict.fromkeys(pinned)
    candidates.update(dict.fromkeys(_ranks_of_key(connection, asked.key, limits)))
    candidates.update(dict.fromkeys(complete_ranks[:_RERANKED]))
    if groups and len(complete_ranks) > _RERANKED:
        in_name = [f"{{name title paper}} : {group}" for group in groups]
        candidates.update(dict.fromkeys(_ranks(connection, in_name, limits, _PER_UNIT)))
    for term in asked.soft:
        token = quoted(tag(term.kind, term.key))
        candidates.update(dict.fromkeys(_ranks(connection, [*groups, token], limits, _PER_UNIT)))
    if len(complete_ranks) < _ENOUGH:
        candidates.update(dict.fromkeys(_partial_ranks(connection, asked, groups, limits)))
    scored = [
        score(candidate, asked) for candidate in _read_candidates(connection, list(candidates))
    ]
    best = max((item.coverage for item in scored), default=0.0)
    floor = max(LEAST_COVERAGE, _KEEP_ABOVE * best)
    wanted = {*complete_ranks, *pinned}
    kept = best_first([item for item in scored if item.coverage >= floor or item.rank in wanted])
    order = list(dict.fromkeys([*pinned, *(item.rank for item in kept)]))
    order += [rank for rank in complete_ranks if rank not in candidates]
    return _Found(
        order,
        {item.rank: item for item in kept},
        is_capped=len(complete_ranks) >= MOST_HITS,
        interpretation=asked,
    )


def _similar(connection: sqlite3.Connection, query: SearchQuery) -> _Found:
    """Find what shares tasks, categories, frameworks and name words with an entry, the rarer the better."""
    limits = _limits(connection, query)
    own = _ranks_of_name(connection, query.like or "", _Limits())
    if not own:
        return _Found([])
    kept = _relatives(connection, own[0], limits)
    return _Found([item.rank for item in kept], {item.rank: item for item in kept})


def _relatives(connection: sqlite3.Connection, own: int, limits: "_Limits") -> list[Scored]:
    """Return what shares the most telling tags and title words with one document, best first."""
    pattern = _read_candidates(connection, [own])[0]
    lexicon = _Lexicon(connection, "")
    tags = [token for token in pattern.fields["tags"].split() if token.startswith(_SHARED)]
    words = [word for word in pattern.fields["title"].split() if len(word) > 3]  # noqa: PLR2004  # "net", "the" say little
    weights = {token: idf(lexicon, token) for token in (*tags, *words)}
    ranks: list[int] = []
    for token in weights:
        ranks += _ranks(connection, [f"{{title tags}} : {quoted(token)}"], limits, _RERANKED)
    scored: list[Scored] = []
    for candidate in _read_candidates(connection, list(dict.fromkeys(ranks))):
        if candidate.rank == own:
            continue
        has = set(candidate.fields["tags"].split()) | set(candidate.fields["title"].split())
        shared = [token for token in weights if token in has]
        value = sum(weights[token] for token in shared) * (2 + max(0, candidate.stars)) ** 0.05
        names = tuple(
            token.partition("_")[2].replace("_", "-") for token in shared if token in tags
        )
        scored.append(
            Scored(candidate.rank, candidate.entry_id, value, 1.0, names, is_relative=True)
        )
    return best_first(scored)[:_MOST_SIMILAR]


def _partial_ranks(
    connection: sqlite3.Connection, asked: Interpretation, groups: Sequence[str], limits: "_Limits"
) -> list[int]:
    """Return the documents that say the weightiest parts of the query, as far as a look at each part tells.

    Looked at: all units but one, each unit alone, each described task.
    """
    weights: defaultdict[int, float] = defaultdict(float)
    total = sum(unit.weight for unit in asked.units)
    for place, group in enumerate(groups):
        for rank in _ranks(connection, [group], limits, _PER_UNIT):
            weights[rank] += asked.units[place].weight
        if len(groups) > 2:  # noqa: PLR2004  # of two, "all but one" is "each alone"
            others = [*groups[:place], *groups[place + 1 :]]
            for rank in _ranks(connection, others, limits, _PER_UNIT):
                weights[rank] += total - asked.units[place].weight
    for term, strength in asked.described:
        for kind, share in (("main", 2.0), (term.kind, 1.0)):
            for rank in _ranks(connection, [quoted(tag(kind, term.key))], limits, _PER_UNIT):
                weights[rank] += strength * share * max(1.0, total / 3)
    return sorted(weights, key=lambda rank: (-weights[rank], rank))[:_PARTIAL]


@dataclass(frozen=True, slots=True)
class _Limits:
    """The hard filters: tags that must stand, and the last rank with enough stars."""

    groups: tuple[str, ...] = ()
    last_rank: int | None = None


def _limits(connection: sqlite3.Connection, query: SearchQuery) -> _Limits:
    groups = [
        f"tags : {quoted(tag(kind, key))}"
        for kind, key in (
            (TermKind.CATEGORY, query.category),
            (TermKind.FRAMEWORK, query.framework),
            (TermKind.TASK, query.task),
        )
        if key
    ]
    if query.health:
        groups.append(f"tags : {quoted(tag('health', query.health))}")
    if query.license:
        kind = "kind" if query.license in set(LicenseKind) else "license"
        groups.append(f"tags : {quoted(tag(kind, query.license))}")
    last_rank = None
    if query.min_stars:
        # Ranks go by stars, so the filter is one comparison.
        row = connection.execute(
            "SELECT coalesce(max(rank), 0) FROM search_document WHERE stars >= ?",
            (query.min_stars,),
        ).fetchone()
        last_rank = int(row[0])
    return _Limits(tuple(groups), last_rank)


def _any_of(readings: Iterable[Reading]) -> str:
    options = [
        quoted(reading.tokens[0]) + "*"
        if reading.is_prefix
        else "(" + " AND ".join(quoted(token) for token in reading.tokens) + ")"
        for reading in readings
    ]
    return "(" + " OR ".join(options) + ")"


def _ranks(
    connection: sqlite3.Connection, groups: Sequence[str], limits: _Limits, limit: int
) -> list[int]:
    expression = " AND ".join(f"({group})" for group in (*groups, *limits.groups))
    if not expression:
        return []
    clause = "AND rowid <= ?" if limits.last_rank is not None else ""
    bound = (limits.last_rank,) if limits.last_rank is not None else ()
    rows = connection.execute(
        f"SELECT rowid FROM search_text WHERE search_text MATCH ? {clause} ORDER BY rowid LIMIT ?",
        (expression, *bound, limit),
    )
    return [int(row[0]) for row in rows]


def _allowed(connection: sqlite3.Connection, ranks: Sequence[int], limits: _Limits) -> list[int]:
    if not limits.groups and limits.last_rank is None:
        return list(ranks)
    allowed = set[int]()
    for rank in ranks:
        if limits.last_rank is not None and rank > limits.last_rank:
            continue
        if (
            not limits.groups
            or connection.execute(
                "SELECT 1 FROM search_text WHERE search_text MATCH ? AND rowid = ?",
                (" AND ".join(f"({group})" for group in limits.groups), rank),
            ).fetchone()
        ):
            allowed.add(rank)
    return [rank for rank in ranks if rank in allowed]


def _ranks_of_key(connection: sqlite3.Connection, key: str, limits: _Limits) -> list[int]:
    rows = connection.execute(
        "SELECT rank FROM search_document WHERE name_key = ?1 UNION SELECT rank FROM search_document WHERE title_key = ?1"
        " ORDER BY rank LIMIT 50",
        (key,),
    ).fetchall()
    return _allowed(connection, [int(row[0]) for row in rows], limits)


def _ranks_of_name(connection: sqlite3.Connection, full_name: str, limits: _Limits) -> list[int]:
    rows = connection.execute(
        """
        SELECT rank FROM search_document WHERE entry_id IN (
            SELECT id FROM entry WHERE full_name = ?1
            UNION SELECT entry_id FROM entry_alias WHERE full_name = ?1
        )
        """,
        (full_name,),
    ).fetchall()
    return _allowed(connection, [int(row[0]) for row in rows], limits)


def _ranks_of_title(connection: sqlite3.Connection, key: str, limits: _Limits) -> list[int]:
    """Return the entries whose own paper's title is, or begins with, the query."""
    if len(key) < _SHORTEST_TITLE:
        return []
    rows = connection.execute(
        """
        SELECT DISTINCT d.rank FROM search_paper AS s
        JOIN entry_paper AS p USING (arxiv_id) JOIN search_document AS d USING (entry_id)
        WHERE s.title_key >= ?1 AND s.title_key < ?2 AND p.position = 0
        ORDER BY s.title_key <> ?1, d.rank LIMIT 20
        """,
        (key, key + "\uffff"),
    ).fetchall()
    return _allowed(connection, [int(row[0]) for row in rows], limits)


def _ranks_of_paper(connection: sqlite3.Connection, arxiv_id: str, limits: _Limits) -> list[int]:
    rows = connection.execute(
        "SELECT d.rank FROM entry_paper AS p JOIN search_document AS d USING (entry_id) WHERE p.arxiv_id = ?"
        " ORDER BY p.is_official DESC, p.position > 0, d.rank",
        (arxiv_id,),
    ).fetchall()
    return _allowed(connection, [int(row[0]) for row in rows], limits)


def _read_candidates(connection: sqlite3.Connection, ranks: Sequence[int]) -> list[Candidate]:
    wanted = json.dumps(list(ranks))
    rows = connection.execute(
        """
        SELECT d.rank, d.entry_id, d.name_key, d.title_key, d.stars,
            t.name, t.title, t.tags, t.paper, t.summary, t.chinese
        FROM search_document AS d JOIN search_text AS t ON t.rowid = d.rank
        WHERE d.rank IN (SELECT value FROM json_each(?))
        """,
        (wanted,),
    ).fetchall()
    return [
        Candidate(rank, entry_id, name, title, stars, dict(zip(FIELDS, texts, strict=True)))
        for rank, entry_id, name, title, stars, *texts in rows
    ]


class _Lexicon:
    """The index's words, asked for one query; counts are fetched at once and kept."""

    def __init__(self, connection: sqlite3.Connection, text: str) -> None:
        self._connection = connection
        self.size = int(
            connection.execute("SELECT coalesce(sum(entries), 1) FROM search_facet").fetchone()[0]
        )
        words = candidate_words(text)
        self._counts: dict[str, int | None] = dict.fromkeys(words)
        self._counts.update(_document_counts(connection, words))

    def count(self, word: str) -> int | None:
        if word not in self._counts:
            self._counts[word] = _document_counts(self._connection, [word]).get(word)
        return self._counts[word]

    def has_prefix(self, word: str) -> bool:
        row = self._connection.execute(
            "SELECT 1 FROM search_word WHERE word >= ? AND word < ? AND name_rank IS NOT NULL LIMIT 1",
            (word, word + "\uffff"),
        ).fetchone()
        return row is not None

    def correct(self, word: str, *, most_errors: int = 2, is_used: bool = False) -> str | None:
        return _correct(self._connection, word, most_errors=most_errors, is_used=is_used)


def _document_counts(connection: sqlite3.Connection, words: Iterable[str]) -> dict[str, int]:
    rows = connection.execute(
        "SELECT word, documents FROM search_word WHERE word IN (SELECT value FROM json_each(?))",
        (json.dumps(list(words), ensure_ascii=False),),
    )
    return {str(word): int(count) for word, count in rows}


def _correct(
    connection: sqlite3.Connection, word: str, *, most_errors: int = 2, is_used: bool = False
) -> str | None:
    """Return the likeliest word that was meant: the fewest errors, then the better known name."""
    errors = min(allowed_errors(word), most_errors)
    if not errors or not word.isascii():
        return None
    rows = connection.execute(
        """
        SELECT DISTINCT w.word, w.documents, w.name_rank, w.is_term
        FROM search_spelling AS s JOIN search_word AS w ON w.id = s.word_id
        WHERE s.variant IN (SELECT value FROM json_each(?)) AND length(w.word) BETWEEN ? AND ? AND w.documents >= ?
        """,
        (
            json.dumps(sorted(spelling_variants(word, errors))),
            len(word) - errors,
            len(word) + errors,
            int(is_used),
        ),
    ).fetchall()
    # A short word is near many: only a name or a term may have been meant, begun with the same letter.
    is_short = len(word) <= _SHORT_WORD
    ranked = sorted(
        (distance, candidate[0] != word[0], -documents, name_rank or 1 << 62, candidate)
        for candidate, documents, name_rank, is_term in rows
        if candidate != word
        and not (is_short and (candidate[0] != word[0] or not (name_rank or is_term)))
        and (distance := OSA.distance(word, candidate)) <= errors
    )
    return ranked[0][-1] if ranked else None


def _sorted(connection: sqlite3.Connection, ranks: Sequence[int], sort: Sort) -> Sequence[int]:
    if sort is Sort.RELEVANCE:
        return ranks
    rows = connection.execute(
        f"SELECT rank FROM search_document WHERE rank IN (SELECT value FROM json_each(?)) ORDER BY {_ORDERS[sort]}",
        (json.dumps(list(ranks)),),
    )
    return [int(row[0]) for row in rows]


def _facets_of(
    connection: sqlite3.Connection, terms: TermIndex, ranks: Sequence[int]
) -> tuple[dict[str, int], dict[str, int]]:
    rows = connection.execute(
        "SELECT categories, frameworks, count(*) FROM search_document"
        " WHERE rank IN (SELECT value FROM json_each(?)) GROUP BY 1, 2",
        (json.dumps(list(ranks)),),
    ).fetchall()
    return _count_masks(terms, rows)


def _count_masks(
    terms: TermIndex, rows: Iterable[Sequence[int]]
) -> tuple[dict[str, int], dict[str, int]]:
    totals: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for categories, frameworks, count in rows:
        for kind, mask, total in (
            (TermKind.CATEGORY, categories, totals[0]),
            (TermKind.FRAMEWORK, frameworks, totals[1]),
        ):
            for place, key in enumerate(terms.taxonomy.of(kind)):
                if mask >> place & 1:
                    total[key] = total.get(key, 0) + count
    return totals


def _entries_at(connection: sqlite3.Connection, ranks: Sequence[int]) -> list[Entry]:
    """Return the entries at the ranks, in their order."""
    ids = dict(
        connection.execute(
            "SELECT rank, entry_id FROM search_document WHERE rank IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ranks)),),
        ).fetchall()
    )
    return read_entries(connection, [ids[rank] for rank in ranks])


def _hits(
    connection: sqlite3.Connection, ranks: Sequence[int], scored: Mapping[int, Scored]
) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    for rank, entry in zip(ranks, _entries_at(connection, ranks), strict=True):
        item = scored.get(rank)
        hits.append(
            Hit(entry, item.score, item.matched_terms, item.is_relative)
            if item
            else Hit(entry, 0.0)
        )
    return tuple(hits)


def _browse(
    connection: sqlite3.Connection, terms: TermIndex, query: SearchQuery, offset: int, limit: int
) -> SearchPage:
    if query.task or query.license or query.health:
        limits = _limits(connection, query)
        ranks = _sorted(connection, _ranks(connection, [], limits, MOST_HITS), query.sort)
        categories, frameworks = _facets_of(connection, terms, ranks)
        return SearchPage(
            query,
            offset,
            len(ranks),
            _hits(connection, ranks[offset : offset + limit], {}),
            len(ranks) >= MOST_HITS,
            categories=categories,
            frameworks=frameworks,
        )
    where, bound = _where(terms, query)
    order = _ORDERS[query.sort]
    ranks = [
        int(row[0])
        for row in connection.execute(
            f"SELECT rank FROM search_document WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
            (*bound, limit, offset),
        )
    ]
    if query.min_stars:
        rows = connection.execute(
            f"SELECT categories, frameworks, count(*) FROM search_document WHERE {where} GROUP BY 1, 2",
            bound,
        ).fetchall()
    else:
        rows = connection.execute(
            f"SELECT categories, frameworks, entries FROM search_facet WHERE {where}", bound
        ).fetchall()
    categories, frameworks = _count_masks(terms, rows)
    return SearchPage(
        query,
        offset,
        sum(row[2] for row in rows),
        _hits(connection, ranks, {}),
        categories=categories,
        frameworks=frameworks,
    )


def _where(terms: TermIndex, query: SearchQuery) -> tuple[str, tuple[int, ...]]:
    clauses: list[str] = []
    bound: list[int] = []
    if query.category:
        clauses.append("categories & ?")
        bound.append(terms.mask(TermKind.CATEGORY, [query.category]))
    if query.framework:
        clauses.append("frameworks & ?")
        bound.append(terms.mask(TermKind.FRAMEWORK, [query.framework]))
    if query.min_stars:
        clauses.append("stars >= ?")
        bound.append(query.min_stars)
    return " AND ".join(clauses) or "1", tuple(bound)


def complete(
    connection: sqlite3.Connection, *, terms: TermIndex, text: str, limit: int = _COMPLETIONS
) -> list[Entry]:
    """Return what autocomplete offers for ``text`` on a connection at hand."""
    cleaned = searchable_text(text)
    if not cleaned:
        rows = connection.execute(
            "SELECT entry_id FROM search_document ORDER BY rank LIMIT ?", (limit,)
        )
        return read_entries(connection, [int(row[0]) for row in rows])
    return _entries_at(connection, _completions(connection, terms, cleaned, limit))


def _completions(
    connection: sqlite3.Connection, terms: TermIndex, text: str, limit: int
) -> list[int]:
    words = [tokens.fold(run) for run in tokens.runs(text)]
    if not words:
        return []
    key = "".join(words)
    found: dict[int, None] = {}
    doors = find_doors(text)
    if doors.full_name:
        found.update(dict.fromkeys(_ranks_of_name(connection, doors.full_name, _Limits())))
    if len(key) >= _SHORTEST_KEY:
        found.update(dict.fromkeys(_ranks_of_key_start(connection, key, limit)))
    if len(found) < limit and not any(tokens.is_han(word) for word in words):
        found.update(dict.fromkeys(_name_matches(connection, words, limit)))
    if len(found) < limit:
        meant = [span.term for span in terms.spans(atoms_of(words))] + terms.begun(text)
        latin = [word for word in words if not tokens.is_han(word)]
        for term in dict.fromkeys(meant):
            expression = quoted(tag(term.kind, term.key))
            if latin and len(latin) < len(words):
                # "mask 检测": the name's beginning and the task both count.
                expression += f" AND {quoted(latin[-1])}*"
            found.update(dict.fromkeys(_name_match(connection, expression, limit)))
    if not found:
        corrected = [
            word if tokens.is_han(word) else _correct(connection, word) or word for word in words
        ]
        if corrected != words:
            found.update(dict.fromkeys(_name_matches(connection, corrected, limit)))
    return list(found)[:limit]


def _ranks_of_key_start(connection: sqlite3.Connection, start: str, limit: int) -> list[int]:
    rows = connection.execute(
        "SELECT rank FROM search_document WHERE name_key >= ?1 AND name_key < ?2 UNION"
        " SELECT rank FROM search_document WHERE title_key >= ?1 AND title_key < ?2 ORDER BY rank LIMIT ?3",
        (start, start + "\uffff", limit),
    )
    return [int(row[0]) for row in rows]


def _name_matches(connection: sqlite3.Connection, words: Sequence[str], limit: int) -> list[int]:
    *whole, last = [word for word in words if not tokens.is_han(word)] or [""]
    if not last:
        return []
    expression = " AND ".join([*(quoted(word) for word in whole), quoted(last) + "*"])
    return _name_match(connection, expression, limit)


def _name_match(connection: sqlite3.Connection, expression: str, limit: int) -> list[int]:
    rows = connection.execute(
        "SELECT rowid FROM search_name WHERE search_name MATCH ? ORDER BY rowid LIMIT ?",
        (expression, limit),
    )
    return [int(row[0]) for row in rows]


def overview(connection: sqlite3.Connection, *, terms: TermIndex, kind: TermKind) -> list[Overview]:
    """Count every term of an axis and find its most starred entry."""
    rows = connection.execute("SELECT categories, frameworks, entries FROM search_facet").fetchall()
    counts = _count_masks(terms, rows)[0 if kind is TermKind.CATEGORY else 1]
    column = "categories" if kind is TermKind.CATEGORY else "frameworks"
    tops: dict[str, int] = {}
    for key in counts:
        row = connection.execute(
            f"SELECT entry_id FROM search_document WHERE {column} & ? ORDER BY rank LIMIT 1",
            (terms.mask(kind, [key]),),
        ).fetchone()
        tops[key] = int(row[0])
    entries = {entry.id: entry for entry in read_entries(connection, list(tops.values()))}
    return [
        Overview(key, counts[key], entries.get(tops[key]))
        for key in terms.taxonomy.of(kind)
        if key in counts
    ]


def pick(
    connection: sqlite3.Connection, *, terms: TermIndex, query: SearchQuery, seed: float
) -> Entry | None:
    """Return the entry at place ``seed`` of those that fit, in star order."""
    total = _browse(connection, terms, query, 0, 0).total
    if not total:
        return None
    page = _browse(connection, terms, query, int(seed * total), 1)
    return page.hits[0].entry if page.hits else None
