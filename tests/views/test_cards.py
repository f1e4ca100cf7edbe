"""Cards: on a front page, and one in running text."""

from __future__ import annotations

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.markdown import MarkdownRenderer
from sphinx_modelzoo.views.display import Cards
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.parts import plain_inlines
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
            paper={"title": "Of alphas", "year": 2020},
            results=[{"dataset": f"D{i}", "metrics": {"mAP": i}} for i in range(5)],
        ),
        model("bad", name=BAD, summary=BAD, deprecated=True, superseded_by="beta"),
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
    assert [plain_inlines(card.title.name) for card in cards().groups[0].cards] == [
        "Alpha",
        "beta",
        BAD,
    ]
    grouped = cards(**{"group-by": "task"})
    assert [(g.title, len(g.cards)) for g in grouped.groups] == [
        ("Object detection", 2),
        ("Other", 1),
    ]
    assert [len(g.cards) for g in cards(limit="1").groups] == [1]


def test_html() -> None:
    html = LINKS.blocks((cards(),))
    assert html.count('<li class="modelzoo-card">') == 3
    assert html.count('<div class="modelzoo-thumb" aria-hidden="true">A</div>') == 1
    assert 'role="list" aria-label="Models"' in html
    assert 'href="alpha.html#"' in html
    assert "<strong>alphas</strong>" in html
    assert '<span class="modelzoo-mark">Deprecated</span>' in html
    assert '<div class="modelzoo-sub" title="Use beta instead.">Use <a ' in html
    assert "<svg" not in html


def test_at_most_three_figures() -> None:
    def figures(*variants: dict[str, object], **more: object) -> list[tuple[str, str]]:
        zoo = Catalog.of(
            (model("m", tasks=["object-detection"], variants=list(variants), **more),),
            registry=BUILTIN,
        )
        (view,) = VIEWS[TABLE].view(zoo, (("view", "cards"),), "en")
        assert isinstance(view, Cards)
        (card,) = view.groups[0].cards
        return [(fact.label, plain_inlines(fact.value)) for fact in card.figures.facts]

    def variant(id: str, value: float, params: str) -> dict[str, object]:
        return {
            "id": id,
            "params": params,
            "results": [{"dataset": "COCO", "metrics": {"mAP": value, "FPS": 30}}],
        }

    # Of variants from where to where, whatever their order is.
    pair = variant("l", 54.7, "92.4M"), variant("s", 44.2, "7.6M")
    paper = {"title": "T", "year": 2024}
    assert figures(*pair, paper=paper) == [
        ("mAP %", "44.2–54.7"), ("Parameters M", "7.6–92.4"), ("Year", "2024"),
    ]  # fmt: skip
    assert figures(variant("s", 40, "1M"), variant("m", 40, "1M")) == [
        ("mAP %", "40"), ("Parameters M", "1"),
    ]  # fmt: skip
    assert figures() == []


def test_one_card() -> None:
    found = VIEWS[CARD].read({"model": "beta/s"}, ZOO)
    assert (found.problems, found.shown) == ((), True)
    html = LINKS.blocks(VIEWS[CARD].view(ZOO, (("model", "beta/s"),), "zh"))
    assert html.startswith('<div class="modelzoo-card modelzoo-x">')
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
    assert f"{BAD} (Deprecated)\n\nUse beta instead." in made.astext()
    markdown = "\n".join(MarkdownRenderer(lambda *_: None, labels("zh")).blocks((cards(),)))
    assert "(Deprecated)" in markdown
    assert "**Parameters" in markdown
