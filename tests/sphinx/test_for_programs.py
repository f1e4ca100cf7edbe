"""What a site has for programs: a feed, and linked data and Open Graph in the heads of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import feedparser
import pytest
import yaml
from bs4 import BeautifulSoup

from tests.support.linked_data import data_of, expanded
from tests.support.sphinx_project import INDEX, Project, assert_same_tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sphinx_project import Built

FILES = {"models.json": "json", "data/feed.xml": "atom"}
BASE = "https://docs.example.org/zoo/"
NAMES = (
    "B </script><script>alert(1)</script> & <!-- <b>",
    "A &amp; \"q\" 'r' &copy=1",
    r"R $x$ `code` \(y\)",
    "中文模型",
)
ODD = [
    {"id": f"m-{number}", "name": name, "summary": f"About {name}.", "tags": [name]}
    for number, name in enumerate(NAMES)
]
OWN = {
    "models/m-0.rst": "My title\n========\n\n.. modelzoo-page::\n",
    "models/m-3.rst": ":og:description: Mine.\n\n.. modelzoo-page::\n",
}


def feed(built: Built) -> Any:
    found = feedparser.parse((built.outdir / "data" / "feed.xml").read_bytes())
    assert not found.bozo
    return found


def odd(root: Path) -> Project:
    catalog = yaml.safe_dump({"models": ODD}, allow_unicode=True)
    return Project(root, {"index.rst": INDEX}, catalog=catalog)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_addresses_in_a_feed(tmp_path: Path, builder: str) -> None:
    project = Project(tmp_path)
    end, home = ("/", "") if builder == "dirhtml" else (".html", "index.html")
    page = f"models/alpha-net{end}"
    if builder == "singlehtml":
        page, home = "index.html#model-alpha-net", "index.html#document-index"
    built = project.build(builder, modelzoo_files=FILES)
    assert built.warnings == ""
    found = feed(built)
    assert [one.link for one in found.entries] == [f"../{page}"]
    assert {one.rel: one.href for one in found.feed.links} == {
        "alternate": f"../{home}",
        "self": "feed.xml",
    }
    settings = {"html_baseurl": BASE.rstrip("/"), "project": "Zoo", "author": "Ann"}
    found = feed(project.build(builder, modelzoo_files=FILES, **settings))
    assert found.entries[0].id == found.entries[0].link == f"{BASE}{page}"
    assert found.feed.id == f"{BASE}data/feed.xml"
    assert (found.feed.title, found.feed.author) == ("Zoo", "Ann")


def test_a_feed_in_each_language_has_the_address_of_its_site(tmp_path: Path) -> None:
    sites = {"en": "https://a.org/en/", "zh": "https://a.org/zh/"}
    built = Project(tmp_path).build(
        modelzoo_files=FILES, modelzoo_translations=sites, language="zh_CN"
    )
    found = feed(built)
    assert found.feed.language == "zh-CN"
    assert found.entries[0].link == "https://a.org/zh/models/alpha-net.html"
    assert found.entries[0].summary == "在图片中寻找 α。"


def test_a_feed_without_dates_is_a_warning(tmp_path: Path) -> None:
    built = odd(tmp_path).build(modelzoo_files=FILES)
    assert "no model has a date" in built.warnings
    assert not (built.outdir / "data" / "feed.xml").exists()


def test_the_same_bytes_in_any_build(tmp_path: Path) -> None:
    project = Project(tmp_path)
    config = {"modelzoo_files": FILES, "html_baseurl": BASE, "html_last_updated_fmt": None}
    first = project.build(**config)
    second = project.build(to="again", parallel=4, **config)
    but = {".buildinfo"}
    assert_same_tree(first.outdir, second.outdir, but)
    # An incremental one, too: of what no part of the page shows.
    config["modelzoo_sections"] = ["summary"]
    project.build(**config)
    project.edit("models.yaml", "    params: 25.6M\n", "    license: MIT\n    added: 2020-02-03\n")
    built = project.build(**config)
    assert "2020-02-03" in built.text("models/beta-net.html")
    assert [entry.title for entry in feed(built).entries] == ["BetaNet", "AlphaNet"]
    assert_same_tree(built.outdir, project.build(to="clean", **config).outdir, but)


def test_linked_data_of_any_text(tmp_path: Path) -> None:
    project = odd(tmp_path)
    for name, text in OWN.items():
        project.write(name, text)
    built = project.build()
    for entry in ODD:
        data = data_of(built.text(f"models/{entry['id']}.html"))
        assert data is not None
        assert expanded(data)["https://schema.org/name"] == [{"@value": entry["name"]}]
        assert data["name"] == entry["name"]
    assert data_of(built.text("index.html")) is None
    for path in built.outdir.rglob("*.html"):
        assert "<script>alert" not in path.read_text(encoding="utf-8")


def test_pages_without_an_address_have_none(tmp_path: Path) -> None:
    for builder in ("singlehtml", "epub"):
        built = Project(tmp_path).build(builder)
        for path in built.outdir.rglob("*.*html"):
            assert "ld+json" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("first", [True, False])
def test_open_graph(tmp_path: Path, first: bool) -> None:
    """Each page has one title and one description, those of its model."""
    pytest.importorskip("sphinxext.opengraph")
    project = odd(tmp_path)
    for name, text in OWN.items():
        project.write(name, text)
    names = ["sphinxext.opengraph", "sphinx_modelzoo"]
    built = project.build(
        extensions=names if first else names[::-1],
        ogp_site_url=BASE,
        ogp_social_cards={"enable": False},
    )
    wanted: dict[str, tuple[str, str]] = {
        str(entry["id"]): (str(entry["name"]), str(entry["summary"])) for entry in ODD
    }
    wanted["m-0"] = ("My title", wanted["m-0"][1])
    wanted["m-2"] = (NAMES[2], "About R x code (y).")
    wanted["m-3"] = (NAMES[3], "Mine.")
    for name, (title, description) in wanted.items():
        soup = BeautifulSoup(built.text(f"models/{name}.html"), "html.parser")
        for kind, text in (("title", title), ("description", description)):
            tags = soup.select(f'meta[property="og:{kind}"]')
            assert [tag["content"] for tag in tags] == [text]
