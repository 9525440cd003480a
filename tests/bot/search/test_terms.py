from collections import Counter

import pytest

from bot.catalog.shipped import Shipped
from bot.catalog.taxonomy import TermKind
from bot.search.atoms import atoms_of, content_units, words_of
from bot.search.terms import TermIndex

MOST_IN_A_MENU = 24


def _words_found(terms: TermIndex, text: str) -> list[str]:
    return [span.term.key for span in terms.matches(atoms_of(words_of(text)))]


def _described(terms: TermIndex, text: str) -> str | None:
    found, _ = terms.describe(content_units(words_of(text)))
    return found[0][0].key if found else None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a model that lets a robot arm pick things", "robot-manipulation"),
        ("teach a robot to fold laundry", "robot-manipulation"),
        ("让机器人听懂话干活", "vision-language-action"),
        ("抗体设计", "protein-design"),
        ("口型对齐", "talking-head"),
        ("让照片里的人开口说话", "talking-head"),
        ("无人驾驶规划", "autonomous-driving"),
        ("drive a car from camera images", "autonomous-driving"),
        ("turn one photo into a 3d model", "image-to-3d"),
        ("一句话生成三维模型", "text-to-3d"),
        ("help me write python programs", "code-generation"),
        ("predict protein structure of a sequence", "protein-structure-prediction"),
        ("solve olympiad math step by step", "reasoning"),
        ("remove noise from a voice recording", "speech-enhancement"),
        ("which drug binds to this protein", "molecular-docking"),
        ("predict customer churn from a table", "tabular-prediction"),
        ("预测哪些客户会流失", "tabular-prediction"),
        ("让AI帮我操作手机", "gui-agent"),
        ("把PDF变成markdown", "table-recognition"),
        ("learn without forgetting", "continual-learning"),
        ("sort search results by relevance", "reranking"),
        ("next item a user will click", "sequential-recommendation"),
    ],
)
def test_everyday_sentences_describe_their_task(terms: TermIndex, text: str, key: str) -> None:
    assert _described(terms, text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("robot", "robotics"),
        ("embodied ai", "robotics"),
        ("机器人", "robotics"),
        ("具身智能", "robotics"),
        ("tabular data", "tabular"),
        ("表格数据", "tabular"),
        ("diffusion model", "generative-models"),
        ("扩散模型", "generative-models"),
        ("LLM", "text-generation"),
        ("large language models", "text-generation"),
        ("大模型", "text-generation"),
        ("foundation model", "text-generation"),
        ("chatbot like chatgpt", "dialogue"),
        ("VLM", "vision-language-model"),
        ("VLA", "vision-language-action"),
        ("TTS", "text-to-speech"),
        ("ASR", "speech-recognition"),
        ("agent", "gui-agent"),
        ("write code", "code-generation"),
        ("会写代码的模型", "code-generation"),
        ("text to video", "text-to-video"),
        ("gguf", "ggml"),
        ("mlx", "mlx"),
    ],
)
def test_family_words_mean_a_term(terms: TermIndex, text: str, key: str) -> None:
    assert set(_words_found(terms, text)) == {key}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("time series foundation model", "time-series-foundation-model"),
        ("基因组大模型", "dna-language-model"),
        ("代码大模型", "code-generation"),
        ("气象大模型", "weather-forecasting"),
        ("多模态大模型", "vision-language-model"),
        ("客服机器人", "dialogue"),
        ("表格识别", "table-recognition"),
    ],
)
def test_a_longer_word_goes_before_the_family_word_in_it(
    terms: TermIndex, text: str, key: str
) -> None:
    assert _words_found(terms, text) == [key]


@pytest.mark.parametrize("name", ["stable diffusion", "stable video diffusion", "latent diffusion"])
def test_family_words_leave_names_alone(terms: TermIndex, name: str) -> None:
    assert _words_found(terms, name) == []


def test_no_two_tasks_share_a_reading_of_a_word(terms: TermIndex) -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for task in terms.taxonomy.tasks.values():
        for wording in (task.name_en, task.name_zh, *task.words):
            reading = tuple(atom.stem for atom in atoms_of(words_of(wording)))
            owners.setdefault(reading, set()).add(task.key)
    assert {reading: keys for reading, keys in owners.items() if len(keys) > 1} == {}


def test_every_task_has_words_and_phrases_in_both_languages(shipped: Shipped) -> None:
    for task in shipped.taxonomy.tasks.values():
        for wordings, least in ((task.words, 5), (task.phrases, 7)):
            is_chinese = Counter(any("\u4e00" <= char <= "\u9fff" for char in w) for w in wordings)
            assert is_chinese[True] >= least, task.key
            assert is_chinese[False] >= least, task.key


def test_categories_and_frameworks_fit_a_menu(terms: TermIndex) -> None:
    assert len(terms.taxonomy.of(TermKind.CATEGORY)) <= MOST_IN_A_MENU
    assert len(terms.taxonomy.of(TermKind.FRAMEWORK)) <= MOST_IN_A_MENU


def test_the_five_categories_of_the_founding_list_come_first(terms: TermIndex) -> None:
    assert list(terms.taxonomy.categories)[:5] == [
        "computer-vision",
        "natural-language-processing",
        "generative-models",
        "reinforcement-learning",
        "unsupervised-learning",
    ]
