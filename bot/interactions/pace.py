"""The pace of one person: so many answers in so many seconds, and no more."""

from typing import Any

import discord
from discord import app_commands

_MOST_PEOPLE = 10_000


class Pace:
    """Slows down one person who asks for more than 20 answers in 20 seconds, commands and buttons alike."""

    def __init__(self) -> None:
        self._people: dict[int, app_commands.Cooldown] = {}

    def check(self, interaction: discord.Interaction[Any]) -> None:
        """Count an interaction of this person.

        Raises:
            CommandOnCooldown: it is one too many.
        """
        now = interaction.created_at.timestamp()
        if len(self._people) > _MOST_PEOPLE:
            self._people = {
                user: pace for user, pace in self._people.items() if pace.get_retry_after(now) > 0
            }
        pace = self._people.setdefault(interaction.user.id, app_commands.Cooldown(20, 20.0))
        if wait := pace.update_rate_limit(now):
            raise app_commands.CommandOnCooldown(pace, wait)
