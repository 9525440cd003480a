"""The first draft of an entry, from what GitHub says of its repository."""

from typing import Any

from bot.catalog.facts import SUMMARY_LIMIT
from bot.catalog.taxonomy import Taxonomy
from bot.characters import clean
from bot.github.payload import Repository
from bot.submissions.submission import MOST_TERMS


def first_draft(repository: Repository, taxonomy: Taxonomy) -> dict[str, Any]:
    """Return the facts of an entry as far as GitHub's say them; a topic counts where it is a term's own name."""
    topics = {topic.casefold() for topic in repository.topics}
    tasks = [key for key in taxonomy.tasks if key in topics][:MOST_TERMS]
    categories = [key for key in taxonomy.categories if key in topics]
    for key in tasks:
        categories += taxonomy.tasks[key].implies
    frameworks = [key for key in taxonomy.frameworks if key in topics]
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in repository.description or "")
    summary = clean(repository.description or "", SUMMARY_LIMIT, form="NFC")[:SUMMARY_LIMIT]
    facts: dict[str, Any] = {
        "title": repository.full_name.partition("/")[2],
        "summary_en": "" if is_chinese else summary,
        "summary_zh": summary if is_chinese else "",
        "categories": list(dict.fromkeys(categories))[:MOST_TERMS],
        "frameworks": frameworks[:MOST_TERMS],
        "tasks": tasks,
        "github_id": repository.github_id,
        "license": repository.license,
        "created": repository.created.isoformat(),
    }
    if repository.language:
        facts["language"] = repository.language
    return facts
