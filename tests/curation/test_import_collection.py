"""A collection of tables in many shapes: every model, every link, and no wrong figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.views.content import Grid
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.options import TableOptions
from sphinx_modelzoo.views.table import build_table
from tests.support import ROOT
from tests.support.registries import BUILTIN
from tests.support.sphinx_project import Project

TABLES: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "fixtures" / "zoo_tables.yaml").read_text(encoding="utf-8")
)
SHAPES = list(dict.fromkeys(table["shape"] for table in TABLES))
_FIGURE = re.compile(r"([^=]+?)(?:@([^=@]+))?=([\d.]+)(\D*)")

Fact = tuple[str, str, float, str]  # metric, dataset, value, unit


def imported(table: dict[str, Any], folder: Path) -> dict[str, dict[str, Any]]:
    """The entries of a table, by their names."""
    folder.mkdir()
    (folder / table["file"]).write_text(table["text"], encoding="utf-8")
    target = folder / "models.yaml"
    done = CliRunner().invoke(main, ["import", str(folder / table["file"]), "-o", str(target)])
    assert done.exit_code == 0, done.output
    data = yaml.safe_load(target.read_text(encoding="utf-8"))
    return {model["name"]: model for model in data["models"]}


def figures(entry: dict[str, Any]) -> Iterator[Fact]:
    """Yield the figures of an entry and its variants."""
    for holder in (entry, *entry.get("variants", ())):
        for name in ("params", "flops"):
            if name in holder:
                number, unit = re.fullmatch(r"([\d.]+)(\w*)", str(holder[name])).groups()  # type: ignore[union-attr]
                yield name, "", float(number), unit
        for result in holder.get("results", ()):
            dataset = result.get("dataset", "")
            dataset = dataset["name"] if isinstance(dataset, dict) else dataset
            for metric, value in result.get("metrics", {}).items():
                full = value if isinstance(value, dict) else {"value": value}
                yield metric, dataset, float(full["value"]), str(full.get("unit", ""))


def expected(facts: str) -> tuple[list[Fact], list[str]]:
    """The figures and the other texts that an entry must have."""
    found: list[Fact] = []
    texts = []
    for fact in facts.split(", "):
        figure = None if re.match(r"https?:|~", fact) else _FIGURE.fullmatch(fact)
        if figure:
            metric, dataset, value, unit = figure.groups()
            if metric in ("params", "flops"):
                scale = {"K": 3, "M": 6, "G": 9, "B": 9, "": 0}[unit]
                found.append((metric, "", float(value) * 10**scale, ""))
            else:
                found.append((metric, dataset or "", float(value), unit))
        else:
            texts.append(fact.removeprefix("~"))
    return found, texts


def plain(fact: Fact) -> Fact:
    """A figure with params and flops in ones."""
    metric, _, value, unit = fact
    if metric in ("params", "flops"):
        return metric, "", value * 10 ** {"K": 3, "M": 6, "G": 9, "B": 9, "": 0}[unit], ""
    return fact


def same(one: Fact, other: Fact) -> bool:
    """True if a figure found is the one expected; a unit counts where it is expected."""
    close = abs(one[2] - other[2]) <= 1e-6 * max(abs(other[2]), 1)
    unit = not other[3] or one[3] == other[3]
    return close and unit and one[0] == other[0] and (not other[1] or one[1] == other[1])


def grids(value: Any) -> Iterator[Grid]:
    """Yield the tables in a view."""
    if isinstance(value, Grid):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from grids(getattr(value, part.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from grids(item)


def assert_whole(folder: Path) -> None:
    """Assert that a catalog has no problem, no empty column and no two rows that are alike."""
    catalog = load_catalog("models.yaml", folder, registry=BUILTIN)
    assert catalog.problems == ()
    used = {
        key for model in catalog.models for one in (model, *model.variants) for key in one.extra
    }
    assert {field.id for field in catalog.fields.values()} <= used
    pages: list[Any] = [build_model_page(catalog, model, "en") for model in catalog.models]
    tables = [build_table(catalog, TableOptions(), "en"), *grids(pages)]
    for grid in tables:
        rows = [row for group in grid.groups for row in group.rows]
        cells = [row.cells for outer in rows for row in (outer, *outer.variants)]
        for place, column in enumerate(grid.columns):
            assert any(row[place].blocks for row in cells), f"empty: {column.label}"
        assert len({row.cells for row in rows}) == len(rows), f"alike in {grid.role}"


@pytest.mark.once
@pytest.mark.parametrize("shape", SHAPES)
def test_shape(shape: str, tmp_path: Path) -> None:
    right = wanted = links = urls = 0
    wrong: list[Any] = []
    for number, table in enumerate(one for one in TABLES if one["shape"] == shape):
        entries = imported(table, tmp_path / str(number))
        assert list(entries) == list(table["models"])
        assert_whole(tmp_path / str(number))
        for name, facts in table["models"].items():
            found = [plain(fact) for fact in figures(entries[name])]
            values, texts = expected(facts)
            wanted += len(values)
            for value in values:
                match = next((one for one in found if same(one, value)), None)
                right += match is not None
                if match:
                    found.remove(match)
                else:
                    wrong.append((name, "missing", value))
            wrong += [(name, "more", value) for value in found]
            shown = yaml.safe_dump(entries[name], allow_unicode=True, width=1000)
            shown = shown.replace("arxiv: '", "arxiv:").replace('arxiv: "', "arxiv:")
            urls += len(texts)
            links += sum(text in shown for text in texts)
            wrong += [(name, "missing", text) for text in texts if text not in shown]
    print(f"{shape}: {right} of {wanted} figures, {links} of {urls} links and words")
    assert not wrong


@pytest.mark.once
def test_what_comes_out_builds_and_tells_everything_apart(tmp_path: Path) -> None:
    project = Project(tmp_path / "docs", {"index.rst": "Zoo\n===\n\n.. modelzoo::\n"})
    for number, table in enumerate(TABLES[::6]):
        imported(table, tmp_path / str(number))
        target = tmp_path / str(number) / "models.yaml"
        done = CliRunner().invoke(main, ["check", str(target), "--only", "result.alike"])
        assert "result.alike" not in done.output, done.output
        (project.src / f"zoo{number}.yaml").write_bytes(target.read_bytes())
    built = project.build(modelzoo_catalog="zoo*.yaml")
    assert built.warnings == ""


def test_there_are_enough_shapes() -> None:
    assert len(TABLES) >= 60
    assert len(SHAPES) >= 25
    assert all(sum(table["shape"] == shape for table in TABLES) >= 2 for shape in SHAPES)
