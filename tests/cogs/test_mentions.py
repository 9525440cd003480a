import discord
import pytest

from bot.ui.mentions import FIND, sample_page
from bot.ui.navigation import Control
from tests.cogs.reading import control_id, texts
from tests.conftest import Stage

MENU = "Find models in this message"


async def _found(stage: Stage, text: str, person: str = "alice") -> str:
    message = await stage.admin.send(stage.channel, text)
    result = await getattr(stage, person).context_menu(stage.channel, MENU, message)
    assert result.ephemeral
    return texts(result)


async def test_links_and_names_become_cards(stage: Stage) -> None:
    shown = await _found(
        stage,
        "see https://github.com/openai/whisper/blob/main/README.md and arxiv.org/abs/1703.06870,"
        " or waifu2x. I love the gan and pytorch!",
    )
    for name in ("openai/whisper", "matterport/Mask", "nagadomi/waifu2x"):
        assert name in shown
    assert "Not in the catalogue yet" not in shown


async def test_what_is_not_listed_is_offered_as_a_link(stage: Stage) -> None:
    shown = await _found(
        stage,
        "https://github.com/nobody/new-model.git https://arxiv.org/pdf/2699.12345v2"
        " https://huggingface.co/someone/thing https://github.com/topics/gan",
        "wei",
    )
    assert "目录尚未收录" in shown
    assert "[nobody/new-model](https://github.com/nobody/new-model)" in shown
    assert "[arXiv 2699.12345](https://arxiv.org/abs/2699.12345)" in shown
    assert "[someone/thing](https://huggingface.co/someone/thing)" in shown
    assert "topics" not in shown


async def test_a_message_without_models_says_so(stage: Stage) -> None:
    assert "no name that the catalogue knows" in await _found(stage, "good morning everybody")


async def test_a_found_entry_opens(stage: Stage) -> None:
    message = await stage.admin.send(stage.channel, "github.com/openai/whisper")
    result = await stage.alice.context_menu(stage.channel, MENU, message)
    opened = await stage.alice.click(result.response, custom_id=control_id(result.response, "open"))
    assert "OpenAI's Whisper" in texts(opened)


@pytest.mark.parametrize("person", ["alice", "wei"])
async def test_a_button_finds_the_models_in_the_message_above_it(stage: Stage, person: str) -> None:
    channel = stage.env.bot.get_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send(view=sample_page(stage.services.languages))
    sample = stage.channel.last_message
    page = str(sample_page(stage.services.languages).to_components())
    assert all(language("menu-mentions") in page for language in stage.services.languages.values())
    await stage.restart()
    result = await getattr(stage, person).click(sample, custom_id=Control(FIND, 0).custom_id)
    assert result.ephemeral
    shown = texts(result)
    for name in ("openai/whisper", "matterport/Mask", "nagadomi/waifu2x"):
        assert name in shown


async def test_the_bots_own_messages_are_read_as_well(stage: Stage) -> None:
    await stage.alice.slash(stage.channel, "model search", query="waifu2x")
    listed = stage.channel.last_message
    found = await stage.wei.context_menu(stage.channel, MENU, listed)
    assert "nagadomi/waifu2x" in texts(found)
