"""What a query asks for beside words."""

import pytest

from bot.catalog.entry import LicenseKind
from bot.search.intents import read_intent
from bot.search.query import Sort

NEWEST = 2026


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("alternatives to whisper", "whisper"),
        ("open source alternative to whisper?", "whisper"),
        ("whisper alternatives", "whisper"),
        ("models like whisper", "whisper"),
        ("something similar to whisper", "whisper"),
        ("whisper but open", "whisper"),
        ("something like nerf but fast", "nerf"),
        ("what to use instead of whisper", "whisper"),
        ("Whisper 的替代品", "Whisper"),
        ("替代 Whisper 的模型", "Whisper"),
        ("类似 Whisper 的模型", "Whisper"),
        ("和 Whisper 差不多的模型", "Whisper"),
    ],
)
def test_what_similar_ones_are_wanted_of_is_found(text: str, name: str) -> None:
    assert name in read_intent(text, NEWEST).like


@pytest.mark.parametrize(
    "text",
    [
        "what replaces bert",
        "successor of bert",
        "newer than bert",
        "something more recent than bert?",
        "what came after bert",
        "bert 的下一代",
        "bert 的后继者是什么",
        "比 bert 更新的模型",
    ],
)
def test_what_newer_ones_are_wanted_of_is_found(text: str) -> None:
    assert "bert" in read_intent(text, NEWEST).newer


@pytest.mark.parametrize(
    "text", ["faster than detr", "models better than detr", "比 detr 更快的模型"]
)
def test_what_better_ones_are_wanted_of_is_found(text: str) -> None:
    assert "detr" in read_intent(text, NEWEST).like


@pytest.mark.parametrize(
    "text",
    [
        "SAM vs DETR",
        "compare SAM and DETR",
        "SAM or DETR",
        "SAM 和 DETR 对比",
        "SAM 与 DETR 哪个好",
    ],
)
def test_two_names_are_compared(text: str) -> None:
    assert ("SAM", "DETR") in read_intent(text, NEWEST).versus


@pytest.mark.parametrize(
    ("text", "rest", "changed"),
    [
        ("tts with a licence for companies", "tts", {"license": LicenseKind.PERMISSIVE}),
        ("可商用的大模型", "大模型", {"license": LicenseKind.PERMISSIVE}),
        ("ocr MIT license", "ocr", {"license": "MIT"}),
        ("ocr since 2024", "ocr", {"since": 2024}),
        ("2024年以后的文生图", "文生图", {"since": 2024}),
        ("best llm of this year", "llm", {"year": NEWEST}),
        ("llm of 2024", "llm", {"year": 2024}),
        ("最新的大模型", "大模型", {"year": NEWEST}),
        ("llm small enough for my laptop", "llm", {"is_small": True}),
        ("手机上能跑的目标检测", "目标检测", {"is_small": True}),
        ("llm that runs without a gpu", "llm", {"is_small": True}),
        ("适合笔记本运行的大模型", "大模型", {"is_small": True}),
        ("不用显卡也能跑的大模型", "大模型", {"is_small": True}),
        ("ocr with pretrained weights", "ocr", {"weights": True}),
        ("most popular ocr", "ocr", {"sort": Sort.STARS}),
    ],
)
def test_filters_and_preferences_are_taken_out_of_the_text(
    text: str, rest: str, changed: dict[str, object]
) -> None:
    found = read_intent(text, NEWEST)
    assert found.text == rest
    assert {name: getattr(found, name) for name in changed} == changed
    assert not found.is_plain


@pytest.mark.parametrize("text", ["open clip", "tiny yolo", "mask rcnn", "目标检测", "modern bert"])
def test_a_name_or_a_task_is_left_alone(text: str) -> None:
    found = read_intent(text, NEWEST)
    assert found.text == text
    assert found.is_plain
