"""The table: columns, cells, groups, languages, speed."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.views.content import (
    LEADERBOARD,
    Break,
    Cell,
    Fold,
    Grid,
    PageLink,
    Paragraph,
    Prose,
    Title,
    UrlLink,
    Words,
    digest,
    model_page,
)
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table, count
from tests.support.query_zoo import catalog_of, model, small_zoo
from tests.support.registries import BUILTIN, COLUMNS, GROUPINGS

ZOO = small_zoo()


def table(catalog: Catalog = ZOO, language: str = "en", **raw: str) -> Grid:
    """The table of PaddlePaddle's documentation, with these options."""
    given = {name.replace("_", "-"): text for name, text in raw.items()}
    options, problems = parse_options({"preset": "paddle", **given}, BUILTIN)
    assert problems == []
    return build_table(catalog, options, language, plain=True)


def shown(cell: Cell) -> str:
    """A cell as plain text: links as [words](where), lines with /."""
    parts: list[str] = []
    for whole in cell.blocks:
        block = whole.paragraph if isinstance(whole, Title) else whole
        if isinstance(block, Prose):
            parts.append(block.text)
        elif isinstance(block, Fold):
            parts.append(f"{block.label}> {shown(Cell(block.blocks))}")
        else:
            assert isinstance(block, Paragraph)
            for inline in block.inlines:
                if isinstance(inline, Break):
                    parts.append(" / ")
                elif isinstance(inline, UrlLink):
                    parts.append(f"[{inline.words.text}]({inline.url})")
                elif isinstance(inline, PageLink) and inline.page.kind == LEADERBOARD:
                    parts.append(inline.words.text)  # to a leaderboard: test_leaderboard_pages.py
                elif isinstance(inline, PageLink):
                    where = inline.page.id + (f"#{inline.fragment}" if inline.fragment else "")
                    parts.append(f"[{inline.words.text}](:{where})")
                else:
                    assert isinstance(inline, Words)
                    parts.append(inline.text)
    return "".join(parts)


def column(key: str, catalog: Catalog = ZOO, language: str = "en", **raw: str) -> list[str]:
    grid = table(catalog, language, columns=key, **raw)
    return [shown(row.cells[0]) for row in grid.rows]


def one(key: str, language: str = "en", rows: str = "models", **fields: Any) -> str:
    """The first cell of a column for a model with these fields."""
    return column(key, catalog_of(model("m", **fields)), language, rows=rows)[0]


def test_the_table_of_paddle() -> None:
    grid = table()
    keys = [head.key for head in grid.columns]
    assert keys == ["no", "paper", "abstract", "results", "quick-start"]
    assert [head.label for head in grid.columns] == [
        "No.", "Model and paper", "Abstract", "Datasets and results", "Quick start",
    ]  # fmt: skip
    assert grid.role == "zoo"
    assert grid.row_header == "paper"
    assert len(grid.groups) == 1
    assert grid.groups[0].title == ""
    assert [shown(cell) for cell in grid.rows[0].cells] == [
        "1",
        "[YOLOv10](:yolov10) / [YOLOv10: Real-Time](https://arxiv.org/abs/2405.14458)",
        "A fast detector.",
        "COCO: mAP 54.4%",
        "[Quick start](https://example.org/y10)",
    ]
    assert [row.model for row in grid.rows] == [
        *(one.id for one in ZOO.models if not one.deprecated), "yolov2",
    ]  # fmt: skip
    assert shown(grid.rows[-1].cells[2]) == "Abstract> Better, faster, stronger."


def test_the_table_of_paddle_in_chinese() -> None:
    grid = table(language="zh_CN")
    assert shown(grid.rows[0].cells[2]) == "快速检测器。"
    fold = grid.rows[-1].cells[2].blocks[0]
    assert isinstance(fold, Fold)
    assert fold.blocks == (Prose("Better, faster, stronger.", "en"),)  # marked as English
    assert column("tasks", language="zh")[2] == labels("zh").join(["关键点检测", "目标检测"])


def test_chinese_labels() -> None:
    if not labels("zh").translated:
        pytest.skip("the message catalogs are not compiled (they are when the package is built)")
    grid = table(language="zh")
    assert [head.label for head in grid.columns] == [
        "序号", "模型与论文", "摘要", "评测结果", "快速开始",
    ]  # fmt: skip
    assert table(language="zh", group_by="task").groups[-1].title == "其他"
    for spec in COLUMNS.values():
        assert labels("zh")(spec.label) != spec.label or spec.label == "FLOPs"


@pytest.mark.parametrize("key", COLUMNS)
def test_a_missing_value_is_an_empty_cell(key: str) -> None:
    grid = table(catalog_of(model("m")), columns=key)
    cell = grid.rows[0].cells[0]
    if key in ("no", "name", "paper"):
        assert cell.blocks
    else:
        assert cell == Cell(())


_QUICK_STARTS = (
    "[Quick start (PaddlePaddle)](https://example.org/a)"
    " / [Quick start (PyTorch)](https://example.org/b)"
)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("name", "[ResNet-50](:resnet50)"),
        ("paper", "[ResNet-50](:resnet50) / Deep Residual Learning"),
        ("tasks", "Image classification"),
        ("datasets", "ImageNet-1k"),
        ("results", "ImageNet-1k: Top-1 accuracy 76.1% (crop: 224)"),
        ("quick-start", _QUICK_STARTS),
        ("code", f"{_QUICK_STARTS} / [Official code](https://example.org/c)"),
        ("params", "25.6M"),
        ("flops", "4.1G"),
        ("license", "[Apache-2.0](https://spdx.org/licenses/Apache-2.0.html)"),
        ("year", "2015"),
        ("languages", "English"),
        ("framework", "PaddlePaddle, PyTorch"),
        ("metric:Top-1 Accuracy@ImageNet", "76.1%"),
        ("metric:mAP", ""),
    ],
)  # fmt: skip
def test_cells(key: str, expected: str) -> None:
    assert column(key)[1] == expected


def test_more_cells() -> None:
    assert column("added")[0] == "2024-06-01"
    assert column("added")[-1] == "2021-12-31"
    assert column("tags")[0] == "one-stage, real-time"
    assert column("collection")[0] == "YOLO"
    assert column("publisher")[4] == "百度"
    assert one("updated", updated="2024-01-02") == "2024-01-02"
    assert one("venue", paper={"venue": "CVPR 2017"}) == "CVPR 2017"
    assert one("description", description="*Long*") == "*Long*"
    assert one("demo", demo="https://e.org/d") == "[Demo](https://e.org/d)"
    labelled = {"url": "https://e.org/d", "label": {"zh": "**体验**"}}
    assert one("demo", "zh", demo=labelled) == "[体验](https://e.org/d)"


def test_names_are_marked_for_readers_and_translators() -> None:
    grid = table(columns="name, publisher")
    name, publisher = grid.rows[4].cells
    assert isinstance(name.blocks[0], Title)
    assert name.blocks[0].name == (
        PageLink(Words("裸模型", "zh", translate=False, strong=True), model_page("bare")),
    )
    assert publisher.blocks == (Paragraph((Words("百度", "zh", translate=False),)),)


def test_a_paper_without_title_or_link() -> None:
    assert one("paper", paper={"arxiv": "2004.10934"}) == (
        "[m](:m) / [arXiv:2004.10934](https://arxiv.org/abs/2004.10934)"
    )
    assert one("paper", paper={"url": "https://e.org/p"}) == "[m](:m) / [Paper](https://e.org/p)"
    assert one("paper", paper={"year": 2020}) == "[m](:m)"


def test_quick_starts_that_look_alike_are_numbered() -> None:
    urls = ["https://e.org/1", "https://e.org/2"]
    assert one("quick-start", code=urls) == (
        "[Quick start 1](https://e.org/1) / [Quick start 2](https://e.org/2)"
    )
    same = [{"url": url, "framework": "pytorch"} for url in urls]
    assert one("quick-start", code=same).startswith("[Quick start 1]")
    named = [{"url": urls[0], "label": "Colab"}, {"url": urls[1]}]
    assert one("quick-start", code=named) == (
        "[Colab](https://e.org/1) / [Quick start](https://e.org/2)"
    )
    assert one("quick-start", code=[{"url": urls[0], "kind": "official"}]) == ""


def test_results_line_by_line() -> None:
    assert one(
        "results",
        results=[
            {"dataset": {"name": "COCO", "split": "val"}, "metrics": {"mAP": 41.2, "AP50": 60},
             "conditions": {"input_size": "416x416", "backbone": "X", "a": 1, "b": 2}},
            {"metrics": {"PSNR": {"value": 28.88, "unit": "dB", "comparator": ">"}}},
            {"dataset": "COCO", "raw": {"en": "as *they* say"}},
            {"raw": "alone"},
            {"dataset": "SNLI"},
        ],
    ) == (
        "COCO (validation): mAP 41.2%, AP50 60 (input size: 416x416, backbone: X, a: 1, …)"
        " / PSNR > 28.88 dB / COCO: as *they* say / alone / SNLI"
    )  # fmt: skip
    assert one("results", results=[{"conditions": {"crop": 1}}]) == "crop: 1"
    assert one("results", results=[{"review": "not shown"}]) == ""


def test_raw_words_in_another_language_are_marked() -> None:
    zoo = catalog_of(model("m", results=[{"dataset": "COCO", "raw": {"zh": "精度 41.2"}}]))
    paragraph = table(zoo, columns="results").rows[0].cells[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines == (
        Words("COCO", translate=False, strong=True),
        Words(": ", translate=False),
        Words("精度 41.2", "zh"),
    )


@pytest.mark.parametrize(("number", "lines", "more"), [(5, 5, ""), (6, 5, "2"), (9, 5, "5")])
def test_many_results_end_in_a_link(number: int, lines: int, more: str) -> None:
    results = [{"dataset": f"D{i}", "metrics": {"mAP": 40 + i}} for i in range(number)]
    text = one("results", results=results)
    assert text.count(" / ") == lines - 1
    assert text.startswith("D0: mAP 40% / D1: mAP 41% / ")
    assert text.endswith(f"[… and {more} more](:m#results)" if more else "D4: mAP 44%")
    datasets = table(catalog_of(model("m", results=results)), columns="results").rows[0].cells[0]
    assert len(datasets.values) == number


def test_weights() -> None:
    files = [{"url": f"https://e.org/{i}", "size": 97_800_000, "format": "onnx"} for i in range(6)]
    variants = [{"id": "a", "weights": ["https://e.org/a"]}, {"id": "b", "weights": files}]
    assert one("weights", variants=variants) == (
        "[Weights](https://e.org/a) / [onnx (97.8 MB)](https://e.org/0)"
        " / [onnx (97.8 MB)](https://e.org/1) / [onnx (97.8 MB)](https://e.org/2)"
        " / [… and 3 more](:m#variants)"
    )


def test_rows_of_variants() -> None:
    grid = table(
        rows="variants", columns="name, params, datasets, weights", task="图像分类,关键点检测"
    )
    assert [[shown(cell) for cell in row.cells] for row in grid.rows] == [
        ["[ResNet-50](:resnet50)", "25.6M", "ImageNet-1k", ""],
        ["[HRNet-W32](:hrnet#variant-w32) / [HRNet](:hrnet)", "28.5M", "COCO",
         "[Weights](https://example.org/w32.pdparams)"],
        ["[w48](:hrnet#variant-w48) / [HRNet](:hrnet)", "63.6M", "", ""],
    ]  # fmt: skip
    assert [row.variant for row in grid.rows] == ["", "w32", "w48"]
    assert column("params")[2] == "28.5M–63.6M"


def test_metric_columns() -> None:
    grid = table(columns="name, metric:mAP@COCO, metric:FID")
    assert [head.label for head in grid.columns] == ["Model", "mAP (COCO)", "FID"]
    assert [head.kind for head in grid.columns] == ["text", "number", "number"]
    assert grid.row_header == "name"
    assert [row.cells[1].sort for row in grid.rows] == [54.4, None, None, None, None, 21.6]
    assert [shown(grid.rows[at].cells[1]) for at in (0, -1)] == ["54.4%", "0.216"]
    assert shown(grid.rows[3].cells[2]) == "9.1"  # the best: less is better
    both = [{"dataset": "COCO", "metrics": {"mAP": 40}}, {"dataset": "VOC", "metrics": {"mAP": 80}}]
    assert one("metric:mAP", results=both) == "80% (VOC)"
    assert one("metric:mAP@VOC", results=both) == "80%"
    assert table(columns="metric:top1", language="zh").columns[0].label == "Top-1 准确率"
    assert table(columns="metric:Recall@1").columns[0].label == "Recall@1"


def test_cells_are_sorted_by_value() -> None:
    grid = table(columns="no, name, params, year, added")
    assert [cell.sort for cell in grid.rows[0].cells] == [
        1, "YOLOv10", 24_400_000, 2024, "2024-06-01",
    ]  # fmt: skip
    assert grid.rows[2].cells[2].sort == 28_500_000


def groups(**raw: str) -> dict[str, list[str]]:
    grid = table(ZOO, "en", **raw)
    return {group.title: [row.model for row in group.rows] for group in grid.groups}


def test_groups_come_as_the_catalog_first_names_them() -> None:
    by_task = {
        "Object detection": ["yolov10", "hrnet", "yolov2"],
        "Image classification": ["resnet50"],
        "Keypoint detection": ["hrnet"],
        "Other": ["gan", "bare"],
    }
    assert groups(group_by="task") == by_task
    assert list(groups(group_by="task")) == list(by_task)
    # Rows are sorted inside the groups; the groups stay.
    by_name = groups(group_by="tasks", sort="name")
    assert list(by_name) == list(by_task)
    assert by_name["Object detection"] == ["hrnet", "yolov2", "yolov10"]
    grid = table(group_by="task")
    assert [shown(row.cells[0]) for row in grid.rows] == [str(i) for i in range(1, 8)]
    assert [group.key for group in grid.groups][-1] == ""


def test_group_titles_in_the_language() -> None:
    titles = [group.title for group in table(language="zh", group_by="task").groups]
    assert titles[:3] == ["目标检测", "图像分类", "关键点检测"]


def test_every_grouping() -> None:
    assert set(GROUPINGS) == {
        "task", "collection", "dataset", "publisher", "license", "year", "tag", "framework",
    }  # fmt: skip
    assert list(groups(group_by="collection")) == ["YOLO", "Other"]
    assert groups(group_by="dataset") == {
        "COCO": ["yolov10", "hrnet", "yolov2"],
        "ImageNet-1k": ["resnet50"],
        "CelebA": ["gan"],
        "Other": ["bare"],
    }
    assert list(groups(group_by="publisher")) == ["Tsinghua", "百度", "Other"]
    assert list(groups(group_by="license")) == ["AGPL-3.0", "Apache-2.0", "Other"]
    assert list(groups(group_by="year")) == ["2024", "2016", "2015", "Other"]
    assert groups(group_by="tag")["one-stage"] == ["yolov10", "yolov2"]
    assert groups(group_by="framework")["PyTorch"] == ["yolov10", "resnet50"]
    assert groups(group_by="collection", collection="YOLO") == {"YOLO": ["yolov10", "yolov2"]}


def test_limit_sort_caption_and_nothing() -> None:
    grid = table(limit="2", sort="-params", caption="The largest")
    assert [row.model for row in grid.rows] == ["hrnet", "yolov2"]
    assert grid.caption == "The largest"
    assert table(tag="nothing").groups == ()
    assert table(tag="nothing", group_by="task").groups == ()


def test_count() -> None:
    assert count(ZOO) == count(ZOO, " ") == 6
    assert count(ZOO, '"COCO" in datasets') == 3
    with pytest.raises(ProblemError):
        count(ZOO, "nonsense")


def test_equal_tables_have_equal_digests() -> None:
    assert digest(table()) == digest(table(small_zoo()))
    assert digest(table()) != digest(table(language="zh"))


def test_plain_texts_have_the_language_of_the_catalog() -> None:
    zoo = catalog_of(model("m", summary="一句话"), language="zh")
    assert table(zoo, "zh", columns="summary").rows[0].cells[0].blocks == (Prose("一句话"),)
    assert table(zoo, "en", columns="summary").rows[0].cells[0].blocks == (Prose("一句话", "zh"),)


@pytest.mark.once
def test_ten_thousand_rows() -> None:
    fields = {
        "summary": {"en": "One-stage detector tuned to train on one GPU.", "zh": "单卡检测器。"},
        "tasks": ["object-detection"],
        "params": "25.6M",
        "paper": {"title": "Optimal Speed and Accuracy", "arxiv": "2004.10934"},
        "code": ["https://example.org/code"],
        "results": [{"dataset": "COCO", "metrics": {"mAP": 41.2}, "conditions": {"crop": 224}}] * 2,
    }
    zoo = catalog_of(*(model(f"m-{number}", **fields) for number in range(10_000)))
    grid = table(zoo, "zh", sort="-metric:mAP@COCO, name", filter='"COCO" in datasets')
    assert len(grid.rows) == 10_000
    assert [row.model for row in grid.rows[:3]] == ["m-0", "m-1", "m-2"]
