"""Which entry a shipped row is about."""

import json
import sqlite3

from bot.catalog.facts import Facts


def known_entry(connection: sqlite3.Connection, facts: Facts) -> tuple[int | None, Facts | None]:
    """Find the entry that a shipped line is about: by that line before, by GitHub's id, by name, by an old name."""
    row = connection.execute(
        "SELECT entry_id, facts FROM shipped_entry WHERE full_name = ?", (facts["repo"],)
    ).fetchone()
    if row:
        return row[0], json.loads(row[1])
    names = json.dumps([facts["repo"], *facts.get("aliases", [])])
    row = connection.execute(
        """
        SELECT e.id, s.facts FROM entry AS e LEFT JOIN shipped_entry AS s ON s.entry_id = e.id
        WHERE e.github_id = ?1
            OR e.full_name IN (SELECT value FROM json_each(?2))
            OR e.id IN (SELECT entry_id FROM entry_alias WHERE full_name = ?3)
        ORDER BY e.github_id = ?1 DESC,
            (SELECT min(key) FROM json_each(?2) WHERE e.full_name = value) NULLS LAST LIMIT 1
        """,
        (facts.get("github_id"), names, facts["repo"]),
    ).fetchone()
    return (row[0], json.loads(row[1]) if row[1] else None) if row else (None, None)
