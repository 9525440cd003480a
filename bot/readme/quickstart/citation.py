"""How to cite: BibTeX entries, each of them whole."""

import re
from itertools import islice, zip_longest

from bot.readme.document import Code, Document, Paragraph

_MOST_LINES = 30
_MOST_CHARACTERS = 980
_FEWEST_AUTHORS = 3
_MOST_TRIES = 40
_FARTHEST = 8_000  # characters after which an entry counts as never closed
_ENTRY = re.compile(
    r"@\s*(?:article|inproceedings|misc|conference|book|phdthesis|techreport|incollection|software|online|proceedings"
    r"|unpublished|mastersthesis|inbook|dataset|manual)\s*[{(]",
    re.IGNORECASE,
)
_AUTHORS = re.compile(r"(?i)\bauthors?\s*=\s*[{\"]")


def find_citation(document: Document) -> str | None:
    """Return the README's first BibTeX entry, and those after it in the same block that fit."""
    for block in document.blocks:
        text = block.text if isinstance(block, Code) else ""
        if isinstance(block, Paragraph):
            text = "".join(span.text for span in block.spans)
        if entries := _entries(text):
            return _fitting(entries)
    return None


def has_bibtex(text: str) -> bool:
    """Tell whether text holds the beginning of a BibTeX entry."""
    return bool(_ENTRY.search(text))


def _entries(text: str) -> list[str]:
    """Return the entries that are closed."""
    entries: list[str] = []
    starts = list(islice(_ENTRY.finditer(text), _MOST_TRIES))
    for found, following in zip_longest(starts, starts[1:]):
        end = _end(text, found.end() - 1)
        if end is not None and (following is None or end <= following.start()):
            entries.append(text[found.start() : end].strip())
    return entries


def _end(text: str, start: int) -> int | None:
    """Return where the bracket that opens at ``start`` is closed."""
    closing = "}" if text[start] == "{" else ")"
    depth = 0
    for place in range(start, min(len(text), start + _FARTHEST)):
        if text[place - 1] == "\\":
            continue
        if text[place] == text[start]:
            depth += 1
        elif text[place] == closing:
            depth -= 1
            if depth == 0:
                return place + 1
    return None


def _end_of_quote(text: str, start: int) -> int | None:
    """Return where a quoted value ends; quotes within braces belong to it."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if text[place] == '"' and depth <= 0:
            return place + 1
    return None


def _fitting(entries: list[str]) -> str | None:
    """Return so many whole entries as fit; a long list of authors ends with "and others"."""
    kept = ""
    for entry in map(_abridged, entries):
        joined = f"{kept}\n{entry}" if kept else entry
        if len(joined) > _MOST_CHARACTERS or joined.count("\n") >= _MOST_LINES:
            break
        kept = joined
    return kept or None


def _abridged(entry: str) -> str:
    """Return an entry with fewer authors where it would be too long."""
    found = _AUTHORS.search(entry)
    if len(entry) <= _MOST_CHARACTERS or found is None:
        return entry
    start = found.end()
    end = _end(entry, start - 1) if entry[start - 1] == "{" else _end_of_quote(entry, start)
    if end is None:
        return entry
    end -= 1
    authors = re.split(r"\s+and\s+", entry[start:end].strip())
    most = _room(entry, entry[start:end])
    kept: list[str] = []
    for author in authors:
        if len(" and ".join([*kept, author])) > most and len(kept) >= _FEWEST_AUTHORS:
            break
        kept.append(author)
    kept = _balanced(kept)
    if len(kept) == len(authors) or not kept:
        return entry
    return entry[:start] + " and ".join([*kept, "others"]) + entry[end:]


def _room(entry: str, authors: str) -> int:
    """Return how long the authors may be for the entry to fit."""
    return _MOST_CHARACTERS - (len(entry) - len(authors)) - len(" and others")


def _balanced(authors: list[str]) -> list[str]:
    """Drop authors from the end until no brace stays open."""
    while authors and " ".join(authors).count("{") != " ".join(authors).count("}"):
        authors = authors[:-1]
    return authors
