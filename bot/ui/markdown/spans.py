"""A README's text as Discord's markdown: weight, slant, code, formulas and links."""

from collections.abc import Sequence
from itertools import groupby

from bot.readme.document import Mark, Span, Spans, joined
from bot.ui.markdown.escaping import clean_lines, defuse_markdown, escape_markup, guard_lines
from bot.ui.markdown.formulas import formula
from bot.ui.markdown.links import masked
from bot.ui.text import code

_SIGNED = Mark.BOLD | Mark.ITALIC | Mark.STRIKE
_SIGNS = ((Mark.STRIKE, "~~"), (Mark.ITALIC, "*"), (Mark.BOLD, "**"))


def markdown_of(spans: Sequence[Span]) -> str:
    """Return a paragraph as Discord's markdown; only http(s) links are links."""
    return guard_lines(inline(spans))


def inline(spans: Sequence[Span]) -> str:
    """Return text as Discord's markdown for the middle of a line."""
    text = ""
    for marks, group in groupby(joined(spans), lambda span: span.marks & _SIGNED):
        run = _run(list(group), marks)
        # Signs that touch would be read as one.
        is_touching = text.endswith("*") and run.startswith("*")
        text += f"\u200b{run}" if is_touching else run
    # Only now: two spans together may spell a mention.
    return defuse_markdown(text)


def unmarked(spans: Spans) -> Spans:
    """Return spans in one line and without weight of their own, to be set bold or as a heading as a whole."""
    return joined([Span(s.text.replace("\n", " "), s.marks & Mark.MATH, s.url) for s in spans])


def _run(spans: list[Span], marks: Mark) -> str:
    """Return neighbours with the same marks, their signs around all of them and around no blank."""
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
    """Return a span without weight or slant, with the blanks at its ends outside of its signs."""
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
    return escape_markup(text)
