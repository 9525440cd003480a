import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.bot.cli.conftest import Child


@pytest.mark.parametrize(
    ("encoding", "form"),
    [("cp1252", "html"), ("gbk", "markdown"), ("ascii", "atom"), ("cp1252", "json")],
)
def test_an_edition_is_whole_in_any_locale(child: Child, encoding: str, form: str) -> None:
    done = child(
        *("edition", "--month", "2026-07", "--lang", "zh", "--format", form),
        environment={"PYTHONIOENCODING": encoding},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode("utf-8")
    assert "年7月" in text or form == "json"
    if form == "atom":
        ET.fromstring(done.stdout)  # noqa: S314  # written by us


@pytest.mark.parametrize("encoding", ["cp1252", "gbk", "ascii"])
def test_text_replaces_what_the_encoding_lacks_and_json_is_utf_8(
    child: Child, encoding: str
) -> None:
    environment = {"PYTHONIOENCODING": encoding}
    for arguments in (
        ["search", "语音合成", "--lang", "zh"],
        ["show", "openai/whisper", "--lang", "zh"],
        ["compare", "openai/whisper", "matterport/Mask_RCNN", "--lang", "zh"],
        ["search", "--complete", "mask"],
        ["trending", "--period", "365", "--lang", "zh"],
    ):
        done = child(*arguments, environment=environment)
        assert done.returncode in (0, 1), done.stderr
        assert done.stdout.decode(encoding)
        assert b"Traceback" not in done.stderr
    done = child("show", "openai/whisper", "--json", environment=environment)
    assert json.loads(done.stdout.decode("utf-8"))["summary"]["zh"]


def test_a_batch_is_utf_8_and_names_the_line_that_is_not(child: Child) -> None:
    lines = [
        b'\xef\xbb\xbf{"q": "' + "语音合成".encode() + b'"}',
        b'{"q": "\xff"}',
        b"[" * 100_000,
        b'{"q": "bert"}',
    ]
    done = child(
        "search",
        "--batch",
        environment={"PYTHONIOENCODING": "ascii"},
        stdin=b"\n".join(lines) + b"\n",
    )
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert [answer["q"] for answer in answers] == ["语音合成", "bert"]
    assert done.returncode == 65
    assert b"line 2: a line must be UTF-8" in done.stderr
    assert b"line 3: " in done.stderr


def test_without_a_locale_or_a_home_everything_is_shown(child: Child) -> None:
    bare = {"LC_ALL": "C", "LANG": "", "HOME": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = child("search", "语音合成", environment=bare)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""


def _closing(number: int) -> dict[str, object]:
    return {"preexec_fn": lambda: os.close(number)}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_stream_that_is_closed_breaks_nothing(
    child: Child, number: int, catalogue_copy: Path
) -> None:
    done = child("search", "mask rcnn", **_closing(number))
    assert done.returncode == 0
    assert b"Mask" in done.stdout or number == 1
    assert catalogue_copy.read_bytes().startswith(b"SQLite format 3")


def test_whoever_reads_the_output_may_stop(child: Child) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    for arguments in (["search", "mask", "--limit", "1000"], ["search", "--help"], ["--help"]):
        done = child(*arguments, stdout=writing)
        assert (done.returncode, done.stderr) == (0, b"")
    os.close(writing)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_behind_the_output_is_said(child: Child) -> None:
    with Path("/dev/full").open("wb") as full:
        done = child("search", "mask", stdout=full)
    assert done.returncode == 74
    assert done.stderr == b"The output can't be written: No space left on device.\n"
