"""Searching: the options read one by one, then the list drawn or the search offered without what can't be used."""

from collections.abc import Callable, Mapping, Sequence

from bot.catalog.taxonomy import TermKind
from bot.characters import clean
from bot.i18n import Language
from bot.interactions.answers import View
from bot.interactions.lists import Lists
from bot.interactions.typed import (
    read_code_language,
    read_fits,
    read_health,
    read_in_use,
    read_license,
    read_sort,
    read_term,
)
from bot.interactions.user_error import OptionError, UserError
from bot.search import tokens
from bot.search.query import SearchQuery
from bot.services import Services
from bot.ui.corrections import search_without_page


class Searching:
    """Draws the list that somebody asked for, or says what of it can't be used."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lists = Lists(services)

    def read(self, sent: Mapping[str, object]) -> tuple[SearchQuery, list[OptionError]]:
        """Read options as they were sent, each for itself; what only the catalogue knows is read by `finish`.

        Raises:
            UserError: there is no word to search for.
        """
        text = clean(str(sent["query"]))
        if not tokens.runs(text):
            raise UserError("error-empty")
        query, faults = SearchQuery(text=text), list[OptionError]()
        if isinstance(stars := sent.get("min_stars"), int):
            query = query.replaced(min_stars=stars or None)
        if isinstance(year := sent.get("since"), int):
            query = query.replaced(since=year)
        query = query.replaced(
            weights=bool(sent.get("weights")) or None, paper=bool(sent.get("paper")) or None
        )
        for name, read in self._readers().items():
            if not (typed := sent.get(name)):
                continue
            try:
                query = query.replaced(**{name: read(str(typed))})
            except OptionError as fault:
                faults.append(fault)
        return query, faults

    def _readers(self) -> dict[str, Callable[[str], object]]:
        taxonomy = self._services.taxonomy
        terms: dict[str, Callable[[str], object]] = {
            kind.value: lambda typed, kind=kind: read_term(typed, kind, taxonomy)
            for kind in (TermKind.CATEGORY, TermKind.FRAMEWORK, TermKind.TASK)
        }
        return {**terms, "health": read_health, "sort": read_sort, "fits": read_fits}

    async def finish(
        self,
        query: SearchQuery,
        sent: Mapping[str, object],
        faults: Sequence[OptionError],
        owner: int,
        language: Language,
        *,
        private: bool,
    ) -> View:
        """Return the list, or the page that offers to search without the options that can't be used.

        Raises:
            OptionError: it is one of those alone whose values only the catalogue knows.
        """
        query, unknown = await self._look_up(query, sent)
        if len(unknown) == 1 and not faults:
            raise unknown[0]
        faults = [*faults, *unknown]
        if not faults:
            return await self._lists.draw(query, owner, 0, language, private=private)
        control = await self._lists.control(query, owner)
        sentences = [language(fault.message, **fault.values) for fault in faults]
        return search_without_page(sentences, control, language)

    async def _look_up(
        self, query: SearchQuery, sent: Mapping[str, object]
    ) -> tuple[SearchQuery, list[OptionError]]:
        """Read the licence and the programming language, of which there are as many as entries have."""
        catalog, faults = self._services.catalog, list[OptionError]()
        for option, name, in_use, read in (
            ("license", "license", catalog.licenses, read_license),
            ("code", "language", catalog.languages, read_code_language),
        ):
            if not sent.get(option):
                continue
            try:
                value = await read_in_use(sent[option], in_use, read)
                query = query.replaced(**{name: value})
            except OptionError as fault:
                faults.append(fault)
        return query, faults
