"""GitHub's answers read into values, every field checked: what isn't as the schema says is refused, never guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

_FULL_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})/[A-Za-z0-9._-]{1,100}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_MOST_TOPICS = 20
_LONGEST_TEXT = 500
_WEEK_DAYS = 7
_LAST_DAY = date(2100, 1, 1)

JSON = Mapping[str, Any]


class PayloadError(Exception):
    """An answer is not as GitHub's schema says; the message names the place."""


@dataclass(frozen=True, slots=True)
class Release:
    """The latest release that is neither draft nor pre-release."""

    tag: str
    name: str
    published: date


@dataclass(frozen=True, slots=True)
class Repository:
    """A public repository as GitHub has it now.

    ``license`` is an SPDX id, ``NOASSERTION`` for one that GitHub can't name, ``NONE`` where it finds none.
    ``head`` tells whether the default branch moved: a commit, or over REST the time of the last push.
    Over REST the latest release is not told; ``tells_release`` says so.
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
    release: Release | None = None
    tells_release: bool = True
    default_branch: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The answer to one GraphQL call, by the place of each repository in it.

    ``missing`` is what GitHub says it has not; ``unknown`` gives a reason for what it didn't say anything of.
    """

    found: Mapping[int, Repository] = field(default_factory=dict[int, Repository])
    missing: frozenset[int] = frozenset()
    unknown: Mapping[int, str] = field(default_factory=dict[int, str])
    cost: int = 0


@dataclass(frozen=True, slots=True)
class StarDay:
    """How many of today's stars were given on one day, by GitHub's own calendar."""

    day: date
    given: int


def parse_batch(document: object, places: Sequence[tuple[str | int, ...]]) -> Batch:
    """Read a GraphQL answer; ``places`` are the paths at which the repositories stand.

    Raises:
        PayloadError: it is no GraphQL answer at all.
    """
    answer = _mapping(document, "answer")
    known = _loose(answer.get("data"))
    errors = _sequence(answer.get("errors") or [], "errors")
    if not known and not errors:
        raise PayloadError("neither data nor errors")
    reasons = _reasons(errors)
    found: dict[int, Repository] = {}
    missing: set[int] = set()
    unknown: dict[int, str] = {}
    for number, path in enumerate(places):
        node = _at(known, path)
        # An error inside a repository, or without a place, may have emptied any field: nothing of it is believed.
        reason = reasons.get(path) or reasons.get(())
        if node is not None and reason is None:
            try:
                found[number] = parse_node(node)
            except PayloadError as error:
                unknown[number] = str(error)
        elif node is None and reason == "NOT_FOUND" and path in reasons:
            missing.add(number)
        else:
            unknown[number] = reason or "no answer"
    return Batch(found, frozenset(missing), unknown, _cost(known))


def is_rate_limited(document: object) -> bool:
    """Tell whether a GraphQL answer says that the hour's points are used up."""
    errors: object = _loose(document).get("errors")
    return (
        isinstance(errors, list) and "RATE_LIMITED" in _reasons(cast("list[Any]", errors)).values()
    )


def parse_node(node: object) -> Repository:
    """Read a repository out of a GraphQL answer.

    Raises:
        PayloadError: a field is missing or of another kind, or the repository is private.
    """
    facts = _mapping(node, "repository")
    if facts.get("isPrivate") is not False:
        raise PayloadError("a private repository")
    language = facts.get("primaryLanguage")
    license_info = facts.get("licenseInfo")
    branch = facts.get("defaultBranchRef")
    target = _mapping(branch, "defaultBranchRef").get("target") if branch else None
    topics: object = _mapping(facts.get("repositoryTopics") or {}, "repositoryTopics").get("nodes")
    return Repository(
        github_id=_whole(facts, "databaseId"),
        node_id=_text(facts, "id"),
        full_name=_full_name(facts, "nameWithOwner"),
        stars=_whole(facts, "stargazerCount"),
        forks=_whole(facts, "forkCount"),
        created=_day(facts, "createdAt"),
        pushed=_day(facts, "pushedAt") if facts.get("pushedAt") else None,
        license=_license(license_info, "spdxId"),
        is_archived=_flag(facts, "isArchived"),
        description=_free_text(facts.get("description")),
        homepage=_free_text(facts.get("homepageUrl")),
        language=_text(_mapping(language, "primaryLanguage"), "name") if language else None,
        topics=tuple(
            _text(_mapping(_mapping(topic, "topic").get("topic"), "topic"), "name")
            for topic in _sequence(topics or [], "topics")
            if topic
        )[:_MOST_TOPICS],
        release=_release(facts.get("latestRelease")),
        default_branch=_text(_mapping(branch, "branch"), "name") if branch else None,
        head=_text(_mapping(target, "target"), "oid") if target else None,
    )


def parse_rest(document: object) -> Repository:
    """Read the answer to ``GET /repos/{owner}/{repo}``.

    Raises:
        PayloadError: a field is missing or of another kind, or the repository is private.
    """
    facts = _mapping(document, "repository")
    if facts.get("private") is not False:
        raise PayloadError("a private repository")
    pushed = facts.get("pushed_at")
    return Repository(
        github_id=_whole(facts, "id"),
        node_id=_text(facts, "node_id"),
        full_name=_full_name(facts, "full_name"),
        stars=_whole(facts, "stargazers_count"),
        forks=_whole(facts, "forks_count"),
        created=_day(facts, "created_at"),
        pushed=_day(facts, "pushed_at") if pushed else None,
        license=_license(facts.get("license"), "spdx_id"),
        is_archived=_flag(facts, "archived"),
        description=_free_text(facts.get("description")),
        homepage=_free_text(facts.get("homepage")),
        language=_free_text(facts.get("language")),
        topics=tuple(
            topic
            for topic in _sequence(facts.get("topics") or [], "topics")
            if isinstance(topic, str)
        )[:_MOST_TOPICS],
        tells_release=False,
        default_branch=_text(facts, "default_branch"),
        head=f"pushed {pushed}" if isinstance(pushed, str) else None,
    )


def parse_history(document: object) -> list[StarDay]:
    """Read a page of ``GET /repos/{owner}/{repo}/stargazers/history``: the newest day first.

    Raises:
        PayloadError: it isn't a list of weeks of seven days.
    """
    days: list[StarDay] = []
    for item in _sequence(document, "weeks"):
        week = _mapping(item, "week")
        start = _whole(week, "week")
        given = _sequence(week.get("days"), "days")
        if len(given) != _WEEK_DAYS or start > 4_102_444_800:  # noqa: PLR2004  # the year 2100
            raise PayloadError("days are not seven")
        for number in range(_WEEK_DAYS - 1, -1, -1):
            # UTC in GitHub's own words is "not guaranteed"; a day off moves a star by a day.
            day = date.fromordinal(date(1970, 1, 1).toordinal() + start // 86_400 + number)
            days.append(StarDay(day, _whole({"days": given[number]}, "days")))
    return days


def _reasons(errors: Sequence[Any]) -> dict[tuple[str | int, ...], str]:
    reasons: dict[tuple[str | int, ...], str] = {}
    for item in errors:
        error = _mapping(item, "error")
        path = tuple(cast("list[str | int]", error.get("path") or []))
        reasons[path[:2] if path[:1] == ("nodes",) else path[:1]] = str(
            error.get("type") or error.get("message") or "error"
        )
    return reasons


def _at(data: JSON, path: tuple[str | int, ...]) -> object:
    found: object = data
    for step in path:
        if isinstance(step, str):
            found = _loose(found).get(step)
        else:
            items = cast("list[object]", found) if isinstance(found, list) else []
            found = items[step] if step < len(items) else None
    return found


def _cost(data: JSON) -> int:
    cost = _loose(data.get("rateLimit")).get("cost")
    return cost if isinstance(cost, int) else 0


def _release(node: object) -> Release | None:
    if node is None:
        return None
    facts = _mapping(node, "latestRelease")
    if not facts.get("publishedAt"):
        return None
    tag = _text(facts, "tagName")
    return Release(tag, _free_text(facts.get("name")) or tag, _day(facts, "publishedAt"))


def _license(node: object, key: str) -> str:
    if node is None:
        return "NONE"
    spdx = _mapping(node, "license").get(key)
    return spdx if isinstance(spdx, str) and spdx else "NOASSERTION"


def _mapping(value: object, name: str) -> JSON:
    if not isinstance(value, Mapping):
        raise PayloadError(f"{name} is no object")
    return cast("JSON", value)


def _loose(value: object) -> JSON:
    """Return a mapping as one, and an empty one for anything else."""
    return cast("JSON", value) if isinstance(value, Mapping) else {}


def _sequence(value: object, name: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise PayloadError(f"{name} is no list")
    return cast("list[Any]", value)


def _text(facts: JSON, key: str) -> str:
    value = facts.get(key)
    if not isinstance(value, str) or not value:
        raise PayloadError(f"{key} is no text")
    return value[:_LONGEST_TEXT]


def _free_text(value: object) -> str | None:
    """Return what people wrote, in one line and not too long; None when it says nothing."""
    if not isinstance(value, str):
        return None
    return _CONTROL.sub(" ", value).strip()[:_LONGEST_TEXT] or None


def _full_name(facts: JSON, key: str) -> str:
    name = _text(facts, key)
    if not _FULL_NAME.fullmatch(name) or name.partition("/")[2] in (".", ".."):
        raise PayloadError(f"{key} is no owner/name")
    return name


def _whole(facts: JSON, key: str) -> int:
    value = facts.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise PayloadError(f"{key} is no whole number")
    return value


def _flag(facts: JSON, key: str) -> bool:
    value = facts.get(key)
    if not isinstance(value, bool):
        raise PayloadError(f"{key} is neither true nor false")
    return value


def _day(facts: JSON, key: str) -> date:
    try:
        day = datetime.fromisoformat(_text(facts, key)).date()
    except ValueError as error:
        raise PayloadError(f"{key} is no time") from error
    if day > _LAST_DAY:
        raise PayloadError(f"{key} is no time")
    return day
