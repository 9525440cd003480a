"""Logging that never shows a token: coloured on a terminal, one line a record in a file or a journal."""

import logging
import re
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.logging import RichHandler

_TOKENS = re.compile(
    r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|\b(?:hf|api_org)_[A-Za-z0-9]{20,}"
    r"|(?i:\b(?:Bot|Bearer|Basic|token)) [A-Za-z0-9._~+/=-]{20,}"
    r"|[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}"
    # Whoever has an interaction's or a webhook's token may answer in the bot's name.
    r"|\b(?:webhooks|interactions)/[0-9]{15,20}/[A-Za-z0-9._=-]{20,}"
    # A name and password before a host: of a database, of a proxy.
    r"|(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"
)
_TERMINAL = "%(name)s: %(message)s"
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# A line's end in a name from outside must not look like a record of its own.
_BREAKS = {ord(mark): repr(mark)[1:-1] for mark in "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x1b"}


class Redaction(logging.Formatter):
    """Formats a record, its traceback included, with every token blacked out."""

    def __init__(self, secrets: Iterable[str | None], form: str = _TERMINAL) -> None:
        super().__init__(form)
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text without secrets."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        return _TOKENS.sub("[token]", text)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's name
        """Return the record's first line; only a traceback may follow on lines of its own."""
        return super().formatMessage(record).translate(_BREAKS)


def set_up_logging(level: str, secrets: Iterable[str | None]) -> None:
    """Log to standard error. discord.py's gateway stays at INFO: its DEBUG prints interaction tokens."""
    logging.basicConfig(level=level, handlers=[_handler(secrets)], force=True)
    for name in ("discord", "aiosqlite", "httpx", "httpcore"):
        logging.getLogger(name).setLevel("INFO" if level == "DEBUG" else level)
    # It notes the beginning and the end of every tick, thousands a day.
    logging.getLogger("apscheduler").setLevel(max(logging.WARNING, logging.getLogger().level))
    # It warns at every tick that finds the one before still running, as it should be: a refresh can take half a day.
    logging.getLogger("apscheduler.scheduler").setLevel("ERROR")
    # They warn that voice is not supported, and of intents that SimCord's probes go without.
    for name in ("discord.client", "discord.state"):
        logging.getLogger(name).setLevel("INFO" if level in ("DEBUG", "INFO") else "ERROR")


def _handler(secrets: Iterable[str | None]) -> logging.Handler:
    if sys.stderr.isatty():
        handler = RichHandler(console=Console(stderr=True), show_path=False, rich_tracebacks=False)
        handler.setFormatter(Redaction(secrets))
    else:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(Redaction(secrets, _LINE))
    return handler
