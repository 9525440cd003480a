import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.commands import COMMANDS, load_command
from tests.bot.cli.conftest import TOP

HEAVY = (
    "discord",
    "sqlalchemy",
    "alembic",
    "matplotlib",
    "httpx",
    "lxml",
    "apscheduler",
    "simcord",
)
_LOADED = f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"


def _loaded(*lines: str) -> str:
    program = "\n".join(("import sys", *lines, _LOADED))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=TOP
    )
    return done.stderr.strip()


def test_help_loads_no_library_that_it_does_not_need() -> None:
    assert _loaded("import bot.__main__", "bot.__main__.build_parser().format_help()") == "[]"
    assert "rich.progress" not in _loaded("import bot.__main__")


@pytest.mark.parametrize(
    "arguments",
    [["search", "mask rcnn"], ["show", "openai/whisper", "--json"], ["trending"], ["check"]],
)
def test_reading_loads_neither_discord_nor_the_state(arguments: list[str], config: Path) -> None:
    call = f"main(['--config', {str(config)!r}, *{arguments!r}])"
    assert _loaded("from bot.__main__ import main", call) == "[]"


def test_every_command_is_a_module_that_runs() -> None:
    for name in COMMANDS:
        assert callable(load_command(name).run)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_of_a_command_loads_none_of_its_libraries(name: str) -> None:
    program = f"""import contextlib
from bot.__main__ import main
with contextlib.suppress(SystemExit):
    main([{name!r}, "--help"])"""
    assert _loaded(program) == "[]"
