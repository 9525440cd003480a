"""An entry's facts as plain text, made without Discord's library, which the command line does not load."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from bot.catalog.entry import Entry, StarCount, StarGain
from bot.catalog.taxonomy import Term
from bot.catalog.trends import Trend
from bot.i18n import Language

FRESH_FOR = timedelta(days=7)
_WHOLE_FROM = 100


def stars_text(entry: Entry, language: Language, today: date, *, has_gain: bool = True) -> str:
    """Return the stars and those gained in 30 days, and when they were counted if that is over a week ago; "≈" if rounded.

    Nothing where nobody counted. ``has_gain`` is false where the stars gained appear beside it.
    """
    if entry.stars is None:
        return ""
    text = f"{_count(entry.stars, language)} ★"
    gain = entry.gain if has_gain else None
    if today - entry.stars.day <= FRESH_FOR:
        return f"{text} ({gain_text(gain, language)})" if gain else text
    day = language.day(entry.stars.day, today)
    if gain and gain.until == entry.stars.day:
        signed = _signed(gain.gained, language, is_approximate=gain.is_approximate)
        return language(
            "stars-counted-gained", stars=text, day=day, gained=signed, days=str(gain.days)
        )
    return language("stars-counted", stars=text, day=day)


def gain_text(gain: StarGain, language: Language) -> str:
    """Return the stars gained and over how long; "≈" when their base comes from GitHub's history."""
    return gained_text(gain.gained, gain.days, language, is_approximate=gain.is_approximate)


def gained_text(gained: int, days: int, language: Language, *, is_approximate: bool) -> str:
    """Return a number of stars gained over a number of days."""
    signed = _signed(gained, language, is_approximate=is_approximate)
    return language("gain-short", gained=signed, days=str(days))


def parameters_text(count: int) -> str:
    """Return a number of parameters as people write it: 8.3B, 350M."""
    for unit, letter in ((1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M")):
        if count >= unit:
            value = count / unit
            return (
                f"{value:.0f}{letter}"
                if value >= _WHOLE_FROM
                else f"{value:.1f}".removesuffix(".0") + letter
            )
    return str(count)


def gigabytes(size: int, language: Language) -> str:
    """Return a number of bytes in GB, of which one is 10⁹."""
    return f"{language.decimal(max(size / 1e9, 0.1))} GB"


def trend_texts(
    trend: Trend, entry: Entry, days: int, language: Language, today: date
) -> list[str]:
    """Return a trend's facts, each once: the stars gained, the pace, the stars by now and the day they were counted."""
    gainer = trend.gainer
    signed = _signed(gainer.gained, language, is_approximate=gainer.is_approximate)
    gained = language("trending-gained", gained=signed, days=str(days))
    pace = language("trending-usual", pace=language.decimal(trend.pace))
    if entry.stars is None:
        return [gained, pace]
    count = _count(entry.stars, language)
    if today - entry.stars.day > FRESH_FOR:
        day = language.day(entry.stars.day, today)
        return [gained, pace, language("trending-counted", stars=count, day=day)]
    return [gained, pace, language("trending-now", stars=count)]


def names_of(keys: Iterable[str], terms: Mapping[str, Term], language: Language) -> str:
    """Return the names of taxonomy keys, in one line."""
    return language.join(language.name_of(terms[key]) for key in keys if key in terms)


def _count(stars: StarCount, language: Language) -> str:
    return ("≈ " if stars.is_approximate else "") + language.number(stars.count)


def _signed(gained: int, language: Language, *, is_approximate: bool) -> str:
    return ("≈ " if is_approximate else "") + language.signed(gained)
