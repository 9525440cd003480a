import ast
import time

import pytest

from bot.readme.document import text_of
from bot.readme.parse import parse_readme
from bot.readme.quickstart.finder import Found, quick_start
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


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("pip install foonet", "git clone https://github.com/a/foonet\npip install -e .[dev]"),
        ("pip install foonet", "pip install -r docs/requirements.txt"),
        ("conda install -c conda-forge foonet", "python setup.py develop"),
        ("pip3 install 'foonet[gpu]>=2'", "poetry install"),
        ("uv pip install foonet", "uv sync"),
        ("pip install torch\npip install foonet", "pip install git+https://github.com/a/foonet"),
    ],
)
@pytest.mark.parametrize("is_reversed", [False, True])
def test_the_published_package_is_shown_before_an_installation_from_source(
    first: str, second: str, is_reversed: bool
) -> None:
    ways = (second, first) if is_reversed else (first, second)
    found = found_in(f"# FooNet\n## Installation\n```\n{ways[0]}\n```\nOr:\n```\n{ways[1]}\n```")
    assert found.install == Snippet(first, "shell")


def test_a_package_by_another_name_is_the_projects_where_the_readme_says_so() -> None:
    markdown = (
        "# Image Models\n## Installation\nFrom source:\n```\npip install -e .\n```\n"
        "From PyPI:\n```\npip install timm\n```"
    )
    assert found_in(markdown).install == Snippet("pip install timm", "shell")


@pytest.mark.parametrize(
    "side",
    [
        "## Deployment\n### Web UI\n```\npip install -r requirements_web_demo.txt\n```",
        "## Deployment\n### Build the docs environment\n```\npip install -r docs/requirements.txt\n```",
        "## Environment\n### For developers\n```\npip install -r requirements-dev.txt\n```",
        "## Run the demo\n```\ncd demo\npip install -r requirements.txt\n```",
        "## Running unit tests\n```\npip install -r requirements_dev.txt\n```",
        "## 部署\n### 网页演示\n```\npip install -r requirements_web_demo.txt\n```",
        "## Benchmark\n```\npip install lm-eval==0.4.2\n```",
    ],
)
def test_what_a_side_of_the_project_needs_installs_nothing(side: str) -> None:
    assert found_in(f"# Net\n{side}").install is None
    own = "## 快速使用\n```bash\npip install -r requirements.txt\n```\n"
    found = found_in(f"# Net\n{own}{side}")
    assert found.install
    assert found.install.text == "pip install -r requirements.txt"


@pytest.mark.parametrize(
    "tool",
    [
        "python fp8_cast_bf16.py --input-path /w",
        "python tools/convert_weights.py a b",
        "python -m net.export --onnx",
        "bash scripts/download_models.sh",
        "python tools/create_data.py kitti",
        "python3 -m net.model.apply_delta --base a",
        "python examples/data_preprocess/countdown.py",
        "python quantize.py --bits 4",
    ],
)
def test_what_makes_weights_or_data_ready_is_no_usage(tool: str) -> None:
    markdown = f"# Net\n## How to run locally\n```shell\n{tool}\n```\n"
    assert found_in(markdown).usage is None
    found = found_in(f"{markdown}### Run\n```shell\npython generate.py --convert-dtype\n```")
    assert found.usage == Snippet("python generate.py --convert-dtype", "shell")


def test_a_command_of_the_projects_own_name_is_usage() -> None:
    assert found_in("# Rembg\n## Usage\n```\nrembg i in.png out.png\n```").usage == Snippet(
        "rembg i in.png out.png", "shell"
    )
    assert found_in("# Rembg\n## Usage\n```\nrembg --help\n```").usage is None


def test_blank_lines_and_comments_dont_make_an_example_too_long() -> None:
    steps = "\n\n".join(f"step({number})  # do" for number in range(30))
    found = found_in(f"## Quick start\n```python\nimport net\n\n\n\n{steps}\n```")
    assert found.usage
    assert found.usage.text.endswith("step(29)  # do")
    assert "\n\n\n" not in found.usage.text


def test_of_a_long_example_the_first_part_that_stands_alone_is_shown() -> None:
    more = "\n\n".join(f"for n in range({n}):\n    net.step(\n        n,\n    )" for n in range(20))
    text = f"import net\n\nmodel = net.load()\nprint(model(1))\n\n{more}"
    found = found_in(f"## Quick start\n```python\n{text}\n```")
    assert found.usage
    assert text.startswith(found.usage.text)
    assert found.usage.text.endswith("    )")
    ast.parse(found.usage.text)
    whole = "import net\nnet.run()"
    better = found_in(f"## Quick start\n```python\n{text}\n```\n### Short\n```python\n{whole}\n```")
    assert better.usage == Snippet(whole, "python")


def test_a_long_example_without_such_a_part_gives_way_to_the_next() -> None:
    text = "\n".join(["import net", "net.run(", *(f"    {n}," for n in range(60)), ")"])
    markdown = f"## Usage\n```python\n{text}\n```\n"
    assert found_in(markdown).usage is None
    assert found_in(f"{markdown}```\npython run.py\n```").usage == Snippet("python run.py", "shell")


@pytest.mark.parametrize(
    "table",
    [
        "## Models\n| Model | #Params | Context | Download |\n|---|---|---|---|\n| S | 7 | 4096 | [HF](https://huggingface.co/a/s) |",
        "## Results\n| Precision | GPU memory (inference) | GPU memory (tuning) |\n|---|---|---|\n| FP16 | 13 GB | 14 GB |\n| INT4 | 6 GB | 7 GB |",
        "## 性能\n| 量化等级 | 最低 GPU 显存（推理） |\n|---|---|\n| FP16 | 13 GB |",
        "## 评测\n| 训练方法 | 精度 | 7B | 13B |\n|---|---|---|---|\n| QLoRA | 4 | 6GB | 12GB |",
        "## Evaluation\n| Option | Loss weight | Default |\n|---|---|---|\n| `--alpha` | 0.5 | 1.0 |",
        "## 评测\n| 参数 | 默认值 |\n|---|---|\n| lr | 0.1 |",
        "## Benchmark\n| GPU | Count | VRAM |\n|---|---|---|\n| A100 | 8 | 80 |",
        "## Performance\n| Model | Layers | Model dim. |\n|---|---|---|\n| S | 24 | 768 |",
        "## Results\n| Model | Date | Size |\n|---|---|---|\n| S | 2024-01-02 | 1.2B |",
    ],
)
def test_sizes_memory_and_arguments_are_no_results(table: str) -> None:
    assert found_in(table).results is None
    found = found_in(f"{table}\n\n## Evaluation\n| Model | MMLU |\n|---|---|\n| S | 71.0 |")
    assert found.results
    assert text_of(found.results.header[1]) == "MMLU"


def test_the_names_of_columns_may_stand_in_a_tables_first_row() -> None:
    html = "<table><tr><td>Model</td><td>Top-1</td></tr><tr><td>S</td><td>71.0</td></tr></table>"
    found = found_in(f"## Results\n\n{html}")
    assert found.results
    assert text_of(found.results.header[1]) == "Top-1"
    assert len(found.results.rows) == 1


def test_a_row_or_an_item_names_a_link_that_says_only_where_it_leads() -> None:
    markdown = """
# Net
## Pretrained models
| # | Model | mAP | weights |
|---|---|---|---|
| 1 | Net-S | 40.5 | [github](https://github.com/a/b/releases/download/v1/net_s.pth) / [baidu](https://pan.baidu.com/s/1aaa) |
| 2 | Net-L | 49.7 | [github](https://github.com/a/b/releases/download/v1/net_l.pth) / [baidu](https://pan.baidu.com/s/1bbb) |

- Huge checkpoint: [here](https://example.com/huge.ckpt)
- The Tiny model can be downloaded [from 🤗 Hugging Face](https://huggingface.co/a/net-tiny)
"""
    assert found_in(markdown).weights == (
        Link("Net-S", "https://github.com/a/b/releases/download/v1/net_s.pth"),
        Link("Net-L", "https://github.com/a/b/releases/download/v1/net_l.pth"),
        Link("Huge checkpoint", "https://example.com/huge.ckpt"),
        Link("Tiny model", "https://huggingface.co/a/net-tiny"),
    )


def test_chinese_rows_name_their_links_too() -> None:
    markdown = """
## 模型下载
| 模型 | 下载 |
|---|---|
| 小 | [下载](https://example.com/s.pth) |
| 大 | [HF下载](https://huggingface.co/a/large) / [魔搭](https://modelscope.cn/models/a/large) |
"""
    assert [link.words for link in found_in(markdown).weights] == ["小", "大"]


def test_columns_tell_a_rows_files_apart() -> None:
    markdown = """
## Model zoo
| name | 22K model | 1K model |
|---|---|---|
| Swin-T | - | [github](https://example.com/t1.pth)/[config](configs/t.yaml)/[log](https://example.com/log.txt) |
| Swin-B | [github](https://example.com/b22.pth)/[baidu](https://pan.baidu.com/s/1) | [github](https://example.com/b1.pth) |
"""
    assert [link.words for link in found_in(markdown).weights] == [
        "Swin-T – 1K model",
        "Swin-B – 22K model",
        "Swin-B – 1K model",
    ]


def test_links_of_one_name_are_told_apart() -> None:
    markdown = """
## Model zoo
| Backbone | schedule | model |
|---|---|---|
| R50 | 1x | [model](https://example.com/r50_1x.pth) |
| R50 | 3x | [model](https://example.com/r50_3x.pth) |
"""
    words = [link.words for link in found_in(markdown).weights]
    assert words == ["R50 – 1x", "R50 – 3x"]


def test_pages_of_a_hub_that_are_no_models_are_no_weights() -> None:
    markdown = """
# Net
**2023/05** New checkpoint released, see the [Change Log](https://huggingface.co/a/net#change-log).
## Updates
- ported weights from the [paper authors' demo](https://huggingface.co/other/csat) for our new csat model
## Pretrained models
[discussion](https://huggingface.co/a/net/discussions/3), [config](https://huggingface.co/a/net/blob/main/config.json),
[commit](https://huggingface.co/a/net/commit/abc), [license](https://huggingface.co/a/net/blob/main/LICENSE),
[space](https://huggingface.co/spaces/a/net), [data](https://huggingface.co/datasets/a/net),
[docs](https://huggingface.co/docs/transformers), [paper](https://huggingface.co/papers/2401.1),
[organization](https://huggingface.co/other), [collection](https://huggingface.co/collections/other/things-1),
[studio](https://modelscope.cn/studios/a/net)
## Acknowledgements
Thanks for the pretrained [Qwen](https://huggingface.co/Qwen/Qwen3-8B).
"""
    assert found_in(markdown).weights == ()
    own = "\n## Weights\nGet the [weights](https://huggingface.co/a/net/tree/main).\n"
    assert found_in(markdown + own).weights == (
        Link("weights", "https://huggingface.co/a/net/tree/main"),
    )


def test_others_models_are_left_out_where_the_project_has_its_own() -> None:
    markdown = """
## Pretrained models
| Model | Base | Weights |
|---|---|---|
| Net-7B | [Llama](https://huggingface.co/meta-llama/Llama-2-7b-hf) | [HF](https://huggingface.co/a/net-7b) |
"""
    assert found_in(markdown).weights == (Link("Net-7B", "https://huggingface.co/a/net-7b"),)


def test_a_file_that_a_command_downloads_is_found_where_no_link_leads_to_it() -> None:
    markdown = "## Demo\n```\nwget https://example.com/net.pth -P weights\npython demo.py\n```"
    assert found_in(markdown).weights == (Link("net.pth", "https://example.com/net.pth"),)


def test_only_whole_entries_are_cited() -> None:
    torn = "@article{a,\n  title={X},\n"
    whole = "@misc{b,\n  title={{Y} \\} z}\n}"
    assert found_in(f"## Cite\n```\n{torn}\n```").citation is None
    assert found_in(f"## Cite\n```\n{torn}\n{whole}\n```").citation == whole
    assert found_in(f"## Cite\n```\n{torn}\n```\n```\n{whole}\n```").citation == whole


def test_entries_that_no_longer_fit_are_left_out_whole() -> None:
    entries = [f"@misc{{m{n},\n  title={{{'word ' * 60}}}\n}}" for n in range(5)]
    found = found_in("## Cite\n```\n" + "\n".join(entries) + "\n```")
    assert found.citation == "\n".join(entries[:3])


def test_a_long_list_of_authors_ends_with_others() -> None:
    authors = " and ".join(f"Firstname{n} Lastname{n}" for n in range(200))
    found = found_in(
        f"## Cite\n```\n@article{{a,\n  author={{{authors}}},\n  year={{2024}}\n}}\n```"
    )
    assert found.citation
    assert "Firstname0 Lastname0 and Firstname1" in found.citation
    assert " and others},\n  year={2024}\n}" in found.citation
    assert len(found.citation) < 1_000


@pytest.mark.parametrize(
    "attack",
    [
        "```\n" + "@misc{" * 20_000 + "\n```",
        "```python\nimport a\n" + "-" * 50_000 + "\n```",
        "```python\nimport a\n" + "\n\n".join(["(" * 90] * 600) + "\n```",
        "```\npython " + "-a=b " * 20_000 + "\n```",
        "```\npip install" + " -r" * 30_000 + "\n```",
        "```\n" + " " * 100_000 + "#\n```",
        "## Weights\n" + "[here](https://example.com/a.pth?{}) ".replace("{}", "x" * 9) * 5_000,
        "## Weights\n| a | b |\n|---|---|\n"
        + "".join(f"| x | [github](https://x{n}.org/w.pth) |\n" for n in range(900)),
    ],
    ids=lambda attack: attack[:20],
)
def test_hostile_readmes_cost_no_more_than_their_length(attack: str) -> None:
    document = parse_readme(github_html(attack), "a/b")
    started = time.process_time()
    quick_start(document)
    assert time.process_time() - started < 10


def test_a_clone_of_another_project_installs_nothing_of_this_one() -> None:
    other = (
        "## Install\n```\ngit clone https://github.com/NVIDIA/apex\ncd apex\npip install ./\n```\n"
    )
    assert found_in(other).install is None
    own = "```\ngit clone https://github.com/a/b\ncd b\npip install -r requirements.txt\n```"
    found = found_in(other + own)
    assert found.install
    assert found.install.text.startswith("git clone https://github.com/a/b")


def test_signing_in_is_no_usage() -> None:
    markdown = "## Usage\n```python\nfrom huggingface_hub import login\nlogin()\n```\n"
    assert found_in(markdown).usage is None
    fetching = "## Usage\n```python\nfrom huggingface_hub import snapshot_download\nsnapshot_download('a/net')\n```\n"
    assert found_in(fetching).usage is None


def test_a_badge_leads_to_weights_where_no_link_does() -> None:
    badge = "[![HF](https://img.shields.io/badge/HF-Model-yellow)]"
    spaces = f"{badge}(https://huggingface.co/spaces/a/net) {badge}(https://huggingface.co/other/x)"
    markdown = f"# Net\n{spaces} {badge}(https://huggingface.co/a/net)\n"
    assert found_in(markdown).weights == (Link("a/net", "https://huggingface.co/a/net"),)
    link = "\n## Weights\n[net.pth](https://example.com/net.pth)"
    assert found_in(markdown + link).weights == (Link("net.pth", "https://example.com/net.pth"),)
    assert found_in(f"# Net\n{spaces}").weights == ()


def test_results_have_no_columns_of_links() -> None:
    markdown = """
## Model zoo
| Model | Top-1 | weights | config |
|---|---|---|---|
| [S](https://example.com) | 71.0 | [github](https://example.com/s.pth) | [yaml](s.yaml) |
| [L](https://example.com) | 74.0 | - | - |
"""
    found = found_in(markdown)
    assert found.results
    assert [text_of(cell) for cell in found.results.header] == ["Model", "Top-1"]


def test_code_that_converts_weights_is_no_usage() -> None:
    code = "```python\nimport torch\nstate = torch.load('a.bin')\n```\n"
    markdown = f"## Usage\nYou can convert the weights with this code:\n{code}"
    assert found_in(markdown).usage is None


def test_what_installs_on_the_way_gives_way_to_what_runs() -> None:
    markdown = (
        "## Demo\n```\npip install gradio\npython web.py\n```\n"
        "## Inference\n```\npython infer.py --image a.jpg\n```"
    )
    assert found_in(markdown).usage == Snippet("python infer.py --image a.jpg", "shell")


def test_an_imported_dependency_is_not_the_projects_package() -> None:
    markdown = (
        "# AIM\n## Installation\n```\npip install git+https://github.com/a/b\n```\n"
        "For MLX:\n```\npip install mlx\n```\n## Usage\n```python\nimport mlx\nmlx.run()\n```"
    )
    found = found_in(markdown)
    assert found.install == Snippet("pip install git+https://github.com/a/b", "shell")
