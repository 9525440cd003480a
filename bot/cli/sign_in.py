"""The shared code of both commands that sign in to Discord."""

import contextlib
from collections.abc import Generator

import discord

from bot.cli.exits import EX_CONFIG, EX_TEMPFAIL, CommandError

_TOKEN_REFUSED = 4004  # the gateway's code for it
NOT_SIGNED_IN = """\
No Discord token. Get one: https://discord.com/developers/applications → New Application → Bot → Reset Token.
Put it into config.toml (copy config.example.toml; key discord.token) or the environment variable DISCORD_TOKEN.
Just looking? `make demo` shows the whole bot on a local page and needs no token."""


@contextlib.contextmanager
def login_errors() -> Generator[None, None, None]:
    """Say why signing in failed.

    Raises:
        CommandError: it did.
    """
    try:
        yield
    except discord.LoginFailure as error:
        raise CommandError(refused(error), EX_CONFIG) from error
    except discord.ConnectionClosed as error:
        if error.code == _TOKEN_REFUSED:
            raise CommandError(refused("the connection was closed"), EX_CONFIG) from error
        raise CommandError(f"Discord closed the connection: {error}", EX_TEMPFAIL) from error
    except (OSError, discord.HTTPException) as error:
        raise CommandError(
            f"Discord can't be reached: {error}. Try again later.", EX_TEMPFAIL
        ) from error


def refused(why: object) -> str:
    """Return the sentence on a refused token: the reason and the remedy."""
    return f"Discord refused the token: {str(why).rstrip('.')}.\n{NOT_SIGNED_IN}"
