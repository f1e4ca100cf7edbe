"""Sources in the shapes that other projects give them: nothing invented, nothing lost silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from click.testing import CliRunner

from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.formats.importer_types import ImportResult
from tests.support.import_helpers import only, read
from tests.support.sphinx_project import Project


class Shape(NamedTuple):
    """A source: its format, the name of its file, and its text."""

    format: str
    file: str
    text: str


SHAPES = {
    "metafile": Shape(
        "openmmlab",
        "metafile.yml",
        """
Collections:
  - Name: ShoreNet
    License: Apache License 2.0
    Metadata:
      Training Resources: 8x V100 GPUs
      Architecture: [FPN, RPN]
      Speed: {train: 3.1}
    Paper: {URL: "https://arxiv.org/abs/2201.00001", Title: "ShoreNet: Looking Out"}
    README: configs/shorenet/README.md
    Code: {URL: "https://github.com/x/y/blob/v2/shore.py", Version: v2.0.0}
  - Name: Lonely
    Paper: https://arxiv.org/abs/2201.00002
Models:
  - Name: shorenet_r50_1x
    In Collection: ShoreNet
    Metadata:
      Epochs: 12
      Parameters: 41.5 M
      FLOPs: null
      inference time (ms/im):
        - {value: 46.7, hardware: V100, batch size: 1}
    Results: {Task: Object Detection, Dataset: COCO, Metrics: {box AP: 37.4}}
    Weights: ["https://x.org/a.pth", "https://x.org/b.pth"]
  - Name: orphan_net
    Name: orphan-net
    Metadata: {Parameters: 25.6e6, Epochs: 100}
    Weights: https://x.org/c.pth
    Alias: [orphan]
""",
    ),
    "card": Shape(
        "huggingface",
        "README.md",
        """---
license: other
license_name: my-lab-license
license_link: LICENSE
datasets: null
base_model: [acme/base-7b, acme/other-7b]
tags: [first]
tags: [merge]
pipeline_tag: text-generation
model-index:
  name: Mergy-7B
  results:
  - task: {type: text-generation}
    dataset: {name: MMLU, type: mmlu, revision: abc, args: {num_few_shot: 5}}
    metrics:
    - {type: acc, value: 61.2, verified: true}
    - {type: acc, value: 63.4, args: {num_few_shot: 25}}
  - task: text-generation
    dataset: GSM8K
    metrics: [{type: accuracy, value: "48,3"}]
---
# Mergy
""",
    ),
    "modelscope": Shape(
        "huggingface",
        "README.md",
        """---
tasks: [image-classification, 潮汐预报]
domain: [cv]
frameworks: [pytorch]
language: [cn]
datasets:
  train: [modelscope/imagenet]
---
# 海边图像分类模型
""",
    ),
    "info": Shape(
        "paddle",
        "info.yaml",
        """
Model_Info:
  name: 7
  description: [海边, 检测]
  icon: null
Task: {tag_en: Computer Vision, sub_tag_en: Object Detection}
Example: Not a list
Datasets: {train: COCO}
Publisher: [Baidu]
License: apache.2.0
License: mit
Paper: {title: Shore, url: null}
""",
    ),
    "onnx": Shape(
        "tables",
        "README.md",
        """
### Image Classification
|Model Class |Reference |Description |Huggingface Spaces|
|-|-|-|-|
|<b>[ShoreNet](vision/shore)</b>|[Oak et al.](https://arxiv.org/abs/2201.00001)|Light-weight.|yes|

#### Shore
|Model |Download  |Download (with sample test data)| Opset version|Top-1 error |
|---|:---|:---|:---|:---|
|Shore-18| [44.7 MB](model/s18.onnx) |[42.9 MB](model/s18.tar.gz)|7|30.27|
""",
    ),
    "torchvision": Shape(
        "tables",
        "README.md",
        """
| **Weight** | **Acc@1** | **Params** | **GFLOPS** | **Recipe** |
|---|---|---|---|---|
| `ShoreNet_Weights.V1` | 56.522 | 61.1M | 0.71 | [link](https://github.com/x/v/tree/main/ref) |
""",
    ),
    "timm": Shape(
        "csv",
        "results.csv",
        "model,img_size,top1,top1_err,param_count,crop_pct,interpolation\n"
        "shorenet_l.fc_in22k,384,88.227,11.773,304.18,1.000,bicubic\n",
    ),
    "detectron2": Shape(
        "tables",
        "MODEL_ZOO.md",
        """
<table><tbody>
<!-- TABLE HEADER -->
<th valign="bottom">Name</th>
<th valign="bottom">lr<br/>sched</th>
<th valign="bottom">inference<br/>time<br/>(s/im)</th>
<th valign="bottom">box<br/>AP</th>
<th valign="bottom">model id</th>
<th valign="bottom">download</th>
<!-- ROW: shore_R_50_C4_1x -->
 <tr><td align="left"><a href="configs/shore.yaml">R50-C4</a></td>
<td align="center">1x</td>
<td align="center">0.102</td>
<td align="center">35.7</td>
<td align="center">137257644</td>
<td align="center"><a href="https://x.org/f.pkl">model</a>&nbsp;|&nbsp;<a
href="https://x.org/metrics.json">metrics</a></td>
</tr>
</tbody></table>
""",
    ),
    "garden": Shape(
        "tables",
        "README.md",
        """
Model | Reference (Paper) | Colab
------|-------------------|------
[ShoreNet](http://x.org/s.tar.gz) | [Looking](https://arxiv.org/abs/2201.00001) | [TF](https://colab.research.google.com/x)
""",
    ),
    "paddledetection": Shape(
        "tables",
        "README.md",
        """
| 模型 | Epoch | 骨干网络 | Box AP<sup>val<br>0.5:0.95 | Box AP<sup>test<br>0.5:0.95 | 模型下载 |
|:---:|:---:|:---:|:---:|:---:|:---:|
| *Shore-m | 300 | cspresnet-m | 49.0 | 49.1 | [<img src="a.png">](https://x.org/m.pdparams) \\| [日志](https://x.org/m.log) |
""",  # noqa: E501
    ),
    "paddleocr": Shape(
        "tables",
        "README.md",
        """
### 1. 文本检测模型
|模型名称|模型简介|配置文件|推理模型大小|下载地址|
| --- | --- | --- | --- | --- |
|ch_slim|超轻量模型|[a.yml](a.yml)| 1.1M |[推理模型](https://x.org/i.tar) / [训练模型](https://x.org/t.tar)|
|ch_server|通用模型|[b.yml](b.yml)|143.4M|[下载](https://x.org/server.tar)|
|ch_two|通用模型|[c.yml](c.yml)|8.6M|[a](https://x.org/1.tar) / [b](https://x.org/2.tar)|
""",
    ),
}


def shape(name: str, folder: Path) -> ImportResult:
    """Write a source with the line ends and the mark of Windows, and read it."""
    format_name, file, text = SHAPES[name]
    path = folder / file
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return read(format_name, path)


def left(result: ImportResult) -> list[str]:
    return [item.what for item in result.left_out]


def test_metafiles_of_openmmlab(tmp_path: Path) -> None:
    result = shape("metafile", tmp_path)
    shore, lonely, orphan = (draft.data for draft in result.drafts)
    assert shore["variants"][0]["params"] == "41.5M"
    assert len(shore["variants"][0]["weights"]) == 2
    assert shore["variants"][0]["results"][0]["metrics"] == {"box AP": 37.4}
    assert shore["tasks"] == ["object-detection"]
    assert "Training resources: 8x V100 GPUs" in shore["description"]["en"]
    assert lonely == {"name": "Lonely", "paper": {"arxiv": "2201.00002"}}
    assert orphan["params"] == "25.6M"
    assert left(result) == [
        "Name, given before",
        "Metadata: Speed of ShoreNet",
        "Metadata: inference time (ms/im) of shorenet_r50_1x",
        "README of ShoreNet",
        "Code: Version of ShoreNet",
        "Metadata: epochs of orphan-net",
        "Alias of orphan-net",
    ]
    assert result.left_out[0].place.line == 25


def test_a_card_with_what_people_write_by_mistake(tmp_path: Path) -> None:
    result = shape("card", tmp_path)
    entry = only(result)
    assert entry["name"] == "Mergy-7B"
    assert entry["license"] == "LicenseRef-my-lab-license"
    assert entry["tags"] == ["merge"]
    assert [(r["metrics"], r["conditions"]) for r in entry["results"][:2]] == [
        ({"Accuracy": 61.2}, {"num_few_shot": 5}),
        ({"Accuracy": 63.4}, {"num_few_shot": 25}),
    ]
    assert entry["results"][2] == {"dataset": "GSM8K"}
    assert left(result) == ["tags, given before", "license_link of Mergy-7B"]
    told = [note.message for note in result.drafts[0].notes]
    assert "not read: revision, verified" in told
    assert "no certain figure for Accuracy: 48,3" in told


def test_a_card_of_modelscope(tmp_path: Path) -> None:
    result = shape("modelscope", tmp_path)
    entry = only(result)
    assert entry["tasks"] == ["image-classification"]
    assert entry["tags"] == ["pytorch", "cv"]
    assert left(result) == ["datasets of 海边图像分类模型"]
    assert [note.field for note in result.drafts[0].notes] == ["tasks"]


def test_an_info_yaml_with_odd_types(tmp_path: Path) -> None:
    result = shape("info", tmp_path)
    assert only(result) == {
        "name": "7",
        "tasks": ["object-detection"],
        "tags": ["computer-vision"],
        "license": "MIT",
        "paper": {"title": "Shore"},
    }
    assert sorted(left(result)) == [
        "Datasets of 7",
        "Example of 7",
        "License, given before",
        "Model_Info.description of 7",
        "Publisher of 7",
    ]


def test_tables_of_the_onnx_zoo(tmp_path: Path) -> None:
    result = shape("onnx", tmp_path)
    first, second = (draft.data for draft in result.drafts)
    assert (first["name"], first["paper"]["arxiv"]) == ("ShoreNet", "2201.00001")
    assert second["collection"] == "Shore"
    assert second["weights"] == ["model/s18.onnx", "model/s18.tar.gz"]
    assert second["results"] == [{"metrics": {"Top-1 Error": 30.27}}]
    assert left(result) == []


def test_tables_of_torchvision(tmp_path: Path) -> None:
    assert only(shape("torchvision", tmp_path)) == {
        "name": "ShoreNet_Weights.V1",
        "params": "61.1M",
        "flops": "710M",
        "code": [{"url": "https://github.com/x/v/tree/main/ref", "kind": "training"}],
        "results": [{"metrics": {"Top-1 Accuracy": 56.522}}],
    }


def test_results_of_timm(tmp_path: Path) -> None:
    result = shape("timm", tmp_path)
    (found,) = only(result)["results"]
    assert found["metrics"] == {"Top-1 Accuracy": 88.227, "Top-1 Error": 11.773}
    assert found["conditions"] == {
        "input_size": 384,
        "crop_pct": "1.000",
        "interpolation": "bicubic",
    }
    # In millions, as the decimals say, but the file does not.
    notes = [note.message for note in result.drafts[0].notes]
    assert notes == ["“304.18” was taken as millions"]
    assert only(result)["params"] == "304.18M"


def test_the_zoo_of_detectron2(tmp_path: Path) -> None:
    result = shape("detectron2", tmp_path)
    entry = only(result)
    assert entry["weights"] == ["https://x.org/f.pkl"]
    assert entry["config"] == "configs/shore.yaml"
    assert entry["results"][0]["conditions"] == {"schedule": "1x"}
    assert entry["log"] == "https://x.org/metrics.json"
    assert left(result) == []


def test_tables_of_the_model_garden(tmp_path: Path) -> None:
    entry = only(shape("garden", tmp_path))
    assert entry["paper"] == {"title": "Looking", "arxiv": "2201.00001"}
    assert entry["weights"] == ["http://x.org/s.tar.gz"]
    assert entry["code"][0]["url"] == "https://colab.research.google.com/x"


def test_tables_of_paddledetection(tmp_path: Path) -> None:
    result = shape("paddledetection", tmp_path)
    entry = only(result)
    assert entry["name"] == "Shore-m"
    assert entry["weights"] == ["https://x.org/m.pdparams"]
    assert [(r["metrics"], r["conditions"]["split"]) for r in entry["results"]] == [
        ({"box AP": 49.0}, "validation"),
        ({"box AP": 49.1}, "test"),
    ]
    assert left(result) == []


def test_tables_of_paddleocr(tmp_path: Path) -> None:
    result = shape("paddleocr", tmp_path)
    slim, server, two = (draft.data for draft in result.drafts)
    assert slim["weights"] == [
        {"url": "https://x.org/i.tar", "size": "1.1 MB"},
        "https://x.org/t.tar",
    ]
    assert server["weights"] == [{"url": "https://x.org/server.tar", "size": "143.4 MB"}]
    assert two["weights"] == ["https://x.org/1.tar", "https://x.org/2.tar"]
    assert [note.message for note in result.drafts[2].notes] == ["the size “8.6M” was not read"]


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    """All shapes in one catalog."""
    target = tmp_path / "models.yaml"
    for name, (format_name, file, text) in SHAPES.items():
        source = tmp_path / name / file
        source.parent.mkdir()
        source.write_text(text, encoding="utf-8")
        command = ["import", str(source), "--from", format_name, "-o", str(target)]
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
    return target


def test_what_is_made_of_them_stands_the_check_and_builds(zoo: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(zoo)])
    assert done.exit_code == 0, done.output
    entries: list[dict[str, Any]] = yaml.safe_load(zoo.read_text(encoding="utf-8"))["models"]
    assert len(entries) >= len(SHAPES)
    project = Project(tmp_path / "project", catalog=zoo.read_text(encoding="utf-8"))
    assert project.build().warnings == ""
