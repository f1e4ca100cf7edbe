"""Material for MkDocs with instant navigation, which swaps pages without loading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import mkdocs_project
from tests.support.browser_pages import expect, opened, served
from tests.support.table_zoo import CATALOG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FEATURES = ("navigation.instant", "navigation.instant.prefetch", "navigation.tabs")
TABLE = "```{modelzoo}\n:columns: name, summary, params\n:interactive: yes\n```\n"
FILES = {
    "index.md": "# Home\n\nWords.\n",
    "zoo.md": f"# Zoo\n\n{TABLE}",
    "more.md": f"# More\n\n[](model:res-50)\n\n{TABLE}\n{TABLE}",
}
# Listeners that outlive a page would hold its table as long as the reader stays on the site.
KEEP_SIGNALS = """(() => {
  const add = document.addEventListener;
  self.signals = [];
  document.addEventListener = function (kind, run, options) {
    if (kind === "pointerdown" && options?.signal) self.signals.push(options.signal);
    return add.apply(this, arguments);
  };
})()"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A site that knows its address: the theme takes only pages of its sitemap for its own."""
    pytest.importorskip("mkdocs")
    pytest.importorskip("material")
    root: Path = tmp_path_factory.mktemp("instant")
    (root / "site").mkdir()
    with served(root / "site") as address:
        project = mkdocs_project.Site(
            root,
            FILES,
            catalog=CATALOG,
            plugins=["search"],
            theme={"name": "material", "font": False, "features": list(FEATURES)},
            site_url=address,
        )
        built = project.build(strict=True)
        assert not built.aborted, built.warnings
        yield address, built.outdir


@pytest.fixture
def base(site: tuple[str, Path]) -> str:
    return site[0]


def lives(page: Page, count: int) -> None:
    """So many tables are there, and all are alive, once each."""
    expect(page.locator(".modelzoo-wrap-zoo")).to_have_count(count)
    expect(page.locator(".modelzoo-live")).to_have_count(count)
    expect(page.locator(".modelzoo-tools")).to_have_count(count)


def styled(page: Page, count: int) -> None:
    """The style sheet is there so many times, and has been read."""
    sheets = "[...document.styleSheets].filter(({href}) => href?.endsWith('/modelzoo.css'))"
    page.wait_for_function(f"(count) => {sheets}.length === count", arg=count)


def go(page: Page, tab: str) -> None:
    page.locator(".md-tabs").get_by_role("link", name=tab).click()
    expect(page.locator("h1")).to_have_text(tab)


def test_tables_of_swapped_pages_are_alive(browser: Browser, base: str) -> None:
    context = browser.new_context()
    context.add_init_script(KEEP_SIGNALS)
    page, watch = opened(context, base, "")
    page.evaluate("self.neverLoadedAgain = true")
    styled(page, 0)
    search = page.get_by_role("searchbox", name="Search models")
    rows = page.locator(".modelzoo-zoo tbody tr")
    go(page, "Zoo")
    lives(page, 1)
    styled(page, 1)
    search.fill("net")
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="Parameters").click()
    expect(rows.first).to_contain_text("ResNet-50")
    expect(page).to_have_url(f"{base}zoo/?zoo.q=net&zoo.sort=params")
    # The theme brings the page anew for the first step back, too.
    page.go_back()
    expect(page).to_have_url(f"{base}zoo/?zoo.q=net")
    lives(page, 1)
    expect(search).to_have_value("net")
    page.go_forward()
    expect(page).to_have_url(f"{base}zoo/?zoo.q=net&zoo.sort=params")
    lives(page, 1)
    expect(rows.first).to_contain_text("ResNet-50")
    # To a model and back: the table is as it was left.
    rows.first.get_by_role("link", name="ResNet-50").click()
    expect(page.locator("h1")).to_have_text("ResNet-50")
    page.wait_for_function("self.signals.length && self.signals.every((one) => one.aborted)")
    page.go_back()
    lives(page, 1)
    expect(search).to_have_value("net")
    expect(rows).to_have_count(3)
    # A page without a table, and one with others.
    go(page, "Home")
    styled(page, 0)
    go(page, "More")
    lives(page, 2)
    styled(page, 1)
    expect(rows).to_have_count(8)
    search.last.fill("residual")
    expect(rows).to_have_count(6)
    assert page.evaluate("self.neverLoadedAgain") is True
    watch.check()


def test_a_comparison_survives_the_swap(browser: Browser, base: str) -> None:
    page, watch = opened(browser.new_context(), base, "")
    go(page, "Zoo")
    lives(page, 1)
    for name in ("YOLOv4", "MaskNet"):
        page.get_by_role("checkbox", name=f"Compare {name}").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    dialog = page.get_by_role("dialog", name="Comparison of models")
    dialog.get_by_role("link", name="MaskNet").click()
    expect(page.locator("h1")).to_have_text("MaskNet")
    expect(dialog).to_have_count(0)
    page.go_back()
    expect(dialog.get_by_role("columnheader", name="YOLOv4")).to_be_visible()
    lives(page, 1)
    watch.check()


def test_a_second_copy_of_the_script_does_nothing_twice(browser: Browser, base: str) -> None:
    page, watch = opened(browser.new_context(), base, "zoo/")
    lives(page, 1)
    page.add_script_tag(url=f"{base}assets/modelzoo/modelzoo.js")
    page.add_script_tag(url=f"{base}assets/modelzoo/modelzoo.js")
    lives(page, 1)
    page.get_by_role("searchbox", name="Search models").fill("net")
    page.get_by_role("button", name="Parameters").click()
    expect(page).to_have_url(f"{base}zoo/?zoo.q=net&zoo.sort=params")
    expect(page.locator(".modelzoo-zoo th[aria-sort]")).to_have_count(1)
    watch.check()


def test_pages_from_a_disk(browser: Browser, site: tuple[str, Path]) -> None:
    """There the theme swaps nothing, and never says that a page is ready."""
    page, watch = opened(browser.new_context(), f"{site[1].as_uri()}/", "zoo/index.html")
    lives(page, 1)
    page.get_by_role("searchbox", name="Search models").fill("net")
    expect(page.locator(".modelzoo-zoo tbody tr")).to_have_count(3)
    watch.check()
