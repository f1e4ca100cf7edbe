"""The ``model-index`` of a Hugging Face model card: results with task, dataset and metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import dataset_name, number_of, task_id, words
from sphinx_modelzoo.curation.formats.yaml_documents import mappings
from sphinx_modelzoo.curation.merge.ids import propose_id
from sphinx_modelzoo.problems.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_modelzoo.curation.formats.importer_types import Draft, ImportContext
    from sphinx_modelzoo.curation.formats.yaml_documents import Document

_Results = list[dict[str, Any]]


def read_results(
    index: Any, draft: Draft, document: Document, context: ImportContext
) -> tuple[_Results, _Results]:
    """Read the results of a card, and its variants.

    The first model of the index is the card's own; a card with more of them has variants.
    """
    own: _Results = []
    variants: _Results = []
    ids: set[str] = set()
    for position, (number, model) in enumerate(mappings(index)):
        reader = _Reader(draft, context, document.line("model-index", number, "results"))
        if unread := sorted(_unread(model)):
            draft.note(
                "results", Message("not read: {names}", names=", ".join(unread)), reader.line
            )
        results = [
            result for _, item in mappings(model.get("results")) for result in reader.results(item)
        ]
        if position == 0:
            own = results
            continue
        name = words(model.get("name")) or f"{draft.name} {position + 1}"
        ident = propose_id(name, ids)
        ids.add(ident)
        variants.append({"id": ident, "name": name, "results": results})
    _add_tasks(draft, [*own, *(result for item in variants for result in item["results"])])
    return own, variants


# What is read of a model of the index: of each part by its own name, of a list by that of the list.
_READ = {
    "": {"name", "results"},
    "results": {"task", "dataset", "metrics", "source", "conditions", "raw", "review"},
    "task": {"type", "name"},
    "dataset": {"type", "name", "config", "split", "args"},
    "metrics": {"type", "name", "value", "config", "args", "unit", "comparator"},
    "source": {"kind", "url", "name"},
}


def _unread(value: Any, part: str = "") -> set[str]:
    """Return the keys of a model of the index that are not read, at any depth."""
    found: set[str] = set()
    for _, item in mappings(value):
        for key, inner in item.items():
            name = str(key)
            if name not in _READ[part]:
                found |= {name} if inner else set()
            elif name in _READ and name != "":
                found |= _unread(inner, name)
    return found


def _add_tasks(draft: Draft, results: _Results) -> None:
    """Add tasks that only results name; if there is one task, move it to the entry."""
    tasks = list(draft.data.get("tasks", []))
    tasks += [result["task"] for result in results if "task" in result]
    tasks = list(dict.fromkeys(tasks))
    if tasks:
        draft.data["tasks"] = tasks
    for result in results:
        if len(tasks) == 1:
            result.pop("task", None)


class _Reader:
    def __init__(self, draft: Draft, context: ImportContext, line: int) -> None:
        self.draft, self.context, self.line = draft, context, line

    def results(self, item: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield one result of the card; several if it gives the same metric several times."""
        base: dict[str, Any] = {}
        conditions: dict[str, Any] = {}
        task = item.get("task")
        named = words(task.get("type") or task.get("name") if isinstance(task, dict) else task)
        known = task_id(named, self.context.vocabularies) if named else None
        if known:
            base["task"] = known
        elif named:
            conditions["task"] = named
            self.draft.note("results", Message("unknown task “{name}”", name=named), self.line)
        dataset = self._dataset(item.get("dataset"))
        base |= {"dataset": dataset} if dataset else {}
        measured = item.get("dataset")
        conditions |= self._arguments(measured.get("args") if isinstance(measured, dict) else None)
        stated = item.get("conditions")
        conditions |= stated if isinstance(stated, dict) else {}
        source = self._source(item.get("source"))
        tail = {"source": source} if source else {}
        tail |= {key: item[key] for key in ("raw", "review") if item.get(key)}
        groups = list(self._metrics(item.get("metrics"))) or [({}, {})]
        for metrics, extra in groups:
            result = {**base, "metrics": metrics, "conditions": {**conditions, **extra}, **tail}
            yield {key: value for key, value in result.items() if value not in (None, {}, [])}

    def _dataset(self, value: Any) -> dict[str, Any] | None:
        """Return the dataset: its pretty name, unless the id on the hub is better known."""
        if not isinstance(value, dict):
            name = words(value)
            return {"name": dataset_name(name, self.context.vocabularies)} if name else None
        names = [name for key in ("name", "type") if (name := words(value.get(key)))]
        if not names:
            return None
        find = self.context.vocabularies.datasets.find
        term = next((term for name in names if (term := find(name))), None)
        found: dict[str, Any] = {"name": term.label("en") if term else names[0]}
        for key in ("config", "split"):
            text = words(value.get(key))
            if text:
                found[key] = text
        return found

    def _metrics(self, value: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Yield groups of metrics with the conditions of each; no name twice in a group."""
        groups: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for _, item in mappings(value):
            name = self._metric_name(item)
            number = number_of(item.get("value"))
            if name is None or number is None:
                shown = words(item.get("value")) or "nothing"
                self.draft.note(
                    "results",
                    Message(
                        "no certain figure for {name}: {shown}",
                        name=name or "a metric",
                        shown=shown,
                    ),
                    self.line,
                )
                continue
            extra: dict[str, Any] = {
                key: text for key in ("config",) if (text := words(item.get(key)))
            }
            extra |= self._arguments(item.get("args"))
            facts = {key: item[key] for key in ("unit", "comparator") if item.get(key)}
            metric = {"value": number, **facts} if facts else number
            home = next(
                (group for group in groups if group[1] == extra and name not in group[0]), None
            )
            if home is None:
                home = ({}, extra)
                groups.append(home)
            home[0][name] = metric
        yield from groups

    def _arguments(self, value: Any) -> dict[str, Any]:
        """Return the arguments of a dataset or metric as conditions, if they are plain values."""
        given = value if isinstance(value, dict) else {"args": value} if value else {}
        for name, item in given.items():
            if words(item) is None and item is not None:
                self.draft.note(
                    "results", Message("the argument {name} was not read", name=name), self.line
                )
        return {
            str(name): item
            for name, item in given.items()
            if isinstance(item, str | int | float) and words(item) is not None
        }

    def _metric_name(self, item: dict[str, Any]) -> str | None:
        name = words(item.get("name"))
        kind = words(item.get("type"))
        if name or not kind:
            return name
        term = self.context.vocabularies.metrics.find(kind)
        return term.label("en") if term else kind

    def _source(self, value: Any) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            return None
        url, name = words(value.get("url")), words(value.get("name"))
        found = {"kind": words(value.get("kind")), "url": url, "locator": name}
        return {key: text for key, text in found.items() if text} or None
