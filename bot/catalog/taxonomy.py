"""The closed lists an entry is classified by: categories, frameworks and tasks."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from bot.runtime.files import read_shipped

_TABLES = ("categories", "frameworks", "tasks")
_VARIANTS = "variants"
_MAKERS = "makers"
_KIN = "kin"
_NEAR = "near"
_FIELDS = (
    "key",
    "en",
    "zh",
    "words",
    "words_zh",
    "phrases",
    "phrases_zh",
    "home",
    "historic",
    "categories",
    "implies",
    "parents",
)
_LISTS = (
    *("words", "words_zh", "phrases", "phrases_zh", "categories", "implies", "parents"),
    "owners",
)


class TermKind(StrEnum):
    """The axes of the taxonomy."""

    CATEGORY = "category"
    FRAMEWORK = "framework"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Term:
    """A category, framework or task with its names and the words people use for it.

    ``words`` are synonyms that mean the term by themselves; ``phrases`` are everyday descriptions of it.
    Both mix English and Chinese. A task is at home in ``categories``; an entry that has it must be in all of
    ``implies`` and have the tasks ``parents``.
    """

    kind: TermKind
    key: str
    name_en: str
    name_zh: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    home: str | None = None
    is_historic: bool = False
    categories: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Every term, in the order of the file, which is the order people see.

    ``variants`` are words for a size, a precision or a file of a model. ``makers`` maps owners on GitHub, in lower case,
    to what people call them; ``kin`` holds groups of words of one meaning, ``near`` groups of tasks of which an entry's
    first stands for the others that it has.
    """

    categories: Mapping[str, Term] = field(default_factory=dict[str, Term])
    frameworks: Mapping[str, Term] = field(default_factory=dict[str, Term])
    tasks: Mapping[str, Term] = field(default_factory=dict[str, Term])
    variants: frozenset[str] = frozenset()
    makers: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    kin: tuple[tuple[str, ...], ...] = ()
    near: tuple[tuple[str, ...], ...] = ()

    def main_tasks(self, tasks: Sequence[str]) -> tuple[str, ...]:
        """Return an entry's main tasks: the first, and those that are the same one step wider or narrower."""
        group = next((group for group in self.near if tasks and tasks[0] in group), tasks[:1])
        return tuple(task for task in tasks if task in group)

    def chosen(self, category: str | None, framework: str | None) -> list[Term]:
        """Return the category and the framework that were chosen; unknown keys are passed over."""
        found = (
            self.categories.get(category or ""),
            self.frameworks.get(framework or ""),
        )
        return [term for term in found if term]

    def of(self, kind: TermKind) -> Mapping[str, Term]:
        """Return the terms of one axis by key."""
        match kind:
            case TermKind.CATEGORY:
                return self.categories
            case TermKind.FRAMEWORK:
                return self.frameworks
            case TermKind.TASK:
                return self.tasks

    @property
    def by_field(self) -> Mapping[str, Mapping[str, Term]]:
        """Return the terms of each axis by key, under the field of a shipped row that names them."""
        return {
            "categories": self.categories,
            "frameworks": self.frameworks,
            "tasks": self.tasks,
        }

    def terms(self) -> Iterable[Term]:
        """Yield every term: categories, frameworks, tasks."""
        yield from self.categories.values()
        yield from self.frameworks.values()
        yield from self.tasks.values()


class TaxonomyError(Exception):
    """The taxonomy file is not usable; the message names every fault."""


def load_taxonomy(path: Path) -> Taxonomy:
    """Read and check ``taxonomy.toml``.

    Raises:
        TaxonomyError: a key or word appears twice, a field is missing, or a task names an unknown category or task.
    """
    try:
        raw = tomllib.loads(read_shipped(path))
    except (ValueError, RecursionError) as error:
        raise TaxonomyError(f"{path.name}: {error}") from error
    tables = (*_TABLES, _VARIANTS, _MAKERS, _KIN, _NEAR)
    faults = [f"unknown table {name!r}" for name in raw if name not in tables]
    axes = {
        kind: _terms(kind, _rows(plural, raw.get(plural, []), faults), faults)
        for kind, plural in (
            (TermKind.CATEGORY, "categories"),
            (TermKind.FRAMEWORK, "frameworks"),
            (TermKind.TASK, "tasks"),
        )
    }
    taxonomy = Taxonomy(
        axes[TermKind.CATEGORY],
        axes[TermKind.FRAMEWORK],
        axes[TermKind.TASK],
        _variants(raw.get(_VARIANTS, {}), faults),
        _makers(raw.get(_MAKERS, []), faults),
        _groups(_KIN, raw.get(_KIN, {}), faults),
        _groups(_NEAR, raw.get(_NEAR, {}), faults),
    )
    faults += _unknown_keys(taxonomy)
    faults += _shared_words(taxonomy)
    if faults:
        raise TaxonomyError(f"{path.name}: " + "; ".join(faults))
    return taxonomy


def _variants(value: object, faults: list[str]) -> frozenset[str]:
    lists = cast("dict[str, list[str]]", value) if isinstance(value, dict) else {}
    if not isinstance(value, dict):
        faults.append(f"{_VARIANTS} is no table")
    words: set[str] = set()
    for name, items in lists.items():
        if name not in ("words", "words_zh") or not _is_well_typed(name, items):
            faults.append(f"{_VARIANTS} {name}: only words and words_zh, lists of words")
        else:
            words.update(word.casefold() for word in items)
    return frozenset(words)


def _makers(value: object, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return what each owner's maker is called."""
    makers: dict[str, tuple[str, ...]] = {}
    for row in _rows(_MAKERS, value, faults):
        if set(row) != {"owners", "words"}:
            faults.append(f"{_MAKERS}: a table has other fields than owners and words")
            continue
        for owner in row["owners"]:
            key = owner.casefold()
            makers[key] = tuple(dict.fromkeys((*makers.get(key, ()), *row["words"])))
    return makers


def _groups(name: str, value: object, faults: list[str]) -> tuple[tuple[str, ...], ...]:
    """Return groups of words; a word is in one group."""
    fields = cast("dict[str, object]", value) if isinstance(value, dict) else {"": value}
    groups = fields.get("groups", [])
    items = cast("list[object]", groups) if isinstance(groups, list) else [None]
    if set(fields) - {"groups"} or not all(_is_well_typed("words", item) for item in items):
        faults.append(f"{name}: only groups, a list of lists of words")
        return ()
    found = tuple(tuple(cast("list[str]", item)) for item in items)
    words = [word.casefold() for group in found for word in group]
    faults += [f"{name}: {word!r} appears twice" for word in set(words) if words.count(word) > 1]
    return found


def _rows(plural: str, value: object, faults: list[str]) -> list[dict[str, Any]]:
    """Return the tables of one axis whose fields have the right types."""
    rows: list[dict[str, Any]] = []
    for row in cast("list[object]", value) if isinstance(value, list) else [value]:
        if not isinstance(row, dict):
            faults.append(f"{plural} holds something that is not a table")
            continue
        fields = cast("dict[str, Any]", row)
        wrong = [key for key, item in fields.items() if not _is_well_typed(key, item)]
        faults += [f"{plural} {fields.get('key', '?')}: {key} has the wrong type" for key in wrong]
        if not wrong:
            rows.append(fields)
    return rows


def _is_well_typed(key: str, value: object) -> bool:
    if key == "historic":
        return isinstance(value, bool)
    if key in _LISTS:
        items = cast("list[object]", value) if isinstance(value, list) else [None]
        return all(isinstance(item, str) for item in items)
    return isinstance(value, str) or key not in _FIELDS


def _terms(kind: TermKind, rows: list[dict[str, Any]], faults: list[str]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for row in rows:
        faults += [
            f"{kind} {row.get('key', '?')}: unknown field {name!r}"
            for name in row
            if name not in _FIELDS
        ]
        try:
            term = Term(
                kind=kind,
                key=row["key"],
                name_en=row["en"],
                name_zh=row["zh"],
                words=(*row.get("words", ()), *row.get("words_zh", ())),
                phrases=(*row.get("phrases", ()), *row.get("phrases_zh", ())),
                home=row.get("home"),
                is_historic=row.get("historic", False),
                categories=tuple(row.get("categories", ())),
                implies=tuple(row.get("implies", ())),
                parents=tuple(row.get("parents", ())),
            )
        except KeyError as missing:
            faults.append(f"{kind} {row.get('key', '?')}: {missing} is missing")
            continue
        if term.key in terms:
            faults.append(f"{kind} {term.key} appears twice")
        terms[term.key] = term
    return terms


def _unknown_keys(taxonomy: Taxonomy) -> list[str]:
    """Return a fault for every category or task that a task names and the file lacks."""
    return [
        f"task {task.key}: unknown {kind} {key!r}"
        for task in taxonomy.tasks.values()
        for kind, keys in (
            (TermKind.CATEGORY, dict.fromkeys((*task.categories, *task.implies))),
            (TermKind.TASK, task.parents),
        )
        for key in keys
        if key not in taxonomy.of(kind)
    ] + [
        f"{_NEAR}: unknown task {key!r}"
        for group in taxonomy.near
        for key in group
        if key not in taxonomy.tasks
    ]


def _shared_words(taxonomy: Taxonomy) -> list[str]:
    owner: dict[tuple[TermKind, str], str] = {}
    faults: list[str] = []
    for term in taxonomy.terms():
        for word in {word.casefold() for word in term.words}:
            other = owner.setdefault((term.kind, word), term.key)
            if other != term.key:
                faults.append(f"{term.kind} word {word!r} belongs to both {other} and {term.key}")
    return faults
