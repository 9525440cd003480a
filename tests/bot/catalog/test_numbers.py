from pathlib import Path
from typing import Any

import pytest

from bot.catalog.numbers import (
    FIRST_BY_NAME,
    Ledger,
    give_numbers,
    number_by_name,
    read_ledger,
    unnumbered_text,
)


def _row(repo: str, *aliases: str) -> dict[str, Any]:
    return {"repo": repo, "aliases": list(aliases)} if aliases else {"repo": repo}


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "numbers.csv"
    path.write_text("\n".join(("number,repo", *lines)) + "\n", "utf-8")
    return path


def test_a_row_has_the_number_of_its_name_or_of_an_old_one() -> None:
    ledger = Ledger({"a/one": 1, "b/two": 2, "c/three": 3})
    assert ledger.numbers_of(_row("A/One")) == (1,)
    assert ledger.numbers_of(_row("new/two", "B/two")) == (2,)
    assert ledger.numbers_of(_row("a/one", "c/three")) == (1, 3)
    assert ledger.numbers_of(_row("nobody/here")) == ()
    assert ledger.next_free == 4
    assert Ledger().next_free == 1


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["1,a/b", "1,c/d"], "line 3: number 1 is used already"),
        (["1,a/b", "2,c/d", "1,e/f"], "line 4: number 1 is used already"),
        (["1,a/b", "3,c/d"], "line 3: number 3 comes where 2 is expected"),
        (["2,c/d"], "put it back"),
        (["1,a/b", "2,A/b"], "line 3: A/b has number 1 already"),
        (["x,a/b"], "line 2: not a number and a repository"),
        (["²,a/b"], "line 2: not a number and a repository"),
        (["-1,a/b"], "line 2: not a number and a repository"),
        (["1"], "line 2: not a number and a repository"),
        (["1,a/b,c"], "line 2: not a number and a repository"),
        ([""], "line 2: not a number and a repository"),
        (["9" * 5_000 + ",a/b"], "line 2: not a number and a repository"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(tmp_path: Path, lines: list[str], fault: str) -> None:
    _, faults = read_ledger(_file(tmp_path, *lines))
    assert any(fault in one for one in faults), faults


@pytest.mark.parametrize("text", ["", "repo,number\n", "1,a/b\n"])
def test_a_file_without_its_header_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text(text, "utf-8")
    assert read_ledger(path)[1] == ["numbers.csv line 1: must be 'number,repo'"]


def test_numbers_go_on_after_the_highest_that_was_ever_given(tmp_path: Path) -> None:
    path = _file(tmp_path, "1,a/one", "2,left/us")
    ledger, _ = read_ledger(path)
    rows = [_row("x/new"), _row("a/one"), _row("y/newer")]
    whole = ledger.completed(rows)
    assert "x/new, y/newer" in unnumbered_text(whole)
    assert "the next free one, 3;" in unnumbered_text(whole)
    assert give_numbers(path, whole) == {"x/new": 3, "y/newer": 4}
    again, faults = read_ledger(path)
    assert faults == []
    assert again.completed(rows).by_name == {}
    assert [again.numbers_of(row) for row in rows] == [(3,), (1,), (4,)]
    assert [file.name for file in tmp_path.iterdir()] == ["numbers.csv"]


def test_a_last_line_without_an_end_is_not_run_together(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("number,repo\n1,a/one", "utf-8")
    give_numbers(path, read_ledger(path)[0].completed([_row("b/two")]))
    assert path.read_text("utf-8").splitlines() == ["number,repo", "1,a/one", "2,b/two"]


def test_a_row_without_a_number_has_one_by_its_name() -> None:
    rows = [_row(f"some/model-{place}") for place in range(3_000)]
    there, back = Ledger().completed(rows), Ledger().completed(rows[::-1])
    numbers = [there.numbers_of(row)[0] for row in rows]
    assert len(set(numbers)) == len(rows)
    assert min(numbers) >= FIRST_BY_NAME
    assert max(numbers) < 1 << 24
    few = rows[:3]
    assert [there.numbers_of(row) for row in few] == [back.numbers_of(row) for row in few]
    first = number_by_name("some/model")
    assert number_by_name("Some/Model") == first
    assert number_by_name("some/model", {first}) == first + 1
