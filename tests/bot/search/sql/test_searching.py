import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.catalog.entry import LicenseKind, license_kind
from bot.catalog.store import all_entries
from bot.characters import QUERY_LIMIT
from bot.huggingface.checkpoint import known_names
from bot.huggingface.memory import GB, least_of_names
from bot.search.query import SearchQuery, Sort
from bot.search.sql import matching
from bot.search.sql.browsing import MOST_HITS
from bot.search.sql.searching import search
from bot.search.terms import TermIndex


def _names(
    connection: sqlite3.Connection, terms: TermIndex, limit: int = 10, **query: object
) -> list[str]:
    page = search(connection, terms=terms, query=SearchQuery(**query), limit=limit)  # type: ignore[arg-type]
    return [hit.entry.full_name for hit in page.hits]


@pytest.mark.parametrize(
    "text", ["mask rcnn", "Mask_RCNN", "maskrcnn", "Mask R-CNN", "mask-rcnn", "MASKRCNN"]
)
def test_a_name_is_found_however_it_is_written(
    catalogue: sqlite3.Connection, terms: TermIndex, text: str
) -> None:
    assert _names(catalogue, terms, text=text)[0] == "matterport/Mask_RCNN"


def test_an_exact_repository_comes_first(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    for entry in list(all_entries(catalogue))[::13]:
        assert _names(catalogue, terms, text=entry.full_name)[0] == entry.full_name
        assert _names(catalogue, terms, text=entry.url)[0] == entry.full_name


def test_an_old_name_finds_the_entry(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    assert _names(catalogue, terms, text="tensorflow/magenta")[0] == "magenta/magenta"


def test_an_arxiv_id_finds_every_implementation(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    found = _names(catalogue, terms, text="https://arxiv.org/abs/1703.10593", limit=100)
    wanted = {entry.full_name for entry in all_entries(catalogue) if "1703.10593" in entry.arxiv}
    assert set(found) == wanted
    assert len(wanted) > 2


def test_the_authors_own_code_comes_first(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    found = search(catalogue, terms=terms, query=SearchQuery(text="1703.10593"), limit=100)
    is_official = ["1703.10593" in hit.entry.official for hit in found.hits]
    assert is_official == sorted(is_official, reverse=True)
    assert 0 < sum(is_official) < len(is_official)


def test_one_and_two_typing_errors_are_forgiven_and_said(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    page = search(catalogue, terms=terms, query=SearchQuery(text="detectorn2"))
    assert page.hits[0].entry.full_name == "facebookresearch/detectron2"
    assert page.corrected == "detectron2"


@pytest.mark.parametrize(
    "text",
    [
        "asdfqwer zxcv",
        "pizza recipe",
        "cheap flights to paris",
        "qqqqqq",
        "how to boil spinach",
        "I love you",
        "aaaa",
    ],
)
def test_nonsense_finds_nothing(catalogue: sqlite3.Connection, terms: TermIndex, text: str) -> None:
    assert _names(catalogue, terms, text=text) == []


def test_filters_hold_for_every_hit(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    query = SearchQuery(
        text="detection",
        category="computer-vision",
        framework="pytorch",
        license="permissive",
        min_stars=1000,
    )
    page = search(catalogue, terms=terms, query=query, limit=100)
    assert page.total == len(page.hits) > 0
    for hit in page.hits:
        assert "computer-vision" in hit.entry.categories
        assert "pytorch" in hit.entry.frameworks
        assert license_kind(hit.entry.license) is LicenseKind.PERMISSIVE
        assert hit.entry.stars
        assert hit.entry.stars.count >= 1000


@pytest.mark.parametrize("name", ["category", "framework", "task", "license", "min_stars"])
def test_an_empty_result_says_which_filter_to_drop(
    catalogue: sqlite3.Connection, terms: TermIndex, name: str
) -> None:
    filters = {
        "category": "recommenders",
        "framework": "cntk",
        "task": "recommendation",
        "license": "AGPL-3.0",
        "min_stars": 9_000_000,
    }
    query = SearchQuery(text="mask rcnn").replaced(**{name: filters[name]})
    page = search(catalogue, terms=terms, query=query)
    assert page.total == 0
    assert page.without[name] == search(catalogue, terms=terms, query=query.without(name)).total > 0


def test_facets_count_the_hits(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    page = search(
        catalogue, terms=terms, query=SearchQuery(text="object detection"), limit=MOST_HITS
    )
    for key, count in page.frameworks.items():
        assert count == sum(1 for hit in page.hits if key in hit.entry.frameworks)
    for key, count in page.categories.items():
        assert count == sum(1 for hit in page.hits if key in hit.entry.categories)


def test_pages_do_not_overlap_and_cover_everything(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    query = SearchQuery(text="gan", sort=Sort.RELEVANCE)
    whole = search(catalogue, terms=terms, query=query, limit=MOST_HITS)
    paged = [
        hit.entry.id
        for offset in range(0, whole.total, 5)
        for hit in search(catalogue, terms=terms, query=query, offset=offset, limit=5).hits
    ]
    assert paged == [hit.entry.id for hit in whole.hits]


def test_more_like_this_shares_something_and_leaves_the_entry_out(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    page = search(catalogue, terms=terms, query=SearchQuery(like="matterport/Mask_RCNN"))
    assert "matterport/Mask_RCNN" not in [hit.entry.full_name for hit in page.hits]
    assert all("instance-segmentation" in hit.entry.tasks for hit in page.hits[:3])
    assert page.hits[0].matched_terms


def test_a_framework_without_a_hit_is_named(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    page = search(catalogue, terms=terms, query=SearchQuery(text="super resolution cntk"))
    assert page.total
    assert page.missing == ("cntk",)
    assert not search(
        catalogue, terms=terms, query=SearchQuery(text="super resolution pytorch")
    ).missing


def test_a_papers_title_finds_its_implementations(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    found = _names(catalogue, terms, text="Attention Is All You Need")
    assert "jadore801120/attention-is-all-you-need-pytorch" in found[:4]
    assert "Kyubyong/transformer" in found[:4]
    found = _names(catalogue, terms, text="An Image is Worth 16x16 Words")
    assert "google-research/vision_transformer" in found[:3]


def test_a_question_is_read_from_as_much_of_a_text_as_is_searched(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    page = search(catalogue, terms=terms, query=SearchQuery(text="a " * 3_000))
    assert len(page.shown.text) <= QUERY_LIMIT


def test_what_was_named_comes_with_its_relatives(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    page = search(catalogue, terms=terms, query=SearchQuery(text="karpathy/nanoGPT"))
    assert page.hits[0].entry.full_name == "karpathy/nanoGPT"
    assert not page.hits[0].is_relative
    assert all(hit.is_relative for hit in page.hits[1:])
    assert "KellerJordan/modded-nanogpt" in [hit.entry.full_name for hit in page.hits]


@pytest.mark.parametrize("char", ["湋", "婡", "瞤", "𠀀", "鿿"])
def test_a_rare_character_beside_a_term_is_searched(
    catalogue: sqlite3.Connection, terms: TermIndex, char: str
) -> None:
    assert _names(catalogue, terms, text=f"语音合成{char}")


def test_filters_that_fail_together_are_dropped_together(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    query = SearchQuery(text="mask rcnn", framework="cntk", min_stars=3_000_000)
    page = search(catalogue, terms=terms, query=query)
    assert page.total == 0
    assert page.without == {
        "all": search(catalogue, terms=terms, query=SearchQuery(text="mask rcnn")).total
    }


def test_an_order_that_no_entry_has_facts_for_is_said(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    known = catalogue.execute(
        "SELECT count(*) FROM search_document WHERE gained IS NOT NULL"
    ).fetchone()[0]
    page = search(catalogue, terms=terms, query=SearchQuery(text="yolo", sort=Sort.GAINED))
    assert page.is_sorted == bool(known)
    assert search(catalogue, terms=terms, query=SearchQuery(text="yolo", sort=Sort.NAME)).is_sorted


@pytest.mark.parametrize(
    "start", ["Playing Atari wit", "Fully Convolutional Netw", "DRAW: A Recurrent Neural Networ"]
)
def test_a_papers_title_is_found_while_it_is_being_typed(
    catalogue: sqlite3.Connection, terms: TermIndex, start: str
) -> None:
    page = search(catalogue, terms=terms, query=SearchQuery(text=start))
    titles = dict(catalogue.execute("SELECT arxiv_id, title FROM paper").fetchall())
    assert titles[page.hits[0].entry.arxiv[0]].startswith(start)


def test_relatives_that_no_filter_leaves_are_counted_as_relatives(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    like = SearchQuery(like="matterport/Mask_RCNN")
    query = like.replaced(min_stars=9_000_000)
    page = search(catalogue, terms=terms, query=query)
    assert page.total == 0
    assert page.without == {"min_stars": search(catalogue, terms=terms, query=like).total}


@pytest.mark.parametrize(
    "query", [SearchQuery(), SearchQuery(task="clustering"), SearchQuery(text="gan")]
)
def test_every_kind_of_list_says_when_its_order_has_no_facts(
    catalogue_copy: Path, terms: TermIndex, query: SearchQuery
) -> None:
    with closing(sqlite3.connect(catalogue_copy, isolation_level=None)) as connection:
        connection.execute("UPDATE search_document SET gained = NULL")
        asked = query.replaced(sort=Sort.GAINED)
        assert not search(connection, terms=terms, query=asked).is_sorted
        connection.execute("UPDATE search_document SET gained = 1 WHERE entry_id = 1")
        assert search(connection, terms=terms, query=asked).is_sorted


def test_filters_that_fail_together_count_no_relatives(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    # What is like Whisper has the framework, Whisper itself has not.
    query = SearchQuery(text="openai/whisper", framework="cntk", min_stars=3_000_000)
    assert set(search(catalogue, terms=terms, query=query).without) == {"all"}


@pytest.mark.parametrize("text", ["detection", "gan", "mask rcnn", "图像", "text to speech"])
@pytest.mark.parametrize("most", [1_000, 3])
def test_an_empty_result_counts_what_dropping_a_filter_would_list(
    catalogue: sqlite3.Connection,
    terms: TermIndex,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    most: int,
) -> None:
    monkeypatch.setattr(matching, "MOST_HITS", most)
    query = SearchQuery(text=text, framework="keras", license="AGPL-3.0", min_stars=20_000)
    page = search(catalogue, terms=terms, query=query)
    assert page.total == 0
    assert page.without
    for name in page.without.keys() - {"all"}:
        assert search(catalogue, terms=terms, query=query.without(name)).total >= 1


@pytest.mark.parametrize("size", [4, 8, 24, 80])
def test_what_fits_a_card_has_a_checkpoint_that_small(
    catalogue: sqlite3.Connection, terms: TermIndex, size: int
) -> None:
    page = search(catalogue, terms=terms, query=SearchQuery(text="llm", fits=size), limit=50)
    assert page.hits
    for hit in page.hits:
        names = known_names(hit.entry.hugging_face, hit.entry.weights_url)
        least = least_of_names(names)
        assert least is not None
        assert least <= size * GB
    assert page.hidden["fits"] > 0


def test_more_memory_fits_more(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    totals = [
        search(catalogue, terms=terms, query=SearchQuery(text="llm", fits=size)).total
        for size in (1, 7, 8, 9, 48, 4_096)
    ]
    assert totals == sorted(totals)
    assert totals[0] < totals[-1]
