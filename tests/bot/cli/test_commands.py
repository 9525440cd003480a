import io
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.catalog.database import InstanceLock
from bot.catalog.shipped import load_shipped
from bot.cli.commands import COMMANDS
from bot.config import shipped_folder
from tests.conftest import NOWHERE
from tests.github.server import TOKEN, FakeGitHub, FakeRepository
from tests.hub.server import FakeHub, model
from tests.serving import beside, serve

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    catalogue_copy: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run the command line on a copy of the catalogue; return exit code, output and errors."""
    for name in ("DISCORD_TOKEN", "GITHUB_TOKEN", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_ENDPOINT", NOWHERE)
    config = tmp_path / "config.toml"
    config.write_text(f"[catalogue]\npath = {json.dumps(str(catalogue_copy))}\n")

    def call(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = main(["--config", str(config), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def github(tmp_path: Path, catalogue_copy: Path, run: Run) -> Generator[FakeGitHub, None, None]:
    """A GitHub with the first entries; all others were looked at already."""
    del run  # it writes the configuration first
    fake = FakeGitHub()
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        rows = connection.execute("SELECT id, full_name FROM entry WHERE id <= 3").fetchall()
        connection.execute("UPDATE entry SET checked_at = '2100-01-01T00:00:00Z' WHERE id > 3")
        connection.execute("UPDATE entry SET backfilled_on = '2100-01-01' WHERE id > 3")
        connection.commit()
    for entry_id, full_name in rows:
        fake.add(FakeRepository(entry_id, full_name, created="2012-01-01T00:00:00Z"))
    with fake.serving_beside() as url:
        config = tmp_path / "config.toml"
        config.write_text(f'{config.read_text()}[github]\nbase_url = "{url}"\ntoken = "{TOKEN}"\n')
        yield fake


def test_refresh_brings_what_is_due_and_says_how_it_went(run: Run, github: FakeGitHub) -> None:
    code, out, _ = run("refresh", "--json")
    document: dict[str, Any] = json.loads(out)
    assert code == 0
    assert (document["outcome"], document["checked"], document["readmes"]) == ("complete", 3, 3)
    code, out, _ = run("refresh")
    assert code == 0
    assert out.startswith("0 looked at")
    name = github.repositories[1].full_name
    github.rename(github.repositories[1], "new/name")
    code, out, _ = run("refresh", "--only", name)
    assert code == 0
    assert f"new/name ← {name}" in out
    _, out, _ = run("show", name, "--json")
    shown: dict[str, Any] = json.loads(out)
    assert (shown["repo"], shown["signs"][1:], shown["moved_from"]) == ("new/name", ["moved"], name)


def test_refresh_exits_honestly(run: Run, github: FakeGitHub, catalogue_copy: Path) -> None:
    github.faults = ["401"]
    code, _, errors = run("refresh")
    assert code == 78
    assert "rejects the token" in errors
    github.faults = ["500"]
    code, _, errors = run("refresh", "--only", "openai/whisper")
    assert code == 75
    assert "GitHub can't be reached (status 500). Try again at" in errors
    code, _, errors = run("refresh", "--only", "nobody/nothing-at-all")
    assert code == 1
    assert "does not name exactly one entry" in errors
    github.repositories[2].created = "no date"
    code, out, _ = run("refresh", "--all")
    assert code == 1
    assert "failed" in out
    with InstanceLock(catalogue_copy, "refresh"):
        code, _, errors = run("refresh")
    assert code == 75
    assert "Another refresh is running" in errors


def test_refresh_without_a_token_says_what_that_means(
    run: Run, github: FakeGitHub, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(config.read_text().replace(TOKEN, ""))
    name = github.repositories[1].full_name
    code, out, errors = run("refresh", "--only", name)
    assert code == 0
    assert out.startswith("1 looked at")
    assert "only 60 requests an hour" in errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_refresh_says_that_it_goes_on(
    github: FakeGitHub, tmp_path: Path, catalogue_copy: Path, number: signal.Signals
) -> None:
    github.faults = ["", "hang"]
    program = [sys.executable, "-m", "bot", "--config", str(tmp_path / "config.toml"), "refresh"]
    with subprocess.Popen(
        program, stderr=subprocess.PIPE, cwd=Path(__file__).parents[3]
    ) as process:
        deadline = time.monotonic() + 30
        while github.faults and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(number)
        errors = process.communicate(timeout=30)[1].decode()
    assert process.returncode == 130, errors
    assert "run the command again to continue" in errors
    assert "Traceback" not in errors
    assert "leaked" not in errors
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        row = connection.execute("SELECT outcome, checked FROM refresh_run").fetchone()
    assert row == ("stopped", 3)


def test_search_prints_a_table_and_json(run: Run) -> None:
    code, out, _ = run("search", "mask", "rcnn")
    assert code == 0
    assert "Mask" in out
    code, out, _ = run("search", "mask", "rcnn", "--json", "--limit", "3")
    document: dict[str, Any] = json.loads(out)
    assert code == 0
    assert document["entries"][0]["repo"] == "matterport/Mask_RCNN"
    assert len(document["entries"]) == 3


def test_search_without_a_hit_exits_with_1(run: Run) -> None:
    code, out, _ = run("search", "xqzvw kjhgf")
    assert code == 1
    assert out.startswith("No models found\nTry fewer or other words")


def test_a_batch_answers_line_by_line(run: Run) -> None:
    asked = [
        {"q": "mask rcnn", "category": None, "framework": None},
        {"q": "语音合成", "category": None, "framework": "tensorflow"},
        {"q": "xqzvw kjhgf"},
        {"q": ""},
    ]
    code, out, _ = run("search", "--batch", stdin="\n".join(map(json.dumps, asked)) + "\n\n")
    answers: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["q"] for answer in answers] == [line["q"] for line in asked]
    assert answers[0]["entries"][0].keys() == {
        *("repo", "url", "title", "summary", "stars", "stars_on", "license", "license_kind"),
        *("health", "created", "pushed", "categories", "frameworks", "tasks", "score"),
    }
    assert all("tensorflow" in entry["frameworks"] for entry in answers[1]["entries"])
    assert answers[2] == {"q": "xqzvw kjhgf", "total": 0, "corrected": None, "entries": []}
    assert all(len(answer["entries"]) <= 10 for answer in answers)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"q": 3}',
        '{"category": "graphs"}',
        '{"q": "x", "category": 5}',
        '{"q": "x", "license": ["MIT"]}',
        '{"q": "x", "sort": "bogus"}',
        '{"q": "x", "min_stars": 99999999999999999999}',
        '{"q": "x", "min_stars": "many"}',
        '{"q": "x", "weights": "yes"}',
        '{"q": "x", "since": 1900}',
        '{"q": "x", "code": "klingon"}',
        '{"q": "x", "framework": "fortran"}',
    ],
)
def test_a_bad_batch_line_is_named(run: Run, line: str) -> None:
    code, out, err = run("search", "--batch", stdin='{"q": "bert"}\n' + line + "\n")
    assert code == 65
    assert len(out.splitlines()) == 1
    assert "line 2" in err


def test_an_unknown_filter_is_answered(run: Run) -> None:
    code, _, err = run("search", "x", "--framework", "fortran")
    assert code == 2
    assert "There is no framework `fortran`. Known: tensorflow, keras" in err
    code, _, err = run("search", "x", "--license", "blah", "--lang", "zh")
    assert code == 2
    kinds, licenses = err.splitlines()[1:]
    assert err.splitlines()[0] == "There is no licence `blah`."
    assert kinds == "Kinds of licence: permissive, copyleft, non-commercial, other, none, unknown."
    assert licenses.startswith("Licences, the most used first: MIT, Apache-2.0, ")
    code, _, err = run("search", "x", "--code", "blah")
    assert err.startswith("There is no programming language `blah`. Known: Python, ")


def test_the_version_and_help_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("modelzoo-bot ")
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "refresh" in captured.err


@pytest.mark.parametrize("arguments", [["nonsense"], ["search", "x", "--sort", "bogus"]])
def test_a_wrong_word_lists_what_is_allowed(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert "choose from" in error
    assert "stars" in error or "trending" in error


@pytest.mark.parametrize("limit", ["0", "many", "1001", "-1", "²"])
def test_a_bad_number_is_answered(run: Run, capsys: pytest.CaptureFixture[str], limit: str) -> None:
    with pytest.raises(SystemExit) as caught:
        run("search", "x", "--limit", limit)
    assert caught.value.code == 2
    assert "is not a whole number from 1 to 1000" in capsys.readouterr().err


def test_a_catalogue_that_can_not_be_opened_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    config = tmp_path / "config.toml"
    config.write_text(f"[catalogue]\npath = {json.dumps(str(tmp_path / 'file' / 'x.sqlite3'))}\n")
    assert main(["--config", str(config), "search", "x"]) == 65
    assert "can't be opened" in capsys.readouterr().err


def test_stray_bytes_are_searched_like_anything(run: Run) -> None:
    code, out, _ = run(
        "search", "--batch", stdin=json.dumps({"q": "bert \ud800", "limit": 3}) + "\n"
    )
    assert code == 0
    assert json.loads(out)["entries"]
    assert run("search", "bert \udcff")[0] == 0


def test_show_does_not_pass_a_task_off_as_a_name(run: Run) -> None:
    code, _, err = run("show", "object detection")
    assert code == 1
    assert "Nearest:" in err


def test_a_configuration_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", "/nonexistent.toml", "check"]) == 78
    assert "/nonexistent.toml" in capsys.readouterr().err


def test_complete_shows_what_autocomplete_offers(run: Run) -> None:
    code, out, _ = run("search", "--complete", "mask")
    assert code == 0
    assert "matterport/Mask_RCNN" in out
    code, out, _ = run("search", "--complete", "--json", "mask")
    assert {"name", "value"} == set(json.loads(out)[0])


def test_show_prints_a_card_and_json(run: Run) -> None:
    code, out, _ = run("show", "maskrcnn", "--lang", "zh")
    assert code == 0
    assert "实例分割" in out
    code, out, _ = run("show", "https://github.com/matterport/Mask_RCNN", "--json")
    assert json.loads(out)["repo"] == "matterport/Mask_RCNN"
    code, _, err = run("show", "xqzvw kjhgf")
    assert code == 1
    assert "does not name exactly one entry" in err


def test_run_without_a_token_says_what_to_do(run: Run) -> None:
    code, _, err = run("run")
    assert code == 78
    assert len(err.strip().splitlines()) == 3
    assert "discord.com/developers" in err
    assert "DISCORD_TOKEN" in err
    assert "make demo" in err


def test_check_passes_the_shipped_files(run: Run) -> None:
    shipped = load_shipped(shipped_folder())
    code, out, _ = run("check")
    assert code == 0
    assert f"{len(shipped.entries)} entries" in out
    assert f"Next free number: {shipped.ledger.next_free}" in out
    for kind, key in (("category", "graphs"), ("framework", "jax"), ("fact", "license")):
        assert re.search(rf"^{kind} +{key} +[1-9]", out, re.MULTILINE), key


def test_rows_without_a_number_are_refused_by_check_and_numbered(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(shipped_folder(), folder)
    monkeypatch.setattr("bot.config.shipped_folder", lambda: folder)
    models = folder / "models.jsonl"
    old = models.read_text("utf-8")
    first = json.loads(old.splitlines()[0])
    rows = [json.dumps({**first, "repo": f"new/{name}", "official": []}) for name in "abc"]
    free = load_shipped(folder).ledger.next_free
    models.write_text("\n".join(rows) + "\n" + old, "utf-8")
    code, _, errors = run("check")
    assert code == 65
    assert "no number yet for new/a, new/b, new/c" in errors
    assert "`modelzoo-bot number`" in errors
    # The bot itself goes on, and its buttons find everything else.
    code, out, _ = run("show", "magenta/magenta", "--json")
    assert code == 0
    code, out, _ = run("number")
    assert code == 0
    assert f"{free} new/a\n{free + 1} new/b\n{free + 2} new/c\n" in out
    assert f"3 numbered. Next free number: {free + 3}" in out
    code, out, _ = run("check")
    assert code == 0
    assert f"{len(old.splitlines()) + 3} entries" in out
    code, out, _ = run("number")
    assert f"0 numbered. Next free number: {free + 3}" in out


def test_a_catalogue_of_before_waits_for_its_refresh(run: Run, catalogue_copy: Path) -> None:
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM meta WHERE key IN ('numbered', 'shipped')")
        connection.execute("UPDATE entry SET id = 5000 WHERE id = 7")
        for table in ("entry_term", "entry_paper", "star_snapshot", "star_gain", "shipped_entry"):
            connection.execute(f"UPDATE {table} SET entry_id = 5000 WHERE entry_id = 7")  # noqa: S608  # the names above
        name = connection.execute("SELECT full_name FROM entry WHERE id = 5000").fetchone()[0]
        connection.commit()
    with InstanceLock(catalogue_copy, "refresh"):
        code, _, errors = run("show", name)
        assert code == 75
        assert "Another refresh is running" in errors
    code, out, _ = run("search", name, "--json")
    assert code == 0
    assert name in out
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        assert connection.execute("SELECT full_name FROM entry WHERE id = 7").fetchall() == [
            (name,)
        ]


def test_a_bad_configuration_exits_with_78(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[nothing]\n")
    assert main(["--config", str(path), "check"]) == 78
    assert "unknown table [nothing]" in capsys.readouterr().err


def test_a_folder_called_config_toml_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 78
    assert "config.toml can't be read: Is a directory" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", command, "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0
    assert f"modelzoo-bot {command}" in done.stdout
    about = COMMANDS[command]
    assert f"{about[0].upper()}{about[1:]}." in done.stdout


def test_a_chart_is_drawn_into_a_file_and_said_in_words(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "stars.png"
    code, out, _ = run("chart", "matterport/Mask_RCNN", "openai/whisper", "-o", str(target))
    assert code == 0
    assert target.read_bytes().startswith(b"\x89PNG")
    assert "matterport/Mask_RCNN: " in out
    code, _, errors = run("chart", "openai/whisper", "-o", str(tmp_path / "no" / "folder.png"))
    assert code == 73
    assert "can't be written: No such file or directory." in " ".join(errors.split())
    assert "Errno" not in errors
    code, _, errors = run("chart", *["openai/whisper"] * 5, "-o", str(target))
    assert code == 2
    assert "Name one to four entries." in errors


def test_a_readme_is_fetched_and_printed(
    run: Run, github: FakeGitHub, catalogue_copy: Path
) -> None:
    repository = github.repositories[1]
    repository.readme = "<h1>Net</h1><h2>Install</h2><pre>pip install net</pre><p>Good.</p>"
    code, out, _ = run("show", repository.full_name, "--readme")
    assert code == 0
    assert "pip install net" in out
    code, out, _ = run("show", repository.full_name, "--readme", "--json")
    document = json.loads(out)
    assert document["quick_start"]["install"] == "pip install net"
    assert [section["title"] for section in document["sections"]] == ["Net", "Install"]
    assert document["pages"][0]["text"].startswith("## Net")
    github.repositories[2].readme = None
    code, _, errors = run("show", github.repositories[2].full_name, "--readme", "--lang", "zh")
    assert code == 1
    assert "没有可以在此显示的 README" in errors
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        connection.execute("DELETE FROM readme")
        connection.commit()
    github.faults += ["500"] * 9
    code, _, errors = run("show", repository.full_name, "--readme")
    assert code == 75
    assert "GitHub doesn't give it now" in errors


def test_entries_are_compared(run: Run) -> None:
    code, out, _ = run("compare", "matterport/Mask_RCNN", "facebookresearch/detectron2")
    assert code == 0
    assert "Keras, TensorFlow" in out
    assert "Frameworks" in out
    assert "Latest release" not in out  # neither's is known
    code, out, _ = run("compare", "matterport/Mask_RCNN", "openai/whisper", "--json")
    assert [entry["repo"] for entry in json.loads(out)["entries"]] == [
        "matterport/Mask_RCNN",
        "openai/whisper",
    ]
    code, _, errors = run("compare", "openai/whisper", "openai/whisper")
    assert code == 2
    assert "two to four different entries" in errors


def test_a_trend_shows_a_long_name_whole(run: Run, catalogue_copy: Path) -> None:
    name = f"{'o' * 39}/{'n' * 80}"
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        connection.execute("UPDATE entry SET full_name = ? WHERE id = 1", (name,))
        connection.execute(
            "INSERT OR REPLACE INTO star_gain VALUES (1, 30, 90000, date('now', '-30 days'), 0)"
        )
        connection.execute("UPDATE entry SET stars_on = date('now') WHERE id = 1")
        connection.commit()
    code, out, _ = run("trending", "--limit", "1")
    assert code == 0
    assert (out.count("o"), out.count("n")) >= (39, 80)
    assert "…" not in out


def test_trends_are_listed(run: Run, catalogue_copy: Path) -> None:
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        connection.execute("DELETE FROM star_gain WHERE days = 7")
        connection.commit()
    code, out, _ = run("trending", "--period", "7")
    assert code == 1
    assert "7 days" in out
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        connection.execute("DELETE FROM star_gain")
        connection.execute(
            "INSERT OR REPLACE INTO star_gain VALUES (1, 30, 50, date('now', '-30 days'), 0)"
        )
        connection.execute("UPDATE entry SET stars_on = date('now') WHERE id = 1")
        connection.commit()
    code, out, _ = run("trending", "--json")
    assert code == 0
    (entry,) = json.loads(out)["entries"]
    assert entry["gained"] == 50
    code, out, _ = run("trending", "--relative", "--lang", "zh")
    assert code == 0
    assert entry["repo"] in out
    code, _, errors = run("trending", "--category", "vegetables")
    assert code == 2
    assert "Known: " in errors


def test_weights_are_listed_with_their_memory(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = model(
        "01-ai/Yi-Coder-9B-Chat",
        downloads=99,
        safetensors={"parameters": {"BF16": 8_829_407_232}, "total": 8_829_407_232},
        tags=["license:apache-2.0"],
    )
    hub = FakeHub([chat, model("01-ai/Yi-Coder-1.5B", gated="auto")])
    with beside(serve(hub.app())) as url:
        monkeypatch.setenv("HF_ENDPOINT", url)
        code, out, err = run("weights", "01-ai/Yi-Coder", "--json")
        assert (code, err) == (0, "")
        first, second = json.loads(out)["checkpoints"]
        assert first["memory_gb"] == {
            "stored": 17.66,
            "16_bits": 17.66,
            "8_bits": 9.36,
            "4_bits": 4.94,
        }
        assert first["license"] == "apache-2.0"
        assert (second["parameters"], second["parameters_by_name"]) == (1_500_000_000, True)
        assert second["gated"] == "auto"
        code, out, _ = run("weights", "01-ai/Yi-Coder", "--fits", "2GB")
        assert code == 0
        assert "01-ai/Yi-Coder-1.5B" in out
        assert "9B-Chat" not in out
        assert run("weights", "01-ai/Yi-Coder", "--fits", "0.1")[0] == 1
        code, _, err = run("weights", "01-ai/Yi-Coder", "--fits", "big")
        assert code == 2
        assert "write 8 or 8GB" in err


def test_weights_without_network_are_the_known_names(run: Run) -> None:
    code, out, err = run("weights", "01-ai/Yi-Coder", "--lang", "zh")
    assert code == 0
    assert "01-ai/Yi-Coder-9B-Chat" in out
    assert "9B（按名称）" in out
    assert "暂时无法访问 Hugging Face" in err
