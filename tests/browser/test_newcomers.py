"""Five questions of somebody who has not seen the site, with the clicks that each answer takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hatch_build import minify
from tests.support import FIXTURES
from tests.support.browser_pages import expect, opened, settle
from tests.support.theme_sites import build_sphinx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.once]

BOXES = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 70">'
    '<rect x="28" y="10" width="50" height="35" /></svg>'
)
CONF = (
    'project = "Zoo"\nextensions = ["sphinx_modelzoo"]\nmodelzoo_catalog = "models.yaml"\n'
    "modelzoo_leaderboards = True\n"
)


class Newcomer:
    """A reader who counts what they do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, what: Locator) -> None:
        """Click, once the page stands still."""
        self.actions += 1
        what.click()
        settle(self.page)

    def fill(self, what: Locator, text: str) -> None:
        """Type into a field."""
        self.actions += 1
        what.fill(text)
        settle(self.page)

    def rows(self) -> list[list[str]]:
        """Read the rows that can be seen, each as the texts of its cells."""
        rows = self.page.locator("table.modelzoo-zoo tbody tr")
        return [
            [cell.inner_text().strip() for cell in row.locator("th, td").all() if cell.is_visible()]
            for row in rows.all()
            if row.is_visible()
        ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A zoo of 14 models of three tasks, one of them deprecated."""
    catalog = (FIXTURES / "fourteen_models.yaml").read_text("utf-8")
    files = {
        "index.rst": "Zoo\n===\n\n.. modelzoo::\n",
        "models.yaml": catalog,
        "boxes.svg": BOXES,
    }
    out: Path = build_sphinx(tmp_path_factory.mktemp("zoo"), files, CONF)
    for script in out.rglob("modelzoo*.js"):  # as the wheel has them
        script.write_text(minify(script.read_text("utf-8")), "utf-8")
    return out.as_uri() + "/"


@pytest.fixture
def newcomer(browser: Browser, site: str) -> Iterator[Newcomer]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, watch = opened(context, site, "index.html")
    settle(page)
    yield Newcomer(page)
    watch.check()
    context.close()


def test_the_smallest_detector_above_45_map_and_its_weights(newcomer: Newcomer) -> None:
    page = newcomer.page
    newcomer.click(page.get_by_role("link", name="Object detection"))
    newcomer.click(page.locator("summary", has_text="Filters"))
    newcomer.fill(page.get_by_role("spinbutton", name="mAP · COCO: From"), "45")
    page.keyboard.press("Escape")
    newcomer.click(page.get_by_role("columnheader", name="Parameters").get_by_role("button"))
    assert [row[1].split("\n")[0] for row in newcomer.rows()] == [
        "Kestrel", "Tern-Small", "Heron-DETR",
    ]  # fmt: skip
    newcomer.click(page.locator("summary", has_text="4 variants"))
    (medium,) = (row for row in newcomer.rows() if row[1].startswith("Kestrel-M"))
    assert "21.3" in medium  # Tern-Small has 22
    assert any(cell.startswith("49.6") for cell in medium)
    assert newcomer.actions == 5

    newcomer.click(page.get_by_role("link", name="Kestrel-M", exact=True))
    row = page.get_by_role("row", name="Kestrel-M").filter(has=page.locator("a[href$='.pdparams']"))
    weights = row.first.locator("a[href$='.pdparams']")
    expect(weights).to_have_attribute("href", "https://example.org/w/kestrel-m.pdparams")
    expect(weights).to_be_visible()
    assert newcomer.actions == 6


def test_columns_follow_the_only_task_that_is_chosen(newcomer: Newcomer) -> None:
    page = newcomer.page
    mixed = ["Model and paper", "Tasks", "Main result", "Latency", "Parameters"]
    tasks = {
        "Object detection": ["mAP", "AP50"],
        "Image classification": ["Top-1 Accuracy"],
    }

    def shown() -> list[str]:
        heads = page.locator("table.modelzoo-zoo > thead th:visible")
        return [text.split("\n")[0] for text in heads.all_inner_texts()]

    assert shown() == mixed
    chips = {name: page.get_by_role("link", name=name) for name in tasks}
    for name, metrics in tasks.items():
        newcomer.click(chips[name])
        assert shown() == ["Model and paper", *metrics, "Latency", "Parameters", "License"]
        newcomer.click(chips[name])
        assert shown() == mixed
    for chip in chips.values():
        newcomer.click(chip)
    assert shown() == mixed
    newcomer.click(chips["Image classification"])
    kestrel = newcomer.rows()[0]
    assert kestrel[2:4] == ["44.2–54.7\n(best)", "61.5–72.1\n(best)"]
    # What a reader chooses stays.
    newcomer.click(page.locator("summary", has_text="Columns"))
    for label in (re.compile("AP50.*COCO"), "Tasks"):
        newcomer.click(page.get_by_role("checkbox", name=label))
    page.keyboard.press("Escape")
    chosen = ["mAP", "Latency", "Parameters", "Tasks", "License"]
    assert sorted(shown()) == sorted(["Model and paper", *chosen])
    page.reload()
    settle(page)
    assert sorted(shown()) == sorted(["Model and paper", *chosen])


def test_what_replaced_the_deprecated_one(newcomer: Newcomer) -> None:
    old = newcomer.page.locator("tr.modelzoo-old")
    expect(old).to_have_count(1)
    expect(old).to_contain_text("Use Heron-DETR instead.")
    newcomer.click(old.get_by_role("link", name="Heron-DETR"))
    expect(newcomer.page.get_by_role("heading", name="Heron-DETR", level=1)).to_be_visible()
    assert newcomer.actions == 1


def test_which_licences_the_classifiers_have(newcomer: Newcomer) -> None:
    newcomer.click(newcomer.page.get_by_role("link", name="Image classification"))
    found = newcomer.rows()
    assert {row[-1] for row in found} == {"Apache-2.0", "CC-BY-NC-4.0", "MIT", "BSD-3-Clause"}
    assert len(found) == 5
    assert newcomer.actions == 1


def test_two_are_compared_and_the_link_is_sent(newcomer: Newcomer, browser: Browser) -> None:
    page = newcomer.page
    for name in ("Plover", "Tern-Small"):
        newcomer.click(page.get_by_role("checkbox", name=name))
    newcomer.click(page.get_by_role("button", name="Compare"))
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    newcomer.click(dialog.get_by_role("button", name="Copy link"))
    assert newcomer.actions == 4
    link = page.evaluate("navigator.clipboard.readText()")
    context = browser.new_context()
    other, _ = opened(context, "", link)
    dialog = other.get_by_role("dialog")
    dialog.wait_for()
    row = dialog.locator("tr", has_text="mAP")
    assert row.locator("td").all_inner_texts() == ["33.9 −13.9", "47.8\nbest"]
    context.close()
