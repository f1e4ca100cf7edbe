"""Presets in the head of a catalog: read, checked with their places, kept on rewriting."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft7Validator

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.table import build_table
from tests.support.registries import BUILTIN

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog

CATALOG = """\
fields:
  speed: {type: number, unit: fps, labels: {en: Speed, zh: 速度}}
presets:
  papers:
    columns: [no, name, {params: {en: Size, zh: 参数量}}, "metric:mAP@COCO", {speed: "Speed, fps"}]
    sort: [-speed, name]
    limit: 2
    group_by: task
    interactive: yes
models:
  - {id: a, name: A, tasks: [object-detection], params: 3M, extra: {speed: 30}}
  - {id: b, name: B, tasks: [object-detection], extra: {speed: 60},
     results: [{dataset: COCO, metrics: {mAP: 40}}]}
  - {id: c, name: C, tasks: [object-detection], extra: {speed: 40}}
"""


def load(root: Path, *texts: str) -> Catalog:
    names = [f"{number}.yaml" for number in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        (root / name).write_text(text, encoding="utf-8")
    return load_catalog(names, root, registry=BUILTIN)


def table(catalog: Catalog, language: str = "en", **raw: str) -> tuple[list[str], list[str]]:
    """The heads of the table, and the models that it shows."""
    options, problems = parse_options(raw, catalog.registry)
    assert problems == []
    grid = build_table(catalog, options, language, plain=True)
    return [column.label for column in grid.columns], [row.model for row in grid.rows]


def test_a_preset_is_any_option_of_a_table(tmp_path: Path) -> None:
    catalog = load(tmp_path, CATALOG)
    assert catalog.problems == ()
    heads = ["No.", "Model", "Size", "mAP (COCO)", "Speed, fps"]
    assert table(catalog, preset="papers") == (heads, ["b", "c"])
    assert table(catalog, "zh", preset="papers")[0] == [
        "序号", "模型", "参数量", "mAP（COCO）", "Speed, fps",
    ]  # fmt: skip
    # What is written beside it wins.
    assert table(catalog, preset="papers", limit="1", columns="name as X") == (["X"], ["b"])
    assert len(table(catalog)[1]) == 3


def test_the_default_preset(tmp_path: Path) -> None:
    catalog = load(tmp_path, CATALOG.replace("papers:", "default:"))
    assert table(catalog)[1] == ["b", "c"]
    assert table(catalog, preset="paddle")[0][0] == "No."
    assert parse_options({}, catalog.registry, default=False)[0].limit is None


def test_a_catalog_may_have_a_paddle_preset_of_its_own(tmp_path: Path) -> None:
    catalog = load(tmp_path, "presets: {paddle: {columns: name}}\nmodels: [{id: a, name: A}]")
    assert table(catalog, preset="paddle") == (["Model"], ["a"])


@pytest.mark.parametrize(
    ("preset", "code", "place", "message", "hint"),
    [
        ("{colums: [name]}", "preset.option", (2, 7), "“colums”", "“columns”"),
        ("{name: x}", "preset.option", (2, 7), "“name”", "known options"),
        ("{preset: paddle}", "preset.option", (2, 7), "“preset”", "known options"),
        ("{columns: [name, nmae]}", "column.unknown", (2, 23), "“nmae”", "“name”"),
        ("{columns: [{nmae: X}, name]}", "column.unknown", (2, 18), "“nmae”", "“name”"),
        ("{columns: [[name], name]}", "preset.value", (2, 17), "name of a column", "[name, "),
        ("{columns: [name, {params: {xq: 1}}]}", "language.unknown", (2, 33), "", ""),
        ("{sort: -yaer}", "sort.syntax", (2, 13), "“yaer”", "“year”"),
        ("{limit: {}}", "preset.value", (2, 14), "“limit”", ""),
        ("{limit: none}", "option.value", (2, 14), "“none”", "from 1"),
        ("[name]", "type", (2, 6), "expected a mapping", ""),
    ],
)  # fmt: skip
def test_the_smallest_wrong_part_is_left_out(
    tmp_path: Path, preset: str, code: str, place: tuple[int, int], message: str, hint: str
) -> None:
    catalog = load(tmp_path, f"presets:\n  p: {preset}\nmodels: [{{id: a, name: A}}]\n")
    (problem,) = catalog.problems
    assert (problem.code, problem.line, problem.column) == (f"modelzoo.{code}", *place)
    assert message in problem.message
    assert hint in (problem.hint or "")
    if "columns" in preset:
        assert table(catalog, preset="p")[0][0] == "Model"


def test_without_its_filter_a_preset_shows_nothing(tmp_path: Path) -> None:
    text = "presets:\n  p: {filter: parms < 3}\nmodels: [{id: a, name: A}]\n"
    catalog = load(tmp_path, text)
    (problem,) = catalog.problems
    assert (problem.code, problem.line) == ("modelzoo.filter.syntax", 2)
    _, problems = parse_options({"preset": "p"}, catalog.registry)
    assert [one.text for one in problems] == [
        ":filter: the preset “p” has an invalid value here (correct it in the catalog)"
    ]
    assert parse_options({"preset": "p", "filter": "params < 3"}, catalog.registry)[1] == []


def test_two_declarations(tmp_path: Path) -> None:
    one = "presets: {p: {sort: name, limit: 1}}\nmodels: [{id: a, name: A}]\n"
    same = "models: []\npresets:\n  p: {limit: 1, sort: name}\n"
    assert load(tmp_path, one, same).problems[1:] == ()
    (problem,) = (
        found
        for found in load(tmp_path, one, same.replace("1", "2")).problems
        if found.code == "modelzoo.preset.conflict"
    )
    assert (problem.file, problem.line, problem.column) == ("1.yaml", 3, 3)
    assert "“p” is declared at 0.yaml:1, too" in problem.message
    assert problem.severity == "error"


def test_presets_change_what_names_mean(tmp_path: Path) -> None:
    catalog = load(tmp_path, CATALOG)
    again = load(tmp_path, CATALOG.replace("limit: 2", "limit: 3"))
    assert catalog.registry.digest != again.registry.digest
    assert catalog.digest != again.digest
    assert [one.digest for one in catalog.entries] == [one.digest for one in again.entries]


def test_the_command(tmp_path: Path) -> None:
    load(tmp_path, CATALOG.replace("speed, name]", "speed]"))
    path = str(tmp_path / "0.yaml")
    shell = CliRunner()

    def run(*arguments: str, status: int = 0) -> str:
        done = shell.invoke(main, [arguments[0], path, *arguments[1:]])
        assert done.exit_code == status, done.output
        return done.stdout if not status else done.output

    listed = run("list", "--preset", "papers", "--format", "csv").splitlines()
    assert listed[0] == 'No.,Model,Size,mAP (COCO),"Speed, fps"'
    assert len(listed) == 3
    titled = run("list", "--columns", 'id as Key, name as "A, B"', "--format", "csv")
    assert titled.splitlines()[0] == 'Key,"A, B"'
    chosen = run("list", "--preset", "papers", "--columns", "name, id", "--format", "csv")
    assert chosen.splitlines() == ["Model,id", "B,b", "C,c"]
    assert "“papers”" in run("list", "--preset", "papres", status=2)
    assert "Size" in run("export", "--to", "markdown", "--preset", "papers")
    assert len(json.loads(run("export", "--to", "json"))["models"]) == 3
    written = yaml.safe_load(run("export", "--to", "yaml"))["presets"]
    assert written == yaml.safe_load(CATALOG.replace("speed, name]", "speed]"))["presets"]


def test_rewriting_keeps_presets(tmp_path: Path) -> None:
    load(tmp_path, CATALOG.replace("speed: 40}}", "speed: 40}, license: apache 2.0}"))
    path = tmp_path / "0.yaml"
    shell = CliRunner()
    shell.invoke(main, ["check", str(path), "--fix"])
    source = tmp_path / "more.csv"
    source.write_text("Model,Params\nD,5M\n", encoding="utf-8")
    done = shell.invoke(main, ["import", str(source), "-o", str(path)])
    assert done.exit_code == 0, done.output
    text = path.read_text(encoding="utf-8")
    assert "id: d\n" in text
    assert CATALOG[CATALOG.index("presets:") : CATALOG.index("models:")] in text


def test_the_json_schema(tmp_path: Path) -> None:
    load(tmp_path, CATALOG)
    done = CliRunner().invoke(main, ["schema", str(tmp_path / "0.yaml")])
    schema = Draft7Validator(json.loads(done.stdout))
    data = yaml.safe_load(CATALOG.replace("[no,", '["no",').replace("group_by", "group-by"))
    assert list(schema.iter_errors(data)) == []
    for wrong in ({"colums": ["name"]}, {"columns": [{"name": 3}]}, {"limit": {}}, [1]):
        assert list(schema.iter_errors({"presets": {"p": wrong}, "models": []}))
