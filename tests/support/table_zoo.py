"""A small catalog with something for every control of an interactive table."""

from __future__ import annotations

CATALOG = """\
schema_version: 1
models:
  - id: yolov4
    name: YOLOv4
    summary: {en: "One-stage detector, trained on one GPU.", zh: 可在单卡上训练的单阶段目标检测器。}
    tasks: [object-detection]
    collection: YOLO
    license: Apache-2.0
    params: 64.4M
    paper: {title: "YOLOv4: Optimal Speed | Accuracy", arxiv: "2004.10934", year: 2020}
    code: [{url: "https://example.org/yolo", kind: quick-start, framework: paddlepaddle}]
    results:
      - {dataset: COCO, metrics: {mAP: 41.2}, conditions: {input_size: 416x416}}
  - id: mask-net
    name: MaskNet
    summary: {en: "=Finds <b>masks</b>, and boxes.", zh: 寻找掩码和方框。}
    tasks: [object-detection, instance-segmentation]
    license: MIT
    params: 9M
    paper: {title: Masks, url: "https://example.org/masks", year: 2019}
    code: [{url: "https://example.org/mask", kind: quick-start, framework: pytorch}]
    results:
      - {dataset: COCO, metrics: {mAP: 38.0}}
  - id: res-101
    name: ResNet-101
    summary: {en: Deep residual network., zh: 深度残差网络。}
    tasks: [image-classification]
    params: 44.5M
    results: [{dataset: ImageNet-1k, metrics: {Top-1 Accuracy: 78.3}}]
  - id: res-50
    name: ResNet-50
    summary: {en: A residual network., zh: 残差网络。}
    tasks: [image-classification]
    results:
      - {dataset: ImageNet-1k, metrics: {Top-1 Accuracy: 76.1, Top-1 Error: 23.9}}
    variants:
      - {id: small, name: ResNet-50-S, params: 5M}
"""
INDEX = """\
Zoo
===

.. modelzoo::
   :columns: no, paper, summary, params, year, quick-start
   :interactive: yes
"""
ALL = ["YOLOv4", "MaskNet", "ResNet-101", "ResNet-50"]
