"""Search over the catalogue's index.

A whole search is one function on one connection of its own (`Database.search`). Documents are numbered by stars,
so ``ORDER BY rowid LIMIT n`` stops after the n most starred matches instead of ranking every match. The numbers have
gaps, so a document whose stars changed moves without renumbering the others.
"""

from functools import partial

from bot.catalog.database import Database
from bot.catalog.entry import Entry
from bot.catalog.taxonomy import TermKind
from bot.search.query import SearchQuery
from bot.search.results import Mentioned, Overview, Paper, SearchPage
from bot.search.sql.browsing import overview, pick
from bot.search.sql.completion import MOST_COMPLETIONS, complete
from bot.search.sql.papers import find_papers, mentioned
from bot.search.sql.searching import search
from bot.search.sql.shelf import Shelf
from bot.search.terms import TermIndex


class SearchStore:
    """Search, completion and browsing over the catalogue's index; `bot.search.indexing` builds it."""

    def __init__(self, database: Database, terms: TermIndex) -> None:
        self._database = database
        self._terms = terms
        # All searches run on one thread.
        self._shelf = Shelf()

    async def search(self, query: SearchQuery, *, offset: int = 0, limit: int = 10) -> SearchPage:
        """Return one page of the entries that answer ``query``."""
        return await self._database.search(
            partial(
                search,
                terms=self._terms,
                query=query,
                offset=offset,
                limit=limit,
                shelf=self._shelf,
            )
        )

    async def complete(self, text: str, *, limit: int = MOST_COMPLETIONS) -> list[Entry]:
        """Return the entries whose name, alias or task begins like ``text``, the most starred first."""
        return await self._database.search(
            partial(complete, terms=self._terms, text=text, limit=limit, shelf=self._shelf)
        )

    async def mentioned(self, text: str, *, limit: int) -> Mentioned:
        """Return the entries that a message links to or names, at most ``limit`` entries of it."""
        return await self._database.search(
            partial(mentioned, terms=self._terms, text=text, limit=limit)
        )

    async def papers(self, text: str, *, limit: int = MOST_COMPLETIONS) -> list[Paper]:
        """Return the papers that a text names, by arXiv id or title."""
        return await self._database.search(partial(find_papers, text=text, limit=limit))

    async def overview(self, kind: TermKind) -> list[Overview]:
        """Return every category or framework in use, in the taxonomy's order."""
        return await self._database.search(partial(overview, terms=self._terms, kind=kind))

    async def random(
        self, category: str | None, framework: str | None, seed: float
    ) -> Entry | None:
        """Return one entry among those that fit; ``seed`` in [0, 1) decides which."""
        query = SearchQuery(category=category, framework=framework)
        return await self._database.search(partial(pick, terms=self._terms, query=query, seed=seed))
