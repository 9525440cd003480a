"""The sides of an entry as messages: card, README, quick start, stars and similar entries."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.catalog.entry import Entry
from bot.catalog.successors import successor_of
from bot.huggingface.memory import GB, read_space
from bot.i18n import Language
from bot.interactions.answers import View
from bot.interactions.typed import require_entry
from bot.interactions.user_error import UserError
from bot.readme.reading import Absence, Postponed
from bot.search.query import SearchQuery
from bot.services import Services
from bot.ui.cards import entry_card
from bot.ui.charts.description import describe
from bot.ui.charts.series import series_of
from bot.ui.compare import Comparison, comparison_page
from bot.ui.navigation import Control
from bot.ui.readme import absence_page, quick_start_page, readme_page
from bot.ui.similar import MOST_SHOWN, similar_page
from bot.ui.tabs import Tab
from bot.ui.text import code
from bot.ui.weights import side_number, weights_page

# A page of the weights also says how large a card is.
_SIDE = re.compile(rf"([a-z])([0-9]{{0,4}}|(?<={Tab.WEIGHTS})[0-9]{{0,6}})")


@dataclass(frozen=True, slots=True)
class Side:
    """A tab, and the README's page, counted from 0, or the number of the weights' page."""

    tab: Tab
    page: int = 0


def read_side(state: str) -> Side:
    """Read a control's state; an empty one is the card.

    Raises:
        UserError: it is no side.
    """
    found = _SIDE.fullmatch(state or Tab.CARD)
    if not found or found[1] not in set(Tab):
        raise UserError("error-state")
    return Side(Tab(found[1]), int(found[2] or 0))


class EntryPages:
    """Draws an entry's sides for one person."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def draw(
        self, entry: Entry, side: Side, owner: int, language: Language, *, private: bool
    ) -> View:
        """Return the message of a side."""
        match side.tab:
            case Tab.CARD:
                return await self.card(entry, owner, language, private=private)
            case Tab.README | Tab.QUICK_START:
                return await self._readme(entry, side, owner, language, private=private)
            case Tab.STARS:
                comparison = Comparison((entry.id,))
                return await self.comparison(comparison, owner, language, private=private)
            case Tab.WEIGHTS:
                return await self._weights(entry, side.page, owner, language, private=private)
            case Tab.SIMILAR:
                return await self._similar(entry, owner, language, private=private)

    async def side(
        self, name: str, side: Side, owner: int, language: Language, *, private: bool
    ) -> View:
        """Return a side of the entry that was named.

        Raises:
            UserError: the name is no entry's.
        """
        entry = await require_entry(name, self._services)
        return await self.draw(entry, side, owner, language, private=private)

    async def entry_of(self, control: Control) -> Entry:
        """Return the entry that a control is for.

        Raises:
            UserError: it is not there any more.
        """
        number = control.entry
        if control.row:
            (number,) = await self._services.catalog.numbers_of_rows([control.row])
        entry = await self._services.catalog.get(number)
        if entry is None:
            raise UserError("error-gone")
        return entry

    async def random(
        self,
        category: str | None,
        framework: str | None,
        owner: int,
        language: Language,
        *,
        private: bool,
    ) -> View:
        """Return the card of an entry picked at random.

        Raises:
            UserError: there is none of that category and framework.
        """
        seed = random.random()  # noqa: S311  # no secret hangs on it
        entry = await self._services.search.random(category, framework, seed)
        if entry is None:
            raise UserError("error-nothing-random")
        return await self.card(entry, owner, language, private=private)

    async def card(self, entry: Entry, owner: int, language: Language, *, private: bool) -> View:
        """Return the card."""
        services = self._services
        return entry_card(
            entry,
            await services.catalog.paper_titles(entry.arxiv),
            Control("card", owner),
            language,
            services.taxonomy,
            services.today(),
            successor=successor_of(entry, services.successors),
            membership=services.families.of(entry),
            is_private=private,
        )

    async def compare(
        self, names: Iterable[str], owner: int, language: Language, *, private: bool
    ) -> View:
        """Return the entries that were named beside each other.

        Raises:
            UserError: a name is no entry's, or all are the same one's.
        """
        entries = [await require_entry(name, self._services) for name in names]
        ids = tuple(dict.fromkeys(entry.id for entry in entries))
        if len(ids) == 1:
            raise UserError("error-compare")
        return await self.comparison(Comparison(ids), owner, language, private=private)

    async def comparison(
        self, comparison: Comparison, owner: int, language: Language, *, private: bool
    ) -> View:
        """Return one to four entries' stars over time, with the facts of several.

        Raises:
            UserError: none of them is there any more.
        """
        services, today = self._services, self._services.today()
        entries = await services.catalog.get_many(comparison.entry_ids)
        if not entries:
            raise UserError("error-gone")
        counts = await services.catalog.star_counts([entry.id for entry in entries])
        series = series_of(entries, counts)
        picture = None
        if any(line.counts for line in series):
            picture = await services.charts.star_chart(series, comparison.spec, today=today)
        return comparison_page(
            entries,
            comparison,
            picture,
            describe(series, comparison.spec, language, today),
            owner,
            language,
            services.taxonomy,
            today,
            is_private=private,
        )

    async def weights(
        self, name: str, fits: str | None, owner: int, language: Language, *, private: bool
    ) -> View:
        """Return the checkpoints of the entry that was named, of which the weights fit where that was asked.

        Raises:
            UserError: the name is no entry's, or ``fits`` no size of memory.
        """
        space = read_space(fits) if fits else 0
        if space is None:
            raise UserError("error-fits", typed=code(fits or ""))
        entry = await require_entry(name, self._services)
        number = side_number(-(-space // GB), 0)
        return await self._weights(entry, number, owner, language, private=private)

    async def _readme(
        self, entry: Entry, side: Side, owner: int, language: Language, *, private: bool
    ) -> View:
        library = self._services.library
        contents = await library.contents(entry, self._services.refresher.fetch_readmes)
        if isinstance(contents, Absence | Postponed):
            return absence_page(entry, contents, side.tab, owner, language, is_private=private)
        if side.tab is Tab.QUICK_START:
            found = contents.quick_start
            return quick_start_page(entry, found, owner, language, is_private=private)
        # A README that has become shorter shows its last page.
        number = min(side.page, contents.pages - 1)
        page = await library.page(entry.id, number)
        if page is None:
            raise UserError("error-state")
        return readme_page(entry, contents, page, number, owner, language, is_private=private)

    async def _weights(
        self, entry: Entry, number: int, owner: int, language: Language, *, private: bool
    ) -> View:
        found = await self._services.weights.of(entry)
        today = self._services.today()
        return weights_page(entry, found, number, owner, language, today, is_private=private)

    async def _similar(
        self, entry: Entry, owner: int, language: Language, *, private: bool
    ) -> View:
        services = self._services
        query = SearchQuery(like=entry.full_name)
        found = await services.search.search(query, limit=MOST_SHOWN + 1)
        return similar_page(
            entry,
            found.hits,
            owner,
            language,
            services.taxonomy,
            services.today(),
            successor=successor_of(entry, services.successors),
            is_private=private,
        )
