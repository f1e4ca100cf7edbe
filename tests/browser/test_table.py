"""The interactive table as a reader uses it: in Chromium, from the disk and from a server."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.browser_pages import Reader, expect, opened, scroll, served
from tests.support.sphinx_project import Project
from tests.support.table_zoo import ALL, CATALOG, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

GROUPED = """\
:orphan:

Grouped
=======

.. modelzoo::
   :group-by: task
   :columns: name, summary
   :interactive: yes

.. modelzoo::
   :columns: name
   :caption: Second
   :interactive: no
"""


SHORT = """\
:orphan:

Short
=====

.. modelzoo::
   :columns: name, params
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in English and Chinese, side by side."""
    pytest.importorskip("furo")
    root = tmp_path_factory.mktemp("table")
    files = {"index.rst": INDEX, "grouped.rst": GROUPED, "short.rst": SHORT}
    project = Project(root, files, catalog=CATALOG)
    for language in ("en", "zh"):
        built = project.build(to=language, language=language, html_theme="furo")
        assert built.warnings == ""
    return root


@pytest.fixture(params=["file", "http"])
def base(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    if request.param == "file":
        yield site.as_uri() + "/"
    else:
        with served(site) as address:
            yield address


@pytest.fixture
def reader(browser: Browser, base: str) -> Iterator[Reader]:
    context = browser.new_context(accept_downloads=True)
    found = Reader(*opened(context, base, "en/html/index.html"))
    yield found
    found.watch.check()
    context.close()


def test_search_in_every_column_and_back(reader: Reader) -> None:
    page = reader.page
    reader.reads("All models: 4")
    expect(page.get_by_role("status")).to_have_count(1)
    box = page.get_by_role("searchbox", name="Search models")
    for typed, names in {
        "yolo": ["YOLOv4"],
        "ＲＥＳＮＥＴ": ["ResNet-101", "ResNet-50"],
        "net  residual deep": ["ResNet-101"],
        "instance seg": ["MaskNet"],  # the name of a facet
        "2019": ["MaskNet"],
        "<b>": ["MaskNet"],
        "nothing of the kind": [],
    }.items():
        box.fill(typed)
        reader.sees(*names)
        reader.reads(f"{len(names)} of 4 models" if names else "No model matches")
    reader.is_at("zoo.q=nothing+of+the+kind")
    page.go_back()
    reader.sees(*ALL)
    expect(box).to_have_value("")
    page.go_forward()
    expect(box).to_have_value("nothing of the kind")
    page.get_by_role("button", name="Clear all").click()
    reader.sees(*ALL)
    expect(page.locator("input:focus")).to_have_attribute("type", "search")


def test_a_short_table_is_sorted_and_has_no_other_control(browser: Browser, base: str) -> None:
    context = browser.new_context()
    # Of an address from when the table was longer, only the order is followed.
    query = "?zoo.q=mask&zoo.hide=params&zoo.compare=res-50,res-101&zoo.view=compare"
    short = Reader(*opened(context, base, f"en/html/short.html{query}&zoo.sort=-params"))
    page = short.page
    short.sees("YOLOv4", "ResNet-101", "MaskNet", "ResNet-50")
    heads = page.locator("thead th")
    expect(heads.nth(1)).to_have_attribute("aria-sort", "descending")
    expect(page.locator("article").locator("input, select, summary, dialog")).to_have_count(0)
    heads.nth(0).get_by_role("button").click()
    short.sees("MaskNet", "ResNet-50", "ResNet-101", "YOLOv4")
    short.is_at("short.html?zoo.sort=name")
    page.go_back()
    short.sees("YOLOv4", "ResNet-101", "MaskNet", "ResNet-50")
    short.watch.check()
    context.close()


def test_chinese_is_found_by_any_part(browser: Browser, base: str) -> None:
    context = browser.new_context()
    chinese = Reader(*opened(context, base, "zh/html/index.html"))
    box = chinese.page.get_by_role("searchbox", name="搜索模型")
    for typed, names in {"残差": ["ResNet-101", "ResNet-50"], "标检测": ALL[:2]}.items():
        box.fill(typed)
        chinese.sees(*names)
    chinese.reads("共 4 个，显示 2 个")
    chinese.watch.check()
    context.close()


def test_facets_narrow_and_count(reader: Reader) -> None:
    page = reader.page
    tasks = page.get_by_role("navigation", name="Tasks").get_by_role("link")
    expect(tasks).to_have_text(
        ["Image classification 2", "Object detection 2", "Instance segmentation 1"]
    )
    tasks.nth(1).click()
    reader.sees("YOLOv4", "MaskNet")
    expect(tasks.nth(1)).to_have_attribute("aria-current", "true")
    tasks.nth(0).click()
    reader.sees(*ALL)
    tasks.nth(0).press("Enter")
    reader.sees("YOLOv4", "MaskNet")
    reader.menu("License")
    # Counts are those of what the other filters leave.
    expect(page.locator(".modelzoo-menu[open] label")).to_have_text(["Apache-2.01", "MIT1"])
    page.keyboard.press("Escape")
    expect(page.locator("summary:focus")).to_have_count(1)
    expect(page.locator(".modelzoo-menu[open]")).to_have_count(0)
    reader.menu("License")
    reader.tick("MIT")
    expect(page.locator(".modelzoo-on > summary")).to_have_text("License MIT")
    reader.sees("MaskNet")
    reader.reads("1 of 4 models")
    reader.is_at("zoo.task=objectdetection", "zoo.license=")
    page.reload()
    reader.sees("MaskNet")
    page.go_back()
    reader.sees("YOLOv4", "MaskNet")


def test_a_range_has_a_histogram_and_two_numbers(reader: Reader) -> None:
    page = reader.page
    reader.menu("Parameters")
    bars = page.locator(".modelzoo-menu[open] rect")
    expect(page.locator(".modelzoo-menu[open] rect.modelzoo-in")).to_have_count(4)
    assert bars.count() == 16
    least = page.get_by_label("Parameters: From, M")
    least.fill("40")
    reader.sees("YOLOv4", "ResNet-101")
    expect(page.locator(".modelzoo-menu[open] rect.modelzoo-in")).to_have_count(2)
    page.get_by_label("Parameters: To, M").fill("50")
    reader.sees("ResNet-101")
    reader.is_at("zoo.params=40..50")
    expect(page.locator(".modelzoo-on > summary")).to_have_text("Parameters 40–50 M")


def test_where_nothing_fits_each_filter_can_be_removed(reader: Reader) -> None:
    page = reader.page
    page.goto(f"{page.url}?zoo.q=masknet&zoo.license=apache-2.0")
    empty = page.locator(".modelzoo-empty")
    expect(empty).to_contain_text("No model matches.")
    expect(empty.get_by_role("button")).to_have_text(["masknet×", "License: Apache-2.0×"])
    empty.get_by_role("button", name="License: Apache-2.0").click()
    reader.sees("MaskNet")
    expect(empty).to_have_count(0)
    expect(page.locator("input:focus")).to_have_attribute("type", "search")


def test_sorting_is_typed_and_has_a_way_back(reader: Reader) -> None:
    page = reader.page
    orders = {
        "Parameters": ["ResNet-50", "MaskNet", "ResNet-101", "YOLOv4"],
        "Model and paper": ["MaskNet", "ResNet-50", "ResNet-101", "YOLOv4"],
    }
    for column, names in orders.items():
        head = page.get_by_role("columnheader", name=column)
        button = head.get_by_role("button")
        button.click()
        reader.sees(*names)
        expect(head).to_have_attribute("aria-sort", "ascending")
        button.press("Enter")
        reader.sees(*names[::-1])
        expect(head).to_have_attribute("aria-sort", "descending")
        button.press("Space")
        reader.sees(*ALL)
        expect(head).not_to_have_attribute("aria-sort", re.compile(""))
    year = page.get_by_role("columnheader", name="Year").get_by_role("button")
    year.click()
    reader.sees("MaskNet", "YOLOv4", "ResNet-101", "ResNet-50")
    year.click()  # without a year they stay last
    reader.sees("YOLOv4", "MaskNet", "ResNet-101", "ResNet-50")
    reader.is_at("zoo.sort=-year")


def test_columns_can_be_hidden(reader: Reader) -> None:
    page = reader.page
    reader.menu("Columns")
    expect(page.locator(".modelzoo-menu[open] label", has_text="Model and paper")).to_be_hidden()
    reader.tick("Summary")
    expect(page.get_by_role("columnheader", name="Summary")).to_have_count(0)
    summaries = page.locator("td.modelzoo-col-summary:visible")
    expect(summaries).to_have_count(0)
    reader.is_at("zoo.hide=summary")
    page.reload()
    page.locator(".modelzoo-status").wait_for()
    expect(summaries).to_have_count(0)
    page.go_back()
    expect(summaries).to_have_count(4)


def test_columns_can_be_added(reader: Reader) -> None:
    page = reader.page
    reader.menu("Columns")
    reader.tick("Tasks")
    head = page.get_by_role("columnheader", name="Tasks")
    expect(head).to_be_visible()
    expect(page.locator("td.modelzoo-col-tasks").first).to_have_text("Object detection")
    reader.is_at("zoo.add=tasks")
    page.keyboard.press("Escape")
    head.get_by_role("button").click()
    reader.sees("ResNet-101", "ResNet-50", "YOLOv4", "MaskNet")
    page.reload()
    expect(page.locator("td.modelzoo-col-tasks")).to_have_count(4)
    reader.menu("Columns")
    reader.tick("Tasks")
    expect(page.locator("td.modelzoo-col-tasks:visible")).to_have_count(0)


def downloaded(reader: Reader, label: str) -> str:
    reader.menu("Export")
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("button", name=label).click()
    return waiting.value.path().read_text(encoding="utf-8")


def test_what_fits_is_exported(reader: Reader) -> None:
    page = reader.page
    page.get_by_role("searchbox").fill("object detection")
    reader.sees("YOLOv4", "MaskNet")
    text = downloaded(reader, "Download as CSV")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == [
        "No.", "Model and paper", "Summary", "Parameters (M)", "Year", "Quick start",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["1", "2"]
    assert rows[1][1] == (
        "YOLOv4; YOLOv4: Optimal Speed | Accuracy (https://arxiv.org/abs/2004.10934)"
    )
    assert rows[2][2] == "'=Finds <b>masks</b>, and boxes."  # a spreadsheet would run it
    assert rows[2][5] == "Quick start (https://example.org/mask)"
    page.keyboard.press("Escape")
    lines = downloaded(reader, "Download as Markdown").splitlines()
    assert lines[1] == "| ---: | --- | --- | ---: | ---: | --- |"
    assert r"[YOLOv4: Optimal Speed \| Accuracy](https://arxiv.org/abs/2004.10934)" in lines[2]
    assert r"=Finds \<b\>masks\</b\>, and boxes." in lines[3]
    assert "file:" not in "".join(lines)


def test_copying(browser: Browser, site: Path) -> None:
    with served(site) as base:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        reader = Reader(*opened(context, base, "en/html/index.html"))
        reader.menu("Export")
        reader.page.get_by_role("button", name="Copy as CSV").click()
        reader.page.get_by_role("button", name="Copied, rows: 4").wait_for()
        copied = reader.page.evaluate("navigator.clipboard.readText()")
        assert copied.splitlines()[0].startswith("No.,Model and paper")
        reader.watch.check()
        context.close()


def test_groups_fold(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page, watch = opened(context, base, "en/html/grouped.html")
    reader = Reader(page, watch)
    expect(page.locator(".modelzoo-tools")).to_have_count(1)  # the second table is left as it is
    expect(page.locator("table").nth(1).locator("button, input")).to_have_count(0)
    reader.reads("All models: 4")  # one is in two groups
    folder = page.get_by_role("button", name="Object detection 2")
    expect(folder).to_have_attribute("aria-expanded", "true")
    rows = page.locator("table").first.locator("tbody tr[data-model]")
    expect(rows).to_have_count(5)
    folder.click()
    expect(rows).to_have_count(3)
    expect(folder).to_have_attribute("aria-expanded", "false")
    page.get_by_role("searchbox").fill("masknet")
    expect(rows).to_have_count(1)
    folder = page.get_by_role("button", name="Object detection 1")
    folder.press("Enter")
    expect(rows).to_have_count(2)
    watch.check()
    context.close()


def test_comparing(reader: Reader) -> None:
    page = reader.page
    page.get_by_role("checkbox", name="Compare YOLOv4").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".modelzoo-message")).to_have_text("Choose a second model to compare.")
    page.get_by_role("checkbox", name="Compare MaskNet").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    dialog = page.get_by_role("dialog", name="Comparison of models")
    dialog.wait_for()
    heads = ["Property", "YOLOv4 ×input size: 416x416", "MaskNet ×"]
    expect(dialog.get_by_role("columnheader")).to_have_text(heads)
    row = dialog.locator("tr", has=page.locator("th", has_text="mAP"))
    assert row.locator("td").all_inner_texts() == [
        "41.2\nbest", "38.0 −3.2",
    ]  # fmt: skip
    assert dialog.locator("tr", has_text="Year").locator("td").all_inner_texts() == ["2020", "2019"]
    assert (
        dialog.get_by_role("link", name="MaskNet").get_attribute("href") == "models/mask-net.html"
    )
    reader.is_at("zoo.compare=yolov4,mask-net", "zoo.view=compare")
    shared = page.url
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.wait_for_function("!location.search.includes('zoo.view')")
    page.go_back()
    dialog.wait_for()
    page.goto("about:blank")
    page.goto(shared)
    dialog.wait_for()
    dialog.get_by_role("button", name="Remove YOLOv4").click()
    expect(dialog).to_be_hidden()
    bar = page.locator(".modelzoo-bar")
    expect(bar).to_contain_text("Selected: 1")
    bar.get_by_role("button", name="Remove MaskNet").click()
    expect(bar).to_be_hidden()


def test_a_choice_that_is_gone_is_not_made(browser: Browser, base: str) -> None:
    context = browser.new_context()
    reader = Reader(*opened(context, base, "en/html/index.html"))
    reader.reads("All models: 4")
    reader.page.goto(f"{base}en/html/index.html?zoo.task=gone&zoo.tag=gone")
    reader.reads("All models: 4")
    expect(reader.page.get_by_role("button", name="Clear all")).to_have_count(0)
    context.close()


def test_less_can_be_better_and_equal_rows_can_be_left_out(browser: Browser, base: str) -> None:
    context = browser.new_context()
    names = "res-101,__proto__,res-50,constructor,unknown"  # two are models
    address = f"en/html/index.html?zoo.compare={names}&zoo.view=compare"
    page, watch = opened(context, base, address)
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    expect(dialog.get_by_role("columnheader")).to_have_count(3)
    expect(page.locator(".modelzoo-bar > span").first).to_have_text("Selected: 2")  # one is gone
    expect(dialog.locator("tr", has_text="Tasks")).to_be_visible()
    dialog.get_by_role("checkbox", name="Only differences").check()
    expect(dialog.locator("tr", has_text="Tasks")).to_be_hidden()
    best = dialog.locator("tr", has_text="Top-1 accuracy").locator("b")
    expect(best).to_have_text("78.3 best")
    watch.check()
    context.close()


def test_without_javascript_everything_is_there_and_nothing_is_dead(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, _ = opened(context, base, "en/html/index.html")
    main = page.locator("[role=main]")
    assert main.locator("tbody tr").count() == 4
    assert main.locator("button, input, select, [role=status]").count() == 0
    context.close()


@pytest.mark.parametrize("width", [320, 390, 640])
def test_small_screens_and_zoom(browser: Browser, base: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700})
    page, watch = opened(context, base, "en/html/index.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".modelzoo-menu > summary", has_text="License").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    if width < 600:
        page.get_by_role("combobox", name="Sort by").select_option("Parameters (M), descending")
        expect(page.locator("tbody a.modelzoo-link").first).to_have_text("YOLOv4")
        expect(page.locator(".modelzoo-sort").first).to_be_disabled()  # nobody would see its focus
    small = page.evaluate(
        "[...document.querySelectorAll('.modelzoo-tools :is(button, summary, input, select, label),"
        " .modelzoo-pick label')].map((e) => [e.tagName, e.className, e.getBoundingClientRect()])"
        ".filter(([tag,, box]) => tag !== 'INPUT' && box.height)"
        ".filter(([,, box]) => Math.min(box.width, box.height) < 24)"
        ".map(([tag, name]) => `${tag}.${name}`)"
    )
    assert small == []
    watch.check()
    context.close()


def test_heads_stay_in_sight(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 300})
    page, watch = opened(context, base, "en/html/index.html")
    scroll(page, 600)
    box = page.locator("thead th").nth(1).bounding_box()
    assert box is not None
    assert -1 <= box["y"] < 60
    assert (
        page.evaluate("getComputedStyle(document.querySelector('thead th')).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    watch.check()
    context.close()


def test_printed_without_controls(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page, watch = opened(context, base, "en/html/index.html")
    page.emulate_media(media="print")
    expect(page.locator(".modelzoo-tools")).to_be_hidden()
    expect(page.locator(".modelzoo-pick:visible")).to_have_count(0)
    expect(page.locator("tbody tr:visible")).to_have_count(4)
    watch.check()
    context.close()
