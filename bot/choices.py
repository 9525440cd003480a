"""What the commands' options offer while somebody types, and what typed text means."""

from collections.abc import Iterable, Mapping
from functools import cache
from operator import itemgetter

from discord import app_commands

from bot.answers import OptionError, UserError
from bot.catalog.entry import Entry, LicenseKind, Sign
from bot.catalog.taxonomy import Taxonomy, Term, TermKind
from bot.i18n import Language
from bot.newsletter import timezones
from bot.search import tokens
from bot.search.query import SearchQuery, Sort, find_doors, searchable_text
from bot.services import Services
from bot.ui.entries import names_of
from bot.ui.text import CHOICE_LIMIT, code, cut

MOST_CHOICES = 25


def term_choices(
    typed: str, terms: Mapping[str, Term], language: Language
) -> list[app_commands.Choice[str]]:
    """Return the terms whose name or synonym begins like, or holds, what was typed."""
    wanted = tokens.name_key(typed)
    places = [(term, _place(wanted, term)) for term in terms.values()]
    found = sorted(
        ((term, place) for term, place in places if place is not None), key=itemgetter(1)
    )
    return [
        app_commands.Choice(name=cut(language.name_of(term), CHOICE_LIMIT), value=term.key)
        for term, _ in found[:MOST_CHOICES]
    ]


@cache
def _keys(term: Term) -> tuple[str, ...]:
    return tuple(
        tokens.name_key(word) for word in (term.name_en, term.name_zh, term.key, *term.words)
    )


def _place(wanted: str, term: Term) -> int | None:
    """Return 0 when a name begins so, 1 when one holds it, None otherwise."""
    if any(key.startswith(wanted) for key in _keys(term)):
        return 0
    return 1 if any(wanted in key for key in _keys(term)) else None


def read_term(typed: str | None, kind: TermKind, taxonomy: Taxonomy) -> str | None:
    """Return the key of the term that was chosen or typed out, in any of its names.

    Raises:
        OptionError: there is no such term.
    """
    if not typed or not typed.strip():
        return None
    terms = taxonomy.of(kind)
    if typed in terms:
        return typed
    wanted = tokens.name_key(typed)
    for key, term in terms.items():
        if wanted in _keys(term):
            return key
    raise OptionError(kind.value, f"error-{kind}", typed=code(typed, 40))


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


def read_license(typed: str | None, licenses: Iterable[tuple[str, int]]) -> str | None:
    """Return the licence or kind of licence that was chosen or typed.

    Raises:
        OptionError: no entry has such a licence.
    """
    if not typed or not typed.strip():
        return None
    known = {name.casefold(): name for name, _ in licenses} | {
        kind.value: kind.value for kind in LicenseKind
    }
    found = known.get(typed.strip().casefold())
    if found is None:
        raise OptionError("license", "error-license", typed=code(typed, 40))
    return found


def read_health(typed: str | None) -> str | None:
    """Return the health that was chosen.

    Raises:
        OptionError: there is no such health.
    """
    if typed and typed not in set(Sign):
        raise OptionError("health", "error-health", typed=code(typed, 40))
    return typed or None


def read_sort(chosen: str) -> Sort:
    """Return the order that was chosen.

    Raises:
        OptionError: there is no such order.
    """
    if chosen not in set(Sort):
        raise OptionError("sort", "error-sort", typed=code(chosen, 40))
    return Sort(chosen)


async def find_entry(text: str, services: Services) -> Entry | None:
    """Return the one entry that a text names: by ``owner/name``, an old name, a GitHub address, or a whole name."""
    entry = await services.catalog.find(text.strip())
    if entry is not None or not tokens.runs(tokens.clean(text)):
        return entry
    found = await services.search.search(SearchQuery(text=tokens.clean(text)), limit=MOST_CHOICES)
    hits = [hit.entry for hit in found.hits if not hit.is_relative]
    key = tokens.name_key(searchable_text(text))
    named = [
        entry
        for entry in hits
        if key in (tokens.name_key(entry.title), tokens.name_key(entry.name))
    ]
    if len(hits) == 1 or find_doors(text).full_name:
        return hits[0] if hits else None
    return named[0] if len(named) == 1 else None


async def need_entry(text: str, services: Services) -> Entry:
    """Return the one entry that a text names.

    Raises:
        UserError: there is none, or more than one.
    """
    entry = await find_entry(text, services)
    if entry is None:
        raise UserError("error-model", typed=code(text, 60))
    return entry


async def entry_choices(
    typed: str, services: Services, language: Language, limit: int = MOST_CHOICES
) -> list[app_commands.Choice[str]]:
    """Return the entries that autocomplete offers for what was typed."""
    entries = await services.search.complete(typed, limit=min(limit, MOST_CHOICES))
    return [entry_choice(entry, language, services.taxonomy) for entry in entries]


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
    """Return the time zones that what was typed may mean, those that begin so, and those that hold it."""
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
