"""The columns of a table: what each holds, and what tells columns of one metric apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.east_asian import HAN
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

UNIT = re.compile(
    r"[(（\[]\s*(?:in\s+)?(%|ms|[μµu]s|s|min|h|fps|[kmgtb]|GB|MB|dB|[MG]FLOPs?|[MG]MACs?)"
    r"(?:\s*/\s*(?:im|img|image|iter|frame|sample|batch|张|帧))?\s*[)）\]]",
    re.I,
)
# What a header says of the figures below besides their metric: “bs=8”, “batch size 8”, “b32”.
_STATED = (
    (
        "batch_size",
        r"(?:\bbs|batch[\s_-]?size|\bbatch|批大小|批量大小|批次大小)\s*(?:[=:：]|of)?\s*(\d{1,5})\b",
    ),
    ("batch_size", r"(?<=[\s,(（/])b[=]?(\d{1,4})\b"),
    ("input_size", r"(?<![\w.])(\d{2,5}\s?[x×*]\s?\d{2,5})(?![\w.])"),
)
_PART = re.compile(r"[^\s()（）\[\]【】,，/|]+")
_QUALIFIERS = {"flip": "tta", "ms": "tta", "ms+flip": "tta", "multi-scale": "tta"}


@dataclass(frozen=True)
class MetricSpec:
    """A metric whose figures a column holds."""

    name: str
    dataset: str = ""
    split: str = ""
    unit: str = ""
    conditions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class GridColumn:
    """One column: ``role`` is what it holds, as headers.yaml names it.

    ``metrics`` are those of a column of figures (role ``metric``), more than one for ``a/b``;
    ``condition`` is the name of what a column of conditions says (role ``condition``), ``own``
    that of the own field which its writer wants. A column that nothing claims has no role, or
    ``link`` where it holds links; ``known`` says that the role is that of its header, ``comma``
    that decimals come after one, and ``millions`` that bare counts are in millions.
    """

    index: int
    role: str
    header: str
    metrics: tuple[MetricSpec, ...] = ()
    condition: str = ""
    unit: str = ""
    own: str = ""
    known: bool = True
    comma: bool = False
    millions: bool = False

    def becomes(self) -> str:
        """Return what the column becomes, as ``--map`` writes it; empty if the table decides."""
        if self.role == "metric":
            return ", ".join(
                f"metric:{spec.name}{f'@{spec.dataset}' if spec.dataset else ''}"
                for spec in self.metrics
            )
        if self.role == "condition":
            return f"condition:{self.condition}"
        if self.role == "link":
            return f"link:{self.own or self.header}"
        if self.own:
            return f"extra:{self.own}"
        return self.role


def conditions_in(header: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a header without the conditions that it states, and these, by name."""
    found: dict[str, str] = {}
    for name, pattern in _STATED:
        match = None if name in found else re.search(pattern, header, re.IGNORECASE)
        if match:
            found[name] = re.sub(r"\s?[x×*]\s?", "x", match[1])
            header = f"{header[: match.start()]} {header[match.end() :]}"
    header = re.sub(r"[\s,，;；]+(?=[)）\]])", "", header)  # “(ms, )”
    return " ".join(header.split()).strip(" ,，@"), tuple(found.items())


def qualified(columns: Sequence[GridColumn]) -> list[GridColumn]:
    """Distinguish columns of the same metric by the rest of their headers.

    ``Latency (CPU)`` and ``Latency (GPU)`` are one metric on two devices. One that says nothing
    else than another is not claimed.
    """
    groups: dict[tuple[MetricSpec, ...], list[GridColumn]] = {}
    for column in columns:
        if column.role == "metric" and len({spec.conditions for spec in column.metrics}) < 2:
            key = tuple(replace(spec, unit="") for spec in column.metrics)
            groups.setdefault(key, []).append(column)
    changed: dict[int, GridColumn] = {}
    for group in groups.values():
        parts = [_PART.findall(UNIT.sub(" ", conditions_in(column.header)[0])) for column in group]
        folded = [{part.casefold() for part in found} for found in parts]
        common = set.intersection(*folded) if len(group) > 1 else set()
        seen: set[str] = set()
        for column, found in zip(group, parts, strict=True):
            said = " ".join(part for part in found if part.casefold() not in common)
            if len(group) == 1:
                said = " ".join(_in_brackets(column))
            if said in seen:
                changed[column.index] = GridColumn(column.index, "", column.header)
            elif said:
                pair = (qualifier(said),)
                metrics = tuple(
                    replace(spec, conditions=(*spec.conditions, *pair)) for spec in column.metrics
                )
                changed[column.index] = replace(column, metrics=metrics)
            seen.add(said)
    return [changed.get(column.index, column) for column in columns]


def qualifier(said: str) -> tuple[str, str]:
    """Return the condition that some words of a header are."""
    return _QUALIFIERS.get(fold(said), "device" if on_device(said) else "setting"), said


def _in_brackets(column: GridColumn) -> list[str]:
    """Return what the header of a metric says in brackets: devices, or words other than units.

    ``Top-1 (fine-tuned)`` is not plain accuracy. Datasets and splits have places of their own.
    """
    found: list[str] = re.findall(r"[(（\[]([^)）\]]+)[)）\]]", column.header)
    devices = [said for said in found if on_device(said)]
    if devices or any(spec.dataset or spec.split for spec in column.metrics):
        return devices
    return [
        said
        for said in map(str.strip, found)
        if _WORDS.fullmatch(said)
        and fold(said) not in _PLAIN_WORDS
        and not UNIT.search(f"({said})")
    ]


_WORDS = re.compile(rf"[A-Za-z][A-Za-z\-+ ]{{3,}}|[{HAN}]{{2,}}")
_PLAIN_WORDS = frozenset(
    map(fold, ("higher is better", "lower is better", "越高越好", "越低越好", "percent", "百分比"))
)


def on_device(said: str) -> bool:
    """Return True if some words of a header name a device."""
    words = load_words("results")
    known = (*words["platforms"], *words["precisions"])
    return any(part in known for part in _PART.findall(said))
