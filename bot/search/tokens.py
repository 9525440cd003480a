"""Text to search tokens, the same way for the catalogue and for typed text."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol, cast

import opencc
import snowballstemmer  # pyright: ignore[reportMissingTypeStubs]  # untyped

_LONGEST_TOKEN = 40
_LONGEST_JOIN = 4
_SHORTEST_STEM = 4

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_TEXT = re.compile(f"[{_HAN}]")
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
# YOLOv3 is YOLO and v3, not YOL and Ov; GANs is one word.
_VERSION = re.compile(r"(?<=[A-Za-z])([vV]\d+)(?![A-Za-z])")
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

STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "in",
        "on",
        "with",
        "and",
        "or",
        "to",
        "from",
        "by",
        "at",
        "is",
        "are",
        "be",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "which",
        "what",
        "who",
        "how",
        "when",
        "where",
        "why",
        "i",
        "me",
        "my",
        "we",
        "our",
        "you",
        "your",
        "he",
        "she",
        "they",
        "them",
        "their",
        "his",
        "her",
        "some",
        "any",
        "all",
        "into",
        "out",
        "up",
        "can",
        "could",
        "would",
        "should",
        "do",
        "does",
        "did",
        "make",
        "makes",
        "made",
        "want",
        "need",
        "needs",
        "like",
        "just",
        "than",
        "then",
        "there",
        "here",
        "as",
        "but",
        "if",
        "so",
        "about",
        "using",
        "use",
        "used",
        "via",
        "without",
        "not",
        "no",
        "was",
        "were",
        "been",
        "am",
        "has",
        "have",
        "had",
        "please",
        "show",
        "find",
        "give",
        "get",
        "let",
        "tool",
        "someone",
        "something",
        "thing",
        "things",
        "model",
        "models",
        "network",
        "networks",
        "implementation",
        "code",
        "repo",
        "repository",
        "github",
        "library",
        "pretrained",
        "official",
        "best",
        "good",
    ]
)
STOP_HAN = (
    "的",
    "了",
    "把",
    "给",
    "用",
    "和",
    "与",
    "在",
    "是",
    "吗",
    "呢",
    "我",
    "想",
    "要",
    "一个",
    "怎么",
    "如何",
    "模型",
    "网络",
    "实现",
    "代码",
    "项目",
    "开源",
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
    return _RUNS.findall(text)


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
    """Return a name's letters and digits alone, folded: ``Mask R-CNN`` and ``mask_rcnn`` are one."""
    return "".join(fold(run) for run in runs(text))


def name_tokens(text: str) -> list[str]:
    """Return the tokens of a name: words, parts, joins of neighbours, stems."""
    latin = [run for run in runs(text) if not is_han(run)]
    words = [fold(run) for run in latin]
    atoms = [part for run in latin for part in parts(run)]
    han = [gram for run in runs(text) if is_han(run) for gram in bigrams(run)]
    stems = [stem(token) for token in (*(fold(run) for run in runs(text)), *atoms)]
    return unique([*words, *atoms, *joins(atoms), *han, *stems])


def text_tokens(text: str) -> list[str]:
    """Return the tokens of running text: stems and parts of words, hyphen joins, Chinese bigrams."""
    tokens: list[str] = []
    for chunk in text.split():
        atoms: list[str] = []
        for run in runs(chunk):
            if is_han(run):
                tokens += bigrams(run)
                continue
            word = fold(run)
            atoms.append(word)
            tokens += (word, stem(word), *parts(run))
        if len(atoms) > 1:
            tokens += joins(atoms)
    return unique(token for token in tokens if token not in STOP_WORDS)


def unique(tokens: Iterable[str]) -> list[str]:
    """Drop repeats and empties, keeping the first place."""
    return [token for token in dict.fromkeys(tokens) if token]
