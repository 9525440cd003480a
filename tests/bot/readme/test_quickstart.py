from bot.readme.document import text_of
from bot.readme.parse import parse_readme
from bot.readme.quickstart import Found, quick_start
from bot.readme.reading import Link, Snippet
from tests.bot.readme.rendering import github_html
from tests.bot.readme.samples import BARE, CHINESE, DETECTOR


def found_in(markdown: str) -> Found:
    return quick_start(parse_readme(github_html(markdown), "a/b"))


def test_an_english_readme_says_all_five() -> None:
    found = found_in(DETECTOR)
    assert found.install == Snippet("pip install netv9", "shell")
    assert found.usage == Snippet(
        "python detect.py --weights netv9.pt --source horses.jpg", "shell"
    )
    assert found.weights == (
        Link("NetV9", "https://github.com/a/b/releases/download/v1/netv9.pt"),
        Link("NetV9-X", "https://github.com/a/b/releases/download/v1/netv9x.pt"),
    )
    assert found.results
    assert text_of(found.results.header[2]) == "APᵛᵃˡ"
    assert found.citation == "@article{net2024,\n  title={NetV9}\n}"


def test_a_chinese_readme_says_four() -> None:
    found = found_in(CHINESE)
    assert found.install == Snippet("pip install chinese-model", "shell")
    assert found.usage
    assert found.usage.text.startswith("from transformers import")
    assert [link.words for link in found.weights] == ["PyTorch（密码）"]
    assert found.results
    assert text_of(found.results.rows[0][0]) == "BERT"
    assert found.citation is None


def test_nothing_is_shown_where_nothing_is_clear() -> None:
    assert found_in(BARE) == Found()
    assert (
        found_in("## Setup\n\n```\nsome output\n```\n\n## Data\n\n[images](https://x.org/data.zip)")
        == Found()
    )


def test_training_is_no_usage_where_there_is_better() -> None:
    markdown = """
## Train
```
python train.py --data x
```
## Test
```
python test.py --weights w.pth
```
"""
    found = found_in(markdown)
    assert found.usage
    assert found.usage.text.startswith("python test.py")


def test_code_that_imports_is_preferred_to_a_command() -> None:
    markdown = (
        "## Usage\n```\npython run.py\n```\n## Example\n```python\nimport net\nnet.run()\n```"
    )
    found = found_in(markdown)
    assert found.usage == Snippet("import net\nnet.run()", "python")


def test_a_command_in_a_sentence_installs_too() -> None:
    found = found_in("## Installation\n\nRun `pip install -r requirements.txt` first.")
    assert found.install == Snippet("pip install -r requirements.txt", "shell")


def test_of_a_long_block_the_lines_that_install_are_shown() -> None:
    lines = "\n".join(f"echo {number}" for number in range(20))
    found = found_in(f"## Install\n```\n{lines}\npip install net\n```")
    assert found.install == Snippet("pip install net", "shell")


def test_datasets_and_notebooks_are_no_weights() -> None:
    markdown = """
## Pretrained models
- [ResNet](https://drive.google.com/open?id=1)
- [dataset](https://drive.google.com/open?id=2)
- [demo](https://colab.research.google.com/x.ipynb)
- [hub](https://huggingface.co/a/model)
- [a space](https://huggingface.co/spaces/a/b)
"""
    assert [link.words for link in found_in(markdown).weights] == ["ResNet", "hub"]


def test_a_table_of_settings_is_no_table_of_results() -> None:
    assert found_in("## Options\n| name | default |\n|---|---|\n| lr | 0.1 |").results is None
    assert found_in("## Results\n| who | what |\n|---|---|\n| me | good |").results is None
