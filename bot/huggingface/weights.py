"""The weights of entries: kept a day, fetched when somebody asks, and little by little in the background."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.catalog.entry import Entry
from bot.huggingface.checkpoint import (
    Checkpoint,
    EntryWeights,
    WeightsStatus,
    known_names,
    known_owners,
    placed,
)
from bot.huggingface.client import HuggingFaceClient, utc_now
from bot.huggingface.errors import HuggingFaceError, RateLimitedError
from bot.huggingface.lookup import look_up
from bot.huggingface.store import CheckpointStore, named_only

FRESH_FOR = timedelta(days=1)
FILLED_EVERY = timedelta(days=7)
# As many as a window without a token lets through if each takes one request; the window's end comes first.
FILLED_AT_ONCE = 400
# After a failure people are answered from what is known, without another wait.
QUIET_FOR = timedelta(minutes=5)

log = logging.getLogger(__name__)


class Weights:
    """Gives an entry's checkpoints out."""

    def __init__(
        self,
        store: CheckpointStore,
        client: HuggingFaceClient,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.store = store
        self._client = client
        self._now = now
        self._fetching: dict[int, asyncio.Task[bool]] = {}
        self._quiet_until: datetime | None = None
        self._failure: str | None = None

    async def of(self, entry: Entry) -> EntryWeights:
        """Return an entry's checkpoints, fetched unless they were within a day; what is known when Hugging Face fails."""
        names = known_names(entry.hugging_face, entry.weights_url)
        owners = known_owners(entry.hugging_face, entry.weights_url)
        if not owners and not entry.official:
            return EntryWeights(())  # nothing leads to Hugging Face
        fetched = await self.store.fetched(entry.id)
        is_unreachable = False
        if not fetched or not fetched.has_others or self._now() - fetched.at > FRESH_FOR:
            is_unreachable = not await self._fetch(entry)
            fetched = await self.store.fetched(entry.id)
        known = await self.store.of_entry(entry.id)
        have = {each.id.casefold() for each in known}
        if not fetched or is_unreachable or not known:
            known += named_only(name for name in names if name.casefold() not in have)
        return EntryWeights(
            tuple(placed(known, owners or _likely_owners(known))),
            fetched.at.date() if fetched else None,
            is_unreachable,
        )

    async def fill(self) -> None:
        """Fetch the makers' checkpoints of some entries that are due, until Hugging Face asks to wait."""
        done = 0
        for entry in await self.store.due(self._now(), FILLED_EVERY, FILLED_AT_ONCE):
            try:
                found = await look_up(self._client, entry, with_others=False, is_urgent=False)
            except RateLimitedError:
                break
            except HuggingFaceError as error:
                log.info("weights: %s: %s", entry.full_name, error)
                self._failure = str(error)
                break
            self._failure = None
            await self.store.keep(entry.id, found, self._now(), has_others=False)
            done += 1
        if done:
            log.info("weights: %d entries fetched", done)

    async def status(self) -> WeightsStatus:
        """Return how much is fetched, what is due, and what is left of the window."""
        fetched, due = await self.store.counts(self._now(), FILLED_EVERY)
        return WeightsStatus(fetched, due, self._client.remaining, self._failure)

    async def _fetch(self, entry: Entry) -> bool:
        """Fetch once, however many people wait for it; return whether Hugging Face answered."""
        if self._quiet_until and self._now() < self._quiet_until:
            return False

        async def ask() -> bool:
            try:
                found = await look_up(self._client, entry, with_others=True, is_urgent=True)
                await self.store.keep(entry.id, found, self._now(), has_others=True)
                self._failure = None
            except HuggingFaceError as error:
                log.info("weights: %s: %s", entry.full_name, error)
                self._failure = str(error)
                self._quiet_until = self._now() + QUIET_FOR
                return False
            finally:
                del self._fetching[entry.id]
            return True

        task = self._fetching.get(entry.id)
        if task is None:
            task = self._fetching[entry.id] = asyncio.create_task(ask())
        return await asyncio.shield(task)


def _likely_owners(known: list[Checkpoint]) -> list[str]:
    """Return the accounts of those that state no base: of a paper's models the makers' own."""
    return [each.owner for each in known if not each.bases]
