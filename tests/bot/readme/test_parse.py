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
    "text and pictures": b"x<img src=y.png>" * 30_000,
    "lines and pictures": b"x<br><img src=y.png>" * 25_000,
    "blanks and pictures": b" <img src=y.png>" * 30_000,
    "pictures in cells": b"<table><tr>" + b"<td>x<img src=y.png>" * 25_000,
    "high cells": b"<table><tr>" + b"<td rowspan=9999>x" * 30 + b"<tr><td>y" * 40_000,
    "lists counted down": b"<ol reversed><li>x</ol>" * 20_000,
    "lists in lists counted down": b"<ol reversed><li>x" * 25_000,
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


def shown(html: str) -> list[str]:
    """Return the blocks in short: an item's marker and text, a picture's name and description, a table's rows."""
    said: list[str] = []
    for block in parse_readme(html.encode(), "a/b").blocks:
        match block:
            case Heading() | Paragraph():
                marker = f"{block.marker} " if isinstance(block, Paragraph) and block.marker else ""
                said.append(marker + text_of(block.spans))
            case Picture():
                said.append(f"[{block.url.rpartition('/')[2]}: {block.alt}]")
            case Table():
                said += [" | ".join(map(text_of, row)) for row in (block.header, *block.rows)]
            case Code() | Formula():
                said.append(block.text)
    return said


@pytest.mark.parametrize(
    ("html", "items"),
    [
        ("<ol><li>a</li><li>b</li></ol>", ["1. a", "2. b"]),
        ("<ol start=2><li>a</li></ol><p>p</p><ol start=3><li>b</li></ol>", ["2. a", "p", "3. b"]),
        ("<ol start=0><li>a<li>b</ol>", ["0. a", "1. b"]),
        ("<ol start=5><li>a<li value=9>b<li>c</ol>", ["5. a", "9. b", "10. c"]),
        ("<ol reversed><li>a<ol><li>x</ol><li>b<li>c</ol>", ["3. a", "1. x", "2. b", "1. c"]),
        ("<ol reversed start=9><li>a<li>b</ol>", ["9. a", "8. b"]),
        ("<ol start=-3><li>a</ol><ol start=x><li>b</ol>", ["1. a", "1. b"]),
        ("<ol start=99999999999><li value=''>a</ol>", ["1. a"]),
        ("<ul><li value=4>a</li></ul>", ["- a"]),
    ],
)
def test_a_list_counts_as_its_author_wrote(html: str, items: list[str]) -> None:
    assert shown(html) == items


def test_a_high_cell_is_said_in_each_of_its_rows() -> None:
    html = """<table><tr><th>Task</th><th>Split</th><th>Metric</th><th>Score</th></tr>
      <tr><td rowspan=3>QA</td><td rowspan=2>dev</td><td>EM</td><td>81</td></tr>
      <tr><td>F1</td><td>88</td></tr><tr><td>test</td><td>F1</td><td>87</td></tr>
      <tr><td>NER</td><td colspan=2>all</td><td rowspan=2>90</td></tr><tr><td>POS</td><td>dev</td><td>F1</td></tr></table>"""
    assert shown(html) == [
        "Task | Split | Metric | Score",
        "QA | dev | EM | 81",
        "QA | dev | F1 | 88",
        "QA | test | F1 | 87",
        "NER | all |  | 90",
        "POS | dev | F1 | 90",
    ]


def test_a_header_of_two_lines_names_each_column() -> None:
    html = """<table><thead><tr><th rowspan=2>Model</th><th colspan=2>Accuracy</th><th rowspan=0>Size</th></tr>
      <tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>S</td><td>71</td><td>65</td><td>5M</td></tr></tbody></table>"""
    assert shown(html) == ["Model | Accuracy A | Accuracy B | Size", "S | 71 | 65 | 5M"]


def test_a_heading_beside_figures_names_its_row() -> None:
    html = "<table><tr><th>Size</th><td>5M</td></tr><tr><th>Speed</th><td>9 ms</td></tr></table>"
    assert shown(html) == [" | ", "Size | 5M", "Speed | 9 ms"]


def test_a_high_cell_ends_with_its_part_of_the_table() -> None:
    html = """<table><tbody><tr><td rowspan=9>a</td><td>b</td></tr></tbody>
      <tbody><tr><td>c</td><td>d</td></tr></tbody></table>"""
    assert shown(html) == [" | ", "a | b", "c | d"]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        (  # a gallery
            "<table><tr><td><img src=a.png></td><td><img src=b.png></td></tr></table>",
            ["[a.png: ]", "[b.png: ]"],
        ),
        (  # input | output: the column describes its picture
            (
                "<table><tr><th>Input</th><th>Output</th></tr>"
                "<tr><td><img src=a.png></td><td><img src=b.png alt=x></td></tr></table>"
            ),
            ["Input | Output", "[a.png: Input]", "[b.png: x]"],
        ),
        (  # a description that says nothing
            (
                "<table><tr><th>Input (Alpha)</th><th></th><th>Mask</th></tr><tr><td><img src=a.png alt=img></td>"
                "<td><img src=b.png alt='Image 2'></td><td><img src=c.png alt=c.png></td></tr></table>"
            ),
            ["Input (Alpha) | Mask", "[a.png: Input (Alpha)]", "[b.png: Image 2]", "[c.png: Mask]"],
        ),
        (  # names beside samples
            "<table><tr><th>Model</th><th>Sample</th></tr><tr><td>S</td><td><img src=a.png></td></tr></table>",
            ["Model", "S", "[a.png: Sample]"],
        ),
        (  # a frame around the teaser
            "<table><tr><td><p>Our net.</p><img src=a.png></td></tr></table>",
            ["", "Our net.", "[a.png: ]"],
        ),
        (  # a table in a cell
            "<table><tr><td>x<table><tr><td><img src=a.png></td></tr></table></td></tr></table>",
            ["", "x", "[a.png: ]"],
        ),
        (
            "<table><tr><td><img src='https://avatars.githubusercontent.com/u/1' width=100> Ann</td></tr></table>",
            ["", "Ann"],
        ),
    ],
)
def test_pictures_in_a_table_stand_below_it(html: str, blocks: list[str]) -> None:
    assert shown(html) == blocks


def test_code_in_a_table_keeps_its_lines() -> None:
    html = """<table><tr><th>System</th><th>Command</th></tr><tr><td>Linux</td><td><code>pip install net</code></td></tr>
      <tr><td>macOS</td><td><pre>brew install x<br>pip install net</pre></td></tr></table>"""
    assert shown(html) == [
        "- Linux",
        "Command: pip install net",
        "- macOS",
        "brew install x\npip install net",
    ]
    alone = "<table><tr><td><pre lang=python>\nimport net\n</pre></td><td>loads</td></tr></table>"
    assert shown(alone) == ["import net", "loads"]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>text <img src=a.png></p><p>next</p>", ["text", "[a.png: ]", "next"]),
        ("<p><img src=a.png><br>caption</p>", ["[a.png: ]", "caption"]),
        ("<p>one<br><img src=a.png><br>two</p>", ["one", "[a.png: ]", "two"]),
        ("<p>an <img src=a.png> inside</p>", ["an inside", "[a.png: ]"]),
        (
            "<ol><li>one <img src=a.png></li><li>two <img src=b.png></li></ol>",
            ["1. one", "[a.png: ]", "2. two", "[b.png: ]"],
        ),
    ],
)
def test_a_picture_follows_the_text_that_it_follows(html: str, blocks: list[str]) -> None:
    assert shown(html) == blocks


@pytest.mark.parametrize(
    "html",
    [
        "<img src=dark.png#gh-dark-mode-only><img src=light.png#gh-light-mode-only>",
        (
            "<a href=https://a.b/#gh-light-mode-only><img src=light.png></a>"
            "<a href=https://a.b/#gh-dark-mode-only><img src=dark.png></a>"
        ),
        '<picture><source media="(prefers-color-scheme: dark)" srcset="dark.png 2x"><img src=light.png></picture>',
    ],
)
def test_of_a_pair_for_dark_and_light_pages_the_dark_one_is_shown(html: str) -> None:
    assert shown(html) == ["[dark.png: ]"]


def test_a_source_for_dark_pages_serves_its_own_picture_alone() -> None:
    html = '<picture><source media="(prefers-color-scheme: dark)" srcset="d.png"></picture><img src=x.png>'
    assert shown(html) == ["[x.png: ]"]


@pytest.mark.parametrize(
    "image",
    [
        "<img src=imgs/a.png alt='License plate detection'>",
        "<img src=imgs/a.png alt='Stars and galaxies segmented'>",
        "<img src=imgs/a.png alt='Land cover coverage map'>",
        "<img src=imgs/a.png alt='Slack message classifier'>",
        "<img src=imgs/a.png alt='Downloads per month'>",
        "<img src=imgs/button_panel.png>",
        "<img src=docs/deploy_to_jetson.jpg>",
        "<img src=imgs/shield_detection.jpg>",
        "<img src=https://user-images.githubusercontent.com/1/colab_training.png>",
        "<img src=imgs/badger.png alt='a badger'>",
        "<img src=imgs/legend.png height=48 width=640>",
    ],
)
def test_an_everyday_word_makes_no_badge(image: str) -> None:
    assert len(parse_readme(image.encode(), "a/b").blocks) == 1


@pytest.mark.parametrize(
    "image",
    [
        "<img src=a.png alt='PyPI version'>",
        "<img src=a.png alt='License: MIT'>",
        "<img src=a.png alt='Open In Colab'>",
        "<img src=a.png alt='GitHub stars'>",
        "<img src=assets/colab-badge.png>",
        "<img src=assets/open_in_spaces.png>",
        "<img src=assets/deploy-to-heroku.png>",
        "<img src=assets/icon.png height=20>",
    ],
)
def test_a_badge_of_the_repositorys_own_stays_away(image: str) -> None:
    assert parse_readme(image.encode(), "a/b").blocks == ()


def test_a_heading_in_a_summary_has_no_triangle() -> None:
    html = "<details><summary><h2>Install</h2></summary><p>x</p></details>"
    assert shown(html) == ["Install", "x"]
    assert shown("<details><summary> <b>More</b></summary>x</details>") == ["▸ More", "x"]
    assert shown("<summary></summary><p>x</p>") == ["x"]


COLAB = "<a href=https://colab.research.google.com/x><img src=https://camo.githubusercontent.com/1 data-canonical-src=https://colab.research.google.com/assets/colab-badge.svg alt='Open In Colab'></a>"
BUILD = "<a href=https://ci.example.org><img src=https://camo.githubusercontent.com/1 data-canonical-src=https://img.shields.io/badge/x alt='Tests'></a>"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (f"<p>Try it online: {COLAB}.</p>", "Try it online: Open In Colab."),
        (f"<ul><li>Demo {COLAB}</li></ul>", "Demo Open In Colab"),
        (f"<p>Demo {COLAB.replace('Open In Colab', '')}</p>", "Demo Colab"),
        (f"<p>It is tested {BUILD}</p>", "It is tested"),
        (f"<h2>Usage {COLAB}</h2>", "Usage"),
        (f"<p>Text<br>{COLAB}</p>", "Text"),
    ],
)
def test_a_badge_amid_text_is_a_link_where_it_leads_to_something_to_try(
    html: str, words: str
) -> None:
    (block,) = parse_readme(html.encode(), "a/b").blocks
    assert isinstance(block, Heading | Paragraph)
    assert text_of(block.spans) == words


def test_a_badge_in_a_cell_is_a_link_too() -> None:
    html = f"<table><tr><th>Notebook</th><th>Run</th></tr><tr><td>Basics</td><td>{COLAB}</td></tr></table>"
    document = parse_readme(html.encode(), "a/b")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.rows[0][1] == (Span("Open In Colab", url="https://colab.research.google.com/x"),)
    assert document.badges == ("https://colab.research.google.com/x",)


def test_brackets_around_small_links_are_not_raised_alone() -> None:
    assert shown("<p>Net <sub>(<a href=https://x.org>Paper</a>)</sub> x<sup>(2)</sup></p>") == [
        "Net (Paper) x⁽²⁾"
    ]


def test_a_pictures_own_address_is_no_description() -> None:
    page = b"<p><img alt=https://raw.githubusercontent.com/a/b/x.png src=https://raw.githubusercontent.com/a/b/x.png></p>"
    assert picture(parse_readme(page, "a/b")) == Picture(
        "https://raw.githubusercontent.com/a/b/x.png"
    )


def test_blanks_behind_invisible_characters_are_blanks_at_the_end() -> None:
    html = "<table><tr><td>\u200b <b>Ada</b> \u200b</td><td>x</td></tr></table>"
    (table,) = parse_readme(html.encode(), "a/b").blocks
    assert isinstance(table, Table)
    assert table.rows[0][0] == (Span("Ada", Mark.BOLD),)
