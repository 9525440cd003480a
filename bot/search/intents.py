"""What a query asks for beside words: models like one, one against another, an order, a licence, a year, a size.

"alternatives to whisper", "X vs Y", "text to speech with a licence for companies", "大模型 可商用": the words that say so are taken
out of the text, so that only what is searched for remains.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.catalog.entry import LicenseKind
from bot.search.query import EARLIEST_YEAR, SearchQuery, Sort

_FREE = r"(?:(?:an?|the|some|any|good|better|best|free|open|open[- ]?source[d]?|local|cheap|self[- ]?hosted|lightweight|small(?:er)?|fast(?:er)?)\s+)*"
_KINDS = r"(?:models?|things?|something|anything|repos?|repositories|tools?|networks?|projects?|ones?|software)"
_ZH_KINDS = r"(?:的)?(?:开源|免费|国产|更好)?(?:的)?(?:模型|项目|网络|仓库|工具|方案|产品|软件|库)?(?:有哪些|有什么|有吗|推荐)?"

# Each finds, in ``a``, the name of what similar ones are wanted of.
_LIKE = (
    rf"{_FREE}(?:alternatives?|replacements?|substitutes?|competitors?|equivalents?)\s+(?:to|for|of)\s+(?P<a>.+)",
    rf"(?P<a>.+?)(?:'s)?\s+{_FREE}(?:alternatives?|replacements?|substitutes?|competitors?|equivalents?)",
    rf"{_FREE}(?:{_KINDS}\s+)?(?:that\s+(?:is|are)\s+)?(?:similar\s+to|comparable\s+to)\s+(?P<a>.+)",
    rf"{_FREE}{_KINDS}\s+(?:just\s+)?like\s+(?P<a>.+)",
    r"like\s+(?P<a>\S+)",
    r"(?:what\s+)?(?:to\s+use\s+|can\s+i\s+use\s+)?(?:instead\s+of|in\s+place\s+of)\s+(?P<a>.+)",
    r"(?P<a>.+?)[\s,]+but\s+(?:it'?s\s+|it\s+is\s+|an?\s+)?(?:fully\s+|more\s+)?(?:open|free|open[- ]?source[d]?|open[- ]?weights?|local|offline|small(?:er)?|fast(?:er)?|better|newer|light(?:er|weight)?)",
    rf"(?:{_KINDS}\s+)?(?:that\s+(?:is|are)\s+)?(?:better|faster|smaller|lighter|cheaper|quicker|more\s+accurate)\s+than\s+(?P<a>.+)",
    r"比\s*(?P<a>[^\s\u4e00-\u9fff][^\u4e00-\u9fff]*?)\s*(?:更|还)?(?:好|快|小|强|轻|准|省显存)的?[\u4e00-\u9fff]{0,6}",
    rf"(?P<a>.+?)\s*(?:的)?(?:开源|免费|国产)?(?:的)?(?:替代品|替代|平替|代替品|替换品|竞品|同类){_ZH_KINDS}",
    rf"(?:开源)?(?:替代|代替|取代)\s*(?P<a>.+?)\s*{_ZH_KINDS}",
    rf"(?:有没有|有什么|求|找)?(?:类似|相似|好像|接近)\s*(?:于|与|和|跟)?\s*(?P<a>.+?)\s*(?:这样|那样|一样)?{_ZH_KINDS}",
    rf"(?:有没有|有什么|求|找)?(?:和|跟|与|同|像)\s*(?P<a>.+?)\s*(?:很|最|差不多)?(?:类似|相似|相近|接近|差不多|一样|这样|那样){_ZH_KINDS}",
)
# Each finds, in ``a``, the name of what newer ones are wanted of.
_NEWER = (
    r"(?:what\s+|which\s+\w+\s+)?(?:replace[ds]?|succeed(?:s|ed)|superseded[sd]?|followed|follows)\s+(?P<a>.+)",
    rf"{_FREE}(?:successors?|newer\s+versions?|(?:new|next|latest)\s+version|upgrades?)\s+(?:of|to|for)\s+(?P<a>.+)",
    rf"(?:{_KINDS}\s+|what(?:'s|\s+is)?\s+)?(?:that\s+(?:is|are)\s+)?(?:newer|more\s+recent|more\s+modern)\s+than\s+(?P<a>.+)",
    r"(?:what\s+)?(?:came|comes)\s+after\s+(?P<a>.+)",
    r"(?P<a>.+?)(?:'s)?\s+(?:successors?|replaced\s+by(?:\s+what)?)",
    r"(?P<a>.+?)\s*(?:的)?(?:后继者?|继任者?|下一代|新一代|升级版|后续版本|新版本?)(?:是什么|有哪些|模型)?",
    r"比\s*(?P<a>[^\s\u4e00-\u9fff][^\u4e00-\u9fff]*?)\s*(?:更|还)?新的?[\u4e00-\u9fff]{0,6}",
)
_VERSUS = (
    r"(?:compare\s+|comparison\s+(?:of|between)\s+|difference\s+between\s+)?(?P<a>.+?)\s*(?:\bvs\b\.?|\bversus\b|\bv\.s\.)\s*(?P<b>.+?)",
    r"(?:compare|comparison\s+(?:of|between)|differences?\s+between)\s+(?P<a>.+?)\s+(?:and|with|to|against|or)\s+(?P<b>.+?)",
    r"(?:which\s+is\s+better[,:]?\s+|should\s+i\s+use\s+)?(?P<a>.+?)\s+or\s+(?P<b>.+?)",
    r"(?P<a>.+?)\s+compared\s+(?:to|with)\s+(?P<b>.+?)",
    r"(?P<a>.+?)\s*(?:和|与|跟|同|对比|对|比|还是|PK)\s*(?P<b>.+?)\s*(?:的)?(?:对比|比较|区别|差别|差异|相比|哪个好|哪个更好|哪个强|谁更强|哪一个好|怎么选|pk)",
    r"(?:对比|比较)(?:一下)?\s*(?P<a>.+?)\s*(?:和|与|跟|、)\s*(?P<b>.+?)",
    r"(?P<a>[^\s]+?)\s*(?:对比|还是)\s*(?P<b>[^\s]+?)",
)
_END = re.compile(r"[\s?？!！。.,，]*$")

_COMMERCIAL = (
    r"(?:that\s+)?(?:with|under|has|have|having)?\s*(?:an?\s+|the\s+)?(?:permissive|commercial(?:ly)?|business|company|companies)[- ]?(?:friendly\s+)?(?:licen[cs]e[ds]?|use|usage|usable)(?:\s+(?:ok|okay|allowed|permitted))?",
    r"(?:with|under)\s+(?:an?\s+|the\s+)?licen[cs]e\s+(?:for|that\s+(?:lets|allows))\s+(?:companies|business(?:es)?|commercial(?:\s+use)?|my\s+company|enterprises?|work|products?)(?:\s+use)?",
    r"(?:that\s+)?(?:i|we|companies|a\s+company|my\s+company)?\s*(?:can|may|could|is\s+allowed\s+to|are\s+allowed\s+to)\s+(?:be\s+)?(?:use[d]?\s+)?(?:commercially|in\s+(?:a|my|our)\s+(?:commercial\s+)?product|sell|sold)",
    r"(?:free\s+)?(?:for|allowing|allows)\s+(?:free\s+)?(?:commercial|business|enterprise|company|corporate)(?:\s+(?:use|usage|purposes?|products?))?",
    r"commercially\s+usable|permissively\s+licen[cs]ed|permissive\s+licen[cs]e|permissive\b|business[- ]friendly",
    r"(?:可以|可|能|允许|支持)?(?:免费)?(?:商用|商业使用|商业化|用于商业|企业使用|企业可用)(?:许可证|许可|协议|授权)?的?",
    r"(?:许可证?|协议|授权)(?:宽松|允许商用|可商用)的?|宽松(?:的)?(?:许可证?|协议|授权)的?",
)
_LICENSES = {
    "MIT": r"(?:with\s+an?\s+|under\s+(?:the\s+)?)?\bMIT(?:[- ]licen[cs]ed?|\s*(?:许可证?|协议|授权)的?)",
    "Apache-2.0": r"(?:with\s+an?\s+|under\s+(?:the\s+)?)?\bapache(?:[- ]?2(?:\.0)?)?(?:[- ]licen[cs]ed?|\s*(?:许可证?|协议|授权)的?)",
}
_SINCE = (
    r"(?:made\s+|released\s+|published\s+|created\s+)?(?:since|after|from|starting)\s+(?P<y>20[0-3]\d)(?:\s+on(?:wards?)?)?",
    r"(?P<y>20[0-3]\d)\s*年?\s*(?:以后|之后|以来|起|后)(?:发布)?的?",
)
_OF_YEAR = (
    r"(?:released\s+|made\s+|published\s+)?(?:of|in|from)\s+(?P<y>20[0-3]\d)\b",
    r"(?P<y>20[0-3]\d)\s*年(?:度)?(?:发布|最佳|最好)?的?",
)
_THIS_YEAR = (
    r"(?:of|from|in|released)?\s*\bthis\s+year(?:'s)?\b",
    r"今年(?:发布|最好|最强|最新)?的?",
)
_RECENT = (
    r"\b(?:latest|newest|most\s+recent|recent|up[- ]to[- ]date|nowadays|today'?s)\b",
    r"(?:最新|最近|近期|近年|新出|新发布|当下|如今|现在)(?:发布|最好|最火|最强)?的?",
)
_SMALL = (
    r"(?:that\s+)?(?:is\s+|are\s+)?small\s+enough\s+(?:for|to\s+(?:run|fit)\s+(?:on|in))\s+(?:my|a|an|the|one)?\s*\S+(?:\s+(?:gpu|pi|phone|computer|board|memory))?",
    r"(?:that\s+|which\s+)?(?:i\s+can\s+)?(?:can\s+)?(?:runs?|running|works?|fits?)\s+(?:locally\s+)?(?:on|in)\s+(?:my|a|an|the|one|old|cheap|\s)*(?:laptop|phone|mobile|smartphone|cpu|raspberry\s*pi|pi|edge|device|consumer|microcontroller|browser|macbook|mac|pc|single)s?(?:\s+(?:gpu|device|devices|hardware|phone))?",
    r"(?:for|on)\s+(?:my|a|an|the|old|\s)*(?:laptop|phone|mobile|smartphone|raspberry\s*pi|edge|macbook|microcontroller)s?(?:\s+devices?)?",
    r"(?:that\s+)?(?:can\s+)?(?:(?:runs?|works?)\s+)?(?:without\s+(?:an?\s+|any\s+)?(?:gpu|graphics\s+card|cuda)|on\s+cpu\s+only|cpu[- ]only)",
    r"\b(?:light[- ]weight|on[- ]device)\b",
    r"(?:适合|能|可以|可)?(?:在)?(?:我的)?(?:笔记本|手机|电脑|树莓派|CPU|本地|端侧|移动端|边缘设备|单卡|低配)(?:电脑)?(?:上)?(?:就)?(?:能|可以|可)?(?:跑|运行|部署)(?:得动|起来)?的?",
    r"(?:适合)(?:笔记本|手机|电脑|树莓派|移动端|边缘设备|低配)(?:电脑)?(?:用|使用)?的?",
    r"(?:不用|不需要|没有|无需|无)\s*(?:显卡|GPU)(?:也|就)?(?:能|可以|可)?(?:跑|运行|用)?的?|纯\s*CPU\s*(?:跑|运行)?的?",
    r"(?:轻量级|轻量化|轻量|端侧|小巧|小体积)的?",
)
_WITH_WEIGHTS = (
    r"(?:that\s+(?:has|have|comes?\s+with)\s+|with\s+|and\s+)(?:the\s+|open\s+|released\s+|public\s+|downloadable\s+)?(?:pre[- ]?trained\s+)?(?:weights|checkpoints?)(?:\s+(?:available|released|included))?",
    r"(?:带|有|附|提供|含|开放)(?:预训练|开源)?(?:权重|模型权重|检查点)的?",
)
_MOST_STARRED = (
    r"\b(?:most\s+(?:starred|popular|famous)|with\s+(?:the\s+)?most\s+stars)\b",
    r"(?:最火|最热门|最受欢迎|最流行|最热|星标最多|star\s*最多|人气最高)的?",
)
# What surrounds a wish and says nothing of it.
_NOISE = (
    r"^(?:what(?:'s|\s+is|\s+are)|which(?:\s+is|\s+are)?|who\s+has|is\s+there|are\s+there|looking\s+for|search\s+for|find\s+me|show\s+me|give\s+me|i\s+(?:need|want)|recommend(?:\s+me)?|suggest(?:\s+me)?|can\s+you\s+(?:recommend|suggest))\s+(?:an?\s+|the\s+|some\s+|any\s+)?",
    r"\b(?:best|top|good|great|better|nice|strongest|fastest|free|open[- ]?source[d]?|open[- ]?weights?|publicly\s+available)\b",
    r"\bopen(?=\s+(?:models?|llms?|vlms?|tts|asr|ocr|alternatives?)\b)",
    r"^(?:请问|请|有没有|有什么|有哪些|求推荐|求|推荐一个|推荐一下|推荐几个|推荐个|帮我找|找一个|想要一个|想找|哪个|哪些|什么)",
    r"(?:最好用|最好|最强|最佳|好用|靠谱|效果好|效果最好|免费|开源|国产)的?",
    r"(?:有哪些|有什么|哪个好|哪个最好|哪家强|有吗|推荐一下|求推荐)[?？]?$",
)
SMALL = (
    *(
        "tiny",
        "mini",
        "mobile",
        "lite",
        "nano",
        "lightweight",
        "compact",
        "ondevice",
        "laptop",
        "phone",
        "cpu",
    ),
    *("raspberry", "microcontroller", "embedded", "browser", "pocket"),
    *("轻量", "小型", "端侧", "手机", "微型"),
)


@dataclass(frozen=True, slots=True)
class Intent:
    """A query's text less its intents; ``like``, ``newer`` and ``versus`` are names as typed.

    ``year`` and ``is_small`` say what is preferred; ``since``, ``license`` and ``weights`` narrow.
    """

    text: str
    like: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()
    versus: tuple[tuple[str, str], ...] = ()
    license: str | None = None
    since: int | None = None
    year: int | None = None
    weights: bool = False
    is_small: bool = False
    sort: Sort | None = None

    def narrowed(self, query: SearchQuery) -> SearchQuery:
        """Return the query with the text and the filters that were read; a filter that was chosen stays."""
        return query.replaced(
            text=self.text,
            license=query.license or self.license,
            since=query.since or self.since,
            weights=query.weights or self.weights or None,
            prefer=query.prefer or self._preferred(),
            sort=self.sort if self.sort and query.sort is Sort.RELEVANCE else query.sort,
        )

    def _preferred(self) -> str | None:
        year = [str(self.year)] if self.year else []
        return " ".join([*year, *(["small"] if self.is_small else [])]) or None

    @property
    def is_plain(self) -> bool:
        """Return whether the text says nothing but what to search for."""
        narrows = self.license or self.since or self.weights or self.sort
        return not (self.like or self.newer or self.versus or narrows or self.year or self.is_small)


def read_intent(text: str, newest: int) -> Intent:
    """Read what a text asks for beside words; ``newest`` is the last year of which there are entries.

    Names are guesses, the likeliest first: only the catalogue knows which there are.
    """
    text = _END.sub("", text.strip())
    if newer := tuple(match["a"].strip() for match in _wholly(text, _NEWER)):
        return Intent(text, newer=newer)
    found, rest = _read_filters(text, newest)
    versus = tuple((match["a"].strip(), match["b"].strip()) for match in _wholly(rest, _VERSUS))
    return replace(found, versus=versus, like=_names_alike(rest))


def _names_alike(text: str) -> tuple[str, ...]:
    """Return what similar ones may be wanted of; of "something like nerf but fast", both what is before "but" and the name."""
    found = [match["a"].strip() for match in _wholly(text, _LIKE)]
    inner = [match["a"].strip() for name in found for match in _wholly(name, _LIKE)]
    return tuple(dict.fromkeys([*inner, *found]))


def _read_filters(text: str, newest: int) -> tuple[Intent, str]:
    """Return the intent without names, and the text in which names are looked for."""
    reader = _Reader(text)
    license_ = next((key for key, pattern in _LICENSES.items() if reader.take((pattern,))), None)
    if reader.take(_COMMERCIAL):
        license_ = license_ or LicenseKind.PERMISSIVE
    since = reader.year(_SINCE)
    year = reader.year(_OF_YEAR)
    if not year and (reader.take(_THIS_YEAR) or reader.take(_RECENT)):
        year = newest
    weights = reader.take(_WITH_WEIGHTS)
    is_small = reader.take(_SMALL)
    sort = Sort.STARS if reader.take(_MOST_STARRED) else None
    found = Intent(
        reader.text,
        license=license_,
        since=since,
        year=year,
        weights=weights,
        is_small=is_small,
        sort=sort,
    )
    rest = reader.rest(text, is_wish=not found.is_plain)
    reader.take(_NOISE)
    return replace(found, text=reader.rest(rest, is_wish=not found.is_plain)), rest


class _Reader:
    """A text from which what was understood is taken out."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, patterns: Sequence[str]) -> bool:
        """Take out what fits; return whether anything did."""
        before = self.text
        for pattern in patterns:
            self.text = _anywhere(pattern).sub(" ", self.text).strip()
        return self.text != before

    def year(self, patterns: Sequence[str]) -> int | None:
        """Take out a year and return it."""
        for pattern in patterns:
            if found := _anywhere(pattern).search(self.text):
                self.take((pattern,))
                year = int(found["y"])
                return year if year >= EARLIEST_YEAR else None
        return None

    def rest(self, text: str, *, is_wish: bool) -> str:
        """Return what is left; all of the text where nothing is."""
        rest = " ".join(self.text.split()).strip(" ,，、;；:：")
        rest = re.sub(
            r"(?i)^(?:the|an?|some|any)\s+|\s+(?:that|which|with|and|but|for|to)$", "", rest
        )
        return rest if rest or is_wish else text


def _wholly(text: str, patterns: Sequence[str]) -> list[re.Match[str]]:
    """Return the matches of those patterns that fit all of a text."""
    found = (re.fullmatch(pattern, text, re.IGNORECASE) for pattern in patterns)
    return [match for match in found if match]


@cache
def _anywhere(pattern: str) -> re.Pattern[str]:
    """Return a pattern that fits within a text, between words where it is of Latin letters."""
    latin = pattern.isascii() and not pattern.startswith("^")
    bounded = rf"(?<![^\W_])(?:{pattern})(?![^\W_])" if latin else f"(?:{pattern})"
    return re.compile(bounded, re.IGNORECASE)
