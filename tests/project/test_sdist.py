"""The source distribution: its tests can be collected and run where it is unpacked."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.support import ROOT


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in a folder, which knows of no other copy of the package."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def unpacked(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, built and unpacked."""
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    folder = tmp_path_factory.mktemp("sdist")
    done = run(source, "hatchling", "build", "-t", "sdist", "-d", str(folder))
    assert done.returncode == 0, done.stderr
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder)
    return folder / archive.name.removesuffix(".tar.gz")


def files(root: Path, *folders: str) -> set[str]:
    """The files below some folders of a tree, as paths from it."""
    return {
        path.relative_to(root).as_posix()
        for folder in folders
        for path in (root / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo"
    }


@pytest.mark.once
def test_all_tests_are_collected(unpacked: Path) -> None:
    done = run(unpacked, "pytest", "--collect-only", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    collected = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}
    assert collected == {name for name in files(ROOT, "tests") if Path(name).match("test_*.py")}


@pytest.mark.once
def test_tests_run(unpacked: Path) -> None:
    some = ["tests/views/test_labels.py", "tests/project/test_scripts.py"]
    done = run(unpacked, "pytest", "-q", "-p", "no:cacheprovider", *some)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    shown = run(unpacked, "sphinx_modelzoo", "--version")
    assert shown.returncode == 0
    asked = "import sphinx_modelzoo; print(sphinx_modelzoo.__file__)"
    where = subprocess.run(
        [sys.executable, "-c", asked], cwd=unpacked, capture_output=True, text=True, check=True
    )
    assert Path(where.stdout.strip()).is_relative_to(unpacked)


@pytest.mark.once
def test_nothing_is_left_out_and_nothing_added(unpacked: Path) -> None:
    folders = ("sphinx_modelzoo", "tests", "scripts", "benchmarks", "example_docs", "pictures")
    assert files(unpacked, *folders) == files(ROOT, *folders)
    assert list((unpacked / "sphinx_modelzoo" / "locale").rglob("*.mo"))
    assert not {"build", "dist", ".venv"} & {path.name for path in unpacked.iterdir()}
