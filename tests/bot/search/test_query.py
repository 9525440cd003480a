import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.query import SearchQuery, Sort, find_doors, searchable_text
from bot.search.sql.completion import complete
from bot.search.sql.searching import search
from bot.search.terms import TermIndex


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("1703.06870", "1703.06870"),
        ("arXiv:1703.06870v3", "1703.06870"),
        ("https://arxiv.org/abs/1703.06870", "1703.06870"),
        ("https://arxiv.org/pdf/1703.06870v2.pdf", "1703.06870"),
        ("code for 1703.06870 please", "1703.06870"),
        ("version 3.14159", None),
    ],
)
def test_arxiv_ids_are_found(text: str, arxiv: str | None) -> None:
    assert find_doors(text).arxiv == arxiv


@pytest.mark.parametrize(
    ("text", "full_name"),
    [
        ("https://github.com/google-research/bert", "google-research/bert"),
        ("github.com/google-research/bert/tree/master/README.md", "google-research/bert"),
        ("git@github.com:google-research/bert.git", "google-research/bert"),
        ("google-research/bert", "google-research/bert"),
        ("and/or of things", None),
        ("看github.com/google-research/bert。", "google-research/bert"),
        ("see www.github.com/google-research/bert.git.", "google-research/bert"),
        ("https://github.com/topics/gan", None),
        ("https://github.com/topics/gan and github.com/a/b", "a/b"),
        ("https://gist.github.com/someone/0123", None),
        ("notgithub.com/someone/thing", None),
        ("github.com/someone/..", None),
    ],
)
def test_repositories_are_found(text: str, full_name: str | None) -> None:
    assert find_doors(text).full_name == full_name


def test_addresses_leave_only_their_names_to_search() -> None:
    assert searchable_text("https://github.com/google-research/bert") == "google-research bert"


@given(
    text=st.one_of(
        st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=3).map(
            "语音合成".__add__
        ),
        st.text(max_size=300),
        st.from_regex(r"[\"'*:()^\-+ a-zA-Z\u3400-\u9fff]{0,60}"),
    )
)
def test_no_text_breaks_search_or_completion(
    catalogue: sqlite3.Connection, terms: TermIndex, text: str
) -> None:
    page = search(catalogue, terms=terms, query=SearchQuery(text=text), limit=5)
    assert len(page.hits) <= 5
    assert page.total >= len(page.hits)
    assert len(complete(catalogue, terms=terms, text=text)) <= 25


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "yolo", "图像"])
def test_every_sort_gives_the_same_hits_in_another_order(
    catalogue: sqlite3.Connection, terms: TermIndex, sort: Sort, text: str
) -> None:
    plain = search(catalogue, terms=terms, query=SearchQuery(text=text), limit=9_999)
    ordered = search(catalogue, terms=terms, query=SearchQuery(text=text, sort=sort), limit=9_999)
    assert {hit.entry.id for hit in plain.hits} == {hit.entry.id for hit in ordered.hits}
    assert plain.total == ordered.total
