"""Outside text made safe for Discord's markdown: nothing in it comes alive that we didn't write."""

import re
import unicodedata

from bot.characters import visible

_MARKUP = re.compile(r"[\\*_~|`\[\]]")
_ANGLE = re.compile(r"<(?=[@#:/+A-Za-z\s]|$)")
_PING = re.compile(r"(?i)@(?=everyone|here|[!&]?\d{15})")
_INVITE = re.compile(r"(?i)(discord(?:app)?|dsc)(\s*\.\s*(?:gg|me|com\s*/\s*invite))")
_LINE_START = re.compile(r"(?m)^([ \t]*)(?:([#>+-])|(\d+)([.)])(?=\s|$))")
# Code, addresses of links and escapes: nothing comes alive in them.
_SEALED = re.compile(r"(?s)(```.*?```|`[^`]*`|\]\([^()\s]*\)|(?:\\.)+)")


def escape(text: str) -> str:
    """Return outside text that Discord shows as it is; line breaks stay. The work grows with its length alone."""
    return defuse(escape_markup(text))


def defuse_markdown(text: str) -> str:
    """Return composed markdown whose pieces spell no mention, invite or bare address together."""
    return "".join(
        part if place % 2 else defuse(part) for place, part in enumerate(_SEALED.split(text))
    )


def escape_markup(text: str) -> str:
    """Return outside text whose signs Discord shows instead of obeying them."""
    return _MARKUP.sub(r"\\\g<0>", _ANGLE.sub("‹", clean_lines(text)))


def defuse(text: str) -> str:
    """Return text in which no mention, invite or bare address lives, whatever else it is."""
    text = _INVITE.sub("\\1\u2060\\2", text).replace("://", ":\u2060//")
    return _PING.sub("@\u200b", text)


def guard_lines(text: str) -> str:
    """Return text whose lines don't begin a heading, a list or a quote."""
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)


def clean_lines(text: str) -> str:
    """Return text without control, format or private characters except line breaks, composed (NFC)."""
    return visible(unicodedata.normalize("NFC", text), _blank, keep="\n")


def one_line(text: str) -> str:
    """Return cleaned text with its white space folded."""
    return " ".join(clean_lines(text).split())


def _blank(char: str) -> str:
    # Characters that only direct others leave no gap behind.
    return "" if unicodedata.category(char) in ("Cf", "Co", "Cs", "Cn") else " "
