"""Discord's limits that discord.py and SimCord let pass, checked on every request that a test's bot makes."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

MOST_COMPONENTS = 40
MOST_CHARACTERS = 4_000
MOST_BYTES = 9_500


def problems_of(body: object) -> list[str]:
    """Return what Discord would refuse in a request's body."""
    if not isinstance(body, Mapping):
        return []
    data = cast("Mapping[str, Any]", body)
    inner = cast("Mapping[str, Any]", data.get("data") or data)
    problems = list(_components(inner.get("components") or []))
    choices = cast("list[dict[str, Any]]", inner.get("choices") or [])
    if len(choices) > 25:
        problems.append(f"{len(choices)} choices")
    problems += [
        f"choice {choice}"
        for choice in choices
        if not 1 <= len(choice["name"]) <= 100 or not 1 <= len(str(choice["value"])) <= 100
    ]
    return problems


def walk(components: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Yield every component, those inside others too."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def _components(top: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    components = list(walk(top))
    if len(components) > MOST_COMPONENTS:
        yield f"{len(components)} components"
    texts = [str(component["content"]) for component in components if component.get("type") == 10]
    if sum(map(len, texts)) > MOST_CHARACTERS:
        yield f"{sum(map(len, texts))} characters"
    if sum(len(text.encode()) for text in texts) > MOST_BYTES:
        yield f"{sum(len(text.encode()) for text in texts)} bytes"
    ids = [component["custom_id"] for component in components if component.get("custom_id")]
    if len(ids) != len(set(ids)):
        yield f"a custom_id appears twice: {ids}"
    for component in components:
        yield from _one(component)


def _one(component: Mapping[str, Any]) -> Iterable[str]:
    if len(component.get("custom_id") or "") > 100:
        yield f"custom_id {component['custom_id']}"
    if len(component.get("url") or "") > 512:
        yield "a link of more than 512 characters"
    if len(component.get("label") or "") > 80:
        yield f"label {component['label']}"
    if len(component.get("placeholder") or "") > 150:
        yield f"placeholder {component['placeholder']}"
    if component.get("type") == 10 and not component["content"].strip():
        yield "an empty text"
    options = cast("list[dict[str, Any]]", component.get("options") or [])
    if component.get("type") == 3 and not 1 <= len(options) <= 25:
        yield f"{len(options)} options"
    for option in options:
        if (
            any(not 1 <= len(option[key]) <= 100 for key in ("label", "value"))
            or len(option.get("description") or "") > 100
        ):
            yield f"option {option}"
