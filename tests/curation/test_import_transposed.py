"""Tables whose columns are models and whose rows are properties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from sphinx_modelzoo.cli import main

TURNED = """
| | Elm-1 | Elm-2 |
|---|---|---|
| Params | 4M | 9M |
| Grade | A | B |
| **COCO** | | |
| mAP | 31.0 | 40.1 |
| **LVIS** | | |
| mAP | 21.5 | 30.2 |
| Latency (ms) | 3.2 | 6.1 |
"""


def run(folder: Path, text: str, *options: str) -> list[dict[str, Any]]:
    (folder / "zoo.md").write_text(text, encoding="utf-8")
    target = folder / "models.yaml"
    done = CliRunner().invoke(main, ["import", str(folder / "zoo.md"), "-o", str(target), *options])
    assert done.exit_code == 0, done.output
    models: list[dict[str, Any]] = yaml.safe_load(target.read_text(encoding="utf-8"))["models"]
    return models


def test_rows_below_a_data_set_are_of_it_but_for_speeds(tmp_path: Path) -> None:
    first, second = run(tmp_path, TURNED)
    assert (first["name"], first["params"], first["extra"]) == ("Elm-1", "4M", {"grade": "A"})
    assert second["results"] == [
        {"dataset": "COCO", "metrics": {"mAP": 40.1}},
        {"dataset": "LVIS", "metrics": {"mAP": 30.2}},
        {"metrics": {"Latency": {"value": 6.1, "unit": "ms"}}},
    ]


def test_mapped_headers_count_as_known(tmp_path: Path) -> None:
    text = "| | Elm-1 | Elm-2 |\n|--|--|--|\n| Zest | 1.5 | 2.5 |\n| Grade | A | B |\n"
    first, second = run(tmp_path, text, "--map", "Zest=metric:Zest@Peel", "--map", "Grade=ignore")
    assert first["results"] == [{"dataset": "Peel", "metrics": {"Zest": 1.5}}]
    assert (second["id"], second.get("extra")) == ("elm-2", None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # One known word among others: it may be a name.
        (
            "| Model | A1 | B2 |\n|--|--|--|\n| mAP | a | b |\n| Fir | c | d |\n| Oak | e | f |\n",
            3,
        ),
        # The headers are known, whatever is below them.
        ("| Model | Params | mAP |\n|--|--|--|\n| Params | 4M | 31 |\n| mAP | 5M | 32 |\n", 2),
    ],
)
def test_what_is_upright_stays_so(tmp_path: Path, text: str, names: int) -> None:
    assert len(run(tmp_path, text)) == names
    text = TURNED.replace("| | Elm-1", "| Model | Elm-1")
    assert {"Params", "Grade"} <= {one["name"] for one in run(tmp_path, text, "--rows", "models")}


def test_bold_words_alone_are_a_heading_unless_names_are_bold(tmp_path: Path) -> None:
    text = "| Model | Params | mAP |\n|--|--|--|\n| **Small** | | |\n| Tit | 3M | 31 |\n"
    (model,) = run(tmp_path, text)
    assert (model["name"], model["collection"]) == ("Tit", "Small")
    (tmp_path / "models.yaml").unlink()
    found = run(tmp_path, text.replace("Tit", "**Tit**"))
    assert [one["name"] for one in found] == ["Small", "Tit"]


def test_names_of_columns_and_metrics_with_a_data_set(tmp_path: Path) -> None:
    text = (
        "| Model | mAP@COCO | Acc (%) zh | Acc (%) en |\n|--|--|--|--|\n| Fir | 31.5 | 70 | 75 |\n"
    )
    (model,) = run(tmp_path, text)
    found = [
        (one.get("dataset"), one["metrics"], one.get("conditions")) for one in model["results"]
    ]
    assert found == [
        ("COCO", {"mAP": 31.5}, None),
        (None, {"Accuracy": {"value": 70, "unit": "%"}}, {"setting": "zh"}),
        (None, {"Accuracy": {"value": 75, "unit": "%"}}, {"setting": "en"}),
    ]
