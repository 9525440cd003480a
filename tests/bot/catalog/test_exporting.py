import json
from dataclasses import replace
from datetime import date
from typing import Any

from bot.catalog.entry import Entry, StarCount
from bot.catalog.exporting import export_lines, line_of
from bot.catalog.shipped import load_shipped
from bot.config import shipped_folder

_ROW: dict[str, Any] = {
    "repo": "someone/model",
    "aliases": ["old/model"],
    "title": "Model",
    "summary_en": "A model.",
    "summary_zh": "模型。",
    "categories": ["graphs"],
    "frameworks": [],
    "tasks": ["node-classification"],
    "license": "MIT",
}
_ENTRY = Entry(
    id=1,
    full_name="someone/model",
    title="Model",
    summary_en="A model.",
    summary_zh="模型。",
    categories=("graphs",),
    frameworks=(),
    tasks=("node-classification",),
    license="MIT",
    aliases=("old/model",),
)
_LINE = json.dumps(_ROW, ensure_ascii=False)
_NUMBERS = {"someone/model": 1}


def test_a_row_that_nobody_changed_stays_as_it_is_written() -> None:
    looked_at = replace(
        _ENTRY,
        full_name="renamed/model",
        license="Apache-2.0",
        pushed=date(2026, 11, 1),
        stars=StarCount(5, date(2026, 11, 1)),
        aliases=("someone/model", "old/model"),
    )
    for current in (_ENTRY, looked_at):
        export = export_lines([_LINE], [current], _NUMBERS)
        assert export.lines == (_LINE,)
        assert export.changed_lines == ()


def test_what_people_changed_is_written_where_the_field_was() -> None:
    edited = replace(_ENTRY, title="New name", words=("nn",), license="GPL-3.0")
    export = export_lines([_LINE], [edited], _NUMBERS)
    (row,) = map(json.loads, export.lines)
    assert row == {**_ROW, "title": "New name", "words": ["nn"]}
    assert list(row) == [*_ROW, "words"]
    assert export.changed == ("someone/model",)
    assert export.changed_lines == export.lines
    (row,) = map(json.loads, export_lines([_LINE], [edited], _NUMBERS, with_github=True).lines)
    assert row["license"] == "GPL-3.0"


def test_a_field_that_people_emptied_is_left_out() -> None:
    line = json.dumps({**_ROW, "weights": "https://example.org/w"}, ensure_ascii=False)
    (row,) = map(json.loads, export_lines([line], [_ENTRY], _NUMBERS).lines)
    assert row == _ROW


def test_a_local_entry_takes_its_place_by_name_and_a_delisted_one_goes() -> None:
    local = replace(
        _ENTRY,
        id=1_000_000,
        full_name="Somebody/else",
        aliases=(),
        stars=StarCount(1200, date(2026, 11, 1), is_approximate=True),
    )
    export = export_lines([_LINE], [_ENTRY, local], _NUMBERS)
    assert [json.loads(line)["repo"] for line in export.lines] == ["Somebody/else", "someone/model"]
    assert export.added == ("Somebody/else",)
    added: dict[str, Any] = json.loads(export.changed_lines[0])
    assert added["stars"] == [{"count": 1200, "day": "2026-11-01", "approximate": True}]
    assert "aliases" not in added
    export = export_lines([_LINE], [local], _NUMBERS)
    assert export.removed == ("someone/model",)
    assert len(export.lines) == 1


def test_a_row_is_one_line_whatever_its_text_holds() -> None:
    line = line_of({**_ROW, "title": "a\u2028b\x85c\nd"})
    assert line.splitlines() == [line]
    assert json.loads(line)["title"] == "a\u2028b\x85c\nd"


def test_the_shipped_file_is_in_the_order_of_an_export() -> None:
    lines = (shipped_folder() / "models.jsonl").read_text("utf-8").splitlines()
    shipped = load_shipped(shipped_folder())
    assert export_lines(lines, [], {}).lines == tuple(lines)
    assert len(lines) == len(shipped.entries)
