"""The switch of an SQLite file to its write-ahead log, in which readers never wait for the writer."""

import sqlite3
import time
from collections.abc import Callable


def switch_to_wal(execute: Callable[[str], object], most_seconds: float) -> None:
    """Switch a file by ``execute``, waiting for other programs that do the same at this moment.

    Raises:
        sqlite3.OperationalError: it is locked all the time, or can't be switched.
    """
    # The busy timeout does not cover this.
    deadline = time.monotonic() + most_seconds
    while True:
        try:
            execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
