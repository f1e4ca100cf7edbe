"""Catalogs of any size for the benchmarks, and the same content without the extension.

As hand-written pages, and as the words of the zoo's pages alone, which is what the host takes.
"""

from __future__ import annotations

import random
import re
from html import unescape
from pathlib import Path

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli.page_files import PageFiles
from sphinx_modelzoo.views.builtin import make_registry

TASKS = (
    "object-detection",
    "image-classification",
    "semantic-segmentation",
    "text-classification",
    "question-answering",
    "text-generation",
    "image-super-resolution",
    "click-through-rate-prediction",
)
DATASETS = ("ImageNet-1k", "COCO", "Cityscapes", "CIFAR-10", "SQuAD 1.1", "Criteo", "GLUE")
METRICS = ("Top-1 Accuracy", "mAP", "mIoU", "F1", "AUC")
WORDS = (  # noqa: SIM905  (a list would take forty lines)
    "attention backbone convolution decoder encoder feature gradient head image kernel layer mask"
    " network object pixel query region sample token unit vector weight transformer residual"
    " pyramid context global local sparse dense light fast robust deep wide graph sequence"
).split()
NAMES = ("Net", "Former", "Det", "Seg", "BERT", "GAN", "Mixer")


class Entry:
    """What one model says, in a form that both the catalog and a page can be written from."""

    def __init__(self, number: int) -> None:
        dice = random.Random(number)

        def sentence(length: int) -> str:
            text = " ".join(dice.choice(WORDS) for _ in range(length))
            return text[:1].upper() + text[1:] + "."

        self.id = f"model-{number:05d}"
        self.name = f"{dice.choice(WORDS).title()}{dice.choice(NAMES)}-{number}"
        self.summary = sentence(14)
        self.chinese = "面向图像与文本任务的模型，结构紧凑，训练稳定。"
        self.description = " ".join(sentence(12) for _ in range(4))
        self.task = dice.choice(TASKS)
        self.title = sentence(7)[:-1]
        self.arxiv = f"{dice.randint(1501, 2512)}.{dice.randint(1, 19999):05d}"
        self.authors = [f"{dice.choice(WORDS).title()} {dice.choice(WORDS).title()}" for _ in "abc"]
        self.year = dice.randint(2015, 2025)
        self.repository = f"https://example.org/zoo/{self.id}"
        self.results = [
            (dice.choice(DATASETS), dice.choice(METRICS), round(dice.uniform(20, 99), 2))
            for _ in range(dice.randint(1, 3))
        ]
        self.params = f"{dice.randint(1, 900)}M"

    def yaml(self) -> str:
        """The entry in the catalog."""
        results = "".join(
            f"      - {{dataset: {dataset}, metrics: {{{metric}: {value}}},"
            f" conditions: {{input_size: 224x224}}}}\n"
            for dataset, metric, value in self.results
        )
        return (
            f"  - id: {self.id}\n    name: {self.name}\n"
            f"    summary:\n      en: {self.summary}\n      zh: {self.chinese}\n"
            f"    description:\n      en: {self.description}\n"
            f"    tasks: [{self.task}]\n    tags: [benchmark, synthetic]\n"
            f"    params: {self.params}\n"
            f'    paper:\n      title: {self.title}\n      arxiv: "{self.arxiv}"\n'
            f"      authors: [{', '.join(self.authors)}]\n      year: {self.year}\n"
            f'    code:\n      - {{url: "{self.repository}", kind: quick-start,'
            f" framework: paddlepaddle}}\n    results:\n{results}"
        )

    def page(self) -> str:
        """The same as a page that somebody wrote."""
        facts = (
            f":Tasks: {self.task}\n:Paper: `{self.title} <https://arxiv.org/abs/{self.arxiv}>`__\n"
            f":Authors: {', '.join(self.authors)}\n:Published in: {self.year}\n"
            f":Tags: benchmark, synthetic\n:Parameters: {self.params}\n"
        )
        rows = "".join(
            f"   * - {dataset}\n     - {metric}\n     - {value}\n     - input size: 224x224\n"
            for dataset, metric, value in self.results
        )
        authors = " and ".join(self.authors)
        return (
            f":orphan:\n\n.. _model-{self.id}:\n\n{self.name}\n{'=' * len(self.name)}\n\n"
            f".. index:: {self.name}\n\n{self.summary}\n\n{facts}\n"
            f"Results\n-------\n\n.. list-table::\n   :header-rows: 1\n\n"
            f"   * - Dataset\n     - Metric\n     - Value\n     - Conditions\n{rows}\n"
            f"Description\n-----------\n\n{self.description}\n\n"
            f"Quick start\n-----------\n\n* `{self.repository} <{self.repository}>`__\n\n"
            f"Citation\n--------\n\n.. code-block:: bibtex\n\n"
            f"   @misc{{{self.id},\n     title = {{{{{self.title}}}}},\n"
            f"     author = {{{authors}}},\n     year = {{{self.year}}},\n"
            f"     eprint = {{{self.arxiv}}},\n     archivePrefix = {{arXiv}},\n   }}\n"
        )

    def row(self, number: int) -> str:
        """The same as a row of a hand-written table."""
        results = ", ".join(f"**{d}**: {m} {v}" for d, m, v in self.results)
        return (
            f"   * - {number}\n     - :ref:`model-{self.id}`\n"
            f"       `{self.title} <https://arxiv.org/abs/{self.arxiv}>`__\n"
            f"     - {self.summary}\n     - {results}\n"
            f"     - `Quick start <{self.repository}>`__\n"
        )


def write_catalog(path: Path, count: int) -> None:
    """A catalog of so many models."""
    entries = "".join(Entry(number).yaml() for number in range(count))
    path.write_text(f"schema_version: 1\nmodels:\n{entries}", encoding="utf-8")


def write_catalogs(folder: Path, count: int, each: int = 10_000) -> None:
    """A catalog of so many models in files of a folder, since one file has a limit."""
    folder.mkdir(parents=True)
    for start in range(0, count, each):
        numbers = range(start, min(start + each, count))
        entries = "".join(Entry(number).yaml() for number in numbers)
        path = folder / f"part-{start // each:04d}.yaml"
        path.write_text(f"schema_version: 1\nmodels:\n{entries}", encoding="utf-8")


def write_zoo(folder: Path, count: int) -> None:
    """A project with the extension: a catalog and one directive."""
    folder.mkdir(parents=True)
    write_catalog(folder / "models.yaml", count)
    (folder / "index.rst").write_text(
        "Zoo\n===\n\n.. modelzoo::\n   :preset: paddle\n", encoding="utf-8"
    )


def write_by_hand(folder: Path, count: int) -> None:
    """The same content without the extension: a page each, and a list-table."""
    (folder / "models").mkdir(parents=True)
    rows = []
    for number in range(count):
        entry = Entry(number)
        (folder / "models" / f"{entry.id}.rst").write_text(entry.page(), encoding="utf-8")
        rows.append(entry.row(number + 1))
    head = (
        "Zoo\n===\n\n.. list-table::\n   :header-rows: 1\n\n   * - No.\n     - Model and paper\n"
        "     - Abstract\n     - Datasets and results\n     - Quick start\n"
    )
    (folder / "index.rst").write_text(head + "".join(rows), encoding="utf-8")


def write_plain(folder: Path, count: int) -> None:
    """The words of the zoo's pages as plain orphan pages, without markup and without a table."""
    folder.mkdir(parents=True)
    write_catalog(folder / "models.yaml", count)
    catalog = load_catalog("models.yaml", folder, registry=make_registry())
    (folder / "models.yaml").unlink()
    for name, text in PageFiles(catalog, "en", home="../index.md").texts().items():
        path = (folder / "models" / name).with_suffix(".rst")
        path.parent.mkdir(parents=True, exist_ok=True)
        title, *paragraphs = filter(None, map(_words, text.split("\n\n")))
        head = f":orphan:\n\n{title}\n{'=' * len(title)}\n\n"
        path.write_text(head + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    (folder / "index.rst").write_text("Zoo\n===\n\nModels.\n", encoding="utf-8")


def _words(markdown: str) -> str:
    """The words of a paragraph of Markdown: no tags, comments, addresses or signs."""
    text = re.sub(r"<!--.*?-->|<[^>]+>|(?<=\])\([^)]*\)", "", markdown, flags=re.DOTALL)
    return " ".join(re.findall(r"\w(?:[\w.:%-]*\w)?", unescape(text)))
