"""What an engineer looks for first, found in a README by its headings and its code; nothing where that is unsure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.readme.document import (
    Block,
    Code,
    Document,
    Heading,
    Mark,
    Paragraph,
    Spans,
    Table,
    text_of,
)
from bot.readme.reading import Link, Snippet

MOST_WEIGHTS = 8
_LONGEST_INSTALL = 14  # lines; of more, those that install
_LONGEST_USAGE = 40
_LONGEST_CITATION = 30
_FEWEST_FIGURES = 0.3

_INSTALL_HEAD = re.compile(
    r"(?i)install|set[- ]?up|requirement|environment|dependenc|getting started|quick[- ]?start|prerequisite|build"
    r"|安装|环境|依赖|快速开始|快速上手|部署|准备"
)
_INSTALL_NAME = re.compile(r"(?i)\binstall|安装")
_INSTALL_LINE = re.compile(
    r"""(?x) ^\s*(?:[$>%]\s+|!|sudo\s+(?:-\w+\s+)?)*(?:
        (?:python\d?(?:\.\d+)?\s+-m\s+)?pip\d?(?:\.\d+)?\s+install | uv\s+(?:pip\s+install|sync|add|venv)
        | (?:conda|mamba|micromamba)\s+(?:env\s+create|create|install) | poetry\s+(?:install|add) | npm\s+i(?:nstall)?\b
        | docker\s+(?:pull|build) | nvidia-docker\s+(?:build|run) | luarocks\s+install | brew\s+install
        | python\d?\s+setup\.py\s+(?:install|develop|build) | easy_install\s | cargo\s+install | make\s+install
        | virtualenv\s | install\.packages | Pkg\.add | git\s+clone | apt(?:-get)?\s+install
    )"""
)
_PACKAGE_LINE = re.compile(
    r"(?:pip\d?|uv pip) install|(?:conda|mamba) (?:env create|install|create)|setup\.py (?:install|develop)|uv (?:sync|add)"
    r"|poetry (?:install|add)|luarocks install|docker (?:pull|build)"
)
# What installs the repository itself rather than something that it needs.
_OWN_LINE = re.compile(
    r"install\s+(?:-\S+\s+)*\.(?:\s|$|\[)|setup\.py|requirements|environment\S*\.ya?ml"
)
_USAGE_HEAD = re.compile(
    r"(?i)usage|quick[- ]?(?:start|tour)|getting started|get started|example|demo|inference|how to (?:use|run)|predict"
    r"|generat|sampl|using|try |test|evaluat|run|classif|colorize|apply"
    r"|使用|用法|示例|例子|快速|推理|预测|演示|上手|加载|调用|测试|运行"
)
_TRAIN_HEAD = re.compile(
    r"(?i)(?<!pre-)(?<!pre)train(?!ed)|data ?set|prepar|install|pre-?process|benchmark|训练|数据|安装|citation|引用"
)
_IMPORT = re.compile(
    r"(?m)^\s*(?:>>> )?(?:from\s+[\w.]+\s+import\s|import\s+\w)|^\s*(?:local\s+\w+\s*=\s*)?require\b"
)
_RUN_LINE = re.compile(
    r"^\s*(?:[$>%]\s+|!)?(?:\w+=\S*\s+)*(?:python\d?(?:\.\d+)?\s+(?!setup\.py|\.\.\.|-m\s+(?:pip|venv|virtualenv|tensorboard|pytest|http))\S|th\s+\S+\.lua|bash\s+\S+\.sh|sh\s+\S+\.sh"
    r"|\./\S+|torchrun\s|accelerate\s+launch|julia\s|caffe\s+(?:train|test)|qlua\s|luajit\s)"
)
_TRAIN_LINE = re.compile(
    r"(?i)\b(?:pre-?)?train(?!ed)|preprocess|download|\btensorboard|\bpytest|prepare|convert|setup|build|finetun"
)
_HELP_LINE = re.compile(r"\s(?:-h|--help)\s*$")
_WEIGHTS_FILE = re.compile(
    r"(?i)\.(?:pth?|ckpt|h5|hdf5|pb|onnx|caffemodel|safetensors|npz|npy|pkl|params|t7|mat|bin|weights|pdparams|tflite"
    r"|model|tar|tar\.gz|tgz|zip|gguf|pdf_model)$"
)
_SURE_FILE = re.compile(
    r"(?i)\.(?:pth?|ckpt|h5|hdf5|pb|onnx|caffemodel|safetensors|t7|pdparams|weights|tflite|gguf|pdmodel)(?:\.(?:zip|tar\.gz|tgz|bz2))?$"
)
_WEIGHTS_HOST = re.compile(
    r"(?i)(?:^|\.)(?:drive\.google\.com|console\.cloud\.google\.com|download\.tensorflow\.org|dropbox\.com|pan\.baidu\.com|zenodo\.org|storage\.googleapis\.com|huggingface\.co"
    r"|dl\.fbaipublicfiles\.com|download\.pytorch\.org|onedrive\.live\.com|1drv\.ms|figshare\.com|mega\.nz|tfhub\.dev"
    r"|storage\.cloud\.google\.com|modelscope\.cn|\S*\.amazonaws\.com|bcebos\.com|aistudio\.baidu\.com)$"
)
_WEIGHTS_FOLDER = re.compile(r"(?i)/(?:models?|checkpoints?|weights|pretrained\w*)/")
_WEIGHTS_WORD = re.compile(
    r"(?i)pre-?trained|weights?|check-?points?|ckpt|model (?:zoo|file|download)|download(?:able)? models?|trained models?"
    r"|预训练|权重|模型下载|检查点|下载地址"
)
_NOT_WEIGHTS = re.compile(
    r"(?i)dataset|data set|corpus|vocab|annotation|\bimages?\b|coco|imagenet\b.{0,12}$|training data|\.txt$|\.json$|\.csv$"
    r"|colab|notebook|docs?/|数据集"
)
_RESULTS_HEAD = re.compile(
    r"(?i)result|performance|benchmark|accurac|evaluat|model zoo|checkpoints|score|comparison|leaderboard|baseline|pretrained"
    r"|结果|性能|效果|实验|评测|评估|基准|精度|对比"
)
_METRIC = re.compile(
    r"(?i)top-?[15]|\bm?ap\b|\bmap[@_5]|\bfid\b|bleu|acc(?:uracy)?\b|\bf1\b|\bem\b|error|\biou\b|\bm?iou|\bmse\b|\bmae\b"
    r"|score|perplexity|\bppl\b|\bauc\b|psnr|ssim|recall|precision|\bwer\b|inception|\bis\b|box|mask|loss|params|flops"
    r"|rouge|\bndcg|\bmrr|hits?@|\blfw\b|cider|reward|r@\d|nll|准确率|精度|得分|平均|最高|参数"
)
_SETTING = re.compile(
    r"(?i)batch[ _]size|learning[ _]rate|\blr\b|dropout|momentum|\blayers\b|weight decay|epochs"
)
_MOST_SETTINGS = 3
_BIBTEX = re.compile(
    r"@\s*(?:article|inproceedings|misc|conference|book|phdthesis|techreport|incollection|software|online|proceedings|unpublished|mastersthesis|inbook|dataset|comment)\s*[{(]",
    re.IGNORECASE,
)
_HUB_PAGES = frozenset(["spaces", "datasets", "docs", "papers", "blog", "collections"])


@dataclass(frozen=True, slots=True)
class Found:
    """A README's quick start before it is laid out."""

    install: Snippet | None = None
    usage: Snippet | None = None
    weights: tuple[Link, ...] = ()
    results: Table | None = None
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """Code under the headings that lead to it, the nearest last. ``before`` is the line above it."""

    code: Code
    heads: tuple[str, ...]
    before: str
    order: int


def quick_start(document: Document) -> Found:
    """Return what the README clearly says of installing, using, weights, results and citing."""
    codes = list(_codes(document))
    install = _install(codes)
    return Found(
        install,
        _usage(codes, install),
        _weights(document),
        _results(document),
        _citation(document),
    )


def _headed(document: Document) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Yield every block with the headings that lead to it, the nearest last; a heading leads to itself."""
    heads: list[tuple[int, str]] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            heads = [head for head in heads if head[0] < block.level]
            heads.append((block.level, text_of(block.spans)))
        yield block, tuple(text for _, text in heads)


def _codes(document: Document) -> Iterator[_Placed]:
    before = ""
    for order, (block, heads) in enumerate(_headed(document)):
        match block:
            case Heading():
                before = ""
            case Paragraph():
                before = text_of(block.spans)
                if inline := _inline_command(block.spans):
                    yield _Placed(Code(inline), heads, before, order)
            case Code():
                yield _Placed(block, heads, before, order)
            case _:
                pass


def _inline_command(spans: Spans) -> str:
    """Return a command that stands in a sentence as code."""
    for span in spans:
        if (
            Mark.CODE in span.marks
            and _PACKAGE_LINE.search(span.text)
            and _INSTALL_LINE.match(span.text)
        ):
            return span.text.strip()
    return ""


def _install(codes: Sequence[_Placed]) -> Snippet | None:
    """Return the first code that installs, packages rather than a clone, under a heading that says so if there is one."""
    best: tuple[int, int] | None = None
    chosen: _Placed | None = None
    for placed in codes:
        lines = placed.code.text.split("\n")
        if not any(_INSTALL_LINE.match(line) for line in lines):
            continue
        packages = any(_PACKAGE_LINE.search(line) for line in lines)
        is_headed = any(_INSTALL_HEAD.search(head) for head in placed.heads[-2:])
        if not packages and not is_headed:
            continue
        is_named = any(_INSTALL_NAME.search(head) for head in placed.heads[-2:])
        is_own = any(_OWN_LINE.search(line) for line in lines)
        rank = (-(2 * is_named + 2 * is_own + is_headed + packages), placed.order)
        if best is None or rank < best:
            best, chosen = rank, placed
    return _shortened(chosen.code) if chosen else None


def _shortened(code: Code) -> Snippet:
    lines = code.text.split("\n")
    if len(lines) > _LONGEST_INSTALL:
        told = [line for line in lines if _INSTALL_LINE.match(line)]
        return Snippet("\n".join(told[:_LONGEST_INSTALL]), "shell")
    return Snippet(code.text, code.language or "shell")


def _usage(codes: Sequence[_Placed], install: Snippet | None) -> Snippet | None:
    """Return the smallest clear example: code that imports, else a command that runs something already trained."""
    ranked: list[tuple[tuple[int, int], Code]] = []
    for placed in codes:
        text = placed.code.text
        if (install and text == install.text) or _BIBTEX.search(text):
            continue
        rank = _usefulness(placed)
        if rank is not None:
            ranked.append(((rank, placed.order), placed.code))
    if not ranked:
        return None
    _, code = min(ranked, key=lambda pair: pair[0])
    if len(code.text.split("\n")) > _LONGEST_USAGE:
        return None
    return Snippet(code.text, code.language or ("python" if _IMPORT.search(code.text) else "shell"))


def _usefulness(placed: _Placed) -> int | None:
    """Return how likely code shows usage, less being likelier; None when it doesn't."""
    lines = [line for line in placed.code.text.split("\n") if line.strip()]
    around = [*placed.heads[-2:], placed.before[-120:]]
    is_training = bool(placed.heads) and bool(_TRAIN_HEAD.search(placed.heads[-1]))
    imports = bool(_IMPORT.search(placed.code.text))
    runs = [line for line in lines if _RUN_LINE.match(line) and not _HELP_LINE.search(line)]
    if (not imports and not runs) or len(lines) > _LONGEST_USAGE:
        return None
    is_told = any(_USAGE_HEAD.search(text) for text in around)
    if imports:
        return 0 if is_told and not is_training else 2 if len(lines) > 1 else 5
    trains = all(_TRAIN_LINE.search(line) for line in runs)
    if is_told and not is_training and not trains:
        return 1
    if not trains and not is_training:
        return 3
    return 4 if is_told or is_training else None


def _weights(document: Document) -> tuple[Link, ...]:
    """Return links to trained weights: files of such a kind, or what is said to be them on hosts that keep files."""
    found: dict[str, str] = {}
    for block, heads in _headed(document):
        match block:
            case Heading() | Paragraph():
                rows: Iterable[tuple[str, Spans]] = [(text_of(block.spans), block.spans)]
            case Table():
                rows = _table_rows(block)
            case _:
                rows = []
        context = " ".join(heads[-2:])
        for text, spans in rows:
            for words, url in _links(spans):
                if _is_weights(words, url, text, context):
                    found.setdefault(url, words)
    return tuple(Link(words, url) for url, words in list(found.items())[:MOST_WEIGHTS])


def _table_rows(table: Table) -> Iterable[tuple[str, Spans]]:
    names = [text_of(cell) for cell in table.header]
    for row in table.rows:
        first = text_of(row[0])
        for name, cell in zip(names, row, strict=True):
            yield f"{first} {name} {text_of(cell)}", cell


def _links(spans: Spans) -> Iterable[tuple[str, str]]:
    for span in spans:
        if span.url and not span.url.startswith("#"):
            yield span.text.strip(), span.url


def _is_weights(words: str, url: str, text: str, context: str) -> bool:
    parts = urlsplit(url)
    path, host = parts.path, parts.hostname or ""
    if "/blob/HEAD/" in path and not _SURE_FILE.search(path):
        return False
    if _NOT_WEIGHTS.search(words) or _NOT_WEIGHTS.search(path.rpartition("/")[2]):
        return False
    if _SURE_FILE.search(path):
        return True
    if host.endswith("huggingface.co"):
        is_said = _WEIGHTS_WORD.search(f"{words} {text} {context}") or "/resolve/" in path
        return bool(is_said) and _is_hub_model(path)
    near = bool(_WEIGHTS_WORD.search(words) or _WEIGHTS_WORD.search(text))
    near = near or bool(_WEIGHTS_FOLDER.search(path) and _WEIGHTS_FILE.search(path))
    is_kept = bool(_WEIGHTS_HOST.search(host) or _WEIGHTS_FILE.search(path))
    return is_kept and (near or bool(_WEIGHTS_WORD.search(context)))


def _is_hub_model(path: str) -> bool:
    owner, _, name = path.strip("/").partition("/")
    return bool(name) and owner not in _HUB_PAGES


def _results(document: Document) -> Table | None:
    """Return the first table of measured results: figures in its cells, and a heading or a column that says of what."""
    for block, heads in _headed(document):
        if isinstance(block, Table) and len(block.rows) and len(block.header) > 1:
            names = " ".join(text_of(cell) for cell in block.header)
            is_metric = bool(_METRIC.search(names))
            is_headed = any(_RESULTS_HEAD.search(text) for text in heads[-2:])
            is_setting = len(_SETTING.findall(names)) >= _MOST_SETTINGS
            if (is_metric or is_headed) and not is_setting and _figures(block) >= _FEWEST_FIGURES:
                return block
    return None


def _figures(table: Table) -> float:
    """Return which share of the cells beside the first column begins with a figure that a measurement has."""
    cells = [text_of(cell) for row in table.rows for cell in row[1:]]
    told = [cell for cell in cells if cell]
    if not told:
        return 0.0
    measured = [cell for cell in told if re.match(r"[~≈<>±+\-−]?\s*\d+(?:[.,]\d+)?", cell)]
    return len(measured) / len(told)


def _citation(document: Document) -> str | None:
    """Return the first BibTeX entry's block; of several in one, all that is short."""
    for block in document.blocks:
        text = block.text if isinstance(block, Code) else ""
        if isinstance(block, Paragraph):
            text = "".join(span.text for span in block.spans)
        found = _BIBTEX.search(text)
        if found:
            lines = text[found.start() :].strip().split("\n")
            return "\n".join(lines[:_LONGEST_CITATION])
    return None
