"""MkDocs beside what other plugins and themes do: dates, tags, and what pages load."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.sphinx_project import CATALOG

pytest.importorskip("mkdocs", reason="mkdocs is not installed")

from tests.support.mkdocs_project import INDEX, Built, Site, broken_links, i18n

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# What git-authors, git-revision-date-localized and rss do: they ask git about a page's file, and
# take the time of the build for pages that are generated.
DATES = """\
import logging
import subprocess
from pathlib import Path

log = logging.getLogger("mkdocs.plugins.dates")
LOG = ["git", "log", "-1", "--date=short", "--format=%ad by %an", "--"]


def on_page_markdown(markdown, page, **kwargs):
    file = page.file
    if getattr(file, "generated_by", None):
        log.warning("%s: made by %s just now", file.src_uri, file.generated_by)
    command = [*LOG, str(file.abs_src_path)]
    done = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True)
    if not done.stdout.strip():
        log.warning("%s: %s has not been committed yet", file.src_uri, file.abs_src_path)
    return f"{markdown}\\n\\nChanged on {done.stdout.strip()}.\\n"
"""
SECOND = """\
schema_version: 1
models:
  - id: delta-net
    name: DeltaNet
    summary: {en: Sums deltas., zh: 求和。}
    tasks: [image-classification]
    variants:
      - id: delta-s
        name: DeltaNet-S
        results: [{dataset: ImageNet-1k, metrics: {Top-1 Accuracy: 70.5}}]
"""
DATED = {
    "index.html": "2023-07-08 by Cy",
    "models/alpha-net/index.html": "2021-03-04 by Ann",
    "models/delta-net/index.html": "2022-05-06 by Ben",
    "models/datasets/coco/index.html": "2021-03-04 by Ann",
    "models/datasets/imagenet-1k/index.html": "2022-05-06 by Ben",
}


def commit(root: Path, names: str, author: str, day: str) -> None:
    """Commit files, by somebody on some day."""
    identity = ["-c", f"user.name={author}", "-c", "user.email=somebody@example.org"]
    date = f"{day}T12:00:00+0000"
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_DATE": date,
    }
    for arguments in (["init", "-q"], ["add", names], [*identity, "commit", "-q", "-m", "Words"]):
        subprocess.run(["git", *arguments], cwd=root, check=True, env=environment)


def dated(root: Path, layout: str) -> Site:
    """A project in git whose documents and two files of a catalog have different histories."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    texts = {"index.md": INDEX}
    if layout == "folder":
        texts = {f"{language}/index.md": INDEX for language in ("en", "zh")}
    zoo = {"catalog": ["models.yaml", "more.yaml"], "leaderboards": True}
    plugins = [i18n(layout)] if layout else []
    site = Site(root, texts, plugins=plugins, zoo=zoo, hooks=["hook.py"])
    site.write("more.yaml", SECOND)
    site.write("hook.py", DATES)
    commit(root, "models.yaml", "Ann", "2021-03-04")
    commit(root, "more.yaml", "Ben", "2022-05-06")
    commit(root, ".", "Cy", "2023-07-08")
    return site


@pytest.mark.parametrize("layout", ["", "suffix", "folder"])
def test_dates_and_authors_are_those_of_the_catalog(tmp_path: Path, layout: str) -> None:
    if layout:
        pytest.importorskip("mkdocs_static_i18n")
    built = dated(tmp_path, layout).build(strict=True)
    assert not built.aborted, built.warnings
    for language in ("", "zh/") if layout else ("",):
        for name, words in DATED.items():
            assert f"Changed on {words}." in built.soup(f"{language}{name}").text, (language, name)


def properdocs(site: Site) -> Built:
    """Build a site with ProperDocs, strictly."""
    pytest.importorskip("properdocs")
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=site.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Built(site.root / "site", [], [])


def test_dates_and_authors_with_properdocs(tmp_path: Path) -> None:
    site = dated(tmp_path, "")
    site.edit("hook.py", "mkdocs.plugins.dates", "properdocs.plugins.dates")
    built = properdocs(site)
    for name, words in DATED.items():
        assert f"Changed on {words}." in built.soup(name).text, name


def test_leaderboards_are_edited_nowhere(tmp_path: Path) -> None:
    site = Site(
        tmp_path,
        zoo={"leaderboards": True},
        repo_url="https://example.org/repo",
        edit_uri="edit/main/docs/",
    )
    built = site.build(strict=True)
    assert not built.aborted, built.warnings
    assert "models.yaml#L" in built.text("models/alpha-net/index.html")
    assert "edit/main" not in built.text("models/datasets/coco/index.html")


# What pages load ---------------------------------------------------------------------------

# By page, whether it has the style sheet and the script.
LOADED = {
    "index": (True, True),
    "plain": (False, False),
    "words": (False, False),
    "code": (False, False),
    "card": (True, False),
    "quiet": (True, False),
    "models/alpha-net": (True, False),
    "models/datasets/coco": (True, False),
    "after": (False, False),
}
TEXTS = {
    "index.md": INDEX,
    "plain.md": "# Plain\n\nNothing.\n",
    "words.md": "# Words\n\n[](model:alpha-net), one of {modelzoo:count}`all`.\n",
    "code.md": '# Code\n\n    <p class="modelzoo-x" data-settings="">\n\n`class="modelzoo-x"`\n',
    "card.md": "# Card\n\n```{modelzoo-card}\n:model: alpha-net\n```\n",
    "quiet.md": "# Quiet\n\n```{modelzoo}\n:interactive: no\n```\n",
    "after.md": "# After\n\nNothing.\n",
}
STYLE, SCRIPT = "assets/modelzoo/modelzoo.css", "assets/modelzoo/modelzoo.js"


def check_loaded(built: Built, end: str, languages: Sequence[str] = ("",)) -> None:
    for language in languages:
        for name, wanted in LOADED.items():
            page = f"{language}{name if name == 'index' else name + end}.html"
            soup = built.soup(page)
            styles = soup.select(f'head > link[rel="stylesheet"][href$="{STYLE}"]')
            scripts = soup.select(f'body script[src$="{SCRIPT}"]')
            assert (len(styles), len(scripts)) == tuple(map(int, wanted)), page
            assert "data-search-exclude" not in built.text(page)
    for path in (built.outdir / "404.html", built.outdir / "search.html"):
        if path.exists():
            assert "modelzoo" not in path.read_text(encoding="utf-8")
    assert broken_links(built.outdir) == []


@pytest.mark.parametrize("urls", [True, False])
@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_pages_load_what_they_need(tmp_path: Path, theme: str, urls: bool) -> None:
    if theme == "material":
        pytest.importorskip("material")
    site = Site(
        tmp_path,
        TEXTS,
        plugins=["search"],
        zoo={"leaderboards": True},
        theme={"name": theme},
        use_directory_urls=urls,
    )
    built = site.build(strict=True)
    assert not built.aborted, built.warnings
    check_loaded(built, "/index" if urls else "")


@pytest.mark.parametrize("layout", ["suffix", "folder"])
def test_pages_of_two_languages_load_what_they_need(tmp_path: Path, layout: str) -> None:
    pytest.importorskip("mkdocs_static_i18n")
    texts = TEXTS
    if layout == "folder":
        texts = {f"{where}/{name}": text for where in ("en", "zh") for name, text in TEXTS.items()}
    built = Site(tmp_path, texts, plugins=[i18n(layout)], zoo={"leaderboards": True}).build()
    assert not built.aborted
    check_loaded(built, "/index", ("", "zh/"))


def test_pages_of_properdocs_load_what_they_need(tmp_path: Path) -> None:
    built = properdocs(Site(tmp_path, TEXTS, plugins=["search"], zoo={"leaderboards": True}))
    check_loaded(built, "/index")


def test_own_style_sheets_come_as_they_are_named(tmp_path: Path) -> None:
    """A project that names ours for all its pages has it once, where it says."""
    site = Site(tmp_path, TEXTS, extra_css=[STYLE, "own.css"])
    site.write("docs/own.css", "p {}")
    built = site.build(strict=True)
    assert not built.aborted, built.warnings
    for name in ("index.html", "plain/index.html"):
        links = [one["href"] for one in built.soup(name).select('head > link[rel="stylesheet"]')]
        ours = [one.rpartition("/")[2] for one in links if one.endswith(("zoo.css", "own.css"))]
        assert ours == ["modelzoo.css", "own.css"], name


# Tags --------------------------------------------------------------------------------------

HOSTILE = '<img src=x onerror="alert(1)">'
TAGGED = CATALOG.replace("tags: [small]", f"tags: [small, {HOSTILE!r}]")


@pytest.mark.parametrize("layout", ["", "suffix", "folder"])
def test_the_tags_of_models_are_those_of_material(tmp_path: Path, layout: str) -> None:
    pytest.importorskip("material")
    if layout:
        pytest.importorskip("mkdocs_static_i18n")
    texts = {
        "index.md": f"---\ntags: [own]\n---\n{INDEX}",
        "tags.md": "# Tags\n\n<!-- material/tags -->\n",
        # A page of the project's own keeps its tags, too.
        "own.md": "---\ntags: [small]\n---\n# Own\n",
    }
    if layout == "folder":
        texts = {f"{where}/{name}": text for where in ("en", "zh") for name, text in texts.items()}
    plugins = [*([i18n(layout)] if layout else []), "search", "tags"]
    site = Site(tmp_path, texts, TAGGED, plugins, theme={"name": "material"})
    built = site.build(strict=True)
    assert not built.aborted, built.warnings
    for language in ("", "zh/") if layout else ("",):
        soup = built.soup(f"{language}tags/index.html")
        found = {link.get_text(strip=True): link["href"] for link in soup.select("article li a")}
        assert found["AlphaNet"] == "../models/alpha-net/"
        assert found["Own"] == "../own/"
        titles = {one.get_text(strip=True).rstrip("¶") for one in soup.select("article h2")}
        assert titles == {"small", "own", HOSTILE}
        page = built.soup(f"{language}models/alpha-net/index.html")
        shown = [one.get_text(strip=True) for one in page.select(".md-tags .md-tag")]
        assert sorted(shown) == sorted(["small", HOSTILE])
        assert not soup.select("img[onerror]")
        assert not page.select("img[onerror]")
        assert not built.soup(f"{language}models/beta-net/index.html").select(".md-tags .md-tag")
    assert broken_links(built.outdir) == []
