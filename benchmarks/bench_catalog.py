"""How long a catalog takes to read, and its table to make, against libyaml's reading of the file.

    python benchmarks/bench_catalog.py [ENTRIES]

Everything runs in this process; the ratios are what counts, as the machine does not matter then.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.gc_tuning import calm_collector
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.content import Grid
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table

REGISTRY = make_registry()
RAW = {"preset": "paddle", "sort": "-metric:mAP@COCO, name", "filter": '"COCO" in datasets'}
TABLE = parse_options(RAW, REGISTRY)[0]
HTML = HtmlRenderer(lambda model, fragment: f"models/{model}.html")

ENTRY = """\
  - id: model-{n}
    name: Model {n}
    summary:
      en: One-stage detector number {n} that collects training tricks so that one GPU is enough.
      zh: 单阶段目标检测器第 {n} 号，汇集多种训练技巧，单张消费级显卡即可训练，速度与精度兼顾。
    abstract:
      en: |
        There are a huge number of features which are said to improve accuracy in model {n}.
        Practical testing of combinations of such features on large datasets, and theoretical
        justification of the result, is required. Some features operate on certain models
        exclusively and for certain problems exclusively, or only for small-scale datasets.
    tasks: [object-detection]
    tags: [one-stage, real-time, detector]
    publisher: PaddlePaddle
    license: Apache-2.0
    params: 25.6M
    paper:
      title: "Model {n}: Optimal Speed and Accuracy of Object Detection"
      arxiv: "2004.{n:05d}"
      authors: [Alexey Bochkovskiy, Chien-Yao Wang, Hong-Yuan Mark Liao]
      year: 2020
    code:
      - {{url: "https://example.org/zoo/model-{n}", kind: quick-start, framework: paddlepaddle}}
    results:
      - dataset: {{name: COCO, split: test-dev}}
        metrics: {{mAP: {{value: 41.2, unit: "%"}}, AP50: 62.8}}
        conditions: {{input_size: 416x416, backbone: CSPDarknet-53}}
        source: {{kind: paper, locator: Table 3}}
        raw: {{zh: "输入 416x416，在 MS COCO 上 mAP=41.2", en: "Input 416x416, mAP 41.2 on COCO"}}
      - dataset: ImageNet-1k
        metrics: {{Top-1 Accuracy: 77.2}}
    aliases: [Detector {n}]
    related: [model-{other}]
    added: 2021-12-31

"""


def catalog_text(entries: int) -> str:
    """A catalog of so many entries, each somewhat like those of a real zoo."""
    head = "schema_version: 1\nlanguage: en\nmodels:\n"
    return head + "".join(ENTRY.format(n=n, other=(n + 1) % entries) for n in range(entries))


def seconds(run: Callable[[], object]) -> float:
    """How long a call takes, beginning with nothing to collect."""
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main(entries: int) -> None:
    """Print the times and their ratios to libyaml's."""
    loader = yaml.CSafeLoader
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, cache = folder / "models.yaml", folder / "cache" / "catalog.cache"
        text = catalog_text(entries)
        file.write_text(text, encoding="utf-8")

        def load() -> None:
            with calm_collector(pause=True):  # as the command does
                catalog = load_catalog("models.yaml", folder, registry=REGISTRY, cache=cache)
            assert len(catalog) == entries, catalog.problems[:3]

        def baseline() -> None:
            yaml.load(file.read_bytes(), Loader=loader)

        print(f"{entries} entries, {len(text.encode()) / 1e6:.1f} MB")
        first = seconds(Vocabularies.builtin)  # once per process, whatever the catalog
        base = seconds(baseline)
        gc.disable()
        quick = seconds(baseline)
        gc.enable()
        rows = {"libyaml (yaml.load)": base, "libyaml, collector off": quick, "vocabularies": first}
        rows["cold load"] = seconds(load)
        rows["warm load"] = min(seconds(load) for _ in range(3))
        for number in (1, 2):
            at = text.index(f"number {entries // 2} ")
            text = f"{text[:at]}edited {text[at:]}"
            file.write_text(text, encoding="utf-8")
            rows[f"after one edited entry ({number})"] = seconds(load)
        rows["warm load again"] = seconds(load)
        catalog = load_catalog("models.yaml", folder, registry=REGISTRY, cache=cache)
        grids: list[Grid] = []
        rows["its table"] = seconds(lambda: grids.append(build_table(catalog, TABLE, "zh")))
        rows["its table in HTML"] = seconds(lambda: HTML.table(grids[0]))
        for label, took in rows.items():
            print(f"{label:28} {took:7.3f} s   {took / base:7.3f} of libyaml   {took / quick:7.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
