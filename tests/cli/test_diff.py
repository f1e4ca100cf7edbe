"""``modelzoo diff``: what is new, gone, renamed, deprecated, and which figures changed."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sphinx_modelzoo.catalog import comparing
from sphinx_modelzoo.cli import main

HEAD = "schema_version: 1\nmodels:\n"
SAME = "  - {id: same, name: Same, results: [{dataset: COCO, metrics: {mAP: 7}}]}\n"
OLD = f"""\
{HEAD}{SAME}\
  - id: tern
    name: Tern
    results:
      - {{dataset: COCO, metrics: {{mAP: 41.2, FPS: 62}}}}
      - {{dataset: COCO, metrics: {{mAP: 50}}, conditions: {{input_size: 640}}}}
    variants: [{{id: small, name: Tern-S, results: [{{dataset: COCO, metrics: {{mAP: 30}}}}]}}]
  - {{id: kite, name: Kite}}
  - {{id: gull, name: Gull}}
  - {{id: auk, name: Auk, since: "1.9"}}
  - {{id: ibis, name: Ibis, since: "1.9", variants: [{{id: s, until: "2.0"}}]}}
"""
NEW = f"""\
{HEAD}\
  - id: tern
    name: Tern
    results:
      - {{dataset: MS COCO, metrics: {{FPS: 62, mAP: 43.5}}}}
      - {{dataset: COCO, metrics: {{mAP: 50}}, conditions: {{input_size: 640}}}}
      - {{dataset: LVIS, metrics: {{mAP: 20}}}}
    variants: [{{id: small, name: Tern-S, results: [{{dataset: COCO, metrics: {{mAP: 31}}}}]}}]
{SAME}\
  - {{id: red-kite, name: Red *Kite*, aliases: [kite]}}
  - {{id: auk, name: Auk, since: "1.10", until: "2.4", deprecated: true, superseded_by: tern}}
  - {{id: ibis, name: Ibis, since: "1.9", variants: [{{id: s, name: Ibis-S}}]}}
  - {{id: skua, name: Skua, summary: {{en: Steals., zh: 抢食。}}}}
"""


def _run(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["diff", *words])
    assert result.exit_code == status, result.output
    return result


@pytest.fixture(autouse=True)
def catalogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.yaml").write_text(OLD, encoding="utf-8")
    Path("new.yaml").write_text(NEW, encoding="utf-8")


def test_every_kind_of_change() -> None:
    found = json.loads(_run("old.yaml", "new.yaml", "--format", "json").stdout)
    figure = {"dataset": "COCO", "metric": "mAP", "id": "tern"}
    assert found == {
        "new": ["skua"],
        "gone": ["gull"],
        "renamed": [
            {"from": "kite", "to": "red-kite", "old_name": "Kite", "new_name": "Red *Kite*"}
        ],
        "deprecated": [{"id": "auk", "superseded_by": "tern"}],
        "versions": [
            {"id": "auk", "variant": None, "field": "since", "old": "1.9", "new": "1.10"},
            {"id": "auk", "variant": None, "field": "until", "old": None, "new": "2.4"},
            {"id": "ibis", "variant": "s", "field": "until", "old": "2.0", "new": None},
        ],
        "figures": [
            {**figure, "dataset": "MS COCO", "variant": None, "old": 41.2, "new": 43.5},
            {**figure, "variant": "small", "old": 30, "new": 31},
        ],
    }


def test_as_text_and_markdown() -> None:
    assert _run("old.yaml", "new.yaml", "--language", "zh").stdout == (
        "新增模型（1）\n  skua Skua 抢食。\n\n"
        "移除的模型（1）\n  gull Gull\n\n"
        "改名的模型（1）\n  red-kite Red *Kite* kite → red-kite、Kite → Red *Kite*\n\n"
        "弃用的模型（1）\n  auk Auk → tern\n\n"
        "变化的起止版本（3）\n  auk Auk 起始版本：1.9 → 1.10\n"
        "  auk Auk 截止版本：– → 2.4\n  ibis Ibis Ibis-S、截止版本：2.0 → –\n\n"
        "变化的指标（2）\n  tern Tern COCO、mAP 41.2% → 43.5%\n"
        "  tern Tern Tern-S、COCO、mAP 30% → 31%\n"
    )
    text = _run("old.yaml", "new.yaml", "--format", "markdown").stdout
    assert "## New models\n\n- **Skua**: Steals.\n" in text
    assert "- **Red \\*Kite\\***: kite → red-kite, Kite → Red \\*Kite\\*\n" in text


def test_what_is_a_change_of_a_figure() -> None:
    """Sizes are figures, too; another unit or order is no change, nor a second equal result."""
    twice = "{dataset: COCO, metrics: {mAP: 50}}, {dataset: COCO, metrics: {mAP: 40}}"
    old = "mIoU: 0.7, Latency: {value: 1.5, unit: s}"
    new = "Latency: {value: 1500, unit: ms}, mIoU: 70"
    for file, name, size, metrics in (("old", "A", 25, old), ("new", "B", 26, new)):
        results = f"[{twice}, {{metrics: {{{metrics}}}}}]"
        entry = f"  - {{id: a, name: {name}, params: {size}M, results: {results}}}\n"
        Path(f"{file}.yaml").write_text(HEAD + entry, encoding="utf-8")
    found = _run("old.yaml", "new.yaml", "--language", "zh").stdout
    assert found == "改名的模型（1）\n  a B A → B\n\n变化的指标（1）\n  a B 参数量 25M → 26M\n"


def test_nothing_changed() -> None:
    assert _run("old.yaml", "old.yaml", "--exit-code").stdout == "No changes.\n"
    _run("old.yaml", "new.yaml", "--exit-code", status=1)
    _run("old.yaml", "new.yaml", status=0)


@pytest.mark.parametrize(
    "old",
    [
        OLD.replace(SAME, SAME.replace("same", "&a same", 1)),  # an anchor: read as a whole
        "{schema_version: 1, models: [{id: gull, name: Gull}]}",
        OLD.replace("\n  ", "\n    "),
    ],
)
def test_any_layout_can_be_compared(old: str) -> None:
    Path("old.yaml").write_text(old, encoding="utf-8")
    found = json.loads(_run("old.yaml", "new.yaml", "--format", "json").stdout)
    assert found["gone"] == ["gull"]
    assert "skua" in found["new"]
    assert ("same" in found["new"]) == ("same" not in old)


def test_entries_in_common_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    load = comparing.load_catalog

    def watched(*given: object, **options: object) -> object:
        catalog = load(*given, **options)  # type: ignore[arg-type]
        seen.extend(model.name for model in catalog.models)
        return catalog

    monkeypatch.setattr(comparing, "load_catalog", watched)
    _run("old.yaml", "new.yaml")
    assert seen.count("same") == 2
    assert "Same" not in seen


def test_a_revision_of_git() -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    Path("zoo").mkdir()
    Path("zoo/models.yaml").write_text(OLD, encoding="utf-8")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "old"]):
        subprocess.run([*git, *words], check=True)
    Path("zoo/models.yaml").write_text(NEW, encoding="utf-8")
    for path in ("zoo/models.yaml", "zoo"):
        found = json.loads(_run(f"git:HEAD:{path}", path, "--format", "json").stdout)
        assert found["gone"] == ["gull"]
    for name, message in (
        ("git:HEAD:none.yaml", "no such file or folder in this revision"),
        ("git:none:zoo", "Not a valid object name"),
        ("git:--output=x:zoo", "invalid revision"),
    ):
        assert message in _run(name, "new.yaml", status=2).stderr


def test_a_catalog_with_errors_is_refused() -> None:
    Path("new.yaml").write_text(f"{HEAD}  - {{id: Tern, name: 1}}\n", encoding="utf-8")
    assert "the catalog has" in _run("old.yaml", "new.yaml", status=1).stderr


@pytest.mark.once
def test_two_releases_of_ten_thousand_models() -> None:
    entry = (
        "  - id: m{0}\n    name: Model {0}\n"
        "    summary: {{en: Model number {0}., zh: 第 {0} 个。}}\n"
        "    results: [{{dataset: COCO, metrics: {{mAP: {1}}}}}]\n"
    )
    for name, step in (("old.yaml", 0), ("new.yaml", 1)):
        rows = (entry.format(n, 40 + step * (n % 20 == 0)) for n in range(10_000))
        Path(name).write_text(HEAD + "".join(rows), encoding="utf-8")
    before = time.process_time()
    found = json.loads(_run("old.yaml", "new.yaml", "--format", "json").stdout)
    assert len(found["figures"]) == 500
    assert time.process_time() - before < 5
