"""More like this: what shares tasks, categories, frameworks and name words with a document, the rarer the better."""

import sqlite3

from bot.search.index import quoted
from bot.search.ranking import Candidate, Scored, best_first
from bot.search.sql.clauses import Limits, matching_ranks
from bot.search.sql.documents import read_candidates
from bot.search.sql.words import Lexicon
from bot.search.vocabulary import idf

_MOST_SIMILAR = 50
_LOOKED_AT = 120
_SHORTEST_WORD = 4  # "net", "the" say little
_SHARED = ("task_", "category_", "framework_")


def relatives_of(connection: sqlite3.Connection, own: int, limits: Limits) -> list[Scored]:
    """Return what shares the most telling tags and title words with one document, best first."""
    weights = _telling_tokens(connection, read_candidates(connection, [own])[0])
    ranks: list[int] = []
    for token in weights:
        ranks += matching_ranks(
            connection, [f"{{title tags}} : {quoted(token)}"], limits, _LOOKED_AT
        )
    scored: list[Scored] = []
    for candidate in read_candidates(connection, list(dict.fromkeys(ranks))):
        if candidate.rank == own:
            continue
        has = set(candidate.fields["tags"].split()) | set(candidate.fields["title"].split())
        shared = [token for token in weights if token in has]
        value = sum(weights[token] for token in shared) * (2 + max(0, candidate.stars)) ** 0.05
        names = tuple(
            token.partition("_")[2].replace("_", "-")
            for token in shared
            if token.startswith(_SHARED)
        )
        scored.append(
            Scored(candidate.rank, candidate.entry_id, value, 1.0, names, is_relative=True)
        )
    return best_first(scored)[:_MOST_SIMILAR]


def _telling_tokens(connection: sqlite3.Connection, pattern: Candidate) -> dict[str, float]:
    lexicon = Lexicon(connection)
    tags = [token for token in pattern.fields["tags"].split() if token.startswith(_SHARED)]
    words = [word for word in pattern.fields["title"].split() if len(word) >= _SHORTEST_WORD]
    return {token: idf(lexicon, token) for token in (*tags, *words)}
