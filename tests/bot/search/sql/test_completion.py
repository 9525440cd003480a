import sqlite3

import pytest

from bot.search.sql.completion import complete
from bot.search.terms import TermIndex


@pytest.mark.parametrize(
    "typed", ["m", "ma", "mas", "mask", "mask r", "mask_r", "Mask R-C", "maskrcn"]
)
def test_completion_offers_what_is_being_typed(
    catalogue: sqlite3.Connection, terms: TermIndex, typed: str
) -> None:
    offered = [entry.full_name for entry in complete(catalogue, terms=terms, text=typed)]
    assert offered
    if len(typed) > 3:
        assert "matterport/Mask_RCNN" in offered


def test_completion_knows_tasks_aliases_and_forgives(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    by_task = complete(catalogue, terms=terms, text="super resolution")
    assert by_task
    for entry in by_task:
        said = f"{entry.title} {entry.name} {' '.join(entry.words)}"
        assert "super-resolution" in entry.tasks or "uper" in said
    assert (
        complete(catalogue, terms=terms, text="tensorflow/magenta")[0].full_name
        == "magenta/magenta"
    )
    assert (
        complete(catalogue, terms=terms, text="detectorn2")[0].full_name
        == "facebookresearch/detectron2"
    )


@pytest.mark.parametrize("text", ["pjred", "rwightma", "jcjohnso"])
def test_a_typo_is_guessed_only_when_nothing_else_fits(
    catalogue: sqlite3.Connection, terms: TermIndex, text: str
) -> None:
    offered = complete(catalogue, terms=terms, text=text)
    assert offered
    assert all(text in entry.full_name.casefold() for entry in offered)


def test_completion_of_nothing_offers_the_most_starred(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    offered = complete(catalogue, terms=terms, text="", limit=25)
    counts = [entry.stars.count for entry in offered if entry.stars]
    assert len(counts) == 25
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("typed", ["目标检", "图像分", "object detec", "super resol", "目标检测"])
def test_completion_knows_a_task_before_it_is_typed_out(
    catalogue: sqlite3.Connection, terms: TermIndex, typed: str
) -> None:
    assert len(complete(catalogue, terms=terms, text=typed)) >= 10


def test_completion_takes_a_name_and_a_chinese_task_together(
    catalogue: sqlite3.Connection, terms: TermIndex
) -> None:
    offered = complete(catalogue, terms=terms, text="mask 实例分割")
    assert offered
    assert all("instance-segmentation" in entry.tasks for entry in offered)
