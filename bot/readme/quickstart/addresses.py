"""Which links lead to trained weights, by where they lead and by what is said of them."""

import re
from urllib.parse import SplitResult, urlsplit

from bot.readme.quickstart.mentions import Mention
from bot.readme.quickstart.names import Names, plain

SURE_FILE = re.compile(
    r"(?i)\.(?:pth?|ckpt|h5|hdf5|pb|onnx|caffemodel|safetensors|t7|pdparams|weights|tflite|gguf|pdmodel|mlmodel|msgpack)"
    r"(?:\.(?:zip|tar|tar\.gz|tgz|bz2))?$"
)
_LIKELY_FILE = re.compile(
    r"(?i)\.(?:npz|npy|pkl|pickle|params|mat|bin|model|tar|tar\.gz|tgz|zip|7z|bz2)$"
)
_HOST = re.compile(
    r"(?i)(?:^|\.)(?:drive\.google\.com|docs\.google\.com|console\.cloud\.google\.com|download\.tensorflow\.org|dropbox\.com"
    r"|pan\.baidu\.com|zenodo\.org|storage\.googleapis\.com|dl\.fbaipublicfiles\.com|download\.pytorch\.org"
    r"|onedrive\.live\.com|1drv\.ms|sharepoint\.com|figshare\.com|mega\.nz|tfhub\.dev|storage\.cloud\.google\.com"
    r"|\S*\.amazonaws\.com|bcebos\.com|aistudio\.baidu\.com|box\.com|weiyun\.com|aliyuncs\.com|openxlab\.org\.cn)$"
)
_HUB = re.compile(
    r"(?i)(?:^|\.)(?:huggingface\.co|hf\.co|hf-mirror\.com|modelscope\.cn|modelscope\.com)$"
)
_NO_MODELS = frozenset(
    re.findall(
        r"\S+",
        """
    spaces datasets docs papers blog learn tasks join settings pricing organizations posts api chat enterprise
    studios models inference-endpoints search new login
        """,
    )
)
_FOLDER = re.compile(r"(?i)/(?:models?|checkpoints?|weights|pretrained\w*)/")
_WORD = re.compile(
    r"(?i)pre-?trained|weights?\b|check-?points?|\bckpts?\b|model (?:zoo|files?|downloads?)|download(?:able)? (?:the |our )?(?:\w+ )?models?"
    r"|trained models?|released models?|open-?weight|\bmodels? (?:are|is|can be) (?:available|hosted|released|found|downloaded)"
    r"|available models|预训练|权重|模型(?:下载|列表|准备|库|权重|文件|名称)|下载模型|检查点|下载(?:地址|链接)"
)
_NAMES_MODELS = re.compile(r"(?i)^\W*(?:our |the )?models?\W*$|model name|^模型$")
_DATA = re.compile(
    r"(?i)data ?sets?\b|\bcorpus|\bcorpora|annotation|training data|test data|\bdemo\b|\bspace\b|\bvideos?\b|数据集|语料|演示"
)
_DATA_SAID = re.compile(
    r"(?i)data ?sets?\b|(?:train|test|valid)\w*[ -]?sets?\b|training data|annotations?\b|数据集|训练数据"
)
_OTHER = re.compile(
    r"(?i)data ?sets?\b|corpus|vocab|annotation|\bimages?\b|coco|imagenet\b.{0,12}$|training data|landmark|component location"
    r"|\bmetrics?\b|\blogs?$|\.(?:txt|json|csv|py|md|yaml|yml|ipynb|exe|dmg|apk|whl|pdf|html?|prototxt|log|sh|cfg|png|jpe?g|mp4)$|colab|notebook|docs?/|license|change ?-?log|paper|tokenizer|数据集|论文|许可"
)
_RELATED = re.compile(
    r"(?i)acknowledg|related|community|credit|thank|reference|contribut|third[- ]party|ecosystem|resources?\b|license|citation"
    r"|致谢|感谢|社区|相关|引用|参考|许可"
)
_TRAIN = re.compile(r"(?i)(?<!pre-)(?<!pre)train(?!ed)|fine-?tun|data ?set|训练|微调|数据")
_ZOO = re.compile(
    r"(?i)(?:^|/)(?:model[-_ ]?zoo|models?|checkpoints?|ckpts?|pretrained\w*|weights)(?:/README)?\.(?:md|rst)$"
)
_HIGHEST = 2  # path segments of a model at a hub: whose, and its name


def is_weights(mention: Mention, names: Names) -> bool:
    """Tell whether a link clearly leads to the project's weights."""
    parts = urlsplit(mention.url)
    host, path = parts.hostname or "", parts.path.rstrip("/")
    last = path.rpartition("/")[2]
    if _OTHER.search(mention.words) or _OTHER.search(last):
        return False
    if _HUB.search(host):
        return _is_at_hub(mention, parts, names)
    is_related = any(map(_RELATED.search, mention.heads))
    if is_related or SURE_FILE.search(path):
        return not is_related
    return _is_kept(mention, host, path)


def _is_kept(mention: Mention, host: str, path: str) -> bool:
    """Tell whether a link to a host of files, or to a file of a common kind, is said to be weights."""
    near = is_said(mention)
    if _DATA_SAID.search(f"{mention.lead[-30:]} {mention.column}") or (
        _DATA.search(mention.said) and not near
    ):
        return False
    in_context = near or _is_headed(mention)
    if host == "github.com":
        return in_context and not mention.is_news and _is_at_github(path)
    in_context = in_context or bool(_FOLDER.search(path) and _LIKELY_FILE.search(path))
    return in_context and bool(_HOST.search(host) or _LIKELY_FILE.search(path))


def is_said(mention: Mention) -> bool:
    """Tell whether the link's own words, sentence, row or column speak of weights."""
    named = any(map(_NAMES_MODELS.search, (mention.words, mention.column)))
    return named or any(map(_WORD.search, (mention.words, mention.said)))


def _is_headed(mention: Mention) -> bool:
    """Tell whether the headings speak of weights, the nearest not of data."""
    if any(map(_DATA_SAID.search, mention.heads[-1:])):
        return any(map(_WORD.search, mention.heads[-1:]))
    return any(_WORD.search(head) or _NAMES_MODELS.search(head) for head in mention.heads)


def is_zoo(mention: Mention) -> bool:
    """Tell whether a link leads to the repository's own page about weights."""
    parts = urlsplit(mention.url)
    return (
        parts.hostname == "github.com" and "/blob/" in parts.path and bool(_ZOO.search(parts.path))
    )


def _is_at_github(path: str) -> bool:
    """Tell whether a path at GitHub is a release, or a repository that keeps weights."""
    if re.search(r"/releases(?:/|$)", path):
        return True
    return bool(re.fullmatch(r"/[^/]+/[^/]*[-_](?:weights|checkpoints)", path))


def _is_at_hub(mention: Mention, parts: SplitResult, names: Names) -> bool:
    """Tell whether a page of a hub is the project's model, or one that it says it needs."""
    segments = parts.path.strip("/").split("/")
    if segments[0] == "models" and "modelscope" in (parts.hostname or ""):
        segments = segments[1:]
    if segments[0] == "datasets" and SURE_FILE.search(parts.path):
        return is_said(mention) or mention.words.endswith(segments[-1])
    if parts.fragment or segments[0] in _NO_MODELS or any(map(_RELATED.search, mention.heads)):
        return False
    said = is_said(mention) or _is_headed(mention)
    if len(segments) < _HIGHEST or segments[0] in ("collections", "organization"):
        return said and _is_own_place(mention, segments, names)
    return _is_model_page(segments[_HIGHEST:]) and _is_needed(mention, segments, names)


def _is_needed(mention: Mention, segments: list[str], names: Names) -> bool:
    """Tell whether a model at a hub is the project's, or is plainly said to be downloaded for it."""
    if names.is_of_owner(segments[0]) or names.is_own(segments[1]):
        return not _DATA.search(mention.words)
    said = is_said(mention)
    if SURE_FILE.search(segments[-1]):
        said = said or _is_headed(mention)
    return said and not mention.is_news and not any(map(_TRAIN.search, mention.heads))


def is_own(mention: Mention, names: Names) -> bool:
    """Tell whether a link isn't to a page of somebody else at a hub."""
    parts = urlsplit(mention.url)
    if not _HUB.search(parts.hostname or "") or SURE_FILE.search(parts.path):
        return True
    segments = parts.path.strip("/").removeprefix("models/").split("/")
    return segments[0] in ("collections", "organization") or any(
        [names.is_of_owner(segments[0]), *map(names.is_own, segments[1:2])]
    )


def account_of(mention: Mention, names: Names) -> str:
    """Return whose a model at a hub is that bears the project's name, "" for any other link."""
    parts = urlsplit(mention.url)
    segments = parts.path.strip("/").removeprefix("models/").split("/")
    is_model = bool(_HUB.search(parts.hostname or "")) and segments[0] not in _NO_MODELS
    if not is_model or len(segments) < _HIGHEST or any(map(_RELATED.search, mention.heads)):
        return ""
    return plain(segments[0]) if names.is_own(segments[1]) else ""


def _is_own_place(mention: Mention, segments: list[str], names: Names) -> bool:
    """Tell whether a collection or an account is the project's."""
    if segments[0] not in ("collections", "organization"):
        return not mention.is_news and names.is_of_owner(segments[0])
    place = plain("".join(segments[1:]))
    is_named = any(own in place for own in names.own if len(own) > _HIGHEST)
    return is_named or any(map(names.is_of_owner, segments[1:2]))


def _is_model_page(rest: list[str]) -> bool:
    """Tell whether what follows a model's name in a path is its files, or a file with weights."""
    if not rest or rest in (["files"], ["summary"]):
        return True
    if rest[0] == "tree":
        return True
    is_file = bool(SURE_FILE.search(rest[-1]) or _LIKELY_FILE.search(rest[-1]))
    return rest[0] in ("resolve", "blob", "raw") and is_file
