import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui import text

ATTACKS = [
    "@everyone",
    "@here <@123> <@&5> <#7>",
    "<t:0:R>",
    "<:smile:123> <a:party:5>",
    "</cmd:1>",
    "<id:guide>",
    "https://discord.gg/abc",
    "[click](https://evil.example)",
    "**bold** _it_ ~~x~~ ||spoiler|| `code`",
    "# heading\n> quote\n-# small\n* item",
    "\u202egpj.exe\u200b\u2066",
    "join discord.gg/abc",
    "<sound:1:2>",
    "<mailto:a@b.c>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_outside_text_stays_plain(attack: str) -> None:
    shown = text.plain(attack)
    assert "<" not in shown
    assert "\n" not in shown
    assert not {"\u202e", "\u2066"} & set(shown)
    for live in ("@everyone", "@here", "://", "discord.gg"):
        assert live not in shown
    for mark in ("*", "_", "~", "|", "`", "["):
        place = -1
        while (place := shown.find(mark, place + 1)) >= 0:
            assert shown[place - 1] in ("\\", mark), shown


@pytest.mark.parametrize("attack", ["1. one", "+ plus", "2) two", "- minus", "> quote"])
def test_no_list_or_quote_begins(attack: str) -> None:
    assert "\\" in text.plain(attack)


@pytest.mark.parametrize("title", ["[]", "***", "", "\u202e"])
def test_a_label_is_never_empty(title: str) -> None:
    assert text.label(title) == "–"


@given(st.text(max_size=300))
def test_code_can_not_be_left(outside: str) -> None:
    shown = text.code(outside)
    assert shown[0] == shown[-1] == "`"
    assert "`" not in shown[1:-1]
    assert "\n" not in shown


@given(st.text(max_size=300))
def test_a_label_can_not_close_its_link(outside: str) -> None:
    assert not set("[]()`<>|*~\\\n") & set(text.label(outside))


@given(st.text(max_size=500), st.integers(1, 200))
def test_cutting_keeps_the_limit(outside: str, limit: int) -> None:
    assert len(text.cut(outside, limit)) <= max(1, limit)


def test_fits_counts_components_characters_and_bytes() -> None:
    def view(*contents: str) -> discord.ui.LayoutView:
        built = discord.ui.LayoutView()
        for content in contents:
            built.add_item(discord.ui.TextDisplay(content))
        return built

    assert text.fits(view("x" * 4000))
    assert not text.fits(view("x" * 4001))
    assert not text.fits(view("模" * 3200))
    assert text.fits(view("模" * 3100))
