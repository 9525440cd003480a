"""The reference that an edition's buttons carry: the edition, its language and its selection."""

from dataclasses import dataclass, replace

from bot.i18n import Locale
from bot.months import Month, read_month

# The actions of an edition's buttons, by which the router finds their handlers.
OPEN, LANGUAGE, HOW, SUBSCRIBE = "edopen", "edlang", "edhow", "edsub"
_SIGN = {Locale.ENGLISH: "e", Locale.CHINESE: "z"}
_OTHER = {Locale.ENGLISH: Locale.CHINESE, Locale.CHINESE: Locale.ENGLISH}


@dataclass(frozen=True, slots=True)
class EditionRef:
    """The edition that a message shows: its month, its language and its selection."""

    month: Month
    locale: Locale = Locale.ENGLISH
    category: str | None = None
    framework: str | None = None

    def state(self, marker: str = "") -> str:
        """Return the reference as a control carries it; a marker follows ``~``."""
        parts = (str(self.month), _SIGN[self.locale], self.category or "")
        text = ";".join((*parts, self.framework or ""))
        return f"{text}~{marker}" if marker else text


def read_edition_ref(state: str) -> EditionRef | None:
    """Read what `EditionRef.state` wrote; None when it is not whole."""
    parts = state.partition("~")[0].split(";")
    locales = {sign: locale for locale, sign in _SIGN.items()}
    if len(parts) != 4 or parts[1] not in locales:  # noqa: PLR2004  # as written above
        return None
    month = read_month(parts[0])
    if month is None:
        return None
    return EditionRef(month, locales[parts[1]], parts[2] or None, parts[3] or None)


def other_language(ref: EditionRef) -> EditionRef:
    """Return the same edition in the other language."""
    return replace(ref, locale=_OTHER[ref.locale])
