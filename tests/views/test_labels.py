"""Labels: the Chinese catalog is complete, compiled, and found under every name of the language."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import sphinx_modelzoo
from sphinx_modelzoo.views.labels import Labels, labels

PACKAGE = Path(sphinx_modelzoo.__file__).parent
PO = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "sphinx_modelzoo.po"
# What messages are passed to in the code; N_ marks those that are translated later.
KEYWORDS = {
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "_labels": None,
    "say": None,
}
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    return read_po(io.BytesIO(PO.read_bytes()), locale="zh_CN", abort_invalid=True)


def used_messages() -> dict[str, str]:
    """Every message in the code with a place where it is used."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        source = io.BytesIO(path.read_bytes())
        for line, message, _, _ in extract("python", source, KEYWORDS):
            single = message if isinstance(message, str) else message[0]
            found.setdefault(single, f"{path.relative_to(PACKAGE)}:{line}")
    return found


def texts(message: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def test_every_message_has_a_chinese_translation(chinese: Catalog) -> None:
    used = used_messages()
    assert len(used) > 100
    missing = {
        message: place
        for message, place in used.items()
        if not (entry := chinese.get(message)) or not all(texts(entry.string))
    }
    assert not missing, f"add the Chinese for these to {PO.name}"


def test_no_translation_is_left_over_or_doubtful(chinese: Catalog) -> None:
    used = used_messages()
    entries = [message for message in chinese if message.id]
    assert [m.id for m in entries if texts(m.id)[0] not in used] == []
    assert [m.id for m in entries if m.fuzzy] == []


def test_translations_are_chinese_and_keep_their_placeholders(chinese: Catalog) -> None:
    for message in chinese:
        if not message.id:
            continue
        (english, *_), translated = texts(message.id), texts(message.string)
        for text in translated:
            assert sorted(re.findall(r"{\w*}", text)) == sorted(re.findall(r"{\w*}", english))
            words = re.sub(r"{\w*}", "", english)
            if re.search(r"[a-z]", words):
                assert HAN.search(text), english
                assert not re.search(r"[,;:!?]", text), text


def test_the_compiled_catalog_is_the_current_one(chinese: Catalog) -> None:
    compiled = PO.with_suffix(".mo")
    assert compiled.is_file(), "compile the labels: pip install -e . (or pybabel compile)"
    with compiled.open("rb") as stream:
        installed = {texts(m.id): texts(m.string) for m in read_mo(stream) if m.id}
    stale = "stale labels: run pip install -e . again (or pybabel compile)"
    assert installed == {texts(m.id): texts(m.string) for m in chinese if m.id}, stale


@pytest.mark.parametrize("name", ["zh", "zh_CN", "zh-CN", "zh-Hans", "zh_Hans_CN", "cn", "ZH"])
def test_all_names_of_chinese_are_one(name: str) -> None:
    found = labels(name)
    assert found.language == "zh"
    assert found.translated
    assert found("No.") == "序号"
    assert found("Abstract") == "摘要"
    assert found("Quick start") == "快速开始"
    assert found("Datasets and results") == "评测结果"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("fr", "fr"),
        ("zh-TW", "zh-hant"),
        ("zh-hant", "zh-hant"),
        ("zh_Hant_MO", "zh-hant"),
        ("pt_BR", "pt-br"),
        ("en_US", "en"),
        ("", "en"),
        ("not a language", "en"),
    ],
)
def test_other_languages_are_served_in_english(name: str, language: str) -> None:
    found = labels(name)
    assert found.language == language
    assert found("Quick start") == "Quick start"
    assert found.translated is (language == "en")


def test_an_unknown_message_stays() -> None:
    assert labels("zh")("nobody translated this") == "nobody translated this"


@pytest.mark.parametrize(
    ("language", "joined", "noted", "pair"),
    [
        ("en", "a, b", "COCO (test)", "input size: 416"),
        ("zh", "a、b", "COCO（test）", "input size：416"),
    ],
)
def test_punctuation_is_that_of_the_language(
    language: str, joined: str, noted: str, pair: str
) -> None:
    found = labels(language)
    assert found.join(["a", "b"]) == joined
    assert found.join([]) == ""
    assert found.noted("COCO", "test") == noted
    assert found.pair("input size", "416") == pair


def test_braces_in_a_name_are_no_placeholders() -> None:
    assert labels("en").noted("{text}", "{x}") == "{text} ({x})"


def test_labels_are_loaded_once() -> None:
    assert labels("zh_CN") is labels("zh_CN")
    assert isinstance(labels("zh"), Labels)


def test_plurals() -> None:
    english = labels("en")
    assert english.ngettext("one model", "{count} models", 1) == "one model"
    assert english.ngettext("one model", "{count} models", 2) == "{count} models"
