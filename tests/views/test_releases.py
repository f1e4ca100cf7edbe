"""What is new in the version that is built, and what ended before it."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.views.content import Grid, Mark, Title
from sphinx_modelzoo.views.display import Cards
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.parts import plain_inlines
from sphinx_modelzoo.views.releases import with_version
from sphinx_modelzoo.views.view import LEADERBOARD, TABLE
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN, VIEWS

MODELS = (
    model("gone", name="Gone", since="2.0", until="2.6", superseded_by="new"),
    model("new", name="New", since="3.0", results=[{"dataset": "COCO", "metrics": {"mAP": 50}}]),
    model("old", name="Old", since="2.6", until="3.0"),
    model("both", name="Both", since="3.0", deprecated=True),
    model(
        "grown",
        name="Grown",
        since="2.6",
        variants=[{"id": "s", "params": 1e6}, {"id": "m", "since": "3.0", "params": 2e6}],
    ),
    model("bare", name="Bare"),
)


def zoo(*versions: str) -> Catalog:
    return Catalog.of(MODELS, registry=with_version(BUILTIN, *versions))


def rows(catalog: Catalog, language: str = "en", **options: str) -> list[tuple[str, Mark, bool]]:
    """The rows of a table: name, mark, and whether it is old."""
    (grid,) = VIEWS[TABLE].view(catalog, (("columns", "name"), *options.items()), language)
    assert isinstance(grid, Grid)
    found = []
    for row in grid.groups[0].rows:
        (title,) = row.cells[0].blocks
        assert isinstance(title, Title)
        found.append((plain_inlines(title.name), title.mark, row.old))
    return found


def test_a_table_marks_what_is_new_and_what_has_ended() -> None:
    new, ended, deprecated = Mark("New in 3.0", True), Mark("Until 2.6"), Mark("Deprecated")
    assert rows(zoo("3.0")) == [
        ("New", new, False),
        ("Old", Mark(), False),
        ("Grown", Mark(), False),
        ("Bare", Mark(), False),
        ("Gone", ended, True),
        ("Both", deprecated, True),
    ]
    assert rows(zoo("3.0"), sort="name")[2] == ("Gone", ended, True)
    chinese = [mark.words for _, mark, _ in rows(zoo("3.0"), "zh") if mark.words]
    assert chinese == ["3.0 新增", "截至 2.6", "已弃用"]


@pytest.mark.parametrize(
    ("versions", "marked"),
    [
        ((), set()),
        (("", " "), set()),
        (("latest",), set()),
        (("latest", "3.0"), {"New", "Gone"}),
        (("3.0.2",), {"New", "Gone"}),
        (("3.0rc1", "2.6"), {"New", "Gone"}),
        (("2.6",), {"Old", "Grown"}),
        (("3.1",), {"Gone", "Old"}),
        (("9.0",), {"Gone", "Old"}),
    ],
)
def test_the_version_that_is_built(versions: tuple[str, ...], marked: set[str]) -> None:
    found = {name for name, mark, _ in rows(zoo(*versions)) if mark.words} - {"Both"}
    assert found == marked


def html(blocks: Any) -> str:
    return HtmlRenderer(lambda page, place: f"{page.path}.html").blocks(blocks)


def test_a_variant_is_new_by_itself() -> None:
    catalog = zoo("3.0")
    (grid,) = VIEWS[TABLE].view(catalog, (("columns", "name, params"),), "en")
    assert isinstance(grid, Grid)
    (folded,) = [row.variants for row in grid.groups[0].rows if row.model == "grown"]
    titles = [row.cells[0].blocks[0] for row in folded]
    assert [one.mark.words for one in titles if isinstance(one, Title)] == ["", "New in 3.0"]
    page = BeautifulSoup(html(build_model_page(catalog, MODELS[4], "en").blocks), "html.parser")
    assert "m (New in 3.0)" in page.get_text()


def test_cards_and_leaderboards_have_the_mark() -> None:
    catalog = zoo("3.0")
    (cards,) = VIEWS[TABLE].view(catalog, (("view", "cards"), ("filter", 'id == "new"')), "zh")
    assert isinstance(cards, Cards)
    assert cards.groups[0].cards[0].title.mark == Mark("3.0 新增", True)
    board = VIEWS[LEADERBOARD].view(catalog, (("dataset", "COCO"), ("metric", "mAP")), "en")
    assert '<span class="modelzoo-mark modelzoo-new">New in 3.0</span>' in html(board)


def test_a_page_has_a_badge_or_a_notice() -> None:
    def page(number: int, version: str, language: str = "en") -> str:
        return html(build_model_page(zoo(version), MODELS[number], language).blocks)

    badge = '<span class="modelzoo-chip modelzoo-new">'
    assert f"{badge}New in 3.0</span>" in page(1, "3.0")
    assert f"{badge}3.0 新增</span>" in page(1, "3.0", "zh")
    assert badge not in page(1, "3.1")
    assert badge not in page(3, "3.0")  # deprecated
    ended = page(0, "3.0")
    assert "The last version with this model is 2.6." in ended
    text = BeautifulSoup(ended, "html.parser").get_text()
    assert "Until 2.6: The last version with this model is 2.6. Use New instead." in text
    assert "最后一个包含此模型的版本是 2.6。" in page(0, "3.0", "zh")
    assert "The last version" not in page(2, "3.0")


def test_since_as_an_option() -> None:
    catalog = zoo("3.0")
    assert [name for name, *_ in rows(catalog, since="3.0")] == ["New", "Both"]
    assert [name for name, *_ in rows(catalog, since="2.6")] == ["New", "Old", "Grown", "Both"]
    assert [name for name, *_ in rows(catalog, filter='until < "2.10"')] == ["Gone"]
    wrong = VIEWS[TABLE].read({"since": "next"}, catalog)
    assert [problem.option for problem in wrong.problems] == ["since"]
    assert not wrong.shown


def test_columns_sort_as_versions() -> None:
    catalog = Catalog.of(
        (model("a", since="3.10"), model("b", since="3.9"), model("c")), registry=BUILTIN
    )
    (grid,) = VIEWS[TABLE].view(catalog, (("columns", "name, since, until"),), "zh")
    assert isinstance(grid, Grid)
    assert [column.label for column in grid.columns] == ["模型", "起始版本", "截止版本"]
    first, second, third = (row.cells[1] for row in grid.groups[0].rows)
    assert str(second.sort) != "3.9"
    assert second.sort != first.sort
    assert third.blocks == ()
