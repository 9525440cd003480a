"""Words of a text as the units by which they are compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.search import tokens
from bot.search.stop_words import STOP_HAN, STOP_WORDS


@dataclass(frozen=True, slots=True)
class Atom:
    """A word of a query (Chinese: one character) with its place among the words typed."""

    text: str
    stem: str
    word: int


def atoms_of(words: Sequence[str]) -> list[Atom]:
    """Return the atoms of folded words: a Latin word is one, a Chinese run one a character."""
    atoms: list[Atom] = []
    for place, word in enumerate(words):
        if tokens.is_han(word):
            atoms += [Atom(char, char, place) for char in word]
        else:
            atoms.append(Atom(word, tokens.stem(word), place))
    return atoms


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, Chinese runs whole."""
    return [tokens.fold(run) for run in tokens.runs(text)]


def content_units(words: Iterable[str]) -> list[str]:
    """Return the meaningful units of folded words: stems without stop words, Chinese pairs."""
    units: list[str] = []
    for word in words:
        if tokens.is_han(word):
            for stop in STOP_HAN:
                word = word.replace(stop, " ")  # noqa: PLW2901  # the run, less its particles
            for run in word.split():
                units += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        elif word not in STOP_WORDS:
            units.append(tokens.stem(word))
    return tokens.unique(units)
