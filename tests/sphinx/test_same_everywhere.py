"""What is drawn is the same with every version of Python and Sphinx: each gives this digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from sphinx_modelzoo.files import hex_digest
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path

# Change it with what is drawn; it must then be that of the oldest and the newest versions, too.
DIGEST = "01e1953e5b1aa99ea8f0ea7f6664a4f8"


def test_tables_pages_and_data_files(tmp_path: Path) -> None:
    files = {"models.json": "json", "feed.xml": "atom", "models.bib": "bibtex"}
    built = Project(tmp_path).build(modelzoo_files=files, html_baseurl="https://example.org/")
    drawn = [built.text(name) for name in files]
    for name in ("index", "models/alpha-net", "models/beta-net"):
        page = BeautifulSoup(built.text(f"{name}.html"), "html.parser")
        # What Sphinx makes of headings and code is its own matter.
        parts = page.select(".modelzoo, p.modelzoo-x, section.modelzoo-page > section > ul")
        assert parts
        drawn += [str(part) for part in parts if not part.select(".headerlink")]
    digest = hex_digest("\0".join(drawn))
    assert digest == DIGEST, "\n".join(drawn)
