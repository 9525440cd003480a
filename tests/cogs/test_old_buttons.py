"""Buttons pressed long after they were posted: on a catalogue that was built again, moved, or has forgotten the model."""

from typing import Any

import discord
import pytest

from bot.ui.navigation import Control, message
from tests.cogs.reading import control_id, controls, tab_id, texts
from tests.conftest import Stage

MASK, WHISPER = "matterport/Mask_RCNN", "openai/whisper"


async def _number(stage: Stage, name: str) -> int:
    entry = await stage.services.catalog.find(name)
    assert entry
    return entry.id


async def _sql(stage: Stage, sql: str, *values: object) -> None:
    await stage.services.catalog._database.write(  # pyright: ignore[reportPrivateUsage]  # to set the scene
        lambda db: db.execute(sql, values)
    )


async def _press(stage: Stage, custom_id: str) -> Any:
    channel = stage.env.bot.get_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    row = discord.ui.ActionRow[Any](discord.ui.Button(label="x", custom_id=custom_id))
    sent = await channel.send(view=message(row))
    return await stage.alice.click(sent, custom_id=custom_id)


async def test_buttons_carry_numbers(stage: Stage) -> None:
    number = await _number(stage, WHISPER)
    card = await stage.alice.slash(stage.channel, "model show", model=WHISPER)
    carried = [c["custom_id"] for c in controls(card.response) if "custom_id" in c]
    assert carried
    assert {custom_id.split(":")[3] for custom_id in carried} == {f"0{number}"}
    compared = await stage.alice.slash(stage.channel, "model compare", first=WHISPER, second=MASK)
    chart = control_id(compared.response, "chart")
    assert f"0{number}.0{await _number(stage, MASK)};" in chart


@pytest.mark.parametrize("action", ["open", "publish", "tab", "like", "stars"])
async def test_a_row_of_before_finds_its_model(stage: Stage, action: str) -> None:
    # The catalogue of then had whisper where Mask R-CNN's number is now.
    there = await _number(stage, MASK)
    own = await _number(stage, WHISPER)
    await _sql(stage, "INSERT INTO entry_former_number VALUES ('row', ?, ?)", there, own)
    shown = texts(await _press(stage, f"mz:{action}:1:{there}:"))
    assert "whisper" in shown.casefold()
    assert "Mask_RCNN" not in shown.replace("\\", "")
    # A number is Mask R-CNN's own, whatever a row of then said.
    shown = texts(await _press(stage, Control(action, 1, entry=there).custom_id))
    assert "mask" in shown.casefold()


async def test_a_chart_of_before_draws_its_models(stage: Stage) -> None:
    there, own = await _number(stage, MASK), await _number(stage, WHISPER)
    await _sql(stage, "INSERT INTO entry_former_number VALUES ('row', ?, ?)", there, own)
    assert "whisper" in texts(await _press(stage, f"mz:chart:1:0:{there};adn"))
    assert "Mask" in texts(await _press(stage, f"mz:chart:1:0:0{there};adn"))


async def test_a_button_whose_model_is_not_there_says_so(stage: Stage) -> None:
    gone = ("open", "publish", "tab", "like", "stars")
    for custom_id in (
        *(Control(action, 1, entry=999_999).custom_id for action in gone),
        *(f"mz:{action}:1:999999:" for action in gone),
        Control("rnext", 1, state="r2", entry=99_999_999).custom_id,
        "mz:chart:1:0:0999999.0888888;adn",
        "mz:chart:1:0:999999;adn",
        "mz:open:1:00:",
    ):
        answer = await _press(stage, custom_id)
        assert answer.ephemeral
        assert "This message is old" in texts(answer), custom_id
        assert "</model search:" in texts(answer)


async def test_a_card_goes_on_after_its_number_changed(stage: Stage) -> None:
    card = await stage.alice.slash(stage.channel, "model show", model=WHISPER)
    stars = tab_id(card.response, "s")
    number = await _number(stage, WHISPER)
    await _sql(stage, "INSERT INTO entry_former_number VALUES ('number', 900000, ?)", number)
    shown = await _press(stage, stars.replace(f":0{number}:", ":0900000:"))
    assert "whisper" in texts(shown)


async def test_a_list_of_similar_models_is_like_an_entry_not_a_name(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model similar", model=WHISPER)
    turn = control_id(result.response, "next")
    assert turn.endswith(f"k=0{await _number(stage, WHISPER)}")
    # Its name is another repository's by now.
    await _sql(stage, "UPDATE entry SET full_name = 'openai/murmur' WHERE full_name = ?", WHISPER)
    await _sql(stage, "UPDATE entry SET full_name = ? WHERE full_name = ?", WHISPER, MASK)
    assert "Like openai/murmur" in texts(await _press(stage, turn))


@pytest.mark.parametrize("like", ["0999999", "no/body"])
async def test_a_list_like_a_model_that_is_not_there_says_so(stage: Stage, like: str) -> None:
    assert "This message is old" in texts(await _press(stage, f"mz:next:1:1:k={like}"))


async def test_a_list_of_before_is_like_the_name_that_it_carries(stage: Stage) -> None:
    assert "Like openai/whisper" in texts(await _press(stage, f"mz:next:1:0:k={WHISPER}"))
