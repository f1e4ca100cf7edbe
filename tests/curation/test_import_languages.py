"""A table in two files, one per language: one catalog with the words of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner

from sphinx_modelzoo.cli import main
from tests.support.sphinx_project import Project

EN = """# Birds

| Model | Variety | Dataset | Top-1 |
|--|--|--|--|
| Wren | small | ImageNet | 70.1 |
| Wren | large | ImageNet | 72.3 |
| Lark | small | ImageNet | 71.1 |
"""
ZH = """# 鸟类

| 模型 | 品种 | 数据集 | Top-1 |
|--|--|--|--|
| Wren | 小型 | ImageNet | 70.1 |
| Wren | 大型 | ImageNet | 72.3 |
| Lark | 小型 | ImageNet | 71.1 |
"""
FILES = {"README_en.md": EN, "README_cn.md": ZH}
ORDERS = [("README_en.md", "README_cn.md"), ("README_cn.md", "README_en.md")]
SMALL, LARGE = {"en": "small", "zh": "小型"}, {"en": "large", "zh": "大型"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(FILES)
    return tmp_path


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")


def with_column(header: str, *cells: str) -> str:
    """The columns of the two tables with one more, in Markdown."""
    return "\n".join((f" {header} |", "--|", *(f" {cell} |" for cell in cells)))


def widened(column: dict[str, str]) -> dict[str, str]:
    """The two files with one more column each."""
    files = {}
    for name, text in FILES.items():
        title, gap, *lines = text.splitlines()
        more = column[name].splitlines()
        rows = [line + cell for line, cell in zip(lines, more, strict=True)]
        files[name] = "\n".join((title, gap, *rows)) + "\n"
    return files


def imported(*sources: str) -> tuple[dict[str, Any], str]:
    done = CliRunner().invoke(main, ["import", *sources, "-o", "models.yaml"])
    assert done.exit_code == 0, done.output
    return yaml.safe_load(Path("models.yaml").read_text(encoding="utf-8")), done.output


def check(*arguments: str) -> str:
    done = CliRunner().invoke(main, ["check", "models.yaml", "--languages", "en,zh", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("order", ORDERS, ids=["en first", "zh first"])
@pytest.mark.parametrize("at_once", [True, False])
def test_conditions_keep_the_words_of_both(order: tuple[str, str], at_once: bool) -> None:
    for sources in [order] if at_once else [(name,) for name in order]:
        found, _ = imported(*sources)
    wren, lark = found["models"]
    name = "variety" if order[0] == "README_en.md" else "品种"
    assert [one["conditions"] for one in wren["results"]] == [{name: SMALL}, {name: LARGE}]
    assert [one["conditions"] for one in lark["results"]] == [{name: SMALL}]
    labels = {"en": "Variety", "zh": "品种"}
    assert found["fields"] == {"variety": {"type": "text", "hidden": True, "labels": labels}}
    assert "no problems" in check()
    assert "own field" not in check("--level", "info")
    before = Path("models.yaml").read_bytes()
    for again in (order, order[:1], order[1:], order[::-1]):
        imported(*again)
        assert Path("models.yaml").read_bytes() == before


def test_pages_show_the_words_of_their_language(tmp_path: Path) -> None:
    imported(*ORDERS[0])
    text = Path("models.yaml").read_text(encoding="utf-8")
    index = "Zoo\n===\n\n.. modelzoo::\n   :columns: name, conditions\n"
    seen = {}
    for language in ("en", "zh"):
        project = Project(tmp_path / language, {"index.rst": index, "models.yaml": text})
        built = project.build(language=language)
        assert built.warnings == ""
        for page in ("index.html", "models/wren.html"):
            shown = BeautifulSoup(built.text(page), "html.parser").find("main") or BeautifulSoup(
                built.text(page), "html.parser"
            )
            seen[language, page] = shown.get_text(" ", strip=True)
    for page in ("index.html", "models/wren.html"):
        assert "Variety: small" in seen["en", page]
        assert "Variety: large" in seen["en", page]
        assert "品种：小型" in seen["zh", page]
        assert "品种：大型" in seen["zh", page]
        assert "小型" not in seen["en", page]
        assert "small" not in seen["zh", page]


@pytest.mark.parametrize("order", ORDERS, ids=["en first", "zh first"])
def test_variants_are_not_doubled(order: tuple[str, str]) -> None:
    write(
        widened(
            {
                "README_en.md": with_column("Params (M)", "10", "20", "30"),
                "README_cn.md": with_column("参数量(M)", "10", "20", "30"),
            }
        )
    )
    found, _ = imported(*order)
    (wren, _) = found["models"]
    assert [one["params"] for one in wren["variants"]] == ["10M", "20M"]
    said = [next(iter(one["results"][0]["conditions"].values())) for one in wren["variants"]]
    assert said == [SMALL, LARGE]
    if order[0] == "README_en.md":
        assert [(one["id"], one.get("name")) for one in wren["variants"]] == [
            ("small", None),
            ("large", None),
        ]
    before = Path("models.yaml").read_bytes()
    for again in (order, order[:1], order[1:]):
        imported(*again)
        assert Path("models.yaml").read_bytes() == before


def test_what_a_source_changes_later_comes_in() -> None:
    imported(*ORDERS[0])
    write({"README_en.md": EN.replace("large", "huge").replace("72.3", "72.5")})
    found, _ = imported("README_en.md")
    assert found["models"][0]["results"][1] == {
        "dataset": "ImageNet-1k",
        "metrics": {"Top-1 Accuracy": 72.5},
        "conditions": {"variety": {"en": "huge", "zh": "大型"}},
    }


def test_a_row_goes_when_no_language_has_it() -> None:
    imported(*ORDERS[0])
    row = "| Wren | large | ImageNet | 72.3 |\n"
    write({"README_en.md": EN.replace(row, "")})
    found, output = imported("README_en.md", "--prune")
    assert len(found["models"][0]["results"]) == 2  # the other file has it
    assert "removed" not in output
    row = "| Wren | 大型 | ImageNet | 72.3 |\n"
    write({"README_cn.md": ZH.replace(row, "")})
    found, output = imported("README_cn.md", "--prune")
    assert [one["metrics"] for one in found["models"][0]["results"]] == [{"Top-1 Accuracy": 70.1}]


def test_two_tables_about_one_model_in_each_language() -> None:
    more = {
        "README_en.md": "\n## Speed\n\n| Model | Latency (ms) | Latency (fast mode) |\n",
        "README_cn.md": "\n## 速度\n\n| 模型 | 时延(ms) | 时延 (高速模式) |\n",
    }
    row = "|--|--|--|\n| Wren | 3.5 | 2.5 |\n"
    write({name: FILES[name] + head + row for name, head in more.items()})
    for order in (ORDERS[0], ORDERS[0][:1], ORDERS[0][1:]):
        found, _ = imported(*order)
        assert [model["name"] for model in found["models"]] == ["Wren", "Lark", "Wren"]
        setting = {"en": "fast mode", "zh": "高速模式"}
        assert found["models"][2]["results"][1]["conditions"] == {"setting": setting}


def test_an_equal_figure_in_one_order() -> None:
    """Results that only their conditions tell apart are paired as the rows are."""
    write({name: text.replace("72.3", "70.1") for name, text in FILES.items()})
    found, _ = imported(*ORDERS[0])
    said = [one["conditions"]["variety"] for one in found["models"][0]["results"]]
    assert said == [SMALL, LARGE]


def test_a_readme_of_variants_in_two_languages() -> None:
    """The heading of the results names no model in either language; the title does."""
    rows = (
        "|-|-|-|-|-|-|\n"
        "| R-50 | 1x | 37.4 | {} | [config](./r50_1x.py) | [w](https://x.org/r50_1x.pth) |\n"
        "| R-50 | 2x | 38.4 | {} | [config](./r50_2x.py) | [w](https://x.org/r50_2x.pth) |\n"
    )
    en = "| Backbone | Lr schd | box AP | Notes | Config | Download |\n"
    zh = "| 骨干网络 | 学习率策略 | box AP | 备注 | 配置文件 | 下载 |\n"
    write(
        {
            "README.md": f"# TernDet\n\n## Results and models\n\n{en}"
            f"{rows.format('plain', 'longer')}",
            "README_zh-CN.md": f"# TernDet\n\n## 结果和模型\n\n{zh}{rows.format('无技巧', '更久')}",
        }
    )
    found, _ = imported("README.md", "README_zh-CN.md")
    (model,) = found["models"]
    assert model["name"] == "TernDet"
    assert [(one["id"], one["config"]) for one in model["variants"]] == [
        ("r-50-1x", "r50_1x.py"),
        ("r-50-2x", "r50_2x.py"),
    ]
    assert [one["summary"] for one in model["variants"]] == [
        {"en": "plain", "zh": "无技巧"},
        {"en": "longer", "zh": "更久"},
    ]
    before = Path("models.yaml").read_bytes()
    imported("README_zh-CN.md", "README.md")
    assert Path("models.yaml").read_bytes() == before
