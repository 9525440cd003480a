"""READMEs in the catalogue: GitHub's HTML, and the prepared pages."""

import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalog.database import Database
from bot.readme.reading import FORMAT, Contents, ReadmePage
from bot.readme.stored import Packed, contents_from_json, page_from_json

FAILED = -FORMAT


@dataclass(frozen=True, slots=True)
class StoredReadme:
    """An entry's stored README.

    ``contents`` is None where this program has not prepared it yet, or, with ``has_failed``, can't be; ``has_html``
    says whether there is one at all.
    """

    head: str
    has_html: bool
    is_cut: bool
    has_failed: bool
    contents: Contents | None


@dataclass(frozen=True, slots=True)
class Source:
    """A README as GitHub renders it, at a repository's head."""

    full_name: str
    head: str
    html: bytes


class ReadmeStore:
    """Reads READMEs, and stores them prepared."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def kept(self, entry_id: int) -> StoredReadme | None:
        """Return an entry's stored README; None where it was never fetched."""
        rows = await self._database.fetch(
            "SELECT head, html IS NOT NULL, is_cut, format, contents FROM readme WHERE entry_id = ?",
            (entry_id,),
        )
        if not rows:
            return None
        head, has_html, is_cut, version, contents = rows[0]
        return StoredReadme(
            head,
            bool(has_html),
            bool(is_cut),
            version == FAILED,
            contents_from_json(contents) if contents and version == FORMAT else None,
        )

    async def source(self, entry_id: int) -> Source | None:
        """Return the README as GitHub renders it; None where there is none."""
        rows = await self._database.fetch(
            "SELECT e.full_name, r.head, r.html FROM readme AS r JOIN entry AS e ON e.id = r.entry_id"
            " WHERE r.entry_id = ? AND r.html IS NOT NULL",
            (entry_id,),
        )
        return Source(rows[0][0], rows[0][1], zlib.decompress(rows[0][2])) if rows else None

    async def page(self, entry_id: int, number: int) -> ReadmePage | None:
        """Return one page, counted from 0; None where it isn't there."""
        rows = await self._database.fetch(
            "SELECT body FROM readme_page WHERE entry_id = ? AND number = ?", (entry_id, number)
        )
        return page_from_json(zlib.decompress(rows[0][0])) if rows else None

    async def pages(self, entry_id: int) -> list[ReadmePage]:
        """Return every page in order."""
        rows = await self._database.fetch(
            "SELECT body FROM readme_page WHERE entry_id = ? ORDER BY number", (entry_id,)
        )
        return [page_from_json(zlib.decompress(row[0])) for row in rows]

    async def keep(self, entry_id: int, head: str, packed: Packed | None) -> None:
        """Store the prepared README at ``head``; None marks one that can't be prepared."""
        await self._database.write(lambda db: store_reading(db, entry_id, head, packed))

    async def offer(self, sources: Sequence[Source]) -> None:
        """Keep READMEs of entries that have none yet, in one transaction."""
        rows = [(each.head, zlib.compress(each.html), each.full_name) for each in sources]
        await self._database.write(
            lambda db: db.executemany(
                "INSERT INTO readme (entry_id, head, html, fetched_at)"
                " SELECT id, ?1, ?2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now') FROM entry WHERE full_name = ?3 COLLATE NOCASE"
                " ON CONFLICT (entry_id) DO NOTHING",
                rows,
            )
        )


def store_reading(
    connection: sqlite3.Connection, entry_id: int, head: str, packed: Packed | None
) -> None:
    """Keep a README's pages inside somebody's transaction, unless another head's README came in between."""
    changed = connection.execute(
        "UPDATE readme SET (format, contents) = (?, ?) WHERE entry_id = ? AND head = ?",
        (FORMAT if packed else FAILED, packed.contents if packed else None, entry_id, head),
    )
    if not changed.rowcount:
        return
    connection.execute("DELETE FROM readme_page WHERE entry_id = ?", (entry_id,))
    connection.executemany(
        "INSERT INTO readme_page VALUES (?, ?, ?)",
        [(entry_id, number, body) for number, body in enumerate(packed.pages)] if packed else [],
    )
