"""Own fields in every view and export: where a built-in field is, they are."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.exports.interface import Selection
from sphinx_modelzoo.views.compare import Comparison
from sphinx_modelzoo.views.content import Cell, Facts, Grid, Inline, Prose, Title, UrlLink, Words
from sphinx_modelzoo.views.display import Bar, Cards, Plot
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.table import build_table
from tests.catalog.test_own_fields import HEAD, MODELS
from tests.support.registries import BUILTIN, EXPORTERS, VIEWS

HIDDEN = "  secret: {type: number, hidden: true, facet: true}\n"
# PaddleOCR's own table, in a catalog of its own.
OCR = """\
fields:
  backbone: {zh: 骨干网络, facet: true}
  hmean: {type: number, unit: "%", en: Hmean, zh: Hmean}
  config_: {type: link, en: Config, zh: 配置文件}
  model_size: {type: number, unit: MB, en: Model size, zh: 模型大小, facet: true}
models:
"""
ROWS = [("DB", "ResNet50_vd", 82.38, 97), ("DB", "MobileNetV3", 75.29, 5.6),
        ("EAST", "ResNet50_vd", 88.18, 110), ("EAST", "MobileNetV3", 81.67, 13),
        ("SAST", "ResNet50_vd", 91.33, 101)]  # fmt: skip
OCR += "".join(
    f"  - id: {name.casefold()}-{place}\n    name: {name}\n    extra: {{backbone: {backbone},"
    f" hmean: {hmean}, config_: https://ocr.org/det_{place}.yml, model_size: {size}}}\n"
    for place, (name, backbone, hmean, size) in enumerate(ROWS)
)


@pytest.fixture
def zoo(tmp_path: Path) -> Catalog:
    text = (HEAD + HIDDEN + MODELS).replace("mobile: true", "mobile: true\n      secret: 7")
    return read(tmp_path, text)


def read(tmp_path: Path, text: str) -> Catalog:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    catalog = load_catalog("m.yaml", tmp_path, registry=BUILTIN)
    assert catalog.problems == ()
    return catalog


def inline_text(inline: Inline) -> str:
    if isinstance(inline, Words | Prose):
        return inline.text
    if isinstance(inline, UrlLink):
        return f"{inline.words.text}<{inline.url}>"
    words = getattr(inline, "words", None)
    return words.text if words else "" if isinstance(inline, Bar) else " / "


def cell_text(cell: Cell) -> str:
    blocks = (one.paragraph if isinstance(one, Title) else one for one in cell.blocks)
    return "".join(inline_text(one) for block in blocks for one in getattr(block, "inlines", ()))


def view(catalog: Catalog, name: str, language: str = "en", **options: str) -> Any:
    raw = {option.replace("_", "-"): text for option, text in options.items()}
    found = VIEWS[name].read(raw, catalog)
    assert found.problems == ()
    return VIEWS[name].view(catalog, found.kept, language)[0]


def table(catalog: Catalog, language: str = "en", **options: str) -> list[list[str]]:
    raw = {option.replace("_", "-"): text for option, text in options.items()}
    found = VIEWS["modelzoo"].read(raw, catalog)
    assert found.problems == ()
    grid = build_table(catalog, found.options, language, plain=True)
    return [
        [column.label for column in grid.columns],
        *([cell_text(cell) for cell in row.cells] for group in grid.groups for row in group.rows),
    ]


COLUMNS = "name, training_time, Extra-Less, hardware, stage, batch, mobile, released, report, note"


def test_columns_in_both_languages(zoo: Catalog) -> None:
    columns = COLUMNS.replace("Extra-Less, ", "").replace("stage", "extra:stage")
    english = table(zoo, columns=columns)
    assert english[0] == ["Model", "Training time", "Hardware", "Stage", "Batch", "On phones",
                          "Released", "Report", "A note"]  # fmt: skip
    assert english[1:] == [
        ["A", "12 h", "V100, T4", "Stable", "16", "yes", "2021-01-02",
         "Report<https://a.org>", "Hello"],
        ["B", "3.5 h", "T4", "Alpha", "", "no", "", "b.html<b.html>", "Hi"],
        ["C", "30–40 h", "", "Stable", "", "", "", "", ""],
    ]  # fmt: skip
    chinese = table(zoo, "zh", columns=columns)
    assert chinese[0][1:6] == ["训练时长", "Hardware", "Stage", "Batch", "可用于手机"]
    assert chinese[1] == ["A", "12 h", "V100、T4", "正式", "16", "是", "2021-01-02",
                          "报告<https://a.org>", "你好"]  # fmt: skip


def test_rows_of_variants(zoo: Catalog) -> None:
    found = table(zoo, columns="name, training_time, stage", rows="variants")
    assert [row[1:] for row in found[1:]] == [
        ["12 h", "Stable"], ["1 h", "Alpha"], ["3.5 h", "Alpha"], ["30 h", "Stable"],
        ["40 h", "Stable"],
    ]  # fmt: skip


def test_filters_sorting_and_groups(zoo: Catalog) -> None:
    found = table(
        zoo, columns="name", filter="training_time > 3", sort="-extra:training_time", limit="2"
    )
    assert found[1:] == [["C"], ["A"]]
    grid: Grid = view(zoo, "modelzoo", "zh", group_by="stage", columns="name, secret")
    assert [(group.title, group.key) for group in grid.groups] == [
        ("正式", "ga"),
        ("内测", "alpha"),
    ]
    assert [group.title for group in view(zoo, "modelzoo", group_by="Mobile").groups] == [
        "yes", "no", "Other",
    ]  # fmt: skip
    assert [group.title for group in view(zoo, "modelzoo", group_by="extra:batch").groups] == [
        "16", "Other",
    ]  # fmt: skip


def test_facets(tmp_path: Path) -> None:
    catalog = read(tmp_path, OCR)
    grid: Grid = view(catalog, "modelzoo", "zh", interactive="yes", columns="name")
    backbone, size = grid.facets
    assert (backbone.key, backbone.label, backbone.range) == ("extra:backbone", "骨干网络", False)
    assert [(one.label, one.count) for one in backbone.values] == [
        ("ResNet50_vd", 3), ("MobileNetV3", 2),
    ]  # fmt: skip
    assert (size.key, size.label, size.range) == ("extra:model_size", "模型大小", True)
    assert [one.key for one in size.values] == ["5.6", "13", "97", "101", "110"]
    assert [row.facets[1] for row in grid.rows] == [(2,), (0,), (4,), (1,), (3,)]


def test_the_hidden_are_only_where_a_table_names_them(zoo: Catalog) -> None:
    assert table(zoo, columns="secret, name", filter="secret == 7")[1:] == [["7", "A"]]
    grid: Grid = view(zoo, "modelzoo", interactive="yes", columns="name")
    assert [facet.key for facet in grid.facets] == ["extra:hardware"]
    page = build_model_page(zoo, zoo.models[0], "en")
    assert "Secret" not in repr(page)
    assert "extra:secret" not in Comparison(zoo, "en").facts


def test_facts_of_a_page_and_of_its_variants(zoo: Catalog) -> None:
    page = build_model_page(zoo, zoo.models[0], "zh")
    (facts,) = (one for block in page.blocks for one in getattr(block, "blocks", ())
                if isinstance(one, Facts) and not one.role)  # fmt: skip
    found = {fact.label: "".join(map(inline_text, fact.value)) for fact in facts.facts}
    assert found == {
        "训练时长": "12 h", "Hardware": "V100、T4", "Stage": "正式", "Batch": "16",
        "可用于手机": "是", "Released": "2021-01-02", "Report": "报告<https://a.org>",
        "A note": "你好",
    }  # fmt: skip
    page = build_model_page(zoo, zoo.models[2], "en")
    (grid,) = (one for block in page.blocks for one in getattr(block, "blocks", ())
               if isinstance(one, Grid))  # fmt: skip
    assert [column.label for column in grid.columns] == ["Variant", "Training time", "Stage"]
    assert [[cell_text(cell) for cell in row.cells][1:] for row in grid.rows] == [
        ["30 h", "Stable"], ["40 h", "Stable"],
    ]  # fmt: skip
    assert [row.cells[1].sort for row in grid.rows] == [30, 40]


def test_variants_without_a_value_have_that_of_their_entry(tmp_path: Path) -> None:
    text = """\
fields: {speed: {type: number, unit: fps}, place: {many: true}, note: {}}
models:
  - id: a
    name: A
    extra: {speed: 30, place: [lake], note: Wet}
    variants: [{id: s, extra: {speed: 60}}, {id: m, extra: {place: [sea, lake]}}, {id: l}]
"""
    catalog = read(tmp_path, text)
    page = build_model_page(catalog, catalog.models[0], "en")
    (grid,) = (one for block in page.blocks for one in getattr(block, "blocks", ())
               if isinstance(one, Grid))  # fmt: skip
    assert [column.label for column in grid.columns] == ["Variant", "Speed", "Place"]
    assert [[cell_text(cell) for cell in row.cells] for row in grid.rows] == [
        ["s", "60 fps", "lake"], ["m", "30 fps", "sea, lake"], ["l", "30 fps", "lake"],
    ]  # fmt: skip
    assert [row.cells[1].sort for row in grid.rows] == [60, 30, 30]


def test_comparison_and_cards(zoo: Catalog) -> None:
    comparison = Comparison(zoo, "zh")
    assert comparison.facts["extra:training_time"] == "训练时长"
    entries = comparison.part(0)
    assert entries["a"]["facts"]["extra:stage"] == "正式"
    assert entries["a"]["facts"]["extra:note"] == "你好"
    assert entries["b/s"]["facts"]["extra:training_time"] == "1 h"
    cards: Cards = view(zoo, "modelzoo", view="cards")
    card = cards.groups[0].cards[0]
    assert {fact.label: "".join(map(inline_text, fact.value)) for fact in card.figures.facts}[
        "Training time"
    ] == "12 h"
    assert view(zoo, "modelzoo-card", "zh", model="a").groups[0].cards[0].figures.facts[0].label


def test_statistics_and_plots(zoo: Catalog) -> None:
    grid: Grid = view(zoo, "modelzoo-stats", by="stage")
    assert grid.caption == "Number of models by “Stage”"
    assert [column.label for column in grid.columns][:1] == ["Stage"]
    assert [[cell_text(cell) for cell in row.cells][:2] for row in grid.rows] == [
        ["Stable", "2"], ["Alpha", "1"],
    ]  # fmt: skip
    assert "训练时长" in view(zoo, "modelzoo-stats", "zh", by="training-time").caption
    plot: Plot = view(zoo, "modelzoo-plot", x="training_time", y="extra:batch", group="stage")
    assert plot.x.label == "Training time [h]"
    assert [(point.x, point.y) for series in plot.series for point in series.points] == [(12, 16)]


def export(catalog: Catalog, name: str, columns: tuple[str, ...] | None = None) -> str:
    return EXPORTERS[name].text(Selection(catalog, catalog.models, columns=columns))


def test_every_export(zoo: Catalog, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(export(zoo, "csv"))))
    assert rows[0]["Training time"] == "12 h"
    assert rows[0]["Report"] == "https://a.org"
    assert "Secret" not in rows[0]
    text = export(zoo, "markdown", ("name", "extra:stage", "extra:training_time"))
    assert "| **A** | Stable | 12 h |" in text
    data = json.loads(export(zoo, "json"))
    assert data["fields"]["training_time"]["unit"] == "h"
    assert data["models"][0]["extra"]["released"] == "2021-01-02"
    assert data["models"][0]["extra"]["note"] == {"en": "Hello", "zh": "你好"}
    for name in ("json", "yaml"):
        folder = tmp_path / name
        folder.mkdir()
        again = read(folder, export(zoo, name))
        assert again.models == zoo.models
        assert dict(again.fields) == dict(zoo.fields)


def test_a_filter_in_a_unit_that_the_field_cannot_have(zoo: Catalog) -> None:
    for name in ("training_time", 'extra("training_time")'):
        (problem,) = VIEWS["modelzoo"].read({"filter": f'{name} < "3 GB"'}, zoo).problems
        assert "“3 GB” is in a unit that cannot be converted to that of" in problem.message
        assert "training_time" in problem.message
        assert problem.hint == "write a number in h"


def test_a_link_is_for_the_reader(tmp_path: Path) -> None:
    head = "fields: {report: {type: link}}\nmodels:\n"
    link = "{url: {en: https://a.org/en, zh: https://a.org/zh}, label: {en: Report, zh: 报告}}"
    catalog = read(tmp_path, f"{head}  - {{id: a, name: A, extra: {{report: {link}}}}}\n")
    assert table(catalog, columns="report")[1] == ["Report<https://a.org/en>"]
    assert table(catalog, "zh", columns="report")[1] == ["报告<https://a.org/zh>"]
    assert view(catalog, "modelzoo", "zh", group_by="report").groups[0].title == "https://a.org/en"


def test_names_that_are_wrong(zoo: Catalog) -> None:
    found = VIEWS["modelzoo"].read(
        {"columns": "name, trainig_time, extra:nope", "group-by": "stag", "sort": "stag",
         "filter": "trainig_time > 1"}, zoo,
    )  # fmt: skip
    assert [problem.code.removeprefix("modelzoo.") for problem in found.problems] == [
        "column.unknown", "column.unknown", "option.value", "sort.syntax", "filter.syntax",
    ]  # fmt: skip
    assert "did you mean “training_time”" in found.problems[0].hint
    assert "stage" in found.problems[2].hint
    assert not found.shown


def test_a_table_as_paddleocr_keeps_it(tmp_path: Path) -> None:
    catalog = read(tmp_path, OCR)
    columns = "name, backbone, hmean, config_, model_size"
    found = table(catalog, "zh", columns=columns, sort="-hmean", filter='backbone == "ResNet50_vd"')
    assert found == [
        ["模型", "骨干网络", "Hmean", "配置文件", "模型大小"],
        ["SAST", "ResNet50_vd", "91.33%", "ocr.org/det_4.yml<https://ocr.org/det_4.yml>", "101 MB"],
        ["EAST", "ResNet50_vd", "88.18%", "ocr.org/det_2.yml<https://ocr.org/det_2.yml>", "110 MB"],
        ["DB", "ResNet50_vd", "82.38%", "ocr.org/det_0.yml<https://ocr.org/det_0.yml>", "97 MB"],
    ]
