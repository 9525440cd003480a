import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.catalog.shipped import load_shipped
from bot.config import shipped_folder

_ENTRY = (
    "INSERT INTO entry (id, full_name, title, summary_en, summary_zh)"
    " VALUES (1000000, 'Local/model', 'Local', 'A local model.', '本地模型。')"
)
_TERMS = (
    "INSERT INTO entry_term VALUES (1000000, 'category', 'graphs', 0),"
    " (1000000, 'task', 'node-classification', 0), (1000000, 'framework', 'jax', 0)"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped files, which the command line uses."""
    path = Path(shutil.copytree(shipped_folder(), tmp_path / "data"))
    monkeypatch.setattr("bot.config.shipped_folder", lambda: path)
    return path


def test_an_unchanged_catalogue_is_exported_byte_for_byte(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.jsonl"
    assert main(["--config", str(config), "catalog", "export", "-o", str(output)]) == 0
    assert output.read_bytes() == (shipped_folder() / "models.jsonl").read_bytes()
    assert capsys.readouterr().err == "0 added\n0 changed\n0 removed\n"


def test_local_entries_and_edits_go_out_and_come_in_elsewhere(
    config: Path,
    catalogue_copy: Path,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        connection.execute(_ENTRY)
        connection.execute(_TERMS)
        connection.execute("UPDATE entry SET title = 'Edited' WHERE id = 1")
        edited = connection.execute("SELECT full_name FROM entry WHERE id = 1").fetchone()[0]
        connection.commit()
    sent = tmp_path / "sent.jsonl"
    run = ["--config", str(config), "catalog"]
    assert main([*run, "export", "--changed", "-o", str(sent)]) == 0
    captured = capsys.readouterr()
    assert f"1 added: Local/model\n1 changed: {edited}\n" in captured.err
    rows: list[dict[str, Any]] = [json.loads(line) for line in sent.read_text("utf-8").splitlines()]
    assert {row["repo"] for row in rows} == {"Local/model", edited}

    models = folder / "models.jsonl"
    before = models.read_bytes()
    assert main([*run, "import", str(sent), "--dry-run", "--replace"]) == 0
    assert models.read_bytes() == before
    assert "Nothing was written" in capsys.readouterr().out
    sent.write_text(sent.read_text("utf-8") + '{"repo": "bad"}\n', "utf-8")
    assert main([*run, "import", str(sent), "--replace"]) == 1
    captured = capsys.readouterr()
    assert "added Local/model\n" in captured.out
    assert f'changed {edited}: title "Edited" (was ' in captured.out
    assert "refused line 3: title is missing" in captured.out
    assert "`modelzoo-bot number`" in captured.err
    old, new = (set(text.splitlines()) for text in (before, models.read_bytes()))
    assert (len(new - old), len(old - new)) == (2, 1)
    assert len(load_shipped(folder).entries) == len(old) + 1


def test_what_curators_took_out_is_taken_out_of_the_export(
    config: Path, catalogue_copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(catalogue_copy)) as connection:
        connection.execute("UPDATE entry SET removed_on = '2026-11-20' WHERE id = 1")
        removed = connection.execute("SELECT full_name FROM entry WHERE id = 1").fetchone()[0]
        connection.commit()
    output = tmp_path / "out.jsonl"
    assert main(["--config", str(config), "catalog", "export", "-o", str(output)]) == 0
    assert f"1 removed: {removed}" in capsys.readouterr().err
    assert f'"repo": "{removed}"' not in output.read_text("utf-8")


def test_statistics_are_printed_and_are_json(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["--config", str(config), "catalog", "stats"]
    assert main(run) == 0
    text = capsys.readouterr().out
    assert main([*run, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    entries = document["entries"]
    assert f"{entries} entries, 0 of them in no shipped file" in text
    assert max(map(len, text.splitlines())) <= 80
    assert document["crossed"]["graphs"]["pytorch"] > 100
    assert sum(document["created"].values()) == entries


@pytest.mark.parametrize("option", [["nothing.jsonl"], ["{sent}", "--base", "nothing.jsonl"]])
def test_a_file_that_is_not_there_is_named(
    config: Path, tmp_path: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    sent = tmp_path / "sent.jsonl"
    sent.write_text("")
    arguments = [text.format(sent=sent) for text in option]
    assert main(["--config", str(config), "catalog", "import", *arguments]) == 65
    assert "nothing.jsonl can't be read" in capsys.readouterr().err


def test_a_folder_that_can_not_be_written_is_named(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "missing" / "out.jsonl"
    assert main(["--config", str(config), "catalog", "export", "-o", str(output)]) == 73
    assert "out.jsonl can't be written" in capsys.readouterr().err
