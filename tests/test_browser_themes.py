"""axe-core on the pages of every theme, light and dark, with everything open that opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser_pages import axe_script, launched, opened, violations
from sphinx_project import Project
from test_browser_table import CATALOG, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

THEMES = ("alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme")
# What is ours: the themes' own navigation has findings of its own.
OURS = (".modelzoo-tools", ".modelzoo-wrap")
GROUPED = INDEX + "   :group-by: task\n   :caption: All models\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


def material(root: Path) -> Path:
    pytest.importorskip("material", reason="mkdocs-material is not installed")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    docs = root / "docs"
    docs.mkdir()
    (docs / "models.yaml").write_text(CATALOG, encoding="utf-8")
    options = "columns: no, paper, summary, params, year, quickstart\n:group-by: task"
    (docs / "index.md").write_text(
        f"# Zoo\n\n```{{modelzoo}}\n:{options}\n:caption: All models\n```\n", encoding="utf-8"
    )
    config = root / "mkdocs.yml"
    palette = "".join(
        f"    - {{media: '(prefers-color-scheme: {scheme})', scheme: {name}}}\n"
        for scheme, name in (("light", "default"), ("dark", "slate"))
    )
    config.write_text(
        "site_name: Zoo\nuse_directory_urls: false\n"
        f"theme:\n  name: material\n  font: false\n  palette:\n{palette}"
        "plugins:\n  - modelzoo: {catalog: docs/models.yaml}\n",
        encoding="utf-8",
    )
    loaded = load_config(str(config))
    build(loaded)
    return root / "site"


@pytest.mark.parametrize("theme", [*THEMES, "material"])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, theme: str) -> None:
    script = axe_script()
    if theme == "material":
        site = material(tmp_path)
    else:
        pytest.importorskip(theme)
        site = (
            Project(tmp_path, {"index.rst": GROUPED}, catalog=CATALOG)
            .build(html_theme=theme, project="Zoo")
            .outdir
        )
    for scheme in ("light", "dark"):
        context = browser.new_context(
            color_scheme=scheme, reduced_motion="reduce", viewport={"width": 1280, "height": 900}
        )
        address = "index.html?zoo.sort=-params&zoo.compare=yolov4,mask-net"
        page, watch = opened(context, site.as_uri() + "/", address)
        page.locator(".modelzoo-status").wait_for()
        page.wait_for_timeout(700)
        page.locator(".modelzoo-menu > summary", has_text="Tasks").click()
        assert violations(page, script, *OURS) == [], scheme
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Compare (2)").click()
        page.get_by_role("dialog").wait_for()
        assert violations(page, script, ".modelzoo-dialog") == [], scheme
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 390, "height": 800})
        page.wait_for_timeout(300)
        assert violations(page, script, *OURS) == [], scheme
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        watch.check()
        context.close()


@pytest.mark.parametrize("theme", THEMES)
def test_heads_stay_below_what_the_theme_keeps_in_sight(
    browser: Browser, tmp_path: Path, theme: str
) -> None:
    pytest.importorskip(theme)
    index = INDEX.replace("no, paper, summary, params, year, quickstart", "name, summary")
    site = (
        Project(tmp_path, {"index.rst": index}, catalog=CATALOG)
        .build(html_theme=theme, project="Zoo")
        .outdir
    )
    context = browser.new_context(viewport={"width": 1280, "height": 400})
    page, _ = opened(context, site.as_uri() + "/", "index.html")
    page.mouse.move(640, 200)
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(600)
    head = page.locator("thead th").nth(1)
    assert head.evaluate(
        "(head) => { const box = head.getBoundingClientRect();"
        " const at = document.elementFromPoint(box.x + 20, box.y + box.height / 2);"
        " return box.y >= 0 && head.contains(at); }"
    )
    context.close()
