from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import pytest

from bot.editions.compose import compose
from bot.editions.edition import SectionKind
from bot.months import Month
from bot.schedule import look_at_suggestions
from bot.search.query import SearchQuery
from bot.services import curation_of, newsroom_of
from bot.submissions.submission import Draft
from tests.cogs.raw import COMPONENT, bot_of, component_data, dispatch, said
from tests.cogs.reading import control_id, followup_text, options, texts
from tests.conftest import NOW, Stage
from tests.github.server import FakeGitHub, FakeRepository

NAME = "somebody/zebrafinch"
LINK = f"https://github.com/{NAME}/tree/main"


@pytest.fixture
async def github(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[FakeGitHub, None]:
    """A local GitHub, asked without a token, and a curator."""
    bot_of(stage).curators = frozenset({stage.admin.id})
    fake = FakeGitHub(token=None)
    fake.add(
        FakeRepository(
            9_001, NAME, topics=("pytorch", "audio-speech"), created="2015-05-01T10:00:00Z"
        )
    )
    async with fake.serving() as url:
        client: Any = stage.services.refresher.client
        monkeypatch.setattr(client, "base_url", url)
        yield fake


async def press(stage: Stage, person: Any, shown: Any, action: str) -> Any:
    return await person.click(shown.response, custom_id=control_id(shown.response, action))


async def suggest(stage: Stage, person: Any, repository: str = LINK) -> Any:
    return await person.slash(stage.channel, "model suggest", repository=repository)


async def test_the_whole_way(stage: Stage, github: FakeGitHub) -> None:
    shown = await suggest(stage, stage.wei)
    assert shown.ephemeral
    assert "收录后将如下所示" in texts(shown)
    assert "**框架** PyTorch" in texts(shown)
    await stage.restart()
    bot_of(stage).curators = frozenset({stage.admin.id})
    form = await press(stage, stage.wei, shown, "sgedit")
    typed = {"title": "Zebrafinch", "summary_zh": "把鸟鸣写成乐谱。", "note": "@everyone 很好用"}
    await stage.wei.submit_modal(form, typed)
    assert "把鸟鸣写成乐谱。" in texts(shown)
    await press(stage, stage.wei, shown, "sgsend")
    assert "正等待编辑者处理" in texts(shown)

    queue = await stage.admin.slash(stage.channel, "curate queue")
    assert queue.ephemeral
    assert "Suggestions (1 waiting)" in texts(queue)
    assert f"From <@{stage.wei.id}>" in texts(queue)
    assert "@everyone" not in texts(queue)
    await press(stage, stage.admin, queue, "cuapprove")
    assert "Nothing waits." in texts(queue)

    found = texts(await stage.alice.slash(stage.channel, "model search", query="zebrafinch"))
    assert f"[Zebrafinch](https://github.com/{NAME})" in found
    own = texts(await stage.wei.slash(stage.channel, "model suggestions"))
    assert f"[{NAME}](https://github.com/{NAME}) · 已收录" in own
    assert await news(stage) == [NAME]

    log = await stage.admin.slash(stage.channel, "curate log")
    assert f"added · <@{stage.admin.id}>" in texts(log)
    (choice,) = options(log.response, "cuundo")
    undo = control_id(log.response, "cuundo")
    await stage.admin.select(log.response, values=[choice["value"]], custom_id=undo)
    assert "taken back" in texts(log)
    assert not (await stage.services.search.search(SearchQuery(text="zebrafinch"))).hits
    assert await news(stage) == []


async def news(stage: Stage) -> list[str]:
    """Return what the edition of the month names as new on the list."""
    month = Month.of(NOW.date())
    sources: Any = newsroom_of(stage.services)
    material = await sources._material.material(month, {})
    material = replace(material, counted_since=month.plus(-1).first_day)
    sections = compose(month, material).sections
    lines = [line for one in sections if one.kind is SectionKind.NEW for line in one.lines]
    return [line.model.full_name for line in lines if line.rule == "listed"]


async def test_what_is_listed_is_shown(stage: Stage, github: FakeGitHub) -> None:
    shown = texts(await suggest(stage, stage.alice, "https://github.com/openai/whisper.git"))
    assert "Whisper" in shown
    assert "Suggest a model" not in shown
    assert github.log == []


async def test_without_github_it_is_said_and_kept(stage: Stage) -> None:
    shown = await suggest(stage, stage.alice)
    assert "GitHub can't be asked now" in texts(shown)
    await press(stage, stage.alice, shown, "sgsend")
    assert "waits for a curator now" in texts(shown)
    submissions = curation_of(stage.services).submissions
    (kept,) = await submissions.unseen()
    assert kept.full_name == NAME
    await look_at_suggestions(stage.services)
    assert len(await submissions.unseen()) == 1


async def test_what_was_kept_without_github_is_looked_at_later(
    stage: Stage, github: FakeGitHub
) -> None:
    assert github.url
    submissions = curation_of(stage.services).submissions
    typed = {"title": "Typed", "summary_en": ""}
    await submissions.send(Draft(NAME, 5, 0, "en-US", typed, is_seen=False), NOW)
    await look_at_suggestions(stage.services)
    (seen,) = await submissions.queue()
    assert (seen.facts["title"], seen.facts["github_id"]) == ("Typed", 9_001)
    assert seen.facts["summary_en"] == "This your first repo!"
    assert await submissions.unseen() == []
    await look_at_suggestions(stage.services)


async def test_an_archived_repository_is_said_to_be_one(stage: Stage, github: FakeGitHub) -> None:
    github.add(FakeRepository(9_002, "somebody/old", is_archived=True))
    shown = texts(await suggest(stage, stage.alice, "somebody/old"))
    assert "is archived" in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("nonsense", "`nonsense` names no repository, or several."),
        ("https://github.com/somebody/nothing", "GitHub has no public repository"),
    ],
)
async def test_what_names_no_repository_is_answered(
    stage: Stage, github: FakeGitHub, typed: str, told: str
) -> None:
    assert github.url
    assert told in texts(await suggest(stage, stage.alice, typed))


async def test_nobody_changes_or_sends_another_person_s_draft(
    stage: Stage, github: FakeGitHub
) -> None:
    assert github.url
    shown = await suggest(stage, stage.alice)
    for action in ("sgsend", "sgchoose"):
        custom_id = control_id(shown.response, action)
        result = await dispatch(stage, stage.wei, COMPONENT, component_data(custom_id, ["graphs"]))
        assert "该推荐已不存在" in said(result)


async def test_the_queue_is_the_curators_alone(stage: Stage, github: FakeGitHub) -> None:
    assert github.url
    curation = curation_of(stage.services)
    sent = await curation.submissions.send(Draft(NAME, 5, 0, "en-US"), NOW)
    bot_of(stage).curators = frozenset()
    refused = await stage.admin.slash(stage.channel, "curate queue")
    assert "`/curate` is for the curators of this bot." in texts(refused)
    for action in ("cuapprove", "cureject", "cublock", "cunext"):
        data = component_data(f"mz:{action}:1:0:{getattr(sent, 'id', 0)}", ["spam"])
        assert "for the curators" in said(await dispatch(stage, stage.admin, COMPONENT, data))
    assert len(await curation.submissions.queue()) == 1


async def test_the_second_curator_sees_who_decided(stage: Stage, github: FakeGitHub) -> None:
    assert github.url
    bot_of(stage).curators = frozenset({stage.admin.id, stage.alice.id})
    await press(stage, stage.wei, await suggest(stage, stage.wei), "sgsend")
    first = await stage.admin.slash(stage.channel, "curate queue")
    approve = control_id(first.response, "cuapprove")
    await stage.admin.select(
        first.response, values=["no-model"], custom_id=control_id(first.response, "cureject")
    )
    late = await dispatch(stage, stage.alice, COMPONENT, component_data(approve))
    assert f"<@{stage.admin.id}> was first: not listed: no model" in said(late)
    own = texts(await stage.wei.slash(stage.channel, "model suggestions"))
    assert "未收录: 不是模型" in own


async def test_an_entry_without_category_is_not_approved(stage: Stage) -> None:
    bot_of(stage).curators = frozenset({stage.admin.id})
    await press(stage, stage.alice, await suggest(stage, stage.alice), "sgsend")
    queue = await stage.admin.slash(stage.channel, "curate queue")
    assert "It lacks a summary. Please add one in at least one language." in texts(queue)
    assert "**Categories**" not in texts(queue)
    told = await press(stage, stage.admin, queue, "cuapprove")
    assert "at least one category" in texts(told) + followup_text(told)
    await stage.admin.select(
        queue.response, values=["graphs"], custom_id=control_id(queue.response, "sgchoose")
    )
    assert "**Categories** Graph learning" in texts(queue)


async def test_a_removed_entry_is_not_found_until_that_is_taken_back(stage: Stage) -> None:
    bot_of(stage).curators = frozenset({stage.admin.id})
    removed = texts(await stage.admin.slash(stage.channel, "curate remove", model="openai/whisper"))
    assert "`openai/whisper` is removed." in removed
    found = texts(await stage.alice.slash(stage.channel, "model search", query="whisper"))
    assert "(https://github.com/openai/whisper)" not in found
    again = texts(await stage.admin.slash(stage.channel, "curate remove", model="openai/whisper"))
    assert "removed already" in again
    log = await stage.admin.slash(stage.channel, "curate log")
    value, undo = options(log.response, "cuundo")[0]["value"], control_id(log.response, "cuundo")
    await stage.admin.select(log.response, values=[value], custom_id=undo)
    await stage.admin.select(log.response, values=[value], custom_id=undo)
    found = texts(await stage.alice.slash(stage.channel, "model search", query="whisper"))
    assert "(https://github.com/openai/whisper)" in found
    bot_of(stage).curators = frozenset()
    refused = await stage.admin.slash(stage.channel, "curate log")
    assert "for the curators" in texts(refused)


async def test_a_repository_that_is_not_listed_can_be_suggested_where_it_is_shown(
    stage: Stage, github: FakeGitHub
) -> None:
    assert github.url
    listed = await stage.alice.slash(stage.channel, "model search", query=LINK)
    custom_id = control_id(listed.response, "sgbegin")
    shown = said(await dispatch(stage, stage.wei, COMPONENT, component_data(custom_id)))
    assert "收录后将如下所示" in shown
    missing = await stage.alice.slash(
        stage.channel, "model search", query="https://github.com/somebody/nothing"
    )
    with pytest.raises(AssertionError, match="no sgbegin"):
        control_id(missing.response, "sgbegin")
