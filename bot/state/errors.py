"""Faults of the state database; each sentence names the file and the remedy."""

EX_DAMAGED, EX_TRY_AGAIN, EX_CONFIG = 65, 75, 78


class StateError(Exception):
    """The state database can't be used; ``exit_code`` is the one to leave with."""

    def __init__(self, message: str, exit_code: int = EX_DAMAGED) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class StateLostError(StateError):
    """The file is not the one that was used last: deleted, emptied, replaced or damaged."""
