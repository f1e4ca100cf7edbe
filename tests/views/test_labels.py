"""Labels: the Chinese catalog is complete, compiled, and found under every name of the language."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import sphinx_modelzoo
from sphinx_modelzoo.render.delimiters import plain_html
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.content import Words
from sphinx_modelzoo.views.labels import Borrowed, Labels, labels
from sphinx_modelzoo.views.own_words import with_own_words

if TYPE_CHECKING:
    from sphinx_modelzoo.registry import Registry

PACKAGE = Path(sphinx_modelzoo.__file__).parent
SHIPPED = ("zh_CN", "zh_TW")
# What messages are passed to in the code; N_ marks those that are translated later.
KEYWORDS = {
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "_labels": None,
    "say": None,
}
HAN = re.compile(r"[\u4e00-\u9fff]")


def po_file(name: str) -> Path:
    return PACKAGE / "locale" / name / "LC_MESSAGES" / "sphinx_modelzoo.po"


@pytest.fixture(scope="module", params=SHIPPED)
def chinese(request: pytest.FixtureRequest) -> Catalog:
    name: str = request.param
    data = io.BytesIO(po_file(name).read_bytes())
    return read_po(data, locale=name, abort_invalid=True)


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
    assert not missing, f"add the Chinese for these to {chinese.locale}"


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
    compiled = po_file(f"zh_{chinese.locale.territory}").with_suffix(".mo")
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


@pytest.mark.parametrize("name", ["zh_TW", "zh-TW", "zh-Hant", "zh_Hant_MO", "tw"])
def test_taiwan_has_its_own_words(name: str) -> None:
    found = labels(name)
    assert found.language == "zh-hant"
    assert found("Datasets") == "資料集"
    assert found("License") == "授權條款"
    assert not isinstance(found("Datasets"), Borrowed)


def test_words_of_taiwan_are_not_those_of_the_mainland() -> None:
    text = po_file("zh_TW").read_text(encoding="utf-8")
    said = "".join(line for line in text.splitlines() if line.startswith("msgstr"))
    for word in ("數據", "鏈接", "代碼", "文件", "搜索", "默認", "導出", "網絡", "圖像", "許可證"):
        assert word not in said
    assert re.search("[这评训开闭图类]", said) is None


def own(tmp_path: Path, name: str, text: str) -> Registry:
    path = tmp_path / "locale" / name / "LC_MESSAGES" / "sphinx_modelzoo.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    registry, problems = with_own_words(make_registry(), [tmp_path / "locale"], tmp_path)
    assert problems == []
    return registry


PLURAL = """\
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "{count} model."
msgid_plural "{count} models."
msgstr[0] "{count} modèle."
msgstr[1] "{count} modèles."

msgid "Citation"
msgstr "Citation"
"""


def test_own_words_in_a_language_of_their_own(tmp_path: Path) -> None:
    registry = own(tmp_path, "fr", PLURAL)
    found = labels("fr_FR", registry)
    assert found("Citation") == "Citation"
    assert not isinstance(found("Citation"), Borrowed)
    assert found.ngettext("{count} model.", "{count} models.", 1) == "{count} modèle."
    assert found.ngettext("{count} model.", "{count} models.", 5) == "{count} modèles."
    borrowed = found("Results")
    assert isinstance(borrowed, Borrowed)
    assert (borrowed, borrowed.language) == ("Results", "en")
    assert labels("fr")("Citation") == "Citation"
    assert registry.digest != make_registry().digest


@pytest.mark.parametrize(
    ("folder", "reader", "expected"),
    [
        ("zh_CN", "zh", ("引文", "")),
        ("en", "en", ("引文", "")),
        ("zh_TW", "zh_TW", ("引文", "")),
        ("zh_CN", "zh_TW", ("引用", "")),
        ("en", "zh", ("引用", "")),
    ],
)
def test_own_words_win(tmp_path: Path, folder: str, reader: str, expected: tuple[str, str]) -> None:
    registry = own(tmp_path, folder, 'msgid "Citation"\nmsgstr "引文"\n')
    found = labels(reader, registry)("Citation")
    assert (found, getattr(found, "language", "")) == expected


def test_what_is_wrong_with_own_words(tmp_path: Path) -> None:
    for name, text in {
        "de": 'msgid "Citatoin"\nmsgstr "Zitat"\n\nmsgid "Results"\nmsgstr "Werte"\n',
        "klingonisch": 'msgid "Citation"\nmsgstr "x"\n',
        "fr": "This is a letter.\n",
        "it": 'msgid "Citation"\nmsgstr ""\n\n#, fuzzy\nmsgid "Nope"\nmsgstr "x"\n',
    }.items():
        path = tmp_path / name / "LC_MESSAGES" / "sphinx_modelzoo.po"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    registry, problems = with_own_words(make_registry(), [tmp_path], tmp_path)
    said = {one.file.split("/")[0]: one for one in problems}
    assert set(said) == {"de", "fr", "klingonisch"}
    assert said["de"].code == "modelzoo.words.unknown"
    assert said["de"].hint == "did you mean “Citation”?"
    assert said["de"].line == 1
    assert said["fr"].code == said["klingonisch"].code == "modelzoo.words.file"
    assert labels("de", registry)("Results") == "Werte"


def test_a_borrowed_label_names_its_language() -> None:
    assert plain_html(labels("fr")("Results")) == '<span lang="en">Results</span>'
    assert plain_html(labels("zh")("Results")) == "评测结果"
    assert Words(labels("ja")("Results")).language == "en"
    assert Words(labels("en")("Results")).language is None


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Model and paper", "模型与论文"),
        ("Datasets and results", "评测结果"),
        ("Results", "评测结果"),
        ("Venue", "会议/期刊"),
        ("Published in", "发表时间"),
        ("Property", "对比项"),
        ("Only differences", "仅显示差异"),
        ("Catalog order", "默认顺序"),
        ("Rank", "排名"),
        ("Count", "模型数"),
        ("Superseded", "已被取代"),
        ("This model should not be used any more.", "不建议继续使用此模型。"),
        ("Report", "技术报告"),
        ("Source", "来源"),
        ("backbone", "骨干网络"),
        ("schedule", "学习率策略"),
    ],
)
def test_readers_of_chinese_know_these_words(message: str, text: str) -> None:
    """What technical writers call these things; other words were tried, and read translated."""
    assert labels("zh")(message) == text


def test_brackets_of_labels_are_full_width(chinese: Catalog) -> None:
    half = [
        message.id
        for message in chinese
        if message.id
        for text in ([message.string] if isinstance(message.string, str) else message.string)
        if re.search(r"[\u4e00-\u9fff}] ?[()]|[()] ?[\u4e00-\u9fff]", text)
    ]
    assert half == []
