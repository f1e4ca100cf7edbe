"""Own fields as readers use them: a range of numbers and a list of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.browser_pages import Reader, expect, opened
from tests.support.sphinx_project import Project
from tests.views.test_own_fields import OCR

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_range_narrows(browser: Browser, tmp_path: Path) -> None:
    pytest.importorskip("furo")
    table = ".. modelzoo::\n   :columns: name, model_size\n   :interactive: yes\n"
    project = Project(tmp_path, {"index.rst": f"Zoo\n===\n\n{table}"}, catalog=OCR)
    built = project.build(html_theme="furo")
    context = browser.new_context()
    reader = Reader(*opened(context, built.outdir.as_uri() + "/", "index.html"))
    page = reader.page
    reader.menu("Model size")
    least = page.get_by_label("Model size: From")
    greatest = page.get_by_label("Model size: To")
    expect(least).to_have_attribute("placeholder", "5.6")
    expect(greatest).to_have_attribute("placeholder", "110")
    least.fill("10")
    reader.sees("DB", "EAST", "EAST", "SAST")
    greatest.fill("100")
    reader.sees("DB", "EAST")
    reader.reads("2 of 5 models")
    reader.is_at("zoo.extra:model_size=10..100")
    expect(page.locator("summary").filter(has_text="Model size")).to_have_text(
        "Model size 10–100 MB"
    )
    page.reload()
    reader.sees("DB", "EAST")
    reader.menu("Backbone")
    # Counts are those of what the range leaves.
    expect(page.locator(".modelzoo-menu[open] label")).to_have_text(
        ["ResNet50_vd1", "MobileNetV31"]
    )
    page.get_by_role("button", name="Clear all").click()
    reader.sees("DB", "DB", "EAST", "EAST", "SAST")
    expect(page.get_by_label("Model size: From")).to_have_value("")
    wrong = Reader(*opened(context, built.outdir.as_uri() + "/",
                           "index.html?zoo.extra:model_size=x..y"))  # fmt: skip
    wrong.sees("DB", "DB", "EAST", "EAST", "SAST")
    reader.watch.check()
    context.close()
