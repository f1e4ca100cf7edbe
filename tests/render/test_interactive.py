"""What the script of a page is told: settings, data files, large tables that are cut."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.render import cutting
from sphinx_modelzoo.render.cutting import (
    SHOWN_ROWS,
    CellHtml,
    CellsHtml,
    GroupHtml,
    RowHtml,
    cut_table,
)
from sphinx_modelzoo.render.data import json_text
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.packing import PART_ROWS, packed_parts
from sphinx_modelzoo.render.script_data import (
    LABELS,
    SCRIPTS,
    asset,
    compare_files,
    settings,
)
from sphinx_modelzoo.views.compare import Comparison, part_of
from sphinx_modelzoo.views.content import Grid
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table
from tests.support import mkdocs_project
from tests.support.registries import BUILTIN, GROUPINGS
from tests.support.render_views import zoo as zoo_grid
from tests.support.sphinx_project import CATALOG, INDEX, Project, assert_same_tree, tree
from tests.support.table_data import groups_of, parts_of, whole

if TYPE_CHECKING:
    from pathlib import Path

RENDERER = HtmlRenderer(lambda page, fragment: f"models/{page.path}.html")


def loaded(folder: Path, text: str) -> Catalog:
    (folder / "models.yaml").write_text(text, encoding="utf-8")
    catalog = load_catalog("models.yaml", folder, registry=BUILTIN)
    assert not catalog.problems
    return catalog


def table(catalog: Catalog, language: str = "en", **raw: str) -> Grid:
    options, problems = parse_options(raw, BUILTIN)
    assert problems == []
    return build_table(catalog, options, language)


def data_of(text: str) -> Any:
    """The value in a data file, read as the browser does."""
    found = re.fullmatch(r"\(self\.modelzooData\?\?=\{\}\)\[(.*?)\]=String\.raw`(.*)`\n", text)
    assert found, text[:200]
    assert not set("`$") & set(found[2])
    return json.loads(found[2])


def test_facets_are_named_and_counted(tmp_path: Path) -> None:
    catalog = loaded(tmp_path, CATALOG.replace("[text-generation]", "[object-detection]"))
    grid = table(catalog, "zh", interactive="yes")
    places = [one.facet[0] for one in GROUPINGS.values() if one.facet]
    assert sorted(places) == list(range(1, len(places) + 1))
    facets = {facet.key: facet for facet in grid.facets}
    assert list(facets) == ["task", "dataset", "tag", "framework"]
    assert facets["task"].label == "任务"
    assert [(v.key, v.label, v.count) for v in facets["task"].values] == [
        ("objectdetection", "目标检测", 2), ("imageclassification", "图像分类", 1),
    ]  # fmt: skip
    assert [row.facets[0] for row in grid.rows] == [(0,), (1,), (0,)]
    assert [row.facets[1] for row in grid.rows] == [(0,), (), ()]
    assert table(catalog, interactive="no").facets == ()


def test_a_facet_that_tells_nothing_apart_is_left_out(tmp_path: Path) -> None:
    catalog = loaded(tmp_path, CATALOG)
    grid = table(catalog, filter='task == "object-detection"', interactive="yes")
    assert grid.facets == ()
    assert table(catalog, filter='name == "nothing"', interactive="yes").facets == ()


def test_settings_cannot_end_their_attribute(tmp_path: Path) -> None:
    nasty = "</script>'\"><script>alert(1)</script><!--"
    catalog = loaded(tmp_path, CATALOG.replace("[small]", json.dumps([nasty, "&\u2028"])))
    grid = table(catalog, interactive="yes")
    told = settings(grid, labels("en"))
    assert not set("<>&\u2028") & set(told)
    data = json.loads(told)
    tags = next(values for key, _, values, *_ in data["facets"] if key == "tag")
    assert [label for _, label in tags] == ["&", nasty]
    assert data["labels"] == dict(LABELS)
    written = RENDERER.table(grid, settings=told)
    assert "<script" not in written
    box = BeautifulSoup(written, "html.parser").find("div")
    assert json.loads(box["data-settings"]) == data
    assert json_text("</a>") == '"\\u003c/a\\u003e"'


def test_without_the_script_nothing_is_told() -> None:
    written = RENDERER.table(zoo_grid(3))
    assert "data-settings" not in written
    assert "data-facets" not in written


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    models = "".join(
        f"  - {{id: m-{n}, name: 'M`${{{n}}} <{n}>', tasks: [object-detection],"
        f" tags: [{'odd' if n % 2 else 'even'}], params: {n + 1}M, summary: 'a \"b\" & c'}}\n"
        for n in range(1200)
    )
    return loaded(tmp_path_factory.mktemp("many"), f"schema_version: 1\nmodels:\n{models}")


def test_the_list_of_other_models_ends(many: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    item = '<li><a href="models/m-1100.html">M`${1100} <1100></a></li>'
    monkeypatch.setattr(cutting, "LINKS_SIZE", 20 * len(item))
    grid = table(many, columns="name, summary, params")
    cut = cut_table(RENDERER.table_parts(grid), "modelzoo-data/x.js", labels("en"))
    assert cut is not None
    rest = re.search(r'<noscript class="modelzoo-rest">.*</noscript>', cut.html, re.DOTALL)
    assert rest is not None
    shown = rest[0].count("<li>")
    assert 5 < shown < 20
    assert rest[0].count("</li>") == shown
    assert f"<summary>The first {shown} of {1200 - SHOWN_ROWS} other models</summary>" in rest[0]
    # The one after the last is linked from its page.
    assert f'href="models/m-{SHOWN_ROWS + shown - 1}.html"' in rest[0]


@pytest.mark.parametrize("group", ["", "tag"])
def test_a_large_table_is_cut(many: Catalog, group: str) -> None:
    raw = {"columns": "name, summary, params"} | ({"group-by": group} if group else {})
    grid = table(many, **raw)
    parts = RENDERER.table_parts(grid, settings=settings(grid, labels("en")))
    cut = cut_table(parts, "modelzoo-data/x.js", labels("en"))
    assert cut is not None
    assert cut.html.count("<tr ") == SHOWN_ROWS + 1 + bool(group)
    assert cut.html.count('<tbody class="modelzoo-rows" ') == SHOWN_ROWS
    assert re.search(r'<table data-rows="modelzoo-data/x\.js\?v=[0-9a-f]{8}" ', cut.html)
    # Every model is in the page: as a row, or as a link.
    assert set(re.findall(r'href="models/(m-\d+)\.html"', cut.html)) == {m.id for m in many.models}
    assert f"The other models: {1200 - SHOWN_ROWS}" in cut.html
    assert 'data-count="1200"' in cut.html
    assert '<details class="modelzoo-rest tex2jax_ignore mathjax_ignore">' in cut.html
    assert len(parts_of(cut.data)) == -(-1200 // PART_ROWS)
    groups = groups_of(cut.data)
    assert [title for title, _ in groups] == (["even", "odd"] if group else [""])
    rows = [row for _, rows in groups for row in rows]
    assert len(rows) == 1200
    key, facets, words, old, (name, summary, params, tasks, *_) = rows[2 if not group else 1]
    assert (key, facets, words, old) == ("m-2", "0;2", "0;even", 0)
    assert "Object detection" in tasks[1]  # of a column that readers can add
    # Every cell is what the page would hold.
    own = {key: list(cells) for group in parts.groups for key, _, _, (cells, *_), *_ in group.rows}
    assert all(cells[: len(own[key])] == own[key] for key, *_, cells in rows)
    assert name[0] == "M`${2} <2>"
    assert "M<span>`</span><span>$</span>{2} &lt;2&gt;" in name[1]
    assert summary == (None, "a &quot;b&quot; &amp; c")
    assert params == ("3000000", '<span translate="no">3</span>')


def test_cells_of_large_tables_are_kept_whole() -> None:
    cells: list[CellHtml] = [
        (None, ""), ("", ""), (None, "text"), ("2", "text"), (None, "a\0b<i>c</i>"),
        ("<&>", "<b>&lt;&amp;&gt;</b>\n"), ("1", "<b>1</b>"), ("2", "<b>1</b>"), (None, "<b>1</b>"),
        (None, '<a href="x?a=1&amp;b">text</a> and <a title="b" href="">more</a> > <br>\n'),
    ]  # fmt: skip
    row = RowHtml("m", "", "", CellsHtml(cells[:4], cells[4:]), False, str)
    ((shapes, groups),) = packed_parts([GroupHtml("one", "", [row], "")])
    ((title, (found,)),) = groups
    assert (title, found[:4]) == ("one", ["m", "", "", 0])
    assert [whole(cell, shapes) for cell in found[4]] == cells
    # The same tags are one shape, for each way to be sorted.
    assert sorted(one for _, one in shapes).count("<b>\0</b>") == 3


@pytest.mark.parametrize(
    ("raw", "sorted_", "searched"),
    [
        ({"limit": "1"}, False, False),
        ({"limit": "2"}, True, False),
        ({"limit": "9"}, True, False),
        ({"limit": "10"}, True, True),
        ({"limit": "9", "interactive": "yes"}, True, True),
        ({"interactive": "no"}, False, False),
    ],
)
def test_a_short_table_is_only_sorted(
    many: Catalog, raw: dict[str, str], sorted_: bool, searched: bool
) -> None:
    grid = table(many, **raw)
    assert (grid.interactive, grid.searched) == (sorted_, searched)
    assert bool(grid.facets) == searched
    told = json.loads(settings(grid, labels("en"), "compare.js"))
    assert ("labels" in told) == ("searched" in told) == ("compare" in told) == searched
    shown = [column.key for column in grid.columns]
    assert [column[0] for column in told["columns"][: told["shown"]]] == shown
    assert (len(told["columns"]) > len(shown)) == searched


def test_a_small_table_is_not_cut(many: Catalog) -> None:
    grid = table(many, limit="1000")
    assert cut_table(RENDERER.table_parts(grid), "x.js", labels("en")) is None
    # Without a link in its rows nobody could reach what was cut.
    grid = table(many, columns="summary")
    assert cut_table(RENDERER.table_parts(grid), "x.js", labels("en")) is None


def test_what_models_are_compared_by(tmp_path: Path) -> None:
    catalog = loaded(tmp_path, CATALOG)
    comparison = Comparison(catalog, "zh")
    entries = comparison.part(0)
    assert set(entries) == {"alpha-net", "beta-net", "beta-net/beta-s", "gamma-net"}
    alpha = entries["alpha-net"]
    assert alpha["facts"]["tasks"] == "目标检测"
    assert alpha["figures"] == [("COCO", "mAP", "41.5%", 41.5, 1, "输入尺寸：416x416", 1, "%")]
    assert entries["beta-net/beta-s"]["sizes"] == [
        ("", "参数量", "5M", 5_000_000, -1, "", 1_000_000, "M")
    ]
    ((name, (models, text)),) = compare_files(comparison).items()
    assert (name, list(models)) == ("modelzoo-data/compare.js", list(catalog.models))
    data = data_of(text())
    assert data["chunks"] == 1
    assert data["facts"]["license"] == "许可证"
    assert data["entries"]["beta-net"]["name"] == "BetaNet"


def test_many_models_are_compared_in_parts(many: Catalog) -> None:
    files = compare_files(Comparison(many, "en"))
    assert list(files) == [
        f"modelzoo-data/compare{n}.js" for n in ("", "-0", "-1", "-2", "-3", "-4")
    ]
    (none, head), *rest = files.values()
    assert none == ()
    assert data_of(head())["entries"] == {}
    parts = [data_of(text()) for _, text in rest]
    assert sum(map(len, parts)) == 1200
    assert all(part_of(key, 5) == number for number, part in enumerate(parts) for key in part)
    assert [[m.id for m in models] for models, _ in rest] == [list(part) for part in parts]


def test_scripts_write_no_html_and_load_nothing() -> None:
    for name in SCRIPTS:
        text = asset(name).decode()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b", text)
        text = text.replace("http://www.w3.org/2000/svg", "")  # a name, which nothing asks for
        assert not re.search(r"fetch\(|XMLHttp|sendBeacon|import\(|https?://", text)
        labels_used = set(re.findall(r'say\("(\w+)"', text))
        assert labels_used <= set(LABELS)


# In Sphinx ----------------------------------------------------------------------------------


def test_only_pages_with_such_tables_have_the_script(tmp_path: Path) -> None:
    files = {
        "index.rst": INDEX,
        "plain.rst": ":orphan:\n\nPlain\n=====\n\n.. modelzoo::\n   :interactive: no\n",
        "other.rst": ":orphan:\n\nOther\n=====\n",
        "one.rst": ":orphan:\n\nOne\n===\n\n.. modelzoo::\n   :limit: 1\n",
    }
    built = Project(tmp_path, files).build()
    assert built.warnings == ""
    assert re.search(
        r'<script defer="defer" src="_static/modelzoo\.js\?v=', built.text("index.html")
    )
    for name in ("plain.html", "other.html", "one.html", "models/alpha-net.html"):
        assert "modelzoo.js" not in built.text(name)
        assert "data-settings" not in built.text(name)


@pytest.mark.parametrize("builder", ["epub", "html"])
def test_it_can_be_turned_off(tmp_path: Path, builder: str) -> None:
    project = Project(tmp_path)
    config = {"modelzoo_interactive": builder != "html"}
    outdir = project.build(builder, **config).outdir
    assert not [name for name in tree(outdir) if "modelzoo" in name and name.endswith(".js")]
    written = "".join(path.read_text("utf-8") for path in outdir.rglob("index.*html"))
    assert "data-settings" not in written


def many_entries(count: int) -> str:
    return "schema_version: 1\nmodels:\n" + "".join(
        f"  - {{id: m-{n}, name: M{n}, tags: [t{n % 3}]}}\n" for n in range(count)
    )


@pytest.mark.once
def test_files_beside_the_page_follow_its_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_modelzoo.render.cutting.STATIC_ROWS", 120)
    files = {"index.rst": INDEX, "中文/more.rst": ":orphan:\n\n" + INDEX + "   :columns: name\n"}
    project = Project(tmp_path, files, catalog=many_entries(130))
    outdir = project.build().outdir

    def data() -> list[str]:
        return sorted(name for name in tree(outdir) if "modelzoo-data/table" in name)

    assert [name.rpartition("-")[0] for name in data()] == [
        "_static/modelzoo-data/table/index", "_static/modelzoo-data/table/中文/more",
    ]  # fmt: skip
    project.edit("models.yaml", "name: M7,", "name: Seven,")
    project.build()
    assert_same_tree(outdir, project.build(to="fresh").outdir)
    project.edit("中文/more.rst", ":columns: name", ":limit: 5")
    project.build()
    assert len(data()) == 1
    project.write("models.yaml", many_entries(110))
    project.build()
    assert data() == []
    assert_same_tree(outdir, project.build(to="fresh-again").outdir)


def test_only_the_part_of_an_edited_model_is_compared_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_modelzoo.views.compare._PART", 10)
    project = Project(tmp_path, {"index.rst": INDEX}, catalog=many_entries(30))
    outdir = project.build().outdir
    folder = outdir / "_static" / "modelzoo-data"
    names = ["compare-0.js", "compare-1.js", "compare-2.js", "compare.js"]
    assert sorted(path.name for path in folder.glob("compare*")) == names
    made: list[int] = []
    make = Comparison.part
    monkeypatch.setattr(Comparison, "part", lambda self, n: made.append(n) or make(self, n))
    project.build()
    assert made == []
    project.edit("models.yaml", "name: M7,", "name: Seven,")
    project.build()
    assert made == [part_of("m-7", 3)]
    (folder / "compare-0.js").unlink()
    project.build()
    assert made == [part_of("m-7", 3), 0]
    # Fewer parts: others than before, and some are gone.
    project.write("models.yaml", many_entries(15))
    project.build()
    assert_same_tree(outdir, project.build(to="fresh").outdir)


def test_parts_follow_units_and_names_that_the_whole_catalog_chooses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_modelzoo.views.compare._PART", 10)
    cost = "results: [{metrics: {Cost: {value: 2, unit: %s}}}]"
    many = many_entries(30)
    for number, unit in ((3, "J"), (4, "kJ"), (5, "kJ")):
        many = many.replace(f"name: M{number},", f"name: M{number}, {cost % unit},")
    twin = "variants: [{id: v, name: Zoo-S}]"
    many = many.replace("name: M6,", f"name: Zoo, {twin},")
    project = Project(tmp_path, {"index.rst": INDEX}, catalog=many)
    outdir = project.build().outdir
    folder = outdir / "_static" / "modelzoo-data"

    def compared() -> str:
        return "".join(path.read_text("utf-8") for path in sorted(folder.glob("compare-*.js")))

    assert '"Zoo-S"' in compared()
    assert '"2 J",0.002,' in compared()
    project.edit("models.yaml", f"name: M5, {cost % 'kJ'}", f"name: M5, {cost % 'J'}")
    project.edit("models.yaml", "name: M7,", f"name: Zoological, {twin},")
    project.build()
    assert '"2 J",2,' in compared()
    assert '"Zoo / Zoo-S"' in compared()
    assert_same_tree(outdir, project.build(to="fresh").outdir)


PLOT = """\
Zoo
===

.. modelzoo-plot::
   :x: year
   :y: FPS
   :name: cloud
"""


def plotted(count: int) -> str:
    return "schema_version: 1\nmodels:\n" + "".join(
        f"  - {{id: m-{n}, name: M{n}, paper: {{title: P{n}, year: {2000 + n % 20}}},"
        f" results: [{{dataset: COCO, metrics: {{FPS: {n + 1}}}}}]}}\n"
        for n in range(count)
    )


@pytest.mark.once
def test_the_table_of_a_large_plot_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.setattr("sphinx_modelzoo.render.cutting.STATIC_ROWS", 120)
    project = Project(tmp_path, {"index.rst": PLOT}, catalog=plotted(130))
    built = project.build()
    assert built.warnings == ""
    outdir = built.outdir
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    assert page.select_one('script[src*="_static/modelzoo.js"]')
    fold = page.select_one("details.modelzoo-fold")
    assert len(fold.select("tr[data-model]")) == SHOWN_ROWS
    links = [link["href"] for link in fold.select(".modelzoo-rest a")]
    assert links == [f"models/m-{n}.html" for n in range(SHOWN_ROWS, 130)]
    told = json.loads(fold.select_one("[data-settings]")["data-settings"])
    assert (told["searched"], told["compare"], told["facets"]) == (True, "", [])
    name = fold.select_one("table")["data-rows"].partition("?")[0]
    ((_, rows),) = groups_of((outdir / "_static" / name).read_text("utf-8"))
    assert [row[0] for row in rows] == [f"m-{n}" for n in range(130)]
    # It goes with the plot, and a small one leaves no script either.
    project.write("models.yaml", plotted(110))
    project.build()
    assert not list(outdir.rglob("modelzoo-data/**/*.js"))
    assert_same_tree(outdir, project.build(to="fresh").outdir)
    assert "modelzoo.js" not in (outdir / "index.html").read_text("utf-8")


@pytest.mark.once
@pytest.mark.parametrize("builder", ["epub", "singlehtml"])
def test_a_large_plot_in_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.setattr("sphinx_modelzoo.render.cutting.STATIC_ROWS", 120)
    outdir = Project(tmp_path, {"index.rst": PLOT}, catalog=plotted(130)).build(builder).outdir
    (page,) = outdir.glob("index.*html")
    rows = BeautifulSoup(page.read_text("utf-8"), "html.parser").select("tr[data-model]")
    script = builder == "singlehtml"
    assert len(rows) == (SHOWN_ROWS if script else 130)
    assert len(list(outdir.rglob("modelzoo-data/table/*.js"))) == script


# In MkDocs -----------------------------------------------------------------------------------


def test_the_script_and_its_data_in_mkdocs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocs_static_i18n")
    monkeypatch.setattr("sphinx_modelzoo.render.cutting.STATIC_ROWS", 120)
    files = {"index.md": mkdocs_project.INDEX, "sub/more.md": mkdocs_project.INDEX}
    site = mkdocs_project.Site(
        tmp_path,
        files,
        catalog=many_entries(130),
        plugins=[mkdocs_project.i18n("suffix"), "search"],
    )
    built = site.build()
    assert built.warnings == []
    folder = built.outdir / "assets" / "modelzoo"
    assert sorted(name for name in tree(folder) if name.endswith(".js")) == [
        "modelzoo-compare.js",
        "modelzoo-data/compare-en.js",
        "modelzoo-data/compare-zh.js",
        "modelzoo-data/table/index-0.js",
        "modelzoo-data/table/sub/more/index-0.js",
        "modelzoo-data/table/zh/index-0.js",
        "modelzoo-data/table/zh/sub/more/index-0.js",
        "modelzoo-page.js",
        "modelzoo.js",
    ]
    for language, page, up in (("en", "", ""), ("en", "sub/more/", "../../"), ("zh", "zh/", "")):
        soup = built.soup(f"{page}index.html")
        told = json.loads(soup.select_one("[data-settings]")["data-settings"])
        assert told["compare"] == f"modelzoo-data/compare-{language}.js"
        assert told["labels"]["clear"] == labels(language)("Clear all")
        data = (folder / soup.select_one("table")["data-rows"].partition("?")[0]).read_text("utf-8")
        ((_, rows),) = groups_of(data)
        assert len(rows) == 130
        # The links are those that readers get: MkDocs has resolved them.
        assert f'href="{up}models/m-7/"' in rows[7][4][1][1]
        assert len(soup.select("tr[data-model]")) == SHOWN_ROWS
        links = [link["href"] for link in soup.select(".modelzoo-rest a")]
        assert links == [f"{up}models/m-{n}/" for n in range(SHOWN_ROWS, 130)]
        assert soup.select_one('script[src$="assets/modelzoo/modelzoo.js"]')
    index = json.loads(built.text("search/search_index.json"))
    texts = {one["location"]: one["text"] for one in index["docs"]}
    assert "M7" not in texts[""]
    assert "M129" not in texts[""]


def test_the_table_of_a_large_plot_is_cut_in_mkdocs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("mkdocs")
    pytest.importorskip("matplotlib")
    monkeypatch.setattr("sphinx_modelzoo.render.cutting.STATIC_ROWS", 120)
    files = {"index.md": "# Zoo\n\n```{modelzoo-plot}\n:x: year\n:y: FPS\n```\n"}
    built = mkdocs_project.Site(tmp_path, files, catalog=plotted(130), plugins=["search"]).build()
    assert built.warnings == []
    fold = built.soup("index.html").select_one("details.modelzoo-fold")
    assert len(fold.select("tr[data-model]")) == SHOWN_ROWS
    links = [link["href"] for link in fold.select(".modelzoo-rest a")]
    assert links == [f"models/m-{n}/" for n in range(SHOWN_ROWS, 130)]
    name = fold.select_one("table")["data-rows"].partition("?")[0]
    data = (built.outdir / "assets" / "modelzoo" / name).read_text("utf-8")
    ((_, rows),) = groups_of(data)
    assert len(rows) == 130
    index = json.loads(built.text("search/search_index.json"))
    assert not any("M129" in one["text"] for one in index["docs"] if one["location"] == "")


def test_the_script_can_be_turned_off_in_mkdocs(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    site = mkdocs_project.Site(tmp_path, zoo={"interactive": False})
    built = site.build()
    assert built.warnings == []
    assert "modelzoo.js" not in built.text("index.html")
    assert "data-settings" not in built.text("index.html")
    assert not list(built.outdir.rglob("modelzoo*.js"))


def test_tools_without_a_place_for_files_have_the_script_in_the_page(tmp_path: Path) -> None:
    markdown = pytest.importorskip("markdown")
    from sphinx_modelzoo.mkdocs_ext.extension import ModelzooExtension

    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    text = "```{modelzoo}\n```\n\n```{modelzoo}\n:interactive: no\n```\n\n```{modelzoo}\n```\n"
    for script in (True, False):
        made = ModelzooExtension(catalog="models.yaml", root=str(tmp_path), script=script)
        html = markdown.markdown(text, extensions=[made])
        assert html.count(asset("modelzoo.js").decode().strip()) == int(script)
        assert html.count(' data-settings="') == 2 * script
    # As one string it would end the element, or be taken for an entity.
    assert "</script" not in asset("modelzoo.js").decode().lower()
