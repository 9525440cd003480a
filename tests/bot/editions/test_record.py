import json

import pytest

from bot.editions.compose import compose
from bot.editions.record import RecordError, from_json, to_json
from bot.editions.sources.material import Material
from tests.bot.editions.samples import JULY, crowd

WRITTEN = to_json(compose(JULY, Material(tuple(crowd()))))


def test_every_number_and_its_rule_can_be_read() -> None:
    record = json.loads(WRITTEN)
    assert (record["format"], record["month"], record["counted"]) == (1, "2026-07", 10)
    assert record["sections"][0]["lines"][0] == {
        "model": "lab/graphs-0",
        "rule": "gained",
        "figures": {
            "gained": 12,
            "before": 1000,
            "stars": 1012,
            "since": "2026-07-01",
            "until": "2026-08-01",
            "rank": 1,
        },
    }
    assert record["models"]["lab/graphs-0"]["url"] == "https://github.com/lab/graphs-0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        WRITTEN.replace('"format": 1', '"format": 2'),
        WRITTEN.replace('"month": "2026-07"', '"month": "2026-13"'),
        WRITTEN.replace('"kind": "rising"', '"kind": "falling"'),
        WRITTEN[:-200],
    ],
)
def test_what_is_no_edition_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        from_json(text)
