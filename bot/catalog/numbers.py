"""The numbers of entries, which buttons carry: given once in ``data/numbers.csv``, never changed, never given again.

==========================  =====================================================================
1 to 999,999                the shipped file's rows, in the order in which they came
1,000,000 to 9,999,999      entries that people add, numbered where all hosts share one list
10,000,000 to 15,999,999    rows that have no number: one made from their name, until they get one
==========================  =====================================================================
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.catalog.entry import FULL_NAME
from bot.runtime.files import read_shipped, replace_text

FIRST_SHARED = 1_000_000
FIRST_BY_NAME = 10_000_000
_BY_NAME = 6_000_000  # the index packs numbers into 24 bits

_HEADER = "number,repo"
_LINE = re.compile(rf"([0-9]{{1,9}}),({FULL_NAME.pattern})")
_PUT_BACK = (
    "lines of this file stay for good, also when their model leaves the catalogue: put it back"
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every number that was ever given, by the lower-case name of the repository that got it.

    ``by_name`` holds those of the rows that have none yet, by the name as it is written.
    """

    given: Mapping[str, int] = field(default_factory=dict[str, int])
    by_name: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def next_free(self) -> int:
        """Return the first number that was never given."""
        return max(self.given.values(), default=0) + 1

    def numbers_of(self, facts: Mapping[str, Any]) -> tuple[int, ...]:
        """Return the numbers of a row, under its name or its old ones; the first is its own."""
        names = (facts["repo"], *facts.get("aliases", ()))
        found = [self.given[key] for name in names if (key := name.casefold()) in self.given]
        if not found and facts["repo"] in self.by_name:
            found = [self.by_name[facts["repo"]]]
        return tuple(found)

    def completed(self, rows: Iterable[Mapping[str, Any]]) -> "Ledger":
        """Return this ledger with a number by name for each of the rows that has none."""
        numbers: dict[str, int] = {}
        for facts in rows:
            if not self.numbers_of(facts):
                numbers[facts["repo"]] = number_by_name(facts["repo"], numbers.values())
        return replace(self, by_name=numbers)


def read_ledger(path: Path) -> tuple[Ledger, list[str]]:
    """Return the numbers and the faults of their file."""
    given: dict[str, int] = {}
    header, *lines = read_shipped(path).splitlines() or [""]
    if header != _HEADER:
        return Ledger(), [f"{path.name} line 1: must be {_HEADER!r}"]
    faults: list[str] = []
    for due, line in enumerate(lines, start=1):
        where = f"{path.name} line {due + 1}"
        match = _LINE.fullmatch(line)
        if not match:
            faults.append(f"{where}: not a number and a repository")
            continue
        number, name = int(match[1]), match[2].casefold()
        if number != due:
            is_used = number < due
            why = "is used already" if is_used else f"comes where {due} is expected; {_PUT_BACK}"
            faults.append(f"{where}: number {number} {why}")
            break  # every line after it would be off as well
        if name in given:
            faults.append(f"{where}: {match[2]} has number {given[name]} already")
        given.setdefault(name, number)
    return Ledger(given), faults


def unnumbered_text(ledger: Ledger) -> str:
    """Return the advice on rows without a number."""
    names = list(ledger.by_name)
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if names[5:] else "")
    return (
        f"models.jsonl: no number yet for {shown}. `modelzoo-bot number` gives the next free one,"
        f" {ledger.next_free}; a model that was only renamed keeps its own if its old name is among its aliases."
    )


def give_numbers(path: Path, ledger: Ledger) -> dict[str, int]:
    """Add lines for the rows without a number; return their numbers."""
    given = {name: number for number, name in enumerate(ledger.by_name, start=ledger.next_free)}
    text = read_shipped(path)
    text += "" if text.endswith("\n") else "\n"
    text += "".join(f"{number},{name}\n" for name, number in given.items())
    replace_text(path, text)
    return given


def number_by_name(full_name: str, taken: Collection[int] = ()) -> int:
    """Return the number of an entry without a number in the file: the same on every host, as long as it is not taken."""
    digest = hashlib.sha256(full_name.casefold().encode()).digest()
    place = int.from_bytes(digest[:8], "big") % _BY_NAME
    while FIRST_BY_NAME + place in taken:
        place = (place + 1) % _BY_NAME
    return FIRST_BY_NAME + place
