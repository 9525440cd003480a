from pathlib import Path

import pytest

from bot.catalog.shipped import Shipped, ShippedError, load_shipped
from bot.catalog.successors import (
    SuccessionKind,
    Successor,
    SuccessorsError,
    load_successors,
)
from bot.config import shipped_folder

NAMES = ("old/One", "old/two", "old/three")
GOOD = {
    "to": '["new/one"]',
    "kind": '"official"',
    "why_en": '"Its authors say so."',
    "why_zh": '"作者如此建议。"',
    "source": '"https://github.com/old/One#readme"',
}


def _table(old: str = "old/One", **changes: str | None) -> str:
    fields = {key: value for key, value in (GOOD | changes).items() if value is not None}
    return f'["{old}"]\n' + "".join(f"{key} = {value}\n" for key, value in fields.items())


def _write(folder: Path, *tables: str) -> Path:
    path = folder / "successors.toml"
    path.write_text("\n".join(tables), "utf-8")
    return path


def _faults(folder: Path, *tables: str) -> tuple[str, ...]:
    with pytest.raises(SuccessorsError) as caught:
        load_successors(_write(folder, *tables), NAMES)
    return caught.value.faults


def test_a_good_table_is_found_whatever_its_case(tmp_path: Path) -> None:
    found = load_successors(_write(tmp_path, _table()), NAMES)
    assert found == {
        "old/one": Successor(
            "old/One",
            ("new/one",),
            "Its authors say so.",
            "作者如此建议。",
            "https://github.com/old/One#readme",
            SuccessionKind.OFFICIAL,
        )
    }


def test_an_empty_file_names_nobody(tmp_path: Path) -> None:
    assert load_successors(_write(tmp_path), NAMES) == {}


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (_table("some/body"), "is not an entry"),
        (_table("old/ONE"), "is not an entry"),
        ('"old/One" = "new/one"', "no table"),
        (_table(to="[]"), "to is not a list"),
        (_table(to='"new/one"'), "to is not a list"),
        (_table(to=None), "to is not a list"),
        (_table(to='["new"]'), "'new' is not owner/name"),
        (_table(to="[5]"), "5 is not owner/name"),
        (_table(to='["OLD/one"]'), "is its own successor"),
        (_table(to='["new/one", "New/One"]'), "names a successor twice"),
        (_table(to='["a/a", "b/b", "c/c", "d/d"]'), "names 4 successors, at most 3"),
        (_table(kind='"rumour"'), "kind 'rumour' is not one of official, editorial"),
        (_table(kind=None), "kind None is not one of"),
        (_table(kind="[]"), "kind [] is not one of"),
        (_table(source='"http://example.org/a"'), "source is not an https address"),
        (_table(source='"https://example.org/a b"'), "source is not an https address"),
        (_table(source='"https://"'), "source is not an https address"),
        (_table(source=None), "source is not an https address"),
        (_table(why_en='" "'), "why_en is missing"),
        (_table(why_zh=None), "why_zh is missing"),
        (_table(why_en=f'"{"x" * 101}"'), "why_en has 101 characters, at most 100"),
        (_table(why_en='"作者如此建议。"'), "why_en is in the wrong language"),
        (_table(why_zh='"Its authors say so."'), "why_zh is in the wrong language"),
        (_table(since='"2020"'), "unknown field 'since'"),
    ],
)
def test_a_bad_table_is_refused_with_its_name_and_reason(
    tmp_path: Path, table: str, reason: str
) -> None:
    (fault,) = _faults(tmp_path, table)
    assert fault.startswith("successors.toml: ")
    assert reason in fault


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    faults = _faults(tmp_path, _table(kind='"rumour"'), _table("old/two", why_en='""'))
    assert [fault.split(": ")[1] for fault in faults] == ["old/One", "old/two"]


def test_an_entry_named_in_two_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SuccessorsError, match="old/two: appears twice"):
        load_successors(
            _write(tmp_path, _table("old/TWO"), _table("old/two")), ("old/TWO", "old/two")
        )


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    assert "successors.toml" in _faults(tmp_path, _table(), _table())[0]


def test_succession_in_a_circle_is_refused(tmp_path: Path) -> None:
    faults = _faults(
        tmp_path,
        _table("old/One", to='["new/one", "Old/Two"]'),
        _table("old/two", to='["old/three"]'),
        _table("old/three", to='["old/one"]'),
    )
    assert len(faults) == 3
    assert all(fault.endswith("succession runs in a circle") for fault in faults)


def test_two_ways_to_the_same_successor_are_no_circle(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        _table("old/One", to='["old/two", "old/three"]'),
        _table("old/two", to='["old/three"]'),
    )
    assert len(load_successors(path, NAMES)) == 2


def test_the_shipped_file_covers_well_known_dormant_entries(shipped: Shipped) -> None:
    assert len(shipped.successors) >= 45
    assert shipped.successors["facebookresearch/detectron"].to == ("facebookresearch/detectron2",)
    assert shipped.successors["matterport/mask_rcnn"].kind is SuccessionKind.EDITORIAL


def test_entries_are_written_in_the_case_of_the_catalogue(shipped: Shipped) -> None:
    names = {facts["repo"].casefold(): facts["repo"] for facts in shipped.entries}
    aliases = {alias.casefold() for facts in shipped.entries for alias in facts.get("aliases", [])}
    for successor in shipped.successors.values():
        for name in successor.to:
            assert names.get(name.casefold(), name) == name
            assert name.casefold() not in aliases


def test_the_check_of_the_shipped_files_includes_it(tmp_path: Path) -> None:
    for path in shipped_folder().iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    _write(tmp_path, _table("some/body"))
    with pytest.raises(ShippedError, match=r"successors\.toml: some/body: is not an entry"):
        load_shipped(tmp_path)
