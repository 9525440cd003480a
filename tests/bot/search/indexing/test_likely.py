import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.catalog.database import open_writer
from bot.catalog.shipped import Facts, Shipped, Snapshot
from bot.catalog.store import merge_shipped
from bot.catalog.taxonomy import Taxonomy
from bot.search.indexing.sql.likely import write_likely
from bot.search.indexing.store import rebuild
from bot.search.query import SearchQuery, Sort
from bot.search.sql.searching import search
from bot.search.terms import TermIndex
from tests.conftest import TODAY


def _facts(name: str, category: str, created: str | None) -> Facts:
    return {
        "repo": f"some/{name}",
        "title": name,
        "summary_en": f"Zwyx {name}.",
        "summary_zh": f"某 {name}。",
        "categories": [category],
        "frameworks": [],
        "tasks": ["link-prediction"],
        **({"created": created} if created else {}),
    }


def _merged(tmp_path: Path, taxonomy: Taxonomy, rows: list[tuple[Facts, int | None]]) -> Path:
    snapshots = tuple(
        Snapshot(facts["repo"], TODAY, stars, "list") for facts, stars in rows if stars is not None
    )
    path = tmp_path / "likely.sqlite3"
    with closing(open_writer(path)) as connection:
        entries = tuple(facts for facts, _ in rows)
        merge_shipped(connection, Shipped("x", taxonomy, entries, snapshots, {}, {}))
        connection.commit()
    return path


def _likely(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    rows = connection.execute("SELECT category, year, stars FROM search_likely")
    return {(category, year): stars for category, year, stars in rows}


def test_the_middle_of_five_or_more_is_likely(tmp_path: Path, terms: TermIndex) -> None:
    rows: list[tuple[Facts, int | None]] = [
        (_facts(f"a{stars}", "graphs", "2024-05-01"), stars) for stars in (1, 2, 30, 400, 5000)
    ]
    rows += [(_facts("b", "graphs", "2019-05-01"), 7), (_facts("c", "graphs", None), None)]
    path = _merged(tmp_path, terms.taxonomy, rows)
    with closing(open_writer(path)) as connection:
        write_likely(connection)
        assert _likely(connection) == {
            ("graphs", "2024"): 30,
            ("graphs", ""): 7,
            ("", "2024"): 30,
            ("", ""): 7,
        }


@pytest.mark.parametrize(
    ("category", "created", "passes", "stays_behind"),
    [
        ("graphs", "2024-02-02", "g20", "g4000"),
        ("graphs", None, "g20", "g4000"),
        ("audio-speech", "2024-02-02", "g20", "g4000"),
        ("audio-speech", None, "g20", "g4000"),
    ],
)
def test_an_entry_that_nobody_counted_ranks_like_its_kind(
    tmp_path: Path,
    terms: TermIndex,
    category: str,
    created: str | None,
    passes: str,
    stays_behind: str,
) -> None:
    rows: list[tuple[Facts, int | None]] = [
        (_facts(f"g{stars}", "graphs", "2024-05-01"), stars) for stars in (10, 20, 900, 2000, 4000)
    ]
    rows.append((_facts("unknown", category, created), None))
    path = _merged(tmp_path, terms.taxonomy, rows)
    with closing(open_writer(path)) as connection:
        rebuild(connection, terms=terms, today=TODAY)
        page = search(connection, terms=terms, query=SearchQuery(text="zwyx"))
        names = [hit.entry.title for hit in page.hits]
        assert names.index(stays_behind) < names.index("unknown") < names.index(passes)
        by_stars = search(connection, terms=terms, query=SearchQuery(text="zwyx", sort=Sort.STARS))
        assert by_stars.hits[-1].entry.title == "unknown"
        assert by_stars.hits[-1].entry.stars is None


def test_a_catalogue_without_any_count_is_searched_all_the_same(
    tmp_path: Path, terms: TermIndex
) -> None:
    path = _merged(tmp_path, terms.taxonomy, [(_facts("alone", "graphs", None), None)])
    with closing(open_writer(path)) as connection:
        rebuild(connection, terms=terms, today=TODAY)
        assert _likely(connection) == {}
        page = search(connection, terms=terms, query=SearchQuery(text="zwyx"))
        assert [hit.entry.title for hit in page.hits] == ["alone"]
