import pytest

from bot.characters import visible, without_joiners


def spaced(text: str) -> str:
    return visible(text, lambda _: " ")


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f4bb",  # woman technologist
        "\u2764\ufe0f\u200d\U0001f525",  # heart on fire
        "\U0001f469\U0001f3fd\u200d\U0001f680",  # astronaut, with a skin tone
        "\U0001f3f4\u200d\u2620\ufe0f",  # pirate flag
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "\u0915\u094d\u200d\u0937",  # Devanagari
    ],
)
def test_joiners_stay_where_spelling_needs_them(text: str) -> None:
    assert spaced(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("dis\u200dcord.gg", "dis cord.gg"),
        ("@every\u200cone", "@every one"),
        ("\u200d\U0001f525", " \U0001f525"),
        ("a\u200d\U0001f525", "a \U0001f525"),
        ("\u202eabc\x00", " abc "),
        ("\u0645\u200c", "\u0645 "),
        ("a\nb", "a b"),
    ],
)
def test_what_is_invisible_elsewhere_goes(text: str, shown: str) -> None:
    assert spaced(text) == shown


def test_what_is_to_stay_stays() -> None:
    assert visible("a\nb\x00", lambda _: "", keep="\n") == "a\nb"


def test_joined_or_not_letters_compare_alike() -> None:
    assert without_joiners("\u0645\u06cc\u200c\u062e") == "\u0645\u06cc\u062e"
