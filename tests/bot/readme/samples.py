"""READMEs in the manner of those in the catalogue, written for these tests."""

DETECTOR = """
<p align="center"><img src="figure/banner.png" width="80%" alt="Five dogs in boxes"></p>

# Official NetV9

[![build](https://img.shields.io/badge/build-passing-green)](https://ci.example.org) ![Python](https://img.shields.io/pypi/v/netv9.svg)

Implementation of [NetV9: boxes at once](https://arxiv.org/abs/2401.00001). See <https://netv9.example.org/docs>.

## Contents
- [Installation](#installation)
- [Testing](#testing)
- [Citation](#citation)

## Performance

| Model | Size | AP<sup>val</sup> | FPS |
| :-- | :-: | :-: | :-: |
| [**NetV9**](https://github.com/a/b/releases/download/v1/netv9.pt) | 640 | **51.4%** | 161 |
| [**NetV9-X**](https://github.com/a/b/releases/download/v1/netv9x.pt) | 640 | **53.1%** | 114 |

## Installation

```shell
pip install netv9
```

<details><summary>From source</summary>

``` shell
git clone https://github.com/a/b
```

</details>

## Testing

1. Get `coco.yaml` from [the data folder](data/coco.yaml).
2. Run
   ```shell
   python detect.py --weights netv9.pt --source horses.jpg
   ```
   - [x] pictures
   - [ ] video

> [!NOTE] is quoted: about 2<sup>10</sup> boxes, H<sub>2</sub>O, x<sup>(small print)</sup>.

Loss is <math-renderer class="js-inline-math">$\\alpha^2 + \\beta_i$</math-renderer>, and

<math-renderer class="js-display-math">$$\\frac{1}{n} \\sum_i x_i$$</math-renderer>

## Citation

```
@article{net2024,
  title={NetV9}
}
```
"""

CHINESE = """
# 中文模型

**[English](README_EN.md)** | 简体中文

本项目提供了面向中文的预训练模型。欢迎专家学者下载使用，并共同促进和发展中文资源建设。

## 模型下载

| 模型简称 | 语料 | 讯飞云下载 |
| :------- | :--- | :--------- |
| **`RBT6, Chinese`** | 扩展语料 | **[PyTorch（密码）](https://pan.baidu.com/s/1abc?pwd=hniy)** |

## 快速加载

```python
from transformers import BertTokenizer, BertModel
model = BertModel.from_pretrained("MODEL_NAME")
```

## 安装

```
pip install chinese-model
```

## 实验结果

| 模型 | 开发集 | 测试集 |
| :------- | :---------: | :---------: |
| BERT | 83.1 (82.7) | 89.9 (89.5) |
"""

BARE = """
A folder of notebooks.

They are not documented.
"""
