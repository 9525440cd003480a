"""Values that the catalogue remembers of itself."""

import sqlite3


def write_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Remember a value, inside somebody's transaction."""
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
