"""Logging that never shows a token."""

import logging
import re
from collections.abc import Iterable

from rich.console import Console
from rich.logging import RichHandler

_TOKENS = re.compile(
    r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|(?:Bot|Bearer|token) [A-Za-z0-9._-]{20,}"
    r"|[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}"
)


class Redaction(logging.Formatter):
    """Formats a record, its traceback included, with every token blacked out."""

    def __init__(self, secrets: Iterable[str | None]) -> None:
        super().__init__("%(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text without secrets."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        return _TOKENS.sub("[token]", text)


def set_up_logging(level: str, secrets: Iterable[str | None]) -> None:
    """Log to standard error. discord.py's gateway stays at INFO: its DEBUG prints interaction tokens."""
    handler = RichHandler(console=Console(stderr=True), show_path=False, rich_tracebacks=False)
    handler.setFormatter(Redaction(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("discord", "aiosqlite", "httpx", "httpcore"):
        logging.getLogger(name).setLevel("INFO" if level == "DEBUG" else level)
    # They warn that voice is not supported, and of intents that SimCord's probes go without.
    for name in ("discord.client", "discord.state"):
        logging.getLogger(name).setLevel("INFO" if level in ("DEBUG", "INFO") else "ERROR")
