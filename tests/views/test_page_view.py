"""A model's page: everything the catalog says, nothing that it does not, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.own_fields import FieldEntry, OwnFields
from sphinx_modelzoo.schema.shape import shape_of
from sphinx_modelzoo.views.content import (
    LEADERBOARD,
    Bullets,
    CodeBlock,
    Fact,
    Fold,
    Grid,
    Notice,
    Page,
    PageId,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Section,
    Tabs,
    UrlLink,
    Words,
    digest,
    model_page,
)
from sphinx_modelzoo.views.display import Badge, Header
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.parts import file_name, plain_text
from sphinx_modelzoo.views.vocabulary_labels import language_label
from tests.support import strategies
from tests.support.registries import BUILTIN, FACTS, SECTIONS

MODEL = TypeAdapter(Model)
DECLARED = {"id": "own", "en": "OWN LABEL"}
OWN = OwnFields([TypeAdapter(FieldEntry).validate_python(DECLARED).field()])

YOLO: dict[str, Any] = {
    "id": "yolov4",
    "name": "YOLOv4",
    "summary": {"en": "A *fast* detector.", "zh": "快速检测器。"},
    "tasks": ["a-task"],
    "paper": {
        "title": "YOLOv4: Optimal Speed and Accuracy of Object Detection",
        "arxiv": "2004.10934",
        "authors": ["Alexey Bochkovskiy", "Chien-Yao Wang"],
        "year": 2020,
    },
    "code": [
        {
            "url": "https://github.com/nuaaceieyty/Paddle-YOLOv4",
            "kind": "quick-start",
            "framework": "paddlepaddle",
        }
    ],
    "results": [
        {
            "dataset": {"name": "COCO", "split": "test-dev"},
            "metrics": {"box-score": {"value": 41.2, "unit": "%"}},
            "conditions": {"input_size": "416x416"},
            "raw": {"zh": "输入 416x416，mAP=41.2", "en": "Input 416x416, mAP=41.2"},
        }
    ],
}


def model(**data: Any) -> Model:
    return MODEL.validate_python({"id": "m", "name": "M", **data})


def page(*models: Model, language: str = "en", spoken: str | None = None) -> Page:
    catalog = Catalog.of(models, fields=OWN, language=spoken, registry=BUILTIN)
    return build_model_page(catalog, models[0], language)


def walk(value: Any) -> Iterator[Any]:
    """Every dataclass in a view."""
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from walk(getattr(value, field.name))


def every(value: Any, kind: type) -> list[Any]:
    return [item for item in walk(value) if isinstance(item, kind)]


def text(value: Any) -> str:
    """The words of a view, in order."""
    return "".join(item.text for item in walk(value) if isinstance(item, Words | Prose))


def sections(found: Page) -> dict[str, Section]:
    return {block.key: block for block in found.blocks if isinstance(block, Section)}


def facts(found: Page) -> dict[str, str]:
    return {fact.label: text(fact.value) for fact in every(found.blocks, Fact)}


def table(grid: Grid) -> list[list[str]]:
    return [[column.label for column in grid.columns]] + [
        [text(cell) for cell in row.cells] for row in grid.rows
    ]


def test_a_page_in_english() -> None:
    found = page(model(**YOLO))
    assert (found.page.id, found.title, found.description) == (
        "yolov4",
        "YOLOv4",
        "A fast detector.",
    )
    (head,) = every(found.blocks, Header)
    lead, badges, _, paper = head.blocks
    assert lead == Paragraph((Prose("A *fast* detector."),), "lead")
    assert [text(badge) for badge in every(badges, Badge)] == ["a-task", "PaddlePaddle"]
    assert facts(found) == {"box-score · COCO (test-dev)": "41.2%"}
    assert text(paper) == (
        "Paper: YOLOv4: Optimal Speed and Accuracy of Object Detection, arXiv:2004.10934"
        " · Alexey Bochkovskiy, Chien-Yao Wang · 2020 · BibTeX"
    )
    assert list(sections(found)) == ["quick-start", "results", "citation"]
    (grid,) = every(found.blocks, Grid)
    assert (grid.role, grid.row_header) == ("results", "checkpoint")
    assert table(grid) == [
        ["Model", "box-score · COCO (test-dev) · %"],
        ["YOLOv4 input size: 416x416", "41.2"],
    ]
    assert grid.rows[0].cells[1].sort == 41.2
    note, quotes = sections(found)["results"].blocks[1:]
    assert text(note) == "Dataset: COCO"
    assert isinstance(quotes, Fold)
    assert (quotes.label, text(quotes.blocks)) == (
        "As the source puts it",
        "Input 416x416, mAP=41.2",
    )
    assert text(sections(found)["quick-start"]) == (
        "github.com/nuaaceieyty/Paddle-YOLOv4 (PaddlePaddle)"
    )


def test_a_page_in_chinese() -> None:
    found = page(model(**YOLO), language="zh_CN")
    assert [section.title for section in sections(found).values()] == [
        "快速开始",
        "评测结果",
        "引用",
    ]
    (head,) = every(found.blocks, Header)
    assert " · Alexey Bochkovskiy、Chien-Yao Wang · 2020" in text(head.blocks[-1])
    (grid,) = every(found.blocks, Grid)
    assert table(grid) == [
        ["模型", "box-score · COCO（test-dev） · %"],
        ["YOLOv4 输入尺寸：416x416", "41.2"],
    ]
    assert (found.zoo_label, found.edit_label) == ("返回模型列表", "编辑此条目")
    assert found.description == "快速检测器。"
    assert "输入 416x416，mAP=41.2" in text(found.blocks)


def test_what_a_model_does_not_have_takes_no_room() -> None:
    found = page(model())
    assert found.blocks == ()
    assert found.description == ""
    assert (found.previous, found.next) == (None, None)
    assert page(model(deprecated=False, results=[{"review": "odd"}])).blocks == ()


FULL: dict[str, Any] = {
    "id": "full",
    "name": "NAME",
    "summary": "SUMMARY",
    "abstract": "ABSTRACT",
    "description": "DESCRIPTION",
    "tasks": ["task-one"],
    "tags": ["tag-one", "tag-two"],
    "collection": "COLLECTION",
    "publisher": "PUBLISHER",
    "license": "Apache-2.0 OR LicenseRef-own",
    "languages": ["en", "sw"],
    "params": "25.6M",
    "flops": "4.1G",
    "paper": {
        "title": "TITLE",
        "url": "https://paper.example/p",
        "arxiv": "2004.10934",
        "doi": "10.1000/xyz",
        "authors": ["AUTHOR ONE", "AUTHOR TWO"],
        "year": 2016,
        "venue": "VENUE",
    },
    "code": [
        {"url": "https://code.example/quick", "kind": "quick-start", "framework": "FRAMEWORK"},
        {"url": "https://code.example/train", "kind": "training", "label": "CODE LABEL"},
        {"url": "https://code.example/other", "kind": "other"},
    ],
    "links": [
        {"url": "https://link.example/a", "label": "LINK LABEL"},
        "https://link.example/bare",
    ],
    "demo": {"url": "https://demo.example", "label": "DEMO LABEL"},
    "snippets": [
        {"code": "SNIPPET_ONE()", "label": "SNIPPET LABEL"},
        {"code": "SNIPPET_TWO()", "language": "cpp"},
    ],
    "images": [
        {
            "src": "https://image.example/i.png",
            "alt": "ALT",
            "caption": "CAPTION",
            "dark": "https://image.example/dark.png",
        }
    ],
    "base_model": [
        {"model": "https://huggingface.co/acme/far", "relation": "quantized"},
        "neighbour",
    ],
    "weights": {"url": "https://weights.example/own.bin", "size": "9 MB", "md5": "cd" * 16},
    "config": "configs/own.yml",
    "log": "https://log.example/train.log",
    "results": [
        {
            "task": "task-two",
            "dataset": {"name": "DATASET", "config": "CONFIG", "split": "SPLIT"},
            "metrics": {"METRIC": {"value": 12.5, "unit": "UNIT", "comparator": ">"}},
            "conditions": {"condition_key": "CONDITION"},
            "source": {"kind": "paper", "url": "https://source.example", "locator": "LOCATOR"},
            "raw": "RAW WITH FIGURES",
            "review": "REVIEW",
        },
        {"raw": "RAW ALONE", "dataset": "RAW DATASET"},
    ],
    "variants": [
        {
            "id": "variant-id",
            "name": "VARIANT NAME",
            "params": "11.7M",
            "flops": "1.8G",
            "weights": [
                {
                    "url": "https://weights.example/w.pdparams",
                    "size": "97.8 MB",
                    "sha256": "ab" * 32,
                    "format": "FORMAT",
                }
            ],
            "config": "configs/variant.yml",
            "log": "https://log.example/variant.log",
            "summary": "VARIANT SUMMARY",
            "description": "VARIANT DESCRIPTION",
            "license": "MIT",
            "base_model": {"model": "successor", "relation": "finetune"},
            "results": [
                {"dataset": "VARIANT SET", "metrics": {"VMETRIC": 7}, "raw": "VARIANT RAW"}
            ],
        }
    ],
    "aliases": ["old-id", "Other Name"],
    "related": ["neighbour"],
    "added": "2021-01-02",
    "since": "3.1.4",
    "until": "v15.9-FINAL",
    "updated": "2022-03-04",
    "deprecated": "DEPRECATED BECAUSE",
    "superseded_by": "successor",
    "extra": {"own": "OWN VALUE"},
    "silence": ["modelzoo.text.blank"],
}


@pytest.mark.parametrize("language", ["en", "zh", "fr"])
def test_every_string_of_the_catalog_is_shown(language: str) -> None:
    neighbour = model(id="neighbour", name="NEIGHBOUR", summary="NEIGHBOUR SUMMARY")
    result = {"dataset": "DATASET", "metrics": {"METRIC": {"value": 9, "unit": "UNIT"}}}
    successor = model(id="successor", name="SUCCESSOR", results=[result])  # a peer
    unshown = {"thumbnail"}  # of cards alone
    assert shape_of(Model).keys() - FULL.keys() - unshown == set(), "add these fields to FULL"
    found = page(model(**FULL), neighbour, successor, language=language, spoken="en")
    shown = repr((found.title, found.blocks))
    words = [
        "NAME", "SUMMARY", "ABSTRACT", "DESCRIPTION", "task-one", "tag-one", "tag-two",
        "COLLECTION", "PUBLISHER", "Apache-2.0", "https://spdx.org/licenses/Apache-2.0.html",
        "LicenseRef-own", language_label("sw", labels(language)), "25.6M", "4.1G",
        "TITLE", "https://paper.example/p",
        "https://arxiv.org/abs/2004.10934", "https://doi.org/10.1000/xyz", "AUTHOR ONE",
        "AUTHOR TWO", "2016", "VENUE", "https://code.example/quick", "FRAMEWORK",
        "https://code.example/train", "CODE LABEL", "https://code.example/other",
        "https://link.example/a", "LINK LABEL", "https://link.example/bare", "https://demo.example",
        "DEMO LABEL", "SNIPPET_ONE()", "SNIPPET_TWO()", "SNIPPET LABEL", "cpp",
        "https://image.example/i.png", "ALT", "CAPTION", "task-two", "DATASET", "CONFIG", "SPLIT",
        "METRIC", "> 12.5", "UNIT", "condition key", "CONDITION",
        "https://source.example", "LOCATOR",
        "RAW WITH FIGURES", "RAW ALONE", "RAW DATASET", "variant-id", "VARIANT NAME", "11.7M",
        "1.8G", "https://weights.example/w.pdparams", "97.8 MB", "ab" * 32, "FORMAT",
        "configs/variant.yml", "VARIANT SET", "VMETRIC", "VARIANT RAW", "old-id", "Other Name",
        "https://image.example/dark.png", "acme/far", "https://weights.example/own.bin", "9 MB",
        "cd" * 16, "configs/own.yml", "https://log.example/train.log",
        "https://log.example/variant.log", "VARIANT SUMMARY", "VARIANT DESCRIPTION", "MIT",
        "NEIGHBOUR", "2021-01-02", "2022-03-04", "3.1.4", "v15.9-FINAL", "DEPRECATED BECAUSE",
        "SUCCESSOR", "OWN LABEL", "OWN VALUE",
    ]  # fmt: skip
    assert [word for word in words if word not in shown] == []
    assert "REVIEW" not in shown
    keys = [key for key, one in FACTS.items() if not one.in_head]
    shown_facts = [fact.key for fact in every(sections(found)["facts"], Fact)]
    assert shown_facts == [*keys, "extra:own"], "add to FULL what this fact shows"
    titled = [spec.key for spec in SECTIONS.values() if spec.title]
    assert list(sections(found)) == titled, "add to FULL what this section shows"


def test_the_order_is_that_of_the_registry() -> None:
    found = page(model(**FULL), model(id="neighbour", name="N"))
    kinds = [type(block).__name__ for block in found.blocks]
    untitled = [kind for kind in kinds if kind != "Section"]
    assert untitled == ["Notice", "Header", "Picture"]


def test_text_in_another_language_says_so() -> None:
    found = page(
        model(
            summary={"zh": "检测器。"},
            description="Plain text.",
            publisher="百度飞桨",
            results=[{"raw": {"zh": "精度"}}],
            images=[{"src": "a.png", "alt": {"zh": "图"}}],
        ),
        language="en",
        spoken="en",
    )
    marked = {item.text: item.language for item in walk(found) if isinstance(item, Words | Prose)}
    assert marked["检测器。"] == marked["百度飞桨"] == marked["精度"] == marked["图"] == "zh"
    assert marked["Plain text."] is None
    chinese = page(model(description="Plain text."), language="zh", spoken="en")
    assert every(chinese, Prose) == [Prose("Plain text.", "en", "description")]


def test_the_language_of_each_file_is_its_own() -> None:
    catalog = Catalog.of([model(summary="词")], language="zh", registry=BUILTIN)
    assert every(build_model_page(catalog, catalog.models[0], "en"), Prose) == [Prose("词", "zh")]


def test_names_and_figures_are_not_for_translators() -> None:
    found = page(model(**YOLO))
    untouched = {item.text for item in every(found, Words) if not item.translate}
    assert {"41.2", "COCO", "input size: 416x416", "Alexey Bochkovskiy, Chien-Yao Wang"} <= (
        untouched
    )


def test_columns_in_which_no_row_has_anything_are_left_out() -> None:
    found = page(
        model(results=[{"metrics": {"a": 1}}, {"metrics": {"b": 2}, "source": {"kind": "paper"}}])
    )
    (grid,) = every(found, Grid)
    assert table(grid) == [["Model", "a", "b", "Source"], ["M", "1", "2", "Paper"]]
    assert grid.row_header == "checkpoint"


def test_a_result_with_words_only_stands_below_the_table() -> None:
    result = {
        "dataset": "COCO",
        "conditions": {"backbone": "R-50"},
        "source": {"kind": "paper", "locator": "Table 3"},
        "raw": "see *Table 3*",
    }
    found = page(model(results=[result, {"raw": "-  human judgement"}, {"raw": "see *Table 3*"}]))
    assert every(found, Grid) == []
    (bullets,) = every(found, Bullets)
    assert [text(item) for item in bullets.items] == [
        "COCO, backbone: R-50, Paper, Table 3: see *Table 3*",
        "-  human judgement",
        "see *Table 3*",
    ]
    assert every(bullets, Prose) == []  # verbatim: asterisks in it are no markup


def test_the_same_words_are_quoted_once() -> None:
    same = {"metrics": {"a": 1}, "raw": "a=1"}
    (bullets,) = every(page(model(results=[same, same])), Bullets)
    assert len(bullets.items) == 1


def test_a_result_without_figures_and_words_still_shows_its_dataset() -> None:
    found = page(model(results=[{"dataset": "COCO"}]))
    assert every(found, Grid) == []
    (bullets,) = every(found, Bullets)
    assert text(bullets) == "COCO"


@pytest.mark.parametrize(
    ("source", "shown", "link"),
    [
        ({"kind": "paper", "locator": "Table 3"}, "Paper, Table 3", None),
        ({"kind": "code"}, "Code", None),
        ({"locator": "p. 4"}, "p. 4", None),
        ("https://www.x.org/board/", "x.org/board", "https://www.x.org/board/"),
        ({"kind": "leaderboard", "url": "https://x.org"}, "Leaderboard", "https://x.org"),
    ],
)
def test_sources(source: Any, shown: str, link: str | None) -> None:
    results = sections(page(model(results=[{"metrics": {"a": 1}, "source": source}])))["results"]
    assert text(results.blocks[1]) == f"Source: {shown}"
    assert [item.url for item in every(results, UrlLink)] == ([link] if link else [])


def test_variants() -> None:
    sums = ["01" * 32, "23" * 32]
    found = page(
        model(
            results=[{"dataset": "COCO", "metrics": {"mine": 1}}],
            variants=[
                {
                    "id": "small",
                    "params": "1M",
                    "results": [{"dataset": "COCO", "metrics": {"top one": 70, "top five": 90}}],
                    "weights": [
                        {"url": "https://x.org/a%20b.pdparams?x=1", "size": "1 MB",
                         "sha256": sums[0], "format": "pdparams"},
                        {"url": "https://x.org/b.onnx", "sha256": sums[1]},
                    ],
                },
                {"id": "large", "name": "Large", "config": "https://x.org/configs/l.py"},
            ],
        )
    )  # fmt: skip
    results, variants = every(found, Grid)
    assert table(results) == [
        ["Variant", "mine · COCO", "top one · COCO", "top five · COCO", "Parameters", "Weights"],
        ["M", "1", "–", "–", "", ""],
        ["small", "–", "70", "90", "1M", "pdparams (1 MB)Download"],
        ["Large", "–", "–", "–", "", ""],
    ]
    assert every(found, PageLink)[0].page == PageId(LEADERBOARD, "coco")
    assert [row.variant for row in results.rows] == ["", "small", "large"]
    assert table(variants) == [["Variant", "Configuration"], ["small", ""], ["Large", "l.py"]]
    assert [row.variant for row in variants.rows] == ["", ""]  # an anchor exists once
    (fold,) = every(found, Fold)
    assert fold.label == "Checksums (SHA-256)"
    assert every(fold, CodeBlock)[0].code == f"{sums[0]}  a b.pdparams\n{sums[1]}  b.onnx"


def test_a_configuration_that_is_a_path_is_no_link() -> None:
    (grid,) = every(page(model(variants=[{"id": "v", "config": "configs/v.py"}])), Grid)
    assert every(grid, UrlLink) == []
    assert Words("configs/v.py", translate=False, code=True) in every(grid, Words)


@pytest.mark.parametrize(
    ("data", "language", "kind", "title", "words"),
    [
        ({"deprecated": True}, "en", "warning", "Deprecated",
         "This model should not be used any more."),
        ({"deprecated": True, "superseded_by": "new"}, "en", "warning", "Deprecated",
         "Use New instead."),
        ({"deprecated": True, "superseded_by": "new"}, "zh", "warning", "已弃用",
         "替代模型：New。"),
        ({"deprecated": "Too old."}, "en", "warning", "Deprecated", "Too old."),
        ({"superseded_by": "new"}, "en", "note", "Superseded", "Use New instead."),
        ({"superseded_by": "lost"}, "en", "note", "Superseded", "Use lost instead."),
    ],
)  # fmt: skip
def test_notices(data: dict[str, Any], language: str, kind: str, title: str, words: str) -> None:
    found = page(model(**data), model(id="new", name="New"), language=language)
    (notice,) = every(found.blocks, Notice)
    assert (notice.kind, notice.title, text(notice)) == (kind, title, words)
    links = [link.page.id for link in every(notice, PageLink)]
    assert links == (["new"] if data.get("superseded_by") == "new" else [])


def test_snippets() -> None:
    one = page(model(snippets=[{"code": "x = 1"}]))
    (tabs,) = every(one, Tabs)
    assert tabs.tabs == (CodeBlock("x = 1", "python", Words("Python", translate=False)),)
    many = page(
        model(
            snippets=[
                {"code": "a"},
                {"code": "b"},
                {"code": "c", "language": "cpp"},
                {"code": "d", "label": {"en": "Fast", "zh": "快"}},
            ]
        )
    )
    (tabs,) = every(many, Tabs)
    assert [tab.label.text for tab in tabs.tabs] == ["Python", "Python (2)", "C++", "Fast"]


def test_pictures_have_plain_alternative_texts() -> None:
    found = page(model(images=[{"src": "a.png", "alt": "A **bold** [link](https://x.org)"}]))
    small = Picture("a.png", Words(""))  # beside the words that a page begins with
    assert found.blocks == (Header((), small), Picture("a.png", Words("A bold link")))


def test_code_that_is_no_quick_start_says_what_it_is() -> None:
    code = [
        {"url": "https://x.org/a", "kind": "official", "framework": "pytorch"},
        {"url": "https://x.org/b", "kind": "quick-start", "label": "Try it"},
    ]
    found = sections(page(model(code=code)))
    assert text(found["code"]) == "x.org/a (Official code, PyTorch)"
    assert text(found["quick-start"]) == "Try it"
    chinese = sections(page(model(code=code), language="zh"))
    assert text(chinese["code"]) == "x.org/a（官方代码、PyTorch）"


def test_related_models_are_found_under_their_old_ids_too() -> None:
    found = page(
        model(related=["old", "gone"]),
        model(id="new", name="New", aliases=["old"], summary={"zh": "新的。"}),
    )
    related = sections(found)["related"]
    assert [link.page.id for link in every(related, PageLink)] == ["new"]
    assert [text(item) for item in related.blocks[0].items] == ["New", "gone"]  # type: ignore[union-attr]
    assert not every(related, Prose)


def test_neighbours_are_those_of_the_catalog() -> None:
    models = [model(id=name, name=name.upper()) for name in ("a", "b", "c")]
    catalog = Catalog.of(models, registry=BUILTIN)
    first, middle, last = (build_model_page(catalog, entry, "en") for entry in models)
    assert (first.previous, last.next) == (None, None)
    assert middle.previous == PageLink(Words("A", translate=False), model_page("a"))
    assert middle.next == PageLink(Words("C", translate=False), model_page("c"))


def test_names_are_the_name_and_its_aliases() -> None:
    found = page(model(aliases=["YOLO9000", "old-id", "M"], tags=["tag"], collection="C"))
    assert found.names == ("M", "YOLO9000", "old-id")


@pytest.mark.parametrize(
    ("paper", "shown"),
    [
        ({"title": "T"}, "T"),
        ({"arxiv": "2004.10934"}, "arXiv:2004.10934"),
        ({"url": "https://x.org/p.pdf"}, "x.org/p.pdf"),
        ({"url": "https://x.org/p", "doi": "10.1000/x"}, "x.org/p, doi:10.1000/x"),
        ({"title": "T", "doi": "10.1000/x"}, "T, doi:10.1000/x"),
    ],
)
def test_papers(paper: dict[str, str], shown: str) -> None:
    line = text(every(page(model(paper=paper)), Header)[0].blocks)
    assert line.removesuffix(" · BibTeX") == f"Paper: {shown}"


@pytest.mark.parametrize(
    ("venue", "year", "shown"),
    [("CVPR 2016", 2016, "CVPR 2016"), ("CVPR", 2016, "CVPR, 2016"), ("CVPR", None, "CVPR")],
)
def test_when_and_where_it_was_published(venue: str, year: int | None, shown: str) -> None:
    paper = {"venue": venue} | ({"year": year} if year else {})
    assert text(every(page(model(paper=paper)), Header)[0].blocks) == f"Paper: {shown}"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("nothing at all", "nothing at all"),
        ("**bold**, *slanted*, `code_x`, $a_1$", "bold, slanted, code_x, a_1"),
        ("[a link](https://x.org/a_b_c) and <https://x.org>", "a link and https://x.org"),
        ("snake_case_name, 2 * 3 * 4, $5 and $6", "snake_case_name, 2 * 3 * 4, $5 and $6"),
        (r"\*not slanted\*", "*not slanted*"),
        ("# Head\n\n- item\n- item", "Head item item"),
        ("第一行\n第二行", "第一行 第二行"),
        ("![picture](a.png) after", "picture after"),
    ],
)
def test_plain_texts(marked: str, plain: str) -> None:
    assert plain_text(marked) == plain


def test_a_description_is_never_endless() -> None:
    found = page(model(abstract="word " * 1000))
    assert len(found.description) <= 301
    assert found.description.endswith("word…")
    assert len(page(model(abstract="字" * 5000)).description) == 301


def test_file_names() -> None:
    assert file_name("https://x.org/a/b.zip?download=1#top") == "b.zip"
    assert file_name("https://x.org") == "https://x.org"


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25, deadline=None)
@given(st.lists(strategies.entries, min_size=1, max_size=3, unique_by=lambda entry: entry["id"]))
def test_any_catalog_gives_pages_that_are_whole(entries: list[dict[str, Any]]) -> None:
    catalog = Catalog.of([MODEL.validate_python(entry) for entry in entries], registry=BUILTIN)
    for entry in catalog.models:
        for language in ("en", "zh"):
            found = build_model_page(catalog, entry, language)
            assert hash(found) == hash(build_model_page(catalog, entry, language))
            assert digest(found) == digest(build_model_page(catalog, entry, language))
            assert all(section.blocks for section in every(found, Section))
            unsaid = [picture.alt for picture in every(found, Picture)]  # of pictures that repeat
            shown = [one for one in every(found, Words) if all(one is not alt for alt in unsaid)]
            assert "" not in [words.text for words in shown]
            for grid in every(found, Grid):
                assert grid.rows
                assert all(len(row.cells) == len(grid.columns) for row in grid.rows)
                assert grid.row_header in [column.key for column in grid.columns]
                for place in range(len(grid.columns)):
                    assert any(row.cells[place].blocks for row in grid.rows)
