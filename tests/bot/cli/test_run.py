import asyncio
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest
from aiohttp import ClientWebSocketResponse

from bot.__main__ import main
from bot.cli.exits import CommandError
from bot.cli.run import until_stopped, while_kept
from bot.cli.sign_in import login_errors
from bot.newsletter.store import NewsletterStore
from bot.state.database import open_state
from bot.state.errors import StateLostError

TOP = Path(__file__).parents[3]
# `modelzoo-bot run` whose bot says when it would sign in, and stays until it is killed.
RUNNING = """
import asyncio, sys
from bot.__main__ import main
from bot.client import ModelZooBot

async def start(self, token, *, reconnect=True):
    print("started", flush=True)
    await asyncio.Event().wait()

ModelZooBot.start = start
sys.exit(main(["--config", sys.argv[1], "run"]))
"""


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


async def test_what_is_in_flight_ends_before_the_bot_signs_out() -> None:
    bot, stop = Bot(), asyncio.Event()
    closings: list[int] = []

    async def finish() -> None:
        closings.append(bot.closings)

    stop.set()
    assert await until_stopped(bot, "t", stop, before_closing=finish) == 0
    assert (closings, bot.closings) == ([0], 1)


@pytest.mark.parametrize("is_lost", [False, True])
async def test_a_connection_that_does_not_close_changes_no_exit_code(is_lost: bool) -> None:
    class Stuck(Bot):
        async def close(self) -> None:
            self.closings += 1
            await can_close.wait()

    bot, stop, can_close = Stuck(), asyncio.Event(), asyncio.Event()
    failing: asyncio.Future[StateLostError] = asyncio.get_running_loop().create_future()
    if is_lost:
        failing.set_result(StateLostError("gone"))
        with pytest.raises(StateLostError, match="gone"):
            await until_stopped(bot, "t", stop, failing, closing_s=0)
    else:
        stop.set()
        assert await until_stopped(bot, "t", stop, failing, closing_s=0) == 0
    assert bot.closings == 1
    can_close.set()


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


async def test_a_lost_state_file_ends_the_bot_with_its_own_code(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    async with open_state(f"sqlite:///{path}") as state:
        bot = Bot()
        running = asyncio.create_task(until_stopped(bot, "t", asyncio.Event(), state.lost))
        store = NewsletterStore(state)

        async def deliver() -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(_purge(store))

        await while_kept(deliver)()
        assert not running.done()
        path.unlink()
        await while_kept(deliver)()
        with pytest.raises(StateLostError, match="Nothing more is written or sent") as raised:
            await running
    assert raised.value.exit_code == 75
    assert bot.closings == 1


async def _purge(store: NewsletterStore) -> None:
    await store.purge(datetime(2026, 8, 2, tzinfo=UTC))


def test_a_second_bot_on_one_state_file_is_refused(
    tmp_path: Path, catalogue_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "folder").symlink_to("shared")
    (tmp_path / "link.sqlite3").symlink_to("shared/state.sqlite3")
    path = tmp_path / "shared" / "state.sqlite3"
    first = _configured(tmp_path / "first", catalogue_file, path)
    with subprocess.Popen(
        [sys.executable, "-c", RUNNING, str(first)], cwd=TOP, stdout=subprocess.PIPE, text=True
    ) as bot:
        try:
            assert bot.stdout
            assert bot.stdout.readline() == "started\n"
            second = _configured(tmp_path / "second", catalogue_file, path)
            refused = subprocess.run(
                [sys.executable, "-m", "bot", "--config", str(second), "run"],
                cwd=TOP,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert refused.returncode == 75
            assert str(path) in refused.stderr
            assert "Another bot is running on the state database" in refused.stderr
            assert "Traceback" not in refused.stderr
            names = ("folder/state.sqlite3", "link.sqlite3", "shared/../folder/state.sqlite3")
            for number, name in enumerate(names):
                other = _configured(tmp_path / f"bot {number}", catalogue_file, tmp_path / name)
                for command in (["run"], ["state", "accept"]):
                    assert main(["--config", str(other), *command]) == 75
                    assert str(path) in capsys.readouterr().err.replace("\n", "")
            # Reading needs no lock.
            assert main(["--config", str(second), "edition", "--month", "2026-07"]) == 0
        finally:
            bot.kill()


def _configured(folder: Path, catalogue: Path, state: Path) -> Path:
    """Return the configuration of a bot with a catalogue of its own."""
    folder.mkdir()
    shutil.copy(catalogue, folder / "catalogue.sqlite3")
    config = folder / "config.toml"
    config.write_text(
        f'[discord]\ntoken = "no-real-token"\n[github]\nbase_url = "http://127.0.0.1:9"\n'
        f"[catalogue]\npath = {json.dumps(str(folder / 'catalogue.sqlite3'))}\n"
        f"[newsletter]\nstate = {json.dumps(f'sqlite+aiosqlite:///{state}')}\n"
    )
    return config
