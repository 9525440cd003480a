"""The refresh's side of the catalogue: due entries, fetched data, failures, and reports of runs."""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.catalog.database import Database
from bot.github.changes import stamp
from bot.github.failures import EntryPart, Failure
from bot.github.payload import StarDay
from bot.github.results import FetchResult, RunReport, Stored, Target
from bot.github.sql import counts, failures, observations, readmes, runs

_TARGET = "SELECT e.id, e.full_name, e.node_id, e.github_id, {etag}, e.head FROM entry AS e"
_DUE = """
(e.checked_at IS NULL OR e.checked_at < ?1) AND NOT EXISTS (SELECT 1 FROM fetch_failure AS f
    WHERE f.entry_id = e.id AND f.subject = 'repository' AND f.retry_at > ?2)
"""
_WITHOUT = {
    EntryPart.README: """
        LEFT JOIN readme AS r ON r.entry_id = e.id
        WHERE e.head IS NOT NULL AND r.head IS NOT e.head
    """,
    EntryPart.HISTORY: "WHERE e.backfilled_on IS NULL AND e.github_id IS NOT NULL",
}


class RefreshStore:
    """A refresh's reads and writes. Every write is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stale(
        self, due: datetime, started: datetime, limit: int, now: datetime
    ) -> list[Target]:
        """Return entries not fetched since ``due`` nor tried since ``started``: the oldest first, then the most starred.

        Those whose failure is not to be retried at ``now`` are left out.
        """
        rows = await self._database.fetch(
            f"{_TARGET.format(etag='NULL')} WHERE {_DUE} AND (e.tried_at IS NULL OR e.tried_at < ?3)"
            " ORDER BY e.checked_at, e.stars DESC LIMIT ?4",
            (stamp(due), stamp(now), stamp(started), limit),
        )
        return [Target(*row) for row in rows]

    async def count_stale(self, due: datetime, now: datetime) -> int:
        """Return how many entries are to be fetched at ``now``, because they were not since ``due``."""
        rows = await self._database.fetch(
            f"SELECT count(*) FROM entry AS e WHERE {_DUE}", (stamp(due), stamp(now))
        )
        return int(rows[0][0])

    async def targets(self, entry_ids: Sequence[int]) -> list[Target]:
        """Return entries to ask about, the most starred first."""
        rows = await self._database.fetch(
            f"{_TARGET.format(etag='NULL')} WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.stars DESC",
            (json.dumps(list(entry_ids)),),
        )
        return [Target(*row) for row in rows]

    async def without(
        self, part: EntryPart, now: datetime, only: Sequence[int] | None = None
    ) -> list[Target]:
        """Return the entries that lack the README of their head, or their stars of the last year; the most starred first.

        Those whose failure is not to be retried at ``now`` are left out, unless they are named in ``only``.
        """
        rows = await self._database.fetch(
            f"""
            {_TARGET.format(etag="r.etag" if part is EntryPart.README else "NULL")} {_WITHOUT[part]}
                AND e.gone_on IS NULL AND NOT instr(e.full_name, '~')
                AND iif(?1 IS NULL, NOT EXISTS (SELECT 1 FROM fetch_failure AS f
                        WHERE f.entry_id = e.id AND f.subject = ?2 AND f.retry_at > ?3),
                    e.id IN (SELECT value FROM json_each(?1)))
            ORDER BY e.stars DESC
            """,
            (json.dumps(list(only)) if only is not None else None, part, stamp(now)),
        )
        return [Target(*row) for row in rows]

    async def store(self, result: FetchResult, run_id: int | None, now: datetime) -> Stored:
        """Store a request's result; ``run_id`` is None outside a run."""
        return await self._database.write(
            lambda db: observations.store_result(db, result, run_id, now)
        )

    async def store_readme(
        self,
        target: Target,
        html: bytes | None,
        etag: str | None,
        now: datetime,
        *,
        is_cut: bool = False,
    ) -> None:
        """Keep the README at the entry's head. None means that there is none; an earlier one stays."""
        packed = zlib.compress(html) if html is not None else None
        row = (target.id, target.head or "", etag, packed, is_cut, stamp(now))
        await self._database.write(lambda db: readmes.store_readme(db, row))

    async def confirm_readme(self, target: Target) -> None:
        """Note that the README is unchanged at the entry's head."""
        await self._database.write(lambda db: readmes.confirm_readme(db, target.id, target.head))

    async def store_history(self, entry_id: int, days: list[StarDay], now: datetime) -> None:
        """Fill the days before the bot's own counts from GitHub's star history."""
        await self._database.write(lambda db: counts.store_history(db, entry_id, days, now))

    async def failures(self, part: EntryPart, entry_ids: Sequence[int]) -> dict[int, Failure]:
        """Return recent failures of some entries."""
        rows = await self._database.fetch(
            failures.READ_FAILURES, (part, json.dumps(list(entry_ids)))
        )
        return failures.failures_from(rows)

    async def fail(
        self,
        part: EntryPart,
        reasons: Mapping[int, str],
        now: datetime,
        *,
        is_own: bool = True,
        is_refused: bool = False,
    ) -> dict[int, Failure]:
        """Remember failures by entry; ``is_own`` marks failures caused by the entry itself."""
        return await self._database.write(
            lambda db: failures.note_failures(
                db, part, reasons, now, is_own=is_own, is_refused=is_refused
            )
        )

    async def start_run(self, trigger: str, now: datetime) -> int:
        """Open a run and return its id; runs that nobody finished are closed as interrupted."""
        return await self._database.write(lambda db: runs.start_run(db, trigger, now))

    async def count_run(self, run_id: int, **numbers: int) -> None:
        """Set a run's numbers."""
        await self._database.write(lambda db: runs.count_run(db, run_id, numbers))

    async def finish_run(self, run_id: int, outcome: str, now: datetime) -> None:
        """Close a run, and note the entries that are still skipped because they keep failing."""
        await self._database.write(lambda db: runs.finish_run(db, run_id, outcome, now))

    async def last_run(self) -> RunReport | None:
        """Return the newest run."""
        rows = await self._database.fetch("SELECT max(id) FROM refresh_run")
        return await self.run(int(rows[0][0])) if rows[0][0] is not None else None

    async def run(self, run_id: int) -> RunReport:
        """Return a run with its events."""
        rows = await self._database.fetch(runs.READ_RUN, (run_id,))
        named = await self._database.fetch(runs.READ_NAMES, (run_id, runs.MOST_NAMES))
        return runs.report_from(rows[0], named)
