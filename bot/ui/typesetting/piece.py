"""The pieces that pages are set from, and their limits."""

from dataclasses import dataclass

from bot.readme.reading import (
    PagePicture,
)

# A page's header and controls need the rest of a message's 4,000 characters and 9,500 bytes.
MOST_CHARACTERS = 3_000
MOST_BYTES = 7_000
LONGEST_PIECE = 900  # longer paragraphs are divided between sentences
LONGEST_TITLE = 80
RANKS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Text or a picture that is not divided any further. ``joint`` separates it from the piece before on the same page."""

    text: str
    joint: str = "\n\n"
    section: tuple[str, int] | None = None
    picture: PagePicture | None = None
    leads: bool = False
