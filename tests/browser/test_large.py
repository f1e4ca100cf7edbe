"""A table of more models than a page holds: beside the page for the script, as links without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.render import cutting
from sphinx_modelzoo.render.cutting import SHOWN_ROWS
from tests.support.browser_pages import PATIENCE, expect, opened, served
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.browser

COUNT = 410
PAGES = -(-COUNT // 50)
TASKS = ("object-detection", "image-classification", "text-generation")
INDEX = """\
Zoo
===

.. modelzoo::
   :columns: no, name, summary, params, license
"""
PLOT = """\
:orphan:

Plot
====

.. modelzoo-plot::
   :x: params
   :y: FPS
"""


def catalog() -> str:
    entries = "".join(
        f"  - id: m-{n}\n    name: Model-{n}\n    tasks: [{TASKS[n % 3]}]\n"
        f"    params: {COUNT - n}M\n    results: [{{dataset: COCO, metrics: {{FPS: {n + 1}}}}}]\n"
        f'    license: MIT\n    summary: "Number $x_{n}$ with **bold** and `<code {n}>` & more."\n'
        for n in range(COUNT)
    )
    return f"schema_version: 1\nmodels:\n{entries}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(
        tmp_path_factory.mktemp("large"),
        {"index.rst": INDEX, "plot.rst": PLOT},
        # No formulas from the net: the pages are looked at without it.
        'html_math_renderer = "none"\ndef setup(app):\n'
        "    app.add_html_math_renderer('none', (lambda *a: None, None))\n",
        catalog=catalog(),
    )
    # Kept beside the page as a longer table is, whose models would take a minute to build.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "STATIC_ROWS", COUNT - 1)
        built = project.build()
    assert built.warnings == ""
    return built.outdir


@pytest.mark.parametrize("way", ["file", "http"])
def test_all_models_are_searched_sorted_and_paged(browser: Browser, site: Path, way: str) -> None:
    context = browser.new_context()
    with served(site) as address:
        page, watch = opened(
            context, address if way == "http" else site.as_uri() + "/", "index.html"
        )
        status = page.locator(".modelzoo-status")
        expect(status).to_have_text(f"All models: {COUNT}")
        names = page.locator("tbody tr a.modelzoo-link")
        expect(names).to_have_count(50)
        expect(page.locator(".modelzoo-rest")).to_have_count(0)
        box = page.get_by_role("searchbox", name="Search models")
        box.fill("<code 399>")
        expect(status).to_have_text(f"1 of {COUNT} models")
        expect(names).to_have_text(["Model-399"])
        cell = page.locator("tbody td.modelzoo-col-summary")
        assert cell.locator("strong").inner_text() == "bold"
        assert cell.locator("code").inner_text() == "<code 399>"
        assert names.first.get_attribute("href") == "models/m-399.html"
        page.get_by_role("button", name="Clear all").click()
        pages = page.get_by_role("navigation", name="Pages of the table")
        expect(pages.get_by_text(f"Page 1 of {PAGES}", exact=True)).to_be_visible()
        expect(pages.get_by_role("button", name="Previous page")).to_be_disabled()
        pages.get_by_role("button", name="Next page").click()
        expect(names.first).to_have_text("Model-50")
        page.wait_for_url("**zoo.page=2**")
        page.go_back()
        expect(names.first).to_have_text("Model-0")
        page.get_by_role("columnheader", name="Parameters").get_by_role("button").click()
        expect(names.first).to_have_text(f"Model-{COUNT - 1}")
        page.get_by_role("link", name="Text generation").click()
        expect(status).to_have_text(f"{COUNT // 3} of {COUNT} models")
        expect(names).to_have_count(50)
        page.wait_for_url("**zoo.task=textgeneration**")
        page.reload()
        expect(status).to_have_text(f"{COUNT // 3} of {COUNT} models")
        page.get_by_role("checkbox", name="Compare Model-407").check()
        page.get_by_role("checkbox", name="Compare Model-404").check()
        page.get_by_role("button", name="Compare", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.wait_for()
        assert dialog.locator("tr", has_text="Parameters").locator("td").all_inner_texts() == [
            "3\nbest", "6 +3",
        ]  # fmt: skip
        watch.check()
    context.close()


def test_every_model_is_reached_without_javascript(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, _ = opened(context, site.as_uri() + "/", "index.html")
    main = page.locator("[role=main]")
    assert main.locator("tbody tr").count() == SHOWN_ROWS
    assert main.locator("button, input, select").count() == 0
    rest = main.locator("details.modelzoo-rest")
    rest.locator("summary", has_text=f"The other models: {COUNT - SHOWN_ROWS}").click()
    assert rest.get_by_role("link").count() == COUNT - SHOWN_ROWS
    rest.get_by_role("link", name="Model-409").click()
    assert page.url.endswith("models/m-409.html")
    context.close()


def test_the_table_of_a_large_plot_is_read_when_it_is_opened(browser: Browser, site: Path) -> None:
    pytest.importorskip("matplotlib")
    context = browser.new_context()
    page, watch = opened(context, site.as_uri() + "/", "plot.html")
    data = "modelzoo-data"
    assert not any(data in url for url in watch.requests)
    label = page.locator("summary", has_text="The plot as a table")
    label.click()
    page.get_by_text(f"All models: {COUNT}").wait_for()
    assert any(data in url for url in watch.requests)
    rows = page.locator("tbody tr")
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 50")
    page.get_by_role("searchbox").fill("model-409")
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 1")
    assert rows.get_by_role("link").get_attribute("href") == "models/m-409.html"
    page.get_by_role("button", name="Clear all").click()
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 50")
    # Closed and opened again, its columns have room.
    label.click()
    label.click()
    width = "Math.min(...[...document.querySelectorAll('thead th')].map((th) => th.offsetWidth))"
    page.wait_for_function(f"{width} > 20")
    watch.check()
    context.close()


def test_the_first_rows_can_be_read_before_the_others_have_come(
    browser: Browser, site: Path
) -> None:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    held: list[Route] = []
    # Not the method itself, on which newer versions of Playwright cannot leave a mark.
    page.route("**/modelzoo-data/**", lambda route: held.append(route))
    page.goto(site.as_uri() + "/index.html", wait_until="commit")
    status = page.locator(".modelzoo-status")
    expect(status).to_have_text(f"All models: {COUNT}")
    expect(page.locator("tbody tr")).to_have_count(SHOWN_ROWS)
    page.get_by_role("searchbox", name="Search models").fill("<code 399>")
    expect(status).to_have_text("Loading all models …")
    expect(page.locator("tbody tr")).to_have_count(SHOWN_ROWS)
    held[0].continue_()
    expect(status).to_have_text(f"1 of {COUNT} models")
    expect(page.locator("tbody tr a.modelzoo-link")).to_have_text(["Model-399"])
    context.close()


def test_columns_fit_if_the_window_changes_while_rows_are_loading(
    browser: Browser, site: Path
) -> None:
    context = browser.new_context(viewport={"width": 800, "height": 800})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    held: list[Route] = []
    page.route("**/modelzoo-data/**", lambda route: held.append(route))
    page.goto(site.as_uri() + "/index.html", wait_until="commit")
    expect(page.locator(".modelzoo-status")).to_have_text(f"All models: {COUNT}")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_timeout(300)  # until the observer of sizes has run
    held[0].continue_()
    expect(page.locator("tbody td.modelzoo-pick")).to_have_count(50)
    page.wait_for_function("document.querySelector('.modelzoo-table').style.tableLayout")
    head, cell = (
        page.locator(f"{part}.modelzoo-col-no").first.bounding_box() for part in ("th", "td")
    )
    assert head
    assert cell
    assert head["width"] == cell["width"]
    assert head["width"] < 80, "as wide as the names, whose place it had"
    context.close()


def test_an_added_column_has_room_at_once(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page, watch = opened(context, site.as_uri() + "/", "index.html")
    expect(page.locator(".modelzoo-rest")).to_have_count(0)
    page.get_by_text("Columns", exact=True).first.click()
    # Looked at in the same task, before the browser shows it.
    widths = page.evaluate(
        "() => { const boxes = [...document.querySelectorAll('.modelzoo-check')];"
        "boxes.find((box) => box.textContent === 'Tasks').firstChild.click();"
        "return [...document.querySelectorAll('thead th')].map((head) => head.offsetWidth) }"
    )
    assert len(widths) == 6
    assert min(widths) > 20
    expect(page.locator("tbody .modelzoo-col-tasks")).to_have_count(50)
    watch.check()
    context.close()


def test_a_missing_file_is_said(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.route("**/modelzoo-data/**", lambda route: route.abort())
    page.goto(site.as_uri() + "/index.html")
    page.locator(".modelzoo-message", has_text="could not be loaded").wait_for()
    expect(page.locator("tbody tr")).to_have_count(SHOWN_ROWS)
    expect(page.locator(".modelzoo-rest summary")).to_be_visible()
    context.close()
