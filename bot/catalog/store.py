"""Entries in the database: read as values, merged from the shipped files, and what lists need to remember."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.catalog.database import Database, Row
from bot.catalog.entry import GAIN_COMPARED_FOR, Change, Entry, Release, StarCount, StarGain
from bot.catalog.shipped import SHIPPED_SOURCES, Facts, Shipped, merge_facts
from bot.catalog.taxonomy import TermKind
from bot.catalog.trends import Gainer

SAVED_STATE_DAYS = 730
# Each period a gain is told for, and how many days its beginning may be off.
_GAIN_SLACK = ((7, 2), (30, 3), (365, 8))
_GAP_DAYS = 35  # between counts of about a month apart, the day of a gain's beginning is reckoned

_ENTRY = """
SELECT e.id, e.full_name, e.title, e.summary_en, e.summary_zh, e.github_id, e.weights_url, e.license, e.language,
    e.created, e.pushed, e.is_archived, e.gone_on, e.is_listed,
    e.stars, e.stars_on, e.stars_approximate,
    e.topics, e.homepage, e.release_tag, e.release_name, e.released_on, e.moved_from, e.moved_on,
    e.license_before, e.license_changed_on, e.checked_at,
    (SELECT json_group_array(json_array(days, gained, since, is_approximate)) FROM star_gain WHERE entry_id = e.id),
    (SELECT json_group_array(json_array(kind, key)) FROM
        (SELECT kind, key FROM entry_term WHERE entry_id = e.id ORDER BY kind, position)),
    (SELECT json_group_array(arxiv_id) FROM
        (SELECT arxiv_id FROM entry_paper WHERE entry_id = e.id ORDER BY position)),
    (SELECT json_group_array(arxiv_id) FROM
        (SELECT arxiv_id FROM entry_paper WHERE entry_id = e.id AND is_official ORDER BY position)),
    (SELECT json_group_array(full_name) FROM entry_alias WHERE entry_id = e.id)
FROM entry AS e
"""
_PAPERS = "SELECT arxiv_id, title FROM paper WHERE arxiv_id IN (SELECT value FROM json_each(?))"
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
}
_TERM_FIELDS = {
    "categories": TermKind.CATEGORY,
    "frameworks": TermKind.FRAMEWORK,
    "tasks": TermKind.TASK,
}


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What merging the shipped files did."""

    added: int
    changed: int
    unlisted: int


@dataclass(frozen=True, slots=True)
class CatalogueSize:
    """How much the catalogue holds and how old its newest star counts are."""

    entries: int
    with_weights: int
    snapshots: int
    newest_count: date | None


class CatalogStore:
    """The entries. Reads come from committed state; writes are one transaction each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, full_name: str) -> Entry | None:
        """Return the entry of that name, or of which it is an old name; upper and lower case are one."""
        rows = await self._database.fetch(
            _ENTRY
            + "WHERE e.full_name = ?1 OR e.id = (SELECT entry_id FROM entry_alias WHERE full_name = ?1)"
            " ORDER BY e.full_name = ?1 COLLATE NOCASE DESC LIMIT 1",
            (full_name,),
        )
        return _entry(rows[0]) if rows else None

    async def get(self, entry_id: int) -> Entry | None:
        """Return the entry with that id of ours."""
        found = await self.get_many([entry_id])
        return found[0] if found else None

    async def get_many(self, entry_ids: Sequence[int]) -> list[Entry]:
        """Return the entries in the order of the ids, without those that don't exist."""
        rows = await self._database.fetch(
            _ENTRY + "WHERE e.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(entry_ids)),),
        )
        return _in_order(rows, entry_ids)

    async def star_counts(self, entry_ids: Sequence[int]) -> dict[int, tuple[StarCount, ...]]:
        """Return every known count of some entries, the oldest first; what GitHub's history tells is approximate."""
        rows = await self._database.fetch(
            "SELECT entry_id, stars, day, is_approximate OR source = 'stargazers' FROM star_snapshot"
            " WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY entry_id, day",
            (json.dumps(list(entry_ids)),),
        )
        counts: dict[int, list[StarCount]] = {entry_id: [] for entry_id in entry_ids}
        for entry_id, stars, day, approximate in rows:
            counts[entry_id].append(StarCount(stars, date.fromisoformat(day), bool(approximate)))
        return {entry_id: tuple(told) for entry_id, told in counts.items()}

    async def gainers(
        self, days: int, today: date, category: str | None = None, framework: str | None = None
    ) -> list[Gainer]:
        """Return the gains over a period that ended in the last 120 days, of entries that are still there."""
        rows = await self._database.fetch(
            """
            SELECT g.entry_id, g.gained, e.stars - g.gained, e.created, g.is_approximate,
                coalesce((SELECT key FROM entry_term WHERE entry_id = e.id AND kind = 'category'
                    ORDER BY position LIMIT 1), '')
            FROM star_gain AS g JOIN entry AS e ON e.id = g.entry_id
            WHERE g.days = ?1 AND e.stars_on >= ?2 AND e.gone_on IS NULL
                AND (?3 IS NULL OR (e.id, 'category', ?3) IN (SELECT entry_id, kind, key FROM entry_term))
                AND (?4 IS NULL OR (e.id, 'framework', ?4) IN (SELECT entry_id, kind, key FROM entry_term))
            """,
            (days, (today - GAIN_COMPARED_FOR).isoformat(), category, framework),
        )
        return [
            Gainer(entry_id, gained, max(0, before), key, _date(created), bool(approximate))
            for entry_id, gained, before, created, approximate, key in rows
        ]

    async def paper_titles(self, arxiv_ids: Sequence[str]) -> dict[str, str]:
        """Return the known titles by arXiv id."""
        rows = await self._database.fetch(_PAPERS, (json.dumps(list(arxiv_ids)),))
        return {str(key): str(title) for key, title in rows}

    async def size(self) -> CatalogueSize:
        """Count what the catalogue holds."""
        rows = await self._database.fetch(
            "SELECT count(*), count(weights_url), (SELECT count(*) FROM star_snapshot), max(stars_on) FROM entry"
        )
        entries, weights, snapshots, newest = rows[0]
        return CatalogueSize(
            entries, weights, snapshots, date.fromisoformat(newest) if newest else None
        )

    async def licenses(self) -> list[tuple[str, int]]:
        """Return the licences in use with their counts, the most used first."""
        rows = await self._database.fetch(
            "SELECT license, count(*) FROM entry WHERE license IS NOT NULL GROUP BY license ORDER BY 2 DESC, 1"
        )
        return [(str(name), int(count)) for name, count in rows]

    async def shipped_names(self) -> list[str]:
        """Return the names under which entries were shipped."""
        rows = await self._database.fetch("SELECT full_name FROM shipped_entry")
        return [str(row[0]) for row in rows]

    async def save_state(self, state: str, today: date) -> str:
        """Keep a list's state and return the short id it can be loaded by; the same state has the same id."""
        state_id = hashlib.sha256(state.encode()).hexdigest()[:16]
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO saved_state VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET used_on = excluded.used_on",
                (state_id, state, today.isoformat()),
            )
        )
        return state_id

    async def load_state(self, state_id: str) -> str | None:
        """Return a state by its id."""
        rows = await self._database.fetch("SELECT state FROM saved_state WHERE id = ?", (state_id,))
        return str(rows[0][0]) if rows else None

    async def forget_states(self, today: date) -> int:
        """Delete the states that no list was drawn from for over two years; return how many."""
        oldest = (today - timedelta(days=SAVED_STATE_DAYS)).isoformat()
        return await self._database.write(
            lambda connection: (
                connection.execute("DELETE FROM saved_state WHERE used_on < ?", (oldest,)).rowcount
            )
        )

    async def meta(self, key: str) -> str | None:
        """Return a remembered value."""
        rows = await self._database.fetch("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    async def set_meta(self, key: str, value: str) -> None:
        """Remember a value."""
        await self._database.write(lambda connection: write_meta(connection, key, value))


def write_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Remember a value, inside somebody's transaction."""
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def read_entries(connection: sqlite3.Connection, entry_ids: Sequence[int]) -> list[Entry]:
    """Return the entries in the order of the ids, on a connection at hand."""
    rows = connection.execute(
        _ENTRY + "WHERE e.id IN (SELECT value FROM json_each(?))", (json.dumps(list(entry_ids)),)
    ).fetchall()
    return _in_order(rows, entry_ids)


def all_entries(connection: sqlite3.Connection) -> Iterable[Entry]:
    """Yield every entry, the most starred first, then by name."""
    rows = connection.execute(
        _ENTRY + "ORDER BY coalesce(e.stars, -1) DESC, e.full_name COLLATE NOCASE"
    )
    return (_entry(row) for row in rows)


def all_papers(connection: sqlite3.Connection) -> dict[str, str]:
    """Return every known paper title by arXiv id."""
    return dict(connection.execute("SELECT arxiv_id, title FROM paper").fetchall())


def papers_of(connection: sqlite3.Connection, arxiv_ids: Sequence[str]) -> dict[str, str]:
    """Return the known titles by arXiv id, on a connection at hand."""
    return dict(connection.execute(_PAPERS, (json.dumps(list(arxiv_ids)),)).fetchall())


def merge_shipped(connection: sqlite3.Connection, shipped: Shipped) -> MergeReport:
    """Bring the shipped files in. What people or GitHub changed since the last merge is kept; nothing is deleted."""
    added = changed = 0
    for facts in shipped.entries:
        entry_id, known = _known_entry(connection, facts)
        if entry_id is None:
            entry_id = _insert(connection, facts)
            added += 1
        else:
            changes = merge_facts(known, _current_facts(connection, entry_id), facts)
            _drop_aliases(connection, known, facts)
            _apply(connection, entry_id, changes)
            changed += bool(changes)
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
    listed = json.dumps([facts["repo"].casefold() for facts in shipped.entries])
    unlisted = connection.execute(
        "UPDATE entry SET is_listed = 0 WHERE is_listed AND id IN (SELECT entry_id FROM shipped_entry)"
        " AND id NOT IN (SELECT entry_id FROM shipped_entry WHERE lower(full_name) IN (SELECT value FROM json_each(?)))",
        (listed,),
    ).rowcount
    connection.executemany(
        "INSERT INTO paper VALUES (?, ?) ON CONFLICT (arxiv_id) DO UPDATE SET title = excluded.title",
        list(shipped.papers.items()),
    )
    # Counts that the file corrected or took back go; those of other sources stay.
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
    derive_stars(connection, [row[0] for row in connection.execute("SELECT id FROM entry")])
    write_meta(connection, "shipped", shipped.digest)
    return MergeReport(added, changed, unlisted)


def derive_stars(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> None:
    """Set entries' stars to their newest snapshot, and what they gained over 7, 30 and 365 days where known."""
    chosen = json.dumps(list(entry_ids))
    connection.execute(
        """
        UPDATE entry SET (stars, stars_on, stars_approximate) = (
            SELECT stars, day, is_approximate FROM star_snapshot WHERE entry_id = entry.id ORDER BY day DESC LIMIT 1
        ) WHERE id IN (SELECT value FROM json_each(?))
            AND EXISTS (SELECT 1 FROM star_snapshot WHERE entry_id = entry.id)
        """,
        (chosen,),
    )
    connection.execute(
        """
        UPDATE entry SET (stars, stars_on, stars_approximate) = (NULL, NULL, 0)
        WHERE id IN (SELECT value FROM json_each(?)) AND stars IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM star_snapshot WHERE entry_id = entry.id)
        """,
        (chosen,),
    )
    gains = _gains(connection, chosen)
    known = {
        (row[0], row[1]): tuple(row[2:])
        for row in connection.execute(
            "SELECT entry_id, days, gained, since, is_approximate FROM star_gain"
            " WHERE entry_id IN (SELECT value FROM json_each(?))",
            (chosen,),
        )
    }
    connection.executemany(
        "DELETE FROM star_gain WHERE entry_id = ? AND days = ?", list(known.keys() - gains.keys())
    )
    connection.executemany(
        "INSERT INTO star_gain VALUES (?, ?, ?, ?, ?) ON CONFLICT (entry_id, days) DO UPDATE"
        " SET (gained, since, is_approximate) = (excluded.gained, excluded.since, excluded.is_approximate)",
        [(*key, *gain) for key, gain in gains.items() if known.get(key) != gain],
    )


def _gains(
    connection: sqlite3.Connection, chosen: str
) -> dict[tuple[int, int], tuple[int, str, int]]:
    """Return gained stars, first day and whether approximate, by entry and period."""
    periods = ", ".join(f"({days}, {slack})" for days, slack in _GAIN_SLACK)
    # Rounded counts differ by their rounding, not by stars: no gain is read off them.
    rows = connection.execute(
        f"""
        WITH period (days, slack) AS (VALUES {periods}),
        near AS (
            SELECT s.entry_id, p.days, e.stars - s.stars AS gained, s.day, s.source = 'stargazers' AS is_approximate,
                row_number() OVER (
                    PARTITION BY s.entry_id, p.days
                    ORDER BY abs(julianday(e.stars_on) - julianday(s.day) - p.days), s.day
                ) AS place
            FROM entry AS e JOIN period AS p JOIN star_snapshot AS s ON s.entry_id = e.id
                AND s.day BETWEEN date(e.stars_on, '-' || (p.days + p.slack) || ' days')
                    AND date(e.stars_on, '-' || (p.days - p.slack) || ' days')
            WHERE e.id IN (SELECT value FROM json_each(?))
                AND NOT s.is_approximate AND NOT e.stars_approximate
        )
        SELECT entry_id, days, gained, day, is_approximate FROM near WHERE place = 1
        """,
        (chosen,),
    )
    gains = {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}
    return _gains_between(connection, chosen) | gains


def _gains_between(
    connection: sqlite3.Connection, chosen: str
) -> dict[tuple[int, int], tuple[int, str, int]]:
    """Return gains whose beginning lies between two counts of about a month; they are approximate."""
    periods = ", ".join(f"({days})" for days, _ in _GAIN_SLACK if days >= _GAP_DAYS - 5)
    rows = connection.execute(
        f"""
        WITH period (days) AS (VALUES {periods}),
        wanted AS (
            SELECT e.id, e.stars, p.days, date(e.stars_on, '-' || p.days || ' days') AS day
            FROM entry AS e JOIN period AS p
            WHERE e.id IN (SELECT value FROM json_each(?1)) AND NOT e.stars_approximate
        ),
        sides AS (
            SELECT w.*,
                (SELECT max(s.day) FROM star_snapshot AS s
                    WHERE s.entry_id = w.id AND s.day <= w.day AND NOT s.is_approximate) AS before,
                (SELECT min(s.day) FROM star_snapshot AS s
                    WHERE s.entry_id = w.id AND s.day > w.day AND NOT s.is_approximate) AS after
            FROM wanted AS w
        )
        SELECT x.id, x.days, x.day, x.stars - round(b.stars + (a.stars - b.stars)
            * (julianday(x.day) - julianday(x.before)) / (julianday(x.after) - julianday(x.before)))
        FROM sides AS x
        JOIN star_snapshot AS b ON b.entry_id = x.id AND b.day = x.before
        JOIN star_snapshot AS a ON a.entry_id = x.id AND a.day = x.after
        WHERE julianday(x.after) - julianday(x.before) <= ?2
        """,
        (chosen, _GAP_DAYS),
    )
    return {(row[0], row[1]): (int(row[3]), row[2], 1) for row in rows}


def _entry(row: Row) -> Entry:
    facts = iter(row)
    entry_id, full_name, title, summary_en, summary_zh, github_id, weights, license_id = (
        next(facts) for _ in range(8)
    )
    language, created, pushed, archived, gone_on, listed = (next(facts) for _ in range(6))
    stars, stars_on, approximate = (next(facts) for _ in range(3))
    topics, homepage, tag, release_name, released_on = (next(facts) for _ in range(5))
    moved_from, moved_on, license_before, license_changed_on, checked = (
        next(facts) for _ in range(5)
    )
    gains, terms, papers, official, aliases = (json.loads(next(facts)) for _ in range(5))
    count = StarCount(stars, date.fromisoformat(stars_on), bool(approximate)) if stars_on else None
    return Entry(
        id=entry_id,
        full_name=full_name,
        title=title,
        summary_en=summary_en,
        summary_zh=summary_zh,
        github_id=github_id,
        weights_url=weights,
        license=license_id,
        language=language,
        created=_date(created),
        pushed=_date(pushed),
        is_archived=bool(archived),
        is_gone=gone_on is not None,
        is_listed=bool(listed),
        stars=count,
        gains=_gains_of(gains, count),
        categories=_keys_of(terms, TermKind.CATEGORY),
        frameworks=_keys_of(terms, TermKind.FRAMEWORK),
        tasks=_keys_of(terms, TermKind.TASK),
        arxiv=tuple(papers),
        official=tuple(official),
        aliases=tuple(aliases),
        topics=tuple(json.loads(topics)),
        homepage=homepage,
        release=Release(tag, release_name, date.fromisoformat(released_on))
        if released_on
        else None,
        moved=_change(moved_from, moved_on),
        relicensed=_change(license_before, license_changed_on),
        checked=_date(checked[:10]) if checked else None,
    )


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


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _in_order(rows: Iterable[Row], entry_ids: Sequence[int]) -> list[Entry]:
    found = {entry.id: entry for entry in map(_entry, rows)}
    return [found[entry_id] for entry_id in entry_ids if entry_id in found]


def _known_entry(connection: sqlite3.Connection, facts: Facts) -> tuple[int | None, Facts | None]:
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
        ORDER BY e.github_id = ?1 DESC LIMIT 1
        """,
        (facts.get("github_id"), names, facts["repo"]),
    ).fetchone()
    return (row[0], json.loads(row[1]) if row[1] else None) if row else (None, None)


def _insert(connection: sqlite3.Connection, facts: Facts) -> int:
    cursor = connection.execute(
        "INSERT INTO entry (full_name, title, summary_en, summary_zh) VALUES (?, ?, ?, ?)",
        (facts["repo"], facts["title"], facts["summary_en"], facts["summary_zh"]),
    )
    entry_id = int(cursor.lastrowid or 0)
    _apply(connection, entry_id, facts)
    return entry_id


def _apply(connection: sqlite3.Connection, entry_id: int, changes: Facts) -> None:
    columns = {_COLUMNS[key]: value for key, value in changes.items() if key in _COLUMNS}
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
    """Write the papers anew; of the list and the authors' own, what didn't change is as it was."""
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


def _current_facts(connection: sqlite3.Connection, entry_id: int) -> Facts:
    entry = read_entries(connection, [entry_id])[0]
    facts: dict[str, Any] = {
        "repo": entry.full_name,
        "title": entry.title,
        "summary_en": entry.summary_en,
        "summary_zh": entry.summary_zh,
        "github_id": entry.github_id,
        "weights": entry.weights_url,
        "license": entry.license,
        "language": entry.language,
        "created": entry.created.isoformat() if entry.created else None,
        "pushed": entry.pushed.isoformat() if entry.pushed else None,
        "categories": list(entry.categories),
        "frameworks": list(entry.frameworks),
        "tasks": list(entry.tasks),
        "arxiv": list(entry.arxiv),
        "official": list(entry.official),
        "aliases": list(entry.aliases),
    }
    return facts
