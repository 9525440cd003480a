"""How an answer reaches a person: in time, to the right people, on their own copy of a list."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.i18n import Language, locale_for
from bot.interactions.user_error import OptionError, UserError
from bot.services import Services
from bot.ui import pages
from bot.ui.command_links import link_commands
from bot.ui.navigation import Control, Message

# Discord gives 3 s for the first answer; slower work is deferred.
DEFER_AFTER_S = 1.2
# An autocomplete can't be deferred: what isn't found by then is not offered.
OFFER_WITHIN_S = 2.0

AnyInteraction = discord.Interaction[Any]
View = Message
Handler = Callable[[AnyInteraction, Control], Coroutine[Any, Any, None]]


class RefusalError(app_commands.CheckFailure):
    """A command can't be run so, or not by this person; raised by checks, from which discord.py passes nothing else on.

    ``faults`` are the options that can't be used as they were sent.
    """

    def __init__(self, original: UserError, faults: Sequence[OptionError] = ()) -> None:
        super().__init__(original.message)
        self.original = original
        self.faults = faults


class RoutedCog(commands.Cog):
    """A cog that answers components: ``routes`` maps a custom_id's action to its handler."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.routes: dict[str, Handler] = {}

    def language(self, interaction: AnyInteraction) -> Language:
        """Return the language of the person's Discord."""
        return language_of(interaction, self.services)

    async def correct(self, interaction: AnyInteraction, faults: Sequence[OptionError]) -> bool:
        """Offer corrections of options that can't be used as sent; return whether it did."""
        del interaction, faults
        return False


def language_of(interaction: AnyInteraction, services: Services) -> Language:
    """Return the language of the person's Discord."""
    return services.languages[locale_for(interaction.locale.value)]


def chosen_value(interaction: AnyInteraction) -> str:
    """Return the value chosen in a menu; empty when there is none."""
    return next(iter(chosen_values(interaction)), "")


def chosen_values(interaction: AnyInteraction) -> list[str]:
    """Return all values chosen in a menu, each once."""
    values: object = cast("dict[str, Any]", interaction.data or {}).get("values")
    chosen = cast("list[object]", values) if isinstance(values, list) else []
    return list(dict.fromkeys(str(value) for value in chosen))


def modal_texts(interaction: AnyInteraction) -> dict[str, str]:
    """Return the texts typed into a modal's fields, by the fields' ids; what was left empty is left out."""
    found: dict[str, str] = {}
    for field in _modal_fields(interaction):
        value = field.get("value")
        if isinstance(value, str) and value.strip():
            found[str(field.get("custom_id"))] = value.strip()
    return found


def modal_text(interaction: AnyInteraction) -> str:
    """Return the text typed into a modal's one field."""
    fields = _modal_fields(interaction)
    return next((str(field["value"]) for field in fields if "value" in field), "")


def _modal_fields(interaction: AnyInteraction) -> Iterator[dict[str, object]]:
    rows: object = cast("dict[str, Any]", interaction.data or {}).get("components")
    for row in cast("list[object]", rows) if isinstance(rows, list) else []:
        inner: object = (
            cast("dict[str, object]", row).get("component") if isinstance(row, dict) else None
        )
        if isinstance(inner, dict):
            yield cast("dict[str, object]", inner)


def is_private(interaction: AnyInteraction) -> bool:
    """Return whether a component's message is shown to one person alone."""
    return bool(interaction.message and interaction.message.flags.ephemeral)


def link_named_commands(interaction: AnyInteraction, view: View) -> None:
    """Make the commands that the bot names in a message into mentions."""
    if not view.is_foreign:
        link_commands(view, interaction.client.tree.mentions)


async def send_private(interaction: AnyInteraction, view: View) -> None:
    """Answer to the person alone, whether or not something was answered before."""
    link_named_commands(interaction, view)
    send = (
        interaction.followup.send
        if interaction.response.is_done()
        else interaction.response.send_message
    )
    await cast("Any", send)(
        view=view,
        files=view.files(),
        ephemeral=True,
        allowed_mentions=discord.AllowedMentions.none(),
    )


async def answer(interaction: AnyInteraction, work: Awaitable[View], *, private: bool) -> None:
    """Answer with a new message; say "thinking" first when ``work`` takes long.

    Everything that reads or writes belongs into ``work``: what is awaited before this call delays the first answer.
    """
    task = asyncio.ensure_future(work)
    if await _is_ready(task):
        view = task.result()
        link_named_commands(interaction, view)
        await interaction.response.send_message(
            view=view,
            files=view.files(),
            ephemeral=private or view.is_for_asker,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        return
    await _defer(task, interaction.response.defer(ephemeral=private, thinking=True))
    try:
        view = await task
    except Exception:
        await _take_back(interaction)
        raise
    link_named_commands(interaction, view)
    if view.is_for_asker and not private:
        await _take_back(interaction)
        await interaction.followup.send(
            view=view,
            files=view.files(),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        return
    await interaction.edit_original_response(
        view=view, attachments=view.files(), allowed_mentions=discord.AllowedMentions.none()
    )


async def _take_back(interaction: AnyInteraction) -> None:
    """Remove "thinking …", so that the next message is not as public as the answer was to be."""
    # A message in its place would be as public as it is; so it is filled first, then removed.
    with contextlib.suppress(discord.HTTPException):
        await interaction.edit_original_response(view=pages.notice("…"))
        await interaction.delete_original_response()


async def turn(interaction: AnyInteraction, work: Awaitable[View]) -> None:
    """Redraw the component's message; ``work`` is as for `answer`."""
    task = asyncio.ensure_future(work)
    if await _is_ready(task):
        view = task.result()
        link_named_commands(interaction, view)
        await interaction.response.edit_message(
            view=view,
            attachments=view.files(),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        return
    await _defer(task, interaction.response.defer())
    view = await task
    link_named_commands(interaction, view)
    await interaction.edit_original_response(
        view=view, attachments=view.files(), allowed_mentions=discord.AllowedMentions.none()
    )


async def _is_ready(task: asyncio.Future[View]) -> bool:
    done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER_S)
    return bool(done)


async def _defer(task: asyncio.Future[View], deferral: Awaitable[object]) -> None:
    """Say that the answer will follow; where that fails, see the work through all the same."""
    try:
        await deferral
    except discord.HTTPException:
        await task
        raise


class Drawing(Protocol):
    """Draws a message again for whoever pressed one of its components."""

    def __call__(self, own: Control, /, *, private: bool) -> Awaitable[View]:
        """Return the message; ``own`` is the control with that person as its owner."""
        ...


async def turn_or_copy(interaction: AnyInteraction, control: Control, draw: Drawing) -> None:
    """Redraw the owner's message; anybody else gets a private copy of their own."""
    own = replace(control, owner=interaction.user.id)
    if interaction.user.id == control.owner:
        await turn(interaction, draw(own, private=is_private(interaction)))
    else:
        await answer(interaction, draw(own, private=True), private=True)


async def remove(interaction: AnyInteraction, control: Control) -> None:
    """Delete an answer for the person who asked, or a moderator.

    Raises:
        UserError: it is somebody else's and the person is no moderator.
    """
    if interaction.user.id != control.owner and not interaction.permissions.manage_messages:
        raise UserError("error-permission")
    await interaction.response.defer()
    await interaction.delete_original_response()
