"""The newsletter's tables. Times are `Moment`, "no filter" is the empty text: NULLs never equal each other."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from bot.state.schema import METADATA, Moment

subscriptions = Table(
    "subscriptions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("channel_id", BigInteger, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("framework", Text, nullable=False),
    Column("day", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("role_id", BigInteger),
    Column("publish", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", BigInteger, nullable=False),
    Column("next_month", Text, nullable=False),
    Column("next_due", Moment, nullable=False, index=True),
    Column("pause_reason", Text),
    Column("pause_missing", Text),
    Column("pause_code", Text),
    Column("paused_at", Moment),
    Column("left_at", Moment, index=True),
    # A notice is known by its subscription, a notice's body by its delivery: no number may come again.
    sqlite_autoincrement=True,
)

editions = Table(
    "editions",
    METADATA,
    Column("month", Text, primary_key=True),
    Column("content", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

approvals = Table(
    "approvals",
    METADATA,
    Column("month", Text, primary_key=True),
    Column("full_name", Text, primary_key=True),
    Column("approved_by", BigInteger, nullable=False),
    Column("approved_at", Moment, nullable=False),
)

bodies = Table(
    "bodies",
    METADATA,
    Column("id", Integer, primary_key=True),
    # "edition/2026-07/en/<category>/<framework>/0" or "notice/<delivery>".
    Column("name", Text, nullable=False, unique=True),
    Column("content", Text, nullable=False),
)

files = Table(
    "files",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

deliveries = Table(
    "deliveries",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column(
        "subscription_id",
        Integer,
        ForeignKey("subscriptions.id", ondelete="SET NULL"),
        index=True,
    ),
    Column("kind", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("part", Integer, nullable=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("body_id", Integer, ForeignKey("bodies.id")),
    Column("nonce", Text, nullable=False, unique=True),
    Column("marker", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("due", Moment, nullable=False, server_default="0"),
    Column("not_before", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("permanent_failures", Integer, nullable=False),
    Column("first_try", Moment),
    Column("last_try", Moment),
    Column("lease_by", Text),
    Column("lease_until", Moment),
    Column("message_id", BigInteger),
    Column("sent_at", Moment),
    Column("reason", Text),
    Column("code", Text),
    # Null: nothing to publish, or over; `published_at` tells which.
    Column("publish_not_before", Moment),
    Column("publish_attempts", Integer, nullable=False),
    Column("published_at", Moment),
    UniqueConstraint("kind", "month", "channel_id", "part"),
    # Whole, not partial: SQLite leaves an index WHERE state IN (…) aside for state = 'pending'.
    Index(None, "state", "not_before"),
    Index(None, "publish_not_before"),
    sqlite_autoincrement=True,
)
