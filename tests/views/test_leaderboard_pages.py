"""Leaderboards as pages, and the other views, in Sphinx and in MkDocs."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.exports.inventory import read_inventory
from sphinx_modelzoo.render.fonts import choose_fonts
from sphinx_modelzoo.schema.types import ID
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from sphinx_modelzoo.views.content import Section
from sphinx_modelzoo.views.leaderboard_page import (
    build_leaderboard_page,
    leaderboard_datasets,
    leaderboard_id,
)
from tests.support.query_zoo import model
from tests.support.sphinx_project import RESULTS, Project

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """\
Ranks
=====

.. modelzoo::
   :view: cards
   :caption: All of them

.. modelzoo-leaderboard::
   :dataset: COCO
   :caption: The *best*
   :name: best

.. modelzoo-plot::
   :x: params
   :y: COCO mAP
   :group: collection
   :caption: Size and figure
   :name: plane

.. modelzoo-stats::
   :by: task

.. modelzoo-card:: alpha-net

See :numref:`best`, :numref:`plane` and :modelzoo:leaderboard:`the others <COCO>`,
:modelzoo:leaderboard:`MS COCO`.

.. modelzoo::
"""
MARKDOWN = re.sub(
    r"\.\. (modelzoo[\w-]*):: ?(.*)\n((?:   :.*\n)*)",
    lambda found: (
        "```{" + found[1] + "} " + found[2] + "\n" + found[3].replace("   :", ":") + "```\n"
    ),
    PAGE[: PAGE.index("See ")],
).replace("Ranks\n=====", "# Ranks")
CONFIG = {
    "modelzoo_leaderboards": True,
    "numfig": True,
    "nitpicky": True,
    "epub_copyright": "x",
    "version": "1",
}


def project(tmp_path: Path, page: str = PAGE) -> Project:
    return Project(tmp_path, {"index.rst": page}, catalog=RESULTS)


def text_of(folder: Path) -> str:
    suffixes = {".html", ".tex", ".txt", ".1", ".texi", ".xml", ".fjson", ".pot"}
    found = [p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.suffix in suffixes]
    found = [json.loads(one).get("body", "") if one.startswith("{") else one for one in found]
    for book in folder.glob("*.epub"):
        with zipfile.ZipFile(book) as archive:
            names = archive.namelist()
            assert any(re.search(r"_images/modelzoo-plot-\w+\.svg$", name) for name in names)
            found += [archive.read(one).decode() for one in names if one.endswith(".xhtml")]
    return " ".join("\n".join(found).replace("\\", "").split())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    "builder",
    ["html", "dirhtml", "singlehtml", "json", "latex", "text", "man", "texinfo", "xml", "epub",
     "gettext"],
)  # fmt: skip
def test_builders(tmp_path: Path, builder: str, language: str) -> None:
    pytest.importorskip("matplotlib")
    if (builder, language) == ("latex", "zh_CN") and choose_fonts("参数量")[1]:
        pytest.skip("no Chinese font is installed")
    config = {**CONFIG, "language": language, "latex_engine": "xelatex"}
    built = project(tmp_path).build(builder, **config)
    assert built.warnings == ""
    text = text_of(built.outdir)
    wanted = {
        "en": ("Higher is better.", "Object detection", "COCO leaderboard"),
        "zh_CN": ("数值越高越好。", "目标检测", "COCO 排行榜"),
    }
    if builder == "gettext":
        assert "Size and figure" in text
        assert "Higher is better." not in text
        return
    for words in (*wanted[language], "50.5%", "Size and figure"):
        assert words.casefold() in text.casefold(), words  # manual pages have titles in capitals
    if builder == "html":  # the caption belongs to the picture, not to its table
        page = built.text("index.html")
        figure = page[page.index('id="plane"') :]
        places = ["</svg>", 'class="caption ', 'class="modelzoo-fold"', "<table"]
        assert sorted(places, key=figure.index) == places
    if builder == "latex":
        (picture,) = built.outdir.glob("modelzoo-plot-*.pdf")
        assert picture.read_bytes().startswith(b"%PDF")
        assert picture.stem in text
        # Below the figure, its table leads to the models.
        below = text.partition(picture.stem)[2].partition(r"\end{tabulary}")[0]
        assert "alpha-net::doc}" in below
        assert "50.5" in below


def test_results_lead_to_leaderboards_and_back(tmp_path: Path) -> None:
    built = project(tmp_path).build(**CONFIG)
    page = built.text("models/datasets/coco.html")
    assert "<h1>COCO leaderboard" in page
    assert re.findall(r'<section [^>]*id="(datasets-coco[^"]*)"', page) == [
        "datasets-coco",
        "datasets-coco--map",
        "datasets-coco--fps",
    ]
    assert page.index("BetaNet") < page.index("AlphaNet")
    assert 'href="../beta-net.html"' in page
    assert 'href="../../index.html"' in page
    for name in ("models/alpha-net.html", "models/beta-net.html"):
        assert 'href="datasets/coco.html"' in built.text(name)
    index = built.text("index.html")
    assert index.count('href="models/datasets/coco.html') == 2  # of the roles
    assert "COCO</span></a>" in index
    assert "models/datasets/coco" in built.text("searchindex.js")
    assert "_modelzoo/" not in built.text("searchindex.js")
    assert "# COCO leaderboard" in built.text("_sources/models/datasets/coco.rst.txt").replace(
        '<a id="datasets-coco"></a>', ""
    )
    inventory = read_inventory((built.outdir / "objects.inv").read_bytes())
    assert [one.name for one in inventory.items if one.kind == "modelzoo:leaderboard"] == ["coco"]


def test_without_the_setting_there_are_no_pages(tmp_path: Path) -> None:
    page = PAGE.replace(":modelzoo:leaderboard:`the others <COCO>`,\n", "x").replace(
        ":modelzoo:leaderboard:`MS COCO`", "x"
    )
    built = project(tmp_path, page).build(**{**CONFIG, "modelzoo_leaderboards": False})
    assert built.warnings == ""
    assert not (built.outdir / "models/datasets").exists()
    assert "models/datasets" not in built.text("index.html")
    assert ">COCO<" in built.text("models/alpha-net.html")


def test_bad_input(tmp_path: Path) -> None:
    page = (
        "Z\n=\n\n.. modelzoo-leaderboard::\n   :dataset: COCOO\n\n.. modelzoo-plot::\n   :y: no\n\n"
        ".. modelzoo-stats:: what\n   :by: colour\n\n.. modelzoo-card:: alpha-nett\n\n"
        ".. modelzoo::\n   :view: tiles\n\n:modelzoo:leaderboard:`VOCC`\n"
    )
    warnings = project(tmp_path, page).build(modelzoo_leaderboards=True).warnings
    for text in (
        "index.rst:4: WARNING: modelzoo-leaderboard: :dataset: no model has a figure on “COCOO”",
        "modelzoo-plot: :y: no model has “no”",
        "modelzoo-stats: unexpected argument “what”",
        "unknown grouping “colour”",
        "modelzoo-card: :model: unknown model “alpha-nett”",
        "unknown view “tiles”",
        "missing leaderboard “VOCC”",
    ):
        assert text in warnings
    assert warnings.count("WARNING") == 7


def test_no_matplotlib_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("directives", "view_nodes"):
        monkeypatch.setattr(f"sphinx_modelzoo.sphinx_ext.{module}.can_draw", lambda: False)
    monkeypatch.setattr("sphinx_modelzoo.render.plot_drawing.can_draw", lambda: False)
    built = project(tmp_path).build(**CONFIG)
    assert "matplotlib is not installed: the plot is shown as a table" in built.warnings
    assert "modelzoo-plot-picture" not in built.text("index.html")
    assert "modelzoo-points" in built.text("index.html")
    quiet = project(tmp_path / "q").build(**CONFIG, suppress_warnings=["modelzoo.plot.matplotlib"])
    assert quiet.warnings == ""


def test_an_own_page_of_that_name_wins(tmp_path: Path) -> None:
    mine = project(tmp_path)
    mine.write("models/datasets/coco.rst", ":orphan:\n\nMine\n====\n")
    built = mine.build(modelzoo_leaderboards=True, numfig=True)
    assert "duplicate page “models/datasets/coco”" in built.warnings
    assert "<h1>Mine" in built.text("models/datasets/coco.html")


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_mkdocs(tmp_path: Path, theme: str) -> None:
    pytest.importorskip("mkdocs")
    if theme == "material":
        pytest.importorskip("material")
    pytest.importorskip("matplotlib")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(MARKDOWN, "utf-8")
    (tmp_path / "models.yaml").write_text(RESULTS, "utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: Z\nstrict: true\ntheme: {{name: {theme}}}\nplugins:\n  - search\n"
        "  - modelzoo: {catalog: models.yaml, leaderboards: true}\n",
        "utf-8",
    )
    config = load_config(str(tmp_path / "mkdocs.yml"))
    config.plugins.run_event("startup", command="build", dirty=False)
    build(config)
    index = (tmp_path / "site/index.html").read_text("utf-8")
    assert re.search(r'<a [^>]*href="models/alpha-net/"[^>]*><title>AlphaNet: 5M, 41.5%<', index)
    assert index.count('<li class="modelzoo-card">') == 3
    assert "The <em>best</em>" in index
    assert "Higher is better." in index
    model = (tmp_path / "site/models/alpha-net/index.html").read_text("utf-8")
    assert 'href="../datasets/coco/' in model
    assert "```" not in index
    page = (tmp_path / "site/models/datasets/coco/index.html").read_text("utf-8")
    assert page.index("BetaNet") < page.index("AlphaNet")
    assert "<title>COCO leaderboard" in page
    search = (tmp_path / "site/search/search_index.json").read_text("utf-8")
    assert "COCO leaderboard" in search


def test_every_name_has_one_page_with_a_safe_name() -> None:
    builtin = Vocabularies.builtin()
    assert leaderboard_id(builtin, "ImageNet") == "imagenet-1k"
    assert (
        leaderboard_id(builtin, "My  Data-Set")
        == leaderboard_id(builtin, "mydataset")
        == "mydataset"
    )
    names = ["../../etc/passwd", "数据集", "数据集二", "<b>", "a" * 500, "con.md", "\x7f", "Ⅸ"]
    found = [leaderboard_id(builtin, name) for name in names]
    assert len(set(found)) == len(names)
    for one in found:
        assert ID.match(one)
        assert len(one) <= 64


def test_tasks_have_rankings_of_their_own() -> None:
    zoo = Catalog.of(
        [
            model(name, results=[{"task": task, "dataset": "COCO", "metrics": {"mAP": 40}}])
            for name, task in (("a", "object-detection"), ("b", "keypoint-detection"))
        ]
    )
    page = build_leaderboard_page(zoo, "coco", "en")
    assert [one.title for one in page.blocks if isinstance(one, Section)] == [
        "mAP (Object detection)",
        "mAP (Keypoint detection)",
    ]
    assert list(leaderboard_datasets(zoo)) == ["coco"]


def test_names_in_the_index_are_for_the_readers() -> None:
    """A Chinese name of a dataset is no entry in an English index."""
    result = {"dataset": "天猫", "metrics": {"AUC": 0.7}}
    catalog = Catalog.of([model("a", results=[result])])
    (found,) = leaderboard_datasets(catalog)
    names = {
        language: build_leaderboard_page(catalog, found, language).names
        for language in ("en", "zh", "zh-TW")
    }
    assert "Tmall" in names["en"]
    assert not any(has_han(name) for name in names["en"])
    assert {"Tmall", "天猫"} <= set(names["zh"])
    assert names["zh-TW"] == names["zh"]
