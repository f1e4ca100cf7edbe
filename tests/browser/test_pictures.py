"""The picture that fits the theme: its own switch, the reader's wish, and paper."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.lineage_zoo import CATALOG, write_pictures

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MATERIAL = """\
theme:
  name: material
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {icon: material/weather-night, name: Dark}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {icon: material/weather-sunny, name: Light}
"""
# How each theme's own switch says dark and light; None for one that is always light.
SWITCHES = {
    "furo": ("body", "data-theme", "dark", "light"),
    "pydata_sphinx_theme": ("html", "data-theme", "dark", "light"),
    "sphinx_rtd_theme": None,
    "material": ("body", "data-md-color-scheme", "slate", "default"),
    "mkdocs": ("html", "data-bs-theme", "dark", "light"),
}


@pytest.fixture(scope="module", params=SWITCHES)
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A theme with the site in it, built by a process of its own."""
    theme, root = str(request.param), tmp_path_factory.mktemp(str(request.param))
    docs = root / "docs"
    write_pictures(docs)
    out = root / "out"
    if theme in ("material", "mkdocs"):
        (root / "models.yaml").write_text(CATALOG, encoding="utf-8")
        (docs / "index.md").write_text("# Zoo\n\n```{modelzoo}\n:view: cards\n```\n", "utf-8")
        look = MATERIAL if theme == "material" else "theme: {name: mkdocs, color_mode: auto}\n"
        head = "site_name: Zoo\nuse_directory_urls: false\n"
        plugins = "plugins: [{modelzoo: {catalog: models.yaml}}]\n"
        (root / "mkdocs.yml").write_text(head + look + plugins, encoding="utf-8")
        command = ["mkdocs", "build", "-q", "-f", str(root / "mkdocs.yml"), "-d", str(out)]
    else:
        (docs / "models.yaml").write_text(CATALOG, encoding="utf-8")
        (docs / "index.rst").write_text("Zoo\n===\n\n.. modelzoo::\n   :view: cards\n", "utf-8")
        (docs / "conf.py").write_text(
            f"extensions = ['sphinx_modelzoo']\nhtml_theme = {theme!r}\n"
            "modelzoo_catalog = 'models.yaml'\n",
            encoding="utf-8",
        )
        command = ["sphinx", "-q", str(docs), str(out)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return theme, out


def shown(page: Page) -> set[str]:
    """Which of the pictures are shown."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".modelzoo-light, .modelzoo-dark")]
          .filter((image) => getComputedStyle(image).display !== "none")
          .map((image) => image.classList[0])"""
    )
    assert found
    return set(found)


@pytest.mark.parametrize("name", ["index.html", "models/seed.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_picture_is_shown(
    browser: Browser, site: tuple[str, Path], scheme: str, name: str
) -> None:
    theme, folder = site
    switch = SWITCHES[theme]
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto((folder / name).as_uri())
    page.wait_for_load_state()
    wanted = scheme if switch else "light"
    assert shown(page) == {f"modelzoo-{wanted}"}
    if switch:
        element, attribute, dark, light = switch
        for value, picture in ((dark, "dark"), (light, "light")):
            page.evaluate(
                "([element, name, value]) =>"
                " document.querySelector(element).setAttribute(name, value)",
                [element, attribute, value],
            )
            assert shown(page) == {f"modelzoo-{picture}"}
    page.emulate_media(media="print")
    assert shown(page) == {"modelzoo-light"}
    context.close()
