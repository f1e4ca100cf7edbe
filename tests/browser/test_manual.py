"""The showcase in the search of a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.browser_pages import found_by_search

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.manual import Site


@pytest.mark.browser
def test_the_search_finds_models(manual_site: Site, browser: Browser) -> None:
    queries = ["YOLOv4", "yolov4"]
    if manual_site.language == "zh":
        pytest.importorskip("jieba")
        queries.append("检测")
    for query in queries:
        found = found_by_search(browser, manual_site.root, query)
        assert "models/yolov4.html" in found, (query, found)
