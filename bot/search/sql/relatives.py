"""More like this: documents that share tasks, categories, frameworks and name words, the rarer the better."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate

from bot.search.index import quoted, stars_of
from bot.search.ranking import Scored, best_first
from bot.search.sql.clauses import AMONG, HardFilters, listed, matching_ranks
from bot.search.sql.shelf import Reader
from bot.search.sql.words import Lexicon
from bot.search.vocabulary import idf

MOST_SIMILAR = 50
_LOOKED_AT = 120
_SHORTEST_WORD = 4  # "net", "the" say little
_SHARED = ("task_", "category_", "framework_")
_ROUNDING = 1 + 1e-9


def relatives_of(
    reader: Reader, own: int, filters: HardFilters, most: int = MOST_SIMILAR
) -> list[Scored]:
    """Return the documents that share the rarest tags and title words with one document, best first."""
    weights = _telling_tokens(reader, own)
    bounds = _bounds(reader, own, weights, filters)
    best = sorted(bounds, key=lambda rank: (-bounds[rank], rank))
    scored: list[Scored] = []
    for start in range(0, len(best), most):
        if len(scored) >= most and scored[most - 1].score > bounds[best[start]]:
            break
        scored += _score(reader, best[start : start + most], weights)
        scored = best_first(scored)
    return scored[:most]


def _telling_tokens(reader: Reader, own: int) -> dict[str, float]:
    ((_, _, title, tags),) = _read(reader, [own])
    lexicon = Lexicon(reader)
    shared = [token for token in tags.split() if token.startswith(_SHARED)]
    words = [word for word in title.split() if len(word) >= _SHORTEST_WORD]
    return {token: idf(lexicon, token) for token in (*shared, *words)}


def _bounds(
    reader: Reader, own: int, weights: Mapping[str, float], filters: HardFilters
) -> dict[int, float]:
    """Return the highest score that each relative can have, as far as the most starred documents of each token show."""
    sums: defaultdict[int, float] = defaultdict(float)
    unseen: list[tuple[int, float]] = []
    for token, weight in weights.items():
        group = f"{{title tags}} : {quoted(token)}"
        ranks = matching_ranks(reader.connection, [group], filters, _LOOKED_AT)
        for rank in ranks:
            sums[rank] += weight
        if len(ranks) == _LOOKED_AT:
            unseen.append((ranks[-1], weight))
    sums.pop(own, None)
    # What a document may have of the tokens whose lists end before it, summed up once.
    unseen.sort()
    lasts = [last for last, _ in unseen]
    extra = [0.0, *accumulate(weight for _, weight in unseen)]
    return {
        rank: (known + extra[bisect_left(lasts, rank)]) * _popularity(rank) * _ROUNDING
        for rank, known in sums.items()
    }


def _score(reader: Reader, ranks: Sequence[int], weights: Mapping[str, float]) -> list[Scored]:
    scored: list[Scored] = []
    for rank, entry_id, title, tags in _read(reader, ranks):
        has = {*title.split(), *tags.split()}
        shared = [token for token in weights if token in has]
        value = sum(weights[token] for token in shared) * _popularity(rank)
        names = tuple(
            token.partition("_")[2].replace("_", "-")
            for token in shared
            if token.startswith(_SHARED)
        )
        scored.append(Scored(rank, entry_id, value, 1.0, names, is_relative=True))
    return scored


def _read(reader: Reader, ranks: Sequence[int]) -> list[tuple[int, int, str, str]]:
    return reader.connection.execute(
        "SELECT d.rank, d.entry_id, t.title, t.tags FROM search_document AS d"
        f" JOIN search_text AS t ON t.rowid = d.rank WHERE d.rank IN {AMONG}",
        (listed(ranks),),
    ).fetchall()


def _popularity(rank: int) -> float:
    return (2 + max(0, stars_of(rank))) ** 0.05
