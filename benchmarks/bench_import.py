"""How long it takes to import a table, against the time that the HTML parser alone needs.

The table is made up: a megabyte of rows like those of a hand-kept zoo, with abstracts that slipped
by one row and words that are glued. Measured is the whole command: reading, repairs, writing the
catalog and reading it back; in this process, and in one of its own, where Python and its modules
are loaded too (against html5lib in one of its own). Run it as
``python benchmarks/bench_import.py [MEGABYTES]``; it fails when the command takes more than ten
times the processor time of html5lib. At the end, CSV files of 10,000 rows are imported; where
pandas is installed, its ``read_csv`` is the measure of time and memory.
"""

from __future__ import annotations

import gc
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import html5lib

from sphinx_modelzoo.cli import main as modelzoo

LIMIT = 10
_TEXT = """
    network model layer image feature training accuracy representation attention object detection
    segmentation loss function gradient sample label dataset method approach result efficient deep
    convolution encoder decoder sequence language graph node point cloud depth resolution pixel
"""
_WORDS = _TEXT.split()
_SMALL = ("the", "of", "a", "in", "to", "with", "for", "and", "on", "by", "from", "that", "is")
_RESULTS = (
    "Cityscapes mIoU {a}%",
    "在MS COCO上mAP={a}，参考论文Table {n}",
    "PSNR/SSIM: {a}/0.{b}",
    "CIFAR-10 top1={a} (ResNet-50, 300 epochs)",
    "SQuAD 1.1验证集F1/EM={a}/{b}.1（见论文table {n}）",
)


def make_table(size: int, *, prose: bool = True, seed: int = 1) -> str:
    """A Markdown file with one HTML table of about so many bytes, with abstracts or without."""
    chance = random.Random(seed)
    titles, abstracts = [], []
    total = 0
    while total < size:
        key = [chance.choice(_WORDS) for _ in range(5)]
        titles.append(f"Model{len(titles)}Net: {' '.join(key).title()}")
        abstracts.append(_abstract(chance, key) if prose else "")
        total += len(abstracts[-1]) + 420
    rows = []
    for at, title in enumerate(titles):
        text = abstracts[at + 1] if at + 1 < len(abstracts) else ""
        raw = chance.choice(_RESULTS).format(
            a=round(chance.uniform(40, 99), 1), b=chance.randrange(70, 99), n=chance.randrange(9)
        )
        rows.append(
            f"    <tr>\n        <td>{at + 1}</td>\n"
            f'        <td><a href="https://arxiv.org/pdf/2101.{at:05}v1.pdf">{title}</a></td>\n'
            f"        <td><details><summary>Abstract</summary><div>{text}</div></details></td>\n"
            f"        <td>{raw}</td>\n"
            f'        <td><a href="https://github.com/someone/zoo-{at}.git">快速开始</a></td>\n'
            "    </tr>"
        )
    header = "".join(
        f"<th>{name}</th>" for name in ("序号", "论文名称(链接)", "摘要", "数据集", "快速开始")
    )
    return f"# Zoo\n\n<table>\n<tr>{header}</tr>\n" + "\n".join(rows) + "\n</table>\n"


def _abstract(chance: random.Random, key: list[str]) -> str:
    words = []
    for _ in range(150):
        words.append(chance.choice(_SMALL if chance.random() < 0.4 else _WORDS))
    for word in key:
        words[chance.randrange(len(words))] = word
    text = words[0].capitalize()
    width = len(text)
    for word in words[1:]:
        glue = width > 76  # a line ended here
        text += word if glue else f" {word}"
        width = len(word) if glue else width + len(word) + 1
    return f"{text}."


_ALONE = "import sys, html5lib; html5lib.parse(open(sys.argv[1], encoding='utf-8').read())"


def seconds(action: Callable[[], object]) -> float:
    """The seconds of the processor that an action takes here, the shortest of three."""
    best = float("inf")
    for _ in range(3):
        gc.collect()
        start = time.process_time()
        action()
        best = min(best, time.process_time() - start)
    return best


def process_seconds(*arguments: str) -> float:
    """The seconds of the processor that a Python of its own takes, the shortest of three."""
    best = float("inf")
    for _ in range(3):
        start = os.times()
        subprocess.run([sys.executable, *arguments], check=True)
        end = os.times()
        spent = end.children_user + end.children_system
        best = min(best, spent - start.children_user - start.children_system)
    return best


def measure(text: str) -> tuple[float, float, float, float]:
    """html5lib and the command in this process, and both in processes of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "zoo.md"
        source.write_text(text, encoding="utf-8")
        count = iter(range(100))

        def arguments() -> list[str]:
            return ["import", str(source), "-o", str(folder / f"{next(count)}.yaml"), "-q"]

        return (
            seconds(lambda: html5lib.parse(text)),
            seconds(lambda: modelzoo(arguments(), standalone_mode=False)),
            process_seconds("-c", _ALONE, str(source)),
            process_seconds("-m", "sphinx_modelzoo", *arguments()),
        )


def rows_of(kind: str, count: int, seed: int = 3) -> str:
    """A CSV table of so many rows: of models, of a few models, of one, or of unknown columns."""
    chance = random.Random(seed)
    words = ["calm", "bright", "odd", "slow", "warm", "cold"]
    heads = {
        "models": "Model,Params (M),FLOPs (G),Top-1 Acc,Latency (ms),Config,Download",
        "ten rows a model": "Model,Variety,Params (M),Top-1 Acc,Latency (ms),Download",
        "one model": "Model,Variety,Params (M),Top-1 Acc,Latency (ms),Download",
        "unknown columns": "Model,Top-1 Acc,Mood,Place,Hours,Crew,Season,Colour",
    }
    lines = [heads[kind]]
    for at in range(count):
        figures = [f"{chance.uniform(1, 90):.2f}" for _ in range(4)]
        weights = f"https://c.org/{at}.pth"
        if kind == "models":
            config = f"https://github.com/a/b/blob/main/{at}.py"
            cells = [f"Net-{at}", *figures, config, weights]
        elif kind == "unknown columns":
            moods = [chance.choice(words) for _ in range(5)]
            place = f"{moods[0]} {moods[1]}"
            cells = [f"Net-{at}", *figures[:1], moods[2], place, figures[1], f"{at % 90}"]
            cells += moods[3:]
        else:
            name = "Net" if kind == "one model" else f"Net-{at // 10}"
            number = at if kind == "one model" else at % 10
            cells = [name, f"kind {number}", *figures[:3], weights]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def measure_rows(count: int = 10_000) -> None:
    """Import CSV files of so many rows, and print seconds and memory, also as ratios to pandas."""
    kinds = ("models", "ten rows a model", "one model", "unknown columns")
    for kind in kinds:
        with tempfile.TemporaryDirectory() as name:
            source, target = Path(name) / "zoo.csv", Path(name) / "zoo.yaml"
            source.write_text(rows_of(kind, count), encoding="utf-8")
            command = ("-m", "sphinx_modelzoo", "import", str(source), "-o", str(target), "-q")
            spent, memory = used(*command)
            said = f"{count} rows, {kind}: modelzoo import {spent:.2f} s, {memory:.0f} MB"
            if find_spec("pandas"):
                from pandas import read_csv

                whole = seconds(partial(read_csv, source))
                _, other = used("-c", f"import pandas; pandas.read_csv({str(source)!r})")
                said += f"; pandas {whole * 1000:.1f} ms, {other:.0f} MB"
                said += f": {spent / whole:.0f} and {memory / other:.2f} times"
            print(said)


def used(*arguments: str) -> tuple[float, float]:
    """The seconds of the processor and megabytes that a Python of its own needs at least."""
    seconds = megabytes = float("inf")
    for _ in range(3):
        process = subprocess.Popen([sys.executable, *arguments])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"failed: {arguments}")
        seconds = min(seconds, usage.ru_utime + usage.ru_stime)
        megabytes = min(megabytes, usage.ru_maxrss / 1024)
    return seconds, megabytes


def main() -> int:
    """Print the figures; 1 when the import is too slow."""
    size = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    measure(make_table(20_000))  # imports and word lists are loaded
    worst = 0.0
    for prose in (True, False):
        text = make_table(int(size * 1_000_000), prose=prose)
        parser, whole, alone, process = measure(text)
        worst = max(worst, whole / parser)
        what = "with abstracts" if prose else "without abstracts"
        print(f"{len(text.encode()) / 1e6:.2f} MB {what}, {text.count('<tr>') - 1} rows:")
        print(f"  html5lib {parser:.2f} s, modelzoo import {whole:.2f} s", end="")
        print(f": {whole / parser:.1f} times (at most {LIMIT})")
        print(f"  as processes {alone:.2f} s, {process:.2f} s: {process / alone:.1f} times")
    measure_rows()
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
