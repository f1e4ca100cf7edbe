"""Twins in MkDocs: a page names itself in other languages, to search engines and to readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.mkdocs_project import INDEX, SITE, Built, Site, i18n
from tests.support.sphinx_project import RESULTS

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = "# Plain\n\nNothing of ours.\n"
LAYOUTS = {
    "suffix": {"index.md": INDEX, "index.zh.md": INDEX, "a.md": PLAIN, "alone.md": INDEX},
    "folder": {
        "en/index.md": INDEX,
        "zh/index.md": INDEX,
        "en/a.md": PLAIN,
        "en/alone.md": INDEX,
    },
}


def named(built: Built, name: str) -> list[tuple[str, str]]:
    """What a page tells search engines."""
    links = built.soup(name).select('head link[rel="alternate"][hreflang]')
    return [(str(link["hreflang"]), str(link["href"])) for link in links]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("theme", ["readthedocs", "material"])
def test_in_one_site(tmp_path: Path, layout: str, theme: str) -> None:
    zoo = {"leaderboards": True}
    plugins = ["search", i18n(layout)]
    site = Site(tmp_path, LAYOUTS[layout], RESULTS, plugins, zoo, theme={"name": theme})
    built = site.build()
    assert built.warnings == []
    for page in ("", "models/alpha-net/", "models/datasets/coco/"):
        wanted = [
            ("en", f"{SITE}{page}"),
            ("zh", f"{SITE}zh/{page}"),
            ("x-default", f"{SITE}{page}"),
        ]
        for base, other in (("", f"{SITE}zh/{page}"), ("zh/", f"{SITE}{page}")):
            name = f"{base}{page}index.html"
            assert named(built, name) == wanted
            links = [str(link["href"]) for link in built.soup(name).select(".modelzoo-twins a")]
            # Material has its own.
            assert links == ([] if theme == "material" else [other])
    for name in ("a/index.html", "alone/index.html", "zh/alone/index.html"):
        assert all(not url.startswith("https:") for _, url in named(built, name))
        assert "modelzoo-twins" not in built.text(name)
    # What search finds of a page is not the line.
    assert '"中文' not in built.text("search/search_index.json")


def test_without_an_address_of_the_site(tmp_path: Path) -> None:
    plugins = [i18n("suffix")]
    built = Site(tmp_path, LAYOUTS["suffix"], plugins=plugins, site_url="").build()
    assert named(built, "zh/models/alpha-net/index.html") == [
        ("en", "../../../models/alpha-net/"),
        ("zh", "./"),
        ("x-default", "../../../models/alpha-net/"),
    ]


SITES = {
    "en": {"url": "https://example.org/en/{version}/", "suffix": "_en"},
    "zh-Hans": {"url": "https://example.org/zh/{version}/", "suffix": "_cn"},
    "x-default": "en",
}


@pytest.mark.parametrize("urls", [True, False])
def test_sites_of_their_own(tmp_path: Path, urls: bool) -> None:
    files = {"zoo_en.md": INDEX, "zoo_cn.md": INDEX, "a_en.md": PLAIN, "alone_en.md": INDEX}
    zoo: dict[str, Any] = {"translations": SITES, "version": "3.0"}
    config = {"exclude_docs": "*_cn.md", "use_directory_urls": urls}
    built = Site(tmp_path, files, zoo=zoo, **config).build()
    assert built.warnings == []
    end, file = ("/", "/index.html") if urls else (".html", ".html")
    for page, twin in (("zoo_en", "zoo_cn"), ("models/alpha-net", "models/alpha-net")):
        english, chinese = (
            f"https://example.org/{tag}/3.0/{name}{end}"
            for tag, name in (("en", page), ("zh", twin))
        )
        assert named(built, page + file) == [
            ("en", english),
            ("zh-Hans", chinese),
            ("x-default", english),
        ]
        (line,) = built.soup(page + file).select("h1 + .modelzoo-twins")
        assert line.get_text() == "English / 中文"
    for name in ("a_en", "alone_en"):
        assert named(built, name + file) == []
        assert "modelzoo-twins" not in built.text(name + file)
    off = Site(tmp_path / "off", files, zoo={**zoo, "twins": False}, **config).build()
    assert "modelzoo-twins" not in off.text("zoo_en" + file)


def test_mistakes_are_reported(tmp_path: Path) -> None:
    site = Site(tmp_path, zoo={"translations": {"zh": "https://example.org/{version}/"}})
    (said,) = [one for one in site.build().warnings if "config.translations" in one]
    assert "{version} has no value" in said
