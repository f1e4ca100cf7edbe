"""What a README holds, in the texts of a catalog: the same in every builder and host."""

from __future__ import annotations

import base64
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
    variants:
      - id: tiny
        name: Wren-Tiny
        description: "## Use\\n\\nTiny[^t].\\n\\n[^t]: A third note."
"""
WORDS = {
    "en": ["Use", "A note", "what comes next", "The reed bed", "Next steps", "Split", "41.2",
           "Load it:", 'model = load("wren")', "Measured", "twice", "Small birds.", "Wrens.",
           "Tiny", "A third note."],
    "zh": ["用法", "一条注释", "下一步", "苇荡", "划分", "41.2", "加载：", 'model = load("wren")',
           "测量了", "两次", "小鸟。", "鹪鹩。", "Tiny", "A third note."],
}  # fmt: skip
ALT = {"en": ["A reed", "a dot"], "zh": ["芦苇", "圆点"]}


def project(tmp_path: Path, language: str) -> Project:
    made = Project(tmp_path, conf=f'language = "{language}"', catalog=CATALOG)
    (made.src / "pictures").mkdir()
    (made.src / "pictures" / "reed.png").write_bytes(DOT)
    return made


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
    cell = next(one for one in page.select("td") if one.get_text().strip() == "41.2")
    assert "modelzoo-right" in cell["class"]


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
    assert (built.outdir / "_images" / "reed.png").read_bytes() == DOT
    assert page.select_one("div.highlight-python .n") is not None


def test_in_an_epub(tmp_path: Path) -> None:
    conf = 'language = "zh"\nepub_copyright = version = "1"'
    made = project(tmp_path, "zh")
    made.write("conf.py", f'extensions = ["sphinx_modelzoo"]\n{conf}\n')
    built = made.build("epub")
    assert not built.warnings
    with zipfile.ZipFile(next(built.outdir.glob("*.epub"))) as book:
        assert "_images/reed.png" in book.namelist()
        page = BeautifulSoup(book.read("models/wren.xhtml"), "html.parser").select_one("body")
    assert page is not None
    check_page(page, "zh", {"reed.png"})


def test_in_a_pdf(tmp_path: Path) -> None:
    built = project(tmp_path, "en").build("latex")
    assert not built.warnings
    text = next(built.outdir.glob("*.tex")).read_text(encoding="utf-8")
    assert text.count(r"\sphinxincludegraphics{{reed}.png}") == 2
    assert r"\subsubsection{Next steps}" in text or r"\subsection{Next steps}" in text
    assert len(re.findall(r"\\begin\{footnote\}\[[123]\]", text)) == 3
    assert r"\sphinxfootnotemark[" in text
    label = "models/wren:model-wren--description-next-steps"
    assert text.count(rf"\label{{\detokenize{{{label}}}}}") == 1
    assert rf"\hyperref[\detokenize{{{label}}}]" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_mkdocs(tmp_path: Path, language: str) -> None:
    site = Site(tmp_path, catalog=CATALOG, zoo={"language": language})
    site.write("docs/pictures/reed.png", DOT)
    built = site.build(strict=True)
    assert not built.warnings
    page = built.soup("models/wren/index.html").select_one("[role=main]")
    assert page is not None
    check_page(page, language, {"reed.png"})
    assert page.select_one("code.language-python .n") is not None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_the_pages_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(CATALOG, encoding="utf-8")
    Path("docs/pictures").mkdir(parents=True)
    Path("docs/pictures/reed.png").write_bytes(DOT)
    done = CliRunner().invoke(
        main, ["pages", "models.yaml", "--out", "docs/models", "--language", language]
    )
    assert done.exit_code == 0, done.output
    written = Path("docs/models/wren.md").read_text(encoding="utf-8")
    assert "```python\n" in written
    html = MarkdownIt("commonmark").enable("table").render(written)
    html = html.replace('style="text-align:right"', 'class="modelzoo-right"')
    page = BeautifulSoup(html, "html.parser")
    for link in page.select('a[href^="#"]'):
        link["href"] = unquote(str(link["href"]))
    check_page(page, language, {"reed.png"})
