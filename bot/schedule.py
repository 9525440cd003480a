"""Every timed job. The scheduler is an alarm clock: each tick asks the database what is due."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # pyright: ignore[reportMissingTypeStubs]

from bot.services import Services
from bot.submissions.first_draft import first_draft

Job = Callable[[], Coroutine[Any, Any, None]]

FOLLOW_EVERY_S = 30
GRACE_S = 5.0  # Docker kills ten seconds after it asked

log = logging.getLogger(__name__)


async def forget_old_lists(services: Services) -> None:
    """Delete the saved lists that nobody turned for over two years."""
    forgotten = await services.catalog.forget_states(services.today())
    if forgotten:
        log.info("saved lists: %d forgotten", forgotten)


async def follow_the_calendar(services: Services) -> None:
    """Reindex the entries whose signs changed because a day has passed."""
    await services.index.catch_up(services.today())


async def follow_curators(services: Services) -> None:
    """Bring what curators decided, on this host or another, into this host's catalogue."""
    if services.curation:
        await services.curation.following.catch_up()


async def look_at_suggestions(services: Services) -> None:
    """Ask GitHub about repositories that were suggested while it could not be asked; what people typed goes before."""
    if services.curation is None:
        return
    submissions = services.curation.submissions
    for one in await submissions.unseen():
        glance = await services.glances.look(one.full_name, 0)
        if glance and glance.repository:
            known = first_draft(glance.repository, services.taxonomy)
            typed = {key: value for key, value in one.facts.items() if value}
            await submissions.see(one.id, {**known, **typed})


class Schedule:
    """The running timed jobs. ``grace_s`` is how long a tick may go on once it is to stop."""

    def __init__(self, grace_s: float = GRACE_S) -> None:
        self._grace_s = grace_s
        self._is_stopping = False
        self._works: set[asyncio.Task[None]] = set()
        # APScheduler's own tasks, each of which waits for one of the jobs.
        self._waiters: set[asyncio.Task[Any]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def add(self, job: Job, trigger: str, **when: Any) -> None:  # noqa: ANN401  # APScheduler's
        """Run ``job`` whenever APScheduler's ``trigger`` says."""
        name = str(getattr(getattr(job, "func", job), "__qualname__", job))

        async def tick() -> None:
            await self._tick(job, name)

        self._scheduler.add_job(tick, trigger, name=name, **when)  # pyright: ignore[reportUnknownMemberType]

    def start(self) -> None:
        """Start the clock."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin no more ticks; let those that run finish within the grace, then cancel them."""
        if self._is_stopping:
            return
        self._is_stopping = True
        self._scheduler.pause()
        if self._works:
            await asyncio.wait(self._works, timeout=self._grace_s)
        for work in list(self._works):
            log.warning("%s was cut short", work.get_name())
            work.cancel()
        await asyncio.gather(*self._waiters, return_exceptions=True)
        self._scheduler.shutdown(wait=False)  # pyright: ignore[reportUnknownMemberType]
        await asyncio.sleep(0)  # it does so in the loop's next turn

    async def _tick(self, job: Job, name: str) -> None:
        waiter = asyncio.current_task()
        # In a task of its own: APScheduler would log its cancelling as an error.
        work = asyncio.create_task(job(), name=name)
        if waiter:
            self._waiters.add(waiter)
            waiter.add_done_callback(self._waiters.discard)
        self._works.add(work)
        work.add_done_callback(self._works.discard)
        await asyncio.wait({work})
        if not work.cancelled():
            work.result()


@asynccontextmanager
async def start_schedule(
    services: Services,
    *,
    refreshes: bool = True,
    deliver: Job | None = None,
    deliver_every_s: int = 30,
) -> AsyncGenerator[Schedule, None]:
    """Run the timed jobs while the context is open; late and missed ticks run once, when they can.

    ``refreshes`` False leaves GitHub and Hugging Face alone; ``deliver`` sends what the newsletter owes.
    """
    schedule = Schedule()
    schedule.add(partial(forget_old_lists, services), "cron", hour=4, minute=17)
    schedule.add(partial(follow_the_calendar, services), "cron", hour=0, minute=5)
    schedule.add(partial(follow_curators, services), "interval", seconds=FOLLOW_EVERY_S)
    if refreshes:
        schedule.add(
            services.refresher.tick, "cron", minute="*/10", next_run_time=datetime.now(UTC)
        )
        schedule.add(partial(look_at_suggestions, services), "cron", minute="5-59/10")
        schedule.add(services.weights.fill, "cron", minute="*/5")
    if deliver:
        schedule.add(deliver, "interval", seconds=deliver_every_s)
    schedule.start()
    try:
        yield schedule
    finally:
        await schedule.stop()
