from typing import Any

import pytest

from tests.cogs.reading import control_id, controls, tab_id, texts
from tests.conftest import Stage
from tests.limits import walk

MASK, DETECTRON = "matterport/Mask_RCNN", "facebookresearch/detectron2"


def _pictures(result: Any) -> list[Any]:
    message = getattr(result, "response", None) or result
    galleries: list[list[Any]] = [part.get("items") or [] for part in walk(message.components)]
    return [item for items in galleries for item in items]


@pytest.mark.parametrize(("person", "title"), [("alice", "Side by side"), ("wei", "对比")])
async def test_models_stand_side_by_side_with_their_curves(
    stage: Stage, person: str, title: str
) -> None:
    result = await getattr(stage, person).slash(
        stage.channel, "model compare", first=MASK, second="openai/whisper", third=DETECTRON
    )
    shown = texts(result)
    assert title in shown
    assert "🟧 **[" in shown
    assert "matterport/Mask" in shown
    assert "🟩" in shown
    (picture,) = _pictures(result)
    assert "stars.png" in picture["media"]["url"]
    assert MASK in picture["description"]
    assert len(picture["description"]) <= 1_000
    assert result.response.attachments[0].filename == "stars.png"


async def test_the_chart_is_drawn_otherwise_and_others_get_a_copy(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model compare", first=MASK, second=DETECTRON)
    before = _pictures(result)[0]["description"]
    by_age = next(c for c in controls(result.response) if c.get("label") == "By age")
    await stage.restart()
    await stage.alice.click(result.response, custom_id=by_age["custom_id"])
    after = _pictures(result)[0]["description"]
    assert before != after
    assert "age" in after
    copy = await stage.wei.click(result.response, custom_id=control_id(result.response, "chart"))
    assert copy.ephemeral
    assert "对比" in texts(copy)


async def test_a_card_shows_its_stars(stage: Stage) -> None:
    card = await stage.alice.slash(stage.channel, "model show", model=MASK)
    shown = await stage.wei.click(card.response, custom_id=tab_id(card.response, "s"))
    assert shown.ephemeral
    assert "星标走势" in texts(shown)
    assert _pictures(shown)
    labels = [control.get("label") for control in controls(shown.response)]
    assert labels[:4] == ["30 天", "1 年", "全部", "对数刻度"]


async def test_who_asked_can_remove_a_comparison(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model compare", first=MASK, second=DETECTRON)
    refused = await stage.wei.click(
        result.response, custom_id=control_id(result.response, "remove")
    )
    assert refused.ephemeral
    await stage.alice.click(result.response, custom_id=control_id(result.response, "remove"))
    assert result.response is None


async def test_what_cannot_be_compared_is_said(stage: Stage) -> None:
    same = await stage.alice.slash(stage.channel, "model compare", first=MASK, second=MASK)
    assert "are the same model" in texts(same)
    unknown = await stage.alice.slash(
        stage.channel, "model compare", first=MASK, second="xqzvw kjhgf"
    )
    assert "exactly one model" in texts(unknown)


async def test_an_entry_without_counts_has_no_picture(stage: Stage) -> None:
    await stage.services.catalog._database.write(  # pyright: ignore[reportPrivateUsage]  # to set the scene
        lambda db: db.execute("DELETE FROM star_snapshot")
    )
    card = await stage.alice.slash(stage.channel, "model show", model=MASK)
    await stage.alice.click(card.response, custom_id=tab_id(card.response, "s"))
    shown = card
    assert "No star counts are known yet" in texts(shown)
    assert _pictures(shown) == []
