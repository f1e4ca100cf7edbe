"""Presets in MkDocs, and the columns that a table without options has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sphinx.test_presets import PRESETS, TEXT
from tests.support.mkdocs_project import Site, i18n

if TYPE_CHECKING:
    from pathlib import Path

FENCE = "# Zoo\n\n```{modelzoo}\n:preset: short\n```\n"
PLAIN = "# Zoo\n\n```{modelzoo}\n```\n"


def heads(site: Site, name: str = "index.html") -> list[str]:
    built = site.build()
    assert [line for line in built.warnings if "shrot" not in line] == []
    return [
        cell.get_text(strip=True) for cell in built.soup(name).select(".modelzoo-table thead th")
    ]


def test_presets_in_both_languages(tmp_path: Path) -> None:
    site = Site(tmp_path, {"index.md": FENCE}, catalog=PRESETS + TEXT, plugins=[i18n("suffix")])
    assert heads(site) == ["Model", "Size"]
    assert heads(site, "zh/index.html") == ["模型", "大小"]


def test_the_default_of_a_site(tmp_path: Path) -> None:
    site = Site(tmp_path, {"index.md": PLAIN}, catalog=PRESETS + TEXT)
    assert heads(site) == ["Model", "Summary", "ParametersM", "License"]
    site.configure(zoo={"preset": "short"})
    assert heads(site) == ["Model", "Size"]
    site.configure(zoo={"preset": "paddle"})
    assert heads(site)[0] == "No."
    site.configure(zoo={"preset": "shrot"})
    (warning,) = site.build().warnings
    assert "preset: unknown preset “shrot” (did you mean “short”?)" in warning
    site.configure()
    site.write("models.yaml", PRESETS.replace("short", "default") + TEXT)
    assert heads(site) == ["Model", "Size"]


def test_a_wrong_preset_is_reported_at_its_fence(tmp_path: Path) -> None:
    site = Site(tmp_path, {"index.md": FENCE}, catalog=TEXT)
    (warning,) = site.build().warnings
    assert "index.md:3" in warning
    assert "unknown preset “short”" in warning
