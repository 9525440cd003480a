import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.__main__ import main
from tests.bot.editions.goldens import FOLDER


@pytest.fixture(autouse=True)
def config(catalogue_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where a configuration names a copy of the catalogue."""
    text = f"[catalogue]\npath = {json.dumps(str(catalogue_copy))}\n"
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def test_json_tells_every_number_as_it_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edition", "--month", "2026-07", "--json"]) == 0
    assert capsys.readouterr().out == (FOLDER / "2026-07.json").read_text(encoding="utf-8")


def test_an_edition_is_written_in_the_language_and_selection_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["edition", "--month", "2022-10", "--lang", "zh", "--category", "语音"]
    assert main([*arguments, "--format", "markdown"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("# ModelZoo 月刊 · 2022年10月 · 音频与语音\n")
    assert "mozilla/DeepSpeech" in text
    assert "PaddleOCR" not in text
    assert main([*arguments, "--format", "atom"]) == 0
    feed = ET.fromstring(capsys.readouterr().out)  # noqa: S314  # written by us
    assert len(feed.findall("{*}entry")) == 1
    assert main([*arguments, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["category"] == "audio-speech"


@pytest.mark.parametrize(
    ("month", "says"),
    [("2999-12", "is not over"), ("2012-01", "Nothing is known of 2012-01")],
)
def test_a_month_without_an_edition_is_explained(
    month: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["edition", "--month", month]) == 1
    assert says in capsys.readouterr().err


def test_an_unknown_category_names_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edition", "--month", "2022-10", "--category", "cooking"]) == 2
    assert "computer-vision" in capsys.readouterr().err


@pytest.mark.parametrize("month", ["2026-7", "July", "2026-13", "26-07", "2026-07-01"])
def test_what_is_no_month_is_refused(month: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(["edition", "--month", month])
    assert error.value.code == 2
    assert "is not a month such as 2026-07" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("nonsense", "such as sqlite:///data/state.sqlite3"),
        ("postgresql+asyncpg://x@127.0.0.1:9/y", "names postgresql+asyncpg"),
        ("postgresql://x@127.0.0.1:9/y", "driver that is not installed"),
        ("mysql://x@127.0.0.1:9/y", "names mysql"),
        ("sqlite+aiosqlite:////proc/nope/state.sqlite3", "can't be made"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("sqlite:///file:state.sqlite3?uri=true", "must name a file"),
        ("sqlite:///a\0b", "can't be a file"),
        ("postgresql://host:port/x", "is not the address of a database"),
        (f"sqlite:////{'x' * 300}", "can't be"),
    ],
)
def test_a_state_database_that_can_t_be_used_is_explained(
    state: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("config.toml").open("a", encoding="utf-8") as config:
        config.write(f"[newsletter]\nstate = {json.dumps(state)}\n")
    assert main(["edition", "--month", "2026-07"]) == 78
    assert told in capsys.readouterr().err
