"""What the script of a page is told: labels, facets and data, as JSON.

The script (``static/modelzoo.js``) improves a table that is complete without it. A large table is
cut after its first rows; the others go into a file beside the page, which a page opened from a
disk can load too, and into a list of links for readers without JavaScript.
"""

from __future__ import annotations

import hashlib
import json
import re
from html import escape, unescape
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_modelzoo.views.labels import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sphinx_modelzoo.catalog.model import Model
    from sphinx_modelzoo.views.compare import Comparison
    from sphinx_modelzoo.views.content import Grid

SCRIPT = "modelzoo.js"
SCRIPTS = (SCRIPT, "modelzoo-compare.js")
"""The script that a page loads, and the one that it loads when somebody compares models."""
DATA_FOLDER = "modelzoo-data"
"""Beside the script: it looks for its data there."""
COMPARE = f"{DATA_FOLDER}/compare.js"

STATIC_ROWS = 1000
STATIC_SIZE = 1_500_000
"""A table with more rows, or of more characters, is cut."""
SHOWN_ROWS = 100
"""So many rows of a large table stay in the page."""

LABELS: Mapping[str, str] = {
    "tools": N_("Search and filter"),
    "search": N_("Search models"),
    "models": N_("{shown} of {total} models"),
    "variants": N_("{shown} of {total} variants"),
    "none": N_("No model fits. Clear the search or some filters."),
    "clear": N_("Clear"),
    "filters": N_("Filters"),
    "find": N_("Find in this list"),
    "columns": N_("Columns"),
    "sort": N_("Sort by"),
    "catalog": N_("Catalog order"),
    "ascending": N_("{column}, ascending"),
    "descending": N_("{column}, descending"),
    "export": N_("Export"),
    "copyCsv": N_("Copy as CSV"),
    "copyMarkdown": N_("Copy as Markdown"),
    "saveCsv": N_("Download as CSV"),
    "saveMarkdown": N_("Download as Markdown"),
    "copied": N_("Copied, rows: {count}"),
    "refused": N_("The browser did not allow copying."),
    "pages": N_("Pages of the table"),
    "page": N_("Page {page} of {pages}"),
    "previous": N_("Previous page"),
    "next": N_("Next page"),
    "loading": N_("Loading all models …"),
    "failed": N_("The file with the other models could not be loaded."),
    "pick": N_("Compare"),
    "compare": N_("Compare ({count})"),
    "more": N_("Choose a second model to compare."),
    "most": N_("At most six models can be compared."),
    "comparison": N_("Comparison of models"),
    "differing": N_("Only differences"),
    "best": N_("best"),
    "property": N_("Property"),
    "share": N_("Copy link"),
    "shared": N_("Link copied"),
    "remove": N_("Remove {name}"),
    "unpick": N_("Choose none"),
    "close": N_("Close"),
}
"""Every label of the script by its name there."""

# Comments on lines of their own, and indentation; no text of the scripts goes over several lines.
_AUTHORS = re.compile(r"^\s*(?://.*|/\*\*.*\*/)?\n?|^ +| // [\w ,:;'-]+$", re.MULTILINE)
_ROW = re.compile(r"<tr\b([^>]*)>(.*?)</tr>\s*", re.DOTALL)
_BODY = re.compile(r"<tbody\b[^>]*>(.*?)</tbody>\s*", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b([^>]*)>(.*?)</t[dh]>", re.DOTALL)
_MODEL, _FACETS, _SORT = (
    re.compile(rf'\bdata-{name}="([^"]*)"') for name in ("model", "facets", "sort")
)
_LINK = re.compile(r'<a class="modelzoo-link" href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def asset(name: str) -> bytes:
    """A file of the package as readers get it: of scripts, without what only tells authors."""
    source = resources.files("sphinx_modelzoo.render") / "static" / name
    text = source.read_text(encoding="utf-8")
    if name.endswith(".js"):
        head, _, body = text.partition("*/\n")  # the first comment says what the file is
        text = f"{head}*/\n{_AUTHORS.sub('', body)}"
    return text.encode()


def json_text(value: Any) -> str:
    """JSON that can stand in a script: it ends no element and begins no comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def settings(grid: Grid, words: Callable[[str], str], language: str, compare: str = "") -> str:
    """What the script must know of a table that is not in its HTML.

    :param words: translates the labels.
    :param language: the tag of the page's language, which texts are sorted by.
    :param compare: the file with what models are compared by, where there is one.
    :returns: JSON for the ``<script>`` in the table's box.
    """
    variants = any(row.variant for group in grid.groups for row in group.rows)
    return json_text(
        {
            "language": language,
            "labels": {name: words(text) for name, text in LABELS.items()},
            "facets": [
                [facet.key, facet.label, [[value.key, value.label] for value in facet.values]]
                for facet in grid.facets
            ],
            "kinds": [column.kind for column in grid.columns],
            "keys": [column.key for column in grid.columns],
            "head": next((n for n, c in enumerate(grid.columns) if c.key == grid.row_header), -1),
            "unit": "variants" if variants else "models",
            "compare": compare,
        }
    )


class Cut(NamedTuple):
    """A large table: what stays in the page, and the file beside it."""

    html: str
    data: str


def cut_table(html: str, name: str, words: Callable[[str], str]) -> Cut | None:
    """Cut a table that is too large for a page.

    :param html: a table of ``render/html.py``, alone, with its links as they are in the page.
    :param name: the address of the data file, relative to the script.
    :returns: nothing where the table is small, or has no links to put into a list.
    """
    rows = html.count("<tr ") - html.count("modelzoo-group") - 1
    if rows <= SHOWN_ROWS or (rows <= STATIC_ROWS and len(html) <= STATIC_SIZE):
        return None
    bodies = list(_BODY.finditer(html))
    groups: list[tuple[str, list[Any]]] = []
    kept: list[str] = []
    seen: set[str] = set()
    rest: dict[str, str] = {}
    left = SHOWN_ROWS
    for body in bodies:
        title, made, shown = "", [], []
        for row in _ROW.finditer(body[1]):
            if "modelzoo-group" in row[1]:
                title = unescape(_TAG.sub("", row[2]))
                shown.append(row[0])
                continue
            made.append(_row_data(row))
            link = _LINK.search(row[2])
            if left:
                left -= 1
                shown.append(row[0])
                seen |= {link[1]} if link else set()
            elif link and link[1] not in seen:
                rest.setdefault(link[1], link[2])
        groups.append((title, made))
        if len(shown) > bool(title):
            start, end = body.start(1) - body.start(), body.end(1) - body.start()
            kept.append(body[0][:start] + "".join(shown) + body[0][end:])
    if not rest:
        return None
    data = data_file(name, groups)
    # Browsers keep such files: another content has another address.
    version = hashlib.blake2b(data.encode(), digest_size=4).hexdigest()
    head, tail = html[: bodies[0].start()], html[bodies[-1].end() :]
    head = head.replace("<table ", f'<table data-rows="{escape(name)}?v={version}" ', 1)
    return Cut(head + "".join(kept) + tail + _rest(rest, words), data)


def _row_data(row: re.Match[str]) -> list[Any]:
    """A row: the model, its facets, then the cells: HTML, or what it sorts by and HTML."""
    cells: list[Any] = []
    for tag, html in _CELL.findall(row[2]):
        sort = _value(_SORT, tag)
        cells.append(html if sort is None else [sort, html])
    return [_value(_MODEL, row[1]) or "", _value(_FACETS, row[1]) or "", *cells]


def _value(attribute: re.Pattern[str], tag: str) -> str | None:
    found = attribute.search(tag)
    return unescape(found[1]) if found else None


def _rest(links: Mapping[str, str], words: Callable[[str], str]) -> str:
    """Links to the models that are not in the page's part of the table."""
    label = words(N_("The other models: {count}")).format(count=len(links))
    items = "".join(
        f'<li><a href="{address}">{text if " lang=" in text else _TAG.sub("", text)}</a></li>\n'
        for address, text in links.items()
    )
    return (
        f'<details class="modelzoo-rest"><summary>{label}</summary>\n'
        f'<ul translate="no">\n{items}</ul></details>\n'
    )


def data_file(name: str, value: Any) -> str:
    """Data as a script: unlike a JSON file it can be loaded by a page from a disk.

    The value is JSON in a string, which a browser parses much faster than the same as code.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Inside JSON these two stand in strings only, and nothing else ends a raw template.
    text = text.replace("`", "\\u0060").replace("$", "\\u0024")
    return f"(self.modelzooData??={{}})[{json_text(name)}]=String.raw`{text}`\n"


def compare_files(
    comparison: Comparison, name: str = COMPARE
) -> dict[str, tuple[Sequence[Model], Callable[[], str]]]:
    """The files with what models are compared by; their names are relative to the script.

    The first says how many more there are: a page that compares six models of ten thousand
    loads what it needs.

    :returns: by name, the models that a file is about, and what makes its text.
    """
    count = len(comparison.members)
    head: dict[str, Any] = {"facts": comparison.facts, "chunks": count}
    if count == 1:
        members = comparison.members[0]
        return {name: (members, lambda: data_file(name, {**head, "entries": comparison.part(0)}))}

    def part(address: str, number: int) -> Callable[[], str]:
        return lambda: data_file(address, comparison.part(number))

    names = [name.replace(".js", f"-{number}.js") for number in range(count)]
    return {
        name: ((), lambda: data_file(name, {**head, "entries": {}})),
        **{
            each: (comparison.members[number], part(each, number))
            for number, each in enumerate(names)
        },
    }
