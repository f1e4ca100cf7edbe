"""Beside builds, builders and extensions that know nothing of the zoo, whatever they share."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.cmd import build

from tests.support.sphinx_project import CATALOG, tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

ROUNDS = int(os.environ.get("MODELZOO_ROUNDS", "1"))
"""How often what may race is tried: MODELZOO_ROUNDS=20 before a release."""
MODES = [(), ("-j", "2")]


def run(folder: Path, *builds: Sequence[str], at_once: bool = False) -> None:
    """Run ``sphinx-build`` in a folder, in turn or at the same time; any warning is an error."""
    running: list[tuple[Any, Path]] = []
    for number, arguments in enumerate(builds):
        log = folder.parent / f"{folder.name}-{number}.log"
        process = get_context("fork").Process(target=_build, args=(folder, arguments, log))
        process.start()
        running.append((process, log))
        if not at_once:
            process.join()
    for process, log in running:
        process.join()
        assert process.exitcode == 0, log.read_text(encoding="utf-8")


def _build(folder: Path, arguments: Sequence[str], log: Path) -> None:
    """Build in a process of its own, forked from one that has loaded Sphinx already."""
    os.chdir(folder)
    with log.open("w", encoding="utf-8") as output:
        sys.stdout = sys.stderr = output
        status = build.main(["-q", "-n", "-W", "--keep-going", *arguments])
    os._exit(status)


# Two languages, one doctree folder -----------------------------------------------------------

LANGUAGES = ("zh", "en")
SHARED = """\
Zoo / 模型库
============

.. modelzoo::

.. modelzoo-stats::

.. toctree::

   guide
"""
GUIDE = "Guide\n=====\n\n:modelzoo:model:`beta-net` :modelzoo:count:`all`\n"


# Builds at once wait for each other between reading and writing, where they would do most harm.
MEETING = """
import os, time
from pathlib import Path

def meet(app, env):
    place = os.environ.get("MODELZOO_MEETING")
    if place:
        Path(place, app.config.language).touch()
        end = time.monotonic() + 60
        while len(os.listdir(place)) < 2 and time.monotonic() < end:
            time.sleep(0.01)

def setup(app):
    app.connect("env-updated", meet)
"""


def write_two_languages(folder: Path) -> None:
    """PaddlePaddle's layout: one source tree, a folder with a ``conf.py`` for each language."""
    for language in LANGUAGES:
        conf = folder / language / "conf.py"
        conf.parent.mkdir(parents=True)
        conf.write_text(
            "extensions = ['sphinx_modelzoo']\nmodelzoo_catalog = 'models.yaml'\n"
            f"language = {language!r}\nmodelzoo_leaderboards = True\n{MEETING}",
        )
    (folder / "docs").mkdir()
    for name, text in {"index.rst": SHARED, "guide.rst": GUIDE, "models.yaml": CATALOG}.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")


def edit_catalog(folder: Path) -> None:
    catalog = folder / "docs/models.yaml"
    text = catalog.read_text(encoding="utf-8").replace("Names", "Says").replace("给 β", "替 β")
    catalog.write_text(text.replace("models:\n", "models:\n  - {id: new, name: New}\n"), "utf-8")


def build_both(folder: Path, doctrees: str, options: Sequence[str], *, at_once: bool) -> None:
    """Build both sites; ``doctrees`` may have a place for the language."""
    builds = [
        (*options, "-d", doctrees.format(one), "-c", one, "docs", f"out/{one}") for one in LANGUAGES
    ]
    run(folder, *builds, at_once=at_once)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """Both sites, each built alone, before and after an edit of the catalog."""
    found = []
    for edited in (False, True):
        folder = tmp_path_factory.mktemp("alone") / "zoo"
        write_two_languages(folder)
        if edited:
            edit_catalog(folder)
        build_both(folder, "doctrees-{}", (), at_once=False)
        found.append(tree(folder / "out"))
    assert "替 β" in found[1]["zh/models/beta-net.html"].decode()
    assert "Says betas" in found[1]["en/models/beta-net.html"].decode()
    return found


@pytest.mark.parametrize("options", MODES, ids=["serial", "parallel"])
@pytest.mark.parametrize("at_once", [False, True], ids=["in-turn", "at-once"])
def test_two_languages_in_one_doctree_folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sites: list[dict[str, bytes]],
    at_once: bool,
    options: tuple[str, ...],
) -> None:
    """Every file of both sites is that of a build alone: fresh, unchanged, and after an edit."""
    for number in range(ROUNDS):
        folder = tmp_path / f"shared{number}"
        write_two_languages(folder)
        for step in ("fresh", "unchanged", "edited"):
            if step == "edited":
                edit_catalog(folder)
            meeting = folder / f"meeting-{step}"
            if at_once:
                meeting.mkdir()
                monkeypatch.setenv("MODELZOO_MEETING", str(meeting))
            build_both(folder, "doctrees", options, at_once=at_once)
            assert not at_once or {path.name for path in meeting.iterdir()} == {*LANGUAGES}
            assert differing(tree(folder / "out"), sites[step == "edited"]) == [], (number, step)


def differing(found: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> list[str]:
    """The files that are not the same, missing or too many."""
    return [name for name in sorted({*found, *wanted}) if found.get(name) != wanted.get(name)]


def test_a_doctree_folder_that_is_handed_on_is_shared(tmp_path: Path) -> None:
    """As sphinx-llm does, which builds Markdown from the doctrees of its first build."""
    folder = tmp_path / "zoo"
    write_two_languages(folder)
    run(folder, ("-d", "doctrees", "-c", "zh", "docs", "out/zh"))
    before = tree(folder / "doctrees")
    run(folder, ("-d", "doctrees/_modelzoo/zh", "-c", "zh", "-b", "text", "docs", "out/text"))
    added = tree(folder / "doctrees").keys() - before.keys()
    assert [name.split("-")[1] for name in added] == ["text"], added


# Nothing of ours looks like a source ---------------------------------------------------------

QUICK_START = 'extensions = ["sphinx_modelzoo"]\nmodelzoo_catalog = "models.yaml"\nversion = "1"\n'
BUILDS = (
    ("html", "en", "build"),
    ("html", "zh_CN", "build-zh"),
    ("epub", "en", "build-epub"),
    ("gettext", "en", "build-pot"),
)


def write_quick_start(folder: Path) -> None:
    folder.mkdir()
    (folder / "conf.py").write_text(QUICK_START, encoding="utf-8")
    (folder / "index.rst").write_text("Zoo\n===\n\n.. modelzoo::\n", encoding="utf-8")
    (folder / "models.yaml").write_text(CATALOG, encoding="utf-8")


def quick_start(options: Iterable[str], builder: str, language: str, out: str) -> list[str]:
    # What an EPUB lacks, and that Sphinx finds its own doctrees in it, is not what is tested.
    config = {
        "language": language,
        "epub_copyright": "x",
        "suppress_warnings": "epub.unknown_project_files",
    }
    values = [part for pair in config.items() for part in ("-D", "=".join(pair))]
    return [*options, "-b", builder, *values, ".", out]


def contents(folder: Path) -> dict[str, bytes]:
    """What a build wrote, but for the doctrees and what holds the time; of a book, its files."""
    found = {
        name: data
        for name, data in tree(folder).items()
        if not name.startswith(".doctrees") and not name.endswith((".epub", ".opf", ".pot"))
    }
    for book in folder.glob("*.epub"):
        with zipfile.ZipFile(book) as archive:
            found |= {f"book/{name}": b"" for name in archive.namelist()}
    return found | {name: b"" for name in tree(folder) if name.endswith(".pot")}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """What each build of the quick start writes where there was no other."""
    found = {}
    for builder, language, out in BUILDS:
        folder = tmp_path_factory.mktemp("alone") / "zoo"
        write_quick_start(folder)
        run(folder, quick_start((), builder, language, out))
        found[out] = contents(folder / out)
    assert len([name for name in found["build-epub"] if name.startswith("book/models/")]) == 5
    assert len([name for name in found["build-zh"] if name.startswith("models/")]) == 6
    return found


@pytest.mark.parametrize("options", MODES, ids=["serial", "parallel"])
@pytest.mark.parametrize("at_once", [False, True], ids=["in-turn", "at-once"])
def test_build_after_build_in_the_source_folder(
    tmp_path: Path,
    outputs: dict[str, dict[str, bytes]],
    at_once: bool,
    options: tuple[str, ...],
) -> None:
    """No build finds what another one has written, and plain Sphinx finds nothing either."""
    for number in range(ROUNDS):
        folder = tmp_path / f"shared{number}"
        write_quick_start(folder)
        for again in (False, True):
            run(folder, *(quick_start(options, *one) for one in BUILDS), at_once=at_once)
            for _, _, out in BUILDS:
                assert differing(contents(folder / out), outputs[out]) == [], (number, out, again)
        (folder / "index.rst").write_text("Plain\n=====\n", encoding="utf-8")
        run(folder, ("-C", "-b", "text", ".", "plain"))
        texts = [name for name in tree(folder / "plain") if not name.startswith(".doctrees")]
        assert texts == ["index.txt"]


def test_two_builders_at_once_in_one_doctree_folder(tmp_path: Path) -> None:
    """Of one language; the doctrees are Sphinx's own, and made before."""
    folder = tmp_path / "zoo"
    write_quick_start(folder)
    builds = [("-d", "doctrees", "-b", one, ".", f"out-{one}") for one in ("html", "text")]
    run(folder, *builds)
    wanted = {one: tree(folder / f"out-{one}") for one in ("html", "text")}
    for one in ("html", "text"):
        shutil.rmtree(folder / f"out-{one}")
    shutil.rmtree(folder / "doctrees/_modelzoo/en/_modelzoo")
    run(folder, *builds, at_once=True)
    for one in ("html", "text"):
        assert differing(tree(folder / f"out-{one}"), wanted[one]) == []
