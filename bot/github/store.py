"""The refresh's side of the catalogue: what is due, what was fetched, what failed, and how refreshes went."""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.catalog.database import Database
from bot.github.changes import stamp
from bot.github.failures import Failure, Subject
from bot.github.payload import StarDay
from bot.github.results import FetchResult, RunReport, Stored, Target
from bot.github.sql import counts, failures, observations, readmes, runs

_TARGET = "SELECT e.id, e.full_name, e.node_id, e.github_id, {etag}, e.head FROM entry AS e"
_DUE = """
(e.checked_at IS NULL OR e.checked_at < ?1) AND NOT EXISTS (SELECT 1 FROM fetch_failure AS f
    WHERE f.entry_id = e.id AND f.subject = 'repository' AND f.retry_at > ?2)
"""
_WITHOUT = {
    Subject.README: """
        LEFT JOIN readme AS r ON r.entry_id = e.id
        WHERE e.head IS NOT NULL AND r.head IS NOT e.head
    """,
    Subject.HISTORY: "WHERE e.backfilled_on IS NULL AND e.github_id IS NOT NULL",
}


class RefreshStore:
    """What a refresh reads and writes. Every write is one transaction."""

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
        self, subject: Subject, now: datetime, only: Sequence[int] | None = None
    ) -> list[Target]:
        """Return the entries that lack the README of their head, or their stars of the last year; the most starred first.

        Those whose failure is not to be retried at ``now`` are left out, unless they are named in ``only``.
        """
        rows = await self._database.fetch(
            f"""
            {_TARGET.format(etag="r.etag" if subject is Subject.README else "NULL")} {_WITHOUT[subject]}
                AND e.gone_on IS NULL AND NOT instr(e.full_name, '~')
                AND iif(?1 IS NULL, NOT EXISTS (SELECT 1 FROM fetch_failure AS f
                        WHERE f.entry_id = e.id AND f.subject = ?2 AND f.retry_at > ?3),
                    e.id IN (SELECT value FROM json_each(?1)))
            ORDER BY e.stars DESC
            """,
            (json.dumps(list(only)) if only is not None else None, subject, stamp(now)),
        )
        return [Target(*row) for row in rows]

    async def store(self, result: FetchResult, run_id: int | None, now: datetime) -> Stored:
        """Store what a request brought; ``run_id`` is None outside a run."""
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
        """Keep a README as it is at the entry's head. None says that none is found; one that was stays."""
        packed = zlib.compress(html) if html is not None else None
        row = (target.id, target.head or "", etag, packed, is_cut, stamp(now))
        await self._database.write(lambda db: readmes.store_readme(db, row))

    async def confirm_readme(self, target: Target) -> None:
        """Note that the README is at the entry's head what it was before."""
        await self._database.write(lambda db: readmes.confirm_readme(db, target.id, target.head))

    async def store_history(self, entry_id: int, days: list[StarDay], now: datetime) -> None:
        """Fill the days before our own counts with what GitHub's star history tells of them."""
        await self._database.write(lambda db: counts.store_history(db, entry_id, days, now))

    async def failures(self, subject: Subject, entry_ids: Sequence[int]) -> dict[int, Failure]:
        """Return what failed lately of some entries."""
        rows = await self._database.fetch(
            failures.READ_FAILURES, (subject, json.dumps(list(entry_ids)))
        )
        return failures.failures_from(rows)

    async def fail(
        self,
        subject: Subject,
        reasons: Mapping[int, str],
        now: datetime,
        *,
        is_own: bool = True,
        is_refused: bool = False,
    ) -> dict[int, Failure]:
        """Remember what failed by entry; ``is_own`` tells failures that say something of the entry itself."""
        return await self._database.write(
            lambda db: failures.note_failures(
                db, subject, reasons, now, is_own=is_own, is_refused=is_refused
            )
        )

    async def start_run(self, trigger: str, now: datetime) -> int:
        """Open a run and return its id; runs that nobody finished are closed as interrupted."""
        return await self._database.write(lambda db: runs.start_run(db, trigger, now))

    async def count_run(self, run_id: int, **numbers: int) -> None:
        """Set a run's numbers."""
        await self._database.write(lambda db: runs.count_run(db, run_id, numbers))

    async def finish_run(self, run_id: int, outcome: str, now: datetime) -> None:
        """Close a run, and note in it what is still not asked for because it keeps failing."""
        await self._database.write(lambda db: runs.finish_run(db, run_id, outcome, now))

    async def last_run(self) -> RunReport | None:
        """Return the newest run."""
        rows = await self._database.fetch("SELECT max(id) FROM refresh_run")
        return await self.run(int(rows[0][0])) if rows[0][0] is not None else None

    async def run(self, run_id: int) -> RunReport:
        """Return a run with what happened in it."""
        rows = await self._database.fetch(runs.READ_RUN, (run_id,))
        named = await self._database.fetch(runs.READ_NAMES, (run_id, runs.MOST_NAMES))
        return runs.report_from(rows[0], named)
