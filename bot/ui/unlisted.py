"""What is said of repositories and papers that are not listed."""

from dataclasses import dataclass

import discord

from bot.github.glance import Glance, GlanceStatus
from bot.i18n import Language
from bot.ui.entries import arxiv_url, license_words
from bot.ui.navigation import STATE_LIMIT, Control, button
from bot.ui.text import plain, repository_link

BEGIN = "sgbegin"
_LONGEST_DESCRIPTION = 200
_UNNAMED = "NOASSERTION"  # a licence that GitHub can't name


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What somebody named that the catalogue lacks: a repository with what GitHub says of it, or a paper's arXiv id."""

    glance: Glance | None = None
    paper: str | None = None


def unlisted_text(unlisted: Unlisted, language: Language) -> str:
    """Return the sentence on what is not listed, with its link, and GitHub's facts where it gave some."""
    if unlisted.paper:
        return paper_text(unlisted.paper, language)
    if unlisted.glance is None:
        return ""
    name = repository_link(unlisted.glance.full_name)
    sentence = language("unlisted-repository", name=f"**{name}**")
    return "\n".join((sentence, *glance_lines(unlisted.glance, language)))


def unlisted_item(
    unlisted: Unlisted, said: str, owner: int, language: Language
) -> discord.ui.Item[discord.ui.LayoutView]:
    """Return what is said of it, with the button that suggests it where it is a repository that may exist."""
    glance = unlisted.glance
    text = discord.ui.TextDisplay[discord.ui.LayoutView](said)
    if glance is None or glance.status is GlanceStatus.MISSING:
        return text
    name = glance.repository.full_name if glance.repository else glance.full_name
    if len(name) > STATE_LIMIT:
        return text  # a button can't carry it; the command takes it
    suggest = button(Control(BEGIN, owner, 0, name), language("suggest-it"), emoji="📨")
    return discord.ui.Section(text, accessory=suggest)


def paper_text(arxiv_id: str, language: Language) -> str:
    """Return the sentence on a paper that no entry implements."""
    return language("error-paper-unlisted", id=arxiv_id, url=arxiv_url(arxiv_id))


def glance_lines(glance: Glance, language: Language) -> list[str]:
    """Return GitHub's facts, or why there are none; facts that GitHub doesn't give are left out."""
    facts = glance.repository
    if facts is None:
        return [f"-# {language(f'glance-{glance.status}')}"]
    lines = [plain(facts.description, _LONGEST_DESCRIPTION)] if facts.description else []
    shown = [
        f"{language.number(facts.stars)} ★",
        _license(facts.license, language),
        plain(facts.language or "", 40),
        f"📦 {language('health-archived')}" if facts.is_archived else "",
        language("glance-found"),
    ]
    lines.append("-# " + " · ".join(fact for fact in shown if fact))
    if glance.is_moved:
        now = repository_link(facts.full_name)
        lines.append(f"-# {language('glance-moved', name=now)}")
    return lines


def _license(name: str, language: Language) -> str:
    return language("license-other") if name == _UNNAMED else license_words(name, language)
