"""``modelzoo sync``: which translations are older than their sources, whatever else is edited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sphinx_modelzoo.catalog.text_records import text_digest
from sphinx_modelzoo.cli import main

ZOO = """\
schema_version: 1
models:
  - id: tern
    name: Tern
    summary:
      en: Detects cars, and then follows them.
      zh: 检测汽车，然后跟踪它们。
    code: [{url: "https://example.org/a", label: {en: Train it, zh: 训练}}]
  - id: kite
    name: Kite
    summary: {en: Reads text in photos., zh: 识别照片中的文字。}
"""
BLOCK = "en: Detects cars, and then follows them."
ENGLISH = "Detects cars, and then follows them."
CHINESE = "检测汽车，然后跟踪它们。"
FLOW = "Reads text in photos."


def _run(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == status, result.output
    return result


def _stale() -> list[str]:
    output = _run("check", "models.yaml", "--only", "text.stale").stdout
    return re.findall(r"warning: (\S+):", output)


@pytest.fixture(autouse=True)
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(ZOO, encoding="utf-8")
    _run("sync", "models.yaml")


def _edit(*changes: tuple[str, str]) -> None:
    text = Path("models.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    Path("models.yaml").write_text(text, encoding="utf-8")


def _reindent() -> None:
    text = Path("models.yaml").read_text(encoding="utf-8")
    head, models = text.split("models:\n")
    deeper = "".join(f"  {line}\n" for line in models.splitlines())
    Path("models.yaml").write_text(f"{head}models:\n{deeper}", encoding="utf-8")


RENAMED = ("- id: tern", "- id: arctic-tern\n    aliases: [tern]")
COPIED = """\
  - id: gull
    name: Gull
    summary: {en: "Detects cars, and then follows them.", zh: "检测汽车，然后跟踪它们。"}
"""

STALE = {
    "source, in block style": [(ENGLISH, "Detects cars and lorries.")],
    "source, in flow style": [(FLOW, "Reads text in videos.")],
    "source, with the id renamed": [(ENGLISH, "Detects lorries."), RENAMED],
    "a typo in the source": [("follows", "follow")],
    "source of a label": [("Train it", "Train it again")],
}


@pytest.mark.parametrize("changes", STALE.values(), ids=STALE)
@pytest.mark.parametrize("reindented", [False, True])
def test_a_source_that_changed_alone_makes_its_translation_stale(
    changes: list[tuple[str, str]], reindented: bool
) -> None:
    _edit(*changes)
    if reindented:
        _reindent()
    (name,) = _stale()
    (line,) = _run("sync", "models.yaml").stderr.splitlines()[1:]
    assert line.endswith(": “zh” is older than its source")
    assert name.removesuffix(".zh") == line.partition(":")[0]
    assert _stale() == [name]  # recording does not bless it
    _run("sync", "models.yaml", "--accept", name.removesuffix(".zh"))
    assert _stale() == []


FRESH = {
    "source and translation": [(ENGLISH, "Detects lorries."), (CHINESE, "检测卡车。")],
    "translation polished": [(CHINESE, "先检测汽车，再进行跟踪。")],
    "block to flow": [
        (
            f"summary:\n      {BLOCK}\n      zh: {CHINESE}",
            f'summary: {{en: "{ENGLISH}", zh: {CHINESE}}}',
        )
    ],
    "source folded anew": [(BLOCK, "en: >\n        Detects cars, and\n        then follows them.")],
    "translation folded anew": [
        (CHINESE, ">\n        检测汽车，\n        然后跟踪它们。"),
    ],
    "id renamed": [RENAMED],
    "entry copied": [("  - id: kite", f"{COPIED}  - id: kite")],
    "links in another order": [
        ('code: [{url: "https://example.org/a"', 'code: [b.py, {url: "https://example.org/a"')
    ],
}


@pytest.mark.parametrize("changes", FRESH.values(), ids=FRESH)
@pytest.mark.parametrize("reindented", [False, True])
def test_other_edits_do_not(changes: list[tuple[str, str]], reindented: bool) -> None:
    _edit(*changes)
    if reindented:
        _reindent()
    assert _stale() == []
    assert _run("sync", "models.yaml").stderr.splitlines()[0].endswith("0 stale")


def test_a_polished_translation_is_recorded() -> None:
    _edit((CHINESE, "检测汽车并跟踪。"))
    _run("sync", "models.yaml")
    _edit((ENGLISH, "Detects lorries."))
    assert _stale() == ["tern.summary.zh"]


def test_the_record_has_a_sorted_line_for_each_translation() -> None:
    lines = Path("models.sync").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    digests = f"{text_digest(ENGLISH)} {text_digest(CHINESE)}"
    assert f"tern summary zh {digests}" in lines
    assert [line.split()[:3] for line in lines] == [
        ["kite", "summary", "zh"],
        ["tern", "code[0].label", "zh"],
        ["tern", "summary", "zh"],
    ]
    _run("sync", "models.yaml")
    assert Path("models.sync").read_text(encoding="utf-8").splitlines() == lines


def test_a_stale_translation_names_both_lines() -> None:
    _edit((ENGLISH, "Detects lorries."))
    output = _run("check", "models.yaml").stdout
    assert (
        "models.yaml:7:11: warning: tern.summary.zh: the “en” text, line 6, has changed" in output
    )
    assert "modelzoo sync --accept tern.summary" in output


def test_a_baseline_finds_old_drift() -> None:
    Path("models.sync").unlink()
    Path("old.yaml").write_text(ZOO, encoding="utf-8")
    _edit((ENGLISH, "Detects lorries."), RENAMED)
    assert _stale() == []
    result = _run("sync", "models.yaml", "--baseline", "old.yaml")
    assert "3 translations, 0 new, 1 stale" in result.stderr
    assert _stale() == ["arctic-tern.summary.zh"]
    # What has a record is not taken from a baseline.
    _run("sync", "models.yaml", "--accept", "arctic-tern")
    _run("sync", "models.yaml", "--baseline", "old.yaml")
    assert _stale() == []


def test_what_has_no_record_is_counted_once() -> None:
    _edit(("  - id: kite", f"{COPIED}  - id: kite"))
    output = _run("check", "models.yaml", "--level", "info").stdout
    assert output.count("text.unrecorded") == 1
    assert "1 translation not in the record yet" in output


def test_the_heads_of_several_files_have_records() -> None:
    Path("zoo").mkdir()
    Path("zoo/a.yaml").write_text(
        "title: {en: The zoo, zh: 模型库}\ntasks: {t: {en: Trawl, zh: 拖网}}\n", encoding="utf-8"
    )
    Path("zoo/b.yaml").write_text(ZOO, encoding="utf-8")
    _run("sync", "zoo")
    assert "- tasks.t zh " in Path("zoo/models.sync").read_text(encoding="utf-8")
    Path("zoo/a.yaml").write_text(
        "title: {en: Our zoo, zh: 模型库}\ntasks: {t: {en: Trawling, zh: 拖网}}\n", encoding="utf-8"
    )
    output = _run("check", "zoo", "--only", "text.stale").stdout
    found = re.findall(r"a.yaml:(\d):\d+: warning: (\S+):", output)
    assert found == [("1", "title.zh"), ("2", "tasks.t.zh")]


def test_what_is_wrong_is_said() -> None:
    with Path("models.sync").open("a", encoding="utf-8") as stream:
        stream.write("<<<<<<< ours\n")
    assert "models.sync:4: warning: not a record" in _run("check", "models.yaml").stdout
    result = _run("sync", "models.yaml", "--accept", "tern.sumary", status=2)
    assert "no translation of “tern.sumary” (did you mean “tern.summary”?)" in result.output
