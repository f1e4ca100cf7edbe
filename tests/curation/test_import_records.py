"""Sources that are no tables: records of JSON and YAML, lists, notebooks, and whole folders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from sphinx_modelzoo.cli import main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*sources: str) -> dict[str, dict[str, Any]]:
    done = CliRunner().invoke(main, ["import", *sources, "-o", "models.yaml"])
    assert done.exit_code == 0, done.output
    data = yaml.safe_load(Path("models.yaml").read_text(encoding="utf-8"))
    return {model["name"]: model for model in data["models"]}


RECORDS = [
    {
        "name": "NetA",
        "metrics": {"top1_acc": 76.1, "imagenet": {"top5": 93.0}},
        "params_m": 25.6,
        "files": {"weights": "https://x.org/a.pth", "config": "cfg/a.yaml"},
        "latency_ms": 3.2,
        "trained_by": "team one",
    },
    {"name": "NetB", "metrics": {"top1_acc": 70.2}, "params_m": 5.5, "trained_by": "team two"},
]


@pytest.mark.parametrize("name", ["zoo.json", "zoo.yaml", "zoo.jsonl", "in.json"])
def test_records_of_any_schema(name: str) -> None:
    data: Any = {"dataset": "CIFAR-10", "zoo": RECORDS} if name == "in.json" else RECORDS
    text = yaml.safe_dump(data) if name.endswith(".yaml") else json.dumps(data, indent=1)
    if name.endswith(".jsonl"):
        text = "\n".join(map(json.dumps, RECORDS))
    Path(name).write_text(text, encoding="utf-8")
    found = run(name)
    one, other = found["NetA"], found["NetB"]
    assert (one["params"], other["params"]) == ("25.6M", "5.5M")
    assert one["weights"] == ["https://x.org/a.pth"]
    assert one["config"] == "cfg/a.yaml"
    assert one["extra"] == {"trained_by": "team one"}
    figures = {
        (result.get("dataset"), metric): value["value"] if isinstance(value, dict) else value
        for result in one["results"]
        for metric, value in result["metrics"].items()
    }
    usual = "CIFAR-10" if name == "in.json" else None
    assert figures == {
        (usual, "Top-1 Accuracy"): 76.1,
        ("ImageNet-1k", "Top-5 Accuracy"): 93,
        (usual, "Latency"): 3.2,
    }


def test_records_by_their_names_with_lists_of_results() -> None:
    Path("zoo.yaml").write_text(
        "net-a:\n  参数量: 25600000\n  results:\n"
        "  - {dataset: ImageNet, metric: Top-1, value: 76.1}\n"
        "  - {dataset: ImageNet, metric: Top-5, value: 93}\n"
        "  - {dataset: CIFAR-10, metric: Top-1, value: 96.1}\n"
        "net-b:\n  参数量: 5500000\n  results:\n"
        "  - {dataset: COCO, metric: box AP, value: 41.5}\n",
        encoding="utf-8",
    )
    found = run("zoo.yaml")
    assert found["net-a"]["params"] == "25.6M"
    assert found["net-a"]["results"] == [
        {"dataset": "ImageNet-1k", "metrics": {"Top-1 Accuracy": 76.1, "Top-5 Accuracy": 93}},
        {"dataset": "CIFAR-10", "metrics": {"Top-1 Accuracy": 96.1}},
    ]
    assert found["net-b"]["results"] == [{"dataset": "COCO", "metrics": {"box AP": 41.5}}]


def test_broken_json_has_a_line() -> None:
    Path("zoo.json").write_text('[{"name": "A"},\n {"name" "B"}]', encoding="utf-8")
    done = CliRunner().invoke(main, ["import", "zoo.json", "-o", "models.yaml"])
    assert done.exit_code == 2
    assert "zoo.json:2: malformed JSON" in done.output


LISTS = """# Model zoo

- [Install](#install)
- [Guide](guide.md)

## Classification on ImageNet

- [NetA](https://github.com/o/neta): 76.1% top-1, [weights](https://x.org/a.pth)
- **NetB** — a small network for phones ([weights](https://x.org/b.pth))

## 检测（COCO）

* 网络甲：mAP=41.2，[权重](https://x.org/jia.pdparams)
* 网络乙
  - 论文：[一种方法](https://arxiv.org/abs/2001.00001)
  - mAP：40.2
"""


def test_a_list_of_models() -> None:
    Path("zoo.md").write_text(LISTS, encoding="utf-8")
    found = run("zoo.md")
    assert list(found) == ["NetA", "NetB", "网络甲", "网络乙"]
    assert found["NetA"]["results"][0]["dataset"] == "ImageNet-1k"
    assert found["NetA"]["results"][0]["metrics"] == {
        "Top-1 Accuracy": {"value": 76.1, "unit": "%"}
    }
    assert found["NetA"]["code"][0]["url"] == "https://github.com/o/neta"
    assert found["NetB"]["summary"] == {"en": "a small network for phones"}
    assert found["网络甲"]["weights"] == ["https://x.org/jia.pdparams"]
    assert found["网络乙"]["paper"] == {"arxiv": "2001.00001"}
    assert found["网络乙"]["results"][0]["metrics"] == {"mAP": 40.2}


def test_a_list_beside_a_table_is_not_the_zoo() -> None:
    table = "\n| Model | mAP |\n|---|---|\n| NetT | 41 |\n"
    Path("zoo.md").write_text(LISTS + table, encoding="utf-8")
    assert list(run("zoo.md")) == ["NetT"]


MARKDOWN = "# Zoo\n\n| Model | mAP |\n|---|---|\n| NetA | 41.2 |\n"
HTML = (
    "<table><tr><th></th><th>model</th><th>top1</th></tr>\n"
    "<tr><th>0</th><td>NetH</td><td>7.1</td></tr></table>"
)


@pytest.mark.parametrize("indent", [1, None])
def test_tables_of_a_notebook(indent: int | None) -> None:
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "source": MARKDOWN.splitlines(keepends=True)},
        {"cell_type": "code", "source": "df", "outputs": [{"data": {"text/html": HTML}}]},
    ]
    Path("zoo.ipynb").write_text(json.dumps({"cells": cells}, indent=indent), encoding="utf-8")
    found = run("zoo.ipynb")
    assert found["NetA"]["results"] == [{"metrics": {"mAP": 41.2}}]
    assert found["NetH"]["results"] == [{"metrics": {"Top-1 Accuracy": 7.1}}]
    assert "extra" not in found["NetH"]


def test_a_csv_table_with_its_file() -> None:
    Path("data").mkdir()
    Path("data/t.csv").write_text("NetA;71\nNetB;72\n", encoding="utf-8")
    Path("zoo.rst").write_text(
        "Zoo\n===\n\n.. csv-table:: On CIFAR-10\n   :file: data/t.csv\n   :delim: ;\n"
        "   :header: Model; Top-1\n\n.. csv-table::\n   :file: /etc/passwd\n",
        encoding="utf-8",
    )
    found = run("zoo.rst")
    assert [found[name]["results"][0]["metrics"] for name in ("NetA", "NetB")] == [
        {"Top-1 Accuracy": 71},
        {"Top-1 Accuracy": 72},
    ]


def test_a_folder_is_read_whole() -> None:
    Path("zoo/more").mkdir(parents=True)
    Path("zoo/a.md").write_text(MARKDOWN, encoding="utf-8")
    Path("zoo/more/a.csv").write_text("model,top1\nNetA,70\nNetC,71\n", encoding="utf-8")
    Path("zoo/more/r.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    Path("zoo/package.json").write_text('{"name": "x", "files": [{"a": 1}]}', encoding="utf-8")
    Path("zoo/card").mkdir()
    Path("zoo/card/README.md").write_text(
        "---\nlicense: mit\nmodel-index:\n- name: NetD\n---\n# NetD\n", encoding="utf-8"
    )
    found = run("zoo")
    assert sorted(found) == ["NetA", "NetB", "NetC", "NetD"]
    assert [set(one["metrics"]) for one in found["NetA"]["results"]] == [
        {"mAP"},
        {"Top-1 Accuracy", "Latency"},  # of two files, which differ in the first
        {"Top-5 Accuracy"},
    ]
