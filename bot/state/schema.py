"""The tables' metadata, how a time is stored, and the database's own table."""

import math
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A year's arithmetic with these still gives a datetime.
EARLIEST = datetime(2, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 12, 31, tzinfo=UTC)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as milliseconds since 1970: no engine has its own idea of a time zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the milliseconds."""
        return None if value is None else _milliseconds(value)

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        """Return the time in UTC; one bad value must not hide the other rows."""
        if value is None:
            return None
        # SQLite keeps a text where a number belongs, and sorts it after every number.
        number = value if isinstance(value, int | float) else math.inf
        within = min(max(number, _milliseconds(EARLIEST)), _milliseconds(LATEST))
        return _EPOCH + timedelta(milliseconds=within)


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


lineage = Table(
    "lineage",
    METADATA,
    # One row, number 1.
    Column("id", Integer, primary_key=True),
    Column("identity", Text, nullable=False),
    # Grows with every transaction that changes something.
    Column("generation", BigInteger, nullable=False),
    Column("restored_at", Moment),
)
