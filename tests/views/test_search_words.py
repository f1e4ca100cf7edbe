"""What readers find a row of a table by, and the order of Chinese words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.query.natural import natural_key
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = """\
fields:
  chip: {type: text, labels: {en: Chip, zh: 芯片}, values: [{id: npu, en: Ascend NPU, zh: 昇腾}]}
  note: {type: text, hidden: true}
models:
  - id: alpha
    name: Alpha
    aliases: [first-net]
    tasks: [object-detection]
    tags: [small]
    paper: {title: Seeing, arxiv: "2001.00001", authors: [Ann Ash, 王小明], year: 2020}
    results: [{dataset: MS-COCO, metrics: {mAP: 41.5}, raw: "在MS COCO上mAP=41.5"}]
    extra: {chip: npu, note: secret}
  - {id: beta, name: Beta, tasks: [object-detection]}
  - {id: gamma, name: Gamma}
"""


def table(tmp_path: Path, options: dict[str, str], language: str = "en"):  # type: ignore[no-untyped-def]
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    registry = make_registry()
    catalog = load_catalog("models.yaml", tmp_path, registry=registry)
    chosen, problems = parse_options({"columns": "name", **options}, catalog.registry)
    assert problems == []
    return build_table(catalog, chosen, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_know_what_they_are_found_by(tmp_path: Path, language: str) -> None:
    grid = table(tmp_path, {"interactive": "yes"}, language)
    alpha, beta, gamma = grid.rows
    words = alpha.words.split("\n")
    for word in ("first-net", "small", "Seeing", "Ann Ash", "王小明", "2001.00001", "2020",
                 "在MS COCO上mAP=41.5", "npu", "Ascend NPU", "昇腾"):  # fmt: skip
        assert word in words
    assert "secret" not in alpha.words
    names = [grid.names[place].split("\n") for place in alpha.names]
    for found in ("object-detection", "Object detection", "目标检测", "COCO", "MS-COCO", "mAP"):
        assert any(found in synonyms for synonyms in names), found
    # The names that rows share are there once.
    assert beta.names == alpha.names[:1]
    assert (gamma.words, gamma.names) == ("", ())


def test_a_table_without_search_carries_no_words(tmp_path: Path) -> None:
    grid = table(tmp_path, {})
    assert not grid.searched
    assert grid.names == ()
    assert {row.words for row in grid.rows} == {""}


def test_chinese_sorts_by_pinyin() -> None:
    words = ["图像分类", "语义分割", "目标检测", "文本生成", "语音识别", "关键点检测", "实例分割"]
    assert sorted(words, key=natural_key) == [
        "关键点检测", "目标检测", "实例分割", "图像分类", "文本生成", "语义分割", "语音识别",
    ]  # fmt: skip
    assert sorted(["模型10", "模型2", "yolov10", "yolov2", "モデル"], key=natural_key) == [
        "yolov2", "yolov10", "モデル", "模型2", "模型10",
    ]  # fmt: skip
