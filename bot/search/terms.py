"""Taxonomy words inside free text: synonyms found whole, everyday descriptions judged by their words."""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.catalog.families import Families, Family
from bot.catalog.taxonomy import Taxonomy, Term, TermKind
from bot.search import tokens
from bot.search.stop_words import STOP_HAN, STOP_WORDS

_LONGEST_TERM = 14
# 7b, 1.5b, 8x7b, 350m, 4bit, fp16, int4, q4, w4a16, patch32, 128k, 224; a letter is a size too.
_SIZE = re.compile(
    r"v?\d+(?:\.\d+)*(?:x\d+)?[bmkth]?|\d+bits?|(?:b?fp?|u?int|q|w\d+a|patch|window|in)\d+[bk]?|[a-z]"
)
# Likeness to a description: enough by itself, or with a second word that says so too.
_SURE = 0.62
_LIKELY = 0.34
_HINTED = 0.27
_FEW = 3
_SHORTEST_START = 2
_MOST_BEGUN = 4


@dataclass(frozen=True, slots=True)
class Atom:
    """A word of a query (Chinese: one character) with its place among the words typed."""

    text: str
    stem: str
    word: int


@dataclass(frozen=True, slots=True)
class TermMatch:
    """Atoms ``start`` to ``end`` (exclusive) are a word for ``term``."""

    start: int
    end: int
    term: Term


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


def _bag_of(wording: str) -> frozenset[str]:
    return frozenset(content_units(words_of(wording)))


class TermIndex:
    """The taxonomy and the families prepared for matching text. Built once; its answers never change."""

    def __init__(self, taxonomy: Taxonomy, families: Families | None = None) -> None:
        self.taxonomy = taxonomy
        self.families = families or Families()
        self._families = {
            tokens.name_key(word): family for family in self.families.all for word in family.words
        }
        self._kin = {
            tokens.fold(word): tokens.unique(map(tokens.fold, group))
            for group in taxonomy.kin
            for word in group
        }
        self._keys: dict[tuple[TermKind, int], tuple[str, ...]] = {}
        self._terms_by_stems: dict[tuple[str, ...], Term] = {}
        for term in taxonomy.terms():
            for wording in (term.name_en, term.name_zh, term.key.replace("-", " "), *term.words):
                self._add_wording(wording, term)
        bag_of = cache(_bag_of)
        everyday = {
            unit for term in taxonomy.terms() for phrase in term.phrases for unit in bag_of(phrase)
        }
        self._terms = {f"{term.kind}:{term.key}": term for term in taxonomy.terms()}
        self._starts = sorted(
            (tokens.name_key(wording), name)
            for name, term in self._terms.items()
            for wording in (term.name_en, term.name_zh, *term.words)
        )
        self._term_words = {word for key in self._terms_by_stems for word in key} - everyday
        holders: defaultdict[str, set[str]] = defaultdict(set)
        phrases: list[tuple[str, frozenset[str]]] = []
        for term in taxonomy.tasks.values():
            for wording in (term.name_en, term.name_zh, *term.words, *term.phrases):
                bag = bag_of(wording)
                if bag:
                    phrases.append((term.key, bag))
                for unit in bag:
                    holders[unit].add(term.key)
        self._holders = dict(holders)
        count = max(1, len(taxonomy.tasks))
        self._idf = {unit: math.log(1 + count / len(keys)) for unit, keys in holders.items()}
        self._unknown = math.log(1 + count)
        # A phrase's task and its weight, and for every unit the phrases that hold it.
        self._phrases = [(key, sum(self._idf[unit] for unit in bag)) for key, bag in phrases]
        self._of_unit: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, bag) in enumerate(phrases):
            for unit in bag:
                self._of_unit[unit].append(number)

        self.spoken = frozenset(self._words())

    def _words(self) -> Iterable[str]:
        """Yield every folded Latin word of the taxonomy, for spelling."""
        seen = {word for key in self._terms_by_stems for word in key}
        for term in self.taxonomy.terms():
            for wording in (term.name_en, *term.words, *term.phrases):
                seen.update(words_of(wording))
        return (word for word in seen if word.isascii())

    def begun(self, text: str) -> list[Term]:
        """Return the terms of which a name or synonym begins like this, a few at the most."""
        start = tokens.name_key(text)
        if len(start) < _SHORTEST_START:
            return []
        found: dict[str, Term] = {}
        for place in range(bisect_left(self._starts, (start, "")), len(self._starts)):
            key, name = self._starts[place]
            if not key.startswith(start) or len(found) >= _MOST_BEGUN:
                break
            found[name] = self._terms[name]
        return list(found.values())

    def family(self, text: str) -> Family | None:
        """Return the family that a whole text names, however it is spelled."""
        return self._families.get(tokens.name_key(text))

    def mask(self, kind: TermKind, keys: Iterable[str]) -> int:
        """Return keys of an axis as bits, in the taxonomy's order."""
        places = {key: place for place, key in enumerate(self.taxonomy.of(kind))}
        return sum(1 << places[key] for key in set(keys) if key in places)

    def keys(self, kind: TermKind, mask: int) -> tuple[str, ...]:
        """Return the keys of a mask's bits."""
        known = self._keys.get((kind, mask))
        if known is None:
            axis = enumerate(self.taxonomy.of(kind))
            known = tuple(key for place, key in axis if mask >> place & 1)
            self._keys[kind, mask] = known
        return known

    def is_term(self, word: str) -> bool:
        """Return whether the folded word is one of those that synonyms are made of, and no everyday word."""
        return tokens.stem(word) in self._term_words

    def kin_of(self, word: str) -> list[str]:
        """Return the other folded words of one meaning with a folded word."""
        return [other for other in self._kin.get(word, ()) if other != word]

    def is_variant(self, word: str) -> bool:
        """Tell whether the folded word is a size, a precision, an ending: it says which file of a model is meant."""
        return word in self.taxonomy.variants or bool(_SIZE.fullmatch(word))

    def is_wording(self, words: Sequence[str]) -> bool:
        """Tell whether the folded words, as a whole, name a term."""
        return tuple(atom.stem for atom in atoms_of(words)) in self._terms_by_stems

    def matches(self, atoms: Sequence[Atom]) -> list[TermMatch]:
        """Find taxonomy words, the longest first; no atom is in two spans. Left to right."""
        taken = [False] * len(atoms)
        found: list[TermMatch] = []
        for size in range(min(_LONGEST_TERM, len(atoms)), 0, -1):
            for start in range(len(atoms) - size + 1):
                end = start + size
                if any(taken[start:end]):
                    continue
                term = self._terms_by_stems.get(tuple(atom.stem for atom in atoms[start:end]))
                if term:
                    found.append(TermMatch(start, end, term))
                    taken[start:end] = [True] * size
        return sorted(found, key=lambda match: match.start)

    def describe(
        self, units: Sequence[str], *, unknown: int = 0
    ) -> tuple[list[tuple[Term, float]], float]:
        """Return the tasks that the words describe, at most three, the best first with strength 1, and how sure that one is.

        ``unknown`` counts the words that nothing in the catalogue says either: in a short query each of them is a
        reason to doubt the guess.
        """
        if len(units) < 2:  # noqa: PLR2004  # one everyday word describes nothing
            return [], 0.0
        asked = set(units)
        total = sum(self._idf.get(unit, self._unknown) for unit in asked)
        said: defaultdict[str, list[str]] = defaultdict(list)
        shared: defaultdict[int, float] = defaultdict(float)
        for unit in asked:
            for key in self._holders.get(unit, ()):
                said[key].append(unit)
            for number in self._of_unit.get(unit, ()):
                shared[number] += self._idf[unit]
        best: defaultdict[str, float] = defaultdict(float)
        for number, weight in shared.items():
            key, whole = self._phrases[number]
            best[key] = max(best[key], weight / math.sqrt(total * whole))
        scores: list[tuple[float, str]] = []
        for key, found in said.items():
            value = (sum(self._idf[unit] for unit in found) / total + best[key]) / 2
            is_likely = value >= _LIKELY and len(found) > 1 and len(asked) >= _FEW
            # In a long description much is said around the wish.
            is_likely = is_likely or (
                value >= _HINTED and len(found) > _FEW - 1 and len(asked) > 2 * _FEW
            )
            if value >= _SURE or (is_likely and not (unknown and len(asked) <= _FEW)):
                scores.append((value, key))
        scores.sort(key=lambda pair: (-pair[0], pair[1]))
        sure = scores[0][0] if scores else 0.0
        return [(self.taxonomy.tasks[key], value / sure) for value, key in scores[:3]], sure

    def _add_wording(self, wording: str, term: Term) -> None:
        words = words_of(wording)
        atoms = atoms_of(words)
        self._terms_by_stems.setdefault(tuple(atom.stem for atom in atoms), term)
        if len(words) > 1 and all(not tokens.is_han(word) for word in words):
            self._terms_by_stems.setdefault((tokens.stem("".join(words)),), term)
