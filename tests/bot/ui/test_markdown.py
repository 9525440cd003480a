import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readme.document import Mark, Span, Table
from bot.ui.markdown import escape, fence, formula, markdown_of, masked, table_pieces
from tests.discord_markdown import alive


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
        ("snake_case *x* ~~y~~ ||z||", "snake\\_case \\*x\\* \\~\\~y\\~\\~ \\|\\|z\\|\\|"),
        ("[good](https://evil.example)", "\\[good\\](https:\u2060//evil.example)"),
        ("@everyone @here <@1> <@&2> <#3>", "@\u200beveryone @\u200bhere ‹@1> ‹@&2> ‹#3>"),
        ("<t:0:R> <:x:1> </cmd:1> <id:guide>", "‹t:0:R> ‹:x:1> ‹/cmd:1> ‹id:guide>"),
        ("discord.gg/abc discord.com/invite/x", "discord\u2060.gg/abc discord\u2060.com/invite/x"),
        ("evil\u202egnp.exe a\u200bb\ufeffc", "evilgnp.exe abc"),
        ("`code` \\* back", "\\`code\\` \\\\\\* back"),
        ("模型 下载：好", "模型 下载：好"),
    ],
)
def test_nothing_in_text_comes_alive(text: str, shown: str) -> None:
    assert escape(text) == shown


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


@pytest.mark.parametrize(
    ("words", "url", "shown"),
    [
        ("the paper", "https://x.org/p.pdf", "[the paper](https://x.org/p.pdf)"),
        ("https://good.com", "https://evil.com/a", "[evil.com](https://evil.com/a)"),
        ("good.com", "https://evil.com/a", "[evil.com](https://evil.com/a)"),
        ("www.same.org/x", "https://same.org/x", "[www.same.org/x](https://same.org/x)"),
        ("https://same.org/x", "https://same.org/x", "[same.org/x](https://same.org/x)"),
        ("netv9.pt", "https://x.org/netv9.pt", "[netv9.pt](https://x.org/netv9.pt)"),
        ("tools/run.py", "https://x.org/r", "[tools/run.py](https://x.org/r)"),
        ("[a](https://good.com)", "https://evil.com", "[evil.com](https://evil.com)"),
        (
            "a] **b** <@1> @everyone",
            "https://x.org",
            "[a) ∗∗b∗∗ ‹@1> @\u200beveryone](https://x.org)",
        ),
        ("\u200b\u202e", "https://x.org", "[–](https://x.org)"),
        ("раураl.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("//good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("@good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("a/good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("go\u200bod\u2060.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("good\u2024com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("ｇｏｏｄ．ｃｏｍ", "https://evil.com", "[evil.com](https://evil.com)"),
        ("evil.com@good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("evil.com.good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("evil.com good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("see same.org.", "https://same.org/x", "[see same.org.](https://same.org/x)"),
        ("same.org/x.io/y", "https://www.same.org/", "[same.org/x.io/y](https://www.same.org/)"),
        ("good.net", "https://evil.com", "[evil.com](https://evil.com)"),
        ("good.pt", "https://evil.com", "[evil.com](https://evil.com)"),
        ("README.md", "https://x.org/b/README.md", "[README.md](https://x.org/b/README.md)"),
        ("repo/tool.git", "https://x.org/r", "[repo/tool.git](https://x.org/r)"),
    ],
)
def test_a_label_names_no_other_address(words: str, url: str, shown: str) -> None:
    assert masked(words, url) == shown


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


_MARKS = st.sampled_from([*Mark, Mark.NONE, Mark.BOLD | Mark.ITALIC, Mark.CODE | Mark.BOLD])
_URLS = st.sampled_from([None, None, None, "#anchor", "https://a.example/x"])


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


def test_less_than_is_left_where_nothing_follows_that_would_live() -> None:
    assert escape("numpy <3, 1<2, i <b> <@1>") == "numpy <3, 1<2, i ‹b> ‹@1>"


def test_code_stays_code() -> None:
    assert fence("a ``` b\n@everyone", "python") == "```python\na ˋˋˋ b\n@everyone\n```"
    assert fence("x", "no language") == "```\nx\n```"
    assert markdown_of([Span("a`b <@1>", Mark.CODE)]) == "`aˋb <@1>`"


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("\\alpha^2 + \\beta_i", "α² + βᵢ"),
        ("x \\leq 10^{-3}", "x ≤ 10⁻³"),
        ("\\mathcal{L} \\to 0", "L → 0"),
        ("\\frac{a}{b}", "`\\frac{a}{b}`"),
        ("x^{q}", "`x^{q}`"),
    ],
)
def test_a_formula_is_plain_where_it_can_be(tex: str, shown: str) -> None:
    assert formula(tex) == shown


def cells(*texts: str) -> tuple[tuple[Span, ...], ...]:
    return tuple((Span(text),) if text else () for text in texts)


def test_a_narrow_table_is_aligned_by_what_is_seen() -> None:
    table = Table(cells("模型", "dev"), (cells("BERT", "83.1"), cells("中文模型", "9.5")))
    assert table_pieces(table) == [
        "```\n模型       dev\n────────  ────\nBERT      83.1\n中文模型   9.5\n```"
    ]


def test_a_narrow_tables_links_stand_below() -> None:
    linked = (Span("weights", url="https://x.org/a.pt"),)
    table = Table(cells("model", "link"), (((Span("A"),), linked),))
    assert table_pieces(table)[1] == "🔗 [A: weights](https://x.org/a.pt)"


def test_a_wide_table_is_a_line_a_row() -> None:
    table = Table(
        cells("model", "notes", "AP"),
        (
            (
                (Span("A", url="https://x.org/a"),),
                (Span("long words " * 9),),
                (Span("51", Mark.BOLD),),
            ),
        ),
    )
    (line,) = table_pieces(table)
    assert line.startswith("- **[A](https://x.org/a)** · notes: long words")
    assert line.endswith(" · AP: **51**")


def test_a_long_table_has_its_header_on_each_part() -> None:
    table = Table(
        cells("name", "value"), tuple(cells(f"row {n} " + "x" * 20, "1") for n in range(120))
    )
    parts = table_pieces(table)
    assert len(parts) > 1
    assert all("name" in part and "─" in part for part in parts)
    assert sum(part.count("row ") for part in parts) == 120
