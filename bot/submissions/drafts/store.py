"""Drafts: one a person, so that a preview's menus outlive a restart and nobody fills the database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, update

from bot.state.database import StateDatabase
from bot.submissions.limits import Refusal
from bot.submissions.schema import submissions
from bot.submissions.store import find, take, write
from bot.submissions.submission import (
    OPEN,
    Draft,
    Submission,
    SubmissionState,
    facts_text,
)

_IS_DRAFT = submissions.c.state == SubmissionState.DRAFT


class DraftStore:
    """What people are about to suggest, and curators about to approve."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    async def keep(self, draft: Draft, now: datetime) -> Submission:
        """Keep a draft in the place of the person's last one."""

        def work(connection: Connection) -> Submission:
            own = submissions.c.person_id == draft.person_id
            connection.execute(delete(submissions).where(own, _IS_DRAFT))
            return write(connection, draft, SubmissionState.DRAFT, now)

        return await self._database.write(work)

    async def change(
        self,
        submission_id: int,
        changes: Mapping[str, Any],
        person_id: int,
        note: str | None = None,
        *,
        is_curator: bool = False,
    ) -> Submission | None:
        """Change a person's own draft, or as a curator what waits; None when it is neither."""

        def work(connection: Connection) -> Submission | None:
            known = find(connection, submission_id)
            if known is None or not _may_change(known, person_id, is_curator=is_curator):
                return None
            facts = facts_text({**known.facts, **changes})
            values = {"facts": facts} if note is None else {"facts": facts, "note": note}
            same = submissions.c.id == submission_id
            connection.execute(update(submissions).where(same).values(**values))
            return find(connection, submission_id)

        return await self._database.write(work)

    async def send(
        self, submission_id: int, person_id: int, now: datetime
    ) -> Submission | Refusal | None:
        """Send a person's own draft unless it is one too many; None when there is no such draft any more."""

        def work(connection: Connection) -> Submission | Refusal | None:
            known = find(connection, submission_id)
            if known is None or not _may_change(known, person_id, is_curator=False):
                return None
            draft = Draft(
                known.full_name,
                known.person_id,
                known.guild_id,
                known.language,
                known.facts,
                known.note,
                is_seen="github_id" in known.facts,
            )
            taken = take(connection, draft, now)
            if isinstance(taken, Submission):
                own = submissions.c.id == submission_id
                connection.execute(delete(submissions).where(own, _IS_DRAFT))
            return taken

        return await self._database.write(work)


def _may_change(known: Submission, person_id: int, *, is_curator: bool) -> bool:
    if known.state is SubmissionState.DRAFT:
        return known.person_id == person_id
    return is_curator and known.state in OPEN
