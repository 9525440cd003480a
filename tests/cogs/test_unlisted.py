from collections.abc import AsyncGenerator
from typing import Any

import pytest

from tests.cogs.reading import texts
from tests.conftest import Stage
from tests.github.server import FakeGitHub, FakeRepository

LINK = "https://github.com/somebody/new-model"


@pytest.fixture
async def github(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[FakeGitHub, None]:
    """A local GitHub, asked without a token."""
    fake = FakeGitHub(token=None)
    fake.add(FakeRepository(9_001, "somebody/new-model", stars=1_234, language="C++"))
    fake.add(FakeRepository(9_002, "somebody/odd", stars=5, language=None, spdx=None))
    async with fake.serving() as url:
        client: Any = stage.services.refresher.client
        monkeypatch.setattr(client, "base_url", url)
        yield fake


@pytest.mark.parametrize(
    ("command", "option"), [("model search", "query"), ("model show", "model")]
)
async def test_an_unlisted_repository_is_shown_as_github_has_it(
    stage: Stage, github: FakeGitHub, command: str, option: str
) -> None:
    shown = texts(await stage.alice.slash(stage.channel, command, **{option: LINK}))
    assert f"**[somebody/new-model]({LINK})** is not in the catalogue yet." in shown
    assert "This your first repo!" in shown
    assert ("The models below are called like it." in shown) is ("**1.**" in shown)
    facts = next(line for line in shown.splitlines() if "1,234 ★" in line)
    assert facts == "-# 1,234 ★ · MIT · permissive · C++ · not listed; GitHub's figures just now"
    chinese = texts(await stage.wei.slash(stage.channel, command, **{option: LINK}))
    assert "目录尚未收录" in chinese
    assert "未收录；GitHub 的即时数据" in chinese
    assert github.log == ["GET /repos/somebody/new-model"]


async def test_facts_that_github_does_not_give_have_no_place(
    stage: Stage, github: FakeGitHub
) -> None:
    assert github.url
    link = "https://github.com/somebody/odd"
    shown = texts(await stage.alice.slash(stage.channel, "model search", query=link))
    assert "-# 5 ★ · none stated · not listed; GitHub's figures just now" in shown


async def test_a_listed_model_is_not_asked_for(stage: Stage, github: FakeGitHub) -> None:
    for query in ("https://github.com/openai/whisper", "speech/text", "whisper"):
        shown = texts(
            await stage.alice.slash(stage.channel, "model search", query=query, license="copyleft")
        )
        assert "not in the catalogue" not in shown
    assert "GET /repos/openai/whisper" not in github.log


async def test_a_new_name_of_a_listed_model_leads_to_it(stage: Stage, github: FakeGitHub) -> None:
    repository = github.add(FakeRepository(9_003, "somebody/old-whisper"))
    github.rename(repository or github.repositories[9_003], "openai/whisper")
    old = "https://github.com/somebody/old-whisper"
    shown = texts(await stage.alice.slash(stage.channel, "model search", query=old))
    assert "**1.** **[Whisper]" in shown
    assert "not in the catalogue" not in shown


async def test_without_github_it_is_said_plainly(stage: Stage) -> None:
    shown = texts(await stage.alice.slash(stage.channel, "model search", query=LINK))
    assert f"**[somebody/new-model]({LINK})** is not in the catalogue yet." in shown
    assert "GitHub can't be reached now, so its facts are not shown." in shown
    gone = "https://github.com/somebody/zzqx-yyqx"
    shown = texts(await stage.wei.slash(stage.channel, "model show", model=gone))
    assert "目前无法访问 GitHub，因此不显示它的数据。" in shown


async def test_what_github_does_not_have_is_said(stage: Stage, github: FakeGitHub) -> None:
    gone = "https://github.com/somebody/nothing-there"
    shown = texts(await stage.alice.slash(stage.channel, "model search", query=gone))
    assert "GitHub has no public repository of this name." in shown
    assert github.log == ["GET /repos/somebody/nothing-there"]


@pytest.mark.parametrize("command", ["model search", "model show"])
async def test_an_unlisted_paper_gets_its_sentence(stage: Stage, command: str) -> None:
    option = "query" if command == "model search" else "model"
    for text in ("2699.99999", "https://arxiv.org/abs/2699.99999v2"):
        shown = texts(await stage.alice.slash(stage.channel, command, **{option: text}))
        assert (
            "No model in the catalogue implements arXiv 2699.99999 yet:"
            " https://arxiv.org/abs/2699.99999" in shown
        )
    digits = texts(await stage.alice.slash(stage.channel, command, **{option: "2699.12345"}))
    assert "Did you mean" not in digits
    listed = texts(await stage.alice.slash(stage.channel, command, **{option: "1703.06870"}))
    assert "No model in the catalogue implements" not in listed


async def test_a_message_gets_facts_of_its_first_unlisted_repositories(
    stage: Stage, github: FakeGitHub
) -> None:
    links = [LINK, *(f"https://github.com/somebody/other{number}" for number in range(5))]
    message = await stage.admin.send(stage.channel, " ".join(links))
    found = texts(
        await stage.alice.context_menu(stage.channel, "Find models in this message", message)
    )
    assert "-# 1,234 ★ · MIT · permissive · C++" in found
    assert found.count("GitHub has no public repository") == 2
    assert len(github.log) == 3
    for number in range(5):
        assert f"somebody/other{number}" in found
