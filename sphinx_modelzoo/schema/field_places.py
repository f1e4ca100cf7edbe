"""Where a field belongs that the schema does not know: advice that can be copied."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.problems.messages import LONGEST, Message, listed, nearest, plain
from sphinx_modelzoo.schema.languages import find_language
from sphinx_modelzoo.schema.near_values import folded, near_figure, other_names
from sphinx_modelzoo.schema.shape import Field, shape_of, short_form
from sphinx_modelzoo.schema.value_parsing import is_id

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.vocabulary import Vocabularies

_DATES = frozenset({
    "date", "dates", "released", "release", "releasedate", "releasedon", "releasedat", "published",
    "publishdate", "publicationdate", "publishedon", "日期", "时间", "发布日期", "发布时间",
    "发表日期", "发表时间",
})  # fmt: skip
_CONDITIONS = frozenset({
    "inputsize", "imagesize", "imgsize", "cropsize", "testsize", "resolution", "inputresolution",
    "inputshape", "epochs", "epoch", "batchsize", "lrschedule", "schedule", "backbone",
    "pretraining", "precision", "输入尺寸", "输入大小", "图像尺寸", "分辨率", "训练轮数", "批大小",
    "主干网络", "骨干网络",
})  # fmt: skip


def fields_of(kind: type | None) -> Mapping[str, Field]:
    """Return the fields of a class of the schema; nothing without a class."""
    return shape_of(kind) if kind is not None else {}


def class_at(kind: type | None, path: Sequence[str | int]) -> type | None:
    """Return the class of the schema that a path leads to."""
    for part in path:
        field = fields_of(kind).get(part) if isinstance(part, str) else None
        if field is not None:
            kind = field.record
    return kind


def place_for(root: type, path: Sequence[str | int], value: object) -> str:
    """Suggest the field that was meant, or the one that a misplaced field belongs in."""
    cls = class_at(root, path[:-1])
    fields = fields_of(cls)
    name = str(path[-1])[:100]
    if "added" in fields and folded(name) in _DATES:
        return Message(
            "“added” is the day when it came into the zoo, “updated” that of its last change;"
            " the year of a paper goes into paper: {{year: …}}"
        )
    if meant := field_of(name, fields):
        return Message("did you mean “{name}”?", name=meant)
    if spoken := _in_language(name, fields, value) or _translated(cls, path, value):
        return spoken
    for homes in (
        [field for field in fields.values() if name in fields_of(field.record)],
        [field for field in fields.values() if field_of(name, fields_of(field.record))],
    ):
        if homes and not (name in fields_of(root) and len(path) > 1):
            inner = field_of(name, fields_of(homes[0].record)) or name
            return _belongs(inner, homes[:3], value)
    if upper := field_of(name, fields_of(root)):
        return Message("“{upper}” belongs one level up: check its indentation", upper=upper)
    if "metrics" in fields and (hint := _as_result(name, value)):
        return hint
    guess = nearest(name, fields)
    if guess:
        return guess
    if "results" in fields and (hint := _of_result(name, value)):
        return hint
    word = re.sub(r"[\s_]+", "-", name.strip().casefold())
    if "extra" in fields and is_id(word):
        return Message(
            "correct its name; a field of your own goes into extra: {{{name}: {value}}},"
            " and is declared at the top of the file: {declaration}",
            name=word,
            value=flow(value),
            declaration=declaration(word, value),
        )
    known = ", ".join(fields)
    return Message("known fields: {known}", known=known) if len(known) < LONGEST else ""


def declaration(name: str, value: object) -> str:
    """Return how a file declares an own field that has such a value."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    kinds = {bool: "boolean", datetime.date: "date"}
    kind = kinds.get(type(value), "number" if number else "text")
    return f"fields: {{{name}: {{type: {kind}}}}}"


def flow(value: object) -> str:
    """Return a value as it is written inside braces; ``…`` for a long one, or several."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | datetime.date):
        return str(value)
    if not isinstance(value, str) or not value.strip() or len(value) > 40:
        return "…"
    text = plain(value)
    if '"' in text or "\\" in text:
        return "…"
    return text if re.fullmatch(r"\w(?:[\w ./()+@-]*[\w/)+])?", text) else f'"{text}"'


def _belongs(name: str, homes: Sequence[Field], value: object) -> str:
    """Say in which field another one belongs, in a form that has what the field requires."""
    places = listed([f"“{home.name}”" for home in homes], "{first} or {rest}")
    home = homes[0]
    needed = [field.name for field in fields_of(home.record).values() if field.required]
    form = ", ".join([*(f"{one}: …" for one in needed if one != name), f"{name}: {flow(value)}"])
    form = f"[{{{form}}}]" if home.many else f"{{{form}}}"
    return Message(
        "“{name}” belongs in {places}: write {form}",
        name=plain(name),
        places=places,
        form=f"{home.name}: {form}",
    )


def _vocabularies() -> Vocabularies:
    # The vocabularies are validated by what gives this advice.
    from sphinx_modelzoo.schema.vocabulary import Vocabularies

    return Vocabularies.builtin()


def _figure(value: object) -> str:
    """Return a figure as it is written below its metric."""
    if isinstance(value, str):
        return near_figure(value).removeprefix("write ") or flow(value)
    return flow(value)


def _as_result(name: str, value: object) -> str:
    """Return how to write a result that was given by its dataset or its metric alone, or nothing.

    As ``{COCO: {mAP: 41.2}}``, ``{COCO: 41.2}`` and ``{mAP: 41.2}``.
    """
    known = _vocabularies()
    if isinstance(value, dict) and value:
        inner, figure = next(iter(value.items()))
        if not isinstance(inner, str) or isinstance(figure, dict | list | None):
            return ""
        dataset, metric = (name, inner)
        if known.metrics.find(name) and not known.metrics.find(inner):
            dataset, metric = (inner, name)
        return Message(
            "write [{{dataset: {dataset}, metrics: {{{metric}: {value}}}}}]",
            dataset=flow(dataset),
            metric=flow(metric),
            value=_figure(figure),
        )
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    if known.datasets.find(name) and not known.metrics.find(name):
        return Message(
            "“{name}” is a dataset: write dataset: {dataset}, metrics: {{…: {value}}}",
            name=plain(name),
            dataset=flow(name),
            value=value,
        )
    return Message(
        "a figure belongs in “metrics”: {{{name}: {value}}}", name=plain(name), value=value
    )


def _of_result(name: str, value: object) -> str:
    """Return how to write a figure, or what it depends on, that is in the entry itself."""
    if isinstance(value, dict | list) or value is None:
        return ""
    figure = _figure(value)
    number = not isinstance(value, bool) and (figure[-1:].isdigit() or figure[:1] == "{")
    if number and _vocabularies().metrics.find(name):
        return Message(
            "a figure belongs in results: [{{dataset: …, metrics: {{{name}: {value}}}}}]",
            name=flow(name),
            value=figure,
        )
    if folded(name) in _CONDITIONS:
        return Message(
            "what a result depends on belongs in results:"
            " [{{metrics: {{…}}, conditions: {{{name}: {value}}}}}]",
            name=flow(name),
            value=flow(re.sub(r"(?<=[0-9])\s*[*×✕]\s*(?=[0-9])", "x", str(value))),
        )
    return ""


def _in_language(name: str, fields: Mapping[str, Any], value: object) -> str:
    """Return how to write a field whose name ends in a language, as ``summary_zh``, or nothing."""
    stem, _, ending = name.replace("-", "_").rpartition("_")
    meant, language = field_of(stem, fields) if stem else "", find_language(ending)
    if not meant or not language:
        return ""
    if meant == "name" and "aliases" in fields:
        return Message(
            "names are not translated: write aliases: [{names}], for the search", names=flow(value)
        )
    if fields[meant].kind not in ("text", "link"):
        return ""
    return Message("write {meant}: {{{language}: …}}", meant=meant, language=language)


def _translated(cls: Any, path: Sequence[str | int], value: object) -> str:
    """Return how to write a record that was given by languages, as a dataset, or nothing."""
    short = short_form(cls) if cls is not None else None
    names = [part for part in path[:-1] if isinstance(part, str)]
    if not short or not names or not isinstance(value, str) or not find_language(str(path[-1])):
        return ""
    if shape_of(cls)[short].kind != "value":
        return ""
    return Message("this text is not translated: write {form}", form=f"{names[-1]}: {flow(value)}")


def field_of(name: str, fields: Collection[str]) -> str:
    """Return the field that has a name in another spelling, number or language, or nothing."""
    word = folded(name)
    same = {folded(field): field for field in fields}
    for spelling in (word, f"{word}s", word.removesuffix("s")):
        if spelling in same:
            return same[spelling]
    for spelling in (word, word.removesuffix("s"), f"{word}s"):
        for meant in other_names("fields", spelling):
            if meant in fields:
                return meant
    return ""
