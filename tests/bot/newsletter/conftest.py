from collections.abc import AsyncGenerator
from pathlib import Path

import discord
import pytest
import simcord

from bot.newsletter.publisher import Publisher
from bot.newsletter.sender import Composer
from bot.newsletter.service import Newsletter
from bot.state.database import open_state
from tests.bot.newsletter.town import DUE, Town, compose, render, word_notice


@pytest.fixture
def simcord_bot() -> discord.Client:
    return discord.Client(intents=discord.Intents(guilds=True))


@pytest.fixture
async def town(
    simcord_bot: discord.Client, simcord_env: simcord.Env, tmp_path: Path
) -> AsyncGenerator[Town, None]:
    async with open_state(f"sqlite+aiosqlite:///{tmp_path / 'state.sqlite3'}") as state:
        composer = Composer(compose, render, word_notice)
        newsletter = Newsletter(state, Publisher(simcord_bot), composer, 1000, rate=0)
        # Read-back goes by the times in Discord's ids.
        await simcord_env.advance_time((DUE - simcord_env.now()).total_seconds())
        guild = simcord_env.create_guild("Deep learning")
        yield Town(simcord_env, simcord_bot, guild, newsletter)
