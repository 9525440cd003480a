import asyncio

import discord
import pytest
from aiohttp import ClientWebSocketResponse

from bot.commands import CommandError
from bot.run_command import login_errors, until_stopped


class Bot:
    """Stays signed in until it is closed, or until its ``end``."""

    def __init__(self, end: Exception | None = None, *, stays: bool = True) -> None:
        self._end = end
        self._closed = asyncio.Event()
        self.closings = 0
        if not stays:
            self._closed.set()

    async def start(self, token: str, *, reconnect: bool = True) -> None:
        assert (token, reconnect) == ("t", True)
        if self._end:
            raise self._end
        await self._closed.wait()

    async def close(self) -> None:
        self.closings += 1
        self._closed.set()


async def test_who_is_told_to_stop_ends_well() -> None:
    bot, stop = Bot(), asyncio.Event()
    running = asyncio.create_task(until_stopped(bot, "t", stop))
    await asyncio.sleep(0)
    stop.set()
    assert await running == 0
    assert bot.closings == 1


async def test_a_token_that_is_refused_later_ends_with_a_code_of_its_own() -> None:
    with pytest.raises(CommandError, match="refused the token") as raised:
        await until_stopped(Bot(stays=False), "t", asyncio.Event())
    assert raised.value.exit_code == 78


def _closed(code: int) -> discord.ConnectionClosed:
    socket = ClientWebSocketResponse.__new__(ClientWebSocketResponse)
    return discord.ConnectionClosed(socket, shard_id=0, code=code)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (discord.LoginFailure("Improper token has been passed."), 78, "refused the token"),
        (_closed(4004), 78, "refused the token"),
        (_closed(4011), 75, "closed the connection"),
        (OSError("no route"), 75, "can't be reached"),
    ],
)
async def test_why_signing_in_failed_is_said(error: Exception, code: int, said: str) -> None:
    with pytest.raises(CommandError, match=said) as raised:
        await until_stopped(Bot(error), "t", asyncio.Event())
    assert raised.value.exit_code == code
    assert ".." not in str(raised.value)
    with pytest.raises(CommandError, match=said), login_errors():
        raise error
