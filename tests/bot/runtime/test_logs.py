import logging
from collections.abc import Generator

import pytest
from rich.logging import RichHandler

from bot.runtime.logs import Redaction, set_up_logging

# Put together here, so that no scanner takes them for real ones.
DISCORD = ".".join(("MTk4NjIyNDgzNDcxOTI1MjQ4", "Cl2FMQ", "ZnCjm1XVW7vRze4b7Cq4se7kKWs"))


@pytest.mark.parametrize(
    "secret",
    [
        "ghp_" + "a" * 36,
        "github_pat_" + "B" * 40,
        "hf_" + "c" * 34,
        "api_org_" + "d" * 34,
        DISCORD,
        "Bearer " + "x" * 30,
        "bearer " + "x" * 30,
        "Basic " + "eDp5" * 6,
        "webhooks/" + "1" * 18 + "/" + "e" * 68,
        "interactions/" + "1" * 19 + "/" + "aW50" * 40,
        "my-own-secret",
    ],
)
def test_no_token_reaches_a_log_even_in_a_traceback(secret: str) -> None:
    formatter = Redaction(["my-own-secret", None])
    try:
        raise ValueError(f"could not use {secret}")
    except ValueError as error:
        record = logging.LogRecord(
            "x",
            logging.ERROR,
            "",
            0,
            "with %s",
            (secret,),
            (type(error), error, error.__traceback__),
        )
    text = formatter.format(record)
    assert secret not in text
    assert text.count("[token]") == 2


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://bot:p%40ss@db:5432/state", "postgresql://[token]@db:5432/state"),
        ("http://me:secret@proxy.example:3128", "http://[token]@proxy.example:3128"),
        ("redis://:secret@cache", "redis://[token]@cache"),
        ("http://localhost:8080/@someone", "http://localhost:8080/@someone"),
        ("https://huggingface.co/hf_models", "https://huggingface.co/hf_models"),
    ],
)
def test_an_address_loses_its_password_alone(address: str, shown: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "at %s", (address,), None)
    assert Redaction([]).format(record) == f"x: at {shown}"


@pytest.fixture
def _logging_as_before() -> Generator[None, None, None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    names = ("discord", "aiosqlite", "httpx", "httpcore", "apscheduler", "discord.client")
    levels = {
        name: logging.getLogger(name).level
        for name in (*names, "discord.state", "apscheduler.scheduler")
    }
    yield
    root.handlers[:] = before
    root.setLevel(level)
    for name, known in levels.items():
        logging.getLogger(name).setLevel(known)


@pytest.mark.usefixtures("_logging_as_before")
def test_without_a_terminal_a_record_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", ["my-own-secret"])
    long = "word " * 60
    log = logging.getLogger("bot.somewhere")
    log.info("%s\nERROR forged: line\u2028my-own-secret %s", long, "\x1b[31mred")
    try:
        raise ValueError("broken")
    except ValueError:
        log.exception("it failed")
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].endswith(
        f" INFO bot.somewhere: {long}\\nERROR forged: line\\u2028[token] \\x1b[31mred"
    )
    assert lines[1].endswith(" ERROR bot.somewhere: it failed")
    assert lines[2] == "Traceback (most recent call last):"
    assert lines[-1] == "ValueError: broken"


@pytest.mark.usefixtures("_logging_as_before")
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
def test_the_scheduler_does_not_log_its_ticks(
    level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(level, [])
    log = logging.getLogger("apscheduler.executors.default")
    log.info("Running job")
    log.warning("missed")
    assert ("missed" in capsys.readouterr().err) is (level != "ERROR")
    assert not log.isEnabledFor(logging.INFO)
    logging.getLogger("apscheduler.scheduler").warning("Execution of job skipped")
    assert "skipped" not in capsys.readouterr().err


@pytest.mark.usefixtures("_logging_as_before")
def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    set_up_logging("INFO", [])
    assert isinstance(logging.getLogger().handlers[0], RichHandler)
