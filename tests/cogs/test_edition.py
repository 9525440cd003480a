import pytest

from tests.cogs.reading import texts
from tests.conftest import Stage


async def test_anyone_reads_the_newest_edition_alone(stage: Stage) -> None:
    shown = await stage.wei.slash(stage.channel, "edition")
    assert shown.ephemeral
    assert "# ModelZoo 月刊 · 2026年7月" in texts(shown)
    assert "涨星最多：MinerU" in texts(shown)


async def test_a_month_and_a_part_of_it_are_chosen(stage: Stage) -> None:
    shown = texts(
        await stage.alice.slash(stage.channel, "edition", month="July 2026", framework="PyTorch")
    )
    assert "# ModelZoo, July 2026 · PyTorch" in shown
    other = texts(await stage.alice.slash(stage.channel, "edition", category="audio-speech"))
    assert "# ModelZoo, July 2026 · Audio and speech" in other
    assert other != shown


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"month": "soon"}, "There is no edition for `soon`"),
        ({"month": "2026-12"}, "There is no edition for `2026-12`"),
        ({"category": "vegetables"}, "vegetables"),
    ],
)
async def test_what_can_t_be_is_explained(stage: Stage, options: dict[str, str], told: str) -> None:
    shown = await stage.alice.slash(stage.channel, "edition", **options)
    assert shown.ephemeral
    assert told in texts(shown)


async def test_months_and_terms_are_offered(stage: Stage) -> None:
    for typed in ("2026-07", "Jul 2026", "7/2026"):
        months = await stage.alice.autocomplete(stage.channel, "edition", "month", typed)
        assert [choice["value"] for choice in months] == ["2026-07"]
    months = await stage.wei.autocomplete(stage.channel, "edition", "month", "2026年7")
    assert [choice["value"] for choice in months] == ["2026-07"]
    frameworks = await stage.alice.autocomplete(stage.channel, "edition", "framework", "torch")
    assert "pytorch" in [choice["value"] for choice in frameworks]
    categories = await stage.alice.autocomplete(stage.channel, "edition", "category", "speech")
    assert categories[0]["value"] == "audio-speech"
