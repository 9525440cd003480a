"""What curators decided, brought into the catalogue: it ends up the same in whatever order and however often it is done."""

import json
import logging
import sqlite3
from collections.abc import Collection, Mapping

from bot.catalog.curated import EDITABLE, Curated, curated_from
from bot.catalog.facts import Facts, unknown
from bot.catalog.sql.gains import derive_stars
from bot.catalog.sql.matching import known_entry
from bot.catalog.sql.merge import apply_facts, insert_entry
from bot.catalog.sql.meta import write_meta
from bot.catalog.sql.numbering import Former, keep_former

log = logging.getLogger(__name__)


def follow_curated(connection: sqlite3.Connection, wanted: Mapping[str, Curated], mark: str) -> int:
    """Let the catalogue say what ``wanted`` says, by lower-case name, and no longer what is not in it.

    ``mark`` is remembered as ``curated``. Returns how many entries changed.
    """
    known = {
        str(name).casefold(): (int(entry_id), str(text))
        for name, entry_id, text in connection.execute("SELECT * FROM curated_entry")
    }
    # A merge of the shipped files may have brought what was decided otherwise.
    is_merged = connection.execute(
        "SELECT (SELECT value FROM meta WHERE key = 'shipped')"
        " IS NOT (SELECT value FROM meta WHERE key = 'curated_on')"
    ).fetchone()[0]
    changed = 0
    for key in known.keys() - wanted.keys():
        _revert(connection, key, *known[key])
        changed += 1
    for key, curated in wanted.items():
        entry_id, text = known.get(key, (None, ""))
        if text == curated.to_json() and not is_merged:
            continue
        if _apply(connection, curated, entry_id, curated_from(text) if text else None):
            changed += text != curated.to_json()
    connection.execute(
        "INSERT OR REPLACE INTO meta SELECT 'curated_on', value FROM meta WHERE key = 'shipped'"
    )
    write_meta(connection, "curated", mark)
    return changed


def _apply(
    connection: sqlite3.Connection,
    curated: Curated,
    entry_id: int | None,
    before: Curated | None,
) -> bool:
    """Write one repository's decisions; return whether there is an entry to write them to."""
    facts = {**curated.facts, "repo": curated.full_name}
    if entry_id is None:
        entry_id, _ = known_entry(connection, facts)
    if entry_id is None:
        if curated.number is None:
            log.warning("curation: %s is no entry here", curated.full_name)
            return False
        entry_id = insert_entry(connection, curated.number, facts)
        derive_stars(connection, [entry_id])
    else:
        changes = {key: value for key, value in facts.items() if key in EDITABLE}
        if before:
            dropped = before.facts.keys() - curated.facts.keys()
            changes |= _shipped_fields(connection, entry_id, dropped)
        apply_facts(connection, entry_id, changes)
        if curated.number is not None and curated.number != entry_id:
            # The shipped files list it by now, under a number of theirs.
            keep_former(connection, Former.NUMBER, {curated.number: entry_id})
    days = [day.isoformat() if day else None for day in (curated.added_on, curated.removed_on)]
    connection.execute(
        "UPDATE entry SET added_on = ?, removed_on = ? WHERE id = ?", (*days, entry_id)
    )
    _mark_stale(connection, entry_id)
    connection.execute(
        "INSERT OR REPLACE INTO curated_entry VALUES (?, ?, ?)",
        (curated.full_name, entry_id, curated.to_json()),
    )
    return True


def _revert(connection: sqlite3.Connection, key: str, entry_id: int, text: str) -> None:
    """Take back what was decided: delete an added entry, give a shipped one its own fields."""
    _mark_stale(connection, entry_id)
    is_shipped = connection.execute(
        "SELECT 1 FROM shipped_entry WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    if not is_shipped:
        connection.execute("DELETE FROM entry WHERE id = ?", (entry_id,))
        return
    fields = _shipped_fields(connection, entry_id, curated_from(text).facts.keys())
    apply_facts(connection, entry_id, fields)
    connection.execute(
        "UPDATE entry SET added_on = NULL, removed_on = NULL WHERE id = ?", (entry_id,)
    )
    connection.execute("DELETE FROM curated_entry WHERE full_name = ?", (key,))


def _shipped_fields(connection: sqlite3.Connection, entry_id: int, keys: Collection[str]) -> Facts:
    """Return some fields as the file has them."""
    row = connection.execute(
        "SELECT facts FROM shipped_entry WHERE entry_id = ? ORDER BY full_name", (entry_id,)
    ).fetchone()
    if row is None:
        return {}
    shipped: Facts = json.loads(row[0])
    return {key: shipped.get(key, unknown(key)) for key in EDITABLE if key in keys}


def _mark_stale(connection: sqlite3.Connection, entry_id: int) -> None:
    connection.execute("INSERT OR IGNORE INTO search_stale VALUES (?)", (entry_id,))
