"""Documents of one's own that are the pages of models, in Sphinx."""

from __future__ import annotations

import os
import pickle
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sphinx.util.inventory import InventoryFile

from tests.support.sphinx_project import CATALOG, Built, Project, assert_same_tree

if TYPE_CHECKING:
    from pathlib import Path

INDEX = """\
Zoo
===

:modelzoo:model:`alpha-net`, :ref:`model-alpha-net`, :modelzoo:model:`cite <alpha-net#citation>`

.. modelzoo::
"""
OWN = """\
All of Alpha
============

My words.

.. modelzoo-page::
   :sections: summary, facts

Between.

Figures
-------

.. modelzoo-page::
   :sections: *, -related

.. modelzoo-page::
   :sections: citation
"""
MYST = """\
# All of Alpha

My words.

```{modelzoo-page}
:sections: summary, facts
```

Between.

## Figures

:::{modelzoo-page}
:sections: "*, -related"
:::

```{modelzoo-page}
:sections: citation
```
"""


def project(root: Path, name: str = "models/alpha-net.rst", text: str = OWN) -> Project:
    return Project(root, {"index.rst": INDEX, name: text})


def soup(built: Built, name: str = "models/alpha-net.html") -> BeautifulSoup:
    return BeautifulSoup(built.text(name), "html.parser")


def headings(page: BeautifulSoup) -> list[str]:
    body = page.select_one("div.body") or page
    return [
        f"{one.name} {one.get_text().rstrip('¶')}" for one in body.find_all(re.compile("h[1-6]$"))
    ]


def place(page: BeautifulSoup, words: str) -> int:
    text = str(page.select_one("div.body"))
    assert text.count(words) == 1, (words, text.count(words))
    return text.index(words)


@pytest.mark.parametrize(
    ("name", "text", "more"),
    [
        ("models/alpha-net.rst", OWN, {}),
        ("models/alpha-net_en.rst", OWN, {}),
        ("models/alpha-net.md", MYST, {"extensions": ["sphinx_modelzoo", "myst_parser"]}),
    ],
)
def test_a_document_is_the_page_of_its_model(
    tmp_path: Path, name: str, text: str, more: dict[str, object]
) -> None:
    made = project(tmp_path, name, text)
    if more:
        made.write(
            "conf.py",
            f"extensions = {more['extensions']}\nmyst_enable_extensions = ['colon_fence']\n",
        )
    built = made.build()
    assert built.warnings == ""
    docname = name.rpartition(".")[0]
    page = soup(built, f"{docname}.html")
    # Title and words are the document's; each section is there once, at its place.
    assert headings(page) == [
        "h1 All of Alpha",
        "h2 Details",
        "h2 Figures",
        "h3 Quick start",
        "h3 Results",
        "h3 Citation",
    ]
    assert place(page, "My words.") < place(page, "Finds alphas") < place(page, "Between.")
    assert "Related models" not in page.get_text()
    # References, index and inventory lead to its top, and nobody misses it in a toctree.
    index = soup(built, "index.html")
    links = [link["href"] for link in index.select("p a.reference.internal")]
    assert links[:3] == [
        f"{docname}.html#model-alpha-net",
        f"{docname}.html#model-alpha-net",
        f"{docname}.html#model-alpha-net--citation",
    ]
    top = page.find(id="model-alpha-net")
    assert top is not None
    assert top.find_next(re.compile("h[1-6]")).get_text().startswith("All of Alpha")
    assert f'href="{docname}.html#model-alpha-net"' in built.text("genindex.html")
    with (built.outdir / "objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(stream, "", os.path.join)
    for kind, label in (("modelzoo:model", "alpha-net"), ("std:label", "model-alpha-old")):
        target = inventory[kind][label]
        uri = target.uri if hasattr(target, "uri") else target[2]
        assert uri.split("#")[0] == f"{docname}.html"
        assert page.find(id=uri.split("#")[1]) in (top, page.find(id="models-alpha-net"))
    # It is the only page of the model, and its source is the document.
    assert {one.name for one in (built.outdir / "models").iterdir()} == {
        name.rpartition("/")[2].rpartition(".")[0] + ".html",
        "alpha-old.html", "beta-net.html", "gamma-net.html", "lists",
    }  # fmt: skip
    assert "My words." in (built.outdir / "_sources" / f"{name}.txt").read_text()
    assert page.select_one("nav.modelzoo-nav-up, .modelzoo-nav") is not None


def test_its_own_ending_comes_first(tmp_path: Path) -> None:
    made = project(tmp_path, "models/alpha-net_cn.rst")
    made.write("models/alpha-net_en.rst", OWN.replace("All of", "Everything of"))
    made.write("models/beta-net_fr.rst", ":orphan:\n\nNot mine\n========\n")
    built = made.build(language="zh_CN", exclude_patterns=["*_en.rst", "models/*_en.rst"])
    assert built.warnings == ""
    assert 'href="models/alpha-net_cn.html"' in built.text("index.html")
    assert 'href="models/beta-net.html"' in built.text("index.html")
    english = made.build(to="en", exclude_patterns=["models/*_cn.rst"])
    assert 'href="models/alpha-net_en.html"' in english.text("index.html")
    made.write("models/alpha-net.rst", ":orphan:\n\nOther\n=====\n")
    (warning,) = made.build(to="en", exclude_patterns=["models/*_cn.rst"]).warnings.splitlines()
    assert (
        "several documents for one page: models/alpha-net_en.rst, models/alpha-net.rst" in warning
    )
    assert warning.endswith("[modelzoo.page.conflict]")


def test_without_the_directive_there_is_a_warning(tmp_path: Path) -> None:
    made = project(tmp_path, text="Alpha\n=====\n\nWords alone.\n")
    built = made.build()
    (warning,) = built.warnings.splitlines()
    assert "models/alpha-net.rst: WARNING: " in warning
    assert "shows nothing of its entry" in warning
    assert warning.endswith("[modelzoo.page.own]")
    assert 'href="models/alpha-net.html#model-alpha-net"' in built.text("index.html")
    # Parts of another model do not count, and it is still the page of its own.
    made.write("models/alpha-net.rst", "Alpha\n=====\n\n.. modelzoo-page:: beta-net\n")
    again = made.build()
    assert "[modelzoo.page.own]" in again.warnings
    assert 'id="model-beta-net"' not in again.text("models/alpha-net.html")


def test_elsewhere_the_directive_declares_nothing(tmp_path: Path) -> None:
    guide = (
        "Guide\n=====\n\n.. modelzoo-page:: alpha-old\n   :sections: summary, results\n\n"
        ".. note::\n\n   .. modelzoo-page:: alpha-net\n\n.. modelzoo-page:: beta-net\n"
    )
    made = Project(
        tmp_path, {"index.rst": INDEX + "\n.. toctree::\n\n   guide\n", "guide.rst": guide}
    )
    built = made.build()
    assert built.warnings == ""
    page = soup(built, "guide.html")
    assert page.select_one("link[href*='modelzoo.css']") is not None
    assert headings(page) == ["h1 Guide", "h2 Results", "h2 Variants", "h2 Citation"]
    note = page.select_one("div.admonition")
    assert note is not None
    assert [one.get_text() for one in note.select("p.rubric")] == [
        "Quick start", "Details", "Citation", "Related models",
    ]  # fmt: skip
    assert page.find(id=re.compile("^models?-")) is None
    ids = [one["id"] for one in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    links = [link["href"] for link in soup(built, "index.html").select("p a.reference.internal")]
    assert links[0] == "models/alpha-net.html#model-alpha-net"
    assert "guide.html#" not in built.text("genindex.html")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (".. modelzoo-page::", "index.rst:4: WARNING: modelzoo-page: no model named"),
        (".. modelzoo-page:: alpha-nte", "unknown model “alpha-nte” (did you mean “alpha-net”?)"),
        (
            ".. modelzoo-page:: beta-net\n   :section: x",
            "unknown option (did you mean “sections”?)",
        ),
        (".. modelzoo-page:: beta-net\n   :sections: sumary", "did you mean “summary”?"),
        (
            "\n\n".join([".. modelzoo-page:: beta-net\n   :sections: links, facts"] * 2),
            "already on the page: links, facts",
        ),
        (".. modelzoo-stub:: model beta-net x", "Unknown directive type"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, said: str) -> None:
    built = Project(tmp_path, {"index.rst": f"Zoo\n===\n\n{text}\n"}).build()
    assert said in built.warnings
    assert built.warnings.count("WARNING") + built.warnings.count("ERROR") == 1
    assert "model-beta-net" not in re.sub('href="[^"]*"', "", built.text("index.html"))


def test_it_is_read_again_when_what_it_shows_changes(tmp_path: Path) -> None:
    guide = "Guide\n=====\n\n.. modelzoo-page:: beta-net\n\n.. modelzoo-page:: new-net\n"
    made = project(tmp_path)
    made.write("guide.rst", f":orphan:\n\n{guide}")
    quiet = {"suppress_warnings": ["modelzoo.reference"]}
    made.build(**quiet)
    assert made.build(**quiet).read == 0
    made.edit("models.yaml", "Finds alphas", "Seeks alphas")
    again = made.build(**quiet)
    assert again.read == 1
    assert "Seeks alphas" in again.text("models/alpha-net.html")
    made.edit("models.yaml", "Names betas", "Calls betas")
    assert "Calls betas" in made.build(**quiet).text("guide.html")
    made.edit(
        "models.yaml", "models:\n", "models:\n  - {id: new-net, name: New, summary: Fresh.}\n"
    )
    assert "Fresh." in made.build(**quiet).text("guide.html")
    made.edit("models.yaml", "  - {id: new-net, name: New, summary: Fresh.}\n", "")
    last = made.build(**quiet)
    assert_same_tree(
        last.outdir, made.build(to="fresh", **quiet).outdir, {"models", ".buildinfo.bak"}
    )


def test_pages_that_come_and_go(tmp_path: Path) -> None:
    """A document takes the place of a stub, though it is older, and gives it back."""
    made = Project(tmp_path, {"index.rst": INDEX})
    made.build()
    path = made.write("models/alpha-net.rst", OWN)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    built = made.build()
    assert "My words." in built.text("models/alpha-net.html")
    assert_same_tree(built.outdir, made.build(to="one").outdir)
    # The catalog loses the model: the document is one as any other.
    entry = CATALOG[CATALOG.index("  - id: alpha-net") : CATALOG.index("  - id: beta-net")]
    made.edit("models.yaml", entry, "")
    made.edit("index.rst", INDEX.splitlines()[3], "Nothing.")
    assert "no model named" in made.build().warnings
    made.edit("models.yaml", "models:\n", f"models:\n{entry}")
    made.edit("index.rst", "Nothing.", INDEX.splitlines()[3])
    assert_same_tree(made.build().outdir, made.build(to="two").outdir)
    path.unlink()
    last = made.build()
    assert "My words." not in last.text("models/alpha-net.html")
    assert_same_tree(last.outdir, made.build(to="three").outdir)


def order(built: Built, name: str) -> list[str]:
    """The titles of a document that holds everything, in their order."""
    text = built.text(name)
    titles = ("Zoo", "Guide", "All of Alpha", "BetaNet", "GammaNet")
    found = [(one.start(), one[1]) for one in re.finditer(r"<h[1-6]>(?:<[^>]*>)*([^<]+)<", text)]
    return [title for _, title in sorted(found) if title in titles]


def test_its_source_stays_where_another_language_has_a_page(tmp_path: Path) -> None:
    zoo = project(tmp_path)
    own = zoo.src / "models" / "alpha-net.rst"
    own.unlink()
    zoo.build(language="zh_CN")  # to one folder for both, as builds are that lack one
    own.parent.mkdir(exist_ok=True)
    own.write_text(OWN, encoding="utf-8")
    zoo.build()
    zoo.edit("models.yaml", "name: GammaNet", "name: Renamed")
    again = zoo.build()  # writes other pages
    assert again.text("_sources/models/alpha-net.rst.txt") == OWN


def test_it_is_in_one_toctree(tmp_path: Path) -> None:
    index = (
        "Zoo\n===\n\nModels\n------\n\n.. modelzoo::\n\nMore\n----\n\n.. toctree::\n\n   guide\n"
    )
    made = Project(tmp_path, {"index.rst": index, "models/alpha-net.rst": OWN})
    made.write("guide.rst", "Guide\n=====\n\nWords.\n")
    free = made.build("singlehtml")
    assert free.warnings == ""
    assert order(free, "index.html") == ["Zoo", "All of Alpha", "BetaNet", "GammaNet", "Guide"]
    made.write("guide.rst", "Guide\n=====\n\nWords.\n\n.. toctree::\n\n   models/alpha-net\n")
    held = made.build("singlehtml")
    assert held.warnings == ""
    assert order(held, "index.html") == ["Zoo", "BetaNet", "GammaNet", "Guide", "All of Alpha"]
    fresh = made.build("singlehtml", to="fresh")
    # Sphinx 8.0 adds the sums of its own static files in the second build only.
    bodies = [one.text("index.html").partition("<body")[2] for one in (held, fresh)]
    assert bodies[0] == bodies[1] != ""
    made.write("guide.rst", "Guide\n=====\n\nWords.\n")
    assert order(made.build("singlehtml"), "index.html") == order(free, "index.html")


def test_one_without_a_title_and_one_with_tables(tmp_path: Path) -> None:
    made = project(tmp_path, text=":orphan:\n\nWords.\n\n.. modelzoo-page::\n   :sections: facts\n")
    made.write("models/beta-net.rst", "Beta\n====\n\n.. modelzoo-page::\n\n.. modelzoo::\n")
    for builder in ("html", "latex", "text", "singlehtml"):
        built = made.build(builder, to=builder)
        assert built.warnings == ""
    page = soup(made.build(), "models/alpha-net.html")
    top = page.find(id="model-alpha-net")
    assert top is not None
    assert "Words." in top.find_next("p").get_text()


def test_the_model_in_templates(tmp_path: Path) -> None:
    made = project(tmp_path)
    made.write(
        "_templates/page.html",
        '{% extends "!page.html" %}{% block body %}<i>{{ modelzoo_model.name|e if '
        "modelzoo_model else 'none' }}</i>{{ super() }}{% endblock %}",
    )
    built = made.build(templates_path=["_templates"])
    assert "<i>AlphaNet</i>" in built.text("models/alpha-net.html")
    assert "<i>BetaNet</i>" in built.text("models/beta-net.html")
    assert "<i>none</i>" in built.text("index.html")
    assert '"tags": ["small"]' in made.build("json", to="json").text("models/alpha-net.fjson")


def test_descriptions_and_translations(tmp_path: Path) -> None:
    described = ".. meta::\n   :description: My own.\n\n" + OWN
    made = project(tmp_path, text=described)
    made.write("models/beta-net.rst", "Beta\n====\n\n.. modelzoo-page::\n")
    built = made.build(parallel=2)
    assert built.text("models/alpha-net.html").count('name="description"') == 1
    assert 'content="Names betas."' in built.text("models/beta-net.html")
    (made.src / "locale" / "de" / "LC_MESSAGES").mkdir(parents=True)
    (made.src / "locale" / "de" / "LC_MESSAGES" / "models.po").write_text(
        'msgid "Finds alphas in pictures."\nmsgstr "Findet Alphas."\n'
        'msgid "My words."\nmsgstr "Meine Worte."\n'
    )
    german = made.build(to="de", language="de", locale_dirs=["locale"], gettext_compact=True)
    text = german.text("models/alpha-net.html")
    assert "Meine Worte." in text
    assert "Findet Alphas." in text
    assert german.warnings == ""


def test_its_environment_can_be_stored(tmp_path: Path) -> None:
    built = project(tmp_path).build()
    assert pickle.loads(pickle.dumps(built.app.env)).found_docs == built.app.env.found_docs
