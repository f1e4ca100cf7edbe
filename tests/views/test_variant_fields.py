"""Variants take what entries take, and the rest from their entry; entries need no variants."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_modelzoo.curation.merge.threeway import merge_entry, remember
from sphinx_modelzoo.exports.bibtex import to_text
from sphinx_modelzoo.exports.interface import Selection
from sphinx_modelzoo.query.selection import select
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.model import Model, Variant
from sphinx_modelzoo.schema.shape import shape_of
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.views.content import Fold, Grid, Picture, UrlLink
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table
from tests.support.query_zoo import catalog_of, model
from tests.support.registries import BUILTIN

PARENT = model(
    "parent",
    license="Apache-2.0",
    tasks=["object-detection"],
    paper={"title": "The paper", "year": 2020},
    tags=["big"],
    params="50M",
    weights="https://e.org/parent.bin",
    results=[{"dataset": "COCO", "metrics": {"mAP": 40}}],
    variants=[
        {
            "id": "own",
            "license": "MIT",
            "tags": ["small"],
            "paper": {"title": "Its paper", "year": 2022},
            "summary": "The small one.",
            "config": {"en": "https://e.org/en.yaml", "zh": "https://e.org/zh.yaml"},
            "log": "logs/own.log",
            "abstract": "Its abstract.",
            "description": "Longer words.",
            "images": {"src": "https://e.org/own.png", "alt": "Own"},
            "deprecated": True,
        },
        {"id": "bare"},
    ],
)
ZOO = catalog_of(PARENT)


def test_fields_are_those_of_entries() -> None:
    assert set(shape_of(Model)) - set(shape_of(Variant)) == {"variants", "aliases", "superseded_by"}
    assert list(shape_of(Model)).index("variants") == list(shape_of(Model)).index("results") + 1


def test_the_rest_is_inherited() -> None:
    own, bare = (Subject(PARENT, variant) for variant in PARENT.variants)
    assert (own.entry.license, bare.entry.license) == ("MIT", "Apache-2.0")
    assert (own.entry.paper.year, bare.entry.paper.year) == (2022, 2020)  # type: ignore[union-attr]
    assert own.entry.tasks == bare.entry.tasks == ("object-detection",)
    assert [file.url for file in bare.weights] == ["https://e.org/parent.bin"]
    assert bare.results == ()  # the model's figure under its name would be wrong


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('license == "MIT"', ["own"]),
        ('"small" in tags', ["own"]),
        ("year == 2020", ["bare"]),
        ("deprecated", ["own"]),
        ("has_weights", ["own", "bare"]),
        ('"object-detection" in tasks', ["own", "bare"]),
    ],
)
def test_filters_of_rows_of_variants(text: str, ids: list[str]) -> None:
    found = select(ZOO, filter=text, rows="variants")
    assert [subject.variant.id for subject in found if subject.variant] == ids


def cells(columns: str, language: str = "en", **raw: str) -> list[str]:
    options, problems = parse_options({"columns": columns, **raw}, BUILTIN)
    assert problems == []
    return [repr(row.cells) for row in build_table(ZOO, options, language, plain=True).rows]


def test_columns_of_files() -> None:
    bare, own = cells("license, config, log", rows="variants")
    assert "https://e.org/en.yaml" in own
    assert "logs/own.log" in own
    assert "MIT" in own
    assert "Apache-2.0" in bare
    (whole,) = cells("config", "zh")
    assert "https://e.org/zh.yaml" in whole
    assert "https://e.org/en.yaml" not in whole


def test_the_page_shows_what_a_variant_says() -> None:
    page = build_model_page(ZOO, PARENT, "en")
    section = next(block for block in page.sections if block.key == "variants")
    grid, details = section.blocks
    assert isinstance(grid, Grid)
    assert isinstance(details, Fold)
    heads = [column.key for column in grid.columns]
    assert heads == [
        "variant", "summary", "license", "config", "log", "paper", "published", "tags",
    ]  # fmt: skip
    assert "Deprecated" in repr(grid.rows[0].cells[0])
    # In a column that another variant fills, an empty cell would read as if nothing was known.
    assert "Apache-2.0" in repr(grid.rows[1].cells[heads.index("license")])
    assert grid.rows[1].cells[heads.index("config")].blocks == ()
    assert [type(block) for block in details.blocks if isinstance(block, Picture)] == [Picture]
    words = repr(details)
    places = [words.index(text) for text in ("Its abstract.", "'Description'", "Longer words.")]
    assert places == sorted(places)


def test_a_model_with_one_checkpoint() -> None:
    entry = model(
        "one", weights={"url": "https://e.org/one.bin", "md5": "ab" * 16}, config="c.yaml"
    )
    page = build_model_page(catalog_of(entry), entry, "en")
    weights = next(block for block in page.sections if block.key == "weights")
    assert f"{'ab' * 16}  one.bin" in repr(weights)
    assert "Checksums (MD5)" in repr(weights)
    assert "c.yaml" in repr(page.blocks)


def test_papers_of_variants_are_cited() -> None:
    text = to_text(Selection(ZOO, ZOO.models))
    assert "@misc{parent," in text
    assert "@misc{parent--own," in text


def test_an_address_per_language() -> None:
    entry, problems = validate(
        Model,
        {
            "id": "a",
            "name": "A",
            "code": {"en": "https://e.org/README.md", "zh-CN": "https://e.org/README_cn.md"},
            "paper": {"en": "https://e.org/p", "fr": "https://e.org/q"},
            "links": [{"url": {"en": "https://e.org/l"}, "label": "L"}],
        },
    )
    assert problems == []
    assert entry is not None
    for language, wanted in (("en", "README.md"), ("zh", "README_cn.md"), ("fr", "README.md")):
        page = build_model_page(catalog_of(entry), entry, language)
        urls = {
            inline.url
            for section in page.sections
            if section.key == "quick-start"
            for block in section.blocks
            for item in getattr(block, "items", ())
            for inline in item
            if isinstance(inline, UrlLink)
        }
        assert urls == {f"https://e.org/{wanted}"}


def test_an_import_changes_one_language() -> None:
    def entry(en: str, zh: str) -> dict[str, Any]:
        return {"name": "A", "demo": {"url": {"en": en, "zh": zh}}}

    merged = merge_entry(
        remember(entry("https://e.org/1", "https://e.org/cn")),
        {"id": "a", **entry("https://e.org/1", "https://e.org/mine")},
        entry("https://e.org/2", "https://e.org/cn"),
    )
    assert merged.data["demo"] == {"url": {"en": "https://e.org/2", "zh": "https://e.org/mine"}}
