"""The tracked files of ``data/``: read, checked line by line, and merged with what is known since."""

import csv
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from bot.catalog.entry import FULL_NAME
from bot.catalog.taxonomy import Taxonomy, load_taxonomy

SUMMARY_LIMIT = 140
ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")

Facts = dict[str, Any]

_REQUIRED = ("repo", "title", "summary_en", "summary_zh", "categories", "frameworks", "tasks")
_OPTIONAL = (
    "github_id",
    "arxiv",
    "weights",
    "license",
    "language",
    "created",
    "pushed",
    "stars",
    "aliases",
)
_LISTS = ("categories", "frameworks", "tasks", "arxiv", "aliases", "stars")
_DATED = ("created", "pushed")


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


class ShippedError(Exception):
    """A shipped file is not usable; ``faults`` names each line and reason."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load_shipped(folder: Path) -> Shipped:
    """Read the shipped catalogue.

    Raises:
        ShippedError: a line has an unknown word, a duplicate or a bad field.
        TaxonomyError: the taxonomy itself is not usable.
    """
    taxonomy = load_taxonomy(folder / "taxonomy.toml")
    papers = tomllib.loads((folder / "papers.toml").read_text(encoding="utf-8"))
    entries, faults = _read_entries(folder / "models.jsonl", taxonomy)
    faults += [
        f"papers.toml: {key!r} is no arXiv id" for key in papers if not ARXIV_ID.fullmatch(key)
    ]
    snapshots: list[Snapshot] = []
    for facts in entries:
        snapshots += _counts_of(facts)
    history, history_faults = _read_history(
        folder / "star_history.csv", {facts["repo"] for facts in entries}
    )
    if faults or history_faults:
        raise ShippedError([*faults, *history_faults])
    return Shipped(
        digest_of(folder),
        taxonomy,
        tuple(entries),
        (*snapshots, *history),
        cast("dict[str, str]", papers),
    )


def digest_of(folder: Path) -> str:
    """Return one SHA-256 over the shipped files, to tell whether they changed."""
    digest = hashlib.sha256()
    for name in ("taxonomy.toml", "papers.toml", "models.jsonl", "star_history.csv"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def check_facts(facts: Mapping[str, Any], taxonomy: Taxonomy) -> list[str]:
    """Return what is wrong with one shipped entry; an empty list when nothing is."""
    missing = [
        f"{key} is missing" for key in _REQUIRED if not facts.get(key) and key != "frameworks"
    ]
    if missing:
        return missing
    faults = [f"unknown field {key!r}" for key in facts if key not in (*_REQUIRED, *_OPTIONAL)]
    if not FULL_NAME.fullmatch(str(facts["repo"])):
        faults.append(f"{facts['repo']!r} is no owner/name")
    faults += [
        f"{key} has {len(facts[key])} characters, at most {SUMMARY_LIMIT}"
        for key in ("summary_en", "summary_zh")
        if len(facts[key]) > SUMMARY_LIMIT
    ]
    for axis, known in (
        ("categories", taxonomy.categories),
        ("frameworks", taxonomy.frameworks),
        ("tasks", taxonomy.tasks),
    ):
        faults += [f"unknown word {key!r} in {axis}" for key in facts[axis] if key not in known]
    faults += [
        f"{key!r} is no arXiv id" for key in facts.get("arxiv", []) if not ARXIV_ID.fullmatch(key)
    ]
    faults += [f"{key} {facts[key]!r} is no date" for key in _DATED if not _is_date(facts.get(key))]
    faults += [
        f"alias {name!r} is no owner/name"
        for name in facts.get("aliases", [])
        if not FULL_NAME.fullmatch(name)
    ]
    for count in facts.get("stars", []):
        if (
            not isinstance(count.get("count"), int)
            or count["count"] < 0
            or not _is_date(count.get("day", ""))
        ):
            faults.append(f"bad star count {count!r}")
    weights = facts.get("weights")
    if weights is not None and not str(weights).startswith("https://"):
        faults.append("weights is no https address")
    return faults


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
        before, now, after = (_plain(key, facts.get(key)) for facts in (known, current, shipped))
        if now == after or now != before:
            continue
        if key == "pushed" and (now or "") > (after or ""):
            continue
        changes[key] = shipped.get(key) if key in shipped else ([] if key in _LISTS else None)
    return changes


def _plain(key: str, value: Any) -> Any:  # noqa: ANN401  # a JSON value
    """Return a field in the one form in which it can be compared."""
    if key == "aliases":
        return sorted(value or []) or None
    return value or None


def _is_date(value: object) -> bool:
    if value is None:
        return True
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _read_entries(path: Path, taxonomy: Taxonomy) -> tuple[list[Facts], list[str]]:
    entries: list[Facts] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{path.name} line {number}"
        try:
            facts = cast("Facts", json.loads(line))
        except ValueError as error:
            faults.append(f"{where}: no JSON ({error})")
            continue
        line_faults = check_facts(facts, taxonomy)
        if not line_faults:
            for name in (facts["repo"], *facts.get("aliases", [])):
                first = seen.setdefault(name.casefold(), number)
                if first != number:
                    line_faults.append(f"{name} stands in line {first} already")
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
            count.get("source", "shipped"),
            bool(count.get("approximate", False)),
        )
        for count in facts.get("stars", [])
    ]


def _read_history(path: Path, repos: set[str]) -> tuple[list[Snapshot], list[str]]:
    snapshots: list[Snapshot] = []
    faults: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            repo, day, stars = row.get("repo"), row.get("date"), row.get("stars")
            if repo not in repos:
                faults.append(f"{path.name} line {number}: {repo!r} is no entry")
            elif not day or not _is_date(day) or not (stars or "").isdigit():
                faults.append(f"{path.name} line {number}: bad date or stars")
            else:
                snapshots.append(
                    Snapshot(repo, date.fromisoformat(day), int(stars or 0), "history")
                )
    return snapshots, faults
