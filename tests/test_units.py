"""Units: which of them are converted, and that everything that compares figures converts them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from check_helpers import entry, report_of
from hypothesis import given
from hypothesis import strategies as st
from query_zoo import model

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.query.selection import select
from sphinx_modelzoo.schema.units import (
    conversion,
    is_known,
    named_unit,
    read_quantity,
    readings,
    scaled,
)
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from sphinx_modelzoo.views.compare import Comparison
from sphinx_modelzoo.views.content import Grid, Row
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.leaderboard import LeaderboardOptions, build_leaderboard
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.registry import PLOT, TABLE, VIEWS
from sphinx_modelzoo.views.table import build_table


def figure(name: str, value: float, unit: str = "", **result: Any) -> list[dict[str, Any]]:
    """The results of a model with one figure; without a unit it is a bare number."""
    return [{"metrics": {name: {"value": value, "unit": unit} if unit else value}, **result}]


def zoo(*results: list[dict[str, Any]]) -> Catalog:
    """A catalog of models a, b, c, … with these results."""
    return Catalog.of(model(chr(97 + place), results=one) for place, one in enumerate(results))


# As cases.md has them, and one that is in the vocabulary's own unit without saying so.
TIMES = zoo(
    figure("Latency", 12, "ms"),
    figure("Latency", 1.5, "s"),
    figure("Latency", 800, "us"),
    figure("Latency", 5),
    figure("Latency", 3, "GB"),
)


def words(row: Row, place: int) -> str:
    """The text of a cell."""
    return "".join(
        getattr(one, "words", one).text  # type: ignore[union-attr]
        for block in row.cells[place].blocks
        for one in block.inlines  # type: ignore[union-attr]
        if hasattr(getattr(one, "words", one), "text")
    )


def column(catalog: Catalog, columns: str, language: str = "en", **raw: str) -> list[str]:
    """The last column of a table."""
    options, problems = parse_options({"columns": columns, **raw})
    assert problems == []
    return [words(row, -1) for row in build_table(catalog, options, language).rows]


# The units ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        ("ms", "s", "1/1000"),
        ("μs", "us", 1),
        ("µs", "ms", "1/1000"),
        ("毫秒", "ms", 1),
        ("hours", "min", 60),
        ("ms/img", "s", "1/1000"),
        ("s per image", "ms", 1000),
        ("MB", "GB", "1/1000"),
        ("GiB", "MiB", 1024),
        ("gb", "MB", 1000),
        ("字节", "B", 1),
        ("Mbit/s", "kbps", 1000),
        ("％", "percent", 1),
        ("%", "‰", 10),
        ("fps", "images/s", 1),
        ("samples/sec", "img/min", 60),
        ("张/秒", "fps", 1),
        ("k tokens/s", "tokens/s", None),  # nothing is glued with a space
        ("ktokens/s", "tok/s", 1000),
        ("1/s", "Hz", 1),
        ("GFLOPs", "MFLOPS", 1000),
        ("T", "GFLOPs", 1000),
        ("M", "B", "1/1000"),
        ("亿", "M", 100),
        ("万", "K", 10),
        ("kWh", "MJ", "18/5"),
        ("W·h", "J", 3600),
        ("kJ/mol", "kcal/mol", "250/1046"),
        ("mm", "cm", "1/10"),
        ("mm²", "cm^2", "1/100"),
        ("km/h", "m/s", "5/18"),
        ("nm", "Å", 10),
        ("kg CO2eq", "tCO2e", "1/1000"),
        ("ms", "MB", None),
        ("img/s", "tokens/s", None),
        ("s/it", "it/s", None),  # more and less change places: nothing to multiply by
        ("GFLOPs", "GMACs", None),
        ("m", "M", None),
        ("mW", "MW", "1/1000000000"),
        ("mw", "W", None),  # mW or MW
        ("x", "%", None),
        ("stars", "Stars", 1),
        ("stars", "points", None),
    ],
)
def test_conversions(unit: str, to: str, factor: str | int | None) -> None:
    expected = None if factor is None else Fraction(factor)
    assert conversion(readings(unit), readings(to)) == expected


@given(st.text(max_size=70))
def test_every_text_is_a_unit_and_equals_itself(text: str) -> None:
    assert conversion(readings(text), readings(text)) == 1


@given(
    st.lists(
        st.sampled_from(
            ("ms", "s", "kg", "W", "/", "·", "*", "^", "2", "per", "image", "%", "1", "é")
        ),
        max_size=9,
    )
)
def test_products_and_quotients_of_anything(parts: list[str]) -> None:
    unit = " ".join(parts)
    assert conversion(readings(unit), readings(unit)) == 1


def test_the_units_of_the_vocabulary_are_known() -> None:
    unknown = {
        term.unit
        for term in Vocabularies.builtin().metrics
        if term.unit and not is_known(term.unit)
    }
    assert unknown == {"bpb", "bpc", "bpp", "bits/dim", "dB"}  # nothing is converted into these


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("tokens/s", "tokens/s"),
        ("Latency (ms)", "ms"),
        ("显存（GB）", "GB"),
        ("GFLOPs", "GFLOPs"),
        ("Recall@1", None),
        ("F1 (macro)", None),
    ],
)
def test_units_in_names(name: str, unit: str | None) -> None:
    assert named_unit(name.replace("（", "(").replace("）", ")")) == unit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.5 s", (1.5, "s")),
        ("12ms", (12, "ms")),
        ("-3e-2 img/s", (-0.03, "img/s")),
        ("95%", (95, "%")),
        ("12", None),
        ("ms", None),
        ("", None),
    ],
)
def test_quantities(text: str, found: object) -> None:
    assert read_quantity(text) == found


def test_numbers_stay_exact_and_too_large_ones_are_no_numbers() -> None:
    assert scaled(0.1, Fraction(1000)) == 100
    assert scaled(0.3, Fraction(1, 1000)) == 0.0003
    assert scaled(1e308, Fraction(1000)) is not None  # an int holds it
    assert scaled(1.7e308, Fraction(10, 3)) is None


# What compares --------------------------------------------------------------------------------


def test_sorting_converts_and_what_cannot_be_is_last() -> None:
    shown = column(TIMES, "name, metric:Latency", sort="metric:Latency")
    assert shown == ["800 us", "5 ms", "12 ms", "1.5 s", "3 GB"]
    shown = column(TIMES, "name, metric:Latency", sort="-metric:Latency")
    assert shown == ["1.5 s", "12 ms", "5 ms", "800 us", "3 GB"]
    options, _ = parse_options({"columns": "metric:Latency"})
    sorts = [row.cells[0].sort for row in build_table(TIMES, options, "en").rows]
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
    assert problem.hint == "Latency is compared in ms"
    assert select(TIMES, filter='metric("Latency") < "3 GB"') == ()
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
        return Catalog.of(
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
    figures = {id: one["figures"][0] for id, one in entries.items()}
    assert figures["b"] == ("", "Latency", "1.5 s", 1500, -1, "", 1000)
    assert figures["c"] == ("", "Latency", "800 us", 0.8, -1, "", 0.001)
    assert figures["e"] == ("", "Latency", "3 GB", None, -1, "", 1)
    share = Comparison(zoo(figure("Accuracy", 0.5)), "en").part(0)["a"]["figures"][0]
    assert share == ("", "Accuracy", "0.5", 50.0, 1, "", 100)


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


# Checks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "messages"),
    [
        (["Latency: {value: 3, unit: GB}"], ["Latency is in GB, which cannot be converted to ms"]),
        (["Latency: {value: 1.5, unit: s}", "Latency: {value: 9, unit: ms/img}"], []),
        (["FLOPs: {value: 4, unit: GMACs}"], ["FLOPs is in GMACs, which cannot be converted to G"]),
        (["FLOPs: {value: 4, unit: GB}"], ["FLOPs is in GB, which cannot be converted to G"]),
        (["FLOPs: {value: 400, unit: MFLOPs}", "FLOPs: {value: 4, unit: G}"], []),
        (
            ["Cost: {value: 4, unit: W}", "Cost: {value: 5, unit: W}", "Cost: {value: 1, unit: J}"],
            ["Cost is in J, which cannot be converted to W"],
        ),
        (
            ["Cost: {value: 4, unit: W}", "Cost: {value: 5, unit: kW}", "Cost: 6"],
            ["Cost has no unit, and other figures of it are in W"],
        ),
        (
            ["Cost: 4", "Cost: 5", "Cost: {value: 5, unit: kW}"],
            ["Cost is in kW, and other figures of it have no unit"],
        ),
        (["Cost: 4", "Cost: 5"], []),
        (["TM-score: {value: 79, unit: '%'}", "TM-score: 0.79"], []),
    ],
)
def test_what_cannot_be_converted_is_an_error_with_its_place(
    tmp_path: Path, figures: list[str], messages: list[str]
) -> None:
    entries = [
        entry(f"results:\n  - {{metrics: {{{one}}}, source: {{locator: p. 1}}}}", id=f"m{place}")
        for place, one in enumerate(figures)
    ]
    found = [
        one
        for one in report_of(tmp_path, *entries).problems
        if one.code in ("modelzoo.metric.unit", "modelzoo.metric.range")
    ]
    assert [one.message for one in found] == messages
    for one in found:
        assert one.severity == "error"
        assert one.model == f"m{len(figures) - 1}"
        assert one.field.startswith("results[0].metrics.")
        assert one.line == 7 + 4 * (len(figures) - 1)
