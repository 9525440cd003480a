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
