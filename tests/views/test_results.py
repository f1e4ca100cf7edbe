"""Figures on a model's page: a row for each checkpoint, a column for each metric."""

from __future__ import annotations

from typing import Any

from sphinx_modelzoo.views.content import Grid, Words
from tests.views.test_page_view import every, model, page, sections, table, text


def grids(**data: Any) -> list[Grid]:
    return [one for one in every(page(model(**data)), Grid) if one.role == "results"]


def bold(grid: Grid) -> list[str]:
    return [item.text for row in grid.rows for item in every(row.cells[1:], Words) if item.strong]


CHECKPOINTS: list[dict[str, Any]] = [
    {
        "id": name,
        "params": params,
        "weights": {"url": f"https://w.example/{name}.bin", "size": size},
        "results": [
            {
                "dataset": "COCO",
                "metrics": {"mAP": score, "AP50": score + 20},
                "conditions": {"input_size": "640x640", "epochs": 300},
            },
            {
                "metrics": {"Latency": {"value": time, "unit": unit}},
                "conditions": {"device": "T4"},
            },
        ],
    }
    for name, params, size, score, time, unit in (
        ("small", "7.6M", "16 MB", 44.2, 4.1, "ms"),
        ("large", "48.9M", "103 MB", 52.3, 12.6, "ms"),
    )
]


def test_six_figures_of_two_checkpoints_are_two_rows() -> None:
    (grid,) = grids(variants=CHECKPOINTS)
    assert table(grid) == [
        ["Variant", "mAP · COCO · %", "AP50 · COCO · %", "Latency · device: T4 · ms",
         "Parameters", "Weights"],
        ["small input size: 640x640; epochs: 300", "44.2", "64.2", "4.1", "7.6M", "16 MB"],
        ["large input size: 640x640; epochs: 300", "52.3", "72.3", "12.6", "48.9M", "103 MB"],
    ]  # fmt: skip
    assert [row.variant for row in grid.rows] == ["small", "large"]
    assert bold(grid) == ["4.1", "52.3", "72.3"]  # less is better of a latency


def test_the_same_metric_under_other_conditions_is_another_row() -> None:
    (grid,) = grids(
        results=[
            {"dataset": "COCO", "metrics": {"mAP": 41.2}, "conditions": {"size": 416}},
            {"dataset": "COCO", "metrics": {"mAP": 43.5}, "conditions": {"size": 608}},
            {"dataset": "COCO", "metrics": {"FPS": 30}, "conditions": {"size": 608}},
        ]
    )
    assert table(grid)[1:] == [["M size: 416", "41.2", "–"], ["M size: 608", "43.5", "30"]]


def test_two_figures_of_one_metric_are_never_one() -> None:
    (grid,) = grids(results=[{"metrics": {"a": 1}}, {"metrics": {"a": 2}}])
    assert table(grid) == [["Model", "a"], ["M", "1"], ["M", "2"]]
    assert bold(grid) == []  # nobody knows which is better


def test_what_only_one_cell_was_measured_with_is_in_that_cell() -> None:
    results = [
        {"dataset": "COCO", "metrics": {"mAP": 41, "AP50": 60}, "conditions": {"size": 416}},
        {"metrics": {"FPS": 30}, "conditions": {"batch_size": 1}},
        {"metrics": {"FPS": 90}, "conditions": {"batch_size": 8}},
    ]
    (grid,) = grids(results=results)
    assert table(grid) == [
        ["Model", "mAP · COCO · %", "AP50 · COCO · %", "FPS · fps"],
        ["M size: 416", "41", "60", "30batch size: 1"],
        ["M batch size: 8", "–", "–", "90"],
    ]


def test_units_that_differ_stay_with_their_figures() -> None:
    (grid,) = grids(
        results=[
            {"metrics": {"Latency": {"value": 800, "unit": "us"}}, "conditions": {"on": "a"}},
            {"metrics": {"Latency": {"value": 1.5, "unit": "ms"}}, "conditions": {"on": "b"}},
        ]
    )
    assert table(grid) == [["Model", "Latency"], ["M on: a", "800 us"], ["M on: b", "1.5 ms"]]
    assert bold(grid) == ["800 us"]


def test_many_metrics_are_a_table_for_each_dataset() -> None:
    first, second = grids(
        variants=[
            {
                "id": "v",
                "weights": "https://w.example/v.bin",
                "results": [
                    {"dataset": "COCO", "metrics": {"mAP": 11, "AP50": 12, "AP75": 13, "APs": 14}},
                    {"dataset": "VOC", "metrics": {"mAP": 5, "AP50": 6}},
                ],
            },
            {"id": "bare"},
        ]
    )
    assert (first.caption, second.caption) == ("COCO", "Pascal VOC")
    assert table(first) == [
        ["Variant", "mAP · %", "AP50 · %", "AP75 · %", "AP_S · %", "Weights"],
        ["v", "11", "12", "13", "14", "Download"],
        ["bare", "–", "–", "–", "–", ""],
    ]
    assert table(second) == [["Variant", "mAP · %", "AP50 · %"], ["v", "5", "6"]]
    assert [row.variant for row in (*first.rows, *second.rows)] == ["v", "bare", ""]


def test_a_dataset_for_two_tasks_has_a_column_for_each() -> None:
    (grid,) = grids(
        tasks=["object-detection"],
        results=[
            {"dataset": "COCO", "metrics": {"mAP": 51}, "task": "object-detection"},
            {"dataset": "COCO", "metrics": {"mAP": 44}, "task": "instance-segmentation"},
        ],
    )
    assert table(grid) == [
        ["Model", "mAP · COCO · %", "mAP · COCO · Instance segmentation · %"],
        ["M", "51", "44"],
    ]


def test_different_sources_are_a_column_and_one_is_a_note() -> None:
    paper, code = {"kind": "paper"}, {"kind": "code"}
    (grid,) = grids(
        results=[
            {"metrics": {"a": 1}, "source": paper},
            {"metrics": {"a": 2}, "source": code},
        ]
    )
    assert table(grid) == [["Model", "a", "Source"], ["M", "1", "Paper"], ["M", "2", "Code"]]
    same = page(model(results=[{"metrics": {"a": 1, "b": 2}, "source": paper}]))
    assert text(sections(same)["results"].blocks[1:]) == "Source: Paper"


def test_many_checkpoints_with_a_metric_each_are_not_a_million_cells() -> None:
    count = 1000
    found = grids(
        variants=[
            {"id": f"v{one}", "results": [{"dataset": "D", "metrics": {f"m{one}": one}}]}
            for one in range(count)
        ]
    )
    shown = [column.key for grid in found for column in grid.columns]
    metrics = [key for key in shown if key.startswith("metric:")]
    assert metrics == [f"metric:m{one}" for one in range(count)]
    assert sum(len(row.cells) for grid in found for row in grid.rows) < 60 * count
