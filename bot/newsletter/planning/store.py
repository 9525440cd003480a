"""Planning's rows: groups of due subscriptions in, editions, bodies and messages out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from bot.months import Month
from bot.newsletter.archive.store import freeze_edition
from bot.newsletter.bodies import Variant, body_name, digest_of, dump_body
from bot.newsletter.delivery import EDITION, Body, State
from bot.newsletter.due import LATEST
from bot.newsletter.identity import marker_of, nonce_of
from bot.newsletter.planning.plan import Group, Plan
from bot.newsletter.rows import pause_columns
from bot.newsletter.schema import bodies, deliveries, files, subscriptions
from bot.newsletter.store import running
from bot.newsletter.subscription import FLAWS, Pause, Reason
from bot.state.schema import EARLIEST

_BATCH = 500
_FLAWS_RETRIED = timedelta(hours=1)


def due_groups(connection: Connection, now: datetime) -> list[Group]:
    """Return who is owed something, in groups."""
    columns = subscriptions.c
    found = (
        select(
            columns.language,
            columns.category,
            columns.framework,
            columns.day,
            columns.hour,
            columns.timezone,
            columns.next_month,
            columns.next_due,
        )
        .where(columns.next_due <= now, running())
        .distinct()
    )
    return [
        Group(
            Variant(row.language, row.category or None, row.framework or None),
            row.day,
            row.hour,
            row.timezone,
            row.next_month,
            row.next_due,
        )
        for row in connection.execute(found)
    ]


def _of_group(group: Group) -> ColumnElement[bool]:
    columns = subscriptions.c
    is_readable = group.next_due > EARLIEST
    return and_(
        columns.next_due == group.next_due if is_readable else columns.next_due <= EARLIEST,
        columns.next_month == group.next_month,
        columns.language == group.variant.language,
        columns.category == (group.variant.category or ""),
        columns.framework == (group.variant.framework or ""),
        columns.day == group.day,
        columns.hour == group.hour,
        columns.timezone == group.timezone,
        running(),
    )


def write_group(connection: Connection, plan: Plan, group: Group, now: datetime) -> int:
    """Freeze what a group is owed and write its rows, within a transaction; return how many rows.

    Raises:
        FlawError: what the group is owed can't be worked out.
    """
    due = group.owed(now)
    if due is None or not plan.covers(group.variant, due):
        return 0
    parts: list[int | None] = []
    if due.month:
        if due.month in plan.editions:
            freeze_edition(connection, due.month, plan.editions[due.month], now)
        parts = _freeze_bodies(connection, plan, due.month, group.variant)
    written = 0
    for batch in _subscribers(connection, group):
        rows: list[dict[str, object]] = []
        for month in due.late:
            rows += _rows(plan, month, batch, [None], fresh(now))
        if due.month:
            # From this moment on the message can have been sent, however late it is planned.
            start = {**fresh(now), "due": due.due, "not_before": due.due}
            rows += _rows(plan, due.month, batch, parts, start)
        written += _insert_new(connection, rows)
    connection.execute(
        update(subscriptions)
        .where(_of_group(group))
        .values(next_month=str(due.next_month), next_due=due.next_due)
    )
    return written


def pause_group(connection: Connection, group: Group, pause: Pause, now: datetime) -> int:
    """Pause the subscriptions of a group whose edition can't be planned; return how many."""
    paused = update(subscriptions).where(_of_group(group))
    values = paused.values(pause_columns(pause, now))
    return connection.execute(values).rowcount


def resume_flawed(connection: Connection, now: datetime) -> int:
    """Let those run again that a flaw paused an hour ago; return how many."""
    flawed = update(subscriptions).where(
        subscriptions.c.pause_reason.in_(FLAWS), subscriptions.c.paused_at <= now - _FLAWS_RETRIED
    )
    values = flawed.values(pause_columns(None, None))
    return connection.execute(values).rowcount


def _subscribers(connection: Connection, group: Group) -> Iterator[list[tuple[int, int, int]]]:
    columns = subscriptions.c
    last = 0
    while True:
        found = (
            select(columns.id, columns.guild_id, columns.channel_id)
            .where(_of_group(group), columns.id > last)
            .order_by(columns.id)
            .limit(_BATCH)
        )
        batch = [(row.id, row.guild_id, row.channel_id) for row in connection.execute(found)]
        if not batch:
            return
        yield batch
        last = batch[-1][0]


def _rows(
    plan: Plan,
    month: Month,
    batch: list[tuple[int, int, int]],
    parts: list[int | None],
    start: dict[str, object],
) -> list[dict[str, object]]:
    # A month that came too late has one row without a body.
    state, reason = (State.PENDING, None) if parts != [None] else (State.SKIPPED, Reason.LATE)
    return [
        {
            "subscription_id": subscription_id,
            "guild_id": guild_id,
            "body_id": body_id,
            "state": state,
            "reason": reason,
            **key_of(plan.application_id, str(month), channel_id, part, EDITION),
            **start,
        }
        for subscription_id, guild_id, channel_id in batch
        for part, body_id in enumerate(parts)
    ]


def key_of(
    application_id: int, month: str, channel_id: int, part: int, kind: str
) -> dict[str, object]:
    """Return what identifies a message, with what Discord and we know it by."""
    return {
        "kind": kind,
        "month": month,
        "channel_id": channel_id,
        "part": part,
        "nonce": nonce_of(application_id, month, channel_id, part, kind),
        "marker": marker_of(application_id, month, channel_id, part, kind),
    }


def fresh(now: datetime) -> dict[str, object]:
    """Return how a message starts that is to be sent from ``now`` on."""
    return {
        "due": now,
        "not_before": now,
        "expires_at": now + LATEST,
        "attempts": 0,
        "permanent_failures": 0,
        "publish_attempts": 0,
    }


def _insert_new(connection: Connection, rows: list[dict[str, object]]) -> int:
    # A channel unsubscribed and subscribed again has had its edition; the row of then says so.
    channels = {row["channel_id"] for row in rows}
    months = {row["month"] for row in rows}
    known = select(deliveries.c.month, deliveries.c.channel_id).where(
        deliveries.c.kind == EDITION,
        deliveries.c.month.in_(months),
        deliveries.c.channel_id.in_(channels),
    )
    had = {(row.month, row.channel_id) for row in connection.execute(known)}
    new = [row for row in rows if (row["month"], row["channel_id"]) not in had]
    for start in range(0, len(new), _BATCH):
        connection.execute(insert(deliveries), new[start : start + _BATCH])
    return len(new)


def _freeze_bodies(
    connection: Connection, plan: Plan, month: Month, variant: Variant
) -> list[int | None]:
    return [
        freeze_body(connection, body_name(str(month), variant, part), body)
        for part, body in enumerate(plan.bodies[month, variant])
    ]


def freeze_body(connection: Connection, name: str, body: Body) -> int:
    """Keep a body and its files unless they are kept; return its id."""
    kept = connection.scalar(select(bodies.c.id).where(bodies.c.name == name))
    if kept is not None:
        return kept
    for _, content in body.files:
        digest = digest_of(content)
        if connection.scalar(select(files.c.digest).where(files.c.digest == digest)) is None:
            connection.execute(insert(files).values(digest=digest, content=content))
    frozen = insert(bodies).values(name=name, content=dump_body(body)).returning(bodies.c.id)
    return connection.execute(frozen).scalar_one()
