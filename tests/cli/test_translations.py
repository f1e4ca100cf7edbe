"""``export --to po`` and ``import zh.po``: to translators and back, with the layout kept."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from sphinx_modelzoo.cli import main

ROOT = Path(__file__).parents[2]
PADDLE = ROOT.parent / "shared" / "data" / "paddle-community-2021.md"

ZOO = """\
# A zoo with every way to write a text.
schema_version: 1
title: The zoo   # its name
tasks:
  trawl: Trawling
  haul: {en: Hauling, labels: {ja: 引き揚げ}}
fields:
  shore:
    type: text
    labels: {en: Seen from}
    description: {en: Place}
datasets:
  - {id: harbour, en: The harbour}
presets:
  small: {columns: [name, {params: {en: Size}}]}

models:
  - id: tern   # the first
    name: Tern
    summary: Detects "cars".   # short
    abstract:
      en: >-
        We study how to detect cars, and what a camera on the shore can tell about them after
        many years.
      zh: |
        第一段。

        第二段。
    description: {"zh-CN": '旧的', en: 'It''s old'}
    code: [{url: "https://example.org/a", label: Train it}, {url: b.py, label: {en: Try, zh: 试用}}]
    images:
      - {src: a.png, alt: {en: A car}}
    extra:
      shore: the pier
    results:
      - {metrics: {mAP: 1}, raw: mAP of 1}
    variants:
      - id: small
        deprecated: Too small.

  - {id: kite, name: Kite, summary: {en: "Reads: text", zh: "读：字"}}
"""
AWKWARD = 'Say "x": {a}, b\\c # d\n\n第二段。'


def _run(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == status, result.output
    return result


@pytest.fixture(autouse=True)
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(ZOO, encoding="utf-8")


def _export(language: str = "zh") -> str:
    _run("export", "models.yaml", "--to", "po", "--language", language, "-o", f"{language}.po")
    return Path(f"{language}.po").read_text(encoding="utf-8")


def _import(text: str, language: str = "zh") -> str:
    Path(f"{language}.po").write_text(text, encoding="utf-8")
    return _run("import", f"{language}.po", "-o", "models.yaml").stderr


def _filled(po: str, words: str) -> str:
    """Return a PO file with every message translated anew, with its number."""
    head, *messages = po.split("\n\n")
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    done = [
        re.sub(r'msgstr "(?:.*\n".*)*.*"$', lambda _, n=n: f'msgstr "{n} {escaped}"', one.rstrip())
        for n, one in enumerate(messages)
    ]
    return "\n\n".join([head, *done]) + "\n"


def _messages(po: str) -> dict[str, str]:
    found = read_po(io.BytesIO(po.encode()))
    return {one.context: " ".join(one.string.split()) for one in found if one.id}


def test_every_text_is_a_message() -> None:
    po = _export()
    assert re.findall(r'msgctxt "(.*)"', po) == [
        "title",
        "tasks.trawl",
        "tasks.haul",
        "datasets.harbour",
        "fields.shore",
        "fields.shore.description",
        "presets.small.columns.params",
        "tern.summary",
        "tern.abstract",
        "tern.code[0].label",
        "tern.code[1].label",
        "tern.images[0].alt",
        "tern.results[0].raw",
        "tern.variants.small.deprecated",
        "tern.extra.shore",
        "kite.summary",
    ]  # not the description, whose source is Chinese
    assert 'msgctxt "kite.summary"\nmsgid "Reads: text"\nmsgstr "读：字"\n' in po
    assert "#: models.yaml:18\n" in po
    assert _export() == po
    assert re.findall(r'msgctxt "(.*)"', _export("en")) == ["tern.description"]


def test_back_and_forth_changes_nothing() -> None:
    stderr = _import(_export())
    assert Path("models.yaml").read_text(encoding="utf-8") == ZOO
    assert "0 translations changed; 0 messages fuzzy and 13 empty" in stderr


@pytest.mark.parametrize("words", ["新的", AWKWARD, "word " * 40 + "end"])
@pytest.mark.parametrize("language", ["zh", "de"])
def test_translations_change_only_their_text(words: str, language: str) -> None:
    po = _filled(_export(language), words)
    _import(po, language)
    text = Path("models.yaml").read_text(encoding="utf-8")
    for kept in (
        "# A zoo with every way to write a text.",
        "# its name",
        "- id: tern   # the first",
        "# short",
        "        We study how to detect cars, and what a camera on the shore can tell",
        "'It''s old'",
        '{url: "https://example.org/a", label: {en: Train it, ',
    ):
        assert kept in text
    again = _export(language)
    assert _messages(again) == _messages(po)
    _import(again, language)
    assert Path("models.yaml").read_text(encoding="utf-8") == text


def test_one_translation_changes_one_line() -> None:
    po = _export()
    _import(po.replace('msgstr "读：字"', 'msgstr "识字"'))
    text = Path("models.yaml").read_text(encoding="utf-8")
    assert text == ZOO.replace("读：字", "识字")


def test_stale_translations_are_fuzzy_until_they_are_finished() -> None:
    _run("sync", "models.yaml")
    Path("models.yaml").write_text(ZOO.replace("Reads: text", "Reads: signs"), encoding="utf-8")
    po = _export()
    assert '#, fuzzy\nmsgctxt "kite.summary"' in po
    _import(po)
    assert _run("check", "models.yaml", "--only", "text.stale").stdout
    _import(po.replace("#, fuzzy\n", ""))
    assert _run("check", "models.yaml", "--only", "text.stale").stdout == ""


def test_what_has_no_place_is_listed() -> None:
    po = _export() + '\nmsgctxt "gull.summary"\nmsgid "A"\nmsgstr "甲"\n'
    po = po.replace('msgid "Reads: text"', 'msgid "Reads text"')
    stderr = _import(po)
    assert "left out kite.summary: its source has changed since the export" in stderr
    assert "left out gull.summary: the catalog has no such text" in stderr
    assert Path("models.yaml").read_text(encoding="utf-8") == ZOO


def test_a_link_that_moved_is_found_by_its_text() -> None:
    po = _export().replace('msgstr "试用"', 'msgstr "试一试"')
    Path("models.yaml").write_text(ZOO.replace("code: [", "code: [{url: c.py}, "), encoding="utf-8")
    _import(po)
    assert "label: {en: Try, zh: 试一试}" in Path("models.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["zh.po", "a.md", "-o", "models.yaml"], "a.md is not a .po file"),
        (["zh.po", "-o", "-"], "-o names the catalog"),
        (["none.po", "-o", "models.yaml"], "none.po: invalid PO file: No such file"),
        (["bad.po", "-o", "models.yaml"], "bad.po: invalid PO file"),
        (["notes.po", "-o", "models.yaml"], "notes.po: the file states no language"),
    ],
)
def test_what_cannot_be_imported(words: list[str], message: str) -> None:
    Path("zh.po").write_text(_export(), encoding="utf-8")
    Path("bad.po").write_bytes(b'msgid "\xff"\nmsgstr ""\n')
    Path("notes.po").write_text('msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    assert message in _run("import", *words, status=2).stderr


def test_line_ends_and_several_files_are_kept() -> None:
    Path("zoo").mkdir()
    crlf = "id: tern\r\nname: Tern\r\nsummary: {en: Dives., zh: 潜水。}\r\n"
    Path("zoo/tern.yaml").write_bytes(crlf.encode())
    Path("zoo/head.yaml").write_text("title: {en: Zoo, zh: 库}\n", encoding="utf-8")
    _run("export", "zoo", "--to", "po", "--language", "zh", "-o", "zoo.po")
    po = Path("zoo.po").read_text(encoding="utf-8")
    Path("zoo.po").write_text(
        po.replace("潜水。", "俯冲。").replace("库", "模型库"), encoding="utf-8"
    )
    _run("import", "zoo.po", "-o", "zoo")
    assert Path("zoo/tern.yaml").read_bytes() == crlf.replace("潜水。", "俯冲。").encode()
    assert Path("zoo/head.yaml").read_text(encoding="utf-8") == "title: {en: Zoo, zh: 模型库}\n"


@pytest.mark.once
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_comes_back_byte_for_byte(language: str) -> None:
    Path("zoo").mkdir()
    for path in (ROOT / "example_docs" / "models").glob("*.yaml"):
        Path("zoo", path.name).write_bytes(path.read_bytes())
    before = {path: path.read_bytes() for path in Path("zoo").iterdir()}
    _run("export", "zoo", "--to", "po", "--language", language, "-o", "some.po")
    assert Path("some.po").read_text(encoding="utf-8").count("msgctxt") > 10
    _run("import", "some.po", "-o", "zoo")
    assert {path: path.read_bytes() for path in Path("zoo").iterdir()} == before


@pytest.mark.once
@pytest.mark.skipif(not PADDLE.exists(), reason="PaddlePaddle's page is not here")
def test_an_imported_page_comes_back_byte_for_byte() -> None:
    _run("import", str(PADDLE), "-o", "paddle.yaml")
    before = Path("paddle.yaml").read_bytes()
    _run("export", "paddle.yaml", "--to", "po", "--language", "en", "-o", "en.po")
    _run("import", "en.po", "-o", "paddle.yaml")
    assert Path("paddle.yaml").read_bytes() == before
