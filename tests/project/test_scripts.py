"""The scripts of the repository: nothing is installed unless it may be."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import system_packages

if TYPE_CHECKING:
    from collections.abc import Callable

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
