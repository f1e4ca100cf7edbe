"""The choice and the order of a page's sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.content import Section
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.section_specs import SectionSpec, page_sections, with_sections
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import CATALOG, Project

if TYPE_CHECKING:
    from pathlib import Path

KEYS = list(make_registry()[SectionSpec])
FULL = """\
models:
  - id: alpha
    name: Alpha
    summary: Short.
    description: Long.
    paper: {title: About Alpha, year: 2020, authors: [Ann Ash]}
    links: [{url: "https://example.org/"}]
    code: [{url: "https://example.org/start", kind: quick-start}]
    variants: [{id: alpha-s, description: Own., links: [{url: "https://example.org/s"}]}]
"""


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        (None, KEYS),
        ([], KEYS),
        (["*"], KEYS),
        (["-citation"], [key for key in KEYS if key != "citation"]),
        (["*", "-citation"], [key for key in KEYS if key != "citation"]),
        (["links", "*"], ["links", *(key for key in KEYS if key != "links")]),
        (["*", "facts"], [*(key for key in KEYS if key != "facts"), "facts"]),
        (["notice", "summary"], ["notice", "summary"]),
        ("notice，Quick_Start, quickstart", ["notice", "quick-start"]),
        (["links", "-links", "code"], ["code"]),
        (["code", "code", "*", "*"], ["code", *(key for key in KEYS if key != "code")]),
    ],
)
def test_choice_and_order(given: object, keys: list[str]) -> None:
    registry, problems = with_sections(make_registry(), given, "sections")
    assert problems == []
    assert [one.key for one in page_sections(registry)] == keys


def test_unknown_sections_cost_themselves_only() -> None:
    registry, problems = with_sections(make_registry(), ["citaton", "-abstrct", "code"], "x")
    assert [one.key for one in page_sections(registry)] == ["code"]
    assert [(one.message, one.hint) for one in problems] == [
        ("x: unknown section “citaton”", "did you mean “citation”?"),
        ("x: unknown section “abstrct”", "did you mean “abstract”?"),
    ]
    registry, (problem,) = with_sections(make_registry(), {"notice": 1}, "x")
    assert "expected a list of names" in problem.message
    assert [one.key for one in page_sections(registry)] == KEYS


def test_a_page_and_its_variants_follow_the_choice(tmp_path: Path) -> None:
    (tmp_path / "models.yaml").write_text(FULL)
    choice = ["links", "description", "*", "-citation", "-quick-start"]
    registry, _ = with_sections(make_registry(), choice, "sections")
    catalog = load_catalog("models.yaml", tmp_path, registry=registry)
    page = build_model_page(catalog, catalog.models[0], "en")
    assert [one.key for one in page.sections] == ["links", "description", "variants"]
    (variants,) = (one for one in page.blocks if isinstance(one, Section) and one.key == "variants")
    text = repr(variants.blocks)
    assert text.index("example.org/s") < text.index("Own.")


def test_sections_of_a_sphinx_project(tmp_path: Path) -> None:
    project = Project(tmp_path, catalog=CATALOG)
    built = project.build()
    assert 'id="model-alpha-net--citation"' in built.text("models/alpha-net.html")
    built = project.build(modelzoo_sections=["related", "*", "-citation"])
    text = built.text("models/alpha-net.html")
    assert 'id="model-alpha-net--citation"' not in text
    assert text.index('id="model-alpha-net--related"') < text.rindex("Finds alphas in pictures")
    wrong = project.build(modelzoo_sections=["*", "-sumary"])
    assert "modelzoo_sections: unknown section “sumary” (did you mean “summary”?)" in wrong.warnings
    assert project.build(modelzoo_sections=None).text("models/alpha-net.html") == (
        project.build(to="fresh").text("models/alpha-net.html")
    )


def test_sections_of_a_mkdocs_site(tmp_path: Path) -> None:
    site = Site(tmp_path, {"index.md": "# Zoo\n"}, catalog=CATALOG)
    site.configure(zoo={"sections": ["related", "*", "-citation", "-nothing"]})
    built = site.build()
    assert [one for one in built.warnings if "unknown section “nothing”" in one] == built.warnings
    text = built.text("models/alpha-net/index.html")
    assert "Citation" not in text
    assert text.rindex("Related models") < text.rindex("Finds alphas in pictures")


def test_sections_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "models.yaml").write_text(FULL)
    base = ["pages", str(tmp_path / "models.yaml"), "--out", str(tmp_path / "models")]
    assert CliRunner().invoke(main, [*base, "--sections", "summary, links"]).exit_code == 0
    text = (tmp_path / "models" / "alpha.md").read_text()
    assert "Long." not in text
    assert text.index("Short.") < text.index("## Links")
    wrong = CliRunner().invoke(main, [*base, "--sections", "sumary"])
    assert wrong.exit_code == 2
    assert "did you mean “summary”?" in wrong.output
