"""The writer of an import decides what columns become."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.formats import csv_files
from sphinx_modelzoo.curation.formats.import_options import ImportOptions, read_options
from sphinx_modelzoo.curation.formats.importer_types import ImportContext
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.schema.vocabulary import Vocabularies

BUILTIN = Vocabularies.builtin()


def run(folder: Path, text: str, *options: str, name: str = "zoo.csv") -> Any:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    target = folder / "models.yaml"
    done = CliRunner().invoke(main, ["import", str(folder / name), "-o", str(target), *options])
    assert done.exit_code == 0, done.output
    return yaml.safe_load(target.read_text(encoding="utf-8"))


def model(folder: Path, text: str, *options: str, name: str = "zoo.csv") -> dict[str, Any]:
    (found,) = run(folder, text, *options, name=name)["models"]
    return dict(found)


@pytest.mark.parametrize(
    ("written", "cell", "expected"),
    [
        ("summary", "Finds boats.", {"summary": "Finds boats."}),
        ("description", "很长的说明", {"description": {"zh": "很长的说明"}}),
        ("paper", "Boats", {"paper": {"title": "Boats"}}),
        ("license", "MIT", {"license": "MIT"}),
        ("params", "25.6M", {"params": "25.6M"}),
        ("weights", "files/a.bin", {"weights": ["files/a.bin"]}),
        ("extra:mood", "good", {"extra": {"mood": "good"}}),
        (
            "link:Board",
            "https://x.org/b",
            {"links": [{"url": "https://x.org/b", "label": "Board"}]},
        ),
        ("condition:mood", "good", {"extra": {"mood": "good"}}),
        ("metric:mAP@COCO", "41.2", {"results": [{"dataset": "COCO", "metrics": {"mAP": 41.2}}]}),
        (
            "metric:PSNR, metric:SSIM",
            "31.2/0.9",
            {"results": [{"metrics": {"PSNR": 31.2, "SSIM": 0.9}}]},
        ),
        ("metric:glow", "41.2", {"results": [{"metrics": {"glow": 41.2}}]}),
        ("ignore", "good", {}),
    ],
)
def test_a_column_becomes_what_is_said(
    written: str, cell: str, expected: dict[str, Any], tmp_path: Path
) -> None:
    text = f'Model,What\nA,"{cell}"\n'
    found = model(tmp_path, text, "--map", f"What={written}")
    assert found == {"id": "a", "name": "A", **expected}


def test_a_name_that_is_said_is_the_only_one(tmp_path: Path) -> None:
    found = model(tmp_path, "Model,Nick\nA,B\n", "--map", "Nick=name")
    assert found == {"id": "b", "name": "B", "extra": {"own_model": "A"}}


def test_columns_are_named_by_their_number(tmp_path: Path) -> None:
    assert model(tmp_path, "X,Y\nq,B\n", "--map", "#2=name", "--map", "#1=extra:x_one") == {
        "id": "b",
        "name": "B",
        "extra": {"x_one": "q"},
    }


def test_options_are_remembered_and_taken_back(tmp_path: Path) -> None:
    text = "Model,Mood,acc\nA,good,70\n"
    fields = tmp_path / "fields.yaml"
    fields.write_text("Mood: summary\n", encoding="utf-8")
    options = ["--map-file", str(fields), "--dataset", "imagenet", "--task", "目标检测"]
    first = run(tmp_path, text, *options, "--collection", "Boats")
    (entry,) = first["models"]
    assert entry["summary"] == "good"
    assert (entry["tasks"], entry["collection"]) == (["object-detection"], "Boats")
    assert entry["results"][0]["dataset"].startswith("ImageNet")
    memory = tmp_path / ".models.yaml.import.json"
    before = [(tmp_path / "models.yaml").read_bytes(), memory.read_bytes()]
    assert run(tmp_path, text) == first
    assert [(tmp_path / "models.yaml").read_bytes(), memory.read_bytes()] == before
    run(tmp_path, text, "--map", "Mood=", "--task", "", "--dataset", "", "--collection", "")
    assert "options" not in json.loads(memory.read_text(encoding="utf-8"))


def test_rows_are_models_or_variants(tmp_path: Path) -> None:
    text = "# ShoreNet\n\n| Model | Size | acc |\n|--|--|--|\n| A | x | 70 |\n| A | y | 71 |\n"
    found = run(tmp_path, text, "--rows", "models", name="zoo.md")
    assert [entry["id"] for entry in found["models"]] == ["a", "a-2"]
    text = "# ShoreNet\n\n| Model | acc |\n|--|--|\n| shore-s | 70 |\n| shore-m | 71 |\n"
    folder = tmp_path / "other"
    found = run(folder, text, "--rows", "variants", name="zoo.md")
    assert [(one["name"], [v["id"] for v in one["variants"]]) for one in found["models"]] == [
        ("ShoreNet", ["shore-s", "shore-m"])
    ]


def test_relative_links_start_from_the_catalog(tmp_path: Path) -> None:
    text = "| Model | acc | Config |\n|--|--|--|\n| A | 70 | [config](cfg/a.yaml#x) |\n"
    found = model(tmp_path, text, name="src/README.md")
    assert found["config"] == "src/cfg/a.yaml#x"
    found = model(tmp_path, text, "--base-url", "https://x.org/zoo", name="src/README.md")
    assert found["config"] == "https://x.org/zoo/cfg/a.yaml#x"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"map": ["Mood"]}, "invalid mapping “Mood”"),
        ({"map": ["Mood=sumary"]}, "unknown field “sumary” for “Mood”"),
        ({"map": ["Mood=extra:id"]}, "invalid name “id” of an own field for “Mood”"),
        ({"task": "swimming"}, "unknown task “swimming”"),
    ],
)
def test_unknown_fields_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ProblemError, match=message) as raised:
        read_options(given, {}, BUILTIN)
    assert raised.value.problem.code == "modelzoo.import.map"


def test_a_dry_run_begins_with_the_columns(tmp_path: Path) -> None:
    source = tmp_path / "zoo.csv"
    source.write_text("Model,Mood,acc\nA,good,70\n", encoding="utf-8")
    command = ["import", str(source), "-o", str(tmp_path / "models.yaml"), "--dry-run"]
    done = CliRunner().invoke(main, [*command, "--map", "Moodd=ignore"])
    lines = done.output.splitlines()
    assert lines[0] == "columns:"
    assert [line.split("→")[1].split()[0] for line in lines[1:4]] == [
        "name",
        "extra:mood",
        "metric:Accuracy",
    ]
    assert "a guess; --map decides" in lines[2]
    assert "did you mean “Mood”?" in done.output
    assert not (tmp_path / "models.yaml").exists()


FIELDS = ["summary", "description", "license", "venue", "ignore", "extra:x", "extra:y", "link:L"]


@settings(max_examples=25)
@given(st.permutations(FIELDS), st.integers(1, len(FIELDS)))
def test_every_cell_is_found_again(folder: Path, fields: list[str], count: int) -> None:
    columns = {f"q{n}": (field, f"https://x.org/{n}x") for n, field in enumerate(fields[:count])}
    text = f"Z,{','.join(columns)}\nA,{','.join(cell for _, cell in columns.values())}\n"
    path = folder / "zoo.csv"
    path.write_text(text, encoding="utf-8")
    options = ImportOptions({"Z": "name", **{name: one for name, (one, _) in columns.items()}})
    (draft,) = csv_files.read([path], ImportContext(BUILTIN, options=options)).drafts
    shown = json.dumps(draft.data)
    for field, cell in columns.values():
        assert (cell in shown) == (field != "ignore"), (field, shown)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("zoo")
