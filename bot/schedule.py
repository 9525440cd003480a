"""Every timed job. The scheduler is an alarm clock: each tick asks the database what is due."""

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # pyright: ignore[reportMissingTypeStubs]

from bot.services import Services

log = logging.getLogger(__name__)


async def forget_old_lists(services: Services) -> None:
    """Delete the saved lists that nobody turned for over two years."""
    forgotten = await services.catalog.forget_states(services.today())
    if forgotten:
        log.info("saved lists: %d forgotten", forgotten)


async def follow_the_calendar(services: Services) -> None:
    """Index anew the entries whose signs changed because a day has passed."""
    await services.search.catch_up(services.today())


@asynccontextmanager
async def start_schedule(
    services: Services,
    *,
    refreshes: bool = True,
    deliver: Callable[[], Awaitable[None]] | None = None,
    deliver_every_s: int = 30,
) -> AsyncGenerator[None, None]:
    """Run the timed jobs while the context is open; late and missed ticks run once, when they can.

    ``refreshes`` False leaves GitHub alone; ``deliver`` sends what the newsletter owes.
    """
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    scheduler.add_job(forget_old_lists, "cron", args=[services], hour=4, minute=17)  # pyright: ignore[reportUnknownMemberType]
    scheduler.add_job(follow_the_calendar, "cron", args=[services], hour=0, minute=5)  # pyright: ignore[reportUnknownMemberType]
    if refreshes:
        scheduler.add_job(  # pyright: ignore[reportUnknownMemberType]
            services.refresher.tick, "cron", minute="*/10", next_run_time=datetime.now(UTC)
        )
    if deliver:
        scheduler.add_job(deliver, "interval", seconds=deliver_every_s)  # pyright: ignore[reportUnknownMemberType]
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)  # pyright: ignore[reportUnknownMemberType]
