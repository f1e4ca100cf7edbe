"""The PDF in Chinese as the manual describes it: its packages, its settings, its command."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from system_packages import GROUPS, missing

import sphinx_modelzoo
from tests.support import DOCS
from tests.support.manual import LANGUAGES, SUFFIXES, blocks
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence


def commands(language: str) -> list[list[str]]:
    """The commands on the page about builders, in words."""
    return [
        shlex.split(code.removeprefix("$ ").replace("\\\n", " "))
        for _, code in blocks(DOCS / f"builders_{SUFFIXES[language]}.rst", "console")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_names_the_packages(language: str) -> None:
    (install,) = (words for words in commands(language) if "apt-get" in words)
    _, _, command, option, *packages = install
    assert (command, option) == ("install", "--no-install-recommends")
    assert packages == sorted(package for _, package in GROUPS["pdf"])


def test_both_languages_show_the_same_commands() -> None:
    assert commands("zh") == commands("en")


def run(folder: Path, words: Sequence[str], first: Path | None = None) -> int:
    """Run the manual's command with these packages; the status.

    :param first: a folder whose programs hide the system's.
    """
    setting, program, *arguments = words
    name, _, value = setting.partition("=")
    assert (name, program) == ("LATEXMKOPTS", "sphinx-build")
    path = [str(first)] if first else []
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PATH": os.pathsep.join([*path, os.environ["PATH"]]),
            "PYTHONPATH": str(Path(sphinx_modelzoo.__file__).parents[1]),
            name: f"{value} -interaction=nonstopmode",  # nobody is here to answer TeX
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode


@pytest.mark.once
def test_the_command_makes_a_pdf_also_after_a_failure(tmp_path: Path) -> None:
    if packages := missing("pdf"):
        pytest.skip(f"not installed: {' '.join(packages)}")
    # The layout of the manual's page on languages.
    (words,) = (words for words in commands("zh") if "latexpdf" in words)
    assert words[-1] == "docs/conf/zh"
    project = Project(
        tmp_path, {"index.rst": "模型库\n======\n\n.. modelzoo::\n   :preset: paddle\n"}
    )
    project.src.rename(tmp_path / "docs")
    conf = (tmp_path / "docs" / "conf.py").read_text(encoding="utf-8")
    shown = (code for _, code in blocks(DOCS / "builders_cn.rst", "python"))
    (settings,) = (code for code in shown if "latex_engine" in code)
    (tmp_path / words[-1]).mkdir(parents=True)
    (tmp_path / words[-1] / "conf.py").write_text(
        f'{conf}\nlanguage = "zh_CN"\nmodelzoo_catalog = "models.yaml"\n{settings}', "utf-8"
    )
    (tmp_path / "docs" / "conf.py").unlink()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "xindy").write_text("#!/bin/sh\nexit 127\n")
    (broken / "xindy").chmod(0o755)
    out = tmp_path / words[words.index("latexpdf") + 2] / "latex"
    assert run(tmp_path, words, first=broken) != 0
    assert list(out.glob("*.idx"))  # it got as far as the index
    assert list(out.glob("*.ind")) == []
    assert run(tmp_path, words) == 0
    (pdf,) = out.glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert pdf.with_suffix(".ind").is_file()
