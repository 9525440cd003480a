"""Blocks of code."""

import re

from bot.ui.markdown.escaping import (
    clean_lines,
)

_FENCE = re.compile(r"`{3,}")
_FENCE_LANGUAGE = re.compile(r"[a-z0-9+#.-]{1,20}")


def fence(text: str, language: str = "") -> str:
    """Return a block of code, in which Discord interprets nothing."""
    inner = _FENCE.sub(lambda m: "ˋ" * len(m[0]), clean_lines(text))
    name = language if _FENCE_LANGUAGE.fullmatch(language) else ""
    return f"```{name}\n{inner}\n```"
