"""This host's catalogue follows the curators' decisions."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from bot.catalog.curated import with_known_terms
from bot.catalog.database import Database
from bot.catalog.store import CatalogStore, follow_curated
from bot.catalog.taxonomy import Taxonomy
from bot.submissions.curation.store import CurationStore

log = logging.getLogger(__name__)


class Following:
    """Brings decisions into the catalogue and its index. A missed, doubled or late call does no harm."""

    def __init__(
        self,
        decisions: CurationStore,
        database: Database,
        index: Callable[[date], Awaitable[int]],
        taxonomy: Taxonomy,
        today: Callable[[], date],
    ) -> None:
        self._decisions = decisions
        self._database = database
        self._catalog = CatalogStore(database)
        self._index = index
        self._taxonomy = taxonomy
        self._today = today
        self._lock = asyncio.Lock()

    async def catch_up(self) -> None:
        """Bring what was decided since the last time; usually nothing was, and two short reads tell."""
        async with self._lock:
            digest = await self._catalog.meta("shipped")
            followed = await self._catalog.meta("curated"), await self._catalog.meta("curated_on")
            if followed == (await self._decisions.mark(), digest):
                return
            mark, decided = await self._decisions.decided()
            wanted = {
                name: with_known_terms(curated, self._taxonomy) for name, curated in decided.items()
            }
            changed = await self._database.write(partial(follow_curated, wanted=wanted, mark=mark))
            await self._index(self._today())
            if changed:
                log.info("curation: %d entries follow what was decided", changed)
