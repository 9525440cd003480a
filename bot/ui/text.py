"""Text made safe and short enough for Discord.

Discord's library is loaded only where it is needed: the command line uses the rest.
"""

import re
from typing import TYPE_CHECKING

from bot.characters import clean

if TYPE_CHECKING:
    import discord

MOST_CHARACTERS = 4_000
MOST_BYTES = (
    9_500  # Discord answers 500 to Components V2 above some 10,170 bytes (discord-api-docs#8554)
)
MOST_COMPONENTS = 40
CUSTOM_ID_LIMIT = 100
CHOICE_LIMIT = 100

_LABEL_UNSAFE = re.compile(r"[\[\]()`*|~<>\\]")
_INVITE = re.compile(r"(?i)(discord(?:app)?)(\.(?:gg|com/invite)/)")
_LIST_MARK = re.compile(r"^(\s*)(\d+)?([.)+])(?=\s)")


def plain(text: str, limit: int = 200) -> str:
    """Return outside text that Discord shows as it is: no markdown, mention, time stamp, emoji or link comes alive."""
    from discord import utils  # noqa: PLC0415  # see above

    text = cut(clean(text, limit * 2, form="NFC"), limit)
    text = _INVITE.sub("\\1\u2060\\2", text.replace("<", "‹").replace("://", ":\u2060//"))
    text = utils.escape_mentions(utils.escape_markdown(text))
    return _LIST_MARK.sub(r"\1\2\\\3", text)


def code(text: str, limit: int = 80) -> str:
    """Return outside text as inline code, in which Discord interprets nothing."""
    inner = cut(clean(text, limit * 2, form="NFC"), limit).replace("`", "ˋ")
    return f"`{inner or ' '}`"


def label(text: str, limit: int = 100) -> str:
    """Return text for inside a masked link, where escapes don't work; an empty one becomes a dash."""
    inner = (
        _LABEL_UNSAFE.sub(" ", clean(text, limit * 2, form="NFC"))
        .replace("://", " ")
        .replace("@", "@\u200b")
    )
    return cut(" ".join(inner.replace("__", " ").split()), limit) or "–"


def link(text: str, url: str) -> str:
    """Return a masked link; ``url`` must be built by us."""
    return f"[{label(text)}]({url})"


def repository_link(full_name: str) -> str:
    """Return a masked link to a repository on GitHub, under its name."""
    return link(full_name, f"https://github.com/{full_name}")


def person_mention(person_id: int | None) -> str:
    """Return who somebody is as Discord shows it; a dash for nobody."""
    return f"<@{person_id}>" if person_id else "–"


def cut(text: str, limit: int) -> str:
    """Return text of at most ``limit`` characters, its end marked when something was left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def fits(view: "discord.ui.LayoutView") -> bool:
    """Return whether a message keeps Discord's limits on components, characters and bytes."""
    from discord import ui  # noqa: PLC0415  # see above

    items = list(view.walk_children())
    texts = [item.content for item in items if isinstance(item, ui.TextDisplay)]
    return (
        len(items) <= MOST_COMPONENTS
        and sum(len(text) for text in texts) <= MOST_CHARACTERS
        and sum(len(text.encode()) + 12 for text in texts) <= MOST_BYTES
    )
