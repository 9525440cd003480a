"""Commands named in a message, made into mentions that fill in the command when they are clicked."""

import re
from collections.abc import Mapping

import discord

from bot.ui.text import fits

_NAMED = re.compile(r"`/([a-z]+(?: [a-z]+){0,2})`")


def link_commands(view: discord.ui.LayoutView, mentions: Mapping[str, str]) -> None:
    """Replace each command that stands alone as code with its mention, found by its name.

    A message that would exceed Discord's limits with the longer texts stays as it is.
    """
    texts = [item for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
    before = [item.content for item in texts]
    for item in texts:
        item.content = _NAMED.sub(lambda found: mentions.get(found[1], found[0]), item.content)
    if not fits(view):
        for item, text in zip(texts, before, strict=True):
            item.content = text
