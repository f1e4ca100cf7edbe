"""Every theme, light and dark: axe-core on whole pages, and pages as wide as a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.browser_pages import axe_script, opened, scroll, settle, violations
from tests.support.theme_sites import (
    BOARD,
    MATERIAL,
    MKDOCS_THEMES,
    MODEL,
    SPHINX_THEMES,
    ZENSICAL,
    theme_sites,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.theme_sites import ThemeSites

pytestmark = pytest.mark.browser

PAGES = ("index.html", "views.html", f"{MODEL}.html", f"{BOARD}.html")
CHOSEN = "index.html?zoo.sort=-params&zoo.compare=yolov4,mask-net"


@pytest.fixture(scope="module", params=[*SPHINX_THEMES, *MKDOCS_THEMES])
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


# Links of MkDocs' own themes are too pale on every page: that of ours would be named, too.
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sites", [*SPHINX_THEMES, MATERIAL], indirect=True)
def test_axe_finds_nothing_that_the_theme_has_not(
    browser: Browser, sites: ThemeSites, scheme: str
) -> None:
    axe = Axe(browser, sites, scheme)
    for width in (1280, 390):
        for name in PAGES:
            axe.go(name, width)
            assert axe.left(name, width) == [], (name, width)
        axe.go(CHOSEN, width)
        axe.page.locator(".modelzoo-menu > summary", has_text="Filters").click()
        # What a list covers in part, nobody can hit meanwhile.
        left = [
            text
            for text in axe.left(PAGES[0], width)
            if not text.startswith(("target-size: .modelzoo-rows", "target-size: .modelzoo-foot"))
        ]
        assert left == [], ("facet", width)
        axe.page.keyboard.press("Escape")
        axe.page.get_by_role("button", name="Compare", exact=True).click()
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
    table = page.get_by_role("region", name="Results").get_by_role("table")
    assert table.get_by_role("row").count() == 4
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert heads[::3] == ["Variant", "Parameters"]
    row = table.get_by_role("row").nth(2)
    assert row.get_by_role("rowheader").inner_text() == "YOLOv4-Big-With-A-Long-Name-608"
    size = row.get_by_role("cell").nth(2)
    assert size.inner_text() == "128M"
    label = size.evaluate("(cell) => getComputedStyle(cell, '::before').content")
    assert label in {'"Parameters"', "attr(data-label)"}
    context.close()


@pytest.mark.parametrize(
    "sites", ["furo", "sphinx_rtd_theme", "pydata_sphinx_theme", MATERIAL], indirect=True
)
def test_the_way_to_the_twin_is_seen_and_reached_by_keyboard(
    browser: Browser, sites: ThemeSites
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, _ = opened(context, sites.zoo.as_uri() + "/", PAGES[0])
    for name in (PAGES[0], f"{MODEL}.html", f"{BOARD}.html"):
        page.goto(f"{sites.zoo.as_uri()}/{name}")
        links = [one for one in page.locator("a[hreflang]").all() if one.is_visible()]
        assert [one.get_attribute("href") for one in links] == [f"https://example.org/zh/{name}"]
        assert links[0].inner_text() == "中文"
        for _ in range(100):
            page.keyboard.press("Tab")
            if links[0].evaluate("(link) => link === document.activeElement"):
                break
        assert links[0].evaluate("(link) => link === document.activeElement"), name
    context.close()


def test_a_line_is_below_every_cell_of_a_model(browser: Browser, sites: ThemeSites) -> None:
    """Themes take it from the last row of a table, and each model has a body of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page, _ = opened(context, sites.zoo.as_uri() + "/", PAGES[0])
    lines = page.locator(
        "table.modelzoo-zoo > tbody.modelzoo-rows > tr:last-child > *"
    ).evaluate_all("(cells) => cells.map((cell) => getComputedStyle(cell).borderBottomWidth)")
    assert len(lines) > 8
    assert {*lines} == {"1px"}
    context.close()


def test_heads_stay_below_what_the_theme_keeps_in_sight(
    browser: Browser, sites: ThemeSites
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 400})
    page, _ = opened(context, sites.zoo.as_uri() + "/", "plain.html")
    page.mouse.move(640, 200)
    scroll(page, 300)
    head = page.locator("thead th").nth(1)
    inside = "(head) => head.closest('.modelzoo-wrap').scrollWidth"
    if head.evaluate(f"{inside} > head.closest('.modelzoo-wrap').clientWidth"):
        pytest.skip("a table wider than its theme scrolls in a box, where no head can stay")
    assert head.evaluate(
        "(head) => { const box = head.getBoundingClientRect();"
        " const at = document.elementFromPoint(box.x + 20, box.y + box.height / 2);"
        " return box.y >= 0 && head.contains(at); }"
    )
    context.close()


MEASURED = """() => {
  const all = (css) => [...document.querySelectorAll(css)];
  const heights = (css) => all(css).map((one) => one.offsetHeight);
  return {
    tools: heights(".modelzoo-tools"),
    rows: heights(".modelzoo-rows > tr:not(.modelzoo-variant)"),
    heads: all("thead tr > *").map((one) => {
      const {x, width, height} = one.getBoundingClientRect();
      const start = one.closest("table").getBoundingClientRect().x; // a wide one scrolls
      return [x - start, width, height].map(Math.round);
    }),
    lines: [...new Set(all("thead th").map((one) => {
      const range = document.createRange();
      range.selectNode(document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode());
      return Math.round(range.getBoundingClientRect().bottom);
    }))],
    small: all(".modelzoo-frame :is(button, summary, select, label, nav a)")
      .filter((one) => one.checkVisibility() && Math.min(one.offsetHeight, one.offsetWidth) < 24)
      .map((one) => `${one.tagName}.${one.className}`),
  };
}"""


@pytest.mark.parametrize("sites", [*SPHINX_THEMES, MATERIAL], indirect=True)
def test_measures_of_a_table(browser: Browser, sites: ThemeSites) -> None:
    """Two lines of controls, rows of two lines, and nothing that moves."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, watch = opened(context, sites.zoo.as_uri() + "/", "plain.html")
    page.locator(".modelzoo-tools").wait_for()
    settle(page)
    page.mouse.move(0, 0)
    first = page.evaluate(MEASURED)
    assert first["tools"][0] <= 80
    assert max(first["rows"]) <= 60
    assert first["small"] == []
    assert max(first["lines"]) - min(first["lines"]) <= 2, (
        "heads are level, with a button or without"
    )
    page.locator("thead .modelzoo-sort").last.click()
    page.locator(".modelzoo-rows > tr").first.hover()
    page.locator(".modelzoo-variants > summary").first.click()
    after = page.evaluate(MEASURED)
    assert after["heads"] == first["heads"]
    assert sorted(after["rows"]) == sorted(first["rows"])
    page.set_viewport_size({"width": 320, "height": 800})
    settle(page)
    narrow = page.evaluate(MEASURED)
    assert narrow["small"] == []
    table = page.get_by_role("table")
    assert table.get_by_role("rowheader").count() == 6  # four models, two variants
    watch.check()
    context.close()


# Everything that we draw, by name: x, y, width and height of what is drawn and of its box.
DRAWN = """() => {
  const box = (element) => {
    const {x, y, width, height} = element.getBoundingClientRect();
    return {x, y, width, height};
  };
  const inner = (element) => {
    const style = getComputedStyle(element);
    const {width, height} = box(element);
    const around = (...sides) => sides.reduce((sum, side) => sum + parseFloat(style[side]), 0);
    return {
      width: width - around("paddingLeft", "paddingRight", "borderLeftWidth", "borderRightWidth"),
      height: height - around("paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"),
    };
  };
  const sign = (element, which) => {
    const {width, height} = getComputedStyle(element, which);
    return {x: 0, y: 0, width: parseFloat(width), height: parseFloat(height)};
  };
  const boxes = (css, of = box) => [...document.querySelectorAll(css)].map((one) => of(one));
  return {
    bars: boxes(".modelzoo-stats .modelzoo-meter"),
    filled: boxes(".modelzoo-stats .modelzoo-meter > rect"),
    rows: boxes(".modelzoo-stats tbody tr"),
    stats: boxes(".modelzoo-stats"),
    statsBox: boxes(".modelzoo-wrap-stats"),
    cards: boxes(".modelzoo-grid > *"),
    cardsBox: boxes(".modelzoo-grid"),
    marks: [...document.querySelectorAll(".modelzoo-grid > *")].map(
      (one) => getComputedStyle(one).listStyleType),
    single: boxes("div.modelzoo-card"),
    plot: boxes(".modelzoo-plot-picture"),
    plotBox: boxes(".modelzoo-plot"),
    plotRatio: [...document.querySelectorAll(".modelzoo-plot-picture")].map(
      ({viewBox: {baseVal}}) => baseVal.width / baseVal.height),
    pictures: boxes("img[src$='figure.png']:not(.modelzoo-thumb > img)", inner),
    thumbs: boxes(".modelzoo-header > .modelzoo-thumb"),
    sorting: boxes(".modelzoo-sort"),
    sortSigns: boxes(".modelzoo-sort", (one) => sign(one, "::after")),
    menus: boxes(".modelzoo-menu > summary"),
    menuSigns: boxes(".modelzoo-menu > summary", (one) => sign(one, "::after")),
    picks: boxes(".modelzoo-pick input"),
    search: boxes(".modelzoo-tools input[type=search]"),
  };
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_sizes_of_all_that_is_drawn(browser: Browser, sites: ThemeSites, width: int) -> None:
    drawn = check_sizes(browser, sites, width)
    for pick in drawn["picks"]:
        assert pick["width"] == pytest.approx(pick["height"], abs=1)
        assert 12 <= pick["width"] <= 20
    assert len(drawn["picks"]) == 5


@pytest.mark.parametrize("theme", [ZENSICAL])
def test_sizes_in_zensical(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, theme: str
) -> None:
    """Its pages of models are Markdown, and models cannot be compared there."""
    sites = theme_sites(tmp_path_factory.mktemp(theme), theme)
    for width in (1280, 390):
        assert check_sizes(browser, sites, width, thumbs=0)["picks"] == []


def check_sizes(browser: Browser, sites: ThemeSites, width: int, thumbs: int = 1) -> dict[str, Any]:
    """Measure what three pages draw; returns what was measured on the last, with the table."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, _ = opened(context, sites.zoo.as_uri() + "/", "views.html")
    settle(page)
    drawn: dict[str, Any] = page.evaluate(DRAWN)
    wide = width == 1280

    # Bars are lines of text, half as long where the share is half as large.
    assert len(drawn["bars"]) == len(drawn["filled"]) == 3
    for bar in drawn["bars"]:
        assert 6 <= bar["height"] <= 12
        assert 60 <= bar["width"] <= 210
    whole, second, half = drawn["filled"]
    assert whole["width"] == second["width"] == pytest.approx(drawn["bars"][0]["width"], abs=1)
    assert half["width"] == pytest.approx(whole["width"] / 2, abs=1)
    assert all(one["height"] == pytest.approx(whole["height"], abs=1) for one in drawn["bars"])
    heights = [row["height"] for row in drawn["rows"]]
    assert [one for one in heights if not 28 <= one <= (48 if wide else 130)] == []
    assert drawn["stats"][0]["width"] == pytest.approx(drawn["statsBox"][0]["width"], abs=2)

    # Three cards or four in a row, or one; none over another.
    (around,) = drawn["cardsBox"]
    cards = drawn["cards"]
    assert len(cards) == 4
    step = len({round(one["x"]) for one in cards})
    assert step in ((3, 4) if wide else (1,))
    for card in (*cards, *drawn["single"]):
        assert 180 <= card["width"] <= 460
        assert 150 <= card["height"] <= 620  # with the picture of its model, if it has one
        assert card["x"] >= around["x"] - 1
        assert card["x"] + card["width"] <= around["x"] + around["width"] + 1
    for above, below in zip(cards, cards[step:], strict=False):
        assert above["y"] + above["height"] < below["y"]
    assert set(drawn["marks"]) == {"none"}

    # A plot fills its box, and is never too small to read: then its box scrolls.
    (plot,), (around,) = drawn["plot"], drawn["plotBox"]
    assert 300 <= around["width"] <= 840
    assert plot["width"] == pytest.approx(max(around["width"], plot["width"]), abs=1)
    assert 540 <= plot["width"] <= 840
    assert plot["width"] / plot["height"] == pytest.approx(drawn["plotRatio"][0], rel=0.01)
    assert around["height"] - plot["height"] <= 16

    page.goto(f"{sites.zoo.as_uri()}/{MODEL}.html")
    settle(page)
    drawn = page.evaluate(DRAWN)
    (picture,) = drawn["pictures"]
    assert (560 if wide else 300) <= picture["width"] <= (900 if wide else 390)
    assert picture["width"] / picture["height"] == pytest.approx(4, rel=0.01)
    assert len(drawn["thumbs"]) == thumbs
    for thumb in drawn["thumbs"]:
        assert thumb["width"] / thumb["height"] == pytest.approx(16 / 7, rel=0.01)

    page.goto(f"{sites.zoo.as_uri()}/index.html")
    page.locator(".modelzoo-tools").wait_for()
    settle(page)
    drawn = page.evaluate(DRAWN)
    assert len(drawn["sorting"]) == 5
    assert all(20 <= one["height"] <= 90 and one["width"] >= 40 for one in drawn["sorting"])
    for kind, least, most in (("sortSigns", 5, 20), ("menuSigns", 4, 9)):
        assert drawn[kind]
        for one in drawn[kind]:
            assert least <= one["width"] <= most, (kind, one)
            assert least <= one["height"] <= 1.5 * most, (kind, one)
    assert all(24 <= one["height"] <= 44 for one in drawn["menus"])
    (search,) = drawn["search"]
    assert search["width"] >= 100
    assert 24 <= search["height"] <= 48
    context.close()
    return drawn
