"""The corpus of hostile values as a PDF: ``pytest tests/hostile_pdf.py``, which ``make pdf`` does.

It takes a minute, and not all have a TeX system.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from system_packages import missing

from tests.sphinx.test_rebuild import PIXEL
from tests.support import DOCS, corpus
from tests.support.manual import blocks
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path

INDEX = """\
Zoo
===

.. modelzoo::
   :columns: name, summary, tags
   :rows: variants

.. modelzoo-leaderboard::
   :dataset: evil-set
"""
SECRET = "wordsofanotherfile"


def output_of(*command: str) -> str:
    """What a program of Poppler prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def bare(text: str) -> str:
    """A text without the places where its lines may break."""
    return re.sub(r"[\s\-‐‑]", "", text)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF, with the manual's settings for XeLaTeX."""
    if packages := missing("pdf", "tests"):
        pytest.skip(f"not installed: {' '.join(packages)}")
    shown = (code for _, code in blocks(DOCS / "builders_cn.rst", "python"))
    (settings,) = (code for code in shown if "latex_engine" in code)
    config: dict[str, Any] = {}
    exec(settings, config)
    project = Project(
        tmp_path_factory.mktemp("pdf"), {"index.rst": INDEX}, catalog=corpus.catalog()
    )
    (project.src / "a.png").write_bytes(PIXEL)
    config = {name: value for name, value in config.items() if name.startswith("latex")}
    folder = project.build("latex", **config).outdir
    beside = folder / "beside"  # the Makefile takes each .tex in the folder for a document
    beside.mkdir()
    for name in ("secret", "secret.tex"):
        (beside / name).write_text(SECRET, encoding="utf-8")
    options = "LATEXMKOPTS=-interaction=nonstopmode -halt-on-error -quiet"
    done = subprocess.run(
        ["make", "-C", str(folder), options, "all-pdf"],
        env={**os.environ, "TEXINPUTS": f".:{beside}:"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    (path,) = folder.glob("*.pdf")
    return path


def test_values_are_words(pdf: Path) -> None:
    text = bare(output_of("pdftotext", "-layout", str(pdf), "-"))
    names = [value.as_name for value in corpus.SHOWN_VALUES if value.as_name.isascii()]
    assert len(names) > 300
    assert [name for name in names if bare(name) not in text] == []


def test_no_other_file_is_read_or_written(pdf: Path) -> None:
    text = output_of("pdftotext", str(pdf), "-")
    assert SECRET not in text
    assert "root:x:0" not in text
    assert list(pdf.parent.glob("broken*")) == []


def test_nothing_runs_or_leads_elsewhere(pdf: Path) -> None:
    assert output_of("pdfinfo", "-js", str(pdf)) == ""
    _, *lines = output_of("pdfinfo", "-url", str(pdf)).splitlines()
    addresses = {line.split(maxsplit=2)[2] for line in lines}
    assert addresses
    assert {one for one in addresses if not one.startswith(corpus.OK)} == set()
