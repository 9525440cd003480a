"""The database's own row, and whether anybody is subscribed."""

import uuid

from sqlalchemy import (
    Connection,
    delete,
    exists,
    insert,
    inspect,
    literal,
    select,
    table,
    update,
)

from bot.state.lineage import Lineage
from bot.state.marker import Marker
from bot.state.schema import lineage

# The newsletter's table, by name alone: this room knows nothing of it.
_SUBSCRIPTIONS = "subscriptions"
_ANY_SUBSCRIPTION = exists(select(literal(1)).select_from(table(_SUBSCRIPTIONS)))
# Built once: every transaction runs it.
_ADVANCE = (
    update(lineage)
    .values(generation=lineage.c.generation + 1)
    .returning(
        lineage.c.identity, lineage.c.generation, _ANY_SUBSCRIPTION.label("has_subscriptions")
    )
)


def read_lineage(connection: Connection) -> Lineage | None:
    """Return the database's row, None where an older program was the last to open it."""
    if not inspect(connection).has_table(lineage.name):
        return None
    row = connection.execute(select(lineage)).first()
    return Lineage(row.identity, row.generation, row.restored_at) if row else None


def has_subscriptions(connection: Connection) -> bool:
    """Return whether any channel is subscribed."""
    return inspect(connection).has_table(_SUBSCRIPTIONS) and bool(
        connection.scalar(select(_ANY_SUBSCRIPTION))
    )


def write_lineage(connection: Connection, row: Lineage) -> None:
    """Replace the database's row."""
    connection.execute(delete(lineage))
    connection.execute(
        insert(lineage).values(
            id=1, identity=row.identity, generation=row.generation, restored_at=row.restored_at
        )
    )


def advance(connection: Connection) -> Marker | None:
    """Count one more generation; return the marker's new record, None when the row is gone."""
    row = connection.execute(_ADVANCE).first()
    return Marker(row.identity, row.generation, bool(row.has_subscriptions)) if row else None


def new_identity() -> str:
    """Return an identity that no other database has."""
    return uuid.uuid4().hex
