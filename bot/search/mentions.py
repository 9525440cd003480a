"""Mentions of models in a message: links to GitHub, arXiv and Hugging Face, and words that name one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.characters import clean
from bot.search import tokens
from bot.search.query import NO_OWNERS, repository_name

MOST_LINKS = 20
_LONGEST_TEXT = 4_000
_SHORTEST_NAME = 5
_LONGEST_NAME = 3
_GITHUB = re.compile(
    r"(?i)(?<![a-z0-9_.-])(?:www\.)?github\.com/([a-z0-9][a-z0-9-]{0,38})/([a-z0-9._-]{1,100})"
)
_ARXIV = re.compile(
    r"(?i)(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|\barxiv[:\s]\s?)(\d{4}\.\d{4,5})"
)
_HUGGING_FACE = re.compile(
    r"(?i)\b(?:huggingface\.co|hf\.co)/(?!(?:papers|datasets|spaces|docs|blog|collections|learn|tasks|models|chat)\b)"
    r"([a-z0-9][a-z0-9._-]{0,95})(?:/([a-z0-9._-]{1,96}))?"
)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What was found, each once and in its order.

    ``keys`` are folded words and pairs of words that may be names. Old models of Hugging Face have no owner before them.
    """

    repositories: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    hugging_face: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def find_mentions(text: str) -> Mentions:
    """Read a message of any length; only its first 4,000 characters count."""
    text = text[:_LONGEST_TEXT]
    repositories = [
        f"{owner}/{repository_name(name)}"
        for owner, name in _GITHUB.findall(text)
        if owner.lower() not in NO_OWNERS and repository_name(name)
    ]
    hugging_face = [
        f"{owner}/{name.rstrip('.')}" if name else owner.rstrip(".")
        for owner, name in _HUGGING_FACE.findall(text)
    ]
    without_links = re.sub(r"https?://\S+", " ", text)
    return Mentions(
        _first(repositories),
        _first(_ARXIV.findall(text)),
        _first(hugging_face),
        tuple(_keys(tokens.runs(clean(without_links, _LONGEST_TEXT)))),
    )


def _first(found: Sequence[str]) -> tuple[str, ...]:
    unique: dict[str, str] = {}
    for name in found:
        unique.setdefault(name.casefold(), name)
    return tuple(unique.values())[:MOST_LINKS]


def _keys(words: Sequence[str]) -> list[str]:
    """Return every run of up to three words as the key that a name would have."""
    keys = (
        tokens.name_key(" ".join(words[start : start + size]))
        for start in range(len(words))
        for size in range(1, _LONGEST_NAME + 1)
    )
    return tokens.unique(key for key in keys if len(key) >= _SHORTEST_NAME)
