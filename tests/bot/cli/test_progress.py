import os
import pty
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from bot.cli import progress
from bot.cli.progress import opening, working
from bot.config import CatalogueConfig, shipped_folder
from bot.open_catalogue import open_catalogue
from tests.bot.cli.conftest import TOP, Child

PROGRAM = """
import time
from bot.cli.progress import working
with working("Counting stars …", after_s=0):
    time.sleep(0.5)
with working("Soon over …", after_s=60):
    pass
print("done")
"""


@pytest.fixture
def terminal() -> Generator[tuple[int, int], None, None]:
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


def test_a_terminal_shows_what_takes_long(terminal: tuple[int, int]) -> None:
    ours, theirs = terminal
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=TOP,
        env={**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    assert "Counting stars" in shown
    assert "Soon over" not in shown
    assert done.stdout == b"done\n"


def test_pipes_get_nothing_of_it(child: Child) -> None:
    done = child("edition", "--month", "2026-07", "--format", "json")
    assert done.returncode == 0
    assert done.stderr == b""


def test_what_ends_soon_is_not_delayed(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    with working("…"):
        pass
    assert time.monotonic() - began < progress.SHOWN_AFTER_S / 2
    assert capsys.readouterr().err == ""


async def test_what_goes_wrong_inside_passes_through(
    catalogue_config: CatalogueConfig,
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with opening(open_catalogue(catalogue_config), catalogue_config):
            raise ZeroDivisionError


@pytest.fixture
def catalogue_config(catalogue_copy: Path) -> CatalogueConfig:
    return CatalogueConfig(catalogue_copy, shipped_folder())
