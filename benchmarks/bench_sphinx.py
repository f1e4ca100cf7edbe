"""What a zoo costs in Sphinx: against the host itself, and against the same content by hand.

``python benchmarks/bench_sphinx.py [--theme THEME] [--sizes 1000 10000] [--rounds 5]`` prints
processor time and peak memory as ratios. The builds of all sides take turns, each in a process of
its own, with PyStemmer, if it is installed, and without. The host's own share is that of as many
plain orphan pages with the same words; the pages by hand have a table, too.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from zoos import write_by_hand, write_plain, write_zoo

SIDES = {"zoo": write_zoo, "plain": write_plain, "hand": write_by_hand}
FEW = 1000
"""The most models that are built in several rounds, and by hand as well, which takes longest."""

# snowballstemmer takes PyStemmer wherever it can be imported.
RUN = "import sys; {}from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"
WITHOUT = "sys.modules['Stemmer'] = None; "


class Cost(NamedTuple):
    """Seconds of the processor, and the most memory in MB."""

    seconds: float
    memory: float


def build(folder: Path, side: str, theme: str, *, stemmer: bool) -> Cost:
    """Build once, in a process of its own."""
    command = [
        sys.executable,
        "-c",
        RUN.format("" if stemmer else WITHOUT),
        "-q",
        "-C",
        "-b",
        "html",
    ]
    options = {"html_theme": theme}
    if side == "zoo":
        options |= {"extensions": "sphinx_modelzoo", "modelzoo_catalog": "models.yaml"}
    for name, value in options.items():
        command += ["-D", f"{name}={value}"]
    process = subprocess.Popen([*command, str(folder / side), str(folder / f"{side}-out")])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the build of {side} failed")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def edit(folder: Path, number: int) -> None:
    """Change the summary of one model."""
    catalog = folder / "zoo" / "models.yaml"
    text = catalog.read_text(encoding="utf-8")
    changed = re.sub(r"(id: model-00100\n.*\n.*\n +en: )\S+", rf"\g<1>Edit{number}", text)
    assert changed != text
    catalog.write_text(changed, encoding="utf-8")


Costs = dict[str, list[Cost]]


def measure(folder: Path, sides: list[str], theme: str, rounds: int, *, stemmer: bool) -> Costs:
    """Build all sides from nothing and with nothing to do, and the zoo with one entry edited."""
    costs: Costs = {}
    for number in range(rounds):
        for side in sides:
            shutil.rmtree(folder / f"{side}-out", ignore_errors=True)
            for kind in (side, f"{side}, nothing to do"):
                found = build(folder, side, theme, stemmer=stemmer)
                costs.setdefault(kind, []).append(found)
        edit(folder, 2 * number + stemmer)
        found = build(folder, "zoo", theme, stemmer=stemmer)
        costs.setdefault("zoo, one entry edited", []).append(found)
    return costs


def report(costs: Costs) -> None:
    """Print a line for each kind of build, and the ratios of what was built in one round."""
    for kind, found in costs.items():
        seconds = statistics.median(cost.seconds for cost in found)
        memory = statistics.median(cost.memory for cost in found)
        print(f"  {kind}: {seconds:.1f} s, {memory:.0f} MB")
    idle = "nothing to do"
    for ours, theirs in (
        ("zoo", "plain"),
        ("zoo", "hand"),
        (f"zoo, {idle}", f"plain, {idle}"),
        (f"zoo, {idle}", f"hand, {idle}"),
        ("zoo, one entry edited", f"zoo, {idle}"),
    ):
        if theirs not in costs:
            continue
        pairs = list(zip(costs[ours], costs[theirs], strict=True))
        times = [one.seconds / other.seconds for one, other in pairs]
        memory = statistics.median(one.memory / other.memory for one, other in pairs)
        spread = f" ({min(times):.2f} to {max(times):.2f})" if len(times) > 1 else ""
        print(f"  {ours} / {theirs}: {statistics.median(times):.2f}{spread}, memory {memory:.2f}")


def main() -> None:
    """Print a block for each size, with PyStemmer and without, and how the time grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--theme", default="alabaster")
    parser.add_argument("--sizes", type=int, nargs="+", default=[FEW, 10_000])
    parser.add_argument("--rounds", type=int, default=5, help=f"of up to {FEW} models, else 1")
    options = parser.parse_args()
    stemmers = [False, True] if find_spec("Stemmer") else [False]
    times: dict[tuple[bool, int], float] = {}
    for size in options.sizes:
        sides = [side for side in SIDES if side != "hand" or size <= FEW]
        with tempfile.TemporaryDirectory() as name:
            for side in sides:
                SIDES[side](Path(name, side), size)
            for stemmer in stemmers:
                print(f"{size} models, {'with' if stemmer else 'without'} PyStemmer", flush=True)
                rounds = options.rounds if size <= FEW else 1
                costs = measure(Path(name), sides, options.theme, rounds, stemmer=stemmer)
                report(costs)
                times[stemmer, size] = statistics.median(cost.seconds for cost in costs["zoo"])
    small, large = min(options.sizes), max(options.sizes)
    for stemmer in stemmers if large > small else ():
        growth = times[stemmer, large] / times[stemmer, small]
        exponent = math.log(growth) / math.log(large / small)
        name = "with" if stemmer else "without"
        print(f"growth from {small} to {large}, {name} PyStemmer: exponent {exponent:.2f}")
    if len(stemmers) == 1:
        print("PyStemmer is not installed: pip install 'sphinx-modelzoo[fast]'")


if __name__ == "__main__":
    sys.exit(main())
