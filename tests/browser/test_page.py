"""A model's page in a browser: with its script, without any, by keyboard, on a phone, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.once]

CATALOG = """\
schema_version: 1
models:
  - id: kestrel
    name: Kestrel
    summary: A detector.
    tasks: [object-detection]
    tags: [real-time]
    publisher: A laboratory with a name that is rather long for a phone
    paper: {title: "Kestrel: Hovering Anchors", authors: [A. Sandpiper], year: 2024}
    snippets:
      - {code: "import first"}
      - {code: "second --run", language: bash}
    results: [{dataset: COCO, metrics: {mAP: 51.5, AP50: 70.1}, raw: "mAP 51.5"}]
  - id: heron
    name: Heron
    tasks: [object-detection]
    tags: [Real-Time]
    results: [{dataset: COCO, metrics: {mAP: 49}}]
  - {id: wren, name: Wren, tasks: [image-classification]}
"""
CITATION = "@misc{"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of one model, in Sphinx and in MkDocs."""
    root = tmp_path_factory.mktemp("page")
    index = {"index.rst": "Zoo\n===\n\n.. modelzoo::\n   :interactive: yes\n"}
    sphinx = Project(root / "sphinx", index, catalog=CATALOG).build()
    fence = {"index.md": "# Zoo\n\n```{modelzoo}\n:interactive: yes\n```\n"}
    theme = {"name": "material", "font": False}
    mkdocs = Site(
        root / "mkdocs", fence, catalog=CATALOG, theme=theme, use_directory_urls=False
    ).build()
    assert [sphinx.warnings, mkdocs.warnings] == ["", []]
    pages = ((sphinx.outdir, "models/kestrel.html"), (mkdocs.outdir, "models/kestrel.html"))
    return {name: out / path for name, (out, path) in zip(("sphinx", "mkdocs"), pages, strict=True)}


@pytest.fixture(params=["sphinx", "mkdocs"])
def place(request: pytest.FixtureRequest, sites: dict[str, Path]) -> Path:
    """The file of the page in one host."""
    return sites[str(request.param)]


@pytest.fixture
def plain(browser: Browser, place: Path) -> Iterator[Page]:
    """The page without scripts, on a phone."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(place.as_uri())
    yield page
    context.close()


@pytest.fixture
def live(browser: Browser, place: Path) -> Iterator[Page]:
    """The page with its script."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(place.as_uri())
    yield page
    context.close()


def test_it_is_complete_without_scripts(plain: Page) -> None:
    assert plain.locator("article button, .body button, .modelzoo button").all() == []
    assert plain.get_by_text("import first").is_visible()
    assert not plain.get_by_text("second --run").is_visible()
    plain.locator(".modelzoo-tabs label").nth(1).click()
    assert plain.get_by_text("second --run").is_visible()
    assert not plain.get_by_text(CITATION).is_visible()
    plain.locator("summary", has_text="Citation").click()
    assert plain.get_by_text(CITATION).is_visible()
    plain.get_by_role("link", name="real-time 2").click()
    assert "/lists/tags" in plain.url
    assert plain.get_by_role("main").get_by_role("link", name="Heron").first.is_visible()


def test_it_fits_a_phone(plain: Page, place: Path) -> None:
    wide = plain.locator("html").evaluate("(one) => one.scrollWidth > one.clientWidth")
    assert not wide, place
    boxes = [one.bounding_box() for one in plain.locator(".modelzoo-chip").all()]
    assert boxes
    assert all(box and box["x"] + box["width"] <= 390 for box in boxes)


def test_without_a_picture_the_summary_has_the_whole_width(live: Page) -> None:
    lead, badges, head = (
        live.locator(f".modelzoo-header{part}").bounding_box()
        for part in (" > .modelzoo-lead", " > .modelzoo-badges", "")
    )
    assert lead
    assert badges
    assert head
    assert badges["y"] >= lead["y"] + lead["height"]
    assert badges["x"] == lead["x"] == head["x"]
    assert lead["width"] > 0.75 * head["width"]


def test_tabs_follow_the_arrow_keys(live: Page) -> None:
    live.locator(".modelzoo-tabs input").first.focus()
    live.keyboard.press("ArrowRight")
    assert live.get_by_text("second --run").is_visible()
    outline = live.locator(".modelzoo-tabs :focus-visible + label").evaluate(
        "(one) => getComputedStyle(one).outlineStyle"
    )
    assert outline == "solid"


def test_badges_lead_to_the_table_of_their_peers(live: Page) -> None:
    live.get_by_role("link", name="real-time 2").click()
    live.locator(".modelzoo-live").wait_for()
    shown = live.locator(".modelzoo-live tbody tr[data-model]:visible")
    assert [row.get_attribute("data-model") for row in shown.all()] == ["kestrel", "heron"]


def test_a_link_to_the_citation_opens_it(live: Page) -> None:
    citation = live.get_by_text(CITATION)
    assert not citation.is_visible()
    live.get_by_role("link", name="BibTeX").click()
    citation.wait_for()
    assert citation.is_visible()


def test_code_is_copied(live: Page) -> None:
    live.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.locator(".modelzoo-tabs label").nth(1).click()
    live.locator(".modelzoo-tabs").get_by_role("button", name="Copy").click()
    live.get_by_role("button", name="Copied").wait_for()
    assert live.evaluate("navigator.clipboard.readText()") == "second --run\n"


def test_tabs_and_citation_are_printed(live: Page) -> None:
    live.emulate_media(media="print")
    for words in ("import first", "second --run", CITATION):
        assert live.get_by_text(words).is_visible(), words
    assert not live.get_by_role("button", name="Copy").first.is_visible()
