"""What programs read of a model: its description, and linked data that expands without loss."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.papers import paper_date
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.model_page import linked_data
from sphinx_modelzoo.views.parts import PageContext
from tests.support.linked_data import expanded
from tests.support.registries import BUILTIN

FULL: dict[str, Any] = {
    "id": "full",
    "name": 'A "name" & <more>',
    "summary": {"en": "Finds *alphas*.", "zh": "寻找 α。"},
    "languages": ["zh", "en", "pt-br"],
    "license": "mit",
    "added": "2021-03-04",
    "paper": {
        "title": "On Alphas",
        "url": "papers/alphas.pdf",
        "arxiv": "1912.00001",
        "doi": "10.1000/a_b",
        "authors": ["Ada Alpha", "Bo Beta", "The Gamma Team"],
        "year": 2020,
    },
    "code": [
        {"url": "https://example.org/official", "kind": "official"},
        {"url": {"en": "https://example.org/en", "zh": "https://example.org/中文/x"}},
        {"url": "https://example.org/train", "kind": "training"},
        {"url": "docs/start.md"},
    ],
}


def data(language: str = "en", **fields: Any) -> dict[str, Any]:
    entry = {"id": "a", "name": "A", **fields}
    model, issues = validate(Model, entry)
    assert model is not None
    assert issues == []
    ctx = PageContext(Catalog.of([model], registry=BUILTIN), model, labels(language, BUILTIN))
    found: dict[str, Any] = json.loads(linked_data(ctx))
    expanded(found)
    return found


def body(language: str = "en", **fields: Any) -> dict[str, Any]:
    found = data(language, **fields)
    used = str({key: value for key, value in found.items() if key != "@context"})
    assert [term for term in found.pop("@context") if f"'{term}'" not in used] == []
    return found


def test_all_that_an_entry_says() -> None:
    assert body(**FULL) == {
        "@type": "MLModel",
        "name": 'A "name" & <more>',
        "description": "Finds alphas.",
        "inLanguage": ["zh", "en", "pt-br"],
        "license": "https://spdx.org/licenses/MIT.html",
        "citation": {
            "@type": "ScholarlyArticle",
            "name": "On Alphas",
            "author": [{"name": "Ada Alpha"}, {"name": "Bo Beta"}, {"name": "The Gamma Team"}],
            "datePublished": "2020",
            "sameAs": ["https://arxiv.org/abs/1912.00001", "https://doi.org/10.1000/a_b"],
        },
        "datePublished": "2021-03-04",
        "sameAs": ["https://example.org/official", "https://example.org/en"],
    }


def test_nothing_is_empty_and_nothing_made_up() -> None:
    assert body() == {"@type": "MLModel", "name": "A"}
    assert body(paper={"venue": "CVPR"}) == {"@type": "MLModel", "name": "A"}
    assert "sameAs" not in body(code=["docs/start.md"])


def test_every_term_is_defined_in_the_data() -> None:
    node = expanded(data(**FULL))
    assert node["@type"] == ["https://w3id.org/fair4ml/MLModel"]
    assert node["https://schema.org/license"] == [{"@id": "https://spdx.org/licenses/MIT.html"}]
    (date,) = node["https://schema.org/datePublished"]
    assert date == {"@type": "https://schema.org/Date", "@value": "2021-03-04"}
    (article,) = node["https://schema.org/citation"]
    (authors,) = article["https://schema.org/author"]
    assert len(authors["@list"]) == 3
    assert "@vocab" not in json.dumps(data(**FULL))


def test_a_description_names_its_language() -> None:
    def described(language: str, **fields: Any) -> Any:
        (found,) = expanded(data(language, **fields))["https://schema.org/description"]
        return found

    summary = FULL["summary"]
    assert described("zh", summary=summary) == {"@value": "寻找 α。", "@language": "zh-cn"}
    assert described("fr", summary=summary) == {"@value": "Finds alphas.", "@language": "en"}
    abstract = {"zh": "第一段。\n\n第二段。"}
    assert described("en", abstract=abstract) == {"@value": "第一段。", "@language": "zh-cn"}


def test_addresses_are_those_of_the_language_and_valid() -> None:
    assert body("zh", code=FULL["code"])["sameAs"] == [
        "https://example.org/official",
        "https://example.org/中文/x",
    ]


@pytest.mark.parametrize("text", ["MIT OR Apache-2.0", "LicenseRef-own", "see the README"])
def test_a_licence_without_a_page_is_its_text(text: str) -> None:
    (found,) = expanded(data(license=text))["https://schema.org/license"]
    assert found == {"@value": text}


@pytest.mark.parametrize(
    ("paper", "date"),
    [
        ({"arxiv": "2004.10934"}, "2020-04"),
        ({"arxiv": "2004.10934", "year": 2020}, "2020-04"),
        ({"arxiv": "1912.00001", "year": 2020}, "2020"),
        ({"arxiv": "cs/9912017"}, "1999-12"),
        ({"arxiv": "hep-th/0112017", "year": 2001}, "2001-12"),
        ({"arxiv": "2099.10934"}, ""),
        ({"year": 2016}, "2016"),
        ({"title": "T"}, ""),
    ],
)
def test_the_date_of_a_paper(paper: dict[str, Any], date: str) -> None:
    model, issues = validate(Model, {"id": "a", "name": "A", "paper": paper})
    assert model is not None
    assert issues == []
    assert model.paper is not None
    assert paper_date(model.paper) == date
    assert body(paper=paper).get("datePublished", "") == date
