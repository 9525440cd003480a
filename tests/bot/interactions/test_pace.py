from tests.cogs.reading import control_id, texts
from tests.conftest import Stage


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
