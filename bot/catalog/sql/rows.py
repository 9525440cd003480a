"""An entry's row: its columns by name, and the value that is made of them."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.catalog.entry import Change, Entry, Release, StarCount, StarGain
from bot.catalog.taxonomy import TermKind

Row = Sequence[Any]

_COLUMNS = (
    *("id", "full_name", "title", "summary_en", "summary_zh", "github_id", "weights_url"),
    *("license", "language", "created", "pushed", "is_archived", "gone_on", "is_listed"),
    *("stars", "stars_on", "stars_approximate", "topics", "homepage", "words", "hugging_face"),
    *("release_tag", "release_name", "released_on", "moved_from", "moved_on"),
    *("license_before", "license_changed_on", "checked_at", "removed_on"),
)
# The other tables' rows of an entry, each table as one JSON list.
_LISTS = {
    "gains": """(SELECT json_group_array(json_array(days, gained, since, is_approximate))
        FROM star_gain WHERE entry_id = e.id)""",
    "terms": """(SELECT json_group_array(json_array(kind, key)) FROM
        (SELECT kind, key FROM entry_term WHERE entry_id = e.id ORDER BY kind, position))""",
    "papers": """(SELECT json_group_array(arxiv_id) FROM
        (SELECT arxiv_id FROM entry_paper WHERE entry_id = e.id ORDER BY position))""",
    "official": """(SELECT json_group_array(arxiv_id) FROM
        (SELECT arxiv_id FROM entry_paper WHERE entry_id = e.id AND is_official ORDER BY position))""",
    "aliases": "(SELECT json_group_array(full_name) FROM entry_alias WHERE entry_id = e.id)",
}
# Columns that hold a JSON list.
_JSON = ("topics", "words", "hugging_face")
_NAMES = (*_COLUMNS, *_LISTS)
_SELECTED = ", ".join((*(f"e.{name}" for name in _COLUMNS), *_LISTS.values()))

ENTRIES = f"SELECT {_SELECTED} FROM entry AS e\n"
ENTRIES_BY_ID = ENTRIES + "WHERE e.id IN (SELECT value FROM json_each(?))"


def entry_of(row: Row) -> Entry:
    """Return the entry in a row of `ENTRIES`."""
    facts: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    lists: dict[str, Any] = {name: json.loads(facts[name]) for name in (*_LISTS, *_JSON)}
    count = None
    if facts["stars_on"]:
        day = date.fromisoformat(facts["stars_on"])
        count = StarCount(facts["stars"], day, bool(facts["stars_approximate"]))
    return Entry(
        id=facts["id"],
        full_name=facts["full_name"],
        title=facts["title"],
        summary_en=facts["summary_en"],
        summary_zh=facts["summary_zh"],
        github_id=facts["github_id"],
        weights_url=facts["weights_url"],
        license=facts["license"],
        language=facts["language"],
        created=day_of(facts["created"]),
        pushed=day_of(facts["pushed"]),
        is_archived=bool(facts["is_archived"]),
        is_gone=facts["gone_on"] is not None,
        is_listed=bool(facts["is_listed"]) and facts["removed_on"] is None,
        is_removed=facts["removed_on"] is not None,
        stars=count,
        gains=_gains_of(lists["gains"], count),
        categories=_keys_of(lists["terms"], TermKind.CATEGORY),
        frameworks=_keys_of(lists["terms"], TermKind.FRAMEWORK),
        tasks=_keys_of(lists["terms"], TermKind.TASK),
        arxiv=tuple(lists["papers"]),
        official=tuple(lists["official"]),
        aliases=tuple(lists["aliases"]),
        words=tuple(lists["words"]),
        hugging_face=tuple(lists["hugging_face"]),
        topics=tuple(lists["topics"]),
        homepage=facts["homepage"],
        release=_release(facts),
        moved=_change(facts["moved_from"], facts["moved_on"]),
        relicensed=_change(facts["license_before"], facts["license_changed_on"]),
        checked=day_of(facts["checked_at"][:10]) if facts["checked_at"] else None,
    )


def in_order(rows: Iterable[Row], entry_ids: Sequence[int]) -> list[Entry]:
    """Return the entries in rows, in the order of the ids."""
    found = {entry.id: entry for entry in map(entry_of, rows)}
    return [found[entry_id] for entry_id in entry_ids if entry_id in found]


def read_entries(connection: sqlite3.Connection, entry_ids: Sequence[int]) -> list[Entry]:
    """Return the entries in the order of the ids, on a connection at hand."""
    rows = connection.execute(ENTRIES_BY_ID, (json.dumps(list(entry_ids)),)).fetchall()
    return in_order(rows, entry_ids)


def day_of(text: str | None) -> date | None:
    """Return the day that a column holds, if it holds one."""
    return date.fromisoformat(text) if text else None


def _release(facts: Mapping[str, Any]) -> Release | None:
    if not facts["released_on"]:
        return None
    published = date.fromisoformat(facts["released_on"])
    return Release(facts["release_tag"], facts["release_name"], published)


def _gains_of(
    rows: Sequence[tuple[int, int, str, int]], count: StarCount | None
) -> tuple[StarGain, ...]:
    if count is None:
        return ()
    return tuple(
        StarGain(gained, date.fromisoformat(since), count.day, days, bool(approximate))
        for days, gained, since, approximate in sorted(rows)
    )


def _keys_of(terms: Sequence[Row], kind: TermKind) -> tuple[str, ...]:
    return tuple(key for term_kind, key in terms if term_kind == kind)


def _change(before: str | None, seen: str | None) -> Change | None:
    return Change(before or "", date.fromisoformat(seen)) if seen else None
