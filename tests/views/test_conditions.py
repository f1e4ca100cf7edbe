"""Conditions of results in two languages, wherever they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sphinx_modelzoo.cli import main

CATALOG = """\
fields:
  mode: {hidden: true, labels: {en: Mode, zh: 模式}, values: {fast: {en: Fast, zh: 快速}}}
models:
  - id: wren
    name: Wren
    results:
      - dataset: COCO
        metrics: {mAP: 41}
        conditions: {模式: fast, device: {en: phone, zh: 手机}, epochs: 3}
      - dataset: COCO
        metrics: {mAP: 42}
        conditions: {mode: slow, device: {en: phone, zh: 手机}}
"""
SAID = {
    "en": ["Mode: Fast", "device: phone", "epochs: 3", "Mode: slow"],
    "zh": ["模式：快速", "设备：手机", "轮数：3", "模式：slow"],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(CATALOG, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("language", SAID)
def test_pages_tables_and_leaderboards(language: str) -> None:
    run("pages", "models.yaml", "--out", "out", "--language", language, "--leaderboards")
    pages = {path.name: path.read_text(encoding="utf-8") for path in Path("out").rglob("*.md")}
    columns = ("--columns", "name, conditions", "--format", "csv")
    table = run("list", "models.yaml", *columns, "--language", language)
    board = next(text for name, text in pages.items() if "coco" in name)
    other = "手机" if language == "en" else "phone"
    for shown in (pages["wren.md"], table):
        assert [said for said in SAID[language] if said not in shown] == []
        assert other not in shown
    assert SAID[language][1] in board  # of the best figure
    assert other not in board


def test_a_translation_is_no_change_of_a_figure() -> None:
    old = CATALOG.replace("{en: phone, zh: 手机}", "phone")
    Path("old.yaml").write_text(old, encoding="utf-8")
    assert "41" not in run("diff", "old.yaml", "models.yaml")


def test_a_field_for_labels_alone_is_used() -> None:
    assert "own field" not in run("check", "models.yaml", "--level", "info")


@pytest.mark.parametrize(
    ("conditions", "problem"),
    [
        ("{device: {en: phone, xx: y}}", "unknown language “xx”"),
        ("{device: {en: [1]}}", "expected text"),
        ("{device: {}}", "no language is given"),
    ],
)
def test_a_wrong_text_is_left_out_alone(conditions: str, problem: str) -> None:
    text = CATALOG.replace("{mode: slow, device: {en: phone, zh: 手机}}", conditions)
    Path("models.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["list", "models.yaml", "--columns", "metric:mAP"])
    assert done.exit_code == 1
    assert problem in done.output
    assert "42" in done.output
