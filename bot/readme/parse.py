"""GitHub's HTML of a README to its parts, by an allow-list.

The parser hands over tags and text one after the other and nothing here recurses, so the work grows with the README's
length and not with its nesting. What is not known gives its text or nothing; no markup comes through.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, Self, TypeVar, cast

from lxml import etree  # pyright: ignore[reportMissingTypeStubs, reportAttributeAccessIssue, reportUnknownVariableType]  # untyped

from bot.readme.document import (
    Block,
    Code,
    Document,
    Formula,
    Heading,
    Mark,
    Paragraph,
    Picture,
    Span,
    Spans,
    Table,
    joined,
    text_of,
)
from bot.readme.links import Place, is_badge, link_url, picture_url, tex_of

MOST_BYTES = 512 * 1024
MOST_BLOCKS = 4_000
MOST_ROWS = 1_000  # a last row says that there were more
MOST_COLUMNS = 24
_DEEPEST = 8  # lists and quotes are indented no further

_DROPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "noscript",
        "form",
        "button",
        "select",
        "textarea",
        "head",
        "title",
        "canvas",
        "audio",
        "map",
    ]
)
_MARKS = {
    **dict.fromkeys(("b", "strong"), Mark.BOLD),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), Mark.ITALIC),
    **dict.fromkeys(("s", "del", "strike"), Mark.STRIKE),
    **dict.fromkeys(("code", "tt", "samp", "kbd"), Mark.CODE),
}
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "center",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "figure",
        "figcaption",
        "details",
        "dl",
        "dt",
        "dd",
        "address",
        "hr",
    ]
)
_SUB = str.maketrans("0123456789+-=()aeoxhklmnpstuvrij", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵤᵥᵣᵢⱼ")
_SUP = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
_LONGEST_SCRIPT = 5
_LANGUAGE = re.compile(r"(?:highlight-(?:source|text)|language|lang)-([\w.+#-]+)")
_LANGUAGES = {
    "html-basic": "html",
    "c++": "cpp",
    "cuda-c++": "cpp",
    "console": "shell",
    "objc": "objc",
}
_DISPLAY = re.compile(r"\$\$(.*?)\$\$|```math\n(.*?)```", re.DOTALL)

Attributes = Mapping[str, str]


class _Feeder(Protocol):
    def feed(self, data: bytes) -> None: ...
    def close(self) -> object: ...


def parse_readme(html: bytes, full_name: str) -> Document:
    """Return a README's parts from the HTML that GitHub's API renders; of more than 512 KB the beginning."""
    target = _Target(Place(full_name))
    make = cast("Callable[..., _Feeder]", etree.HTMLParser)
    parser = make(target=target, encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.feed(b"<html><body>" + html[:MOST_BYTES].replace(b"\0", b" "))
    parser.close()
    return Document(tuple(target.blocks[:MOST_BLOCKS]))


@dataclass(slots=True)
class _List:
    is_ordered: bool
    number: int = 1


@dataclass(slots=True)
class _Grid:
    """A table under way."""

    rows: list[list[Spans]] = field(default_factory=list[list[Spans]])
    has_header: bool = False
    cell: list[Span] | None = None
    is_full: bool = False


Undo = Callable[[], None]
T = TypeVar("T")


class _Target:
    """What the parser calls; ``blocks`` grows."""

    def __init__(self, place: Place) -> None:
        self.blocks: list[Block] = []
        self._place = place
        self._open: list[tuple[str, Undo | None]] = []
        self._dropped = 0
        self._spans: list[Span] = []
        self._marks: list[Mark] = []
        self._links: list[str | None] = []
        self._scripts: list[dict[int, int]] = []
        self._lists: list[_List] = []
        self._marker = ""
        self._heading = 0
        self._pictures: list[Picture] = []
        self._quotes = 0
        self._code: list[str] | None = None
        self._languages: list[str] = []
        self._math: list[str] | None = None
        self._grids: list[_Grid] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take an opening tag."""
        if self._dropped or tag in _DROPPED:
            self._dropped += 1
            self._open.append((tag, self._undrop))
            return
        data_path = attributes.get("data-path")
        if data_path and attributes.get("id") in ("file", "readme"):
            self._place = Place(self._place.full_name, data_path)
        undo = self._enter(tag, attributes)
        self._open.append((tag, undo))

    def end(self, tag: str) -> None:
        """Take a closing tag; one that closes nothing is passed over."""
        if not self._open or self._open[-1][0] != tag:
            return
        _, undo = self._open.pop()
        if undo:
            undo()

    def data(self, text: str) -> None:
        """Take text."""
        if self._dropped:
            return
        if self._code is not None:
            self._code.append(text)
        elif self._math is not None:
            self._math.append(text)
        else:
            self._say(re.sub(r"\s+", " ", text))

    def close(self) -> None:
        """Finish; what is still open is closed."""
        while self._open:
            self.end(self._open[-1][0])
        self._flush()

    def _undrop(self) -> None:
        self._dropped -= 1

    def _enter(self, tag: str, attributes: Attributes) -> Undo | None:
        if self._code is not None or self._math is not None:
            return None  # colours of code
        if tag in _MARKS:
            return self._push(self._marks, _MARKS[tag])
        enter = self._ENTER.get(tag)
        if enter:
            return enter(self, tag, attributes)
        return self._enter_block(tag, attributes) if tag in _BLOCKS else None

    @staticmethod
    def _push(stack: list[T], value: T) -> Undo:
        stack.append(value)

        def undo() -> None:
            stack.pop()

        return undo

    def _say(self, text: str, marks: Mark = Mark.NONE, url: str | None = None) -> None:
        for mark in self._marks:
            marks |= mark
        for table in self._scripts:
            text = _raised(text, table)
        into = self._spans
        if self._grids and self._grids[-1].cell is not None:
            into = self._grids[-1].cell
        link = url or next((url for url in reversed(self._links) if url), None)
        into.append(Span(text, marks, link))

    def _flush(self) -> None:
        """End the paragraph, heading or item under way."""
        if self._grids:
            if self._grids[-1].cell is not None:
                self._grids[-1].cell.append(Span("\n"))
            return
        spans = joined(self._spans)
        self._spans = []
        if not spans:
            return
        if self._heading:
            self.blocks.append(Heading(self._heading, spans))
            return
        indent = min(len(self._lists), _DEEPEST)
        quoted = min(self._quotes, 1)
        self.blocks.append(Paragraph(spans, self._marker, indent, quoted))
        self._marker = ""

    def _enter_block(self, tag: str, attributes: Attributes) -> Undo:
        self._flush()
        classes = attributes.get("class") or ""
        undone: list[Undo] = []
        if found := _LANGUAGE.search(classes):
            undone.append(self._push(self._languages, found[1].lower()))
        if "markdown-alert-title" in classes or tag == "dt":
            undone.append(self._push(self._marks, Mark.BOLD))
        elif "markdown-alert" in classes.split():
            undone.append(self._quote())
        if tag == "dd":
            undone.append(self._push(self._lists, _List(is_ordered=False)))

        def undo() -> None:
            self._flush()
            for step in undone:
                step()

        return undo

    def _quote(self) -> Undo:
        self._quotes += 1

        def undo() -> None:
            self._flush()
            self._quotes -= 1

        return undo

    def _enter_quote(self, _tag: str, _attributes: Attributes) -> Undo:
        self._flush()
        return self._quote()

    def _enter_heading(self, tag: str, attributes: Attributes) -> Undo | None:
        self._flush()
        if "sr-only" in (attributes.get("class") or "") or self._grids:
            return None
        self._heading = int(tag[1])

        def undo() -> None:
            self._flush()
            self._heading = 0
            self.blocks += self._pictures
            self._pictures = []

        return undo

    def _enter_link(self, _tag: str, attributes: Attributes) -> Undo:
        href = attributes.get("href")
        if "data-footnote-backref" in attributes:
            self._dropped += 1
            return self._undrop
        return self._push(self._links, link_url(href, self._place) if href else None)

    def _enter_script(self, tag: str, _attributes: Attributes) -> Undo:
        return self._push(self._scripts, _SUB if tag == "sub" else _SUP)

    def _enter_list(self, tag: str, _attributes: Attributes) -> Undo:
        self._flush()
        self._marker = ""
        undo = self._push(self._lists, _List(tag == "ol"))

        def leave() -> None:
            self._flush()
            self._marker = ""
            undo()

        return leave

    def _enter_item(self, _tag: str, _attributes: Attributes) -> Undo:
        self._flush()
        current = self._lists[-1] if self._lists else _List(is_ordered=False)
        self._marker = f"{current.number}." if current.is_ordered else "-"
        current.number += 1
        return self._flush

    def _enter_input(self, _tag: str, attributes: Attributes) -> None:
        if attributes.get("type") == "checkbox":
            self._say("☑ " if "checked" in attributes else "☐ ")

    def _enter_break(self, _tag: str, _attributes: Attributes) -> None:
        self._say("\n")

    def _enter_summary(self, _tag: str, _attributes: Attributes) -> Undo:
        self._flush()
        self._say("▸ ")
        unmark = self._push(self._marks, Mark.BOLD)

        def undo() -> None:
            self._flush()
            unmark()

        return undo

    def _enter_image(self, _tag: str, attributes: Attributes) -> None:
        src = attributes.get("data-canonical-src") or attributes.get("src") or ""
        alt = " ".join((attributes.get("alt") or "").split())
        if "emoji" in (attributes.get("class") or ""):
            self._say(alt)
        elif tex := tex_of(src):
            self._say(tex, Mark.MATH)
        elif not is_badge(src, alt, attributes.get("width"), attributes.get("height")):
            url = picture_url(attributes.get("src") or "", self._place)
            if url and not self._grids:
                # A heading's stand below it, others before the text that holds them.
                into = self._pictures if self._heading else self.blocks
                into.append(Picture(url, alt))

    def _enter_video(self, _tag: str, attributes: Attributes) -> Undo:
        url = link_url(attributes.get("src") or "", self._place)
        if url and not url.startswith("#"):
            self._say("▶ video", url=url)
        self._dropped += 1
        return self._undrop

    def _enter_code(self, _tag: str, attributes: Attributes) -> Undo | None:
        if self._grids:
            return self._push(self._marks, Mark.CODE)
        self._flush()
        given = _LANGUAGE.search(attributes.get("class") or "") or _LANGUAGE.search(
            attributes.get("lang") or ""
        )
        language = given[1].lower() if given else (self._languages or [""])[-1]
        if attributes.get("lang"):
            language = str(attributes["lang"]).lower()
        self._code = []

        def undo() -> None:
            text = (
                "".join(self._code or []).expandtabs(4).replace("\r\n", "\n").strip("\n").rstrip()
            )
            self._code = None
            if text.strip():
                shown = _LANGUAGES.get(language, language)
                self.blocks.append(Code(text, shown, min(len(self._lists), _DEEPEST)))

        return undo

    def _enter_math(self, _tag: str, _attributes: Attributes) -> Undo:
        self._math = []

        def undo() -> None:
            text = "".join(self._math or [])
            self._math = None
            self._add_math(text)

        return undo

    def _add_math(self, text: str) -> None:
        display = _DISPLAY.search(text)
        if display and not self._grids:
            self._flush()
            tex = (display[1] or display[2] or "").strip()
            if tex:
                self.blocks.append(Formula(tex))
            return
        tex = text.strip().strip("$").strip("`").strip()
        if tex:
            self._say(" ".join(tex.split()), Mark.MATH)

    def _enter_table(self, _tag: str, _attributes: Attributes) -> Undo:
        self._flush()
        self._grids.append(_Grid())

        def undo() -> None:
            grid = self._grids.pop()
            if self._grids:
                # A table in a cell is that cell's text.
                cell = self._grids[-1].cell
                if cell is not None:
                    cell += [
                        span for row in grid.rows for spans in row for span in (*spans, Span(" "))
                    ]
            elif table := _table(grid):
                self.blocks.append(table)

        return undo

    def _enter_row(self, _tag: str, _attributes: Attributes) -> None:
        if not self._grids:
            return
        grid = self._grids[-1]
        if len(grid.rows) <= MOST_ROWS:
            grid.rows.append([])
        elif not grid.is_full:
            grid.is_full = True
            grid.rows.append([(Span("…"),)])

    def _enter_cell(self, tag: str, attributes: Attributes) -> Undo | None:
        if not self._grids:
            return None
        grid = self._grids[-1]
        grid.cell = []
        if tag == "th" and len(grid.rows) <= 1:
            grid.has_header = True
        span = attributes.get("colspan") or ""
        width = min(int(span), MOST_COLUMNS) if span.isdecimal() and len(span) < 4 else 1  # noqa: PLR2004  # digits

        def undo() -> None:
            cell = joined(grid.cell or [])
            grid.cell = None
            if grid.rows and len(grid.rows[-1]) < MOST_COLUMNS and not grid.is_full:
                grid.rows[-1] += [cell, *[()] * (width - 1)]

        return undo

    _ENTER: ClassVar[Mapping[str, Callable[[Self, str, Attributes], Undo | None]]] = {
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _enter_heading),
        **dict.fromkeys(("ul", "ol"), _enter_list),
        **dict.fromkeys(("sub", "sup"), _enter_script),
        "a": _enter_link,
        "blockquote": _enter_quote,
        "br": _enter_break,
        "img": _enter_image,
        "input": _enter_input,
        "li": _enter_item,
        "math-renderer": _enter_math,
        "pre": _enter_code,
        "summary": _enter_summary,
        "table": _enter_table,
        "td": _enter_cell,
        "th": _enter_cell,
        "tr": _enter_row,
        "video": _enter_video,
    }


def _raised(text: str, table: Mapping[int, int]) -> str:
    """Return short text as sub- or superscript where Unicode has all of it; longer text is only set small."""
    if len(text.strip()) <= _LONGEST_SCRIPT and all(ord(c) in table or c.isspace() for c in text):
        return text.translate(table)
    return text


def _table(grid: _Grid) -> Table | None:
    """Return a whole table; one of a single column or cell is no table, and gives None if empty."""
    rows = [row[:MOST_COLUMNS] for row in grid.rows if any(text_of(cell) for cell in row)]
    if not rows:
        return None
    columns = max(map(len, rows))
    even = [tuple(row + [()] * (columns - len(row))) for row in rows]
    header = even.pop(0) if grid.has_header else tuple(() for _ in range(columns))
    return Table(header, tuple(even))
