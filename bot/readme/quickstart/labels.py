"""What a link to weights is called: by its own words, else by its row's, its sentence's or its file's."""

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from bot.readme.quickstart.mentions import Mention

_LONGEST = 60
# Words that only say that, or where, something is to be had.
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        """
    github gitlab link links here this url download downloads downloaded baidu baiduyun baidupan pan netdisk
    google drive gdrive googledrive hugging face huggingface hf modelscope onedrive dropbox zenodo mirror aws s3
    azure tencent weiyun cloud card repo repository to page click get release releases the a an from our on at in
    of or and to server hosted available official more information info details manually them their check out which learn that this page please
        visit request provided all open source enjoy version versions size code passwd password pwd key extract site website address see
    find it torrent via file files openxlab figshare 链接 下载 下载链接 下载地址 百度 百度网盘 百度云 百度盘 百度盘链接 网盘 网盘链接 谷歌 谷歌网盘 谷歌云
    云盘 地址 点击 点击下载 这里 此处 提取码 密码 魔搭
        """,
    )
)
# Words that only say what kind of thing it is.
_KINDS = frozenset(
    re.findall(
        r"\S+",
        """
    model models weight weights checkpoint checkpoints ckpt pretrained trained pre 模型 权重 模型下载 模型权重 预训练模型
        """,
    )
)
_VERBS = re.compile(
    r"(?i)^(?:(?:please|you|can|may|also|then|we|first|next|and|or|to|be|next|either|simply|now|could|should|just|have|has|the|our|its|all|a|an|these"
    r"|this|following|download|downloading|get|find|obtain|access|grab|fetch|use|using|provide|release|released|visit|see|of|for|with|put)\s+)+"
)
_TAIL = re.compile(
    r"(?i)(?:\s+(?:is|are|can|be|from|at|on|in|via|here|to|of|by|with|as|and|or|through|using|the|our|available|hosted|released|provided"
    r"|found|downloaded|uploaded|stored|page|link|download|it|you|find|see|which|that))+$"
)
# Words of a sentence that tells more than a name.
_SENTENCE = re.compile(
    r"(?i)\b(?:we|our|you|your|was|need|needs|release[sd]?|announc\w+|update[sd]?|create[sd]?|supports?|check|learn|request"
    r"|results?|which|that|this|using|click|add(?:ed)?|provides?|thanks?|see|try|support|refer|details?|please)\b|请|我们|支持|发布|更新"
)
_SIGNS = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]")
_SAYS_WEIGHTS = re.compile(r"(?i)weight|check-?point|ckpt|pre-?trained|权重|预训练")
_KEEPS_FILES = re.compile(
    r"(?i)drive\.google|docs\.google|baidu|dropbox|sharepoint|1drv|onedrive|mega\.nz|box\.com|weiyun|github\.com"
)
_DATE = re.compile(r"^\W*(?:x\]\s*|\d[\d./\-年月日 ]*\]?\W*)")
_PASSWORD = re.compile(
    r"(?i)\s*[（(\[]?(?:密码|提取码|passw(?:or)?d|pwd|(?:extraction )?code)\s*[:：]?\s*\w{4}[）)\]]?"
)
_MOST_WORDS = 7
_MOST_DIFFERENCES = 3
_EDGES = " \t\n:：,，;；.。|/\\-–—()（）[]【】<>*_`'\"“”‘’=→>•·+&、"
_MODEL_COLUMN = re.compile(
    r"(?i)^(?:models?|names?|model names?|variants?|method|backbone|arch\w*|network|checkpoints?|模型.*|名称)$"
)
_PLAIN_FILE = re.compile(
    r"(?i)^(?:model|checkpoint|pytorch_model|weights|best|last|latest|final|model_best)\W"
)


def label_of(mention: Mention) -> str:
    """Return what names the link best."""
    words = _trimmed(mention.words)
    if not is_empty(words):
        return _short(words)
    for other in (_of_cell(mention), _of_sentence(mention)):
        if other and not is_empty(other):
            return _short(other)
    if _SAYS_WEIGHTS.search(words):
        return _short(words)
    return _short(_of_address(mention.url) or _of_heading(mention))


def is_empty(words: str) -> bool:
    """Tell whether words don't name anything: "GitHub", "here", "weights"."""
    return all(word in _EMPTY or word in _KINDS for word in _words(words))


def row_name(mention: Mention) -> str:
    """Return what a table's row is called: its first words that aren't links' or a number."""
    for cell in mention.row:
        name = _trimmed(cell)
        if re.search(r"[^\W\d_]", name) and not is_empty(name) and "://" not in name:
            return name
    return ""


def _of_cell(mention: Mention) -> str:
    """Return the names of a row and of a column that doesn't only say "download"."""
    name, column = row_name(mention), _trimmed(mention.column)
    own = _trimmed(mention.row[0]) if mention.row else ""
    if (
        not name
        or is_empty(column)
        or own == _trimmed(mention.words)
        or _MODEL_COLUMN.match(column)
    ):
        return name
    return f"{name} – {column}"


def says_weights(words: str) -> bool:
    """Tell whether words speak of weights."""
    return bool(_SAYS_WEIGHTS.search(words))


def without_password(label: str) -> str:
    """Return a label without the code that some hosts of files ask for."""
    return _PASSWORD.sub("", label)


def told_apart(mention: Mention, alike: Sequence[Mention], label: str) -> str:
    """Return a longer name than ``label``, which it shares with ``alike``."""
    if (model := hub_model(mention.url)) and "/" in model:
        return _short(model)
    name = row_name(mention)
    if name and name not in label and len({row_name(other) for other in alike}) == len(alike):
        return _short(f"{name} – {label}")
    if differences := _differences(mention, alike):
        lead = label if not name or name in label else f"{name} – {label}"
        return _short(f"{lead} – {differences}")
    for part in (name, _trimmed(mention.column), *map(_trimmed, mention.heads[::-1])):
        if part and not is_empty(part) and part not in label:
            return _short(f"{part} – {label}")
    return label


def _differences(mention: Mention, alike: Sequence[Mention]) -> str:
    """Return the first cells by which a row differs from the others of the same table."""
    rows = [other.row for other in alike]
    if not mention.row or len({len(row) for row in rows}) > 1:
        return ""
    chosen: list[int] = []
    for column, cell in enumerate(mention.row):
        values = {row[column] for row in rows}
        if column and len(values) > 1 and not is_empty(_trimmed(cell)) and "://" not in cell:
            chosen.append(column)
        if len({tuple(row[place] for place in chosen) for row in rows}) == len(rows):
            break
        if len(chosen) == _MOST_DIFFERENCES:
            break
    return ", ".join(_trimmed(mention.row[column]) for column in chosen)


def is_mirror(first: str, second: str) -> bool:
    """Tell whether two addresses give the same file from different hosts."""
    one, other = urlsplit(first), urlsplit(second)
    models = {hub_model(url).rpartition("/")[2].casefold() for url in (first, second)}
    if len(models) == 1 and "" not in models and one.hostname != other.hostname:
        return True
    names = {unquote(parts.path.rpartition("/")[2]) for parts in (one, other)}
    name = next(iter(names))
    return (
        len(names) == 1
        and "." in name
        and one.hostname != other.hostname
        and not _PLAIN_FILE.match(name)
    )


def _words(text: str) -> list[str]:
    if "://" in text or re.match(r"[\w-]+(?:\.[\w-]+)+/", text):
        return []  # an address
    return re.findall(r"[一-鿿]+|[^\W一-鿿]+", text.casefold())


def _trimmed(text: str) -> str:
    # Emoji and other signs before the words.
    text = re.sub(r"^[^\w(（\[]+", "", _SIGNS.sub("", text).strip())
    text = re.sub(r"(?i)^downloads?\s+(?=\w)", "", text)
    trimmed = " ".join(text.split()).strip(_EDGES)
    for opening, closing in ("()", "[]", "（）"):
        if trimmed.count(opening) > trimmed.count(closing):
            trimmed += closing
    return trimmed


def _of_sentence(mention: Mention) -> str:
    """Return the words before a link where they are no more than a name: "Huge checkpoint: [here]"."""
    lead = re.split(r"(?<=[.!?。！？;；])\s+|\n", mention.lead.rstrip(_EDGES))[-1]
    trimmed = _trimmed(_DATE.sub("", lead))
    before = ""
    while trimmed != before:
        before = trimmed
        trimmed = _trimmed(_TAIL.sub("", _VERBS.sub("", trimmed)))
    words = _words(trimmed)
    is_name = 0 < len(words) <= _MOST_WORDS and not _SENTENCE.search(trimmed)
    return trimmed if is_name and len(trimmed) <= _LONGEST else ""


def _of_address(url: str) -> str:
    """Return a model's name at a hub or a file's name, "" where the address doesn't say it."""
    if model := hub_model(url):
        return model
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    is_opaque = bool(_KEEPS_FILES.search(parts.hostname or "")) and not re.search(
        r"\.\w{1,11}$", last
    )
    return "" if is_opaque or not re.search(r"[A-Za-z]{2}", last) else last


def _of_heading(mention: Mention) -> str:
    """Return the nearest heading where it is short, else the host."""
    heading = _trimmed(mention.heads[-1]) if mention.heads else ""
    is_short = 0 < len(heading) <= _LONGEST and not _SENTENCE.search(heading)
    return heading if is_short else urlsplit(mention.url).hostname or mention.url


def hub_model(url: str) -> str:
    """Return a model's name at a hub with its owner's, or its file's; "" for other addresses."""
    parts = urlsplit(url)
    if not re.search(
        r"(?:huggingface\.co|hf\.co|hf-mirror\.com|modelscope\.\w+)$", parts.hostname or ""
    ):
        return ""
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    segments = (
        segments[1:] if segments[:1] in (["models"], ["datasets"], ["collections"]) else segments
    )
    is_file = bool(re.search(r"\.\w{2,11}$", "".join(segments[3:]))) and "tree" not in segments
    name = segments[-1] if is_file else "/".join(segments[:2])
    return re.sub(r"-[0-9a-f]{16,}$", "", name)  # a collection's key


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
