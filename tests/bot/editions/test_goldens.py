from pathlib import Path

import pytest

from bot.catalog.shipped import Shipped
from bot.editions.edition import SectionKind, select
from bot.editions.record import from_json, to_json
from tests.bot.editions.goldens import FOLDER, MONTHS, real_edition


@pytest.mark.parametrize("month", MONTHS)
async def test_real_months_are_composed_as_they_were_read_and_found_good(
    shipped: Shipped, catalogue_copy: Path, month: str
) -> None:
    edition = await real_edition(shipped, catalogue_copy, month)
    golden = (FOLDER / f"{month}.json").read_text(encoding="utf-8")
    assert to_json(edition) + "\n" == golden
    assert from_json(golden) == edition


@pytest.mark.parametrize("month", MONTHS)
def test_a_real_month_has_news_beside_its_top_lists(month: str) -> None:
    edition = from_json((FOLDER / f"{month}.json").read_text(encoding="utf-8"))
    shown = select(edition)
    rising, milestones = shown.section(SectionKind.RISING), shown.section(SectionKind.MILESTONES)
    assert rising is not None
    assert len(rising.lines) >= 4
    assert rising.again
    assert milestones is not None
    assert milestones.lines[0].rule == "passed"
