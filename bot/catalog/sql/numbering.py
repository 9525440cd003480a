"""Entries given the numbers that last, with everything that hangs on them."""

import sqlite3
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.catalog.numbers import FIRST_SHARED, number_by_name
from bot.catalog.shipped import Shipped
from bot.catalog.sql.matching import known_entry

# The tables with entries' ids that nothing else reads by these.
_UNINDEXED = ("shipped_entry", "refresh_failure")


class Former(StrEnum):
    """Another key of an entry: another number that it has or had, or its row's id before there were numbers."""

    NUMBER = "number"
    ROW = "row"


def number_moves(connection: sqlite3.Connection, shipped: Shipped) -> dict[int, int]:
    """Return the number that lasts by the id so far, for the entries where the two differ."""
    in_file: set[int] = set()
    wanted: dict[int, int] = {}
    for facts in shipped.entries:
        entry_id, _ = known_entry(connection, facts)
        if entry_id is not None:
            in_file.add(entry_id)
            if numbers := shipped.ledger.numbers_of(facts):
                wanted.setdefault(entry_id, numbers[0])
    # A row that the catalogue doesn't have yet has its number too.
    taken = numbers_in(shipped)
    rest = _names_of_others(connection, wanted)
    for entry_id, name in rest.items():
        number = shipped.ledger.given.get(name.casefold())
        if number is not None and number not in taken:
            wanted[entry_id] = number
            taken.add(number)
    rest = {entry_id: name for entry_id, name in rest.items() if entry_id not in wanted}
    leaves = {
        entry_id: name
        for entry_id, name in rest.items()
        if entry_id in taken or (entry_id < FIRST_SHARED and entry_id not in in_file)
    }
    taken |= rest.keys() - leaves.keys()
    for entry_id, name in leaves.items():
        wanted[entry_id] = number_by_name(name, taken)
        taken.add(wanted[entry_id])
    return {entry_id: number for entry_id, number in wanted.items() if entry_id != number}


def numbers_in(shipped: Shipped) -> set[int]:
    """Return the numbers of the file's rows."""
    return {
        numbers[0] for facts in shipped.entries if (numbers := shipped.ledger.numbers_of(facts))
    }


def _names_of_others(connection: sqlite3.Connection, numbered: Mapping[int, int]) -> dict[int, str]:
    """Return the names of the other entries, as they were shipped or else as they are."""
    # Joined here: `shipped_entry` has no index by entry, and SQLite would read it whole for each.
    shipped = dict(
        connection.execute("SELECT entry_id, min(full_name) FROM shipped_entry GROUP BY entry_id")
    )
    return {
        int(entry_id): str(shipped.get(entry_id, name))
        for entry_id, name in connection.execute("SELECT id, full_name FROM entry ORDER BY id")
        if entry_id not in numbered
    }


def move_entries(connection: sqlite3.Connection, moves: Mapping[int, int], kind: Former) -> None:
    """Give entries other ids, in every table; those so far, which are of that kind, lead to them still."""
    if not moves:
        return
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("CREATE TEMP TABLE move (before INTEGER PRIMARY KEY, after INTEGER)")
    connection.executemany("INSERT INTO move VALUES (?, ?)", list(moves.items()))
    # For every id that changes, SQLite looks for rows that refer to it; without an index it reads a table whole.
    for table in _UNINDEXED:
        connection.execute(f"CREATE INDEX moving_{table} ON {table} (entry_id)")
    for table, column in _columns_with_ids(connection):
        # By way of negative ids: the one that is wanted may be another's that has yet to move.
        connection.execute(
            f"UPDATE {table} SET {column} = (SELECT -after FROM move WHERE before = {column})"
            f" WHERE {column} IN (SELECT before FROM move)"
        )
        connection.execute(f"UPDATE {table} SET {column} = -{column} WHERE {column} < 0")
    for table in _UNINDEXED:
        connection.execute(f"DROP INDEX moving_{table}")
    connection.execute("DROP TABLE move")
    keep_former(connection, kind, moves)
    # The index is built whole after this, with every entry that was marked for indexing.
    connection.execute("DELETE FROM search_stale")
    connection.execute("DELETE FROM meta WHERE key = 'indexed'")


def _columns_with_ids(connection: sqlite3.Connection) -> Sequence[tuple[str, str]]:
    tables = connection.execute(
        "SELECT t.name FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c"
        " WHERE t.schema = 'main' AND t.type = 'table' AND t.name <> 'search_stale' AND c.name = 'entry_id'"
    ).fetchall()
    return [("entry", "id"), *((str(row[0]), "entry_id") for row in tables)]


def keep_former(connection: sqlite3.Connection, kind: Former, numbers: Mapping[int, int]) -> None:
    """Let numbers lead to the entries that had them, or have them beside their own."""
    connection.executemany(
        "INSERT INTO entry_former_number VALUES (?, ?, ?)"
        " ON CONFLICT (kind, number) DO UPDATE SET entry_id = excluded.entry_id",
        [(kind, number, entry_id) for number, entry_id in numbers.items()],
    )
