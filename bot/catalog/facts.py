"""One row of the shipped file: its fields, their faults, and those of an entry."""

import re
from datetime import date
from typing import Any, cast

from bot.catalog.entry import FULL_NAME, Entry
from bot.catalog.taxonomy import Taxonomy

SUMMARY_LIMIT = 140
ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")

Facts = dict[str, Any]

SHIPPED_SOURCES = ("shipped", "article", "list", "history")
TITLE_LIMIT = 120
_REQUIRED = ("repo", "title", "summary_en", "summary_zh", "categories", "frameworks", "tasks")
FIELD_TYPES: dict[str, type] = {
    "repo": str,
    "title": str,
    "summary_en": str,
    "summary_zh": str,
    "categories": list,
    "frameworks": list,
    "tasks": list,
    "github_id": int,
    "arxiv": list,
    "official": list,
    "weights": str,
    "license": str,
    "language": str,
    "created": str,
    "pushed": str,
    "stars": list,
    "aliases": list,
    "words": list,
    "hugging_face": list,
}
_TEXT_LISTS = (
    *("categories", "frameworks", "tasks", "arxiv", "official", "aliases"),
    *("words", "hugging_face"),
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
WORD_LIMIT = 60
WORDS_LIMIT = 12
_LATEST = date(2100, 1, 1)
_WEIGHTS = re.compile(r"https://[!-~]{1,504}")
# An owner there, or one of their models.
_HUGGING_FACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?")
_DATED = ("created", "pushed")


def facts_of(entry: Entry) -> Facts:
    """Return what a row of the file says of an entry, star counts apart; unknown fields are None or empty."""
    return {
        "repo": entry.full_name,
        "title": entry.title,
        "summary_en": entry.summary_en,
        "summary_zh": entry.summary_zh,
        "categories": list(entry.categories),
        "frameworks": list(entry.frameworks),
        "tasks": list(entry.tasks),
        "github_id": entry.github_id,
        "arxiv": list(entry.arxiv),
        "official": list(entry.official),
        "weights": entry.weights_url,
        "license": entry.license,
        "language": entry.language,
        "created": entry.created.isoformat() if entry.created else None,
        "pushed": entry.pushed.isoformat() if entry.pushed else None,
        "aliases": list(entry.aliases),
        "words": list(entry.words),
        "hugging_face": list(entry.hugging_face),
    }


def unknown(key: str) -> list[object] | None:
    """Return what a field is where nothing is known: an empty list, or None."""
    return [] if FIELD_TYPES.get(key) is list else None


def plain_field(key: str, value: Any) -> Any:  # noqa: ANN401  # a JSON value
    """Return a field in the one form in which it can be compared: None where nothing is known."""
    if key == "aliases":
        return sorted(value or []) or None
    return value or None


def check_facts(facts: object, taxonomy: Taxonomy) -> list[str]:
    """Return the faults of one shipped entry."""
    if not isinstance(facts, dict):
        return ["not an object"]
    known = cast("Facts", facts)
    missing = [
        f"{key} is missing" for key in _REQUIRED if not known.get(key) and key != "frameworks"
    ]
    faults = missing + [f"unknown field {key!r}" for key in known if key not in FIELD_TYPES]
    faults += [
        f"{key} is not of type {FIELD_TYPES[key].__name__}"
        for key, value in known.items()
        if key in FIELD_TYPES and value is not None and type(value) is not FIELD_TYPES[key]
    ]
    faults += [
        f"{key} holds something that is not text"
        for key in _TEXT_LISTS
        if any(type(item) is not str for item in cast("list[object]", known.get(key) or []))
    ]
    # The checks below rely on the fields' types.
    return faults or [
        *_name_faults(known),
        *_word_faults(known),
        *_term_faults(known, taxonomy),
        *_fact_faults(known),
    ]


def _name_faults(facts: Facts) -> list[str]:
    names = [facts["repo"], *facts.get("aliases", [])]
    faults = [f"{name!r} is not owner/name" for name in names if not _is_full_name(name)]
    limits = (("title", TITLE_LIMIT), ("summary_en", SUMMARY_LIMIT), ("summary_zh", SUMMARY_LIMIT))
    faults += [
        f"{key} has {len(facts[key])} characters, at most {limit}"
        for key, limit in limits
        if len(facts[key]) > limit
    ]
    return faults


def _word_faults(facts: Facts) -> list[str]:
    """Check what people type for an entry, and its names on Hugging Face."""
    faults = [
        f"word {word!r} has no letter or digit, or over {WORD_LIMIT} characters"
        for word in facts.get("words", [])
        if len(word) > WORD_LIMIT or not any(char.isalnum() for char in word)
    ]
    faults += [
        f"{name!r} is not an owner or owner/name of Hugging Face"
        for name in facts.get("hugging_face", [])
        if not _HUGGING_FACE.fullmatch(name)
    ]
    faults += [
        f"{key} has {len(facts[key])} items, at most {WORDS_LIMIT}"
        for key in ("words", "hugging_face")
        if len(facts.get(key, [])) > WORDS_LIMIT
    ]
    return faults


def _is_full_name(name: str) -> bool:
    return bool(FULL_NAME.fullmatch(name)) and name.partition("/")[2] not in (".", "..")


def _term_faults(facts: Facts, taxonomy: Taxonomy) -> list[str]:
    faults = [
        f"unknown word {key!r} in {axis}"
        for axis, known in taxonomy.by_field.items()
        for key in cast("list[str]", facts.get(axis) or [])
        if key not in known
    ]
    faults += [
        f"{key} names something twice"
        for key in _TEXT_LISTS
        if len(set(facts.get(key) or [])) < len(facts.get(key) or [])
    ]
    # What a task demands can be said of known words alone.
    return faults or _missing_terms(facts, taxonomy)


def _missing_terms(facts: Facts, taxonomy: Taxonomy) -> list[str]:
    """Return a fault for every category and task that the entry's tasks imply and the entry lacks."""
    tasks: list[str] = facts["tasks"]
    return [
        f"task {key!r} needs {kind} {needed!r}, which {axis} lacks"
        for key in tasks
        for axis, kind, all_needed in (
            ("categories", "category", taxonomy.tasks[key].implies),
            ("tasks", "parent task", taxonomy.tasks[key].parents),
        )
        for needed in all_needed
        if needed not in facts[axis]
    ]


def _fact_faults(facts: Facts) -> list[str]:
    faults = [
        f"{key!r} is not an arXiv id"
        for key in facts.get("arxiv", [])
        if not ARXIV_ID.fullmatch(key)
    ]
    faults += [
        f"official names {key!r}, which arxiv does not"
        for key in facts.get("official", [])
        if key not in facts.get("arxiv", [])
    ]
    faults += [
        f"{key} {facts[key]!r} is not a date"
        for key in _DATED
        if facts.get(key) is not None and not is_date(facts[key])
    ]
    weights = facts.get("weights")
    if weights is not None and not _WEIGHTS.fullmatch(weights):
        faults.append("weights is not an https address of at most 512 characters")
    faults += [
        f"bad star count {count!r}" for count in facts.get("stars", []) if not _is_count(count)
    ]
    return faults


def _is_count(count: object) -> bool:
    if not isinstance(count, dict):
        return False
    known = cast("Facts", count)
    return (
        type(known.get("count")) is int
        and known["count"] >= 0
        and is_date(known.get("day"))
        and known.get("source", SHIPPED_SOURCES[0]) in SHIPPED_SOURCES
    )


def is_date(value: object) -> bool:
    """Return whether a value is a day as the files write it, before 2100."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        return date.fromisoformat(value) <= _LATEST
    except ValueError:
        return False
