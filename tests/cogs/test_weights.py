from typing import Any

import pytest

from bot.huggingface.checkpoint import Checkpoint, Gate
from bot.huggingface.client import utc_now
from tests.cogs.reading import control_id, controls, options, texts
from tests.conftest import TODAY, Stage

YI = "01-ai/Yi-Coder"
BASE = "01-ai/Yi-Coder-9B-Chat"
OWN = [
    Checkpoint(
        BASE,
        parameters=8_829_407_232,
        dtypes={"BF16": 8_829_407_232},
        formats=("safetensors",),
        license="apache-2.0",
        gate=Gate.OPEN,
        downloads=12_345,
        likes=210,
        seen=TODAY,
    ),
    Checkpoint(
        "01-ai/Yi-Coder-1.5B",
        parameters=1_476_495_360,
        dtypes={"BF16": 1_476_495_360},
        license="yi-license",
        gate=Gate.MANUAL,
        downloads=77,
        seen=TODAY,
    ),
]
MADE = [
    Checkpoint(
        f"fan{number}/Yi-{number}-GGUF",
        downloads=1_000 - number,
        bases=(BASE,),
        relation="quantized",
        seen=TODAY,
    )
    for number in range(7)
]


async def keep(stage: Stage, *checkpoints: Checkpoint) -> None:
    entry = await stage.services.catalog.find(YI)
    assert entry
    # As fetched just now: nothing asks Hugging Face, which the tests can't reach.
    store = stage.services.weights.store
    await store.keep(entry.id, checkpoints, utc_now(), has_others=True)


async def show(stage: Stage, person: str = "alice", **given: Any) -> Any:
    result = await getattr(stage, person).slash(stage.channel, "model weights", model=YI, **given)
    return result.response


async def test_checkpoints_are_listed_with_size_memory_licence_and_downloads(stage: Stage) -> None:
    await keep(stage, *OWN)
    shown = texts(await show(stage))
    assert "Checkpoints on Hugging Face" in shown
    assert f"**1.** **[{BASE}](https://huggingface.co/{BASE})** · 8.8B · BF16" in shown
    assert "at least 18 GB in BF16, 9.4 GB in 8 bits, 4.9 GB in 4 bits" in shown
    assert "apache-2.0 · 12,345 downloads in 30 days · 210 likes" in shown
    assert "yi\\-license" in shown or "yi-license" in shown
    assert "🔒 form on Hugging Face, approved by hand" in shown
    assert "Memory is for the weights alone" in shown


async def test_they_are_listed_in_chinese(stage: Stage) -> None:
    await keep(stage, *OWN)
    shown = texts(await show(stage, "wei", fits="8 GB"))
    assert "**作者发布**" in shown
    assert "✅ 4 位可放入 8 GB" in shown
    assert "30 天下载 12,345 次" in shown
    assert "2 个中有 **2** 个能放入 8 GB" in shown


async def test_what_does_not_fit_is_left_out_and_counted(stage: Stage) -> None:
    await keep(stage, *OWN)
    shown = texts(await show(stage, fits="4"))
    assert "**1** of 2 fits in 4 GB" in shown
    assert BASE not in shown


async def test_a_menu_chooses_the_card_and_pages_keep_it(stage: Stage) -> None:
    await keep(stage, *OWN, *MADE)
    response = await show(stage)
    assert "1 / 2" in str(controls(response))
    menu = control_id(response, "wfits")
    chosen = await stage.alice.select(response, values=["24"], custom_id=menu)
    shown = texts(chosen.response)
    assert "**2** of 9 fit in 24 GB" in shown  # nothing is known of the others' size
    response = await show(stage)
    turned = await stage.alice.click(response, custom_id=control_id(response, "wnext"))
    shown = texts(turned.response)
    assert "**6.**" in shown
    assert "**9.**" in shown
    await stage.restart()
    back = await stage.alice.click(turned.response, custom_id=control_id(turned.response, "wprev"))
    assert "**1.**" in texts(back.response)


async def test_without_hugging_face_the_known_names_are_shown(stage: Stage) -> None:
    shown = texts(await show(stage))
    assert BASE in shown
    assert "9B by its name" in shown
    assert "Hugging Face can't be reached just now" in shown


async def test_without_hugging_face_and_names_it_is_said(stage: Stage) -> None:
    result = await stage.wei.slash(stage.channel, "model weights", model="198808xc/Pangu-Weather")
    assert "暂时无法访问 Hugging Face" in texts(result)


async def test_where_nothing_leads_to_hugging_face_it_is_said(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model weights", model="ikostrikov/pytorch-a3c")
    assert "No checkpoints are known on Hugging Face" in texts(result)
    assert "As of" not in texts(result)


@pytest.mark.parametrize(
    ("person", "words"), [("alice", "no size of memory"), ("wei", "不是显存大小")]
)
async def test_a_size_that_is_none_is_answered(stage: Stage, person: str, words: str) -> None:
    result = await getattr(stage, person).slash(
        stage.channel, "model weights", model=YI, fits="lots @everyone"
    )
    assert words in texts(result)
    assert "24 GB" in texts(result)


async def test_the_card_has_a_tab_and_the_list_leads_back(stage: Stage) -> None:
    await keep(stage, *OWN)
    card = (await stage.alice.slash(stage.channel, "model show", model=YI)).response
    (tab,) = [c["custom_id"] for c in controls(card) if c.get("label") == "Checkpoints"]
    opened = await stage.alice.click(card, custom_id=tab)
    assert "8.8B" in texts(opened.response)
    (legend,) = [
        c["custom_id"] for c in controls(opened.response) if "wlegend" in str(c.get("custom_id"))
    ]
    explained = await stage.alice.click(opened.response, custom_id=legend)
    assert "lower bound" in texts(explained.response)
    assert options(opened.response, "wfits")[0]["label"] == "Any size"


async def test_a_search_asks_for_what_fits(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model search", query="llm", fits="8 GB")
    assert "fits 8 GB" in texts(result)
    assert "larger or of unknown size" in texts(result)
    await stage.restart()
    dropped = control_id(result.response, "dropb")
    await stage.alice.click(result.response, custom_id=dropped)
    assert "fits 8 GB" not in texts(result)
    result = await stage.wei.slash(stage.channel, "model search", query="大模型", fits="很大")
    assert "不是显存大小" in texts(result)
    assert result.ephemeral
