"""The errors that a person can put right."""

from collections.abc import Sequence


class UserError(Exception):
    """A fault that the person can fix. ``message`` is the key of the sentence that explains it."""

    def __init__(self, message: str, **values: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class OptionError(UserError):
    """One option of a command can't be used. ``offered`` are alternatives, as name and value."""

    def __init__(
        self,
        option: str,
        message: str,
        offered: Sequence[tuple[str, str]] = (),
        /,
        **values: str | int,
    ) -> None:
        super().__init__(message, **values)
        self.option = option
        self.offered = offered
