"""Arguments of the command line: entries, terms and filters by any of their names."""

from collections.abc import Mapping
from typing import Any

from bot.catalog.entry import Entry, LicenseKind
from bot.catalog.taxonomy import TermKind
from bot.cli.exits import CommandError
from bot.interactions.typed import (
    UnknownChoiceError,
    find_entry,
    read_code_language,
    read_fits,
    read_health,
    read_in_use,
    read_license,
    read_term,
)
from bot.open_catalogue import OpenCatalogue
from bot.search.query import SearchQuery, Sort

# What an option is called in a sentence, where its name is another.
_WORDS = {"license": "licence", "code": "programming language", "fits": "size of memory"}


def decodable(text: str) -> str:
    """Return text without the half characters that bytes of a terminal become where the locale is not UTF-8."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # half of a pair, which no terminal sends
        return text.encode("utf-8", "replace").decode("utf-8")


async def require_entry(catalogue: OpenCatalogue, name: str) -> Entry:
    """Return the one entry that a text names.

    Raises:
        CommandError: there is none, or more than one.
    """
    text = decodable(name)
    entry = await find_entry(text, catalogue)
    if entry is None:
        raise CommandError(await _nearest(text, catalogue), 1)
    return entry


async def _nearest(text: str, catalogue: OpenCatalogue) -> str:
    found = await catalogue.search.search(SearchQuery(text=text), limit=3)
    names = [hit.entry.full_name for hit in found.hits] or [
        entry.full_name for entry in found.suggestions
    ]
    nearest = f" Nearest: {', '.join(names)}." if names else ""
    return (
        f"{text!r} does not name exactly one entry.{nearest} `modelzoo-bot search` lists what fits."
    )


def chosen_terms(
    catalogue: OpenCatalogue, options: Mapping[str, Any]
) -> tuple[str | None, str | None]:
    """Return the keys of the category and the framework that were typed in any of their names.

    Raises:
        CommandError: there is none of that name.
    """
    try:
        return (
            read_term(options.get("category"), TermKind.CATEGORY, catalogue.taxonomy),
            read_term(options.get("framework"), TermKind.FRAMEWORK, catalogue.taxonomy),
        )
    except UnknownChoiceError as error:
        raise _with_choices(error) from error


async def query_of(catalogue: OpenCatalogue, text: str, options: Mapping[str, Any]) -> SearchQuery:
    """Return the search that was typed.

    Raises:
        CommandError: a filter has a value that there is not.
    """
    category, framework = chosen_terms(catalogue, options)
    catalog = catalogue.catalog
    try:
        return SearchQuery(
            text=text,
            category=category,
            framework=framework,
            task=read_term(options.get("task"), TermKind.TASK, catalogue.taxonomy),
            license=await read_in_use(options.get("license"), catalog.licenses, read_license),
            health=read_health(options.get("health")),
            min_stars=options.get("min_stars") or None,
            weights=options.get("weights") or None,
            paper=options.get("paper") or None,
            since=options.get("since"),
            language=await read_in_use(options.get("code"), catalog.languages, read_code_language),
            fits=read_fits(options.get("fits")),
            sort=Sort(options.get("sort") or Sort.RELEVANCE),
        )
    except UnknownChoiceError as error:
        raise _with_choices(error) from error


def _with_choices(error: UnknownChoiceError) -> CommandError:
    # No list of choices appears while one types here.
    what = _WORDS.get(error.option, error.option)
    sentence = f"There is no {what} {error.values['typed']}."
    kinds = [str(kind) for kind in LicenseKind if kind in error.known]
    if error.option != "license" or not kinds:
        return CommandError(f"{sentence} Known: {', '.join(error.known)}.")
    names = [name for name in error.known if name not in kinds]
    return CommandError(
        f"{sentence}\nKinds of licence: {', '.join(kinds)}.\nLicences, the most used first: {', '.join(names)}."
    )
