"""Families of models and their generations: ``data/families.toml``, checked."""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bot.catalog.entry import FULL_NAME, Entry
from bot.runtime.files import read_shipped

_FIELDS = ("words", "lines")
_FEWEST_MEMBERS = 2


@dataclass(frozen=True, slots=True)
class Family:
    """Models that belong together. ``words`` ask for the whole family.

    Each line names repositories from the oldest generation to the newest; some families have several, one for each kind of model.
    """

    name: str
    words: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    @property
    def members(self) -> tuple[str, ...]:
        """Return the repositories, each once, in the order of the lines."""
        return tuple(dict.fromkeys(name for line in self.lines for name in line))

    def age_of(self, full_name: str) -> int:
        """Return how many generations of a member's line are newer: 0 for the newest, and the least where it is in several."""
        return min(
            len(line) - 1 - line.index(full_name) for line in self.lines if full_name in line
        )

    def newer_than(self, full_name: str) -> str | None:
        """Return the newest generation of a member's line, None for the newest itself."""
        heads = [line[-1] for line in self.lines if full_name in line]
        return None if full_name in heads else next(iter(heads), None)


@dataclass(frozen=True, slots=True)
class Membership:
    """An entry's family and the newest repository of its line, None when it is that itself."""

    family: Family
    newer: str | None


class FamiliesError(Exception):
    """The file is not usable; ``faults`` names each table and reason."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class Families:
    """All families in the file's order, and each member's."""

    def __init__(self, families: Iterable[Family] = ()) -> None:
        self.all = tuple(families)
        self._by_member: dict[str, tuple[Family, str]] = {}
        for family in self.all:
            for member in family.members:
                self._by_member.setdefault(member.casefold(), (family, member))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Families) and self.all == other.all

    def __hash__(self) -> int:
        return hash(self.all)

    def of(self, entry: Entry) -> Membership | None:
        """Return an entry's membership, found by its name or a former one; of several families the first in the file."""
        for name in (entry.full_name, *entry.aliases):
            if found := self._by_member.get(name.casefold()):
                family, member = found
                return Membership(family, family.newer_than(member))
        return None


def load_families(path: Path, names: Collection[str] | None = None) -> Families:
    """Return the families of a file; ``names`` are those of the entries, None where they are not known yet.

    Raises:
        FileError: the file can't be read.
        FamiliesError: a table has an unknown field or name, or a word stands for two families.
    """
    try:
        tables: dict[str, object] = tomllib.loads(read_shipped(path))
    except (ValueError, RecursionError) as error:
        raise FamiliesError([f"{path.name}: {error}"]) from error
    faults: list[str] = []
    families: list[Family] = []
    for name, table in tables.items():
        found = _table_faults(table)
        if not found:
            fields = cast("dict[str, Any]", table)
            family = Family(
                name, tuple(fields.get("words", ())), tuple(map(tuple, fields["lines"]))
            )
            families.append(family)
            found = _member_faults(family, names)
        faults += [f"{path.name}: {name}: {fault}" for fault in found]
    faults += [f"{path.name}: {fault}" for fault in _word_faults(families)]
    if faults:
        raise FamiliesError(faults)
    return Families(families)


def name_key(text: str) -> str:
    """Return a name as it is compared: its letters and digits, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


def _table_faults(table: object) -> list[str]:
    """Return what is wrong with a table's form."""
    if not isinstance(table, dict):
        return ["no table"]
    fields = cast("dict[str, object]", table)
    faults = [f"unknown field {key!r}" for key in fields if key not in _FIELDS]
    if not _are_texts(fields.get("words", [])):
        faults.append("words is not a list of words")
    lines = fields.get("lines")
    if not isinstance(lines, list) or not all(map(_are_texts, cast("list[object]", lines))):
        faults.append("lines is not a list of lists of owner/name")
    return faults


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(text, str) and text.strip() for text in cast("list[object]", value)
    )


def _member_faults(family: Family, names: Collection[str] | None) -> list[str]:
    faults = [
        f"{member!r} is not owner/name"
        for member in family.members
        if not FULL_NAME.fullmatch(member)
    ]
    if names is not None:
        faults += [f"{member} is not an entry" for member in family.members if member not in names]
    faults += [
        f"a line names {name} twice"
        for line in family.lines
        for name in dict.fromkeys(line)
        if line.count(name) > 1
    ]
    if len(family.members) < _FEWEST_MEMBERS:
        faults.append(f"has fewer than {_FEWEST_MEMBERS} members")
    return faults


def _word_faults(families: Iterable[Family]) -> list[str]:
    """Return the words that would name two families."""
    owners: dict[str, str] = {}
    faults: list[str] = []
    for family in families:
        for word in family.words:
            key = name_key(word)
            if owners.setdefault(key, family.name) != family.name:
                faults.append(f"{word!r} names both {owners[key]} and {family.name}")
    return faults
