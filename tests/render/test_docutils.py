"""Views as docutils nodes, and what every builder makes of them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.cmd.build import main as sphinx_build

from sphinx_modelzoo.render.docutils import DocutilsRenderer
from sphinx_modelzoo.views.content import (
    Bullets,
    CodeBlock,
    Column,
    Fact,
    Facts,
    Fold,
    Grid,
    Group,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Row,
    Section,
    UrlLink,
    Words,
)
from tests.support import ROOT
from tests.support.render_views import cell, name, page, variants, zoo


def link(model: PageLink, children: list[nodes.Node]) -> nodes.Node:
    return nodes.reference("", "", *children, refuri=f"#{model.page.id}")


def renderer() -> DocutilsRenderer:
    return DocutilsRenderer(link, "models.yaml", 7)


def test_every_node_stands_at_its_entry() -> None:
    for block in (*renderer().blocks(page()), renderer().table(zoo(groups=True))):
        for node in block.findall(nodes.Element):
            assert (node.source, node.line) == ("models.yaml", 7), node
            assert node.document is None
            assert not isinstance(node, nodes.raw)


def test_nodes_are_not_for_translators() -> None:
    """They get the texts of the catalog itself, in Markdown."""
    blocks = renderer().blocks(
        (
            Paragraph((name("YOLOv4"),)),
            Paragraph((Prose("Tuned to *train*."),)),
            Facts((Fact("task", "Task", (Words("Detection"),)),)),
            Section("a", "Abstract", (Prose("One.\n\nTwo *b*."),)),
        )
    )
    texts = [node for block in blocks for node in block.findall(nodes.TextElement)]
    assert len(texts) > 6
    marked = [node for node in texts if not isinstance(node, nodes.inline)]
    assert [node for node in marked if node["translatable"]] == []


def test_text_in_another_language_says_so() -> None:
    blocks = renderer().blocks((Paragraph((Words("数据集", "zh"),)), Prose("一\n\n二", "zh")))
    assert blocks[0][0]["classes"] == ["language-zh-CN"]
    assert [block["classes"] for block in blocks[1:]] == [["language-zh-CN"]] * 2


def test_a_table() -> None:
    table = renderer().table(zoo(3))
    assert table["classes"] == ["colwidths-given", "modelzoo-grid", "modelzoo-zoo", "longtable"]
    title, tgroup = table.children
    assert title.astext() == "Models & more"
    assert tgroup["cols"] == 5
    specs = list(tgroup.findall(nodes.colspec))
    assert [spec.get("stub") for spec in specs] == [None, 1, None, None, None]
    assert specs[2]["colwidth"] > specs[0]["colwidth"]
    body = next(tgroup.findall(nodes.tbody))
    assert len(body) == 3
    assert body[0][0]["classes"] == ["modelzoo-col-no", "modelzoo-number"]
    paper = body[0][1]
    assert [child.astext() for child in paper] == ["Model 1", "Paper <1> & co"]
    assert paper[0][0]["refuri"] == "#model-1"
    assert "Abstract" not in body[0][2].astext()  # the head of the column says it
    assert len(body[1][4]) == 0


def test_groups() -> None:
    body = next(renderer().table(zoo(3, groups=True)).findall(nodes.tbody))
    assert [len(row) for row in body] == [5, 5, 5, 5, 5]
    assert [entry.astext() for entry in body[0]] == ["", "Detection", "", "", ""]
    spanning = next(renderer().table(zoo(3, groups=True), spans=True).findall(nodes.tbody))
    assert [len(row) for row in spanning] == [1, 5, 5, 1, 5]
    assert spanning[0][0]["morecols"] == 4


def test_columns_are_as_wide_as_their_text() -> None:
    columns = (Column("a", "A"), Column("b", "B"), Column("c", "C"))
    row = Row((cell(name("x")), cell(Words("中文" * 5)), cell(Words("word " * 200))))
    grid = Grid(columns, (Group("", (row,)),))
    widths = [spec["colwidth"] for spec in renderer().table(grid).findall(nodes.colspec)]
    assert widths[0] < widths[1] < widths[2]
    assert widths[1] >= 13
    assert sum(widths) <= 96


@pytest.mark.parametrize(
    ("rows", "text", "breaks"),
    [(3, "word", False), (13, "word", True), (3, "词句" * 200, True), (8, "word " * 50, True)],
)
def test_a_tall_table_may_break_over_pages(rows: int, text: str, breaks: bool) -> None:
    columns = (Column("a", "A"), Column("b", "B"))
    row = Row((cell(name("x")), cell(Words(text))))
    table = renderer().table(Grid(columns, (Group("", (row,) * rows),), role="results"))
    assert ("longtable" in table["classes"]) is breaks


def test_variants_can_be_linked_to() -> None:
    table = renderer().table(variants())
    targets = list(table.findall(nodes.target))
    assert [target["ids"] for target in targets] == [["variant-s-416"], ["variant-l-608"]]


def test_a_fold_with_another_label_keeps_it() -> None:
    blocks = renderer().blocks((Fold("Abstract", (Prose("x"),)),))
    assert [block.astext() for block in blocks] == ["Abstract", "x"]


def test_code() -> None:
    labelled, odd = renderer().blocks(
        (CodeBlock("a = 1", "python", Words("Py")), CodeBlock("?", "no-such-language"))
    )
    assert labelled["literal_block"] is True
    assert labelled["classes"] == ["literal-block-wrapper", "modelzoo-snippet"]
    caption, code = labelled.children
    assert (caption.astext(), code["language"]) == ("Py", "python")
    assert odd["language"] == "text"
    assert odd.rawsource == odd.astext() == "?"


@pytest.mark.parametrize(
    "src",
    ["../../etc/passwd", "/../etc/passwd", "a/../../x.png", "javascript:x", "file:///etc/passwd"],
)
def test_a_picture_from_outside_is_its_words(src: str) -> None:
    (block,) = renderer().blocks((Picture(src, Words("alt")),))
    assert block.astext() == "alt"
    assert not list(block.findall(nodes.image))


def test_pictures() -> None:
    local, web, elsewhere = renderer().blocks(
        (Picture("a/b.png", Words("alt"), Words("C")), Picture("https://e.org/x.png", Words("alt")))
    )
    assert next(local.findall(nodes.image)).attributes["uri"] == "/a/b.png"
    assert next(local.findall(nodes.caption)).astext() == "C"
    assert isinstance(web, addnodes.only)
    assert not list(elsewhere.findall(nodes.image))
    assert next(elsewhere.findall(nodes.reference))["refuri"] == "https://e.org/x.png"


def test_links() -> None:
    (paragraph,) = renderer().blocks(
        (Paragraph((UrlLink(Words("a"), "https://e.org", "t"), UrlLink(Words("b"), "x:y"))),)
    )
    (reference,) = paragraph.findall(nodes.reference)
    assert (reference["refuri"], reference["reftitle"]) == ("https://e.org", "t")
    assert paragraph.astext() == "ab"


def test_bullets_and_mixed_prose() -> None:
    (bullets,) = renderer().blocks((Bullets(((Words("a "), Prose("b\n\nc")),), "related"),))
    assert bullets["classes"] == ["modelzoo-related"]
    assert [child.astext() for child in bullets[0]] == ["a ", "b", "c"]


CONF = """
import sys
sys.path.insert(0, {root!r})
from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from tests.support import render_views
from sphinx_modelzoo.render.docutils import DocutilsRenderer

project, copyright, version = "Zoo", "us", "1"
extensions = ["sphinx.ext.mathjax"]
language = "zh_CN"

class Views(SphinxDirective):
    required_arguments = 1
    def run(self):
        link = lambda model, children: nodes.inline("", "", *children)
        renderer = DocutilsRenderer(link, "models.yaml", 7)
        if self.arguments[0] == "page":
            title = nodes.title("", "YOLOv4", translatable=False)
            return [nodes.section("", title, *renderer.blocks(render_views.page()), ids=["y"])]
        return [renderer.table(render_views.zoo(30, groups=True))]

def setup(app):
    app.add_directive("views", Views)
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ff"
    "ff3f0005fe02fea7d65c5f0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    (folder / "conf.py").write_text(CONF.format(root=str(ROOT)), "utf-8")
    (folder / "index.rst").write_text("Zoo\n===\n\n.. toctree::\n\n   page\n\n.. views:: zoo\n")
    (folder / "page.rst").write_text(".. views:: page\n")
    (folder / "img").mkdir()
    (folder / "img" / "a.png").write_bytes(PNG)
    return folder


def build(source: Path, builder: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Build, with every warning an error and no way to the network."""
    import socket

    def refuse(*arguments: object) -> None:
        raise AssertionError("a builder went to the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(sys, "path", list(sys.path))
    out = source.parent / f"out-{builder}"
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    status = sphinx_build(
        ["-q", "-n", "-W", "-E", "-b", builder, "-d", f"{out}-doctrees", str(source), str(out)]
    )
    assert status == 0, said.getvalue()
    return out


@pytest.mark.parametrize(
    ("builder", "file", "words"),
    [
        ("html", "page.html", ['<em>one</em> GPU', '<span lang="zh-CN">原文', "variant-s-416"]),
        ("dirhtml", "page/index.html", ["admonition", "E = mc^2"]),
        ("singlehtml", "index.html", ["Model 30"]),
        ("epub", "page.xhtml", ["A remote picture"]),
        ("latex", "zoo.tex", ["{longtable}", r"\(\mathcal{O}(n^2)\)", "{page:variant-s-416}"]),
        ("text", "page.txt", ["Tuned to train on *one* GPU", "line break alt text"]),
        ("man", "zoo.1", ["YOLOV4", "Model 30"]),
        ("texinfo", "zoo.texi", ["@multitable", "Model 30"]),
        ("xml", "page.xml", ["</math_block>", "img/a.png"]),
    ],
)  # fmt: skip
def test_every_builder_is_content(
    source: Path, builder: str, file: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = (build(source, builder, monkeypatch) / file).read_text("utf-8")
    for word in words:
        assert word in written
    if builder == "html":
        assert '<img alt="A remote picture" src="https://example.org/remote.png"' in written
    if builder == "latex":
        assert r"\sphinxhref{https://example.org/remote.png}{A remote picture}" in written


def test_translators_see_no_names(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = (build(source, "gettext", monkeypatch) / "page.pot").read_text("utf-8")
    assert "Tuned to train" not in messages  # it is listed where it is in the catalog
    for label in ("YOLOv4", "Variants", "Object detection", "s-416", "64.4M", "import paddle"):
        assert f'msgid "{label}' not in messages
