"""What can be used instead of a model: documents of the same task, the well known and recent ones first."""

from bot.search.candidates import Candidate
from bot.search.index import quoted
from bot.search.ranking import Scored, best_first
from bot.search.sql.clauses import HardFilters, matching_ranks
from bot.search.sql.documents import candidates_at
from bot.search.sql.lookups import ranks_of_name
from bot.search.sql.shelf import Reader
from bot.search.sql.words import Lexicon
from bot.search.vocabulary import idf

MOST_SIMILAR = 50
_LOOKED_AT = 100
_TAGS = 2  # the line of a candidate's text
# How much of what is shared counts, by its kind: the main task most, the framework hardly.
_WEIGHTS = {"main_": 2.0, "task_": 1.0, "category_": 0.7, "framework_": 0.25}
_SHOWN = ("task_", "category_", "framework_")
_LOOKED_FOR = ("main_", "task_")
_PER_YEAR = 1.1
_FIRST_YEAR = 2016
_LIKELY_YEAR = 2021
_YEAR = "year_"


def alternatives_of(
    reader: Reader, own: int, filters: HardFilters, most: int = MOST_SIMILAR
) -> list[Scored]:
    """Return the documents that share tasks with one, best first."""
    (entry,) = candidates_at(reader, [own])
    weights = _telling_tags(entry, Lexicon(reader))
    ranks: dict[int, None] = {}
    for token in weights:
        if token.startswith(_LOOKED_FOR):
            group = f"tags : {quoted(token)}"
            found = matching_ranks(reader.connection, [group], filters, _LOOKED_AT)
            ranks.update(dict.fromkeys(found))
    ranks.pop(own, None)
    total = sum(weights.values()) or 1.0
    scored: list[Scored] = []
    for item in candidates_at(reader, ranks):
        tags = _tags_of(item)
        shared = [token for token in weights if token in tags]
        value = sum(weights[token] for token in shared) / total
        value *= item.broad * _PER_YEAR ** _years_of(tags)
        names = tuple(
            token.partition("_")[2].replace("_", "-")
            for token in shared
            if token.startswith(_SHOWN)
        )
        scored.append(Scored(item.rank, item.entry_id, value, 1.0, names, is_relative=True))
    return best_first(scored)[:most]


def newer_members(reader: Reader, full_name: str, filters: HardFilters) -> list[int]:
    """Return the newer generations of an entry's line, the newest first."""
    families = [family for family in reader.terms.families.all if full_name in family.members]
    newer = [
        name
        for family in families
        for line in family.lines
        if full_name in line
        for name in reversed(line[line.index(full_name) + 1 :])
    ]
    return [
        rank
        for name in dict.fromkeys(newer)
        for rank in ranks_of_name(reader.connection, name, filters)
    ]


def _telling_tags(entry: Candidate, lexicon: Lexicon) -> dict[str, float]:
    weights: dict[str, float] = {}
    for token in _tags_of(entry):
        factor = next((weight for kind, weight in _WEIGHTS.items() if token.startswith(kind)), 0.0)
        if factor:
            weights[token] = factor * idf(lexicon, token)
    return weights


def _tags_of(item: Candidate) -> dict[str, None]:
    return dict.fromkeys(item.text.split("\n")[_TAGS].split())


def _years_of(tags: dict[str, None]) -> int:
    """Return how recent a document is, in years."""
    year = next(
        (int(token[len(_YEAR) :]) for token in tags if token.startswith(_YEAR)), _LIKELY_YEAR
    )
    return max(0, year - _FIRST_YEAR)
