"""The steps of the state database's schema, run by Alembic when the database is opened."""
