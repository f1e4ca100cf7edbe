"""Documents of one's own that are the pages of models, in MkDocs and without a plugin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.exports.inventory import read_inventory
from tests.sphinx.test_own_pages import MYST
from tests.support.mkdocs_project import INDEX, Built, Site, broken_links, i18n

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import BeautifulSoup

HOME = INDEX + "\n[](model:alpha-net), [cite](model:alpha-net#citation)\n"


def site(root: Path, name: str = "models/alpha-net.md", text: str = MYST, **config: object) -> Site:
    return Site(root, {"index.md": HOME, name: text}, **config)  # type: ignore[arg-type]


def headings(page: BeautifulSoup) -> list[str]:
    body = page.select_one("[role=main]") or page
    return [f"{one.name} {one.get_text()}" for one in body.find_all(re.compile("h[1-6]$"))]


def place(page: BeautifulSoup, words: str) -> int:
    text = str(page.select_one("[role=main]"))
    assert text.count(words) == 1, (words, text.count(words))
    return text.index(words)


def links(built: Built) -> list[str]:
    return [
        str(link["href"]) for link in built.soup("index.html").select("p a") if "alpha" in str(link)
    ]


@pytest.mark.parametrize("name", ["alpha-net", "alpha-net_en"])
def test_a_document_is_the_page_of_its_model(tmp_path: Path, name: str) -> None:
    built = site(tmp_path, f"models/{name}.md").build()
    assert built.warnings == []
    assert not any('"nav" conf' in info for info in built.infos)
    page = built.soup(f"models/{name}/index.html")
    assert headings(page) == [
        "h1 All of Alpha", "h2 Details", "h2 Figures", "h3 Quick start", "h3 Results",
        "h3 Citation",
    ]  # fmt: skip
    assert place(page, "My words.") < place(page, "Finds alphas") < place(page, "Between.")
    assert "Related models" not in page.get_text()
    assert page.title is not None
    assert page.title.get_text().startswith("All of Alpha")
    assert links(built) == [f"models/{name}/", f"models/{name}/#citation"]
    top = page.find(id="model-alpha-net")
    assert top is not None
    assert top.parent is not None
    assert top.parent.get_text() == "All of Alpha"
    items = {
        item.name: item
        for item in read_inventory((built.outdir / "objects.inv").read_bytes()).items
    }
    assert items["alpha-net"].uri == f"models/{name}/#model-alpha-net"
    assert items["model-alpha-net--results"].uri == f"models/{name}/#results"
    assert "model-alpha-net--related" not in items
    assert {one.name for one in (built.outdir / "models").iterdir()} == {
        name, "alpha-old", "beta-net", "gamma-net", "lists",
    }  # fmt: skip
    assert page.select_one("nav.modelzoo-nav a[rel=next]") is not None
    assert broken_links(built.outdir) == []


@pytest.mark.parametrize("layout", ["suffix", "folder"])
def test_one_language_has_its_own_page(tmp_path: Path, layout: str) -> None:
    folder = "zh/" if layout == "folder" else ""
    files = {"index.md": HOME, "index.zh.md": HOME, "models/alpha-net.zh.md": MYST}
    if folder:
        files = {"en/index.md": HOME, "zh/index.md": HOME, "zh/models/alpha-net.md": MYST}
    built = Site(tmp_path, files, plugins=[i18n(layout)]).build()
    assert built.warnings == []
    assert "My words." in built.text("zh/models/alpha-net/index.html")
    assert "My words." not in built.text("models/alpha-net/index.html")
    assert broken_links(built.outdir) == []


def test_it_is_in_the_navigation_once(tmp_path: Path) -> None:
    def entries(built: Built) -> list[str]:
        bar = built.soup("index.html").select(".navbar a:not([rel])")
        return [str(one.get("href")) for one in bar if "models/" in str(one.get("href"))]

    made = site(tmp_path, nav=["index.md"])
    built = made.build()
    assert not any('"nav" conf' in info for info in built.infos)
    assert entries(built) == []
    made.configure(nav=["index.md", {"Alpha": "models/alpha-net.md"}])
    assert entries(made.build()) == ["models/alpha-net/"]
    made.configure(nav=["index.md"], zoo={"nav": "section"})
    assert entries(made.build()) == ["models/alpha-net/", "models/beta-net/", "models/gamma-net/"]
    made.configure(nav=["index.md", {"Alpha": "models/alpha-net.md"}], zoo={"nav": "section"})
    assert sorted(entries(made.build())) == [
        "models/alpha-net/", "models/beta-net/", "models/gamma-net/",
    ]  # fmt: skip


def test_without_the_fence_there_is_a_warning(tmp_path: Path) -> None:
    made = site(tmp_path, text="# Alpha\n\nWords alone.\n")
    made.write("docs/index.md", INDEX)
    built = made.build()
    (warning,) = built.warnings
    assert "models/alpha-net.md: this document is the page of “alpha-net”" in warning
    assert warning.endswith("[modelzoo.page.own]")
    assert 'id="model-alpha-net"' in built.text("models/alpha-net/index.html")


def test_elsewhere_the_fence_declares_nothing(tmp_path: Path) -> None:
    guide = (
        "# Guide\n\n```{modelzoo-page} alpha-old\n:sections: summary, results\n```\n\n"
        "!!! note\n\n    ```{modelzoo-page} alpha-net\n    ```\n\n"
        "```{modelzoo-page} beta-net\n```\n"
    )
    made = Site(tmp_path, {"index.md": HOME, "guide.md": guide}, markdown_extensions=["admonition"])
    built = made.build()
    assert built.warnings == []
    page = built.soup("guide/index.html")
    assert headings(page) == ["h1 Guide", "h2 Results", "h2 Variants", "h2 Citation"]
    note = page.select_one("div.admonition")
    assert note is not None
    assert [one.get_text() for one in note.select("p > strong, summary > strong")] == [
        "Quick start", "Details", "Citation", "Related models",
    ]  # fmt: skip
    assert page.find(id=re.compile("^models?-")) is None
    ids = [one["id"] for one in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert links(built)[0] == "models/alpha-net/"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```{modelzoo-page}\n```", "index.md:3: modelzoo-page: no model named"),
        ("```{modelzoo-page} alpha-nte\n```", "did you mean “alpha-net”?"),
        ("```{modelzoo-page} beta-net\n:section: x\n```", "did you mean “sections”?"),
        ("```{modelzoo-page} beta-net\n:sections: sumary\n```", "did you mean “summary”?"),
        (
            "\n\n".join(["```{modelzoo-page} beta-net\n:sections: links, facts\n```"] * 2),
            "already on the page: links, facts",
        ),
    ],
)
def test_mistakes(tmp_path: Path, text: str, said: str) -> None:
    built = Site(tmp_path, {"index.md": f"# Zoo\n\n{text}\n"}).build()
    assert said in built.warnings[0]


def test_the_fence_of_generated_pages_is_private(tmp_path: Path) -> None:
    text = "# Zoo\n\n```{modelzoo-stub} model beta-net\n```\n"
    page = Site(tmp_path, {"index.md": text}).build().text("index.html")
    assert "modelzoo-stub" in page
    assert "Names betas." not in page


def test_a_change_of_the_entry_is_shown(tmp_path: Path) -> None:
    made = site(tmp_path)
    made.build()
    catalog = (tmp_path / "models.yaml").read_text(encoding="utf-8")
    made.write("models.yaml", catalog.replace("Finds alphas", "Seeks alphas"))
    again = made.build(dirty=True)
    assert "Seeks alphas" in again.text("models/alpha-net/index.html")


def test_the_model_in_templates(tmp_path: Path) -> None:
    made = site(tmp_path, theme={"name": "mkdocs", "custom_dir": "theme"})
    made.write(
        "theme/main.html",
        '{% extends "base.html" %}{% block content %}<i>{{ modelzoo_model.name|e }}</i>'
        "{{ super() }}{% endblock %}",
    )
    built = made.build()
    assert "<i>AlphaNet</i>" in built.text("models/alpha-net/index.html")
    assert "<i>BetaNet</i>" in built.text("models/beta-net/index.html")
    assert "<i></i>" in built.text("index.html")
