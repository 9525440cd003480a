from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.catalog.curated import Curated
from bot.state.database import StateDatabase, open_state
from bot.submissions.curation.store import CurationStore, StaleEventError
from bot.submissions.event import EventKind
from bot.submissions.limits import COOLDOWN, MOST_OPEN_EACH, Refusal
from bot.submissions.store import DecidedError, SubmissionStore
from bot.submissions.submission import NOBODY, Draft, Step, Submission, SubmissionState
from tests.conftest import NOW

ALICE, WEI, MARIA, LENA = 11, 12, 13, 14
FACTS = {"title": "New model", "summary_en": "It is new.", "summary_zh": ""}


@pytest.fixture
async def state(tmp_path: Path) -> AsyncGenerator[StateDatabase, None]:
    async with open_state(f"sqlite:///{tmp_path / 'state.sqlite3'}", now=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def store(state: StateDatabase) -> SubmissionStore:
    return SubmissionStore(state)


def draft(name: str = "somebody/new-model", person: int = ALICE) -> Draft:
    return Draft(name, person, 5, "en-US", FACTS, "A note")


async def send(store: SubmissionStore, one: Draft, minutes: int = 0) -> Submission:
    sent = await store.send(one, NOW + timedelta(minutes=minutes))
    assert isinstance(sent, Submission), sent
    return sent


async def test_a_repository_waits_once_however_many_suggest_it(store: SubmissionStore) -> None:
    first = await send(store, draft())
    await send(store, draft("Somebody/New-Model", WEI))
    assert [one.id for one in await store.queue()] == [first.id]
    assert await store.send(draft(), NOW + COOLDOWN * 2) is Refusal.KNOWN
    approved = await store.approve(first.id, FACTS, MARIA, NOW)
    assert approved
    assert approved.state is SubmissionState.APPROVED
    assert await store.queue() == []
    assert [one.person_id for one in await store.untold()] == [ALICE, WEI]
    await store.told([first.id], NOW)
    assert [one.person_id for one in await store.untold()] == [WEI]


async def test_the_second_curator_learns_who_decided(
    store: SubmissionStore, state: StateDatabase
) -> None:
    sent = await send(store, draft())
    await store.decide(sent.id, Step.REJECT, MARIA, NOW, "no-model")
    with pytest.raises(DecidedError) as caught:
        await store.approve(sent.id, FACTS, LENA, NOW)
    assert caught.value.submission.decided_by == MARIA
    assert caught.value.submission.reason == "no-model"
    assert await CurationStore(state).log() == []


async def test_one_person_has_limits(store: SubmissionStore) -> None:
    for number in range(MOST_OPEN_EACH):
        await send(store, draft(f"somebody/m{number}"), number)
    assert await store.send(draft("somebody/more"), NOW + timedelta(hours=1)) is Refusal.OPEN
    hurried = NOW + timedelta(minutes=MOST_OPEN_EACH - 1) + COOLDOWN / 2
    assert await store.send(draft("somebody/more"), hurried) is Refusal.COOLDOWN
    await store.block(ALICE, MARIA, NOW)
    assert await store.queue() == []
    assert await store.send(draft("somebody/more"), NOW + timedelta(days=2)) is Refusal.BLOCKED
    await store.unblock(ALICE)
    await store.send(draft("somebody/more"), NOW + timedelta(days=2))


async def test_a_forgotten_person_leaves_no_id(
    store: SubmissionStore, state: StateDatabase
) -> None:
    sent = await send(store, draft())
    await store.approve(sent.id, FACTS, MARIA, NOW)
    await send(store, draft("somebody/open"), 1)
    for person in (ALICE, MARIA):
        await store.forget_person(person)
    kept = await store.get(sent.id)
    assert kept
    assert (kept.person_id, kept.decided_by, kept.note) == (NOBODY, NOBODY, "")
    assert await store.queue() == []
    assert [event.person_id for event in await CurationStore(state).log()] == [NOBODY]


async def test_numbers_are_given_once_and_come_back_to_their_repository(
    store: SubmissionStore, state: StateDatabase
) -> None:
    decisions = CurationStore(state)
    numbers: list[int | None] = []
    for name in ("somebody/a", "somebody/b", "somebody/a"):
        sent = await send(store, draft(name), len(numbers))
        await store.approve(sent.id, FACTS, MARIA, NOW)
        (event, *_) = await decisions.log()
        assert event.after
        numbers.append(event.after.number)
        await decisions.undo(event.id, MARIA, NOW)
    assert numbers == [1_000_000, 1_000_001, 1_000_000]
    assert (await decisions.decided())[1] == {}


async def test_a_decision_that_was_overtaken_is_refused(state: StateDatabase) -> None:
    decisions = CurationStore(state)
    hidden = Curated("openai/whisper", removed_on=NOW.date())
    event = await decisions.record(EventKind.REMOVED, None, hidden, MARIA, NOW)
    with pytest.raises(StaleEventError) as caught:
        await decisions.record(EventKind.REMOVED, None, hidden, LENA, NOW)
    assert caught.value.event.person_id == MARIA
    edited = hidden.with_facts({"title": "Whisper!"})
    await decisions.record(EventKind.EDITED, hidden, edited, LENA, NOW)
    with pytest.raises(StaleEventError):
        await decisions.undo(event, MARIA, NOW)
    assert await decisions.current(["openai/Whisper"]) == edited
    assert await decisions.undo(event + 7, MARIA, NOW) is None
