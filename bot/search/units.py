"""A query's words as units: groups of alternatives, each with a weight, ready to match and to rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.catalog.taxonomy import Term, TermKind
from bot.search import tokens
from bot.search.index import tag
from bot.search.spelling import spelled
from bot.search.terms import Atom, TermIndex, TermMatch, atoms_of, content_units, words_of
from bot.search.vocabulary import Vocabulary, idf

MOST_UNITS = 8
_JOIN_QUALITY = 1.0
_STEM_QUALITY = 0.92
_PREFIX_QUALITY = 0.85
_MAIN_TASK_QUALITY = 1.06
_TERM_QUALITY = 0.92
_WORDS_OF_TERM_QUALITY = 0.9
_SHORTEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to satisfy a unit: every token present in one field (a tag token: among the tags)."""

    tokens: tuple[str, ...]
    quality: float
    is_prefix: bool = False
    is_tag: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or a taxonomy word of several, with everything that counts as saying it."""

    text: str
    weight: float
    readings: tuple[Reading, ...]
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a query was understood.

    ``units`` must be found, ``soft`` frameworks lift what has them, ``described`` tasks are guesses from everyday words.
    ``corrections`` maps words as typed to the words searched.
    """

    units: tuple[Unit, ...]
    soft: tuple[Term, ...]
    described: tuple[tuple[Term, float], ...]
    corrections: Mapping[str, str]
    key: str
    text: str


def candidate_words(text: str) -> list[str]:
    """Return the folded forms whose document counts `interpret` will ask for, to fetch them at once."""
    words = [word for word in words_of(text) if not tokens.is_han(word)]
    forms = [*words, *(tokens.stem(word) for word in words), *tokens.joins(words)]
    forms += [part for run in tokens.runs(text) for part in tokens.parts(run)]
    forms += content_units(word for word in words_of(text) if tokens.is_han(word))
    return tokens.unique(forms)


def interpret(text: str, terms: TermIndex, vocabulary: Vocabulary) -> Interpretation:
    """Understand a query's words: spelling, taxonomy words, joins, stems and everyday descriptions."""
    typed = tokens.runs(text)
    words, corrections = spelled(typed, terms, vocabulary)
    atoms = atoms_of(words)
    matches = terms.matches(atoms)
    hard, soft = _split_terms(matches, atoms_count=len(atoms), words=words)
    covered = {place for match in (*hard, *soft) for place in range(match.start, match.end)}
    units = [_term_unit(match, atoms, vocabulary) for match in hard]
    loose = _loose_words(words, covered)
    units += _word_units(loose, words, typed, vocabulary)
    described: list[tuple[Term, float]] = []
    if any(unit.term is None for unit in units):
        lifted = {place for match in soft for place in range(match.start, match.end)}
        rest: dict[int, str] = {}
        for place, atom in enumerate(atoms):
            if place not in lifted:
                rest[atom.word] = rest.get(atom.word, "") + atom.text
        content = content_units(rest.values())
        unknown = sum(1 for unit in content if not vocabulary.count(unit))
        described = terms.describe(content, unknown=unknown)
    units.sort(key=lambda unit: -unit.weight)
    return Interpretation(
        units=tuple(units[:MOST_UNITS]),
        soft=tuple(match.term for match in soft),
        described=tuple(described),
        corrections=corrections,
        key="".join(words),
        text=" ".join(words),
    )


def _split_terms(
    matches: Sequence[TermMatch], *, atoms_count: int, words: Sequence[str]
) -> tuple[list[TermMatch], list[TermMatch]]:
    """Divide the matches into required ones and frameworks, which only raise the documents that have them."""
    content = sum(
        match.end - match.start for match in matches if match.term.kind is not TermKind.TASK
    )
    stops = sum(1 for word in words if word in tokens.STOP_WORDS)
    if content + stops >= atoms_count and not any(
        match.term.kind is TermKind.TASK for match in matches
    ):
        # Nothing else was said: the terms themselves are wanted.
        return list(matches), []
    hard = [match for match in matches if match.term.kind is not TermKind.FRAMEWORK]
    return hard, [match for match in matches if match.term.kind is TermKind.FRAMEWORK]


def _loose_words(words: Sequence[str], covered: set[int]) -> list[tuple[int, str]]:
    """Return (place, word) of the words that no term covers; Chinese runs in their uncovered pieces."""
    loose: list[tuple[int, str]] = []
    position = 0
    for place, word in enumerate(words):
        if not tokens.is_han(word):
            if position not in covered and (word not in tokens.STOP_WORDS or len(words) == 1):
                loose.append((place, word))
            position += 1
            continue
        piece = ""
        for char in word:
            if position in covered:
                if piece:
                    loose.append((place, piece))
                piece = ""
            else:
                piece += char
            position += 1
        if piece:
            loose.append((place, piece))
    return loose


def _term_unit(match: TermMatch, atoms: Sequence[Atom], vocabulary: Vocabulary) -> Unit:
    texts = [atom.text for atom in atoms[match.start : match.end]]
    token = tag(match.term.kind, match.term.key)
    readings = [Reading((token,), _TERM_QUALITY, is_tag=True)]
    if match.term.kind is TermKind.TASK:
        readings.append(Reading((tag("main", match.term.key),), _MAIN_TASK_QUALITY, is_tag=True))
    latin = [text for text in texts if not tokens.is_han(text)]
    if latin and len(latin) == len(texts):
        spoken = tuple(text for text in latin if text not in tokens.STOP_WORDS) or tuple(latin)
        readings.append(Reading(spoken, _WORDS_OF_TERM_QUALITY))
        readings.append(
            Reading(tuple(tokens.stem(text) for text in spoken), _WORDS_OF_TERM_QUALITY - 0.05)
        )
        if len(latin) > 1:
            readings.append(Reading(("".join(latin),), _WORDS_OF_TERM_QUALITY))
    if not latin:
        readings.append(
            Reading(tuple(tokens.bigrams("".join(texts))[:-1] or texts), _WORDS_OF_TERM_QUALITY)
        )
    return Unit(
        "".join(texts) if not latin else " ".join(texts),
        idf(vocabulary, token),
        tuple(readings),
        match.term,
    )


def _word_units(
    loose: Sequence[tuple[int, str]],
    words: Sequence[str],
    typed: Sequence[str],
    vocabulary: Vocabulary,
) -> list[Unit]:
    units: list[Unit] = []
    # Beside a recognized term, the rest of a Chinese run is often only particles.
    is_all = sum(len(word) for _, word in loose) == sum(map(len, words))
    for place, word in loose:
        if tokens.is_han(word):
            units += _han_units(word, vocabulary, weight=0.6 if is_all else 0.3)
            continue
        readings = [Reading((word,), 1.0)]
        stemmed = tokens.stem(word)
        is_last = place == len(words) - 1 and len(word) >= _SHORTEST_PREFIX
        is_unfinished = is_last and not vocabulary.count(word) and vocabulary.has_prefix(word)
        if stemmed != word and not is_unfinished:
            readings.append(Reading((stemmed,), _STEM_QUALITY))
        pieces = (
            tokens.parts(typed[place]) if tokens.fold(typed[place]) == word else tokens.parts(word)
        )
        if len(pieces) > 1:
            readings.append(Reading(pieces, _STEM_QUALITY))
        near = [text for text in words[max(0, place - 2) : place + 3] if not tokens.is_han(text)]
        at = near.index(word)
        for size in range(2, 5):
            for start in range(max(0, at - size + 1), min(at, len(near) - size) + 1):
                joined = "".join(near[start : start + size])
                if vocabulary.count(joined):
                    readings.append(Reading((joined,), _JOIN_QUALITY))
        if is_last:
            readings.append(Reading((word,), _PREFIX_QUALITY, is_prefix=True))
        weight = (
            idf(vocabulary, word)
            if vocabulary.count(word)
            else idf(vocabulary, stemmed, *(r.tokens[0] for r in readings if len(r.tokens) == 1))
        )
        units.append(Unit(word, weight, tuple(dict.fromkeys(readings))))
    return units


def _han_units(run: str, vocabulary: Vocabulary, *, weight: float) -> list[Unit]:
    units: list[Unit] = []
    for gram in content_units([run]):
        known = vocabulary.count(gram)
        readings = (Reading((gram,), 0.9),)
        # Pairs across a word boundary are noise: they weigh little when no document has them.
        telling = idf(vocabulary, gram) if known else 0.5 * idf(vocabulary, "")
        units.append(Unit(gram, telling * weight, readings))
    return units
