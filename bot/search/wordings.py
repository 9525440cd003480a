"""The taxonomy's wordings taken apart into stems, which takes longer than a whole search: kept with the index."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.catalog.taxonomy import Taxonomy, Term
from bot.search import tokens
from bot.search.atoms import atoms_of, content_units, words_of


@dataclass(frozen=True, slots=True)
class Wordings:
    """What a taxonomy's words come to. A term is named ``kind:key``.

    ``stems`` maps each synonym's stems to its term, ``starts`` are the keys of names in order, ``term_words`` the stems that only
    synonyms hold, ``phrases`` each task's wordings as bags of units, ``spoken`` every folded Latin word.
    """

    stems: dict[tuple[str, ...], str]
    starts: tuple[tuple[str, str], ...]
    term_words: frozenset[str]
    phrases: tuple[tuple[str, tuple[str, ...]], ...]
    spoken: frozenset[str]

    def to_json(self) -> str:
        """Return the value as text."""
        return json.dumps(
            {
                "stems": [[list(stems), name] for stems, name in self.stems.items()],
                "starts": self.starts,
                "term_words": sorted(self.term_words),
                "phrases": self.phrases,
                "spoken": sorted(self.spoken),
            },
            ensure_ascii=False,
        )


def wordings_from(text: str) -> Wordings:
    """Read what `Wordings.to_json` wrote."""
    kept = json.loads(text)
    return Wordings(
        {tuple(stems): name for stems, name in kept["stems"]},
        tuple((key, name) for key, name in kept["starts"]),
        frozenset(kept["term_words"]),
        tuple((key, tuple(units)) for key, units in kept["phrases"]),
        frozenset(kept["spoken"]),
    )


def read_wordings(taxonomy: Taxonomy) -> Wordings:
    """Take a taxonomy's wordings apart."""
    stems: dict[tuple[str, ...], str] = {}
    for term in taxonomy.terms():
        for wording in (term.name_en, term.name_zh, term.key.replace("-", " "), *term.words):
            for key in _stems_of(wording):
                stems.setdefault(key, name_of(term))
    bag_of = cache(_bag_of)
    everyday = {
        unit for term in taxonomy.terms() for phrase in term.phrases for unit in bag_of(phrase)
    }
    starts = sorted(
        (tokens.name_key(wording), name_of(term))
        for term in taxonomy.terms()
        for wording in (term.name_en, term.name_zh, *term.words)
    )
    phrases = [
        (term.key, bag)
        for term in taxonomy.tasks.values()
        for wording in (term.name_en, term.name_zh, *term.words, *term.phrases)
        if (bag := bag_of(wording))
    ]
    in_stems = {word for key in stems for word in key}
    return Wordings(
        stems,
        tuple(starts),
        frozenset(in_stems - everyday),
        tuple(phrases),
        frozenset(word for word in {*in_stems, *_words(taxonomy)} if word.isascii()),
    )


def name_of(term: Term) -> str:
    """Return the name under which a term is kept."""
    return f"{term.kind}:{term.key}"


def _words(taxonomy: Taxonomy) -> Iterable[str]:
    for term in taxonomy.terms():
        for wording in (term.name_en, *term.words, *term.phrases):
            yield from words_of(wording)


def _bag_of(wording: str) -> tuple[str, ...]:
    return tuple(content_units(words_of(wording)))


def _stems_of(wording: str) -> Iterable[tuple[str, ...]]:
    words = words_of(wording)
    yield tuple(atom.stem for atom in atoms_of(words))
    if len(words) > 1 and all(not tokens.is_han(word) for word in words):
        yield (tokens.stem("".join(words)),)
