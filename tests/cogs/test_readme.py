from datetime import UTC, datetime
from typing import Any

import pytest

from bot.github.results import Target
from tests.bot.readme.rendering import github_html
from tests.bot.readme.samples import CHINESE, DETECTOR
from tests.cogs.reading import control_id, controls, options, tab_id, texts
from tests.conftest import Stage
from tests.limits import walk

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MASK = "matterport/Mask_RCNN"
LONG = "# Long\n\n" + "".join(
    f"## Part {n}\n\n" + "A sentence of this part. " * 60 + "\n\n" for n in range(30)
)


async def arrive(stage: Stage, markdown: str, name: str = MASK) -> None:
    entry = await stage.services.catalog.find(name)
    assert entry
    target = Target(entry.id, name, None, None, head="1")
    store = stage.services.refresher.store
    await store.store_readme(target, github_html(markdown), None, NOW)


def labels(message: Any) -> list[str]:
    return [str(control.get("label")) for control in controls(message) if control.get("label")]


@pytest.mark.parametrize(
    ("person", "tabs"),
    [
        ("alice", ["Overview", "README", "Quick start", "Stars", "Similar"]),
        ("wei", ["概览", "README", "快速上手", "星标", "相似模型"]),
    ],
)
async def test_a_readme_is_read_in_chat(stage: Stage, person: str, tabs: list[str]) -> None:
    await arrive(stage, DETECTOR)
    result = await getattr(stage, person).slash(stage.channel, "model readme", model=MASK)
    shown = texts(result)
    assert "## Official NetV9" in shown
    assert "```shell\npip install netv9\n```" in shown
    galleries: list[Any] = [
        part["items"] for part in walk(result.response.components) if part.get("type") == 12
    ]
    assert galleries[0][0]["description"] == "Five dogs in boxes"
    assert [option["label"].strip() for option in options(result.response, "rsection")] == [
        "Official NetV9",
        "Performance",
        "Installation",
        "Testing",
        "Citation",
    ]
    assert [label for label in labels(result.response) if label in tabs] == tabs
    links = [control.get("url") for control in controls(result.response) if control.get("url")]
    assert links == [f"https://github.com/{MASK}#readme"]


async def test_pages_are_turned_and_sections_jumped_to_after_a_restart(stage: Stage) -> None:
    await arrive(stage, LONG)
    result = await stage.alice.slash(stage.channel, "model readme", model=MASK)
    first = texts(result)
    await stage.restart()
    await stage.alice.click(result.response, custom_id=control_id(result.response, "rnext"))
    assert texts(result) != first
    chosen = [
        option["label"].strip()
        for option in options(result.response, "rsection")
        if option.get("default")
    ]
    assert len(chosen) == 1
    assert f"### {chosen[0]}\n" in texts(result)
    last = options(result.response, "rsection")[-1]
    await stage.alice.select(
        result.response, [last["value"]], custom_id=control_id(result.response, "rsection")
    )
    assert last["label"].strip() in texts(result)
    assert next(
        c for c in controls(result.response) if str(c.get("custom_id")).startswith("mz:rhere")
    )["disabled"]
    copy = await stage.wei.click(result.response, custom_id=control_id(result.response, "rprev"))
    assert copy.ephemeral


async def test_a_person_walks_through_all_sides_in_one_message(stage: Stage) -> None:
    await arrive(stage, DETECTOR)
    card = await stage.alice.slash(stage.channel, "model show", model=MASK)
    await stage.restart()
    for tab, told in (
        ("r", "## Official NetV9"),
        ("q", "**Pretrained weights**\n- [NetV9]("),
        ("s", "Stars over time"),
        ("l", "**Successor** "),
        ("c", "**Health** "),
    ):
        await stage.alice.click(card.response, custom_id=tab_id(card.response, tab))
        assert told in texts(card)
    assert card.response.attachments == []


async def test_a_private_side_is_shared_as_it_is(stage: Stage) -> None:
    await arrive(stage, LONG)
    result = await stage.alice.slash(stage.channel, "model readme", model=MASK, private=True)
    assert result.ephemeral
    await stage.alice.click(result.response, custom_id=control_id(result.response, "rnext"))
    page = texts(result)
    shared = await stage.alice.click(
        result.response, custom_id=control_id(result.response, "publish")
    )
    assert not shared.ephemeral
    assert texts(shared) == page


async def test_the_quick_start_says_what_the_readme_says(stage: Stage) -> None:
    await arrive(stage, CHINESE)
    card = await stage.wei.slash(stage.channel, "model show", model=MASK)
    await stage.wei.click(card.response, custom_id=tab_id(card.response, "q"))
    shown = texts(card)
    assert "**安装**\n```shell\npip install chinese-model\n```" in shown
    assert "**结果**\n```\n模型" in shown
    assert "**引用**" not in shown
    await arrive(stage, "Only words.", "openai/whisper")
    bare = await stage.alice.slash(stage.channel, "model show", model="openai/whisper")
    await stage.alice.click(bare.response, custom_id=tab_id(bare.response, "q"))
    assert "doesn't clearly say" in texts(bare)


async def test_a_readme_that_can_t_be_had_is_explained(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model readme", model=MASK)
    assert "GitHub doesn't give it now" in texts(result)
    result = await stage.wei.slash(stage.channel, "model readme", model="xqzvw kjhgf")
    assert result.ephemeral
    assert "xqzvw" in texts(result)


async def test_similar_lists_the_successor_first(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "model similar", model=MASK)
    assert "**Successor** [facebookresearch/detectron2]" in texts(result)
