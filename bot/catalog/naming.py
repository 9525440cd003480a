"""What entries are called by, held against the names of the others."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.catalog.facts import Facts


def borrowed_words(entries: Sequence[Facts]) -> Iterator[str]:
    """Yield a fault for each word of an entry that is another one's whole name or title: who types it means that one.

    Unless the entry is by the authors of a paper that the other implements: then the name is theirs too.
    """
    owners: defaultdict[str, list[Facts]] = defaultdict(list)
    for facts in entries:
        for key in _own_keys(facts):
            owners[key].append(facts)
    for facts in entries:
        own = _own_keys(facts)
        for word in facts.get("words", ()):
            others = () if _key(word) in own else owners.get(_key(word), ())
            papers = set(facts.get("official", ()))
            if other := next((o for o in others if not papers & set(o.get("arxiv", ()))), None):
                yield f"{facts['repo']}: word {word!r} is the name of {other['repo']}"


def _own_keys(facts: Facts) -> set[str]:
    return {_key(facts["repo"].partition("/")[2]), _key(facts["title"])}


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
