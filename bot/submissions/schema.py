"""The tables of submissions and of curators' decisions."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from bot.state.schema import METADATA, Moment

submissions = Table(
    "submissions",
    METADATA,
    Column("id", Integer, primary_key=True),
    # In lower case beside the name as it was sent: a repository's submissions belong together.
    Column("name_key", Text, nullable=False, index=True),
    Column("full_name", Text, nullable=False),
    Column("person_id", BigInteger, nullable=False, index=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("decided_by", BigInteger),
    Column("decided_at", Moment),
    # When the person was told the outcome.
    Column("told_at", Moment),
    Index(None, "state", "sent_at"),
    # Buttons carry these numbers: none may come again.
    sqlite_autoincrement=True,
)

curation_events = Table(
    "curation_events",
    METADATA,
    # In the order in which they were written.
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name_key", Text, nullable=False, index=True),
    Column("before", Text),
    Column("after", Text),
    # The number of an entry that people added: the greatest is the last that was given.
    Column("number", Integer, index=True),
    Column("submission_id", Integer),
    # The event that this one takes back.
    Column("undoes", Integer),
    sqlite_autoincrement=True,
)

blocked_people = Table(
    "blocked_people",
    METADATA,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("blocked_by", BigInteger, nullable=False),
    Column("blocked_at", Moment, nullable=False),
)
