"""``state``: by which an operator says that a state file is the right one."""

import argparse

from bot.app import state_lock
from bot.cli.exits import CommandError
from bot.cli.streams import Output
from bot.config import Config
from bot.state.database import open_state
from bot.state.errors import StateError
from bot.state.lineage import Verdict

_TOLD = {
    Verdict.NEW: "It is empty: no channel is subscribed. The bot starts with it from now on.",
    Verdict.RESTORED: "The bot starts with it from now on, and checks the channels before it sends anything that may "
    "have been sent already.",
    Verdict.CONTINUED: "It is the one that the bot used last: there was nothing to accept.",
}


async def run(config: Config, _options: argparse.Namespace) -> int:
    """Accept the state file as it is now, whatever the bot used before; no bot may be running on it."""
    try:
        with state_lock(config.newsletter):
            async with open_state(config.newsletter.state, accepts=True) as state:
                Output(highlight=False, markup=False).print(
                    f"State database {state.name}: {_TOLD[state.verdict]}", soft_wrap=True
                )
    except StateError as error:
        raise CommandError(str(error), error.exit_code) from error
    return 0
