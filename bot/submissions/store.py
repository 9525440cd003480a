"""The submissions, who may send more, and who is blocked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from bot.catalog.curated import Curated
from bot.state.database import StateDatabase
from bot.submissions.curation.store import current, give_number, record
from bot.submissions.event import EventKind
from bot.submissions.limits import COOLDOWN, PERIOD, Load, Refusal, refusal_of
from bot.submissions.schema import blocked_people, curation_events, submissions
from bot.submissions.submission import (
    NOBODY,
    OPEN,
    Draft,
    Step,
    Submission,
    SubmissionState,
    facts_text,
    next_state,
    read_facts,
)

_IS_OPEN = submissions.c.state.in_(sorted(OPEN))
_IS_SENT = submissions.c.state != SubmissionState.DRAFT
_SETTLED = (SubmissionState.APPROVED, SubmissionState.REJECTED)
MOST_SHOWN = 10


class DecidedError(Exception):
    """Somebody was first: ``submission`` is as it is now."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(f"submission {submission.id} is {submission.state}")
        self.submission = submission


class SubmissionStore:
    """What people suggest."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    async def send(self, draft: Draft, now: datetime) -> Submission | Refusal:
        """Keep a submission unless it is one too many; the limits are looked at in the same transaction."""
        return await self._database.write(lambda connection: take(connection, draft, now))

    async def get(self, submission_id: int) -> Submission | None:
        """Return a submission."""
        return await self._database.read(lambda connection: find(connection, submission_id))

    async def of_person(self, person_id: int) -> list[Submission]:
        """Return a person's last submissions, the newest first."""
        is_own = submissions.c.person_id == person_id
        return await self._list(is_own & _IS_SENT, newest_first=True)

    async def queue(self) -> list[Submission]:
        """Return the oldest open submission of each repository, the oldest first."""
        oldest = select(func.min(submissions.c.id)).where(_IS_OPEN).group_by(submissions.c.name_key)
        return await self._list(submissions.c.id.in_(oldest))

    async def count_queue(self) -> int:
        """Return how many repositories wait."""
        return await self._database.read(_count_queue)

    async def decide(
        self, submission_id: int, step: Step, by: int, now: datetime, reason: str = ""
    ) -> Submission | None:
        """Move a submission on, with all others of its repository; None when there is none.

        Raises:
            DecidedError: somebody was first.
        """

        def work(connection: Connection) -> Submission | None:
            return _decide(connection, submission_id, step, by, now, reason)

        return await self._database.write(work)

    async def approve(
        self, submission_id: int, facts: dict[str, Any], by: int, now: datetime
    ) -> Submission | None:
        """Approve a submission and add its entry by one event, all or nothing; None when there is none.

        Raises:
            DecidedError: somebody was first.
            StaleEventError: the repository is an added entry already.
        """

        def work(connection: Connection) -> Submission | None:
            decided = _decide(connection, submission_id, Step.APPROVE, by, now, "")
            if decided is None:
                return None
            name = decided.full_name
            before = current(connection, name)
            number = give_number(connection, name)
            after = Curated(name, number, now.date(), None, facts)
            record(
                connection,
                EventKind.ADDED,
                before,
                after,
                by,
                now,
                submission_id=submission_id,
            )
            return replace(decided, facts=facts)

        return await self._database.write(work)

    async def see(self, submission_id: int, facts: dict[str, Any]) -> None:
        """Note what GitHub says of a repository that was suggested while it could not be asked."""
        unseen = update(submissions).where(
            submissions.c.id == submission_id, submissions.c.state == SubmissionState.UNSEEN
        )
        await self._database.write(
            lambda connection: connection.execute(
                unseen.values(state=SubmissionState.PENDING, facts=facts_text(facts))
            )
        )

    async def unseen(self) -> list[Submission]:
        """Return the oldest submissions that GitHub has yet to be asked about."""
        return await self._list(submissions.c.state == SubmissionState.UNSEEN)

    async def untold(self, person_id: int | None = None) -> list[Submission]:
        """Return decided submissions whose outcome was not told yet, of one person or of all."""
        waits = submissions.c.told_at.is_(None) & submissions.c.state.in_(_SETTLED)
        is_somebodys = submissions.c.person_id != NOBODY
        of_person = submissions.c.person_id == person_id
        return await self._list(waits & (is_somebodys if person_id is None else of_person))

    async def told(self, ids: Sequence[int], now: datetime) -> None:
        """Note that the outcome of some submissions was told."""
        known = update(submissions).where(submissions.c.id.in_(ids))
        await self._database.write(lambda connection: connection.execute(known.values(told_at=now)))

    async def block(self, person_id: int, by: int, now: datetime) -> None:
        """Take nothing more from a person, and reject what waits."""

        def work(connection: Connection) -> None:
            known = select(blocked_people.c.person_id).where(
                blocked_people.c.person_id == person_id
            )
            if connection.scalar(known) is None:
                row = {"person_id": person_id, "blocked_by": by, "blocked_at": now}
                connection.execute(insert(blocked_people).values(**row))
            waiting = update(submissions).where(submissions.c.person_id == person_id, _IS_OPEN)
            connection.execute(
                waiting.values(
                    state=SubmissionState.REJECTED, reason="spam", decided_by=by, decided_at=now
                )
            )

        await self._database.write(work)

    async def unblock(self, person_id: int) -> None:
        """Take a person's suggestions again."""
        gone = delete(blocked_people).where(blocked_people.c.person_id == person_id)
        await self._database.write(lambda connection: connection.execute(gone))

    async def forget_person(self, user_id: int) -> None:
        """Forget who a person is. What they suggested or decided stays, as nobody's; their open submissions go with their notes."""

        def work(connection: Connection) -> None:
            is_own = submissions.c.person_id == user_id
            connection.execute(delete(submissions).where(is_own, _IS_OPEN | ~_IS_SENT))
            connection.execute(update(submissions).where(is_own).values(person_id=NOBODY, note=""))
            decided = update(submissions).where(submissions.c.decided_by == user_id)
            connection.execute(decided.values(decided_by=NOBODY))
            events = update(curation_events).where(curation_events.c.person_id == user_id)
            connection.execute(events.values(person_id=NOBODY))
            blocked = update(blocked_people).where(blocked_people.c.blocked_by == user_id)
            connection.execute(blocked.values(blocked_by=NOBODY))
            connection.execute(delete(blocked_people).where(blocked_people.c.person_id == user_id))

        await self._database.write(work)

    async def _list(
        self, condition: ColumnElement[bool], *, newest_first: bool = False
    ) -> list[Submission]:
        order = submissions.c.id.desc() if newest_first else submissions.c.id
        found = select(submissions).where(condition).order_by(order).limit(MOST_SHOWN)
        return await self._database.read(
            lambda connection: [_submission(row) for row in connection.execute(found)]
        )


def take(connection: Connection, draft: Draft, now: datetime) -> Submission | Refusal:
    """Keep a submission within a transaction, unless it is one too many."""
    if refusal := refusal_of(_load(connection, draft, now)):
        return refusal
    state = SubmissionState.PENDING if draft.is_seen else SubmissionState.UNSEEN
    return write(connection, draft, state, now)


def write(
    connection: Connection, draft: Draft, state: SubmissionState, now: datetime
) -> Submission:
    """Write a submission's row within a transaction, and return it."""
    written = connection.execute(
        insert(submissions).values(
            name_key=draft.full_name.casefold(),
            full_name=draft.full_name,
            person_id=draft.person_id,
            guild_id=draft.guild_id,
            language=draft.language,
            state=state,
            facts=facts_text(draft.facts),
            note=draft.note,
            reason="",
            sent_at=now,
        )
    )
    key: Any = written.inserted_primary_key
    return _submission(_row(connection, int(key[0])))


def find(connection: Connection, submission_id: int) -> Submission | None:
    """Return a submission or a draft, within a transaction."""
    row = connection.execute(select(submissions).where(submissions.c.id == submission_id)).first()
    return _submission(row) if row else None


def _decide(
    connection: Connection, submission_id: int, step: Step, by: int, now: datetime, reason: str
) -> Submission | None:
    known = find(connection, submission_id)
    if known is None:
        return None
    state = next_state(known.state, step)
    if state is None:
        raise DecidedError(known)
    same = submissions.c.name_key == known.full_name.casefold()
    connection.execute(
        update(submissions)
        .where(same, _IS_OPEN)
        .values(state=state, reason=reason, decided_by=by, decided_at=now)
    )
    return _submission(_row(connection, submission_id))


def _load(connection: Connection, draft: Draft, now: datetime) -> Load:
    own = submissions.c.person_id == draft.person_id
    same = submissions.c.name_key == draft.full_name.casefold()
    lately = submissions.c.sent_at > now - PERIOD
    of_guild = submissions.c.guild_id == draft.guild_id
    blocked = select(blocked_people.c.person_id).where(
        blocked_people.c.person_id == draft.person_id
    )
    return Load(
        is_blocked=connection.scalar(blocked) is not None,
        is_known=_count(connection, own & same & _IS_OPEN) > 0,
        is_queued=_count(connection, same & _IS_OPEN) > 0,
        is_cooling=_count(connection, own & (submissions.c.sent_at > now - COOLDOWN)) > 0,
        open_of_person=_count(connection, own & _IS_OPEN),
        lately_of_person=_count(connection, own & lately),
        lately_of_guild=_count(connection, of_guild & lately) if draft.guild_id else 0,
        queued=_count_queue(connection),
    )


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    return (
        connection.scalar(select(func.count()).select_from(submissions).where(condition, _IS_SENT))
        or 0
    )


def _count_queue(connection: Connection) -> int:
    names = select(func.count(submissions.c.name_key.distinct())).where(_IS_OPEN)
    return connection.scalar(names) or 0


def _row(connection: Connection, submission_id: int) -> Row[Any]:
    return connection.execute(select(submissions).where(submissions.c.id == submission_id)).one()


def _submission(row: Row[Any]) -> Submission:
    return Submission(
        row.id,
        row.full_name,
        row.person_id,
        row.guild_id,
        row.language,
        SubmissionState(row.state),
        read_facts(row.facts),
        row.note,
        row.reason,
        row.sent_at,
        row.decided_by,
        row.decided_at,
    )
