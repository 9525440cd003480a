"""Suggestions: the preview that a person corrects, the queue of the curators, and what became of one's own."""

from collections.abc import Sequence

import discord

from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language
from bot.submissions.submission import (
    MOST_TERMS,
    NOBODY,
    NOTE_LIMIT,
    REASON_LIMIT,
    Rejection,
    Submission,
    SubmissionState,
)
from bot.ui.entries import ACCENT, names_of
from bot.ui.navigation import Control, Message, button, message
from bot.ui.text import cut, person_mention, plain, repository_link

CHOOSE, EDIT, TYPED, SEND = "sgchoose", "sgedit", "sgtyped", "sgsend"
APPROVE, REJECT, BLOCK, NEXT = "cuapprove", "cureject", "cublock", "cunext"
AXES = ("categories", "frameworks")
FIELDS = {"title": 120, "summary_en": 140, "summary_zh": 140, "note": NOTE_LIMIT}
_LABELS = {
    "title": "suggest-title-field",
    "summary_en": "suggest-summary-en",
    "summary_zh": "suggest-summary-zh",
    "note": "suggest-note",
}
_OWN_REASONS = frozenset(Rejection)

Item = discord.ui.Item[discord.ui.LayoutView]
Row = discord.ui.ActionRow[discord.ui.LayoutView]


def preview_page(
    submission: Submission,
    owner: int,
    language: Language,
    taxonomy: Taxonomy,
    *,
    is_archived: bool = False,
) -> Message:
    """Return the entry as the person is about to suggest it, with the controls that correct it."""
    heading = language("suggest-title")
    seen = "github_id" in submission.facts
    said = language("suggest-preview" if seen else "suggest-unseen")
    if is_archived:
        said += f"\n📦 {language('suggest-archived')}"
    items: list[Item] = [
        discord.ui.TextDisplay(f"## {heading}\n{said}"),
        discord.ui.TextDisplay(_facts(submission, language, taxonomy)),
        *_corrections(submission, owner, language, taxonomy),
    ]
    send = Control(SEND, owner, 0, str(submission.id))
    row = Row(
        _edit_button(submission, owner, language),
        button(send, language("suggest-send"), emoji="📨", style=discord.ButtonStyle.primary),
    )
    return message(discord.ui.Container(*items, accent_colour=ACCENT), row)


def queue_page(
    submission: Submission, waiting: int, owner: int, language: Language, taxonomy: Taxonomy
) -> Message:
    """Return the suggestion that a curator decides, with the number of those that wait."""
    sender = person_mention(submission.person_id)
    lines = [
        f"## {language('queue-title', waiting=waiting)}",
        language("queue-sender", person=sender),
    ]
    if submission.note:
        lines.append(f"> {plain(submission.note, NOTE_LIMIT)}")
    missing = [key for key in ("summary_en", "summary_zh") if not submission.facts.get(key)]
    if missing:
        which = missing[0].replace("_", "-") if len(missing) == 1 else "summaries"
        lines.append(f"-# {language(f'queue-missing-{which}')}")
    items: list[Item] = [
        discord.ui.TextDisplay("\n".join(lines)),
        discord.ui.TextDisplay(_facts(submission, language, taxonomy)),
        *_corrections(submission, owner, language, taxonomy),
        Row(_reasons(submission, owner, language)),
    ]
    approve = Control(APPROVE, owner, 0, str(submission.id))
    later = Control(NEXT, owner, 0, str(submission.id))
    block = Control(BLOCK, owner, 0, str(submission.id))
    row = Row(
        button(approve, language("queue-approve"), emoji="✅", style=discord.ButtonStyle.success),
        _edit_button(submission, owner, language),
        button(later, language("queue-next"), emoji="⏭️"),
        button(block, language("queue-block"), emoji="⛔", disabled=submission.person_id == NOBODY),
    )
    return message(discord.ui.Container(*items, accent_colour=ACCENT), row)


def own_page(submissions: Sequence[Submission], language: Language) -> Message:
    """Return a person's own suggestions with what became of each."""
    lines = [f"## {language('suggestions-title')}"]
    lines += [
        f"- {repository_link(one.full_name)} · {outcome_text(one, language)}" for one in submissions
    ] or [language("suggestions-none")]
    text = discord.ui.TextDisplay[discord.ui.LayoutView]("\n".join(lines))
    return message(discord.ui.Container(text, accent_colour=ACCENT))


def outcome_text(submission: Submission, language: Language) -> str:
    """Return in words how far a suggestion got, with the reason where it was rejected."""
    text = language(f"suggestion-{submission.state}")
    if submission.state is not SubmissionState.REJECTED or not submission.reason:
        return text
    return f"{text}: {reason_text(submission.reason, language)}"


def reason_text(reason: str, language: Language) -> str:
    """Return a reason of rejection in words."""
    return (
        language(f"rejection-{reason}") if reason in _OWN_REASONS else plain(reason, REASON_LIMIT)
    )


def edit_form(control: Control, language: Language) -> discord.ui.Modal:
    """Return the form in which an entry's texts are typed; what is left empty stays as it is."""
    form = discord.ui.Modal(title=language("suggest-edit"), custom_id=control.to(TYPED).custom_id)
    for name, limit in FIELDS.items():
        form.add_item(
            discord.ui.Label(
                text=language(_LABELS[name]),
                component=discord.ui.TextInput(
                    custom_id=name,
                    max_length=limit,
                    required=False,
                    placeholder=language("suggest-keep"),
                ),
            )
        )
    form.stop()
    return form


def _facts(submission: Submission, language: Language, taxonomy: Taxonomy) -> str:
    facts = submission.facts
    lines = [f"### {plain(str(facts.get('title') or submission.full_name), FIELDS['title'])}"]
    lines.append(repository_link(submission.full_name))
    lines += [
        f"**{name}** {plain(str(facts[key]), FIELDS[key])}"
        for name, key in (("English", "summary_en"), ("中文", "summary_zh"))
        if facts.get(key)
    ]
    for axis in (*AXES, "tasks"):
        if named := names_of(tuple(facts.get(axis) or ()), taxonomy.by_field[axis], language):
            lines.append(f"**{language(f'suggest-{axis}')}** {named}")
    if submission.note and submission.state is SubmissionState.DRAFT:
        lines.append(f"> {plain(submission.note, NOTE_LIMIT)}")
    return "\n".join(lines)


def _corrections(
    submission: Submission, owner: int, language: Language, taxonomy: Taxonomy
) -> list[Item]:
    rows: list[Item] = []
    for place, axis in enumerate(AXES):
        chosen = submission.facts.get(axis) or ()
        options = [
            discord.SelectOption(
                label=cut(language.name_of(term), 100), value=key, default=key in chosen
            )
            for key, term in taxonomy.by_field[axis].items()
        ][:25]
        control = Control(CHOOSE, owner, place, str(submission.id))
        rows.append(
            Row(
                discord.ui.Select(
                    custom_id=control.custom_id,
                    placeholder=language(f"suggest-{axis}"),
                    options=options,
                    min_values=0,
                    max_values=MOST_TERMS,
                )
            )
        )
    return rows


def _reasons(
    submission: Submission, owner: int, language: Language
) -> discord.ui.Select[discord.ui.LayoutView]:
    control = Control(REJECT, owner, 0, str(submission.id))
    options = [
        discord.SelectOption(label=cut(language(f"rejection-{reason}"), 100), value=reason)
        for reason in Rejection
    ]
    return discord.ui.Select(
        custom_id=control.custom_id, placeholder=language("queue-reject"), options=options
    )


def _edit_button(
    submission: Submission, owner: int, language: Language
) -> discord.ui.Button[discord.ui.LayoutView]:
    control = Control(EDIT, owner, 0, str(submission.id))
    return button(control, language("suggest-edit"), emoji="✏️")
