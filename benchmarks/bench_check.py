"""How long `modelzoo check` takes, against libyaml's reading of the same file.

    python benchmarks/bench_check.py [ENTRIES]

Both are measured in this process, one after the other; the ratio of their seconds of the processor
is what counts. Six catalogs: a clean one, one whose entries are all alike, one in which every entry
has something wrong, two with abstracts of 150 words, each in its place or each misplaced, and one
in which every other word of these is made up.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from string import ascii_lowercase

import yaml

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from bench_catalog import ENTRY  # noqa: E402

from sphinx_modelzoo.catalog.loading import load_catalog  # noqa: E402
from sphinx_modelzoo.catalog.writing import dump_catalog  # noqa: E402
from sphinx_modelzoo.cli.check import check_registry  # noqa: E402
from sphinx_modelzoo.curation.rules.all_rules import check  # noqa: E402
from sphinx_modelzoo.curation.words.english import english_ranks  # noqa: E402
from sphinx_modelzoo.gc_tuning import calm_collector  # noqa: E402
from sphinx_modelzoo.schema.languages import LocalizedText  # noqa: E402
from sphinx_modelzoo.schema.model import Model  # noqa: E402
from tests.support.checks_zoo import make_models, with_abstracts  # noqa: E402

LIMITS = {"clean": 3.0, "alike": 3.0, "wrong": 3.0, "long": 4.0, "astray": 4.0, "made up": 4.0}
_WORDS = 150  # of a long abstract


def timed(action: Callable[[], object]) -> tuple[float, object]:
    """The shorter of two runs, in seconds of the processor, and what came out."""
    best, result = float("inf"), None
    for _ in range(2):
        gc.collect()
        start = time.process_time()
        result = action()
        best = min(best, time.process_time() - start)
    return best, result


def with_long_abstracts(models: list[Model], seed: int = 1) -> list[Model]:
    """Fill up the abstracts with English words, the common ones more often, as in real texts."""
    chance = random.Random(seed)
    ranks = english_ranks()
    words = [word for word in sorted(ranks, key=ranks.__getitem__) if len(word) > 3]
    weights = list(accumulate(1 / (rank + 20) for rank in range(len(words))))
    filled = []
    for model in models:
        text = model.abstract.get("en") if model.abstract else None
        parts = (text or "").split(" ")
        while len(parts) < _WORDS:
            size = min(chance.randrange(8, 20), _WORDS - len(parts))
            sentence = chance.choices(words, cum_weights=weights, k=size)
            parts += [sentence[0].capitalize(), *sentence[1:]]
            parts[-1] += "."
        filled.append(replace(model, abstract=LocalizedText.from_mapping({"en": " ".join(parts)})))
    return filled


def with_made_up_words(models: list[Model], seed: int = 2) -> list[Model]:
    """Put letters at random in place of every other word of the abstracts."""
    chance = random.Random(seed)

    def changed(word: str) -> str:
        if not word.islower() or chance.random() < 0.5:
            return word
        return "".join(chance.choices(ascii_lowercase, k=chance.randrange(4, 12)))

    filled = []
    for model in models:
        text = (model.abstract.get("en") if model.abstract else None) or ""
        words = " ".join(map(changed, text.split(" ")))
        filled.append(replace(model, abstract=LocalizedText.from_mapping({"en": words})))
    return filled


def catalogs(count: int) -> dict[str, str]:
    models = make_models(count)
    wrong = [(place + 1) % count for place in range(count)]
    long = with_long_abstracts(make_models(count, languages="en"))
    alike = "".join(ENTRY.format(n=number, other=(number + 1) % count) for number in range(count))
    return {
        "clean": dump_catalog(models),
        "alike": f"schema_version: 1\nmodels:\n{alike}",
        "wrong": dump_catalog(with_abstracts(models, wrong)),
        "long": dump_catalog(long),
        "astray": dump_catalog(with_abstracts(long, wrong)),
        "made up": dump_catalog(with_made_up_words(long)),
    }


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    slow = False
    for name, text in catalogs(count).items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "models.yaml")
            file.write_text(text, encoding="utf-8")
            data = file.read_bytes()
            parse, _ = timed(lambda data=data: yaml.load(data, Loader=yaml.CSafeLoader))  # type: ignore[misc]
            with calm_collector(pause=True):  # as the command does
                load, catalog = timed(
                    lambda folder=folder: load_catalog(  # type: ignore[misc]
                        "models.yaml", Path(folder), registry=check_registry()
                    )
                )
                rules, report = timed(lambda catalog=catalog: check(catalog))  # type: ignore[misc]
        ratio = (load + rules) / parse
        slow = slow or ratio > LIMITS[name]
        print(
            f"{name:7} {count} entries, {len(data) / 1e6:.1f} MB: libyaml {parse:.2f} s, "
            f"load {load:.2f} s, rules {rules:.2f} s, {len(report.problems)} problems: "  # type: ignore[attr-defined]
            f"{ratio:.2f} times libyaml (at most {LIMITS[name]:g})",
            flush=True,
        )
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
