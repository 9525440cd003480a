"""Which characters of outside text stay: none that is invisible, but for joiners where spelling needs them."""

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

QUERY_LIMIT = 200

_JOINERS = "\u200c\u200d"
_EMOJI = "\u00a9\u00ae\u2190-\u2bff\u3030-\u3299\U0001f000-\U0001faff"
# Scripts whose letters take other shapes beside each other: Arabic to Syriac, the Indic ones, Khmer, Mongolian.
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc"
)
_KEPT = re.compile(
    rf"(?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f))\u200d(?=[{_EMOJI}])"
    rf"|(?<=[{_JOINING}])[{_JOINERS}](?=[{_JOINING}])"
)


def visible(text: str, blank: Callable[[str], str], keep: str = "") -> str:
    """Return text in which ``blank`` stands for every control, format, private or separating character.

    Joiners stay between two emoji and between letters of a script that joins them; the characters in ``keep`` stay.
    """
    kept = {found.start() for found in _KEPT.finditer(text)} if _has_joiner(text) else set[int]()
    return "".join(
        char
        if char in keep or unicodedata.category(char)[0] not in "CZ" or place in kept
        else blank(char)
        for place, char in enumerate(text)
    )


def without_joiners(text: str) -> str:
    """Return text to compare by: with the same letters, whether they are joined or not."""
    return text.translate(dict.fromkeys(map(ord, _JOINERS)))


def _has_joiner(text: str) -> bool:
    return any(joiner in text for joiner in _JOINERS)


def clean(text: str, limit: int = QUERY_LIMIT, *, form: Literal["NFC", "NFKC"] = "NFKC") -> str:
    """Return ``text`` without control, format or private characters, white space folded, cut to ``limit``.

    NFKC, for searching, also makes full-width letters and punctuation plain; NFC, for showing, leaves them.
    """
    text = unicodedata.normalize(form, text[: limit * 4])
    return " ".join(visible(text, lambda _: " ").split())[:limit].strip()


def letters_of(text: str) -> str:
    """Return a text's letters and digits alone, in lower case, for comparing names."""
    return "".join(filter(str.isalnum, text.casefold()))
