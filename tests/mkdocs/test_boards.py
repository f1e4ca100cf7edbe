"""Leaderboards that pages refer to, in MkDocs and in Sphinx with MyST; and in ``objects.inv``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.exports.inventory import Item, read_inventory
from tests.support.mkdocs_project import INDEX, LANGUAGES, SITE, Site, broken_links, i18n
from tests.support.sphinx_project import RESULTS, Project

if TYPE_CHECKING:
    from pathlib import Path

ZOO = {"leaderboards": True}
PAGE = """\
---
orphan: true
---

# Guide

[the *ranking*](leaderboard:coco), [](leaderboard:MS%20COCO), [](<leaderboard:MS COCO>),
[by speed](leaderboard:COCO#fps), {modelzoo:leaderboard}`COCO`,
{modelzoo:leaderboard}`words <MS COCO>`.
"""
WORDS = ["the ranking", "COCO", "COCO", "by speed", "COCO", "words"]


def links(html: str) -> list[tuple[str, str]]:
    """The words and the addresses of a page's links to leaderboards."""
    from bs4 import BeautifulSoup

    found = BeautifulSoup(html, "html.parser").select('p a[href*="datasets/"]')
    return [(link.text, str(link["href"])) for link in found]


def zoo_items(path: Path) -> set[Item]:
    """What an inventory says of the zoo; in Sphinx, anchors hold the model's name, too."""
    items = read_inventory(path.read_bytes()).items
    return {
        one._replace(uri=re.sub("#model-[^#]*--", "#", one.uri.replace("#models-", "#model-")))
        for one in items
        if one.kind.startswith("modelzoo:") or (one.kind, one.name[:6]) == ("std:label", "model-")
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_source_in_both_hosts(tmp_path: Path, language: str) -> None:
    pytest.importorskip("myst_parser")
    files = {"index.md": INDEX, "guide.md": PAGE}
    site = Site(tmp_path / "m", files, catalog=RESULTS, zoo={**ZOO, "language": language})
    ours = site.build(strict=True)
    assert (ours.warnings, ours.aborted) == ([], "")
    assert broken_links(ours.outdir) == []
    project = Project(tmp_path / "s", files, catalog=RESULTS)
    theirs = project.build(
        "dirhtml",
        extensions=["sphinx_modelzoo", "myst_parser"],
        modelzoo_leaderboards=True,
        language=language,
    )
    assert theirs.warnings == ""
    assert [words for words, _ in links(ours.text("guide/index.html"))] == WORDS
    assert links(theirs.text("guide/index.html")) == [
        (words, "../models/datasets/coco/" + ("#datasets-coco--fps" if "speed" in words else
         "#datasets-coco"))
        for words in WORDS
    ]  # fmt: skip
    assert ours.soup("models/datasets/coco/index.html").select("h1#datasets-coco")
    assert zoo_items(ours.outdir / "objects.inv") == zoo_items(theirs.outdir / "objects.inv")
    assert ("coco", "modelzoo:leaderboard") in {
        (one.name, one.kind) for one in zoo_items(ours.outdir / "objects.inv")
    }


@pytest.mark.parametrize("layout", ["suffix", "folder"])
def test_two_languages(tmp_path: Path, layout: str) -> None:
    text = f"{INDEX}\n[](leaderboard:COCO)\n"
    names = {"suffix": ("index.md", "index.zh.md"), "folder": ("en/index.md", "zh/index.md")}
    files = dict.fromkeys(names[layout], text)
    site = Site(tmp_path, files, catalog=RESULTS, zoo=ZOO, plugins=[i18n(layout)])
    built = site.build(strict=True)
    assert built.warnings == []
    assert broken_links(built.outdir) == []
    for one in LANGUAGES:
        folder = built.outdir / ("" if one.get("default") else str(one["locale"]))
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert ("COCO", "models/datasets/coco/") in links(page)
        titles = {item.title for item in zoo_items(folder / "objects.inv") if item.name == "coco"}
        assert titles == {{"en": "COCO leaderboard", "zh": "COCO 排行榜"}[str(one["locale"])]}


def test_boards_of_other_sites(tmp_path: Path) -> None:
    first = Site(tmp_path / "a", catalog=RESULTS, zoo=ZOO).build(strict=True)
    text = "[](leaderboard:coco) [](leaderboard:there:MS%20COCO) [](model:there:beta-net)\n"
    other = {"there": {"url": SITE, "file": "there.inv"}}
    empty = "schema_version: 1\nmodels: [{id: x, name: X}]\n"
    site = Site(tmp_path / "b", {"index.md": text}, catalog=empty, zoo={"inventories": other})
    site.write("there.inv", (first.outdir / "objects.inv").read_bytes())
    built = site.build(strict=True)
    assert built.warnings == []
    board = f"{SITE}models/datasets/coco/#datasets-coco"
    assert links(built.text("index.html")) == [("COCO leaderboard", board)] * 2
    project = Project(
        tmp_path / "s", {"index.rst": "T\n=\n\n:external:modelzoo:leaderboard:`coco`\n"}
    )
    sphinx = project.build(
        extensions=["sphinx_modelzoo", "sphinx.ext.intersphinx"],
        intersphinx_mapping={"zoo": (SITE, str(first.outdir / "objects.inv"))},
        nitpicky=True,
    )
    assert sphinx.warnings == ""
    assert board in sphinx.text("index.html")


@pytest.mark.parametrize(
    ("name", "wanted", "hint"),
    [
        ("COCO", False, "set leaderboards: true"),
        ("COCOO", True, "did you mean “COCO”?"),
        ("COCOO", False, "did you mean “COCO”?"),
        ("nothing", True, "use the name of a dataset with results"),
    ],
)
def test_a_board_that_is_not_there(tmp_path: Path, name: str, wanted: bool, hint: str) -> None:
    pytest.importorskip("myst_parser")
    files = {"index.md": f"{INDEX}\n[](leaderboard:{name})\n"}
    site = Site(tmp_path / "m", files, catalog=RESULTS, zoo={"leaderboards": wanted})
    (ours,) = site.build().warnings
    text = f"missing leaderboard “{name}” ({hint}) [modelzoo.reference]"
    assert ours == f"index.md:7: {text}"
    project = Project(tmp_path / "s", files, catalog=RESULTS)
    theirs = project.build(
        extensions=["sphinx_modelzoo", "myst_parser"], modelzoo_leaderboards=wanted
    )
    (message,) = theirs.warnings.splitlines()
    text = text.replace("leaderboards: true", "modelzoo_leaderboards = True")
    assert message.endswith(f"index.md:7: WARNING: {text}")
