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
from tests.support.browser_pages import found_by_search
from tests.support.sphinx_project import Project

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


@pytest.mark.browser
@pytest.mark.parametrize("jieba", [True, False], ids=["jieba", "without"])
def test_a_site_in_chinese_is_searched(browser: Browser, tmp_path: Path, jieba: bool) -> None:
    if jieba:
        pytest.importorskip("jieba")
    build(Project(tmp_path), "-D", "language=zh_CN", jieba=jieba)
    site = tmp_path / "html"
    assert "models/alpha-net.html" in found_by_search(browser, site, "AlphaNet")
    assert "models/alpha-net.html" in found_by_search(browser, site, "alpha-old")  # an alias
    assert ("models/alpha-net.html" in found_by_search(browser, site, "寻找")) == jieba
    assert found_by_search(browser, site, "nothingofthekind") == []
