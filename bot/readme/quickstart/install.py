"""How a project is installed: the published package before its source, never what only a side of it needs."""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum

from bot.readme.document import Code
from bot.readme.quickstart.commands import commands_of, logical_lines
from bot.readme.quickstart.names import DEPENDENCIES, Names, plain
from bot.readme.quickstart.places import Placed
from bot.readme.reading import Snippet

_LONGEST = 14  # lines; of more, those that install
_INSTALL_HEAD = re.compile(
    r"(?i)install|set[- ]?up|requirement|environment|dependenc|getting started|quick[- ]?start|prerequisite|build"
    r"|how to use|usage|安装|环境|依赖|快速开始|快速上手|快速使用|准备"
)
_INSTALL_NAME = re.compile(r"(?i)\binstall|安装")
# What belongs to a side of the project, by a heading, a file's name or the words before the code.
_SIDE_HEAD = re.compile(
    r"(?i)\bdemos?\b|web ?ui|gradio|\bdocs?\b|documentation|contribut|\btests?\b|unit test|\blint|evaluat|benchmark"
    r"|dataset|data prepar|\bdeploy|serving|\bfaq\b|troubleshoot|known issues?"
    r"|演示|网页|文档|贡献|单元测试|评测|评估|数据|部署|常见问题"
)
_SIDE_FILE = re.compile(
    r"(?i)(?:^|[-_./])(?:(?:web|gradio)?[-_]?demo|docs?|tests?|testing|dev|develop|development|lint|ci|web|webui|ui|gradio|app"
    r"|build|train|training|eval|evaluation|benchmarks?|examples?|notebooks?|optional|extras?|serve|server|api|openai[-_]api)"
    r"(?:[-_./]|$)"
)
_SIDE_EXTRA = re.compile(
    r"(?i)\[[^\]]*\b(?:dev\w*|docs?|tests?|testing|lint|notebooks?|examples)\b"
)
_FOR_DEVELOPERS = re.compile(
    r"(?i)develop(?:er|ment)|contribut|fine-?tun|(?<!pre-)\btrain|change the code|hack|modify|docs?\b|documentation|unit tests?|run(?:ning)? (?:the )?tests"
    r"|\bdemo\b|开发|贡献|训练|微调|文档|演示"
)
_SIDE_FOLDER = re.compile(
    r"(?i)^cd\s+\S*(?:demo|docs?|tests?|web\w*|app|examples?|benchmarks?)/?$|^cd\s+\S*third[-_]?party/"
)
_PACKAGES = re.compile(
    r"""(?x) ^(?:
        (?:\S*python[\d.]*\s+-m\s+)?pip[\d.]*\s+install | uv\s+pip\s+install | uv\s+add | poetry\s+add | pipx\s+install
        | (?:conda|mamba|micromamba)\s+install | luarocks\s+install | brew\s+install | npm\s+i(?:nstall)? | easy_install
        | cargo\s+install
    )\s+(.*)$"""
)
_CALLED = re.compile(r"(?:install\.packages|Pkg\.add|Pkg\.clone)\(\s*[\"']([^\"']+)")
_PULL = re.compile(r"^docker\s+pull\s+(\S+)")
_SOURCE = re.compile(
    r"""(?x) ^(?:
        (?:conda|mamba|micromamba)\s+env\s+create | uv\s+sync | poetry\s+install | pdm\s+install | npm\s+install$
        | \S*python[\d.]*\s+\S*setup\.py\s+(?:install|develop|build\w*) | make\s+(?:install|init)\b
        | docker\s+build | docker[\s-]compose\s.*(?:up|build)\b | nvidia-docker\s+(?:build|run)
        | (?:\.|bash|sh|source)\s+\S*(?:setup|install)\w*\.sh\b(?!\s+--?(?:demo|help)) | \./(?:\S*/)?(?:setup|install)\w*\.sh\b
    )"""
)
_TOOLS = re.compile(
    r"^(?:(?:apt(?:-get)?|yum|dnf|pkg)\s+install|(?:conda|mamba)\s+create|virtualenv|\S*python[\d.]*\s+-m\s+venv"
    r"|uv\s+venv)\s"
)
_TRAINS = re.compile(r"(?i)(?:^|[\s/_])train\w*\.(?:py|sh)\b")
_REPOSITORY = re.compile(r"[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?(?:\s|$)")
_GETS = re.compile(r"(?:git|cd|mkdir)\b")
_SAYS_PUBLISHED = re.compile(r"(?i)\bpypi\b|stable release|released version|发布版|稳定版")
_SHORT = 40
_VALUED = frozenset(
    re.findall(
        r"\S+",
        """
    -f --find-links -i --index-url --extra-index-url --index --default-index --trusted-host -c --channel
    --constraint -n --name --prefix -p --python --no-binary --only-binary --target -t
        """,
    )
)


class _Kind(IntEnum):
    """What a command installs, the more welcome the higher."""

    NOTHING = 0
    CLONE = 1
    DEPENDENCY = 2
    DEVELOPERS = 3
    UNKNOWN = 4  # a package by a name that isn't the project's
    SOURCE = 5
    PUBLISHED = 6


def find_install(codes: Sequence[Placed], names: Names) -> Snippet | None:
    """Return the first code that installs the published package, else the source, else what it needs."""
    best: tuple[int, int, int] | None = None
    chosen: Placed | None = None
    for placed in codes:
        kind = _kind(placed, names)
        if kind is _Kind.NOTHING:
            continue
        near = placed.heads[-2:]
        rank = (
            -kind,
            -any(_INSTALL_NAME.search(head) for head in near)
            - any(_INSTALL_HEAD.search(head) for head in near),
            placed.order,
        )
        if best is None or rank < best:
            best, chosen = rank, placed
    return _shortened(chosen.code) if chosen else None


def _kind(placed: Placed, names: Names) -> _Kind:
    """Return the best that code installs, as far as its place lets that be the project's own way."""
    commands = commands_of(placed.code.text)
    kind = max((_command(command, names) for command in commands), default=_Kind.NOTHING)
    near = (placed.before, *placed.heads[-1:])
    is_headed = any(map(_INSTALL_HEAD.search, placed.heads[-2:]))
    is_plain = is_headed and not placed.is_inline
    if is_plain and kind in (_Kind.UNKNOWN, _Kind.DEPENDENCY):
        kind = _Kind.PUBLISHED if any(map(_SAYS_PUBLISHED.search, near)) else kind
    if kind is _Kind.PUBLISHED:
        return _Kind.DEVELOPERS if _is_all_side(commands) else kind
    if _is_aside(placed, commands, names):
        return _Kind.NOTHING
    if kind is _Kind.SOURCE and any(map(_FOR_DEVELOPERS.search, near)):
        kind = _Kind.DEVELOPERS
    if kind is _Kind.UNKNOWN and any(map(_INSTALL_NAME.search, placed.heads)):
        # Where installing is explained, it is as likely the project's package as its source is.
        kind = _Kind.SOURCE
    elif kind is _Kind.UNKNOWN and not _INSTALL_NAME.search(placed.before):
        kind = _Kind.DEPENDENCY
    is_weak = kind <= _Kind.DEPENDENCY or placed.is_inline
    return _Kind.NOTHING if is_weak and not is_headed else kind


def _is_aside(placed: Placed, commands: Sequence[str], names: Names) -> bool:
    """Tell whether code belongs to a demo, the documentation, tests, data, training or another project."""
    if any(_SIDE_FOLDER.match(command) for command in commands):
        return True
    clones = [command for command in commands if command.startswith("git clone")]
    installs = any(_PACKAGES.match(c) or _SOURCE.match(c) or _TOOLS.match(c) for c in commands)
    if clones and not installs and not all(map(_GETS.match, commands)):
        return True
    if clones and not any(_is_own_clone(command, names) for command in clones):
        return True
    near = placed.heads[-2:]
    is_side = any(_SIDE_HEAD.search(head) and not _INSTALL_NAME.search(head) for head in near)
    trains = any(_TRAINS.search(command) for command in commands)
    # A summary or bold words above the code are as good as a heading.
    is_said = bool(_INSTALL_NAME.search(placed.before)) and len(placed.before) <= _SHORT
    is_said = is_said or any(map(_INSTALL_NAME.search, near[-1:]))
    return (is_side or trains) and not is_said


def _is_own_clone(command: str, names: Names) -> bool:
    """Tell whether a clone is of the project; of one without an address that is likely."""
    found = _REPOSITORY.search(command)
    return found is None or names.is_of_owner(found[1]) or names.is_own(found[2])


def _is_all_side(commands: Sequence[str]) -> bool:
    installing = [command for command in commands if _PACKAGES.match(command)]
    return bool(installing) and all(_SIDE_EXTRA.search(command) for command in installing)


def _command(command: str, names: Names) -> _Kind:
    """Return what one command installs."""
    if found := _PACKAGES.match(command):
        return max((_target(target, names) for target in _targets(found[1])), default=_Kind.NOTHING)
    if found := _CALLED.search(command):
        return _package(found[1].rpartition("/")[2], names)
    if found := _PULL.match(command):
        return _Kind.SOURCE if names.is_of_owner(found[1].split("/")[0]) else _Kind.DEPENDENCY
    if _SOURCE.match(command):
        given = re.search(r"(?:-f|--file)[\s=]+(\S+)", command)
        return _Kind.NOTHING if given and _SIDE_FILE.search(given[1]) else _Kind.SOURCE
    is_clone = command.startswith("git clone")
    return _Kind.CLONE if is_clone else _Kind.DEPENDENCY if _TOOLS.match(command) else _Kind.NOTHING


def _targets(arguments: str) -> Iterator[str]:
    """Yield what is installed; an option that names a file or a folder stands before it."""
    words = iter(arguments.replace('"', "").replace("'", "").split())
    for word in words:
        option, _, value = word.partition("=")
        if word in ("-r", "--requirement", "-e", "--editable"):
            yield f"-{word.lstrip('-')[0]} {next(words, '')}"
        elif option == "--requirement" and value:
            yield f"-r {value}"
        elif re.match(r"-[re]\S", word):
            yield f"{word[:2]} {word[2:]}"
        elif word in _VALUED:
            next(words, "")
        elif not word.startswith("-"):
            yield word


def _target(target: str, names: Names) -> _Kind:
    """Return what one argument of an installer stands for."""
    option, _, value = target.partition(" ")
    if option == "-r":
        return _Kind.NOTHING if _SIDE_FILE.search(value) else _Kind.SOURCE
    if option == "-e":
        target = value
    if re.match(r"(?:git\+|https?://)", target):
        owner, _, name = target.partition("github.com")[2].strip(":/").partition("/")
        is_own = names.is_own(re.split(r"[/@#]|\.git", name)[0]) or names.is_of_owner(owner)
        return _Kind.SOURCE if is_own else _Kind.DEPENDENCY
    if re.match(r"\.(?:$|/|\[)|\S+/$|/", target):
        path = target.partition("[")[0]
        if _SIDE_EXTRA.search(target) or _SIDE_FILE.search(path):
            return _Kind.DEVELOPERS
        return _Kind.SOURCE
    return _package(target, names)


def _package(target: str, names: Names) -> _Kind:
    name = re.split(r"[\[=<>~!;@]", target.rpartition("::")[2])[0]
    if not re.match(r"[A-Za-z]", name):
        return _Kind.NOTHING
    if names.is_own(name):
        return _Kind.PUBLISHED
    return _Kind.DEPENDENCY if plain(name) in DEPENDENCIES else _Kind.UNKNOWN


def _shortened(code: Code) -> Snippet:
    if len(code.text.split("\n")) <= _LONGEST:
        return Snippet(code.text, code.language or "shell")
    kept: list[str] = []
    for line in logical_lines(code.text):
        if any(
            _PACKAGES.match(c) or _SOURCE.match(c) or _TOOLS.match(c) or c.startswith("git clone")
            for c in commands_of(line)
        ):
            kept += line.split("\n")
        if len(kept) >= _LONGEST:
            break
    return Snippet("\n".join(kept[: _LONGEST * 2]), "shell")
