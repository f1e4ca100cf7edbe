"""The showcase catalog, all of it, in both languages: no warning, no dead link, nothing missing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from markdown import Markdown

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli.page_files import PageFiles
from sphinx_modelzoo.cli.pages import command
from sphinx_modelzoo.exports.inventory import read_inventory
from sphinx_modelzoo.views.content import LEADERBOARD, PageId
from sphinx_modelzoo.views.leaderboard_page import leaderboard_datasets
from tests.support import DOCS
from tests.support.mkdocs_project import INDEX, Site, broken_links, i18n
from tests.support.registries import BUILTIN
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path

MODELS = DOCS / "models"
# One Markdown source for both hosts.
VIEWS = """\
---
orphan: true
---

# Views

```{modelzoo-leaderboard}
:dataset: Cityscapes
:caption: The *best*, see [](model:yolov4) and [](leaderboard:Cityscapes)
```

```{modelzoo-leaderboard}
:dataset: Cityscapes
:metric: mIoU
:limit: 3
```

```{modelzoo-stats}
:by: task
```

```{modelzoo-stats}
:by: dataset
```

```{modelzoo-plot}
:x: year
:y: Cityscapes mIoU
:caption: Years
```

```{modelzoo-card} yolov4
```

```{modelzoo}
:view: cards
:group-by: task
:filter: '"Cityscapes" in datasets'
:caption: Cards
```

```{modelzoo}
:filter: '"Cityscapes" in datasets'
:rows: variants
:columns: name, results, params
```
"""
FILES = {
    "index.md": INDEX,
    "index.zh.md": "# 模型库\n\n```{modelzoo}\n```\n",
    "views.md": VIEWS,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in both languages with Material, built strictly; the folder of its output."""
    root = tmp_path_factory.mktemp("mkdocs")
    made = Site(
        root,
        FILES,
        plugins=["search", i18n("suffix")],
        zoo={"catalog": str(MODELS), "leaderboards": True},
        theme={"name": "material"},
    )
    built = made.build(strict=True)
    assert not built.aborted, built.warnings
    assert built.warnings == []
    return built.outdir


@pytest.fixture(scope="module", params=["en", "zh"])
def sphinx(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A language, and the folder of what Sphinx makes of the same catalog."""
    pytest.importorskip("myst_parser")
    files = {"index.md": INDEX, "views.md": VIEWS}
    project = Project(tmp_path_factory.mktemp("sphinx"), files)
    built = project.build(
        extensions=["sphinx_modelzoo", "myst_parser"],
        modelzoo_catalog=str(MODELS),
        modelzoo_leaderboards=True,
        language=request.param,
    )
    assert built.warnings == ""
    return request.param, built.outdir


def ids() -> list[str]:
    """Every model."""
    return [model.id for model in load_catalog(str(MODELS), DOCS).models]


@pytest.mark.once
def test_every_link_leads_somewhere(site: Path) -> None:
    assert broken_links(site) == []
    assert len(list(site.glob("models/*/index.html"))) >= 114
    assert len(list(site.glob("zh/models/*/index.html"))) >= 114


@pytest.mark.once
@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
@pytest.mark.parametrize("tool", ["mkdocs", "properdocs"])
def test_every_theme_of_both_tools(tmp_path: Path, theme: str, tool: str) -> None:
    pytest.importorskip(tool)
    Site(
        tmp_path,
        FILES,
        plugins=["search", i18n("suffix")],
        zoo={"catalog": str(MODELS), "leaderboards": True},
        theme={"name": theme},
    )
    command = [sys.executable, "-m", tool, "build", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not [line for line in done.stderr.splitlines() if line.startswith("WARNING")]
    folder = tmp_path / "site"
    assert broken_links(folder) == []
    for model in ids():
        assert (folder / f"models/{model}/index.html").is_file()
        assert (folder / f"zh/models/{model}/index.html").is_file()


def says(article: Tag) -> str:
    """The text of a page without the spaces, and without what the tool adds to headings."""
    for extra in article.select(".headerlink, .colon"):
        extra.decompose()
    return re.sub(r"\s+", "", article.text)


def leads_to(article: Tag) -> set[str]:
    """The links of a page: addresses elsewhere, ids of models, or the page with the table."""
    found = set()
    for link in article.select("a[href]"):
        address = unquote(str(link["href"])).replace("/index.html", "/")
        if "://" not in address:
            # To a place of the page itself: MkDocs writes "./" in front.
            place = re.search(r"([\w-]+)(?:\.html|\.md|/)?$", address.partition("#")[0])
            address = place[1] if place else ""
            address = "" if address in {"index", ".."} else address
        found.add(address)
    return found - {""}


@pytest.mark.once
def test_nothing_of_the_sphinx_page_is_missing(site: Path, sphinx: tuple[str, Path]) -> None:
    language, folder = sphinx
    prefix = "" if language == "en" else f"{language}/"
    for model in ids():
        theirs = _soup(folder / f"models/{model}.html").select_one("section")
        ours = _soup(site / f"{prefix}models/{model}/index.html").select_one("article")
        assert theirs is not None
        assert ours is not None
        assert says(ours) == says(theirs), model
        assert leads_to(ours) == leads_to(theirs), model


@pytest.mark.once
def test_the_other_pages_are_the_same_too(site: Path, sphinx: tuple[str, Path]) -> None:
    """Leaderboards, statistics, plots and cards: the same words and the same links."""
    language, folder = sphinx
    prefix = "" if language == "en" else f"{language}/"
    known = leaderboard_datasets(load_catalog(str(MODELS), DOCS))
    boards = [PageId(LEADERBOARD, one).path for one in known]
    assert boards
    for page in ["views", *(f"models/{board}" for board in boards)]:
        theirs = _soup(folder / f"{page}.html").select_one("section")
        ours = _soup(site / f"{prefix}{page}/index.html").select_one("article")
        assert theirs is not None
        assert ours is not None
        assert says(ours) == says(theirs), page
        assert leads_to(ours) == leads_to(theirs), page


@pytest.mark.once
def test_nothing_is_missing_on_disk(sphinx: tuple[str, Path]) -> None:
    language, folder = sphinx
    catalog = load_catalog(str(MODELS), DOCS, registry=BUILTIN)
    files = PageFiles(catalog, language, home="../index.md", leaderboards=True)
    texts = files.texts()
    md = Markdown(extensions=["tables", "fenced_code"])
    for model in [
        *ids(),
        *(PageId(LEADERBOARD, one).path for one in leaderboard_datasets(catalog)),
    ]:
        theirs = _soup(folder / f"models/{model}.html").select_one("section")
        ours = BeautifulSoup(md.reset().convert(texts[f"{model}.md"]), "html.parser")
        assert theirs is not None
        for nav in theirs.select(".modelzoo-nav"):
            # The ways to the neighbours, whose labels stand differently.
            for link in nav.select("a"):
                assert str(link.get_text(" ")).split()[-1] in ours.text
            nav.decompose()
        # Badges have commas between them there, and the numbers of models in parentheses.
        shown, expected = (re.sub("[:：·,，、()（）]", "", says(one)) for one in (ours, theirs))
        assert shown.startswith(expected), model
        assert leads_to(ours) >= leads_to(theirs), model


def _soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


ZENSICAL = """\
site_name: Zoo
site_url: https://docs.example.org/zoo/
docs_dir: docs
theme: {{name: material, language: {language}}}
watch: ["{models}"]
markdown_extensions:
  - tables
  - admonition
  - attr_list
  - pymdownx.superfences
  - pymdownx.arithmatex: {{generic: true}}
  - modelzoo: {{catalog: "{models}", home: index.md, leaderboards: true}}
"""


@pytest.mark.once
@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_of_it_with_zensical(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    pytest.importorskip("zensical")
    monkeypatch.chdir(tmp_path)
    # Zensical serves only what is below its own folder.
    shutil.copytree(MODELS, "models")
    config = ZENSICAL.format(language=language, models="models")
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    text = f"{INDEX}\n[](model:yolov4) [](leaderboard:Cityscapes)\n"
    (tmp_path / "docs/index.md").write_text(text, encoding="utf-8")
    options = ["--out", "docs/models", "--home", "docs/index.md", "--language", language]
    extra = ["--leaderboards", "--redirects", "--inventory", "Zoo"]
    done = CliRunner().invoke(command, ["models", *options, *extra])
    assert done.exit_code == 0, done.output
    built = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert "No issues found" in built.stdout + built.stderr
    folder = tmp_path / "site"
    assert broken_links(folder) == []
    catalog = load_catalog("models", tmp_path)
    assert len(catalog) >= 114
    for model in catalog.models:
        page = _soup(folder / f"models/{model.id}/index.html")
        assert page.h1 is not None
        assert page.h1.text.strip().startswith(model.name)
        assert page.title is not None
        assert page.title.text.startswith(model.name), page.title
    for alias, model in catalog.old_ids.items():
        old = (folder / f"models/{alias}/index.html").read_text(encoding="utf-8")
        assert f"url=../{model.id}/" in old
    items = read_inventory((folder / "objects.inv").read_bytes()).items
    assert len([one for one in items if one.kind == "modelzoo:model"]) == len(catalog)
    boards = [one for one in items if one.kind == "modelzoo:leaderboard"]
    assert len(boards) == len(leaderboard_datasets(catalog)) > 0
    for item in items:
        path, _, place = item.uri.partition("#")
        assert _soup(folder / path / "index.html").find(id=place) is not None, item


@pytest.mark.once
def test_the_manual_builds_with_mkdocs(tmp_path: Path) -> None:
    """``example_docs/mkdocs.yml``: a page of it is a page of the Sphinx manual, too."""
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "-f",
        str(DOCS / "mkdocs.yml"),
    ]
    done = subprocess.run(
        [*command, "-d", str(tmp_path)],
        cwd=DOCS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert broken_links(tmp_path, "https://none.example/") == []
    page = _soup(tmp_path / "markdown/index.html")
    assert page.h1 is not None
    assert page.h1.text.startswith("Markdown")
    assert len(page.select("table.modelzoo-zoo tbody tr")) == 3
    assert "```{modelzoo}" in page.text
    assert _soup(tmp_path / "zh/zoo/index.html").select("table.modelzoo-zoo tbody tr")
