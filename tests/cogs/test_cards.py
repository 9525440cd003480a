from tests.cogs.reading import control_id, controls, texts
from tests.conftest import Stage


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


async def test_a_card_names_the_family_and_its_newest_generation(stage: Stage) -> None:
    shown = texts(
        await stage.alice.slash(stage.channel, "model show", model="deepseek-ai/DeepSeek-V3")
    )
    newer = "[deepseek-ai/DeepSeek-V3.2-Exp](https://github.com/deepseek-ai/DeepSeek-V3.2-Exp)"
    assert f"**Family** DeepSeek (16 models) · newer: {newer}" in shown
    shown = texts(
        await stage.wei.slash(stage.channel, "model show", model="deepseek-ai/DeepSeek-VL2")
    )
    assert "**系列** DeepSeek（16 个模型）\n" in shown
    shown = texts(await stage.alice.slash(stage.channel, "model show", model="yunjey/stargan"))
    assert shown.count("[clovaai/stargan-v2](") == 1  # the successor is not named twice


async def test_a_familys_word_lists_the_family_and_says_so(stage: Stage) -> None:
    shown = texts(await stage.alice.slash(stage.channel, "model search", query="deepseek"))
    assert "The DeepSeek family comes first" in shown
    shown = texts(await stage.wei.slash(stage.channel, "model search", query="千问"))
    assert "Qwen 系列排在最前" in shown
