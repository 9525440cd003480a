"""Rescue of a catalogue's file that can't be used in place."""

import contextlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

from bot.catalog.database import InstanceLock
from bot.catalog.faults import explained


def copy_database(path: Path, target: Path) -> None:
    """Copy the readable rows of an SQLite database, newer writes in the log beside it included."""
    for suffix in ("", "-wal"):
        source = path.with_name(path.name + suffix)
        with contextlib.suppress(OSError):
            shutil.copyfile(source, target.with_name(target.name + suffix))


def set_aside(path: Path) -> Path:
    """Move a damaged catalogue out of the way, under a dated name; return that.

    Raises:
        AlreadyRunningError: a bot is running on it.
        DatabaseError: it can't be moved.
    """
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    with explained(path), InstanceLock(path):
        for suffix in ("-wal", "-shm", ""):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))
    return aside
