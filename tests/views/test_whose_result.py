"""Whose result it is: variants are named wherever their results are shown."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.views.cards import CardOptions, build_card
from sphinx_modelzoo.views.compare import Comparison
from sphinx_modelzoo.views.content import Grid, ViewBlock
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.leaderboard import (
    LeaderboardOptions,
    build_leaderboard,
    check_leaderboard,
)
from sphinx_modelzoo.views.leaderboard_page import build_leaderboard_page
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.page_kinds import fill_in_views
from sphinx_modelzoo.views.subject_names import recalls
from sphinx_modelzoo.views.view import LEADERBOARD, PLOT, STATS
from tests.support.query_zoo import model
from tests.support.registries import VIEWS
from tests.support.result_zoo import column, figure, words, zoo, zoo_of


def top1(value: float, **more: Any) -> list[dict[str, Any]]:
    return [{"dataset": "ImageNet", "metrics": {"Top-1 Accuracy": value}, **more}]


def bases(**more: Any) -> Catalog:
    """Two models, each with a variant Base."""
    return zoo_of(
        model(
            f"m{number}",
            name=f"M{number}",
            params="20M",
            variants=[{"id": "base", "name": "Base", "results": top1(70 + number)}],
            **more,
        )
        for number in (1, 2)
    )


HRNET = zoo_of(
    (
        model(
            "hrnet",
            name="HRNet",
            variants=[
                {"id": "w18", "params": "21M", "results": top1(76.9)},
                {"id": "w48", "params": "77M", "results": top1(79.0, conditions={"crop": 224})},
            ],
        ),
        model("resnet", name="ResNet", results=top1(76.1)),
    )
)


def board(catalog: Catalog, **options: str) -> list[list[str]]:
    grid = build_leaderboard(catalog, LeaderboardOptions(**options), "en")[0]  # type: ignore[arg-type]
    assert isinstance(grid, Grid)
    return [[words(row, place) for place in range(len(row.cells))] for row in grid.rows]


def test_variants_of_one_name_are_told_apart() -> None:
    catalog = bases()
    ranked = board(catalog, dataset="ImageNet", metric="Top-1 Accuracy")
    assert [row[1] for row in ranked] == ["M2 / Base", "M1 / Base"]
    page = build_leaderboard_page(catalog, "imagenet-1k", "en")
    (view,) = page.blocks[0].blocks  # type: ignore[union-attr]
    assert isinstance(view, ViewBlock)
    html = HtmlRenderer(lambda *_: None).blocks(
        VIEWS[LEADERBOARD].view(catalog, view.options, "en")
    )
    assert "M1 / Base" in html
    assert "M2 / Base" in html
    plot = VIEWS[PLOT].view(catalog, (("x", "params"), ("y", "ImageNet Top-1")), "en")[0]
    assert isinstance(plot, Plot)
    labels = [point.label.partition(":")[0] for point in plot.series[0].points]
    assert labels == ["M1 / Base", "M2 / Base"]
    assert [words(row, 0) for row in plot.table.rows] == labels
    assert "On the Pareto front: M2 / Base" in plot.alt
    entries = Comparison(catalog, "en").part(0)
    assert {entries[f"m{number}/base"]["name"] for number in (1, 2)} == set(labels)
    card = build_card(catalog, CardOptions(model="m1/base"), "en")[0]
    assert card.groups[0].cards[0].title.name[0].words.text == "M1 / Base"  # type: ignore[union-attr]


def test_points_in_one_place_have_the_names_of_all() -> None:
    same = zoo_of(
        model(id, name=id.upper(), params=params, results=top1(70))
        for id, params in (("a", "5M"), ("b", "5M"), ("c", "6M"))
    )
    plot = VIEWS[PLOT].view(same, (("x", "params"), ("y", "ImageNet Top-1")), "en")[0]
    assert isinstance(plot, Plot)
    labels = [point.label for point in plot.series[0].points]
    assert labels == ["A, B: 5M, 70%", "A, B: 5M, 70%", "C: 6M, 70%"]


@pytest.mark.parametrize(
    ("variant", "of", "short"),
    [
        ("BetaNet-S", "BetaNet", True),
        ("beta_net_s", "Beta Net", True),
        ("vit-base-p16_in1k", "Vision Transformer", True),
        ("swin-tiny", "Swin Transformer", True),
        ("DeiT-S", "Data-efficient Image Transformers", True),
        ("Base", "M1", False),
        ("w48", "HRNet", False),
        ("base", "Big Transformer", False),
        ("fp16", "Fast Point R-CNN", False),
        ("大", "模型", False),
        ("模型-大", "模型", True),
    ],
)
def test_a_name_that_recalls_its_model_is_enough(variant: str, of: str, short: bool) -> None:
    assert recalls(variant, of) == short
    catalog = zoo_of(
        (
            model("m", name=of, variants=[{"id": "v", "name": variant, "results": top1(41)}]),
            model("other", name="Other", results=top1(42)),
        )
    )
    assert board(catalog, dataset="ImageNet")[1][1] == (variant if short else f"{of} / {variant}")


def test_a_name_that_another_model_has_too_is_not_enough() -> None:
    same = [
        model(id, name=name, variants=[{"id": "s", "name": "BetaNet-S", "results": top1(value)}])
        for id, name, value in (("a", "BetaNet", 42), ("b", "BetaNet-S2", 41))
    ]
    assert [row[1] for row in board(zoo_of(same), dataset="ImageNet")] == [
        "BetaNet / BetaNet-S", "BetaNet-S2 / BetaNet-S",
    ]  # fmt: skip
    twins = model(
        "t",
        name="Twin",
        variants=[
            {"id": id, "name": "Base", "results": top1(value)}
            for id, value in (("a", 42), ("b", 41))
        ],
    )
    assert [row[1] for row in board(zoo_of((twins,)), dataset="ImageNet")] == [
        "Twin / a", "Twin / b",
    ]  # fmt: skip
    alone = model("n", name="Net", variants=[{"id": "v", "name": "Net", "results": top1(41)}])
    assert board(zoo_of((alone,)), dataset="ImageNet")[0][1] == "Net"


def test_results_of_variants_are_named_in_the_row_of_their_model() -> None:
    assert column(HRNET, "results") == [
        "w18, ImageNet-1k: Top-1 Accuracy 76.9%w48, ImageNet-1k: Top-1 Accuracy 79.0% (crop: 224)",
        "ImageNet-1k: Top-1 Accuracy 76.1%",
    ]
    assert column(HRNET, "metric:Top-1@ImageNet".replace("Top-1", "Top-1 Accuracy")) == [
        "79.0% (w48)", "76.1%",
    ]  # fmt: skip
    # A row of the variant is about nothing else.
    assert column(HRNET, "metric:Top-1 Accuracy", rows="variants")[:2] == ["76.9%", "79.0%"]
    assert column(HRNET, "results", rows="variants")[0] == "ImageNet-1k: Top-1 Accuracy 76.9%"
    assert column(HRNET, "results", "zh")[0].startswith("w18")


def test_cards_and_comparisons_name_them_too() -> None:
    html = HtmlRenderer(lambda *_: None).blocks(build_card(HRNET, CardOptions(model="hrnet"), "en"))
    assert "76.9–79.0" in html  # of the variants, from where to where
    figures = Comparison(HRNET, "en").part(0)["hrnet"]["figures"]
    assert [(one[2], one[5]) for one in figures] == [
        ("76.9%", "w18"),
        ("79.0%", "w48, crop: 224"),
    ]
    assert Comparison(HRNET, "en").part(0)["hrnet/w48"]["figures"][0][5] == "crop: 224"


def test_the_only_variant_of_a_model_needs_no_name() -> None:
    one = model("m", variants=[{"id": "v", "results": top1(70)}])
    assert column(zoo_of((one,)), "results") == ["ImageNet-1k: Top-1 Accuracy 70%"]
    mixed = model("m", results=top1(60), variants=[{"id": "v", "results": top1(70)}])
    assert column(zoo_of((mixed,)), "metric:Top-1 Accuracy") == ["70% (v)"]
    datasets = model(
        "m",
        variants=[
            {"id": "v", "results": top1(70)},
            {"id": "w", "results": [{"dataset": "CIFAR-10", "metrics": {"Top-1 Accuracy": 90}}]},
        ],
    )
    assert column(zoo_of((datasets,)), "metric:Top-1 Accuracy") == ["90% (w, CIFAR-10)"]


def test_words_of_a_source_are_named_where_they_are_shown() -> None:
    said = model(
        "m", variants=[{"id": "v", "results": [{"raw": "Good."}]}, {"id": "w", "results": [{}]}]
    )
    assert column(zoo_of((said,)), "results") == ["v: Good."]


def test_sizes_fall_back_to_the_model() -> None:
    assert board(bases(), dataset="ImageNet")[0][-1] == "20"
    own = bases(flops="4G")
    assert column(own, "params", rows="variants") == ["20M", "20M"]
    page = build_model_page(own, own.models[0], "en")
    html = HtmlRenderer(lambda *_: None).blocks(fill_in_views(page, own, "en").blocks)
    variants = html[html.index("variant-base") :]
    assert "20M" in variants
    assert "4G" in variants
    several = model(
        "m",
        results=top1(70),
        variants=[{"id": "s", "params": "5M"}, {"id": "l", "params": "90M"}],
    )
    assert board(zoo_of((several,)), dataset="ImageNet")[0][-1] == "5–90"


# Statistics -----------------------------------------------------------------------------------


def test_other_counts_distinct_models() -> None:
    tasks = ["object-detection", "image-classification", "keypoint-detection", "image-captioning"]
    catalog = zoo_of(
        (*(model(f"m{n}", tasks=tasks) for n in range(3)), model("d", tasks=tasks[:1]), model("e"))
    )
    grid = VIEWS[STATS].view(catalog, (("by", "task"), ("limit", "1")), "en")[0]
    assert isinstance(grid, Grid)
    rows = [
        (words(row, 0), words(row, 1), row.cells[2].blocks[0].inlines[0].text)  # type: ignore[union-attr]
        for row in grid.rows
    ]
    assert rows == [
        ("Object detection", "4", "80%"),
        ("3 others", "3", "60%"),
        ("Not stated", "1", "20%"),
    ]


# Without a dataset ----------------------------------------------------------------------------


def test_a_metric_that_no_dataset_has_is_ranked() -> None:
    speeds = zoo(
        figure("FPS", 30),
        figure("FPS", 90, task="object-detection"),
        figure("FPS", 60, dataset="COCO"),
        figure("Latency", 3),
    )
    assert check_leaderboard(LeaderboardOptions(metric="FPS"), speeds) == []
    grid, note = build_leaderboard(speeds, LeaderboardOptions(metric="FPS"), "en")
    assert isinstance(grid, Grid)
    assert grid.caption == "FPS"
    assert [(words(row, 0), words(row, 1)) for row in grid.rows] == [("1", "b"), ("2", "a")]
    assert note.inlines[0].text == (  # type: ignore[union-attr]
        "Higher is better. 1 model or variant has this figure on a dataset and is left out."
    )
    assert [row[1] for row in board(speeds, metric="FPS@COCO")] == ["c"]
    assert [row[1] for row in board(speeds, metric="FPS", task="object-detection")] == ["b"]
    assert [row[1] for row in board(speeds, task="object-detection")] == ["b"]
    assert [row[1] for row in board(speeds, metric="latency")] == ["d"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"metric": "mAP"}, ":dataset: missing dataset"),
        ({"metric": "FPSS"}, ":dataset: missing dataset"),
        ({"task": "asr"}, "no model has a result for the task “asr”"),
        ({"metric": "FPS", "task": "asr"}, "no model has a result for the task “asr”"),
    ],
)
def test_what_cannot_be_ranked_is_reported(raw: dict[str, str], message: str) -> None:
    found = VIEWS[LEADERBOARD].read(raw, zoo(figure("FPS", 30), figure("mAP", 3, dataset="COCO")))
    assert message in " ".join(one.text for one in found.problems)
    assert VIEWS[LEADERBOARD].view(zoo(figure("FPS", 30)), found.kept, "en") == ()
