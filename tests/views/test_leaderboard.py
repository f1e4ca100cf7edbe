"""Leaderboards: who is ranked, in which order, and what is said of the rest."""

from __future__ import annotations

import random

import pytest
from docutils import nodes

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.views.content import Grid, Paragraph, Row, Title, Words
from sphinx_modelzoo.views.display import Bar
from sphinx_modelzoo.views.leaderboard import (
    LeaderboardOptions,
    build_leaderboard,
    check_leaderboard,
)
from sphinx_modelzoo.views.parts import plain_inlines
from sphinx_modelzoo.views.ranking import Figures
from sphinx_modelzoo.views.view import LEADERBOARD
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN, VIEWS


def result(value: float, metric: str = "mAP", dataset: str = "COCO", **more: object) -> dict:
    return {"dataset": dataset, "metrics": {metric: value}, **more}


def zoo(*models: object) -> Catalog:
    return Catalog.of(models, registry=BUILTIN)  # type: ignore[arg-type]


ZOO = zoo(
    model(
        "alpha", results=[result(41.2, conditions={"input_size": 416}, source="https://e.org/a")]
    ),
    model(
        "beta",
        variants=[
            {"id": "s", "name": "Beta-S", "params": "5M", "results": [result(44.0)]},
            {"id": "m", "results": [result(0.44), result(0.40)]},
            {"id": "l", "results": [{"dataset": "COCO", "metrics": {"FPS": 30}}]},
        ],
    ),
    model("gamma", tasks=["instance-segmentation"], results=[result(39, task="object-detection")]),
    model("delta", results=[{"dataset": "COCO", "metrics": {"FPS": 90}}]),
    model("silent"),
)


def ranks(catalog: Catalog, **options: object) -> tuple[list[tuple[str, str]], str]:
    """Rank and name of every row, then what is said below."""
    grid, note = build_leaderboard(catalog, LeaderboardOptions(**options), "en")  # type: ignore[arg-type]
    assert isinstance(grid, Grid)
    assert isinstance(note, Paragraph)
    return [(text(row.cells[0]), text(row.cells[1])) for row in grid.rows], note.inlines[0].text  # type: ignore[union-attr]


def text(cell: object) -> str:
    (block,) = cell.blocks  # type: ignore[attr-defined]
    inlines = block.name if isinstance(block, Title) else block.inlines
    return "".join(getattr(i, "words", i).text for i in inlines)


def below(row: Row) -> str:
    """Return the second line of the name of a row."""
    (title,) = row.cells[1].blocks
    assert isinstance(title, Title)
    return plain_inlines(title.line)


def test_best_first_ties_share_and_the_rest_is_counted() -> None:
    rows, note = ranks(ZOO, dataset="COCO", metric="mAP")
    # 0.44 is 44 per cent; of a variant's two figures the better one counts.
    assert rows == [
        ("1", "Beta-S"),
        ("1", "beta / m"),
        ("3", "alpha"),
        ("4", "gamma"),
    ]
    assert note == (
        "Higher is better. 2 models or variants were measured on this dataset without this figure."
    )


def test_conditions_sources_sizes_stand_beside_the_figure() -> None:
    grid = build_leaderboard(ZOO, LeaderboardOptions(dataset="COCO", metric="mAP"), "en")[0]
    assert isinstance(grid, Grid)
    assert [column.key for column in grid.columns] == [
        "rank", "model", "value", "gap", "params", "source",
    ]  # fmt: skip
    third = grid.rows[2]
    assert text(third.cells[2]) == "41.2%"
    assert below(third) == "input size: 416"  # type: ignore[union-attr]
    assert third.cells[5].blocks[0].inlines[0].url == "https://e.org/a"  # type: ignore[union-attr]
    assert text(grid.rows[0].cells[4]) == "5"
    assert grid.columns[4].lines == ("Parameters", "M")


ONE_BEHIND = (model("a", results=[result(50.0)]), model("b", results=[result(47.8)]))


def board(catalog: Catalog, language: str = "en", **options: str) -> Grid:
    """Return the table of a leaderboard, of mAP on COCO where nothing else is said."""
    chosen = LeaderboardOptions(**{"dataset": "COCO", "metric": "mAP", **options})
    grid = build_leaderboard(catalog, chosen, language)[0]
    assert isinstance(grid, Grid)
    return grid


def column(grid: Grid, key: str) -> list[str]:
    """Return the texts of a column."""
    place = [one.key for one in grid.columns].index(key)
    return [text(row.cells[place]) if row.cells[place].blocks else "" for row in grid.rows]


def test_bars_begin_at_zero_and_the_best_are_strong() -> None:
    same = zoo(
        model("a", results=[result(50.0)]),
        model("b", results=[result(47.8)]),
        model("c", results=[result(50.0)]),
        model("d", results=[result(25.0)], deprecated=True, license="MIT", paper={"year": 2019}),
        model("e", results=[result(-5.0)]),
    )
    grid = board(same)
    value = [row.cells[2].blocks[0].inlines[0] for row in grid.rows]  # type: ignore[union-attr]
    assert value == [
        Bar(1.0, "50.0", strong=True),
        Bar(1.0, "50.0", strong=True),
        Bar(0.956, "47.8"),
        Bar(0.5, "25.0"),
        Bar(0.0, "-5.0"),
    ]
    assert column(grid, "gap") == ["", "", "−2.2", "−25.0", "−55.0"]
    heads = {one.key: one.lines for one in grid.columns}
    assert heads["value"] == ("mAP", "COCO · %")
    assert heads["gap"] == ("Behind", "%")
    assert [row.old for row in grid.rows] == [False, False, False, True, False]
    assert below(grid.rows[3]) == "MIT · 2019"
    (old,) = board(same, "zh").rows[3].cells[1].blocks
    assert isinstance(old, Title)
    assert old.mark.words == "已弃用"


def test_paper_has_no_bars_and_no_sign_that_tex_stops_at() -> None:
    renderer = DocutilsRenderer(lambda link, children: children[0], "x", 1)
    (table,) = renderer.blocks((board(zoo(*ONE_BEHIND)),))
    assert not list(table.findall(nodes.image))
    last = table.astext().split()[-1]
    assert (last, last.isascii()) == ("-2.2", True)


def test_no_bar_where_less_is_better_or_nobody_knows() -> None:
    errors = zoo(
        model("a", results=[result(2.5, "FID"), result(3, "mine")]),
        model("b", results=[result(4, "FID"), result(1, "mine")]),
    )
    lower = board(errors, metric="FID")
    assert column(lower, "gap") == ["", "+1.5"]
    assert [row.cells[2].blocks[0].inlines[0] for row in lower.rows] == [  # type: ignore[union-attr]
        Words("2.5", translate=False, strong=True),
        Words("4", translate=False),
    ]
    unknown = board(errors, metric="mine")
    assert "gap" not in [one.key for one in unknown.columns]
    assert unknown.rows[0].cells[2].blocks[0].inlines[0] == Words("3", translate=False)  # type: ignore[union-attr]


def test_gaps_are_in_the_unit_of_the_head() -> None:
    def times(*values: tuple[float, str]) -> Grid:
        models = [
            model(f"m{n}", results=[{"metrics": {"Latency": {"value": value, "unit": unit}}}])
            for n, (value, unit) in enumerate(values)
        ]
        return board(zoo(*models), dataset="", metric="Latency")

    micro = times((800, "us"), (1400, "us"))
    assert [one.lines[1] for one in micro.columns[2:4]] == ["us", "us"]
    assert (column(micro, "value"), column(micro, "gap")) == (["800", "1400"], ["", "+600"])
    mixed = times((800, "us"), (1.4, "ms"))
    assert [one.lines[1] for one in mixed.columns[2:4]] == ["", "ms"]
    assert (column(mixed, "value"), column(mixed, "gap")) == (["800 us", "1.4 ms"], ["", "+0.6"])


def test_a_split_that_all_share_is_in_the_head() -> None:
    def on(*splits: str | None) -> Grid:
        models = [
            model(f"m{n}", results=[result(n, dataset={"name": "COCO", "split": split})])
            for n, split in enumerate(splits, start=40)
        ]
        return board(zoo(*models))

    assert on("val", "val").columns[2].lines[1] == "COCO validation · %"
    several = on("val", "test")
    assert several.columns[2].lines[1] == "COCO · %"
    assert [below(row) for row in several.rows] == [  # type: ignore[union-attr]
        "test", "validation",
    ]  # fmt: skip


def test_a_limit_does_not_cut_a_tie() -> None:
    rows, note = ranks(ZOO, dataset="COCO", metric="mAP", limit=1)
    assert [rank for rank, _ in rows] == ["1", "1"]
    assert "The first 2 of 4." in note


def test_lower_can_be_better_and_unknown_is_said() -> None:
    errors = zoo(
        model("a", results=[result(3.0, "FID", "CelebA")]),
        model("b", results=[result(2.0, "FID", "CelebA"), result(1, "mine", "CelebA")]),
    )
    rows, note = ranks(errors, dataset="CelebA", metric="FID")
    assert [rank for rank, _ in rows] == ["1", "2"]
    assert rows[0][1].casefold() == "b"
    assert note.startswith("Lower is better.")
    assert "which is better is not known" in ranks(errors, dataset="CelebA", metric="mine")[1]


def test_units_are_converted_to_rank_and_others_are_left_out() -> None:
    def time(value: float, unit: str) -> list[dict]:
        return [{"dataset": "COCO", "metrics": {"t": {"value": value, "unit": unit}}}]

    times = zoo(
        model("a", results=time(3, "ms")),
        model("b", results=time(4000, "us")),
        model("c", results=time(1, "s")),
        model("d", results=time(2, "GB")),
        model("e", results=time(1000, "ms")),
    )
    rows, note = ranks(times, dataset="COCO", metric="t")
    assert rows == [("1", "c"), ("1", "e"), ("3", "b"), ("4", "a")]
    assert "1 figure in a unit that cannot be converted is left out." in note
    rows, _ = ranks(times, dataset="COCO", metric="t", limit=1)
    assert len(rows) == 2


def test_tasks_narrow_and_choose() -> None:
    rows, _ = ranks(ZOO, dataset="COCO", metric="mAP", task="目标检测")
    assert [name.casefold() for _, name in rows] == ["gamma"]
    rows, _ = ranks(ZOO, task="object-detection")  # the most used dataset and metric of the task
    assert [name.casefold() for _, name in rows] == ["gamma"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, ":dataset: missing dataset"),
        ({"dataset": "COCOO"}, "did you mean “COCO”?"),
        ({"dataset": "COCO", "metric": "mAPP"}, "did you mean “mAP”?"),
        ({"dataset": "COCO", "task": "asr"}, "no result on COCO is for the task “asr”"),
        ({"dataset": "COCO", "limit": "none"}, ":limit: character 1: invalid number"),
        ({"dataset": "COCO", "metrik": "mAP"}, "did you mean “metric”?"),
    ],
)
def test_problems_say_the_way_out(raw: dict[str, str], message: str) -> None:
    found = VIEWS[LEADERBOARD].read(raw, ZOO)
    assert message in " ".join(problem.text for problem in found.problems)
    assert all(problem.code.startswith("modelzoo.option.") for problem in found.problems)
    assert found.shown == ("limit" not in raw)
    shown = VIEWS[LEADERBOARD].view(ZOO, found.kept, "en")
    assert bool(shown) == bool({"metrik", "limit"} & set(raw))


def test_metric_at_dataset() -> None:
    options = LeaderboardOptions(metric="mAP@MS COCO")
    assert check_leaderboard(options, ZOO) == []
    assert len(build_leaderboard(ZOO, options, "zh")[0].rows) == 4  # type: ignore[union-attr]


def test_every_name_of_a_dataset_is_one() -> None:
    known = Figures(ZOO)
    assert known.rank("MS COCO", "mean average precision") == known.rank("COCO", "mAP")


def test_ranks_are_those_of_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    chance = random.Random(5)
    values = [round(chance.uniform(2, 99), 0) for _ in range(60)]
    many = zoo(*(model(f"m{i}", results=[result(value)]) for i, value in enumerate(values)))
    ranking = Figures(many).rank("COCO", "mAP")
    expected = pandas.Series(values).rank(method="min", ascending=False)
    found = {one.figure.model.id: one.rank for one in ranking.ranked}
    assert [found[f"m{i}"] for i in range(60)] == expected.tolist()


def test_hostile_words_stay_words() -> None:
    from sphinx_modelzoo.render.html import HtmlRenderer

    bad = '<script>alert("x")</script>'
    hostile = zoo(
        model("m", name=bad, results=[result(1, bad, bad, conditions={bad: bad})]),
    )
    blocks = build_leaderboard(hostile, LeaderboardOptions(dataset=bad, metric=bad), "en")
    html = HtmlRenderer(lambda *_: None).blocks(blocks)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
