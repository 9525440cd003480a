"""A query's words as they were meant: misspelled ones corrected, where nothing else explains them."""

from collections.abc import Sequence

from bot.search import tokens
from bot.search.letters import is_spelled_out, without_v
from bot.search.stop_words import STOP_WORDS
from bot.search.terms import TermIndex
from bot.search.vocabulary import Vocabulary

_SHORTEST_PREFIX = 2
_SURE_LENGTH = 6


def spelled(
    typed: Sequence[str], terms: TermIndex, vocabulary: Vocabulary
) -> tuple[list[str], dict[str, str]]:
    """Return the folded words to search, and the corrections by typed word."""
    words: list[str] = []
    corrections: dict[str, str] = {}
    folded = [tokens.fold(run) for run in typed]
    for place, word in enumerate(folded):
        corrected = (
            None if tokens.is_han(word) else _correction(place, folded, typed, terms, vocabulary)
        )
        if corrected and corrected != word:
            corrections[word] = corrected
        words.append(corrected or word)
    content = [word for word in folded if word not in STOP_WORDS]
    if (
        len(content) > 1
        and all(word in corrections for word in content)
        and any(
            len(word) < _SURE_LENGTH and not terms.is_term(corrections[word]) for word in content
        )
    ):
        # Nothing was understood as typed, short words above all: it is about something else.
        return folded, {}
    return words, corrections


def _correction(
    place: int,
    folded: Sequence[str],
    typed: Sequence[str],
    terms: TermIndex,
    vocabulary: Vocabulary,
) -> str | None:
    word = folded[place]
    if vocabulary.count(word) == 0 and terms.is_term(word):
        # No entry says it, the taxonomy lists it: a misspelling gives way to the word that entries use.
        return vocabulary.correct(word, most_errors=1, is_used=True)
    if terms.is_variant(word) or is_spelled_out(word):
        return None
    if _has_reading(place, folded, typed, vocabulary):
        return None
    if corrected := vocabulary.correct(word):
        return corrected
    # "deep labb" was meant to be one word.
    if place and not tokens.is_han(folded[place - 1]):
        return vocabulary.correct(folded[place - 1] + word, is_used=True)
    return None


def _has_reading(
    place: int, folded: Sequence[str], typed: Sequence[str], vocabulary: Vocabulary
) -> bool:
    word = folded[place]
    if word in STOP_WORDS or vocabulary.count(without_v(word)) is not None:
        return True
    if vocabulary.count(tokens.stem(word)):
        return True
    pieces = tokens.parts(typed[place])
    if len(pieces) > 1 and all(vocabulary.count(piece) for piece in pieces):
        return True
    near = folded[max(0, place - 1) : place + 2]
    if any(vocabulary.count(join) for join in tokens.joins(near) if word in join):
        return True
    return place == len(folded) - 1 and len(word) > _SHORTEST_PREFIX and vocabulary.has_prefix(word)
