"""What a project achieves: the first table of measurements, told by its columns' names, units and figures."""

import re
from collections.abc import Sequence

from bot.readme.document import Document, Spans, Table, text_of
from bot.readme.quickstart.labels import is_empty
from bot.readme.quickstart.places import headed

_FEWEST_FIGURES = 0.3  # of the cells in a measured column
_MOST_SETTINGS = 3
_FEWEST_COLUMNS = 2  # what is measured, and a figure
_BESIDE = re.compile(r"(?i)\b(?:configs?|ya?ml|logs?|cfg|scripts?|tensorboard)\b")
_COMPARED = re.compile(r"(?i)benchmarks?(?: type)?|metrics?|tasks?|评测.*|指标")
_HEAD = re.compile(
    r"(?i)result|performance|benchmark|accurac|evaluat|model zoo|checkpoints|scores?\b|comparison|leaderboard|baseline"
    r"|pre-?trained|ablation|结果|性能|效果|实验|评测|评估|基准|精度|对比"
)
_OTHER_HEAD = re.compile(
    r"(?i)requirement|hardware|memory|\bvram|argument|option|parameter|config|hyper|download|install|quanti[sz]|data ?sets?\b"
    r"|model summary|specification|硬件|显存|内存|需求|参数|配置|下载|安装|数据"
)
_METRIC = re.compile(
    r"(?i)top-?[15]\b|\bm?ap\b|\bm?ap[@_5⁵\d]|\bap[a-zᵃ-ᶻ]|\bfid\b|fvd|bleu|\bacc(?:uracy|\.)?\b|acc@|\bc?g?f1\b|\bem\b|\berr(?:or)?\b"
    r"|\b[mp]?iou\b|\b[rm]?mse\b|\bmae\b|scores?\b|perplexity|\bppl\b|\bauc\b|auroc|psnr|ssim|lpips|recall|precision\b(?!.*bf16)"
    r"|\b[wc]er\b|inception|\bis\b|box|mask|(?:val\w*|test|eval\w*) loss|^loss$|rouge|\bndcg|\bmrr\b|hits?@|\blfw\b|cider|spice|meteor"
    r"|reward|\br@\d|\bnll\b|win ?rate|\belo\b|pass@|\bsim\b|\bmos\b|\bdice\b|hota|mota|\bate\b|\bnme\b|success rate|\bavg|average|overall"
    r"|mmlu|gsm-?8k|humaneval|hellaswag|arc-[ce]|c-?eval|cmmlu|\bmath\b|truthfulqa|winogrande|bbh|mbpp|gpqa|aime|ifeval|swe-?bench"
    r"|imagenet|\bin-?1k|\bcoco\b|cifar|ade20k|squad|\bglue\b|librispeech|mt-?bench|alpacaeval|mmbench|mmmu|docvqa|textvqa|vqa"
    r"|准确率|精度(?!类型)|得分|分数|平均|最高|错误率|召回|指标|开发集|测试集"
)
# What describes a model or a run and measures neither.
_NEUTRAL = re.compile(
    r"(?i)param|#\s*param|\bsizes?\b|flops|\bmacs?\b|context|length|layers?\b|\bdim\b|heads?\b|hidden|vocab|\byear|date|\bstars?\b"
    r"|epoch|iter|steps?\b|batch|learning rate|\blr\b|schd|schedule|dropout|momentum|decay|memory|\bmem\b|vram|\bram\b|storage|disk"
    r"|download|links?\b|url|checkpoint|ckpt|weights?\b|licen[sc]e|version|resolution|input|tokens?\b|\bgpus?\b|\bmp\b|precision|quant"
    r"|device|hardware|backbone|config|script|log\b|default|values?\b|options?\b|arguments?\b|flags?\b|description|type|\bmd5|sha\b"
    r"|training time|latency|speed|\bfps\b|\bms\b|throughput|time\b|price|cost|\bid\b|seed|width|depth|scale|frames?\b|encoder|decoder|sensor|focal|aperture|channels?|stride|ratio"
    r"|参数|大小|尺寸|上下文|长度|层数|维度|词表|日期|时间|轮数|步数|显存|内存|存储|硬盘|下载|链接|权重|版本|分辨率|模型大小|量化|设备|数量|配置"
    r"|默认|选项|说明|描述|类型|速度|字数"
)
_ARGUMENT = re.compile(
    r"^-{1,2}[A-Za-z]|^(?:options?|arguments?|flags?|hyper-?parameters?|参数名?)$", re.IGNORECASE
)
_SETTING = re.compile(
    r"(?i)batch[ _]size|learning[ _]rate|\blr\b|dropout|momentum|\blayers\b|weight decay|epochs"
)
_FIGURE = re.compile(
    r"[~≈<>≤≥±+\-−*†‡]*\s*\d{1,3}(?:[,\d]*\d)?(?:\.\d+)?"
    r"(?!\s*(?:[kmgt]i?b?\b|x\s*\d|px|bit|gb|mb|tokens?|hours?|days?|epochs?|亿|万))(?![\w]|-\d|\.\d|/\d{1,2}/)",
    re.IGNORECASE,
)


# Either how often it is right or how numbers are stored.
_AMBIGUOUS = re.compile(r"(?i)精度|precision")
_DECIMAL = re.compile(r"[~≈<>≤≥±+\-−*†‡]*\s*\d+(?:\.\d|\s*%)")


def find_results(document: Document) -> Table | None:
    """Return the first table that measures something."""
    for block, heads in headed(document):
        if isinstance(block, Table):
            table = _with_header(block)
            if _measures(table, heads[-2:]):
                return _without_links(table)
    return None


def _with_header(table: Table) -> Table:
    """Return a table whose columns' names stand in its first row with them as its header."""
    if any(map(text_of, table.header)) or not table.rows:
        return table
    return Table(table.rows[0], table.rows[1:])


def _without_links(table: Table) -> Table:
    """Return a table without the columns that only lead elsewhere: downloads, configurations, logs."""
    kept = [
        column
        for column in range(len(table.header))
        if column == 0 or not _is_of_links([row[column] for row in table.rows])
    ]
    if len(kept) < _FEWEST_COLUMNS:
        return table
    return Table(
        tuple(table.header[column] for column in kept),
        tuple(tuple(row[column] for column in kept) for row in table.rows),
    )


def _is_of_links(cells: Sequence[Spans]) -> bool:
    """Tell whether every cell that says something only says where it leads."""
    said = [cell for cell in cells if re.search(r"\w", text_of(cell))]
    return bool(said) and all(
        any(span.url for span in cell) and is_empty(_BESIDE.sub("", text_of(cell))) for cell in said
    )


def _measures(table: Table, heads: Sequence[str]) -> bool:
    """Tell whether a table holds measurements; its own words count more than the headings above it."""
    rows = table.rows
    names = [text_of(cell) for cell in table.header]
    firsts = [text_of(row[0]) for row in rows]
    if len(names) < _FEWEST_COLUMNS or not rows or _sets(names, firsts):
        return False
    measured = [column for column in range(len(names)) if _is_measured(names[column], rows, column)]
    if any(_is_metric(names[column]) for column in measured):
        return True
    described = sum(bool(_NEUTRAL.search(first)) and not _is_metric(first) for first in firsts)
    if not measured or 2 * described >= len(firsts):
        return False
    is_precise = any(_DECIMAL.match(text_of(row[column])) for row in rows for column in measured)
    is_headed = any(map(_HEAD.search, heads)) and not any(map(_OTHER_HEAD.search, heads[-1:]))
    by_row = sum(map(_is_metric, firsts))
    return (
        (is_precise and is_headed)
        or bool(_COMPARED.fullmatch(names[0]))
        or 2 * by_row >= len(firsts)
    )


def _sets(names: Sequence[str], firsts: Sequence[str]) -> bool:
    """Tell whether a table lists arguments or the settings of a training."""
    if any(_ARGUMENT.search(text) for text in (*firsts, names[0])):
        return True
    return len(_SETTING.findall(" ".join(names))) >= _MOST_SETTINGS


def _is_metric(name: str) -> bool:
    return bool(_METRIC.search(name))


def _is_measured(name: str, rows: Sequence[tuple[Spans, ...]], column: int) -> bool:
    """Tell whether a column holds figures that aren't sizes, settings or amounts of memory."""
    is_metric = _is_metric(name)
    if _NEUTRAL.search(name) and not is_metric:
        return False
    if column == 0 and not is_metric:
        return False
    cells = [text for row in rows if (text := text_of(row[column]))]
    if _AMBIGUOUS.fullmatch(name.strip()) and not any(map(_DECIMAL.match, cells)):
        return False
    figures = sum(bool(_FIGURE.match(cell)) for cell in cells)
    return bool(cells) and figures / len(cells) >= _FEWEST_FIGURES
