from hypothesis import given
from hypothesis import strategies as st

from bot.search.mentions import MOST_LINKS, find_mentions


def test_each_thing_is_found_once_and_in_order() -> None:
    found = find_mentions(
        "https://github.com/B/two.git, github.com/a/One. https://GitHub.com/b/two/tree/main"
        " https://huggingface.co/papers/1706.03762 arXiv:1512.03385v1 huggingface.co/openai/whisper-large"
    )
    assert found.repositories == ("B/two", "a/One")
    assert found.papers == ("1706.03762", "1512.03385")
    assert found.hugging_face == ("openai/whisper-large",)


def test_numbers_and_pages_are_no_papers_or_repositories() -> None:
    found = find_mentions("1703.06870 dollars, github.com/topics/gan, huggingface.co/datasets/a/b")
    assert (found.repositories, found.papers, found.hugging_face) == ((), (), ())


def test_runs_of_words_are_keys() -> None:
    assert "maskrcnn" in find_mentions("try Mask R-CNN!").keys


@given(st.text(max_size=3_000))
def test_any_message_can_be_read(text: str) -> None:
    found = find_mentions(text)
    assert len(found.repositories) <= MOST_LINKS
    assert all("/" in name for name in found.repositories)
