"""The columns of a table that names none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN
from tests.support.result_zoo import words, zoo_of

DOCS = Path(__file__).parents[2] / "example_docs"


def catalog_of(*models: Any) -> Catalog:
    return zoo_of(models)


def result(dataset: str | None = None, task: str | None = None, **metrics: Any) -> dict[str, Any]:
    named = {"dataset": {"name": dataset}} if dataset else {}
    about = {"task": task} if task else {}
    return {**named, **about, "metrics": {key: {"value": one} for key, one in metrics.items()}}


def columns(catalog: Catalog, language: str = "en", **raw: str) -> list[str]:
    """The keys of the columns of a table; none of them is empty, each has a quarter."""
    options, problems = parse_options(raw, catalog.registry)
    assert problems == []
    grid = build_table(catalog, options, language)
    for place, _ in enumerate(grid.columns):
        filled = sum(bool(row.cells[place].blocks) for row in grid.rows)
        assert 4 * filled >= len(grid.rows)
    assert len(grid.columns) <= 7
    return [column.key for column in grid.columns]


def detector(number: int, **fields: Any) -> Any:
    return model(f"m{number}", tasks=["object-detection"], **fields)


def test_models_of_one_task_have_its_most_frequent_metrics() -> None:
    paper = {"title": "A paper", "arxiv": "2004.10934"}
    some = catalog_of(
        detector(1, paper=paper, results=[result("COCO", mAP=40, AP50=60, FPS=30)]),
        detector(2, results=[result("COCO", mAP=41, AR=50)], params=5_000_000),
        detector(3, results=[result("COCO", mAP=42, AR=51), result("VOC", AP50=70)]),
        detector(4, license="MIT", summary="Words."),
    )
    assert columns(some) == [
        "paper", "metric:mAP@COCO", "metric:AP50@COCO", "metric:FPS", "params", "license",
    ]  # fmt: skip
    assert columns(some) == columns(some, "zh") == columns(some, sort="-metric:mAP")


def test_models_of_several_tasks_have_their_main_result() -> None:
    some = catalog_of(
        detector(1, results=[result("VOC", AP50=60), result("COCO", mAP=40)]),
        detector(2, results=[result("COCO", mAP=41)]),
        model("c", tasks=["image-classification"], results=[result("ImageNet", Accuracy=70)]),
    )
    assert columns(some) == ["name", "tasks", "main-result"]
    options, _ = parse_options({"columns": "main-result"}, BUILTIN)
    rows = build_table(some, options, "en", plain=True).rows
    assert [words(row, 0) for row in rows] == [
        "mAP 40% (COCO)", "mAP 41% (COCO)", "Accuracy 70% (ImageNet-1k)",
    ]  # fmt: skip


def test_tasks_that_readers_choose_have_columns_of_their_own() -> None:
    tasks = ["object-detection", "image-classification", "text-recognition"]
    some = [
        model(f"{task}-{number}", tasks=[task, *others], license="MIT", results=[
            result("COCO" if task == tasks[0] else None, task, **{metric: number}),
        ])
        for task, metric, others in (
            (tasks[0], "mAP", []), (tasks[1], "Accuracy", [tasks[0]]), (tasks[2], "F1", []),
        )
        for number in range(1, 4)
    ]  # fmt: skip
    options, _ = parse_options({"interactive": "yes"}, BUILTIN)
    for ordered in (some, some[::-1]):
        grid = build_table(catalog_of(*ordered), options, "en")
        assert [column.key for column in grid.columns] == ["name", "tasks", "main-result"]
        found = {one.key: one.tasks for one in (*grid.columns, *grid.more)}
        keys = [task.replace("-", "") for task in tasks]
        assert {key: some and {*some} for key, some in found.items() if some is not None} == {
            "tasks": (), "main-result": (), "license": {*keys}, "metric:mAP@COCO": {keys[0]},
            "metric:Accuracy": {keys[1]}, "metric:F1": {keys[2]},
        }  # fmt: skip
    options, _ = parse_options({"interactive": "yes", "columns": "name, main-result"}, BUILTIN)
    grid = build_table(catalog_of(*some), options, "en")
    assert {one.tasks for one in (*grid.columns, *grid.more)} == {None}  # as the writer says


def test_no_model_is_the_smallest_of_different_tasks() -> None:
    some = [
        model(task, tasks=[task], params=size, results=[result("COCO", task, **{metric: 40})])
        for task, metric, size in (
            ("object-detection", "mAP", 5_000_000), ("image-classification", "Accuracy", 7_000_000),
        )
    ]  # fmt: skip
    options, _ = parse_options({"interactive": "yes"}, BUILTIN)
    grid = build_table(catalog_of(*some), options, "en")
    best = {one.key: one.best for one in (*grid.columns, *grid.more) if one.best is not None}
    assert best == {}
    same = [
        model(f"m{n}", tasks=["object-detection"], params=n, results=[result("COCO", mAP=20 + n)])
        for n in (1, 2)
    ]
    grid = build_table(catalog_of(*same, *some), options, "en")
    best = {one.key: one.best for one in (*grid.columns, *grid.more) if one.best is not None}
    assert best == {"metric:mAP@COCO": 40.0}
    assert grid.notes == ("Bold: best in this list.",)
    grid = build_table(catalog_of(*same), options, "en")
    assert [one.best for one in grid.columns[1:]] == [22.0, 1.0]


def test_without_figures_there_is_the_summary() -> None:
    some = catalog_of(
        model("a", tasks=["object-detection"], summary="One."), model("b", summary="Two.")
    )
    assert columns(some) == ["name", "tasks", "summary"]
    assert columns(catalog_of(model("a"), model("b"))) == ["name"]
    assert columns(catalog_of()) == ["name"]


def test_a_column_is_filled_in_a_quarter_of_the_rows() -> None:
    paper = {"title": "A paper"}
    models = [model(f"m{number}", summary="Words.") for number in range(3)]
    first = model("p", paper=paper, license="MIT", params=1_000_000, summary="Words.")
    assert columns(catalog_of(first, *models)) == ["paper", "summary", "params", "license"]
    assert columns(catalog_of(first, *models, model("m3"))) == ["name", "summary"]


def test_what_is_equally_frequent_comes_in_catalog_order() -> None:
    def some(*order: str) -> Catalog:
        return catalog_of(
            *(detector(number, results=[result(**{name: 1})]) for number, name in enumerate(order))
        )

    assert columns(some("AR", "mAP", "AP50")) == ["name", "metric:AR", "metric:mAP"]
    assert columns(some("AP50", "mAP", "AR")) == ["name", "metric:AP50", "metric:mAP"]
    assert columns(some("AR", "mAP", "AP50"), sort="-name") == ["name", "metric:AR", "metric:mAP"]


@pytest.mark.parametrize("rows", ["models", "variants"])
def test_the_zoo_of_the_manual_has_no_empty_column(rows: str) -> None:
    zoo = load_catalog("models", DOCS, registry=BUILTIN)
    assert columns(zoo, rows=rows) == ["paper", "tasks", "main-result"]
    for task in {task for one in zoo.models for task in one.tasks}:
        assert columns(zoo, rows=rows, task=task) == columns(zoo, "zh", rows=rows, task=task)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("FPS", "speed"), ("Latency", "speed"), ("latency (ms)", "speed"), ("Throughput", "speed"),
        ("mAP", "score"), ("PSNR", "score"), ("Params", "cost"), ("GFLOPs", "cost"),
        ("Training Time", "cost"), ("Our own", "score"),
    ],
)  # fmt: skip
def test_speeds_and_costs_are_not_scores(name: str, kind: str) -> None:
    some = catalog_of(detector(1, results=[result(**{name: 3})], summary="Words."))
    found = columns(some)
    if name == "Our own":
        unit = {"value": 3, "unit": "img/s"}
        own = detector(1, results=[{"metrics": {name: unit}}, result(mAP=3)])
        assert columns(catalog_of(own)) == ["name", "metric:mAP", "metric:Our own"]
    if kind == "cost":
        assert found == ["name", "summary"]
    else:
        assert found[1].startswith("metric:")
    both = catalog_of(
        detector(1, results=[result(**{name: 3})]), model("b", results=[result(**{name: 3})])
    )
    assert ("main-result" in columns(both)) == (kind == "score")
