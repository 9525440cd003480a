"""Plan what is due, each group of subscriptions by itself: a bad one is paused with its reason and harms no other."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from bot.months import Month
from bot.newsletter.bodies import Variant
from bot.newsletter.delivery import Body
from bot.newsletter.planning.plan import Group, Plan
from bot.newsletter.planning.store import due_groups, pause_group, resume_flawed, write_group
from bot.newsletter.subscription import FlawError, Pause, Reason
from bot.state.database import StateDatabase

log = logging.getLogger(__name__)

Compose = Callable[[Month, datetime], Awaitable[str]]
Render = Callable[[str, Month, Variant], Awaitable[list[Body]]]


class Planner:
    """Gives every subscription that is owed an edition its messages."""

    def __init__(
        self,
        database: StateDatabase,
        compose: Compose,
        check: Callable[[Variant], None],
        render: Render,
        application_id: int,
    ) -> None:
        self._database = database
        self._compose = compose
        self._check = check
        self._render = render
        self._application_id = application_id

    async def plan(self, now: datetime) -> int:
        """Freeze what is due and write a row for each message; return how many.

        An edition that can't be composed is nobody's flaw: those who are owed it wait for the next time.
        """
        await self._database.write(lambda connection: resume_flawed(connection, now))
        groups = await self._database.read(lambda connection: due_groups(connection, now))
        if not groups:
            return 0
        editions: dict[Month, str | None] = {}
        bodies: dict[tuple[Month, Variant], tuple[Body, ...]] = {}
        planned = 0
        for group in groups:
            try:
                due = group.owed(now)
                month = due.month if due else None
                if month and month not in editions:
                    editions[month] = await self._edition(month, now)
                if month and (month, group.variant) not in bodies:
                    text = editions[month]
                    if text is None:
                        continue
                    bodies[month, group.variant] = await self._bodies(text, month, group.variant)
            except Exception as error:  # noqa: BLE001  # whatever it is, the other groups get theirs
                await pause_flawed(self._database, group, error, now)
                continue
            known = {key: text for key, text in editions.items() if text is not None}
            plan = Plan(known, bodies, self._application_id)
            planned += await carry_out(self._database, plan, [group], now)
        log.info("newsletter: %d messages planned", planned)
        return planned

    async def _edition(self, month: Month, now: datetime) -> str | None:
        try:
            return await self._compose(month, now)
        except Exception:
            log.exception("newsletter: the edition of %s could not be composed", month)
            return None

    async def _bodies(self, text: str, month: Month, variant: Variant) -> tuple[Body, ...]:
        self._check(variant)
        bodies = tuple(await self._render(text, month, variant))
        if not bodies:
            raise ValueError(f"an edition without a message: {month}, {variant}")
        return bodies


async def carry_out(
    database: StateDatabase, plan: Plan, groups: Iterable[Group], now: datetime
) -> int:
    """Write a plan's rows group by group, each all at once; return how many rows."""
    written = 0
    for group in groups:
        try:
            written += await database.write(
                lambda connection, group=group: write_group(connection, plan, group, now)
            )
        except Exception as error:  # noqa: BLE001  # as above
            await pause_flawed(database, group, error, now)
    return written


async def pause_flawed(
    database: StateDatabase, group: Group, error: Exception, now: datetime
) -> None:
    """Pause a group whose edition could not be planned because of ``error``, and log its trace."""
    if isinstance(error, FlawError):
        pause = error.pause
    else:
        pause = Pause(Reason.NOT_MADE, code=type(error).__name__)
    count = await database.write(lambda connection: pause_group(connection, group, pause, now))
    log.error(
        "newsletter: %d subscriptions paused, %s (%s): %s",
        count,
        pause.reason,
        pause.code,
        group,
        exc_info=error,
    )
