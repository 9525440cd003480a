"""An entry's checkpoints looked up on Hugging Face: by their names, its papers and its makers' accounts."""

import re
from collections.abc import Iterable, Sequence

from bot.catalog.entry import Entry
from bot.huggingface.checkpoint import Checkpoint, known_names, known_owners
from bot.huggingface.client import HuggingFaceClient

MOST_KEPT = 30
_MOST_PAPERS = 2
_MOST_NAMED = 8
_LETTERS = re.compile(r"[^a-z0-9]+")
# How others' models come from the makers'; adapters and merges are fine-tunes to a reader.
_RELATIONS = ("quantized", "finetune")


async def look_up(
    client: HuggingFaceClient, entry: Entry, *, with_others: bool, is_urgent: bool
) -> list[Checkpoint]:
    """Return the makers' checkpoints of an entry, and ``with_others`` what others made of the most downloaded.

    A paper's tag is put on by anybody who cites it, so of the tagged models only the makers' count, and those that state one
    of the makers' as their base. At most 13 requests; a dozen is rare.

    Raises:
        HuggingFaceError: no answer can be used.
    """
    names = known_names(entry.hugging_face, entry.weights_url)
    owners = {owner.casefold() for owner in known_owners(entry.hugging_face, entry.weights_url)}
    found: dict[str, Checkpoint] = {}
    for paper in entry.official[:_MOST_PAPERS]:
        _add(found, await client.of_paper(paper, is_urgent=is_urgent))
    missing = [name for name in names if name.casefold() not in found]
    for name in missing[:_MOST_NAMED]:
        checkpoint = await client.model(name, is_urgent=is_urgent)
        _add(found, [checkpoint] if checkpoint else [])
    own = _own(found.values(), entry, owners, names)
    if not own and not names:
        for owner in sorted(owners)[:1]:
            listed = await client.of_owner(owner, entry.title, is_urgent=is_urgent)
            _add(found, listed)
        own = _own(found.values(), entry, owners, names)
    if with_others and own:
        most = max(own, key=lambda each: each.downloads or 0)
        for relation in _RELATIONS:
            _add(found, await client.made_from(most.id, relation, is_urgent=is_urgent))
    return _kept(found.values(), own)


def _add(found: dict[str, Checkpoint], more: Iterable[Checkpoint]) -> None:
    for checkpoint in more:
        found.setdefault(checkpoint.id.casefold(), checkpoint)


def _own(
    checkpoints: Iterable[Checkpoint], entry: Entry, owners: set[str], names: Sequence[str]
) -> list[Checkpoint]:
    """Return the makers' own: named by the entry, or of their account; without an account, those called like the entry."""
    named = {name.casefold() for name in names}
    if owners:
        return [
            each
            for each in checkpoints
            if each.id.casefold() in named or each.owner.casefold() in owners
        ]
    title = _LETTERS.sub("", entry.name.casefold())
    return [
        each
        for each in checkpoints
        if not each.is_conversion and title and title in _LETTERS.sub("", each.name.casefold())
    ]


def _kept(checkpoints: Iterable[Checkpoint], own: Sequence[Checkpoint]) -> list[Checkpoint]:
    """Return the own ones, and the most downloaded of those made from them."""
    ids = {each.id.casefold() for each in own}
    others = [
        each
        for each in checkpoints
        if each.id.casefold() not in ids and any(base.casefold() in ids for base in each.bases)
    ]
    kept: list[Checkpoint] = [*own]
    for is_conversion in (True, False):
        group = [each for each in others if each.is_conversion is is_conversion]
        group.sort(key=lambda each: -(each.downloads or 0))
        kept += group[:MOST_KEPT]
    return kept
