"""Fetching: one request about entries, read into a result for each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from bot.github.answers import Answer
from bot.github.client import GitHubClient
from bot.github.errors import UnavailableError
from bot.github.fields import PayloadError
from bot.github.payload import StarDay, parse_history, parse_rest
from bot.github.results import FetchResult, Target

README_HTML = "application/vnd.github.html+json"
README_LIMIT = 512 * 1024
_HISTORY_PAGES = 2  # 60 weeks: a year, and the days by which a gain's beginning may be off
_HISTORY_WEEKS = 30  # the most that GitHub gives a page


@dataclass(frozen=True, slots=True)
class Fetched:
    """The result of a request for repositories.

    ``doubtful`` are those that GitHub says it has not, to be confirmed; ``unanswered`` those of which it said nothing
    that can be used.
    """

    result: FetchResult
    doubtful: tuple[Target, ...] = ()
    unanswered: Sequence[tuple[Target, str]] = field(default_factory=list[tuple[Target, str]])


async def fetch_repositories(
    client: GitHubClient, targets: Sequence[Target], *, is_urgent: bool = False
) -> Fetched:
    """Ask for repositories in one request, all by node id or all by name; without a token for the first alone.

    Raises:
        GitHubError: no answer can be used.
    """
    if not client.has_token:
        return Fetched(await fetch_over_rest(client, targets[0], is_urgent=is_urgent))
    if targets[0].node_id:
        node_ids = [target.node_id or "" for target in targets]
        batch = await client.nodes(node_ids, is_urgent=is_urgent)
    else:
        names = [target.full_name for target in targets]
        batch = await client.named(names, is_urgent=is_urgent)
    return Fetched(
        FetchResult(
            {targets[place].id: repository for place, repository in batch.found.items()},
            refused={targets[place].id: reason for place, reason in batch.refused.items()},
        ),
        tuple(targets[place] for place in sorted(batch.missing)),
        [(targets[place], reason) for place, reason in batch.unknown.items()],
    )


async def fetch_over_rest(
    client: GitHubClient, target: Target, *, is_urgent: bool = False
) -> FetchResult:
    """Ask for one repository by its id, which survives a new name, or by its name.

    Raises:
        GitHubError: no answer can be used.
    """
    name = target.full_name.partition("~")[0]
    path = f"/repositories/{target.github_id}" if target.github_id else f"/repos/{name}"
    answer = await client.get(path, is_urgent=is_urgent)
    if answer.status in (404, 410):
        return FetchResult(missing={target.id: "deleted or private"})
    if answer.status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS:
        return FetchResult(missing={target.id: "blocked by GitHub"})
    try:
        return FetchResult({target.id: parse_rest(answer.json())})
    except PayloadError as error:
        raise UnavailableError(f"{path}: {error}") from error


async def fetch_readme(client: GitHubClient, target: Target, *, is_urgent: bool = False) -> Answer:
    """Ask for a README as HTML, cut at 512 KB; 304 says that it is as before.

    Raises:
        GitHubError: no answer can be used.
    """
    return await client.get(
        f"/repos/{target.full_name}/readme",
        etag=target.etag,
        accept=README_HTML,
        most_bytes=README_LIMIT,
        is_urgent=is_urgent,
    )


async def fetch_history(
    client: GitHubClient, target: Target, *, is_urgent: bool = False
) -> list[StarDay]:
    """Ask for the stars given by day in the last 60 weeks; empty where GitHub has no history.

    Raises:
        GitHubError: no answer can be used.
    """
    days: list[StarDay] = []
    for page in range(1, _HISTORY_PAGES + 1):
        path = f"/repos/{target.full_name}/stargazers/history?per_page={_HISTORY_WEEKS}&page={page}"
        answer = await client.get(path, is_urgent=is_urgent)
        if answer.status != HTTPStatus.OK:
            break  # a GitHub Enterprise may not have it
        try:
            days += parse_history(answer.json())
        except PayloadError as error:
            raise UnavailableError(f"{path}: {error}") from error
        if not answer.has_next:
            break
    return days
