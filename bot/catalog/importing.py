"""Rows of another ``models.jsonl`` merged into this one: what would be added, changed, kept and refused."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from bot.catalog.exporting import in_field_order, in_file_order, line_of
from bot.catalog.facts import FIELD_TYPES, Facts, check_facts, plain_field
from bot.catalog.families import Families
from bot.catalog.naming import borrowings
from bot.catalog.taxonomy import Taxonomy

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field of a row: what it is after the import, and what it was before, or what the other file says."""

    repo: str
    field: str
    value: Any
    other: Any


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The file's lines after an import, and how they come about. ``refused`` has a sentence for each row left out."""

    lines: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[FieldDifference, ...]
    kept: tuple[FieldDifference, ...]
    refused: tuple[str, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Merging:
    """By which rules rows are merged.

    ``base`` holds the rows, by name in lower case, from which both files began: with them a field that one side alone
    changed is that side's. ``prefers_incoming`` decides about fields that both sides say differently.
    """

    taxonomy: Taxonomy
    families: Families
    base: Mapping[str, Facts] = field(default_factory=dict[str, Facts])
    prefers_incoming: bool = False


@dataclass(frozen=True, slots=True)
class _Merged:
    """A row that an import adds or changes."""

    facts: Facts
    where: str
    changed: tuple[FieldDifference, ...] = ()
    kept: tuple[FieldDifference, ...] = ()


def rows_by_name(lines: Iterable[str]) -> dict[str, Facts]:
    """Return the readable rows of a file by their names in lower case.

    Raises:
        ValueError: a line is not JSON.
    """
    rows: dict[str, Facts] = {}
    for line in lines:
        facts: object = json.loads(line) if line.strip() else None
        if isinstance(facts, dict) and "repo" in facts:
            row = cast("Facts", facts)
            rows[str(row["repo"]).casefold()] = row
    return rows


def plan_import(lines: Sequence[str], incoming: Iterable[str], merging: Merging) -> ImportPlan:
    """Return what an import of lines into the lines of this catalogue's file would do."""
    local = rows_by_name(lines)
    texts = dict(zip(local, lines, strict=True))
    names = {name: key for key, facts in local.items() for name in _identities(facts)}
    seen: dict[str, int] = {}
    merged: dict[str, _Merged] = {}
    refused: list[str] = []
    unchanged = 0
    for number, line in enumerate(incoming, start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        facts, faults = _read_row(line, merging.taxonomy)
        if faults:
            refused.append(f"{where}: {'; '.join(faults)}")
            continue
        where = f"{where}, {facts['repo']}"
        owners = list(dict.fromkeys(names[name] for name in _identities(facts) if name in names))
        faults = _repeated(facts, seen, number)
        if len(owners) > 1:
            faults.append(f"names more than one entry: {', '.join(owners)}")
        key = owners[0] if owners else facts["repo"].casefold()
        if key in merged:
            faults = [f"is the same entry as {merged[key].where}"]
        row = _merge(local.get(key), facts, where, merging)
        if not faults and (merged_faults := check_facts(row.facts, merging.taxonomy)):
            faults = [f"together with the row that is here: {'; '.join(merged_faults)}"]
        if faults:
            refused.append(f"{where}: {'; '.join(faults)}")
            continue
        unchanged += key in local and not row.changed
        merged[key] = row
    refused += _refuse_borrowers(local, merged, merging.families)
    written = {key: row for key, row in merged.items() if key not in local or row.changed}
    return ImportPlan(
        in_file_order(texts | {key: line_of(row.facts) for key, row in written.items()}),
        tuple(row.facts["repo"] for key, row in merged.items() if key not in local),
        tuple(one for row in merged.values() for one in row.changed),
        tuple(one for row in merged.values() for one in row.kept),
        tuple(refused),
        unchanged,
    )


def _read_row(line: str, taxonomy: Taxonomy) -> tuple[Facts, list[str]]:
    """Return a row, and its faults; with faults there may be no row."""
    try:
        facts: Facts = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {}, [f"not valid JSON ({error})"]
    if _HALF_CHARACTER.search(json.dumps(facts, ensure_ascii=False)):
        return {}, ["holds half a character, which no file can"]
    return facts, check_facts(facts, taxonomy)


def _identities(facts: Facts) -> list[str]:
    """Return what two rows can't share: names now and before, and GitHub's id."""
    names: list[str] = [facts["repo"], *facts.get("aliases", [])]
    found = [name.casefold() for name in names]
    return [*found, f"id {facts['github_id']}"] if facts.get("github_id") else found


def _repeated(facts: Facts, seen: dict[str, int], number: int) -> list[str]:
    """Note a row's names; return a fault for each that an earlier line has."""
    lines = {name: seen.setdefault(name, number) for name in _identities(facts)}
    return [f"{name} is already in line {line}" for name, line in lines.items() if line != number]


def _merge(local: Facts | None, incoming: Facts, where: str, merging: Merging) -> _Merged:
    if local is None:
        return _Merged(in_field_order(incoming, FIELD_TYPES), where)
    repo, base = local["repo"], merging.base.get(local["repo"].casefold())
    facts = dict(local)
    changed: list[FieldDifference] = []
    kept: list[FieldDifference] = []
    for key in FIELD_TYPES:
        ours, theirs = local.get(key), incoming.get(key)
        if plain_field(key, ours) == plain_field(key, theirs):
            continue
        value, is_disputed = _decide(key, ours, theirs, base, merging)
        if plain_field(key, value) != plain_field(key, ours):
            facts[key] = value
            changed.append(FieldDifference(repo, key, value, ours))
        elif is_disputed:
            kept.append(FieldDifference(repo, key, ours, theirs))
    return _Merged(in_field_order(facts, local), where, tuple(changed), tuple(kept))


def _decide(key: str, ours: Any, theirs: Any, base: Facts | None, merging: Merging) -> Any:  # noqa: ANN401  # JSON values
    """Return the value that a field gets, and whether both sides say something of their own."""
    if key == "repo":
        # Other files of the folder name the repository too.
        return ours, True
    if join := _JOINED.get(key):
        return join(ours or [], theirs or []), False
    before = plain_field(key, base.get(key)) if base is not None else None
    if plain_field(key, ours) == before:
        return theirs, False
    # Without a common beginning, a field that one file leaves out says nothing.
    if plain_field(key, theirs) == before:
        return ours, False
    return (theirs if merging.prefers_incoming else ours), True


def _joined_names(ours: list[str], theirs: list[str]) -> list[str]:
    return [*ours, *(name for name in theirs if name not in ours)]


def _joined_counts(ours: list[Facts], theirs: list[Facts]) -> list[Facts]:
    """Return the counts of both by day; ours where both have one."""
    days = {count["day"]: count for count in (*theirs, *ours)}
    return [days[day] for day in sorted(days)]


_JOINED: dict[str, Callable[[list[Any], list[Any]], list[Any]]] = {
    "aliases": _joined_names,
    "stars": _joined_counts,
}


def _refuse_borrowers(
    local: Mapping[str, Facts], merged: dict[str, _Merged], families: Families
) -> list[str]:
    """Take out the rows because of which a word of one entry would be another's name; return a sentence for each."""
    before = set(borrowings(list(local.values()), families))
    refused: list[str] = []
    while True:
        rows = {**local, **{key: row.facts for key, row in merged.items()}}
        keys = {facts["repo"]: key for key, facts in rows.items()}
        for repo, word, other in borrowings(list(rows.values()), families):
            if (repo, word, other) in before:
                continue
            guilty = next(
                (keys[name] for name in (repo, other) if keys[name] in merged),
                None,
            )
            if guilty is not None:
                refused.append(
                    f"{merged.pop(guilty).where}: word {word!r} of {repo} is the name of {other}"
                )
                break
        else:
            return refused
