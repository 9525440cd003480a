"""More like this: what shares tasks, categories, frameworks and name words with a document, the rarer the better."""

from bot.search.index import quoted
from bot.search.ranking import FIELDS, Candidate, Scored, best_first
from bot.search.sql.clauses import Limits, matching_ranks
from bot.search.sql.documents import candidates_at
from bot.search.sql.shelf import Reader
from bot.search.sql.words import Lexicon
from bot.search.vocabulary import idf

_MOST_SIMILAR = 50
_LOOKED_AT = 120
_SHORTEST_WORD = 4  # "net", "the" say little
_SHARED = ("task_", "category_", "framework_")


def relatives_of(reader: Reader, own: int, limits: Limits) -> list[Scored]:
    """Return what shares the most telling tags and title words with one document, best first."""
    weights = _telling_tokens(reader, candidates_at(reader, [own])[0])
    ranks: list[int] = []
    for token in weights:
        ranks += matching_ranks(
            reader.connection, [f"{{title tags}} : {quoted(token)}"], limits, _LOOKED_AT
        )
    scored: list[Scored] = []
    for candidate in candidates_at(reader, ranks):
        if candidate.rank == own:
            continue
        lines = dict(zip(FIELDS, candidate.text.split("\n"), strict=False))
        shareable = f"{lines['title']}{lines['tags']} "
        shared = [token for token in weights if f" {token} " in shareable]
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


def _telling_tokens(reader: Reader, pattern: Candidate) -> dict[str, float]:
    lexicon = Lexicon(reader)
    tags = [token for token in pattern.text.split() if token.startswith(_SHARED)]
    words = [word for word in _title_of(pattern).split() if len(word) >= _SHORTEST_WORD]
    return {token: idf(lexicon, token) for token in (*tags, *words)}


def _title_of(candidate: Candidate) -> str:
    return candidate.text.split("\n", 2)[FIELDS.index("title")]
