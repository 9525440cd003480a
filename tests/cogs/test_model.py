import asyncio
import re
from typing import Any
from unittest.mock import patch

import pytest

import bot.interactions.answers
from bot.catalog.store import CatalogStore
from bot.search.store import SearchStore
from tests.cogs.reading import control_id, controls, texts
from tests.conftest import Stage


async def test_search_lists_hits_with_rank_link_facts_and_an_open_button(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="mask rcnn")
    shown = texts(result)
    assert not result.ephemeral
    assert "**1.** **[Mask-RCNN](https://github.com/matterport/Mask_RCNN)**" in shown
    assert "Computer vision" in shown
    assert "Keras, TensorFlow" in shown
    assert re.search(r"★ \(counted \d{1,2} (Jul|Aug)", shown)
    opens = [c for c in controls(result.response) if c.get("label") == "Open"]
    assert len(opens) == 5


async def test_a_list_says_what_was_not_searched_and_what_is_not_listed(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="controlnet lineart")
    assert "Searched without `lineart`" in texts(result)
    fork = "https://github.com/someone/whisper"
    shown = texts(await stage.alice.slash(stage.channel, "model show", model=fork))
    assert (
        "[someone/whisper](https://github.com/someone/whisper)** is not in the catalogue" in shown
    )
    assert "openai/whisper" in shown
    refused = texts(await stage.wei.slash(stage.channel, "model readme", model=fork))
    assert "目录中没有 `someone/whisper`" in refused
    assert "`openai/whisper`" in refused


async def test_a_chinese_reader_gets_chinese(stage: Stage) -> None:
    result = await stage.wei.slash(stage.channel, "model search", query="目标检测")
    shown = texts(result)
    assert "个模型" in shown
    assert "计算机视觉" in shown
    assert "by relevance" not in shown
    assert "打开" in [c.get("label") for c in controls(result.response)]


@pytest.mark.parametrize(
    "typed", ["maskrcnn", "https://github.com/matterport/Mask_RCNN", "Matterport/mask_rcnn"]
)
async def test_show_finds_an_entry_by_what_was_typed(stage: Stage, typed: str) -> None:
    result = await stage.alice.slash(stage.channel, "model show", model=typed)
    assert "matterport/Mask" in texts(result)


async def test_show_searches_for_what_is_no_entry(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model show", model="style transfer")
    assert "models" in texts(result)
    assert "**2.**" in texts(result)


async def test_autocomplete_offers_names_with_stars_and_framework(stage: Stage) -> None:
    result = await stage.alice.autocomplete(stage.channel, "model show", "model", "mask")
    names = [choice["name"] for choice in result]
    assert any("matterport/Mask_RCNN" in name and "Keras" in name and "★" in name for name in names)
    assert len(names) <= 25


async def test_no_hit_names_the_filter_to_drop(stage: Stage) -> None:
    result = await stage.alice.slash(
        stage.channel, "model search", query="machine translation", framework="caffe"
    )
    assert "Drop a filter" in texts(result)
    await stage.alice.click(result.response, custom_id=control_id(result.response, "dropf"))
    assert "machine translation" in texts(result)
    assert "**1.**" in texts(result)


async def test_no_hit_offers_the_nearest_names_or_advice(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="xqzvw kjhgf")
    assert "No models found" in texts(result)
    assert "Try fewer or other words" in texts(result)


async def test_a_corrected_spelling_is_said(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="mask rcnnn")
    assert "Showing results for `mask rcnn` instead of `mask rcnnn`" in texts(result)


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("category", "cooking", "There is no category `cooking`"),
        ("framework", "<@1>`", "There is no framework"),
        ("task", "flying", "There is no task `flying`"),
        ("license", "mine", "There is no licence `mine`"),
    ],
)
async def test_an_unknown_filter_is_answered_in_one_sentence(
    stage: Stage, option: str, value: str, sentence: str
) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="yolo", **{option: value})
    assert result.ephemeral
    assert sentence in texts(result)


@pytest.mark.parametrize("query", ["…", "😀", "\u202e", "''", "   "])
async def test_a_query_without_a_word_is_answered(stage: Stage, query: str) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query=query)
    assert result.ephemeral
    assert "no words" in texts(result)


@pytest.mark.parametrize(
    "query",
    [
        "NEAR(a b)",
        'a" OR "b',
        "gpt-4 c++ *",
        "@everyone <@1> </x:1>",
        "x" * 6000,
        "a\x00b",
        "\u202emodel",
        "' OR 1=1 --",
    ],
)
async def test_hostile_queries_are_answered_like_any_other(stage: Stage, query: str) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query=query)
    assert result.acknowledged
    assert "went wrong" not in texts(result)


async def test_filters_are_taken_in_any_name_of_theirs(stage: Stage) -> None:
    result = await stage.wei.slash(
        stage.channel, "model search", query="yolo", category="计算机视觉", framework="飞桨"
    )
    assert "计算机视觉 · 飞桨 PaddlePaddle" in texts(result).splitlines()[1]


async def test_random_shows_a_card_that_fits(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model random", framework="cntk")
    assert "CNTK" in texts(result)
    none = await stage.alice.slash(
        stage.channel, "model random", framework="cntk", category="recommenders"
    )
    assert none.ephemeral
    assert "No model matches both" in texts(none)


async def test_slow_work_defers_and_answers_late(stage: Stage) -> None:
    original = SearchStore.search

    async def slow(self: SearchStore, *args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(0.2)
        return await original(self, *args, **kwargs)

    with (
        patch.object(bot.interactions.answers, "DEFER_AFTER_S", 0.02),
        patch.object(SearchStore, "search", autospec=True, side_effect=slow),
    ):
        result = await stage.alice.slash(stage.channel, "model search", query="yolo")
    bodies = [entry.json for entry in stage.env.http_requests if entry.path.endswith("/callback")]
    assert [body["type"] for body in bodies if body] == [5]
    assert "yolo" in texts(result)


@pytest.mark.parametrize(
    ("store", "method", "command", "options"),
    [
        (SearchStore, "random", "model random", {}),
        (CatalogStore, "licenses", "model search", {"query": "yolo", "license": "MIT"}),
        (CatalogStore, "meta", "help", {}),
        (CatalogStore, "size", "about", {}),
        (SearchStore, "overview", "category", {}),
    ],
)
async def test_whatever_is_slow_is_deferred(
    stage: Stage, store: type, method: str, command: str, options: dict[str, str]
) -> None:
    original = getattr(store, method)

    async def slow(*args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(0.2)
        return await original(*args, **kwargs)

    with (
        patch.object(bot.interactions.answers, "DEFER_AFTER_S", 0.02),
        patch.object(store, method, autospec=True, side_effect=slow),
    ):
        result = await stage.alice.slash(stage.channel, command, **options)
    bodies = [entry.json for entry in stage.env.http_requests if entry.path.endswith("/callback")]
    assert [body["type"] for body in bodies if body] == [5]
    assert texts(result)


async def test_a_fault_after_deferring_is_told_to_the_person_alone(stage: Stage) -> None:
    stage.expected_faults.append(RuntimeError)

    async def slow(*_args: Any, **_kwargs: Any) -> None:
        await asyncio.sleep(0.2)
        raise RuntimeError

    with (
        patch.object(bot.interactions.answers, "DEFER_AFTER_S", 0.02),
        patch.object(SearchStore, "search", autospec=True, side_effect=slow),
    ):
        result = await stage.alice.slash(stage.channel, "model search", query="yolo")
    assert result.response is None
    assert [message.ephemeral for message in result.followups] == [True]
    assert "went wrong" in texts(result.followups[0])


async def test_a_search_is_narrowed_by_health(stage: Stage) -> None:
    shown = texts(
        await stage.alice.slash(stage.channel, "model search", query="gan", health="dormant")
    )
    assert "🟠 dormant" in shown
    shown = texts(await stage.wei.slash(stage.channel, "model search", query="gan", health="gone"))
    assert "没有找到模型" in shown
    assert "🪦 已不存在" in shown


async def test_similar_models_say_what_they_share(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model similar", model="nagadomi/waifu2x")
    shown = texts(result)
    assert "Like nagadomi/waifu2x" in shown
    assert "similar: " in shown
    unknown = await stage.wei.slash(stage.channel, "model similar", model="xqzvw kjhgf")
    assert unknown.ephemeral
    assert "不能确定为某一个模型" in texts(unknown)


async def test_a_search_goes_on_without_the_options_that_can_t_be_used(stage: Stage) -> None:
    refused = await stage.alice.slash(
        stage.channel,
        "model search",
        query="yolo",
        category="vegetables",
        framework="pytorch",
        task="gardening",
        license="Apache-2.0",
    )
    assert refused.ephemeral
    assert "There is no category `vegetables`" in texts(refused)
    assert "There is no task `gardening`" in texts(refused)
    assert "Search without them" in labels(refused)
    await stage.alice.click(refused.response, custom_id=control_id(refused.response, "list"))
    shown = texts(refused)
    assert "yolo" in shown
    assert "PyTorch" in shown
    assert "Apache-2.0" in shown


def labels(result: Any) -> list[str]:
    return [control.get("label", "") for control in controls(result.response)]


async def test_no_hit_is_told_to_the_asker_alone(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="xqzvw kjhgf")
    assert result.ephemeral


async def test_one_result_has_no_menus(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="multilingual-e5-large")
    assert "microsoft/unilm" in texts(result)
    assert [item for item in controls(result.response) if item["type"] != 2] == []


async def test_an_empty_box_offers_what_rises_then_tasks(stage: Stage) -> None:
    offered = await stage.alice.autocomplete(stage.channel, "model search", "query", "")
    assert len(offered) == 6
    is_entry = ["/" in choice["value"] for choice in offered]
    assert is_entry == sorted(is_entry, reverse=True)
    assert offered[-1]["value"] in {term.name_en for term in stage.services.taxonomy.tasks.values()}
