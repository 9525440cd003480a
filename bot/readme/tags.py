"""What each tag of GitHub's HTML does: a function that enters it and returns what its end undoes."""

import re
from collections.abc import Callable, Mapping

from bot.readme.document import Code, Mark, Picture
from bot.readme.grid import MOST_COLUMNS, Grid
from bot.readme.links import is_badge, link_url, picture_url, tex_of
from bot.readme.writer import ListUnderWay, Undo, Writer, pushed

Attributes = Mapping[str, str]
Enter = Callable[[Writer, str, Attributes], Undo | None]

_MARKS = {
    **dict.fromkeys(("b", "strong"), Mark.BOLD),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), Mark.ITALIC),
    **dict.fromkeys(("s", "del", "strike"), Mark.STRIKE),
    **dict.fromkeys(("code", "tt", "samp", "kbd"), Mark.CODE),
}
_BLOCKS = (
    *("p", "div", "center", "section", "article", "header", "footer", "main", "aside", "nav"),
    *("figure", "figcaption", "details", "dl", "dt", "dd", "address", "hr"),
)
_SUB = str.maketrans("0123456789+-=()aeoxhklmnpstuvrij", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵤᵥᵣᵢⱼ")
_SUP = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
_LANGUAGE = re.compile(r"(?:highlight-(?:source|text)|language|lang)-([\w.+#-]+)")
_LANGUAGES = {
    "html-basic": "html",
    "c++": "cpp",
    "cuda-c++": "cpp",
    "console": "shell",
    "objc": "objc",
}
_DISPLAY = re.compile(r"\$\$(.*?)\$\$|```math\n(.*?)```", re.DOTALL)


def _mark(writer: Writer, tag: str, _attributes: Attributes) -> Undo:
    return pushed(writer.style.marks, _MARKS[tag])


def _block(writer: Writer, tag: str, attributes: Attributes) -> Undo:
    writer.flush()
    classes = attributes.get("class") or ""
    undone: list[Undo] = []
    if found := _LANGUAGE.search(classes):
        undone.append(pushed(writer.languages, found[1].lower()))
    if "markdown-alert-title" in classes or tag == "dt":
        undone.append(pushed(writer.style.marks, Mark.BOLD))
    elif "markdown-alert" in classes.split():
        undone.append(writer.begin_quote())
    if tag == "dd":
        undone.append(pushed(writer.lists, ListUnderWay(is_ordered=False)))

    def undo() -> None:
        writer.flush()
        for step in undone:
            step()

    return undo


def _quote(writer: Writer, _tag: str, _attributes: Attributes) -> Undo:
    return writer.begin_quote()


def _heading(writer: Writer, tag: str, attributes: Attributes) -> Undo | None:
    if "sr-only" in (attributes.get("class") or "") or writer.grids:
        writer.flush()
        return None
    return writer.begin_heading(int(tag[1]))


def _link(writer: Writer, _tag: str, attributes: Attributes) -> Undo:
    href = attributes.get("href")
    return pushed(writer.style.links, link_url(href, writer.place) if href else None)


def _script(writer: Writer, tag: str, _attributes: Attributes) -> Undo:
    return pushed(writer.style.scripts, _SUB if tag == "sub" else _SUP)


def _list(writer: Writer, tag: str, _attributes: Attributes) -> Undo:
    writer.flush()
    writer.marker = ""
    undo = pushed(writer.lists, ListUnderWay(tag == "ol"))

    def leave() -> None:
        writer.flush()
        writer.marker = ""
        undo()

    return leave


def _item(writer: Writer, _tag: str, _attributes: Attributes) -> Undo:
    writer.flush()
    current = writer.lists[-1] if writer.lists else ListUnderWay(is_ordered=False)
    writer.marker = f"{current.number}." if current.is_ordered else "-"
    current.number += 1
    return writer.flush


def _input(writer: Writer, _tag: str, attributes: Attributes) -> None:
    if attributes.get("type") == "checkbox":
        writer.say("☑ " if "checked" in attributes else "☐ ")


def _break(writer: Writer, _tag: str, _attributes: Attributes) -> None:
    writer.say("\n")


def _summary(writer: Writer, _tag: str, _attributes: Attributes) -> Undo:
    writer.flush()
    writer.say("▸ ")
    unmark = pushed(writer.style.marks, Mark.BOLD)

    def undo() -> None:
        writer.flush()
        unmark()

    return undo


def _image(writer: Writer, _tag: str, attributes: Attributes) -> None:
    src = attributes.get("data-canonical-src") or attributes.get("src") or ""
    alt = " ".join((attributes.get("alt") or "").split())
    if "emoji" in (attributes.get("class") or ""):
        writer.say(alt)
    elif tex := tex_of(src):
        writer.say(tex, Mark.MATH)
    elif not is_badge(src, alt, attributes.get("width"), attributes.get("height")):
        url = picture_url(attributes.get("src") or "", writer.place)
        if url and not writer.grids:
            writer.show(Picture(url, alt))


def _video(writer: Writer, _tag: str, attributes: Attributes) -> None:
    url = link_url(attributes.get("src") or "", writer.place)
    if url and not url.startswith("#"):
        writer.say("▶ video", url=url)


def _code(writer: Writer, _tag: str, attributes: Attributes) -> Undo:
    if writer.grids:
        return pushed(writer.style.marks, Mark.CODE)
    writer.flush()
    given = _LANGUAGE.search(attributes.get("class") or "") or _LANGUAGE.search(
        attributes.get("lang") or ""
    )
    language = given[1].lower() if given else (writer.languages or [""])[-1]
    if attributes.get("lang"):
        language = str(attributes["lang"]).lower()

    def finish(text: str) -> None:
        text = text.expandtabs(4).replace("\r\n", "\n").strip("\n").rstrip()
        if text.strip():
            shown = _LANGUAGES.get(language, language)
            writer.blocks.append(Code(text, shown, writer.indent))

    return writer.take_raw(finish)


def _math(writer: Writer, _tag: str, _attributes: Attributes) -> Undo:
    def finish(text: str) -> None:
        display = _DISPLAY.search(text)
        if display and not writer.grids:
            writer.add_formula((display[1] or display[2] or "").strip())
        elif tex := text.strip().strip("$").strip("`").strip():
            writer.say(" ".join(tex.split()), Mark.MATH)

    return writer.take_raw(finish)


def _table(writer: Writer, _tag: str, _attributes: Attributes) -> Undo:
    writer.flush()
    writer.grids.append(Grid())

    def undo() -> None:
        grid = writer.grids.pop()
        if writer.grids:
            if (cell := writer.grids[-1].cell) is not None:
                cell += grid.spans()
        elif table := grid.table():
            writer.blocks.append(table)

    return undo


def _row(writer: Writer, _tag: str, _attributes: Attributes) -> None:
    if writer.grids:
        writer.grids[-1].begin_row()


def _cell(writer: Writer, tag: str, attributes: Attributes) -> Undo | None:
    if not writer.grids:
        return None
    grid = writer.grids[-1]
    grid.begin_cell(is_header=tag == "th")
    width = _spanned(attributes.get("colspan"), MOST_COLUMNS)

    def undo() -> None:
        grid.end_cell(width)

    return undo


def _spanned(written: str | None, most: int) -> int:
    """Return how many columns or rows a cell takes."""
    is_number = written is not None and written.isdecimal() and len(written) <= len(str(most)) + 1
    return min(int(written), most) if written and is_number else 1


ENTER: Mapping[str, Enter] = {
    **dict.fromkeys(_MARKS, _mark),
    **dict.fromkeys(_BLOCKS, _block),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("sub", "sup"), _script),
    **dict.fromkeys(("td", "th"), _cell),
    "a": _link,
    "blockquote": _quote,
    "br": _break,
    "img": _image,
    "input": _input,
    "li": _item,
    "math-renderer": _math,
    "pre": _code,
    "summary": _summary,
    "table": _table,
    "tr": _row,
    "video": _video,
}
