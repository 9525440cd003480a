import asyncio
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.state.database import open_state
from tests.bot.state.test_file import subscribe


@pytest.fixture
def state(tmp_path: Path, catalogue_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state file's path, and a configuration that names it."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "state.sqlite3"
    (tmp_path / "config.toml").write_text(
        f"[catalogue]\npath = {json.dumps(str(catalogue_copy))}\n"
        f"[newsletter]\nstate = {json.dumps(f'sqlite:///{path}')}\n"
    )
    return path


async def _subscribed(path: Path) -> None:
    async with open_state(f"sqlite:///{path}") as opened:
        await subscribe(opened)


def test_an_operator_accepts_an_empty_file(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_subscribed(state))
    assert main(["state", "accept"]) == 0
    assert "there was nothing to accept" in capsys.readouterr().out
    state.unlink()
    edition = ["edition", "--month", "2026-07"]
    assert main(edition) == 78
    told = capsys.readouterr().err
    assert f"{state} is missing" in told
    assert "`modelzoo-bot state accept`" in told
    assert not state.exists()
    assert main(["state", "accept"]) == 0
    assert "It is empty" in capsys.readouterr().out
    assert main(edition) == 0


def test_what_can_t_be_used_can_t_be_accepted(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state.write_bytes(b"no database" * 1_000)
    assert main(["state", "accept"]) == 65
    assert "is damaged" in capsys.readouterr().err
    state.unlink()
    state.mkdir()
    assert main(["state", "accept"]) == 78
    assert "is not a file" in capsys.readouterr().err
