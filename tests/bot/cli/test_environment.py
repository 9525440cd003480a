import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.catalog.database import InstanceLock
from tests.bot.cli.conftest import TOP

Reader = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def shelf(catalogue_file: Path) -> Generator[Path, None, None]:
    """A folder with the catalogue that anybody may read and its owner alone may write."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        shutil.copy(catalogue_file, path / "catalogue.sqlite3")
        (path / "config.toml").write_text(
            f"[catalogue]\npath = {json.dumps(str(path / 'catalogue.sqlite3'))}\n"
            f'[newsletter]\nstate = "sqlite+aiosqlite:///{path}/state.sqlite3"\n'
        )
        (path / "catalogue.sqlite3").chmod(0o444)
        (path / "config.toml").chmod(0o444)
        path.chmod(0o555)
        if os.geteuid() == 0:
            for one in (*path.iterdir(), path):
                os.chown(one, 65_534, 65_534)
        yield path
        path.chmod(0o755)


@pytest.fixture
def reader(shelf: Path) -> Reader:
    """Run the command line as somebody who may not write there."""
    # An administrator's process may write everywhere, unless it gives that up.
    humbly = ["setpriv", "--bounding-set=-dac_override,-fowner"] if os.geteuid() == 0 else []
    if humbly and not shutil.which("setpriv"):
        pytest.skip("needs setpriv to give up an administrator's rights")

    def call(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "bot", "--config", str(shelf / "config.toml")]
        return subprocess.run(
            [*humbly, *command, *arguments],
            cwd=TOP,
            env={**os.environ, "DISCORD_TOKEN": "t", "GITHUB_TOKEN": ""},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_reading_works_where_nothing_may_be_written(reader: Reader, shelf: Path) -> None:
    for arguments in (
        ["search", "mask rcnn"],
        ["show", "matterport/Mask_RCNN", "--json"],
        ["compare", "matterport/Mask_RCNN", "openai/whisper"],
        ["edition", "--month", "2026-07"],
    ):
        done = reader(*arguments)
        assert (done.returncode, done.stderr) == (0, ""), arguments
        assert done.stdout
    assert {path.name for path in shelf.iterdir()} == {"catalogue.sqlite3", "config.toml"}


def test_a_catalogue_that_is_behind_is_read_from_a_copy(reader: Reader, shelf: Path) -> None:
    with closing(sqlite3.connect(shelf / "catalogue.sqlite3")) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'indexed'")
        connection.commit()
    done = reader("search", "mask rcnn")
    assert done.returncode == 0
    assert "Mask" in done.stdout
    assert "can't be written: " in done.stderr
    assert "belongs to" in done.stderr
    assert "worked on a copy" in done.stderr
    shelf.chmod(0o755)
    (shelf / "catalogue.sqlite3").unlink()
    shelf.chmod(0o555)
    done = reader("search", "mask rcnn")
    assert done.returncode == 0
    assert "Mask" in done.stdout


@pytest.mark.parametrize("command", ["run", "refresh"])
def test_writing_where_nothing_may_be_written_says_whose_it_is(
    reader: Reader, command: str
) -> None:
    done = reader(command)
    assert done.returncode == 77
    assert "can't be written: " in done.stderr
    assert "belongs to" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [["run"], ["refresh"], ["search", "x"], ["demo"]])
def test_a_file_in_the_place_of_the_folder_is_named(
    command: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "t")
    monkeypatch.chdir(tmp_path)
    Path("data").write_text("")
    assert main(command) == 65
    error = capsys.readouterr().err
    assert "can't be opened: data is a file where a folder is needed" in error


def _damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'shipped_entry'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def test_a_damaged_catalogue_is_kept_aside_and_built_again(
    config: Path, catalogue_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _damage(catalogue_copy)
    before = catalogue_copy.stat()
    assert main(["--config", str(config), "search", "mask rcnn"]) == 0
    captured = capsys.readouterr()
    (aside,) = catalogue_copy.parent.glob("catalogue.damaged-*.sqlite3")
    assert (aside.stat().st_ino, aside.stat().st_size) == (before.st_ino, before.st_size)
    assert f"It is kept as {aside}" in captured.err
    assert "Mask" in captured.out
    assert main(["--config", str(config), "search", "mask rcnn"]) == 0
    assert capsys.readouterr().err == ""


def test_a_damaged_catalogue_in_use_is_left_where_it_is(
    config: Path, catalogue_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _damage(catalogue_copy)
    with InstanceLock(catalogue_copy):
        assert main(["--config", str(config), "search", "mask rcnn"]) == 75
    assert "Stop it first" in capsys.readouterr().err
    assert catalogue_copy.exists()


@pytest.mark.parametrize("name", ["models.jsonl", "locales/en-US.ftl"])
@pytest.mark.parametrize("command", [["check"], ["search", "x"]])
def test_a_shipped_file_that_is_missing_is_named(
    name: str,
    command: list[str],
    config: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(TOP / "data", tmp_path / "shipped", ignore=shutil.ignore_patterns("*.sqlite3*"))
    (tmp_path / "shipped" / name).unlink()
    monkeypatch.setattr("bot.config.shipped_folder", lambda: tmp_path / "shipped")
    assert main(["--config", str(config), *command]) == 65
    error = capsys.readouterr().err
    assert f"{Path(name).name} can't be read: No such file or directory" in error
    assert "restore it" in error


def test_a_picture_that_can_not_be_named_is_refused(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", str(config), "chart", "openai/whisper", "-o", "a\0b"]) == 73
    assert "can't be written" in capsys.readouterr().err
