import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.runtime.wal import switch_to_wal


def test_a_file_is_switched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as connection:
        switch_to_wal(connection.execute, 1)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_who_is_locked_out_tries_again_for_a_while() -> None:
    tried: list[str] = []

    def execute(statement: str) -> None:
        tried.append(statement)
        if len(tried) < 3:
            raise sqlite3.OperationalError("database is locked")

    switch_to_wal(execute, 60)
    assert tried == ["PRAGMA journal_mode = WAL"] * 3
    tried.clear()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        switch_to_wal(execute, -1)
    assert len(tried) == 1


def test_any_other_fault_is_told_at_once() -> None:
    def execute(_statement: str) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(sqlite3.OperationalError, match="disk"):
        switch_to_wal(execute, 60)
