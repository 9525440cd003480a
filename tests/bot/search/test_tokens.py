import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.characters import QUERY_LIMIT, clean
from bot.search import tokens


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("YOLOv3", ("yolo", "v3")),
        ("pix2pixHD", ("pix", "2", "pix", "hd")),
        ("StyleGAN2", ("style", "gan", "2")),
        ("GANs", ("gans",)),
        ("wav2vec", ("wav", "2", "vec")),
        ("PyTorch", ("pytorch",)),
        ("yolov5", ("yolo", "v5")),
        ("HRNet", ("hr", "net")),
        ("Café", ("cafe",)),
    ],
)
def test_names_split_where_people_split_them(word: str, parts: tuple[str, ...]) -> None:
    assert tokens.parts(word) == parts


@pytest.mark.parametrize("name", ["Mask R-CNN", "Mask_RCNN", "mask rcnn", "maskrcnn", "MASK-R-CNN"])
def test_one_name_has_one_key(name: str) -> None:
    assert tokens.name_key(name) == "maskrcnn"


def test_joins_of_neighbours_are_tokens_of_a_name() -> None:
    assert {"mask", "rcnn", "maskrcnn"} <= set(tokens.name_tokens("Mask R-CNN"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("colourisation", "colorization"),
        ("物件偵測", "物件侦测"),
        ("影片", "影片"),
        ("Ｔｏｒｃｈ", "torch"),
        ("Ünet", "unet"),
    ],
)
def test_spellings_of_one_word_fold_together(one: str, other: str) -> None:
    assert tokens.fold(clean(one)) == tokens.fold(clean(other))


def test_chinese_runs_become_pairs_and_a_last_character() -> None:
    assert tokens.bigrams("语音合成") == ["语音", "音合", "合成", "成"]


@given(st.text(max_size=400))
def test_cleaned_text_is_short_and_without_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= QUERY_LIMIT
    assert cleaned == cleaned.strip()
    assert not set("\x00\n\r\t\u202e\u200b\u2066") & set(cleaned)


@given(st.text(max_size=120))
def test_any_text_has_tokens_without_white_space_or_quotes(text: str) -> None:
    for token in (*tokens.name_tokens(clean(text)), *tokens.text_tokens(clean(text))):
        assert token
        assert not any(char.isspace() or char in "\"'*():" for char in token)
