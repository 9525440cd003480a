"""How much processor time the command line takes to start, and to answer a search."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

TOP = Path(__file__).parents[1]
ROUNDS = 5
COMMANDS = (
    ("--help",),
    ("search", "--help"),
    ("search", "mask rcnn"),
    ("search", "语音合成", "--lang", "zh", "--json"),
    ("show", "openai/whisper"),
    ("compare", "openai/whisper", "facebookresearch/detectron2"),
    ("edition", "--month", "2026-07"),
)


def print_startup(console: Console) -> None:
    """Print the processor time of a process for each command, the median of five, with a catalogue that is built."""
    table = Table("command", "CPU s", title="The command line, from start to end")
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text(
            f"[catalogue]\npath = '{folder}/catalogue.sqlite3'\n"
            f"[newsletter]\nstate = 'sqlite:///{folder}/state.sqlite3'\n",
            encoding="utf-8",
        )
        for command in COMMANDS:
            cpu_seconds(config, command)  # builds the catalogue, and Python's caches
            took = statistics.median(cpu_seconds(config, command) for _ in range(ROUNDS))
            table.add_row("modelzoo-bot " + " ".join(command), f"{took:.2f}")
    console.print(table)


def cpu_seconds(config: Path, command: tuple[str, ...]) -> float:
    """Return the processor time of one process."""
    before = os.times()
    subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "bot", "--config", str(config), *command],
        cwd=TOP,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )
