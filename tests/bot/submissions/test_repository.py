import pytest

from bot.submissions.repository import read_repository


@pytest.mark.parametrize(
    "text",
    [
        "somebody/new-model",
        " `somebody/new-model` ",
        "<https://github.com/somebody/new-model>",
        "https://www.github.com/somebody/new-model.git",
        "git@github.com:somebody/new-model.git",
        "github.com/somebody/new-model/tree/main/src?tab=readme#usage",
        "Look at https://github.com/somebody/new-model, it is good.",
        "https://huggingface.co/somebody/x says https://github.com/somebody/new-model",
    ],
)
def test_what_people_paste_is_read(text: str) -> None:
    assert read_repository(text) == "somebody/new-model"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "new-model",
        "somebody/..",
        "a/b/../../etc",
        "https://huggingface.co/somebody/new-model",
        "https://gitlab.com/somebody/new-model",
        "https://example.org/?x=https%3A%2F%2Fgithub.com",
        "https://github.com/topics/vision",
        "https://github.com/a/b and https://github.com/c/d",
        "somebody/" + "x" * 300,
        "\0",
    ],
)
def test_what_names_no_repository_or_several_is_refused(text: str) -> None:
    assert read_repository(text) is None
