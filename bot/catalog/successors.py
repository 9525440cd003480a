"""Which repository to use today instead of a dormant one: ``data/successors.toml``, checked."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from bot.catalog.entry import FULL_NAME, Entry
from bot.runtime.files import read_shipped

WHY_LIMIT = 100
MOST_SUCCESSORS = 3

_FIELDS = ("to", "kind", "why_en", "why_zh", "source")
_ADDRESS = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(?:/[!-~]{0,480})?")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class SuccessionKind(StrEnum):
    """The source of a succession: the authors at either end, or our own judgement that ``source`` supports."""

    OFFICIAL = "official"
    EDITORIAL = "editorial"


@dataclass(frozen=True, slots=True)
class Successor:
    """The successors of the repository ``old``. ``to`` may name repositories that are no entries."""

    old: str
    to: tuple[str, ...]
    why_en: str
    why_zh: str
    source: str
    kind: SuccessionKind


class SuccessorsError(Exception):
    """The file is not usable; ``faults`` names each table and reason."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def successor_of(entry: Entry, successors: Mapping[str, Successor]) -> Successor | None:
    """Return an entry's successor, found by its name or a former one."""
    names = (entry.full_name, *entry.aliases)
    return next((found for name in names if (found := successors.get(name.casefold()))), None)


def load_successors(path: Path, names: Collection[str]) -> Mapping[str, Successor]:
    """Return the successors by casefolded old name; ``names`` are those of the entries.

    Raises:
        SuccessorsError: a table has an unknown name, a bad field, or succession runs in a circle.
    """
    try:
        tables: dict[str, object] = tomllib.loads(read_shipped(path))
    except (ValueError, RecursionError) as error:
        raise SuccessorsError([f"{path.name}: {error}"]) from error
    known = frozenset(names)
    found: dict[str, Successor] = {}
    faults: list[str] = []
    for old, table in tables.items():
        table_faults = _table_faults(old, table, known)
        if old.casefold() in found:
            table_faults.append("appears twice")
        faults += [f"{path.name}: {old}: {fault}" for fault in table_faults]
        if not table_faults:
            found[old.casefold()] = _successor(old, cast("dict[str, Any]", table))
    faults += [f"{path.name}: {old}: succession runs in a circle" for old in _circular(found)]
    if faults:
        raise SuccessorsError(faults)
    return found


def _successor(old: str, table: dict[str, Any]) -> Successor:
    return Successor(
        old,
        tuple(table["to"]),
        table["why_en"],
        table["why_zh"],
        table["source"],
        SuccessionKind(table["kind"]),
    )


def _table_faults(old: str, table: object, known: Collection[str]) -> list[str]:
    """Return what is wrong with one table; an empty list when nothing is."""
    faults = [] if old in known else ["is not an entry"]
    if not isinstance(table, dict):
        return [*faults, "no table"]
    fields = cast("dict[str, object]", table)
    faults += [f"unknown field {key!r}" for key in fields if key not in _FIELDS]
    if fields.get("kind") not in list(SuccessionKind):
        faults.append(f"kind {fields.get('kind')!r} is not one of {', '.join(SuccessionKind)}")
    if not _matches(_ADDRESS, fields.get("source")):
        faults.append("source is not an https address")
    return [*faults, *_name_faults(old, fields.get("to")), *_why_faults(fields)]


def _name_faults(old: str, names: object) -> list[str]:
    if not isinstance(names, list) or not names:
        return ["to is not a list of owner/name"]
    listed = cast("list[object]", names)
    faults = [f"{name!r} is not owner/name" for name in listed if not _matches(FULL_NAME, name)]
    folded = [str(name).casefold() for name in listed]
    if old.casefold() in folded:
        faults.append("is its own successor")
    if len(set(folded)) < len(folded):
        faults.append("names a successor twice")
    if len(folded) > MOST_SUCCESSORS:
        faults.append(f"names {len(folded)} successors, at most {MOST_SUCCESSORS}")
    return faults


def _why_faults(fields: dict[str, object]) -> list[str]:
    faults: list[str] = []
    for key in ("why_en", "why_zh"):
        why = fields.get(key)
        if not isinstance(why, str) or not why.strip():
            faults.append(f"{key} is missing")
        elif len(why) > WHY_LIMIT:
            faults.append(f"{key} has {len(why)} characters, at most {WHY_LIMIT}")
        elif bool(_CHINESE.search(why)) is not (key == "why_zh"):
            faults.append(f"{key} is in the wrong language")
    return faults


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _circular(found: Mapping[str, Successor]) -> list[str]:
    """Return the old names from which succession leads back to themselves."""
    return [successor.old for key, successor in found.items() if key in _reached(key, found)]


def _reached(start: str, found: Mapping[str, Successor]) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        successor = found.get(ahead.pop())
        for name in successor.to if successor else ():
            if name.casefold() not in reached:
                reached.add(name.casefold())
                ahead.append(name.casefold())
    return reached
