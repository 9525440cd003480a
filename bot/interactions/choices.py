"""Autocomplete of the commands' options; `bot.interactions.typed` reads the typed text."""

import asyncio
from collections.abc import Iterable, Mapping
from operator import itemgetter

from discord import app_commands

from bot.catalog.entry import Entry, LicenseKind
from bot.catalog.taxonomy import Taxonomy, Term
from bot.catalog.trends import rank_trends
from bot.i18n import Language
from bot.interactions.typed import keys_of
from bot.interactions.user_error import OptionError
from bot.newsletter import timezones
from bot.open_catalogue import OpenCatalogue
from bot.search import tokens
from bot.ui.facts import names_of
from bot.ui.text import CHOICE_LIMIT, code, cut

MOST_CHOICES = 25
_FIRST_CHOICES = 6
_MOST_RISING = 3
_RISING_DAYS = 30
_ASKED_TASKS = (
    *("text-generation", "text-to-image", "text-to-speech"),
    *("object-detection", "speech-recognition", "text-to-video"),
)


def term_choices(
    typed: str, terms: Mapping[str, Term], language: Language
) -> list[app_commands.Choice[str]]:
    """Return the terms whose name or synonym begins with, or holds, the typed text."""
    wanted = tokens.name_key(typed)
    places = [(term, _place(wanted, term)) for term in terms.values()]
    found = sorted(
        ((term, place) for term, place in places if place is not None), key=itemgetter(1)
    )
    return [
        app_commands.Choice(name=cut(language.name_of(term), CHOICE_LIMIT), value=term.key)
        for term, _ in found[:MOST_CHOICES]
    ]


def _place(wanted: str, term: Term) -> int | None:
    """Return 0 when a name begins so, 1 when one holds it, None otherwise."""
    if any(key.startswith(wanted) for key in keys_of(term)):
        return 0
    return 1 if any(wanted in key for key in keys_of(term)) else None


def license_choices(
    typed: str, licenses: Iterable[tuple[str, int]], language: Language
) -> list[app_commands.Choice[str]]:
    """Return the kinds of licence, then the licences in use."""
    offered = [(language(f"license-{kind}"), kind.value) for kind in LicenseKind]
    offered += [(f"{name} ({count})", name) for name, count in licenses]
    wanted = typed.casefold().strip()
    return [
        app_commands.Choice(name=cut(name, CHOICE_LIMIT), value=value[:CHOICE_LIMIT])
        for name, value in offered
        if wanted in name.casefold() or wanted in value.casefold()
    ][:MOST_CHOICES]


def language_choices(
    typed: str, languages: Iterable[tuple[str, int]]
) -> list[app_commands.Choice[str]]:
    """Return the programming languages in use that hold the typed text."""
    wanted = typed.casefold().strip()
    return [
        app_commands.Choice(name=cut(f"{name} ({count})", CHOICE_LIMIT), value=name[:CHOICE_LIMIT])
        for name, count in languages
        if wanted in name.casefold()
    ][:MOST_CHOICES]


async def entry_choices(
    typed: str, services: OpenCatalogue, language: Language, limit: int = MOST_CHOICES
) -> list[app_commands.Choice[str]]:
    """Return the entries that autocomplete offers for typed text."""
    entries = await services.search.complete(typed, limit=min(limit, MOST_CHOICES))
    return [entry_choice(entry, language, services.taxonomy) for entry in entries]


async def first_choices(
    services: OpenCatalogue, language: Language
) -> list[app_commands.Choice[str]]:
    """Return what an empty box offers: the entries that gain the most, then tasks, six in all."""
    today = services.today()
    gainers = await services.catalog.gainers(_RISING_DAYS, today, None, None)
    trends = await asyncio.to_thread(rank_trends, gainers, today, is_relative=False)
    rising = [trend.gainer.entry_id for trend in trends[:_MOST_RISING]]
    found = {entry.id: entry for entry in await services.catalog.get_many(rising)}
    offered = [
        entry_choice(found[key], language, services.taxonomy) for key in rising if key in found
    ]
    tasks = [services.taxonomy.tasks[key] for key in _ASKED_TASKS if key in services.taxonomy.tasks]
    offered += [
        app_commands.Choice(name=cut(name, CHOICE_LIMIT), value=name[:CHOICE_LIMIT])
        for name in map(language.name_of, tasks)
    ]
    return offered[:_FIRST_CHOICES]


def entry_choice(entry: Entry, language: Language, taxonomy: Taxonomy) -> app_commands.Choice[str]:
    """Return an entry as autocomplete offers it: title, name, frameworks, stars."""
    frameworks = names_of(entry.frameworks[:2], taxonomy.frameworks, language)
    stars = f"{language.number(entry.stars.count)} ★" if entry.stars else ""
    tail = "".join(f" · {part}" for part in (frameworks, stars) if part)
    head = f"{entry.title} · {entry.full_name}"
    if len(head) + len(tail) > CHOICE_LIMIT:
        head = entry.full_name
    return app_commands.Choice(
        name=cut(head, CHOICE_LIMIT - len(tail)) + tail, value=entry.full_name[:CHOICE_LIMIT]
    )


def zone_choices(typed: str) -> list[app_commands.Choice[str]]:
    """Return the time zones that typed text may mean, those that begin with it, and those that hold it."""
    return [
        app_commands.Choice(name=_zone_name(zone), value=zone)
        for zone in timezones.suggestions(typed)[:MOST_CHOICES]
    ]


def _zone_name(zone: str) -> str:
    name = timezones.zone_label(zone)
    return zone if name == zone else f"{name} ({zone})"


def read_zone(typed: str | None) -> str | None:
    """Return the time zone that was chosen or typed: by its name, a city, a country or an offset.

    Raises:
        OptionError: there is none of that name, or more than one.
    """
    if not typed or not typed.strip():
        return None
    found = timezones.matches(typed)
    if len(found) == 1:
        return found[0]
    raise OptionError(
        "timezone",
        "error-newsletter-timezones" if found else "error-newsletter-timezone",
        [(_zone_name(zone), zone) for zone in timezones.near(typed)[:MOST_CHOICES]],
        typed=code(typed, 40),
    )
