"""The search of a table over all that readers type, and the order of Chinese in browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.query.natural import natural_key
from sphinx_modelzoo.render import cutting
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from tests.support.browser_pages import Reader, opened
from tests.support.sphinx_project import Project
from tests.views.test_search_words import CATALOG

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.once]

INDEX = "Zoo\n===\n\n.. modelzoo::\n   :columns: name\n   :interactive: yes\n"
WORDS = (
    "first-net", "ann ash", "王小明", "2001.00001", "目标检测", "detection object", "ms-coco",
    "昇腾", "alpha mAP", "ALPHA 目标",
)  # fmt: skip


@pytest.mark.parametrize("cut", [False, True])
def test_all_that_readers_type_is_found(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: bool
) -> None:
    if cut:
        monkeypatch.setattr(cutting, "STATIC_ROWS", 2)
        monkeypatch.setattr(cutting, "SHOWN_ROWS", 1)
    built = Project(tmp_path, {"index.rst": INDEX}, catalog=CATALOG).build()
    context = browser.new_context()
    reader = Reader(*opened(context, built.outdir.as_uri() + "/", "index.html"))
    box = reader.page.get_by_role("searchbox", name="Search models")
    reader.sees("Alpha", "Beta", "Gamma")
    for words in WORDS:
        box.fill(words)
        found = ("Alpha", "Beta") if words in ("目标检测", "detection object") else ("Alpha",)
        reader.sees(*found)
    for words in ("secret", "alpha gamma", "检测检测"):
        box.fill(words)
        reader.sees()
    # A longer query is looked for in what the shorter one found, a shorter one in all models.
    for words, found in (
        ("目", ("Alpha", "Beta")), ("目标", ("Alpha", "Beta")), ("目标 alph", ("Alpha",)),
        ("alph", ("Alpha",)), ("a", ("Alpha", "Beta", "Gamma")), ("a bet", ("Beta",)),
    ):  # fmt: skip
        box.fill(words)
        reader.sees(*found)
    reader.watch.check()
    context.close()


def test_chinese_has_the_order_of_the_browser(browser: Browser) -> None:
    labels = {term.label("zh") for term in Vocabularies.builtin().tasks}
    # A zh browser puts Chinese before Latin letters; among Chinese words the order is the same.
    words = [one for one in labels if "\u4e00" <= one[0] <= "\u9fff" and one.isalpha()]
    words = [one for one in words if not any(char.isascii() for char in one)]
    assert len(words) > 200
    page = browser.new_page()
    script = "(words) => words.sort(new Intl.Collator('zh', {numeric: true}).compare)"
    assert sorted(words, key=natural_key) == page.evaluate(script, sorted(words))
    page.close()
