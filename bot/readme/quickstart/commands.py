"""Shell code as commands: continued lines joined, prompts and comments taken off."""

import re

_PROMPT = re.compile(r"^\s*(?:[$>%]\s+|!\s*|\(\w+\)\s*\$\s+)")
_ENVIRONMENT = re.compile(
    r"^(?:sudo\s+(?:-\w+\s+)?|env\s+|[A-Za-z_]\w*=(?:\"[^\"]*\"|'[^']*'|\S*)\s+)+"
)
_LONGEST = 6_000  # characters; what follows in a block isn't looked at
_COMMENT = re.compile(r"(?:^| )#.*$")


def logical_lines(text: str) -> list[str]:
    """Return lines, each with those that continue it after a backslash."""
    lines: list[str] = []
    continues = False
    for line in text.split("\n"):
        if continues:
            lines[-1] += "\n" + line
        else:
            lines.append(line)
        continues = line.rstrip().endswith("\\")
    return lines


def commands_of(text: str) -> list[str]:
    """Return the commands in shell code, without prompts, variables set for one command and comments."""
    commands: list[str] = []
    for line in logical_lines(text[:_LONGEST]):
        joined = " ".join(_PROMPT.sub("", line.replace("\\\n", " ")).split())
        commands += [
            found
            for part in re.split(r" ?(?:&&|;) ?", _COMMENT.sub("", joined))
            if (found := _ENVIRONMENT.sub("", part.strip()).strip())
        ]
    return commands
