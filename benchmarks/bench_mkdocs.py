"""How a zoo in Material for MkDocs compares with the same pages written by hand, and how it grows.

``python benchmarks/bench_mkdocs.py [--theme THEME] [--sizes 1000 5000] [--rounds 3]`` prints
ratios of processor time; the builds of both sides take turns, each in a process of its own. The
pages by hand hold the same text as the generated ones, and a table as HTML; in both, no page of a
model is in the navigation.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path

from zoos import write_catalog

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli.page_files import PageFiles
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table

CONFIG = """\
site_name: Zoo
theme: {{name: {theme}}}
markdown_extensions: [attr_list, pymdownx.superfences]
not_in_nav: models/
plugins:
  - search
"""
PLUGIN = "  - modelzoo: {catalog: models.yaml}\n"


def write_sites(folder: Path, size: int, theme: str) -> None:
    """Write a site with the plugin, and one by hand."""
    zoo, hand = folder / "zoo", folder / "hand"
    (zoo / "docs").mkdir(parents=True)
    (hand / "docs").mkdir(parents=True)
    write_catalog(zoo / "models.yaml", size)
    (zoo / "mkdocs.yml").write_text(CONFIG.format(theme=theme) + PLUGIN, encoding="utf-8")
    (zoo / "docs/index.md").write_text(
        "# Zoo\n\n```{modelzoo}\n:preset: paddle\n```\n", encoding="utf-8"
    )
    catalog = load_catalog("models.yaml", zoo, registry=make_registry())
    assert len(catalog) == size, catalog.problems[:3]
    texts = PageFiles(catalog, "en", home="../index.md").texts()
    for name, text in texts.items():
        path = hand / "docs/models" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_as_by_hand(text), encoding="utf-8")
    options, _ = parse_options({"preset": "paddle"}, catalog.registry)
    renderer = HtmlRenderer(lambda model, place: f"models/{model}/")
    table = renderer.table(build_table(catalog, options, "en"))
    (hand / "docs/index.md").write_text(f"# Zoo\n\n{table}", encoding="utf-8")
    (hand / "mkdocs.yml").write_text(CONFIG.format(theme=theme), encoding="utf-8")


def _as_by_hand(text: str) -> str:
    """Code in a fence, which colours it as the generated pages do."""
    code = re.compile(r'<pre><code class="language-(\w+)">(.*?)</code></pre>', re.DOTALL)
    return code.sub(lambda found: f"```{found[1]}\n{unescape(found[2])}```", text)


def build(site: Path) -> float:
    """Build once, from nothing; the seconds of the processor that it took."""
    for left in ("site", ".cache"):
        shutil.rmtree(site / left, ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    start = os.times()
    subprocess.run(command, check=True, cwd=site, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    end = os.times()
    return end.children_user + end.children_system - start.children_user - start.children_system


def main() -> None:
    """Print one line a size, and how the time grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--theme", default="material")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    times: dict[int, float] = {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_sites(folder, size, options.theme)
            rounds = options.rounds if size == min(options.sizes) else 1
            pairs = [(build(folder / "zoo"), build(folder / "hand")) for _ in range(rounds)]
            ours, theirs = (min(times) for times in zip(*pairs, strict=True))
            times[size] = ours
            print(f"{size} models: {ours:.1f} s, by hand {theirs:.1f} s: {ours / theirs:.2f}")
    small, large = min(times), max(times)
    if large > small:
        exponent = math.log(times[large] / times[small]) / math.log(large / small)
        print(f"growth from {small} to {large}: exponent {exponent:.2f}")


if __name__ == "__main__":
    main()
