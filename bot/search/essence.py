"""Which words of a query name a model, and which only say what size, precision or file of it is meant.

People paste ids of checkpoints: ``bert-base-uncased``, ``yolox_s.pth``. The name counts; what no entry says is passed over, and the
answer says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.search import tokens
from bot.search.atoms import atoms_of
from bot.search.letters import without_v
from bot.search.stop_words import STOP_WORDS
from bot.search.terms import TermIndex
from bot.search.vocabulary import Vocabulary

_LONGEST_NAME = 4
_SHORTEST_NAME = 2
_SHORTEST_WEAK = 3
_TELLING = 12  # a word that names nothing tells as much when so few documents hold it
_LONGEST_QUESTION = 3
_LONGEST_HAN = 4
_EVERYDAY_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Essence:
    """Places of a query's words: those that count, those that only hint, those passed over.

    ``has_name``: a name or a part of one was recognized, at ``place``. ``name`` is its key where an entry is called so,
    ``is_family`` less the version that was typed, ``is_all_names`` with nothing but parts of names beside it.
    """

    kept: tuple[int, ...]
    hints: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    name: str = ""
    is_all_names: bool = False
    is_family: bool = False
    has_name: bool = False
    place: int = 0


def name_spans(
    words: Sequence[str], families: Mapping[str, str]
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return what may be names in folded words: their keys by start and end, in order, the longest first."""
    spans: dict[tuple[int, int], tuple[str, ...]] = {}
    general = [families.get(without_v(word), word) for word in words]
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST_NAME), start, -1):
            if any(tokens.is_han(word) for word in words[start:end]):
                continue
            keys = (tokens.joined(words[start:end]), tokens.joined(general[start:end]))
            spans[start, end] = tuple(
                key
                for key in tokens.unique(key.replace(".", "") for key in keys)
                if len(key) >= _SHORTEST_NAME and not key.isdigit()
            )
    return spans


def find_essence(
    words: Sequence[str], families: Mapping[str, str], terms: TermIndex, vocabulary: Vocabulary
) -> Essence:
    """Find the name among folded words, and what may be passed over beside it."""
    every = tuple(range(len(words)))
    if len(words) < 2 or _is_sentence(words, terms):  # noqa: PLR2004  # one word is all that counts
        return Essence(every)
    start, end, key = _name_in(words, families, terms, vocabulary)
    if start == end:
        return Essence(every)
    atoms = atoms_of(words)
    said = {atom.word for span in terms.matches(atoms) for atom in atoms[span.start : span.end]}
    # Beside "transformer", which so many say, a word that nobody knows is no detail of a name.
    is_everyday = end - start == 1 and _is_everyday(words[start], vocabulary)
    hints: list[int] = []
    dropped: list[int] = []
    for place, word in enumerate(words):
        if start <= place < end or word in STOP_WORDS:
            continue
        if terms.is_variant(word) and not (place < start and vocabulary.count(word)):
            # Before the name, as in "tiny yolo", it is a wish.
            (hints if len(word) > 1 and vocabulary.count(word) else dropped).append(place)
        elif (
            place not in said
            and not _is_known(word, vocabulary)
            and (key or any(char.isdigit() for char in word))
        ):
            if is_everyday and word.isalpha():
                return Essence(every)
            dropped.append(place)
    left_out = {*hints, *dropped}
    kept = tuple(place for place in every if place not in left_out)
    is_all_names = all(
        start <= place < end or _is_weak_name(words[place], terms, vocabulary) for place in kept
    )
    own = tokens.joined(words[start:end]).replace(".", "")
    return Essence(
        kept,
        tuple(hints),
        tuple(dropped),
        key,
        is_all_names,
        is_family=key not in ("", own),
        has_name=True,
        place=start,
    )


def _is_sentence(words: Sequence[str], terms: TermIndex) -> bool:
    stops = sum(1 for word in words if word in STOP_WORDS)
    han = "".join(word for word in words if tokens.is_han(word) and not terms.is_variant(word))
    if len(han) > _LONGEST_HAN:
        return True
    return stops > 1 or (stops == 1 and len(words) > _LONGEST_QUESTION + 1)


def _name_in(
    words: Sequence[str], families: Mapping[str, str], terms: TermIndex, vocabulary: Vocabulary
) -> tuple[int, int, str]:
    """Return where the first name is, with its key; without key when the word is only a part of names."""
    spans = name_spans(words, families)
    named = vocabulary.named({key for keys in spans.values() for key in keys})
    for (start, end), keys in spans.items():
        is_word = end - start == 1 and (
            words[start] in STOP_WORDS or terms.is_variant(words[start])
        )
        key = next((key for key in keys if key in named), None)
        if key and not is_word and not terms.is_wording(words[start:end]):
            return start, end, key
    for place, word in enumerate(words):
        if _is_weak_name(word, terms, vocabulary):
            return place, place + 1, ""
    return 0, 0, ""


def _is_weak_name(word: str, terms: TermIndex, vocabulary: Vocabulary) -> bool:
    if len(word) < _SHORTEST_WEAK or word in terms.spoken or terms.is_variant(word):
        return False
    plain = without_v(word)
    return vocabulary.is_name(plain) or 0 < (vocabulary.count(plain) or 0) <= _TELLING


def _is_everyday(word: str, vocabulary: Vocabulary) -> bool:
    return (vocabulary.count(word) or 0) > _EVERYDAY_SHARE * vocabulary.size


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    if vocabulary.count(without_v(word)) or vocabulary.count(tokens.stem(word)):
        return True
    pieces = tokens.parts(word)
    return len(pieces) > 1 and all(vocabulary.count(piece) for piece in pieces if len(piece) > 1)
