"""Cards, leaderboards and comparisons where there is little room, in other colours, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import FIXTURES
from tests.support.browser_pages import expect, opened, settle
from tests.support.theme_sites import build_sphinx

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.once]

BOXES = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 70">'
    '<rect x="28" y="10" width="50" height="35" /></svg>'
)
CONF = (
    'project = "Zoo"\nextensions = ["sphinx_modelzoo"]\nmodelzoo_catalog = "models.yaml"\n'
    "modelzoo_leaderboards = True\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A zoo of 14 models of three tasks, one of them deprecated."""
    catalog = (FIXTURES / "fourteen_models.yaml").read_text("utf-8")
    views = (
        ".. modelzoo::\n   :view: cards\n\n.. modelzoo-leaderboard::\n   :dataset: COCO\n"
        "   :metric: mAP\n\n.. modelzoo-stats::\n"
    )
    files = {
        "index.rst": "Zoo\n===\n\n.. toctree::\n\n   views\n\n.. modelzoo::\n",
        "views.rst": f"Views\n=====\n\n{views}",
        "models.yaml": catalog,
        "boxes.svg": BOXES,
    }
    out: Path = build_sphinx(tmp_path_factory.mktemp("zoo"), files, CONF)
    return out.as_uri() + "/"


THREE = "index.html?zoo.compare=kestrel/x,heron-detr/r101,tern-small,toString&zoo.view=compare"


def test_three_are_compared_on_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page, watch = opened(context, site, THREE)
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    settle(page)
    for box in (page.locator("html"), dialog, dialog.locator(".modelzoo-sides")):
        wide = box.evaluate("(box) => [box.scrollWidth, box.clientWidth]")
        assert wide[0] <= wide[1]
    row = dialog.get_by_role("row", name="mAP")
    texts = ["54.7\nbest", "53.0 −1.7", "47.8 −6.9"]
    assert row.get_by_role("cell").all_inner_texts() == texts
    head, *cells = (one.bounding_box() for one in row.locator("th, td").all())
    assert all(cell["y"] >= head["y"] + head["height"] - 1 for cell in cells)
    assert len({round(cell["y"]) for cell in cells}) == 1
    assert [one.strip() for one in dialog.locator(".modelzoo-group").all_inner_texts()] == [
        "COCO", "Size and speed", "Facts",
    ]  # fmt: skip
    tasks = dialog.get_by_role("row", name="Tasks")
    expect(tasks).to_be_visible()
    dialog.get_by_role("checkbox", name="Only differences").press("Space")
    expect(tasks).to_be_hidden()
    expect(row).to_be_visible()
    context.close()
    watch.check()


@pytest.mark.parametrize("width", [1280, 320])
def test_all_of_a_card_leads_to_its_model(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page, watch = opened(context, site, "views.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    card = page.locator(".modelzoo-card", has_text="Plover")
    card.locator("dl").click(force=True)  # the link is above it
    page.wait_for_url("**/models/plover.html")
    page.go_back()
    old = page.locator(".modelzoo-card").last
    expect(old).to_contain_text("Deprecated")
    old.get_by_role("link", name="Heron-DETR").click()  # above the link of the card
    page.wait_for_url("**/models/heron-detr.html")
    context.close()
    watch.check()


def test_bars_in_forced_colours_and_on_paper(browser: Browser, site: str) -> None:
    context = browser.new_context(forced_colors="active", java_script_enabled=False)
    page, _ = opened(context, site, "views.html")
    bars = page.locator(".modelzoo-ranks .modelzoo-meter")
    assert bars.count() == 9
    fill = "(bar) => getComputedStyle(bar).fill"
    text = "(bar) => getComputedStyle(bar).color"
    assert bars.first.evaluate(fill) == page.locator("body").evaluate(text)
    widths = [bar.locator("rect").bounding_box()["width"] for bar in bars.all()]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] / widths[0] == pytest.approx(33.9 / 54.7, abs=0.01)
    page.emulate_media(media="print", forced_colors="none")
    for name in ("Kestrel-X", "Curlew R-CNN"):
        line = page.get_by_role("row", name=name).locator(".modelzoo-sub")
        assert line.evaluate("(line) => line.scrollWidth <= line.clientWidth")
    context.close()
