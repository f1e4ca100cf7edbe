"""Every theme, light and dark: axe-core on whole pages, and pages as wide as a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser_pages import axe_script, opened, scroll, settle, violations
from theme_sites import BOARD, MATERIAL, MODEL, SPHINX_THEMES, theme_sites

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from theme_sites import ThemeSites

pytestmark = pytest.mark.browser

PAGES = ("index.html", "views.html", f"{MODEL}.html", f"{BOARD}.html")
CHOSEN = "index.html?zoo.sort=-params&zoo.compare=yolov4,mask-net"


@pytest.fixture(scope="module", params=[*SPHINX_THEMES, MATERIAL])
def sites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ThemeSites:
    return theme_sites(tmp_path_factory.mktemp(request.param), request.param)


class Axe:
    """A page of a theme with a zoo, and the same without one to tell what is the theme's own."""

    def __init__(self, browser: Browser, sites: ThemeSites, scheme: str) -> None:
        self.script = axe_script()
        self.sites = sites
        # Of two pages in one context Chromium shows one, and the other a picture a second.
        self.contexts = [
            browser.new_context(color_scheme=scheme, reduced_motion="reduce") for _ in range(2)
        ]
        self.page, self.watch = opened(self.contexts[0], sites.zoo.as_uri() + "/", PAGES[0])
        self.bare, _ = opened(self.contexts[1], sites.bare.as_uri() + "/", PAGES[0])
        self.known: dict[tuple[str, int], set[tuple[str, str]]] = {}

    def go(self, name: str, width: int) -> None:
        """A page of the zoo, as wide as that."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(f"{self.sites.zoo.as_uri()}/{name}")
        settle(self.page)

    def left(self, name: str, width: int) -> list[str]:
        """What is not the theme's own: it is the zoo's, or the bare page does not have it."""
        found = violations(self.page, self.script)
        known = set() if all(one.own for one in found) else self.themes_own(name, width)
        return [one.text for one in found if one.own or (one.rule, one.path) not in known]

    def themes_own(self, name: str, width: int) -> set[tuple[str, str]]:
        """What is wrong on the page without a zoo: asked for only where something may be."""
        if (name, width) not in self.known:
            self.bare.set_viewport_size({"width": width, "height": 900})
            self.bare.goto(f"{self.sites.bare.as_uri()}/{name}")
            settle(self.bare)
            found = violations(self.bare, self.script)
            self.known[name, width] = {(one.rule, one.path) for one in found}
        return self.known[name, width]

    def close(self) -> None:
        """Nothing went wrong meanwhile."""
        self.watch.check()
        for context in self.contexts:
            context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_the_theme_has_not(
    browser: Browser, sites: ThemeSites, scheme: str
) -> None:
    axe = Axe(browser, sites, scheme)
    for width in (1280, 390):
        for name in PAGES:
            axe.go(name, width)
            assert axe.left(name, width) == [], (name, width)
        axe.go(CHOSEN, width)
        axe.page.locator(".modelzoo-menu > summary", has_text="Tasks").click()
        assert axe.left(PAGES[0], width) == [], ("facet", width)
        axe.page.keyboard.press("Escape")
        axe.page.get_by_role("button", name="Compare (2)").click()
        axe.page.get_by_role("dialog").wait_for()
        assert axe.left(PAGES[0], width) == [], ("comparison", width)
    axe.close()


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


def test_heads_stay_below_what_the_theme_keeps_in_sight(
    browser: Browser, sites: ThemeSites
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 400})
    page, _ = opened(context, sites.zoo.as_uri() + "/", "plain.html")
    page.mouse.move(640, 200)
    scroll(page, 300)
    head = page.locator("thead th").nth(1)
    assert head.evaluate(
        "(head) => { const box = head.getBoundingClientRect();"
        " const at = document.elementFromPoint(box.x + 20, box.y + box.height / 2);"
        " return box.y >= 0 && head.contains(at); }"
    )
    context.close()
