"""Run the tests on every supported pair of Python and Sphinx that is to be had here.

Each pair gets a virtual environment of its own, ``.venv-<pair>``. Interpreters are looked for on
the PATH and among pyenv's; those that are not found are named at the end. ``--pairs oldest
newest`` runs only these. What no version changes is left to ``make test``: the tests in a browser
and those marked ``once``.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Pair(NamedTuple):
    """A Python, the packages that are pinned with it, and what else is installed beside them."""

    python: str
    pins: tuple[str, ...]
    extras: tuple[str, ...] = ()


def lower_bounds() -> tuple[str, ...]:
    """Return what users get with the package, each pinned to its oldest supported release."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|mkdocs|zh|plot) = \[(.*?)\]", text, re.M | re.S)
    bounds = re.findall(r'"([\w.-]+)>=([\w.]+)', "".join(lists))
    return tuple(f"{name}=={version}" for name, version in bounds)


PAIRS: dict[str, Pair] = {
    "oldest": Pair("3.10", lower_bounds()),
    # The set of PaddlePaddle's own documentation.
    "paddle": Pair(
        "3.10",
        ("sphinx==8.1.3", "docutils==0.21.*"),
        ("recommonmark", "nbsphinx", "sphinx_design", "sphinx_rtd_theme", "ipython"),
    ),
    "py311": Pair("3.11", ("sphinx==8.2.*",)),
    "py312": Pair("3.12", ("sphinx>=9",)),
    "newest": Pair("3.13", ("sphinx>=9",)),
}


def find_python(version: str) -> str | None:
    """Return an interpreter of this minor version that runs, or None."""
    candidates = [shutil.which(f"python{version}")]
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates += [str(path) for path in sorted(root.glob(f"versions/{version}.*/bin/python"))]
    for candidate in filter(None, candidates):
        told = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode == 0 and told.stdout.strip() == version:
            return candidate
    return None


def run_pair(name: str, pair: Pair, python: str, files: list[str]) -> bool:
    """Install a pair and run the tests on it; whether they passed."""
    folder = ROOT / f".venv-{name}"
    binaries = folder / "bin"
    marker = folder / ".installed"
    wanted = " ".join((python, *pair.pins, *pair.extras, (ROOT / "pyproject.toml").read_text()))
    if not marker.is_file() or marker.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", str(folder)], check=True)
        pip = [str(binaries / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--upgrade", "pip"], check=True)
        subprocess.run(
            [*pip, *pair.pins, *pair.extras, "--editable", f"{ROOT}[test,mkdocs,zh,plot]"],
            check=True,
        )
        marker.write_text(wanted)
    shown = (
        "import sphinx, sys; print('Python', sys.version.split()[0], sphinx.__display_version__)"
    )
    subprocess.run([str(binaries / "python"), "-c", shown], check=True)
    tests = [str(binaries / "python"), "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
    chosen = ["-m", "not browser and not once"]
    done = subprocess.run([*tests, *chosen, *files], cwd=ROOT, check=False)
    return done.returncode == 0


def main() -> int:
    """Run the chosen pairs; 0 when all that could be run have passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", nargs="*", choices=list(PAIRS), default=list(PAIRS))
    parser.add_argument("--tests", nargs="*", default=[], help="files; all where left out")
    options = parser.parse_args()
    absent, failed = [], []
    for name in options.pairs:
        pair = PAIRS[name]
        python = find_python(pair.python)
        if python is None:
            absent.append(f"{name} (Python {pair.python})")
            continue
        print(f"== {name}: {' '.join(pair.pins)}", flush=True)
        if not run_pair(name, pair, python, options.tests):
            failed.append(name)
    if absent:
        print(f"Not found here, not run: {', '.join(absent)}")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
