from pathlib import Path

import pytest

from bot.state.errors import StateError
from bot.state.marker import UNREADABLE, Marker, MarkerFile


@pytest.fixture
def file(tmp_path: Path) -> MarkerFile:
    return MarkerFile(tmp_path / "state.sqlite3")


def test_a_marker_is_read_as_it_was_written(file: MarkerFile) -> None:
    assert file.read() is None
    for generation in (7, 1 << 62, 8):
        marker = Marker("a" * 32, generation, has_subscriptions=generation > 7)
        file.write(marker, is_durable=False)
        assert file.read() == marker
        assert file.path.stat().st_size == 256


def test_its_name_keeps_it_when_the_database_is_deleted_with_a_pattern(file: MarkerFile) -> None:
    assert list(file.path.parent.glob("state*")) == []
    file.write(Marker("a", 1, has_subscriptions=True), is_durable=True)
    assert file.path.name == ".state.sqlite3.marker"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 256,
        b"null",
        b"[]",
        b'{"identity": "a"}',
        b'{"identity": 1, "generation": "2", "has_subscriptions": 3}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_marker_that_can_t_be_read_says_that_there_was_something(
    file: MarkerFile, content: bytes
) -> None:
    file.path.write_bytes(content)
    assert file.read() == Marker(UNREADABLE, 0, has_subscriptions=True)


def test_a_folder_in_its_place_is_named(file: MarkerFile) -> None:
    file.path.mkdir()
    with pytest.raises(StateError, match=r"\.state\.sqlite3\.marker can't be read"):
        file.read()
