"""How long `modelzoo check` takes, against libyaml's reading of the same file.

    python benchmarks/bench_check.py [ENTRIES]

Both are measured in this process, one after the other; the ratio is what counts. Three catalogs:
a clean one, one whose entries are all alike, and one in which every entry has something wrong.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from bench_catalog import ENTRY  # noqa: E402

from sphinx_modelzoo.catalog.loading import load_catalog  # noqa: E402
from sphinx_modelzoo.catalog.writing import dump_catalog  # noqa: E402
from sphinx_modelzoo.cli.check import check_registry  # noqa: E402
from sphinx_modelzoo.curation.rules.all_rules import check  # noqa: E402
from sphinx_modelzoo.gc_tuning import calm_collector  # noqa: E402
from tests.support.checks_zoo import make_models, with_abstracts  # noqa: E402

LIMIT = 3.0


def timed(action: Callable[[], object]) -> tuple[float, object]:
    """The shorter of two runs, in seconds, and what came out."""
    best, result = float("inf"), None
    for _ in range(2):
        gc.collect()
        start = time.perf_counter()
        result = action()
        best = min(best, time.perf_counter() - start)
    return best, result


def catalogs(count: int) -> dict[str, str]:
    models = make_models(count)
    wrong = [(place + 1) % count for place in range(count)]
    alike = "".join(ENTRY.format(n=number, other=(number + 1) % count) for number in range(count))
    return {
        "clean": dump_catalog(models),
        "alike": f"schema_version: 1\nmodels:\n{alike}",
        "wrong": dump_catalog(with_abstracts(models, wrong)),
    }


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    worst = 0.0
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
        worst = max(worst, ratio)
        print(
            f"{name:6} {count} entries, {len(data) / 1e6:.1f} MB: libyaml {parse:.2f} s, "
            f"load {load:.2f} s, rules {rules:.2f} s, {len(report.problems)} problems: "  # type: ignore[attr-defined]
            f"{ratio:.2f} times libyaml (at most {LIMIT:g})"
        )
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
