"""Suggesting a repository, and deciding about suggestions."""

from collections.abc import Mapping
from typing import Any

from bot.github.glance import Glance, GlanceStatus
from bot.i18n import Language
from bot.interactions.answers import AnyInteraction, View, language_of
from bot.interactions.entry_pages import EntryPages
from bot.interactions.operators import MayOperate
from bot.interactions.user_error import UserError
from bot.services import Services, curation_of
from bot.submissions.first_draft import first_draft
from bot.submissions.repository import read_repository
from bot.submissions.store import DecidedError
from bot.submissions.submission import Draft, Rejection, Step, Submission
from bot.ui import suggesting as pages
from bot.ui.pages import notice
from bot.ui.text import code, person_mention


class Suggesting:
    """Looks at repositories that people suggest, and keeps what they say of them."""

    def __init__(self, services: Services, may_curate: MayOperate) -> None:
        self._services = services
        self._may_curate = may_curate
        self._entries = EntryPages(services)

    async def begin(self, interaction: AnyInteraction, typed: str) -> View:
        """Return the preview of a repository's entry, or the card where it is listed.

        Raises:
            UserError: the text names no repository, or GitHub has none of that name.
        """
        services, language = self._services, language_of(interaction, self._services)
        name = read_repository(typed)
        if name is None:
            raise UserError("error-suggest-name", typed=code(typed, 60))
        glance = None
        entry = await services.catalog.find(name)
        if entry is None:
            glance = await services.glances.look(name, interaction.user.id)
            if glance and glance.repository:
                name = glance.repository.full_name
                entry = await services.catalog.find(name)
        if entry is not None and not entry.is_removed:
            return await self._entries.card(entry, interaction.user.id, language, private=True)
        if glance and glance.status is GlanceStatus.MISSING:
            raise UserError("error-suggest-missing", name=code(name, 100))
        draft = Draft(
            name,
            interaction.user.id,
            interaction.guild_id or 0,
            language.locale.value,
            self._facts(name, glance),
        )
        curation = curation_of(services)
        kept = await curation.drafts.keep(draft, curation.now())
        is_archived = bool(glance and glance.repository and glance.repository.is_archived)
        person, taxonomy = interaction.user.id, services.taxonomy
        return pages.preview_page(kept, person, language, taxonomy, is_archived=is_archived)

    async def change(
        self,
        interaction: AnyInteraction,
        number: int,
        changes: Mapping[str, Any],
        note: str | None = None,
    ) -> View:
        """Correct one's own draft, or as a curator what waits.

        Raises:
            UserError: it is neither.
        """
        person = interaction.user
        is_curator = await self._may_curate(person)
        drafts = curation_of(self._services).drafts
        changed = await drafts.change(number, changes, person.id, note, is_curator=is_curator)
        if changed is None:
            raise UserError("error-suggestion-over")
        language, taxonomy = language_of(interaction, self._services), self._services.taxonomy
        if changed.state == "draft":
            return pages.preview_page(changed, person.id, language, taxonomy)
        waiting = await curation_of(self._services).submissions.count_queue()
        return pages.queue_page(changed, waiting, person.id, language, taxonomy)

    async def send(self, interaction: AnyInteraction, number: int) -> View:
        """Send a draft to the curators.

        Raises:
            UserError: it is gone, or one too many.
        """
        curation = curation_of(self._services)
        sent = await curation.drafts.send(number, interaction.user.id, curation.now())
        if sent is None:
            raise UserError("error-suggestion-over")
        if not isinstance(sent, Submission):
            raise UserError(f"refusal-{sent}")
        language = language_of(interaction, self._services)
        return notice(language("suggest-sent", name=code(sent.full_name, 100)))

    async def own(self, interaction: AnyInteraction) -> View:
        """Return the person's suggestions; the outcomes in it count as told."""
        curation = curation_of(self._services)
        own = await curation.submissions.of_person(interaction.user.id)
        decided = [one.id for one in own if one.decided_at]
        if decided:
            await curation.submissions.told(decided, curation.now())
        return pages.own_page(own, language_of(interaction, self._services))

    def _facts(self, name: str, glance: Glance | None) -> dict[str, Any]:
        if glance and glance.repository:
            return first_draft(glance.repository, self._services.taxonomy)
        return {"title": name.partition("/")[2], "summary_en": "", "summary_zh": ""}


class Curating:
    """Shows the queue and decides about what is in it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def queue(self, interaction: AnyInteraction, after: int = 0) -> View:
        """Return the first suggestion that waits, or the first after another; the first again past the last."""
        submissions = curation_of(self._services).submissions
        waiting = await submissions.queue()
        language = self._language(interaction)
        if not waiting:
            return notice(language("queue-empty"))
        shown = next((one for one in waiting if one.id > after), waiting[0])
        count = await submissions.count_queue()
        taxonomy = self._services.taxonomy
        return pages.queue_page(shown, count, interaction.user.id, language, taxonomy)

    async def approve(self, interaction: AnyInteraction, number: int) -> View:
        """Add the entry of a suggestion; it can be found here when this returns.

        Raises:
            UserError: it lacks a category or a summary, or somebody else decided.
        """
        curation = curation_of(self._services)
        known = await curation.submissions.get(number)
        if known is None:
            raise UserError("error-suggestion-over")
        facts = dict(known.facts)
        if not facts.get("categories") or not (facts.get("summary_en") or facts.get("summary_zh")):
            raise UserError("error-approve-incomplete")
        try:
            person = interaction.user.id
            await curation.submissions.approve(number, facts, person, curation.now())
        except DecidedError as error:
            raise self._overtaken(interaction, error) from error
        await curation.following.catch_up()
        return await self.queue(interaction, number)

    async def reject(self, interaction: AnyInteraction, number: int, reason: str) -> View:
        """Reject a suggestion for one of the reasons.

        Raises:
            UserError: it is over, or somebody else decided.
        """
        if reason not in set(Rejection):
            raise UserError("error-control")
        curation = curation_of(self._services)
        try:
            decided = await curation.submissions.decide(
                number, Step.REJECT, interaction.user.id, curation.now(), reason
            )
        except DecidedError as error:
            raise self._overtaken(interaction, error) from error
        if decided is None:
            raise UserError("error-suggestion-over")
        return await self.queue(interaction, number)

    async def block(self, interaction: AnyInteraction, number: int) -> View:
        """Take nothing more from the person who sent a suggestion.

        Raises:
            UserError: there is no such suggestion, or its person is forgotten.
        """
        curation = curation_of(self._services)
        known = await curation.submissions.get(number)
        if known is None or not known.person_id:
            raise UserError("error-suggestion-over")
        await curation.submissions.block(known.person_id, interaction.user.id, curation.now())
        return await self.queue(interaction)

    def _overtaken(self, interaction: AnyInteraction, error: DecidedError) -> UserError:
        decided = error.submission
        language = self._language(interaction)
        by = person_mention(decided.decided_by)
        outcome = pages.outcome_text(decided, language)
        return UserError("error-suggestion-decided", person=by, outcome=outcome)

    def _language(self, interaction: AnyInteraction) -> Language:
        return language_of(interaction, self._services)
