import sqlite3

import pytest

from bot.search.sql.papers import find_papers


@pytest.mark.parametrize(
    ("typed", "arxiv_id"),
    [
        ("CycleGAN", "1703.10593"),
        ("pix2pix", "1611.07004"),
        ("dcgan", "1511.06434"),
        ("DreamerV3", "2301.04104"),
        ("whisper", "2212.04356"),
    ],
)
def test_a_paper_is_found_by_what_its_code_is_called(
    catalogue: sqlite3.Connection, typed: str, arxiv_id: str
) -> None:
    assert find_papers(catalogue, text=typed, limit=1)[0].arxiv_id == arxiv_id
