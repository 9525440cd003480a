"""Labels of a chart: places where they don't collide, and names short enough for them."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places at least ``gap`` apart, as near to the wanted ones as a pass up and one down come."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places: list[float] = []
    for index in order:
        floor = places[-1] + gap if places else low
        places.append(max(wanted[index], floor))
    ceiling = high
    for rank in reversed(range(len(places))):
        places[rank] = min(places[rank], ceiling)
        ceiling = places[rank] - gap
    found = [0.0] * len(wanted)
    for place, index in zip(places, order, strict=True):
        found[index] = place
    return found


def short_names(names: Sequence[str]) -> list[str]:
    """Return repositories' names without owner where that is unambiguous."""
    parts = [name.partition("/")[2] or name for name in names]
    folded = [part.casefold() for part in parts]
    return [
        name if folded.count(part.casefold()) > 1 else part
        for name, part in zip(names, parts, strict=True)
    ]


def cut_middle(text: str, limit: int) -> str:
    """Return printable ASCII of at most ``limit`` characters; the beginning and end of a name distinguish it best."""
    text = "".join(letter if " " <= letter <= "~" else "?" for letter in text)
    if len(text) <= limit:
        return text
    tail = (limit - 1) // 3
    return f"{text[: limit - 1 - tail]}…{text[len(text) - tail :]}"
