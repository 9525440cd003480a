import shutil
from pathlib import Path

import pytest

from bot.catalog.entry import Entry
from bot.catalog.families import FamiliesError, Family, Membership, load_families
from bot.catalog.shipped import Shipped, ShippedError, load_shipped
from bot.config import shipped_folder

NAMES = ("lab/one", "lab/two", "lab/three", "lab/see")
GOOD = """
["Number"]
words = ["number", "数字"]
lines = [["lab/one", "lab/two", "lab/three"], ["lab/see"]]
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "families.toml"
    path.write_text(text, "utf-8")
    return path


def _entry(full_name: str, *aliases: str) -> Entry:
    return Entry(1, full_name, "Thing", "Does it.", "做事。", (), (), (), aliases=aliases)


def test_an_entry_knows_its_family_and_the_newest_of_its_line(tmp_path: Path) -> None:
    families = load_families(_write(tmp_path, GOOD), NAMES)
    (number,) = families.all
    assert number == Family(
        "Number", ("number", "数字"), (("lab/one", "lab/two", "lab/three"), ("lab/see",))
    )
    assert families.of(_entry("lab/One")) == Membership(number, "lab/three")
    assert families.of(_entry("lab/three")) == Membership(number, None)
    assert families.of(_entry("lab/see")) == Membership(number, None)
    assert families.of(_entry("lab/other")) is None
    assert families.of(_entry("new/name", "lab/two")) == Membership(number, "lab/three")
    assert [number.age_of(name) for name in NAMES] == [2, 1, 0, 0]


def test_the_newest_of_one_line_is_newest_though_another_goes_on(tmp_path: Path) -> None:
    text = '["N"]\nlines = [["lab/one", "lab/two"], ["lab/two", "lab/three"]]\n'
    families = load_families(_write(tmp_path, text), NAMES)
    assert families.all[0].age_of("lab/two") == 0
    assert families.of(_entry("lab/two")) == Membership(families.all[0], None)


def test_of_several_families_the_first_in_the_file_counts(tmp_path: Path) -> None:
    text = GOOD + '["Sight"]\nlines = [["lab/see", "lab/one"]]\n'
    found = load_families(_write(tmp_path, text), NAMES).of(_entry("lab/see"))
    assert found
    assert found.family.name == "Number"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Number = 1", "Number: no table"),
        ('["N"]\nwords = ["n"]', "N: lines is not a list of lists of owner/name"),
        ('["N"]\nlines = ["lab/one", "lab/two"]', "N: lines is not a list of lists"),
        ('["N"]\nlines = [[1, 2]]', "N: lines is not a list of lists"),
        ('["N"]\nwords = "n"\nlines = [["lab/one", "lab/two"]]', "N: words is not a list of words"),
        ('["N"]\nwords = [" "]\nlines = [["lab/one", "lab/two"]]', "N: words is not a list"),
        ('["N"]\nline = 1\nlines = [["lab/one", "lab/two"]]', "N: unknown field 'line'"),
        ('["N"]\nlines = [["lab/one", "one"]]', "N: 'one' is not owner/name"),
        ('["N"]\nlines = [["lab/one", "lab/none"]]', "N: lab/none is not an entry"),
        ('["N"]\nlines = [["lab/one", "lab/two", "lab/one"]]', "N: a line names lab/one twice"),
        ('["N"]\nlines = [["lab/one"], ["lab/one"]]', "N: has fewer than 2 members"),
        (
            GOOD + '["M"]\nwords = ["NUM-BER"]\nlines = [["lab/one", "lab/two"]]',
            "'NUM-BER' names both Number and M",
        ),
        ("[", "families.toml: "),
    ],
)
def test_a_bad_table_is_refused_with_its_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(FamiliesError) as caught:
        load_families(_write(tmp_path, text), NAMES)
    assert any(reason in fault for fault in caught.value.faults), caught.value.faults


def test_the_shipped_families_are_of_shipped_entries(shipped: Shipped, tmp_path: Path) -> None:
    assert len(shipped.families.all) > 150
    folder = tmp_path / "data"
    shutil.copytree(shipped_folder(), folder)
    _write(folder, GOOD)
    with pytest.raises(ShippedError, match=r"Number: lab/one is not an entry"):
        load_shipped(folder)
    assert load_shipped(shipped_folder()).families == shipped.families
