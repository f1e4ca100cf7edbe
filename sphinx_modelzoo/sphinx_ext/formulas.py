"""Keep MathJax and its like away from names where Sphinx or a theme repeats them.

Titles hold their delimiters in nodes of their own, and Sphinx copies those into tables of contents
and to a page's neighbours. What it copies as bare text is handled here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_modelzoo.render.delimiters import IGNORE, names_with_delimiters, without_formulas
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.html_pages import output_path
from sphinx_modelzoo.sphinx_ext.nodes import break_delimiters

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The search page shows titles as bare text, which a script makes: the box around them is marked.
_RESULTS = re.compile(r'<div id="search-results"(?=\s*>)')
_IGNORED_RESULTS = f'<div id="search-results" class="{" ".join(IGNORE)}"'


def break_references(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Break the delimiters in links that show a name as their text, on ``doctree-resolved``."""
    names = names_with_delimiters(zoo(app.env).catalog)
    if app.builder.format != "html" or not names:
        return
    for link in doctree.findall(nodes.reference):
        text = link.astext()
        if link.get("internal") and any(name in text for name in names):
            break_delimiters(list(link.findall(nodes.Text)))


def break_pages(app: Sphinx) -> None:
    """Break delimiters in written pages: indices and some themes have names as bare text."""
    names = names_with_delimiters(zoo(app.env).catalog)
    builder = app.builder
    if not names or not isinstance(builder, StandaloneHTMLBuilder) or builder.name == "epub":
        return
    for path in _pages(app, builder):
        page = path.read_text(encoding="utf-8")
        broken = _RESULTS.sub(_IGNORED_RESULTS, without_formulas(page, names))
        if broken != page:
            path.write_text(broken, encoding="utf-8", newline="\n")


def _pages(app: Sphinx, builder: StandaloneHTMLBuilder) -> list[Path]:
    own = [f"modelzoo-{index.name}" for index in zoo(app.env).indices]
    wanted = ("genindex", "search", *own, *sorted(app.env.found_docs))
    paths = [output_path(builder, name) for name in wanted]
    folder = Path(builder.outdir)
    split = sorted(folder.glob("genindex-*.html")) + sorted(folder.glob("genindex-*/index.html"))
    return [path for path in (*paths, *split) if path is not None and path.is_file()]
