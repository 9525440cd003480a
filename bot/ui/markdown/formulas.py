"""TeX in plain signs, where there are such."""

import re
import unicodedata

from bot.ui.markdown.escaping import (
    escape,
)
from bot.ui.text import code

_SYMBOLS = {
    "times": "×", "cdot": "·", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠",
    "approx": "≈", "sim": "∼", "infty": "∞", "sum": "∑", "prod": "∏", "int": "∫", "partial": "∂", "nabla": "∇",
    "in": "∈", "notin": "∉", "subset": "⊂", "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "mapsto": "↦", "ldots": "…", "dots": "…", "cdots": "⋯",
    "ell": "ℓ", "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "propto": "∝", "mid": "|", "log": "log", "exp": "exp",
    "max": "max", "min": "min", "quad": " ", "left": "", "right": "", "epsilon": "ε", "varepsilon": "ε",
}  # fmt: skip
_SUPERS = dict(zip("0123456789+-()niT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵀ", strict=True))
_SUBS = dict(zip("0123456789+-()aeijnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑᵢⱼₙₒₚᵣₛₜᵤᵥₓ", strict=True))


def formula(tex: str) -> str:
    """Return TeX in plain signs where that is possible, else as code."""
    plain = plain_formula(tex)
    return escape(plain) if plain is not None else code(tex, len(tex))


def plain_formula(tex: str) -> str | None:
    """Return a short formula with its Greek and its signs; None when something would be left of its TeX."""
    text = re.sub(
        r"\\(?:text|mathrm|mathbf|mathcal|mathbb|mathit|operatorname)\{([^{}]*)\}", r"\1", tex
    )
    text = re.sub(r"\\([A-Za-z]+)", _symbol, text)
    for sign, table in (("^", _SUPERS), ("_", _SUBS)):
        text = re.sub(
            rf"\{sign}(?:\{{([^{{}}]*)\}}|([^\s\\{{}}]))",
            lambda m, table=table: "".join(table.get(c, "\\") for c in m[1] or m[2] or ""),
            text,
        )
    return None if re.search(r"[\\{}^_&]", text) else " ".join(text.split())


def _symbol(match: re.Match[str]) -> str:
    name = match[1]
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
    except KeyError:
        return "\\"
