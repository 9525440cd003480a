"""The tracked files of ``data/``: read, checked line by line, and merged with later facts."""

import csv
import hashlib
import io
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.catalog.facts import (
    ARXIV_ID,
    SHIPPED_SOURCES,
    Facts,
    check_facts,
    is_date,
    plain_field,
    unknown,
)
from bot.catalog.families import Families, FamiliesError, load_families
from bot.catalog.naming import borrowed_words
from bot.catalog.numbers import Ledger, read_ledger
from bot.catalog.successors import Successor, SuccessorsError, load_successors
from bot.catalog.taxonomy import Taxonomy, load_taxonomy
from bot.runtime.files import read_shipped

SHIPPED_FILES = (
    "taxonomy.toml",
    "families.toml",
    "papers.toml",
    "models.jsonl",
    "numbers.csv",
    "star_history.csv",
    "successors.toml",
)
_STARS = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A repository's stars on one day and where the number comes from."""

    full_name: str
    day: date
    stars: int
    source: str
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Shipped:
    """Everything in ``data/``, checked."""

    digest: str
    taxonomy: Taxonomy
    entries: tuple[Facts, ...]
    snapshots: tuple[Snapshot, ...]
    papers: Mapping[str, str]
    successors: Mapping[str, Successor]
    families: Families = field(default_factory=Families)
    ledger: Ledger = field(default_factory=Ledger)


class ShippedError(Exception):
    """A shipped file is not usable; ``faults`` names each line and reason."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load_shipped(folder: Path) -> Shipped:
    """Read the shipped catalogue.

    Raises:
        FileError: a file can't be read.
        ShippedError: a line has an unknown word, a duplicate or a bad field.
        TaxonomyError: the taxonomy itself is not usable.
    """
    taxonomy = load_taxonomy(folder / "taxonomy.toml")
    papers = _read_papers(folder / "papers.toml")
    ledger, ledger_faults = read_ledger(folder / "numbers.csv")
    entries, faults = _read_entries(folder / "models.jsonl", taxonomy)
    faults += ledger_faults
    snapshots: list[Snapshot] = []
    for facts in entries:
        snapshots += _counts_of(facts)
    repos = {facts["repo"] for facts in entries}
    history, history_faults = _read_history(folder / "star_history.csv", repos)
    successors: Mapping[str, Successor] = {}
    try:
        successors = load_successors(folder / "successors.toml", repos)
    except SuccessorsError as error:
        faults += error.faults
    families = Families()
    try:
        families = load_families(folder / "families.toml", repos)
    except FamiliesError as error:
        faults += error.faults
    faults += [f"models.jsonl: {fault}" for fault in borrowed_words(entries, families)]
    if faults or history_faults:
        raise ShippedError([*faults, *history_faults])
    return Shipped(
        digest_of(folder),
        taxonomy,
        tuple(entries),
        (*snapshots, *history),
        papers,
        successors,
        families,
        ledger.completed(entries),
    )


def _read_papers(path: Path) -> dict[str, str]:
    try:
        papers = tomllib.loads(read_shipped(path))
    except (ValueError, RecursionError) as error:
        raise ShippedError([f"{path.name}: {error}"]) from error
    faults = [
        f"{path.name}: {key!r} is not an arXiv id with a title"
        for key, title in papers.items()
        if not ARXIV_ID.fullmatch(key) or not isinstance(title, str)
    ]
    if faults:
        raise ShippedError(faults)
    return papers


def digest_of(folder: Path) -> str:
    """Return one SHA-256 over the shipped files, to tell whether they changed.

    Raises:
        FileError: a file can't be read.
    """
    digest = hashlib.sha256()
    for name in SHIPPED_FILES:
        digest.update(read_shipped(folder / name).encode())
    return digest.hexdigest()


def merge_facts(known: Facts | None, current: Facts, shipped: Facts) -> Facts:
    """Return the fields of ``shipped`` that may overwrite ``current``.

    ``known`` is what the file said when it was last merged. A field that differs from it now was changed by
    people or by GitHub since and is kept; so is a later date.
    """
    if known is None:
        # The entry came from somewhere else first: fill its gaps, set nothing back.
        return {key: value for key, value in shipped.items() if current.get(key) in (None, "", [])}
    changes: Facts = {}
    for key in {**shipped, **dict.fromkeys(known)}:
        before, now, after = (
            plain_field(key, facts.get(key)) for facts in (known, current, shipped)
        )
        if now == after or now != before:
            continue
        if key == "pushed" and (now or "") > (after or ""):
            continue
        changes[key] = shipped.get(key, unknown(key))
    return changes


def _read_entries(path: Path, taxonomy: Taxonomy) -> tuple[list[Facts], list[str]]:
    entries: list[Facts] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(read_shipped(path).splitlines(), start=1):
        where = f"{path.name} line {number}"
        try:
            facts = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(f"{where}: not valid JSON ({error})")
            continue
        line_faults = check_facts(facts, taxonomy)
        if not line_faults:
            keys = [
                facts["repo"],
                *facts.get("aliases", []),
                str(facts.get("github_id") or facts["repo"]),
            ]
            for name in dict.fromkeys(keys):
                first = seen.setdefault(name.casefold(), number)
                if first != number:
                    line_faults.append(f"{name} is already in line {first}")
        faults += [f"{where}: {fault}" for fault in line_faults]
        if not line_faults:
            entries.append(facts)
    return entries, faults


def _counts_of(facts: Facts) -> list[Snapshot]:
    return [
        Snapshot(
            facts["repo"],
            date.fromisoformat(count["day"]),
            count["count"],
            count.get("source", SHIPPED_SOURCES[0]),
            bool(count.get("approximate", False)),
        )
        for count in facts.get("stars", [])
    ]


def _read_history(path: Path, repos: set[str]) -> tuple[list[Snapshot], list[str]]:
    snapshots: list[Snapshot] = []
    faults: list[str] = []
    rows = csv.DictReader(io.StringIO(read_shipped(path), newline=""))
    try:
        for number, row in enumerate(rows, start=2):
            repo, day, stars = row.get("repo"), row.get("date"), row.get("stars")
            if repo not in repos:
                faults.append(f"{path.name} line {number}: {repo!r} is not an entry")
            elif not day or not is_date(day) or not _STARS.fullmatch(stars or ""):
                faults.append(f"{path.name} line {number}: bad date or stars")
            else:
                snapshots.append(
                    Snapshot(repo, date.fromisoformat(day), int(stars or 0), "history")
                )
    except csv.Error as error:
        faults.append(f"{path.name} line {rows.line_num}: {error}")
    return snapshots, faults
