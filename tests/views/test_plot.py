"""Plots: what their axes mean, what is in them, and how they are drawn."""

from __future__ import annotations

import re
from itertools import accumulate
from xml.etree import ElementTree

import pytest
from docutils import nodes

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.render import display_nodes
from sphinx_modelzoo.render import plot_drawing as drawing
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.views.content import Paragraph
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.plot_options import Quantity, quantity
from sphinx_modelzoo.views.ranking import figures
from sphinx_modelzoo.views.view import PLOT
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN, VIEWS

BAD = '<img src=x onerror="alert(1)">$x_1$]]>'


def top1(value: float, dataset: str = "ImageNet") -> dict[str, object]:
    return {"dataset": dataset, "metrics": {"top1": value, "FPS": 10}}


ZOO = Catalog.of(
    (
        model(
            "a",
            params="5M",
            collection="蓝",
            results=[top1(70)],
            paper={"title": "A", "year": 2019},
        ),
        model(
            "b",
            params="25.6M",
            collection="红",
            results=[top1(76.1)],
            tasks=["image-classification"],
        ),
        model("c", params="30M", results=[top1(0.75)]),
        model(
            "d",
            name=BAD,
            variants=[
                {"id": "s", "params": "2M", "results": [top1(60)]},
                {"id": "l", "params": "90M", "results": [top1(80)]},
                {"id": "x", "results": [top1(90)]},
            ],
        ),
        model("e", params="1M"),
    ),
    registry=BUILTIN,
)


def plot_of(language: str = "en", **raw: str) -> tuple[Plot, str]:
    raw = {"x": "params", "y": "ImageNet-1k Top-1", **raw}
    found = VIEWS[PLOT].read({k.replace("_", "-"): v for k, v in raw.items()}, ZOO)
    assert (found.problems, found.shown) == ((), True)
    view = VIEWS[PLOT].view(ZOO, found.kept, language)
    plot, *rest = view
    assert isinstance(plot, Plot)
    note = ""
    for block in rest:
        assert isinstance(block, Paragraph)
        note = block.inlines[0].text  # type: ignore[union-attr]
    return plot, note


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("params", Quantity("params")),
        ("FLOPs", Quantity("flops")),
        ("ImageNet-1k Top-1 Accuracy", Quantity("", "top1", "ImageNet-1k")),
        ("Top-1 准确率 ImageNet", Quantity("", "top1", "ImageNet")),
        ("ImageNet Top-1", Quantity("", "top1", "ImageNet")),
        ("top1@ILSVRC2012", Quantity("", "top1", "ILSVRC2012")),
        ("FPS", Quantity("", "FPS", None)),
        ("COCO mAP", None),
        ("", None),
    ],
)
def test_the_words_for_an_axis(text: str, found: Quantity | None) -> None:
    assert quantity(text, figures(ZOO)) == found


def test_points_series_and_front() -> None:
    plot, note = plot_of(group="collection")
    assert {s.title: [p.page.id for p in s.points] for s in plot.series} == {
        "蓝": ["a"], "红": ["b"], BAD: ["d", "d"], "Other": ["c"],
    }  # fmt: skip
    # The smallest, and each that is better than every smaller one; c is beaten by b.
    assert plot.front == ((2e6, 60), (5e6, 70), (25_600_000, 76.1), (9e7, 80))
    assert plot.x.log
    assert not plot.y.log
    assert plot.y.label == "Top-1 Accuracy (ImageNet-1k) [%]"
    assert note == "2 models or variants lack one of the two and are not shown."
    assert [row.model for row in plot.table.rows] == ["a", "b", "c", "d", "d"]
    assert "On the Pareto front: d / s" in plot.alt or "/ s" in plot.alt


def test_the_words_in_place_of_the_picture() -> None:
    english, _ = plot_of("en", caption="Size and accuracy", pareto="no")
    assert english.alt.startswith("Size and accuracy. 5 points, Parameters against Top-1")
    chinese, _ = plot_of("zh", caption="规模与准确率。", pareto="no")
    assert chinese.alt.startswith("规模与准确率。共 5 个点，横轴：参数量，纵轴：Top-1 准确率")


def test_options() -> None:
    assert plot_of(pareto="no")[0].front == ()
    assert not plot_of(x_scale="linear")[0].x.log
    assert plot_of(y_scale="log")[0].y.log
    assert [s.title for s in plot_of()[0].series] == [""]
    assert len(plot_of(filter="params < 20M")[0].table.rows) == 2
    assert len(plot_of(dataset="ImageNet")[0].table.rows) == len(plot_of()[0].table.rows)
    assert plot_of(x="year")[0].front == ()  # nobody says which year is better
    assert len(plot_of(rows="models")[0].table.rows) == 3  # d has several sizes


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, ":y: missing value: a plot needs both axes"),
        ({"y": "ImageNet mAP"}, "no model has “ImageNet mAP”"),
        ({"y": "top1@ImageNett"}, "did you mean “top1@ImageNet”?"),
        ({"y": "FPS", "x-scale": "cubic"}, "linear or log"),
        ({"y": "FPS", "group": "colour"}, "unknown grouping"),
        ({"y": "FPS", "collection": "nobody"}, ":collection: no model has the collection"),
        ({"y": "FPS", "dataset": "ImageNett"}, "did you mean “ImageNet”?"),
    ],
)
def test_problems(raw: dict[str, str], message: str) -> None:
    found = VIEWS[PLOT].read(raw, ZOO)
    assert message in " ".join(one.text for one in found.problems)
    assert bool(VIEWS[PLOT].view(ZOO, found.kept, "en")) == ("FPS" in raw.get("y", ""))


def svg_of(plot: Plot) -> str:
    pytest.importorskip("matplotlib")
    return drawing.plot_svg(plot, lambda page, place: f"models/{page.path}.html#{place}")


def test_the_picture_is_the_same_every_time_and_has_no_foreign_parts() -> None:
    plot, _ = plot_of("zh", group="collection")
    svg = svg_of(plot)
    assert svg == svg_of(plot)
    root = ElementTree.fromstring(svg)
    assert {one.tag for one in root.iter()} <= {"svg", "g", "a", "path", "circle", "text", "title"}
    for one in root.iter():
        assert not {"id", "style", "class", "clip-path"} & set(one.attrib) or one is root
        assert not any(name.startswith("on") for name in one.attrib)
    texts = [one.text for one in root.iter("text")]
    assert "蓝" in texts
    assert "参数量" in texts
    assert BAD in texts  # text as text, no formula
    assert "100M" in texts or "50M" in texts
    assert "currentColor" in svg
    assert "#ffffff" not in svg
    assert not re.search(r"\b20\d\d-\d\d-\d\d|matplotlib", svg)


def test_numbers_whose_distance_overflows_are_not_drawn() -> None:
    pytest.importorskip("matplotlib")
    values = (1e308, -1e308, 60, 70)
    zoo = Catalog.of(
        [model(f"m-{place}", params="1M", results=[top1(one)]) for place, one in enumerate(values)],
        registry=BUILTIN,
    )
    options = (("x", "params"), ("y", "ImageNet-1k Top-1"))
    plot = VIEWS[PLOT].view(zoo, options, "en")[0]
    assert isinstance(plot, Plot)
    assert [point.y for series in plot.series for point in series.points] == [60, 70]
    assert "<svg" in svg_of(plot)


def test_every_point_says_what_it_is_and_leads_to_its_model() -> None:
    plot, _ = plot_of(group="collection")
    root = ElementTree.fromstring(svg_of(plot))
    links = {one.findtext("title"): one.get("href") for one in root.iter("a")}
    points = [point for series in plot.series for point in series.points]
    assert links == {p.label: f"models/{p.page.id}.html#{p.fragment}" for p in points}
    assert len(links) == 5
    one_point = drawing.plot_svg(plot_of(filter='id == "a"')[0], lambda *_: "a.html")
    assert one_point.count("<a ") == 1


def test_a_cloud_of_points_is_one_path_for_each_series(monkeypatch: pytest.MonkeyPatch) -> None:
    plot, _ = plot_of()
    circles = ElementTree.fromstring(svg_of(plot)).iter("circle")
    places = sorted((one.get("cx"), one.get("cy")) for one in circles)
    monkeypatch.setattr(drawing, "MOST_LINKS", 4)
    svg = svg_of(plot)
    assert "<a " not in svg
    assert "<circle" not in svg
    (cloud,) = (one for one in ElementTree.fromstring(svg).iter("path") if "h0" in one.get("d", ""))
    assert sorted(re.findall(r"M(\S+) (\S+?)h0", cloud.get("d", ""))) == places
    assert cloud.get("stroke") == drawing.COLOURS[0]
    assert (cloud.get("stroke-width"), cloud.get("stroke-linecap")) == ("6", "round")


@pytest.mark.parametrize("marker", drawing.MARKERS[1:])
def test_the_shapes_of_a_cloud_are_those_of_its_points(
    monkeypatch: pytest.MonkeyPatch, marker: str
) -> None:
    monkeypatch.setattr(drawing, "MARKERS", (marker,))
    plot, _ = plot_of()
    point = next(ElementTree.fromstring(svg_of(plot)).iter("a"))
    path = point.find("path")
    assert path is not None
    left, top = _numbers(path.get("transform", "")) or (0.0, 0.0)
    numbers = _numbers(path.get("d", ""))
    monkeypatch.setattr(drawing, "MOST_LINKS", 4)
    paths = [one.get("d", "") for one in ElementTree.fromstring(svg_of(plot)).iter("path")]
    (cloud,) = (d for d in paths if "l" in d)
    assert cloud.count("M") == cloud.count("z") == 5
    steps = _numbers(cloud.partition("z")[0])
    xs, ys = accumulate(steps[::2]), accumulate(steps[1::2])
    next(xs), next(ys)  # the point itself
    assert [*xs] == pytest.approx([x + left for x in numbers[::2]], abs=0.1)
    assert [*ys] == pytest.approx([y + top for y in numbers[1::2]], abs=0.1)


def _numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


def test_html_has_a_table_for_those_who_cannot_see_it() -> None:
    plot, _ = plot_of()
    html = HtmlRenderer(lambda *_: None).blocks((plot,))
    assert "<details" in html
    assert html.count("<tr") == 6
    assert "<img src=x" not in html
    assert 'role="group" aria-label="5 points' in html.replace("\n", " ")


@pytest.mark.parametrize("most", [4, 5])
def test_on_paper_the_table_follows_the_picture(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(display_nodes, "_MOST_ROWS", most)
    plot, _ = plot_of("zh")

    def made(picture: nodes.Element | None) -> list[nodes.Element]:
        renderer = DocutilsRenderer(
            lambda link, words: nodes.inline("", "", *words), "", 0, draw=lambda plot: picture
        )
        return renderer.blocks((plot,))

    picture = nodes.figure()
    first, table, *note = made(picture)
    assert first is picture
    assert len(list(table.findall(nodes.row))) == most + 1
    assert [one.astext() for one in note] == ["另有 1 个点仅在图中显示。"] * (5 - most)
    (alone,) = made(None)
    assert len(list(alone.findall(nodes.row))) == 6


def test_without_matplotlib_the_table_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda name: None)
    html = HtmlRenderer(lambda *_: None).blocks((plot_of()[0],))
    assert "<svg" not in html
    assert "<details" not in html
    assert html.count("<tr") == 6
    assert drawing.plot_pdf(plot_of()[0]) == b""


def test_the_pdf_is_the_same_every_time() -> None:
    pytest.importorskip("matplotlib")
    plot, _ = plot_of("en", filter='id in ["a", "b"]')
    written = drawing.plot_pdf(plot)
    assert written.startswith(b"%PDF-")
    assert written == drawing.plot_pdf(plot)
    assert b"CreationDate" not in written
    assert b"/Subtype /Image" not in written  # vectors


@pytest.mark.parametrize("ground", [(255, 255, 255), (0x13, 0x14, 0x16), (0x1E, 0x21, 0x29)])
def test_colours_can_be_seen_on_light_and_dark(ground: tuple[int, int, int]) -> None:
    def light(colour: tuple[int, ...]) -> float:
        parts = [c / 255 for c in colour]
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for colour in drawing.COLOURS:
        rgb = tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
        bright, dark = sorted((light(rgb), light(ground)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 3, (colour, ground)
    assert len(set(drawing.MARKERS)) == len(drawing.COLOURS) == 8
