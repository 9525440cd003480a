"""What entries are called by, held against the names of the others."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.catalog.facts import Facts
from bot.catalog.families import Families, Family, name_key


def borrowed_words(entries: Sequence[Facts], families: Families) -> Iterator[str]:
    """Yield a fault for each word of an entry that is another one's whole name or title."""
    for repo, word, other in borrowings(entries, families):
        yield f"{repo}: word {word!r} is the name of {other}"


def borrowings(entries: Sequence[Facts], families: Families) -> Iterator[tuple[str, str, str]]:
    """Yield each word of an entry that is another one's whole name or title, between both: who types it means that one.

    Unless the entry is by the authors of a paper that the other implements, or both are members of a family of that
    name: then the name is theirs too.
    """
    owners: defaultdict[str, list[Facts]] = defaultdict(list)
    for facts in entries:
        for key in _own_keys(facts):
            owners[key].append(facts)
    for facts in entries:
        own = _own_keys(facts)
        for word in facts.get("words", ()):
            others = () if name_key(word) in own else owners.get(name_key(word), ())
            wronged = [
                other["repo"]
                for other in others
                if not set(facts.get("official", ())) & set(other.get("arxiv", ()))
                and not any(
                    _is_theirs(family, word, facts["repo"], other["repo"])
                    for family in families.all
                )
            ]
            if wronged:
                yield facts["repo"], word, wronged[0]


def _is_theirs(family: Family, word: str, *names: str) -> bool:
    return name_key(word) in map(name_key, family.words) and set(names) <= set(family.members)


def _own_keys(facts: Facts) -> set[str]:
    return {name_key(facts["repo"].partition("/")[2]), name_key(facts["title"])}
