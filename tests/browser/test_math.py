"""Hostile names under MathJax: nothing runs, nothing is fetched, and a formula is still one."""

from __future__ import annotations

import html as markup
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_tools import npm_folder

from tests.support.browser_pages import opened, served

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

COVER = r"\style{position:fixed;inset:0;background:url(https://evil.example/x.png)}{x}"
NAMES = {
    "inline": r"Net \(\href{javascript:alert(1)}{x}\)",
    "display": r"Big \[\href{javascript:alert(2)}{x}\]",
    "dollar": r"Cash $\href{javascript:alert(3)}{x}$ 5",
    "dollars": rf"Wide $${COVER}$$",
    "environment": r"Env \begin{equation}\href{javascript:alert(4)}{x}\end{equation}",
    "escaped": r"C:\\(x\\) \$5 `x` \ref{a}",
    "tags": r"<img src=x onerror=alert(5)> \(x\)",
}
NEEDED = {3: "mathjax@3", 4: "mathjax@4"}
FONT = "@mathjax/mathjax-newcm-font@4"
SCRIPTS = {3: "es5/tex-mml-chtml.js", 4: "tex-mml-chtml.js"}
# As liberal as a site can be.
TEX = {"inlineMath": [["\\(", "\\)"], ["$", "$"]], "displayMath": [["$$", "$$"], ["\\[", "\\]"]]}
SPHINX_THEMES = (
    "alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme",
)  # fmt: skip


def _entry(id: str, name: str) -> str:
    quoted = json.dumps(name)
    return (
        f"- id: {id}\n  name: {quoted}\n  summary: {json.dumps(f'It is {name}')}\n"
        f"  tags: [{quoted}]\n  collection: {quoted}\n  publisher: {quoted}\n  params: 5M\n"
        f"  aliases: [{json.dumps(name + ' of old')}]\n  deprecated: {quoted}\n"
        f"  related: [real]\n  links: [{{url: 'https://example.org/a', label: {quoted}}}]\n"
        f"  variants: [{{id: v, name: {quoted}, params: 7M}}]\n"
        f"  results:\n  - dataset: {quoted}\n    metrics: {{{quoted}: 5, mAP: 3}}\n"
        f"    conditions: {{{quoted}: {quoted}}}\n"
    )


CATALOG = (
    "models:\n"
    + "".join(_entry(id, name) for id, name in NAMES.items())
    + (
        "- id: real\n  name: Real\n  params: 1M\n  summary: 'It has $x^2$, a formula.'\n"
        "  description: 'Two: $a_1$ and\n\n    $$b_2$$\n\n    but \\(c_3\\) and"
        " $\\href{javascript:alert(6)}{x}$ are none.'\n  related: [inline, dollar]\n"
    )
)
VIEWS = (
    ("modelzoo", {"columns": "name, summary, tags, collection, results, variants, links",
                  "group-by": "collection"}),
    ("modelzoo", {"view": "cards"}),
    ("modelzoo-stats", {"by": "collection"}),
    ("modelzoo-leaderboard", {"dataset": NAMES["inline"]}),
    ("modelzoo-plot", {"x": "params", "y": "params", "group": "collection"}),
)  # fmt: skip


def mathjax(version: int, site: Path) -> str:
    """Put a MathJax from the npm registry into a site; where it is there."""
    folder = npm_folder(NEEDED[version])
    if not (folder / SCRIPTS[version]).is_file():
        pytest.skip(f"MathJax is not here: python scripts/browser_tools.py {NEEDED[version]}")
    (site / "mathjax").symlink_to(folder)
    if version == 4:
        font = npm_folder(FONT)
        if not font.is_dir():
            pytest.skip(f"its font is not here: python scripts/browser_tools.py {FONT}")
        (site / "mathjax-font").symlink_to(font)
    return f"/mathjax/{SCRIPTS[version]}"


def settings(version: int, **options: str) -> dict[str, object]:
    found: dict[str, object] = {"tex": TEX, "options": options}
    if version == 4:
        found["output"] = {"fontPath": "/mathjax-font"}
    return found


def run(*command: str) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr + done.stdout


def directives() -> str:
    return "\n".join(
        f".. {name}::\n" + "".join(f"   :{key}: {value}\n" for key, value in options.items())
        for name, options in VIEWS
    )


def fences() -> str:
    return "\n".join(
        f"```{{{name}}}\n"
        + "".join(f":{key}: {value}\n" for key, value in options.items())
        + "```\n"
        for name, options in VIEWS
    )


def sphinx_site(root: Path, theme: str, version: int) -> Path:
    """The site, with MathJax on every page and the models in the navigation of every page."""
    out = root / "out"
    out.mkdir(parents=True)
    script = mathjax(version, out)
    source = root / "src"
    source.mkdir()
    pages = "\n   ".join(f"models/{id}" for id in (*NAMES, "real"))
    refs = "\n".join(f"* :ref:`model-{id}`, :modelzoo:model:`{id}`, :any:`{id}`" for id in NAMES)
    (source / "index.rst").write_text(
        f"Zoo\n===\n\nA formula of the site: :math:`y^2`.\n\n.. toctree::\n\n   {pages}\n\n"
        f"{refs}\n\n{directives()}",
        encoding="utf-8",
    )
    (source / "models.yaml").write_text(CATALOG, encoding="utf-8")
    (source / "conf.py").write_text(
        "extensions = ['sphinx_modelzoo', 'sphinx.ext.mathjax', 'always']\n"
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n"
        f"project = 'Zoo'\nhtml_theme = {theme!r}\nmodelzoo_catalog = 'models.yaml'\n"
        f"modelzoo_leaderboards = True\nmathjax_path = {script!r}\n"
        f"mathjax3_config = {settings(version)!r}\n"
        "suppress_warnings = ['toc.not_included', 'modelzoo']\n",
        encoding="utf-8",
    )
    (source / "always.py").write_text(
        "def setup(app):\n    app.set_html_assets_policy('always')\n", encoding="utf-8"
    )
    run("sphinx", "-q", "-b", "html", str(source), str(out))
    return out


def mkdocs_site(root: Path, theme: str, version: int) -> Path:
    out = root / "out"
    docs = root / "docs"
    docs.mkdir(parents=True)
    (docs / "models.yaml").write_text(CATALOG, encoding="utf-8")
    (docs / "index.md").write_text(
        f"# Zoo\n\nA formula of the site: $y^2$.\n\n{fences()}", encoding="utf-8"
    )
    (docs / "math.js").write_text(
        f"window.MathJax = {json.dumps(settings(version))};\n", encoding="utf-8"
    )
    (root / "mkdocs.yml").write_text(
        f"site_name: Zoo\nsite_dir: out\nuse_directory_urls: false\n"
        f"theme:\n  name: {theme}\n{'  font: false' if theme == 'material' else ''}\n"
        f"{'  highlightjs: false' if theme in ('mkdocs', 'readthedocs') else ''}\n"
        "markdown_extensions:\n  - pymdownx.superfences\n"
        "  - pymdownx.arithmatex: {generic: true}\n"
        f"extra_javascript: [math.js, /mathjax/{SCRIPTS[version]}]\n"
        "plugins:\n  - search\n"
        "  - modelzoo: {catalog: docs/models.yaml, leaderboards: true, nav: section}\n"
        "nav: [index.md]\n",
        encoding="utf-8",
    )
    run("mkdocs", "build", "-q", "-f", str(root / "mkdocs.yml"))
    mathjax(version, out)
    return out


_TYPESET = "() => self.MathJax?.startup?.promise?.then(() => true)"
_FOUND = """() => ({
  links: [...document.querySelectorAll("a, mjx-container *")].map(
    (one) => String(one.getAttribute("href") ?? one.getAttribute("xlink:href") ?? ""))
    .filter((href) => /^\\\\s*javascript:/i.test(href)),
  styled: document.querySelectorAll(
    "mjx-container [style*=fixed], mjx-container [style*=url]").length,
  formulas: [...document.querySelectorAll("mjx-container")].map(
    (one) => (one.parentElement.className || one.parentElement.localName)),
  text: document.body.innerText,
  title: document.title,
})"""


def look(browser: Browser, site: Path, pages: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """Open pages, and see what MathJax made of each."""
    found = {}
    with served(site) as base:
        for page_name in pages:
            context = browser.new_context()
            context.add_init_script("self.alert = (said) => { self.heard = said; };")
            page, watch = opened(context, base, page_name)
            page.wait_for_function(_TYPESET)
            found[page_name] = page.evaluate(_FOUND)
            assert found[page_name]["links"] == [], page_name
            assert found[page_name]["styled"] == 0, page_name
            assert page.evaluate("self.heard ?? null") is None, page_name
            foreign = [
                url for url in watch.requests if not url.startswith((base, "data:", "blob:"))
            ]
            assert foreign == []
            context.close()
    return found


def check(found: dict[str, dict[str, object]], formulas: Mapping[str, int]) -> None:
    for page, count in formulas.items():
        seen = found[page]["formulas"]
        assert isinstance(seen, list)
        assert len(seen) == count, (page, seen)


# The version before looks for formulas in the same way, whatever the theme.
@pytest.mark.parametrize(
    ("theme", "version"), [*((theme, 4) for theme in SPHINX_THEMES), ("alabaster", 3), ("furo", 3)]
)
def test_sphinx(tmp_path: Path, browser: Browser, theme: str, version: int) -> None:
    pytest.importorskip(theme)
    site = sphinx_site(tmp_path, theme, version)
    pages = {
        "index.html": 3,  # the site's own; that of the summary in the table and in the card
        "models/real.html": 3,
        **{f"models/{id}.html": 0 for id in NAMES},
        "genindex.html": 0,
        "modelzoo-tasks.html": 0,
        "modelzoo-datasets.html": 0,
        "search.html?q=href": 0,
    }
    pages = {
        name: count for name, count in pages.items() if (site / name.partition("?")[0]).is_file()
    }
    found = look(browser, site, pages)
    check(found, pages)
    for id, name in NAMES.items():
        seen = found[f"models/{id}.html"]
        assert str(seen["text"]).count(name) > 3
        assert str(seen["title"]).startswith(name)
        assert name.replace(";", ",") in str(found["genindex.html"]["text"])


@pytest.mark.parametrize(
    ("theme", "version"), [("material", 3), ("material", 4), ("mkdocs", 4), ("readthedocs", 4)]
)
def test_mkdocs(tmp_path: Path, browser: Browser, theme: str, version: int) -> None:
    pytest.importorskip("mkdocs")
    if theme == "material":
        pytest.importorskip("material")
    site = mkdocs_site(tmp_path, theme, version)
    pages = {
        "index.html": 3,
        "models/real.html": 3,
        **{f"models/{id}.html": 0 for id in NAMES},
    }
    found = look(browser, site, pages)
    check(found, pages)
    for id, name in NAMES.items():
        seen = found[f"models/{id}.html"]
        assert str(seen["text"]).count(name) > 3
        assert markup.unescape(str(seen["title"])).startswith(name)
