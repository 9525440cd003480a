import json
from typing import Any

import pytest

from bot.catalog.families import Families
from bot.catalog.importing import FieldDifference, ImportPlan, Merging, plan_import
from bot.catalog.shipped import Shipped

_ROW: dict[str, Any] = {
    "repo": "someone/model",
    "title": "Model",
    "summary_en": "A model.",
    "summary_zh": "模型。",
    "categories": ["graphs"],
    "frameworks": ["pytorch"],
    "tasks": ["node-classification"],
}


@pytest.fixture
def merging(shipped: Shipped) -> Merging:
    return Merging(shipped.taxonomy, Families())


def _plan(local: list[dict[str, Any]], incoming: list[Any], merging: Merging) -> ImportPlan:
    return plan_import(_lines(local), _lines(incoming), merging)


def _lines(rows: list[Any]) -> list[str]:
    return [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]


def _rows(plan: ImportPlan) -> list[dict[str, Any]]:
    return [json.loads(line) for line in plan.lines]


def test_new_rows_take_their_place_by_name_and_others_stay_as_written(merging: Merging) -> None:
    local = [_ROW | {"words": ["nn"]}]
    plan = _plan(local, [_ROW | {"repo": "Somebody/else"}, "", local[0]], merging)
    assert [row["repo"] for row in _rows(plan)] == ["Somebody/else", "someone/model"]
    assert plan.added == ("Somebody/else",)
    assert (plan.changed, plan.kept, plan.refused, plan.unchanged) == ((), (), (), 1)
    assert plan.lines[1] == _lines(local)[0]


def test_gaps_are_filled_and_what_is_here_is_kept(merging: Merging) -> None:
    local = _ROW | {"license": "MIT"}
    incoming = _ROW | {"title": "Theirs", "weights": "https://example.org/w"}
    plan = _plan([local], [incoming], merging)
    assert _rows(plan) == [local | {"weights": "https://example.org/w"}]
    assert plan.changed == (
        FieldDifference("someone/model", "weights", "https://example.org/w", None),
    )
    assert plan.kept == (FieldDifference("someone/model", "title", "Model", "Theirs"),)
    assert _plan(_rows(plan), [incoming], merging).lines == plan.lines


def test_the_file_wins_only_when_asked(merging: Merging) -> None:
    plan = _plan(
        [_ROW],
        [_ROW | {"title": "Theirs"}],
        Merging(merging.taxonomy, merging.families, prefers_incoming=True),
    )
    assert _rows(plan)[0]["title"] == "Theirs"
    assert plan.kept == ()


def test_with_a_common_beginning_what_one_side_changed_is_its(merging: Merging) -> None:
    base = _ROW | {"license": "MIT", "words": ["nn"]}
    three_way = Merging(merging.taxonomy, merging.families, {"someone/model": base})
    ours = base | {"title": "Ours", "summary_en": "Ours."}
    theirs = _ROW | {"title": "Theirs", "words": ["nn"], "summary_zh": "他们的。"}
    plan = _plan([ours], [theirs], three_way)
    (row,) = _rows(plan)
    assert (row["title"], row["summary_en"], row["summary_zh"]) == ("Ours", "Ours.", "他们的。")
    assert row.get("license") is None
    assert [one.field for one in plan.kept] == ["title"]


def test_old_names_and_counts_of_both_sides_are_joined(merging: Merging) -> None:
    ours = _ROW | {
        "aliases": ["a/b"],
        "stars": [{"count": 5, "day": "2026-01-02"}],
    }
    theirs = _ROW | {
        "repo": "a/b",
        "aliases": ["c/d"],
        "stars": [{"count": 3, "day": "2026-01-01"}, {"count": 9, "day": "2026-01-02"}],
    }
    plan = _plan([ours], [theirs], merging)
    (row,) = _rows(plan)
    assert (row["repo"], row["aliases"]) == ("someone/model", ["a/b", "c/d"])
    assert [count["count"] for count in row["stars"]] == [3, 5]
    assert [one.field for one in plan.kept] == ["repo"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "line 1: not valid JSON"),
        ("[]", "line 1: not an object"),
        ('{"repo": "\\ud800"}', "half a character"),
        (_ROW | {"repo": "no name"}, "is not owner/name"),
        (_ROW | {"tasks": ["cooking"]}, "unknown word 'cooking' in tasks"),
        (_ROW | {"aliases": ["other/one"]}, "names more than one entry"),
        (
            _ROW | {"repo": "x/y", "words": ["Other"]},
            "word 'Other' of x/y is the name of other/one",
        ),
        (_ROW | {"repo": "x/nn"}, "word 'nn' of other/one is the name of x/nn"),
    ],
)
def test_a_row_that_may_not_be_here_is_refused_alone(
    merging: Merging, row: Any, reason: str
) -> None:
    local = [_ROW | {"repo": "other/one", "title": "Other", "words": ["nn"]}, _ROW]
    plan = _plan(local, [row, _ROW | {"repo": "good/one"}], merging)
    assert plan.added == ("good/one",)
    assert plan.changed == ()
    (refused,) = plan.refused
    assert reason in refused


def test_a_second_row_of_an_entry_is_refused(merging: Merging) -> None:
    local = [_ROW | {"aliases": ["old/model"]}]
    rows = [_ROW | {"words": ["a"]}, _ROW | {"repo": "old/model", "words": ["b"]}, _ROW]
    plan = _plan(local, rows, merging)
    assert _rows(plan)[0]["words"] == ["a"]
    assert [reason.partition(":")[0] for reason in plan.refused] == [
        "line 2, old/model",
        "line 3, someone/model",
    ]
