"""How an answer reaches a person: in time, to the right people, on their own copy of a list."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.catalog.successors import successor_of
from bot.i18n import Language, locale_for
from bot.search.query import SearchQuery
from bot.services import Services
from bot.ui import pages
from bot.ui.navigation import STATE_LIMIT, Control, Message, read_state, write_state
from bot.ui.results import PER_PAGE, pages_in, result_list

# Discord gives 3 s for the first answer; what isn't ready by then has been deferred.
DEFER_AFTER_S = 1.2
_NUMBER = re.compile(r"0[0-9]{1,8}")

AnyInteraction = discord.Interaction[Any]
View = Message
Handler = Callable[[AnyInteraction, Control], Coroutine[Any, Any, None]]


class UserError(Exception):
    """Something the person can put right. ``message`` names the sentence that says so."""

    def __init__(self, message: str, **values: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class RefusalError(app_commands.CheckFailure):
    """A person may not use a command; raised by checks, from which discord.py passes nothing else on."""

    def __init__(self, original: UserError) -> None:
        super().__init__(original.message)
        self.original = original


class RoutedCog(commands.Cog):
    """A cog that answers components: ``routes`` maps a custom_id's action to its handler."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.routes: dict[str, Handler] = {}

    def language(self, interaction: AnyInteraction) -> Language:
        """Return the language of the person's Discord."""
        return self.services.languages[locale_for(interaction.locale.value)]


def chosen_value(interaction: AnyInteraction) -> str:
    """Return what was chosen in a menu."""
    values = cast("dict[str, Any]", interaction.data or {}).get("values") or [""]
    return str(values[0])


def is_private(interaction: AnyInteraction) -> bool:
    """Tell whether the message that a component stands in is shown to one person alone."""
    return bool(interaction.message and interaction.message.flags.ephemeral)


async def send_private(interaction: AnyInteraction, view: View) -> None:
    """Answer to the person alone, whether or not something was answered before."""
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
    """Answer with a new message; say "thinking" first when ``work`` takes long."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER_S)
    if done:
        view = task.result()
        await interaction.response.send_message(
            view=view,
            files=view.files(),
            ephemeral=private,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        return
    await interaction.response.defer(ephemeral=private, thinking=True)
    try:
        view = await task
    except Exception:
        # The next message would take the place of "thinking …" and be as public as that was to be, so it is
        # filled first, then removed.
        with contextlib.suppress(discord.HTTPException):
            await interaction.edit_original_response(view=pages.notice("…"))
            await interaction.delete_original_response()
        raise
    await interaction.edit_original_response(
        view=view, attachments=view.files(), allowed_mentions=discord.AllowedMentions.none()
    )


async def turn(interaction: AnyInteraction, work: Awaitable[View]) -> None:
    """Redraw the message that the component stands in."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER_S)
    if done:
        view = task.result()
        await interaction.response.edit_message(
            view=view,
            attachments=view.files(),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        return
    await interaction.response.defer()
    view = await task
    await interaction.edit_original_response(
        view=view, attachments=view.files(), allowed_mentions=discord.AllowedMentions.none()
    )


async def turn_or_copy(
    interaction: AnyInteraction, control: Control, draw: Callable[[Control, bool], Awaitable[View]]
) -> None:
    """Redraw the owner's message; anybody else gets a private copy of their own."""
    own = replace(control, owner=interaction.user.id)
    if interaction.user.id == control.owner:
        await turn(interaction, draw(own, is_private(interaction)))
    else:
        await answer(interaction, draw(own, True), private=True)  # noqa: FBT003  # private, as above


async def remove(interaction: AnyInteraction, control: Control) -> None:
    """Delete an answer for the person who asked, or a moderator.

    Raises:
        UserError: it is somebody else's and the person is no moderator.
    """
    if interaction.user.id != control.owner and not interaction.permissions.manage_messages:
        raise UserError("error-permission")
    await interaction.response.defer()
    await interaction.delete_original_response()


class Lists:
    """Result lists as messages: drawn from a query, found again from a control."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def draw(
        self, query: SearchQuery, owner: int, page: int, language: Language, *, private: bool
    ) -> View:
        """Search and return the list's message; a page past the end shows the last one.

        Raises:
            UserError: the entry that the list is like is not there any more.
        """
        services = self._services
        like = await services.catalog.find(query.like) if query.like else None
        if query.like and like is None:
            raise UserError("error-gone")
        found = await services.search.search(query, offset=page * PER_PAGE, limit=PER_PAGE)
        if page and not found.hits and found.total:
            page = pages_in(found) - 1
            found = await services.search.search(query, offset=page * PER_PAGE, limit=PER_PAGE)
        # A name may pass to another repository, a number doesn't.
        carried = query.replaced(like=f"0{like.id}") if like else query
        control = Control("list", owner, page, await self._write(carried))
        return result_list(
            found,
            control,
            language,
            services.taxonomy,
            services.today(),
            successor=successor_of(like, services.successors) if like else None,
            is_private=private,
        )

    async def query_of(self, control: Control) -> SearchQuery:
        """Return the query that a control stands for.

        Raises:
            UserError: its saved state, or the entry that it is like, is not there any more.
        """
        state = control.state
        if state.startswith("@"):
            saved = await self._services.catalog.load_state(state[1:])
            if saved is None:
                raise UserError("error-state")
            state = saved
        query = read_state(state)
        if query.like and _NUMBER.fullmatch(query.like):
            entry = await self._services.catalog.get(int(query.like))
            if entry is None:
                raise UserError("error-gone")
            return query.replaced(like=entry.full_name)
        return query

    async def _write(self, query: SearchQuery) -> str:
        state = write_state(query)
        if len(state) <= STATE_LIMIT and not state.startswith("@"):
            return state
        return "@" + await self._services.catalog.save_state(state, self._services.today())
