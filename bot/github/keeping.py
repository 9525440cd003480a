"""Fetched and kept: a README, a star history; and the surroundings of a refresh."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from bot.github.client import GitHubClient
from bot.github.fetch import fetch_history, fetch_readme
from bot.github.results import Phase, Target
from bot.github.store import RefreshStore


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The surroundings of a run: GitHub, the catalogue, a clock, and a listener for its progress."""

    client: GitHubClient
    store: RefreshStore
    now: Callable[[], datetime]
    wait: Callable[[datetime], Awaitable[object]]
    pause: Callable[[float], Awaitable[object]]
    advance: Callable[[Phase, int, int], None]
    index: Callable[[], Awaitable[object]]
    arrived: Callable[[int], Awaitable[object]]


async def keep_readme(around: Surroundings, target: Target, *, is_urgent: bool) -> None:
    """Fetch a README and keep it.

    Raises:
        GitHubError: no answer can be used.
    """
    answer = await fetch_readme(around.client, target, is_urgent=is_urgent)
    now = around.now()
    if answer.status == HTTPStatus.NOT_MODIFIED:
        await around.store.confirm_readme(target)
    elif answer.status == HTTPStatus.OK:
        await around.store.store_readme(target, answer.body, answer.etag, now, is_cut=answer.is_cut)
        await around.arrived(target.id)
    else:
        await around.store.store_readme(target, None, None, now)


async def keep_history(around: Surroundings, target: Target, *, is_urgent: bool) -> None:
    """Fetch the stars of the last year by day and keep them.

    Raises:
        GitHubError: no answer can be used.
    """
    days = await fetch_history(around.client, target, is_urgent=is_urgent)
    await around.store.store_history(target.id, days, around.now())
