"""How much memory a checkpoint's weights take: at least, for the weights alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.huggingface.checkpoint import Checkpoint, Placed

GB = 1_000_000_000
LARGEST_GB = 4_096
# Bytes of one number as safetensors name its type.
_BYTES: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(("F64", "I64", "U64"), 8.0),
        **dict.fromkeys(("F32", "I32", "U32"), 4.0),
        **dict.fromkeys(("F16", "BF16", "I16", "U16"), 2.0),
        **dict.fromkeys(("F8_E4M3", "F8_E5M2", "F8_E8M0", "I8", "U8", "BOOL"), 1.0),
        **dict.fromkeys(("F6_E2M3", "F6_E3M2"), 0.75),
        "F4": 0.5,
    }
)
# Several numbers of fewer bits are stored in one of these.
_PACKED = frozenset(("I32", "U32", "I64", "U64", "U8", "I8"))
_FLOATS = frozenset(("F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2", "F6_E2M3", "F6_E3M2", "F4"))
_BFLOAT16 = 2.0
# The scales of blocks of 64 or so come on top of four bits.
_IN_8_BITS, _IN_4_BITS = 1.06, 0.56
# Sizes of cards in GB, by which entries are found.
CARD_SIZES_GB = (
    *(1, 2, 3, 4, 6, 8, 10, 11, 12, 16, 20, 22, 24, 32, 40, 48, 64, 80, 96, 128),
    *(160, 192, 256, 320, 384, 512, 640, 768, 1_024, 1_536, 2_048, 4_096),
)
_SPACE = re.compile(r"(?i)\s*([0-9]{1,4}(?:[.,][0-9])?)\s*(?:g|gb|gib|吉)?\s*")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that the weights take: as stored, and at 16, 8 and 4 bits a parameter; None is what isn't known.

    ``is_named``: the number of parameters is the one in the checkpoint's name.
    """

    parameters: int | None = None
    is_named: bool = False
    stored: int | None = None
    in_16_bits: int | None = None
    in_8_bits: int | None = None
    in_4_bits: int | None = None

    @property
    def least(self) -> int | None:
        """Return the smallest of them."""
        known = [self.stored, self.in_16_bits, self.in_8_bits, self.in_4_bits]
        return min((each for each in known if each is not None), default=None)

    def precision_for(self, space: int) -> int | None:
        """Return the most bits a parameter with which the weights fit in ``space`` bytes: 16, 8 or 4; 0 as stored; None for none."""
        for bits, size in ((16, self.in_16_bits), (8, self.in_8_bits), (4, self.in_4_bits)):
            if size is not None and size <= space:
                return bits
        return 0 if self.stored is not None and self.stored <= space else None


def memory_of(checkpoint: Checkpoint) -> Memory:
    """Estimate a checkpoint's memory.

    Packed integers hide how many parameters they hold, so only their stored size is known. What is stored already in fewer
    than 16 bits isn't reckoned up to 16.
    """
    stored = _stored(checkpoint.dtypes)
    is_packed = checkpoint.is_conversion or bool(
        checkpoint.dtypes.keys() & _PACKED and _is_mostly_packed(checkpoint.dtypes)
    )
    parameters = None if is_packed else checkpoint.parameters
    is_named = parameters is None and checkpoint.named_parameters is not None
    if parameters is None:
        parameters = checkpoint.named_parameters
    if is_packed or parameters is None:
        return Memory(parameters, is_named, stored)
    sixteen = round(parameters * _BFLOAT16)
    is_smaller = stored is not None and stored < sixteen
    return Memory(
        parameters,
        is_named,
        stored,
        None if is_smaller else sixteen,
        min(round(parameters * _IN_8_BITS), stored or sixteen),
        round(parameters * _IN_4_BITS),
    )


def fitting(placed: Iterable[Placed], space: int | None) -> list[Placed]:
    """Return the checkpoints of which the weights fit in ``space`` bytes, in their order; None for all of them."""
    return [
        each
        for each in placed
        if space is None or memory_of(each.checkpoint).precision_for(space) is not None
    ]


def read_space(text: str) -> int | None:
    """Read how much memory a card has ("24", "24 GB", "8gb") as bytes; None when it is no size up to 4,096 GB."""
    found = _SPACE.fullmatch(text)
    size = float(found[1].replace(",", ".")) if found else 0.0
    return round(size * GB) if 0 < size <= LARGEST_GB else None


def card_for(size: int | None) -> int | None:
    """Return the smallest of `CARD_SIZES_GB` that holds so many bytes; None for what is not known or larger than all."""
    if size is None:
        return None
    return next((card for card in CARD_SIZES_GB if card * GB >= size), None)


def least_of_names(names: Iterable[str]) -> int | None:
    """Return the least memory that any of the checkpoints takes, by their names alone."""
    sizes = (memory_of(Checkpoint(name)).least for name in names)
    return min((size for size in sizes if size is not None), default=None)


def _stored(dtypes: Mapping[str, int]) -> int | None:
    if not dtypes or not dtypes.keys() <= _BYTES.keys():
        return None
    return round(sum(count * _BYTES[dtype] for dtype, count in dtypes.items()))


def _is_mostly_packed(dtypes: Mapping[str, int]) -> bool:
    floats = sum(count for dtype, count in dtypes.items() if dtype in _FLOATS)
    return sum(dtypes.values()) > 2 * floats
