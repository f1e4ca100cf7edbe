"""Cards: on a front page, and one in running text."""

from __future__ import annotations

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.views.display import Cards
from sphinx_modelzoo.views.view import CARD, TABLE
from tests.support.query_zoo import model
from tests.support.registries import BUILTIN, VIEWS

BAD = "<svg onload=alert(1)>"
ZOO = Catalog.of(
    (
        model(
            "alpha",
            name="Alpha",
            summary="Finds **alphas**.\n\nIn pictures.",
            tasks=["object-detection"],
            params="5M",
            code=[{"url": "https://e.org/a"}],
            results=[{"dataset": f"D{i}", "metrics": {"mAP": i}} for i in range(5)],
        ),
        model("bad", name=BAD, summary=BAD, deprecated=True),
        model("beta", variants=[{"id": "s", "name": "Beta-S"}], tasks=["object-detection"]),
    ),
    registry=BUILTIN,
)
LINKS = HtmlRenderer(lambda page, place: f"{page.path}.html#{place}")


def cards(**raw: str) -> Cards:
    (view,) = VIEWS[TABLE].view(ZOO, (("view", "cards"), *raw.items()), "en")
    assert isinstance(view, Cards)
    return view


def test_every_model_in_order_and_in_groups() -> None:
    assert [card.title.words.text for card in cards().groups[0].cards] == ["Alpha", BAD, "beta"]
    grouped = cards(**{"group-by": "task"})
    assert [(g.title, len(g.cards)) for g in grouped.groups] == [
        ("Object detection", 2),
        ("Other", 1),
    ]
    assert [len(g.cards) for g in cards(limit="1").groups] == [1]


def test_html() -> None:
    html = LINKS.blocks((cards(),))
    assert html.count('<li class="modelzoo-card">') == 3
    assert 'role="list" aria-label="Models"' in html
    assert 'href="alpha.html#"' in html
    assert "<strong>alphas</strong>" in html
    assert "… and 3 more" in html  # two results are enough for a card
    assert "(Deprecated)" in html
    assert "<svg" not in html
    assert "https://e.org/a" in html


def test_one_card() -> None:
    found = VIEWS[CARD].read({"model": "beta/s"}, ZOO)
    assert (found.problems, found.shown) == ((), True)
    html = LINKS.blocks(VIEWS[CARD].view(ZOO, (("model", "beta/s"),), "zh"))
    assert 'class="modelzoo-card modelzoo-card-single"' in html
    assert 'href="beta.html#variant-s"' in html
    assert "<li" not in html


def test_no_such_model() -> None:
    (problem,) = VIEWS[CARD].read({}, ZOO).problems
    assert ":model: missing model" in problem.text
    (problem,) = VIEWS[CARD].read({"model": "alhpa"}, ZOO).problems
    assert problem.code == "modelzoo.reference"
    assert "did you mean “alpha”?" in problem.text
    assert VIEWS[CARD].view(ZOO, (("model", "alhpa"),), "en") == ()


def test_elsewhere_they_are_a_list() -> None:
    renderer = DocutilsRenderer(lambda link, children: children[0], "x", 1)
    (made,) = renderer.blocks((cards(),))
    assert made.tagname == "bullet_list"
    assert len(made) == 3
    assert "alphas" in made.astext()
