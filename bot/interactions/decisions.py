"""Curators' decisions about entries that are listed: the log, taking one back, removing an entry."""

from dataclasses import replace

from bot.catalog.curated import Curated
from bot.interactions.answers import AnyInteraction, View, language_of
from bot.interactions.typed import require_entry
from bot.interactions.user_error import UserError
from bot.services import Services, curation_of
from bot.submissions.curation.store import StaleEventError
from bot.submissions.event import EventKind
from bot.ui.decisions import log_page
from bot.ui.pages import notice
from bot.ui.text import code, person_mention


class Decisions:
    """Writes decisions as events, which this host follows at once and the others within a tick."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def log(self, interaction: AnyInteraction) -> View:
        """Return the latest decisions."""
        events = await curation_of(self._services).decisions.log()
        language = language_of(interaction, self._services)
        return log_page(events, interaction.user.id, language)

    async def undo(self, interaction: AnyInteraction, event_id: int) -> View:
        """Take a decision back.

        Raises:
            UserError: there is none, or a later one would be lost.
        """
        curation = curation_of(self._services)
        try:
            undone = await curation.decisions.undo(event_id, interaction.user.id, curation.now())
        except StaleEventError as error:
            raise self._overtaken(error) from error
        if undone is None:
            raise UserError("error-control")
        await curation.following.catch_up()
        return await self.log(interaction)

    async def remove(self, interaction: AnyInteraction, model: str) -> View:
        """Take an entry out of lists, searches and editions; its page stays for old links.

        Raises:
            UserError: the text names no entry, it is removed already, or somebody else decided just now.
        """
        entry = await require_entry(model, self._services)
        if entry.is_removed:
            raise UserError("error-removed-already", name=code(entry.full_name, 100))
        curation = curation_of(self._services)
        before = await curation.decisions.current((entry.full_name, *entry.aliases))
        now = curation.now()
        after = replace(before or Curated(entry.full_name), removed_on=now.date())
        try:
            await curation.decisions.record(
                EventKind.REMOVED, before, after, interaction.user.id, now
            )
        except StaleEventError as error:
            raise self._overtaken(error) from error
        await curation.following.catch_up()
        language = language_of(interaction, self._services)
        return notice(language("curate-removed", name=code(entry.full_name, 100)))

    def _overtaken(self, error: StaleEventError) -> UserError:
        by = person_mention(error.event.person_id)
        return UserError("error-overtaken", name=code(error.event.full_name, 100), person=by)
