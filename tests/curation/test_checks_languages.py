"""Texts that lack a language which the site has, and what else only translations can have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sphinx_modelzoo.cli import main
from tests.support.check_helpers import entry, report_of, write_catalog

ROOT = Path(__file__).parents[2]

HEAD = """\
schema_version: 1
title: {en: The zoo, zh: 模型库}
tasks:
  tracking: {en: Tracking of boats, zh: 船只跟踪}
datasets:
  harbour: {en: Harbour-2}
metrics:
  drift: {en: Mean drift, zh: 平均偏移}
fields:
  shore: {type: text, labels: {en: Seen from, zh: 观察地点}, description: {en: Place, zh: 地点}}
  board: {values: {gpu: GPU, cpu: {en: Processor, zh: 处理器}}}
presets:
  small: {columns: [name, {params: {en: Size, zh: 参数量}}]}
"""
GOOD = """\
summary: {en: Detects 3 kinds of boats., zh: 检测 3 种船只。}
abstract: {zh: 我们研究船只。, en: We study boats.}
code: [{url: "https://example.org/a", label: {en: Train it, zh: 训练}}, {url: b.py, label: Colab}]
images: [{src: a.png, alt: {en: A boat, zh: 船}, caption: {en: The first boat, zh: 第一艘船}}]
extra: {shore: {en: the pier, zh: 码头}, board: gpu}
results: [{dataset: harbour, metrics: {drift: 1.5}, raw: mean drift of the pier}]
variants: [{id: small, summary: {en: The small one., zh: 小型版本。}}]
"""
# what is planted, where it is found, and by which rule
FAULTS = [
    ("alt: {en: A boat, zh: 船}", "alt: {en: A boat}", "images[0].alt", "untranslated"),
    ("alt: {en: A boat, zh: 船}", "alt: A boat", "images[0].alt", "untranslated"),
    ("{en: The first boat, zh: 第一艘船}", "第一艘船", "images[0].caption", "untranslated"),
    ("label: {en: Train it, zh: 训练}", "label: {en: Train it}", "code[0].label", "untranslated"),
    ("label: {en: Train it, zh: 训练}", "label: {zh: 训练}", "code[0].label", "untranslated"),
    ("zh: 训练", "zh: Train it", "code[0].label.zh", "wrong-language"),
    ("en: the pier, zh: 码头", "en: the pier, zh: 碼頭", "extra.shore.zh", "wrong-language"),
    ("zh: 码头", "zh: ふとう", "extra.shore.zh", "wrong-language"),
    ("zh: 小型版本。", "zh: small", "variants[0].summary.zh", "wrong-language"),
    ("zh: 检测 3 种", "zh: 检测 5 种", "summary", "contradiction"),
    ("en: We study boats.", "en: 我们研究船只。", "abstract.en", "wrong-language"),
    (", en: We study boats.", "", "abstract", "untranslated"),
]  # fmt: skip
HEAD_FAULTS = [
    ("title: {en: The zoo, zh: 模型库}", "title: The zoo", "title", "untranslated"),
    (", zh: 船只跟踪", "", "tasks.tracking", "untranslated"),
    ("zh: 平均偏移", "zh: mean drift", "metrics.drift.zh", "wrong-language"),
    (", zh: 观察地点", "", "fields.shore", "untranslated"),
    ("zh: 地点", "zh: 地點", "fields.shore.description.zh", "wrong-language"),
    (", zh: 处理器", "", "fields.board.values.cpu", "untranslated"),
    (", zh: 参数量", "", "presets.small.columns[1].params", "untranslated"),
]


def _found(folder: Path, entries: list[str], head: str = HEAD) -> list[tuple[str, str, str]]:
    report = report_of(folder, *entries, head=head, languages=("zh", "en"))
    return [
        (one.model, one.field, one.code.removeprefix("modelzoo.text."))
        for one in report.problems
        if one.code.startswith("modelzoo.text.")
    ]


def test_each_planted_fault_is_found_once_in_a_file_of_twelve(tmp_path: Path) -> None:
    entries, expected = [], []
    for number, (good, bad, field, code) in enumerate(FAULTS):
        assert good in GOOD
        entries.append(entry(GOOD.replace(good, bad), f"e{number}"))
        expected.append((f"e{number}", field, code))
    assert len(entries) == 12
    assert _found(tmp_path, entries) == expected


@pytest.mark.parametrize(("good", "bad", "field", "code"), HEAD_FAULTS)
def test_faults_in_the_head(tmp_path: Path, good: str, bad: str, field: str, code: str) -> None:
    assert HEAD.count(good) == 1
    assert _found(tmp_path, [entry(GOOD)], HEAD.replace(good, bad)) == [("", field, code)]


def test_a_fault_in_the_head_has_its_line(tmp_path: Path) -> None:
    head = HEAD.replace(", zh: 船只跟踪", "")
    report = report_of(tmp_path, entry(GOOD), head=head, languages=("zh", "en"))
    (found,) = [one for one in report.problems if one.field == "tasks.tracking"]
    assert (found.file, found.line) == ("zoo.yaml", 4)


def test_without_languages_only_what_is_unusual_is_missing(tmp_path: Path) -> None:
    text = GOOD.replace("alt: {en: A boat, zh: 船}", "alt: A boat")
    report = report_of(tmp_path, entry(text), head=HEAD)
    assert [one for one in report.problems if one.code == "modelzoo.text.untranslated"] == []


def test_the_head_of_any_file_names_the_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("zoo").mkdir()
    Path("zoo/a.yaml").write_text("text_languages: [zh_CN, en]\ntitle: {en: A, zh: 甲}\n", "utf-8")
    write_catalog(tmp_path / "zoo", entry("summary: {en: It sails.}"))
    result = CliRunner().invoke(main, ["check", "zoo"])
    assert re.findall(r"one.summary: (missing text in “zh”)", result.output)
    # The option wins.
    result = CliRunner().invoke(main, ["check", "zoo", "--languages", "en,de"])
    assert re.findall(r"missing text in “(\w+)”", result.output) == ["de", "de"]
    result = CliRunner().invoke(main, ["check", "zoo", "--languages", "zh,xx-yy-zz1"])
    assert result.exit_code == 2
    assert "“xx-yy-zz1” is not a language tag" in result.output


@pytest.mark.once
@pytest.mark.parametrize("catalog", ["example_docs/models", "example_docs/lab/models.yaml"])
def test_the_examples_have_both_languages(catalog: str) -> None:
    words = ["check", str(ROOT / catalog), "--languages", "zh,en", "--only", "text.*"]
    result = CliRunner().invoke(main, [*words, "--level", "warning"])
    assert result.stdout == ""
