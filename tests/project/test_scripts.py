"""The scripts of the repository: nothing is installed unless it may be."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import floors
import foreign_names
import pytest
import system_packages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SUDO = "sudo apt-get install --no-install-recommends chromium npm"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[list[str]]]:
    """A machine without Chromium and npm, for which the commands are noted instead of run."""

    def prepare(
        *, root: bool = False, ci: str = "", has: str = "apt-get sudo", status: int = 0
    ) -> list[list[str]]:
        ran: list[list[str]] = []

        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
            ran.append(command)
            return subprocess.CompletedProcess(command, status)

        monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(shutil, "which", lambda name: name if name in has.split() else None)
        monkeypatch.setattr(subprocess, "run", run)
        wanted = (("chromium", "chromium"), ("npm", "npm"))
        monkeypatch.setitem(system_packages.GROUPS, "tests", wanted)
        monkeypatch.setitem(system_packages.GROUPS, "pdf", wanted)
        monkeypatch.setenv("CI", ci)
        return ran

    return prepare


def test_a_contributor_is_only_told(
    machine: Callable[..., list[list[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    ran = machine()
    assert system_packages.main(["tests"]) == 0
    assert ran == []
    said = capsys.readouterr().out
    assert said.startswith("Not installed: chromium npm")
    assert "are skipped" in said
    assert SUDO in said


@pytest.mark.parametrize(
    ("who", "command"),
    [
        ({"root": True, "has": "apt-get"}, ["apt-get"]),
        ({"root": True, "ci": "true"}, ["apt-get"]),
        ({"ci": "true"}, ["sudo", "-n", "apt-get"]),
    ],
)
def test_root_and_ci_install(
    machine: Callable[..., list[list[str]]],
    capsys: pytest.CaptureFixture[str],
    who: dict[str, object],
    command: list[str],
) -> None:
    ran = machine(**who)
    assert system_packages.main(["tests"]) == 0
    assert ran[0][: len(command)] == ran[1][: len(command)] == command
    assert ran[0][-2:] == ["update", "-q"]
    assert ran[1][-2:] == ["chromium", "npm"]
    assert capsys.readouterr().out == "Installing chromium npm\n"


@pytest.mark.parametrize("who", [{"root": True, "status": 100}, {"root": True, "has": "dnf"}])
def test_tests_run_where_nothing_can_be_installed(
    machine: Callable[..., list[list[str]]],
    capsys: pytest.CaptureFixture[str],
    who: dict[str, object],
) -> None:
    machine(**who)
    assert system_packages.main(["tests"]) == 0
    assert "Not installed: chromium npm" in capsys.readouterr().out
    assert system_packages.main(["pdf"]) == 1  # a PDF needs all of it
    assert "skipped" not in capsys.readouterr().out


def test_nothing_is_said_of_what_is_there(
    machine: Callable[..., list[list[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    ran = machine(has="apt-get sudo chromium npm")
    assert system_packages.main(["tests", "pdf"]) == 0
    assert (ran, capsys.readouterr().out) == ([], "")


def test_what_others_do_not_document_is_listed() -> None:
    assert foreign_names.unlisted() == []


@pytest.mark.parametrize(
    ("code", "private", "assigned"),
    [
        ("from a._b import C", {"a._b"}, set()),
        ("from a import _b", {"_b"}, set()),
        ("import a._b", {"a._b"}, set()),
        ("env._app", {"_app"}, set()),
        ("for name in ('_titles',): getattr(indexer, name)", {"_titles"}, set()),
        ("record._replace(a=1)", set(), set()),
        ("app.project = 1", set(), {"project"}),
        ("def visit(self, node): self.body, self.x = [], 1", set(), set()),
    ],
)
def test_what_others_do_not_document_is_found(
    code: str, private: set[str], assigned: set[str]
) -> None:
    tree = ast.parse(code)
    assert foreign_names.privates(tree) == private
    assert foreign_names.settings(tree) == assigned


def test_names_of_ones_own_are_known() -> None:
    tree = ast.parse("class A:\n  b: int\n  def _c(self): self._d = 1\ndef f(self): self._e = 1")
    assert foreign_names.own_attributes(tree) == {"b", "_d"}
    assert foreign_names.own_names(tree) == {"A", "b", "_c", "_d", "f", "self"}


def test_names_that_two_modules_have(tmp_path: Path) -> None:
    known = {name: tmp_path / f"{name.replace('.', '/')}.py" for name in ("a.x", "b.x", "b.y")}
    for name, path in known.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"class {'A' if name != 'b.x' else 'B'}: ...\n", encoding="utf-8")
    assert floors.shared_names(known) == [
        "x.py is in a.x and in b.x",
        "class A is in a.x and in b.y",
    ]


def test_small_modules_that_one_other_imports() -> None:
    known = floors.modules()
    imports = [one for name, path in known.items() for one in floors.imports_of(name, path, known)]
    assert floors.small_modules(known, imports) == []
    without = [
        one for one in imports if not one.target.endswith((".plot_svg", ".sphinx_ext.site_outputs"))
    ]
    (found,) = floors.small_modules(known, without)
    assert found == "sphinx_ext.site_outputs in KEPT_SMALL has no reason any more"
