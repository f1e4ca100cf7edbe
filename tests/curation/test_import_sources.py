"""Several sources of one zoo: files about the same models, in two languages, and rows that go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from sphinx_modelzoo.cli import main

ZH = """# 模型库

## 图像分类

| 模型 | Top-1 | 训练策略 | 是否量化 | 下载 |
|---|---|---|---|---|
| NetA | 71.2 | 余弦退火 | 是 | [权重](https://x.org/a.pdparams) |
| NetB | 72.2 | 阶梯 | 否 | [权重](https://x.org/b.pdparams) |
"""
EN = """# Model zoo

## Image classification

| Model | Top-1 | Training recipe | Quantised | Download |
|---|---|---|---|---|
| NetA | 71.2 | cosine | yes | [weights](https://x.org/a.pdparams) |
| NetB | 72.2 | steps | no | [weights](https://x.org/b.pdparams) |
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, target: str = "models.yaml") -> str:
    done = CliRunner().invoke(main, ["import", *arguments, "-o", target])
    assert done.exit_code == 0, done.output
    return done.output


def catalog(target: str = "models.yaml") -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(target).read_text(encoding="utf-8"))
    return found


def models(target: str = "models.yaml") -> dict[str, dict[str, Any]]:
    return {model["id"]: model for model in catalog(target)["models"]}


def test_a_label_of_the_catalog_stays() -> None:
    """An edited one, one without a language, and those of languages that a source lacks."""
    Path("README_en.md").write_text(EN, encoding="utf-8")
    Path("README_cn.md").write_text(ZH, encoding="utf-8")
    run("README_en.md", "README_cn.md")
    text = Path("models.yaml").read_text(encoding="utf-8")
    for kept in ("量化与否", "是否量化"):
        for old in ("Quantised", "Quantised?"):
            edited = text.replace("是否量化", kept).replace("Quantised", old, 1)
            Path("models.yaml").write_text(edited, encoding="utf-8")
            for source in ("README_en.md", "README_cn.md"):
                run(source)
                assert Path("models.yaml").read_text(encoding="utf-8") == edited


def test_english_first_and_chinese_later() -> None:
    for name, text in (("README_en.md", EN), ("README_cn.md", ZH)):
        Path(name).write_text(text, encoding="utf-8")
        run(name)
    labels = [field["labels"] for field in catalog()["fields"].values()]
    assert labels == [
        {"en": "Training recipe", "zh": "训练策略"},
        {"en": "Quantised", "zh": "是否量化"},
    ]
    assert models()["neta"]["extra"] == {
        "training_recipe": {"en": "cosine", "zh": "余弦退火"},
        "quantised": {"en": "yes", "zh": "是"},
    }


@pytest.mark.parametrize("name", ["catalog.yaml", "more.yaml"])
def test_what_stands_above_entries_is_not_pruned(name: str) -> None:
    Path("a.csv").write_text("Model,Params\nNetA,5M\nNetB,6M\n", encoding="utf-8")
    run("a.csv", target="zoo/")
    entry = Path("zoo/netb.yaml").read_text(encoding="utf-8").replace("\n", "\n    ").strip()
    head = f"title: Ours\nmodels:\n  - {entry}\n"
    Path("zoo", name).write_text(head, encoding="utf-8")
    Path("zoo/netb.yaml").unlink()
    Path("a.csv").write_text("Model,Params\nNetA,5M\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["import", "a.csv", "--prune", "-o", "zoo/"])
    assert done.exit_code != 0
    assert "by hand" in done.output
    assert Path("zoo", name).read_text(encoding="utf-8") == head


@pytest.mark.parametrize("names", [("README_cn.md", "README_en.md"), ("zh/zoo.md", "en/zoo.md")])
@pytest.mark.parametrize("at_once", [True, False])
def test_two_languages_of_one_file(names: tuple[str, str], at_once: bool) -> None:
    for name, text in zip(names, (ZH, EN), strict=True):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    for sources in [names] if at_once else [(name,) for name in names]:
        output = run(*sources)
    assert "source says" not in output
    found = catalog()
    (field,) = found["fields"].values()
    assert field["labels"] == {"zh": "是否量化", "en": "Quantised"}
    (words,) = models()["neta"]["extra"].values()
    assert words == {"zh": "是", "en": "yes"}
    assert [len(model["results"]) for model in found["models"]] == [1, 1]
    before = Path("models.yaml").read_bytes()
    for sources in (names, names[:1], names[1:]):
        run(*sources)
        assert Path("models.yaml").read_bytes() == before


def write(name: str, *rows: str) -> str:
    Path(name).write_text("\n".join(("model,dataset,top1,params", *rows)) + "\n", encoding="utf-8")
    return name


def test_what_a_second_file_says_in_vain_is_reported_with_its_place() -> None:
    write("a.csv", "NetA,ImageNet,71.2,10M")
    write("b.csv", "NetA,CIFAR-10,soon,10M", ",,70,", ",,71,", ",,72,")
    said = run("a.csv", "b.csv")
    assert "b.csv:2: neta.results: “soon” in the column “top1” was not read" in said
    assert "b.csv:3: the row “70”: missing model name (and 2 more of this kind)" in said
    assert "“71”" not in said


def test_a_condition_without_latin_letters_is_called_as_its_column() -> None:
    rows = "| 蕨 | 有翻转 | 70.1 |\n| 蕨 | 无翻转 | 72.3 |\n"
    Path("README_cn.md").write_text(f"| 模型 | 数据增强 | Top-1 |\n|--|--|--|\n{rows}", "utf-8")
    rows = "| 蕨 | flips | 70.1 |\n| 蕨 | no flips | 72.3 |\n"
    Path("README_en.md").write_text(f"| Model | Flipping | Top-1 |\n|--|--|--|\n{rows}", "utf-8")
    run("README_cn.md", "README_en.md")
    (model,) = models().values()
    said = [one["conditions"] for one in model["results"]]
    assert said == [
        {"数据增强": {"zh": "有翻转", "en": "flips"}},
        {"数据增强": {"zh": "无翻转", "en": "no flips"}},
    ]
    run("README_en.md", target="en.yaml")
    (model,) = models("en.yaml").values()
    assert [one["conditions"] for one in model["results"]] == [
        {"flipping": "flips"},
        {"flipping": "no flips"},
    ]


def test_remarks_are_one_text_in_two_languages() -> None:
    row = "|--|--|--|\n| NetA | {} | 71.2 |\n"
    en = "| Model | Remarks | Top-1 |\n" + row.format("Trained with extra data.")
    zh = "| 模型 | 备注 | Top-1 |\n" + row.format("使用额外数据训练。")
    Path("README_cn.md").write_text(zh, "utf-8")
    Path("README_en.md").write_text(en, "utf-8")
    run("README_cn.md", "README_en.md")
    assert models()["neta"]["summary"] == {
        "en": "Trained with extra data.",
        "zh": "使用额外数据训练。",
    }


def test_results_of_another_file_are_added() -> None:
    write("a.csv", "NetA,ImageNet,71.2,10M", "NetC,ImageNet,66,12M")
    write("b.csv", "NetA,CIFAR-10,98.2,11M", "NetC,CIFAR-10,97,12M")
    run("a.csv")
    assert "neta.params: “10M” (the source says: “11M”)" in run("b.csv")
    assert models()["neta"]["params"] == "10M"
    assert [one["dataset"] for one in models()["neta"]["results"]] == ["ImageNet-1k", "CIFAR-10"]
    assert "b.csv:2 says otherwise: 11M" in run("a.csv", "b.csv", target="both.yaml")
    assert models("both.yaml") == models()
    # Each file changes what it gave itself.
    write("b.csv", "NetA,CIFAR-10,98.9,11M", "NetC,CIFAR-10,97,12M")
    run("b.csv")
    metrics = [one["metrics"]["Top-1 Accuracy"] for one in models()["neta"]["results"]]
    assert metrics == [71.2, 98.9]


@pytest.mark.parametrize("target", ["models.yaml", "models/"])
def test_a_row_that_is_gone(target: str) -> None:
    write("a.csv", "NetA,ImageNet,71.2,10M", "NetB,ImageNet,66,12M", "NetC,ImageNet,6,1M")
    run("a.csv", target=target)
    write("a.csv", "NetA,ImageNet,71.2,10M", "NetC,ImageNet,6,1M")
    assert "a.csv: netb (--prune removes it)" in run("a.csv", target=target)
    assert "a.csv: netb (--prune removes it)" in run("a.csv", target=target)
    assert "a.csv: netb was removed" in run("a.csv", "--prune", target=target)
    assert "netb" not in run("a.csv", target=target)
    listed = CliRunner().invoke(main, ["list", target, "--columns", "id", "--format", "csv"]).output
    assert listed.split()[1:] == ["neta", "netc"]


def test_what_you_edited_is_not_pruned() -> None:
    write("a.csv", "NetA,ImageNet,71.2,10M", "NetB,ImageNet,66,12M")
    run("a.csv")
    text = Path("models.yaml").read_text(encoding="utf-8")
    Path("models.yaml").write_text(text.replace("12M", "13M"), encoding="utf-8")
    write("a.csv", "NetA,ImageNet,71.2,10M")
    assert "netb was kept, because you edited it" in run("a.csv", "--prune")
    assert models()["netb"]["params"] == "13M"


def test_results_and_variants_that_are_gone() -> None:
    write("a.csv", "NetA,ImageNet,71.2,10M", "NetA,CIFAR-10,98.2,10M", "NetB,ImageNet,66,12M")
    write("b.csv", "NetB,CIFAR-10,97,12M")
    run("a.csv", "b.csv")
    write("a.csv", "NetA,ImageNet,71.2,10M")
    output = run("a.csv", "--prune")
    assert "neta.results[1] was removed" in output
    assert "netb.results[0] was removed" in output
    assert [len(model["results"]) for model in models().values()] == [1, 1]
    assert models()["netb"]["results"][0]["dataset"] == "CIFAR-10"


def test_many_rows_of_one_name_are_found_again() -> None:
    rows = [f"Net,https://x.org/{number},MIT" for number in range(30)]
    Path("a.csv").write_text("\n".join(["model,hub,license", *rows]), encoding="utf-8")
    Path("b.csv").write_text("\n".join(["model,about", *["Net,same"] * 9]), encoding="utf-8")
    run("a.csv", "b.csv")
    before = Path("models.yaml").read_bytes()
    run("a.csv", "b.csv")
    assert Path("models.yaml").read_bytes() == before
