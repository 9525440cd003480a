"""Messages, numbers and dates in the reader's language."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, Protocol, cast

from babel import Locale as BabelLocale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource

from bot.runtime.files import read_shipped

_WHOLE_FROM = 10


class Locale(StrEnum):
    """The languages the bot speaks, by Discord's names."""

    ENGLISH = "en-US"
    CHINESE = "zh-CN"


def locale_for(discord_locale: str) -> Locale:
    """Return the language to answer in; Traditional Chinese readers get Simplified, others English."""
    return Locale.CHINESE if discord_locale.lower().startswith("zh") else Locale.ENGLISH


@lru_cache(maxsize=4096)
def _whole_number(value: int, locale: BabelLocale) -> str:
    # Menus show the same counts again and again, and Babel takes as long as the rest of an option.
    return format_decimal(value, locale=locale)


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the months' numbers by their names in every language, whole and abbreviated, in small letters."""
    return {
        name.rstrip(".").casefold(): number
        for locale in Locale
        for width in ("wide", "abbreviated")
        for number, name in _month_names(locale, width).items()
    }


def _month_names(locale: Locale, width: Literal["wide", "abbreviated"]) -> Mapping[int, str]:
    names: object = get_month_names(width, locale=BabelLocale.parse(locale.value, sep="-"))
    return cast("Mapping[int, str]", names)


class Summarized(Protocol):
    """A value with a summary in each language."""

    @property
    def summary_en(self) -> str:
        """Return the English line."""
        ...

    @property
    def summary_zh(self) -> str:
        """Return the Chinese line."""
        ...


class Named(Protocol):
    """A value with a name in each language."""

    @property
    def name_en(self) -> str:
        """Return the English name."""
        ...

    @property
    def name_zh(self) -> str:
        """Return the Chinese name."""
        ...


class Language:
    """One language's messages. Call it with a message's name: ``language("help-title")``."""

    def __init__(self, locale: Locale, source: str) -> None:
        self.locale = locale
        # Parsed once: by name, Babel resolves zh_CN again with every number.
        self._babel = BabelLocale.parse(locale.value, sep="-")
        self._bundle = FluentBundle([locale.value], use_isolating=False)
        self._bundle.add_resource(FluentResource(source))

    def __call__(self, name: str, /, **values: str | int) -> str:
        """Return a message with its values filled in.

        Raises:
            LookupError: there is no such message, or it wants a value that wasn't given.
        """
        message = self._bundle.get_message(name)
        if message.value is None:
            raise LookupError(name)
        # Numbers arrive formatted unless the message chooses a plural by them.
        text, errors = self._bundle.format_pattern(message.value, values)
        if errors:
            raise LookupError(f"{name}: {errors[0]}")
        return str(text)

    def has(self, name: str) -> bool:
        """Return whether there is such a message."""
        return self._bundle.has_message(name)

    def number(self, value: int) -> str:
        """Return a whole number with its separators."""
        return _whole_number(value, self._babel)

    def decimal(self, value: float) -> str:
        """Return a number with one digit after the point, or none from ten on."""
        digits = 1 if value < _WHOLE_FROM else 0
        return format_decimal(round(value, digits), format="#,##0.#", locale=self._babel)

    def percent(self, value: float) -> str:
        """Return a number of percent with up to two digits after the point."""
        return format_decimal(value, format="#,##0.##", locale=self._babel) + self("percent")

    def signed(self, value: int) -> str:
        """Return a whole number with a plus or a minus sign."""
        return ("+" if value >= 0 else "−") + self.number(abs(value))

    def day(self, value: date, today: date) -> str:
        """Return a day, with its year when that is not today's."""
        if self.locale is Locale.CHINESE:
            pattern = "M月d日" if value.year == today.year else "y年M月d日"
        else:
            pattern = "d MMM" if value.year == today.year else "d MMM y"
        return format_date(value, pattern, locale=self._babel)

    def month(self, value: date, *, is_whole: bool = False) -> str:
        """Return a month and its year, the month's name in full where there is room."""
        letters = "MMMM" if is_whole else "MMM"
        pattern = "y年M月" if self.locale is Locale.CHINESE else f"{letters} y"
        return format_date(value, pattern, locale=self._babel)

    def join(self, texts: Iterable[str]) -> str:
        """Return texts as one list, with this language's comma."""
        return ("、" if self.locale is Locale.CHINESE else ", ").join(texts)

    def name_of(self, term: Named) -> str:
        """Return a category's, framework's or task's name."""
        return term.name_zh if self.locale is Locale.CHINESE else term.name_en

    def names_of(self, terms: Iterable[Named]) -> list[str]:
        """Return the names of categories, frameworks or tasks."""
        return [self.name_of(term) for term in terms]

    def summary_of(self, model: Summarized) -> str:
        """Return a model's summary, in one line; in the other language where this one lacks it."""
        own = model.summary_zh if self.locale is Locale.CHINESE else model.summary_en
        return own or model.summary_zh or model.summary_en


Languages = Mapping[Locale, Language]


def load_languages(folder: Path, locales: Iterable[Locale] = tuple(Locale)) -> Languages:
    """Read the messages of some languages from ``folder``.

    Raises:
        FileError: a language's file can't be read.
    """
    return {
        locale: Language(locale, read_shipped(folder / f"{locale.value}.ftl")) for locale in locales
    }
