"""Typed text read as terms, licences, states and entries, by any of their names."""

from collections.abc import Awaitable, Callable, Iterable
from functools import cache

from bot.catalog.entry import Entry, LicenseKind, Sign
from bot.catalog.taxonomy import Taxonomy, Term, TermKind
from bot.characters import clean
from bot.huggingface.memory import CARD_SIZES_GB, GB, read_space
from bot.interactions.user_error import OptionError, UserError
from bot.open_catalogue import OpenCatalogue
from bot.search import tokens
from bot.search.query import SearchQuery, Sort, find_doors, searchable_text
from bot.ui.text import code

_MOST_NAMED = 25
_MOST_NEAR = 3


class UnknownChoiceError(OptionError):
    """The typed text is none of an option's values, which are ``known``."""

    def __init__(self, option: str, typed: str, known: Iterable[str]) -> None:
        super().__init__(option, f"error-{option}", typed=code(typed, 40))
        self.known = tuple(known)


@cache
def keys_of(term: Term) -> tuple[str, ...]:
    """Return every name of a term in the form in which names are compared."""
    return tuple(
        tokens.name_key(word) for word in (term.name_en, term.name_zh, term.key, *term.words)
    )


def read_term(typed: str | None, kind: TermKind, taxonomy: Taxonomy) -> str | None:
    """Return the key of the term that was chosen or typed out, in any of its names.

    Raises:
        UnknownChoiceError: there is no such term.
    """
    if not typed or not typed.strip():
        return None
    terms = taxonomy.of(kind)
    if typed in terms:
        return typed
    wanted = tokens.name_key(typed)
    for key, term in terms.items():
        if wanted in keys_of(term):
            return key
    raise UnknownChoiceError(kind, typed, terms)


def read_license(typed: str | None, licenses: Iterable[tuple[str, int]]) -> str | None:
    """Return the licence or kind of licence that was chosen or typed.

    Raises:
        UnknownChoiceError: no entry has such a licence.
    """
    return _read_name("license", typed, [*(name for name, _ in licenses), *LicenseKind])


def read_code_language(typed: str | None, languages: Iterable[tuple[str, int]]) -> str | None:
    """Return the programming language that was chosen or typed.

    Raises:
        UnknownChoiceError: no entry is written in it.
    """
    return _read_name("code", typed, [name for name, _ in languages])


async def read_in_use(
    typed: object,
    in_use: Callable[[], Awaitable[list[tuple[str, int]]]],
    read: Callable[[str, Iterable[tuple[str, int]]], str | None],
) -> str | None:
    """Return what ``read`` makes of an option; its values in use are looked up only when something was typed."""
    return read(str(typed), await in_use()) if typed else None


def _read_name(option: str, typed: str | None, names: Iterable[str]) -> str | None:
    if not typed or not typed.strip():
        return None
    known = {name.casefold(): str(name) for name in names}
    found = known.get(typed.strip().casefold())
    if found is None:
        raise UnknownChoiceError(option, typed, dict.fromkeys(known.values()))
    return found


def read_health(typed: str | None) -> str | None:
    """Return the health that was chosen.

    Raises:
        UnknownChoiceError: there is no such health.
    """
    if typed and typed not in set(Sign):
        raise UnknownChoiceError("health", typed, Sign)
    return typed or None


def read_fits(typed: str | None) -> int | None:
    """Return the memory of a card in whole GB.

    Raises:
        UnknownChoiceError: it is no size of memory.
    """
    if not typed or not typed.strip():
        return None
    space = read_space(typed)
    if space is None:
        raise UnknownChoiceError("fits", typed, [f"{size} GB" for size in CARD_SIZES_GB])
    return max(1, space // GB)


def read_sort(chosen: str) -> Sort:
    """Return the order that was chosen.

    Raises:
        UnknownChoiceError: there is no such order.
    """
    if chosen not in set(Sort):
        raise UnknownChoiceError("sort", chosen, Sort)
    return Sort(chosen)


async def find_entry(text: str, services: OpenCatalogue) -> Entry | None:
    """Return the one entry that a text names: by ``owner/name``, an old name, a GitHub address, or a whole name."""
    entry = await services.catalog.find(text.strip())
    if entry is not None or not tokens.runs(clean(text)):
        return entry
    if full_name := find_doors(text).full_name:
        # A fork, or another repository of the same name, is not the one that is listed.
        return await services.catalog.find(full_name)
    found = await services.search.search(SearchQuery(text=clean(text)), limit=_MOST_NAMED)
    hits = [hit.entry for hit in found.hits if not hit.is_relative]
    key = tokens.name_key(searchable_text(text))
    named = [
        entry
        for entry in hits
        if key in (tokens.name_key(entry.title), tokens.name_key(entry.name))
    ]
    if len(hits) == 1 and not found.ignored:
        return hits[0]
    return named[0] if len(named) == 1 else None


async def require_entry(text: str, services: OpenCatalogue) -> Entry:
    """Return the one entry that a text names.

    Raises:
        UserError: there is none, or more than one.
    """
    entry = await find_entry(text, services)
    if entry is None:
        if full_name := find_doors(text).full_name:
            near = await services.search.search(SearchQuery(text=clean(text)), limit=_MOST_NEAR)
            if near.hits:
                names = ", ".join(code(hit.entry.full_name) for hit in near.hits)
                raise UserError("error-model-unlisted", typed=code(full_name, 60), names=names)
        raise UserError("error-model", typed=code(text, 60))
    return entry
