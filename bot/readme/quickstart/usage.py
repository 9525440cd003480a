"""How a project is used: the clearest example, whole or its first part that stands alone."""

import ast
import re
from collections.abc import Sequence
from itertools import pairwise

from bot.readme.quickstart.citation import has_bibtex
from bot.readme.quickstart.commands import commands_of, logical_lines
from bot.readme.quickstart.names import Names
from bot.readme.quickstart.places import Placed
from bot.readme.reading import Snippet

_MOST_CODE = 40  # lines with code, without blank ones and comments
_MOST_LINES = 60
_MOST_CHARACTERS = 1_500
_MOST_TRIES = 12
_PARTIAL = 2
_LONGEST = 6_000  # characters that are looked at
_USAGE_HEAD = re.compile(
    r"(?i)usage|quick[- ]?(?:start|tour)|getting started|get started|example|demo|inference|how to (?:use|run)|predict"
    r"|generat|sampl|using|\btry\b|\btest|evaluat|\brun|classif|coloriz|apply|chat\b"
    r"|使用|用法|示例|例子|快速|推理|预测|演示|上手|加载|调用|测试|运行"
)
_TRAIN_HEAD = re.compile(
    r"(?i)(?<!pre-)(?<!pre)train(?!ed)|fine-?tun|data ?set|prepar|install|\bbuild|compil|pre-?process|benchmark|citation|\bdata\b"
    r"|训练|微调|数据|预处理|安装|引用"
)
_CONVERT_HEAD = re.compile(
    r"(?i)\bconver(?:t|sion)|\bexport|quanti[sz]ation|onnx export|转换|导出|压缩|格式"
)
_CONVERTS = re.compile(
    r"(?i)\b(?:convert|export|merge)\b[^.]*\b(?:weights?|checkpoints?|models?|onnx)\b|转换|导出"
)
_CONVERT_BEFORE = re.compile(
    r"(?i)\b(?:convert|export|download|merge|compress|preprocess)(?:s|ing)?\b|转换|导出|下载|压缩|预处理"
)
# Scripts by whose name it is clear that they make ready what others use.
_TOOL_NAME = re.compile(
    r"(?i)(?:^|[-_./])(?:conver(?:t|ter|sion)|export|cast|quanti[sz]e\w*|merge|fuse|prune|compress|pre-?process\w*|prepare\w*"
    r"|preproc|download\w*|datasets?|tokeni[sz]er?|pretokenize|resample|crop|align|extract\w*|split\w*|create|build|make|setup"
    r"|apply_delta|delta|install|index|gen_seek|annotat\w*|label\w*|data|reparameteri[sz]ation|check|modify|record\w*|collect\w*|init_env|setup_env|create_env|get|fetch)"
    r"(?:[-_.]|$)|lmdb|2(?:onnx|trt|hf|coco|lmdb|tfrecords?|bf16|fp16|int8)|_to_|_2_|to_(?:onnx|hf|trt)|(?:^|[-_/])fp8_cast|pytest"
)
_TRAINING = re.compile(r"(?i)\b(?:pre-?)?train(?!ed)|finetun|_train\b|train_")
_IMPORT = re.compile(
    r"(?m)^\s*(?:>>> )?(?:from\s+[\w.]+\s+import\s|import\s+\w)|^\s*(?:local\s+\w+\s*=\s*)?require\b"
)
_LAUNCHER = re.compile(
    r"(?:\S*/)?(?:python[\d.]*|ipython|th|qlua|luajit|julia|bash|sh|torchrun|deepspeed|accelerate|streamlit|srun)"
)
_FILE = re.compile(r"\S+\.(?:py|lua|sh|jl)")
_SERVERS = frozenset(["vllm serve", "ollama run", "caffe test", "swift infer", "gradio deploy"])
_OTHER_MODULES = frozenset(["pip", "venv", "virtualenv", "tensorboard", "pytest", "http.server"])
_VERB = re.compile(
    r"(?i)^[\w-]*[-_](?:predict|infer(?:ence)?|generate|demo|chat|cli|synthesize|transcribe|translate|detect)\s+\S"
)
_NO_CODE = re.compile(
    r"(?i)^\s*(?:usage\b|positional arguments|options:)|[├└│]|^\s*\|--|^\s*[|`+]-- "
)
_FETCHERS = frozenset(["huggingface-cli", "transformers-cli", "modelscope-cli", "kaggle-cli"])
_INSTALLS = re.compile(
    r"(?:\S*pip[\d.]*|conda|apt(?:-get)?|git)\s+(?:install|clone)|\S*python\S* -m pip install"
)
_EVALUATION = re.compile(
    r"(?i)evaluat|(?:^|[\s/_])eval\w*\.(?:sh|py)\b|\bmteb|lm[-_]harness|benchmark|评测|评估"
)
_HELP = re.compile(r"\s(?:-h|--help)\s*$")
_FETCHES = re.compile(r"\blogin\(|download_root|snapshot_download|hf_hub_download|urlretrieve")
_USES = re.compile(
    r"(?i)\.generate|predict|infer|pipeline|from_folder|load_model|\.eval\(\)|\bmodel\("
)
_CALL = re.compile(r"(?m)^\s*(?:[\w, ]+=\s*)?(?:await\s+|return\s+)?[A-Za-z_][\w.]*\([^)]*")
_PYTHON = frozenset(["python", "python3", "py", "ipython", "pycon"])


def find_usage(codes: Sequence[Placed], names: Names, install: Snippet | None) -> Snippet | None:
    """Return the likeliest example that can be shown whole or by a part that stands alone."""
    ranked = [
        (rank, placed.order, placed)
        for placed in codes
        if not (install and placed.code.text == install.text)
        and not has_bibtex(placed.code.text)
        and (rank := _rank(placed, names)) is not None
    ]
    best: tuple[int, Placed, str] | None = None
    for rank, _, placed in sorted(ranked, key=lambda each: each[:2])[:_MOST_TRIES]:
        if best and rank >= best[0]:
            break
        text, is_whole = _shown(placed.code.text)
        # A short example that is whole says more than the beginning of a long one.
        effective = rank if is_whole else rank + _PARTIAL
        if text and (best is None or effective < best[0]):
            best = (effective, placed, text)
    if best is None:
        return None
    _, placed, text = best
    is_code = bool(_IMPORT.search(text))
    return Snippet(text, placed.code.language or ("python" if is_code else "shell"))


def _rank(placed: Placed, names: Names) -> int | None:
    """Return how likely code shows usage, less being likelier; None when it doesn't."""
    text = placed.code.text[:_LONGEST]
    imports = bool(_IMPORT.search(text)) and not placed.is_inline
    if _is_aside(placed, text, imports=imports):
        return None
    heads = placed.heads[-2:]
    is_said = any(_USAGE_HEAD.search(near) for near in (*heads, placed.before[-120:]))
    is_training = any(map(_TRAIN_HEAD.search, heads[-1:])) or bool(
        _TRAINING.search(placed.before[-80:])
    )
    is_example = is_said and not is_training
    if imports:
        is_lone = len(text.strip().split("\n")) == 1
        return 0 if is_example else 5 if is_lone else 2
    if _is_call(placed, text):
        return 3 if is_example else None
    return _rank_commands(placed, names, is_said=is_said, is_training=is_training)


def _is_aside(placed: Placed, text: str, *, imports: bool) -> bool:
    """Tell whether code is no code, or only fetches or converts what the usage needs."""
    if _NO_CODE.match(text) or re.search(r"[├└│]|(?m:^\s*\|--)", text):
        return True
    if any(_CONVERT_HEAD.search(h) and not _USAGE_HEAD.search(h) for h in placed.heads[-1:]):
        return True
    fetches = bool(_FETCHES.search(text)) and not _USES.search(text)
    return imports and (fetches or bool(_CONVERTS.search(placed.before[-80:])))


def _rank_commands(placed: Placed, names: Names, *, is_said: bool, is_training: bool) -> int | None:
    """Return how likely shell code shows usage."""
    commands = commands_of(placed.code.text[:_LONGEST])
    runs = [command for command in commands if _runs(command, names)]
    if not runs or (placed.is_inline and not is_said):
        return None
    if any(command.startswith("cd ") and "demo" in command for command in commands):
        return 4 if is_said else None
    if _CONVERT_BEFORE.search(placed.before[-60:]) and not _USAGE_HEAD.search(placed.before[-60:]):
        return None
    trains = all(_TRAINING.search(command) for command in runs)
    if is_said and not is_training and not trains:
        is_second = all(_EVALUATION.search(command) for command in runs) or any(
            _INSTALLS.match(command) for command in commands
        )
        return 6 if placed.is_inline else 3 if is_second else 1
    if not trains and not is_training:
        return 3
    return 4 if is_said or is_training else None


def _runs(command: str, names: Names) -> bool:
    """Tell whether a command runs what the project is for."""
    words = command.split()
    if _HELP.search(command) or "..." in words[:2] or not words:
        return False
    if script := _script(words):
        return not _TOOL_NAME.search(script)
    if words[0] in _FETCHERS:
        return False
    return bool(_VERB.match(command)) or (
        len(words) > 1 and bool(re.fullmatch(r"[\w-]+", words[0])) and names.is_own(words[0])
    )


def _script(words: Sequence[str]) -> str:
    """Return the script, module or model that a command runs, "" where it runs none."""
    if words[:2] == ["uv", "run"]:
        return next((word for word in words[2:] if _FILE.fullmatch(word)), "")
    if " ".join(words[:2]) in _SERVERS:
        return "".join(words[2:3])
    if _FILE.fullmatch(words[0]) or re.fullmatch(r"\./\S*[^/]", words[0]):
        return words[0]
    for option, word in pairwise(words if _LAUNCHER.fullmatch(words[0]) else ()):
        if option == "-m" and not word.startswith("torch.distributed"):
            return "" if word in _OTHER_MODULES else word
        if _FILE.fullmatch(word):
            return word
    return ""


def _is_call(placed: Placed, text: str) -> bool:
    """Tell whether code without imports is an example nevertheless: Python that calls something."""
    is_python = placed.code.language in _PYTHON and not placed.is_inline
    return is_python and bool(_CALL.search(text)) and "pip install" not in text


def _shown(text: str) -> tuple[str, bool]:
    """Return an example without needless blank lines, and whether it is whole; of a long one the first part."""
    lines = _spaced(text.rstrip().split("\n"))
    if _fits(lines):
        return "\n".join(lines), True
    while lines and (not lines[-1] or lines[-1].lstrip().startswith("#")):
        lines.pop()  # what it prints, as a comment
    without_blanks = [line for line in lines if line]
    for shorter in (lines, without_blanks):
        if _fits(shorter):
            return "\n".join(shorter), True
    part = _first_part(lines) if _IMPORT.search(text) else _first_commands(lines)
    if part is None and len(lines) <= _MOST_LINES and _weight(lines) <= _MOST_CODE:
        part = "\n".join(lines)  # long lines alone: a message shows where it cuts them
    return part or "", False


def _fits(lines: Sequence[str]) -> bool:
    is_short = sum(len(line) + 1 for line in lines) <= _MOST_CHARACTERS
    return is_short and len(lines) <= _MOST_LINES and _weight(lines) <= _MOST_CODE


def _spaced(lines: Sequence[str]) -> list[str]:
    """Return lines with one blank line where there are several."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip() if line.strip() else "")
    return kept


def _weight(lines: Sequence[str]) -> int:
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in lines)


def _first_part(lines: Sequence[str]) -> str | None:
    """Return the longest beginning of a Python example that ends with a paragraph, is whole and does something."""
    for end in range(min(len(lines), _MOST_LINES), 1, -1):
        ends_paragraph = not lines[end].strip() if end < len(lines) else True
        part = lines[:end]
        if not ends_paragraph or not lines[end - 1].strip() or not _fits(part):
            continue
        while part and (not part[-1].strip() or part[-1].startswith("#")):
            part = part[:-1]
        if _is_whole("\n".join(part)):
            return "\n".join(part)
    return None


def _is_whole(text: str) -> bool:
    """Tell whether text is Python that runs beyond its imports and definitions."""
    if len(text) > _LONGEST:
        return False
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    passive = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
    done = [node for node in body if not isinstance(node, passive)]
    return any(isinstance(part, ast.Call) for node in done for part in ast.walk(node))


def _first_commands(lines: Sequence[str]) -> str | None:
    """Return the first commands of a long script, each with what it continues on."""
    kept: list[str] = []
    for line in logical_lines("\n".join(lines)):
        if not _fits([*kept, *line.split("\n")]):
            break
        kept += line.split("\n")
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        kept.pop()
    is_open = bool(re.search(r"(?m)^\s*(?:if|for|while|case|function)\b|<<", "\n".join(kept)))
    return "\n".join(kept) if kept and not is_open else None
