import asyncio
import logging
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import discord
import pytest

import bot.interactions.answers
from bot.catalog.store import CatalogStore
from bot.search.store import SearchStore
from bot.ui.navigation import message, parse_control
from tests.cogs.reading import control_id, controls, options, tab_id, texts
from tests.conftest import Stage


async def test_search_lists_hits_with_rank_link_facts_and_an_open_button(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="mask rcnn")
    shown = texts(result)
    assert not result.ephemeral
    assert "**1.** **[Mask-RCNN](https://github.com/matterport/Mask_RCNN)**" in shown
    assert "Computer vision" in shown
    assert "Keras, TensorFlow" in shown
    assert "★ · 14 Jul" in shown
    opens = [c for c in controls(result.response) if c.get("label") == "Open"]
    assert len(opens) == 5


async def test_a_chinese_reader_gets_chinese(stage: Stage) -> None:
    result = await stage.wei.slash(stage.channel, "model search", query="目标检测")
    shown = texts(result)
    assert "个模型" in shown
    assert "计算机视觉" in shown
    assert "by relevance" not in shown
    assert "打开" in [c.get("label") for c in controls(result.response)]


async def test_pages_turn_forth_and_back_and_by_number(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="object detection")
    first = texts(result)
    await stage.alice.click(result.response, custom_id=control_id(result.response, "next"))
    second = texts(result)
    assert second != first
    assert "**6.**" in second
    await stage.alice.click(result.response, custom_id=control_id(result.response, "last"))
    assert texts(result) != second
    await stage.alice.click(result.response, custom_id=control_id(result.response, "first"))
    assert texts(result) == first
    shown = await stage.alice.click(result.response, custom_id=control_id(result.response, "jump"))
    assert shown.modal
    await stage.alice.submit_modal(shown, {_field(shown): "2"})
    assert texts(result) == second


@pytest.mark.parametrize("typed", ["0", "999", "two", "-1", "²"])
async def test_a_bad_page_number_is_answered_with_what_would_work(stage: Stage, typed: str) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="object detection")
    before = texts(result)
    shown = await stage.alice.click(result.response, custom_id=control_id(result.response, "jump"))
    answer = await stage.alice.submit_modal(shown, {_field(shown): typed})
    assert answer.ephemeral
    assert f"`{typed}` is not a page" in texts(answer)
    assert texts(result) == before


def _field(shown: Any) -> str:
    return str(shown.modal["components"][0]["component"]["custom_id"])


async def test_sort_and_narrowing_menus_redraw_the_list(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="object detection")
    await stage.alice.select(
        result.response, ["name"], custom_id=control_id(result.response, "sort")
    )
    assert "by name" in texts(result)
    offered = options(result.response, "framework")
    caffe = next(option for option in offered if option["value"] == "caffe")
    await stage.alice.select(
        result.response, ["caffe"], custom_id=control_id(result.response, "framework")
    )
    assert "Caffe" in texts(result).splitlines()[1]
    assert f"**{caffe['description'].split()[0]}**" in texts(result)
    await stage.alice.select(
        result.response, ["*"], custom_id=control_id(result.response, "framework")
    )
    assert "Caffe" not in texts(result).splitlines()[1]


async def test_lists_and_cards_work_after_a_restart(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="object detection")
    card = await stage.alice.slash(stage.channel, "model show", model="matterport/Mask_RCNN")
    await stage.restart()
    await stage.alice.click(result.response, custom_id=control_id(result.response, "next"))
    assert "**6.**" in texts(result)
    await stage.alice.click(card.response, custom_id=tab_id(card.response, "l"))
    assert "Like **[Mask-RCNN]" in texts(card)


async def test_a_query_too_long_for_a_button_survives_a_restart(stage: Stage) -> None:
    query = "please find me a model that can do object detection for all of the things that i want"
    result = await stage.alice.slash(stage.channel, "model search", query=query)
    assert "mz:sort:" in control_id(result.response, "sort")
    assert ":@" in control_id(result.response, "sort")
    await stage.restart()
    await stage.alice.select(
        result.response, ["stars"], custom_id=control_id(result.response, "sort")
    )
    assert "by stars" in texts(result)


async def test_somebody_else_gets_a_private_copy_in_their_language(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="object detection")
    before = texts(result)
    copy = await stage.wei.click(result.response, custom_id=control_id(result.response, "next"))
    assert copy.ephemeral
    assert "个模型" in texts(copy)
    assert "**6.**" in texts(copy)
    assert texts(result) == before
    await stage.wei.click(copy.response, custom_id=control_id(copy.response, "next"))
    assert "**11.**" in texts(copy)


async def test_only_the_asker_and_moderators_remove_an_answer(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="yolo")
    refused = await stage.wei.click(
        result.response, custom_id=control_id(result.response, "remove")
    )
    assert refused.ephemeral
    assert "只有提问者或版主" in texts(refused)
    assert result.response is not None
    await stage.admin.click(result.response, custom_id=control_id(result.response, "remove"))
    assert result.response is None
    again = await stage.alice.slash(stage.channel, "model search", query="yolo")
    await stage.alice.click(again.response, custom_id=control_id(again.response, "remove"))
    assert again.response is None


async def test_a_private_answer_can_be_shared(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="yolo", private=True)
    assert result.ephemeral
    shared = await stage.alice.click(
        result.response, custom_id=control_id(result.response, "share")
    )
    assert not shared.ephemeral
    assert texts(shared) == texts(result)


async def test_open_shows_a_private_card_that_can_be_published(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="mask rcnn")
    card = await stage.wei.click(result.response, custom_id=control_id(result.response, "open"))
    assert card.ephemeral
    assert "实例分割" in texts(card)
    public = await stage.wei.click(card.response, custom_id=control_id(card.response, "publish"))
    assert not public.ephemeral


async def test_a_card_says_what_is_known(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model show", model="matterport/Mask_RCNN")
    shown = texts(result)
    for fact in (
        "[Mask-RCNN](https://github.com/matterport/Mask_RCNN)",
        "★",
        "🟠 dormant",
        "last push",
        "Instance segmentation",
        "arXiv 1703.06870",
        "MIT · permissive",
    ):
        assert fact in shown
    links = {c.get("url") for c in controls(result.response) if c.get("url")}
    assert "https://arxiv.org/abs/1703.06870" in links
    legend = await stage.alice.click(
        result.response, custom_id=control_id(result.response, "legend")
    )
    assert legend.ephemeral
    assert "within 180 days" in texts(legend)


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


async def test_too_many_searches_at_once_are_slowed_down(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="yolo")
    for _ in range(19):
        await stage.alice.click(result.response, custom_id=control_id(result.response, "open"))
    pressed = await stage.alice.click(
        result.response, custom_id=control_id(result.response, "next")
    )
    assert "Try again in" in texts(pressed)
    refused = await stage.alice.slash(stage.channel, "model search", query="yolo")
    assert refused.ephemeral
    assert "Try again in" in texts(refused)
    other = await stage.wei.slash(stage.channel, "model search", query="yolo")
    assert not other.ephemeral


async def test_a_fault_of_ours_is_one_sentence_with_the_id_of_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.expected_faults.append(RuntimeError)
    with (
        patch.object(SearchStore, "search", autospec=True, side_effect=RuntimeError("boom")),
        caplog.at_level(logging.ERROR),
    ):
        result = await stage.alice.slash(stage.channel, "model search", query="yolo")
        card = await stage.alice.slash(stage.channel, "model show", model="matterport/Mask_RCNN")
        pressed = await stage.alice.click(card.response, custom_id=tab_id(card.response, "l"))
    for answer in (result, pressed):
        shown = texts(answer)
        assert answer.ephemeral
        reference = shown.partition("`")[2].rstrip("`")
        assert reference in caplog.text
        assert "boom" not in shown
    assert "RuntimeError: boom" in caplog.text


async def test_a_stale_or_forged_control_is_answered(
    stage: Stage, services_forger: "Forger"
) -> None:
    answer = await services_forger(stage, "mz:list:1:0:@deadbeef")
    assert "no longer stored" in answer
    huge = await services_forger(stage, "mz:next:1:0:q=yolo&m=" + "9" * 40)
    assert "yolo" in huge
    gone = await services_forger(stage, "mz:open:1:999999:")
    assert "no longer in the catalogue" in gone
    for forged in ("mz:tab:1:1:zz", "mz:rnext:1:1:r12345", "mz:publish:1:1:r-1"):
        assert "no longer stored" in await services_forger(stage, forged)


Forger = Callable[[Stage, str], Any]


@pytest.fixture
def services_forger() -> Forger:
    """Send a message of the bot's with a control of our own making, and press it."""

    async def forge(stage: Stage, custom_id: str) -> str:
        channel = stage.env.bot.get_channel(stage.channel.id)
        assert isinstance(channel, discord.TextChannel)
        row = discord.ui.ActionRow[Any](discord.ui.Button(label="x", custom_id=custom_id))
        sent = await channel.send(view=message(row))
        return texts(await stage.alice.click(sent, custom_id=custom_id))

    return forge


def test_every_route_of_the_buttons_is_reachable() -> None:
    control = parse_control("mz:next:a:1:q=x")
    assert control is not None
    assert bot.interactions.answers.DEFER_AFTER_S < 3


async def test_a_search_is_narrowed_by_health(stage: Stage) -> None:
    shown = texts(
        await stage.alice.slash(stage.channel, "model search", query="gan", health="dormant")
    )
    assert "🟠 dormant" in shown
    shown = texts(await stage.wei.slash(stage.channel, "model search", query="gan", health="gone"))
    assert "没有找到模型" in shown
    assert "🪦 已不存在" in shown


async def test_help_explains_the_signs(stage: Stage) -> None:
    result = await stage.wei.slash(stage.channel, "help")
    pressed = await stage.wei.click(
        result.response, custom_id=control_id(result.response, "legend")
    )
    shown = texts(pressed)
    for word in ("已迁移", "许可证有变", "新版本", "久未更新"):
        assert word in shown


async def test_a_card_names_the_successor_and_who_says_so(stage: Stage) -> None:
    shown = texts(
        await stage.alice.slash(stage.channel, "model show", model="matterport/Mask_RCNN")
    )
    assert "**Successor** [facebookresearch/detectron2](https://github.com/" in shown
    assert "([source](https://" in shown
    shown = texts(
        await stage.wei.slash(stage.channel, "model show", model="facebookresearch/Detectron")
    )
    assert "**后继项目** [facebookresearch/detectron2]" in shown
    shown = texts(await stage.alice.slash(stage.channel, "model show", model="openai/whisper"))
    assert "Successor" not in shown


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
    await stage.alice.click(refused.response, custom_id=control_id(refused.response, "list"))
    shown = texts(refused)
    assert "yolo" in shown
    assert "PyTorch" in shown
    assert "Apache-2.0" in shown
