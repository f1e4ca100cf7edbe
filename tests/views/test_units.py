"""Units: everything that compares figures converts them, and shows them as they were written."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.query.selection import select
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from sphinx_modelzoo.views.compare import Comparison
from sphinx_modelzoo.views.content import Grid
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.leaderboard import LeaderboardOptions, build_leaderboard
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table, count
from sphinx_modelzoo.views.view import PLOT, TABLE
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN, VIEWS
from tests.support.result_zoo import column, figure, words, zoo, zoo_of

# As cases.md has them, and one that is in the vocabulary's own unit without saying so.
TIMES = zoo(
    figure("Latency", 12, "ms"),
    figure("Latency", 1.5, "s"),
    figure("Latency", 800, "us"),
    figure("Latency", 5),
    figure("Latency", 3, "GB"),
)


# What compares --------------------------------------------------------------------------------


def test_sorting_converts_and_what_cannot_be_is_last() -> None:
    shown = column(TIMES, "name, metric:Latency", sort="metric:Latency")
    assert shown == ["800 us", "5 ms", "12 ms", "1.5 s", "3 GB"]
    shown = column(TIMES, "name, metric:Latency", sort="-metric:Latency")
    assert shown == ["1.5 s", "12 ms", "5 ms", "800 us", "3 GB"]
    options, _ = parse_options({"columns": "metric:Latency"}, BUILTIN)
    sorts = [row.cells[0].sort for row in build_table(TIMES, options, "en", plain=True).rows]
    assert sorts == [12, 1500, 0.8, 5, None]  # what a reader's click sorts by


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('metric("Latency") < 10', "cd"),
        ('metric("Latency") < "10 ms"', "cd"),
        ('metric("Latency") >= "0.012 s"', "ab"),
        ('"1 ms" < metric("Latency") < "1 s"', "ad"),
        ('metric("Latency") == "0.8 ms"', "c"),
        ('metric("Latency") in ("5ms", "1500 毫秒")', "bd"),
        ('metric("Latency") != 5', "abc"),
        ('metric("Latency")', "abcd"),
    ],
)
def test_filters_convert_both_sides(text: str, found: str) -> None:
    assert "".join(one.model.id for one in select(TIMES, filter=text)) == found


def test_a_filter_in_another_unit_is_reported() -> None:
    found = VIEWS[TABLE].read({"filter": 'metric("Latency") < "3 GB"'}, TIMES)
    (problem,) = found.problems
    assert problem.option == "filter"
    assert "“3 GB” is in a unit that cannot be converted to that of Latency" in problem.message
    assert problem.hint == "write a number in ms"
    assert select(TIMES, filter='metric("Latency") < "3 GB"') == ()
    with pytest.raises(ProblemError, match="“3 GB” is in a unit"):
        count(TIMES, 'metric("Latency") < "3 GB"')
    assert count(TIMES, 'metric("Latency") < "3 s"') == 4
    (problem,) = VIEWS[TABLE].read({"filter": 'metric("Latency") < "soon"'}, TIMES).problems
    assert 'in quotes: "12 ms"' in problem.hint


def test_the_best_of_several_is_found_across_units() -> None:
    several = zoo(
        [*figure("Latency", 900, "us"), *figure("Latency", 2), *figure("Latency", 1, "s")]
    )
    assert column(several, "metric:Latency") == ["900 us"]
    fast = zoo([*figure("FPS", 50), *figure("FPS", 6000, "img/min"), *figure("FPS", 9, "W")])
    assert column(fast, "metric:FPS") == ["6000 img/min"]


def test_fractions_and_percentages_are_one_scale() -> None:
    shares = zoo(
        figure("Accuracy", 0.91),
        figure("Accuracy", 90),
        figure("Accuracy", 925, "‰"),
        figure("Accuracy", 0.5, "%"),
    )
    assert column(shares, "metric:Accuracy", sort="-metric:Accuracy") == [
        "925‰", "0.91", "90%", "0.5%",
    ]  # fmt: skip
    correlation = zoo(figure("TM-score", 0.8), figure("TM-score", 79, "%"))
    assert column(correlation, "metric:TM-score", sort="metric:TM-score") == ["79%", "0.8"]


def test_a_metric_of_the_catalog_has_the_unit_that_most_figures_have() -> None:
    energy = zoo(
        figure("Energy per run", 2, "kJ"),
        figure("Energy per run", 1, "Wh"),
        figure("Energy per run", 900, "J"),
        figure("Energy per run", 2, "kJ"),
        figure("Energy per run", 7),
    )
    assert column(energy, "metric:Energy per run", sort="metric:Energy per run") == [
        "900 J", "2 kJ", "2 kJ", "1 Wh", "7",
    ]  # fmt: skip
    found = select(energy, filter='metric("Energy per run") < 3')  # kJ
    assert [one.model.id for one in found] == ["a", "c", "d"]


def test_a_name_that_is_a_unit_counts_as_one() -> None:
    rates = zoo(
        figure("tokens/s", 900), figure("Throughput", 2, "ktok/s"), figure("images/s", 5000)
    )
    shown = column(rates, "metric:Throughput", sort="-metric:Throughput")
    assert shown == ["2 ktok/s", "900 tokens/s", "5000 images/s"]


def test_leaderboards_rank_all_units() -> None:
    grid = build_leaderboard(TIMES, LeaderboardOptions(metric="Latency"), "en")[0]
    assert isinstance(grid, Grid)
    assert grid.caption == "Latency"
    assert [words(row, 2) for row in grid.rows] == ["800 us", "5 ms", "12 ms", "1.5 s"]
    assert [row.cells[2].sort for row in grid.rows] == [0.8, 5, 12, 1500]


def plot(catalog: Catalog, y: str) -> Plot:
    found = VIEWS[PLOT].read({"x": "year", "y": y}, catalog)
    assert (found.problems, found.shown) == ((), True)
    view = VIEWS[PLOT].view(catalog, found.kept, "en")[0]
    assert isinstance(view, Plot)
    return view


def test_the_axis_of_a_plot_has_one_unit() -> None:
    def dated(*results: list[dict[str, Any]]) -> Catalog:
        return zoo_of(
            model(chr(97 + place), results=one, paper={"title": "P", "year": 2020 + place})
            for place, one in enumerate(results)
        )

    times = [figure("Latency", 2, "s"), figure("Latency", 900, "ms"), figure("Latency", 1.5, "s")]
    shown = plot(dated(*times), "Latency")
    assert shown.y.label == "Latency [s]"
    assert [point.y for point in shown.series[0].points] == [2, 0.9, 1.5]
    assert [words(row, 2) for row in shown.table.rows] == ["2 s", "900 ms", "1.5 s"]
    assert [row.cells[2].sort for row in shown.table.rows] == [2, 0.9, 1.5]
    bare = plot(dated(figure("Latency", 2), figure("Latency", 900, "us")), "Latency")
    assert bare.y.label == "Latency [ms]"
    assert [point.y for point in bare.series[0].points] == [2, 0.9]
    assert plot(dated(figure("FPS", 2)), "FPS").y.label == "FPS"  # not “FPS [fps]”


def test_the_comparison_has_values_of_one_unit_and_sizes_to_tell_differences() -> None:
    entries = Comparison(TIMES, "en").part(0)
    figures = {id: one["sizes"][0] for id, one in entries.items()}
    assert figures["b"] == ("", "Latency", "1.5 s", 1500, -1, "", 1000, " s")
    assert figures["c"] == ("", "Latency", "800 us", 0.8, -1, "", 0.001, " us")
    assert figures["e"] == ("", "Latency", "3 GB", None, -1, "", 1, " GB")
    share = Comparison(zoo(figure("Accuracy", 0.5)), "en").part(0)["a"]["figures"][0]
    assert share == ("", "Accuracy", "0.5", 50.0, 1, "", 100, "")


# What is shown ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "text"),
    [
        (figure("FPS", 62, "fps"), "62 fps"),
        (figure("FPS", 62), "62 fps"),
        (figure("FPS", 62, "img/s"), "FPS 62 img/s"),
        (figure("Throughput", 300, "images/s"), "300 images/s"),
        (figure("tokens/s", 300), "300 tokens/s"),
        (figure("FLOPs", 4.1, "GFLOPs"), "4.1 GFLOPs"),
        (figure("FLOPs", 4.1), "FLOPs 4.1 G"),
        (figure("BPP", 0.3), "0.3 bpp"),
        (figure("Latency", 12), "Latency 12 ms"),
        (figure("mAP", 41.2, dataset="COCO"), "COCO: mAP 41.2%"),
    ],
)
def test_a_unit_that_names_the_metric_is_enough(results: list[Any], text: str) -> None:
    assert column(zoo(results), "results") == [text]


def test_memory_is_not_gpu_memory() -> None:
    metrics = Vocabularies.builtin().metrics
    for name, id in {
        "Memory": "memory", "peak memory": "memory", "内存": "memory", "RAM": "memory",
        "GPU Memory": "gpu-memory", "显存": "gpu-memory", "Training Memory (GB)": "gpu-memory",
    }.items():  # fmt: skip
        term = metrics.find(name)
        assert term is not None
        assert term.id == id
    assert column(zoo(figure("Memory", 900, "MB")), "results") == ["Memory 900 MB"]
    sizes = zoo(figure("Memory", 900, "MB"), figure("Memory", 2, "GiB"), figure("memory", 1, "G"))
    assert column(sizes, "metric:Memory", sort="metric:memory") == ["900 MB", "1 G", "2 GiB"]
