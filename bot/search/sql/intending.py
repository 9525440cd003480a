"""What a query asks for beside words, held against the catalogue: which names are entries."""

from dataclasses import dataclass, replace

from bot.characters import clean
from bot.search import tokens
from bot.search.intents import read_intent
from bot.search.query import EARLIEST_YEAR, SearchQuery, find_doors, searchable_text
from bot.search.sql.documents import entries_at
from bot.search.sql.lookups import ranks_of_key
from bot.search.sql.shelf import Reader
from bot.search.terms import words_of

_SHORTEST_WISH = 2


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it is searched; ``versus`` are ranks of the entries that are compared."""

    query: SearchQuery
    versus: tuple[int, ...] = ()


def understand(reader: Reader, query: SearchQuery) -> Understood:
    """Return the query with its intents as filters; one that is a name or a term as a whole has none."""
    text = clean(query.text)
    words = words_of(searchable_text(text))
    doors = find_doors(text)
    if query.like or doors.arxiv or doors.full_name or not _may_wish(reader, words):
        return Understood(query)
    intent = read_intent(text, _newest_year(reader))
    for first, second in intent.versus:
        pair = (_named(reader, first), _named(reader, second))
        if pair[0] and pair[1] and pair[0] != pair[1]:
            return Understood(query, versus=(pair[0], pair[1]))
    for name in intent.like:
        if rank := _named(reader, name):
            (entry,) = entries_at(reader, [rank])
            return Understood(intent.narrowed(query).replaced(text="", like=entry.full_name))
        if reader.terms.is_wording(words_of(name)):
            # What is no entry may stand for a task: "alternatives to midjourney".
            return Understood(replace(intent, text=name).narrowed(query))
    return Understood(intent.narrowed(query))


def _may_wish(reader: Reader, words: list[str]) -> bool:
    is_short = len(words) < _SHORTEST_WISH and not any(tokens.is_han(word) for word in words)
    return not is_short and not reader.terms.is_wording(words)


def _named(reader: Reader, name: str) -> int | None:
    """Return the rank of the best known entry that is called so as a whole."""
    key = tokens.name_key(searchable_text(name))
    return next(iter(ranks_of_key(reader.connection, key)), None) if key else None


def _newest_year(reader: Reader) -> int:
    if reader.shelf.newest_year is None:
        row = reader.connection.execute("SELECT max(created) FROM search_document").fetchone()
        reader.shelf.newest_year = int(row[0][:4]) if row and row[0] else EARLIEST_YEAR
    return reader.shelf.newest_year
