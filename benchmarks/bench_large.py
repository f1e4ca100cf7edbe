"""Time and memory for each model as zoos grow, up to 100,000 models in several files.

``python benchmarks/bench_large.py [--models 10000 100000] [--mkdocs 10000 30000] [--limit 16]
[--only load check list mkdocs sphinx sphinx-j2]`` runs every command in processes of its own, and
prints processor time and the peak of memory over all of them, for each model, and how these grow.
A command that takes more memory than the limit, in GB, is stopped.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from zoos import write_catalogs

LOAD = """\
from pathlib import Path
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.gc_tuning import calm_collector
from sphinx_modelzoo.views.builtin import make_registry
with calm_collector(pause=True):
    catalog = load_catalog("models", Path.cwd(), registry=make_registry())
assert len(catalog) and not catalog.problems, catalog.problems[:3]
"""
MODULE = [sys.executable, "-m"]
COMMANDS = {
    "load": [sys.executable, "-c", LOAD],
    "check": [*MODULE, "sphinx_modelzoo", "check", "models"],
    "list": [*MODULE, "sphinx_modelzoo", "list", "models"],
    "mkdocs": [*MODULE, "mkdocs", "build", "--quiet", "--strict"],
    "sphinx": [*MODULE, "sphinx", "-q", "-b", "html", "docs", "html"],
    "sphinx-j2": [*MODULE, "sphinx", "-q", "-j", "2", "-b", "html", "docs", "html"],
}
FILES = {
    "mkdocs.yml": "site_name: Zoo\ntheme: {name: material}\nplugins:\n  - search\n"
    "  - modelzoo: {catalog: models}\n",
    "docs/index.md": "# Zoo\n\n```{modelzoo}\n:preset: paddle\n```\n",
    "docs/index.rst": "Zoo\n===\n\n.. modelzoo::\n   :preset: paddle\n",
    "docs/conf.py": "extensions = ['sphinx_modelzoo']\nmodelzoo_catalog = '../models'\n"
    "exclude_patterns = ['*.md']\n",
}
LEFT = ("site", "html", ".cache")


class Cost(NamedTuple):
    """Seconds of the processor and bytes at the peak, over all processes of a command."""

    seconds: float
    memory: float
    end: str


def write_project(folder: Path, count: int) -> None:
    """Write a project that every command finds its files in."""
    write_catalogs(folder / "models", count)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def measure(command: list[str], folder: Path, limit: float) -> Cost:
    """Run a command and look at the memory of all its processes until they end."""
    before = os.times()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        start_new_session=True,
    )
    peak = 0.0
    end = "done"
    while process.poll() is None:
        peak = max(peak, sum(map(_memory, _session(process.pid))))
        if peak > limit:
            os.killpg(process.pid, signal.SIGKILL)
            end = f"stopped above {limit / 1e9:g} GB"
            process.wait()
        time.sleep(0.2)
    if process.returncode and end == "done":
        end = f"exit status {process.returncode}"
    after = os.times()
    seconds = sum(after[2:4]) - sum(before[2:4])
    return Cost(seconds, peak, end)


def _session(leader: int) -> list[int]:
    """Return the processes of a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == leader:
            found.append(int(path.parent.name))
    return found


def _memory(process: int) -> float:
    """Return the bytes of a process; what several share is divided among them."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(1024.0 * int(line.split()[1]) for line in text.splitlines() if line[:4] == "Pss:")


def main() -> None:
    """Print a line for each command and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--mkdocs", type=int, nargs="+", default=[10_000, 30_000])
    parser.add_argument("--limit", type=float, default=16)
    parser.add_argument("--only", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    options = parser.parse_args()
    first: dict[str, tuple[float, float]] = {}
    for count in sorted({*options.models, *options.mkdocs}):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_project(folder, count)
            for command in options.only:
                if count not in (options.mkdocs if command == "mkdocs" else options.models):
                    continue
                for left in LEFT:
                    shutil.rmtree(folder / left, ignore_errors=True)
                cost = measure(COMMANDS[command], folder, options.limit * 1e9)
                each = 1e3 * cost.seconds / count, cost.memory / 1e3 / count
                time_growth, memory_growth = (
                    now / then
                    for now, then in zip(each, first.setdefault(command, each), strict=True)
                )
                print(
                    f"{command:9} {count:6} models: {cost.seconds:7.1f} s, "
                    f"{cost.memory / 1e9:5.2f} GB, {cost.end}; for each {each[0]:.2f} ms "
                    f"({time_growth:.2f}), {each[1]:.1f} kB ({memory_growth:.2f})",
                    flush=True,
                )


if __name__ == "__main__":
    main()
