"""Time zones as people type them: zones, cities, countries, abbreviations and offsets, in English and Chinese."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from bot.newsletter.places import COUNTRIES, PRIMARY, places

_LONGEST = 100
_REGION = re.compile(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/"
)
_FIXED = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_OFFSET = re.compile(
    r"(?:(?:utc|gmt)\s*(?=\d)|(?:utc|gmt)?\s*([+-]))\s*(\d{1,2})(?::?([0-5]\d))?(?:\s*(?:hours?|hrs?|h|小时))?",
    re.ASCII,
)
_CHINESE_OFFSET = re.compile(r"([东西])([一二三四五六七八九十]{1,2})区?")
_CHINESE_NUMBERS = {
    name: number
    for number, name in enumerate(
        ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), start=1
    )
}
_DASHES = str.maketrans(dict.fromkeys("−–—‐‑", "-"))
# Letters that Unicode doesn't take apart, and the apostrophes that people write or leave out.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", **dict.fromkeys("'’‘ʻ`´.")}
)
_SUFFIX = re.compile(
    r"(?<=\S)\s*(?:\b(?:(?:standard |daylight |summer )?time(?:[ -]?zone)?|timezone|tz)|"
    r"标准时间|標準時間|夏令时|时间|時間|时区|時區|市)$"
)
_SAINT = re.compile(r"\bsaint\b")
_LEAST_EAST, _MOST_EAST = -12, 14
_HALF_A_YEAR = timedelta(days=182)
_SHORTEST = 2


@cache
def zones() -> frozenset[str]:
    """Return the time zones by the names in force, each one once: with a region, or UTC."""
    return frozenset(canonical(name) for name in _known() if _REGION.match(name)) | {"UTC"}


@cache
def every_zone() -> frozenset[str]:
    """Return every zone that can be chosen: the regions, UTC, and what is whole hours away from it."""
    return zones() | {name for name in _known() if _FIXED.fullmatch(name)}


def canonical(name: str) -> str:
    """Return the name in force of a zone that has several; a name without a region is UTC or its own."""
    found = _aliases().get(name, name)
    if found in ("Etc/UTC", "Etc/GMT"):
        return "UTC"
    return found if found in _known() else name


def matches(typed: str, now: datetime | None = None) -> tuple[str, ...]:
    """Return the zones that a text can mean when it is read as a whole, the likeliest first."""
    text = _clean(typed)
    if not text:
        return ()
    fixed = text.replace("etc/gmt", "Etc/GMT")
    if _FIXED.fullmatch(fixed) and fixed in _known():
        return (fixed,)
    if (offset := _read_offset(text)) is not None:
        return _at(offset, now or datetime.now(UTC))
    if found := _names().get(key(text), ()):
        return found
    return _without_country(text)


def suggestions(typed: str, now: datetime | None = None) -> list[str]:
    """Return the zones to offer while somebody types: those meant, those at that offset, those that begin so or hold it."""
    text = _clean(typed)
    offset = _read_offset(text)
    if offset is not None:
        moment = now or datetime.now(UTC)
        return list(dict.fromkeys((*_at(offset, moment), *_regions_at(offset, moment))))
    wanted = key(text)
    names = _names()
    starting = [zone for name, found in names.items() if name.startswith(wanted) for zone in found]
    holding = [zone for name, found in names.items() if wanted in name for zone in found]
    parts = sorted(zone for zone in zones() if text.replace(" ", "_") in zone.casefold())
    return list(dict.fromkeys((*matches(typed, now), *sorted(starting), *parts, *holding)))


def near(typed: str, now: datetime | None = None) -> list[str]:
    """Return the zones to choose from after a text that names none or several: meant, or a slip of the pen away."""
    text = _clean(typed)
    city = text.partition(",")[0]
    wanted = key(city)
    if len(wanted) < _SHORTEST or (_read_offset(text) is not None and not matches(typed, now)):
        return suggestions(typed, now) if wanted and _read_offset(text) is not None else []
    if found := list(matches(typed, now)) or suggestions(city, now):
        return found
    close = get_close_matches(wanted, _names(), n=8, cutoff=0.75)
    return list(dict.fromkeys(zone for name in close for zone in _names()[name]))


def zone_label(zone: str) -> str:
    """Return a zone's name as it is shown: Etc/GMT-8 is UTC+8, for its sign is the other way round."""
    if found := _FIXED.fullmatch(zone):
        return f"UTC{'+' if found[1] == '-' else '-'}{found[2]}"
    return zone


def load() -> None:
    """Read what is needed, so that nobody waits for it: some 200 ms, for a thread."""
    suggestions("UTC+8")
    suggestions("berlin")


def key(text: str) -> str:
    """Return text without accents, case, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "", _SAINT.sub("st", letters))


def _clean(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed[:_LONGEST]).translate(_DASHES).casefold()
    text = " ".join(text.split())
    return _SUFFIX.sub("", text)


def _read_offset(text: str) -> timedelta | None:
    if found := _CHINESE_OFFSET.fullmatch(text):
        hours = _CHINESE_NUMBERS.get(found[2])
        return None if hours is None else timedelta(hours=hours if found[1] == "东" else -hours)
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -size if found[1] == "-" else size


def _at(offset: timedelta, now: datetime) -> tuple[str, ...]:
    """Return the zone that always keeps an offset; for a part of an hour, the regions that keep it all year."""
    hours, rest = divmod(offset, timedelta(hours=1))
    if rest:
        later = _regions_at(offset, now + _HALF_A_YEAR)
        return tuple(zone for zone in _regions_at(offset, now) if zone in later)
    if not _LEAST_EAST <= hours <= _MOST_EAST:
        return ()
    return (f"Etc/GMT{-hours:+d}" if hours else "UTC",)


def _regions_at(offset: timedelta, now: datetime) -> list[str]:
    """Return the regions at an offset now, those with a big city first."""
    return _ordered(zone for zone in zones() if now.astimezone(_zone(zone)).utcoffset() == offset)


def _ordered(found: Iterable[str]) -> list[str]:
    """Return zones, those with a city that people name first."""
    known = _ranks()
    return sorted(found, key=lambda zone: (known.get(zone, len(known)), zone))


@cache
def _ranks() -> Mapping[str, int]:
    named = dict.fromkeys(zone for _, found in places() for zone in found)
    return {zone: number for number, zone in enumerate(named)}


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _without_country(text: str) -> tuple[str, ...]:
    """Read "Berlin, Germany" and "Knox, Indiana": the zones of the city that are in what follows the comma."""
    city, _, rest = text.partition(",")
    where = key(rest)
    if not where:
        return ()
    within = set(_countries().get(where, ()))
    return tuple(
        zone
        for zone in _names().get(key(city), ())
        if zone in within or where in map(key, zone.split("/"))
    )


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _aliases() -> Mapping[str, str]:
    return cast("Mapping[str, str]", get_global("zone_aliases"))


@cache
def _locales() -> Sequence[Locale]:
    return Locale.parse("en_US"), Locale.parse("zh_Hans_CN")


@cache
def _countries() -> Mapping[str, Sequence[str]]:
    """Return the zones of each country by its code and its names."""
    territories = cast("Mapping[str, str]", get_global("zone_territories"))
    by_code: defaultdict[str, list[str]] = defaultdict(list)
    for zone in sorted(zones()):
        by_code[territories.get(zone, "")].append(zone)
    return {
        key(name): by_code[code]
        for code in by_code
        for name in (code, *_territory_names(code))
        if key(name)
    }


def _territory_names(code: str) -> Iterable[str]:
    yield from COUNTRIES.get(code, ())
    for locale in _locales():
        yield cast("Mapping[str, str]", locale.territories).get(code, "")


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Return the zones by everything that they are called. A zone's own name beats a city's, a city's a country's."""
    found: dict[str, tuple[str, ...]] = {}
    for names in (_own_names(), _cities(), places(), _lands()):
        layer: defaultdict[str, list[str]] = defaultdict(list)
        for name, meant in names:
            layer[key(name)] += meant
        for name, meant in layer.items():
            found.setdefault(name, tuple(dict.fromkeys(meant)))
    found.pop("", None)
    # A country or a state of the same name as another's city is worth a question.
    return found | {"georgia": dict(places())["Georgia"]}


def _own_names() -> Iterable[tuple[str, Sequence[str]]]:
    for name in sorted(_known()):
        zone = canonical(name)
        if zone in zones() and "/" in name:
            yield name, (zone,)


def _cities() -> Iterable[tuple[str, Sequence[str]]]:
    for name in sorted(_known()):
        zone = canonical(name)
        if zone not in zones() or not _REGION.match(name):
            continue
        *_, state, city = name.split("/")
        yield city, (zone,)
        yield f"{state} {city}", (zone,)
        yield f"{city} {state}", (zone,)
    for locale in _locales():
        for name, words in cast("Mapping[str, Mapping[str, object]]", locale.time_zones).items():
            zone, city = canonical(name), words.get("city")
            if zone in zones() and isinstance(city, str):
                yield city, (zone,)


def _lands() -> Iterable[tuple[str, Sequence[str]]]:
    territories = cast("Mapping[str, str]", get_global("zone_territories"))
    for name, found in _countries().items():
        main = [zone for zone in found if PRIMARY.get(territories.get(zone, "")) == zone]
        yield name, main or _ordered(found)
    for name in sorted(_known()):
        if "/" not in name and canonical(name) in zones():
            yield name, (canonical(name),)
