"""Languages: which there are, what they are called, and one that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.schema.languages import (
    LocalizedText,
    find_language,
    language_name,
    language_tag,
    normalize_language,
    normalize_model_language,
    open_graph_locale,
    own_name,
)
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.vocabulary_labels import language_label
from tests.support.import_helpers import only, read_text
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("haw", "haw"),
        ("ceb", "ceb"),
        ("sv", "sv"),
        ("sv_SE.UTF-8", "sv"),
        ("no", "no"),
        ("nb", "nb"),
        ("tl", "tl"),
        ("sr-Latn", "sr"),
        ("de-CH-1996", "de"),
        ("en-x-simple", "en"),
        ("eng", "en"),
        ("zho", "zh"),
        ("cmn", "zh"),
        ("iw", "he"),
        ("yue", "yue"),
        ("zh-TW", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("zh-yue", "zh"),
        ("pt_BR", "pt-br"),
    ],
)
def test_every_language_that_cldr_names(tag: str, language: str) -> None:
    assert normalize_language(tag) == language
    assert normalize_model_language(tag) == language


@pytest.mark.parametrize("tag", ["xx", "klingon", "", "e", "en us", "code", "1en", "en-"])
def test_what_is_no_language(tag: str) -> None:
    for normalize in (normalize_language, normalize_model_language):
        with pytest.raises(ValueError, match="is not a language tag"):
            normalize(tag)


def test_models_know_more_languages_than_pages_are_in() -> None:
    assert normalize_model_language("azb") == "azb"
    with pytest.raises(ValueError, match="azb"):
        normalize_language("azb")
    assert language_name("azb", "en") == "azb"


@pytest.mark.parametrize(
    ("language", "english", "chinese"),
    [
        ("haw", "Hawaiian", "夏威夷语"),
        ("sv", "Swedish", "瑞典语"),
        ("zh", "Chinese", "中文"),
        ("zh-hant", "Traditional Chinese", "繁体中文"),
        ("pt-br", "Brazilian Portuguese", "巴西葡萄牙语"),
        ("yue", "Cantonese", "粤语"),
    ],
)
def test_names(language: str, english: str, chinese: str) -> None:
    assert language_label(language, labels("en")) == english
    assert language_label(language, labels("zh")) == chinese
    # Where the labels are in English, for lack of others, so are the names.
    assert language_label(language, labels("fr")) == english


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Swedish", "sv"),
        ("hawaiian", "haw"),
        ("瑞典语", "sv"),
        ("法文", "fr"),
        ("汉语", "zh"),
        ("Chinese", "zh"),
        ("British English", "en"),
        ("zh-CN", "zh"),
        ("all", None),
        ("Dothraki", None),
    ],
)
def test_by_name(name: str, language: str | None) -> None:
    assert find_language(name) == language


def test_four_names_on_a_page(tmp_path: Path) -> None:
    entry = "  - {id: a, name: A, languages: [en, haw, ceb, sv]}\n"
    project = Project(tmp_path)
    project.write("models.yaml", f"schema_version: 1\nmodels:\n{entry}")
    english = project.build(language="en").text("models/a.html")
    assert "English, Hawaiian, Cebuano, Swedish" in english
    chinese = project.build(language="zh_CN").text("models/a.html")
    assert "英语、夏威夷语、宿务语、瑞典语" in chinese


LAYOUTS = {
    "a list": "[en, xx, sv]",
    "one alone": "klingon",
    "lines": "\n      - en\n      - xx\n      - no\n      - sv",
    "not a list": "{en: true}",
}
KEPT = {"a list": ("en", "sv"), "lines": ("en", "sv")}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("single", [False, True])
def test_an_unknown_language_is_left_out_alone(layout: str, single: bool, tmp_path: Path) -> None:
    lines = ["id: a", "name: A", f"languages: {LAYOUTS[layout]}"]
    text = "\n".join(lines) if single else "models:\n  - " + "\n    ".join(lines)
    (tmp_path / "m.yaml").write_text(f"{text}\n", encoding="utf-8")
    for _ in range(2):  # the second time with what the first one kept
        catalog = load_catalog("m.yaml", tmp_path, cache=tmp_path / "cache")
        assert [model.languages for model in catalog.models] == [KEPT.get(layout, ())]
        assert {problem.line for problem in catalog.problems} <= {*range(1, 10)}
        assert catalog.problems
        assert all(problem.field.startswith("languages") for problem in catalog.problems)


def test_an_entry_with_another_error_is_kept(tmp_path: Path) -> None:
    text = "models:\n  - {id: a, name: A, languages: [xx], params: many}\n"
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    catalog = load_catalog("m.yaml", tmp_path)
    assert [model.params for model in catalog.models] == [None]
    assert [problem.code for problem in catalog.problems] == [
        "modelzoo.language.unknown",
        "modelzoo.quantity",
    ]


def test_a_card_has_rare_languages(tmp_path: Path) -> None:
    card = "---\nlicense: mit\nlanguage: [en, azb, sv, code]\n---\n# A\n"
    result = read_text("huggingface", card, tmp_path / "README.md")
    assert only(result)["languages"] == ["en", "azb", "sv"]


def test_chinese_falls_back_to_chinese() -> None:
    text = LocalizedText.from_mapping({"en": "one", "zh_CN": "一个", "zh_TW": "一個"})
    plain = LocalizedText.from_mapping({"en": "one", "zh_CN": "一个"})
    for tag, words in (("zh_TW", "一個"), ("zh_HK", "一個"), ("zh_SG", "一个"), ("zh-yue", "一个")):
        assert text.best(normalize_language(tag))[0] == words
        assert plain.best(normalize_language(tag))[0] == "一个"


@pytest.mark.parametrize(
    ("tag", "spelled", "name", "whole", "graph"),
    [
        ("zh", "zh", "中文", "中文", "zh_CN"),
        ("zh-Hans", "zh-Hans", "中文", "中文 (简体)", "zh_CN"),
        ("zh_TW", "zh-TW", "中文", "中文 (繁體, 台灣)", "zh_TW"),
        ("en-GB", "en-GB", "English", "English (United Kingdom)", "en_GB"),
        ("cn", "zh-CN", "中文", "中文 (简体, 中国)", "zh_CN"),
        ("fr", "fr", "Français", "Français", "fr_FR"),
    ],
)
def test_spellings_of_languages(tag: str, spelled: str, name: str, whole: str, graph: str) -> None:
    assert language_tag(tag) == spelled
    assert own_name(spelled) == name
    assert own_name(spelled, whole=True) == whole
    assert open_graph_locale(spelled) == graph
