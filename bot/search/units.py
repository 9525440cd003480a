"""A query's words as units: groups of alternatives, each with a weight, ready to match and to rank."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.catalog.taxonomy import Term, TermKind
from bot.search import tokens
from bot.search.atoms import Atom, atoms_of, content_units, words_of
from bot.search.index import tag
from bot.search.interpretation import Interpretation, Reading, Unit
from bot.search.letters import without_v
from bot.search.stop_words import STOP_WORDS
from bot.search.terms import TermIndex, TermMatch
from bot.search.versions import query_runs, version_forms
from bot.search.vocabulary import Vocabulary, idf
from bot.search.wording import read_wording

MOST_UNITS = 8
_JOIN_QUALITY = 1.0
_STEM_QUALITY = 0.92
_PREFIX_QUALITY = 0.85
_MAIN_TASK_QUALITY = 1.0
_TERM_QUALITY = 0.82
_WORDS_OF_TERM_QUALITY = 0.83
_FAMILY_QUALITY = 0.6
_KIN_QUALITY = 0.9
_KNOWN_PREFIX_QUALITY = 0.8
_SHORTEST_PREFIX = 2
# "speech recognition foundation model" asks for speech recognition.
_ANY_MODEL = "text-generation"
_LIGHT = 0.3


def candidate_words(text: str) -> list[str]:
    """Return the folded forms whose document counts `interpret` will ask for, to fetch them at once."""
    words = [word for word in words_of(text) if not tokens.is_han(word)]
    forms = [*words, *(tokens.stem(word) for word in words), *tokens.joins(words)]
    forms += [part for run in tokens.runs(text) for part in tokens.parts(run)]
    forms += [without_v(word) for word in words]
    forms += version_forms(query_runs(text))
    forms += content_units(word for word in words_of(text) if tokens.is_han(word))
    return tokens.unique(forms)


def interpret(
    text: str, terms: TermIndex, vocabulary: Vocabulary, *, is_whole: bool = False
) -> Interpretation:
    """Understand a query's words: spelling, taxonomy words, joins, stems and everyday descriptions.

    ``is_whole``: the text names something as it is, so that none of it is passed over.
    """
    wording = read_wording(text, terms, vocabulary, is_whole=is_whole)
    words, essence = wording.words, wording.essence
    hints = _word_units(
        list(enumerate(wording.hints)), wording.hints, wording.hints, terms, vocabulary, {}
    )
    atoms = atoms_of(words)
    matches = terms.matches(atoms)
    hard, soft = _split_terms(matches, atoms_count=len(atoms), words=words)
    covered = {place for match in (*hard, *soft) for place in range(match.start, match.end)}
    units = [_term_unit(match, atoms, vocabulary) for match in hard]
    loose = _loose_words(words, covered)
    units += _word_units(loose, words, wording.typed, terms, vocabulary, wording.families)
    units = _with_light_models(units)
    # A word with kin is understood as it is.
    is_loose = any(unit.term is None and not terms.kin_of(unit.text) for unit in units)
    described, sure = _described(atoms, soft, terms, vocabulary) if is_loose else ([], 0.0)
    units.sort(key=lambda unit: -unit.weight)
    return Interpretation(
        units=tuple(units[:MOST_UNITS]),
        soft=tuple(match.term for match in soft),
        described=tuple(described),
        sure=sure,
        corrections=wording.corrections,
        key=tokens.joined(words),
        text=" ".join(words),
        name=essence.name,
        is_all_names=essence.is_all_names,
        is_family=essence.is_family,
        has_name=essence.has_name,
        is_id=wording.is_id,
        dropped=wording.dropped,
        hints=tuple(hints),
    )


def _with_light_models(units: Sequence[Unit]) -> list[Unit]:
    """Return the units with the word for any large model weighing little beside the task that says of what."""
    others = [unit for unit in units if unit.term and unit.term.key != _ANY_MODEL]
    if not any(unit.term and unit.term.kind is TermKind.TASK for unit in others):
        return list(units)
    return [
        replace(unit, weight=unit.weight * _LIGHT)
        if unit.term and unit.term.key == _ANY_MODEL
        else unit
        for unit in units
    ]


def _described(
    atoms: Sequence[Atom], soft: Sequence[TermMatch], terms: TermIndex, vocabulary: Vocabulary
) -> tuple[list[tuple[Term, float]], float]:
    """Return the tasks that everything but the frameworks describes, and how sure the first is."""
    lifted = {place for match in soft for place in range(match.start, match.end)}
    rest: dict[int, str] = {}
    for place, atom in enumerate(atoms):
        if place not in lifted:
            rest[atom.word] = rest.get(atom.word, "") + atom.text
    content = content_units(rest.values())
    unknown = sum(1 for unit in content if not vocabulary.count(unit))
    return terms.describe(content, unknown=unknown)


def _split_terms(
    matches: Sequence[TermMatch], *, atoms_count: int, words: Sequence[str]
) -> tuple[list[TermMatch], list[TermMatch]]:
    """Divide the matches into required ones and frameworks, which only raise the documents that have them."""
    content = sum(
        match.end - match.start for match in matches if match.term.kind is not TermKind.TASK
    )
    stops = sum(1 for word in words if word in STOP_WORDS)
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
            if position not in covered and (word not in STOP_WORDS or len(words) == 1):
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
    if match.term.kind is not TermKind.FRAMEWORK:
        readings.append(Reading((tag("main", match.term.key),), _MAIN_TASK_QUALITY, is_tag=True))
    latin = [text for text in texts if not tokens.is_han(text)]
    if latin and len(latin) == len(texts):
        spoken = tuple(text for text in latin if text not in STOP_WORDS) or tuple(latin)
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
    terms: TermIndex,
    vocabulary: Vocabulary,
    families: Mapping[str, str],
) -> list[Unit]:
    units: list[Unit] = []
    # Beside a recognized term, the rest of a Chinese run is often only particles.
    is_all = sum(len(word) for _, word in loose) == sum(map(len, words))
    for place, word in loose:
        if tokens.is_han(word):
            units += _han_units(word, terms, vocabulary, weight=0.6 if is_all else 0.3)
            continue
        plain = without_v(word)
        readings = [Reading((plain,), 1.0)]
        if family := families.get(plain):
            readings.append(Reading((family,), _FAMILY_QUALITY))
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
            # A whole word that is known is hardly the beginning of another.
            quality = _KNOWN_PREFIX_QUALITY if vocabulary.count(plain) else _PREFIX_QUALITY
            readings.append(Reading((word,), quality, is_prefix=True))
        readings += _kin_readings(word, terms)
        weight = (
            idf(vocabulary, plain)
            if vocabulary.count(plain)
            else idf(vocabulary, stemmed, *(r.tokens[0] for r in readings if len(r.tokens) == 1))
        )
        units.append(Unit(word, weight, tuple(dict.fromkeys(readings))))
    return units


def _kin_readings(word: str, terms: TermIndex) -> list[Reading]:
    """Return the readings of a word as another of its meaning."""
    return [
        Reading(
            tuple(tokens.bigrams(other)[:-1]) if tokens.is_han(other) else (other,), _KIN_QUALITY
        )
        for other in terms.kin_of(word)
    ]


def _han_units(run: str, terms: TermIndex, vocabulary: Vocabulary, *, weight: float) -> list[Unit]:
    units: list[Unit] = []
    for gram in content_units([run]):
        known = vocabulary.count(gram)
        readings = (Reading((gram,), 0.9), *_kin_readings(gram, terms))
        # Pairs across a word boundary are noise: they weigh little when no document has them.
        telling = idf(vocabulary, gram) if known else 0.5 * idf(vocabulary, "")
        # Of what has kin it is known that it is a word.
        units.append(Unit(gram, telling * (1.0 if len(readings) > 1 else weight), readings))
    return units
