"""Leaderboards and plots of OpenMMLab's figures agree with a computation in pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinx_modelzoo.views.content import Grid
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.leaderboard_page import build_leaderboard_page, leaderboard_datasets
from sphinx_modelzoo.views.ranking import figures
from sphinx_modelzoo.views.view import LEADERBOARD, PLOT, STATS
from tests.support.openmmlab_zoo import imported, records
from tests.support.registries import VIEWS

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog

pandas = pytest.importorskip("pandas")


@pytest.fixture(scope="module")
def frame(openmmlab: Path) -> Any:
    return pandas.DataFrame(records(openmmlab))


@pytest.fixture(scope="module")
def catalog(openmmlab: Path, tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return imported(openmmlab, tmp_path_factory.mktemp("openmmlab"))


def test_the_index_has_as_many_imagenet_results_as_we_say(frame: Any, catalog: Catalog) -> None:
    imagenet = frame[frame.dataset == "ImageNet-1k"]
    assert (imagenet.metric == "Top 1 Accuracy").sum() == 42
    assert (imagenet.metric == "Top 5 Accuracy").sum() == 26
    on = figures(catalog).on("ImageNet-1k")
    assert sorted(len(found) for found in on.values()) == [26, 42]


def test_every_ranking_is_that_of_pandas(frame: Any, catalog: Catalog) -> None:
    compared = 0
    for (dataset, metric), group in frame.groupby(["dataset", "metric"]):
        ranking = figures(catalog).rank(dataset, metric)
        best = group.groupby("model").value.max()
        expected = best.rank(method="min", ascending=False).astype(int)
        found = {
            (one.figure.variant.name if one.figure.variant else one.figure.model.name): one
            for one in ranking.ranked
        }
        assert {name: one.rank for name, one in found.items()} == expected.to_dict()
        assert {name: one.figure.metric.value for name, one in found.items()} == best.to_dict()
        assert [one.rank for one in ranking.ranked] == sorted(expected)
        measured = set(frame[frame.dataset == dataset].model)
        assert figures(catalog).missing(dataset, metric) == len(measured - set(group.model))
        compared += len(group)
    assert compared == len(frame)


def test_the_leaderboard_shows_it(frame: Any, catalog: Catalog) -> None:
    raw = (("dataset", "ImageNet"), ("limit", "10"), ("metric", "Top-1 Accuracy"))
    grid, note = VIEWS[LEADERBOARD].view(catalog, raw, "en")
    assert isinstance(grid, Grid)
    top = frame[(frame.dataset == "ImageNet-1k") & (frame.metric == "Top 1 Accuracy")]
    top = top.sort_values("value", ascending=False, kind="stable").head(10)
    shown = [row.cells[1].blocks[0].name[0].words.text for row in grid.rows]  # type: ignore[union-attr]
    assert shown == top.model.tolist()
    assert "The first 10 of 42." in note.inlines[0].text  # type: ignore[union-attr]


def test_the_plot_has_the_points_and_the_front(frame: Any, catalog: Catalog) -> None:
    raw = (("group", "collection"), ("x", "params"), ("y", "ImageNet-1k Top-1 Accuracy"))
    plot = VIEWS[PLOT].view(catalog, raw, "en")[0]
    assert isinstance(plot, Plot)
    top = frame[(frame.dataset == "ImageNet-1k") & (frame.metric == "Top 1 Accuracy")]
    top = top.dropna(subset=["params"])
    points = {(point.x, point.y) for series in plot.series for point in series.points}
    assert points == set(zip(top.params, top.value, strict=True))
    assert {s.title: len(s.points) for s in plot.series} == top.groupby(
        "collection"
    ).size().to_dict()
    best = top.sort_values(["params", "value"], ascending=[True, False])
    best = best[best.value > best.value.cummax().shift(fill_value=-1)]
    assert list(plot.front) == list(zip(best.params, best.value, strict=True))
    assert len(plot.table.rows) == len(top)


def test_the_statistics_count_collections_by_dataset(frame: Any, catalog: Catalog) -> None:
    grid = VIEWS[STATS].view(catalog, (("by", "dataset"),), "en")[0]
    assert isinstance(grid, Grid)
    expected = frame.groupby("dataset").collection.nunique().to_dict()
    found = {
        row.cells[0].blocks[0].inlines[0].words.text: row.cells[1].sort  # type: ignore[union-attr]
        for row in grid.rows
    }
    assert found == expected


def test_every_dataset_has_a_page_with_every_metric(frame: Any, catalog: Catalog) -> None:
    leaderboards = leaderboard_datasets(catalog)
    assert len(leaderboards) == frame.dataset.nunique()
    for leaderboard, dataset in leaderboards.items():
        page = build_leaderboard_page(catalog, leaderboard, "zh")
        views = [view for section in page.blocks for view in section.blocks]  # type: ignore[union-attr]
        metrics = frame[frame.dataset == dataset].metric.nunique()
        assert len({dict(one.options)["metric"] for one in views}) == metrics
