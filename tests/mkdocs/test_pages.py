"""``modelzoo pages`` and its Markdown, and Zensical, which builds what it writes."""

from __future__ import annotations

import re
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt

from sphinx_modelzoo.cli.pages import command
from sphinx_modelzoo.exports.inventory import Inventory, Item, read_inventory, write_inventory
from sphinx_modelzoo.render.markdown import MarkdownRenderer
from sphinx_modelzoo.render.prose_markdown import address, line_start, text
from sphinx_modelzoo.views.content import (
    Bullets,
    CodeBlock,
    Fact,
    Facts,
    Fold,
    Notice,
    Page,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    Section,
    UrlLink,
    Words,
    model_page,
)
from sphinx_modelzoo.views.labels import labels
from tests.support.mkdocs_project import broken_links
from tests.support.render_views import ABSTRACT, zoo
from tests.support.sphinx_project import CATALOG, RESULTS

SIGNS = st.text(
    st.sampled_from("\\`*_[]{}<>|$~^@#&=+-!.'\",/:;()%?1aB 中：。 http://w.x"), max_size=40
)
ALL_AT_ONCE = [
    "tables",
    "fenced_code",
    "smarty",
    "footnotes",
    "def_list",
    "abbr",
    "attr_list",
    "admonition",
    "pymdownx.magiclink",
    "pymdownx.tilde",
    "pymdownx.caret",
    "pymdownx.mark",
    "pymdownx.keys",
    "pymdownx.critic",
    "pymdownx.emoji",
    "pymdownx.smartsymbols",
    "pymdownx.arithmatex",
    "pymdownx.tasklist",
    "pymdownx.details",
    "pymdownx.betterem",
]


def shown(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    return " ".join(soup.get_text().split())


def same(one: str, other: str) -> bool:
    """Typographic signs are the reader's own wish: ``smarty`` makes them of what is left."""
    plain = str.maketrans("‘’“”–—…", "''\"\"---")
    return one.translate(plain) == other.translate(plain)


@pytest.mark.parametrize("where", ["paragraph", "heading", "item", "cell", "link"])
@given(words=SIGNS)
def test_words_are_shown_as_they_are(where: str, words: str) -> None:
    words = " ".join(words.split())
    if not words:
        return
    written = {
        "paragraph": line_start(text(words)),
        "heading": f"# {line_start(text(words))}",
        "item": f"- {line_start(text(words))}",
        "cell": f"| a | b |\n| --- | --- |\n| {text(words)} | x |",
        "link": f"[{text(words)}](x.md)",
    }[where]
    expected = {"cell": f"a b {words} x"}.get(where, words)
    github = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for html in (github.render(written), Markdown(extensions=ALL_AT_ONCE).convert(written)):
        assert same(shown(html), expected), (written, html)


@given(st.text(st.sampled_from("abc/:?&=#%()[]<>\"' |$*_~`\\中"), min_size=1, max_size=30))
def test_links_lead_where_they_should(tail: str) -> None:
    url = f"https://example.org/{tail}"
    written = f"[x]({address(url)})"
    for html in (
        MarkdownIt("commonmark").render(written),
        Markdown(extensions=["tables", "pymdownx.arithmatex", "pymdownx.magiclink"]).convert(
            written
        ),
    ):
        link = BeautifulSoup(html, "html.parser").a
        assert link is not None, (written, html)
        assert link.text == "x"
        assert _plain(str(link["href"])) == _plain(url)


def _plain(url: str) -> str:
    from urllib.parse import unquote

    return unquote(url.replace("\\", "%5C"))


def renderer() -> MarkdownRenderer:
    return MarkdownRenderer(
        lambda page, place: f"{page.path}.md" + (f"#{place}" if place else ""), labels("en")
    )


def test_every_block() -> None:
    blocks = (
        Notice("warning", "Deprecated", (Words("Use "), PageLink(Words("B"), model_page("b")))),
        Facts((Fact("a", "Tasks", (Words("x, y"),)),)),
        Picture("img/x.png", Words("A *picture*"), Words("caption")),
        Section("results", "Results", (zoo(2, groups=True), Bullets(((Words("1. raw"),),)))),
        Section("quick-start", "快速开始", (Fold("More", (Prose("*em* [l](https://e.org)"),)),)),
        CodeBlock("print('`````')\n", "python", Words("Code")),
        CodeBlock('--8<-- "/etc/passwd"\n{{ config }}\n\n<b>', "text"),
        Prose(ABSTRACT),
        Paragraph((UrlLink(Words("no"), "javascript:alert(1)"), Words("中", "zh"))),
    )
    written = "\n\n".join(renderer().blocks(blocks))
    assert "> **Deprecated**\n>\n> Use [B](b.md)" in written
    assert "- **Tasks:** x, y" in written
    assert "![A &#42;picture&#42;](img/x.png)" in written
    assert "## Results\n" in written
    assert '## <a id="quick-start"></a>快速开始' in written
    assert "- 1&#46; raw" in written
    assert "``````python" in written
    assert "8<" not in written
    assert "{{" not in written
    assert "<em>em</em> [l](https://e.org)" in written
    assert "$\\mathcal{O}(n^2)$" in written
    assert "javascript" not in written
    assert '<span lang="zh-CN">中</span>' in written
    page = Markdown(extensions=["tables", "fenced_code"]).convert(written)
    soup = BeautifulSoup(page, "html.parser")
    assert "E = mc^2" in soup.text
    assert len(soup.select("table tbody tr")) == 4
    code = soup.select("pre code")[-2]
    assert '--8<-- "/etc/passwd"' in soup.text
    assert code is not None


def test_a_page() -> None:
    ways = {
        "previous": PageLink(Words("A"), model_page("a")),
        "next": PageLink(Words("C"), model_page("c")),
    }
    page = Page(model_page("b"), "B*", (), ("B",), **ways, zoo_label="Back", edit_label="Edit")
    written = renderer().page(page, home="../zoo.md", edit="https://e.org/#L1")
    assert written == (
        '# <a id="model-b"></a>B&#42;\n\n***\n\nPrevious: [A](a.md) · [Back](../zoo.md)'
        " · Next: [C](c.md) · [Edit](https://e.org/#L1)\n"
    )


# The command -------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(CATALOG, encoding="utf-8")
    return tmp_path


def run(*arguments: str, status: int = 0) -> str:
    done = CliRunner().invoke(command, ["models.yaml", "--out", "docs/models", *arguments])
    assert done.exit_code == status, done.output
    return done.output


def test_pages_come_and_go(folder: Path) -> None:
    assert "5 pages, 5 written, 0 removed, 0 kept" in run("--home", "docs/zoo.md")
    page = Path("docs/models/alpha-net.md").read_text(encoding="utf-8")
    assert page.startswith('# <a id="model-alpha-net"></a>AlphaNet\n\nFinds alphas')
    assert "[Back to the list of models](../zoo.md)" in page
    assert "5 pages, 0 written, 0 removed, 0 kept" in run("--home", "docs/zoo.md")
    catalog = CATALOG.replace("id: gamma-net", "id: delta-net")
    Path("models.yaml").write_text(catalog, encoding="utf-8")
    assert "5 pages, 3 written, 1 removed, 0 kept" in run("--home", "docs/zoo.md")
    names = sorted(path.name for path in Path("docs/models").iterdir())
    assert names == ["alpha-net.md", "beta-net.md", "delta-net.md", "lists"]
    lists = [path.read_text("utf-8") for path in sorted(Path("docs/models/lists").glob("*.md"))]
    assert len(lists) == 2
    assert all("](../alpha-net.md)" in text for text in lists)
    Path("models.yaml").write_text("schema_version: 1\nmodels: [{id: a, name: A}]\n", "utf-8")
    run("--home", "docs/zoo.md")
    assert [path.name for path in Path("docs/models").iterdir()] == ["a.md"]


def test_what_a_person_wrote_stays(folder: Path) -> None:
    run()
    mine, edited, gone = (
        Path("docs/models", f"{n}.md") for n in ("mine", "alpha-net", "gamma-net")
    )
    mine.write_text("# Mine\n", encoding="utf-8")
    for path in (edited, gone):
        path.write_text(path.read_text().replace("# ", "# My "), encoding="utf-8")
    Path("docs/models/beta-net.md").write_text("# Own\n", encoding="utf-8")
    catalog = CATALOG[: CATALOG.index("  - id: gamma-net")]
    Path("models.yaml").write_text(catalog, encoding="utf-8")
    before = {path: path.read_text() for path in Path("docs/models").glob("*.md")}
    output = run("--language", "zh")
    assert "4 pages, 2 written, 0 removed, 3 kept" in output
    assert output.count("is kept") == 3
    assert {path: path.read_text() for path in Path("docs/models").glob("*.md")} == before


def test_line_ends_of_git_are_no_edit(folder: Path) -> None:
    run()
    path = Path("docs/models/alpha-net.md")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "0 kept" in run("--language", "zh")
    assert "在图片中寻找" in path.read_text(encoding="utf-8")


def test_wrong_use(folder: Path) -> None:
    assert "not a language tag" in run("--language", "klingonisch", status=2)
    assert "{file}" in run("--edit-url", "https://e.org/{path}", status=2)
    Path("models.yaml").write_text("models:\n  - {id: A b, name: x}\n", encoding="utf-8")
    assert "[modelzoo.id.malformed]" in run(status=1)
    assert not Path("docs/models").exists()


def test_edit_links_and_relative_ones(folder: Path) -> None:
    catalog = CATALOG + "    images: [{src: img/g.png, alt: G}]\n"
    Path("models.yaml").write_text(catalog, encoding="utf-8")
    Path("docs/img").mkdir(parents=True)
    Path("docs/img/g.png").touch()
    run("--edit-url", "https://e.org/{file}#L{line}", "--docs", "docs")
    page = Path("docs/models/gamma-net.md").read_text(encoding="utf-8")
    assert re.search(r"\[Edit this entry\]\(https://e\.org/models\.yaml#L\d+\)", page)
    assert "![G](../img/g.png)" in page


def names() -> list[str]:
    """Every file below the pages' folder."""
    folder = Path("docs/models")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_leaderboards(folder: Path) -> None:
    Path("models.yaml").write_text(RESULTS, encoding="utf-8")
    run("--leaderboards", "--home", "docs/zoo.md")
    page = Path("docs/models/datasets/coco.md").read_text(encoding="utf-8")
    assert page.startswith('# <a id="datasets-coco"></a>COCO leaderboard\n')
    assert page.index("[BetaNet](../beta-net.md)") < page.index("[AlphaNet](../alpha-net.md)")
    assert "[Back to the list of models](../../zoo.md)" in page
    model = Path("docs/models/alpha-net.md").read_text(encoding="utf-8")
    assert "[COCO](datasets/coco.md)" in model
    run()
    assert not Path("docs/models/datasets").exists()
    assert "datasets/" not in Path("docs/models/alpha-net.md").read_text(encoding="utf-8")


def test_neighbours_of_leaderboards(folder: Path) -> None:
    text = RESULTS.replace("{mAP: 50.5, FPS: 9}}", "{mAP: 50}}, {dataset: VOC, metrics: {mAP: 70}}")
    Path("models.yaml").write_text(text, encoding="utf-8")
    run("--leaderboards")
    pages = [path.read_text(encoding="utf-8") for path in Path("docs/models/datasets").glob("*.md")]
    ways = [re.findall(r"(Previous|Next): \[.*?\]\((.*?)\)", page) for page in pages]
    assert len(pages) == 2
    for ((_, target),) in ways:
        assert Path("docs/models/datasets", target).is_file()


@pytest.mark.parametrize(("flat", "file", "to"), [
    ((), "alpha-old/index.html", "../alpha-net/"), (("--flat",), "alpha-old.html", "alpha-net.html")
])  # fmt: skip
def test_redirects(folder: Path, flat: tuple[str, ...], file: str, to: str) -> None:
    run("--redirects", *flat)
    page = Path("docs/models", file).read_text(encoding="utf-8")
    assert f'content="0; url={to}"' in page
    assert "0 written" in run("--redirects", *flat)
    Path("docs/models", file).write_text(page.replace("AlphaNet", "Mine"), encoding="utf-8")
    assert f"{file} was written or edited by hand" in run("--redirects", *flat)
    Path("docs/models", file).write_text(page, encoding="utf-8")
    assert "1 removed" in run(*flat)
    assert names() == [
        "alpha-net.md",
        "beta-net.md",
        "gamma-net.md",
        "lists/tags.md",
        "lists/tasks.md",
    ]
    assert not Path("docs/models/alpha-old").exists()


def test_a_renamed_model_leaves_a_redirect(folder: Path) -> None:
    run("--redirects")
    text = CATALOG.replace("id: gamma-net", "id: delta-net\n    aliases: [gamma-net, mine]")
    Path("models.yaml").write_text(text, encoding="utf-8")
    Path("docs/models/mine.md").write_text("# A page of ours\n", encoding="utf-8")
    run("--redirects")
    assert names() == [
        "alpha-net.md",
        "alpha-old/index.html",
        "beta-net.md",
        "delta-net.md",
        "gamma-net/index.html",
        "lists/tags.md",
        "lists/tasks.md",
        "mine.md",
    ]


def test_the_inventory(folder: Path) -> None:
    Path("models.yaml").write_text(RESULTS, encoding="utf-8")
    run("--leaderboards", "--inventory", "Zoo 模型")
    path = Path("docs/objects.inv")
    found = read_inventory(path.read_bytes())
    places = {(one.kind, one.name): one.uri for one in found.items}
    assert found.project == "Zoo 模型"
    sections = {name: places.pop((kind, name)) for kind, name in list(places) if "--" in name}
    assert sections["model-alpha-net--results"] == "models/alpha-net/#results"
    assert places == {
        ("modelzoo:leaderboard", "coco"): "models/datasets/coco/#datasets-coco",
        ("std:label", "model-alpha-old"): "models/alpha-net/#model-alpha-net",
        **{
            (kind, f"{prefix}{name}"): f"models/{name}/#model-{name}"
            for kind, prefix in (("modelzoo:model", ""), ("std:label", "model-"))
            for name in ("alpha-net", "beta-net", "gamma-net")
        },
    }
    foreign = Item("pkg.f", "py:function", 1, "api/#pkg.f", "pkg.f")
    path.write_bytes(write_inventory(Inventory("Theirs", "1", (*found.items, foreign))))
    run("--flat", "--inventory", "Zoo")
    found = read_inventory(path.read_bytes())
    assert found.project == "Zoo"
    assert foreign in found.items
    assert {one.uri for one in found.items if one.kind == "modelzoo:model"} == {
        f"models/{name}.html#model-{name}" for name in ("alpha-net", "beta-net", "gamma-net")
    }
    assert "coco" not in {one.name for one in found.items}
    path.write_bytes(b"something else")
    assert "cannot update docs/objects.inv" in run("--inventory", "Zoo", status=2)
    assert path.read_bytes() == b"something else"
    assert "not below the folder" in run("--docs", "other", "--inventory", "Zoo", status=2)


# Zensical ----------------------------------------------------------------------------------

CONFIG = """\
site_name: Zoo
site_url: https://docs.example.org/zoo/
theme: {name: material, language: LANGUAGE}
watch: [models.yaml]
markdown_extensions:
  - tables
  - admonition
  - attr_list
  - pymdownx.superfences
  - modelzoo: {catalog: models.yaml, home: index.md}
"""
INDEX = "# Zoo\n\n{modelzoo:count}`all`: [](model:alpha-net)\n\n```{modelzoo}\n```\n"


def zensical(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zensical", "build", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def site(folder: Path) -> Path:
    pytest.importorskip("zensical")
    Path("mkdocs.yml").write_text(CONFIG.replace("LANGUAGE", "en"), encoding="utf-8")
    run("--home", "docs/index.md")
    Path("docs/index.md").write_text(INDEX, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", ["en", "zh"])
def test_zensical(site: Path, language: str) -> None:
    Path("mkdocs.yml").write_text(CONFIG.replace("LANGUAGE", language), encoding="utf-8")
    run("--home", "docs/index.md", "--language", language)
    done = zensical("--strict")
    assert done.returncode == 0, done.stderr
    assert "No issues found" in done.stdout + done.stderr
    assert broken_links(site / "site") == []
    soup = BeautifulSoup((site / "site/index.html").read_text(encoding="utf-8"), "html.parser")
    assert [cell.text for cell in soup.select("table.modelzoo-table tbody th strong")] == [
        "AlphaNet",
        "BetaNet",
        "GammaNet",
    ]
    assert soup.select("article style")
    words = {"en": "Model and paper", "zh": "模型与论文"}[language]
    assert words in soup.text
    assert "3: AlphaNet" in soup.text
    search = next(site.glob("site/**/search*.json")).read_text(encoding="utf-8")
    assert escape("Finds alphas") in search or "在图片中寻找" in search.replace("\u200b", "")


def test_zensical_and_a_name_that_looks_like_markup(site: Path) -> None:
    name = "</title><script>alert(1)</script> <b>"
    text = CATALOG.replace("name: AlphaNet", f"name: {name!r}")
    Path("models.yaml").write_text(text, encoding="utf-8")
    run("--home", "docs/index.md")
    done = zensical("--strict")
    assert done.returncode == 0, done.stderr
    soup = BeautifulSoup(Path("site/models/alpha-net/index.html").read_text("utf-8"), "html5lib")
    assert soup.title is not None
    assert soup.h1 is not None
    for shown in (soup.title.text, soup.h1.text.strip()):
        assert shown.replace("\u2060", "").startswith(name)
    assert not soup.find_all("b")
    assert not [one for one in soup.find_all("script") if one.text.startswith("alert")]


def test_redirects_of_a_model_that_is_called_index(folder: Path) -> None:
    text = CATALOG.replace("id: gamma-net", "id: index\n    aliases: [was]")
    Path("models.yaml").write_text(text, encoding="utf-8")
    run("--redirects", "--inventory", "Zoo")
    assert 'url=../"' in Path("docs/models/was/index.html").read_text(encoding="utf-8")
    items = read_inventory(Path("docs/objects.inv").read_bytes()).items
    assert "models/#model-index" in {one.uri for one in items}


def test_zensical_shows_an_edit(site: Path) -> None:
    import os

    assert zensical().returncode == 0
    text = CATALOG.replace("name: AlphaNet", "name: AlphaPrime")
    Path("models.yaml").write_text(text, encoding="utf-8")
    os.utime("models.yaml", (2e9, 2e9))  # Zensical knows times to the second
    assert zensical().returncode == 0
    assert "AlphaPrime" in Path("site/index.html").read_text(encoding="utf-8")


def test_zensical_must_watch_the_catalog(site: Path) -> None:
    config = CONFIG.replace("LANGUAGE", "en").replace("watch: [models.yaml]\n", "")
    Path("mkdocs.yml").write_text(config, encoding="utf-8")
    done = zensical()
    assert done.returncode != 0
    message = last_words(done)
    assert message.startswith("error: models.yaml is not watched")
    assert message.endswith("[modelzoo.config.watch]")


def last_words(done: subprocess.CompletedProcess[str]) -> str:
    """What a build ended with: a line without a traceback around it."""
    assert "Traceback" not in done.stderr
    assert "File " not in done.stderr
    return done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("catalogs: models.yaml", "modelzoo: unknown option “catalogs” (did you mean"),
        (
            "catalog: 7",
            "modelzoo: catalog: expected a file, a pattern, a folder or a list of them, got 7",
        ),
        ("catalog: models.yaml, script: perhaps", "modelzoo: script: "),
    ],
)
def test_zensical_and_a_wrong_option(site: Path, options: str, message: str) -> None:
    config = CONFIG.replace("LANGUAGE", "en")
    config = config.replace("catalog: models.yaml, home: index.md", options)
    Path("mkdocs.yml").write_text(config, encoding="utf-8")
    done = zensical()
    assert done.returncode != 0
    assert last_words(done).startswith(message)


@pytest.mark.parametrize(
    ("names", "language"),
    [
        (("", "our own"), "en"),
        ((None, "our own", "zh_CN"), "zh"),
        (("cn", "en"), "zh"),
        ((), "en"),
    ],
)
def test_a_theme_may_name_no_language(names: tuple[str | None, ...], language: str) -> None:
    from sphinx_modelzoo.mkdocs_ext.standalone import first_language

    assert first_language(*names) == language


def test_zensical_keeps_the_traceback_of_others(site: Path) -> None:
    text = """\
from markdown.preprocessors import Preprocessor
from markdown.extensions import Extension


class Wrong(Preprocessor):
    def run(self, lines):
        raise RuntimeError("their own mistake")


class Theirs(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Wrong(md), "theirs", 1)


def makeExtension(**options):
    return Theirs(**options)
"""
    Path("theirs.py").write_text(text, encoding="utf-8")
    config = f"{CONFIG.replace('LANGUAGE', 'en')}  - theirs\n"
    Path("mkdocs.yml").write_text(config, encoding="utf-8")
    done = zensical()
    assert done.returncode != 0
    assert "their own mistake" in done.stderr
    assert "Traceback" in done.stderr


def test_zensical_and_mistakes(site: Path) -> None:
    text = "---\ntags: [a]\n---\n# X\n\n```{modelzoo}\n:filtr: x\n```\n\n[](model:nope)\n"
    Path("docs/x.md").write_text(text, encoding="utf-8")
    done = zensical("--strict")
    assert done.returncode != 0
    message = "x.md:6: warning: modelzoo: :filtr: unknown option"
    assert last_words(done).startswith(message)
    done = zensical()
    assert done.returncode == 0
    assert message in done.stderr
    assert "x.md:10: warning: unknown model “nope”" in done.stderr
    assert "modelzoo-table" in Path("site/x/index.html").read_text(encoding="utf-8")
