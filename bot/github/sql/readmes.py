"""READMEs as they arrive from GitHub."""

import sqlite3

from bot.catalog.database import Row
from bot.github.failures import EntryPart
from bot.github.sql.failures import forget_failures


def store_readme(connection: sqlite3.Connection, row: Row) -> None:
    """Keep entry, head, ETag, packed HTML, whether it is cut, and when it came; a missing one leaves the old."""
    connection.execute(
        "INSERT INTO readme (entry_id, head, etag, html, is_cut, fetched_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT (entry_id) DO UPDATE SET (head, etag, html, is_cut, fetched_at, format)"
        " = (?2, coalesce(?3, etag), coalesce(?4, html), ?5, ?6, iif(?4 IS NULL, format, NULL))",
        row,
    )
    forget_failures(connection, EntryPart.README, [row[0]])


def confirm_readme(connection: sqlite3.Connection, entry_id: int, head: str | None) -> None:
    """Note that the README is unchanged at the entry's head."""
    connection.execute("UPDATE readme SET head = ? WHERE entry_id = ?", (head, entry_id))
    forget_failures(connection, EntryPart.README, [entry_id])
