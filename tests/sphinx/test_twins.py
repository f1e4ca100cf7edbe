"""Twins: a page names itself in other languages, to search engines and to readers."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from tests.support.sphinx_project import INDEX, RESULTS, Project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sphinx_project import Built

SITES = {
    "en": {"url": "https://example.org/en/{version}/", "suffix": "_en", "name": "English"},
    "zh": {"url": "https://example.org/zh/{version}", "suffix": "_cn", "name": "中文"},
    "x-default": "en",
}
PLAIN = {"en": "https://example.org/en", "zh_CN": "https://example.org/zh/"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    index = "Docs\n====\n\n.. toctree::\n\n   zoo_{0}\n   plain_{0}\n   alone_{0}\n   shared\n"
    files = {"shared.rst": INDEX.replace("Zoo", "All"), "alone_en.rst": INDEX}
    for ending in ("cn", "en"):
        files[f"index_{ending}.rst"] = index.format(ending)
        files[f"zoo_{ending}.rst"] = INDEX
        files[f"plain_{ending}.rst"] = "Plain\n=====\n"
    files["alone_fr.rst"] = INDEX
    return Project(tmp_path, files, catalog=RESULTS)


def build(project: Project, language: str = "en", builder: str = "html", **config: Any) -> Built:
    ours, theirs = {"en": ("en", "cn"), "zh_CN": ("cn", "en")}[language]
    config = {"modelzoo_translations": SITES, "modelzoo_leaderboards": True, **config}
    return project.build(
        builder,
        to=f"build-{language}-{builder}",
        language=language,
        root_doc=f"index_{ours}",
        exclude_patterns=[f"*_{theirs}.rst", "alone_fr.rst"],
        suppress_warnings=["toc.not_readable", "toc.excluded"],
        **{"version": "3.0", **config},
    )


def soup(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.text(name), "html.parser")


def named(built: Built, name: str) -> dict[str, str]:
    """What a page tells search engines."""
    links = soup(built, name).select('head link[rel="alternate"][hreflang]')
    return {str(link["hreflang"]): str(link["href"]) for link in links}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pages_name_their_twins(project: Project, builder: str) -> None:
    end = {"html": ".html", "dirhtml": "/"}[builder]
    file = {"html": ".html", "dirhtml": "/index.html"}[builder]
    english, chinese = (build(project, language, builder) for language in ("en", "zh_CN"))
    assert english.warnings == chinese.warnings == ""
    for page in ("models/beta-net", "models/datasets/coco", "shared", "zoo"):
        names = {
            tag: f"https://example.org/{tag}/3.0/{page}{ending if page == 'zoo' else ''}{end}"
            for tag, ending in (("en", "_en"), ("zh", "_cn"))
        }
        names["x-default"] = names["en"]
        for built, ending in ((english, "_en"), (chinese, "_cn")):
            name = f"{page}{ending if page == 'zoo' else ''}{file}"
            assert named(built, name) == names
            (line,) = soup(built, name).select(".modelzoo-twins")
            assert line.get_text() == "English / 中文"
            (link,) = line.select("a")
            other = "zh" if built is english else "en"
            assert (link["href"], link["hreflang"], link["lang"]) == (names[other], other, other)
    for name in ("plain_en", "alone_en", "index_en"):
        assert named(english, f"{name}{file}") == {}
        assert "modelzoo-twins" not in english.text(f"{name}{file}")


def test_a_string_is_a_prefix(project: Project) -> None:
    built = build(project, modelzoo_translations=PLAIN)
    assert named(built, "models/beta-net.html") == {
        "en": "https://example.org/en/models/beta-net.html",
        "zh-CN": "https://example.org/zh/models/beta-net.html",
    }
    # The usual endings are known.
    assert named(built, "zoo_en.html")["zh-CN"] == "https://example.org/zh/zoo_cn.html"
    assert named(built, "alone_en.html") == {}


def test_the_line_can_be_turned_off(project: Project) -> None:
    built = build(project, modelzoo_twins=False)
    assert "modelzoo-twins" not in built.text("zoo_en.html")
    assert "x-default" in named(built, "zoo_en.html")


def test_a_twin_that_comes_and_goes(project: Project) -> None:
    first = build(project)
    (project.src / "zoo_cn.rst").unlink()
    assert named(build(project), "zoo_en.html") == {}
    project.write("zoo_cn.rst", INDEX)
    assert build(project).text("zoo_en.html") == first.text("zoo_en.html")
    # A page that somebody has written in one of the languages.
    project.write("models/beta-net_cn.rst", "Beta\n====\n")
    twin = named(build(project), "models/beta-net.html")["zh"]
    assert twin == "https://example.org/zh/3.0/models/beta-net_cn.html"


def test_books_have_no_addresses(project: Project) -> None:
    for builder in ("epub", "singlehtml", "text"):
        built = build(project, builder=builder)
        for path in built.outdir.rglob("*.*html"):
            assert "modelzoo-twins" not in path.read_text(encoding="utf-8")


def test_open_graph(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extension is known by its name alone."""
    extension = ModuleType("sphinxext.opengraph")
    extension.setup = lambda app: None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, extension.__name__, extension)
    built = build(project, extensions=["sphinx_modelzoo", "sphinxext.opengraph"])
    tags = soup(built, "zoo_en.html").select('meta[property^="og:locale"]')
    assert [(tag["property"], tag["content"]) for tag in tags] == [
        ("og:locale", "en_US"),
        ("og:locale:alternate", "zh_CN"),
    ]
    assert 'property="og:locale' not in built.text("plain_en.html")


@pytest.mark.parametrize(
    ("value", "config", "said"),
    [
        ({"en": "../en/", "zh": "https://a.org/zh/"}, {}, "not an absolute address"),
        (
            {"en": "https://a.org/{version}/", "zh": "https://a.org/"},
            {"version": ""},
            "{version} has no value",
        ),
        ({"en": "https://a.org/{release}/", "zh": "https://a.org/"}, {}, "{release}"),
        ({"zh": "https://a.org/zh/"}, {}, "the language of this build, en, is missing"),
        ({"en-GB": "https://a.org/gb/", "en-US": "https://a.org/us/"}, {}, "not unique"),
        ({"zh_CN": "https://a.org/", "zh-CN": "https://b.org/"}, {}, "duplicate language"),
        ({"en": {"url": "https://a.org/", "sufix": "_en"}}, {}, "unknown key sufix"),
        ({"en": {"suffix": "_en"}}, {}, "mapping with url"),
        ({"en": 5}, {}, "mapping with url"),
        ({"klingonese": "https://a.org/"}, {}, "not a language tag"),
        ({"en": "https://a.org/", "x-default": "ja"}, {}, "x-default names ja"),
    ],
)
def test_mistakes_are_reported(
    tmp_path: Path, value: dict[str, Any], config: dict[str, Any], said: str
) -> None:
    built = Project(tmp_path).build(modelzoo_translations=value, **config)
    assert said in built.warnings
    assert "[modelzoo.config.translations]" in built.warnings


@pytest.mark.parametrize(
    ("value", "language", "names"),
    [
        (
            {"en": "../en/", "zh": "https://a.org/docs/zh/"},
            "en",
            {"en": "https://a.org/docs/en/", "zh": "https://a.org/docs/zh/"},
        ),
        (
            {"zh-Hans": "https://b.org/{version}/"},
            "en",
            {"en": "https://a.org/docs/en/", "zh-Hans": "https://b.org/2/"},
        ),
        (
            {"en": "https://a.org/", "en-GB": "https://b.org/"},
            "en_GB",
            {"en": "https://a.org/", "en-GB": "https://b.org/"},
        ),
    ],
)
def test_what_is_left_out_is_filled_in(
    tmp_path: Path, value: dict[str, Any], language: str, names: dict[str, str]
) -> None:
    built = Project(tmp_path).build(
        modelzoo_translations=value,
        language=language,
        html_baseurl="https://a.org/docs/en/",
        version="1",
        modelzoo_version="2",
    )
    assert "config.translations" not in built.warnings
    page = "models/beta-net.html"
    assert named(built, page) == {tag: url + page for tag, url in names.items()}
