"""Hugging Face model cards become entries, without the network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sphinx_modelzoo.curation.formats.importer_types import recognise
from sphinx_modelzoo.problems.messages import ProblemError
from tests.support.import_helpers import IMPORTERS, only, read, read_text

CARD = """\
---
language:
- en
- zh-CN
- no
- multilingual
license: apache-2.0
library_name: transformers
pipeline_tag: text-classification
tags:
- sentiment
- "arxiv:1910.01108"
- "region:us"
- Fine Tuned!
datasets:
- squad_v2
- someone/reviews
- not an id
base_model: someone/tinybert
base_model_relation: finetune
widget:
- text: I like it
model-index:
- name: tinybert-reviews
  results:
  - task: {type: text-classification, name: Text Classification}
    dataset: {name: My Reviews, type: someone/reviews, config: en, split: test}
    metrics:
    - {type: accuracy, name: Accuracy, value: 0.91}
    - {type: f1, value: "0.9"}
    - {type: recall, name: Recall, value: high}
    - {type: accuracy, name: Accuracy, value: 0.8, config: strict}
    source: {name: Leaderboard, url: "https://example.org/board"}
  - task: {type: reading-tea-leaves}
    dataset: {name: ImageNet 1K, type: imagenet-1k}
    metrics:
    - {type: loss, value: 1}
- name: tinybert-reviews-small
  results:
  - task: {type: text-classification}
    dataset: {name: squad_v2, type: squad_v2}
    metrics: [{type: f1, name: F1, value: 80}]
---

# TinyBERT *for* reviews

A small model that tells whether
people like what they bought.

More text.
"""


def test_a_whole_card(tmp_path: Path) -> None:
    result = read_text("huggingface", CARD, tmp_path / "README.md")
    data = only(result)
    results = data.pop("results")
    variants = data.pop("variants")
    assert data == {
        "description": {"en": "More text."},
        "name": "tinybert-reviews",
        "summary": {"en": "A small model that tells whether people like what they bought."},
        "tasks": ["text-classification"],
        "tags": ["sentiment", "fine-tuned", "transformers"],
        "license": "Apache-2.0",
        "languages": ["en", "zh", "no"],
        "paper": {"arxiv": "1910.01108"},
        "base_model": [
            {"model": "https://huggingface.co/someone/tinybert", "relation": "finetune"}
        ],
        "links": [
            {
                "url": "https://huggingface.co/datasets/squad_v2",
                "label": {"en": "Training data: SQuAD 2.0", "zh": "训练数据：SQuAD 2.0"},
            },
            {
                "url": "https://huggingface.co/datasets/someone/reviews",
                "label": {
                    "en": "Training data: someone/reviews",
                    "zh": "训练数据：someone/reviews",
                },
            },
        ],
    }
    dataset = {"name": "My Reviews", "config": "en", "split": "test"}
    source = {"url": "https://example.org/board", "locator": "Leaderboard"}
    assert results == [
        {"dataset": dataset, "metrics": {"Accuracy": 0.91, "F1": 0.9}, "source": source},
        {
            "dataset": dataset,
            "metrics": {"Accuracy": 0.8},
            "conditions": {"config": "strict"},
            "source": source,
        },
        {
            "dataset": "ImageNet-1k",
            "metrics": {"Loss": 1},
            "conditions": {"task": "reading-tea-leaves"},
        },
    ]
    assert variants == [
        {
            "id": "tinybert-reviews-small",
            "name": "tinybert-reviews-small",
            "results": [{"dataset": "SQuAD 2.0", "metrics": {"F1": 80}}],
        }
    ]
    assert {item.what for item in result.left_out} == {
        "the language “multilingual”",
        "“not an id” in datasets",
        "widget of tinybert-reviews",
    }
    assert {(note.field, note.message.partition(":")[0]) for note in result.drafts[0].notes} == {
        ("summary", "the first paragraph of the card was taken"),
        ("results", "no certain figure for Recall"),
        ("results", "unknown task “reading-tea-leaves”"),
    }


@pytest.mark.parametrize(
    ("body", "name"),
    [("# A `Name`\n\ntext\n", "A Name"), ("No heading\n", "folder"), ("## Usage\n", "folder")],
)
def test_where_the_name_comes_from(body: str, name: str, tmp_path: Path) -> None:
    result = read_text(
        "huggingface", f"---\nlicense: mit\n---\n{body}", tmp_path / "folder/README.md"
    )
    assert only(result)["name"] == name


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>html</p>",
        "![badge](b.svg)",
        "- a list",
        "| a | b |",
        "> quoted",
        "```\ncode\n```",
        "[x](y)",
    ],
)
def test_only_plain_text_is_a_summary(paragraph: str, tmp_path: Path) -> None:
    text = f"---\nlicense: mit\n---\n\n# A\n\n{paragraph}\n\nLater text.\n"
    assert "summary" not in only(read_text("huggingface", text, tmp_path / "README.md"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("license: cc-by-nc-4.0", "CC-BY-NC-4.0"),
        ("license: other\nlicense_name: own terms", "LicenseRef-own-terms"),
        ("license: creativeml-openrail-m", "LicenseRef-creativeml-openrail-m"),
        ("license: other", None),
        ("license: [mit, apache-2.0]", None),
    ],
)
def test_licences(lines: str, expected: str | None, tmp_path: Path) -> None:
    result = read_text("huggingface", f"---\n{lines}\n---\n", tmp_path / "README.md")
    assert only(result).get("license") == expected


def test_a_folder_of_cards(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_text(f"---\nlicense: mit\n---\n# {name}\n")
    (tmp_path / "README.md").write_text("# About these models\n")
    (tmp_path / "NOTES.md").write_text("---\nlicense: mit\n---\n")
    assert [draft.name for draft in read("huggingface", tmp_path).drafts] == ["a", "b"]


def test_sniffing() -> None:
    for text, expected in (
        (CARD, "huggingface"),
        ("---\nlicense: mit\n---\n", "huggingface"),
        ("---\ntitle: A post\n---\ntext\n", None),
        ("# Just a README\n", None),
    ):
        found = recognise(Path("README.md"), text, IMPORTERS.values())
        assert (found.name if found else None) == expected


def test_a_broken_front_matter_names_its_line_in_the_card(tmp_path: Path) -> None:
    text = "---\nlicense: mit\ntags: a: b\n---\n"
    with pytest.raises(ProblemError, match=r"README.md:3: "):
        read_text("huggingface", text, tmp_path / "README.md")


def test_the_network_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert only(read_text("huggingface", CARD, tmp_path / "README.md"))["license"] == "Apache-2.0"
