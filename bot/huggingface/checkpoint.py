"""One checkpoint on Hugging Face, and how those of an entry are grouped."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

CHECKPOINT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9._-]{1,96}")
# Pages of the site that look like owner/name.
_NO_OWNERS = frozenset(
    [
        "api",
        "blog",
        "chat",
        "collections",
        "datasets",
        "docs",
        "join",
        "login",
        "models",
        "organizations",
        "papers",
        "pricing",
        "settings",
        "spaces",
        "tasks",
    ]
)
_LINK = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/([^/\s?#]+)(?:/([^/\s?#]+))?[^\s]*",
    re.IGNORECASE,
)
# 7B, 1.5b, 1_6b, 350M; not the 4bit of a precision, nor 8x7B, whose experts share a part.
_SIZE = re.compile(r"(?i)(?<![a-z0-9.])(?<!\d_)(\d{1,4}(?:[._]\d{1,3})?)([bm])(?![a-z0-9])")
_BILLION, _MILLION = 1_000_000_000, 1_000_000
_CONVERTED = re.compile(
    r"(?i)(?:^|[-_.])(gguf|ggml|gptq|awq|exl[23]|mlx|onnx|openvino|bnb|int[48]|fp8|nvfp4|w[48]a(?:8|16)|\d-?bits?|q\d(?:_\w+)?)(?=$|[-_.])"
)


class Gate(StrEnum):
    """Who may download: everybody, or those who filled in a form that is accepted at once or by hand."""

    OPEN = "open"
    AUTO = "auto"
    MANUAL = "manual"


class Origin(StrEnum):
    """Whose checkpoint it is, in the order in which they are shown."""

    OWN = "own"
    CONVERSION = "conversion"
    FINE_TUNE = "fine-tune"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model repository on Hugging Face; None is what isn't known.

    ``dtypes`` counts the stored numbers by type, as the safetensors say (``BF16``, ``F32``). ``downloads`` are those of 30
    days, as of ``seen``; without ``seen`` only the name is known. ``relation`` says how it came from ``bases``:
    quantized, finetune, adapter or merge.
    """

    id: str
    parameters: int | None = None
    dtypes: Mapping[str, int] = field(default_factory=dict[str, int])
    formats: tuple[str, ...] = ()
    license: str | None = None
    gate: Gate | None = None
    downloads: int | None = None
    likes: int | None = None
    modified: date | None = None
    bases: tuple[str, ...] = ()
    relation: str | None = None
    seen: date | None = None

    @property
    def owner(self) -> str:
        """Return the account."""
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        """Return the name without its account."""
        return self.id.partition("/")[2]

    @property
    def url(self) -> str:
        """Return the page."""
        return f"https://huggingface.co/{self.id}"

    @property
    def named_parameters(self) -> int | None:
        """Return the number of parameters that the name states: ``Qwen3-8B`` has eight billion."""
        found = _SIZE.search(self.name)
        if not found:
            return None
        unit = _BILLION if found[2].lower() == "b" else _MILLION
        return round(float(found[1].replace("_", ".")) * unit)

    @property
    def is_conversion(self) -> bool:
        """Tell whether it holds another's weights in another format or precision."""
        return self.relation == "quantized" or bool(_CONVERTED.search(self.name))


@dataclass(frozen=True, slots=True)
class Placed:
    """A checkpoint with its place among those of an entry."""

    checkpoint: Checkpoint
    origin: Origin


def checkpoint_of_link(url: str) -> str | None:
    """Return the id of the model that an address on Hugging Face leads to; None for any other page."""
    found = _LINK.fullmatch(url.strip())
    if not found or not found[2] or found[1].lower() in _NO_OWNERS:
        return None
    name = f"{found[1]}/{found[2]}"
    is_name = CHECKPOINT_ID.fullmatch(name) and found[2] not in (".", "..")
    return name if is_name else None


def owner_of_link(url: str) -> str | None:
    """Return the account that an address on Hugging Face belongs to, a collection's too."""
    found = _LINK.fullmatch(url.strip())
    if not found:
        return None
    if found[1].lower() == "collections":
        return found[2]
    return None if found[1].lower() in _NO_OWNERS else found[1]


def placed(checkpoints: Iterable[Checkpoint], owners: Collection[str]) -> list[Placed]:
    """Group an entry's checkpoints: the makers' own first, then conversions, then fine-tunes, by downloads each.

    ``owners`` are the makers' accounts. The makers' own conversions count as conversions.
    """
    own = {owner.casefold() for owner in owners}

    def origin(checkpoint: Checkpoint) -> Origin:
        if checkpoint.is_conversion:
            return Origin.CONVERSION
        return Origin.OWN if checkpoint.owner.casefold() in own else Origin.FINE_TUNE

    found = [Placed(checkpoint, origin(checkpoint)) for checkpoint in checkpoints]
    order = list(Origin)
    return sorted(
        found,
        key=lambda each: (
            order.index(each.origin),
            -(each.checkpoint.downloads or -1),
            -(each.checkpoint.likes or -1),
            each.checkpoint.id.casefold(),
        ),
    )


@dataclass(frozen=True, slots=True)
class EntryWeights:
    """An entry's checkpoints in order. ``fetched`` is the day of the last fetch, None where only names are known.

    ``is_unreachable``: Hugging Face could not be asked just now.
    """

    placed: tuple[Placed, ...]
    fetched: date | None = None
    is_unreachable: bool = False


@dataclass(frozen=True, slots=True)
class WeightsStatus:
    """How much is fetched: entries with fetched checkpoints, those that are due, and the window's remaining requests.

    ``failure`` is the reason of the last failed request, None once one succeeded.
    """

    fetched: int
    due: int
    remaining: int | None = None
    failure: str | None = None


def known_names(hugging_face: Iterable[str], weights_url: str | None) -> list[str]:
    """Return the checkpoints that an entry names: in its list, and by the link to its weights."""
    names = [name for name in hugging_face if CHECKPOINT_ID.fullmatch(name)]
    linked = checkpoint_of_link(weights_url) if weights_url else None
    return list(
        {name.casefold(): name for name in (*names, *([linked] if linked else ()))}.values()
    )


def known_owners(hugging_face: Iterable[str], weights_url: str | None) -> list[str]:
    """Return the accounts that an entry names, those of its checkpoints among them."""
    owners = [name.partition("/")[0] for name in hugging_face]
    linked = owner_of_link(weights_url) if weights_url else None
    return list(
        {owner.casefold(): owner for owner in (*owners, *([linked] if linked else ()))}.values()
    )
