from bot.readme.document import Mark, Span, Table
from bot.ui.markdown.tables import table_pieces


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


def test_links_of_a_table_without_names_are_their_own_words() -> None:
    docs, issues = Span("Docs", url="https://x.org/d"), Span("Issues", url="https://x.org/i")
    row = ((docs,), (issues,))
    nameless = Table(cells("", ""), (row,))
    assert table_pieces(nameless)[-1] == "🔗 [Docs](https://x.org/d) · [Issues](https://x.org/i)"
    named = Table(cells("page", "more"), (row,))
    assert "[Docs: Issues](https://x.org/i)" in table_pieces(named)[-1]
