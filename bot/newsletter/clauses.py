"""Conditions that the newsletter's queries share."""

from typing import Any

from sqlalchemy import ColumnElement, and_

from bot.newsletter.schema import deliveries


def same_message(one: Any, columns: Any = deliveries.c) -> ColumnElement[bool]:  # noqa: ANN401  # a delivery, row or table
    """Return the condition that a row is a part of the message that ``one`` is a part of."""
    return and_(
        columns.kind == one.kind,
        columns.month == one.month,
        columns.channel_id == one.channel_id,
    )
