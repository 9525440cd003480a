import pytest

from bot.search.index import is_small


@pytest.mark.parametrize(
    "summary",
    [
        "LLMs from 0.6B to 235B",
        "Tiny synthesis (about 15M parameters) for CPUs",
        "1.6B text-to-speech model",
        "models of 1.8B, 7B and 30B",
    ],
)
def test_a_summary_tells_of_a_small_model(summary: str) -> None:
    assert is_small(summary)


@pytest.mark.parametrize(
    "summary",
    [
        "base and chat LLMs of 7B to 72B",
        "pretrained on 300M human images",
        "456B reasoning model with 1M context",
        "48B hybrid LLM (3B active)",
        "7B model trained on 2B tokens",
        "one mobile gigabyte",
    ],
)
def test_counts_of_something_else_are_no_size(summary: str) -> None:
    assert not is_small(summary)
