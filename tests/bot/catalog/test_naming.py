from typing import Any

from bot.catalog.families import Families, Family
from bot.catalog.naming import borrowed_words
from bot.catalog.shipped import Shipped


def entry(repo: str, title: str, **more: Any) -> dict[str, Any]:  # fields of a row
    return {"repo": repo, "title": title, **more}


def faults(*entries: dict[str, Any], families: Families | None = None) -> list[str]:
    return list(borrowed_words(entries, families or Families()))


def test_a_word_is_not_another_entrys_name_or_title() -> None:
    glow = entry("openai/glow", "Glow")
    flows = entry("someone/flows", "Flows", words=["GLOW", "flow models"])
    assert faults(glow, flows) == ["someone/flows: word 'GLOW' is the name of openai/glow"]
    spelled = entry("someone/else", "Else", words=["score-SDE"])
    assert len(faults(entry("a/b", "Score SDE"), spelled)) == 1


def test_a_name_is_also_that_of_its_authors_second_implementation() -> None:
    first = entry("junyanz/CycleGAN", "CycleGAN", arxiv=["1703.10593"])
    second = entry("junyanz/both", "Both", words=["cyclegan"], official=["1703.10593"])
    assert faults(first, second) == []
    assert len(faults(first, second | {"official": ["1611.07004"]})) == 1


def test_an_entrys_own_name_may_be_spelled_again() -> None:
    assert faults(entry("a/yolo", "YOLO"), entry("b/YOLO", "YOLO (MIT)", words=["yolo"])) == []


def test_a_familys_word_is_that_of_all_its_members() -> None:
    first, new = entry("a/qwen", "Qwen"), entry("a/qwen3", "Qwen3", words=["qwen"])
    family = Family("Qwen", ("qwen",), (("a/qwen", "a/qwen3"),))
    assert faults(first, new, families=Families([family])) == []
    assert len(faults(first, new, families=Families([Family("X", (), family.lines)]))) == 1


def test_the_shipped_words_are_each_entrys_own(shipped: Shipped) -> None:
    assert faults(*shipped.entries, families=shipped.families) == []
