"""The MkDocs plugin: pages, navigation, inventory, redirects, languages, search, mistakes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_modelzoo.exports.inventory import (
    Inventory,
    Item,
    merged,
    read_inventory,
    write_inventory,
)
from sphinx_modelzoo.mkdocs_ext.nav import with_pages
from sphinx_modelzoo.render import cutting
from tests.support.bad_input import CATALOGS, DOCUMENTS
from tests.support.mkdocs_project import INDEX, SITE, Built, Site, broken_links, i18n
from tests.support.sphinx_project import Project
from tests.support.table_data import groups_of

if TYPE_CHECKING:
    from pathlib import Path

THEMES = ("mkdocs", "readthedocs", "material")
GUIDE = "# Guide\n\nSee [](model:beta-net), [its results](model:alpha-net#results).\n"


def build(site: Site) -> Built:
    """Build strictly: nothing may be said, and no link may be broken."""
    built = site.build(strict=True)
    assert not built.aborted, built.warnings
    assert built.warnings == []
    assert broken_links(built.outdir) == []
    return built


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("urls", [True, False])
def test_themes(tmp_path: Path, theme: str, urls: bool) -> None:
    files = {"index.md": INDEX, "guide/deep/a.md": GUIDE}
    site = Site(tmp_path, files, theme={"name": theme}, use_directory_urls=urls)
    built = build(site)
    end = "/index.html" if urls else ".html"
    page = built.soup(f"models/alpha-net{end}")
    assert page.h1 is not None
    assert page.h1["id"] == "model-alpha-net"
    assert page.title is not None
    assert page.title.text.startswith("AlphaNet")
    links = {link.text: link["href"] for link in built.soup(f"guide/deep/a{end}").select("p a")}
    up = "../../.." if urls else "../.."
    tail = "/" if urls else ".html"
    assert links["BetaNet"] == f"{up}/models/beta-net{tail}"
    assert links["its results"] == f"{up}/models/alpha-net{tail}#results"
    ways = [link["href"] for link in page.select(".modelzoo-nav a")]
    assert ways == (["../../", "../beta-net/"] if urls else ["../index.html", "beta-net.html"])
    assert "assets/modelzoo/modelzoo.css" in built.text("index.html")
    assert built.text("assets/modelzoo/modelzoo.css").startswith("/*")


def test_nothing_is_written_into_the_documents(tmp_path: Path) -> None:
    site = Site(tmp_path)
    build(site)
    assert [path.name for path in (tmp_path / "docs").rglob("*")] == ["index.md"]


# Languages ---------------------------------------------------------------------------------

LAYOUTS = {
    "suffix": {"index.md": INDEX, "index.zh.md": "# 库\n\n```{modelzoo}\n```\n", "a.md": GUIDE},
    "folder": {
        "en/index.md": INDEX,
        "zh/index.md": "# 库\n\n```{modelzoo}\n```\n",
        "en/a.md": GUIDE,
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("theme", THEMES)
def test_two_languages(tmp_path: Path, layout: str, theme: str) -> None:
    site = Site(tmp_path, LAYOUTS[layout], plugins=["search", i18n(layout)], theme={"name": theme})
    built = build(site)
    english = built.soup("models/alpha-net/index.html")
    chinese = built.soup("zh/models/alpha-net/index.html")
    assert "Finds alphas" in english.text
    assert "在图片中寻找" in chinese.text
    assert chinese.h2 is not None
    assert chinese.h2.text.startswith("快速开始")
    assert "评测结果" in [one.text for one in chinese.select("h2")]
    assert "模型与论文" in built.text("zh/index.html")
    # The guide is only there in English: the Chinese site has it, with links that stay in it.
    fallback = built.soup("zh/a/index.html")
    assert "../models/beta-net/" in [link["href"] for link in fallback.select("p a")]
    for name, prefix in (("objects.inv", ""), ("zh/objects.inv", "zh/")):
        inventory = read_inventory((built.outdir / name).read_bytes())
        for item in inventory.items:
            assert (built.outdir / prefix / item.uri.partition("#")[0] / "index.html").is_file()
    if theme == "material":
        switch = {one["hreflang"]: one["href"] for one in english.select("a[hreflang]")}
        assert switch == {"en": "./", "zh": "../../zh/models/alpha-net/"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_fallback(tmp_path: Path, layout: str) -> None:
    files = {name: text for name, text in LAYOUTS[layout].items() if "a.md" not in name}
    site = Site(tmp_path, files, plugins=[i18n(layout, fallback_to_default=False)])
    built = build(site)
    assert (built.outdir / "zh/models/gamma-net/index.html").is_file()
    assert not (built.outdir / "models/gamma-net.zh").exists()


@pytest.mark.parametrize(
    ("theme", "zoo", "word"),
    [
        ({"name": "mkdocs"}, {}, "Results"),
        ({"name": "mkdocs"}, {"language": "zh-Hans"}, "评测结果"),
        ({"name": "material", "language": "zh"}, {}, "评测结果"),
        ({"name": "mkdocs", "locale": "zh_CN"}, {}, "评测结果"),
    ],
)
def test_one_language(
    tmp_path: Path, theme: dict[str, str], zoo: dict[str, str], word: str
) -> None:
    built = build(Site(tmp_path, theme=theme, zoo=zoo))
    assert word in built.text("models/alpha-net/index.html")


# Navigation --------------------------------------------------------------------------------


def test_nav(tmp_path: Path) -> None:
    site = Site(tmp_path, nav=[{"Start": "index.md"}], zoo={"nav": "section"})
    nav = [link.text.strip() for link in build(site).soup("index.html").select(".navbar a")]
    assert nav[nav.index("Models") :][:4] == ["Models", "AlphaNet", "BetaNet", "GammaNet"]
    site.configure(nav=[{"Start": "index.md"}, {"All": ["models/"]}], zoo={"nav": "section"})
    nav = [link.text.strip() for link in build(site).soup("index.html").select(".navbar a")]
    assert nav[nav.index("All") :][:4] == ["All", "AlphaNet", "BetaNet", "GammaNet"]
    site.configure(nav=[{"Start": "index.md"}])
    assert "AlphaNet" not in build(site).soup("index.html").select(".navbar")[0].text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nav_in_two_languages(tmp_path: Path, layout: str) -> None:
    nav = [{"Start": "index.md"}, {"Zoo": "models/"}]
    files = {name: text for name, text in LAYOUTS[layout].items() if "a.md" not in name}
    site = Site(tmp_path, files, plugins=[i18n(layout)], nav=nav, zoo={"nav": "section"})
    built = build(site)
    for name in ("index.html", "zh/index.html"):
        links = built.soup(name).select(".navbar .dropdown-menu a")
        assert [one.text.strip() for one in links] == ["AlphaNet", "BetaNet", "GammaNet"]
        assert links[-1]["href"] == "models/gamma-net/"


@pytest.mark.parametrize("layout", ["", *LAYOUTS])
@pytest.mark.parametrize("nav", ["none", "section"])
def test_models_in_the_navigation(tmp_path: Path, layout: str, nav: str) -> None:
    named = ["index.md", "model:beta-net", {"More": [{"First": "model:alpha-old"}, "model:nope"]}]
    plugins = [i18n(layout)] if layout else []
    site = Site(tmp_path, LAYOUTS.get(layout), plugins=plugins, zoo={"nav": nav}, nav=named)
    built = site.build()
    (said,) = built.warnings
    assert said.startswith("nav: unknown model “nope” ")
    assert said.endswith("[modelzoo.reference]")
    for page in ("index.html", "zh/index.html") if layout else ("index.html",):
        soup = built.soup(page)
        links = {link.text.strip(): link["href"] for link in soup.select(".navbar a[href]")}
        assert links["BetaNet"] == "models/beta-net/"
        assert links["First"] == "models/alpha-net/"
        assert ("GammaNet" in links) == (nav == "section")


def test_with_pages_leaves_the_old_navigation() -> None:
    nav = ["index.md", {"Zoo": "models/"}, {"Deep": [{"Er": ["a.md", "models/"]}]}]
    made = with_pages(nav, "models", [{"A": "models/a.md"}], "Models")
    assert nav[1] == {"Zoo": "models/"}
    assert made == [
        "index.md",
        {"Zoo": [{"A": "models/a.md"}]},
        {"Deep": [{"Er": ["a.md", {"A": "models/a.md"}]}]},
    ]


def test_the_way_back(tmp_path: Path) -> None:
    files = {
        "a.md": "```{modelzoo}\n:limit: 1\n```\n",
        "b/zoo.md": "text\n\n```{modelzoo}\n:sort: name\n```\n",
        "index.md": "````\n```{modelzoo}\n```\n````\n",
    }
    site = Site(tmp_path, files)

    def way() -> str:
        page = build(site).soup("models/alpha-net/index.html")
        return str(page.select(".modelzoo-nav-up")[0]["href"])

    assert way() == "../../b/zoo/"
    site.configure(zoo={"home": "a.md"})
    assert way() == "../../a/"


@pytest.mark.parametrize("layout", ["", *LAYOUTS])
def test_a_way_back_that_is_not_there(tmp_path: Path, layout: str) -> None:
    plugins = [i18n(layout)] if layout else []
    site = Site(tmp_path, LAYOUTS.get(layout), plugins=plugins, zoo={"home": "no.md"})
    built = site.build()
    (warning,) = built.warnings
    assert warning.startswith("home: unknown page no.md")
    assert warning.endswith("[modelzoo.config.home]")
    assert broken_links(built.outdir) == []
    way = built.soup("models/alpha-net/index.html").select(".modelzoo-nav-up")[0]
    assert way["href"] == "../../"
    site.configure(zoo={"home": "index.md"}, plugins=plugins)
    build(site)


# Pages of the project's own, old ids, edit links ---------------------------------------------


@pytest.mark.parametrize("layout", ["", *LAYOUTS])
def test_a_page_name_that_is_taken(tmp_path: Path, layout: str) -> None:
    files = {"index.md": INDEX} if not layout else dict(LAYOUTS[layout])
    own = "en/models/beta-net.md" if layout == "folder" else "models/beta-net.md"
    files[own] = "# Mine\n\nMy own page.\n"
    site = Site(tmp_path, files, plugins=[i18n(layout)] if layout else [])
    built = site.build()
    (warning,) = built.warnings
    assert warning.endswith("[modelzoo.page.own]")
    assert f"{own}: this document is the page of “beta-net”" in warning
    assert "My own page." in built.text("models/beta-net/index.html")
    assert (built.outdir / "models/gamma-net/index.html").is_file()
    assert broken_links(built.outdir) == []


HOOK = """
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

@event_priority(-50)
def on_files(files, config):
    old = files.get_file_from_path("models/beta-net.md")
    files.remove(old)
    files.append(File.generated(config, old.src_uri, content="# Mine\\n\\nMy own page.\\n"))
    return files
"""


def test_a_page_that_another_plugin_makes_afterwards(tmp_path: Path) -> None:
    site = Site(tmp_path, plugins=["search"], hooks=["hook.py"])
    site.write("hook.py", HOOK)
    built = site.build()
    assert "My own page." in built.text("models/beta-net/index.html")
    (said,) = built.warnings
    assert "models/beta-net.md: this document is the page of “beta-net”" in said
    assert said.endswith("[modelzoo.page.own]")
    assert "AlphaNet" in built.text("models/alpha-net/index.html")


@pytest.mark.parametrize("urls", [True, False])
def test_old_ids_lead_to_the_page(tmp_path: Path, urls: bool) -> None:
    built = build(Site(tmp_path, use_directory_urls=urls))
    end, target = ("/index.html", "../alpha-net/") if urls else (".html", "alpha-net.html")
    old = built.text(f"models/alpha-old{end}")
    assert f'content="0; url={target}"' in old
    assert 'lang="en"' in old


@pytest.mark.parametrize("urls", [True, False])
def test_old_ids_of_a_model_that_is_called_index(tmp_path: Path, urls: bool) -> None:
    catalog = "models: [{id: index, name: I, aliases: [was]}, {id: a, name: A}]\n"
    built = build(Site(tmp_path, catalog=catalog, use_directory_urls=urls))
    old, target = ("was/index.html", "../") if urls else ("was.html", "index.html")
    assert f'content="0; url={target}"' in built.text(f"models/{old}")


def test_old_ids_in_two_languages(tmp_path: Path) -> None:
    built = build(Site(tmp_path, LAYOUTS["suffix"], plugins=[i18n("suffix")]))
    assert 'lang="zh-CN"' in built.text("zh/models/alpha-old/index.html")


@pytest.mark.parametrize("layout", ["", *LAYOUTS])
def test_edit_links(tmp_path: Path, layout: str) -> None:
    site = Site(
        tmp_path,
        LAYOUTS.get(layout),
        plugins=[i18n(layout)] if layout else [],
        repo_url="https://github.com/o/r",
        edit_uri="edit/main/docs/",
    )
    built = build(site)
    for name in ["models/beta-net", *(["zh/models/beta-net"] if layout else [])]:
        edit = "https://github.com/o/r/edit/main/models.yaml#L16"
        soup = built.soup(f"{name}/index.html")
        assert soup.select(f'.navbar a[href="{edit}"]')
        assert soup.select(f'.modelzoo-edit a[href="{edit}"]')


# Inventory ---------------------------------------------------------------------------------


def test_sphinx_reaches_the_site_and_the_other_way_round(tmp_path: Path) -> None:
    built = build(Site(tmp_path / "mkdocs"))
    inventory = str(built.outdir / "objects.inv")
    text = (
        "T\n=\n\n:external:modelzoo:model:`alpha-net` :ref:`model-beta-net`"
        " :modelzoo:model:`gamma-net`\n"
    )
    project = Project(
        tmp_path / "sphinx", {"index.rst": text}, catalog="models: [{id: x, name: X}]\n"
    )
    sphinx = project.build(
        extensions=["sphinx_modelzoo", "sphinx.ext.intersphinx"],
        intersphinx_mapping={"zoo": (SITE, inventory)},
        nitpicky=True,
    )
    assert sphinx.warnings == ""
    html = sphinx.text("index.html")
    for name in ("alpha-net", "beta-net", "gamma-net"):
        assert f'href="{SITE}models/{name}/#model-{name}"' in html
    assert ">BetaNet<" in html
    # And back: Markdown's links find models of the Sphinx site.
    site = Site(
        tmp_path / "back",
        {"index.md": "[](model:x) [words](model:sphinx:x) [](model:alpha-net)\n"},
        zoo={"inventories": {"sphinx": {"url": "https://sp.example/", "file": "sphinx.inv"}}},
    )
    (site.root / "sphinx.inv").write_bytes((sphinx.outdir / "objects.inv").read_bytes())
    links = build(site).soup("index.html").select("p a.modelzoo-link")
    assert [(link.text, link["href"]) for link in links] == [
        ("X", "https://sp.example/models/x.html#models-x"),
        ("words", "https://sp.example/models/x.html#models-x"),
        ("AlphaNet", "models/alpha-net/"),
    ]


def test_an_inventory_that_is_missing(tmp_path: Path) -> None:
    other = {"sphinx": {"url": "https://sp.example/", "file": "no.inv"}}
    built = Site(tmp_path, zoo={"inventories": other}).build()
    (warning,) = built.warnings
    assert "no.inv: inventories.sphinx" in warning
    assert warning.endswith("[modelzoo.config.inventory]")


def test_the_inventory_of_mkdocstrings_stays(tmp_path: Path) -> None:
    pytest.importorskip("mkdocstrings")
    site = Site(tmp_path, plugins=[{"mkdocstrings": {"enable_inventory": True}}])
    foreign = Item("pkg.f", "py:function", 1, "api/#pkg.f", "pkg.f")
    hook = (
        "def on_page_content(html, page, config, files):\n"
        "    inventory = config.plugins['mkdocstrings'].handlers.inventory\n"
        "    inventory.register('pkg.f', 'py', 'function', 'api/#pkg.f')\n"
    )
    site.write("hook.py", hook)
    site.configure(plugins=[{"mkdocstrings": {"enable_inventory": True}}], hooks=["hook.py"])
    built = build(site)
    inventory = read_inventory((built.outdir / "objects.inv").read_bytes())
    assert foreign in inventory.items
    pages = [item for item in inventory.items if "--" not in item.name]
    assert len(pages) == 1 + 2 * 3 + 1  # one has an old id
    sections = {item.name for item in inventory.items} - {item.name for item in pages}
    assert "model-alpha-net--results" in sections


def test_inventories() -> None:
    items = (
        Item("a b", "std:label", -1, "x/#a b", "A  title"),
        Item("alpha", "modelzoo:model", 1, "m/#alpha", "alpha"),
    )
    inventory = Inventory("模型库", "1.0", items)
    again = read_inventory(write_inventory(inventory))
    assert (again.project, again.version) == ("模型库", "1.0")
    assert set(again.items) == {items[0]._replace(title="A title"), items[1]}
    assert write_inventory(again) == write_inventory(read_inventory(write_inventory(again)))
    new = items[1]._replace(uri="n/")
    assert merged(inventory, [new]).items == (items[0], new)
    for bad in (b"", b"# Sphinx inventory version 1\n", b"# Sphinx inventory version 2\n\n\n\nx"):
        with pytest.raises(ValueError, match="inventory"):
            read_inventory(bad)


# Search ------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_search(tmp_path: Path, theme: str) -> None:
    built = build(Site(tmp_path, plugins=["search"], theme={"name": theme}))
    entries = json.loads(built.text("search/search_index.json"))["docs"]
    by_place = {entry["location"]: entry for entry in entries}
    assert "AlphaNet" not in json.dumps(by_place[""])
    assert "AlphaNet" in built.text("index.html")
    assert by_place["models/alpha-net/"]["title"] == "AlphaNet"
    assert "Finds alphas" in by_place["models/alpha-net/"]["text"]
    # Nor do the ways from page to page: who looks for a model looks for its own page.
    found = {place.partition("#")[0] for place, one in by_place.items() if "BetaNet" in str(one)}
    assert "BetaNet" in built.text("models/gamma-net/index.html")
    assert found == {"models/beta-net/", "models/alpha-net/"}  # which is related to it
    assert "data-search-exclude" not in built.text("models/alpha-net/index.html")


def test_chinese_search(tmp_path: Path) -> None:
    pytest.importorskip("jieba")
    search = {"search": {"lang": ["zh"], "separator": r"[\s\u200b\-]"}}
    theme = {"name": "material", "language": "zh"}
    built = build(Site(tmp_path, plugins=[search], theme=theme))
    text = built.text("search/search_index.json")
    assert "图片\u200b中" in json.loads(text)["docs"][1]["text"].replace("在\u200b", "") or (
        "图片\\u200b" in text or "图片\u200b" in text
    )


def test_jieba_says_nothing(tmp_path: Path) -> None:
    pytest.importorskip("jieba")
    pytest.importorskip("material")
    Site(tmp_path, plugins=["search"], theme={"name": "material", "language": "zh"})
    (tmp_path / "tmp").mkdir()  # without the dictionary that an earlier run left
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp"), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout + done.stderr == ""
    assert list((tmp_path / "tmp").glob("jieba*")), "the dictionary was not loaded"


# Mistakes ----------------------------------------------------------------------------------


def _said(texts: list[str], code: str) -> list[str]:
    """Messages with a code: from the line on, as both hosts put it after the file's name."""
    found = [text for text in texts if text.endswith(f"[modelzoo.{code}]")]
    return [re.sub(r"^\S*?(?=:\d+|: )", "", text, count=1) for text in found]


@pytest.mark.parametrize("name", CATALOGS)
def test_bad_catalogs_as_in_sphinx(tmp_path: Path, name: str) -> None:
    text, code, _ = CATALOGS[name]
    site = Site(tmp_path / "m", {"index.md": INDEX}, catalog=text)
    project = Project(tmp_path / "s")
    data = text if isinstance(text, bytes) else text.encode()
    (project.src / "models.yaml").write_bytes(data)
    sphinx = project.build().warnings.replace("WARNING: ", "").splitlines()
    built = site.build()
    assert not built.aborted
    ours = _said(built.warnings, code)
    assert ours
    assert ours == _said(sphinx, code)
    strict = site.build(strict=True)
    assert "strict mode" in strict.aborted
    assert _said(strict.warnings, code) == ours


MARKDOWN = {
    "column": "```{modelzoo}\n:columns: nme\n```\n",
    "filter": "```{modelzoo}\n:filter: parms < 3\n```\n",
    "option": "```{modelzoo}\n:filtr: x\n```\n",
    "limit": "```{modelzoo}\n:limit: many\n```\n",
    "blank-line": "```{modelzoo}\n\n:limit: 1\n```\n",
    "no-colon": "```{modelzoo}\nlimit: 1\n:limit: 2\n```\n",
    "columns-without-commas": "```{modelzoo}\n:columns: name params\n```\n",
    "columns-as-in-filters": '```{modelzoo}\n:columns: name, metric("mAP")\n```\n',
    "catalog": "```{modelzoo} models.yaml\n```\n",
    "catalog-of-stats": "```{modelzoo-stats} a/b.yml\n```\n",
    "argument": "```{modelzoo} all\n```\n",
    "view": "```{modelzoo-stats}\n\nText.\n```\n",
    "view-argument": "```{modelzoo-stats} all\n```\n",
    "reference": "[](model:beta-nett)\n",
    "count": "{modelzoo:count}`parms < 3`\n",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_bad_documents_as_in_sphinx(tmp_path: Path, name: str) -> None:
    text, code, hint = DOCUMENTS[name]
    site = Site(tmp_path / "m", {"index.md": f"---\nx: y\n---\n# Zoo\n\n{MARKDOWN[name]}"})
    sphinx = Project(tmp_path / "s", {"index.rst": f"Zoo\n===\n\n{text}"}).build()
    built = site.build()
    (ours,) = [one for one in built.warnings if one.endswith(f"[modelzoo.{code}]")]
    (theirs,) = [one for one in sphinx.warnings.splitlines() if one.endswith(f"[modelzoo.{code}]")]
    assert hint in ours
    place, _, words = ours.partition(": ")
    assert place == "index.md:6"
    assert theirs.endswith(words)
    assert (built.outdir / "models/beta-net/index.html").is_file()
    # The table is as in Sphinx: all of it, or nothing where an option is misspelt.
    assert built.text("index.html").count("data-model=") == sphinx.text("index.html").count(
        "data-model="
    )
    assert "strict mode" in site.build(strict=True).aborted


def test_a_wrong_filter_shows_nothing(tmp_path: Path) -> None:
    text = "```{modelzoo}\n:filter: parms < 3\n```\n"
    built = Site(tmp_path, {"index.md": text}).build()
    assert "modelzoo-table" not in built.text("index.html")


def test_suppressed(tmp_path: Path) -> None:
    text, code, _ = CATALOGS["task"]
    for suppressed in ("modelzoo.task.unknown", "modelzoo.task"):
        site = Site(tmp_path, catalog=text, zoo={"suppress": [suppressed]})
        assert site.build().warnings == []
    other = Site(tmp_path, catalog=text, zoo={"suppress": ["modelzoo.reference"]})
    assert _said(other.build().warnings, code)


@pytest.mark.parametrize(
    ("zoo", "key", "word"),
    [
        ({"pages": "../out"}, "pages", "not a relative folder"),
        ({"pages": 5}, "pages", "Expected type"),
        ({"language": "klingonisch"}, "language", "not a language"),
        ({"nav": "yes"}, "nav", "one of"),
        ({"catalog": []}, "catalog", "Expected a file"),
        ({"catalog": [5]}, "catalog", "Expected a file name"),
        ({"suppress": "x"}, "suppress", "list"),
        ({"suppress": ["modelzoo.t"]}, "suppress", "Unknown code “modelzoo.t”"),
        ({"suppress": ["modelzoo.referense"]}, "suppress", "did you mean “modelzoo.reference”"),
        ({"inventories": {"a": {"url": "https://x.y"}}}, "inventories", "file"),
    ],
)
def test_config(tmp_path: Path, zoo: dict[str, Any], key: str, word: str) -> None:
    site = Site(tmp_path, zoo=zoo)
    built = site.build()
    said = "\n".join(built.warnings)
    assert "Plugin 'modelzoo' option" in said
    assert key in said
    assert word in said
    assert built.aborted


@pytest.mark.parametrize(
    ("zoo", "said"),
    [
        (
            {"catalogue": "x"},
            "Unrecognised configuration name: catalogue (did you mean “catalog”?)",
        ),
        ({"leaderboard": True}, "leaderboard (did you mean “leaderboards”?)"),
        ({"q": 1}, "Unrecognised configuration name: q"),
        (
            {"inventories": {"a": {"url": "https://x.y", "file": "a", "fil": "b"}}},
            "fil (did you mean “file”?)",
        ),
    ],
)
def test_unknown_settings(tmp_path: Path, zoo: dict[str, Any], said: str) -> None:
    built = Site(tmp_path, zoo=zoo).build()
    assert [one for one in built.warnings if "Plugin 'modelzoo' option" in one and said in one]


@pytest.mark.parametrize("name", ["mkdocs.yml", "zoo.yml"])
def test_a_catalog_that_is_not_there(tmp_path: Path, name: str) -> None:
    site = Site(tmp_path, zoo={"catalog": "nope.yaml"})
    (tmp_path / "mkdocs.yml").rename(tmp_path / name)
    built = site.build(config=name)
    hint = f"paths are relative to the folder of {name}"
    assert built.warnings == [f"nope.yaml: no such file ({hint}) [modelzoo.catalog.missing]"]
    assert "strict mode" in site.build(strict=True, config=name).aborted


def test_two_plugins_are_one_too_many(tmp_path: Path) -> None:
    site = Site(tmp_path, plugins=[{"modelzoo": {"catalog": "more.yaml"}}])
    assert site.build().aborted
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(tmp_path / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode
    assert "modelzoo is configured twice (list all files" in done.stderr


def test_a_catalog_must_be_named(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("mkdocs.yml", "site_name: Z\nplugins: [modelzoo]\n")
    built = site.build()
    assert "option 'catalog': Required configuration not provided." in "\n".join(built.warnings)


# Building again ----------------------------------------------------------------------------


def test_built_twice_is_the_same(tmp_path: Path) -> None:
    from tests.support.sphinx_project import tree

    site = Site(tmp_path, LAYOUTS["suffix"], plugins=["search", i18n("suffix")])

    def written() -> dict[str, bytes]:
        files = tree(build(site).outdir)
        return {
            name: re.sub(rb"Build Date UTC : .*", b"", data)
            for name, data in files.items()
            if "sitemap" not in name
        }

    assert written() == written()
    site.edit("models.yaml", "name: AlphaNet", "name: AlphaNet Two")
    edited = written()
    assert "AlphaNet Two" in edited["zh/index.html"].decode()
    (site.root / ".cache/plugin/modelzoo/catalog.cache").unlink()
    assert written() == edited


NAME = '</title></a><script>alert(1)</script>" onload="x" <b>&lt; Q&A {{ 7 * 7 }}'


@pytest.mark.parametrize("layout", ["", "suffix"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_name_is_never_markup(tmp_path: Path, theme: str, layout: str) -> None:
    """Templates write titles and descriptions as they are: into elements and attributes."""
    entry = {"id": "a", "name": NAME, "summary": NAME, "aliases": ["old"]}
    result = {"dataset": NAME, "metrics": {"mAP": 1}}
    models = [{**entry, "results": [result]}, {"id": "b", "name": "B"}]
    catalog = json.dumps({"models": models}).replace("\\n", "")
    files = {"index.md": f"{INDEX}\n[](model:a)\n"}
    site = Site(
        tmp_path,
        files,
        catalog=catalog,
        plugins=["search", *([i18n(layout)] if layout else [])],
        theme={"name": theme},
        zoo={"nav": "section", "leaderboards": True},
    )
    built = build(site)
    pages = [path for path in built.outdir.rglob("*.html") if path.name != "404.html"]
    for path in pages:
        soup = built.soup(path.relative_to(built.outdir).as_posix())
        assert not soup.select("[onload]")
        # Ours are the figures of the best, and of what badges lead to.
        assert all(one.text.isdecimal() for one in soup.find_all("b"))
        assert not [one for one in soup.find_all("script") if one.text.startswith("alert")]
    page = built.soup("models/a/index.html")
    assert page.title is not None
    assert page.title.text.startswith(NAME)
    assert NAME in page.select("article h1, main h1, [role=main] h1")[0].text
    if description := page.select_one("meta[name=description]"):
        assert theme != "material" or description["content"] == NAME
    assert built.soup("index.html").find("a", string=lambda text: text and NAME in text)


@pytest.mark.parametrize("layout", ["", "suffix"])
def test_dirty(tmp_path: Path, layout: str) -> None:
    """Only the catalog has changed: the pages that show it are built again, and no other ones."""
    files = {"index.md": INDEX, "a.md": "# A\n\n[](model:alpha-net)\n", "plain.md": "# P\n"}
    site = Site(tmp_path, files, plugins=[i18n(layout)] if layout else [])
    first = build(site)
    pages = list(first.outdir.rglob("*.html"))
    for path in pages:
        os.utime(path, (1e9, 1e9))
    os.utime(tmp_path / "docs/plain.md", (9e8, 9e8))
    site.edit("models.yaml", "name: AlphaNet", "name: AlphaPrime")
    built = site.build(dirty=True)
    for name in ("index.html", "a/index.html", "models/alpha-net/index.html"):
        for folder in ("", "zh/") if layout else ("",):
            assert "AlphaPrime" in built.text(f"{folder}{name}")
            assert "AlphaNet<" not in built.text(f"{folder}{name}")
    left = [path for path in pages if path.stat().st_mtime == 1e9]
    assert built.outdir / "plain/index.html" in left


def test_what_is_watched(tmp_path: Path) -> None:
    from mkdocs.config import load_config

    site = Site(tmp_path, zoo={"catalog": ["models.yaml", "zoo/*.yaml", "later"]})
    site.write("zoo/more.yaml", "models: [{id: x, name: X}]\n")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    for _ in range(2):
        config = config.plugins.on_config(config)
    names = [name.removeprefix(f"{tmp_path}/") for name in config.watch]
    assert names == ["models.yaml", "zoo", "zoo/more.yaml"]


def test_serve_shows_an_edit(tmp_path: Path) -> None:
    site = Site(tmp_path)
    with socket.socket() as kept:
        # A port that nobody else is given while this socket has it; a server may listen there.
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{kept.getsockname()[1]}"
        command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", host]
        server = subprocess.Popen(command, cwd=tmp_path)
        try:
            assert _comes(server, f"http://{host}/zoo/", "AlphaNet")
            site.edit("models.yaml", "name: AlphaNet", "name: AlphaPrime")
            assert _comes(server, f"http://{host}/zoo/", "AlphaPrime")
            assert _comes(server, f"http://{host}/zoo/models/alpha-net/", "AlphaPrime")
        finally:
            server.terminate()
            server.wait()


def _comes(server: subprocess.Popen[bytes], address: str, word: str) -> bool:
    """Whether a page has a word before the server ends, or five minutes have passed."""
    end = time.monotonic() + 300
    while server.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=60) as answer:
            if word in answer.read().decode():
                return True
        time.sleep(0.2)
    return False


@pytest.mark.parametrize("theme", THEMES)
def test_properdocs(tmp_path: Path, theme: str) -> None:
    pytest.importorskip("properdocs")
    Site(tmp_path, LAYOUTS["suffix"], plugins=["search", i18n("suffix")], theme={"name": theme})
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert broken_links(tmp_path / "site") == []
    assert (tmp_path / "site/zh/models/beta-net/index.html").is_file()


def test_sphinx_is_not_imported(tmp_path: Path) -> None:
    Site(tmp_path)
    code = (
        "import sys\nfrom mkdocs.__main__ import cli\n"
        "try:\n    cli(['build', '-q'])\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(sorted({n.partition('.')[0] for n in sys.modules} & {'sphinx', 'docutils'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_search_in_another_language(tmp_path: Path) -> None:
    """Material's search ended the build where a card held a text of several paragraphs."""
    pytest.importorskip("material")
    files = {
        "index.md": "# Zoo\n\n```{modelzoo}\n:view: cards\n```\n\n```{modelzoo-card} a\n```\n",
    }
    catalog = 'models:\n- {id: a, name: A, summary: {zh: "x\\n\\ny"}}\n'
    site = Site(tmp_path, files, catalog, plugins=["search"], theme={"name": "material"})
    built = build(site)
    entries = json.loads(built.text("search/search_index.json"))["docs"]
    assert [one["text"] for one in entries if one["location"] == ""] == [""]
    assert ["x" in one["text"] for one in entries if one["location"] == "models/a/"] == [True]
    assert "<p>y</p>" in built.text("index.html")


def test_a_large_table_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "STATIC_ROWS", 2)
    monkeypatch.setattr(cutting, "SHOWN_ROWS", 1)
    table = "```{modelzoo}\n:columns: name, summary\n:interactive: yes\n"
    page = f"# Zoo\n\n{table}:caption: All *models*\n```\n\nWords.\n\n{table}:group-by: task\n```\n"
    built = Site(tmp_path, {"guide/index.md": page}).build(strict=True)
    assert not built.aborted
    soup = built.soup("guide/index.html")
    assert "All <em>models</em></caption>" in str(soup.caption)
    folder = built.outdir / "assets/modelzoo"
    for number, titles in enumerate((("",), ("Object detection", "Image classification"))):
        box = soup.select(".modelzoo-wrap")[number]
        name, _, version = str(box.table["data-rows"]).partition("?v=")
        assert name == f"modelzoo-data/table/guide/index-{number}.js"
        assert version
        assert len(box.select("tbody tr[data-model]")) == 1
        rest = box.find_next_sibling("noscript")
        links = {str(link["href"]) for link in rest.select("a")}
        assert len(links) == 2
        data = (folder / name).read_text(encoding="utf-8")
        groups = groups_of(data)
        assert [title for title, _ in groups][: len(titles)] == list(titles)
        rows = {row[0]: row for _, rows in groups for row in rows}
        assert set(rows) == {"alpha-net", "beta-net", "gamma-net"}
        assert 'href="../models/beta-net/"' in rows["beta-net"][4][0][1]
        assert rows["beta-net"][4][1] == (None, "Names betas.")
    assert "\x02" not in built.text("guide/index.html") + data
