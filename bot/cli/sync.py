"""``sync``: register the commands with Discord."""

import argparse

from bot.cli.exits import EX_CONFIG, CommandError
from bot.cli.opened_state import services_with_state
from bot.cli.progress import working
from bot.cli.sign_in import NOT_SIGNED_IN, login_errors
from bot.cli.streams import Output
from bot.client import ModelZooBot
from bot.config import Config


async def run(config: Config, options: argparse.Namespace) -> int:
    """Register the commands with Discord and leave."""
    if not config.discord.token:
        raise CommandError(NOT_SIGNED_IN, EX_CONFIG)
    async with (
        services_with_state(config) as services,
        ModelZooBot(services, shard_count=1, home_guild=config.discord.home_guild) as bot,
    ):
        bot.registers_always = options.force
        with login_errors(), working("Signing in to Discord …"):
            # Logging in runs setup_hook, which registers the changes.
            await bot.login(config.discord.token)
        Output().print(
            "Commands are registered."
            if bot.has_registered
            else "Commands had not changed; --force registers them anyway."
        )
        return 0
