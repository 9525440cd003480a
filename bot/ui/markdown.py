"""A README's parts as Discord's markdown, in which nothing of theirs comes alive that we didn't write."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from rich.cells import cell_len

from bot.characters import visible, without_joiners
from bot.readme.document import Mark, Span, Spans, Table, joined, text_of
from bot.ui.text import code, cut

WIDEST_TABLE = 60  # columns that a code block shows without breaking lines
_LONGEST_CELL = 40
_LONGEST_LABEL = 200
_MOST_LINKS = 20
_MARKUP = re.compile(r"[\\*_~|`\[\]]")
_ANGLE = re.compile(r"<(?=[@#:/+A-Za-z\s]|$)")
_PING = re.compile(r"(?i)@(?=everyone|here|[!&]?\d{15})")
_INVITE = re.compile(r"(?i)(discord(?:app)?|dsc)(\s*\.\s*(?:gg|me|com\s*/\s*invite))")
_LINE_START = re.compile(r"(?m)^([ \t]*)(?:([#>+-])|(\d+)([.)])(?=\s|$))")
# What is ours or shown as it is, in which nothing has to be disarmed.
_SEALED = re.compile(r"(?s)(```.*?```|`[^`]*`|\]\([^()\s]*\)|(?:\\.)+)")
_SCHEME = re.compile(r"(?i)^\W*(?:https?:)?[^\w/]*//")
_HOST = re.compile(r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}(?![\w-])")
# Names of files that look like hosts.
_FILE = re.compile(
    r"\.(?:py|md|txt|sh|json|ya?ml|ipynb|pth?|ckpt|h5|cfg|lua|cpp|csv|zip|gz|tar|pdf|bin|onnx|js|pb|npz?|pkl|th|"
    r"caffemodel|prototxt|params|mat|t7|png|jpe?g|gif|html?|rst|tsv|xml|toml|cu|java|rs|jl|mar|mlmodel|tflite|git)$"
)
# Of these, what ends the names of sites too.
_EITHER = re.compile(r"\.(?:py|md|sh|pt|th|rs|cu|zip)$")
_LABEL = str.maketrans(
    {"[": "(", "]": ")", "<": "‹", "`": "'", "*": "∗", "|": "¦", "~": "∼", "\\": "∖"}
)
_SIGNED = Mark.BOLD | Mark.ITALIC | Mark.STRIKE
_SIGNS = ((Mark.STRIKE, "~~"), (Mark.ITALIC, "*"), (Mark.BOLD, "**"))
_FENCE = re.compile(r"`{3,}")
_FENCE_LANGUAGE = re.compile(r"[a-z0-9+#.-]{1,20}")


def escape(text: str) -> str:
    """Return outside text that Discord shows as it is; line breaks stay. The work grows with its length alone."""
    return _disarmed(_without_markup(text))


def disarm(text: str) -> str:
    """Return markdown of ours in which no mention, invite or bare address lives, put together from pieces as it is."""
    return "".join(
        part if place % 2 else _disarmed(part) for place, part in enumerate(_SEALED.split(text))
    )


def _without_markup(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", _ANGLE.sub("‹", clean_lines(text)))


def _disarmed(text: str) -> str:
    text = _INVITE.sub("\\1\u2060\\2", text).replace("://", ":\u2060//")
    return _PING.sub("@\u200b", text)


def clean_lines(text: str) -> str:
    """Return text without control, format or private characters except line breaks, composed (NFC)."""
    return visible(unicodedata.normalize("NFC", text), _blank, keep="\n")


def one_line(text: str) -> str:
    """Return cleaned text with its white space folded."""
    return " ".join(clean_lines(text).split())


def _blank(char: str) -> str:
    # What directs letters leaves no gap behind.
    return "" if unicodedata.category(char) in ("Cf", "Co", "Cs", "Cn") else " "


def markdown_of(spans: Sequence[Span]) -> str:
    """Return a paragraph as Discord's markdown; only http(s) links are links."""
    return guard_lines(inline(spans))


def guard_lines(text: str) -> str:
    """Return text whose lines don't begin a heading, a list or a quote."""
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)


def inline(spans: Sequence[Span]) -> str:
    """Return text as Discord's markdown for the middle of a line."""
    text = ""
    for marks, group in groupby(joined(spans), lambda span: span.marks & _SIGNED):
        run = _run(list(group), marks)
        # Signs that touch would be read as one.
        is_touching = text.endswith("*") and run.startswith("*")
        text += f"\u200b{run}" if is_touching else run
    # Only now: what lives may be spelled by two spans.
    return disarm(text)


def _run(spans: list[Span], marks: Mark) -> str:
    """Return neighbours that stand out in the same way, their signs around all of them and around no blank."""
    inner = "".join(_plain(span) for span in spans)
    core = inner.strip()
    if not core or "\n" in core:
        return inner
    start = inner.index(core)
    shown = core
    for mark, sign in _SIGNS:
        if mark in marks:
            shown = f"{sign}{shown}{sign}"
    return inner[:start] + shown + inner[start + len(core) :]


def _plain(span: Span) -> str:
    """Return a span without weight or slant, blanks at its ends kept outside what has an end of its own."""
    core = span.text.strip()
    if not core:
        return "\n" if "\n" in span.text else " " if span.text else ""
    start = span.text.index(core)
    return span.text[:start] + _core(core, span) + span.text[start + len(core) :]


def _core(text: str, span: Span) -> str:
    if span.url and not span.url.startswith("#"):
        return masked(text, span.url)
    if Mark.MATH in span.marks:
        return formula(text)
    if Mark.CODE in span.marks:
        return code(text, len(text)) if clean_lines(text).strip() else ""
    return _without_markup(text)


def masked(text: str, url: str) -> str:
    """Return a link. Discord asks before it opens another site, but a label that names one must name the right one."""
    bare = _SCHEME.sub("", clean_lines(text))
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return f"[{_label(host if _names_another(bare, host, url) else bare)}]({url})"


def _names_another(text: str, host: str, url: str) -> bool:
    """Tell whether text names an address that is not at ``host``, in whatever letters look like one."""
    seen = without_joiners(unicodedata.normalize("NFKC", text)).casefold()
    own = rf"(?<![\w.-])(?:www\.)?{re.escape(host)}(?::\d+)?(?:[/?#]\S*)?(?![\w@:-]|\.[\w-])"
    rest = re.sub(own, " ", seen)
    return "://" in rest or any(
        not _is_file(name, rest, url.casefold()) for name in _HOST.findall(rest)
    )


def _is_file(name: str, text: str, url: str) -> bool:
    """Tell whether what looks like a host is a file's name; where it may be both, its folder or the address must say so."""
    if not _EITHER.search(name):
        return bool(_FILE.search(name))
    return f"/{name}" in text or f"/{name}" in url


def _label(text: str) -> str:
    """Return words for a link, in which escapes don't work; an empty one becomes a dash."""
    words = one_line(text).translate(_LABEL)
    words = _INVITE.sub("\\1\u2060\\2", words.replace("__", " ").replace("://", ":\u2060//"))
    return cut(_PING.sub("@\u200b", words), _LONGEST_LABEL).strip() or "–"


def fence(text: str, language: str = "") -> str:
    """Return a block of code, in which Discord interprets nothing."""
    inner = _FENCE.sub(lambda m: "ˋ" * len(m[0]), clean_lines(text))
    name = language if _FENCE_LANGUAGE.fullmatch(language) else ""
    return f"```{name}\n{inner}\n```"


_SYMBOLS = {
    "times": "×", "cdot": "·", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠",
    "approx": "≈", "sim": "∼", "infty": "∞", "sum": "∑", "prod": "∏", "int": "∫", "partial": "∂", "nabla": "∇",
    "in": "∈", "notin": "∉", "subset": "⊂", "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "mapsto": "↦", "ldots": "…", "dots": "…", "cdots": "⋯",
    "ell": "ℓ", "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "propto": "∝", "mid": "|", "log": "log", "exp": "exp",
    "max": "max", "min": "min", "quad": " ", "left": "", "right": "", "epsilon": "ε", "varepsilon": "ε",
}  # fmt: skip
_SUPERS = dict(zip("0123456789+-()niT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵀ", strict=True))
_SUBS = dict(zip("0123456789+-()aeijnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑᵢⱼₙₒₚᵣₛₜᵤᵥₓ", strict=True))


def formula(tex: str) -> str:
    """Return TeX in plain signs where that is possible, else as code."""
    plain = _plain_formula(tex)
    return escape(plain) if plain is not None else code(tex, len(tex))


def _plain_formula(tex: str) -> str | None:
    """Return a short formula with its Greek and its signs; None when something would be left of its TeX."""
    text = re.sub(
        r"\\(?:text|mathrm|mathbf|mathcal|mathbb|mathit|operatorname)\{([^{}]*)\}", r"\1", tex
    )
    text = re.sub(r"\\([A-Za-z]+)", _symbol, text)
    for sign, table in (("^", _SUPERS), ("_", _SUBS)):
        text = re.sub(
            rf"\{sign}(?:\{{([^{{}}]*)\}}|([^\s\\{{}}]))",
            lambda m, table=table: "".join(table.get(c, "\\") for c in m[1] or m[2] or ""),
            text,
        )
    return None if re.search(r"[\\{}^_&]", text) else " ".join(text.split())


def _symbol(match: re.Match[str]) -> str:
    name = match[1]
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
    except KeyError:
        return "\\"


def table_pieces(table: Table) -> list[str]:
    """Return a table that a narrow screen shows: aligned in one block of code, or a line for each row."""
    if table.rows and not any(text_of(cell) for cell in table.header) and len(table.header) == 1:
        return [line for row in table.rows if (line := markdown_of(row[0]))]
    grid = [[_cell(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(map(cell_len, column)) for column in zip(*grid, strict=True)]
    fits = sum(widths) + 2 * len(widths) - 2 <= WIDEST_TABLE and max(widths) <= _LONGEST_CELL
    if fits and table.rows:
        return _aligned(table, grid, widths)
    return _listed(table)


def _cell(spans: Spans) -> str:
    return one_line(text_of(_readable(spans))).replace("`", "ˋ")


def _readable(spans: Spans) -> Iterable[Span]:
    for span in spans:
        if Mark.MATH in span.marks:
            yield Span(_plain_formula(span.text) or span.text)
        else:
            yield span


def _aligned(table: Table, grid: list[list[str]], widths: list[int]) -> list[str]:
    numeric = [
        all(not cell or cell[:1] in "+-±~≈<>.0123456789–-" for cell in column[1:])
        for column in zip(*grid, strict=True)
    ]
    lines = [
        "  ".join(
            _padded(c, w, right=n) for c, w, n in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in grid
    ]
    if any(grid[0]):
        lines.insert(1, "  ".join("─" * width for width in widths))
        head = 2
    else:
        lines, head = lines[1:], 0
    pieces = [fence("\n".join(part)) for part in _parts(lines, head)]
    if links := _links(table):
        pieces.append("🔗 " + " · ".join(links))
    return pieces


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - cell_len(text))
    return blank + text if right else text + blank


def _parts(lines: list[str], head: int, most: int = 1_600) -> Iterable[list[str]]:
    """Divide a table's lines so that each part can stand on a page, with its header again."""
    part = lines[:head]
    for line in lines[head:]:
        if len(part) > head and sum(len(text) + 1 for text in part) + len(line) > most:
            yield part
            part = lines[:head]
        part = [*part, line]
    yield part


def _links(table: Table) -> list[str]:
    """Return the links that an aligned table can't carry, each once."""
    found: dict[str, str] = {}
    for row in table.rows:
        name = _cell(row[0])
        for cell in row:
            for span in cell:
                if span.url and not span.url.startswith("#") and span.url not in found:
                    words = span.text.strip()
                    is_told = cell is row[0] or not name or len(words) > 12  # noqa: PLR2004  # such words say it
                    found[span.url] = words if is_told else f"{name}: {words}"
    return [masked(cut(words, 60), url) for url, words in list(found.items())[:_MOST_LINKS]]


def _listed(table: Table) -> list[str]:
    names = [_cell(cell) for cell in table.header]
    lines: list[str] = []
    for row in table.rows or (table.header,):
        first, *others = row
        told = [f"**{head}**" if (head := inline(unmarked(first))) else ""]
        for name, cell in zip(names[1:], others, strict=True):
            if value := inline(cell).replace("\n", " "):
                told.append(f"{escape(name)}: {value}" if name else value)
        line = " · ".join(part for part in told if part)
        if line:
            lines.append(f"- {line}")
    return lines


def unmarked(spans: Spans) -> Spans:
    """Return spans in one line and without weight of their own, to be set bold or as a heading as a whole."""
    return joined([Span(s.text.replace("\n", " "), s.marks & Mark.MATH, s.url) for s in spans])
