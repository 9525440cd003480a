"""Hugging Face's answers as values: almost every field may be missing, so a wrong one is passed over."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from bot.huggingface.checkpoint import CHECKPOINT_ID, Checkpoint, Gate

FIELDS = (
    "author",
    "baseModels",
    "cardData",
    "downloads",
    "gated",
    "gguf",
    "lastModified",
    "library_name",
    "likes",
    "safetensors",
    "tags",
)
_FORMATS = ("safetensors", "gguf", "onnx", "mlx", "openvino", "pytorch", "tf", "jax")
_DTYPE = re.compile(r"[A-Z][A-Z0-9_]{1,15}")
_LICENSE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]{0,59}")
_RELATIONS = ("quantized", "finetune", "adapter", "merge")
_MOST_BASES = 5
_MOST = 1 << 53

JSON = Mapping[str, Any]


class PayloadError(Exception):
    """An answer is not about a model; the message says what is wrong."""


def parse_model(value: object, seen: date) -> Checkpoint:
    """Return the checkpoint in an answer, as of the day ``seen``.

    Raises:
        PayloadError: it has no id.
    """
    facts = _mapping(value)
    name = facts.get("id") or facts.get("modelId")
    if not isinstance(name, str) or not CHECKPOINT_ID.fullmatch(name):
        raise PayloadError("a model without an id")
    tags = [tag for tag in _list(facts.get("tags")) if isinstance(tag, str)]
    card = _mapping(facts.get("cardData"))
    safetensors = _mapping(facts.get("safetensors"))
    dtypes = {
        dtype: count
        for dtype, number in _mapping(safetensors.get("parameters")).items()
        if _DTYPE.fullmatch(dtype) and (count := _whole(number)) is not None
    }
    bases, relation = _bases(facts, card, tags)
    return Checkpoint(
        name,
        parameters=_whole(safetensors.get("total"))
        or _whole(_mapping(facts.get("gguf")).get("total")),
        dtypes=dtypes,
        formats=_formats(tags, facts.get("library_name"), has_gguf=bool(facts.get("gguf"))),
        license=_license(card, tags),
        gate=_gate(facts.get("gated")),
        downloads=_whole(facts.get("downloads")),
        likes=_whole(facts.get("likes")),
        modified=_day(facts.get("lastModified")),
        bases=tuple(base for base in bases if base != name)[:_MOST_BASES],
        relation=relation,
        seen=seen,
    )


def parse_models(value: object, seen: date) -> list[Checkpoint]:
    """Return the checkpoints of a list; those that can't be read are left out.

    Raises:
        PayloadError: it is no list.
    """
    if not isinstance(value, list):
        raise PayloadError("not a list of models")
    found: list[Checkpoint] = []
    for item in cast("list[object]", value):
        try:
            found.append(parse_model(item, seen))
        except PayloadError:
            continue
    return found


def _formats(tags: list[str], library: object, *, has_gguf: bool) -> tuple[str, ...]:
    said = {*tags, library if isinstance(library, str) else "", "gguf" if has_gguf else ""}
    return tuple(name for name in _FORMATS if name in said)


def _license(card: JSON, tags: list[str]) -> str | None:
    """Return the licence's identifier as the Hub writes it, or the name that stands for "other"."""
    said = card.get("license")
    if isinstance(said, list):
        said = next(iter(cast("list[object]", said)), None)
    if not said:
        said = next(
            (tag.removeprefix("license:") for tag in tags if tag.startswith("license:")), None
        )
    named = card.get("license_name")
    if said in ("other", None) and isinstance(named, str):
        said = named
    return (
        said if isinstance(said, str) and _LICENSE.fullmatch(said) and said != "unknown" else None
    )


def _gate(value: object) -> Gate | None:
    if value is False:
        return Gate.OPEN
    return Gate(value) if value in (Gate.AUTO, Gate.MANUAL) else None


def _bases(facts: JSON, card: JSON, tags: list[str]) -> tuple[list[str], str | None]:
    """Return the models that this one was made of, and how, from the tags, the Hub's own field or the model's card."""
    found: dict[str, None] = {}
    relation: str | None = None
    for tag in tags:
        if tag.startswith("base_model:"):
            *kinds, name = tag.removeprefix("base_model:").split(":")
            found[name] = None
            relation = next((kind for kind in kinds if kind in _RELATIONS), relation)
    told = _mapping(facts.get("baseModels"))
    for model in _list(told.get("models")):
        name = _mapping(model).get("id")
        if isinstance(name, str):
            found[name] = None
    if relation is None and told.get("relation") in _RELATIONS:
        relation = told["relation"]
    said = card.get("base_model")
    for name in _list(said) or [said]:
        if isinstance(name, str):
            found[name] = None
    if relation is None and card.get("base_model_relation") in _RELATIONS:
        relation = card["base_model_relation"]
    return [name for name in found if CHECKPOINT_ID.fullmatch(name)], relation


def _mapping(value: object) -> JSON:
    return cast("JSON", value) if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _whole(value: object) -> int | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST
    return cast("int", value) if is_whole else None


def _day(value: object) -> date | None:
    try:
        return datetime.fromisoformat(value).date() if isinstance(value, str) else None
    except ValueError:
        return None
