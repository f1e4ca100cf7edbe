"""What an MkDocs site has for programs: a feed, and linked data in the heads of models' pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import feedparser
import pytest

from tests.support.linked_data import data_of, expanded
from tests.support.mkdocs_project import INDEX, SITE, Site, i18n
from tests.support.sphinx_project import CATALOG, assert_same_tree

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.mkdocs_project import Built

pytest.importorskip("mkdocs")

ZOO = {"files": {"feed.xml": "atom", "models.json": "json"}}
NAME = "B </script> & $x$"


def feed(built: Built, name: str = "feed.xml") -> Any:
    found = feedparser.parse((built.outdir / name).read_bytes())
    assert not found.bozo
    return found


def test_a_feed(tmp_path: Path) -> None:
    found = feed(Site(tmp_path, zoo=ZOO, site_author="Ann").build(strict=True))
    assert found.feed.id == f"{SITE}feed.xml"
    assert (found.feed.title, found.feed.author, found.feed.link) == ("Zoo", "Ann", SITE)
    assert [one.id for one in found.entries] == [f"{SITE}models/alpha-net/"]
    found = feed(Site(tmp_path, zoo=ZOO, site_url="", use_directory_urls=False).build(strict=True))
    assert [one.link for one in found.entries] == ["models/alpha-net.html"]
    assert found.entries[0].id.startswith("urn:uuid:")


@pytest.mark.parametrize("layout", ["suffix", "folder"])
def test_a_feed_in_each_language(tmp_path: Path, layout: str) -> None:
    pytest.importorskip("mkdocs_static_i18n")
    start = "en/" if layout == "folder" else ""
    files = {f"{start}index.md": INDEX, "zh/index.md" if start else "index.zh.md": INDEX}
    built = Site(tmp_path, files, plugins=[i18n(layout)], zoo=ZOO).build()
    assert feed(built).entries[0].link == f"{SITE}models/alpha-net/"
    chinese = feed(built, "zh/feed.xml")
    assert chinese.feed.id == f"{SITE}zh/feed.xml"
    assert chinese.entries[0].link == f"{SITE}zh/models/alpha-net/"
    assert chinese.feed.language == "zh-CN"
    for page, language in (("models", "en"), ("zh/models", "zh-cn")):
        data = data_of(built.text(f"{page}/alpha-net/index.html"))
        assert data is not None
        (about,) = expanded(data)["https://schema.org/description"]
        assert about["@language"] == language


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_linked_data(tmp_path: Path, theme: str) -> None:
    own = {"index.md": INDEX, "models/gamma-net.md": "# Mine\n\n```{modelzoo-page}\n```\n"}
    catalog = CATALOG.replace("name: BetaNet\n", f"name: {NAME}\n")
    site = Site(tmp_path, own, catalog=catalog, zoo=ZOO, theme={"name": theme})
    built = site.build(strict=True)
    names = {"alpha-net": "AlphaNet", "beta-net": NAME, "gamma-net": "GammaNet"}
    for one, name in names.items():
        data = data_of(built.text(f"models/{one}/index.html"))
        assert data is not None
        assert expanded(data)["https://schema.org/name"] == [{"@value": name}]
    assert data_of(built.text("index.html")) is None
    built.outdir.rename(tmp_path / "first")
    again = site.build(strict=True).outdir
    assert_same_tree(tmp_path / "first" / "models", again / "models")
    for name in ZOO["files"]:
        assert (tmp_path / "first" / name).read_bytes() == (again / name).read_bytes()
