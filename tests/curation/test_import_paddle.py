"""PaddlePaddle's bilingual cards become entries."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from sphinx_modelzoo.schema.licenses import spdx
from tests.support.import_helpers import only, read, read_text

CARD = """\
---
Model_Info:
   name: "PP-Toy+"
   description: "玩具识别模型"
   description_en: "A model that recognizes toys"
   update_time: 2022-11-30
   icon: "https://example.org/toy.png"
   from_repo: "PaddleToys"
Task:
- tag: "计算机视觉"
  tag_en: "Computer Vision"
  sub_tag: "图像分类"
  sub_tag_en: "Image Classification"
- tag_en: "Big Models"
  sub_tag_en: "Toy Counting"
Example:
- tag_en: "Shops"
  title: "玩具店教程"
  title_en: "A tutorial for toy shops"
  url: "https://example.org/zh"
  url_en: "https://example.org/en"
- title: "没有链接"
- tag:
  title:
  url:
Datasets: "ImageNet1k, MSCOCO,Toy-Shelf"
Publisher: "Somebody"
License: "apache.2.0"
Language: Chinese, English, Klingonese
Paper:
- title: "Toys"
  url: "https://arxiv.org/abs/2109.01234"
- title: "More Toys"
  url: "https://arxiv.org/abs/2110.01234"
IfTraining: 1
IfOnlineDemo: 0
"""


def test_a_whole_card(tmp_path: Path) -> None:
    result = read_text("paddle", CARD, tmp_path / "PP-Toy+" / "info.yaml")
    assert only(result) == {
        "name": "PP-Toy+",
        "summary": {"en": "A model that recognizes toys", "zh": "玩具识别模型"},
        "tasks": ["image-classification"],
        "tags": ["computer-vision", "big-models", "toy-counting"],
        "collection": "PaddleToys",
        "publisher": "Somebody",
        "license": "Apache-2.0",
        "languages": ["zh", "en"],
        "paper": {"title": "Toys", "arxiv": "2109.01234"},
        "code": [
            {
                "url": url,
                "framework": "paddlepaddle",
                "label": {"en": "A tutorial for toy shops", "zh": "玩具店教程"},
            }
            for url in ("https://example.org/zh", "https://example.org/en")
        ],
        "links": [{"url": "https://arxiv.org/abs/2110.01234", "label": "More Toys"}],
        "images": [
            {
                "src": "https://example.org/toy.png",
                "alt": {"en": "Icon of PP-Toy+", "zh": "PP-Toy+ 的图标"},
            }
        ],
        "results": [{"dataset": "ImageNet-1k"}, {"dataset": "COCO"}, {"dataset": "Toy-Shelf"}],
        "updated": datetime.date(2022, 11, 30),
    }
    assert [(note.field, note.line) for note in result.drafts[0].notes] == [("tasks", 14)]
    assert {(item.what, item.place.line) for item in result.left_out} == {
        ("the language “Klingonese” of PP-Toy+", 29),
        ("the example “没有链接” of PP-Toy+", 22),
        ("IfTraining of PP-Toy+", 35),
    }


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        ("null", None),
        ("", None),
        ("''", None),
        ("A Title Alone", {"title": "A Title Alone"}),
        ("https://arxiv.org/abs/2109.01234", {"arxiv": "2109.01234"}),
        ("{title: T, url: 'https://doi.org/10.1000/x'}", {"title": "T", "doi": "10.1000/x"}),
        ("[{title: T, url: }]", {"title": "T"}),
        ("[{title: , url: }]", None),
        ("[https://example.org/paper.pdf]", "https://example.org/paper.pdf"),
    ],
)
def test_papers_in_every_form(paper: str, expected: Any, tmp_path: Path) -> None:
    text = f"Model_Info: {{name: A}}\nPaper: {paper}\n"
    assert only(read_text("paddle", text, tmp_path / "info.yaml")).get("paper") == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"description": "One", "description_en": "One"}, {"en": "One"}),
        ({"description": "中文", "description_en": "中文"}, {"zh": "中文"}),
        ({"description": "中文", "description_en": ""}, {"zh": "中文"}),
        ({"description": None, "description_en": "English"}, {"en": "English"}),
        ({"description": "-", "description_en": "暂无"}, None),
        ({"description": "English", "description_en": "中文"}, {"en": "English", "zh": "中文"}),
    ],
)
def test_texts_stand_under_the_language_they_are_in(
    fields: dict[str, Any], expected: Any, tmp_path: Path
) -> None:
    text = yaml.safe_dump({"Model_Info": {"name": "A", **fields}}, allow_unicode=True)
    assert only(read_text("paddle", text, tmp_path / "info.yaml")).get("summary") == expected


def test_a_card_without_a_name_has_that_of_its_folder(tmp_path: Path) -> None:
    result = read_text("paddle", "Model_Info: {description: x}\n", tmp_path / "Toy" / "info.yaml")
    assert only(result)["name"] == "Toy"
    assert result.drafts[0].notes[0].field == "name"


def test_a_card_that_is_none_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "info.yaml").write_text("Model_Info: nothing\n")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "info.yaml").write_text("Model_Info: {name: B}\n")
    result = read("paddle", tmp_path)
    assert [draft.name for draft in result.drafts] == ["B"]
    assert [item.why for item in result.left_out] == ["it has no Model_Info"]


def test_a_link_that_is_none_is_left_out_with_what_holds_it(tmp_path: Path) -> None:
    text = (
        "Model_Info: {name: A, from_repo: 'https://ok.org', icon: 'javascript:alert(1)'}\n"
        "Example: [{title: t, url: 'has spaces in it'}, {title: u, url: 'https://fine.org'}]\n"
    )
    result = read_text("paddle", text, tmp_path / "info.yaml")
    data = only(result)
    assert [code["url"] for code in data["code"]] == ["https://ok.org", "https://fine.org"]
    assert "images" not in data
    assert {item.what for item in result.left_out} >= {
        "code[1].url of A",
        "images[0].src of A",
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("apache.2.0", "Apache-2.0"),
        ("Apache 2.0", "Apache-2.0"),
        ("apache-2.0", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("The MIT License", "MIT"),
        ("mit", "MIT"),
        ("BSD 3-Clause", "BSD-3-Clause"),
        ("cc-by-nc-4.0", "CC-BY-NC-4.0"),
        ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("Mulan PSL v2", "MulanPSL-2.0"),
        ("Artistic License 1.0", "Artistic-1.0"),
        ("GPL-2.0+", "GPL-2.0+"),
        ("gpl 2.0", "GPL-2.0"),
        ("Apache", None),
        ("own terms", None),
    ],
)
def test_licences_as_people_write_them(written: str, expected: str | None) -> None:
    assert spdx(written) == expected


def test_the_real_cards(shared: Path) -> None:
    result = read("paddle", shared / "paddle-modelcenter")
    drafts = {draft.name: draft.data for draft in result.drafts}
    assert len(drafts) == 12
    assert {data["license"] for data in drafts.values()} == {"Apache-2.0", "MIT"}
    assert all(data.get("tasks") and data.get("summary") for data in drafts.values())
    assert sum(set(data["summary"]) == {"en", "zh"} for data in drafts.values()) == 8
    assert len(drafts["ERNIE 3.0"]["code"]) == 6
    assert "code" not in drafts["PP-TTS"]  # its example is empty
    assert drafts["PP-LCNet"]["results"] == [{"dataset": "ImageNet-1k"}]
    assert drafts["hfl/chinese-bert-wwm-ext"]["languages"] == ["zh"]
    assert len(drafts["hfl/chinese-bert-wwm-ext"]["links"]) == 1
