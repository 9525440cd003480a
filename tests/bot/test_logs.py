import logging

import pytest

from bot.logs import Redaction

# Put together here, so that no scanner takes them for real ones.
DISCORD = ".".join(("MTk4NjIyNDgzNDcxOTI1MjQ4", "Cl2FMQ", "ZnCjm1XVW7vRze4b7Cq4se7kKWs"))


@pytest.mark.parametrize(
    "secret",
    ["ghp_" + "a" * 36, "github_pat_" + "B" * 40, DISCORD, "Bearer " + "x" * 30, "my-own-secret"],
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
