"""A search that takes several requests: each waits for its turn, and none is made once there is none."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import timedelta

import discord
import pytest
from discord.http import Route

from bot.newsletter.delivery import Delivery, SendResult, SendStatus
from bot.newsletter.pacer import ClosedError
from bot.newsletter.publisher import Publisher
from bot.newsletter.subscription import ChannelKind
from tests.bot.newsletter.child import open_client
from tests.bot.newsletter.test_delivery import UNSURE
from tests.discord_api.server import BOT_ID, FORUM, PUBLIC_THREAD, FakeChannel, FakeDiscord


@dataclass
class Turns:
    """Gives that many turns."""

    left: int

    async def turn(self) -> None:
        if not self.left:
            raise ClosedError(timedelta(minutes=1))
        self.left -= 1


@pytest.fixture
def server() -> FakeDiscord:
    fake = FakeDiscord()
    chat = fake.add(FakeChannel(2, 1))
    for _ in range(250):
        fake.post(chat, {"content": "chat"})
    fake.add(FakeChannel(3, 1, FORUM))
    for _ in range(5):
        post = fake.add(FakeChannel(fake.snowflake(), 1, PUBLIC_THREAD, parent_id=3))
        fake.post(post, {"content": "post"}, post.id)
    return fake


@pytest.fixture
async def client(
    server: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[discord.Client, None]:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    async with server.serving() as address:
        opened = await open_client(address)
        assert opened.user
        assert opened.user.id == BOT_ID
        yield opened
        await opened.http.close()


TEXT = UNSURE
POST = replace(UNSURE, channel_id=3, channel_kind=ChannelKind.FORUM)


@pytest.mark.parametrize(("one", "needed"), [(TEXT, 3), (POST, 7)])
async def test_every_request_of_a_look_waits_for_its_turn(
    server: FakeDiscord, client: discord.Client, one: Delivery, needed: int
) -> None:
    turns = Turns(100)
    assert await Publisher(client).find(one, turns.turn) == SendResult(SendStatus.NOT_FOUND)
    assert 100 - turns.left == needed == server.requests.total()
    for given in range(needed):
        server.requests.clear()
        with pytest.raises(ClosedError):
            await Publisher(client).find(one, Turns(given).turn)
        assert server.requests.total() == given
