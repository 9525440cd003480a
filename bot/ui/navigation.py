"""Buttons and menus: each carries everything needed to answer it a year later in its custom_id.

A custom_id is ``mz:<action>:<owner>:<page or entry>:<state>``. ``owner`` is whose list it is (base 36), ``page`` counts
from 0. An entry's number is written with a 0 before it, which distinguishes it from a page, and from the id of its row in one
catalogue that buttons carried before entries had numbers. ``state`` is the list's query as text, or ``@`` and the id of a
saved one where it would not fit.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

import discord

from bot.catalog.entry import Sign
from bot.i18n import Language
from bot.search.query import SearchQuery, Sort
from bot.ui.text import CUSTOM_ID_LIMIT

STATE_LIMIT = 64
_PREFIX = "mz"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CONTROL = re.compile(
    r"mz:([a-z]{1,12}):([0-9a-z]{1,13}):(0[0-9]{1,8}|[0-9]{1,6}):(.{0,70})", re.DOTALL
)
# The actions whose controls carried an entry's row.
_ABOUT_ROWS = frozenset(("open", "like", "stars", "publish", "tab", "rprev", "rnext", "rsection"))
_NUMBER = re.compile(r"\d{1,19}")
MOST_NUMBER = 2**63 - 1
_MOST_OWNER = 2**64 - 1
_KEYS = {
    "q": "text",
    "c": "category",
    "f": "framework",
    "t": "task",
    "l": "license",
    "h": "health",
    "m": "min_stars",
    "s": "sort",
    "k": "like",
    "w": "weights",
    "p": "paper",
    "y": "since",
    "g": "language",
    "b": "fits",
    "e": "prefer",
}
_NUMBERS = {
    "min_stars": re.compile(r"[0-9]{1,9}"),
    "since": re.compile(r"20[0-9]{2}"),
    "fits": re.compile(r"[1-9][0-9]{0,3}"),
}
_PREFERRED = re.compile(r"20[0-9]{2}(?: small)?|small")


@dataclass(frozen=True, slots=True)
class Control:
    """A component's meaning: what to do, for whom, with which entry or on which page of what.

    ``row`` replaces ``entry`` in controls older than entry numbers: the id of its row in the catalogue of that time.
    """

    action: str
    owner: int
    page: int = 0
    state: str = ""
    entry: int = 0
    row: int = 0

    @property
    def custom_id(self) -> str:
        """Return the text that Discord hands back when the component is used."""
        place = f"0{self.entry}" if self.entry else str(self.row or self.page)
        text = f"{_PREFIX}:{self.action}:{_base36(self.owner)}:{place}:{self.state}"
        if len(text) > CUSTOM_ID_LIMIT:
            raise ValueError(f"custom_id of {len(text)} characters")
        return text

    @property
    def number(self) -> int:
        """Return the state as the id that it is; 0 when it is none."""
        return read_number(self.state)

    def to(self, action: str, page: int | None = None) -> "Control":
        """Return the same list's control for another action or page."""
        return replace(self, action=action, page=self.page if page is None else page)


def read_number(text: str) -> int:
    """Return a whole number that a control, a menu or a person gives; 0 when it is none that a database can hold."""
    number = int(text) if _NUMBER.fullmatch(text) else 0
    return number if number <= MOST_NUMBER else 0


def parse_control(custom_id: str) -> Control | None:
    """Read a custom_id; None when it is another program's, incomplete, or holds a number that is no Discord id."""
    match = _CONTROL.fullmatch(custom_id)
    if not match or len(custom_id) > CUSTOM_ID_LIMIT:
        return None
    action, owner, place, state = match[1], int(match[2], 36), match[3], match[4]
    if owner > _MOST_OWNER:
        return None
    if place.startswith("0") and place != "0":
        return Control(action, owner, state=state, entry=int(place))
    if action in _ABOUT_ROWS and place != "0":
        return Control(action, owner, state=state, row=int(place))
    return Control(action, owner, int(place), state)


def write_state(query: SearchQuery) -> str:
    """Return a query as text; it may be longer than `STATE_LIMIT` and must be saved then."""
    parts: list[str] = []
    for key, field in _KEYS.items():
        value = getattr(query, field)
        if value in (None, "", False, Sort.RELEVANCE):
            continue
        text = "1" if value is True else str(value)
        parts.append(f"{key}={text.translate(_ESCAPES)}")
    return "&".join(parts)


# Only the delimiters are escaped: a custom_id counts characters, so Chinese needs no escapes.
_ESCAPES = str.maketrans({"%": "%25", "&": "%26"})


def read_state(state: str) -> SearchQuery:
    """Read what `write_state` wrote; unknown parts are passed over."""
    values: dict[str, Any] = {}
    for part in state.split("&"):
        key, _, value = part.partition("=")
        if field := _KEYS.get(key):
            values[field] = unquote(value)
    for name, pattern in _NUMBERS.items():
        if name in values:
            digits = values[name]
            values[name] = int(digits) if pattern.fullmatch(digits) else None
    for name in ("weights", "paper"):
        if name in values:
            values[name] = values[name] == "1" or None
    if not _PREFERRED.fullmatch(values.get("prefer", "small")):
        values.pop("prefer")
    if "sort" in values:
        values["sort"] = Sort(values["sort"]) if values["sort"] in set(Sort) else Sort.RELEVANCE
    if values.get("health") not in set(Sign):
        values.pop("health", None)
    return SearchQuery(**values)


def button(
    control: Control,
    text: str | None = None,
    *,
    emoji: str | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> discord.ui.Button[discord.ui.LayoutView]:
    """Return a button that carries ``control``."""
    return discord.ui.Button(
        label=text, emoji=emoji, style=style, disabled=disabled, custom_id=control.custom_id
    )


def remove_button(control: Control, language: Language) -> discord.ui.Button[discord.ui.LayoutView]:
    """Return the button with which the person who asked, or a moderator, deletes an answer."""
    return button(control.to("remove"), language("button-remove"), emoji="🗑️")


def menu(
    control: Control, placeholder: str, options: list[discord.SelectOption]
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    """Return a row with a menu that carries ``control``; at most 25 options are shown."""
    return discord.ui.ActionRow(
        discord.ui.Select(
            custom_id=control.custom_id, placeholder=placeholder[:150], options=options[:25]
        )
    )


class Message(discord.ui.LayoutView):
    """A message of Components V2 with the pictures in it, by file name.

    ``is_foreign`` marks one whose text somebody else wrote: the commands that it names are not the bot's. ``is_for_asker``: it
    tells nobody else anything, so that only who asked sees it.
    """

    def __init__(
        self,
        pictures: Mapping[str, bytes],
        *,
        is_foreign: bool = False,
        is_for_asker: bool = False,
    ) -> None:
        super().__init__(timeout=None)
        self.pictures = pictures
        self.is_foreign = is_foreign
        self.is_for_asker = is_for_asker

    def files(self) -> list[discord.File]:
        """Return the pictures to upload; Discord takes each of these objects once."""
        return [
            discord.File(io.BytesIO(picture), filename=name)
            for name, picture in self.pictures.items()
        ]


def message(
    *items: discord.ui.Item[discord.ui.LayoutView],
    pictures: Mapping[str, bytes] | None = None,
    is_foreign: bool = False,
    is_for_asker: bool = False,
) -> Message:
    """Return a message of Components V2 whose controls live in their custom_ids alone."""
    view = Message(pictures or {}, is_foreign=is_foreign, is_for_asker=is_for_asker)
    for item in items:
        view.add_item(item)
    # A finished view is not kept in memory by discord.py; interactions go to the client's router.
    view.stop()
    return view


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
