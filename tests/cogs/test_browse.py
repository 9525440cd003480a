import re

import pytest

from bot.catalog.taxonomy import TermKind
from tests.cogs.reading import control_id, options, texts
from tests.conftest import Stage


@pytest.mark.parametrize(
    ("command", "kind"), [("category", TermKind.CATEGORY), ("framework", TermKind.FRAMEWORK)]
)
async def test_the_overview_has_every_term_with_its_count_and_top(
    stage: Stage, command: str, kind: TermKind
) -> None:
    result = await stage.alice.slash(stage.channel, command)
    shown = texts(result)
    overviews = await stage.services.search.overview(kind)
    assert len(overviews) >= 11
    for overview in overviews:
        term = stage.services.taxonomy.of(kind)[overview.key]
        assert f"**{term.name_en}**" in shown
        assert f"— {overview.count:,}" in shown
        assert overview.top is not None
        assert overview.top.url in shown


async def test_choosing_a_category_lists_it_by_stars_with_crossed_counts(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "category")
    await stage.alice.select(
        result.response, ["generative-models"], custom_id=control_id(result.response, "incate")
    )
    shown = texts(result)
    assert shown.startswith("## Generative models")
    assert "by stars" in shown
    crossed = re.search(r"PyTorch ([\d,]+) · TensorFlow ([\d,]+)", shown)
    assert crossed is not None
    pytorch, tensorflow = (int(count.replace(",", "")) for count in crossed.groups())
    assert pytorch > tensorflow > 0
    assert {option["value"] for option in options(result.response, "framework")} >= {"*", "pytorch"}


async def test_a_framework_is_browsed_by_name_in_chinese(stage: Stage) -> None:
    result = await stage.wei.slash(stage.channel, "framework", name="飞桨", private=True)
    assert result.ephemeral
    assert "飞桨 PaddlePaddle" in texts(result)
    assert "计算机视觉" in texts(result)


async def test_an_overview_turned_by_somebody_else_is_their_own(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "framework")
    before = texts(result)
    copy = await stage.wei.select(
        result.response, ["jax"], custom_id=control_id(result.response, "infram")
    )
    assert copy.ephemeral
    assert "JAX" in texts(copy)
    assert texts(result) == before


async def test_a_private_overview_can_be_shared(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "category", private=True)
    assert result.ephemeral
    shared = await stage.alice.click(
        result.response, custom_id=control_id(result.response, "mapcate")
    )
    assert not shared.ephemeral
    assert texts(shared) == texts(result)


async def test_an_unknown_category_is_answered_in_the_readers_language(stage: Stage) -> None:
    result = await stage.wei.slash(stage.channel, "category", name="烹饪")
    assert result.ephemeral
    assert "没有类别 `烹饪`" in texts(result)


async def test_autocomplete_offers_terms_by_any_of_their_names(stage: Stage) -> None:
    english = await stage.alice.autocomplete(stage.channel, "framework", "name", "pad")
    assert [choice["value"] for choice in english] == ["paddlepaddle"]
    chinese = await stage.wei.autocomplete(stage.channel, "category", "name", "强化")
    assert chinese[0]["name"] == "强化学习"
    everything = await stage.alice.autocomplete(stage.channel, "category", "name", "")
    assert len(everything) == len(stage.services.taxonomy.categories)
