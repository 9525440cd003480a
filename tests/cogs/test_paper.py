import pytest

from tests.cogs.reading import control_id, texts
from tests.conftest import Stage

MASK_RCNN = "1703.06870"


@pytest.mark.parametrize(
    "query",
    [
        MASK_RCNN,
        f"https://arxiv.org/abs/{MASK_RCNN}v3",
        f"arXiv:{MASK_RCNN}",
        "mask r-cnn",
        "Mask R",
    ],
)
async def test_a_paper_is_found_by_id_address_and_title(stage: Stage, query: str) -> None:
    shown = texts(await stage.alice.slash(stage.channel, "paper", query=query))
    assert f"## [Mask R-CNN](https://arxiv.org/abs/{MASK_RCNN})" in shown
    assert f"Implementations of arXiv {MASK_RCNN}" in shown
    assert "matterport/Mask" in shown
    assert "Keras" in shown


async def test_the_authors_own_code_stands_first_and_says_so(stage: Stage) -> None:
    shown = texts(await stage.alice.slash(stage.channel, "paper", query=MASK_RCNN))
    entries = shown.partition("\n**1.")[2]
    assert entries.index("facebookresearch/Detectron") < entries.index("matterport/Mask")
    assert entries.count("by the paper's authors") == 1
    card = texts(
        await stage.wei.slash(stage.channel, "model show", model="facebookresearch/Detectron")
    )
    assert f"arXiv {MASK_RCNN}](https://arxiv.org/abs/{MASK_RCNN}) (作者官方代码)" in card


async def test_it_answers_in_chinese(stage: Stage) -> None:
    shown = texts(await stage.wei.slash(stage.channel, "paper", query=MASK_RCNN, private=True))
    assert f"arXiv {MASK_RCNN} 的实现" in shown


async def test_titles_are_offered_while_one_types(stage: Stage) -> None:
    offered = await stage.alice.autocomplete(stage.channel, "paper", "query", "attention is")
    assert [(choice["name"], choice["value"]) for choice in offered] == [
        ("Attention Is All You Need · 1706.03762", "1706.03762")
    ]
    assert len(await stage.alice.autocomplete(stage.channel, "paper", "query", "")) == 25


async def test_a_word_of_many_titles_lists_the_papers_to_choose_from(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "paper", query="diffusion")
    shown = texts(result)
    assert "Papers that match “diffusion”" in shown
    assert shown.count("arXiv ") >= 8
    assert "There are more" in shown
    assert "Implementations of arXiv" not in shown
    chinese = texts(await stage.wei.slash(stage.channel, "paper", query="diffusion", private=True))
    assert "与「diffusion」相符的论文" in chinese


async def test_a_listed_paper_opens_its_implementations(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "paper", query="diffusion")
    opener = control_id(result.response, "list")
    await stage.alice.click(result.response, custom_id=opener)
    assert "Implementations of arXiv" in texts(result)


async def test_what_is_no_paper_or_has_no_entry_is_said(stage: Stage) -> None:
    unlisted = texts(await stage.alice.slash(stage.channel, "paper", query="2699.99999"))
    assert "No model in the catalogue implements arXiv 2699.99999 yet" in unlisted
    unknown = texts(await stage.alice.slash(stage.channel, "paper", query="xqzvw kjhgf"))
    assert "No paper in the catalogue matches" in unknown
