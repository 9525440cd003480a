"""Alembic's entry: run the steps on the connection that `bot.state.database` holds the write lock with."""

from alembic import context

from bot.state.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # Both engines roll a failed step back; Alembic doesn't expect it of SQLite.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
