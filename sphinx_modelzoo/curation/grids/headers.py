"""What the columns of a table hold, by their headers and the cells below."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.import_options import role_of
from sphinx_modelzoo.curation.grids.cell_numbers import has_decimal_commas, is_in_millions
from sphinx_modelzoo.curation.grids.grid_columns import (
    UNIT,
    GridColumn,
    MetricSpec,
    conditions_in,
    qualified,
    qualifier,
)
from sphinx_modelzoo.curation.grids.header_metrics import metrics_in, shared_metrics
from sphinx_modelzoo.curation.grids.link_roles import anchors_of, destination
from sphinx_modelzoo.curation.grids.model_names import is_generic
from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.east_asian import HAN
from sphinx_modelzoo.schema.own_fields import own_name
from sphinx_modelzoo.schema.types import ID
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx_modelzoo.curation.formats.import_options import ImportOptions
    from sphinx_modelzoo.curation.grids.grid import Table
    from sphinx_modelzoo.curation.results import ResultReader

_BRACKET = re.compile(r"\s*[(（\[【][^)）\]】]*[)）\]】]")
_BOTH = re.compile(rf"([{HAN}]+)[\s/|(（]+([A-Za-z#][A-Za-z\-# ]*)[)）]?")
_BOTH_TURNED = re.compile(rf"([A-Za-z#][A-Za-z\-# ]*?)[\s/|(（]+([{HAN}]+)[)）]?")
_KEY = re.compile(r"(?=.*\w[._]\w|.*[a-z][A-Z])[\w.@]+")
_SETTINGS = re.compile(r"[(（\[【]([^()（）\[\]【】]+/[^()（）\[\]【】]+)[)）\]】]")
_TIME = re.compile(r"\btime(?![a-z])|耗时|用时|时间", re.IGNORECASE)
_SHORT = re.compile(r"[(（\[]\s*(?:ms|[μµu]s)\b", re.IGNORECASE)  # no time of training
_KEY_UNIT = re.compile(r" (ms|us|s|min|h|fps|[mgkb]|gb|mb|db|pct)\Z", re.I)
_OF_LINKS = frozenset(("weights", "config", "log", "code", "demo", "links", "doc"))
_IDS = frozenset(map(fold, ("model id", "model_id", "模型 id", "id")))
_ONCE = frozenset(
    ("id", "number", "title", "name", "abstract", "summary", "dataset", "license", "year")
)


def names_models(headers: Iterable[str]) -> bool:
    """Return True if any of some headers says that its column holds the names of models."""
    roles, _ = _known()
    for header in headers:
        both = _BOTH.fullmatch(header) or _BOTH_TURNED.fullmatch(header)
        parts = (header, _BRACKET.sub("", header), *(both.groups() if both else ()))
        if any(roles.get(fold(part)) in ("name", "title") for part in parts):
            return True
    return False


def columns(table: Table, reader: ResultReader, options: ImportOptions) -> list[GridColumn]:
    """Determine what the columns of a table hold.

    :param table: the table.
    :param reader: for the metrics in headers.
    :param options: what the writer decided about columns; this comes first.
    :returns: a column for each header; the role of one that is not understood is empty.
    """
    mapped = {
        index: _mapped(index, cell.words, written, reader)
        for index, cell in enumerate(table.header.cells)
        if (written := options.column(cell.words, index))
    }
    found: list[GridColumn] = list(mapped.values())
    for index, cell in enumerate(table.header.cells):
        if index in mapped:
            continue
        column = _column(index, cell.words, reader)
        if column.role != "dataset" and _is_there(column, found):
            column = GridColumn(index, "links" if column.role == "title" else "", cell.words)
        found.append(column)
    found.sort(key=lambda column: column.index)
    measured = {spec.name for column in found for spec in column.metrics}
    headers = [column.header for column in found if not column.role]
    measured |= {spec.name for pair in pairwise(headers) for spec in shared_metrics(*pair, reader)}
    found = [
        _again(column, measured, reader) if column.index not in mapped else column
        for column in found
    ]
    sorted_out: list[GridColumn] = []
    for column in found:
        if column.index in mapped:
            sorted_out.append(column)
            continue
        column = _by_content(column, table, reader)
        # PaddlePaddle's header for results is “数据集”, too, so only their contents tell the two.
        known = column.role != "dataset" or not _is_there(column, sorted_out)
        sorted_out.append(column if known else GridColumn(column.index, "", column.header))
    # A name that the writer decided about is the only one.
    if any(column.role == "name" for column in mapped.values()):
        sorted_out = [
            replace(column, role="")
            if column.role == "name" and column.index not in mapped
            else column
            for column in sorted_out
        ]
    named = _with_name(_by_rows_of_figures(sorted_out, table, reader), table)
    if any(column.role == "metric_name" for column in named):
        mapped |= {column.index: column for column in named if column.role == "metric_value"}
    return [
        _by_numbers(column if column.index in mapped else _by_links(column, table), table)
        for column in qualified([_alternatives(column, table, reader) for column in named])
    ]


def _again(column: GridColumn, measured: set[str], reader: ResultReader) -> GridColumn:
    """Return an unclaimed column as one of a metric that another column has, too.

    What else its header says is a condition then: ``Top-1 Acc``, ``Reference Top-1 Acc``.
    """
    if column.role:
        return column
    metrics = metrics_in(column.header, reader, strict=False)
    if len(metrics) == 1 and metrics[0].name in measured:
        return GridColumn(column.index, "metric", column.header, metrics)
    return column


def _by_rows_of_figures(
    found: list[GridColumn], table: Table, reader: ResultReader
) -> list[GridColumn]:
    """Return the columns of a table with a row for each figure: its metric and its value."""
    values = [column for column in found if column.role == "metric_value"]
    for place, column in enumerate(found):
        if len(values) != 1 or column.role not in ("results", "metric", ""):
            continue
        names = {row.cell(column.index).words for row in table.rows}
        if names and all(reader.is_metric(name) for name in names):
            name = GridColumn(column.index, "metric_name", column.header)
            return [*found[:place], name, *found[place + 1 :]]
    return found


def _alternatives(column: GridColumn, table: Table, reader: ResultReader) -> GridColumn:
    """Return a column whose cells have a figure for each setting in its header.

    ``RTF (CPU / GPU)`` with ``0.35 / 0.02``, ``耗时 (ms) [常规 / 高性能]`` with ``8.46 / 2.36``.
    """
    if column.role != "metric" or len(column.metrics) != 1:
        return column
    texts = [text for row in table.rows if (text := row.cell(column.index).words)]
    for found in _SETTINGS.finditer(column.header):
        said = [part.strip() for part in found[1].split("/")]
        read = sum(1 for text in texts if len(reader.numbers(text, len(said))) == len(said))
        if read * 2 > len(texts) and len(set(said)) == len(said) and all(said):
            (spec,) = column.metrics
            pairs = [(*spec.conditions, qualifier(part)) for part in said]
            return replace(column, metrics=tuple(replace(spec, conditions=one) for one in pairs))
    return column


def _by_numbers(column: GridColumn, table: Table) -> GridColumn:
    """Return a column of numbers with how its cells write them."""
    if column.role not in ("metric", "params", "flops") or len(column.metrics) > 1:
        return column
    texts = [row.cell(column.index).words for row in table.rows]
    bare = column.role == "params" and not column.unit
    return replace(
        column,
        comma=has_decimal_commas(texts),
        millions=bare and is_in_millions(texts),
    )


def _mapped(index: int, header: str, written: str, reader: ResultReader) -> GridColumn:
    """Return the column that its writer decided about; see :class:`ImportOptions`."""
    found = UNIT.search(header)
    unit = found.group(1) if found else ""
    metrics = []
    for part in written.split(","):
        kind, _, name = (text.strip() for text in part.partition(":"))
        if kind == "condition" and name:
            return GridColumn(index, "condition", header, condition=own_name(name))
        if kind == "link" and name:
            return GridColumn(index, "link", header, own=name)
        if kind == "extra" and name:
            return GridColumn(index, "", header, own=own_name(name))
        if kind == "metric" and name:
            metric, _, dataset = (text.strip() for text in name.partition("@"))
            names = reader.metric_name(metric), reader.dataset(dataset) or dataset
            metrics.append(MetricSpec(*names, unit=unit))
    if metrics:
        return GridColumn(index, "metric", header, tuple(metrics))
    return GridColumn(index, role_of(written), header, unit=unit)


def _by_links(column: GridColumn, table: Table) -> GridColumn:
    """Return a column that nothing claims as one of links if its cells are links."""
    if column.role not in ("", "metric_value"):
        return column
    cells = [row.cell(column.index) for row in table.rows]
    urls = [(anchor.text, anchor.url) for cell in cells for anchor in anchors_of(cell, paths=True)]
    filled = sum(1 for cell in cells if cell.text or cell.anchors)
    if not urls or len(urls) * 2 < filled:
        return replace(column, role="", known=False)
    fields = {destination(*url) or "link" for url in urls}
    return replace(column, role=fields.pop() if len(fields) == 1 else "links", known=False)


def _is_there(column: GridColumn, others: Sequence[GridColumn]) -> bool:
    return column.role in _ONCE and any(other.role == column.role for other in others)


def column_of_header(header: str, reader: ResultReader) -> GridColumn:
    """Return what a header says of its column, whatever the cells below it are."""
    return _column(0, header, reader)


def _column(index: int, header: str, reader: ResultReader) -> GridColumn:
    rest, stated = conditions_in(header)
    column = _plain_column(index, rest, reader) if stated and rest else None
    if not column or column.role != "metric":
        return _plain_column(index, header, reader)
    metrics = tuple(replace(spec, conditions=stated) for spec in column.metrics)
    return replace(column, header=header, metrics=metrics)


def _plain_column(index: int, header: str, reader: ResultReader) -> GridColumn:
    unit = next(filter(None, map(UNIT.search, (header, *_spelt(header)))), None)
    roles, conditions = _known()
    bare = _BRACKET.sub("", header.replace("^", " ")).strip() or header
    noted = re.sub(r"\^\s*[\d*†‡,]+", "", header).strip()  # the mark of a footnote
    keys = _spelt(header)
    for name in (header, bare, noted, *keys, *(_BRACKET.sub("", key) for key in keys)):
        folded = fold(name).strip(":：*")
        if folded in roles:
            return GridColumn(index, roles[folded], header, unit=unit.group(1) if unit else "")
        if folded in conditions:
            return GridColumn(index, "condition", header, condition=conditions[folded])
    timed = _TIME.sub("latency", header) if _SHORT.search(header) else header
    for name in (header, *_spelt(header), timed):
        if metrics := metrics_in(name, reader):
            return GridColumn(index, "metric", header, metrics)
    return _twice(index, header, reader) or GridColumn(index, "", header)


def _spelt(header: str) -> list[str]:
    """Return a key of records in words, as a whole and without the records around it.

    ``metrics.coco.box_ap`` is “coco box ap”, ``latency_ms`` “latency (ms)”.
    """
    if not _KEY.fullmatch(header):
        return []
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", header).split(".")
    found = []
    for start in range(len(parts)):
        words = " ".join(parts[start:]).replace("_", " ").strip()
        found.append(_KEY_UNIT.sub(r" (\1)", words))
    return [words for words in found if words != header]


def _twice(index: int, header: str, reader: ResultReader) -> GridColumn | None:
    """Return the column of a header in both Chinese and English: ``模型 Model``."""
    found = _BOTH.fullmatch(header) or _BOTH_TURNED.fullmatch(header)
    if not found:
        return None
    one, other = (_column(index, part.strip(), reader) for part in found.groups())
    if (one.role, other.role) == ("results", "metric"):  # “精度 Accuracy”
        return replace(other, header=header)
    same = (one.role, one.metrics, one.condition) == (other.role, other.metrics, other.condition)
    return replace(one, header=header) if same and one.role else None


@cache
def _known() -> tuple[Mapping[str, str], Mapping[str, str]]:
    words = load_words("headers")
    roles = {fold(str(name)): role for role, names in words["roles"].items() for name in names}
    conditions = {
        fold(str(name)): key for key, names in words["conditions"].items() for name in names
    }
    return roles, conditions


def _by_content(column: GridColumn, table: Table, reader: ResultReader) -> GridColumn:
    """Return the column with its role settled by its cells.

    A column of datasets may hold whole results (as in PaddlePaddle's zoo), one of results or of
    accuracy bare figures or names of datasets.
    """
    if not column.header and not column.role:
        numbers = [row.cell(column.index).words for row in table.rows]
        counts = ([str(at) for at in range(start, start + len(numbers))] for start in (0, 1))
        return replace(column, role="number") if numbers in counts else column
    if column.role in _OF_LINKS:
        cells = [row.cell(column.index) for row in table.rows]
        if any(anchors_of(cell, paths=True) for cell in cells):
            return column
        return GridColumn(column.index, "", column.header)  # “downloads”: how many there were
    if column.role not in ("dataset", "id", "results", "metric"):
        return column
    texts = [row.cell(column.index).words for row in table.rows]
    texts = [text for text in texts if re.search(r"\w", text)][:60]
    if not texts:
        return column
    if column.role == "id":
        if any(ID.fullmatch(text) and not text.isdigit() for text in texts):
            return column
        counted = [str(number) for number in range(1, len(texts) + 1)] == texts
        return GridColumn(column.index, "number" if counted else "", column.header)
    bare = sum(1 for text in texts if reader.number(text) is not None)
    if column.role == "metric":
        figures = sum(1 for text in texts if reader.numbers(text, len(column.metrics)))
        words = sum(1 for text in texts if re.search(rf"[A-Za-z{HAN}]{{3}}", text))
        if figures * 2 < len(texts) and words * 2 > len(texts):
            return GridColumn(column.index, "results", column.header)
        return column
    if bare * 2 > len(texts):
        metrics = metrics_in(column.header, reader)
        return GridColumn(column.index, "metric" if metrics else "", column.header, metrics)
    named = sum(1 for text in texts if reader.dataset(text))
    figures = sum(1 for text in texts if re.search(r"\d\.\d|\d\s*%", text))
    role = column.role
    if role == "dataset" and figures * 4 > len(texts):
        role = "results"
    elif role == "results" and named * 2 > len(texts) and not figures:
        role = "dataset"
    return GridColumn(column.index, role, column.header)


def _with_name(found: list[GridColumn], table: Table) -> list[GridColumn]:
    """Take the first column for the names when no header says so and it has none."""
    if any(column.role in ("title", "name") for column in found) or not found:
        return found
    first = found[0]
    if first.own:
        return found
    for place, column in enumerate(found):
        # “Model ID” with values that no id can have, or that are the only names.
        if column.role in ("", "id") and not column.own and fold(column.header) in _IDS:
            texts = [row.cell(column.index).words for row in table.rows]
            if texts and all(re.search(rf"[A-Za-z{HAN}]", text) for text in texts):
                return [*found[:place], replace(column, role="name"), *found[place + 1 :]]
    texts = [row.cell(0).words for row in table.rows]
    named = all(re.search(rf"[A-Za-z{HAN}]", text) for text in texts if text)
    figures = any(column.role in ("metric", "params", "flops") for column in found)
    # torchvision's tables name the weights, as “ResNet50_Weights.IMAGENET1K_V1”.
    telling = first.role == "weights" and not any(is_generic(text) for text in texts)
    if (not first.header or telling) and named and figures and any(texts):
        return [GridColumn(0, "name", first.header), *found[1:]]
    return found
