"""What is printed of a table that is shown in pages: every row that is chosen."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.render import cutting
from tests.support.browser_pages import expect, opened, served, settle
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

COUNT = 400
TASKS = ("object-detection", "image-classification", "text-generation")
CATALOG = "schema_version: 1\nmodels:\n" + "".join(
    f"  - {{id: m-{n}, name: Model-{n}, tasks: [{TASKS[n % 3]}], params: {n + 1}M}}\n"
    for n in range(COUNT)
)
OPTIONS = "   :columns: name, tasks, params\n"
HOSTS = ("sphinx", "mkdocs")
# Counted when the page's own listeners are through, as the browser prints it.
COUNTING = """() => {
  self.printed = [];
  addEventListener("beforeprint", () => {
    printed.push(document.querySelectorAll("tbody tr[data-model]").length);
  });
}"""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("print")
    index = f"Zoo\n===\n\n.. modelzoo::\n{OPTIONS}"
    sphinx = Project(root / "sphinx", {"index.rst": index}, catalog=CATALOG).build()
    options = OPTIONS.replace("   ", "")
    fence = f"# Zoo\n\n```{{modelzoo}}\n{options}```\n"
    theme = {"name": "material", "font": False}
    mkdocs = Site(root / "mkdocs", {"index.md": fence}, catalog=CATALOG, theme=theme).build()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "STATIC_ROWS", COUNT - 1)
        large = Project(root / "large", {"index.rst": index}, catalog=CATALOG).build()
    assert [sphinx.warnings, mkdocs.warnings, large.warnings] == ["", [], ""]
    return {"sphinx": sphinx.outdir, "mkdocs": mkdocs.outdir, "large": large.outdir}


def state(page: Page) -> object:
    """What a reader sees of the table, and where."""
    return page.evaluate(
        """() => [
          [...document.querySelectorAll("tbody tr[data-model]")].map((row) => row.dataset.model),
          document.querySelector(".modelzoo-pages").innerText, scrollY, location.href,
          document.activeElement.className, document.querySelector(".modelzoo-table").offsetWidth,
        ]"""
    )


def words(pdf: bytes) -> str:
    """The text of what was printed; the test goes on without it where Poppler is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return ""
    return subprocess.run(
        [program, "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


@pytest.mark.parametrize("name", [*HOSTS, "large"])
def test_all_rows_are_printed(browser: Browser, sites: dict[str, Path], name: str) -> None:
    context = browser.new_context(reduced_motion="reduce")  # nothing scrolls by and by
    with served(sites[name]) as address:
        page, watch = opened(context, address, "index.html?zoo.page=3")
        expect(page.locator(".modelzoo-pages")).to_contain_text("Page 3 of 8")
        page.evaluate(COUNTING)
        page.get_by_role("button", name="Next page").focus()
        page.mouse.wheel(0, 300)
        settle(page)
        before = state(page)
        pdf = page.pdf()
        settle(page)
        assert page.evaluate("printed") == [COUNT]
        assert state(page) == before
        text = words(pdf)
        assert not text or set(re.findall(r"Model-\d+", text)) == {
            f"Model-{n}" for n in range(COUNT)
        }
        # What is left out stays out.
        page.locator(".modelzoo-search input").fill("object detection")
        settle(page)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("tbody tr[data-model]:visible")).to_have_count(-(-COUNT // 3))
        expect(page.locator(".modelzoo-pages")).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator("tbody tr[data-model]")).to_have_count(50)
        watch.check()
    context.close()


def test_without_the_script_the_rest_is_printed_as_a_list(
    browser: Browser, sites: dict[str, Path]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sites["large"] / "index.html").as_uri())
    page.emulate_media(media="print")
    expect(page.locator("tbody tr[data-model]:visible")).to_have_count(cutting.SHOWN_ROWS)
    expect(page.locator(".modelzoo-rest li:visible")).to_have_count(COUNT - cutting.SHOWN_ROWS)
    context.close()
