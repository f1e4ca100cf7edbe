"""Models of an OpenMMLab metafile: variants with their facts and results."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import (
    count_of,
    dataset_name,
    is_plain,
    is_url,
    number_of,
    task_id,
    word_list,
    words,
)
from sphinx_modelzoo.curation.formats.yaml_documents import mappings
from sphinx_modelzoo.curation.merge.ids import propose_id
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.quantities import power_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_modelzoo.curation.formats.importer_types import Draft, ImportContext, ImportResult
    from sphinx_modelzoo.curation.formats.yaml_documents import Document

_Path = tuple["str | int", ...]
_COUNT_KEYS = {"flops": "flops", "parameters": "params", "params": "params"}
NO_FIELD = "the catalog has no field for it"


def fold_key(key: object) -> str:
    """Fold a field's name for comparison: ``In Collection`` and ``in_collection`` are one."""
    return re.sub(r"[\s_\-]+", "", str(key)).casefold()


def field(data: Any, name: str) -> Any:
    """Return a field of a mapping, however its name is written, or ``None``."""
    if not isinstance(data, dict):
        return None
    if name in data:
        return data[name]
    return next((value for key, value in data.items() if fold_key(key) == fold_key(name)), None)


def describe_metadata(value: Any) -> tuple[str, list[str]]:
    """Write metadata as a Markdown list, one fact a line; also return the keys left out."""
    if not isinstance(value, dict):
        return "", []
    lines = []
    for key, item in value.items():
        text = ", ".join(word_list(item, separators="\n"))
        if text:
            label = str(key).replace("_", " ").strip()
            label = label[:1].upper() + (label[1:].lower() if label.istitle() else label[1:])
            lines.append(f"- {label}: {text}")
    return "\n".join(lines), [str(key) for key, item in value.items() if not is_plain(item)]


class ModelReader:
    """A reader that turns the models of one collection into the variants of its draft."""

    def __init__(self, draft: Draft, context: ImportContext, result: ImportResult) -> None:
        self.draft, self.context, self.result = draft, context, result
        self._variants: list[dict[str, Any]] = []
        self._own: list[dict[str, Any]] = []
        self._tasks: dict[str, None] = {}
        self._ids: set[str] = set()

    def add(self, data: dict[str, Any], document: Document, at: _Path, *, own: bool) -> None:
        """Read one model; ``own`` when it states what belongs to the collection itself."""
        name = words(field(data, "Name")) or ""
        line = document.line(*at)
        facts, conditions = self._metadata(data, name, line)
        metadata = field(data, "Metadata")
        for key, value in metadata.items() if isinstance(metadata, dict) else ():
            if not is_plain(value):
                place = document.place(*at, "Metadata", str(key))
                self.result.leave_out(
                    Message("Metadata: {key} of {name}", key=key, name=name), NO_FIELD, place
                )
        where = "results" if own else f"variants[{len(self._variants)}].results"
        results = list(self._results(field(data, "Results"), conditions, where, line))
        if conditions and not results:
            why = Message("it is a condition without a result")
            place = document.place(*at, "Metadata")
            self.result.leave_out(
                Message("Metadata: {names} of {name}", names=", ".join(conditions), name=name),
                why,
                place,
            )
        weights = [{"url": url} for url in word_list(field(data, "Weights"), separators="\n")]
        config = word_list(field(data, "Config"), separators="\n")
        facts |= {"weights": weights} if weights else {}
        facts |= {"config": config[0]} if config else {}
        if own:
            self.draft.data.update(facts)
            self._own += results
        else:
            variant: dict[str, Any] = {"id": propose_id(name, self._ids), "name": name, **facts}
            self._ids.add(variant["id"])
            variant |= {"results": results} if results else {}
            self._variants.append(variant)
        self._origin(field(data, "Converted From"))
        self._leave_out_others(data, name, document, at)

    def finish(self) -> None:
        """Put what was read into the draft."""
        tasks = list(self._tasks)
        for results in (self._own, *(variant.get("results", []) for variant in self._variants)):
            for result in results:
                if len(tasks) == 1:
                    result.pop("task", None)  # the entry says it
        self.draft.data |= {"tasks": tasks} if tasks else {}
        self.draft.data |= {"results": self._own} if self._own else {}
        self.draft.data |= {"variants": self._variants} if self._variants else {}

    def _metadata(
        self, data: dict[str, Any], name: str, line: int
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return parameters and operations of a model, and the conditions of its results."""
        facts: dict[str, Any] = {}
        conditions: dict[str, Any] = {}
        metadata = field(data, "Metadata")
        for key, value in metadata.items() if isinstance(metadata, dict) else ():
            head, unit = re.fullmatch(r"(.*?)\s*(?:\(\s*([KMGBT])\s*\))?", str(key), re.I).groups()  # type: ignore[union-attr]
            fact = _COUNT_KEYS.get(fold_key(head))
            if fact:
                count = _scaled(value, unit)
                if count is not None:
                    facts[fact] = count
                elif value is not None:
                    self.draft.note(
                        fact,
                        Message(
                            "“{value}” of {name} is not a count", value=words(value), name=name
                        ),
                        line,
                    )
                continue
            condition = _condition(value, self.context)
            if condition is not None:
                conditions[re.sub(r"[\s\-]+", "_", str(key).strip()).casefold()] = condition
        return facts, conditions

    def _results(
        self, value: Any, conditions: dict[str, Any], where: str, line: int
    ) -> Iterator[dict[str, Any]]:
        for _, item in mappings(value):
            result: dict[str, Any] = {}
            extra = dict(conditions)
            task = words(field(item, "Task"))
            known = task_id(task, self.context.vocabularies) if task else None
            if known:
                result["task"] = known
                self._tasks.setdefault(known)
            elif task:
                extra["task"] = task
                self.draft.note(where, Message("unknown task “{name}”", name=task), line)
            dataset = self._dataset(field(item, "Dataset"))
            result |= {"dataset": dataset} if dataset else {}
            metrics, rest = _metrics(field(item, "Metrics"))
            result |= {"metrics": metrics} if metrics else {}
            if rest:
                result["raw"] = "; ".join(f"{name}: {text}" for name, text in rest.items())
                self.draft.note(
                    where, Message("no certain figure: {shown}", shown=result["raw"]), line
                )
            stated = field(item, "Conditions")
            extra |= stated if isinstance(stated, dict) else {}
            result |= {"conditions": extra} if extra else {}
            for key in ("Source", "Raw", "Review"):
                found = field(item, key)
                if found:
                    result[key.lower()] = found
            if set(result) - {"task", "conditions"}:
                yield result

    def _dataset(self, value: Any) -> Any:
        if isinstance(value, dict):
            name = words(field(value, "Name"))
            facts = {key: text for key in ("config", "split") if (text := words(field(value, key)))}
            if name is None:
                return None
            return {"name": dataset_name(name, self.context.vocabularies), **facts}
        names = word_list(value, separators="\n")
        return " + ".join(dataset_name(name, self.context.vocabularies) for name in names) or None

    def _origin(self, value: Any) -> None:
        """Link the origin of weights that were converted from another project's."""
        links = self.draft.data.setdefault("links", [])
        known = {link["url"] for link in links}
        for url in word_list(field(value, "Code"), separators="\n"):
            if is_url(url) and url not in known:
                links.append({"url": url, "label": {"en": "Converted from", "zh": "权重转换自"}})
        if not links:
            del self.draft.data["links"]

    def _leave_out_others(
        self, data: dict[str, Any], name: str, document: Document, at: _Path
    ) -> None:
        known = {"name", "metadata", "incollection", "results", "weights", "config"}
        for key, value in data.items():
            what = str(key)
            if fold_key(key) == "convertedfrom" and isinstance(value, dict):
                others = [part for part in value if fold_key(part) != "code"]
                what, value = f"{key}: {', '.join(map(str, others))}", others
            if fold_key(key) not in known and value:
                self.result.leave_out(
                    Message("{what} of {name}", what=what, name=name),
                    NO_FIELD,
                    document.place(*at, str(key)),
                )


def _scaled(value: Any, unit: str | None) -> int | None:
    if unit and (number := number_of(value)) is not None:
        return int(Decimal(repr(number)) * power_of(unit))
    found = count_of(value)
    if found is None and (number := number_of(value)) is not None and number == int(number):
        return int(number)  # “25.6e6” is a text in YAML
    return found


def _condition(value: Any, context: ImportContext) -> str | int | float | None:
    if isinstance(value, list):
        items = word_list(value)
        return ", ".join(dataset_name(item, context.vocabularies) for item in items) or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = words(value)
    return dataset_name(text, context.vocabularies) if text else None


def _metrics(value: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Return figures by metric, and what could not be read as one, by metric.

    Mappings and lists may be nested: ``[{Name: AP, Value: 0.3}]``, ``{bbox: {AP: 40.1}}``.
    """
    metrics: dict[str, Any] = {}
    rest: dict[str, str] = {}
    for name, item in _flat_metrics(value, ""):
        metric = _metric(item)
        if metric is None or name in metrics:
            rest[name] = ", ".join(word_list(item, separators="\n"))
        else:
            metrics[name] = metric
    return metrics, {name: text for name, text in rest.items() if text}


def _flat_metrics(value: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from _flat_metrics(item, prefix)
        return
    if not isinstance(value, dict):
        if prefix:
            yield prefix, value
        return
    name, figure = field(value, "Name"), field(value, "Value")
    if figure is not None and (name is not None or prefix):
        extra = {key: found for key in ("unit", "comparator") if (found := field(value, key))}
        label = words(name) or prefix
        yield label, {"value": figure, **extra} if extra else figure
        return
    for key, item in value.items():
        yield from _flat_metrics(item, f"{prefix} {words(key)}".strip())


def _metric(value: Any) -> Any:
    if isinstance(value, dict):
        number = number_of(value["value"])
        return {**value, "value": number} if number is not None else None
    if isinstance(value, str) and value.strip().endswith("%"):
        number = number_of(value.strip()[:-1].strip())
        return {"value": number, "unit": "%"} if number is not None else None
    return number_of(value)
