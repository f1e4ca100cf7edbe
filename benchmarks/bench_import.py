"""How long it takes to import a table, against the time that the HTML parser alone needs.

The table is made up: a megabyte of rows like those of a hand-kept zoo, with abstracts that slipped
by one row and words that are glued. Run it as ``python benchmarks/bench_import.py [MEGABYTES]``;
it fails when the import takes more than ten times the processor time of html5lib.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import html5lib

from sphinx_modelzoo.catalog.vocabulary import Vocabularies
from sphinx_modelzoo.importers import repairs, tables
from sphinx_modelzoo.importers.base import ImportContext

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


def measure(text: str) -> tuple[float, float]:
    """The seconds of the processor that html5lib needs for a text, and the import of it."""
    start = time.process_time()
    html5lib.parse(text)
    parser = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zoo.md"
        path.write_text(text, encoding="utf-8")
        start = time.process_time()
        result = tables.read([path], ImportContext(Vocabularies.builtin()))
        repairs.repair(result.drafts)
        return parser, time.process_time() - start


def main() -> int:
    """Print the figures; 1 when the import is too slow."""
    size = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    measure(make_table(20_000))  # imports and word lists are loaded
    worst = 0.0
    for prose in (True, False):
        text = make_table(int(size * 1_000_000), prose=prose)
        runs = [measure(text) for _ in range(3)]
        parser, whole = min(run[0] for run in runs), min(run[1] for run in runs)
        worst = max(worst, whole / parser)
        what = "with abstracts" if prose else "without abstracts"
        print(f"{len(text.encode()) / 1e6:.2f} MB {what}, {text.count('<tr>') - 1} rows:")
        print(f"  html5lib alone {parser:.2f} s, import with repairs {whole:.2f} s", end="")
        print(f": {whole / parser:.1f} times (at most {LIMIT})")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
