from collections.abc import Callable
from typing import Any

import discord
import pytest

import bot.interactions.answers
from bot.ui.navigation import message, parse_control
from tests.cogs.reading import control_id, options, tab_id, texts
from tests.conftest import Stage


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


async def test_a_stale_or_forged_control_is_answered(
    stage: Stage, services_forger: "Forger"
) -> None:
    answer = await services_forger(stage, "mz:list:1:0:@deadbeef")
    assert "are no longer stored" in answer
    huge = await services_forger(stage, "mz:next:1:0:q=yolo&m=" + "9" * 40)
    assert "yolo" in huge
    gone = await services_forger(stage, "mz:open:1:999999:")
    assert "no longer in the catalogue" in gone
    for forged in ("mz:tab:1:1:zz", "mz:rnext:1:1:r12345", "mz:publish:1:1:r-1"):
        assert "are no longer stored" in await services_forger(stage, forged)


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


def _field(shown: Any) -> str:
    return str(shown.modal["components"][0]["component"]["custom_id"])
