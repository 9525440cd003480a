from pathlib import Path

import pytest

from bot.state.address import read_address
from bot.state.errors import StateError


@pytest.mark.parametrize("driver", ["sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"])
def test_every_way_to_write_sqlite_names_the_same_file(driver: str, tmp_path: Path) -> None:
    address = read_address(f"{driver}:///{tmp_path}/state.sqlite3")
    assert address.path == tmp_path / "state.sqlite3"
    assert address.url.drivername == "sqlite+pysqlite"
    assert address.url.database == str(tmp_path / "state.sqlite3")


def test_links_and_relative_paths_lead_to_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "link.sqlite3").symlink_to("real/state.sqlite3")
    monkeypatch.chdir(tmp_path / "real")
    paths = {
        read_address(f"sqlite:///{name}").path
        for name in (
            "state.sqlite3",
            "../folder/state.sqlite3",
            f"{tmp_path}/link.sqlite3",
            f"{tmp_path}/real/state.sqlite3",
        )
    }
    assert paths == {tmp_path / "real" / "state.sqlite3"}


def test_a_name_with_odd_characters_is_that_name(tmp_path: Path) -> None:
    address = read_address(f"sqlite:///{tmp_path}/st#a t@e%3Fé.sqlite3")
    assert address.path == tmp_path / "st#a t@e?é.sqlite3"


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+psycopg"])
def test_postgresql_is_a_server(driver: str) -> None:
    address = read_address(f"{driver}://bot:secret@db.example/state")
    assert address.path is None
    assert address.url.drivername == "postgresql+psycopg"
    assert "bot:secret@db" in address.url.render_as_string(hide_password=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "data/state.sqlite3",
        "sqlite:",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite://data/state.sqlite3",
        "sqlite:///file:state.sqlite3?uri=true",
        "sqlite:///state.sqlite3?mode=ro",
        "sqlite:///a\0b",
        "sqlite:///a%00b",
        "sqlite+pysqlcipher:///state.sqlite3",
        "sqlite+nonsense:///state.sqlite3",
        "mysql+pymysql://h/d",
        "postgresql+asyncpg://h/d",
        "postgresql://h:port/d",
        "postgresql://[::1/d",
        "oracle://h",
        "://",
    ],
)
def test_what_names_no_usable_database_is_refused(text: str) -> None:
    with pytest.raises(StateError, match=r"^newsletter\.state ") as raised:
        read_address(text)
    assert raised.value.exit_code == 78
