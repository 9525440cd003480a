"""Editions as an Atom feed, one entry each."""

import re
import uuid
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from bot.catalog.taxonomy import Taxonomy
from bot.editions.edition import Edition
from bot.editions.outline import outline_of
from bot.editions.page import article
from bot.i18n import Language

_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 can't hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACE = uuid.UUID("5d0c3d2c-1c1c-5b0f-9a3f-6a2b8b8f1e57")


def atom_feed(
    editions: Sequence[Edition], language: Language, taxonomy: Taxonomy, address: str | None = None
) -> str:
    """Return a feed of selected editions, the newest first; ``address`` is where the feed can be had.

    Ids come from month, language and selection alone, so that a reader never takes an edition for a new one.
    """
    ordered = sorted(editions, key=lambda edition: edition.month, reverse=True)
    ET.register_namespace("", _ATOM)
    lang = language.locale.value
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    selected = ordered[0] if ordered else None
    _add(root, "id", _id("feed", lang, *_selection(selected)))
    _add(root, "title", language("edition-feed"))
    _add(root, "updated", _updated(ordered[0]) if ordered else "1970-01-01T00:00:00Z")
    author = ET.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, "name", "ModelZoo")
    if address:
        ET.SubElement(root, f"{{{_ATOM}}}link", {"rel": "self", "href": _clean(address)})
    for edition in ordered:
        outline = outline_of(edition, language, taxonomy)
        entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
        month = str(edition.month)
        _add(entry, "id", _id("edition", month, lang, *_selection(edition)))
        _add(entry, "title", outline.title)
        _add(entry, "updated", _updated(edition))
        if outline.headline:
            _add(entry, "summary", outline.headline)
        _add(entry, "content", article(outline)).set("type", "html")
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _selection(edition: Edition | None) -> tuple[str, str]:
    return (edition.category or "", edition.framework or "") if edition else ("", "")


def _id(*parts: str) -> str:
    return uuid.uuid5(_NAMESPACE, "/".join(parts)).urn


def _updated(edition: Edition) -> str:
    return f"{edition.month.plus(1).first_day.isoformat()}T00:00:00Z"
