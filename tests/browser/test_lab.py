"""The comparison of the invented laboratory's models: figures with and without a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.browser_pages import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.manual import Site

pytestmark = pytest.mark.browser


def test_what_no_dataset_has_is_below_none(browser: Browser, lab_sites: dict[str, Site]) -> None:
    context = browser.new_context()
    address = "index_en.html?zoo.compare=plover,egret-tiny-int8&zoo.view=compare"
    page, _ = opened(context, lab_sites["en"].root.as_uri() + "/", address)
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    heads = [text.strip() for text in dialog.locator("tbody th").all_inner_texts()]
    assert heads[:4] == ["Wetland-50", "Top-1 Accuracy · %", "Size and speed", "Latency"]
    assert "Runs on" in heads[heads.index("Facts") :]
    latency = dialog.locator("tr", has_text="Latency").locator("td").all_inner_texts()
    assert latency == ["2900 us +2100\nBase\n7.7 ms +6.9\nLarge", "800 us\nbest"]
    context.close()
