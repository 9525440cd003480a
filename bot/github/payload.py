"""GitHub's answers read into values, every field checked: a value outside the schema is refused, never guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from bot.github.fields import (
    JSON,
    PayloadError,
    PrivateError,
    day,
    flag,
    free_text,
    full_name,
    loose,
    mapping,
    sequence,
    text,
    whole,
)

_MOST_TOPICS = 20
_WEEK_DAYS = 7
# Repositories that GitHub refuses for good, until somebody changes a setting.
_REFUSALS = ("FORBIDDEN", "INSUFFICIENT_SCOPES", "UNPROCESSABLE")
_LONGEST_REASON = 280


@dataclass(frozen=True, slots=True)
class LatestRelease:
    """The latest release that is neither draft nor pre-release."""

    tag: str
    name: str
    published: date


@dataclass(frozen=True, slots=True)
class Repository:
    """A public repository as GitHub has it now.

    ``license`` is an SPDX id, ``NOASSERTION`` for one that GitHub can't name, ``NONE`` where it finds none.
    ``head`` changes when the default branch moves: a commit, or over REST the time of the last push.
    Without ``knows_release``, as over REST, the latest release is not in the answer.
    """

    github_id: int
    node_id: str
    full_name: str
    stars: int
    forks: int
    created: date
    pushed: date | None
    license: str
    is_archived: bool = False
    description: str | None = None
    homepage: str | None = None
    language: str | None = None
    topics: tuple[str, ...] = ()
    release: LatestRelease | None = None
    knows_release: bool = True
    default_branch: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The answer to one GraphQL call, by the place of each repository in it.

    ``missing`` is what GitHub says it has not, ``refused`` what it won't give, in its own words; ``unknown`` gives a
    reason for what it didn't say anything of.
    """

    found: Mapping[int, Repository] = field(default_factory=dict[int, Repository])
    missing: frozenset[int] = frozenset()
    unknown: Mapping[int, str] = field(default_factory=dict[int, str])
    refused: Mapping[int, str] = field(default_factory=dict[int, str])
    cost: int = 0


@dataclass(frozen=True, slots=True)
class StarDay:
    """How many of today's stars were given on one day, by GitHub's own calendar."""

    day: date
    given: int


def parse_batch(document: object, places: Sequence[tuple[str | int, ...]]) -> Batch:
    """Read a GraphQL answer; ``places`` are the paths of the repositories.

    Raises:
        PayloadError: it is no GraphQL answer at all.
    """
    answer = mapping(document, "answer")
    known = loose(answer.get("data"))
    errors = sequence(answer.get("errors") or [], "errors")
    if not known and not errors:
        raise PayloadError("neither data nor errors")
    reasons = _reasons(errors)
    found: dict[int, Repository] = {}
    missing: set[int] = set()
    unknown: dict[int, str] = {}
    refused: dict[int, str] = {}
    for number, path in enumerate(places):
        node = _at(known, path)
        # An error inside a repository, or without a place, may have emptied any field: nothing of it is believed.
        reason = reasons.get(path) or reasons.get(())
        if node is not None and reason is None:
            try:
                found[number] = parse_node(node)
            except PayloadError as error:
                unknown[number] = str(error)
        elif reason is None:
            unknown[number] = "no answer"
        elif node is None and reason.kind == "NOT_FOUND" and path in reasons:
            missing.add(number)
        elif reason.kind in _REFUSALS:
            refused[number] = str(reason)
        else:
            unknown[number] = str(reason)
    return Batch(found, frozenset(missing), unknown, refused, _cost(known))


def parse_node(node: object) -> Repository:
    """Read a repository out of a GraphQL answer.

    Raises:
        PayloadError: a field is missing or of another kind, or the repository is private.
    """
    facts = mapping(node, "repository")
    if facts.get("isPrivate") is not False:
        raise PrivateError
    language = facts.get("primaryLanguage")
    license_info = facts.get("licenseInfo")
    branch = facts.get("defaultBranchRef")
    target = mapping(branch, "defaultBranchRef").get("target") if branch else None
    topics: object = mapping(facts.get("repositoryTopics") or {}, "repositoryTopics").get("nodes")
    return Repository(
        github_id=whole(facts, "databaseId"),
        node_id=text(facts, "id"),
        full_name=full_name(facts, "nameWithOwner"),
        stars=whole(facts, "stargazerCount"),
        forks=whole(facts, "forkCount"),
        created=day(facts, "createdAt"),
        pushed=day(facts, "pushedAt") if facts.get("pushedAt") else None,
        license=_license(license_info, "spdxId"),
        is_archived=flag(facts, "isArchived"),
        description=free_text(facts.get("description")),
        homepage=free_text(facts.get("homepageUrl")),
        language=text(mapping(language, "primaryLanguage"), "name") if language else None,
        topics=tuple(
            text(mapping(mapping(topic, "topic").get("topic"), "topic"), "name")
            for topic in sequence(topics or [], "topics")
            if topic
        )[:_MOST_TOPICS],
        release=_release(facts.get("latestRelease")),
        default_branch=text(mapping(branch, "branch"), "name") if branch else None,
        head=text(mapping(target, "target"), "oid") if target else None,
    )


def parse_rest(document: object) -> Repository:
    """Read the answer to ``GET /repos/{owner}/{repo}``.

    Raises:
        PayloadError: a field is missing or of another kind, or the repository is private.
    """
    facts = mapping(document, "repository")
    if facts.get("private") is not False:
        raise PrivateError
    pushed = facts.get("pushed_at")
    return Repository(
        github_id=whole(facts, "id"),
        node_id=text(facts, "node_id"),
        full_name=full_name(facts, "full_name"),
        stars=whole(facts, "stargazers_count"),
        forks=whole(facts, "forks_count"),
        created=day(facts, "created_at"),
        pushed=day(facts, "pushed_at") if pushed else None,
        license=_license(facts.get("license"), "spdx_id"),
        is_archived=flag(facts, "archived"),
        description=free_text(facts.get("description")),
        homepage=free_text(facts.get("homepage")),
        language=free_text(facts.get("language")),
        topics=tuple(
            topic
            for topic in sequence(facts.get("topics") or [], "topics")
            if isinstance(topic, str)
        )[:_MOST_TOPICS],
        knows_release=False,
        default_branch=text(facts, "default_branch"),
        head=f"pushed {pushed}" if isinstance(pushed, str) else None,
    )


def parse_history(document: object) -> list[StarDay]:
    """Read a page of ``GET /repos/{owner}/{repo}/stargazers/history``: the newest day first.

    Raises:
        PayloadError: it isn't a list of weeks of seven days.
    """
    days: list[StarDay] = []
    for item in sequence(document, "weeks"):
        week = mapping(item, "week")
        start = whole(week, "week")
        given = sequence(week.get("days"), "days")
        if len(given) != _WEEK_DAYS or start > 4_102_444_800:  # noqa: PLR2004  # the year 2100
            raise PayloadError("days are not seven")
        for number in range(_WEEK_DAYS - 1, -1, -1):
            # UTC in GitHub's own words is "not guaranteed"; a day off moves a star by a day.
            moment = date.fromordinal(date(1970, 1, 1).toordinal() + start // 86_400 + number)
            days.append(StarDay(moment, whole({"days": given[number]}, "days")))
    return days


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why GitHub left something out: its kind, and its own words."""

    kind: str
    message: str | None

    def __str__(self) -> str:
        if not self.message:
            return self.kind
        return f"{self.message[:_LONGEST_REASON]} ({self.kind})" if self.kind else self.message


def _reasons(errors: Sequence[Any]) -> dict[tuple[str | int, ...], _Reason]:
    reasons: dict[tuple[str | int, ...], _Reason] = {}
    for item in errors:
        error = mapping(item, "error")
        path = tuple(cast("list[str | int]", error.get("path") or []))
        kind = error.get("type") or error.get("code") or loose(error.get("extensions")).get("code")
        message = free_text(error.get("message"))
        place = path[:2] if path[:1] == ("nodes",) else path[:1]
        reasons[place] = _Reason(str(kind or ("" if message else "error")), message)
    return reasons


def _at(data: JSON, path: tuple[str | int, ...]) -> object:
    found: object = data
    for step in path:
        if isinstance(step, str):
            found = loose(found).get(step)
        else:
            items = cast("list[object]", found) if isinstance(found, list) else []
            found = items[step] if step < len(items) else None
    return found


def _cost(data: JSON) -> int:
    cost = loose(data.get("rateLimit")).get("cost")
    return cost if isinstance(cost, int) else 0


def _release(node: object) -> LatestRelease | None:
    if node is None:
        return None
    facts = mapping(node, "latestRelease")
    if not facts.get("publishedAt"):
        return None
    tag = text(facts, "tagName")
    return LatestRelease(tag, free_text(facts.get("name")) or tag, day(facts, "publishedAt"))


def _license(node: object, key: str) -> str:
    if node is None:
        return "NONE"
    spdx = mapping(node, "license").get(key)
    return spdx if isinstance(spdx, str) and spdx else "NOASSERTION"
