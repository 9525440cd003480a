"""What a person reads in an answer."""

import re
from collections.abc import Mapping
from typing import Any

from tests.limits import walk


def texts(result: Any) -> str:
    """Return all text of an answer's message, links and labels as written."""
    message = getattr(result, "response", None) or result
    return "\n".join(str(c["content"]) for c in walk(message.components) if c.get("type") == 10)


def followup_text(result: Any) -> str:
    return "\n".join(texts(message) for message in result.followups)


def controls(message: Any) -> list[Mapping[str, Any]]:
    """Return the buttons and menus of a message."""
    return [
        component for component in walk(message.components) if component.get("type") in (2, 3, 6, 8)
    ]


def control_id(message: Any, action: str) -> str:
    """Return the custom_id of the message's control for ``action``."""
    found = [
        c["custom_id"]
        for c in controls(message)
        if str(c.get("custom_id", "")).startswith(f"mz:{action}:")
    ]
    assert found, f"no {action} among {[c.get('custom_id') for c in controls(message)]}"
    return found[0]


def options(message: Any, action: str) -> list[Mapping[str, Any]]:
    """Return the options of the menu for ``action``."""
    wanted = control_id(message, action)
    return next(list(c["options"]) for c in controls(message) if c.get("custom_id") == wanted)


def tab_id(message: Any, tab: str) -> str:
    """Return the custom_id of the button that opens a side of an entry."""
    return next(
        str(c["custom_id"])
        for c in controls(message)
        if re.fullmatch(rf"mz:tab:[^:]*:\d+:{tab}", str(c.get("custom_id", "")))
    )
