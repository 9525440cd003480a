"""Checkpoints in the catalogue: as fetched, by entry, with what is due to be fetched."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.catalog.database import Database
from bot.catalog.entry import Entry
from bot.catalog.store import read_entries
from bot.huggingface.checkpoint import Checkpoint, Gate
from bot.huggingface.memory import memory_of


@dataclass(frozen=True, slots=True)
class Fetched:
    """When an entry's checkpoints were fetched, in UTC, and whether those of others came along."""

    at: datetime
    has_others: bool


class CheckpointStore:
    """Reads and keeps checkpoints."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_entry(self, entry_id: int) -> list[Checkpoint]:
        """Return an entry's fetched checkpoints, in no order."""
        rows = await self._database.fetch(
            """
            SELECT c.id, parameters, dtypes, formats, license, gate, downloads, likes, modified, bases, relation, seen
            FROM entry_checkpoint AS e JOIN checkpoint AS c ON c.id = e.checkpoint_id WHERE e.entry_id = ?
            """,
            (entry_id,),
        )
        return [_checkpoint(tuple(row)) for row in rows]

    async def fetched(self, entry_id: int) -> Fetched | None:
        """Return when an entry's checkpoints were last fetched, None for never."""
        rows = await self._database.fetch(
            "SELECT fetched_at, has_others FROM checkpoint_fetch WHERE entry_id = ?", (entry_id,)
        )
        return Fetched(datetime.fromisoformat(rows[0][0]), bool(rows[0][1])) if rows else None

    async def keep(
        self, entry_id: int, checkpoints: Sequence[Checkpoint], at: datetime, *, has_others: bool
    ) -> None:
        """Replace an entry's checkpoints, in one transaction; without the others', those that are known stay."""
        await self._database.write(
            partial(_keep, entry_id=entry_id, checkpoints=checkpoints, at=at, has_others=has_others)
        )

    async def counts(self, now: datetime, every: timedelta) -> tuple[int, int]:
        """Return how many entries have fetched checkpoints, and how many are due."""
        rows = await self._database.fetch(
            f"SELECT (SELECT count(DISTINCT entry_id) FROM entry_checkpoint), (SELECT count(*) {_DUE})",
            ((now - every).isoformat(),),
        )
        return int(rows[0][0]), int(rows[0][1])

    async def due(self, now: datetime, every: timedelta, limit: int) -> list[Entry]:
        """Return entries whose checkpoints were not fetched for ``every``: never fetched first, then by stars.

        Only entries that name an account, a checkpoint or a paper of their own.
        """
        return await self._database.search(
            partial(_due, before=(now - every).isoformat(), limit=limit)
        )


_DUE = """
    FROM entry AS e LEFT JOIN checkpoint_fetch AS f ON f.entry_id = e.id
    WHERE (f.fetched_at IS NULL OR f.fetched_at < ?) AND e.gone_on IS NULL
        AND (e.hugging_face <> '[]' OR e.weights_url LIKE 'https://huggingface.co/%'
            OR EXISTS (SELECT 1 FROM entry_paper AS p WHERE p.entry_id = e.id AND p.is_official))
"""


def _due(connection: sqlite3.Connection, *, before: str, limit: int) -> list[Entry]:
    rows = connection.execute(
        f"SELECT e.id {_DUE} ORDER BY f.fetched_at IS NOT NULL, e.stars DESC LIMIT ?",
        (before, limit),
    )
    order = [int(row[0]) for row in rows]
    entries = {entry.id: entry for entry in read_entries(connection, order)}
    return [entries[number] for number in order if number in entries]


def _keep(
    connection: sqlite3.Connection,
    *,
    entry_id: int,
    checkpoints: Sequence[Checkpoint],
    at: datetime,
    has_others: bool,
) -> None:
    if not connection.execute("SELECT 1 FROM entry WHERE id = ?", (entry_id,)).fetchone():
        return  # it left while Hugging Face answered
    connection.executemany(
        "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_row(checkpoint) for checkpoint in checkpoints if checkpoint.seen],
    )
    if has_others:
        connection.execute("DELETE FROM entry_checkpoint WHERE entry_id = ?", (entry_id,))
    connection.executemany(
        "INSERT OR IGNORE INTO entry_checkpoint VALUES (?, ?)",
        [(entry_id, checkpoint.id) for checkpoint in checkpoints if checkpoint.seen],
    )
    connection.execute(
        "INSERT INTO checkpoint_fetch VALUES (?, ?, ?) ON CONFLICT (entry_id) DO UPDATE"
        " SET fetched_at = excluded.fetched_at, has_others = max(has_others, excluded.has_others)",
        (entry_id, at.isoformat(timespec="seconds"), has_others),
    )
    connection.execute(
        "INSERT INTO search_stale SELECT ?1 WHERE ?1 NOT IN (SELECT entry_id FROM search_stale)",
        (entry_id,),
    )
    connection.execute(
        "DELETE FROM checkpoint WHERE NOT EXISTS"
        " (SELECT 1 FROM entry_checkpoint AS e WHERE e.checkpoint_id = checkpoint.id)"
    )


def _row(checkpoint: Checkpoint) -> tuple[object, ...]:
    return (
        checkpoint.id,
        checkpoint.parameters,
        json.dumps(dict(checkpoint.dtypes)),
        json.dumps(checkpoint.formats),
        checkpoint.license,
        checkpoint.gate,
        checkpoint.downloads,
        checkpoint.likes,
        checkpoint.modified.isoformat() if checkpoint.modified else None,
        json.dumps(checkpoint.bases),
        checkpoint.relation,
        memory_of(checkpoint).least,
        checkpoint.seen.isoformat() if checkpoint.seen else None,
    )


def _checkpoint(row: tuple[object, ...]) -> Checkpoint:
    (name, parameters, dtypes, formats, license_, gate, downloads, likes, modified, *rest) = row
    bases, relation, seen = rest
    return Checkpoint(
        str(name),
        parameters=parameters if isinstance(parameters, int) else None,
        dtypes=json.loads(str(dtypes)),
        formats=tuple(json.loads(str(formats))),
        license=str(license_) if license_ else None,
        gate=Gate(gate) if gate else None,
        downloads=downloads if isinstance(downloads, int) else None,
        likes=likes if isinstance(likes, int) else None,
        modified=date.fromisoformat(str(modified)) if modified else None,
        bases=tuple(json.loads(str(bases))),
        relation=str(relation) if relation else None,
        seen=date.fromisoformat(str(seen)),
    )


def named_only(names: Iterable[str]) -> list[Checkpoint]:
    """Return checkpoints of which only the name is known."""
    return [Checkpoint(name) for name in names]
