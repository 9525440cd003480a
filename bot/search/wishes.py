"""What a query prefers without demanding it, as units that lift documents."""

from bot.search import tokens
from bot.search.index import SMALL_TAG, tag
from bot.search.intents import SMALL
from bot.search.interpretation import Reading, Unit
from bot.search.query import SearchQuery

_YEAR_QUALITY = (1.0, 0.6, 0.3)
_WEIGHT = 1.0


def wishes_of(query: SearchQuery) -> list[Unit]:
    """Return what lifts documents: the preferred year and those before it, the words for small."""
    units: list[Unit] = []
    if year := query.preferred_year:
        readings = tuple(
            Reading((tag("year", str(year - place)),), quality, is_tag=True)
            for place, quality in enumerate(_YEAR_QUALITY)
        )
        units.append(Unit(str(year), _WEIGHT, readings))
    if query.prefers_small:
        words = [form for word in SMALL for form in (tokens.fold(word), tokens.stem(word))]
        readings = [Reading((word,), 1.0) for word in tokens.unique(words)]
        readings.append(Reading((SMALL_TAG,), 1.0, is_tag=True))
        units.append(Unit("small", _WEIGHT, tuple(readings)))
    return units
