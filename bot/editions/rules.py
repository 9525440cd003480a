"""How editions are made, said to readers with the rules' own numbers."""

from bot.editions.compose import FEWEST_COUNTED
from bot.editions.growth import (
    FEWEST_MONTHS,
    FEWEST_PEERS,
    HELD_SHARE,
    HELD_STARS,
    HELD_TIMES,
    SMOOTHING,
)
from bot.editions.ranking import BEST_OF, LEAST_PACE, LEAST_RISING, LEAST_SHARE, SPED_UP
from bot.i18n import Language


def rules_text(language: Language) -> str:
    """Return how editions are made: every rule with its numbers."""
    return language(
        "edition-rules",
        rising=str(LEAST_RISING),
        share=language.decimal(100 * LEAST_SHARE),
        pace=language.decimal(LEAST_PACE),
        smoothing=str(SMOOTHING),
        peers=str(FEWEST_PEERS),
        best=str(BEST_OF),
        sped=str(round(100 * (SPED_UP - 1))),
        held=str(HELD_TIMES),
        heldstars=str(HELD_STARS),
        heldshare=str(round(100 * HELD_SHARE)),
        months=str(FEWEST_MONTHS),
        counted=str(FEWEST_COUNTED),
    )
