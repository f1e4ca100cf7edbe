"""The figures in a row: in columns of their own, and in free text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import words
from sphinx_modelzoo.curation.grids.cell_numbers import bare_figure, in_plain_digits
from sphinx_modelzoo.curation.results import metric_value
from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.problems.messages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.grids.grid import GridRow
    from sphinx_modelzoo.curation.grids.grid_columns import GridColumn
    from sphinx_modelzoo.curation.results import ResultReader

Notes = list[tuple[int, str]]  # the number of the result, or -1, and what to say

_FOOTNOTE = re.compile(r"(\d\.\d+\s*%?)\s*\^[\d*†‡§a-z,]{1,3}\Z")  # “75.9^1” has no exponent

_Key = tuple[str, str, tuple[tuple[str, str], ...]]  # dataset, split, conditions


class FigureReader:
    """A reader of the results in the rows of one table.

    :param columns: what its columns hold.
    :param reader: the reader of free text.
    """

    def __init__(self, columns: Sequence[GridColumn], reader: ResultReader) -> None:
        self._reader = reader
        self._metrics = [column for column in columns if column.role == "metric"]
        self._conditions = [
            column
            for column in columns
            if column.role in ("condition", "training_data", "size") and column.condition != "split"
        ]
        self._texts = [column for column in columns if column.role == "results"]
        # Tables with a row for each figure: a column of metrics, and one of values.
        self._names = [column for column in columns if column.role == "metric_name"]
        self._values = [column for column in columns if column.role == "metric_value"]
        self._datasets = [column for column in columns if column.role == "dataset"]
        self._splits = [column for column in columns if column.condition == "split"]

    @property
    def measures(self) -> bool:
        """Return True if the table has columns of figures."""
        return bool(self._metrics or self._names)

    def label(self, row: GridRow) -> dict[str, str]:
        """Return what distinguishes a row from others with the same model: its conditions."""
        found = {}
        for column in self._conditions:
            text = words(row.cell(column.index).text)
            if text and column.role != "size":
                found[_condition_name(column)] = text
        return found

    def facts(self, row: GridRow, results: Sequence[dict[str, Any]]) -> dict[int, str]:
        """Return the conditions of a row that none of its results has, by their columns."""
        used = {name for result in results for name in result.get("conditions", ())}
        found = {}
        for column in self._conditions:
            text = words(row.cell(column.index).text)
            if text and column.role != "size" and _condition_name(column) not in used:
                found[column.index] = text
        for column in () if results else self._splits:
            if text := words(row.cell(column.index).text):
                found[column.index] = text
        return found

    def read(
        self, row: GridRow, title: str, name: str, dataset: str
    ) -> tuple[list[dict[str, Any]], Notes]:
        """Return the results of a row, and notes for review.

        :param title: the title of the row's paper.
        :param name: the name of its model.
        :param dataset: the dataset that a heading names.
        """
        results, notes = self._columns(row, dataset)
        if self._names and self._values:
            results += self._named_figure(row, dataset, notes)
        own = self._measured_on(row)[0] or dataset
        for column in self._texts:
            written = row.cell(column.index).text
            reading = self._reader.read(written, title=title, name=name)
            for note in reading.notes:
                notes.append((len(results), note))
            for result in reading.results:
                placed = "dataset" in result or not own or "metrics" not in result
                results.append(dict(result) if placed else {"dataset": own, **result})
        if not results and self._datasets:
            text = words(row.cell(self._datasets[0].index).text)
            known = self._reader.dataset(text) if text else ""
            if known:
                results.append({"dataset": known})
            elif text:
                results.append({"raw": {"zh": text} if has_han(text) else text})
        return results, notes

    def _columns(self, row: GridRow, section: str) -> tuple[list[dict[str, Any]], Notes]:
        """Return the results in columns of figures: one for each dataset and split."""
        own, split = self._measured_on(row)
        conditions = self._conditions_of(row)
        groups: dict[_Key, dict[str, Any]] = {}
        notes: Notes = []
        for column in self._metrics:
            text = _FOOTNOTE.sub(r"\1", row.cell(column.index).words)
            if words(text) is None:
                continue
            if _spans(row, column.index):
                notes.append(
                    (-1, Message("“{text}” spans several columns and was not read", text=text))
                )
                continue
            plain = bare_figure(text)
            if len(column.metrics) < 2:
                plain = in_plain_digits(plain, comma=column.comma)
            numbers = self._reader.numbers(plain.replace("|", "/"), len(column.metrics))
            if not numbers:
                notes.append(
                    (
                        -1,
                        Message(
                            "“{text}” in the column “{header}” was not read",
                            text=text,
                            header=column.header,
                        ),
                    )
                )
                continue
            for spec, number in zip(column.metrics, numbers, strict=True):
                key = (spec.dataset or own or section, spec.split or split, spec.conditions)
                value = metric_value(number, spec.unit)
                if groups.get(key, {}).get(spec.name, value) != value:
                    # Another column has this metric, too: its header is what is different.
                    key = (*key[:2], (*spec.conditions, ("setting", column.header)))
                groups.setdefault(key, {}).setdefault(spec.name, value)
        return [_result(key, metrics, conditions) for key, metrics in groups.items()], notes

    def _named_figure(self, row: GridRow, section: str, notes: Notes) -> list[dict[str, Any]]:
        """Return the result of a row whose cells have a metric and its value."""
        name = words(row.cell(self._names[0].index).text)
        text = row.cell(self._values[0].index).words
        if name is None or words(text) is None:
            return []
        number = self._reader.number(in_plain_digits(bare_figure(text), comma=False))
        if number is None:
            notes.append(
                (
                    -1,
                    Message(
                        "“{text}” in the column “{header}” was not read",
                        text=text,
                        header=self._values[0].header,
                    ),
                )
            )
            return []
        own, split = self._measured_on(row)
        metrics = {self._reader.metric_name(name): metric_value(number)}
        return [_result((own or section, split, ()), metrics, self._conditions_of(row))]

    def _measured_on(self, row: GridRow) -> tuple[str, str]:
        texts = [words(row.cell(column.index).text) or "" for column in self._datasets]
        splits = [words(row.cell(column.index).text) or "" for column in self._splits]
        text = texts[0] if texts else ""
        return self._reader.dataset(text) or text, splits[0] if splits else ""

    def _conditions_of(self, row: GridRow) -> dict[str, str | int]:
        conditions: dict[str, str | int] = {}
        for column in self._conditions:
            text = words(row.cell(column.index).text)
            if text is None or len(text) > 80 or _spans(row, column.index):
                continue
            conditions[_condition_name(column)] = _condition(text)
        return conditions


def _spans(row: GridRow, index: int) -> bool:
    """Return True if a cell is in other columns too, so that its own column is ambiguous."""
    cell = row.cell(index)
    return any(other is cell for place, other in enumerate(row.cells) if place != index)


def _condition(text: str) -> str | int:
    return int(text) if re.fullmatch(r"[1-9]\d{0,8}|0", text) else text


def _condition_name(column: GridColumn) -> str:
    return column.condition or {"size": "model_size"}.get(column.role, column.role)


def _result(key: _Key, metrics: dict[str, Any], conditions: dict[str, str | int]) -> dict[str, Any]:
    dataset, split, qualifiers = key
    result: dict[str, Any] = {}
    if dataset:
        result["dataset"] = {"name": dataset, "split": split} if split else dataset
    result["metrics"] = metrics
    said = {**conditions, **{name: _condition(text) for name, text in qualifiers}}
    if split and not dataset:
        said["split"] = split
    if said:
        result["conditions"] = said
    return result
