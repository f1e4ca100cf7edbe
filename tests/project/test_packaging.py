"""What readers get: the wheel, built as pip builds it."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from pygments.lexers import JavascriptLexer
from pygments.token import Comment

import sphinx_modelzoo
from sphinx_modelzoo.render.script_data import SCRIPTS, asset

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path(sphinx_modelzoo.__file__).parent
STATIC = "sphinx_modelzoo/render/static"
SHEETS = ("modelzoo.css", "modelzoo-book.css")
SEARCH = "modelzoo-search.js"
"""A part of a script of Sphinx, which says what it is."""


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The files of the wheel by their names."""
    folder = tmp_path_factory.mktemp("wheel")
    (path,) = WheelBuilder(str(source)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


@pytest.mark.once
def test_archives_of_one_commit_have_the_same_bytes(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made: list[list[bytes]] = []
    for name, umask in (("one", 0o022), ("other", 0o077)):
        before = os.umask(umask)
        try:
            copy = shutil.copytree(source, tmp_path / name / "sphinx-modelzoo")
            (wheel,) = WheelBuilder(str(copy)).build(
                directory=str(tmp_path / name), versions=["standard"]
            )
            (sdist,) = SdistBuilder(str(copy)).build(
                directory=str(tmp_path / name), versions=["standard"]
            )
        finally:
            os.umask(before)
        made.append([Path(path).read_bytes() for path in (wheel, sdist)])
    assert made[0] == made[1]


def test_scripts_and_style_sheet_are_small(wheel: Mapping[str, bytes]) -> None:
    sizes = {
        name: len(gzip.compress(wheel[f"{STATIC}/{name}"], 9))
        for name in (*SCRIPTS, "modelzoo.css")
    }
    assert sum(sizes[name] for name in SCRIPTS) <= 15_000
    assert sizes["modelzoo.css"] <= 6_400


def test_only_scripts_and_sheets_differ_from_the_source(wheel: Mapping[str, bytes]) -> None:
    scripts = {f"{STATIC}/{name}" for name in (*SCRIPTS, SEARCH, *SHEETS)}
    for name, data in wheel.items():
        # Compiled labels name the release of Babel that made them.
        if name.startswith("sphinx_modelzoo/") and not name.endswith(".mo") and name not in scripts:
            assert data == (PACKAGE.parent / name).read_bytes(), name
    for name in SCRIPTS:
        text, source = wheel[f"{STATIC}/{name}"].decode(), asset(name).decode()
        first = source.splitlines()[0]
        assert first.startswith("/*! sphinx-modelzoo: ")
        assert first.endswith(" */")
        assert text.startswith(first)  # says what the file is
        assert "//" not in text.replace("://", "")
        assert text.count("/*") == 1
        assert len(text) < 0.8 * len(source)
        said = [sorted(re.findall(r'say\("(\w+)"', script)) for script in (text, source)]
        assert said[0] == said[1]
        # A script that says nothing but what the page hands to it has no names of labels.
        assert bool(said[0]) == ("say(" in source)
    for name in SHEETS:
        text, source = wheel[f"{STATIC}/{name}"].decode(), asset(name).decode()
        assert "/*" not in text
        assert len(text) < 0.85 * len(source)
        plain = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
        words = [re.sub(r"\s|(?<![\w.])0(?=\.\d)", "", one) for one in (plain, text)]
        assert words[0].replace(";}", "}") == words[1]


def test_minified_scripts_say_the_same(wheel: Mapping[str, bytes]) -> None:
    for name in (*SCRIPTS, SEARCH):
        source = properties(asset(name).decode())
        assert source.total() > 15
        assert properties(wheel[f"{STATIC}/{name}"].decode()) == source


def properties(script: str) -> Counter[str]:
    """The names of properties in a script: unlike those of variables they cannot be shortened."""
    tokens = JavascriptLexer().get_tokens(script)
    code = "".join(text for kind, text in tokens if kind not in Comment)
    return Counter(re.findall(r"(?<!\.)\.\s*([A-Za-z]\w+)", code))


def test_the_wheel_holds_everything_that_runs(wheel: Mapping[str, bytes]) -> None:
    suffixes = (".py", ".mo", ".po", ".yaml", ".css", ".js", ".txt", ".typed")
    there = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.suffix in suffixes or path.name == "py.typed"
    }
    assert there <= set(wheel)
