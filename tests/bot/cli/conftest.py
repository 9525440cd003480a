import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TOP = Path(__file__).parents[3]

Child = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def config(catalogue_copy: Path, tmp_path: Path) -> Path:
    """A configuration that names a copy of the catalogue, and a state database beside it."""
    path = tmp_path / "config.toml"
    path.write_text(
        f"[catalogue]\npath = {json.dumps(str(catalogue_copy))}\n"
        f'[newsletter]\nstate = "sqlite+aiosqlite:///{tmp_path}/state.sqlite3"\n'
    )
    return path


@pytest.fixture
def child(config: Path) -> Child:
    """Run the command line in a process of its own."""

    def call(
        *arguments: str,
        environment: dict[str, str] | None = None,
        stdin: bytes = b"",
        **options: object,
    ) -> "subprocess.CompletedProcess[bytes]":
        command = [sys.executable, "-m", "bot", "--config", str(config), *arguments]
        known = {key: value for key, value in os.environ.items() if not key.endswith("_TOKEN")}
        return subprocess.run(  # pyright: ignore[reportCallIssue, reportUnknownVariableType]
            command,
            cwd=TOP,
            env={**known, **(environment or {})},
            input=stdin,
            stdout=options.pop("stdout", subprocess.PIPE),  # pyright: ignore[reportArgumentType]
            stderr=subprocess.PIPE,
            check=False,
            **options,  # pyright: ignore[reportArgumentType]
        )

    return call
