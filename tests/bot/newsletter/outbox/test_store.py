from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.newsletter.delivery import Settlement, State
from bot.newsletter.outbox.store import Outbox
from bot.newsletter.store import NewsletterStore
from bot.newsletter.subscription import ChannelKind, Settings
from bot.state.database import StateDatabase, open_state
from tests.bot.newsletter.test_store import DUE, JULY, TEXT, planned


@pytest.fixture
async def state(tmp_path: Path) -> AsyncGenerator[StateDatabase, None]:
    async with open_state(f"sqlite+aiosqlite:///{tmp_path / 'state.sqlite3'}") as opened:
        yield opened


async def test_a_channel_counts_as_posted_once_it_has_every_message(state: StateDatabase) -> None:
    store, outbox = NewsletterStore(state), Outbox(state, "one")
    chinese = Settings(11, ChannelKind.TEXT, "zh", "cv", "pytorch")
    assert await outbox.posted_channels(JULY) == 0
    await planned(store, outbox, TEXT, chinese)  # two messages and one
    counts: list[int] = []
    while claimed := await outbox.claim(DUE, 1):
        for delivery in claimed:
            done = Settlement(State.SENT, DUE, 0, message_id=100 + delivery.id)
            await outbox.settle(delivery, done, DUE)
        counts.append(await outbox.posted_channels(JULY))
    assert sorted(counts) == counts
    assert counts[-1] == 2
    assert 3 not in counts
    assert await outbox.counts(JULY) == {State.SENT: 3}
    assert await outbox.posted_channels(JULY.plus(1)) == 0
