"""The newsletter's timed job: due editions go out through the bot that is signed in."""

import logging
from datetime import datetime

import discord

from bot.config import NewsletterConfig
from bot.newsletter.publisher import Publisher
from bot.newsletter.service import LoggedOutError, Newsletter
from bot.newsletter.store import NewsletterStore
from bot.publishing.newsroom import Newsroom

log = logging.getLogger(__name__)


class Deliveries:
    """Delivers editions through one client. ``is_alone`` says that no other process works on the same database.

    ``restored_at``: when an older copy of the database was last put in its place.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        client: discord.Client,
        *,
        rate: float,
        is_alone: bool,
        restored_at: datetime | None = None,
    ) -> None:
        self._newsroom = newsroom
        self._client = client
        self._rate = rate
        self._is_alone = is_alone
        self._restored_at = restored_at
        self._machine: Newsletter | None = None

    @property
    def store(self) -> NewsletterStore:
        """Return the subscriptions."""
        return self._newsroom.store

    async def tick(self) -> None:
        """Do what is due, once Discord has sent its servers."""
        if not self._client.is_ready() or self._client.application_id is None:
            return
        if self._machine is None:
            self._machine = self._newsroom.machine(
                Publisher(self._client), self._client.application_id, rate=self._rate
            )
            await self._machine.recover(
                self._newsroom.now(), is_alone=self._is_alone, restored_at=self._restored_at
            )
        try:
            await self._machine.tick(self._newsroom.now())
        except LoggedOutError:
            log.critical("newsletter: Discord refuses the token; stopping")
            await self._client.close()
            return
        # Last, so that no failure of the archive or the feed delays a delivery.
        await self._newsroom.keep_up()


def deliveries_of(
    newsroom: Newsroom, client: discord.Client, config: NewsletterConfig
) -> Deliveries:
    """Return what delivers a newsroom's editions through ``client``."""
    # The instance lock keeps other bots off a file; a server may have several at work.
    is_alone = config.state.startswith("sqlite")
    return Deliveries(
        newsroom,
        client,
        rate=config.per_second,
        is_alone=is_alone,
        restored_at=newsroom.state.restored_at,
    )
