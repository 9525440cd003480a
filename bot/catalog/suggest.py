"""Terms that GitHub's topics suggest for an entry: offered to curators, never applied."""

import re
from collections.abc import Iterable

from bot.catalog.entry import Entry
from bot.catalog.taxonomy import Taxonomy, Term

_SEPARATORS = re.compile(r"[\s._-]+")


def suggest_frameworks(entry: Entry, taxonomy: Taxonomy) -> list[Term]:
    """Return the frameworks that an entry's topics or language name and the entry lacks, in the taxonomy's order."""
    said = {_key(word) for word in (*entry.topics, entry.language or "")} - {""}
    return [
        term
        for key, term in taxonomy.frameworks.items()
        if key not in entry.frameworks and said & set(_names(term))
    ]


def _names(term: Term) -> Iterable[str]:
    return (_key(word) for word in (term.key, term.name_en, *term.words))


def _key(word: str) -> str:
    return _SEPARATORS.sub("", word.casefold())
