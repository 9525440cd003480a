import pytest

from bot.search import tokens
from bot.search.letters import is_spelled_out, plain_letters


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("ВERT", "BERT"),  # a Cyrillic В
        ("yоlоv5", "yolov5"),  # Cyrillic о
        ("ΒERT", "BERT"),  # a Greek Β
        ("нейросеть", "нейросеть"),
        ("β-VAE", "β-VAE"),
        ("π0", "π0"),
    ],
)
def test_letters_that_look_latin_are_latin_in_a_latin_word(typed: str, plain: str) -> None:
    assert plain_letters(typed) == plain


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("c++", ["cplusplus"]),
        ("C#", ["csharp"]),
        ("a*", ["astar"]),
        (".NET", ["dotnet"]),
        ("用c++写的", ["用", "cplusplus", "写的"]),
        ("deep lab v3+", ["deep", "lab", "v3"]),
        ("yolox_s.pth", ["yolox", "s", "pth"]),
        ("**bold**", ["bold"]),
        ("a*b", ["a", "b"]),
    ],
)
def test_a_sign_that_makes_a_name_is_a_word(typed: str, words: list[str]) -> None:
    found = tokens.runs(typed)
    assert found == words
    assert is_spelled_out(found[0]) == (typed[0] not in "用dyb*" and typed != "a*b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("YOLO v7", "yolo7"),
        ("yolov7", "yolo-v7"),
        ("stylegan2", "StyleGAN v2"),
        ("stable-diffusion-v1-5", "Stable Diffusion 1.5"),
        ("DreamerV3", "dreamer 3"),
    ],
)
def test_a_version_has_one_key_however_it_is_written(one: str, other: str) -> None:
    assert tokens.name_key(one) == tokens.name_key(other)


def test_a_v_inside_a_name_stays() -> None:
    assert tokens.name_key("Wav2Lip") == "wav2lip"
    assert tokens.name_key("conv2d") == "conv2d"
