"""What the commands work with, opened once and handed to every cog."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.catalog.store import CatalogStore
from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy
from bot.github.refresh import Refresher
from bot.i18n import Languages
from bot.newsroom import Newsroom
from bot.readme.library import Library
from bot.search.store import SearchStore
from bot.ui.chart_cache import ChartCache


@dataclass(frozen=True, slots=True)
class Services:
    """The open catalogue, its search, its refresher, its charts, READMEs and editions, and the languages.

    ``today`` is the day in UTC. ``newsroom`` is None where no state database was asked for.
    """

    catalog: CatalogStore
    search: SearchStore
    taxonomy: Taxonomy
    successors: Mapping[str, Successor]
    languages: Languages
    refresher: Refresher
    charts: ChartCache
    library: Library
    newsroom: Newsroom | None
    today: Callable[[], date]


def newsroom_of(services: Services) -> Newsroom:
    """Return the newsroom of services that were opened with a state database.

    Raises:
        RuntimeError: they were not.
    """
    if services.newsroom is None:
        raise RuntimeError("the newsletter needs its state database")
    return services.newsroom
