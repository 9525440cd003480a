"""Result lists as messages: drawn from a query, found again from a control."""

import re

from bot.catalog.successors import successor_of
from bot.i18n import Language
from bot.interactions.answers import View
from bot.interactions.typed import require_entry
from bot.interactions.user_error import UserError
from bot.search.query import SearchQuery, find_doors
from bot.search.results import SearchPage
from bot.services import Services
from bot.ui.navigation import STATE_LIMIT, Control, read_state, write_state
from bot.ui.results.controls import PER_PAGE, pages_in
from bot.ui.results.pages import result_list
from bot.ui.unlisted import Unlisted

_NUMBER = re.compile(r"0[0-9]{1,8}")


class Lists:
    """Draws the list of a query, and reads the query of a list."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def draw(
        self, query: SearchQuery, owner: int, page: int, language: Language, *, private: bool
    ) -> View:
        """Search and return the list's message; a page past the end shows the last one.

        Raises:
            UserError: the entry that the list is like is not there any more.
        """
        services = self._services
        like = await services.catalog.find(query.like) if query.like else None
        if query.like and like is None:
            raise UserError("error-gone")
        found = await services.search.search(query, offset=page * PER_PAGE, limit=PER_PAGE)
        if page and not found.hits and found.total:
            page = pages_in(found) - 1
            found = await services.search.search(query, offset=page * PER_PAGE, limit=PER_PAGE)
        unlisted = None if page else await self._unlisted(found, owner)
        if unlisted and (moved := await self._listed_elsewhere(unlisted)):
            return await self.draw(
                query.replaced(text=moved), owner, page, language, private=private
            )
        query = found.shown
        like = like or (await services.catalog.find(query.like) if query.like else None)
        # A name may pass to another repository, a number doesn't.
        carried = query.replaced(like=f"0{like.id}") if like else query
        control = await self.control(carried, owner, page)
        return result_list(
            found,
            control,
            language,
            services.taxonomy,
            services.today(),
            successor=successor_of(like, services.successors) if like else None,
            unlisted=unlisted,
            is_private=private,
        )

    async def like(self, name: str, owner: int, language: Language, *, private: bool) -> View:
        """Return the list of what is like the entry that was named.

        Raises:
            UserError: the name is no entry's.
        """
        entry = await require_entry(name, self._services)
        query = SearchQuery(like=entry.full_name)
        return await self.draw(query, owner, 0, language, private=private)

    async def _unlisted(self, found: SearchPage, owner: int) -> Unlisted | None:
        """Return the repository or paper that a search names and the catalogue lacks.

        Two words with a slash may mean anything: they are a repository's name only where nothing is found.
        """
        services, doors = self._services, find_doors(found.query.text)
        if doors.arxiv and not await services.search.papers(doors.arxiv, limit=1):
            return Unlisted(paper=doors.arxiv)
        name = doors.full_name if doors.is_github or not found.total else None
        if not name or await services.catalog.find(name):
            return None
        glance = await services.glances.look(name, owner)
        return Unlisted(glance) if glance else None

    async def _listed_elsewhere(self, unlisted: Unlisted) -> str | None:
        """Return the name under which a repository that moved is listed."""
        glance = unlisted.glance
        if glance is None or glance.repository is None or not glance.is_moved:
            return None
        entry = await self._services.catalog.find(glance.repository.full_name)
        return entry.full_name if entry else None

    async def control(self, query: SearchQuery, owner: int, page: int = 0) -> Control:
        """Return the control that draws a query's list."""
        return Control("list", owner, page, await self._write(query))

    async def query_of(self, control: Control) -> SearchQuery:
        """Return the query that a control stands for.

        Raises:
            UserError: its saved state, or the entry that it is like, is not there any more.
        """
        state = control.state
        if state.startswith("@"):
            saved = await self._services.catalog.load_state(state[1:])
            if saved is None:
                raise UserError("error-state")
            state = saved
        query = read_state(state)
        if query.like and _NUMBER.fullmatch(query.like):
            entry = await self._services.catalog.get(int(query.like))
            if entry is None:
                raise UserError("error-gone")
            return query.replaced(like=entry.full_name)
        return query

    async def _write(self, query: SearchQuery) -> str:
        state = write_state(query)
        if len(state) <= STATE_LIMIT and not state.startswith("@"):
            return state
        return "@" + await self._services.catalog.save_state(state, self._services.today())
