"""The searchable side of an entry: one document of tokens, and the tags that filters match."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.catalog.entry import Entry, license_kind, signs_of
from bot.catalog.taxonomy import Taxonomy, Term, TermKind
from bot.huggingface.checkpoint import known_names
from bot.huggingface.memory import card_for, least_of_names
from bot.search import tokens

_SPELLED_PREFIX = 9
_SHORTEST_SPELLED = 4
_SHORTEST_CALLED = 2
_TWO_ERRORS_FROM = 8
SMALL_TAG = "size_small"
_ID_BITS = 24
_SMALL = 4_000_000_000
# 0.6B, 82M, 1.5B of parameters; a count of tokens or pictures is no size, nor what is active of a larger model.
_SIZE = re.compile(
    r"(?<![\w.$])(\d+(?:\.\d+)?)\s?([MB])\b(?![\s-]*(?:\w+\s+){0,2}(?:active|context|tokens?|samples?|images?|pairs?|videos?"
    r"|hours?|users?|examples?|sequences?|cells?|points?|rows?|clips?|pages?|proteins?|molecules?|patches|steps?)\b)"
)
_SCALES = {"M": 1_000_000, "B": 1_000_000_000}
_MOST_RANKED = 1 << 27


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """An entry's searchable tokens, a field each, and its keys for exact names.

    ``paper`` holds the papers' titles and what else people call it; ``called`` are the keys beside those of name and title.
    """

    name: str
    title: str
    tags: str
    paper: str
    summary: str
    chinese: str
    names_only: str
    name_key: str
    title_key: str
    called: tuple[str, ...] = ()


def tag(kind: str, key: str) -> str:
    """Return the token of a term or a licence: ``task_super_resolution``."""
    return f"{kind}_{key}".casefold().replace("-", "_").replace(".", "_").replace(" ", "_")


def rank_of(stars: int | None, entry_id: int) -> int:
    """Return a document's number: the more stars the smaller, equal stars by id, unknown stars last."""
    count = -1 if stars is None else min(stars, _MOST_RANKED)
    return ((_MOST_RANKED - count) << _ID_BITS) + entry_id


def stars_of(rank: int) -> int:
    """Return the stars that a document's number goes by, -1 for unknown."""
    return _MOST_RANKED - (rank >> _ID_BITS)


def quoted(token: str) -> str:
    """Return a token as a string of FTS5's query language, in which AND, OR and NEAR are no operators."""
    return '"' + token.replace('"', "") + '"'


def document(
    entry: Entry,
    papers: Mapping[str, str],
    taxonomy: Taxonomy,
    today: date,
    least_bytes: int | None = None,
) -> SearchDocument:
    """Return the tokens of an entry; ``papers`` maps arXiv ids to titles.

    ``least_bytes`` is the least memory that a fetched checkpoint takes; before, the names of its checkpoints tell.
    """
    names = [entry.name, *(alias.partition("/")[2] for alias in entry.aliases)]
    name = [token for text in names for token in tokens.name_tokens(text)]
    stems = [token for text in (*names, entry.title) for token in tokens.short_stems(text)]
    language = tokens.name_tokens(entry.language or "")
    title = tokens.name_tokens(entry.title)
    owner = tokens.name_tokens(entry.owner)
    maker = [
        token
        for word in taxonomy.makers.get(entry.owner.casefold(), ())
        for token in tokens.name_tokens(word)
    ]
    tags = _tags_of(entry, taxonomy, today, least_bytes)
    spoken = [
        token
        for terms, keys in ((taxonomy.tasks, entry.tasks), (taxonomy.categories, entry.categories))
        for key in keys
        for token in _spoken(terms[key])
    ]
    frameworks = [tokens.fold(key) for key in entry.frameworks]
    called = (*entry.words, *(text.rpartition("/")[2] for text in entry.hugging_face))
    typed = [token for text in called for token in tokens.name_tokens(text)]
    paper = [
        token for key in entry.arxiv if key in papers for token in tokens.text_tokens(papers[key])
    ]
    return SearchDocument(
        name=" ".join(tokens.unique(name)),
        title=" ".join(title),
        tags=" ".join(tokens.unique([*tags, *frameworks, *owner, *maker, *spoken, *language])),
        paper=" ".join(tokens.unique([*typed, *paper])),
        summary=" ".join(tokens.unique([*tokens.text_tokens(entry.summary_en), *stems])),
        chinese=" ".join(tokens.text_tokens(entry.summary_zh)),
        names_only=" ".join(tokens.unique([*name, *title, *owner, *typed, *tags, *language])),
        name_key=tokens.name_key(entry.name),
        title_key=tokens.name_key(entry.title),
        called=_called(entry),
    )


def year_of(entry: Entry) -> int | None:
    """Return the year in which an entry was made: its repository, or else the first of its own papers."""
    if entry.created:
        return entry.created.year
    ids = [key for key in entry.official if key[:4].isdigit()]
    return 2000 + int(min(ids)[:2]) if ids else None


def _tags_of(entry: Entry, taxonomy: Taxonomy, today: date, least_bytes: int | None) -> list[str]:
    tags = [tag(kind, key) for kind, keys in _axes(entry) for key in keys]
    tags += [tag("main", key) for key in (*taxonomy.main_tasks(entry.tasks), *entry.categories[:1])]
    tags.append(tag("kind", license_kind(entry.license)))
    if entry.license:
        tags.append(tag("license", entry.license))
    tags += [tag("health", sign) for sign in signs_of(entry, today)]
    tags += [tag("has", fact) for fact in _facts_of(entry)]
    if entry.language:
        tags.append(tag("language", entry.language))
    if card := card_for(least_bytes or _least_bytes(entry)):
        tags.append(tag("fits", str(card)))
    if year := year_of(entry):
        tags.append(tag("year", str(year)))
    if is_small(entry.summary_en):
        tags.append(SMALL_TAG)
    return tags


def is_small(summary: str) -> bool:
    """Return whether a summary tells of a model with few enough parameters for a laptop."""
    return any(float(number) * _SCALES[unit] <= _SMALL for number, unit in _SIZE.findall(summary))


def _least_bytes(entry: Entry) -> int | None:
    return least_of_names(known_names(entry.hugging_face, entry.weights_url))


def _facts_of(entry: Entry) -> list[str]:
    facts = (("weights", entry.weights_url), ("paper", entry.arxiv))
    return [name for name, known in facts if known]


def _called(entry: Entry) -> tuple[str, ...]:
    """Return the keys of what people type for an entry beside its name."""
    names = [*entry.words, *(text.partition("/")[2] for text in entry.hugging_face)]
    names += [alias.partition("/")[2] for alias in entry.aliases]
    keys = tokens.unique(tokens.name_key(text) for text in names)
    own = (tokens.name_key(entry.name), tokens.name_key(entry.title))
    return tuple(key for key in keys if len(key) >= _SHORTEST_CALLED and key not in own)


def spelling_variants(word: str, errors: int) -> set[str]:
    """Return the start of a word with up to ``errors`` letters left out (SymSpell's deletes)."""
    start = word[:_SPELLED_PREFIX]
    variants = longest = {start}
    for count in range(1, errors + 1):
        if len(start) - count < 2:  # noqa: PLR2004  # one letter would match everything
            break
        longest = {
            text[:place] + text[place + 1 :] for text in longest for place in range(len(text))
        }
        variants = variants | longest
    return variants


def allowed_errors(word: str) -> int:
    """Return how many typing errors are forgiven in a word: none in three letters, one up to seven, else two."""
    if len(word) < _SHORTEST_SPELLED or word.isdigit():
        return 0
    return 1 if len(word) < _TWO_ERRORS_FROM else 2


@lru_cache(maxsize=1_024)
def _spoken(term: Term) -> tuple[str, ...]:
    return tuple(tokens.text_tokens(f"{term.name_en} {term.name_zh}"))


def _axes(entry: Entry) -> tuple[tuple[TermKind, tuple[str, ...]], ...]:
    return (
        (TermKind.CATEGORY, entry.categories),
        (TermKind.FRAMEWORK, entry.frameworks),
        (TermKind.TASK, entry.tasks),
    )
