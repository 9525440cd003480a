"""A submission: a repository that somebody suggests, and how far it got."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

NOTE_LIMIT = 300
REASON_LIMIT = 300
MOST_TERMS = 3  # of each axis
NOBODY = 0  # in the place of a person who was forgotten


class SubmissionState(StrEnum):
    """How far a submission got. DRAFT: not sent yet; UNSEEN: GitHub has yet to be asked; ASKED: a curator waits for the person's answer."""

    DRAFT = "draft"
    UNSEEN = "unseen"
    PENDING = "pending"
    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What moves a submission on."""

    SEE = "see"
    ASK = "ask"
    REPLY = "reply"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class Rejection(StrEnum):
    """The reasons of rejection that curators choose from."""

    NO_MODEL = "no-model"
    FORK = "fork"
    EMPTY = "empty"
    DUPLICATE = "duplicate"
    ABANDONED = "abandoned"
    LICENSE = "license"
    SPAM = "spam"


OPEN = frozenset((SubmissionState.UNSEEN, SubmissionState.PENDING, SubmissionState.ASKED))
_NEXT = {
    Step.SEE: (frozenset((SubmissionState.UNSEEN,)), SubmissionState.PENDING),
    Step.ASK: (OPEN, SubmissionState.ASKED),
    Step.REPLY: (frozenset((SubmissionState.ASKED,)), SubmissionState.PENDING),
    Step.APPROVE: (OPEN, SubmissionState.APPROVED),
    Step.REJECT: (OPEN, SubmissionState.REJECTED),
    Step.WITHDRAW: (OPEN, SubmissionState.WITHDRAWN),
}


def next_state(state: SubmissionState, step: Step) -> SubmissionState | None:
    """Return the state after a step; None where the step is not possible any more."""
    allowed, after = _NEXT[step]
    return after if state in allowed else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A new submission. ``facts`` are those of an entry as far as they are known; ``guild_id`` is 0 outside servers."""

    full_name: str
    person_id: int
    guild_id: int
    language: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    note: str = ""
    is_seen: bool = True


@dataclass(frozen=True, slots=True)
class Submission:
    """A kept submission. ``reason`` is a `Rejection` or a curator's own words; ``person_id`` may be `NOBODY`."""

    id: int
    full_name: str
    person_id: int
    guild_id: int
    language: str
    state: SubmissionState
    facts: Mapping[str, Any]
    note: str
    reason: str
    sent_at: datetime
    decided_by: int | None = None
    decided_at: datetime | None = None


def facts_text(facts: Mapping[str, Any]) -> str:
    """Return facts as the database keeps them."""
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)


def read_facts(text: str) -> dict[str, Any]:
    """Read what `facts_text` wrote; an unreadable one has no facts."""
    try:
        found: object = json.loads(text)
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
