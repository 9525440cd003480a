"""Where trained weights are: links that the README says lead to them, each by a name of its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.readme.document import Code, Document
from bot.readme.quickstart.addresses import (
    SURE_FILE,
    account_of,
    is_own,
    is_said,
    is_weights,
    is_zoo,
)
from bot.readme.quickstart.labels import (
    is_mirror,
    label_of,
    says_weights,
    told_apart,
    without_password,
)
from bot.readme.quickstart.mentions import Mention, mentions_of
from bot.readme.quickstart.names import Names
from bot.readme.reading import Link

MOST_WEIGHTS = 8
_MOST_LOOKED_AT = 100
_LONGEST = 4_000  # characters of a block of code
_ADDRESS = re.compile(r"https?://[^\s\"'<>|\\)\]]+")


def find_weights(document: Document, names: Names) -> tuple[Link, ...]:
    """Return links to weights, those of sections and tables about them first; mirrors of one file are one link."""
    mentions = list(mentions_of(document))
    # Who publishes one model of the project's name publishes its others too.
    accounts = (account_of(mention, names) for mention in mentions)
    names = replace(names, accounts=frozenset(filter(None, accounts)))
    found = [mention for mention in mentions if is_weights(mention, names)][:_MOST_LOOKED_AT]
    # Others' models, which it builds on or compares with, where it has none of its own.
    found = [mention for mention in found if is_own(mention, names)] or found
    found = found or [mention for mention in _badges(document) if is_weights(mention, names)]
    found = found or _in_code(document)
    found = found or [mention for mention in mentions if is_zoo(mention)][:1]
    return tuple(_named(_without_mirrors(found))[:MOST_WEIGHTS])


def _badges(document: Document) -> Iterator[Mention]:
    """Yield where badges lead."""
    for number, url in enumerate(document.badges):
        yield Mention("", url, "", "", (), number)


def _in_code(document: Document) -> list[Mention]:
    """Return files that commands download, where no link leads to them."""
    return [
        Mention("", address, "", "", (), number)
        for number, block in enumerate(document.blocks)
        if isinstance(block, Code)
        for address in _ADDRESS.findall(block.text[:_LONGEST])
        if SURE_FILE.search(address)
    ]


def _without_mirrors(mentions: Iterable[Mention]) -> list[tuple[str, Mention]]:
    """Return the mention that names each file best, with its label; sections and tables come before news."""
    kept: list[tuple[str, Mention]] = []
    places: dict[str, int] = {}
    for mention in sorted(mentions, key=lambda each: not _is_listed(each)):
        label = label_of(mention)
        place = places.get(mention.url)
        if place is not None:
            if says_weights(mention.words) and not says_weights(kept[place][1].words):
                kept[place] = (label, mention)
        elif not any(_is_same(label, mention, other, known) for other, known in kept):
            places[mention.url] = len(kept)
            kept.append((label, mention))
    return kept


def _is_same(label: str, mention: Mention, other: str, known: Mention) -> bool:
    """Tell whether two mentions are of one file: in one row or sentence by one name, or by its name elsewhere."""
    return (label == other and mention.item == known.item) or is_mirror(mention.url, known.url)


def _is_listed(mention: Mention) -> bool:
    return not mention.is_news and (bool(mention.row) or is_said(mention))


def _named(kept: Sequence[tuple[str, Mention]]) -> list[Link]:
    """Return links whose names differ."""
    alike: dict[str, list[Mention]] = {}
    for label, mention in kept:
        alike.setdefault(without_password(label), []).append(mention)
    links: dict[str, str] = {}
    for label, mention in kept:
        group = alike[without_password(label)]
        wanted = label if len(group) == 1 else told_apart(mention, group, label)
        name, number = wanted, 1
        while name in links:
            number += 1
            name = f"{wanted} ({number})"
        links[name] = mention.url
    return [Link(name, url) for name, url in links.items()]
