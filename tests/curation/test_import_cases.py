"""What people met when they imported zoos of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.formats.importer_types import ImportResult
from tests.support import DOCS
from tests.support.import_helpers import only, read_text


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    target = str(folder / "models.yaml")
    done = CliRunner().invoke(main, ["import", *arguments, "-o", target])
    return done.exit_code, done.output


def catalog(folder: Path) -> list[dict[str, Any]]:
    data = yaml.safe_load((folder / "models.yaml").read_text(encoding="utf-8"))
    return list(data["models"])


def markdown(text: str, folder: Path) -> ImportResult:
    head, *rows = [line.strip() for line in text.strip().splitlines()]
    lines = [head, "".join("|--" for _ in head.strip("|").split("|")) + "|", *rows]
    return read_text("tables", "\n".join(lines) + "\n", folder / "zoo.md")


def test_weights_under_a_long_header(tmp_path: Path) -> None:
    result = markdown(
        "|模型|Top-1 Acc|预训练模型下载地址|\n|A|70.1|[下载](https://x.org/a.pdparams)|", tmp_path
    )
    assert only(result)["weights"] == ["https://x.org/a.pdparams"]


@pytest.mark.parametrize("word", ["paper", "PDF", "arXiv", "论文", "原文", "Lee et al.", "Lee等"])
def test_a_word_for_a_paper_is_not_its_title(word: str, tmp_path: Path) -> None:
    result = markdown(f"|Model|Paper|\n|A|[{word}](https://arxiv.org/abs/1506.01497)|", tmp_path)
    assert only(result)["paper"] == {"arxiv": "1506.01497"}


def test_rows_with_one_name(tmp_path: Path) -> None:
    text = "model,kind,params,acc\nA,small,10M,70.1\nA,large,20M,66.2\n"
    entry = only(read_text("csv", text, tmp_path / "zoo.csv"))
    assert [(one["id"], one["params"]) for one in entry["variants"]] == [
        ("small", "10M"),
        ("large", "20M"),
    ]
    lines = text.splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    again = only(read_text("csv", turned, tmp_path / "zoo.csv"))
    assert again["variants"] == entry["variants"][::-1]


def test_two_columns_of_one_metric(tmp_path: Path) -> None:
    result = markdown("|Model|Latency (CPU)|Latency (GPU)|\n|A|3.5|1.5|", tmp_path)
    found = [(one["metrics"], one["conditions"]) for one in only(result)["results"]]
    assert found == [
        ({"Latency": 3.5}, {"device": "CPU"}),
        ({"Latency": 1.5}, {"device": "GPU"}),
    ]


@pytest.mark.parametrize(
    ("header", "unit"),
    [("inference time (s/im)", "s"), ("Latency [min]", "min"), ("Latency (μs)", "μs")],
)
def test_the_unit_of_a_header_is_kept(header: str, unit: str, tmp_path: Path) -> None:
    (result,) = only(markdown(f"|Model|{header}|\n|A|0.102|", tmp_path))["results"]
    assert result["metrics"] == {"Latency": {"value": 0.102, "unit": unit}}


def test_thousands_in_a_column_of_millions(tmp_path: Path) -> None:
    text = 'model,param_count\nA,"1,014.45"\nB,304.18\n'
    found = read_text("csv", text, tmp_path / "zoo.csv").drafts
    assert [draft.data["params"] for draft in found] == [1014450000, "304.18M"]


def test_a_decimal_comma(tmp_path: Path) -> None:
    result = markdown("|Model|Params (M)|acc|\n|A|3,2|70.1|", tmp_path)
    assert only(result)["params"] == "3.2M"


def test_two_figures_in_a_cell_and_one_of_them_again(tmp_path: Path) -> None:
    result = markdown(
        "|Model|Acc@1/Acc@5|Top-1<br>Acc|Params<sup>1</sup>|\n|A|74%/92%|70.1|3.2M|", tmp_path
    )
    first, second = only(result)["results"]
    percent = {"unit": "%"}
    assert first["metrics"] == {
        "Top-1 Accuracy": {"value": 74, **percent},
        "Top-5 Accuracy": {"value": 92, **percent},
    }
    assert second["metrics"] == {"Top-1 Accuracy": 70.1}
    assert second["conditions"] == {"setting": "Top-1 Acc"}
    assert only(result)["params"] == "3.2M"


def test_a_cell_of_links(tmp_path: Path) -> None:
    links = "[config](a.py) \\| [model](https://drive.google.com/x) \\| [log](b)"
    entry = only(markdown(f"|Model|acc|Links|\n|A|70.1|{links}|", tmp_path))
    assert (entry["config"], entry["log"]) == ("a.py", "b")
    assert entry["weights"] == ["https://drive.google.com/x"]


def test_a_row_with_a_cell_missing(tmp_path: Path) -> None:
    result = markdown("|Model|Year|Params (M)|acc|\n|A|2020|3.2|70.1|\n|B|3.2|70.1|", tmp_path)
    notes = [note.message for note in result.drafts[1].notes]
    assert "3 cells in a table of 4 columns" in notes[0]
    assert "results" not in result.drafts[1].data


def test_rows_without_their_last_cells_are_read(tmp_path: Path) -> None:
    result = markdown("|Model|acc|Code|\n|A|70.1|[x](https://github.com/a/b)|\n|B|71.1|", tmp_path)
    assert result.drafts[1].data["results"] == [{"metrics": {"Accuracy": 71.1}}]


@pytest.mark.parametrize(
    ("heading", "task", "dataset"),
    [
        ("Classification (ImageNet-1k)", "image-classification", "ImageNet"),
        ("Detection on COCO", "object-detection", "COCO"),
        ("COCO Object Detection Baselines", "object-detection", "COCO"),
    ],
)
def test_a_heading_with_task_and_dataset(
    heading: str, task: str, dataset: str, tmp_path: Path
) -> None:
    text = f"# Zoo\n\n## {heading}\n\n|Model|acc|\n|--|--|\n|A|70.1|\n"
    entry = only(read_text("tables", text, tmp_path / "zoo.md"))
    assert entry["tasks"] == [task]
    assert entry["results"][0]["dataset"].startswith(dataset)
    assert "collection" not in entry


def test_one_file_of_weights_is_the_entry_s(tmp_path: Path) -> None:
    result = markdown("|Model|acc|Download|\n|A|70.1|[model](https://x.org/a.pth)|", tmp_path)
    assert only(result)["weights"] == ["https://x.org/a.pth"]
    assert "variants" not in only(result)


def test_relative_links_are_rebased(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "|Model|acc|Links|\n|--|--|--|\n|A|70|[config](cfg/a.yaml) \\| [log](logs/a.json)|\n",
        encoding="utf-8",
    )
    (tmp_path / "docs").mkdir()
    assert run(tmp_path / "docs", str(tmp_path / "README.md"))[0] == 0
    (entry,) = catalog(tmp_path / "docs")
    assert (entry["config"], entry["log"]) == ("../cfg/a.yaml", "../logs/a.json")


def test_two_files_with_the_same_models(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("model,ImageNet acc\nA,70\nB,71\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("model,COCO mAP\nA,40\nB,41\n", encoding="utf-8")
    files = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    for _ in range(2):
        assert run(tmp_path, *files)[0] == 0
        assert [(entry["id"], len(entry["results"])) for entry in catalog(tmp_path)] == [
            ("a", 2),
            ("b", 2),
        ]


def test_two_cards_of_one_name_are_two_models(tmp_path: Path) -> None:
    for owner in ("ann", "bob"):
        (tmp_path / owner).mkdir()
        text = "---\nlicense: mit\n---\n# Shore\n"
        (tmp_path / owner / "README.md").write_text(text, encoding="utf-8")
    assert run(tmp_path, *(str(tmp_path / one / "README.md") for one in ("ann", "bob")))[0] == 0
    assert [entry["id"] for entry in catalog(tmp_path)] == ["shore", "shore-2"]


def test_a_file_in_each_language(tmp_path: Path) -> None:
    english = "# Zoo\n\n## Boats\n\n|Model|Description|\n|--|--|\n|A|Finds the boats.|\n"
    chinese = "# 模型库\n\n## 船舶\n\n|模型|简介|\n|--|--|\n|A|寻找船舶。|\n"
    (tmp_path / "README.md").write_text(english, encoding="utf-8")
    (tmp_path / "README_cn.md").write_text(chinese, encoding="utf-8")
    for name in ("README.md", "README_cn.md", "README.md"):
        assert run(tmp_path, str(tmp_path / name))[0] == 0
    (entry,) = catalog(tmp_path)
    assert entry["collection"] == "Boats"  # a name, which has no languages
    assert entry["summary"] == {"en": "Finds the boats.", "zh": "寻找船舶。"}


def test_the_body_of_a_card(tmp_path: Path) -> None:
    text = "---\nlicense: mit\n---\n# A\n\nFinds boats.\n\n```python\nimport a\n```\n"
    entry = only(read_text("huggingface", text, tmp_path / "README.md"))
    assert entry["summary"] == {"en": "Finds boats."}
    assert entry["description"] == {"en": "```python\nimport a\n```"}


def test_a_file_without_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Notes\n\nNothing here.\n", encoding="utf-8")
    status, output = run(tmp_path, str(tmp_path / "a.md"))
    assert status == 2
    assert "no table" in output


def test_the_catalog_is_written_before_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("model,acc\nA,70\n", encoding="utf-8")
    command = f"{sys.executable} -m sphinx_modelzoo import a.csv -o models.yaml -v 2>&1 | head -1"
    environment = {**os.environ, "PYTHONPATH": str(DOCS.parent)}
    subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, check=True, capture_output=True, env=environment
    )
    assert [entry["id"] for entry in catalog(tmp_path)] == ["a"]
