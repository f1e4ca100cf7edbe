"""Lists of records in JSON and YAML, of any schema: each record is a row, its keys the headers.

Keys of nested records are joined by dots. A list of records in a record gives a row for each of
its items; ``{"metric": "mAP", "value": 41.2}`` in it is a column called mAP.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.importer_types import importer, refusal
from sphinx_modelzoo.curation.formats.yaml_documents import parse_document
from sphinx_modelzoo.curation.grids.documents import files_with_tables, read_tables
from sphinx_modelzoo.curation.grids.grid import (
    Anchor,
    GridCell,
    Heading,
    RawCell,
    RawRow,
    Table,
    table_of,
)
from sphinx_modelzoo.curation.grids.headers import names_models
from sphinx_modelzoo.guards import is_whole_url
from sphinx_modelzoo.problems.messages import Message, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sphinx_modelzoo.curation.formats.importer_types import ImportContext, ImportResult
    from sphinx_modelzoo.curation.grids.grid import Block

_JSON = (".json", ".jsonl", ".ndjson")
_YAML = (".yaml", ".yml")
_ABOUT = ("task", "dataset", "任务", "数据集")  # what a record around a list says of its items
_METRIC = ("metric", "metric_name", "metricname", "指标", "指标名称")
_VALUE = ("value", "score", "result", "数值", "值", "结果")
_MAY_BE = re.compile(
    r"^[ \t]*-\s+\S[^\n]*:(?:\s|$)|^\S[^\n]*:[ \t]*\n(?:[ \t]*\n)*[ \t]+\S[^\n]*:(?:\s|$)", re.M
)
_NAME = "model"
_DEEPEST = 20
_LARGE = 1_000_000


def sniff(path: Path, text: str) -> bool:
    """Return True if a file is JSON or YAML that may hold records."""
    suffix = path.suffix.casefold()
    return (suffix in _JSON and "{" in text) or (
        suffix in _YAML and _MAY_BE.search(text[:10_000]) is not None
    )


def find(folder: Path) -> Sequence[Path]:
    """Find the JSON and YAML files of a folder with records that have names of models."""
    return files_with_tables(folder, (*_JSON, *_YAML), _has_models)


def _has_models(path: Path, text: str) -> bool:
    try:
        found = list(_blocks(path, text))
    except ProblemError:
        return False
    tables = [block for block in found if isinstance(block, Table) and len(block.rows) > 1]
    return any(names_models(cell.words for cell in table.header.cells) for table in tables)


@importer("records", "lists of records in JSON or YAML", sniff, find)
def read(paths: Sequence[Path], context: ImportContext) -> ImportResult:
    """Read the records of some files.

    :raises ProblemError: when a file is malformed, or none holds records about models.
    """
    return read_tables(paths, context, _blocks)


def _blocks(path: Path, text: str) -> Iterable[Block]:
    data, line = _parsed(path, text)
    return list(_tables(data, (), line))


def _parsed(path: Path, text: str) -> tuple[Any, Callable[[Sequence[str | int]], int]]:
    """Return the data of a file, and the line of what is at a path."""
    suffix = path.suffix.casefold()
    if suffix in _YAML:
        document = parse_document(text, path.name)
        return document.data, lambda place: document.line(*place)
    try:
        if suffix == ".json":
            return json.loads(text), _lines_of(path, text)
        lines = [(at, row) for at, row in enumerate(text.split("\n"), 1) if row.strip()]
        numbers = [at for at, _ in lines]
        data = [json.loads(row) for _, row in lines]
    except RecursionError:
        raise refusal("yaml.depth", "the nesting is too deep") from None
    except json.JSONDecodeError as error:
        raise refusal(
            "import.json", Message("malformed JSON: {msg}", msg=error.msg), line=error.lineno
        ) from None
    return data, lambda place: numbers[int(place[0])] if place else 0


def _lines_of(path: Path, text: str) -> Callable[[Sequence[str | int]], int]:
    """Return the lines of JSON, which is YAML, too, unless it is very large."""
    try:
        document = parse_document(text, path.name) if len(text) < _LARGE else None
    except ProblemError:  # for tabs, say
        document = None
    return lambda place: document.line(*place) if document else 0


def _tables(
    data: Any, path: tuple[str | int, ...], line: Callable[[Sequence[str | int]], int]
) -> Iterator[Block]:
    """Yield a table for each list of records, with the keys above it as headings."""
    if len(path) > _DEEPEST:
        return
    if isinstance(data, list):
        records = [(path, (*path, at), one) for at, one in enumerate(data) if isinstance(one, dict)]
        if len(records) * 2 > len(data):
            yield from _table([one for _, _, one in records], [at for _, at, _ in records], line)
        return
    if not isinstance(data, dict):
        return
    if (named := _named(data)) is not None:
        yield from _table(named, [(*path, key) for key in data], line)
        return
    for key, value in data.items():
        if isinstance(value, str) and str(key).casefold() in _ABOUT:
            yield Heading(len(path) + 2, value, line((*path, key)))
    for key, value in data.items():
        if isinstance(value, list | dict):
            yield Heading(len(path) + 3, str(key).replace("_", " "), line((*path, key)))
            yield from _tables(value, (*path, key), line)


def _named(data: Mapping[Any, Any]) -> list[dict[str, Any]] | None:
    """Return the records of a mapping from names to records; ``None`` if it is something else."""
    values = list(data.values())
    if len(values) < 2 or not all(isinstance(value, dict) and value for value in values):
        return None
    shared = set.intersection(*(set(value) for value in values))
    plain = [value for value in values if any(_is_scalar(one) for one in value.values())]
    if not shared or len(plain) < len(values):
        return None
    if any(names_models(map(str, value)) for value in values):
        return [dict(value) for value in values]
    return [{_NAME: key, **value} for key, value in data.items()]


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _table(
    records: Sequence[Mapping[Any, Any]],
    paths: Sequence[tuple[str | int, ...]],
    line: Callable[[Sequence[str | int]], int],
) -> Iterator[Block]:
    flat = [_flat(record) for record in records]
    headers = list(dict.fromkeys(header for rows in flat for row in rows for header in row))
    if not headers:
        return
    raw = [RawRow([RawCell(GridCell(header, header=True)) for header in headers], line(paths[0]))]
    for rows, path in zip(flat, paths, strict=True):
        at = line(path)
        shared: dict[tuple[str, str], GridCell] = {}
        for row in rows:
            cells = []
            for header in headers:
                value = row.get(header)
                key = header, str(value)
                cells.append(RawCell(shared.setdefault(key, _cell(value, at))))
            raw.append(RawRow(cells, at))
    if table := table_of(raw, raw[0].line):
        yield table


def _flat(record: Mapping[Any, Any]) -> list[dict[str, Any]]:
    """Return a record as rows of values by dotted keys; the first list of records gives rows."""
    shared: dict[str, Any] = {}
    several: list[dict[str, Any]] = []
    for key, value in _flattened(record, "", 0):
        items = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        if not items:
            shared[key] = value
        elif not several:
            several = [_item(key, item) for item in items]
        else:
            for at, item in enumerate(items, 1):
                for name, inner in _item(f"{key}.{at}" if len(items) > 1 else key, item).items():
                    shared.setdefault(name, inner)
    return [{**shared, **one} for one in _joined(several)] or [shared]


def _flattened(record: Mapping[Any, Any], before: str, depth: int) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        name = f"{before}.{key}" if before else str(key)
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _flattened(value, name, depth + 1)
        else:
            yield name, value


def _item(key: str, item: Mapping[Any, Any]) -> dict[str, Any]:
    """Return an item of a list; the metric that it names is the header of its value."""
    flat = dict(_flattened(item, key, 0))
    by_name = {name.rpartition(".")[2].casefold(): name for name in flat}
    metric = next((by_name[name] for name in _METRIC if name in by_name), None)
    value = next((by_name[name] for name in _VALUE if name in by_name), None)
    if metric is None and value is not None:
        metric = by_name.get("name") or by_name.get("type")
    if metric and value and isinstance(flat[metric], str):
        flat[flat.pop(metric)] = flat.pop(value)
    return flat


def _joined(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join items that differ only in figures of different metrics: one row shows both."""
    rows: list[dict[str, Any]] = []
    for item in items:
        last = rows[-1] if rows else None
        if last is not None and _differ_in_figures(last, item):
            last.update(item)
        else:
            rows.append(dict(item))
    return rows


def _differ_in_figures(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    common = set(one) & set(other)
    rest = [name for name in {*one, *other} if name not in common]
    return all(one[name] == other[name] for name in common) and all("." not in n for n in rest)


def _cell(value: Any, line: int) -> GridCell:
    values = value if isinstance(value, list) else [value]
    texts = [_text(one) for one in values if one is not None]
    links = tuple(Anchor("", text) for text in texts if re.match(r"https?://", text))
    anchors = links if all(is_whole_url(link.url) for link in links) else ()
    return GridCell(", ".join(texts), anchors, line=line)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        value.strip()
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, default=str)
    )
