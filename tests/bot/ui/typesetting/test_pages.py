import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.publishing.readmes import set_readme
from bot.readme.parse import parse_readme
from bot.readme.reading import ReadmePage
from bot.ui.typesetting.pages import MOST_PICTURES, typeset
from bot.ui.typesetting.piece import MOST_BYTES, MOST_CHARACTERS
from tests.bot.readme.rendering import github_html
from tests.bot.readme.samples import BARE, CHINESE, DETECTOR
from tests.discord_markdown import alive

ATTACKS = [
    "@everyone @here <@123456789012345678> <@&1> <#1>",
    "<t:0:R> <:pepe:1> <a:x:1> </admin refresh:1> <id:guide>",
    "[https://good.example](https://evil.example)",
    "[join](https://discord.gg/abc) https://discord.com/invite/abc discord.gg/abc",
    "`@everyone` and ``` @here ```",
    "```\n``` @everyone\n```",
    "<img src=x onerror=alert(1)> <script>alert(1)</script>",
    "\u202egnp.exe \u2066x\u2069 a\u200bb",
    "||spoiler|| ~~x~~ **bold",
    "[a](javascript:alert(1)) [b](data:text/html,x) [c](//discord.gg/x)",
    "# " + "#" * 3_000,
    "> " * 500 + "deep",
    "- " * 300 + "deep",
    "| a | b |\n|---|---|\n" + "| <@1> | [x](https://discord.gg/x) |\n" * 400,
    "![@everyone](https://evil.example/x.png)",
    "[@everyone](https://a.example) [<@1>](https://a.example)",
    "a" * 20_000,
    "字" * 20_000,
    "**" * 5_000,
    "$" + "\\alpha" * 3_000 + "$",
    "<sup>" * 500 + "@everyone",
    "[" * 10_000,
    "```python\n" + "x = 1\n" * 5_000 + "```",
    "```\n" + "y" * 30_000 + "\n```",
    "😀" * 8_000,
    "-# small\n\n1. one\n\n+ two",
]


def pages_of(markdown: str) -> tuple[ReadmePage, ...]:
    return typeset(parse_readme(github_html(markdown), "a/b"))[0]


def problems(pages: tuple[ReadmePage, ...]) -> list[str]:
    found: list[str] = []
    for page in pages:
        if len(page.text) > MOST_CHARACTERS or len(page.text.encode()) > MOST_BYTES:
            found.append(f"{len(page.text)} characters")
        if any(not part.text.strip() and not part.pictures for part in page.parts):
            found.append("an empty part")
        if page.text.count("```") % 2:
            found.append("an open block of code")
        if sum(len(part.pictures) for part in page.parts) > MOST_PICTURES:
            found.append("too many pictures")
        found += alive(page.text)
    return found


def test_pages_and_sections_are_these() -> None:
    pages, sections = typeset(parse_readme(github_html(DETECTOR), "a/b"))
    assert [(section.title, section.rank, section.page) for section in sections] == [
        ("Official NetV9", 0, 0),
        ("Performance", 1, 0),
        ("Installation", 1, 0),
        ("Testing", 1, 0),
        ("Citation", 1, 0),
    ]
    (page,) = pages
    picture, prose = page.parts
    assert picture.pictures[0].alt == "Five dogs in boxes"
    lines = prose.text.split("\n")
    assert lines[0] == "## Official NetV9"
    assert "### Performance" in lines
    assert "▸ **From source**" in lines
    assert (
        "1. Get `coco.yaml` from [the data folder](https://github.com/a/b/blob/HEAD/data/coco.yaml)."
        in lines
    )
    assert "  - \\[x\\] pictures" in lines
    assert "> \\[!NOTE\\] is quoted: about 2¹⁰ boxes, H₂O, x(small print)." in lines
    assert "Loss is α² + βᵢ, and" in lines
    assert "Model    Size  APᵛᵃˡ  FPS" in lines
    assert not [line for line in lines if "Contents" in line]


def test_chinese_reads_as_it_was_written() -> None:
    (page,) = pages_of(CHINESE)
    lines = page.text.split("\n")
    assert (
        "本项目提供了面向中文的预训练模型。欢迎专家学者下载使用，并共同促进和发展中文资源建设。"
        in lines
    )
    assert "**[English](https://github.com/a/b/blob/HEAD/README_EN.md)** \\| 简体中文" in lines
    assert "BERT  83.1 (82.7)  89.9 (89.5)" in lines


def test_a_readme_without_headings_has_pages_and_no_sections() -> None:
    pages, sections = typeset(parse_readme(github_html(BARE), "a/b"))
    assert [page.text for page in pages] == ["A folder of notebooks.\n\nThey are not documented."]
    assert sections == ()
    assert typeset(parse_readme(b"", "a/b")) == ((), ())


def test_a_paragraph_of_anchors_is_a_table_of_contents_too() -> None:
    markdown = "# T\n\n**CONTENTS:**\n\n[A](#a)<br>[B](#b)<br>[C](#c)\n\nText, see [A](#a)."
    (page,) = pages_of(markdown)
    assert page.text == "## T\n\nText, see A."


def test_pages_end_between_sections_and_headings_keep_their_text() -> None:
    markdown = "# Title\n\n" + "".join(
        f"## Part {number}\n\n" + "A sentence that says something. " * 30 + "\n\n"
        for number in range(12)
    )
    pages = pages_of(markdown)
    assert len(pages) > 3
    assert all(page.text.startswith("#") for page in pages)
    assert all(page.text.endswith(".") for page in pages)


def test_a_long_paragraph_is_divided_between_sentences() -> None:
    for sentence in (
        "This is one sentence of a very long paragraph. ",
        "这是很长的一段话中的一句。",
    ):
        pages = pages_of(sentence * 300)
        assert len(pages) > 1
        assert "。 " not in pages[0].text
        assert all(page.text.rstrip().endswith((".", "。")) for page in pages)
        assert sum(page.text.count(sentence.strip()) for page in pages) == 300


def test_a_block_of_code_is_cut_between_lines_only_when_a_page_can_t_hold_it() -> None:
    short = "```python\n" + "x = compute(1)\n" * 90 + "```"
    pages = pages_of("Words. " * 300 + f"\n\n{short}")
    assert [page.text.count("```") for page in pages if "```" in page.text] == [2]
    long = pages_of("```python\n" + "x = compute(1)\n" * 900 + "```")
    assert len(long) > 4
    assert all(page.text.startswith("```python\nx = compute(1)") for page in long)
    assert sum(page.text.count("x = compute(1)") for page in long) == 900


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:24])
def test_nothing_hostile_comes_alive(attack: str) -> None:
    for markdown in (
        attack,
        f"> {attack}",
        f"- {attack}",
        f"# {attack}",
        f"| h |\n|---|\n| {attack} |",
    ):
        assert problems(pages_of(markdown)) == []


@pytest.mark.parametrize(
    "attack", ["@everyone", "discord.gg/abc", "http:/", "<@123456789012345678>"]
)
def test_where_a_long_paragraph_is_cut_nothing_comes_alive(attack: str) -> None:
    for offset in range(len(attack) + 1):
        text = "x" * (900 - offset) + attack + "/y " + "x" * 200
        (page,) = pages_of(text)
        assert alive(page.text) == []


@given(st.lists(st.sampled_from(ATTACKS) | st.text(max_size=300), max_size=6))
def test_whatever_a_readme_holds_its_pages_fit_and_nothing_comes_alive(parts: list[str]) -> None:
    assert problems(pages_of("\n\n".join(parts))) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "<b>",
                "</b>",
                "<a",
                "href='https://x.y/z'>",
                "</a>",
                "<li>",
                "<ul>",
                "</ul>",
                "<td>",
                "<tr>",
                "<table>",
                "</table>",
                "<pre>",
                "</pre>",
                "<h2>",
                "</h2>",
                "<blockquote>",
                "</blockquote>",
                "<img",
                "src=p.png>",
                "<code>",
                "</code>",
                "<sup>",
                "<details>",
                "<summary>",
                "</summary>",
            ]
        )
        | st.sampled_from(ATTACKS[:10])
        | st.text(max_size=60),
        max_size=40,
    )
)
def test_whatever_html_it_holds_too(parts: list[str]) -> None:
    assert (
        problems(typeset(parse_readme("".join(parts).encode("utf-8", "replace"), "a/b"))[0]) == []
    )


def test_what_is_kept_is_small_and_whole() -> None:
    packed = set_readme(github_html(DETECTOR), "a/b")
    contents = json.loads(packed.contents)
    assert contents["pages"] == len(packed.pages) == 1
    assert contents["quick_start"]["install"] == {"text": "pip install netv9", "language": "shell"}
    assert b"Official NetV9" in zlib.decompress(packed.pages[0])


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<ol start=5><li>a<li value=9>b<li>c</ol>", "5. a\n9\\. b\n10. c"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1\\. b"),
        ("<ol start=0><li>a<li>b</ol>", "0\\. a\n1. b"),
        ("<ol><li>a<ol><li>x<li>y</ol><li>b</ol>", "1. a\n  1. x\n  2. y\n2. b"),
    ],
)
def test_a_number_that_discord_would_change_is_no_list_to_it(html: str, shown: str) -> None:
    pages, _ = typeset(parse_readme(html.encode(), "a/b"))
    assert pages[0].text == shown
