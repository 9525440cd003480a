"""A subscription that a person is filling in: the choices so far, short enough for a button to carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any

from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Locale
from bot.newsletter.timezones import every_zone

EVERY = "*"
# The place of an option in a control's page; what is sent stays readable as long as these keep their order.
OPTIONS = (
    "channel",
    "thread",
    "role",
    "language",
    "category",
    "framework",
    "timezone",
    "day",
    "hour",
    "publish",
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ID, _KEY, _SIGN = 13, 5, 1
_WIDTHS = dict(
    zip(OPTIONS, (_ID, _ID, _ID, _SIGN, _KEY, _KEY, _KEY, _SIGN, _SIGN, _SIGN), strict=True)
)
_NONE, _UNREAD = "-", "?"


@dataclass(frozen=True, slots=True)
class Draft:
    """The options of a subscription, None where one was left out; ``unread`` are those still to be corrected.

    ``category`` and ``framework`` may be `EVERY`.
    """

    channel: int | None = None
    thread: int | None = None
    role: int | None = None
    language: str | None = None
    category: str | None = None
    framework: str | None = None
    timezone: str | None = None
    day: int | None = None
    hour: int | None = None
    publish: bool | None = None
    unread: frozenset[str] = frozenset()

    def given(self) -> dict[str, Any]:
        """Return the options that were filled in and read."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: values[name] for name in OPTIONS if values[name] is not None}

    def with_option(self, name: str, value: str | int | None) -> "Draft":
        """Return the draft with one option filled in or left out."""
        values: dict[str, Any] = {**self.given(), name: value}
        return Draft(**values, unread=self.unread - {name})

    def without(self, names: Iterable[str]) -> "Draft":
        """Return the draft with options that have to be put right."""
        wrong = frozenset(names)
        kept = {name: value for name, value in self.given().items() if name not in wrong}
        return Draft(**kept, unread=self.unread | wrong)

    def state(self) -> str:
        """Return the draft as a control carries it."""
        return "".join(
            (_UNREAD if name in self.unread else _write(getattr(self, name), width)).ljust(
                width, _UNREAD if name in self.unread else _NONE
            )
            for name, width in _WIDTHS.items()
        )


def read_draft(state: str, taxonomy: Taxonomy) -> Draft | None:
    """Read what `Draft.state` wrote; None when it is not whole. A key that no longer exists has to be chosen again."""
    if len(state) != sum(_WIDTHS.values()):
        return None
    values: dict[str, Any] = {}
    unread: set[str] = set()
    start = 0
    known = _known(taxonomy)
    for name, width in _WIDTHS.items():
        text, start = state[start : start + width], start + width
        if text == _NONE * width:
            continue
        value = _read(name, text.rstrip(_NONE), known)
        if value is None:
            unread.add(name)
        else:
            values[name] = value
    return Draft(**values, unread=frozenset(unread))


def _write(value: str | int | bool | None, width: int) -> str:  # noqa: FBT001  # an option's value
    match value:
        case None:
            return _NONE * width
        case bool():
            return "y" if value else "n"
        case int():
            return _base36(value)
        case Locale.ENGLISH | Locale.CHINESE:
            return value[0]
        case str():
            return EVERY if value == EVERY else _digest(value)


def _read(name: str, text: str, known: Mapping[str, Mapping[str, str]]) -> str | int | bool | None:
    if name in known:
        return known[name].get(text)
    if name == "publish":
        return {"y": True, "n": False}.get(text)
    if not text or not set(text) <= set(_DIGITS):
        return None
    return int(text, 36)


def _known(taxonomy: Taxonomy) -> Mapping[str, Mapping[str, str]]:
    """Return the texts that options can have, by how they are written."""
    terms = {"category": taxonomy.categories, "framework": taxonomy.frameworks}
    return {
        "language": {locale.value[0]: locale.value for locale in Locale},
        "timezone": {_digest(zone): zone for zone in every_zone()},
        **{
            name: {EVERY: EVERY, **{_digest(key): key for key in keys}}
            for name, keys in terms.items()
        },
    }


def _digest(text: str) -> str:
    """Return text as five letters. Words can be added without changing those of the others."""
    number = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
    return _base36(number % 36**_KEY).rjust(_KEY, "0")


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
