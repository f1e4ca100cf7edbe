"""How the interactive table compares with DataTables 2 and Tabulator in a browser.

``python benchmarks/bench_browser.py [--rows 10000] [--rounds 5]`` shows the same rows to one
Chromium with each of the three, in turn, and prints medians in milliseconds. The others get their
rows as an array in a script, which is their fastest way. DataTables has pages of the same length;
Tabulator is faster with its virtual DOM, which holds only the rows in sight. Each has one column
that the reader adds. An act is over when the reader sees what it did: our script fills in the rows
below the screen 30 ms later.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from zoos import write_catalogs

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.render.cutting import cut_table
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.script_data import COMPARE, SCRIPTS, asset, settings
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from browser_tools import launch, npm_file

COLUMNS = "no, name, tasks, summary, results, quick-start, params, year"
PAGE = 50
BOXES = "[...document.querySelectorAll('.modelzoo-check')]"

WATCH = """
window.bench = {};
const watch = () => {
  if (window.isReady && window.isReady()) {
    document.body.offsetHeight;
    bench.ready = performance.now();
  } else requestAnimationFrame(watch);
};
document.addEventListener("DOMContentLoaded", watch);
"""

# Act, and wait until what the reader sees has changed and is laid out.
MEASURE = """
async ([act, shown]) => {
  const seen = () => document.querySelector(shown).innerText;
  const before = seen();
  const start = performance.now();
  (0, eval)(act);
  while (seen() === before && performance.now() < start + 20000) await new Promise((next) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = next;
    channel.port2.postMessage(0);
  });
  document.body.offsetHeight;
  return performance.now() - start;
}
"""


class Contestant:
    """A page, how to tell that it can be used, and what a reader does."""

    complete = "true"
    """Whether all rows are there: those of ours go on loading while the first can be used."""

    def __init__(self, name: str, head: str, body: str, ready: str, acts: dict[str, Any]) -> None:
        self.name = name
        self.head = head
        self.body = body
        self.ready = ready
        self.acts = acts

    def write(self, folder: Path) -> Path:
        """The page in a folder; all have the same skeleton and style."""
        path = folder / f"{self.name}.html"
        style = '<link rel="stylesheet" href="modelzoo.css">'
        path.write_text(
            f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>t</title>{style}"
            f"<script>window.isReady = () => {self.ready}</script>{self.head}</head>"
            f"<body><h1>Models</h1>{self.body}</body></html>",
            encoding="utf-8",
        )
        return path

    def measure(self, browser: Browser, url: str) -> dict[str, float]:
        """The milliseconds of everything, in a fresh page."""
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.goto(url)
        page.wait_for_function("bench.ready")
        times = {"usable page": page.evaluate("bench.ready")}
        page.wait_for_function(self.complete)
        times["all rows read"] = page.evaluate("performance.now()")
        page.wait_for_timeout(1500)  # a reader looks before typing; all three may work ahead
        for name, (act, shown) in self.acts.items():
            times[name] = page.evaluate(MEASURE, [act, shown])
            page.wait_for_timeout(100)
        page.close()
        return times


def typed(selector: str, text: str) -> str:
    """A script that types into a field."""
    return (
        f"(() => {{ const field = document.querySelector({selector!r}); field.value = {text!r};"
        "field.dispatchEvent(new InputEvent('input', {bubbles: true}));"
        "field.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true})); })()"
    )


def contestants(folder: Path, rows: int) -> list[Contestant]:
    """The three, on the same rows; their files are written into the folder."""
    write_catalogs(folder / "models", rows)
    registry = make_registry()
    catalog = load_catalog("models", folder, registry=registry)
    options, _ = parse_options({"columns": COLUMNS}, registry)
    grid = build_table(catalog, options, "en")
    words = labels("en")
    renderer = HtmlRenderer(lambda page, fragment: f"{page.path}.html", words)
    told = settings(grid, words, COMPARE)
    name = "modelzoo-data/table/bench.js"
    cut = cut_table(renderer.table_parts(grid, settings=told), name, words)
    assert cut is not None
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text(cut.data, encoding="utf-8")
    for file in (*SCRIPTS, "modelzoo.css"):
        (folder / file).write_bytes(asset(file))
    made = [renderer.cells(row) for row in grid.rows]
    cells = [[html for _, html in (*each.cells, each.more[-1])] for each in made]
    heads = [column.label for column in (*grid.columns, grid.more[-1])]
    # What Tabulator sorts by, it gets as numbers and plain texts.
    values = [[int(each.cells[-1][0] or 0), each.cells[1][0]] for each in made]
    for file, source in FILES.items():
        (folder / file).write_bytes(npm_file(*source).read_bytes())
    (folder / "rows.js").write_text(
        f"const HEADS = {json.dumps(heads)}, ROWS = {json.dumps(cells)};", encoding="utf-8"
    )
    (folder / "values.js").write_text(f"const VALUES = {json.dumps(values)};", encoding="utf-8")
    print(f"{rows} rows: page {len(cut.html) / 1e6:.2f} MB, data {len(cut.data) / 1e6:.2f} MB")
    year = len(grid.columns) - 1
    ours = Contestant(
        "modelzoo",
        '<script defer src="modelzoo.js"></script>',
        cut.html,
        f"(document.querySelector('.modelzoo-status')?.textContent ?? '').includes('{rows}')",
        {
            "first keystroke": (typed(".modelzoo-search input", "f"), ".modelzoo-status"),
            "more keystrokes": (typed(".modelzoo-search input", "former"), ".modelzoo-status"),
            "search cleared": (typed(".modelzoo-search input", ""), ".modelzoo-status"),
            "facet": (
                "document.querySelector('nav .modelzoo-chip').click()",
                ".modelzoo-status",
            ),
            "facet cleared": (
                "document.querySelector('nav .modelzoo-chip').click()",
                ".modelzoo-status",
            ),
            "sort by number": (
                f"document.querySelectorAll('thead th')[{year}].firstChild.click()",
                "tbody tr a",
            ),
            "sort by name": (
                "document.querySelectorAll('thead th')[1].firstChild.click()",
                "tbody tr a",
            ),
            "column added": (
                f"{BOXES}.find((box) => box.textContent === {heads[-1]!r}).firstChild.click()",
                "thead",
            ),
        },
    )
    ours.complete = "!document.querySelector('.modelzoo-rest')"
    return [ours, datatables(year), tabulator(year)]


FILES = {
    "jquery.js": ("jquery@3", "dist/jquery.min.js"),
    "datatables.js": ("datatables.net@2", "js/dataTables.min.js"),
    "tabulator.js": ("tabulator-tables@6", "dist/js/tabulator.min.js"),
    "tabulator.css": ("tabulator-tables@6", "dist/css/tabulator.min.css"),
}
TABLE = '<table id="t" class="modelzoo-table"></table>'
TASK = "Object detection"


def datatables(year: int) -> Contestant:
    """DataTables 2 with the page length of ours."""
    make = (
        "const dt = new DataTable('#t', {data: ROWS, columns: HEADS.map((title, at) =>"
        f" ({{title, visible: at <= {year}}})), pageLength: {PAGE}, order: []}})"
    )
    search = "search: x => dt.column(2).search(x, {regex: true, smart: false}).draw()"
    return Contestant(
        "datatables",
        "".join(f'<script src="{name}"></script>' for name in ("jquery.js", "datatables.js")),
        f'{TABLE}<script src="rows.js"></script><script>{make}; const by = {{{search}}}</script>',
        "document.querySelector('.dt-info')?.textContent.includes('of')",
        {
            "first keystroke": (typed(".dt-search input", "f"), ".dt-info"),
            "more keystrokes": (typed(".dt-search input", "former"), ".dt-info"),
            "search cleared": (typed(".dt-search input", ""), ".dt-info"),
            "facet": (f"by.search('^{TASK}$')", ".dt-info"),
            "facet cleared": ("by.search('')", ".dt-info"),
            "sort by number": (f"dt.order([{year}, 'asc']).draw()", "tbody tr a"),
            "sort by name": ("dt.order([1, 'asc']).draw()", "tbody tr a"),
            "column added": (f"dt.column({year + 1}).visible(true)", "thead"),
        },
    )


TABULATOR = """
ROWS.forEach((row, at) => Object.assign(row, {year: VALUES[at][0], name: VALUES[at][1]}));
const by = {word: "", task: ""};
const tab = new Tabulator("#t", {
  height: 800, data: ROWS, nestedFieldSeparator: false, layout: "fitColumns",
  columns: HEADS.map((title, at) => ({
    title, field: {1: "name", YEAR: "year"}[at] ?? String(at), visible: at <= YEAR,
    formatter: (cell) => cell.getRow().getData()[at], sorter: at === YEAR ? "number" : "string",
  })),
});
tab.on("renderComplete", () => {
  document.querySelector("#info").textContent = `${tab.getDataCount("active")} of ${ROWS.length}`;
});
// Searched is one text of each row, made ahead.
tab.on("tableBuilt", () => setTimeout(() => {
  for (const row of ROWS) row.text = row.join("\\n").replace(/<[^>]*>/g, "").toLowerCase();
}, 200));
const narrow = (what) => {
  Object.assign(by, what);
  const fits = (row) =>
    (!by.task || row[2].includes(`>${by.task}<`)) && row.text.includes(by.word);
  if (by.word || by.task) tab.setFilter(fits);
  else tab.clearFilter();
};
"""


def tabulator(year: int) -> Contestant:
    """Tabulator with as many rows in sight as a screen holds, and one custom filter."""
    files = "".join(f'<script src="{name}"></script>' for name in ("tabulator.js", "values.js"))
    return Contestant(
        "tabulator",
        f'<link rel="stylesheet" href="tabulator.css">{files}',
        '<p id=info></p><div id="t"></div><script src="rows.js"></script>'
        f"<script>{TABULATOR.replace('YEAR', str(year))}</script>",
        "document.querySelector('#info')?.textContent.includes('of')",
        {
            "first keystroke": ("narrow({word: 'f'})", "#info"),
            "more keystrokes": ("narrow({word: 'former'})", "#info"),
            "search cleared": ("narrow({word: ''})", "#info"),
            "facet": (f"narrow({{task: '{TASK}'}})", "#info"),
            "facet cleared": ("narrow({task: ''})", "#info"),
            "sort by number": ("tab.setSort('year', 'asc')", ".tabulator-row a"),
            "sort by name": ("tab.setSort('name', 'asc')", ".tabulator-row a"),
            "column added": (f"tab.showColumn('{year + 1}')", ".tabulator-headers"),
        },
    )


def main() -> None:
    """Print a line for everything that was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    times: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        found = contestants(Path(folder), options.rows)
        addresses = [each.write(Path(folder)).as_uri() for each in found]
        for _ in range(options.rounds):
            for each, address in zip(found, addresses, strict=True):
                for name, value in each.measure(browser, address).items():
                    times.setdefault(name, {}).setdefault(each.name, []).append(value)
        browser.close()
    for name, by in times.items():
        medians = {who: statistics.median(values) for who, values in by.items()}
        ours, *others = medians.values()
        figures = ", ".join(f"{who} {value:.1f} ms" for who, value in medians.items())
        print(f"{name}: {figures}; {ours / min(others):.2f} of the faster other")


if __name__ == "__main__":
    main()
