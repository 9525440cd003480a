import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.database import open_writer
from bot.catalog.entry import Sign
from bot.catalog.shipped import Shipped
from bot.catalog.store import derive_stars, merge_shipped
from bot.search.indexing.store import catch_up, mark_changing, rebuild
from bot.search.query import SearchQuery
from bot.search.sql.searching import search
from bot.search.terms import TermIndex
from tests.conftest import TODAY
from tests.examples import examples

CHANGES = (
    "UPDATE entry SET full_name = 'new-owner/' || id || '-renamed-thing' WHERE id = ?",
    "UPDATE entry SET license = 'GPL-3.0' WHERE id = ?",
    "UPDATE entry SET pushed = '2026-11-01' WHERE id = ?",
    "UPDATE entry SET gone_on = '2026-11-02' WHERE id = ?",
    "INSERT INTO entry_alias SELECT 'old/brandnewword' || id, id FROM entry WHERE id = ?",
    "DELETE FROM entry_alias WHERE entry_id = ?",
    "DELETE FROM entry_term WHERE kind = 'framework' AND entry_id = ?",
    "INSERT INTO star_snapshot SELECT id, '2026-11-22', id * 37 % 5000, 'github', 0 FROM entry WHERE id = ?",
    "UPDATE entry SET title = 'Zwyx Zwyx' WHERE id = ?",
)


def _index(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return everything that the index holds, words by themselves instead of by number."""
    return {
        query: connection.execute(query).fetchall()
        for query in (
            "SELECT * FROM search_document ORDER BY rank",
            "SELECT rowid, * FROM search_text ORDER BY rowid",
            "SELECT rowid, * FROM search_name ORDER BY rowid",
            "SELECT * FROM search_facet",
            "SELECT word, documents, name_rank, is_term, is_spellable FROM search_word ORDER BY word",
            "SELECT variant, word FROM search_spelling JOIN search_word ON id = word_id ORDER BY 1, 2",
        )
    }


@pytest.fixture(scope="module")
def small(
    tmp_path_factory: pytest.TempPathFactory, shipped: Shipped, terms: TermIndex
) -> sqlite3.Connection:
    connection = open_writer(tmp_path_factory.mktemp("index") / "small.sqlite3")
    few = Shipped(shipped.digest, shipped.taxonomy, shipped.entries[:40], (), shipped.papers, {})
    merge_shipped(connection, few)
    rebuild(connection, terms=terms, today=TODAY)
    return connection


@given(changes=st.lists(st.tuples(st.integers(1, 40), st.sampled_from(CHANGES)), max_size=12))
@examples(40)
def test_catching_up_leaves_what_a_rebuild_would(
    small: sqlite3.Connection, terms: TermIndex, changes: list[tuple[int, str]]
) -> None:
    small.execute("BEGIN")
    for entry_id, change in dict.fromkeys(changes):
        small.execute(change, (entry_id,))
    derive_stars(small, sorted({entry_id for entry_id, _ in changes}))
    while catch_up(small, terms=terms, today=TODAY, limit=7):
        pass
    caught_up = _index(small)
    rebuild(small, terms=terms, today=TODAY)
    rebuilt = _index(small)
    small.execute("ROLLBACK")
    assert caught_up == rebuilt


def test_signs_that_change_with_the_calendar_are_caught_up(
    catalogue_copy: Path, terms: TermIndex
) -> None:
    with closing(open_writer(catalogue_copy)) as connection:
        # The very day on which the last push is 180 days ago, and the day after.
        edge = TODAY - timedelta(days=180)
        connection.execute("UPDATE entry SET pushed = ? WHERE id = 5", (edge.isoformat(),))
        catch_up(connection, terms=terms, today=TODAY, limit=10)

        def is_active() -> bool:
            found = search(
                connection, terms=terms, query=SearchQuery(health=Sign.ACTIVE), limit=1000
            )
            return 5 in {hit.entry.id for hit in found.hits}

        assert is_active()
        tomorrow = TODAY + timedelta(days=1)
        mark_changing(connection, today=tomorrow)
        assert catch_up(connection, terms=terms, today=tomorrow, limit=1000)
        assert not is_active()


def test_an_index_that_is_up_to_date_is_left_alone(catalogue_copy: Path, terms: TermIndex) -> None:
    with closing(open_writer(catalogue_copy)) as connection:
        connection.execute("UPDATE entry SET stars = stars, checked_at = '2026-11-23T00:00:00Z'")
        mark_changing(connection, today=TODAY)
        assert catch_up(connection, terms=terms, today=TODAY, limit=10) == 0


def test_a_gain_of_long_ago_leads_no_list(catalogue_copy: Path, terms: TermIndex) -> None:
    with closing(open_writer(catalogue_copy)) as connection:
        rebuild(connection, terms=terms, today=date(2031, 1, 1))
        row = connection.execute("SELECT count(gained) FROM search_document").fetchone()
        assert row == (0,)
