"""The services of all commands, opened once and handed to every cog."""

from dataclasses import dataclass

from bot.github.glances import Glances
from bot.github.refresh import Refresher
from bot.huggingface.weights import Weights
from bot.open_catalogue import OpenCatalogue
from bot.publishing.chart_cache import ChartCache
from bot.publishing.newsroom import Newsroom
from bot.readme.library import Library
from bot.submissions.service import Curation


@dataclass(frozen=True, slots=True)
class Services(OpenCatalogue):
    """The open catalogue with its refresher, glances at what is not listed, charts, READMEs, editions and weights.

    ``newsroom`` and ``curation`` are None where no state database was opened.
    """

    refresher: Refresher
    glances: Glances
    charts: ChartCache
    library: Library
    newsroom: Newsroom | None
    weights: Weights
    curation: Curation | None = None


def newsroom_of(services: Services) -> Newsroom:
    """Return the newsroom of services that were opened with a state database.

    Raises:
        RuntimeError: they were not.
    """
    if services.newsroom is None:
        raise RuntimeError("the newsletter needs its state database")
    return services.newsroom


def curation_of(services: Services) -> Curation:
    """Return the suggestions and decisions of services that were opened with a state database.

    Raises:
        RuntimeError: they were not.
    """
    if services.curation is None:
        raise RuntimeError("suggestions need the state database")
    return services.curation
