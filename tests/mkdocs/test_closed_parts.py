"""Parts of generated pages that are written at once: the same page, fewer passes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from markdown import Markdown

from sphinx_modelzoo.mkdocs_ext import closed_parts
from sphinx_modelzoo.mkdocs_ext.closed_parts import may_close
from sphinx_modelzoo.mkdocs_ext.searching import searched_html
from tests.support.mkdocs_project import INDEX, Site
from tests.support.sphinx_project import CATALOG

LAB = Path(__file__).parents[2] / "example_docs/lab/models.yaml"
WRITTEN = """\
  - id: odd
    name: "A & B &amp; <C> *d*"
    summary: "Is 1 < 2 & 3 > 2? See [guide](guide.md), [own](#results), `a*b` and {: .x}"
    description: "One line.\\n\\n- [ ] not done\\n- [beta](model:beta-net)\\n- ![p](pictures/p.png)"
    results:
      - {dataset: COCO, metrics: {mAP: 33.1}}
    variants:
      - {id: small, name: small, results: [{dataset: COCO, metrics: {mAP: 30}}]}
"""
FILES = {"index.md": INDEX, "guide.md": "# Guide\n\n[small](models/odd.md#variant-small)\n"}
EXTENSIONS = ["attr_list", {"toc": {"permalink": True}}, "pymdownx.tasklist", "abbr", "footnotes"]
SHOUTING = """\
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

class Links(Treeprocessor):
    def run(self, root):
        for link in root.iter("a"):
            link.set("rel", "nofollow")

class Shouting(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(Links(md), "links", 1)

makeExtension = Shouting
"""


def pages(root: Path, catalog: str, theme: str) -> dict[str, str]:
    site = Site(
        root,
        FILES,
        catalog,
        plugins=["search"],
        zoo={"leaderboards": True},
        theme={"name": theme},
        markdown_extensions=EXTENSIONS,
    )
    shutil.copytree(LAB.parent / "docs/pictures", root / "docs/pictures")
    built = site.build()
    files = sorted((*built.outdir.rglob("*.html"), *built.outdir.rglob("search_index.json")))
    found = {str(one.relative_to(built.outdir)): one.read_text(encoding="utf-8") for one in files}
    found["index.html"] = found["index.html"].partition("Build Date")[0]
    return {**found, "said": "\n".join(built.warnings)}


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
@pytest.mark.parametrize("catalog", [CATALOG + WRITTEN, LAB.read_text(encoding="utf-8")])
def test_the_page_stays_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalog: str, theme: str
) -> None:
    closed = pages(tmp_path / "closed", catalog, theme)

    def no(md: Markdown) -> bool:
        return False

    monkeypatch.setattr(closed_parts, "may_close", no)
    assert closed == pages(tmp_path / "open", catalog, theme)
    assert "contain an anchor '#variant-small'" not in closed["said"]
    assert sum("modelzoo-header" in text for text in closed.values()) > 2


def test_code_of_texts_is_coloured(tmp_path: Path) -> None:
    code = 'description: "```python\\nimport os\\n```\\n\\n- ```python\\n  import re\\n  ```"'
    built = Site(
        tmp_path, {"index.md": INDEX}, f"{CATALOG}  - id: odd\n    name: Odd\n    {code}\n"
    ).build()
    boxes = built.soup("models/odd/index.html").select("#description ~ * code, #description ~ pre")
    assert [box.select_one(".kn").text for box in boxes] == ["import", "import"]


def test_usual_extensions_leave_parts_as_they_are() -> None:
    usual = ("admonition", "def_list", "md_in_html", "tables", "pymdownx.superfences")
    snippets = ("pymdownx.details", "pymdownx.highlight", "pymdownx.snippets", "pymdownx.tabbed")
    assert may_close(Markdown(extensions=[*usual, *snippets, "abbr", "attr_list", "footnotes"]))
    links = {"pymdownx.magiclink": {"repo_url_shortener": True}}
    assert not may_close(Markdown(extensions=[*links], extension_configs=links))


def test_extensions_that_change_texts_see_them(tmp_path: Path) -> None:
    site = Site(tmp_path, FILES, CATALOG + WRITTEN, markdown_extensions=["shouting"])
    site.write("docs/guide.md", "# Guide\n")
    site.write("shouting.py", SHOUTING)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        built = site.build()
    links = built.soup("models/alpha-net/index.html").select(".modelzoo-header a[href^=http]")
    assert links
    assert {link["rel"][0] for link in links} == {"nofollow"}


def test_the_search_sees_phrases_whole() -> None:
    html = (
        '<h2 id="a"><span translate="no">A</span> b</h2><p>c<b>d</b> <sub>e</sub></p>'
        '<nav class="n" data-search-exclude=""><span>f</span></nav><p>&lt;b&gt;</p>'
    )
    seen = '<h2 id="a">A b</h2><p>cd <sub>e</sub></p><p>&lt;b&gt;</p>'
    assert searched_html(html, generated=True) == seen
    left = html.replace('<nav class="n" data-search-exclude=""><span>f</span></nav>', "")
    assert searched_html(html, generated=False) == left
