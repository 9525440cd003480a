"""What the buttons, menus and forms of subscriptions do."""

from dataclasses import replace

from bot.client import ModelZooBot
from bot.interactions.answers import (
    AnyInteraction,
    RoutedCog,
    View,
    answer,
    chosen_value,
    modal_text,
    turn,
)
from bot.interactions.edition_pages import show_edition
from bot.interactions.subscribing import Subscribing
from bot.interactions.subscriptions import Subscriptions, require_manager
from bot.interactions.user_error import UserError
from bot.publishing.newsroom import Newsroom
from bot.services import Services, newsroom_of
from bot.ui import newsletter as pages
from bot.ui.corrections import (
    OMIT,
    RETRY,
    SET,
    TYPE,
    TYPED,
    TYPED_OPTIONS,
    correction_form,
)
from bot.ui.navigation import Control
from bot.ui.pages import notice
from bot.ui.subscription_draft import OPTIONS, Draft, read_draft


class SubscriptionButtons(RoutedCog, name="subscriptions"):
    """Put right, change, pause, resume, preview, test and delete subscriptions."""

    def __init__(self, services: Services, newsroom: Newsroom, bot: ModelZooBot) -> None:
        super().__init__(services)
        self.newsroom = newsroom
        self.subscriptions = Subscriptions(services, newsroom)
        self.subscribing = Subscribing(services, newsroom, lambda: bot.invite_url)
        self.routes = {
            SET: self.on_set,
            OMIT: self.on_omit,
            TYPE: self.on_type,
            TYPED: self.on_typed,
            RETRY: self.on_retry,
            pages.PAUSE: self.on_pause,
            pages.RESUME: self.on_resume,
            pages.REMOVE: self.on_remove,
            pages.SILENCE: self.on_silence,
            pages.TEST: self.on_test,
            pages.EDIT: self.on_edit,
            pages.PREVIEW: self.on_preview,
            pages.ASK: self.on_ask,
            **dict.fromkeys((pages.STATUS, "nlnext"), self.on_status),
        }

    async def on_set(self, interaction: AnyInteraction, control: Control) -> None:
        """Fill in the option that was chosen in a menu, and go on."""
        await self._corrected(interaction, control, chosen_value(interaction))

    async def on_typed(self, interaction: AnyInteraction, control: Control) -> None:
        """Fill in the option that was typed, and go on."""
        await self._corrected(interaction, control, modal_text(interaction).strip())

    async def on_omit(self, interaction: AnyInteraction, control: Control) -> None:
        """Leave an option out, and go on."""
        draft, option = self._draft(interaction, control)
        draft = draft.with_option(option, None)
        await turn(interaction, self.subscribing.finish(interaction, draft, []))

    async def on_retry(self, interaction: AnyInteraction, control: Control) -> None:
        """Try again what may be allowed by now."""
        draft, _ = self._draft(interaction, control)
        await turn(interaction, self.subscribing.finish(interaction, draft, []))

    async def on_type(self, interaction: AnyInteraction, control: Control) -> None:
        """Ask for an option in a form. A modal can't be deferred, so nothing is read."""
        _, option = self._draft(interaction, control)
        if option not in TYPED_OPTIONS:
            raise UserError("error-control")
        form = correction_form(control, option, self.language(interaction))
        await interaction.response.send_modal(form)

    async def _corrected(self, interaction: AnyInteraction, control: Control, value: str) -> None:
        draft, option = self._draft(interaction, control)
        draft, faults = self.subscribing.correct(draft, option, value)
        await turn(interaction, self.subscribing.finish(interaction, draft, faults))

    def _draft(self, interaction: AnyInteraction, control: Control) -> tuple[Draft, str]:
        """Return the draft that a control carries, and the option that it is for.

        Raises:
            UserError: the person may not, or the control is not whole.
        """
        require_manager(interaction)
        draft = read_draft(control.state, self.services.taxonomy)
        if draft is None or control.page >= len(OPTIONS):
            raise UserError("error-control")
        return draft, OPTIONS[control.page]

    async def on_pause(self, interaction: AnyInteraction, control: Control) -> None:
        """Pause the subscription whose button was pressed."""
        pressed = self.subscriptions.pressed(interaction, control)
        await turn(interaction, self.subscriptions.pause(interaction, pressed, control.page))

    async def on_resume(self, interaction: AnyInteraction, control: Control) -> None:
        """Resume the subscription whose button was pressed."""
        pressed = self.subscriptions.pressed(interaction, control)
        await turn(interaction, self.subscriptions.resume(interaction, pressed, control.page))

    async def on_edit(self, interaction: AnyInteraction, control: Control) -> None:
        """Show the page on which the subscription's options are changed."""
        pressed = self.subscriptions.pressed(interaction, control)
        await turn(interaction, self.subscriptions.edit(interaction, pressed, control.page))

    async def on_preview(self, interaction: AnyInteraction, control: Control) -> None:
        """Show the newest edition as the channel gets it, to the person who pressed."""
        pressed = self.subscriptions.pressed(interaction, control)
        await show_edition(interaction, self.newsroom, self.subscriptions.edition_of(pressed))

    async def on_ask(self, interaction: AnyInteraction, control: Control) -> None:
        """Ask whether the subscription is to be deleted."""
        pressed = self.subscriptions.pressed(interaction, control)
        await turn(interaction, self.subscriptions.ask(interaction, pressed, control.page))

    async def on_remove(self, interaction: AnyInteraction, control: Control) -> None:
        """Delete the subscription, now that it is confirmed."""

        async def remove() -> View:
            subscription = await self.subscriptions.pressed(interaction, control)
            await self.newsroom.store.remove(subscription.id)
            channel = f"<#{subscription.settings.channel_id}>"
            return notice(self.language(interaction)("newsletter-removed", channel=channel))

        await turn(interaction, remove())

    async def on_silence(self, interaction: AnyInteraction, control: Control) -> None:
        """Mention nobody any more with a subscription's editions."""

        async def change() -> View:
            subscription = await self.subscriptions.pressed(interaction, control)
            saved = await self.newsroom.store.subscribe(
                subscription.guild_id,
                replace(subscription.settings, role_id=None),
                interaction.user.id,
                self.newsroom.now(),
            )
            return pages.subscribed_page(
                saved,
                interaction.user.id,
                self.language(interaction),
                self.services.taxonomy,
                is_new=False,
            )

        await turn(interaction, change())

    async def on_test(self, interaction: AnyInteraction, control: Control) -> None:
        """Post a test into the channel."""
        work = self.subscriptions.test(
            interaction, self.subscriptions.pressed(interaction, control)
        )
        await answer(interaction, work, private=True)

    async def on_status(self, interaction: AnyInteraction, control: Control) -> None:
        """Show the subscriptions, or another page of them."""
        require_manager(interaction)
        if control.state:
            await answer(interaction, self.subscriptions.status(interaction, 0), private=True)
        else:
            await turn(interaction, self.subscriptions.status(interaction, control.page))


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(SubscriptionButtons(bot.services, newsroom_of(bot.services), bot))
