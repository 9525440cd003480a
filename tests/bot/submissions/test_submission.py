import pytest

from bot.submissions.limits import MOST_OPEN, MOST_OPEN_EACH, Load, Refusal, refusal_of
from bot.submissions.submission import OPEN, Step, SubmissionState, next_state, read_facts


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_submission_is_decided_once(state: SubmissionState) -> None:
    approved = next_state(state, Step.APPROVE)
    assert approved is SubmissionState.APPROVED
    assert [next_state(approved, step) for step in Step] == [None] * len(Step)


def test_a_reply_brings_back_what_a_curator_asked_about() -> None:
    asked = next_state(SubmissionState.PENDING, Step.ASK)
    assert asked is SubmissionState.ASKED
    assert next_state(asked, Step.REPLY) is SubmissionState.PENDING
    assert next_state(SubmissionState.PENDING, Step.REPLY) is None


def test_a_full_queue_still_takes_what_waits_in_it() -> None:
    assert refusal_of(Load(queued=MOST_OPEN)) is Refusal.QUEUE
    assert refusal_of(Load(queued=MOST_OPEN, is_queued=True)) is None
    assert refusal_of(Load(open_of_person=MOST_OPEN_EACH)) is Refusal.OPEN
    assert refusal_of(Load(is_blocked=True, is_known=True)) is Refusal.BLOCKED


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_unreadable_facts_are_none(text: str) -> None:
    assert read_facts(text) == {}
