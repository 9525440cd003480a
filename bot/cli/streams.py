"""Standard input, output and errors: open, in an encoding that takes every text, and quiet once nobody reads."""

import io
import json
import os
import sys

from rich.console import Console


class Output(Console):
    """Standard output for people."""

    def on_broken_pipe(self) -> None:
        """Leave it to the program, which ends well: Rich would exit with 1."""
        raise BrokenPipeError


def open_streams() -> None:
    """Open streams that were closed when the program started: a database must not become standard output."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
    for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115  # for good


def set_encodings(*, is_data: bool) -> None:
    """Write UTF-8 where a file or a program reads data, and never fail on a character elsewhere; read UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if is_data and stream is sys.stdout and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")
        else:
            stream.reconfigure(errors="replace")
    source: object = sys.stdin
    if isinstance(source, io.TextIOWrapper):
        # Stray bytes become half characters, which name the line that holds them.
        source.reconfigure(encoding="utf-8", errors="surrogateescape")


def discard_output() -> None:
    """Write nothing more: neither buffered text nor the interpreter's last flush."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def print_json(document: object) -> None:
    """Write one JSON document to standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def say(message: str) -> None:
    """Write a sentence for people to standard error."""
    Console(stderr=True, highlight=False, markup=False).print(message, soft_wrap=True)
