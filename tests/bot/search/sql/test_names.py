"""A name is found among what else an id says, in any form of its version, and the answer says what was passed over."""

import sqlite3

import pytest

from bot.search.query import SearchQuery
from bot.search.results import SearchPage
from bot.search.sql.completion import complete
from bot.search.sql.papers import mentioned
from bot.search.sql.searching import search
from bot.search.terms import TermIndex


def _page(connection: sqlite3.Connection, terms: TermIndex, text: str) -> SearchPage:
    return search(connection, terms=terms, query=SearchQuery(text=text), limit=5)


def _first(connection: sqlite3.Connection, terms: TermIndex, text: str) -> str | None:
    page = _page(connection, terms, text)
    return page.hits[0].entry.full_name if page.hits else None


def _offered(connection: sqlite3.Connection, terms: TermIndex, text: str) -> list[str]:
    return [entry.full_name for entry in complete(connection, terms=terms, text=text)]


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        ("bert-base-finnish-uncased", {"finnish"}),
        ("controlnet lineart", {"lineart"}),
        ("yolox_q.pth", {"q", "pth"}),
        ("openai/clip-vit-base-patch99", {"patch99"}),
        ("Qwen-1.5B-Instruct-q4_k_m", {"1.5b", "instruct", "q4", "k", "m"}),
        ("someone/stable-diffusion-v1-7", {"someone", "v1.7"}),
        ("openai/whisper", set[str]()),
        ("mask rcnn", set[str]()),
    ],
)
def test_what_was_passed_over_is_said(
    catalogue: sqlite3.Connection, terms: TermIndex, text: str, ignored: set[str]
) -> None:
    page = _page(catalogue, terms, text)
    assert page.hits
    assert set(page.ignored) == ignored


@pytest.mark.parametrize(
    "text",
    ["zzqx uncased", "fp16", "large base", "pizza recipe base", "why does my dog bark at night"],
)
def test_words_without_a_name_beside_them_are_no_answer(
    catalogue: sqlite3.Connection, terms: TermIndex, text: str
) -> None:
    assert not _page(catalogue, terms, text).ignored


@pytest.mark.parametrize(
    ("glued", "spaced"),
    [
        ("dalle3", "dalle 3"),
        ("llama3", "llama 3"),
        ("yolo7", "YOLO v7"),
        ("styleganv2", "stylegan 2"),
        ("whisper3", "whisper v3"),
    ],
)
def test_glued_and_spaced_versions_answer_alike(
    catalogue: sqlite3.Connection, terms: TermIndex, glued: str, spaced: str
) -> None:
    one, other = (_page(catalogue, terms, text) for text in (glued, spaced))
    assert [hit.entry for hit in one.hits] == [hit.entry for hit in other.hits] != []
    assert _offered(catalogue, terms, glued)[:3] == _offered(catalogue, terms, spaced)[:3] != []


@pytest.mark.parametrize(
    "text", ["yolov12", "yolo v13", "yolov11", "tensorflow2", "tensorflow2.0 yolov3", "gpt7"]
)
def test_a_version_is_no_misspelling_of_another(
    catalogue: sqlite3.Connection, terms: TermIndex, text: str
) -> None:
    page = _page(catalogue, terms, text)
    assert page.hits
    assert page.corrected is None


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("controlnet lineart", None),
        ("google/flan-t5-xl", None),
        ("maskrcnn tensrflow", "maskrcnn tensorflow"),
    ],
)
def test_what_follows_a_name_is_no_misspelling_but_of_a_term(
    catalogue: sqlite3.Connection, terms: TermIndex, text: str, corrected: str | None
) -> None:
    assert _page(catalogue, terms, text).corrected == corrected


def test_a_size_before_the_name_is_a_wish(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    page = _page(catalogue, terms, "tiny yolo")
    assert page.hits
    assert not page.ignored
    for hit in page.hits:
        said = " ".join((hit.entry.summary_en, *hit.entry.words))
        assert "tiny" in said.casefold()


def test_what_says_the_version_comes_before_the_family(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    assert _first(catalogue, terms, "yolov8n.pt") == "ultralytics/ultralytics"


def test_a_letter_behind_a_version_is_left_out_and_said(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    page = _page(catalogue, terms, "yolov5q")
    assert page.corrected == "yolov5"
    assert page.hits[0].entry.full_name == "ultralytics/yolov5"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("yolov8", "ultralytics/ultralytics"),
        ("yolo 8", "ultralytics/ultralytics"),
        ("vit", "google-research/vision_transformer"),
        ("sam", "facebookresearch/segment-anything"),
        ("clip vit", "openai/CLIP"),
        ("bert-base-uncased", "google-research/bert"),
        ("openai/whisper-large-v3", "openai/whisper"),
    ],
)
def test_completion_offers_first_what_search_finds_first(
    catalogue: sqlite3.Connection, terms: TermIndex, typed: str, wanted: str
) -> None:
    assert _offered(catalogue, terms, typed)[0] == wanted == _first(catalogue, terms, typed)


def test_completion_offers_what_a_short_word_stands_for(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    assert "facebookresearch/segment-anything" in _offered(catalogue, terms, "sam")


def test_a_symbol_is_not_the_bare_letter(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    page = _page(catalogue, terms, "c++")
    assert page.hits
    assert all(
        hit.entry.language == "C++" or "C++" in hit.entry.summary_en + hit.entry.summary_zh
        for hit in page.hits
    )
    for text in ("c#", ".net", "a*"):
        for hit in _page(catalogue, terms, text).hits:
            assert text in f"{hit.entry.summary_en} {hit.entry.summary_zh}".casefold()


def test_another_repository_of_the_same_name_is_named(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    page = _page(catalogue, terms, "https://github.com/someone/whisper")
    assert page.unlisted == "someone/whisper"
    assert page.hits[0].entry.full_name == "openai/whisper"
    assert _page(catalogue, terms, "https://github.com/openai/whisper").unlisted is None
    assert _page(catalogue, terms, "someone/whisper").ignored == ("someone",)


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("https://huggingface.co/bert-base-uncased", "google-research/bert"),
        ("https://hf.co/openai/whisper", "openai/whisper"),
        ("huggingface.co/facebook/detr-resnet-50", "facebookresearch/detr"),
        ("https://huggingface.co/openai/whisper-large-v3/tree/main", "openai/whisper"),
        ("see hf.co/CompVis/stable-diffusion-v1-4.", "CompVis/stable-diffusion"),
    ],
)
def test_links_to_checkpoints_lead_to_their_model(
    catalogue: sqlite3.Connection, terms: TermIndex, link: str, wanted: str
) -> None:
    found = mentioned(catalogue, terms=terms, text=link, limit=5)
    assert [entry.full_name for entry in found.entries] == [wanted]
    assert not found.hugging_face


def test_pages_of_hugging_face_are_no_models(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    text = "huggingface.co/models hf.co/docs/hub huggingface.co/google huggingface.co/someone/thing"
    found = mentioned(catalogue, terms=terms, text=text, limit=5)
    assert not found.entries
    assert found.hugging_face == ("someone/thing",)
