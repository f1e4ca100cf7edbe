"""The table for those who type Chinese, listen to the page, or use no mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.browser_pages import Reader, expect, opened
from tests.support.sphinx_project import Project
from tests.support.table_zoo import ALL, CATALOG, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

_RECORD = """() => {
  const region = document.querySelector("[role=status]");
  self.said = [];
  new MutationObserver(() => self.said.push(region.textContent.trim()))
    .observe(region, {characterData: true, childList: true, subtree: true});
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("readers"), {"index.rst": INDEX}, catalog=CATALOG)
    built = project.build(language="zh")
    assert built.warnings == ""
    return built.outdir


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Reader]:
    context = browser.new_context()
    found = Reader(*opened(context, site.as_uri() + "/", "index.html"))
    found.page.locator(".modelzoo-tools").wait_for()
    yield found
    found.watch.check()
    context.close()


def test_half_typed_pinyin_is_no_search(reader: Reader) -> None:
    page = reader.page
    box = page.get_by_role("searchbox", name="搜索模型")
    box.focus()
    keys = page.context.new_cdp_session(page)
    for text in ("c", "can", "can cha"):
        end = len(text)
        keys.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": end, "selectionEnd": end}
        )
    expect(box).to_have_value("can cha")
    reader.sees(*ALL)
    reader.reads("共 4 个模型")
    keys.send("Input.insertText", {"text": "残差"})
    expect(box).to_have_value("残差")
    reader.sees("ResNet-101", "ResNet-50")
    reader.reads("共 4 个，显示 2 个")


def test_typing_is_read_out_once(reader: Reader) -> None:
    page = reader.page
    page.evaluate(_RECORD)
    box = page.get_by_role("searchbox", name="搜索模型")
    # All at once, so that a busy machine does not take it for several searches.
    box.evaluate(
        "(box) => { for (const text of ['m', 'ma', 'mas', 'masknet']) {"
        " box.value = text; box.dispatchEvent(new Event('input', {bubbles: true})); } }"
    )
    reader.sees("MaskNet")
    page.wait_for_function("self.said.length > 0", polling=50)
    assert page.evaluate("self.said") == ["共 4 个，显示 1 个"]
    # What is seen of it is not there a second time.
    expect(page.locator(".modelzoo-status")).to_have_attribute("aria-hidden", "true")


def test_focus_stays_in_the_comparison(reader: Reader) -> None:
    page = reader.page
    for name in ("YOLOv4", "MaskNet", "ResNet-50"):
        page.get_by_role("checkbox", name=f"对比 {name}").check()
    opener = page.get_by_role("button", name="对比", exact=True)
    opener.press("Enter")
    dialog = page.get_by_role("dialog")
    removers = dialog.locator(".modelzoo-cross")
    removers.nth(1).press("Enter")
    expect(removers).to_have_count(2)
    expect(removers.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    removers.first.press("Enter")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


# As sphinxawesome-theme and sphinx_immaterial have it.
THEME = """
:is(#content, .body) dl p { margin-block: 8px }
.body a { word-break: break-word }
"""


def test_a_page_in_themes_with_rules_of_their_own(browser: Browser, tmp_path: Path) -> None:
    """Facts keep their distance, and the neighbours' names keep their words, on a phone."""
    project = Project(tmp_path, {"index.rst": INDEX}, catalog=CATALOG)
    project.write("_own/theme.css", THEME)
    built = project.build(
        language="en", html_static_path=["_own"], html_css_files=[("theme.css", {"priority": 900})]
    )
    name = next(path for path in sorted((built.outdir / "models").glob("*.html")))
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page, watch = opened(context, built.outdir.as_uri() + "/", f"models/{name.name}")
    room = page.locator(".modelzoo-facts dd").evaluate_all(
        "all => all.map(one => one.offsetHeight / parseFloat(getComputedStyle(one).fontSize))"
    )
    assert room
    assert max(room) < 2
    shown = page.locator(".modelzoo-nav-name").first
    one_line = "one => one.getClientRects().length === 1"
    assert shown.evaluate(one_line)
    watch.check()
