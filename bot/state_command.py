"""The command by which an operator says that a state file is the right one."""

from rich.console import Console

from bot.app import state_lock
from bot.config import Config
from bot.state.database import open_state
from bot.state.lineage import Verdict

_TOLD = {
    Verdict.NEW: "It is empty: no channel is subscribed. The bot starts with it from now on.",
    Verdict.RESTORED: "The bot starts with it from now on, and looks into the channels before it sends what may have "
    "been sent already.",
    Verdict.CONTINUED: "It is the one that was used last: nothing had to be accepted.",
}


async def accept(config: Config) -> int:
    """Take the state file as it is now, whatever the bot used before; no bot may be running on it."""
    with state_lock(config.newsletter):
        async with open_state(config.newsletter.state, accepts=True) as state:
            Console(highlight=False, markup=False).print(
                f"State database {state.name}: {_TOLD[state.verdict]}", soft_wrap=True
            )
    return 0
