"""Versions in a query, joined to the name before them: ``yolo7``, ``YOLO v7`` and ``yolov7`` are one word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.search import tokens
from bot.search.letters import plain_letters
from bot.search.terms import TermIndex
from bot.search.vocabulary import Vocabulary

_LONGEST_NAME = 3
_RUN = re.compile(r"[^\W_]+(?:(?<=\d)\.\d+[^\W_]*)*")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*")
_VERSIONED = re.compile(r"([a-z](?:[a-z0-9]*?[a-z]))(v?)(\d+(?:\.\d+)*)((?:[a-z]\d?)?)")
_HYPHENED = re.compile(r"(?i)(?<![^\W_])(v\d+)-(?=\d(?![^\W_]))")


@dataclass(slots=True)
class Versions:
    """A query's runs with each version joined to its name.

    ``families`` maps a versioned word that no entry is called by to its name without the version. ``dropped`` are
    versions that nothing is known of, ``corrections`` words less the letter behind their version.
    """

    runs: list[str] = field(default_factory=list[str])
    families: dict[str, str] = field(default_factory=dict[str, str])
    dropped: list[str] = field(default_factory=list[str])
    corrections: dict[str, str] = field(default_factory=dict[str, str])


def query_runs(text: str) -> list[str]:
    """Split a query like `tokens.runs`, but keep numbers with a point whole."""
    runs: list[str] = []
    for run in _RUN.findall(_HYPHENED.sub(r"\1.", plain_letters(text))):
        runs += tokens.runs(run) if tokens.is_han(run) else [run]
    return runs


def version_forms(runs: Sequence[str]) -> list[str]:
    """Return the words whose counts `read_versions` asks for."""
    folded = [tokens.fold(run) for run in runs]
    forms: list[str] = []
    for place, word in enumerate(folded):
        if glued := _VERSIONED.fullmatch(word):
            base, _, number, _ = glued.groups()
            forms += (base, word, *_forms(base, number))
        elif _VERSION.fullmatch(word):
            number = word.removeprefix("v")
            for _, base in _bases(folded[:place]):
                forms += _forms(base, number)
    return forms


def read_versions(runs: Sequence[str], terms: TermIndex, vocabulary: Vocabulary) -> Versions:
    """Join versions to the names before them."""
    reader = _Reader(terms, vocabulary)
    for run in runs:
        word = tokens.fold(run)
        if terms.is_variant(word) and not _VERSION.fullmatch(word):
            reader.found.runs.append(run)
        elif glued := _VERSIONED.fullmatch(word):
            reader.read_glued(run, glued)
        elif _VERSION.fullmatch(word):
            reader.read_spaced(run, word)
        else:
            reader.found.runs.append(run)
    return reader.found


class _Reader:
    """The runs read so far, and what is known of words."""

    def __init__(self, terms: TermIndex, vocabulary: Vocabulary) -> None:
        self.found = Versions()
        self._terms = terms
        self._vocabulary = vocabulary

    def read_glued(self, run: str, glued: re.Match[str]) -> None:
        """Read ``yolov7``, ``yolov5s`` or ``qwen2.5``."""
        base, v, number, letter = glued.groups()
        if letter and self._vocabulary.count(run.casefold()):
            self.found.runs.append(run)
            return
        form = self._known(base, number)
        if form:
            shown = base + v + form.removeprefix(base)
            self.found.runs.append(shown if letter or "." in number else run)
            self._note_family(form, base)
            if letter:
                self.found.corrections[tokens.fold(run)] = shown
            if form != _forms(base, number)[0]:
                self.found.dropped.append(v + number)
        elif not letter and not self._vocabulary.count(run.casefold()) and self._is_family(base):
            self.found.runs.append(run[: len(base)])
            self.found.dropped.append(run[len(base) :])
        else:
            self.found.runs.append(run)

    def read_spaced(self, run: str, word: str) -> None:
        """Read the ``v7`` of ``YOLO v7`` or the ``3`` of ``llama 3``."""
        number = word.removeprefix("v")
        before = [tokens.fold(text) for text in self.found.runs]
        for start, base in _bases(before):
            if form := self._known(base, number):
                del self.found.runs[start:]
                self.found.runs.append(form)
                self._note_family(form, base)
                if form != _forms(base, number)[0]:
                    self.found.dropped.append(run)
                return
        if (word != number or "." in number) and before and self._is_family(before[-1]):
            self.found.dropped.append(run)
        else:
            self.found.runs.append(run)

    def _known(self, base: str, number: str) -> str | None:
        return next((form for form in _forms(base, number) if self._vocabulary.count(form)), None)

    def _is_family(self, base: str) -> bool:
        if self._terms.is_term(base):
            return True
        return self._vocabulary.is_name(base) and base not in self._terms.spoken

    def _note_family(self, form: str, base: str) -> None:
        if not self._vocabulary.is_name(form) and self._is_family(base):
            self.found.families[form] = base


def _forms(base: str, number: str) -> list[str]:
    """Return what a version may be called: with all of its number, or with the first part."""
    return tokens.unique([base + number.replace(".", ""), base + number.partition(".")[0]])


def _bases(before: Sequence[str]) -> list[tuple[int, str]]:
    """Return the last words as one name with the place where it starts, the longest first."""
    bases: list[tuple[int, str]] = []
    for start in range(max(0, len(before) - _LONGEST_NAME), len(before)):
        words = before[start:]
        if all(word.isascii() and word.isalpha() for word in words) and len("".join(words)) > 1:
            bases.append((start, "".join(words)))
    return bases
