"""What other people's builders get: nodes that the plainest of them knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.support.sphinx_project import CATALOG, Project

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

# A builder of a format that Sphinx has not, which writes down the kinds of nodes that it gets.
BUILDER = """
from pathlib import Path
from sphinx.builders.text import TextBuilder

class Kinds(TextBuilder):
    name = format = "kinds"
    out_suffix = ".kinds"

    def write_doc(self, docname, doctree):
        path = Path(self.outdir, f"{docname}.kinds")
        path.parent.mkdir(exist_ok=True)
        path.write_text(doctree.pformat(), encoding="utf-8")

def setup(app):
    app.add_builder(Kinds)
"""
MORE = CATALOG.replace(
    "    aliases: [alpha-old]\n",
    """\
    aliases: [alpha-old]
    deprecated: {en: It sees no betas., zh: 看不到 β。}
    snippets: [{label: Python, language: python, code: "import alpha"}]
""",
)


def test_labels_of_code_and_notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = "Zoo\n===\n\n.. modelzoo::\n\n.. admonition:: Mine\n\n   Stays.\n"
    project = Project(tmp_path, {"index.rst": index}, catalog=MORE)
    project.write("kinds_of_nodes.py", BUILDER)
    monkeypatch.syspath_prepend(str(project.src))
    settings: dict[str, Any] = {"extensions": ["sphinx_modelzoo", "kinds_of_nodes"]}
    built = project.build("kinds", **settings)
    page = built.text("models/alpha-net.kinds")
    assert "import alpha" in page
    assert "It sees no betas." in page
    for words in ("Python", "Deprecated"):
        assert re.search(rf"<paragraph[^>]*>\s+<strong>\s+{words}\n", page)
    assert "<caption" not in page
    assert "<admonition" not in page
    assert "<admonition" in built.text("index.kinds")  # the host's own


def test_sphinx_has_its_own_nodes(tmp_path: Path) -> None:
    built = Project(tmp_path, catalog=MORE).build("xml")
    page = built.text("models/alpha-net.xml")
    assert "<caption" in page
    assert "<admonition" in page
