"""Statistics: counts, shares, order, what is not stated."""

from __future__ import annotations

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.views.content import LEADERBOARD, Grid, PageId
from sphinx_modelzoo.views.display import Bar
from sphinx_modelzoo.views.view import STATS
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN, VIEWS

ZOO = Catalog.of(
    (
        model(
            "a",
            tasks=["object-detection", "image-classification"],
            paper={"title": "A", "year": 2021},
        ),
        model(
            "b",
            tasks=["object-detection"],
            paper={"title": "B", "year": 2019},
            collection="<b>&x",
        ),
        model(
            "c",
            paper={"title": "C", "year": 2021},
            results=[{"dataset": "MS COCO", "metrics": {"mAP": 1}}],
        ),
        model("d", results=[{"dataset": "COCO", "raw": "good"}]),
    ),
    registry=BUILTIN,
)


def stats(language: str = "en", **raw: str) -> tuple[list[tuple[str, str, str]], str, Grid]:
    found = VIEWS[STATS].read(raw, ZOO)
    assert found.problems == ()
    grid, note = VIEWS[STATS].view(ZOO, found.kept, language)
    assert isinstance(grid, Grid)
    rows = []
    for row in grid.rows:
        label, count, share = (cell.blocks[0].inlines[0] for cell in row.cells)  # type: ignore[union-attr]
        assert isinstance(share, Bar)
        rows.append((getattr(label, "words", label).text, count.text, share.text))  # type: ignore[union-attr]
    return rows, note.inlines[0].text, grid  # type: ignore[union-attr]


def test_tasks() -> None:
    rows, note, grid = stats()
    assert rows == [
        ("Object detection", "2", "50%"),
        ("Image classification", "1", "25%"),
        ("Not stated", "2", "50%"),
    ]
    assert note == "4 models. 1 appears in several rows."
    assert grid.caption == "Number of models by task"
    assert [row.cells[2].blocks[0].inlines[0].share for row in grid.rows] == [1, 0.5, 1]  # type: ignore[union-attr]


def test_years_in_their_order_and_names_that_mean_the_same() -> None:
    assert [row[:2] for row in stats(by="year")[0]] == [
        ("2019", "1"),
        ("2021", "2"),
        ("Not stated", "1"),
    ]
    assert stats(by="year", sort="count")[0][0][:2] == ("2021", "2")
    rows, _, grid = stats(by="dataset")
    assert rows == [("COCO", "2", "50%"), ("Not stated", "2", "50%")]
    link = grid.rows[0].cells[0].blocks[0].inlines[0]  # type: ignore[union-attr]
    assert link.page == PageId(LEADERBOARD, "coco")  # type: ignore[union-attr]


def test_the_rest_becomes_one_row() -> None:
    rows, _, _ = stats(by="tasks", limit="1")
    assert [row[:2] for row in rows] == [
        ("Object detection", "2"),
        ("1 other", "1"),
        ("Not stated", "2"),
    ]


def test_chinese() -> None:
    rows, note, grid = stats("zh", by="task", filter='"a" in tags or id == "a"')
    assert rows == [("目标检测", "1", "100%"), ("图像分类", "1", "100%")]  # mu, tu
    assert note == "共 1 个模型。其中 1 个出现在多行中。"
    assert grid.caption == "各任务的模型数"


def test_no_model_at_all() -> None:
    rows, note, _ = stats(filter='id == "nobody"')
    assert rows == []
    assert note == "0 models."


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"by": "colour"}, "unknown grouping"),
        ({"sort": "size"}, "count or name"),
        ({"task": "nobody-does-this"}, ":task: no model has the task “nobody-does-this”"),
        ({"tag": "z"}, ":tag: no model has the tag “z”"),
    ],
)
def test_problems(raw: dict[str, str], message: str) -> None:
    found = VIEWS[STATS].read(raw, ZOO)
    assert message in found.problems[0].text
    assert found.shown == ("by" not in raw)


def test_bars_in_html_and_words_elsewhere() -> None:
    blocks = VIEWS[STATS].view(ZOO, (("by", "collection"),), "en")
    html = HtmlRenderer(lambda *_: None).blocks(blocks)
    assert "&lt;b&gt;&amp;x" in html
    assert '<rect width="33.3%" height="100%"></rect>' in html
    assert 'aria-hidden="true"' in html
    nodes = DocutilsRenderer(lambda link, children: children[0], "x", 1).blocks(blocks)
    assert "25%" in nodes[0].astext()
