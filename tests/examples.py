"""How many examples a property is tried with."""

from typing import Any

from hypothesis import settings

_IN_A_LONG_RUN = 150


def examples(most: int, **others: Any) -> settings:
    """Return settings by which a long run tries ``most`` examples, and any other as much less as its profile says."""
    share = min(1.0, settings().max_examples / _IN_A_LONG_RUN)
    return settings(max_examples=max(4, round(most * share)), **others)
