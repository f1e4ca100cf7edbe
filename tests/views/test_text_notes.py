"""What pages and statistics say about texts that lack a language or are out of date."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.views.content import Paragraph, Section, Words
from sphinx_modelzoo.views.display import Header
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.text_notes import with_notes
from sphinx_modelzoo.views.view import STATS
from tests.support.mkdocs_project import Site
from tests.support.registries import BUILTIN, VIEWS
from tests.support.sphinx_project import Project, assert_same_tree

ZOO = """\
schema_version: 1
text_languages: [zh, en]
models:
  - id: tern
    name: Tern
    summary: {en: Dives.}
    abstract: {en: We dive., zh: 我们潜水。}
    description: {zh: 说明。}
    code: [{url: a.py, label: Colab}]
    variants: [{id: small, abstract: {en: Small.}}]
  - id: kite
    name: Kite
    summary: {zh: 风筝。, en: Flies.}
"""
STALE = ZOO.replace("We dive.", "We dive again.").replace("风筝。", "新风筝。")
NOTES = {
    ("tern", "zh"): ["本条简介暂无中文，显示英文。", "译文早于英文原文。"],
    ("tern", "en"): ["This description is not available in English yet. It is shown in Chinese."],
    ("tern", "ja"): [
        "This summary is not available in Japanese yet. It is shown in English.",
        "This abstract is not available in Japanese yet. It is shown in English.",
        "This description is not available in Japanese yet. It is shown in Chinese.",
    ],
    ("kite", "zh"): [],
    ("kite", "en"): ["This translation is older than the Chinese original."],
}


@pytest.fixture(autouse=True)
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(ZOO, encoding="utf-8")
    assert CliRunner().invoke(main, ["sync", "models.yaml"]).exit_code == 0
    Path("models.yaml").write_text(STALE, encoding="utf-8")


def _notes(model: str, language: str, *, on: bool = True) -> list[str]:
    catalog = load_catalog("models.yaml", Path.cwd(), registry=with_notes(BUILTIN, on))
    known = catalog.get(model)
    assert known is not None
    blocks = [
        inner
        for block in build_model_page(catalog, known, language).blocks
        for inner in (block.blocks if isinstance(block, Section | Header) else (block,))
    ]
    return [
        word.text
        for block in blocks
        if isinstance(block, Paragraph) and block.role == "note"
        for word in block.inlines
        if isinstance(word, Words)
    ]


@pytest.mark.parametrize(("model", "language"), NOTES)
def test_notes_on_a_page(model: str, language: str) -> None:
    assert _notes(model, language) == NOTES[model, language]
    assert _notes(model, language, on=False) == []


def test_statistics_by_translation() -> None:
    catalog = load_catalog("models.yaml", Path.cwd(), registry=BUILTIN)
    found = VIEWS[STATS].read({"by": "translation"}, catalog)
    assert found.problems == ()
    for language, heads, rows in (
        (
            "en",
            ["Language", "Available", "Missing", "Out of date", "Share"],
            ["English", "Chinese"],
        ),
        ("zh", ["语言", "已有", "缺少", "过时", "占比"], ["英文", "中文"]),
    ):
        grid, note = VIEWS[STATS].view(catalog, found.kept, language)
        assert [column.label for column in grid.columns] == heads  # type: ignore[union-attr]
        cells = [
            [cell.blocks[0].inlines[0].text for cell in row.cells]  # type: ignore[union-attr]
            for row in grid.rows  # type: ignore[union-attr]
        ]
        assert cells == [[rows[0], "4", "1", "1", "80%"], [rows[1], "3", "2", "1", "60%"]]
    assert note.inlines[0].text == "共 5 个文本。"  # type: ignore[union-attr]
    grid, note = VIEWS[STATS].view(Catalog.of((), registry=BUILTIN), found.kept, "en")
    assert note.inlines[0].text == "0 texts."  # type: ignore[union-attr]


def test_in_sphinx(tmp_path: Path) -> None:
    index = "Zoo\n===\n\n.. modelzoo::\n\n.. modelzoo-stats::\n   :by: translation\n"
    project = Project(tmp_path / "project", {"index.rst": index}, catalog=STALE)
    record = Path("models.sync").read_bytes()
    catalog = next((tmp_path / "project").rglob("models.yaml"))
    catalog.with_suffix(".sync").write_bytes(record)
    options = {"modelzoo_notes": True, "language": "zh_CN"}
    first = project.build(**options)
    assert "译文早于英文原文。" in first.text("models/tern.html")
    assert "本条简介暂无中文，显示英文。" in first.text("models/tern.html")
    assert "<td" in first.text("index.html")
    linked = project.build(
        **options, modelzoo_translations={"zh": "https://x.org/zh/", "en": "https://x.org/en/"}
    )
    page = BeautifulSoup(linked.text("models/tern.html"), "html.parser")
    (link,) = page.select("p.modelzoo-note a[href*='/en/models/tern.html']:-soup-contains('英文')")[
        :1
    ]
    assert link["href"] == "https://x.org/en/models/tern.html"
    # The record alone changes: pages and statistics follow it.
    fresh_lines = [line for line in record.decode().splitlines() if "abstract" not in line]
    catalog.with_suffix(".sync").write_text("\n".join(fresh_lines), encoding="utf-8")
    again = project.build(**options)
    assert "译文早于英文原文。" not in again.text("models/tern.html")
    fresh = project.build(to="fresh", **options)
    assert_same_tree(again.outdir, fresh.outdir, but={".buildinfo.bak"})
    assert "本条简介暂无中文" not in project.build(language="zh_CN").text("models/tern.html")


def test_in_mkdocs(tmp_path: Path) -> None:
    fence = "# Zoo\n\n```{modelzoo}\n```\n\n```{modelzoo-stats}\n:by: translation\n```\n"
    site = Site(tmp_path / "site", {"index.md": fence}, catalog=STALE, zoo={"notes": True})
    translations = {"zh": "https://x.org/zh/", "en": "https://x.org/en/"}
    site.configure(zoo={"notes": True, "translations": translations})
    built = site.build()
    assert '<a href="https://x.org/zh/models/tern/"' in built.text("models/tern/index.html")
    site.configure(zoo={"notes": True})
    built = site.build()
    text = built.text("models/tern/index.html")
    assert "This description is not available in English yet. It is shown in Chinese." in text
    assert "Out of date" in built.text("index.html")


def test_in_pages_as_files() -> None:
    words = ["pages", "models.yaml", "--out", "docs/models", "--language", "zh"]
    assert CliRunner().invoke(main, [*words, "--notes"]).exit_code == 0
    assert "译文早于英文原文。" in Path("docs/models/tern.md").read_text(encoding="utf-8")
    assert CliRunner().invoke(main, words).exit_code == 0
    assert "译文早于" not in Path("docs/models/tern.md").read_text(encoding="utf-8")
