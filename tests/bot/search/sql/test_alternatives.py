import sqlite3

import pytest

from bot.catalog.store import all_entries
from bot.search.query import SearchQuery
from bot.search.results import SearchPage
from bot.search.sql.searching import search
from bot.search.terms import TermIndex


def page(connection: sqlite3.Connection, terms: TermIndex, text: str) -> SearchPage:
    return search(connection, terms=terms, query=SearchQuery(text=text), limit=10)


def names(found: SearchPage) -> list[str]:
    return [hit.entry.full_name for hit in found.hits]


def test_alternatives_do_the_same_and_are_called_otherwise(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    found = page(catalogue, terms, "alternatives to whisper")
    assert found.read is not None
    assert found.read.like == "openai/whisper"
    assert "openai/whisper" not in names(found)
    assert all("speech-recognition" in hit.entry.tasks for hit in found.hits)
    assert sum("whisper" in name.casefold() for name in names(found)) < len(found.hits) / 2
    assert all("speech-recognition" in hit.matched_terms for hit in found.hits)


@pytest.mark.parametrize(
    "text", ["what replaces yolov5", "successor of yolov5", "比 yolov5 更新的模型"]
)
def test_newer_generations_come_first_and_nothing_older(
    catalogue: sqlite3.Connection, terms: TermIndex, text: str
) -> None:
    found = page(catalogue, terms, text)
    assert names(found)[0] == "ultralytics/ultralytics"
    assert "ultralytics/yolov5" not in names(found)
    assert found.read is not None
    assert found.read.since == 2021


def test_a_name_with_a_wish_becomes_the_task_with_the_wish(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    found = page(catalogue, terms, "whisper 中文替代")
    assert found.read is not None
    assert "Speech recognition" in found.read.text
    assert "中文" in found.read.text


def test_of_two_families_their_first_are_compared(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    found = page(catalogue, terms, "qwen vs llama")
    assert len(found.versus) == 2
    first, second = (entry.full_name.casefold() for entry in found.versus)
    assert "qwen" in first
    assert "llama" in second
    assert names(found)[:2] == [entry.full_name for entry in found.versus]


@pytest.mark.parametrize(
    ("text", "maker"),
    [("baidu ocr", "PaddlePaddle"), ("百度 OCR", "PaddlePaddle"), ("腾讯文生视频", "Tencent")],
)
def test_a_makers_name_finds_what_it_made(
    catalogue: sqlite3.Connection, terms: TermIndex, text: str, maker: str
) -> None:
    assert names(page(catalogue, terms, text))[0].startswith(maker)


def test_a_word_finds_what_says_it_by_another_of_its_meaning(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    assert "dmis-lab/biobert" in names(page(catalogue, terms, "bert medical"))


def test_small_ones_are_told_by_their_size(catalogue: sqlite3.Connection, terms: TermIndex) -> None:
    found = names(page(catalogue, terms, "text to speech that runs on cpu"))
    sizes = {entry.full_name: entry.summary_en for entry in all_entries(catalogue)}
    small = [name for name in found[:5] if any(word in sizes[name] for word in ("CPU", "M ", "B "))]
    assert len(small) >= 3
