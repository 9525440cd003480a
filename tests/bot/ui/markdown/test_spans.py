import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readme.document import Mark, Span
from bot.ui.markdown.spans import markdown_of
from tests.discord_markdown import alive

_MARKS = st.sampled_from([*Mark, Mark.NONE, Mark.BOLD | Mark.ITALIC, Mark.CODE | Mark.BOLD])
_URLS = st.sampled_from([None, None, None, "#anchor", "https://a.example/x"])


def test_text_looks_as_it_did() -> None:
    spans = [
        Span("Use "),
        Span("pip", Mark.CODE),
        Span(" or "),
        Span(" conda ", Mark.BOLD),
        Span("now", Mark.ITALIC | Mark.STRIKE),
        Span(", see "),
        Span("the docs", Mark.BOLD, "https://github.com/a/b"),
        Span("."),
    ]
    assert (
        markdown_of(spans)
        == "Use `pip` or **conda** *~~now~~*, see **[the docs](https://github.com/a/b)**."
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# no heading", "\\# no heading"),
        ("-# small", "\\-# small"),
        ("- item", "\\- item"),
        ("> quote", "\\> quote"),
        ("1. item", "1\\. item"),
        ("2.8 ms", "2.8 ms"),
        ("first\n+ second", "first\n\\+ second"),
    ],
)
def test_no_line_begins_a_heading_a_list_or_a_quote(text: str, shown: str) -> None:
    assert markdown_of([Span(text)]) == shown


def test_neighbours_share_their_signs() -> None:
    link = Span("new", Mark.BOLD, "https://x.org")
    assert markdown_of([Span("see ", Mark.BOLD), link, Span(", it is better", Mark.BOLD)]) == (
        "**see [new](https://x.org), it is better**"
    )
    assert markdown_of([Span("a", Mark.BOLD), Span("b", Mark.ITALIC)]) == "**a**\u200b*b*"
    assert markdown_of([Span("a\nb", Mark.BOLD)]) == "a\nb"


@pytest.mark.parametrize(
    "attack", ["@everyone", "discord.gg/abc", "https://evil.example", "<@123>"]
)
def test_what_lives_is_not_spelled_by_neighbours(attack: str) -> None:
    for place in range(1, len(attack)):
        for second in (
            Span(attack[place:], url="#anchor"),
            Span(attack[place:], Mark.MATH),
            Span(attack[place:] + "\nmore", Mark.BOLD),
        ):
            shown = markdown_of([Span(attack[:place]), second])
            assert alive(shown) == []
            seen = shown.replace("\u200b", "").replace("\u2060", "").replace("‹", "<")
            assert attack in seen.replace("`", "").replace("*", "")


@given(
    text=st.lists(
        st.sampled_from(
            [
                "@everyone",
                "@here",
                "<@123456789012345678>",
                "discord.gg/abc",
                "https://evil.example",
            ]
        )
        | st.sampled_from(
            ["`", "```", "**", "_", "~~", "||", "[", "](https://b.example)", "<", "\\"]
        )
        | st.sampled_from([" ", "\n"])
        | st.text(max_size=4),
        max_size=12,
    ).map("".join),
    cuts=st.lists(st.tuples(st.integers(0, 60), _MARKS, _URLS), max_size=10),
)
def test_however_text_is_divided_nothing_comes_alive(
    text: str, cuts: list[tuple[int, Mark, str | None]]
) -> None:
    spans: list[Span] = []
    start = 0
    for place, marks, url in sorted(cuts, key=lambda cut: cut[0]):
        spans.append(Span(text[start:place], marks, url))
        start = max(start, place)
    assert alive(markdown_of([*spans, Span(text[start:])])) == []


def test_code_stays_code() -> None:
    assert markdown_of([Span("a`b <@1>", Mark.CODE)]) == "`aˋb <@1>`"
