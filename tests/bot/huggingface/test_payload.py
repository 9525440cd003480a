from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.huggingface.checkpoint import Gate
from bot.huggingface.payload import FIELDS, PayloadError, parse_model, parse_models
from tests.hub.server import model

DAY = date(2026, 11, 27)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_a_whole_answer_is_read() -> None:
    found = parse_model(
        model(
            "Qwen/Qwen2.5-VL-7B-Instruct",
            safetensors={"parameters": {"BF16": 8_292_166_656}, "total": 8_292_166_656},
            tags=["transformers", "safetensors", "arxiv:2309.00071", "license:apache-2.0"],
            gated="manual",
            downloads=3_000_000,
            likes=1_200,
            cardData={"license": "apache-2.0"},
        ),
        DAY,
    )
    assert found.id == "Qwen/Qwen2.5-VL-7B-Instruct"
    assert found.parameters == 8_292_166_656
    assert found.dtypes == {"BF16": 8_292_166_656}
    assert found.formats == ("safetensors",)
    assert (found.license, found.gate) == ("apache-2.0", Gate.MANUAL)
    assert (found.downloads, found.likes) == (3_000_000, 1_200)
    assert found.modified == date(2026, 6, 1)
    assert (found.bases, found.relation, found.seen) == ((), None, DAY)


@pytest.mark.parametrize(
    "facts",
    [
        {"tags": ["base_model:lab/Base", "base_model:quantized:lab/Base"]},
        {"baseModels": {"relation": "quantized", "models": [{"_id": "1", "id": "lab/Base"}]}},
        {"cardData": {"base_model": ["lab/Base"], "base_model_relation": "quantized"}},
        {"cardData": {"base_model": "lab/Base", "base_model_relation": "quantized"}},
    ],
)
def test_the_base_is_read_wherever_it_is_told(facts: dict[str, Any]) -> None:
    found = parse_model(model("fan/Base-x", **facts), DAY)
    assert found.bases == ("lab/Base",)
    assert found.relation == "quantized"
    assert found.is_conversion


def test_a_licence_of_its_own_has_its_name() -> None:
    card = {"license": "other", "license_name": "qwen-research"}
    assert parse_model(model("a/b", cardData=card), DAY).license == "qwen-research"
    assert parse_model(model("a/b", cardData={"license": ["mit"]}), DAY).license == "mit"
    assert parse_model(model("a/b", tags=["license:openrail"]), DAY).license == "openrail"
    assert parse_model(model("a/b", cardData={"license": "unknown"}), DAY).license is None
    assert parse_model(model("a/b", cardData={"license": "<b>"}), DAY).license is None


def test_the_parameters_of_gguf_count() -> None:
    found = parse_model(model("a/b", gguf={"total": 7, "architecture": "llama"}), DAY)
    assert (found.parameters, found.formats) == (7, ("gguf",))


@pytest.mark.parametrize(
    "value", [None, [], "a/b", {}, {"id": "nothing"}, {"id": 1}, {"id": "a/b\n"}]
)
def test_what_has_no_id_is_refused(value: object) -> None:
    with pytest.raises(PayloadError):
        parse_model(value, DAY)


def test_one_bad_row_of_a_list_harms_itself_alone() -> None:
    found = parse_models([model("a/b"), {"id": "??"}, None, model("c/d")], DAY)
    assert [each.id for each in found] == ["a/b", "c/d"]
    with pytest.raises(PayloadError):
        parse_models({"error": "x"}, DAY)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_field_may_hold_anything(facts: dict[str, Any]) -> None:
    found = parse_model({"id": "a/b", **facts}, DAY)
    assert found.id == "a/b"
    assert found.parameters is None or found.parameters >= 0
    assert all(isinstance(count, int) for count in found.dtypes.values())
