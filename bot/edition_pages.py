"""Editions shown to one person: all their messages, or why there is none."""

from bot.answers import AnyInteraction, UserError, View, answer, send_private
from bot.newsroom import Newsroom
from bot.ui.edition_ref import EditionRef
from bot.ui.text import code


async def show_edition(interaction: AnyInteraction, newsroom: Newsroom, ref: EditionRef) -> None:
    """Show an edition's messages to the person who asked.

    Raises:
        UserError: there is no edition of that month.
    """
    rest: list[View] = []

    async def first() -> View:
        try:
            messages = await newsroom.messages(ref)
        except ValueError as error:
            typed = code(f"{ref.month:%Y-%m}")
            known = await month_span(newsroom)
            raise UserError("error-newsletter-month", typed=typed, **known) from error
        rest.extend(messages[1:])
        return messages[0]

    await answer(interaction, first(), private=True)
    for view in rest:
        await send_private(interaction, view)


async def month_span(newsroom: Newsroom) -> dict[str, str]:
    """Return the first and the last month with an edition, as they are typed."""
    first, last = await newsroom.span()
    return {"oldest": f"{first:%Y-%m}", "newest": f"{last:%Y-%m}"}
