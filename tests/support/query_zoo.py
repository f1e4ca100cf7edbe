"""A small catalog that the tests of queries, options and tables share."""

from __future__ import annotations

import datetime
from typing import Any

from pydantic import TypeAdapter

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.vocabulary import Term, Vocabularies, Vocabulary
from tests.support.registries import BUILTIN

_MODEL = TypeAdapter(Model)


def _term(id: str, en: str, zh: str, *aliases: str, **more: Any) -> Term:
    return Term(id, LocalizedText((("en", en), ("zh", zh))), aliases, **more)


VOCABULARIES = Vocabularies(
    tasks=Vocabulary(
        "tasks",
        (
            _term("image-classification", "Image classification", "图像分类"),
            _term("object-detection", "Object detection", "目标检测", "detection"),
            _term("keypoint-detection", "Keypoint detection", "关键点检测"),
        ),
    ),
    datasets=Vocabulary(
        "datasets",
        (
            _term("ImageNet-1k", "ImageNet-1k", "ImageNet-1k", "ImageNet", "ILSVRC2012"),
            _term("COCO", "COCO", "COCO", "MS COCO"),
        ),
    ),
    metrics=Vocabulary(
        "metrics",
        (
            _term("mAP", "mAP", "mAP", unit="%", fraction=True, higher_is_better=True),
            _term("Top-1 Accuracy", "Top-1 accuracy", "Top-1 准确率", "top1", unit="%",
                  fraction=True, higher_is_better=True),
            _term("FID", "FID", "FID", higher_is_better=False),
            _term("Recall@1", "Recall@1", "召回率@1", unit="%", fraction=True),
        ),
    ),
)  # fmt: skip


def model(id: str, **fields: Any) -> Model:
    """A model from data as a catalog writes it; its name is its id, if it has no other."""
    return _MODEL.validate_python({"id": id, "name": id, **fields})


def catalog_of(*models: Model, language: str | None = None) -> Catalog:
    """A catalog with the vocabularies of this module."""
    return Catalog.of(models, vocabularies=VOCABULARIES, language=language, registry=BUILTIN)


def small_zoo() -> Catalog:
    """Six models that differ in everything a query can ask for."""
    return catalog_of(
        model(
            "yolov10",
            name="YOLOv10",
            summary={"en": "A fast detector.", "zh": "快速检测器。"},
            tasks=["object-detection"],
            tags=["one-stage", "real-time"],
            collection="YOLO",
            publisher="Tsinghua",
            license="AGPL-3.0",
            params="24.4M",
            paper={"title": "YOLOv10: Real-Time", "arxiv": "2405.14458", "year": 2024},
            code=[{"url": "https://example.org/y10", "framework": "pytorch"}],
            results=[{"dataset": "COCO", "metrics": {"mAP": 54.4}}],
            added=datetime.date(2024, 6, 1),
        ),
        model(
            "yolov2",
            name="yolov2",
            abstract={"en": "Better, faster, stronger."},
            tasks=["object-detection"],
            tags=["one-stage"],
            collection="YOLO",
            params="50M",
            paper={"title": "YOLO9000", "year": 2016, "url": "https://example.org/yolo9000"},
            results=[{"dataset": "MS COCO", "metrics": {"mAP": 0.216}}],
            added=datetime.date(2021, 12, 31),
            deprecated=True,
        ),
        model(
            "resnet50",
            name="ResNet-50",
            tasks=["image-classification"],
            license="Apache-2.0",
            languages=["en"],
            params="25.6M",
            flops="4.1G",
            paper={"title": "Deep Residual Learning", "year": 2015},
            code=[
                {"url": "https://example.org/a", "framework": "paddlepaddle"},
                {"url": "https://example.org/b", "framework": "pytorch"},
                {"url": "https://example.org/c", "kind": "official"},
            ],
            results=[
                {
                    "dataset": "ImageNet",
                    "metrics": {"Top-1 Accuracy": 76.1},
                    "conditions": {"crop": 224},
                },
            ],
        ),
        model(
            "hrnet",
            name="HRNet",
            tasks=["keypoint-detection", "object-detection"],
            variants=[
                {"id": "w32", "name": "HRNet-W32", "params": "28.5M",
                 "weights": ["https://example.org/w32.pdparams"],
                 "results": [{"dataset": "COCO", "metrics": {"AP": 74.4}}]},
                {"id": "w48", "params": "63.6M"},
            ],
        ),
        model("gan", name="GAN", results=[{"dataset": "CelebA", "metrics": {"FID": 12.5}},
                                          {"dataset": "CelebA", "metrics": {"FID": 9.1}}]),
        model("bare", name="裸模型", publisher="百度", languages=["zh"]),
    )  # fmt: skip
