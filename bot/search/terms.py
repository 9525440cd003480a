"""Taxonomy words inside free text: synonyms found whole, everyday descriptions judged by their words."""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.catalog.families import Families, Family
from bot.catalog.taxonomy import Taxonomy, Term, TermKind
from bot.search import tokens
from bot.search.atoms import Atom, atoms_of
from bot.search.wordings import Wordings, name_of, read_wordings

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
class TermMatch:
    """Atoms ``start`` to ``end`` (exclusive) are a word for ``term``."""

    start: int
    end: int
    term: Term


class TermIndex:
    """The taxonomy and the families prepared for matching text. Built once; its answers never change.

    ``wordings`` are the taxonomy's own, where they were kept.
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        families: Families | None = None,
        wordings: Wordings | None = None,
    ) -> None:
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
        found = wordings or read_wordings(taxonomy)
        self._keys: dict[tuple[TermKind, int], tuple[str, ...]] = {}
        self._terms = {name_of(term): term for term in taxonomy.terms()}
        self._terms_by_stems = {stems: self._terms[name] for stems, name in found.stems.items()}
        self._starts = found.starts
        self._term_words = found.term_words
        self.spoken = found.spoken
        holders: defaultdict[str, set[str]] = defaultdict(set)
        for key, bag in found.phrases:
            for unit in bag:
                holders[unit].add(key)
        self._holders = dict(holders)
        count = max(1, len(taxonomy.tasks))
        self._idf = {unit: math.log(1 + count / len(keys)) for unit, keys in holders.items()}
        self._unknown = math.log(1 + count)
        # A phrase's task and its weight, and for every unit the phrases that hold it.
        self._phrases = [(key, sum(self._idf[unit] for unit in bag)) for key, bag in found.phrases]
        self._of_unit: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, bag) in enumerate(found.phrases):
            for unit in bag:
                self._of_unit[unit].append(number)

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
