"""What a README holds, in the texts of a catalog: the same in every builder and host."""

from __future__ import annotations

import base64
import posixpath
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from markdown_it import MarkdownIt

from sphinx_modelzoo.cli import main
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bs4.element import Tag

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
CATALOG = """\
models:
  - id: wren
    name: Wren
    abstract:
      en: "Small birds.[^1]\\n\\n[^1]: Wrens."
      zh: "小鸟。[^1]\\n\\n[^1]: 鹪鹩。"
    description:
      en: |
        # Use

        A note[^n], and [what comes next](#next-steps).

        ![A reed](pictures/reed.png "The reed bed")

        With ![a dot](pictures/reed.png) inside.

        ## Next steps

        | Split | mAP |
        |-------|----:|
        | val[^n] | 41.2 |

        - Load it:

          ```python
          model = load("wren")
          ```

        [^n]: Measured `twice`.

        Read [how to use it](doc:guide/use#loading), [](doc:guide/use), [](guide/use.EXT),
        [the tiny one](model:wren/tiny), [](model:robin) and [](leaderboard:COCO).
      zh: |
        # 用法

        一条注释[^n]，以及[下一步](#下一步)。

        ![芦苇](pictures/reed.png "苇荡")

        内嵌 ![圆点](pictures/reed.png) 图片。

        ## 下一步

        | 划分 | mAP |
        |------|----:|
        | val[^n] | 41.2 |

        - 加载：

          ```python
          model = load("wren")
          ```

        [^n]: 测量了 `两次`。

        参见[用法](doc:guide/use#loading)、[](doc:guide/use)、[](guide/use.EXT)、
        [小模型](model:wren/tiny)、[](model:robin) 与 [](leaderboard:COCO)。
    code: doc:guide/use#loading
    links: [doc:guide/use, "model:robin", {url: leaderboard:COCO, label: Best}]
    demo: guide/use.EXT
    paper: {title: On wrens, url: doc:guide/use}
    results: [{dataset: COCO, metrics: {mAP: 41.2}}]
    extra: {report: doc:guide/use}
    variants:
      - id: tiny
        name: Wren-Tiny
        description: "## Use\\n\\nTiny[^t].\\n\\n[^t]: A third note."
  - {id: robin, name: Robin, results: [{dataset: COCO, metrics: {mAP: 31.2}}]}
"""
CATALOG = CATALOG.replace("models:", "fields:\n  report: {type: link}\nmodels:", 1)
WORDS = {
    "en": ["Use", "A note", "what comes next", "The reed bed", "Next steps", "Split", "41.2",
           "Load it:", 'model = load("wren")', "Measured", "twice", "Small birds.", "Wrens.",
           "Tiny", "A third note."],
    "zh": ["用法", "一条注释", "下一步", "苇荡", "划分", "41.2", "加载：", 'model = load("wren")',
           "测量了", "两次", "小鸟。", "鹪鹩。", "Tiny", "A third note."],
}  # fmt: skip
ALT = {"en": ["A reed", "a dot"], "zh": ["芦苇", "圆点"]}


TITLE = {"en": "Using wrens", "zh": "使用鹪鹩"}
TARGETS = {"en": "how to use it", "zh": "用法"}
TABLE = """\
   :columns: name, quick-start, links, demo, paper, description, extra:report
"""
INDEX = f"Zoo\n===\n\n.. toctree::\n   :glob:\n\n   guide/*\n\n.. modelzoo::\n{TABLE}"


def project(tmp_path: Path, language: str, conf: str = "") -> Project:
    conf = f'language = "{language}"\nmodelzoo_leaderboards = True\n{conf}'
    made = Project(tmp_path, {"index.rst": INDEX}, conf, CATALOG.replace("EXT", "rst"))
    (made.src / "pictures").mkdir()
    (made.src / "pictures" / "reed.png").write_bytes(DOT)
    # In Chinese found by the ending of the language, in English as it is named.
    title = TITLE[language]
    guide = f"{title}\n{'=' * 2 * len(title)}\n\n.. _loading:\n\nLoad\n----\n\nText.\n"
    made.write(f"guide/use{'_cn' if language == 'zh' else ''}.rst", guide)
    return made


def check_links(files: Mapping[str, str], name: str, language: str) -> None:
    """Every link of a page into the site leads to a file, and to an id in it."""
    page = BeautifulSoup(files[name], "html.parser")
    body = page.select_one("div.body") or page.select_one("[role=main]") or page.body
    assert body is not None
    led: dict[str, str] = {}
    for link in body.select("a[href]"):
        path, _, anchor = unquote(str(link["href"])).partition("#")
        if "://" in path:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        if path.endswith("/") or path in (".", ".."):
            target = posixpath.normpath(f"{target}/index.html")
        assert target in files, (name, link)
        ids = {one.get("id") for one in BeautifulSoup(files[target], "html.parser").select("[id]")}
        assert not anchor or anchor in ids, (name, link)
        led.setdefault(link.get_text(), f"{target}#{anchor}")
    assert "use" in led[TITLE[language]]  # a link without words has the title of its target
    assert "robin" in led["Robin"]
    assert "coco" in led["COCO"]
    if "wren" in name:
        assert led[TARGETS[language]].endswith("#loading")
        assert "variant-tiny" in led["小模型" if language == "zh" else "the tiny one"]


def check_page(page: Tag, language: str, files: set[str]) -> None:
    """The words, the pictures and the links within a page as a browser shows it."""
    said = " ".join(page.get_text(" ").split())
    missing = [words for words in WORDS[language] if words.replace(" ", "") not in flat(said)]
    assert not missing, said
    images = [image for image in page.select("img") if image["alt"] in ALT[language]]
    assert [image["alt"] for image in images] == ALT[language]
    assert {str(image["src"]).rpartition("/")[2] for image in images} <= files
    ids = [str(one["id"]) for one in page.select("[id]")]
    assert len(ids) == len({*ids})
    within = [str(link["href"])[1:] for link in page.select('a[href^="#"]')]
    assert set(within) <= {*ids}
    notes = [name for name in within if "-fn-" in name]
    assert len({*notes}) == 3  # of the abstract, the description and the variant
    assert len([name for name in within if "-fnref-" in name]) >= 4
    heads = {str(one.get_text()).strip("¶\uf0c1# ") for one in page.select("h3, h4, .rubric")}
    assert set(WORDS[language][:1]) <= heads
    assert "41.2" in [one.get_text().strip() for one in page.select("td.modelzoo-right")]


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("builder", "name", "language"),
    [
        ("html", "models/wren.html", "en"),
        ("dirhtml", "models/wren/index.html", "zh"),
    ],
)
def test_in_html(tmp_path: Path, builder: str, name: str, language: str) -> None:
    built = project(tmp_path, language).build(builder)
    assert not built.warnings
    page = BeautifulSoup(built.text(name), "html.parser").select_one("div.body")
    assert page is not None
    check_page(page, language, {"reed.png"})
    pages = {
        path.relative_to(built.outdir).as_posix(): path for path in built.outdir.rglob("*.html")
    }
    files = {place: path.read_text(encoding="utf-8") for place, path in pages.items()}
    check_links(files, name, language)
    check_links(files, "index.html", language)
    assert (built.outdir / "_images" / "reed.png").read_bytes() == DOT
    assert page.select_one("div.highlight-python .n") is not None


def test_in_an_epub(tmp_path: Path) -> None:
    built = project(tmp_path, "zh", 'epub_copyright = version = "1"').build("epub")
    assert not built.warnings
    with zipfile.ZipFile(next(built.outdir.glob("*.epub"))) as book:
        names = [name for name in book.namelist() if name.endswith(".xhtml")]
        files = {name: book.read(name).decode() for name in names}
        assert "_images/reed.png" in book.namelist()
    page = BeautifulSoup(files["models/wren.xhtml"], "html.parser").select_one("body")
    assert page is not None
    check_page(page, "zh", {"reed.png"})
    check_links(files, "models/wren.xhtml", "zh")
    check_links(files, "index.xhtml", "zh")


def test_in_a_pdf(tmp_path: Path) -> None:
    made = project(tmp_path, "en")
    # To a label of the document that holds all the others.
    made.edit("models.yaml", "    demo: guide/use.rst", "    demo: doc:index#top")
    made.write("index.rst", f"{INDEX}\n\n.. _top:\n\nTop\n---\n\nText.\n")
    built = made.build("latex")
    assert not built.warnings
    text = next(built.outdir.glob("*.tex")).read_text(encoding="utf-8")
    assert text.count(r"\sphinxincludegraphics{{reed}.png}") == 2
    assert r"\subsubsection{Next steps}" in text or r"\subsection{Next steps}" in text
    assert len(re.findall(r"\\begin\{footnote\}\[[123]\]", text)) == 3
    assert r"\sphinxfootnotemark[" in text
    label = "models/wren:model-wren--description-next-steps"
    assert text.count(rf"\label{{\detokenize{{{label}}}}}") == 1
    assert rf"\hyperref[\detokenize{{{label}}}]" in text
    # To the label, the document, the variant, the model and the leaderboard.
    for place in ("guide/use:loading", "guide/use::doc", "models/wren:model-wren--variant-tiny",
                  "models/robin:model-robin", "models/datasets/coco:datasets-coco"):  # fmt: skip
        led = rf"\hyperref[\detokenize{{{place}}}]"
        assert text.count(led) >= 2 - ("variant" in place), place
        assert rf"\label{{\detokenize{{{place}}}}}" in text or place.endswith("::doc")
    assert TITLE["en"] in text
    assert r"\hyperref[\detokenize{index:top}]" in text
    assert ":top}]" not in text.replace("{index:top}]", "")


def test_linkcheck_asks_for_nothing_of_the_project(tmp_path: Path) -> None:
    built = project(tmp_path, "en").build("linkcheck")
    assert not built.warnings
    assert not (built.outdir / "output.txt").read_text(encoding="utf-8")


GUIDE = "---\nauthor: A\n---\n\n# {}\n\n## Loading\n\nText.\n"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_mkdocs(tmp_path: Path, language: str) -> None:
    guide = f"guide/use{'_cn' if language == 'zh' else ''}.md"
    table = TABLE.strip()
    files = {
        "index.md": f"# Zoo\n\n```{{modelzoo}}\n{table}\n```\n",
        guide: GUIDE.format(TITLE[language]),
    }
    zoo = {"language": language, "leaderboards": True}
    site = Site(tmp_path, files, CATALOG.replace("EXT", "md"), zoo=zoo)
    site.write("docs/pictures/reed.png", DOT)
    built = site.build(strict=True)
    assert not built.warnings
    page = built.soup("models/wren/index.html").select_one("[role=main]")
    assert page is not None
    check_page(page, language, {"reed.png"})
    assert page.select_one("code.language-python .n") is not None
    pages = {
        path.relative_to(built.outdir).as_posix(): path for path in built.outdir.rglob("*.html")
    }
    texts = {place: path.read_text(encoding="utf-8") for place, path in pages.items()}
    check_links(texts, "models/wren/index.html", language)
    check_links(texts, "index.html", language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_the_pages_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(CATALOG.replace("EXT", "md"), encoding="utf-8")
    Path("docs/guide").mkdir(parents=True)
    guide = Path(f"docs/guide/use{'_cn' if language == 'zh' else ''}.md")
    guide.write_text(GUIDE.format(TITLE[language]), encoding="utf-8")
    Path("docs/pictures").mkdir()
    Path("docs/pictures/reed.png").write_bytes(DOT)
    done = CliRunner().invoke(
        main, ["pages", "models.yaml", "--out", "docs/models", "--language", language,
               "--leaderboards"]
    )  # fmt: skip
    assert (done.exit_code, "warning" in done.output) == (0, False), done.output
    written = Path("docs/models/wren.md").read_text(encoding="utf-8")
    assert "```python\n" in written
    html = MarkdownIt("commonmark").enable("table").render(written)
    html = html.replace('style="text-align:right"', 'class="modelzoo-right"')
    page = BeautifulSoup(html, "html.parser")
    for link in page.select('a[href^="#"]'):
        link["href"] = unquote(str(link["href"]))
    check_page(page, language, {"reed.png"})
    for link in page.select("a[href]"):
        path = str(link["href"]).partition("#")[0]
        assert not path or Path("docs/models", path).is_file(), link
    led = {link.get_text(): unquote(str(link["href"])) for link in page.select("a[href]")}
    assert led[TARGETS[language]] == f"../guide/{guide.name}#loading"
    assert led[TITLE[language]] == f"../guide/{guide.name}"
    assert (led["Robin"], led["COCO"]) == ("robin.md", "datasets/coco.md")


MISSING = """\
models:
  - id: wren
    name: Wren
    description: "See [x](doc:guide/use#nowhere) and [y](doc:guide/none)."
    code: doc:guide/none
    links: ["model:robbin", guide/none.rst, files/readme.rst, "leaderboard:COCO"]
  - {id: robin, name: Robin, silence: [modelzoo.link.target], demo: doc:none}
"""


def test_what_is_missing_is_reported_with_its_place(tmp_path: Path) -> None:
    files = {"index.rst": INDEX, "guide/use.rst": "Use\n===\n", "files/readme.rst": "A\n="}
    made = Project(tmp_path, {**files, "index.rst": "Zoo\n===\n"}, catalog=MISSING)
    warnings = made.build().warnings.replace(f"{made.src}/", "")
    told = re.findall(
        r"models.yaml:(\d+):(\d+): WARNING: (.*?): .*\[modelzoo.link.target\]", warnings
    )
    assert told == [
        ("4", "27", "wren.description"),
        ("4", "58", "wren.description"),
        ("5", "11", "wren.code[0].url"),
        ("6", "13", "wren.links[0].url"),
        ("6", "29", "wren.links[1].url"),
        ("6", "63", "wren.links[3].url"),
    ], warnings
    assert "“guide/use” has no label “nowhere”" in warnings
    assert "did you mean “robin”?" in warnings
    assert warnings.count("unknown document “guide/none”") == 2
    page = BeautifulSoup(made.build().text("models/wren.html"), "html.parser")
    assert "See x and y." in page.text
    assert "link.target" not in made.build(suppress_warnings=["modelzoo"]).warnings
