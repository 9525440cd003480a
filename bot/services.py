"""The services of all commands, opened once and handed to every cog."""

from dataclasses import dataclass

from bot.github.glances import Glances
from bot.github.refresh import Refresher
from bot.huggingface.weights import Weights
from bot.open_catalogue import OpenCatalogue
from bot.publishing.chart_cache import ChartCache
from bot.publishing.newsroom import Newsroom
from bot.readme.library import Library


@dataclass(frozen=True, slots=True)
class Services(OpenCatalogue):
    """The open catalogue with its refresher, glances at what is not listed, charts, READMEs, editions and weights.

    ``newsroom`` is None where no state database was opened.
    """

    refresher: Refresher
    glances: Glances
    charts: ChartCache
    library: Library
    newsroom: Newsroom | None
    weights: Weights


def newsroom_of(services: Services) -> Newsroom:
    """Return the newsroom of services that were opened with a state database.

    Raises:
        RuntimeError: they were not.
    """
    if services.newsroom is None:
        raise RuntimeError("the newsletter needs its state database")
    return services.newsroom
