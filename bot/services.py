"""What the commands work with, opened once and handed to every cog."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.catalog.store import CatalogStore
from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy
from bot.github.refresh import Refresher
from bot.i18n import Languages
from bot.readme.library import Library
from bot.search.store import SearchStore
from bot.ui.chart_cache import ChartCache


@dataclass(frozen=True, slots=True)
class Services:
    """The open catalogue, its search, its refresher, its charts and READMEs, and the languages. ``today`` is the day in UTC."""

    catalog: CatalogStore
    search: SearchStore
    taxonomy: Taxonomy
    successors: Mapping[str, Successor]
    languages: Languages
    refresher: Refresher
    charts: ChartCache
    library: Library
    today: Callable[[], date]
