"""The shipped files brought into the catalogue."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from bot.catalog.facts import SHIPPED_SOURCES, Facts, facts_of
from bot.catalog.shipped import Shipped, merge_facts
from bot.catalog.sql.gains import derive_stars
from bot.catalog.sql.matching import known_entry
from bot.catalog.sql.meta import write_meta
from bot.catalog.sql.numbering import (
    Former,
    keep_former,
    move_entries,
    number_moves,
    numbers_in,
)
from bot.catalog.sql.rows import read_entries
from bot.catalog.taxonomy import TermKind

_COLUMNS = {
    "repo": "full_name",
    "title": "title",
    "summary_en": "summary_en",
    "summary_zh": "summary_zh",
    "github_id": "github_id",
    "weights": "weights_url",
    "license": "license",
    "language": "language",
    "created": "created",
    "pushed": "pushed",
    "words": "words",
    "hugging_face": "hugging_face",
}
_TERM_FIELDS = {
    "categories": TermKind.CATEGORY,
    "frameworks": TermKind.FRAMEWORK,
    "tasks": TermKind.TASK,
}


@dataclass(frozen=True, slots=True)
class MergeReport:
    """The result of merging the shipped files."""

    added: int
    changed: int
    unlisted: int


def merge_shipped(connection: sqlite3.Connection, shipped: Shipped) -> MergeReport:
    """Merge the shipped files. Changes by people or GitHub since the last merge are kept; nothing is deleted."""
    _number(connection, shipped)
    added = changed = 0
    free = _first_free(connection, shipped)
    for facts in shipped.entries:
        numbers = shipped.ledger.numbers_of(facts)
        entry_id, known = known_entry(connection, facts)
        if entry_id is None:
            entry_id = insert_entry(connection, numbers[0] if numbers else next(free), facts)
            added += 1
        else:
            changes = merge_facts(known, facts_of(read_entries(connection, [entry_id])[0]), facts)
            _drop_aliases(connection, known, facts)
            apply_facts(connection, entry_id, changes)
            changed += bool(changes)
        _note_row(connection, entry_id, facts)
        others = dict.fromkeys(set(numbers) - {entry_id}, entry_id)
        keep_former(connection, Former.NUMBER, others)
    unlisted = _unlist_others(connection, shipped)
    connection.executemany(
        "INSERT INTO paper VALUES (?, ?) ON CONFLICT (arxiv_id) DO UPDATE SET title = excluded.title",
        list(shipped.papers.items()),
    )
    _replace_counts(connection, shipped)
    derive_stars(connection, [row[0] for row in connection.execute("SELECT id FROM entry")])
    write_meta(connection, "shipped", shipped.digest)
    return MergeReport(added, changed, unlisted)


def _number(connection: sqlite3.Connection, shipped: Shipped) -> None:
    """Give every entry the number that lasts. A catalogue that has none yet had its rows' ids on buttons."""
    is_first = connection.execute("SELECT 1 FROM meta WHERE key = 'numbered'").fetchone() is None
    kind = Former.ROW if is_first else Former.NUMBER
    move_entries(connection, number_moves(connection, shipped), kind)
    write_meta(connection, "numbered", "1")


def _first_free(connection: sqlite3.Connection, shipped: Shipped) -> Iterator[int]:
    """Yield ids for rows without any number, above all that are in use or about to be."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()
    return count(max(row[0], *numbers_in(shipped), 0) + 1)


def _note_row(connection: sqlite3.Connection, entry_id: int, facts: Facts) -> None:
    """List an entry, and remember the file's facts of it."""
    connection.executemany(
        "INSERT INTO entry_alias VALUES (?, ?) ON CONFLICT (full_name) DO NOTHING",
        [(name, entry_id) for name in facts.get("aliases", [])],
    )
    connection.execute("UPDATE entry SET is_listed = 1 WHERE id = ?", (entry_id,))
    connection.execute(
        "INSERT INTO shipped_entry VALUES (?, ?, ?)"
        " ON CONFLICT (full_name) DO UPDATE SET entry_id = excluded.entry_id, facts = excluded.facts",
        (facts["repo"], entry_id, json.dumps(facts, ensure_ascii=False, sort_keys=True)),
    )


def _unlist_others(connection: sqlite3.Connection, shipped: Shipped) -> int:
    """Mark the entries that left the file; return how many are marked now and were not before."""
    listed = json.dumps([facts["repo"].casefold() for facts in shipped.entries])
    return connection.execute(
        "UPDATE entry SET is_listed = 0 WHERE is_listed AND id IN (SELECT entry_id FROM shipped_entry)"
        " AND id NOT IN (SELECT entry_id FROM shipped_entry WHERE lower(full_name) IN (SELECT value FROM json_each(?)))",
        (listed,),
    ).rowcount


def _replace_counts(connection: sqlite3.Connection, shipped: Shipped) -> None:
    """Write the file's star counts. Those that it corrected or took back go; those of other sources stay."""
    connection.execute(
        "DELETE FROM star_snapshot WHERE source IN (SELECT value FROM json_each(?))",
        (json.dumps(SHIPPED_SOURCES),),
    )
    connection.executemany(
        "INSERT INTO star_snapshot (entry_id, day, stars, source, is_approximate)"
        " SELECT entry_id, ?, ?, ?, ? FROM shipped_entry WHERE full_name = ?"
        " ON CONFLICT (entry_id, day) DO NOTHING",
        [
            (snap.day.isoformat(), snap.stars, snap.source, snap.is_approximate, snap.full_name)
            for snap in shipped.snapshots
        ],
    )


def insert_entry(connection: sqlite3.Connection, number: int, facts: Facts) -> int:
    """Add an entry under a number that no other has; return the number."""
    connection.execute(
        "INSERT INTO entry (id, full_name, title, summary_en, summary_zh) VALUES (?, ?, ?, ?, ?)",
        (number, facts["repo"], facts["title"], facts["summary_en"], facts["summary_zh"]),
    )
    apply_facts(connection, number, facts)
    return number


def apply_facts(connection: sqlite3.Connection, entry_id: int, changes: Facts) -> None:
    """Write some fields of an entry; the others stay."""
    columns = {
        _COLUMNS[key]: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
        for key, value in changes.items()
        if key in _COLUMNS
    }
    if columns:
        assignments = ", ".join(f"{column} = ?" for column in columns)
        connection.execute(
            f"UPDATE entry SET {assignments} WHERE id = ?", (*columns.values(), entry_id)
        )
    for field, kind in _TERM_FIELDS.items():
        if field in changes:
            connection.execute(
                "DELETE FROM entry_term WHERE entry_id = ? AND kind = ?", (entry_id, kind)
            )
            connection.executemany(
                "INSERT INTO entry_term VALUES (?, ?, ?, ?)",
                [
                    (entry_id, kind, key, place)
                    for place, key in enumerate(dict.fromkeys(changes[field]))
                ],
            )
    if "arxiv" in changes or "official" in changes:
        _apply_papers(connection, entry_id, changes)


def _apply_papers(connection: sqlite3.Connection, entry_id: int, changes: Facts) -> None:
    """Rewrite the papers; unchanged rows of the list and of the authors' own stay as they are."""
    before = connection.execute(
        "SELECT arxiv_id, is_official FROM entry_paper WHERE entry_id = ? ORDER BY position",
        (entry_id,),
    ).fetchall()
    papers = changes.get("arxiv", [key for key, _ in before])
    official = changes.get("official", [key for key, is_official in before if is_official])
    connection.execute("DELETE FROM entry_paper WHERE entry_id = ?", (entry_id,))
    connection.executemany(
        "INSERT INTO entry_paper (entry_id, arxiv_id, position, is_official) VALUES (?, ?, ?, ?)",
        [
            (entry_id, key, place, key in official)
            for place, key in enumerate(dict.fromkeys(papers))
        ],
    )


def _drop_aliases(connection: sqlite3.Connection, known: Facts | None, facts: Facts) -> None:
    """Delete the old names that the file gave before and no longer gives; those of other sources stay."""
    dropped = set((known or {}).get("aliases", [])) - set(facts.get("aliases", []))
    connection.executemany(
        "DELETE FROM entry_alias WHERE full_name = ?", [(name,) for name in dropped]
    )
