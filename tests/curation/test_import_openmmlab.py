"""OpenMMLab's index and metafiles become entries with variants."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_modelzoo.curation.formats.importer_types import recognise
from sphinx_modelzoo.problems.messages import ProblemError
from tests.support.import_helpers import IMPORTERS, only, read, read_text
from tests.support.openmmlab_zoo import metafiles, records

METAFILE = """\
Collections:
  - Name: TinyNet
    Metadata:
      Training Data: [CIFAR100, ImageNet1k]
      Training Techniques:
        - SGD with Momentum
        - Label Smoothing
      Epochs: 30
    Paper:
      Title: "TinyNet: Small and Sound"
      URL: https://arxiv.org/abs/2201.01234
    README: configs/tinynet/README.md
    Code:
      URL: https://github.com/someone/zoo/blob/v1/tinynet.py
      Version: v1

Models:
  - Name: tinynet-s_8xb16_cifar100
    Metadata:
      Training Data: CIFAR100
      Epochs: 200
      FLOPs: 1310000000
      Parameters: 23520000
    In Collection: TinyNet
    Results:
      - Dataset: CIFAR-100
        Task: Image Classification
        Metrics:
          Top 1 Accuracy: 79.9
          Top 5 Accuracy: 95.19
    Weights: https://download.example.org/tinynet-s.pth
    Config: configs/tinynet/tinynet-s.py
    Converted From:
      Weights: https://example.org/original.pth
      Code: https://github.com/someone-else/tinynet
  - Name: tinynet-m_8xb16_cifar100
    Metadata:
      FLOPs: null
      Parameters: 1000001
    In Collection: tiny_net
    Results: null
    Weights: [https://download.example.org/a.pth, https://download.example.org/b.pth]
    Downstream: [tinynet-s_8xb16_cifar100]
"""


def test_a_collection_is_an_entry_and_its_models_are_variants(tmp_path: Path) -> None:
    result = read_text("openmmlab", METAFILE, tmp_path / "metafile.yml")
    assert only(result) == {
        "name": "TinyNet",
        "description": {
            "en": "- Training data: CIFAR100, ImageNet1k\n"
            "- Training techniques: SGD with Momentum, Label Smoothing\n"
            "- Epochs: 30"
        },
        "tasks": ["image-classification"],
        "paper": {"title": "TinyNet: Small and Sound", "arxiv": "2201.01234"},
        "code": [{"url": "https://github.com/someone/zoo/blob/v1/tinynet.py", "kind": "other"}],
        "links": [
            {
                "url": "https://github.com/someone-else/tinynet",
                "label": {"en": "Converted from", "zh": "权重转换自"},
            }
        ],
        "variants": [
            {
                "id": "tinynet-s-8xb16-cifar100",
                "name": "tinynet-s_8xb16_cifar100",
                "params": "23.52M",
                "flops": "1.31G",
                "weights": ["https://download.example.org/tinynet-s.pth"],
                "config": "configs/tinynet/tinynet-s.py",
                "results": [
                    {
                        "dataset": "CIFAR-100",
                        "metrics": {"Top 1 Accuracy": 79.9, "Top 5 Accuracy": 95.19},
                        # The dataset is spelt in one way, wherever it stands.
                        "conditions": {"training_data": "CIFAR-100", "epochs": 200},
                    }
                ],
            },
            {
                "id": "tinynet-m-8xb16-cifar100",
                "name": "tinynet-m_8xb16_cifar100",
                "params": 1000001,
                "weights": [
                    "https://download.example.org/a.pth",
                    "https://download.example.org/b.pth",
                ],
            },
        ],
    }
    assert result.read == {"files": 1, "collections": 1, "models": 2}
    left = {(item.what, item.place.line) for item in result.left_out}
    assert left == {
        ("README of TinyNet", 12),
        ("Code: Version of TinyNet", 13),
        ("Converted From: Weights of tinynet-s_8xb16_cifar100", 33),
        ("Downstream of tinynet-m_8xb16_cifar100", 43),
    }


def test_an_index_with_patterns_imports_each_file_once(tmp_path: Path) -> None:
    for name in ("b", "a"):
        folder = tmp_path / "configs" / name
        folder.mkdir(parents=True)
        (folder / "metafile.yml").write_text(
            f"Collections:\n- Name: {name.upper()}\nModels:\n- Name: {name}1\n"
            f"  In Collection: {name.upper()}\n"
        )
    index = tmp_path / "model-index.yml"
    index.write_text(
        "Import:\n  - configs/b/metafile.yml\n  - configs/*/metafile.yml\n  - nowhere/*.yml\n"
        "  - ../outside.yml\n  - model-index.yml\n"
    )
    (tmp_path.parent / "outside.yml").write_text("Models: []\n")
    result = read("openmmlab", tmp_path)
    assert [draft.name for draft in result.drafts] == ["B", "A"]
    assert [draft.source.line for draft in result.drafts] == [2, 2]
    assert [(item.what, item.why) for item in result.left_out] == [
        ("the import “nowhere/*.yml”", "file not found"),
        ("the import “../outside.yml”", "it leads out of the folder of the index"),
    ]


def test_a_folder_without_an_index_gives_all_its_metafiles(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "metafile.yml").write_text(f"Collections: [{{Name: {name}}}]\n")
    assert [draft.name for draft in read("openmmlab", tmp_path).drafts] == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        "- Name: m1\n  In Collection: C\n- Name: m2\n  In Collection: C\n",
        "Models:\n- Name: m1\n  In Collection: C\n- Name: m2\n  In Collection: C\n",
        "Models:\n- models.yml\n- Name: m2\n  In Collection: C\n",
        "Collections:\n- Name: C\nModels: models/*.yml\n",
        "Collections: collections.yml\nModels: models/*.yml\n",
    ],
)
def test_lists_of_models_in_every_form(text: str, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models.yml").write_text("- {Name: m1, In Collection: C}\n")
    (tmp_path / "collections.yml").write_text("Collections: {Name: C}\n")
    for name in ("m1", "m2"):
        (tmp_path / "models" / f"{name}.yml").write_text(f"Name: {name}\nIn Collection: C\n")
    data = only(read_text("openmmlab", text, tmp_path / "metafile.yml"))
    assert data["name"] == "C"
    assert [variant["id"] for variant in data["variants"]] == ["m1", "m2"]


@pytest.mark.parametrize(
    ("metrics", "expected"),
    [
        ("{AP: 40.1}", {"AP": 40.1}),
        ("[{AP: 40.1}, {AP50: 60}]", {"AP": 40.1, "AP50": 60}),
        ("[{Name: AP, Value: 40.1}]", {"AP": 40.1}),
        ("[{name: AP, value: '40.1', Unit: '%'}]", {"AP": {"value": 40.1, "unit": "%"}}),
        ("{bbox: {AP: 40.1, AP50: 60.0}}", {"bbox AP": 40.1, "bbox AP50": 60.0}),
        ("{AP: 40.1%}", {"AP": {"value": 40.1, "unit": "%"}}),
        ("{AP: {Value: 40.1, Comparator: '>'}}", {"AP": {"value": 40.1, "comparator": ">"}}),
    ],
)
def test_metrics_in_every_form(metrics: str, expected: object, tmp_path: Path) -> None:
    text = f"Models:\n- Name: m\n  Results:\n  - {{Dataset: COCO, Metrics: {metrics}}}\n"
    data = only(read_text("openmmlab", text, tmp_path / "metafile.yml"))
    assert data["results"] == [{"dataset": "COCO", "metrics": expected}]


def test_what_is_no_certain_figure_is_kept_as_words(tmp_path: Path) -> None:
    text = (
        "Models:\n- Name: m\n  Config: m.py\n  Results:\n"
        "  - Dataset: COCO\n    Metrics: {AP: 40.1 / 60.2, AR: [1, 2], mAP: 3}\n"
    )
    result = read_text("openmmlab", text, tmp_path / "metafile.yml")
    assert only(result)["config"] == "m.py"  # a model with one checkpoint needs no variant
    assert only(result)["results"] == [
        {"dataset": "COCO", "metrics": {"mAP": 3}, "raw": "AP: 40.1 / 60.2; AR: 1, 2"}
    ]
    assert [note.line for note in result.drafts[0].notes] == [2]


def test_units_in_field_names(tmp_path: Path) -> None:
    metadata = "{FLOPs(G): 4.36, Parameters (M): 28.29}"
    text = f"Models:\n- Name: m\n  Metadata: {metadata}\n  Weights: m.pth\n"
    data = only(read_text("openmmlab", text, tmp_path / "metafile.yml"))
    assert data["weights"] == ["m.pth"]
    assert data["flops"] == "4.36G"
    assert data["params"] == "28.29M"


def test_several_tasks_are_told_apart_and_unknown_ones_kept(tmp_path: Path) -> None:
    text = """\
Models:
- Name: m
  Weights: m.pth
  Results:
  - {Task: Object Detection, Dataset: COCO, Metrics: {box AP: 40}}
  - {Task: Instance Segmentation, Dataset: COCO, Metrics: {mask AP: 38}}
  - {Task: Guessing Ages of Trees, Dataset: Rings, Metrics: {Accuracy: 12}}
"""
    result = read_text("openmmlab", text, tmp_path / "metafile.yml")
    data = only(result)
    assert data["tasks"] == ["object-detection", "instance-segmentation"]
    assert [item.get("task") for item in data["results"]] == [
        "object-detection",
        "instance-segmentation",
        None,
    ]
    assert data["results"][2]["conditions"] == {"task": "Guessing Ages of Trees"}
    assert len(result.drafts[0].notes) == 1


def test_anchors_and_repeated_keys_are_read_and_bombs_are_not(tmp_path: Path) -> None:
    text = (
        "Models:\n- Name: m\n  Name: m2\n  Metadata: &it\n    Epochs: 3\n"
        "- Name: n\n  Metadata: *it\n  Weights: n.pth\n"
    )
    assert [draft.name for draft in read_text("openmmlab", text, tmp_path / "a.yml").drafts] == [
        "m2",
        "n",
    ]
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
    )
    with pytest.raises(ProblemError, match="alias"):
        read_text("openmmlab", f"{bomb}Models: []\n", tmp_path / "b.yml")


@pytest.mark.parametrize("text", ["just words\n", "42\n"])
def test_a_file_of_something_else(text: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="no collections and no models"):
        read_text("openmmlab", text, tmp_path / "metafile.yml")


def test_broken_yaml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match=r"metafile.yml:2: "):
        read_text("openmmlab", "Models:\n- Name: a: b\n", tmp_path / "metafile.yml")


def test_sniffing() -> None:
    for name, text, expected in (
        ("metafile.yml", METAFILE, "openmmlab"),
        ("model-index.yml", "Import:\n  - a.yml\n", "openmmlab"),
        ("anything.yaml", "Models:\n- Name: a\n", "openmmlab"),
        ("models.yaml", "schema_version: 1\nmodels: []\n", "catalog"),
        ("info.yaml", "---\nModel_Info:\n  name: a\n", "paddle"),
        ("other.yaml", "key: value\n", None),
    ):
        found = recognise(Path(name), text, IMPORTERS.values())
        assert (found.name if found else None) == expected


def assert_whole(index: Path) -> None:
    """Every model and every figure of the four families came, counted against the source."""
    result = read("openmmlab", index)
    models = metafiles(index)
    figures = sorted(
        (model["Name"], result["Dataset"], name, value)
        for model in models
        for result in model["Results"] or ()
        for name, value in result["Metrics"].items()
    )
    found = sorted(
        (variant["name"], item["dataset"], name, value)
        for draft in result.drafts
        for variant in draft.data["variants"]
        for item in variant.get("results", ())
        for name, value in item["metrics"].items()
    )
    assert len(result.drafts) == 4
    assert sum(len(draft.data["variants"]) for draft in result.drafts) == len(models) == 63
    assert found == figures
    assert len(figures) > 80
    counted = {
        variant["name"]: variant.get("config")
        for draft in result.drafts
        for variant in draft.data["variants"]
    }
    assert counted == {model["Name"]: model["Config"] for model in models}


def test_an_index_comes_whole(openmmlab: Path) -> None:
    assert_whole(openmmlab)


def test_the_real_index_comes_whole(shared: Path, openmmlab: Path) -> None:
    assert_whole(shared / "openmmlab")
    assert records(openmmlab) == records(shared / "openmmlab")  # our copy of the figures
