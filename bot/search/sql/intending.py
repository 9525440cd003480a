"""What a query asks for beside words, held against the catalogue: which names are entries."""

from dataclasses import dataclass, replace

from bot.catalog.entry import Entry
from bot.characters import clean
from bot.search import tokens
from bot.search.atoms import words_of
from bot.search.index import year_of
from bot.search.intents import Intent, read_intent
from bot.search.query import EARLIEST_YEAR, SearchQuery, find_doors, searchable_text
from bot.search.sql.documents import entries_at
from bot.search.sql.family import ranks_of_family
from bot.search.sql.lookups import NO_FILTERS, ranks_of_key
from bot.search.sql.shelf import Reader

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
    for name in intent.newer:
        if entry := _entry_named(reader, name):
            year = year_of(entry)
            since = intent.since or (year + 1 if year else None)
            return Understood(
                replace(intent, since=since).narrowed(query).replaced(text="", like=entry.full_name)
            )
    return Understood(_with_like(reader, intent, query))


def _with_like(reader: Reader, intent: Intent, query: SearchQuery) -> SearchQuery:
    """Return the query for what is similar to the first name that is known, or else what is left of the text."""
    for name in intent.like:
        if entry := _entry_named(reader, name):
            return intent.narrowed(query).replaced(text="", like=entry.full_name)
        # What is no entry may stand for a task: "alternatives to midjourney".
        text = name if reader.terms.is_wording(words_of(name)) else _for_task(reader, name)
        if text:
            return replace(intent, text=text).narrowed(query)
    return intent.narrowed(query)


def _for_task(reader: Reader, text: str) -> str | None:
    """Return a text with the name that it begins with replaced by that model's task: what else does that."""
    words = text.split()
    for end in range(len(words) - 1, 0, -1):
        entry = _entry_named(reader, " ".join(words[:end]))
        task = reader.terms.taxonomy.tasks.get(entry.tasks[0]) if entry and entry.tasks else None
        if task:
            return " ".join([task.name_en, *words[end:]])
    return None


def _entry_named(reader: Reader, name: str) -> Entry | None:
    rank = _named(reader, name)
    return entries_at(reader, [rank])[0] if rank else None


def _may_wish(reader: Reader, words: list[str]) -> bool:
    is_short = len(words) < _SHORTEST_WISH and not any(tokens.is_han(word) for word in words)
    return not is_short and not reader.terms.is_wording(words)


def _named(reader: Reader, name: str) -> int | None:
    """Return the rank of the best known entry that is called so as a whole; of a family's name, of its first member."""
    text = searchable_text(name)
    key = tokens.name_key(text)
    so_called = ranks_of_key(reader.connection, key) if key else []
    family = reader.terms.family(text)
    members = ranks_of_family(reader, family, NO_FILTERS, so_called) if family else []
    return next(iter([*members, *so_called]), None)


def _newest_year(reader: Reader) -> int:
    if reader.shelf.newest_year is None:
        row = reader.connection.execute("SELECT max(created) FROM search_document").fetchone()
        reader.shelf.newest_year = int(row[0][:4]) if row and row[0] else EARLIEST_YEAR
    return reader.shelf.newest_year
