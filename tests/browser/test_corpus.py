"""The corpus in whole sites: every value is words, and nothing of it runs, leads or is fetched."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from markdown_it import MarkdownIt

from sphinx_modelzoo.cli import main
from tests.browser.test_math import mathjax, settings
from tests.sphinx.test_rebuild import PIXEL
from tests.support import corpus
from tests.support.browser_pages import opened, served
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.once]

VIEWS = (
    ("modelzoo", "columns: name, summary, tags, collection, results, links, extra:own_text, evil",
     "group-by: collection", "interactive: yes"),
    ("modelzoo", "view: cards"),
    ("modelzoo", "preset: evil"),
    ("modelzoo-stats", "by: collection"),
    ("modelzoo-leaderboard", "dataset: evil-set"),
)  # fmt: skip
GROUPS = dict(corpus.groups())
# What no page of a catalog has, and what an address or a handler can do.
_LISTENER = """
self.ran = [];
for (const name of ["evil", "alert", "confirm", "prompt"])
  self[name] = () => self.ran.push(name);
"""
_FOUND = """(host) => {
  const root = document.querySelector("#search-results")
    ?? document.querySelector("article, div.body");
  const all = [...root.querySelectorAll("*")];
  const copy = root.cloneNode(true);
  copy.querySelectorAll("script, style").forEach((one) => one.remove());
  const kinds = "script:not([type='application/json']), iframe, object, embed, base, form, link,"
    + "meta, style, video, audio, marquee, template, frameset, plaintext, xmp, textarea, noscript";
  return {
    text: copy.textContent,
    ran: self.ran,
    elements: all.filter((one) => one.matches(kinds) && !one.closest("svg")
      && !/\\/modelzoo(-[a-z]+)?\\.js$/.test(one.src))
      .map((one) => one.outerHTML.slice(0, 200)),
    attributes: all.flatMap((one) => [...one.attributes]).filter(({name, value}) =>
      /^on/i.test(name) || (name === "style" && /fixed|url|import/i.test(value)))
      .map(({name, value}) => `${name}=${value}`),
    links: all.flatMap((one) => ["href", "xlink:href", "src", "action", "formaction"]
      .map((name) => one.getAttribute(name)).filter((value) => value !== null))
      .filter((value) => !value.startsWith(host)
        && new URL(value, location).origin !== location.origin),
  };
}"""


# What the manual of Material says.
_ARITHMATEX = {"ignoreHtmlClass": ".*|", "processHtmlClass": "arithmatex"}


def math(**options: str) -> str:
    return f"window.MathJax = {json.dumps(settings(4, **options))};\n"


@lru_cache(maxsize=1024)
def words(value: corpus.Value) -> str:
    """What CommonMark without HTML leaves of a text."""
    parser = MarkdownIt("commonmark", {"html": False})
    shown = value.prose or BeautifulSoup(parser.render(value.text), "html.parser").get_text()
    return squeezed(shown)


def squeezed(text: str) -> str:
    """A text without spaces, and without the underscores that names of conditions lose."""
    return "".join(text.replace("_", " ").split())


def look(browser: Browser, site: Path, pages: dict[str, str], others: Collection[str] = ()) -> None:
    """Open pages: those of groups of values, by their ids, and others."""
    with served(site) as base:
        for name, group in {**pages, **dict.fromkeys(others, "")}.items():
            context = browser.new_context()
            context.add_init_script(_LISTENER)
            if name.startswith("written/"):  # they are Markdown, where MathJax needs to be told
                context.route("**/math.js", lambda route: route.fulfill(body=math(**_ARITHMATEX)))
            page, watch = opened(context, base, name)
            dialogs: list[str] = []
            page.on("dialog", lambda dialog, said=dialogs: said.append(dialog.message))
            page.wait_for_function("() => self.MathJax?.startup?.promise?.then(() => true)")
            found: dict[str, Any] = page.evaluate(_FOUND, corpus.OK)
            context.close()
            watch.check()
            assert found.pop("ran") == dialogs == [], name
            text = squeezed(found.pop("text"))
            assert found == {"elements": [], "attributes": [], "links": []}, name
            if not group:
                continue
            often = text.count(squeezed(GROUPS[group][-1].text))
            assert often > 20
            wrong = [
                (value, text.count(squeezed(value.as_name)), often)
                for value in GROUPS[group]
                if squeezed(value.as_name) not in text
                or words(value) not in text
                or (
                    not value.prose
                    and words(value) == squeezed(value.as_name)
                    and text.count(words(value)) < often
                )
            ]
            assert wrong == [], name


def write(folder: Path) -> None:
    """Write the catalog, what is imported, the plugin, and the words of the project."""
    files = {
        "models.yaml": corpus.catalog(),
        "evil.py": corpus.plugin(),
        "locale/en/LC_MESSAGES/sphinx_modelzoo.po": corpus.labels(),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "imported").mkdir()
    for kind, text in corpus.sources().items():
        source = folder / f"source.{kind}"
        source.write_text(text, encoding="utf-8")
        out = folder / "imported" / f"{kind}.yaml"
        done = CliRunner().invoke(main, ["import", str(source), "-o", str(out)])
        assert done.exit_code == 0, done.output
        source.unlink()


CATALOGS = ["models.yaml", "imported/*.yaml"]


def test_sphinx(tmp_path: Path, browser: Browser) -> None:
    directives = "\n".join(
        f".. {name}::\n" + "".join(f"   :{one}\n" for one in options) for name, *options in VIEWS
    )
    project = Project(
        tmp_path,
        {
            "index.rst": f"Zoo\n===\n\n:math:`y^2`\n\n{directives}",
            "models/g1.rst": ":orphan:\n\nMine\n====\n\n.. modelzoo-page::\n",
        },
        conf="extensions += ['sphinx.ext.mathjax', 'always']\n"
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n",
    )
    write(project.src)
    project.write("always.py", "def setup(app):\n    app.set_html_assets_policy('always')\n")
    (project.src / "a.png").write_bytes(PIXEL)
    site = tmp_path / "build" / "html"
    site.mkdir(parents=True)
    built = project.build(
        modelzoo_catalog=CATALOGS,
        modelzoo_plugins=["evil.py"],
        locale_dirs=["locale"],
        mathjax_path=mathjax(3, site),
        mathjax3_config=settings(3),
    )
    assert built.outdir == site
    assert built.warnings == ""
    imported = [f"models/{path.name}" for path in (site / "models").glob("html1-*.html")]
    assert len(imported) == 1
    others = ["index.html", "genindex.html", "modelzoo-datasets.html", *imported,
              "search.html?q=evil"]  # fmt: skip
    look(browser, site, {f"models/{one}.html": one for one in GROUPS}, others)


def test_mkdocs_and_written_pages(tmp_path: Path, browser: Browser) -> None:
    pytest.importorskip("material")
    fences = "\n".join(
        f"```{{{name}}}\n" + "".join(f":{one}\n" for one in options) + "```\n"
        for name, *options in VIEWS
    )
    site = Site(
        tmp_path,
        {
            "index.md": f"# Zoo\n\n$y^2$\n\n{fences}",
            "models/g1.md": "# Mine\n\n```{modelzoo-page}\n```\n",
            "math.js": math(),
        },
    )
    write(tmp_path)
    (tmp_path / "docs" / "a.png").write_bytes(PIXEL)
    plain = [f"{tmp_path}/models.yaml", "--out", f"{tmp_path}/docs/written", "--plugin",
             f"{tmp_path}/evil.py", "--locale", f"{tmp_path}/locale"]  # fmt: skip
    done = CliRunner().invoke(main, ["pages", *plain])
    assert done.exit_code == 0, done.output
    site.configure(
        zoo={"catalog": CATALOGS, "plugins": ["evil.py"], "locale": ["locale"]},
        theme={"name": "material", "font": False},
        use_directory_urls=False,
        markdown_extensions=["pymdownx.superfences", {"pymdownx.arithmatex": {"generic": True}}],
        extra_javascript=["math.js", "/mathjax/tex-mml-chtml.js"],
    )
    built = site.build()
    assert built.aborted == ""
    assert mathjax(4, built.outdir) == "/mathjax/tex-mml-chtml.js"
    pages = {f"models/{one}.html": one for one in GROUPS}
    pages |= {f"written/{one}.html": one for one in list(GROUPS)[::3]}
    look(browser, built.outdir, pages, ["index.html"])
