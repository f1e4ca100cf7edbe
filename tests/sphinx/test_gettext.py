"""Texts of the catalog in the project's gettext catalogs: taken out once, translated everywhere."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.pofile import read_po, write_po

from tests.support.sphinx_project import Project, assert_same_tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sphinx_project import Built

ZOO = """\
schema_version: 1
title: The zoo of Heron
tasks:
  counting: {en: Bird counting}
fields:
  training: {type: text, labels: {en: Time of training}}
  place: {values: {lab: {en: In the laboratory}, field: {en: In the field}}}
presets:
  short: {columns: [name, {params: Weight of it}, tasks, training, place], caption: All the birds}
models:
  - id: heron
    name: Heron-1
    summary: "Counts *birds* in pictures, see [the guide](https://example.org/g)."
    abstract: |
      First paragraph about herons.

      Second paragraph about storks.
    tasks: [counting]
    params: 5M
    code: [{url: "https://example.org/c", label: Train it yourself}]
    images: [{src: "https://example.org/a.png", alt: A bird on a lake, caption: What it sees}]
    results:
      - {dataset: COCO, metrics: {mAP: 41.5}, raw: "measured on one card, mAP 41.5"}
    extra: {training: Two long days, place: lab}
    variants: [{id: small, name: Heron-S, params: 1M, summary: The smaller of them}]
  - id: stork
    name: Stork
    summary: Counts storks only.
    tasks: [counting]
    params: 7M
    deprecated: It counts too slowly.
    code: [{url: "https://example.org/d", label: Train it yourself}]
"""
INDEX = """\
Zoo
===

.. modelzoo::
   :preset: short

.. modelzoo::
   :view: cards

.. modelzoo-plot::
   :x: params
   :y: params

.. modelzoo-stats::
   :by: task
"""
SOURCES = (
    "Bird counting",
    "Time of training",
    "In the laboratory",
    "Weight of it",
    "All the birds",
    "Counts birds",
    "Counts *birds*",
    "First paragraph",
    "Second paragraph",
    "Train it yourself",
    "A bird on a lake",
    "What it sees",
    "measured on one card",
    "Two long days",
    "The smaller of them",
    "Counts storks",
    "It counts too slowly",
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    files = {
        "index.rst": INDEX,
        "guide.rst": ":orphan:\n\nGuide\n=====\n\nA paragraph of the guide.\n",
    }
    conf = "locale_dirs = ['locale']\nhtml_search_language = 'en'\n"
    return Project(tmp_path, files, conf, catalog=ZOO)


def pots(built: Built) -> dict[str, PoCatalog]:
    """The message catalogs that a build wrote, by domain."""
    found = {}
    for path in sorted(built.outdir.rglob("*.pot")):
        with path.open("rb") as stream:
            found[path.relative_to(built.outdir).with_suffix("").as_posix()] = read_po(stream)
    return found


def translate(project: Project, built: Built, language: str = "zh_CN") -> list[Path]:
    """Translate every message: a text that has nothing of its source, but its links."""
    written = []
    for domain, catalog in pots(built).items():
        for number, message in enumerate([one for one in catalog if one.id]):
            links = "".join(re.findall(r"\]\([^)]*\)", str(message.id)))
            message.string = f"译文[{number}{links}" if links else f"译文{number}{domain[-5:]}"
        path = project.src / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            write_po(stream, catalog)
        written.append(path)
    return written


@pytest.mark.parametrize("compact", [True, False])
def test_each_text_is_listed_once_at_its_line(project: Project, compact: bool) -> None:
    built = project.build("gettext", gettext_compact=compact)
    assert built.warnings == ""
    lines = (project.src / "models.yaml").read_text(encoding="utf-8").splitlines()
    listed: dict[str, list[int]] = {}
    for domain, catalog in pots(built).items():
        for message in catalog:
            if domain.startswith("models"):
                found = listed.setdefault(str(message.id), [])
                found += [line for _, line in message.locations]
    for text in SOURCES:
        if text == "Counts birds":  # as it is shown
            continue
        (places,) = (found for words, found in listed.items() if text in words)
        expected = [number for number, line in enumerate(lines, 1) if text in line]
        if text.endswith("paragraph"):
            expected = [lines.index("    abstract: |") + 1]
        assert places == expected, text
    for name in ("Heron-1", "Heron-S", "heron", "counting", "COCO", "lab", "5M", "41.5"):
        assert name not in listed


def shown(built: Built) -> str:
    """Everything that a build wrote for readers."""
    if list(built.outdir.glob("*.epub")):
        with zipfile.ZipFile(next(built.outdir.glob("*.epub"))) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist() if "html" in name)
    kinds = {".html", ".js", ".tex", ".txt"}
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in built.outdir.rglob("*")
        if path.suffix in kinds and path.name != "search.html"
    )


@pytest.mark.parametrize("builder", ["html", "epub", "latex", "text"])
def test_nothing_stays_in_the_source_language(project: Project, builder: str) -> None:
    translate(project, project.build("gettext", to="pot"))
    built = project.build(builder, language="zh_CN", modelzoo_language="zh")
    text = shown(built)
    assert [words for words in SOURCES if words in text] == []
    if builder == "html":
        # Markdown, in a project of reStructuredText.
        assert re.search(
            r'译文<a class="reference external" href="https://example.org/g">\d+</a>',
            built.text("models/heron.html"),
        )
        assert "Heron-1" in built.text("index.html")
        assert "译文" in str(
            re.search('<meta name="description"[^>]*>', built.text("models/heron.html"))
        )


def test_one_changed_text(project: Project) -> None:
    """One message is new, one page is read again, and what shows it is written again."""
    before = pots(project.build("gettext", to="pot"))["models"]
    translate(project, project.build("gettext", to="pot"))
    build = {"language": "zh_CN", "root_doc": "index"}
    project.build(**build)
    (path,) = (project.src / "locale").rglob("models.po")
    text = path.read_text(encoding="utf-8")
    old = re.search(r'msgid "Counts storks only."\nmsgstr "(.*)"', text)
    assert old is not None
    path.write_text(text.replace(f'"{old[1]}"', '"只数鹳。"'), encoding="utf-8")
    again = project.build(**build)
    assert again.read == 1
    assert "只数鹳。" in again.text("models/stork.html")
    assert "只数鹳。" in again.text("index.html")  # the cards
    assert_same_tree(again.outdir, project.build(to="fresh", **build).outdir)
    # The source changes: the next .pot differs in one message.
    project.edit("models.yaml", "Counts storks only.", "Counts all storks.")
    after = pots(project.build("gettext", to="pot"))["models"]
    ids = [{message.id for message in catalog} for catalog in (before, after)]
    assert (ids[0] - ids[1], ids[1] - ids[0]) == ({"Counts storks only."}, {"Counts all storks."})
    stale = project.build(**build)
    assert "Counts all storks." in stale.text("models/stork.html")
    assert_same_tree(stale.outdir, project.build(to="fresh2", **build).outdir)


def test_what_the_catalog_says_stays(project: Project) -> None:
    project.edit(
        "models.yaml",
        "summary: Counts storks only.",
        "summary: {en: Counts storks only., zh: 只数鹳。}",
    )
    translate(project, project.build("gettext", to="pot"))
    assert "只数鹳。" in project.build(language="zh_CN").text("models/stork.html")
