"""Rebuilds: only what changed is done again, and the result is that of a fresh build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sphinx_modelzoo
from tests.support.sphinx_project import CATALOG, INDEX, Project, assert_same_tree, tree

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = {
    "index.rst": INDEX + "\n.. toctree::\n\n   guide\n   other\n",
    "guide.rst": (
        "Guide\n=====\n\nUse :modelzoo:model:`beta-net` or :any:`alpha-net`, see"
        " :ref:`model-gamma-net`. There are :modelzoo:count:`all`.\n"
    ),
    "other.rst": "Other\n=====\n\nNothing of the zoo.\n",
}

INDICES = {"modelzoo-tasks.html", "modelzoo-datasets.html"}


@pytest.fixture(scope="session")
def always(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What Sphinx writes in every build, changed or not: seen in a project without a zoo."""
    plain = Project(tmp_path_factory.mktemp("plain"), {"index.rst": "Plain\n=====\n"})
    built = plain.build(extensions=[])
    moment = now(plain.root)
    plain.build(extensions=[])
    return written_since(built.outdir, moment) | INDICES


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the rows of small tables kept, too, as those of large ones."""
    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.rows.KEPT_ROWS", 1)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, FILES)


def change_catalog(*replacements: tuple[str, str]) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        for old, new in replacements:
            project.edit("models.yaml", old, new)

    return change


GAMMA = CATALOG[CATALOG.index("  - id: gamma-net") :]
CHANGES: dict[str, Callable[[Project], None]] = {
    "summary": change_catalog(("Names betas.", "Names every beta.")),
    "renamed": change_catalog(("name: BetaNet\n", "name: BettaNet\n")),
    "added": change_catalog((GAMMA, GAMMA + "  - {id: delta-net, name: DeltaNet}\n")),
    "added-first": change_catalog(("models:\n", "models:\n  - {id: delta-net, name: DeltaNet}\n")),
    "removed": change_catalog((GAMMA, "")),
    "new-id": change_catalog(("- id: gamma-net", "- id: gamma-two\n    aliases: [gamma-net]")),
    "alias-removed": change_catalog(("    aliases: [alpha-old]\n", "")),
    "result": change_catalog(("mAP: 41.5", "mAP: 42.5")),
    "line-shift": change_catalog(("    tags: [small]\n", "    tags:\n      - small\n")),
    "vocabulary": change_catalog(
        ("models:\n", "tasks:\n  - {id: object-detection, en: Finding things}\nmodels:\n")
    ),
    "all-removed": change_catalog((CATALOG[CATALOG.index("models:") :], "models: []\n")),
}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("name", CHANGES)
def test_incremental_equals_fresh(project: Project, name: str, builder: str) -> None:
    config = {"modelzoo_edit_url": "https://example.org/{file}#L{line}"}
    project.build(builder, **config)
    CHANGES[name](project)
    again = project.build(builder, **config)
    fresh = project.build(builder, to="fresh", **config)
    assert_same_tree(again.outdir, fresh.outdir)


def test_a_series_of_edits(project: Project) -> None:
    project.build()
    for name in ("summary", "added", "new-id", "renamed", "result"):
        CHANGES[name](project)
        again = project.build()
    project.write("models.yaml", CATALOG)
    again = project.build()
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)


def written_since(folder: Path, moment: int) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.stat().st_mtime_ns > moment
    }


def now(folder: Path) -> int:
    """The time as files have it, once it has gone on: it goes in steps."""
    marker = folder / "marker"

    def tick() -> int:
        marker.write_text("x")
        return marker.stat().st_mtime_ns

    moment = tick()
    while tick() == moment:
        time.sleep(0.005)
    marker.unlink()
    return moment


def test_nothing_changed_nothing_done(project: Project, always: set[str]) -> None:
    built = project.build()
    moment = now(project.root)
    again = project.build()
    assert again.read == 0
    assert written_since(built.outdir, moment) <= always
    assert not written_since(project.src, moment)
    assert_same_tree(built.outdir, project.build(to="fresh").outdir)


def test_a_summary_concerns_one_language(project: Project, always: set[str]) -> None:
    for language in ("en", "zh_CN"):
        project.build(to=language, language=language)
    project.edit("models.yaml", "Names betas.", "Names every beta.")
    moment = now(project.root)
    english = project.build(to="en", language="en")
    chinese = project.build(to="zh_CN", language="zh_CN")
    assert english.read == 1
    assert chinese.read == 0
    assert written_since(english.outdir, moment) - always >= {"models/beta-net.html", "index.html"}
    assert "other.html" not in written_since(english.outdir, moment)
    assert written_since(chinese.outdir, moment) <= always


def test_a_renamed_model(project: Project, always: set[str]) -> None:
    project.build()
    CHANGES["renamed"](project)
    moment = now(project.root)
    built = project.build()
    written = written_since(built.outdir, moment) - always
    assert {"models/beta-net.html", "index.html", "guide.html"} <= written
    assert "other.html" not in written
    assert "BettaNet" in built.text("guide.html")


def test_a_removal_converges(project: Project, always: set[str]) -> None:
    built = project.build()
    CHANGES["removed"](project)
    project.edit("guide.rst", ", see :ref:`model-gamma-net`", "")
    again = project.build()
    assert not (built.outdir / "models/gamma-net.html").exists()
    moment = now(project.root)
    third = project.build()
    assert "0 added, 0 changed, 0 removed" in third.status
    assert written_since(again.outdir, moment) <= always


def test_an_old_id_redirects(project: Project) -> None:
    built = project.build()
    page = built.text("models/alpha-old.html")
    assert 'content="0; url=alpha-net.html"' in page
    CHANGES["new-id"](project)
    again = project.build()
    assert 'href="gamma-two.html"' in again.text("models/gamma-net.html")
    assert 'href="models/gamma-two.html#model-gamma-two"' not in again.text("other.html")


def test_a_killed_build_is_made_good(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.build()
    CHANGES["summary"](project)
    from sphinx.builders.html import StandaloneHTMLBuilder

    class Killed(BaseException):
        pass

    def killed(self: object, *arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(StandaloneHTMLBuilder, "write_doc", killed)
        with pytest.raises(Killed):
            project.build()
    again = project.build()
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)


@pytest.mark.parametrize("warm", [False, True], ids=["from-nothing", "from-a-build"])
@pytest.mark.parametrize("name", ["summary", "renamed", "added", "removed", "new-id", "vocabulary"])
def test_one_application_builds_twice(project: Project, name: str, warm: bool) -> None:
    """The catalog is read for every build, not once for an application."""
    if warm:
        project.build()
    both = project.build(then=[CHANGES[name]])
    assert_same_tree(both.outdir, project.build(to="fresh").outdir)


def test_one_application_tells_of_a_catalog_once_a_build(project: Project) -> None:
    """A broken entry is told of in the build that reads it, and the next one goes on."""
    broken = change_catalog(("name: BetaNet\n", "name: 3\n"))
    mended = change_catalog(("name: 3\n", "name: BetaNet\n"))
    built = project.build(then=[broken, mended])
    assert built.warnings.count("[modelzoo.type]") == 1
    assert_same_tree(built.outdir, project.build(to="fresh").outdir)


def test_another_release_renews_everything(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents are read and written again, by every builder that shares the doctrees."""
    config = {"modelzoo_leaderboards": True}
    html, dirhtml = project.build("html", **config), project.build("dirhtml", **config)
    moment = now(project.root)
    monkeypatch.setattr("sphinx_modelzoo.__version__", "99.0")
    assert project.build("html", **config).read == len(html.app.env.found_docs)
    pages = {f"models/{name}.html" for name in ("alpha-net", "beta-net", "datasets/coco")}
    written = {*pages, "index.html", "guide.html", "other.html"}
    assert written <= written_since(html.outdir, moment)
    assert project.build("dirhtml", **config).read == 0
    pages = {f"models/{name}/index.html" for name in ("alpha-net", "beta-net", "datasets/coco")}
    assert {*pages, "index.html", "guide/index.html"} <= written_since(dirhtml.outdir, moment)
    assert project.build("html", **config).read == 0


def test_another_label_renews_the_pages(project: Project, tmp_path: Path) -> None:
    """A word in the package's own translation is corrected, and nothing else changes."""
    package = Path(sphinx_modelzoo.__file__).parent
    copy = tmp_path / "site" / "sphinx_modelzoo"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))

    def build(to: str) -> Path:
        command = [sys.executable, "-m", "sphinx", "-q", str(project.src), str(tmp_path / to)]
        command += ["-D", "modelzoo_catalog=models.yaml", "-D", "language=zh_CN"]
        environment = {**os.environ, "PYTHONPATH": str(copy.parent)}
        subprocess.run(command, check=True, env=environment, cwd=tmp_path, capture_output=True)
        return tmp_path / to

    out = build("out")
    assert "评测结果" in (out / "models" / "alpha-net.html").read_text(encoding="utf-8")
    compiled = copy / "locale" / "zh_CN" / "LC_MESSAGES" / "sphinx_modelzoo.mo"
    old, new = "评测结果".encode(), "评测数据".encode()
    assert old in compiled.read_bytes()
    compiled.write_bytes(compiled.read_bytes().replace(old, new))
    build("out")
    assert "评测数据" in (out / "models" / "alpha-net.html").read_text(encoding="utf-8")
    assert_same_tree(out, build("fresh"), but={".doctrees"})


def test_switched_off_and_on_again(project: Project) -> None:
    """The pages stay in the output, as Sphinx leaves every document that is gone."""
    (project.src / "guide.rst").unlink()
    project.edit("index.rst", "   guide\n", "")
    project.edit("index.rst", ".. modelzoo::\n", ".. only:: never\n\n   Nothing\n")
    project.write("zoo.rst", ":orphan:\n\n" + INDEX)
    built = project.build()
    (project.src / "zoo.rst").unlink()
    project.build(extensions=[])
    assert {"zoo.html", "models/gamma-net.html"} <= tree(built.outdir).keys()
    project.write("zoo.rst", ":orphan:\n\n" + INDEX)
    CHANGES["removed"](project)
    again = project.build()
    assert again.warnings == ""
    fresh = project.build(to="fresh")
    assert_same_tree(again.outdir, fresh.outdir, but={".buildinfo.bak"})


def test_labels_follow_the_catalog(project: Project) -> None:
    """A label that an old id had is free when another entry takes the id, and the other way."""
    taken = "  - {id: alpha-old, name: Old alpha}\n"
    project.write("guide.rst", "Guide\n=====\n\nSee :ref:`model-alpha-old`.\n")
    built = project.build()
    assert "#model-alpha-net" in built.text("guide.html")
    project.edit("models.yaml", GAMMA, GAMMA + taken)
    again = project.build()
    assert "models/alpha-old.html#model-alpha-old" in again.text("guide.html")
    project.edit("models.yaml", taken, "")
    again = project.build()
    assert "models/alpha-net.html#model-alpha-net" in again.text("guide.html")
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)


def test_a_label_of_the_project_stays(project: Project) -> None:
    project.write("guide.rst", ".. _model-beta-net:\n\nGuide\n=====\n")
    project.write("other.rst", "Other\n=====\n\nSee :ref:`model-beta-net`.\n")
    built = project.build()
    assert "guide.rst:1: WARNING: duplicate label model-beta-net, other instance" in built.warnings
    assert built.warnings.count("WARNING") == 1
    assert 'href="guide.html#model-beta-net"' in built.text("other.html")
    project.edit("models.yaml", "Names betas.", "Names every beta.")
    again = project.build()
    assert again.warnings == built.warnings
    assert 'href="guide.html#model-beta-net"' in again.text("other.html")
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)


def test_builders_sharing_doctrees(project: Project) -> None:
    built = project.build("html")
    project.build("dirhtml")
    CHANGES["renamed"](project)
    project.build("dirhtml")
    project.build("html")
    fresh = project.build("html", to="fresh")
    assert_same_tree(built.outdir, fresh.outdir)


@pytest.mark.skipif(os.name == "nt", reason="parallel builds need fork")
@pytest.mark.parametrize("name", ["summary", "renamed", "added", "removed", "new-id"])
def test_parallel_equals_serial(project: Project, name: str) -> None:
    project.build(parallel=2)
    CHANGES[name](project)
    again = project.build(parallel=2)
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)


# Leaderboards, plots, statistics, cards ----------------------------------------------------------

VIEWS = {
    "index.rst": INDEX + "   :view: cards\n\n.. toctree::\n\n   ranks\n   other\n",
    "ranks.rst": (
        "Ranks\n=====\n\n.. modelzoo-leaderboard::\n   :dataset: COCO\n   :caption: Best\n"
        "   :name: best\n\n.. modelzoo-plot::\n   :x: params\n   :y: COCO mAP\n\n"
        ".. modelzoo-stats::\n   :by: dataset\n\n.. modelzoo-card:: alpha-net\n\n"
        "See :modelzoo:leaderboard:`MS COCO` and :numref:`best`.\n"
    ),
    "other.rst": "Other\n=====\n\nNothing of the zoo.\n",
}
NEW = (
    "  - {id: delta-net, name: DeltaNet, params: 3M, results:"
    " [{dataset: COCO, metrics: {mAP: 50}}, {dataset: My set, metrics: {mAP: 9}}]}\n"
)
VIEW_CHANGES = {
    **{name: CHANGES[name] for name in ("summary", "renamed", "removed", "result", "new-id")},
    "new-board": change_catalog((GAMMA, GAMMA + NEW)),
    "other-metric": change_catalog(("metrics: {mAP: 41.5}", "metrics: {mAP: 41.5, FPS: 9}")),
    "other-dataset": change_catalog(("dataset: COCO, ", "dataset: VOC, ")),
    "condition": change_catalog(("input_size: 416x416", "input_size: 608x608")),
    "dataset-label": change_catalog(
        ("models:\n", "datasets:\n  - {id: coco, en: Common Objects}\nmodels:\n")
    ),
    "direction": change_catalog(
        ("models:\n", "metrics:\n  - {id: map, en: mAP, higher_is_better: false}\nmodels:\n")
    ),
    "no-figure": change_catalog(
        ("      - {dataset: COCO, metrics: {mAP: 41.5}, conditions: {input_size: 416x416}}\n",
         "      - {dataset: COCO, raw: good}\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("name", VIEW_CHANGES)
def test_views_incremental_equals_fresh(tmp_path: Path, name: str, builder: str) -> None:
    project = Project(tmp_path, VIEWS)
    config = {"modelzoo_leaderboards": True, "numfig": True}
    project.build(builder, **config)
    VIEW_CHANGES[name](project)
    again = project.build(builder, **config)
    assert_same_tree(again.outdir, project.build(builder, to="fresh", **config).outdir)


def test_a_figure_concerns_the_pages_that_show_it(tmp_path: Path, always: set[str]) -> None:
    project = Project(tmp_path, VIEWS)
    built = project.build(modelzoo_leaderboards=True)
    moment = now(project.root)
    assert project.build(modelzoo_leaderboards=True).read == 0
    assert written_since(built.outdir, moment) <= always
    CHANGES["result"](project)
    moment = now(project.root)
    again = project.build(modelzoo_leaderboards=True)
    assert again.read == 1  # the model; the leaderboard's page holds the same rankings
    written = written_since(built.outdir, moment) - always
    assert {"models/datasets/coco.html", "ranks.html", "models/alpha-net.html"} <= written
    assert "42.5" in again.text("models/datasets/coco.html")
    assert not {"other.html", "models/gamma-net.html"} & written


def test_leaderboards_switched_on_and_off(tmp_path: Path) -> None:
    project = Project(tmp_path, VIEWS)
    project.edit("ranks.rst", "See :modelzoo:leaderboard:`MS COCO` and", "See")
    for wanted in (True, False, True):
        again = project.build(modelzoo_leaderboards=wanted, numfig=True)
        assert again.warnings == ""
        assert (again.outdir / "models/datasets/coco.html").exists() is wanted
        fresh = project.build(modelzoo_leaderboards=wanted, numfig=True, to=f"fresh{wanted}")
        assert_same_tree(again.outdir, fresh.outdir)


@pytest.mark.skipif(os.name == "nt", reason="parallel builds need fork")
@pytest.mark.parametrize("name", ["result", "new-board"])
def test_views_parallel_equals_serial(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path, VIEWS)
    project.build(parallel=2, modelzoo_leaderboards=True)
    VIEW_CHANGES[name](project)
    again = project.build(parallel=2, modelzoo_leaderboards=True)
    fresh = project.build(to="fresh", modelzoo_leaderboards=True)
    assert_same_tree(again.outdir, fresh.outdir)


def test_named_files_only(project: Project) -> None:
    """``sphinx-build src out guide.rst`` writes one document; the rest is not forgotten."""
    built = project.build()
    CHANGES["renamed"](project)
    project.build(files=["guide.rst"])
    again = project.build()
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)
    assert "BettaNet" in built.text("index.html")


def test_named_files_only_when_the_clock_was_put_back(project: Project) -> None:
    """What is not written is stale, though it looks younger than the build that left it out."""
    built = project.build()
    os.utime(built.outdir / "index.html", (4e9, 4e9))
    CHANGES["renamed"](project)
    project.build(files=["guide.rst"])
    assert "BettaNet" in built.text("guide.html")
    again = project.build()
    assert "BettaNet" in again.text("index.html")
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)


def test_named_file_in_a_fresh_folder(project: Project) -> None:
    built = project.build(files=["other.rst"])
    assert "Nothing of the zoo" in built.text("other.html")


def test_counts_with_shared_doctrees(project: Project) -> None:
    built = project.build()
    CHANGES["added"](project)
    project.build("text")
    project.build()
    assert "There are 4" in built.text("guide.html")


def test_a_folder_of_the_pages_name_and_shared_doctrees(tmp_path: Path) -> None:
    project = Project(tmp_path, {**FILES, "models/zoo.yaml": CATALOG})
    config = {"modelzoo_catalog": "models"}
    built = project.build(**config)
    project.edit("models/zoo.yaml", "Names betas.", "Names every beta.")
    project.build("text", **config)
    project.build(**config)
    assert "Names every beta." in built.text("models/beta-net.html")


def test_the_title_of_the_tables_document(tmp_path: Path) -> None:
    files = {"index.rst": "Start\n=====\n\n.. toctree::\n\n   zoo\n", "zoo.rst": INDEX}
    project = Project(tmp_path, files)
    project.build(html_theme="classic")
    project.write("zoo.rst", INDEX.replace("Zoo\n===", "Menagerie\n========="))
    again = project.build(html_theme="classic")
    assert "Menagerie" in again.text("models/beta-net.html")
    assert_same_tree(again.outdir, project.build(to="fresh", html_theme="classic").outdir)


def test_a_removed_model_leaves_the_epub(project: Project) -> None:
    import zipfile

    project.build("epub")
    CHANGES["removed"](project)
    built = project.build("epub")
    (book,) = built.outdir.glob("*.epub")
    with zipfile.ZipFile(book) as archive:
        assert "models/gamma-net.xhtml" not in archive.namelist()


def test_pages_that_move(project: Project) -> None:
    project.build()
    project.build(modelzoo_pages="zoo")
    built = project.build(modelzoo_pages="zoo")
    assert not (built.outdir / "models").exists()


def test_removed_after_a_killed_first_build(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sphinx.builders.html import StandaloneHTMLBuilder

    class Killed(BaseException):
        pass

    def killed(self: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(StandaloneHTMLBuilder, "finish", killed)
        with pytest.raises(Killed):
            project.build()
    CHANGES["removed"](project)
    again = project.build()
    assert not (again.outdir / "models/gamma-net.html").exists()
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)


def test_document_references_follow_a_name(project: Project) -> None:
    project.write("other.rst", "Other\n=====\n\nSee :doc:`models/beta-net`.\n")
    project.build()
    CHANGES["renamed"](project)
    again = project.build()
    assert "BettaNet" in again.text("other.html")
    assert_same_tree(again.outdir, project.build(to="fresh").outdir)
