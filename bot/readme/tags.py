"""The tags of GitHub's HTML: each has a function that enters it and returns the undoing of its end."""

import re
from collections.abc import Callable, Mapping

from bot.readme.document import Code, Mark, Picture
from bot.readme.grid import MOST_COLUMNS, MOST_ROWS, Grid
from bot.readme.links import inviting_site, is_badge, link_url, picture_url, tex_of
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
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
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


def _list(writer: Writer, tag: str, attributes: Attributes) -> Undo:
    writer.flush()
    writer.marker = ""
    start = _whole(attributes.get("start"))
    step = -1 if "reversed" in attributes else 1
    current = ListUnderWay(tag == "ol", 1 if start is None else start, step)
    undo = pushed(writer.lists, current)

    def leave() -> None:
        writer.flush()
        writer.marker = ""
        if current.is_ordered and step < 0 and start is None:
            # Only at the end is it known how many items there are to count down.
            writer.count_down(current)
        undo()

    return leave


def _item(writer: Writer, _tag: str, attributes: Attributes) -> Undo:
    writer.flush()
    current = writer.lists[-1] if writer.lists else ListUnderWay(is_ordered=False)
    value = _whole(attributes.get("value"))
    if value is not None:
        current.number = value
    writer.marker = f"{current.number}." if current.is_ordered else "-"
    current.number += current.step
    current.items += 1
    return writer.flush


def _whole(written: str | None) -> int | None:
    """Return a list's number, None where there is none that a list would show."""
    found = _NUMBER.fullmatch(written.strip()) if written else None
    return int(found[0]) if found else None


def _input(writer: Writer, _tag: str, attributes: Attributes) -> None:
    if attributes.get("type") == "checkbox":
        writer.say("☑ " if "checked" in attributes else "☐ ")


def _break(writer: Writer, _tag: str, _attributes: Attributes) -> None:
    writer.say("\n")


def _summary(writer: Writer, _tag: str, _attributes: Attributes) -> Undo:
    writer.flush()
    writer.lead = "▸ "
    unmark = pushed(writer.style.marks, Mark.BOLD)

    def undo() -> None:
        writer.lead = ""
        writer.flush()
        unmark()

    return undo


def _source(writer: Writer, _tag: str, attributes: Attributes) -> None:
    if "dark" in (attributes.get("media") or ""):
        writer.dark_picture = (attributes.get("srcset") or "").split()[:1]


def _picture(writer: Writer, _tag: str, _attributes: Attributes) -> Undo:
    def undo() -> None:
        writer.dark_picture = []

    undo()
    return undo


def _image(writer: Writer, _tag: str, attributes: Attributes) -> None:
    src = attributes.get("data-canonical-src") or attributes.get("src") or ""
    alt = " ".join((attributes.get("alt") or "").split())
    alt = (
        "" if "://" in alt and " " not in alt else alt
    )  # no description: the picture's own address
    if "emoji" in (attributes.get("class") or ""):
        writer.say(alt)
    elif tex := tex_of(src):
        writer.say(tex, Mark.MATH)
    elif is_badge(src, alt, attributes.get("width"), attributes.get("height")):
        _badge(writer, alt)
    else:
        # Most of Discord is dark: of a pair the picture for dark pages is shown, as GitHub would there.
        dark, plain = writer.dark_picture[:1], attributes.get("src") or ""
        found = (picture_url(address, writer.place) for address in (*dark, plain))
        if url := next(filter(None, found), None):
            writer.show(Picture(url, alt))


def _badge(writer: Writer, alt: str) -> None:
    """Note where a badge leads; amid text one that leads to something to try or to read is a link."""
    for url in writer.style.links[-1:]:
        if url:
            writer.badges.append(url)
            if (name := inviting_site(url)) and writer.is_amid_text:
                writer.say(alt or name)


def _video(writer: Writer, _tag: str, attributes: Attributes) -> None:
    url = link_url(attributes.get("src") or "", writer.place)
    if url and not url.startswith("#"):
        writer.say("▶ video", url=url)


def _code(writer: Writer, _tag: str, attributes: Attributes) -> Undo:
    if not writer.grids:
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
            writer.add_code(Code(text, shown, writer.indent))

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
            grid.pour_into(writer.grids[-1])
        else:
            writer.blocks += grid.blocks()

    return undo


def _row(writer: Writer, _tag: str, _attributes: Attributes) -> None:
    if writer.grids:
        writer.grids[-1].begin_row()


def _cell(writer: Writer, tag: str, attributes: Attributes) -> Undo | None:
    if not writer.grids:
        return None
    grid = writer.grids[-1]
    grid.begin_cell(is_heading=tag == "th")
    columns = min(_whole(attributes.get("colspan")) or 1, MOST_COLUMNS)
    rows = _whole(attributes.get("rowspan"))

    def undo() -> None:
        # A rowspan of 0 reaches to the end of the head or body.
        grid.end_cell(columns, MOST_ROWS if rows == 0 else min(rows or 1, MOST_ROWS))

    return undo


def _group(writer: Writer, tag: str, _attributes: Attributes) -> None:
    if writer.grids:
        writer.grids[-1].begin_group(is_head=tag == "thead")


ENTER: Mapping[str, Enter] = {
    **dict.fromkeys(_MARKS, _mark),
    **dict.fromkeys(_BLOCKS, _block),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("sub", "sup"), _script),
    **dict.fromkeys(("td", "th"), _cell),
    **dict.fromkeys(("thead", "tbody", "tfoot"), _group),
    "a": _link,
    "blockquote": _quote,
    "br": _break,
    "img": _image,
    "input": _input,
    "li": _item,
    "math-renderer": _math,
    "picture": _picture,
    "pre": _code,
    "source": _source,
    "summary": _summary,
    "table": _table,
    "tr": _row,
    "video": _video,
}
