"""Names that the catalogue will have are found first, with a dozen of them beside the shipped entries."""

import json
import sqlite3
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.catalog.database import open_writer
from bot.catalog.shipped import Shipped, Snapshot
from bot.catalog.store import merge_shipped
from bot.search.indexing.store import rebuild
from bot.search.query import SearchQuery
from bot.search.sql.completion import complete
from bot.search.sql.searching import search
from bot.search.terms import TermIndex
from tests.conftest import TODAY


def _rows(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).parent / "coming" / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def grown(
    tmp_path_factory: pytest.TempPathFactory, shipped: Shipped, terms: TermIndex
) -> Generator[sqlite3.Connection, None, None]:
    rows = _rows("entries.jsonl")
    counts = tuple(Snapshot(row["repo"], TODAY, row.pop("stars"), "list") for row in rows)
    listed = {row["repo"] for row in rows}
    known = tuple(facts for facts in shipped.entries if facts["repo"] not in listed)
    both = replace(shipped, entries=(*known, *rows), snapshots=(*shipped.snapshots, *counts))
    with closing(open_writer(tmp_path_factory.mktemp("coming") / "grown.sqlite3")) as connection:
        merge_shipped(connection, both)
        rebuild(connection, terms=terms, today=TODAY)
        yield connection


@pytest.mark.parametrize("row", _rows("queries.jsonl"), ids=lambda row: row["q"])
def test_a_name_to_come_is_found_and_offered_first(
    grown: sqlite3.Connection, terms: TermIndex, row: dict[str, Any]
) -> None:
    page = search(grown, terms=terms, query=SearchQuery(text=row["q"]), limit=1)
    assert [hit.entry.full_name for hit in page.hits] == [row["first"]]
    assert page.corrected in (None, "yolov12")
    offered = complete(grown, terms=terms, text=row["q"], limit=3)
    assert row["first"] in [entry.full_name for entry in offered]
