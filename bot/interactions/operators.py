"""What only the bot's operators may do, checked each time it is asked for."""

from collections.abc import Awaitable, Callable

import discord

from bot.interactions.answers import AnyInteraction, View
from bot.interactions.user_error import UserError

MayOperate = Callable[[discord.abc.User], Awaitable[bool]]


async def as_operator(
    interaction: AnyInteraction,
    may_operate: MayOperate,
    refusal: str,
    work: Callable[[], Awaitable[View]],
) -> View:
    """Do what operators may; what Discord shows to whom is no protection. Who owns the bot may have to be asked.

    Raises:
        UserError: it is somebody else; ``refusal`` names the sentence.
    """
    if not await may_operate(interaction.user):
        raise UserError(refusal)
    return await work()
