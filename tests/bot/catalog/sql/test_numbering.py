import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.catalog.database import Database, in_transaction, open_writer
from bot.catalog.numbers import FIRST_BY_NAME, FIRST_SHARED, Ledger, number_by_name
from bot.catalog.shipped import Shipped
from bot.catalog.sql.numbering import Former, move_entries
from bot.catalog.store import CatalogStore, merge_shipped, number_moves
from bot.search.indexing.store import rebuild
from bot.search.terms import TermIndex
from tests.conftest import TODAY

FRONT = ("first/new", "second/new", "third/new")


def _row(repo: str, **changes: Any) -> dict[str, Any]:
    return {
        "repo": repo,
        "title": repo,
        "summary_en": "Does a thing.",
        "summary_zh": "做一件事。",
        "categories": ["graphs"],
        "frameworks": ["jax"],
        "tasks": ["link-prediction"],
        **changes,
    }


def _ledger(*names: str) -> Ledger:
    return Ledger({name: number for number, name in enumerate(names, start=1)})


def _file(base: Shipped, ledger: Ledger, *rows: dict[str, Any]) -> Shipped:
    """Return a shipped file as the loader would, with numbers by name for rows that have none."""
    names = "".join(row["repo"] for row in rows)
    return replace(
        base,
        digest=names,
        entries=rows,
        snapshots=(),
        successors={},
        ledger=ledger.completed(rows),
    )


def _before_numbers(path: Path, shipped: Shipped) -> None:
    """Make a catalogue whose entries were numbered as they came."""
    with closing(open_writer(path)) as connection:
        old = replace(shipped, ledger=Ledger())
        in_transaction(connection, partial(merge_shipped, shipped=old))
        connection.execute("DELETE FROM meta WHERE key = 'numbered'")


def _merge(path: Path, *files: Shipped) -> dict[str, int]:
    with closing(open_writer(path)) as connection:
        for shipped in files:
            in_transaction(connection, partial(merge_shipped, shipped=shipped))
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert number_moves(connection, files[-1]) == {}
        return _ids(connection)


def _ids(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT full_name, id FROM entry").fetchall())


def test_the_shipped_rows_have_the_ids_that_buttons_carry_already(
    tmp_path: Path, shipped: Shipped
) -> None:
    ids = _merge(tmp_path / "c.sqlite3", shipped)
    assert ids == {facts["repo"]: shipped.ledger.numbers_of(facts)[0] for facts in shipped.entries}
    assert shipped.ledger.by_name == {}


def test_entries_added_in_front_move_nobody(tmp_path: Path, shipped: Shipped) -> None:
    rows = tuple(_row(name) for name in FRONT)
    more = replace(shipped, entries=(*rows, *shipped.entries))
    more = replace(more, ledger=shipped.ledger.completed(more.entries))
    before = _merge(tmp_path / "before.sqlite3", shipped)
    rebuilt = _merge(tmp_path / "rebuilt.sqlite3", more)
    followed = _merge(tmp_path / "before.sqlite3", more)
    assert rebuilt == followed == before | {name: number_by_name(name) for name in FRONT}


def test_hosts_with_other_pasts_agree(tmp_path: Path, shipped: Shipped) -> None:
    names = ("a/one", "b/two", "c/three", "d/four", "e/five")
    ledger = _ledger(*names)
    rows = [_row(name) for name in names]
    newest = _file(shipped, ledger, rows[4], _row("x/unnumbered"), *rows[:2], rows[3])
    _before_numbers(tmp_path / "old.sqlite3", _file(shipped, ledger, *rows[::-1]))
    old = _merge(tmp_path / "old.sqlite3", newest)
    stepwise = _merge(
        tmp_path / "stepwise.sqlite3",
        *(_file(shipped, ledger, *part) for part in (rows[2:3], rows[::2], rows[1:])),
        newest,
    )
    fresh = _merge(tmp_path / "fresh.sqlite3", newest)
    assert fresh == {
        "e/five": 5,
        "x/unnumbered": number_by_name("x/unnumbered"),
        "a/one": 1,
        "b/two": 2,
        "d/four": 4,
    }
    # Who left the file stays in catalogues that had it, under its own number.
    assert old == stepwise == fresh | {"c/three": 3}


def _gathered(connection: sqlite3.Connection) -> Mapping[str, Sequence[Any]]:
    """Return everything that hangs on entries, by name instead of id."""
    tables = (
        ("entry_term", "kind, key, position"),
        ("entry_alias", "h.full_name"),
        ("entry_paper", "arxiv_id, position, is_official"),
        ("star_snapshot", "day, h.stars, source, is_approximate"),
        ("star_gain", "days, gained, since, is_approximate"),
        ("shipped_entry", "h.full_name, facts"),
        ("readme", "h.head, etag, html, is_cut, fetched_at, format, contents"),
        ("readme_page", "number, body"),
        ("refresh_failure", "run_id, reason"),
        ("entry_event", "run_id, seen_at, kind, before, after"),
    )
    found: dict[str, Sequence[Any]] = {
        table: sorted(
            connection.execute(
                f"SELECT e.full_name, {columns} FROM {table} AS h JOIN entry AS e ON e.id = h.entry_id"
            ).fetchall(),
            key=repr,
        )
        for table, columns in tables
    }
    found["saved_state"] = connection.execute("SELECT * FROM saved_state").fetchall()
    found["entry"] = connection.execute(
        "SELECT full_name, github_id, checked_at, stars, is_listed FROM entry ORDER BY 1"
    ).fetchall()
    return found


def test_a_catalogue_of_before_keeps_what_was_gathered(
    tmp_path: Path, shipped: Shipped, terms: TermIndex
) -> None:
    path = tmp_path / "c.sqlite3"
    _before_numbers(path, replace(shipped, entries=shipped.entries[::-1]))
    with closing(open_writer(path)) as connection:
        for statement in (
            "UPDATE entry SET github_id = 9000 + id, checked_at = '2026-11-01T00:00:00Z'",
            "INSERT INTO star_snapshot SELECT id, '2026-11-01', id * 7, 'github', 0 FROM entry",
            "INSERT INTO entry_alias SELECT 'old/' || id, id FROM entry WHERE id % 3 = 0",
            "INSERT INTO readme (entry_id, head, html, fetched_at) SELECT id, 'h' || id, x'00', 'now' FROM entry",
            "INSERT INTO readme_page SELECT id, 0, CAST(id AS BLOB) FROM entry",
            "INSERT INTO refresh_run (id, trigger, started_at) VALUES (1, 'timer', 'now')",
            "INSERT INTO refresh_failure SELECT 1, id, 'r' || id FROM entry WHERE id % 5 = 0",
            "INSERT INTO entry_event (entry_id, run_id, seen_at, kind) SELECT id, 1, 'now' || id, 'gone' FROM entry",
            "INSERT INTO saved_state VALUES ('x', 'q=x', '2026-11-01')",
        ):
            connection.execute(statement)
        # Deriving gains anew must not be what differs.
        in_transaction(
            connection,
            lambda db: merge_shipped(
                db, replace(shipped, entries=shipped.entries[::-1], ledger=Ledger())
            ),
        )
        connection.execute("DELETE FROM meta WHERE key = 'numbered'")
        in_transaction(connection, partial(rebuild, terms=terms, today=TODAY))
        before, rows = _gathered(connection), _ids(connection)
    ids = _merge(path, shipped)
    assert rows != ids
    assert ids == {facts["repo"]: shipped.ledger.numbers_of(facts)[0] for facts in shipped.entries}
    with closing(open_writer(path)) as connection:
        after = _gathered(connection)
        assert all(after[table] == before[table] for table in before)
        # What is searched goes by ids, so it is built again.
        assert connection.execute("SELECT 1 FROM meta WHERE key = 'indexed'").fetchall() == []
        in_transaction(connection, partial(rebuild, terms=terms, today=TODAY))
        documents = connection.execute(
            "SELECT count(*) FROM search_document AS d JOIN entry AS e ON e.id = d.entry_id"
        ).fetchone()
        assert documents == (len(shipped.entries),)


def test_moving_many_entries_reads_no_table_for_each(tmp_path: Path, shipped: Shipped) -> None:
    """A thousand entries take some ten times the steps of a hundred, not a hundred times."""
    steps: list[int] = []
    for count in (100, 1000):
        path = tmp_path / f"{count}.sqlite3"
        few = replace(shipped, entries=shipped.entries[:count], snapshots=())
        _before_numbers(path, replace(few, entries=few.entries[::-1]))
        taken = 0

        def tick() -> int:
            nonlocal taken
            taken += 1
            return 0

        with closing(open_writer(path)) as connection:
            connection.set_progress_handler(tick, 1_000)
            moves = number_moves(connection, few)
            assert len(moves) >= count * 0.9
            in_transaction(connection, partial(move_entries, moves=moves, kind=Former.ROW))
            connection.set_progress_handler(None, 0)
            assert {
                name for (name,) in connection.execute("SELECT name FROM sqlite_schema")
            }.isdisjoint(("moving_shipped_entry", "moving_refresh_failure"))
        steps.append(taken)
    assert steps[1] < 20 * steps[0]


async def test_buttons_of_before_find_their_models(tmp_path: Path, shipped: Shipped) -> None:
    names = ("a/one", "b/two", "c/three")
    path = tmp_path / "c.sqlite3"
    file = _file(shipped, _ledger(*names), *(_row(name) for name in names))
    _before_numbers(path, replace(file, entries=file.entries[::-1]))
    _merge(path, file)
    async with Database(path) as database:
        catalog = CatalogStore(database)
        numbers = await catalog.numbers_of_rows([1, 2, 3])
        assert [entry.full_name for entry in await catalog.get_many(numbers)] == [*names[::-1]]
        assert await catalog.numbers_of_rows([4]) == [4]
        assert await catalog.get(4) is None
        # A number is no row: 1 is the first model's, whatever row it had.
        first = await catalog.get(1)
        assert first
        assert first.full_name == "a/one"


def test_a_removed_rows_number_never_comes_back(tmp_path: Path, shipped: Shipped) -> None:
    path = tmp_path / "c.sqlite3"
    ledger = _ledger("a/one", "b/two")
    both = _file(shipped, ledger, _row("a/one"), _row("b/two"))
    without = _file(shipped, ledger, _row("a/one"), _row("n/new"))
    numbered = _file(shipped, _ledger("a/one", "b/two", "n/new"), _row("a/one"), _row("n/new"))
    assert _merge(path, both) == {"a/one": 1, "b/two": 2}
    assert _merge(path, without)["n/new"] == number_by_name("n/new")
    assert _merge(path, numbered) == {"a/one": 1, "b/two": 2, "n/new": 3}
    assert _merge(tmp_path / "fresh.sqlite3", numbered) == {"a/one": 1, "n/new": 3}


def test_who_left_before_there_were_numbers_makes_room(tmp_path: Path, shipped: Shipped) -> None:
    path = tmp_path / "c.sqlite3"
    _before_numbers(path, _file(shipped, Ledger(), _row("left/us"), _row("a/one")))
    ids = _merge(path, _file(shipped, _ledger("a/one"), _row("a/one")))
    assert ids == {"left/us": number_by_name("left/us"), "a/one": 1}
    assert ids["left/us"] >= FIRST_BY_NAME


async def test_a_renamed_row_keeps_its_number_and_leads_to_it_from_anothers(
    tmp_path: Path, shipped: Shipped
) -> None:
    lived, fresh = tmp_path / "lived.sqlite3", tmp_path / "fresh.sqlite3"
    ledger = _ledger("b/two", "a/one")
    both = _file(shipped, ledger, _row("b/two"), _row("a/one"))
    renamed = _file(shipped, ledger, _row("new/one", aliases=["a/one", "b/two"]))
    # One that a catalogue had stays in it, as what left the file does.
    assert _merge(lived, both, renamed) == {"new/one": 2, "b/two": 1}
    assert _merge(fresh, renamed) == {"new/one": 2}
    async with Database(fresh) as database:
        found = await CatalogStore(database).get_many([1, 2])
        assert [entry.full_name for entry in found] == ["new/one"]


async def test_an_entry_that_people_added_leads_on_when_it_is_shipped(
    tmp_path: Path, shipped: Shipped
) -> None:
    path = tmp_path / "c.sqlite3"
    _merge(path, _file(shipped, _ledger("a/one"), _row("a/one")))
    added = FIRST_SHARED + 7
    with closing(open_writer(path)) as connection:
        connection.execute(
            "INSERT INTO entry (id, full_name, title, summary_en, summary_zh) VALUES (?, 'p/added', 'P', 'x', 'y')",
            (added,),
        )
        connection.execute(
            "INSERT INTO star_snapshot VALUES (?, '2026-11-01', 5, 'github', 0)", (added,)
        )
    assert _merge(path, _file(shipped, _ledger("a/one"), _row("a/one")))["p/added"] == added
    both = _file(shipped, _ledger("a/one", "p/added"), _row("a/one"), _row("p/added"))
    assert _merge(path, both) == {"a/one": 1, "p/added": 2}
    async with Database(path) as database:
        catalog = CatalogStore(database)
        found = await catalog.get(added)
        assert found
        assert (found.id, found.full_name) == (2, "p/added")
        assert [entry.id for entry in await catalog.get_many([added, 1, 404])] == [2, 1]
        assert await catalog.numbers_of_rows([added]) == [added]


def test_a_move_that_fails_leaves_the_catalogue_as_it_was(
    tmp_path: Path, shipped: Shipped, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.sqlite3"
    file = _file(shipped, _ledger("a/one", "b/two"), _row("a/one"), _row("b/two"))
    _before_numbers(path, replace(file, entries=file.entries[::-1]))

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    with closing(open_writer(path)) as connection:
        before = _ids(connection)
        monkeypatch.setattr("bot.catalog.sql.merge.derive_stars", fail)
        with pytest.raises(sqlite3.OperationalError, match="disk full"):
            in_transaction(connection, partial(merge_shipped, shipped=file))
        assert _ids(connection) == before
    monkeypatch.undo()
    assert _merge(path, file) == {"a/one": 1, "b/two": 2}
