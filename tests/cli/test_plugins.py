"""Plugins of the command: ``--plugin``."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sphinx_modelzoo import plugins
from sphinx_modelzoo.cli import COMMANDS, main
from sphinx_modelzoo.cli.export import export_registry, exporters
from sphinx_modelzoo.cli.import_ import import_registry, importers
from sphinx_modelzoo.curation.formats import IMPORTS, WRITERS
from sphinx_modelzoo.exports import EXPORTS
from tests.support import DOCS
from tests.support.plugins import BROKEN, CATALOG, EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

RULES = '''\
from sphinx_modelzoo.curation.api import Finding, ProblemKind, rule

SHORT = ProblemKind("modelzoo.name.short", "warning", "A name is short.", "Lengthen it.")
BAD = ProblemKind("modelzoo.name.bad", "warning", "Never found.", "")


@rule(SHORT)
def find_short(context):
    """Find short names, and fail after the first."""
    yield Finding.of(SHORT, "one", ("name",), "short name")
    raise ValueError("on the way")


@rule(BAD)
def find_bad(context):
    """Yield what is no finding."""
    yield "bad"
'''


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    (tmp_path / "memory.py").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "broken.py").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "rules.py").write_text(RULES, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_a_column() -> None:
    columns = ("--columns", "id, memory", "--format", "csv")
    done = run("list", "models.yaml", "--plugin", "memory.py", *columns)
    assert done.exit_code == 0, done.output
    assert done.stdout == 'id,"Memory, MB"\none,100.0\ntwo,\n'
    done = run("list", "models.yaml", *columns)
    assert done.exit_code == 2
    assert "unknown column “memory”" in done.stderr


def test_pages(folder: Path) -> None:
    done = run("pages", "models.yaml", "--plugin", "memory.py", "--out", "docs/models")
    assert done.exit_code == 0, done.output
    assert "## Memory" in (folder / "docs/models/one.md").read_text(encoding="utf-8")


def test_import(folder: Path) -> None:
    text = "[Gamma Net]\nlicense = MIT\ntasks = object-detection\n"
    (folder / "zoo.ini").write_text(text, encoding="utf-8")
    # The options may stand in any order.
    done = run("import", "zoo.ini", "-o", "new.yaml", "--from", "ini", "--plugin", "memory.py")
    assert done.exit_code == 0, done.output
    assert "name: Gamma Net" in (folder / "new.yaml").read_text(encoding="utf-8")
    (folder / "bad.ini").write_text("nothing\n", encoding="utf-8")
    done = run("import", "bad.ini", "-o", "bad.yaml", "--plugin", "memory.py")
    assert done.exit_code == 2
    assert "bad.ini: File contains no section headers" in done.stderr
    assert "Traceback" not in done.output
    done = run("import", "zoo.ini", "-o", "new.yaml", "--from", "ini")
    assert done.exit_code == 2
    assert "unknown format “ini”" in done.stderr


def test_export(folder: Path) -> None:
    done = run("export", "models.yaml", "--to", "failing", "--plugin", "broken.py")
    assert done.exit_code == 2
    assert "exporter “failing” raised ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.output
    done = run("export", "models.yaml", "--to", "jsn")
    assert done.exit_code == 2
    assert "unknown format “jsn” (did you mean “json”?)" in done.stderr


def test_check() -> None:
    done = run("check", "models.yaml", "--plugin", "rules.py", "--only", "name.*")
    assert "models.yaml:3:19: warning: one.name: short name [modelzoo.name.short]" in done.stdout
    assert "rules.py:11: error: plugin “rules.py”: rule modelzoo.name.short raised" in done.stderr
    assert "rule modelzoo.name.bad yielded str; expected its findings" in done.stderr
    assert done.exit_code == 1
    assert "modelzoo.name.short" in run("check", "--rules", "--plugin", "rules.py").stdout
    assert (
        "modelzoo.name.short"
        in run("check", "models.yaml", "--plugin", "rules.py", "--format", "sarif").stdout
    )


def test_what_fails_is_left_out_and_told_by_the_status() -> None:
    done = run("list", "models.yaml", "--plugin", "broken.py", "--columns", "id, broken")
    assert done.exit_code == 1
    assert "fine" in done.stdout
    assert "broken.py:9: error: two: plugin “broken.py”: column “broken” raised" in done.stderr


@pytest.mark.parametrize("command", list(COMMANDS))
def test_one_that_is_not_there(command: str) -> None:
    done = run(command, "models.yaml", "--plugin", "memry.py")
    assert done.exit_code == 2
    assert "file memry.py not found (did you mean “memory.py”?) [modelzoo.plugin.m" in done.stderr


def test_short_names(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    point = EntryPoint("lab", "lab_of_tests:anything", plugins.GROUP)
    monkeypatch.setattr(plugins, "entry_points", lambda group: [point])
    monkeypatch.syspath_prepend(str(folder))
    (folder / "lab_of_tests.py").write_text(RULES, encoding="utf-8")
    assert "modelzoo.name.short" in run("check", "--rules", "--plugin", "lab").stdout
    assert "did you mean “lab”?" in run("check", "--rules", "--plugin", "labb").stderr
    # What is installed runs only when it is named.
    assert "modelzoo.name.short" not in run("check", "--rules").stdout


def test_the_help_names_the_formats() -> None:
    assert f"[{'|'.join(IMPORTS)}]" in run("import", "--help").stdout
    assert f"{IMPORTS[-1]}|ini]" in run("import", "--plugin", "memory.py", "--help").stdout
    assert tuple(importers(import_registry())) == IMPORTS
    assert tuple(exporters(export_registry())) == (*EXPORTS, *WRITERS)


@pytest.mark.parametrize("command", ["import", "export"])
def test_the_help_imports_no_format(command: str) -> None:
    code = (
        "import sys\nfrom sphinx_modelzoo.cli import main\n"
        f"try: main(['{command}', '--help'])\nexcept SystemExit: pass\n"
        "print([one for one in sys.modules if one.startswith('sphinx_modelzoo.views')])\n"
        "print([one for one in sys.modules if 'curation.formats.' in one])\n"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=DOCS.parent)
    assert done.stdout.endswith("[]\n[]\n")
