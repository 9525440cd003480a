"""What pages are set from, and how large it may be."""

from dataclasses import dataclass

from bot.readme.reading import (
    PagePicture,
)

# What stands around a page needs the rest of a message's 4,000 characters and 9,500 bytes.
MOST_CHARACTERS = 3_000
MOST_BYTES = 7_000
LONGEST_PIECE = 900  # longer paragraphs are divided between sentences
LONGEST_TITLE = 80
RANKS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """What is not divided any further. ``joint`` stands between it and what comes before on the same page."""

    text: str
    joint: str = "\n\n"
    section: tuple[str, int] | None = None
    picture: PagePicture | None = None
    leads: bool = False
