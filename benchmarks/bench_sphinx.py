"""How a zoo compares with the same content written by hand, and how it grows.

``python benchmarks/bench_sphinx.py [--theme THEME] [--sizes 1000 5000 10000]`` prints ratios;
both sides of each run on this machine one after the other.
"""

from __future__ import annotations

import argparse
import math
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from zoos import write_by_hand, write_zoo


def build(source: Path, out: Path, theme: str, extensions: str) -> float:
    """Build once, in a process of its own; the seconds that it took."""
    options = {
        "extensions": extensions,
        "html_theme": theme,
        "modelzoo_catalog": "models.yaml",
    }
    if not extensions:
        del options["modelzoo_catalog"], options["extensions"]
    command = [sys.executable, "-m", "sphinx", "-q", "-C", "-b", "html"]
    for name, value in options.items():
        command += ["-D", f"{name}={value}"]
    start = time.perf_counter()
    subprocess.run([*command, str(source), str(out)], check=True)
    return time.perf_counter() - start


class Pair(NamedTuple):
    """Seconds for a zoo, and for the same by hand."""

    ours: float
    theirs: float

    def __str__(self) -> str:
        return f"{self.ours:.1f} s, by hand {self.theirs:.1f} s: {self.ours / self.theirs:.2f}"


def compare(folder: Path, size: int, theme: str) -> tuple[Pair, Pair]:
    """What the first builds take, and the next ones after nothing was changed.

    The second tells how much of such a build is Sphinx's own: it writes indices, inventory and
    search index each time.
    """
    write_zoo(folder / "zoo", size)
    write_by_hand(folder / "hand", size)
    sides = (("zoo", "sphinx_modelzoo"), ("hand", ""))
    first, second = (
        Pair(*(build(folder / side, folder / f"{side}-out", theme, used) for side, used in sides))
        for _ in range(2)
    )
    return first, second


def rebuilds(folder: Path, theme: str) -> tuple[float, float]:
    """The seconds of builds after nothing, and after one entry, was changed; the best of three."""
    source, out = folder / "zoo", folder / "zoo-out"
    nothing, edited = [], []
    for number in range(3):
        nothing.append(build(source, out, theme, "sphinx_modelzoo"))
        catalog = source / "models.yaml"
        text = catalog.read_text(encoding="utf-8")
        changed = re.sub(r"(id: model-00100\n.*\n.*\n +en: )\S+", rf"\g<1>Edit{number}", text)
        assert changed != text
        catalog.write_text(changed, encoding="utf-8")
        edited.append(build(source, out, theme, "sphinx_modelzoo"))
    return min(nothing), min(edited)


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--theme", default="alabaster")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--large", type=int, default=10000)
    options = parser.parse_args()
    times: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for size in options.sizes:
            first, second = compare(Path(name, str(size)), size, options.theme)
            times[size] = first.ours
            print(f"{size} models: {first}")
            print(f"{size} models, nothing changed: {second}")
        folder = Path(name, "large")
        write_zoo(folder / "zoo", options.large)
        full = build(folder / "zoo", folder / "zoo-out", options.theme, "sphinx_modelzoo")
        small = min(times)
        exponent = math.log(full / times[small]) / math.log(options.large / small)
        print(f"{options.large} models: {full:.1f} s; growth from {small}: exponent {exponent:.2f}")
        nothing, edited = rebuilds(folder, options.theme)
        print(f"nothing changed: {nothing:.1f} s, {nothing / full:.1%} of the full build")
        print(f"one entry edited: {edited:.1f} s, {edited / nothing:.2f} of that")


if __name__ == "__main__":
    sys.exit(main())
