import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readme.document import (
    Code,
    Document,
    Formula,
    Heading,
    Mark,
    Paragraph,
    Picture,
    Span,
    Table,
    text_of,
)
from bot.readme.grid import MOST_ROWS
from bot.readme.parse import MOST_BYTES, parse_readme
from tests.bot.readme.rendering import github_html
from tests.bot.readme.samples import BARE, CHINESE, DETECTOR


def parse(markdown: str, full_name: str = "a/b") -> Document:
    return parse_readme(github_html(markdown), full_name)


def outline(document: Document) -> list[str]:
    """Return the kinds of the blocks, headings with their text."""
    return [
        f"{'#' * block.level} {text_of(block.spans)}"
        if isinstance(block, Heading)
        else f"{block.marker} {text_of(block.spans)[:12]}"
        if isinstance(block, Paragraph) and block.marker
        else type(block).__name__
        for block in document.blocks
    ]


def title(document: Document) -> str:
    return next((text_of(b.spans) for b in document.blocks if isinstance(b, Heading)), "")


def picture(document: Document) -> Picture | None:
    return next((block for block in document.blocks if isinstance(block, Picture)), None)


def test_a_readme_becomes_its_parts_in_order() -> None:
    assert outline(parse(DETECTOR)) == [
        "Picture",
        "# Official NetV9",
        "Paragraph",
        "## Contents",
        "- Installation",
        "- Testing",
        "- Citation",
        "## Performance",
        "Table",
        "## Installation",
        "Code",
        "Paragraph",
        "Code",
        "## Testing",
        "1. Get coco.yam",
        "2. Run",
        "Code",
        "- [x] pictures",
        "- [ ] video",
        "Paragraph",
        "Paragraph",
        "Formula",
        "## Citation",
        "Code",
    ]


def test_chinese_stays_as_it_is() -> None:
    document = parse(CHINESE)
    assert outline(document) == [
        "# 中文模型",
        "Paragraph",
        "Paragraph",
        "## 模型下载",
        "Table",
        "## 快速加载",
        "Code",
        "## 安装",
        "Code",
        "## 实验结果",
        "Table",
    ]
    paragraph = document.blocks[2]
    assert isinstance(paragraph, Paragraph)
    assert text_of(paragraph.spans).endswith("并共同促进和发展中文资源建设。")
    table = document.blocks[4]
    assert isinstance(table, Table)
    assert table.rows[0][0] == (Span("RBT6, Chinese", Mark.BOLD | Mark.CODE),)
    assert table.rows[0][2][0].url == "https://pan.baidu.com/s/1abc?pwd=hniy"


def test_title_picture_and_code_are_known() -> None:
    document = parse(DETECTOR)
    assert title(document) == "Official NetV9"
    assert picture(document) == Picture(
        "https://raw.githubusercontent.com/a/b/HEAD/figure/banner.png", "Five dogs in boxes"
    )
    codes = [block for block in document.blocks if isinstance(block, Code)]
    assert codes[0] == Code("pip install netv9", "shell")
    assert codes[2] == Code("python detect.py --weights netv9.pt --source horses.jpg", "shell", 1)
    assert codes[3].language == ""
    assert title(parse(BARE)) == ""


def test_a_table_keeps_header_links_and_width() -> None:
    table = next(block for block in parse(DETECTOR).blocks if isinstance(block, Table))
    assert [text_of(cell) for cell in table.header] == ["Model", "Size", "APᵛᵃˡ", "FPS"]
    assert [text_of(cell) for cell in table.rows[1]] == ["NetV9-X", "640", "53.1%", "114"]
    assert {len(row) for row in table.rows} == {4}
    assert table.rows[0][0][0].url == "https://github.com/a/b/releases/download/v1/netv9.pt"


def test_scripts_and_formulas_are_readable() -> None:
    quote, loss, formula = parse(DETECTOR).blocks[-5:-2]
    assert isinstance(quote, Paragraph)
    assert isinstance(loss, Paragraph)
    assert quote.quoted == 1
    assert "2¹⁰ boxes, H₂O, x(small print)" in text_of(quote.spans)
    assert Span("\\alpha^2 + \\beta_i", Mark.MATH) in loss.spans
    assert formula == Formula("\\frac{1}{n} \\sum_i x_i")


def test_relative_addresses_are_those_of_the_file() -> None:
    html = github_html("[x](img/a.md) [top](/LICENSE) ![p](p.png)", path="docs/README.md")
    document = parse_readme(html, "a/b")
    urls = [
        span.url
        for block in document.blocks
        if isinstance(block, Paragraph)
        for span in block.spans
    ]
    assert [url for url in urls if url] == [
        "https://github.com/a/b/blob/HEAD/docs/img/a.md",
        "https://github.com/a/b/blob/HEAD/LICENSE",
    ]
    assert picture(document) == Picture(
        "https://raw.githubusercontent.com/a/b/HEAD/docs/p.png", "p"
    )


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "mailto:a@b.c",
        "https://github.com@evil.example/x",
        "https://discord.gg/abc",
        "//discord.com/invite/abc",
        "https://DISCORDAPP.com/invite/abc",
        "http://localhost/x",
        "https://[::1",
        "https://a.b/" + "x" * 600,
        "https://a.b:99999999/",
    ],
)
def test_an_unfit_link_is_its_words_alone(href: str) -> None:
    document = parse_readme(f'<p>see <a href="{href}">this page</a></p>'.encode(), "a/b")
    assert document.blocks == (Paragraph((Span("see this page"),)),)


@pytest.mark.parametrize(
    "image",
    [
        '<img src="https://camo.githubusercontent.com/1/2" data-canonical-src="https://img.shields.io/x">',
        '<img src="https://camo.githubusercontent.com/1/2" data-canonical-src="https://travis-ci.org/a/b">',
        '<img src="logo.svg">',
        '<img src="icon.png" width="24">',
        '<img src="icon.png" width="3%">',
        '<img src="x.png" alt="Build Status">',
        '<img src="https://evil.example/track.png">',
        '<img src="http://raw.githubusercontent.com/a/b/x.png">',
        '<img src="https://github.com/a/b/blob/main/colab_button.png">',
        "<img>",
    ],
)
def test_badges_icons_and_pictures_from_elsewhere_are_left_out(image: str) -> None:
    assert parse_readme(f"<p>{image}</p>".encode(), "a/b").blocks == ()


def test_an_outside_picture_comes_over_github() -> None:
    html = b'<p><img src="https://camo.githubusercontent.com/1/2" data-canonical-src="https://x.org/r.png" alt="r"></p>'
    assert picture(parse_readme(html, "a/b")) == Picture(
        "https://camo.githubusercontent.com/1/2", "r"
    )
    page = b'<p><img src="https://github.com/a/b/blob/main/x.png"></p>'
    assert picture(parse_readme(page, "a/b")) == Picture("https://github.com/a/b/raw/main/x.png")


def test_markup_that_is_not_known_gives_its_text_or_nothing() -> None:
    html = b"""<script>alert(1)</script><style>p{}</style><svg><text>no</text></svg><form><input value="no"></form>
      <iframe src="https://x.y">no</iframe><blink>Text <u>stays</u></blink><!-- no --><?no no?>"""
    assert parse_readme(html, "a/b").blocks == (Paragraph((Span("Text stays"),)),)


def test_a_table_in_a_cell_is_that_cells_text() -> None:
    html = (
        b"<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>"
    )
    (table,) = parse_readme(html, "a/b").blocks
    assert isinstance(table, Table)
    assert [text_of(cell) for cell in table.rows[0]] == ["a b c", "d"]


def test_task_lists_and_videos_are_told() -> None:
    html = (
        b'<ul><li><input type="checkbox" checked> done</li><li><input type="checkbox"> to do</li></ul>'
        b'<video src="https://github.com/user-attachments/assets/1">no</video>'
    )
    *items, video = parse_readme(html, "a/b").blocks
    assert [text_of(item.spans) for item in items if isinstance(item, Paragraph)] == [
        "\u2611 done",
        "\u2610 to do",
    ]
    assert video == Paragraph(
        (Span("▶ video", url="https://github.com/user-attachments/assets/1"),)
    )


HOSTILE = {
    "nested divs": b"<div>" * 100_000,
    "nested lists": b"<ul><li>" * 60_000,
    "nested tables": b"<table><tr><td>" * 30_000,
    "nested quotes": b"<blockquote>" * 40_000 + b"x",
    "marks": b"<b><i><s><code>" * 30_000,
    "links": b"<a href='https://a.b/'>" * 20_000,
    "attributes": b"<b " + b"a=1 " * 120_000 + b">",
    "open quotes": b"<a x='" * 80_000,
    "entities": b"&#" * 250_000,
    "brackets": b"<" * 500_000,
    "comments": b"<!--" * 120_000,
    "rows": b"<table>" + b"<tr><td>x" * 50_000,
    "cells": b"<table><tr>" + b"<td colspan=999>x" * 30_000,
    "pictures": b"<img src=x.png>" * 30_000,
    "code": b"<pre>" * 90_000,
    "scripts": b"<sup><sub>" * 40_000 + b"1",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_read_like_any_other(name: str) -> None:
    # The suite's time limit would end what grows with the square of these.
    document = parse_readme(HOSTILE[name], "a/b")
    assert len(document.blocks) <= 4_000


def test_of_a_long_readme_the_beginning_is_read() -> None:
    html = b"<p>first</p>" + b"<p>word</p>" * (MOST_BYTES // 11) + b"<p>last</p>"
    blocks = parse_readme(html, "a/b").blocks
    assert blocks[0] == Paragraph((Span("first"),))
    assert Paragraph((Span("last"),)) not in blocks


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    document = parse_readme(text.encode("utf-8", "surrogatepass"), "a/b")
    assert isinstance(document, Document)


def test_a_headings_picture_stands_below_it() -> None:
    html = (
        b"<h1>Net <img src='https://camo.githubusercontent.com/a.png' alt='a net'></h1><p>text</p>"
    )
    assert outline(parse_readme(html, "a/b")) == ["# Net", "Picture", "Paragraph"]
    alone = b"<h1><img src='https://camo.githubusercontent.com/a.png'></h1><p>text</p>"
    assert outline(parse_readme(alone, "a/b")) == ["Picture", "Paragraph"]


def test_of_a_long_table_the_beginning_is_read_row_by_row() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>x</td></tr>" for n in range(MOST_ROWS + 50))
    html = f"<table><tr><th>n</th><th>v</th></tr>{rows}</table>"
    (table,) = parse_readme(html.encode(), "a/b").blocks
    assert isinstance(table, Table)
    assert {len(row) for row in table.rows} == {2}
    assert [text_of(row[0]) for row in table.rows[-2:]] == [str(MOST_ROWS - 1), "…"]
