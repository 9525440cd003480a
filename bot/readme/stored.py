"""READMEs that were made ready, as JSON and back."""

import json
import zlib
from dataclasses import asdict, dataclass
from typing import Any, cast

from bot.readme.reading import (
    Contents,
    Link,
    PagePart,
    PagePicture,
    PreparedReadme,
    QuickStart,
    ReadmePage,
    ReadmeSection,
    Snippet,
)


@dataclass(frozen=True, slots=True)
class Packed:
    """A prepared README, as it is stored."""

    contents: str
    pages: tuple[bytes, ...]


def pack(reading: PreparedReadme) -> Packed:
    """Return a README as it is stored."""
    pages = tuple(zlib.compress(_json(page).encode()) for page in reading.pages)
    return Packed(_json(reading.contents), pages)


def _json(value: Contents | ReadmePage) -> str:
    return json.dumps(asdict(value), ensure_ascii=False, separators=(",", ":"))


def contents_from_json(text: str) -> Contents:
    """Read what `pack` wrote of a README as a whole."""
    data = cast("dict[str, Any]", json.loads(text))
    found = cast("dict[str, Any]", data["quick_start"])
    return Contents(
        data["pages"],
        tuple(ReadmeSection(**section) for section in data["sections"]),
        QuickStart(
            _snippet(found["install"]),
            _snippet(found["usage"]),
            tuple(Link(**link) for link in found["weights"]),
            tuple(found["results"]),
            found["citation"],
        ),
    )


def page_from_json(text: str | bytes) -> ReadmePage:
    """Read what `pack` wrote of a page, once it is decompressed."""
    data = cast("dict[str, Any]", json.loads(text))
    return ReadmePage(
        tuple(
            PagePart(part["text"], tuple(PagePicture(**shown) for shown in part["pictures"]))
            for part in data["parts"]
        )
    )


def _snippet(data: dict[str, str] | None) -> Snippet | None:
    return Snippet(**data) if data else None
