"""The search of a site in Chinese: it finds, with jieba and without, and says nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sphinx_modelzoo
from tests.support.browser_pages import found_by_search, opened, served
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import CATALOG, Project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROKEN = "var EnglishStemmer = 1;\nwindow.Stemmer = ChineseStemmer;\n"


def build(project: Project, *more: str, jieba: bool) -> str:
    """Build in a process of its own, which has jieba and no cache of it: what it says."""
    root = project.root
    path = [str(Path(sphinx_modelzoo.__file__).parents[1])]
    if not jieba:
        path.insert(0, str(root / "without"))
        (root / "without").mkdir(exist_ok=True)
        (root / "without" / "jieba.py").write_text("raise ImportError('not installed')\n")
    (root / "tmp").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "sphinx", "-q", "-D", "modelzoo_catalog=models.yaml"]
    done = subprocess.run(
        [*command, *more, project.src, root / "html"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path), "TMPDIR": str(root / "tmp")},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout + done.stderr


def stemmer(site: Path) -> str:
    """The script with what the search knows of the language; every name it takes is there."""
    text = (site / "_static" / "language_data.js").read_text(encoding="utf-8")
    for name in re.findall(r"window\.Stemmer = (\w+);", text):
        assert re.search(rf"\b(?:var|let|const|function) {name}\b|\b{name}=function", text), name
    return text


@pytest.mark.parametrize(("jieba", "language"), [(True, "zh"), (False, "zh_CN")])
def test_the_search_has_its_stemmer(tmp_path: Path, jieba: bool, language: str) -> None:
    if jieba:
        pytest.importorskip("jieba")
    project = Project(tmp_path)
    more = ("-D", f"language={language}")
    assert build(project, *more, jieba=jieba) == ""
    good = stemmer(tmp_path / "html")
    assert "Stemmer" in good
    # A site of an earlier build, without the extension or with an older one of it.
    (tmp_path / "html" / "_static" / "language_data.js").write_text(BROKEN)
    project.edit("models.yaml", "BetaNet-S", "BetaNet-T")
    assert build(project, *more, jieba=jieba) == ""
    assert stemmer(tmp_path / "html") == good


@pytest.mark.parametrize("more", [("-j", "2"), ("-b", "dirhtml")], ids=" ".join)
def test_jieba_says_nothing(tmp_path: Path, more: tuple[str, ...]) -> None:
    pytest.importorskip("jieba")
    project = Project(tmp_path)
    # The language of the search alone.
    assert build(project, *more, "-D", "html_search_language=zh", jieba=True) == ""
    assert list((tmp_path / "tmp").glob("jieba*")), "the dictionary was not loaded"


def test_a_search_of_another_extension_stays(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(
        "conf.py",
        "from sphinx.search.zh import SearchChinese\n"
        "class Own(SearchChinese):\n"
        "    js_stemmer_rawcode = ''\n"
        "    js_stemmer_code = 'var Stemmer = function () { this.stemWord = (w) => w; };'\n"
        "def setup(app):\n"
        "    app.add_search_language(Own)\n"
        "extensions = ['sphinx_modelzoo']\n",
    )
    build(project, "-D", "language=zh_CN", jieba=False)
    assert "this.stemWord = (w) => w;" in stemmer(tmp_path / "html")


CHINESE = (
    CATALOG.replace("zh: 在图片中寻找 α。", "zh: 可在单卡上训练的单阶段目标检测器。")
    .replace("aliases: [alpha-old]", "aliases: [alpha-old, 阿尔法网络]")
    .replace("name: GammaNet", "name: 伽马网络")
)
# A task, two words, a name, an alias, an old id; and a part of a summary, which needs jieba.
QUERIES = {
    "目标检测": "alpha-net",
    "目标检测 AlphaNet": "alpha-net",
    "AlphaNet": "alpha-net",
    "伽马网络": "gamma-net",
    "阿尔法网络": "alpha-net",
    "alpha-old": "alpha-net",
    "单卡上训练": "alpha-net",
}
# Documents that say the same words come after the models.
MENTION = "目标检测 是一个任务。检测 目标检测模型。阿尔法网络 AlphaNet alpha-old 伽马网络\n"
GUIDES = ("a", "b", "c", "d")


@pytest.mark.browser
@pytest.mark.parametrize("jieba", [True, False], ids=["jieba", "without"])
def test_a_site_in_chinese_is_searched(browser: Browser, tmp_path: Path, jieba: bool) -> None:
    if jieba:
        pytest.importorskip("jieba")
    index = "库\n==\n\n.. toctree::\n\n   a\n   b\n   c\n   d\n\n.. modelzoo::\n"
    guides = {f"{name}.rst": f"指南\n====\n\n{MENTION}" for name in GUIDES}
    project = Project(tmp_path, {"index.rst": index, **guides}, catalog=CHINESE)
    build(project, "-D", "language=zh_CN", jieba=jieba)
    site = tmp_path / "html"
    for query, model in QUERIES.items():
        found = found_by_search(browser, site, query)[:3]
        assert (f"models/{model}.html" in found) == (jieba or query != "单卡上训练"), query
    assert ("models/beta-net.html" in found_by_search(browser, site, "命名")) == jieba
    assert found_by_search(browser, site, "nothingofthekind") == []


@pytest.mark.browser
@pytest.mark.once
@pytest.mark.parametrize("jieba", [True, False], ids=["jieba", "without"])
def test_material_in_chinese_is_searched(browser: Browser, tmp_path: Path, jieba: bool) -> None:
    pytest.importorskip("material")
    if jieba:
        pytest.importorskip("jieba")
    index = "# 库\n\n```{modelzoo}\n```\n"
    guides = {f"{name}.md": f"# 指南\n\n{MENTION}" for name in GUIDES}
    theme = {"name": "material", "language": "zh", "font": False}
    search = {"search": {"separator": r"[\s\u200b\-]"}}
    Site(tmp_path, {"index.md": index, **guides}, CHINESE, [search], theme=theme, site_url="")
    path = [str(Path(sphinx_modelzoo.__file__).parents[1])]
    if not jieba:
        path.insert(0, str(tmp_path / "without"))
        (tmp_path / "without").mkdir()
        (tmp_path / "without" / "jieba.py").write_text("raise ImportError('not installed')\n")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path), "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    said = "document.querySelector('.md-search-result__meta')?.textContent || ''"
    with served(tmp_path / "site") as base:
        for query, model in QUERIES.items():
            context = browser.new_context()
            page, watch = opened(context, base, "index.html")
            page.focus("input.md-search__input")
            page.wait_for_function(f"/键入/.test({said})")
            page.fill("input.md-search__input", query)
            page.keyboard.press("End")  # Material listens to keys
            page.wait_for_function(f"/符合/.test({said})")
            links = page.locator(".md-search-result__item > .md-search-result__link")
            found = links.evaluate_all("(all) => all.map((one) => one.href.replace(/[?#].*/, ''))")
            expected = jieba or query != "单卡上训练"
            assert (f"{base}models/{model}/" in found[:3]) == expected, (query, found)
            watch.check()
            context.close()
