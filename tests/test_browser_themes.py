"""Every theme, light and dark: axe-core on whole pages, and pages as wide as a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser_pages import axe_script, launched, opened, scroll, settle, violations
from test_browser_table import CATALOG, INDEX
from theme_sites import BOARD, MATERIAL, MODEL, SPHINX_THEMES, build_sphinx, theme_sites

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser_pages import Violation
    from playwright.sync_api import Browser
    from theme_sites import ThemeSites

pytestmark = pytest.mark.browser

PAGES = ("index.html", "views.html", f"{MODEL}.html", f"{BOARD}.html")
CHOSEN = "index.html?zoo.sort=-params&zoo.compare=yolov4,mask-net"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module", params=[*SPHINX_THEMES, MATERIAL])
def sites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ThemeSites:
    return theme_sites(tmp_path_factory.mktemp(request.param), request.param)


def left(found: list[Violation], known: set[tuple[str, str]]) -> list[str]:
    """What is not the theme's own: it is the zoo's, or the bare page does not have it."""
    return [one.text for one in found if one.own or (one.rule, one.path) not in known]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_the_theme_has_not(
    browser: Browser, sites: ThemeSites, scheme: str
) -> None:
    script = axe_script()
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page, watch = opened(context, sites.zoo.as_uri() + "/", PAGES[0])
    bare = context.new_page()
    for width in (1280, 390):
        for one in (page, bare):
            one.set_viewport_size({"width": width, "height": 900})
        known: dict[str, set[tuple[str, str]]] = {}
        for name in PAGES:
            bare.goto(f"{sites.bare.as_uri()}/{name}")
            settle(bare)
            known[name] = {(one.rule, one.path) for one in violations(bare, script)}
            page.goto(f"{sites.zoo.as_uri()}/{name}")
            settle(page)
            assert left(violations(page, script), known[name]) == [], (name, width)
        page.goto(f"{sites.zoo.as_uri()}/{CHOSEN}")
        settle(page)
        page.locator(".modelzoo-menu > summary", has_text="Tasks").click()
        assert left(violations(page, script), known[PAGES[0]]) == [], ("facet", width)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Compare (2)").click()
        page.get_by_role("dialog").wait_for()
        assert left(violations(page, script), known[PAGES[0]]) == [], ("comparison", width)
    watch.check()
    context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_tables_are_cards_on_a_phone(browser: Browser, sites: ThemeSites, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page, _ = opened(context, sites.zoo.as_uri() + "/", PAGES[0])
    for name in PAGES:
        widths = []
        for site in (sites.bare, sites.zoo):
            page.goto(f"{site.as_uri()}/{name}")
            settle(page)
            widths.append(page.evaluate("document.documentElement.scrollWidth"))
        # One theme's own bar is wider than the smallest phones.
        assert widths[1] <= max(width, widths[0]), name
        for fold in page.locator("details.modelzoo-fold:has(table) > summary").all():
            fold.click()
        wide = page.locator(".modelzoo-wrap").evaluate_all(
            "(boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth + 1)"
            ".map((box) => box.className)"
        )
        assert wide == [], (name, wide)
    # What looks like cards is still a table for those who cannot see it.
    page.goto(f"{sites.zoo.as_uri()}/{MODEL}.html")
    table = page.get_by_role("region", name="Variants").get_by_role("table")
    assert table.get_by_role("row").count() == 3
    assert table.get_by_role("columnheader").all_inner_texts()[:2] == ["Variant", "Parameters"]
    row = table.get_by_role("row").nth(1)
    assert row.get_by_role("rowheader").inner_text() == "YOLOv4-Big-With-A-Long-Name-608"
    size = row.get_by_role("cell").first
    assert size.inner_text() == "128M"
    label = size.evaluate("(cell) => getComputedStyle(cell, '::before').content")
    assert label in {'"Parameters"', "attr(data-label)"}
    context.close()


@pytest.mark.parametrize("theme", SPHINX_THEMES)
def test_heads_stay_below_what_the_theme_keeps_in_sight(
    browser: Browser, tmp_path: Path, theme: str
) -> None:
    pytest.importorskip(theme)
    index = INDEX.replace("no, paper, summary, params, year, quickstart", "name, summary")
    conf = (
        f"project = 'Zoo'\nhtml_theme = {theme!r}\nextensions = ['sphinx_modelzoo']\n"
        "modelzoo_catalog = 'models.yaml'\n"
    )
    site = build_sphinx(tmp_path, {"index.rst": index, "models.yaml": CATALOG}, conf)
    context = browser.new_context(viewport={"width": 1280, "height": 400})
    page, _ = opened(context, site.as_uri() + "/", "index.html")
    page.mouse.move(640, 200)
    scroll(page, 300)
    head = page.locator("thead th").nth(1)
    assert head.evaluate(
        "(head) => { const box = head.getBoundingClientRect();"
        " const at = document.elementFromPoint(box.x + 20, box.y + box.height / 2);"
        " return box.y >= 0 && head.contains(at); }"
    )
    context.close()
