"""Own fields from the shell: lists, exports that come back, imports into a catalog that exists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.schema import own_fields
from tests.catalog.test_own_fields import HEAD, MODELS

OTHER = """\
# Ours.
title: Ours   # kept
fields:
  # How long.
  training_time: {type: number, unit: h}
models:
  - id: z
    name: Z
    extra: {training_time: 7}
"""


def run(*words: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    (tmp_path / "m.yaml").write_text(HEAD + MODELS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def call(shell: CliRunner, *words: str, status: int = 0) -> Result:
    found = shell.invoke(main, words, catch_exceptions=False)
    assert found.exit_code == status, found.output
    return found


def test_list(shell: CliRunner) -> None:
    options = ("--columns", "id, training-time, extra:stage", "--filter", "training_time > 5")
    found = call(shell, "list", "m.yaml", *options, "--sort", "-training_time", "--format", "csv")
    assert found.stdout.splitlines() == [
        "id,Training time,Stage", "c,30–40 h,Stable", "a,12 h,Stable",
    ]  # fmt: skip
    chinese = call(shell, "list", "m.yaml", *options, "--language", "zh")
    assert "训练时长" in chinese.stdout
    assert "正式" in chinese.stdout
    wrong = call(shell, "list", "m.yaml", "--columns", "id, trainig_time", status=2)
    assert "did you mean “training_time”?" in wrong.stderr


def test_check_and_schema(shell: CliRunner) -> None:
    assert "no problems" in call(shell, "check", "m.yaml").stderr
    Path("n.yaml").write_text(f"{HEAD}models: [{{id: a, name: A, extra: {{nope: 1}}}}]\n", "utf-8")
    found = call(shell, "check", "n.yaml", status=1)
    assert "n.yaml:11:35: error: a.extra.nope" in found.stdout
    assert "modelzoo.own.undeclared" in found.stdout
    schema = json.loads(call(shell, "schema", "m.yaml").stdout)
    assert schema["$defs"]["Entry"]["properties"]["extra"]["properties"]["mobile"]["type"] == (
        "boolean"
    )


@pytest.mark.parametrize("name", ["json", "yaml", "huggingface", "openmmlab"])
def test_exports_come_back(shell: CliRunner, name: str) -> None:
    target = {"json": "out.json", "yaml": "out.yaml", "openmmlab": "out.yml"}.get(name, "out/")
    call(shell, "export", "m.yaml", "--to", name, "-o", target)
    source = "catalog" if name in ("json", "yaml") else name
    call(shell, "import", target, "-o", "again.yaml", "--from", source)
    before = load_catalog("m.yaml", Path.cwd())
    after = load_catalog("again.yaml", Path.cwd())
    assert after.problems == ()
    assert {one.id: one.extra for one in after.models} == {
        one.id: one.extra for one in before.models
    }
    assert [v.extra for one in after.models for v in one.variants] == [
        v.extra for one in before.models for v in one.variants
    ]
    # A card or an index has the declarations of the fields that its models use.
    assert {**before.fields, **after.fields} == dict(before.fields)
    assert set(before.fields) - set(after.fields) <= {"size_"}


@pytest.mark.parametrize("folder", [False, True])
def test_import_into_a_catalog_adds_what_it_does_not_declare(
    shell: CliRunner, folder: bool
) -> None:
    if folder:
        Path("ours").mkdir()
        head = OTHER.partition("models:\n")[0]
        Path("ours/catalog.yaml").write_text(head, "utf-8")
        Path("ours/z.yaml").write_text("id: z\nname: Z\nextra: {training_time: 7}\n", "utf-8")
    else:
        Path("ours.yaml").write_text(OTHER, "utf-8")
    output = "ours/" if folder else "ours.yaml"
    call(shell, "import", "m.yaml", "-o", output)
    catalog = load_catalog(output, Path.cwd())
    assert catalog.problems == ()
    assert next(iter(catalog.fields)) == "training_time"
    assert set(catalog.fields) >= {"hardware", "stage", "note"}
    assert catalog.fields["training_time"].label("zh") == "Training time"  # ours stays
    assert {one.id for one in catalog.models} == {"z", "a", "b", "c"}
    text = Path("ours/catalog.yaml" if folder else "ours.yaml").read_text("utf-8")
    assert "title: Ours   # kept\n" in text
    assert "  # How long.\n  training_time: {type: number, unit: h}\n" in text
    assert yaml.safe_load(text)["fields"]["mobile"]["type"] == "boolean"
    again = call(shell, "import", "m.yaml", "-o", output)
    assert Path("ours/catalog.yaml" if folder else "ours.yaml").read_text("utf-8") == text
    assert again.exit_code == 0


def test_values_that_do_not_fit_the_catalog_are_reported(shell: CliRunner) -> None:
    dates = OTHER.replace("number, unit: h", "date").replace("7", "2020-01-01")
    Path("ours.yaml").write_text(dates, "utf-8")
    call(shell, "import", "m.yaml", "-o", "ours.yaml", "--report", "report.md")
    assert "invalid date" in Path("report.md").read_text("utf-8")
    assert load_catalog("ours.yaml", Path.cwd()).problems == ()


def test_a_fix_keeps_own_fields(shell: CliRunner) -> None:
    text = f"{HEAD}models:\n  - id: a\n    name: A\n    links: [http://arxiv.org/abs/1502.03167]\n"
    extra = "    extra: {note: hello, x-by: me, report: http://arxiv.org/abs/1502.03168}\n"
    Path("n.yaml").write_text(text + extra, "utf-8")
    shell.invoke(main, ["check", "--fix", "n.yaml"], catch_exceptions=False)
    fixed = Path("n.yaml").read_text("utf-8")
    assert "links: [https://arxiv.org" in fixed
    assert "{note: hello, x-by: me, report: https://arxiv.org/abs/1502.03168}" in fixed


def test_what_a_check_says_of_declarations(
    shell: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = call(shell, "check", "m.yaml", "--level", "info").stdout
    assert found.count("modelzoo.own.unused") == 1
    assert "no entry has the own field “size_”" in found
    monkeypatch.setattr(own_fields, "reserved_names", lambda: frozenset[str]())
    Path("n.yaml").write_text(
        "fields: {year: {type: number}}\nmodels: [{id: a, name: A, extra: {year: 1}}]\n", "utf-8"
    )
    found = call(shell, "check", "n.yaml").stdout
    assert "the own field “year” hides the field of the format" in found
    assert "modelzoo.own.hides" in found
