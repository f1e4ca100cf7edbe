"""Compares results read out of free text with labels made by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sphinx_modelzoo.schema.vocabulary import fold


@dataclass
class Score:
    """Counts over some texts; ``mistakes`` says what was wrong in words."""

    texts: int = 0
    read: int = 0  # texts with a figure that was read
    values: int = 0
    known: int = 0  # figures that the labels have
    mistakes: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> float:
        """The share of the extracted values that are wrong."""
        return len(self.mistakes) / self.values if self.values else 0.0

    @property
    def coverage(self) -> float:
        """The share of the texts with a figure from which one was read."""
        return self.read / self.texts if self.texts else 0.0

    def __str__(self) -> str:
        return (
            f"{self.read} of {self.texts} texts with a figure read ({self.coverage:.1%}); "
            f"{self.values} of {self.known} values extracted, {len(self.mistakes)} wrong "
            f"({self.wrong:.1%})"
        )


def figures(results: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    """The metrics of some results, one by one, with all that is said about them."""
    found = []
    for result in results:
        dataset = result.get("dataset", {})
        dataset = {"name": dataset} if isinstance(dataset, str) else dataset
        for name, metric in result.get("metrics", {}).items():
            metric = metric if isinstance(metric, dict) else {"value": metric}
            found.append(
                {
                    "metric": name,
                    "comparator": "=",
                    "unit": "",
                    **metric,
                    "dataset": dataset.get("name", ""),
                    "split": dataset.get("split", ""),
                    "conditions": result.get("conditions", {}),
                    "source": result.get("source", {}),
                }
            )
    return found


def _listed(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [fold(str(item)) for item in values if item not in (None, "")]


def difference(found: dict[str, Any], label: dict[str, Any]) -> str:
    """What is wrong about an extracted figure, or nothing."""
    if found["value"] != label["value"] or found["comparator"] != label.get("comparator", "="):
        return "value"
    if found["unit"] != label.get("unit", ""):
        return f"unit {found['unit']!r}"
    if fold(found["metric"]) not in _listed(label["metric"]):
        return f"metric {found['metric']!r}"
    if _listed(found["dataset"]) != [] or label.get("dataset"):
        named = fold(found["dataset"]) or fold(str(found["conditions"].get("setting", "")))
        if named not in _listed(label.get("dataset")):
            return f"dataset {found['dataset']!r}"
    if found["split"] and fold(found["split"]) not in _listed(label.get("split")):
        return f"split {found['split']!r}"
    true = {item for value in label.get("conditions", {}).values() for item in _listed(value)}
    true |= set(_listed(label.get("dataset")))
    given = {key: fold(str(value)) for key, value in found["conditions"].items()}
    if strange := {key: value for key, value in given.items() if value not in true}:
        return f"conditions {strange}"
    source = label.get("source", {})
    if label.get("apart") and not given and found["source"].get("kind") != source.get("kind"):
        return "nothing tells it from its neighbours"
    if any(fold(str(value)) != fold(source.get(key, "")) for key, value in found["source"].items()):
        return f"source {found['source']}"
    return ""


def compare(
    score: Score, where: str, results: tuple[dict[str, Any], ...], labels: list[dict[str, Any]]
) -> None:
    """Add one text to a score."""
    extracted = figures(results)
    score.texts += bool(labels)
    score.read += bool(labels and extracted)
    score.values += len(extracted)
    score.known += len(labels)
    open_labels = list(labels)
    for figure in extracted:
        reasons = [(difference(figure, label), label) for label in open_labels]
        right = [label for reason, label in reasons if not reason]
        if right:
            open_labels.remove(right[0])
            continue
        near = [reason for reason, label in reasons if reason != "value"]
        score.mistakes.append(
            f"{where}: {figure['metric']} {figure['value']}: {near or 'no label'}"
        )
