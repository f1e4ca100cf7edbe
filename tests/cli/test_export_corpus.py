"""The corpus of hostile values in what the command exports."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sphinx_modelzoo.cli import main
from tests.support.corpus import SHOWN_VALUES
from tests.support.hostile import as_yaml

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

FORMULAS = tuple("=+-@\t\r＝＋－＠")


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog with an entry for each value, as a name, a summary, a title and an author."""
    lines = ["models:"]
    for at, value in enumerate(SHOWN_VALUES):
        paper = {"title": value.text, "url": "https://ok.example/a", "authors": [value.text]}
        entry = {"id": f"m{at}", "name": value.text, "summary": value.text, "paper": paper}
        lines.append(f"- {as_yaml(entry)}")
    path = tmp_path_factory.mktemp("corpus") / "models.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def exported(catalog: Path, form: str) -> str:
    done = CliRunner().invoke(main, ["export", str(catalog), "--to", form])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_no_cell_of_csv_is_a_formula(catalog: Path) -> None:
    header, *rows = csv.reader(io.StringIO(exported(catalog, "csv")))
    assert [cell for row in rows for cell in row if cell.startswith(FORMULAS)] == []
    names = [row[header.index("Model")] for row in rows]
    for name, value in zip(names, SHOWN_VALUES, strict=True):
        assert name.removeprefix("'") == value.as_name.removeprefix("'")


def test_json_has_each_name_as_it_is(catalog: Path) -> None:
    models = json.loads(exported(catalog, "json"))["models"]
    for model, value in zip(models, SHOWN_VALUES, strict=True):
        assert " ".join(model["name"].split()) == value.as_name


def test_no_value_closes_an_entry_of_bibtex(catalog: Path) -> None:
    text = exported(catalog, "bibtex")
    depths = [0]
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        step = {"{": 1, "}": -1}.get(found.group(), 0)
        depths.append(depths[-1] + step)
        assert depths[-1] >= 0, text[found.start() - 100 : found.end()]
    assert depths[-1] == 0
    assert len(re.findall(r"^@\w+\{", text, re.MULTILINE)) == len(SHOWN_VALUES)
