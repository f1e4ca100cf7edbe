"""What a build holds: the table, the pages, the references, the inventory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sphinx.builders import Builder
from sphinx.util.inventory import InventoryFile

import sphinx_modelzoo
from sphinx_modelzoo.sphinx_ext.addresses import documents_digest
from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
from sphinx_modelzoo.sphinx_ext.records import CountRecord, PageRecord, SectionRecord, ViewRecord
from tests.support.sphinx_project import CATALOG, INDEX, Built, Project

GUIDE = """\
Guide
=====

.. _table-of-all:

- :modelzoo:model:`beta-net`
- :modelzoo:model:`The second one <beta-net>`
- :modelzoo:model:`beta-net/beta-s`
- :modelzoo:model:`~beta-net/beta-s`
- :modelzoo:model:`!beta-net`
- :modelzoo:model:`alpha-old`
- :any:`gamma-net`
- :any:`the third <gamma-net>`
- :ref:`model-gamma-net`
- :ref:`modelzoo-tasks`

Of :modelzoo:count:`all` models :modelzoo:count:`task == "object-detection"` detects.

Count :modelzoo:count:`all`
---------------------------
"""


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html5lib")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(
        tmp_path, {"index.rst": INDEX + "\n.. toctree::\n\n   guide\n", "guide.rst": GUIDE}
    )


def test_no_warning_and_a_page_each(project: Project) -> None:
    built = project.build(nitpicky=True)
    assert built.warnings == ""
    pages = sorted(path.stem for path in (built.outdir / "models").iterdir())
    assert pages == ["alpha-net", "alpha-old", "beta-net", "gamma-net", "lists"]


def test_nothing_in_the_source_tree(project: Project) -> None:
    before = sorted(project.src.rglob("*"))
    project.build()
    assert sorted(project.src.rglob("*")) == before


def test_the_table(project: Project) -> None:
    page = soup(project.build().text("index.html"))
    table = page.select_one("table.modelzoo-zoo")
    assert table is not None
    heads = [head.get_text() for head in table.select("thead th")]
    assert heads == ["No.", "Model and paper", "Abstract", "Datasets and results", "Quick start"]
    rows = table.select("tbody tr")
    assert len(rows) == 3
    assert rows[0].select_one("a[href='models/alpha-net.html']").get_text() == "AlphaNet"
    assert rows[0].select_one("a[href='https://arxiv.org/abs/2001.00001']") is not None
    assert "41.5" in rows[0].get_text()
    assert "Names betas." in rows[1].get_text()


def test_the_table_in_chinese(project: Project) -> None:
    page = soup(project.build(language="zh_CN").text("index.html"))
    heads = [head.get_text() for head in page.select("table.modelzoo-zoo thead th")]
    assert heads == ["序号", "模型与论文", "摘要", "评测结果", "快速开始"]
    assert "给 β 命名。" in page.get_text()
    assert "Names betas." not in page.get_text()


@pytest.mark.parametrize("language", ["zh", "zh_CN", "zh-Hans", "cn"])
def test_chinese_by_any_name(project: Project, language: str) -> None:
    built = project.build(modelzoo_language=language)
    assert "序号" in built.text("index.html")


def test_a_page(project: Project) -> None:
    page = soup(project.build().text("models/alpha-net.html"))
    assert page.select_one("h1").get_text().startswith("AlphaNet")
    text = page.get_text()
    for words in ("Finds alphas in pictures.", "AlphaNet: Seeing Alphas", "41.5", "416x416"):
        assert words in text
    assert page.select_one("a[href='beta-net.html']") is not None
    assert page.select_one("a.modelzoo-nav-next")["href"] == "beta-net.html"
    assert page.select_one("a.modelzoo-nav-up")["href"] == "../index.html"
    assert page.select_one("meta[name=description]")["content"] == "Finds alphas in pictures."


def test_what_a_model_lacks_takes_no_room(project: Project) -> None:
    text = soup(project.build().text("models/gamma-net.html")).select_one("[role=main]").get_text()
    for title in ("Results", "Variants", "Citation", "Related", "None", "Paper"):
        assert title not in text


def test_edit_link_at_the_line(project: Project) -> None:
    built = project.build(modelzoo_edit_url="https://example.org/edit/{file}#L{line}")
    page = soup(built.text("models/gamma-net.html"))
    lines = (project.src / "models.yaml").read_text().splitlines()
    line = lines.index("  - id: gamma-net") + 1
    assert (
        page.select_one(".modelzoo-edit a")["href"]
        == f"https://example.org/edit/models.yaml#L{line}"
    )


def test_references(project: Project) -> None:
    page = soup(project.build().text("guide.html"))
    items = page.select("ul.simple li")
    found = [(item.get_text(), item.a and item.a["href"]) for item in items]
    beta, gamma = "models/beta-net.html#model-beta-net", "models/gamma-net.html#model-gamma-net"
    assert found == [
        ("BetaNet", beta),
        ("The second one", beta),
        ("BetaNet / BetaNet-S", f"{beta}--variant-beta-s"),
        ("BetaNet-S", f"{beta}--variant-beta-s"),
        ("beta-net", None),
        ("AlphaNet", "models/alpha-net.html#model-alpha-net"),
        ("GammaNet", gamma),
        ("the third", gamma),
        ("GammaNet", gamma),
        ("Models by task", "modelzoo-tasks.html"),
    ]
    assert "Of 3 models 1 detects." in page.get_text()
    assert page.select_one("h2").get_text().startswith("Count 3")
    beta_page = soup(project.build().text("models/beta-net.html"))
    assert beta_page.select_one("[id='model-beta-net--variant-beta-s']") is not None


def test_the_inventory(project: Project) -> None:
    built = project.build()
    with (built.outdir / "objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(stream, "https://example.org", lambda a, b: f"{a}/{b}")
    assert sorted(inventory["modelzoo:model"]) == ["alpha-net", "beta-net", "gamma-net"]
    entry = inventory["modelzoo:model"]["beta-net"]
    assert entry[2] == "https://example.org/models/beta-net.html#models-beta-net"
    assert entry[3] == "BetaNet"
    assert inventory["std:label"]["model-beta-net"][3] == "BetaNet"


def test_intersphinx(project: Project, tmp_path: Path) -> None:
    built = project.build()
    inventory = built.outdir / "objects.inv"
    other = Project(
        tmp_path / "other",
        {
            "index.rst": "Other\n=====\n\n:external+zoo:modelzoo:model:`beta-net`,"
            " :ref:`model-gamma-net`\n"
        },
    )
    mapping = {"zoo": ("https://example.org/zoo", str(inventory))}
    page = other.build(
        modelzoo_catalog=[],
        extensions=["sphinx_modelzoo", "sphinx.ext.intersphinx"],
        intersphinx_mapping=mapping,
        nitpicky=True,
    )
    assert page.warnings == ""
    links = [link["href"] for link in soup(page.text("index.html")).select("a.external")]
    assert links[:2] == [
        "https://example.org/zoo/models/beta-net.html#models-beta-net",
        "https://example.org/zoo/models/gamma-net.html#model-gamma-net",
    ]


def test_indices(project: Project) -> None:
    built = project.build()
    tasks = soup(built.text("modelzoo-tasks.html"))
    assert "Object detection" in tasks.get_text().replace("\xa0", " ")
    assert tasks.select_one("a[href='models/alpha-net.html#model-alpha-net']") is not None
    assert "COCO" in soup(built.text("modelzoo-datasets.html")).get_text()
    general = built.text("genindex.html")
    assert "BetaNet" in general
    assert "alpha-old" in general


def test_style_sheet_only_where_it_is_needed(project: Project) -> None:
    project.write("plain.rst", ":orphan:\n\nPlain\n=====\n\nNothing.\n")
    built = project.build()
    for name, wanted in (("index", True), ("models/beta-net", True), ("plain", False)):
        assert ("modelzoo.css" in built.text(f"{name}.html")) is wanted, name
    assert (built.outdir / "_static/modelzoo.css").is_file()


def search_index(built: Built) -> dict[str, Any]:
    script = built.text("searchindex.js")
    found: dict[str, Any] = json.loads(script[script.index("{") : script.rindex("}") + 1])
    return found


def test_search_finds_models_at_their_anchors(tmp_path: Path) -> None:
    """Sphinx's script makes an anchor of an object's *name* where the index has “” or “-”."""
    catalog = CATALOG.replace("name: BetaNet\n", "name: Beta Net v1.5\n")
    built = Project(tmp_path, catalog=catalog).build()
    index = search_index(built)
    found = {
        f"{prefix}.{name}".lstrip("."): (index["docnames"][document], place)
        for prefix, objects in index["objects"].items()
        for document, _, _, place, name in objects
    }
    assert sorted(found) == ["AlphaNet", "Beta Net v1.5", "GammaNet"]
    for docname, place in found.values():
        page = soup(built.text(f"{docname}.html"))
        assert len(page.find_all(id=place)) == 1, (docname, place)


def test_search_finds_pages_not_tables(project: Project) -> None:
    index = search_index(project.build())
    documents = index["docnames"]
    terms = {**index["terms"], **index["titleterms"]}

    def where(term: str) -> set[str]:
        found = terms.get(term, [])
        return {documents[number] for number in ([found] if isinstance(found, int) else found)}

    assert where("write") == {"models/gamma-net"}  # "Writes gammas.", stemmed
    assert where("gammanet") == {"models/gamma-net"}
    assert "index" not in where("alphanet")


def test_stubs_are_no_sources(project: Project) -> None:
    built = project.build()
    assert built.text("_sources/models/beta-net.rst.txt").startswith('# <a id="model-beta-net">')
    assert "modelzoo-stub" not in built.text("_sources/models/beta-net.rst.txt")
    assert "_sources/models" not in built.text("models/beta-net.html")
    assert str(project.root) not in built.text("searchindex.js")


def test_numbered_captioned_and_named(tmp_path: Path) -> None:
    text = (
        "Zoo\n===\n\n.. modelzoo::\n   :caption: All *models*\n   :name: all-models\n"
        "   :class: wide\n\nSee :numref:`all-models` and :ref:`all-models`.\n"
    )
    built = Project(tmp_path, {"index.rst": text}).build(numfig=True)
    assert built.warnings == ""
    page = soup(built.text("index.html"))
    caption = page.select_one("table.modelzoo-zoo caption")
    assert caption.get_text().startswith("Table 1")
    assert caption.em.get_text() == "models"
    assert "wide" in page.select_one("table.modelzoo-zoo")["class"]
    assert page.select_one("#all-models") is not None
    assert "See Table 1 and All models." in page.get_text()


def test_options(tmp_path: Path) -> None:
    text = (
        'Zoo\n===\n\n.. modelzoo::\n   :filter: params < 50M or task == "object-detection"\n'
        "   :columns: name, params, tasks\n   :sort: -name\n   :limit: 2\n   :group-by: task\n"
    )
    built = Project(tmp_path, {"index.rst": text}).build()
    assert built.warnings == ""
    table = soup(built.text("index.html")).select_one("table.modelzoo-zoo")
    assert [row.a.get_text() for row in table.select("tbody tr") if row.a] == [
        "AlphaNet",
        "BetaNet",
    ]
    groups = [group.get_text() for group in table.select("tr.modelzoo-group")]
    assert groups == ["Object detection", "Image classification"]


def test_a_real_toctree_on_demand(project: Project) -> None:
    plain = project.build().text("guide.html")
    assert 'models/beta-net.html">BetaNet</a></li>' not in plain
    assert project.build(to="with", modelzoo_toctree=True).warnings == ""


def test_pages_elsewhere(project: Project) -> None:
    built = project.build(modelzoo_pages="zoo/entries", nitpicky=True)
    assert built.warnings == ""
    assert (built.outdir / "zoo/entries/beta-net.html").is_file()


def test_translations(project: Project) -> None:
    built = project.build(
        modelzoo_translations={"en": "https://example.org/en", "zh_CN": "https://example.org/zh/"}
    )
    links = soup(built.text("models/beta-net.html")).select("link[rel=alternate]")
    assert [(link["hreflang"], link["href"]) for link in links] == [
        ("en", "https://example.org/en/models/beta-net.html"),
        ("zh-CN", "https://example.org/zh/models/beta-net.html"),
    ]


MYST = """\
# Zoo

```{modelzoo}
:columns: name, tasks
```

See [the second](model:beta-net), [](model:gamma-net) and {modelzoo:model}`alpha-net`.
"""


def test_myst(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": MYST})
    extensions = ["sphinx_modelzoo", "myst_parser"]
    built = project.build(extensions=extensions, nitpicky=True)
    assert built.warnings == ""
    page = soup(built.text("index.html"))
    assert len(page.select("table.modelzoo-zoo tbody tr")) == 3
    paragraph = page.select("section p")[-1]
    assert paragraph.get_text() == "See the second, GammaNet and AlphaNet."
    assert [link["href"] for link in paragraph.select("a")] == [
        "models/beta-net.html#model-beta-net",
        "models/gamma-net.html#model-gamma-net",
        "models/alpha-net.html#model-alpha-net",
    ]


def test_myst_alone(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": MYST})
    built = project.build(
        extensions=["sphinx_modelzoo", "myst_parser"], source_suffix={".md": "markdown"}
    )
    assert built.warnings == ""
    assert "BetaNet" in built.text("models/beta-net.html")


def test_any_order_of_extensions(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.md": MYST})
    built = project.build(extensions=["myst_parser", "sphinx_modelzoo"])
    assert built.warnings == ""
    assert "myst_parser" in built.app.extensions


def test_myst_parser_is_not_loaded(project: Project) -> None:
    built = project.build()
    assert "myst_parser" not in built.app.extensions


def test_output_inside_the_source_tree(project: Project) -> None:
    """``sphinx-build . build``, without ``exclude_patterns``."""
    built = project.build(to="src/build", nitpicky=True)
    assert built.warnings == ""
    again = project.build(to="src/build", nitpicky=True)
    assert again.warnings == ""
    assert again.read == 0
    assert not [name for name in built.app.env.found_docs if "doctrees" in name]


@pytest.mark.parametrize(("builder", "up"), [("html", "../"), ("dirhtml", "../../")])
def test_relative_links_start_at_the_root(tmp_path: Path, builder: str, up: str) -> None:
    catalog = (
        "models:\n  - id: a\n    name: A\n    summary: See [it](guide/two.html).\n"
        "    code: [guide/start.html]\n"
    )
    files = {"index.rst": "Start\n=====\n\n.. toctree::\n\n   sub/zoo\n", "sub/zoo.rst": INDEX}
    project = Project(tmp_path, files, catalog=catalog)
    built = project.build(builder, nitpicky=True)
    assert built.warnings == ""
    names = ("sub/zoo", "models/a")
    paths = [f"{name}.html" if builder == "html" else f"{name}/index.html" for name in names]
    for path in paths:
        links = [link["href"] for link in soup(built.text(path)).select("a[href*=guide]")]
        assert sorted(links) == [f"{up}guide/start.html", f"{up}guide/two.html"], path


def test_labels_of_old_ids(project: Project) -> None:
    project.write("guide.rst", "Guide\n=====\n\nSee :ref:`model-alpha-old`.\n")
    built = project.build(nitpicky=True)
    assert built.warnings == ""
    assert ">AlphaNet<" in built.text("guide.html")


def test_no_edit_link_to_a_stub(tmp_path: Path) -> None:
    """In a process of its own: other themes' tests leave state behind that hides the link."""
    pytest.importorskip("sphinx_rtd_theme")
    context = {
        "display_github": True,
        "github_user": "u",
        "github_repo": "r",
        "github_version": "main",
        "conf_py_path": "/docs/",
    }
    conf = (
        f'html_theme = "sphinx_rtd_theme"\nhtml_context = {context}\n'
        'modelzoo_catalog = "models.yaml"\n'
    )
    project = Project(tmp_path, conf=conf)
    out = tmp_path / "out"
    subprocess.run([sys.executable, "-m", "sphinx", "-q", str(project.src), str(out)], check=True)
    assert "docs/index.rst" in (out / "index.html").read_text(encoding="utf-8")
    assert "docs/models" not in (out / "models/beta-net.html").read_text(encoding="utf-8")


def test_the_way_back_leads_to_a_page_of_the_documentation(tmp_path: Path) -> None:
    draft = ":orphan:\n\nDraft\n=====\n\n.. modelzoo::\n"
    built = Project(tmp_path, {"index.rst": INDEX, "a-draft.rst": draft}).build()
    assert built.warnings == ""
    page = BeautifulSoup(built.text("models/beta-net.html"), "html.parser")
    assert page.select_one(".modelzoo-nav a[href^='../index.html']") is not None
    assert page.select_one(".modelzoo-nav a[href*='a-draft.html']") is None


def test_records_in_the_environment_have_names(project: Project) -> None:
    project.write("more.rst", "More\n====\n\n:modelzoo:count:`*` :modelzoo:model:`alpha-net`\n")
    data = project.build(modelzoo_leaderboards=True).app.env.get_domain("modelzoo").data
    records = [
        one
        for name in ModelzooDomain.initial_data
        for held in data[name].values()
        for one in (held if type(held) is list else [held])
    ]
    unnamed = [one for one in records if isinstance(one, tuple) and not hasattr(one, "_fields")]
    assert not unnamed
    kinds = {type(one) for one in records}
    assert kinds >= {PageRecord, ViewRecord, CountRecord, SectionRecord}


def test_all_events_are_connected_in_one_list() -> None:
    package = Path(sphinx_modelzoo.__file__).parent
    files = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"(?<!super\(\))\.connect\(", path.read_text(encoding="utf-8"))
    }
    assert files == {"sphinx_ext/__init__.py"}


def test_quotes_stay_on_pages_and_only_there(tmp_path: Path) -> None:
    catalog = CATALOG.replace("name: AlphaNet", "name: 'Alpha \"A\" -- net'")
    other = ':orphan:\n\nZ\n=\n\nA "z" -- end.\n'
    project = Project(tmp_path, {"index.rst": INDEX, "zz.rst": other}, catalog=catalog)
    built = project.build()
    heading = soup(built.text("models/alpha-net.html")).select_one("h1")
    assert heading is not None
    assert heading.get_text().startswith('Alpha "A" -- net')
    assert "A “z” – end." in built.text("zz.html")  # read after the pages


def test_the_links_of_a_catalog_are_followed_once_for_all_views(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large zoo has a view on each page, and as many links: once each would be too often."""
    asked: list[str] = []

    def digest(builder: Builder) -> str:
        asked.append(builder.name)
        return documents_digest(builder)

    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.fingerprints.documents_digest", digest)
    views = "".join(f"\n.. modelzoo::\n   :limit: {count}\n" for count in (1, 2, 3))
    Project(tmp_path, {"index.rst": INDEX + views}).build()
    assert asked == ["html"]
