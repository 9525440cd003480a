"""Letters and signs as searches compare them: look-alikes as Latin, the signs of a name as words, versions without a "v"."""

import re

# Letters that print like Latin ones, a line for Cyrillic and one for Greek in either case.
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԚԜавекмнорстухіјѕԁһԛԝӏѵ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαειηκνορτυχγ",  # the point
    "ABESIJKMHOPCTYXQWabekmhopctyxijsdhqwlv" + "ABEZHIKMNOPTYXaeinkvoptuxy",
)
_WORDS = re.compile(r"[^\W\d_]+(?:[^\W_]*)")
_CYRILLIC = re.compile(r"[\u0400-\u052f]{2,}")
_LATIN = re.compile(r"[A-Za-z]")

# Without its sign such a name would be the bare letter: c++, c#, a*, .net.
_SIGNED = re.compile(r"(?<![A-Za-z0-9*])([A-Za-z]{1,2})(\+\+|#|\*)(?![A-Za-z*])")
_DOTTED = re.compile(r"(?<!\S)\.([A-Za-z]{2,})(?!\S)")
_SIGNS = {"++": "plusplus", "#": "sharp", "*": "star"}
_SPELLED_OUT = re.compile(rf"[a-z]{{1,2}}(?:{'|'.join(_SIGNS.values())})|dot[a-z]{{2,}}")

_GLUED = re.compile(r"(?<=[a-z]{2})v(?=\d+$)")


def plain_letters(text: str) -> str:
    """Return a text in which letters that only look Latin are, and a sign that makes a name is spelled out.

    A letter is taken for Latin in a word with Latin letters, or if all of a Cyrillic word's look so.
    """
    if not text.isascii():
        text = _WORDS.sub(_latin, text)
    text = _SIGNED.sub(lambda found: f" {found[1].lower()}{_SIGNS[found[2]]} ", text)
    return _DOTTED.sub(lambda found: f"dot{found[1].lower()}", text)


def _latin(found: re.Match[str]) -> str:
    word = found[0]
    if word.isascii():
        return word
    latin = word.translate(_LOOKALIKES)
    is_meant = _LATIN.search(word) or (_CYRILLIC.fullmatch(word) and latin.isascii())
    return latin if is_meant else word


def is_spelled_out(word: str) -> bool:
    """Tell whether a folded word stands for a name with a sign, as ``cplusplus`` does."""
    return bool(_SPELLED_OUT.fullmatch(word))


def without_v(word: str) -> str:
    """Return a folded word with its version as a bare number: ``yolov7`` → yolo7."""
    return _GLUED.sub("", word)
