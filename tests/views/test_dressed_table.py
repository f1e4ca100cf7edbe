"""The table as pages show it: units in the heads, ranges, the best, variants below their models."""

from __future__ import annotations

from typing import Any

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.views.content import Cell, Grid, PageLink, Paragraph, Title, Words
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN
from tests.support.result_zoo import figure, zoo_of


def result(mean: float, dataset: str = "COCO", **more: Any) -> list[dict[str, Any]]:
    return [{"dataset": dataset, "metrics": {"mAP": mean}, **more}]


def detector(id: str, **fields: Any) -> Any:
    return model(id, tasks=["object-detection"], **fields)


KESTREL = detector(
    "kestrel",
    license="MIT",
    variants=[
        {"id": "s", "params": "7.6M", "results": result(44.2, conditions={"input_size": 640})},
        {"id": "x", "params": "1.2B", "results": result(54.7)},
    ],
)
TERN = detector("tern", params="22M", license="MIT", results=result(0.478))
OLD = detector(
    "old", params="44M", results=result(40.1), deprecated=True, superseded_by="tern", license="MIT"
)
ZOO = zoo_of((OLD, KESTREL, TERN))


def table(catalog: Catalog = ZOO, language: str = "en", **raw: str) -> Grid:
    options, problems = parse_options({name.replace("_", "-"): raw[name] for name in raw}, BUILTIN)
    assert problems == []
    return build_table(catalog, options, language)


def text(cell: Cell) -> str:
    """A cell as text, with * around what is the best."""
    parts: list[str] = []
    for block in cell.blocks:
        shown = block.paragraph if isinstance(block, Title) else block
        assert isinstance(shown, Paragraph)
        for one in shown.inlines:
            words = one if isinstance(one, Words) else getattr(one, "words", None)
            parts.append(
                f"*{words.text}*" if words and words.best else words.text if words else "/"
            )
    return "".join(parts)


def column(key: str, catalog: Catalog = ZOO, **raw: str) -> list[str]:
    return [text(row.cells[0]) for row in table(catalog, columns=key, **raw).rows]


def test_units_are_in_the_heads() -> None:
    grid = table(columns="name, metric:mAP@COCO, params")
    assert [(one.label, one.lines) for one in grid.columns] == [
        ("Model", ("Model", "")),
        ("mAP (COCO, %)", ("mAP", "COCO · %")),
        ("Parameters (M)", ("Parameters", "M")),
    ]
    assert [text(cell) for cell in grid.rows[1].cells] == ["tern", "47.8", "22"]
    assert table(language="zh", columns="metric:mAP@COCO").columns[0].label == "mAP（COCO、%）"


def test_a_model_has_the_range_of_its_variants_and_the_best_are_marked() -> None:
    assert column("metric:mAP@COCO") == ["44.2–*54.7*", "47.8", "40.1"]
    assert column("params") == ["*7.6*–1200", "22", "44"]
    grid = table(columns="metric:mAP@COCO, params")
    assert [one.best for one in grid.columns] == [54.7, 7_600_000]
    assert [one.cells[0].sort for one in grid.rows] == [54.7, 47.8, 40.1]
    assert grid.notes == ("Bold: best in this list.", "Ranges span the variants of a model.")
    # One figure has nothing to be better than.
    alone = table(zoo_of((TERN,)), columns="params")
    assert [one.best for one in alone.columns] == [None]
    assert alone.notes == ()


def test_sizes_far_apart_keep_their_units() -> None:
    zoo = zoo_of((model("a", params=300), model("b", params="70B")))
    assert column("params", zoo) == ["*300*", "70B"]
    assert table(zoo, columns="params").columns[0].lines == ("Parameters", "")


def test_a_head_of_ones_own_says_all_and_the_cells_have_units() -> None:
    grid = table(columns="params as Size, metric:mAP@COCO as “COCO”")
    assert [one.lines for one in grid.columns] == [("Size", ""), ("COCO", "")]
    assert [text(cell) for cell in grid.rows[2].cells] == ["44M", "40.1%"]


def test_variants_are_rows_below_their_model() -> None:
    grid = table(columns="no, name, license, metric:mAP@COCO, params")
    kestrel, tern, _ = grid.rows
    assert [row.variant for row in kestrel.variants] == ["s", "x"]
    assert [[text(cell) for cell in row.cells] for row in kestrel.variants] == [
        ["", "s input size: 640", "", "44.2", "*7.6*"],
        ["", "x", "", "*54.7*", "1200"],
    ]
    title = kestrel.cells[1].blocks[0]
    assert isinstance(title, Title)
    assert title.fold == "2 variants"
    assert tern.variants == ()
    assert table(columns="name, license").rows[0].variants == ()  # nothing differs
    assert all(not row.variants for row in table(rows="variants", columns="name, params").rows)


def test_what_is_deprecated_is_marked_and_last() -> None:
    grid = table(columns="name")
    assert [(row.model, row.old) for row in grid.rows][-1] == ("old", True)
    title = grid.rows[-1].cells[0].blocks[0]
    assert isinstance(title, Title)
    assert title.mark.words == "Deprecated"
    assert text(Cell((Paragraph(title.line),))) == "Use tern instead."
    assert any(isinstance(one, PageLink) and one.page.id == "tern" for one in title.line)
    assert column("name")[-1] == "old (Deprecated)/Use tern instead."
    assert [row.model for row in table(columns="name", limit="2").rows] == ["kestrel", "tern"]
    by_name = table(columns="name", sort="-name").rows
    assert [row.model for row in by_name] == ["tern", "old", "kestrel"]  # as was asked for


def test_other_tasks_have_a_main_result_of_two_lines() -> None:
    zoo = zoo_of((KESTREL, model("c", tasks=["image-classification"], results=figure("F1", 70))))
    grid = table(zoo, columns="name, main-result")
    cells = [row.cells[1] for row in (grid.rows[0], *grid.rows[0].variants, grid.rows[1])]
    assert [text(cell) for cell in cells] == ["54.7%/mAP · COCO", "44.2%", "54.7%", "70%/F1"]
    muted = cells[0].blocks[0].inlines[-1]  # type: ignore[union-attr]
    assert isinstance(muted, Words)
    assert muted.muted


def test_readers_can_add_columns_and_narrow_by_numbers() -> None:
    grid = table(columns="name", interactive="yes")
    assert [one.key for one in grid.more] == ["metric:mAP@COCO", "tasks", "params", "license"]
    assert [text(cell) for cell in grid.rows[1].more] == ["47.8", "Object detection", "22", "MIT"]
    ranges = {one.key: one for one in grid.facets if one.range}
    assert [value.key for value in ranges["params"].values] == ["7.6", "22", "44", "1200"]
    assert (ranges["params"].label, ranges["params"].unit) == ("Parameters", "M")
    assert ranges["metric:mAP@COCO"].label == "mAP · COCO"
    places = [row.facets[list(ranges).index("params") - len(ranges)] for row in grid.rows]
    assert places == [(0, 3), (1,), (2,)]
    assert table(columns="name", interactive="no").more == ()


def test_ranges_of_numbers_far_apart_are_in_one_unit() -> None:
    sizes = ("700", "950K", "2.2M", "52B")
    zoo = zoo_of(tuple(detector(f"m{at}", params=size) for at, size in enumerate(sizes)))
    tiny = zoo_of(tuple(detector(f"m{at}", params=size) for at, size in enumerate((5, 700, "2K"))))
    titled = "name, params as Weights"
    for catalog, columns, unit, values in (
        (zoo, "name, params", "M", ["0.0007", "0.95", "2.2", "52000"]),
        (zoo, titled, "M", ["0.0007", "0.95", "2.2", "52000"]),
        (ZOO, titled, "M", ["7.6", "22", "44", "1200"]),
        (tiny, "name, params", "", ["5", "700", "2000"]),
    ):
        grid = table(catalog, columns=columns, interactive="true")
        (found,) = (one for one in grid.facets if one.key == "params")
        assert found.unit == unit
        assert [value.key for value in found.values] == values
