import pytest

from bot.huggingface.checkpoint import (
    Checkpoint,
    Origin,
    checkpoint_of_link,
    known_names,
    known_owners,
    owner_of_link,
    placed,
)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://huggingface.co/Qwen/Qwen3-8B", "Qwen/Qwen3-8B"),
        ("https://hf.co/Qwen/Qwen3-8B/", "Qwen/Qwen3-8B"),
        ("https://huggingface.co/Qwen/Qwen3-8B/tree/main", "Qwen/Qwen3-8B"),
        ("https://huggingface.co/Qwen/Qwen3-8B?library=vllm", "Qwen/Qwen3-8B"),
        ("https://www.huggingface.co/a/b#files", "a/b"),
        ("https://huggingface.co/Qwen", None),
        ("https://huggingface.co/datasets/a/b", None),
        ("https://huggingface.co/spaces/a/b", None),
        ("https://huggingface.co/collections/Qwen/qwen3-67dd", None),
        ("https://huggingface.co/papers/2309.00071", None),
        ("https://huggingface.co.evil.example/a/b", None),
        ("https://github.com/a/b", None),
        ("https://huggingface.co/a/..", None),
    ],
)
def test_a_link_leads_to_its_checkpoint(url: str, name: str | None) -> None:
    assert checkpoint_of_link(url) == name


def test_an_account_is_read_off_models_collections_and_itself() -> None:
    assert owner_of_link("https://huggingface.co/Qwen/Qwen3-8B") == "Qwen"
    assert owner_of_link("https://huggingface.co/Qwen") == "Qwen"
    assert owner_of_link("https://huggingface.co/collections/Qwen/qwen3-67dd") == "Qwen"
    assert owner_of_link("https://huggingface.co/datasets/a/b") is None
    assert owner_of_link("https://example.org/Qwen") is None


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("Qwen3-8B", 8_000_000_000),
        ("Qwen2.5-0.5B-Instruct", 500_000_000),
        ("Mixtral-8x7B-v0.1", None),
        ("opt-350m", 350_000_000),
        ("stablelm-2-1_6b", 1_600_000_000),
        ("Qwen2_7B", None),
        ("Qwen3-30B-A3B", 30_000_000_000),
        ("model-4bit", None),
        ("llama-v3b2", None),
        ("whisper-large-v3", None),
        ("t5-11b", 11_000_000_000),
        ("Yi-34B-200K", 34_000_000_000),
    ],
)
def test_parameters_are_read_off_a_name(name: str, parameters: int | None) -> None:
    assert Checkpoint(f"a/{name}").named_parameters == parameters


@pytest.mark.parametrize(
    "name",
    [
        "X-7B-GGUF",
        "X-AWQ",
        "X-GPTQ-Int4",
        "X-4bit",
        "X-8bit-mlx",
        "X.Q4_K_M",
        "x-onnx",
        "X-FP8",
        "x_int8",
    ],
)
def test_a_conversion_is_told_by_its_name(name: str) -> None:
    assert Checkpoint(f"a/{name}").is_conversion


@pytest.mark.parametrize("name", ["Qwen3-8B", "whisper-large", "MagGUFfin", "q-align", "awqa-x"])
def test_another_name_is_no_conversion(name: str) -> None:
    assert not Checkpoint(f"a/{name}").is_conversion


def test_the_makers_own_come_first_then_conversions_then_what_was_made_from_them() -> None:
    found = placed(
        [
            Checkpoint("fan/Story", downloads=900, bases=("lab/Base",), relation="finetune"),
            Checkpoint("other/Base-GGUF", downloads=5_000),
            Checkpoint("lab/Base", downloads=10),
            Checkpoint("Lab/Chat", downloads=20),
            Checkpoint("lab/Base-AWQ", downloads=7),
            Checkpoint("lab/Quiet"),
        ],
        ["lab"],
    )
    assert [(each.checkpoint.id, each.origin) for each in found] == [
        ("Lab/Chat", Origin.OWN),
        ("lab/Base", Origin.OWN),
        ("lab/Quiet", Origin.OWN),
        ("other/Base-GGUF", Origin.CONVERSION),
        ("lab/Base-AWQ", Origin.CONVERSION),
        ("fan/Story", Origin.FINE_TUNE),
    ]


def test_an_entry_names_checkpoints_and_accounts() -> None:
    names = ["lab", "lab/Base", "Lab/Base", "team/Other"]
    link = "https://huggingface.co/lab/Chat"
    assert known_names(names, link) == ["Lab/Base", "team/Other", "lab/Chat"]
    assert [owner.casefold() for owner in known_owners(names, link)] == ["lab", "team"]
    assert known_names([], "https://zenodo.org/1") == []
    assert known_owners([], None) == []
