"""Text to search tokens, the same way for the catalogue and for typed text."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol, cast

import opencc
import snowballstemmer  # pyright: ignore[reportMissingTypeStubs]  # untyped

from bot.search.letters import plain_letters, without_v
from bot.search.stop_words import STOP_WORDS

_LONGEST_TOKEN = 40
_LONGEST_JOIN = 4
_SHORTEST_STEM = 4
_LONGEST_SHORT = 5

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_TEXT = re.compile(f"[{_HAN}]")
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
# YOLOv3 is YOLO and v3, not YOL and Ov; GANs is one word.
_VERSION = re.compile(r"(?<=[A-Za-z])([vV]\d+)(?![A-Za-z])")
_VERSION_NUMBER = re.compile(r"v?\d{1,2}")
_BARE_VERSION = re.compile(r"v\d+")
_PARTS = re.compile(
    r"(?<![A-Za-z])[vV]\d+|[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[^\WA-Z\d_]+|[A-Z]+|\d+"
)
# Their camel case is spelling, not composition: a person who types "torch" doesn't mean PyTorch.
_UNDIVIDED = frozenset(
    {"pytorch", "tensorflow", "mxnet", "paddlepaddle", "tensorlayer", "mindspore"}
)
_BRITISH = (
    (re.compile(r"(?<=\w{3})our(?=s?$|ed|ing|iz|is|ful|al)"), "or"),
    (re.compile(r"is(?=ation|e[drs]?$|ing$)"), "iz"),
)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the library's name


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


_stemmer = cast("_Stemmer", snowballstemmer.stemmer("english"))  # pyright: ignore[reportUnknownMemberType]  # untyped
_stemmer_lock = threading.Lock()
_simplify = cast("_Converter", opencc.OpenCC("tw2sp"))


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return a word in lower case, without accents, in American spelling; Chinese in simplified characters."""
    if _HAN_TEXT.search(word):
        return _simplify.convert(word).casefold()
    word = word.casefold()
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word)
        word = "".join(char for char in decomposed if not unicodedata.combining(char))
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return word[:_LONGEST_TOKEN]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a folded word; short words, digits and Chinese are their own."""
    if len(word) < _SHORTEST_STEM or not word.isascii() or not word.isalpha():
        return word
    # The stemmer keeps the word it works on in itself, and searches run beside the writer.
    with _stemmer_lock:
        return _stemmer.stemWord(word)


def is_han(text: str) -> bool:
    """Return whether the text holds a Chinese character."""
    return bool(_HAN_TEXT.search(text))


def runs(text: str) -> list[str]:
    """Split into runs of Chinese and of other letters and digits, as written."""
    return _RUNS.findall(plain_letters(text))


@lru_cache(maxsize=65_536)
def parts(word: str) -> tuple[str, ...]:
    """Split one word at camel case and digits, folded: ``YOLOv3`` → yolo, v3; ``pix2pixHD`` → pix, 2, pix, hd."""
    if fold(word) in _UNDIVIDED:
        return (fold(word),)
    return tuple(fold(part) for part in _PARTS.findall(_VERSION.sub(r" \1", word)) if part)


def joins(atoms: Sequence[str], longest: int = _LONGEST_JOIN) -> list[str]:
    """Return every run of 2 to ``longest`` neighbours written as one word."""
    return [
        "".join(atoms[start : start + size])
        for size in range(2, longest + 1)
        for start in range(len(atoms) - size + 1)
    ]


def bigrams(run: str) -> list[str]:
    """Return a folded Chinese run as overlapping pairs, then its last character, so that prefixes match too."""
    run = fold(run)
    return [run[i : i + 2] for i in range(len(run) - 1)] + [run[-1]]


def name_key(text: str) -> str:
    """Return a name's letters and digits alone, folded: ``Mask R-CNN`` and ``mask_rcnn`` are one, ``YOLO v7`` and ``yolo7`` too."""
    return joined(fold(run) for run in runs(text))


def joined(words: Iterable[str]) -> str:
    """Return folded words as one, each version after a word as a bare number."""
    key = ""
    for word in words:
        key += word[1:] if key[-1:].isalpha() and _BARE_VERSION.fullmatch(word) else without_v(word)
    return key


def name_tokens(text: str) -> list[str]:
    """Return the tokens of a name: words, parts, joins of neighbours, stems."""
    latin = [run for run in runs(text) if not is_han(run)]
    words = [fold(run) for run in latin]
    atoms = [part for run in latin for part in parts(run)]
    han = [gram for run in runs(text) if is_han(run) for gram in bigrams(run)]
    stems = [stem(token) for token in (*words, *atoms) if len(token) > _LONGEST_SHORT]
    plain = [atom[1:] if _BARE_VERSION.fullmatch(atom) else atom for atom in atoms]
    versions = joins(plain) if plain != atoms else []
    return unique([*words, *atoms, *joins(atoms), *versions, *han, *stems])


def short_stems(text: str) -> list[str]:
    """Return the stems of a name's short words, which `name_tokens` leaves out: ``vits`` is another name than ``vit``."""
    atoms = [part for run in runs(text) if not is_han(run) for part in (fold(run), *parts(run))]
    return unique(
        stem(atom) for atom in atoms if len(atom) <= _LONGEST_SHORT and stem(atom) != atom
    )


def text_tokens(text: str) -> list[str]:
    """Return the tokens of running text: stems and parts of words, hyphen joins, Chinese bigrams."""
    tokens: list[str] = []
    before = ""
    for chunk in text.split():
        atoms: list[str] = []
        for run in runs(chunk):
            if is_han(run):
                tokens += bigrams(run)
                continue
            word = fold(run)
            atoms.append(word)
            tokens += (word, stem(word), *parts(run), without_v(word))
        if len(atoms) > 1:
            tokens += joins(atoms)
        if before and atoms and _VERSION_NUMBER.fullmatch(atoms[0]):
            tokens.append(joined((before, atoms[0])))
        # "YOLO 11" and "Llama 3" are names with a version, "top 5" is none.
        before = atoms[0] if len(atoms) == 1 and not chunk.islower() else ""
    return unique(token for token in tokens if token not in STOP_WORDS)


def unique(tokens: Iterable[str]) -> list[str]:
    """Drop repeats and empties, keeping the first place."""
    return [token for token in dict.fromkeys(tokens) if token]
