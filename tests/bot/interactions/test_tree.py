import logging
from unittest.mock import patch

import pytest

from bot.search.store import SearchStore
from tests.cogs.reading import tab_id, texts
from tests.conftest import Stage


async def test_a_fault_of_ours_is_one_sentence_with_the_id_of_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.expected_faults.append(RuntimeError)
    with (
        patch.object(SearchStore, "search", autospec=True, side_effect=RuntimeError("boom")),
        caplog.at_level(logging.ERROR),
    ):
        result = await stage.alice.slash(stage.channel, "model search", query="yolo")
        card = await stage.alice.slash(stage.channel, "model show", model="matterport/Mask_RCNN")
        pressed = await stage.alice.click(card.response, custom_id=tab_id(card.response, "l"))
    for answer in (result, pressed):
        shown = texts(answer)
        assert answer.ephemeral
        reference = shown.partition("`")[2].rstrip("`")
        assert reference in caplog.text
        assert "boom" not in shown
    assert "RuntimeError: boom" in caplog.text
