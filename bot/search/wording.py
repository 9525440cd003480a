"""The words of a query as they were meant: versions joined to names, misspellings corrected, the name apart from what surrounds it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.search import tokens
from bot.search.essence import Essence, find_essence
from bot.search.spelling import spelled
from bot.search.terms import TermIndex
from bot.search.versions import query_runs, read_versions
from bot.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Wording:
    """Folded ``words`` to search with their runs as ``typed``; ``hints``, ``dropped`` and ``corrections`` are folded words.

    ``families`` maps versioned words that no entry is called by to their names; ``is_id`` tells an id from words.
    """

    words: tuple[str, ...]
    typed: tuple[str, ...]
    hints: tuple[str, ...]
    dropped: tuple[str, ...]
    corrections: Mapping[str, str]
    families: Mapping[str, str]
    essence: Essence
    is_id: bool


def read_wording(
    text: str, terms: TermIndex, vocabulary: Vocabulary, *, is_whole: bool = False
) -> Wording:
    """Read a query; ``is_whole``: it names something as it is, so that none of it is passed over."""
    versions = read_versions(query_runs(text), terms, vocabulary)
    is_id = " " not in text and len(versions.runs) > 1
    words, corrections = [tokens.fold(run) for run in versions.runs], dict[str, str]()
    essence = find_essence(words, versions.families, terms, vocabulary)
    # What stands beside a name is no misspelling of another name, and in an id of nothing.
    if not (is_id and essence.name):
        meant, corrections = spelled(versions.runs, terms, vocabulary)
        if essence.name:
            meant = [
                new if place < essence.place or terms.is_term(new) else words[place]
                for place, new in enumerate(meant)
            ]
            corrections = {old: new for old, new in corrections.items() if new in meant}
        words = meant
        essence = find_essence(words, versions.families, terms, vocabulary)
    if is_whole:
        essence = Essence(tuple(range(len(words))))
    # The index has a number's digits apart.
    kept = [part for place in essence.kept for part in words[place].split(".") if part]
    corrections |= versions.corrections
    return Wording(
        words=tuple(kept),
        typed=tuple(
            part for place in essence.kept for part in versions.runs[place].split(".") if part
        ),
        hints=tuple(words[place] for place in essence.hints),
        dropped=(*(words[place] for place in essence.dropped), *versions.dropped),
        corrections={wrong: word for wrong, word in corrections.items() if word in kept},
        families=versions.families,
        essence=essence,
        is_id=is_id,
    )
