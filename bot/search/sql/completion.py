"""Autocomplete's offers for typed text."""

import sqlite3
from collections.abc import Sequence

from bot.catalog.entry import Entry
from bot.search import tokens
from bot.search.atoms import atoms_of
from bot.search.index import quoted, tag
from bot.search.letters import without_v
from bot.search.query import SearchQuery, find_doors, searchable_text
from bot.search.sql.clauses import all_words, matching_ranks, ranks_in
from bot.search.sql.documents import entries_at
from bot.search.sql.intending import understand
from bot.search.sql.lookups import NO_FILTERS, ranks_of_key, ranks_of_key_start, ranks_of_name
from bot.search.sql.matching import find
from bot.search.sql.shelf import Reader, Shelf, open_reader
from bot.search.sql.words import Lexicon
from bot.search.terms import TermIndex
from bot.search.wording import Wording, read_wording

MOST_COMPLETIONS = 25
_LONGEST_SHORT = 4
_MOST_SAYING = 5
_SHORTEST_KEY = 3  # fewer letters begin too many names to sort


def complete(
    connection: sqlite3.Connection,
    *,
    terms: TermIndex,
    text: str,
    limit: int = MOST_COMPLETIONS,
    shelf: Shelf | None = None,
) -> list[Entry]:
    """Return the entries whose name, alias or task begins like ``text``, the most starred first."""
    reader = open_reader(connection, terms, shelf)
    cleaned = searchable_text(text)
    if cleaned:
        found = _completions(reader, cleaned, limit)
        return entries_at(reader, found or _answers(reader, text, limit))
    rows = connection.execute("SELECT rank FROM search_document ORDER BY rank LIMIT ?", (limit,))
    return entries_at(reader, ranks_in(rows))


def _completions(reader: Reader, text: str, limit: int) -> list[int]:
    connection, terms = reader.connection, reader.terms
    words = [tokens.fold(run) for run in tokens.runs(text)]
    if not words:
        return []
    key = tokens.joined(words)
    found: dict[int, None] = {}
    doors = find_doors(text)
    if doors.full_name:
        found.update(dict.fromkeys(ranks_of_name(connection, doors.full_name)))
    latin = [word for word in words if not tokens.is_han(word)]
    is_short = len(words) == len(latin) == 1 and 1 < len(key) <= _LONGEST_SHORT
    has_digits = any(map(str.isdigit, key))
    found.update(dict.fromkeys(ranks_of_key(connection, key)))
    wording: Wording | None = None
    if not found and (len(words) > 1 or has_digits):
        wording = read_wording(text, terms, Lexicon(reader, text))
        found.update(dict.fromkeys(_checkpoint(reader, wording)))
    if is_short:
        # Names that hold the whole word come before those that begin so.
        found.update(dict.fromkeys(_named(connection, all_words(latin), limit)))
    if len(key) >= _SHORTEST_KEY:
        found.update(dict.fromkeys(ranks_of_key_start(connection, key, limit)))
    if len(found) < limit and not any(tokens.is_han(word) for word in words):
        # A version that nothing has is left out, spaced or glued.
        meant = wording.words if wording and wording.dropped else words
        found.update(dict.fromkeys(_with_words(connection, meant, limit)))
    if is_short:
        found.update(dict.fromkeys(_saying(connection, latin, _MOST_SAYING)))
    # Digits are a version or a size: a name is more likely meant than a task.
    if found and not has_digits and len(found) < limit:
        found.update(dict.fromkeys(_with_terms(connection, terms, text, words, limit)))
    if not found:
        found.update(dict.fromkeys(_meant(reader, text, words, limit, wording)))
    return list(found)[:limit]


def _meant(
    reader: Reader, text: str, words: Sequence[str], limit: int, wording: Wording | None
) -> list[int]:
    """Return what a text means that no name begins with: a version's family, a task, a misspelling."""
    has_digits = any(map(str.isdigit, "".join(words)))
    by_task = _with_terms(reader.connection, reader.terms, text, words, limit)
    if by_task and not has_digits:
        return by_task
    wording = wording or read_wording(text, reader.terms, Lexicon(reader, text))
    return _understood(reader, wording, limit) or by_task


def _answers(reader: Reader, text: str, limit: int) -> list[int]:
    """Return what a search for a whole question finds: "alternatives to whisper" begins no name."""
    read = understand(reader, SearchQuery(text=text))
    if read.query.text == text and not read.versus:
        return []
    return list(find(reader, read.query, pinned=read.versus).ranks)[:limit]


def _checkpoint(reader: Reader, wording: Wording) -> list[int]:
    """Return the model of which the text names a size, a precision, a file or a version that is not listed."""
    if wording.corrections or not (wording.hints or wording.dropped):
        return []
    return ranks_of_key(reader.connection, _name_of(wording))[:1]


def _name_of(wording: Wording) -> str:
    return wording.essence.name or (tokens.joined(wording.words) if wording.dropped else "")


def _understood(reader: Reader, wording: Wording, limit: int) -> list[int]:
    """Return what is meant where nothing is called so: a version's family, a name among other words, a misspelling."""
    words, found = wording.words, list[int]()
    if (name := _name_of(wording)) and not wording.corrections:
        found += ranks_of_key(reader.connection, name)
    if wording.dropped or wording.hints or wording.corrections:
        found += _with_words(reader.connection, words, limit)
    if not found and not wording.corrections:
        found = _saying(reader.connection, [without_v(word) for word in words], limit)
    return found


def _saying(connection: sqlite3.Connection, words: Sequence[str], limit: int) -> list[int]:
    """Return the documents that say the words anywhere."""
    latin = [word for word in words if not tokens.is_han(word)]
    return matching_ranks(connection, [quoted(word) for word in latin], NO_FILTERS, limit)


def _with_words(connection: sqlite3.Connection, words: Sequence[str], limit: int) -> list[int]:
    """Return the documents of which names hold the words, the last one perhaps unfinished."""
    latin = [word for word in words if not tokens.is_han(word)]
    return _named(connection, all_words(latin) + "*", limit) if latin else []


def _with_terms(
    connection: sqlite3.Connection, terms: TermIndex, text: str, words: Sequence[str], limit: int
) -> list[int]:
    """Return the documents of the terms that the text names or begins to name."""
    latin = [word for word in words if not tokens.is_han(word)]
    meant = [match.term for match in terms.matches(atoms_of(words))] + terms.begun(text)
    found: list[int] = []
    for term in dict.fromkeys(meant):
        expression = quoted(tag(term.kind, term.key))
        if latin and len(latin) < len(words):
            # "mask 检测": the name's beginning and the task both count.
            expression += f" AND {quoted(latin[-1])}*"
        found += _named(connection, expression, limit)
    return found


def _named(connection: sqlite3.Connection, expression: str, limit: int) -> list[int]:
    return ranks_in(
        connection.execute(
            "SELECT rowid FROM search_name WHERE search_name MATCH ? ORDER BY rowid LIMIT ?",
            (expression, limit),
        )
    )
