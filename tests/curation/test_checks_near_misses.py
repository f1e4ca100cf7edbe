"""For every rule what looks like a case of it and is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_modelzoo.curation.rules.all_rules import FOLLOWED
from tests.support.check_helpers import RULES, entry, report_of

LONG = "We study how glaciers calve into the sea and what a camera on the shore can tell about it."


def result(dataset: str = "COCO", metrics: str = "mAP: 41.2") -> str:
    return (
        f"results: [{{dataset: {dataset}, metrics: {{{metrics}}}, source: {{locator: Table 1}}}}]"
    )


# code: the fields of the entries, several catalogs for most of the rules
NEAR: dict[str, list[list[str]]] = {
    "version.order": [["since: '1.0'\nuntil: '1.0'"], ["since: '1.9'\nuntil: '1.10'"]],
    "version.unusual": [["since: '3.0rc1'"], ["since: '2024.1'"]],
    "authors.joined": [
        [f"paper: {{authors: ['{name}']}}"]
        for name in (
            "Ek, Jon",
            "Ek, Jon A.",
            "van der Berg, Jan Piet",
            "de la Cruz, Ana Maria",
            "Garcia y Vega, Ana Maria",
            "Ek, Jon, Jr.",
            "Meta Platforms, Inc.",
            "Sea Lab, University of Tromso",
            "Procter and Gamble",
            "Mei Lin et al.",
            "Lin, Mei, Ek, Jon",
            "林美",
        )
    ]
    + [["paper: {authors: ['Garcia Vega, Ana Maria', 'Ek, Jon']}"]],
    "abstract.repeated": [
        [f"abstract: {LONG}", f"abstract: {LONG} It moves."],
        [f"abstract: {LONG}", f"summary: {LONG}"],
    ],
    "code.is-paper": [
        ["code: [https://github.com/me/arxiv.org]"],
        ["paper: https://arxiv.org/abs/2004.10934"],
    ],
    "dataset.misspelt": [
        [result("KMNIST")],
        [result("CIFAR-100"), result("CIFAR-10")],
        [result("COCO-Stuff")],
    ],
    "dataset.spelling": [
        [result("CIFAR-10"), result("CIFAR-100")],
        [result("SQuAD 1.1"), result("SQuAD 2.0")],
    ],
    "dataset.unknown": [[result("ms coco")], [result("MNIST")]],
    "duplicate.paper": [
        ["paper: {arxiv: '2004.10934'}", "paper: {arxiv: '2004.10935'}"],
        ["paper: {arxiv: '2004.10934'}\nrelated: [e1]", "paper: {arxiv: '2004.10934'}"],
    ],
    "duplicate.repository": [
        ["code: [https://github.com/a/b]", "code: [https://github.com/a/bc]"],
        ["code: [https://github.com/a/b/tree/main/x]", "code: [https://github.com/a/b/tree/main/y]"],
    ],
    "duplicate.title": [
        ["paper: {title: Seeing the Shore}", "paper: {title: Seeing the Shore 2}"],
        ["paper: {title: PlainDet}", "paper: {title: PlainDet++}"],
    ],
    "license.unknown": [["license: GPL-3.0-or-later"], ["license: MIT AND Apache-2.0"]],
    "link.broken": [
        ["demo: https://example.org/a_(b)"],
        ["code: [../models/a.py]"],
        ["demo: 'https://example.org/redirect?to=http://example.com/'"],
        ["demo: https://example.org/北京"],
    ],
    "link.credentials": [
        ["demo: mailto:me@example.org"],
        ["demo: https://example.org/@me?to=you@example.org"],
    ],
    "link.lookalike-host": [
        ["demo: https://m\u00fcller.example/a"],
        ["demo: https://xn--mller-kva.example/a"],
        ["demo: https://xn--fiqs8s.cn/a"],
        ["demo: https://\u767e\u5ea6ai.example/a"],
        ["demo: https://\u043f\u0440\u0438\u043c\u0435\u0440.example/a"],
    ],
    "text.bidi": [['summary: {en: "An \\u200Earrow", zh: "\u4e00\u4e2a\\u200E\u7bad\u5934"}']],
    "link.closed-host": [
        ["paper: https://paperswithcode.example.org/paper/yolo"],
        ["links: ['https://example.org/paperswithcode.com']"],
    ],
    "link.insecure": [["demo: http://localhost/x"], ["demo: http://127.0.0.1:8000/x"]],
    "link.pasted-title": [
        ["demo: https://example.org/seeing-the-shore"],
        ["paper: https://arxiv.org/abs/1904.02689v2"],
    ],
    "link.untidy": [
        ["code: [https://github.com/a/b.github.io]"],
        ["demo: 'https://example.org/a?b=1#utm'"],
    ],
    "metric.range": [
        [result("COCO", "mAP: 100")],
        [result("ImageNet-1k", "Top-1 Accuracy: 0")],
        [result("COCO", "FID: 834.5")],
    ],
    "metric.scale": [
        [result("CIFAR-10", "Accuracy: 76.1"), result("CIFAR-100", "Accuracy: 0.76")],
        [result("CIFAR-10", "Accuracy: 76.1"), result("CIFAR-10", "F1: 0.76")],
    ],
    "metric.unit": [
        [result("DIV2K", "PSNR: {value: 24.15, unit: dB}")],
        [result("COCO", "mAP: {value: 41, unit: '%'}")],
        ["results: [{metrics: {PSNR: {value: 24, unit: '%'}}, review: PSNR is not given in %}]"],
    ],
    "paper.arxiv-mismatch": [
        ["paper: {arxiv: '2004.10934', url: 'https://arxiv.org/abs/2004.10934v7'}"],
        ["paper: {arxiv: '2004.10934', url: 'https://example.org/2004.10943'}"],
    ],
    "paper.is-code": [
        ["paper: https://github.com/a/b/raw/main/docs/paper.pdf"],
        ["paper: https://example.org/github.com/a/b"],
    ],
    "result.alike": [
        ["results: [{metrics: {mAP: 41.2}}, {metrics: {mAP: 42}, conditions: {input_size: 640}}]"],
        ["results: [{metrics: {mAP: 41.2}}, {dataset: COCO, metrics: {mAP: 42}}]"],
        ["results: [{metrics: {mAP: 41.2}}, {metrics: {AP50: 60}}]"],
    ],
    "result.no-source": [
        [result()],
        ["results: [{metrics: {mAP: 1}, source: {url: 'https://example.org/'}}]"],
    ],
    "result.review": [[result()]],
    "silence.unknown": [["silence: [link.*, modelzoo.result.review]"]],
    "text.contradiction": [
        ["summary: {en: It runs at 45 FPS., zh: 速度为 45 FPS。}"],
        ["summary: {en: Trained on 1.2 million pictures., zh: 用 120 万张图片训练。}"],
        ["summary: {en: Twice as fast., zh: 速度快 2 倍。}"],
    ],
    "text.glued": [
        ["summary: Therefore nowhere else."],
        ["summary: A model of GitHub and PaddlePaddle."],
        ["summary: It uses inthewild, a tool."],
    ],
    "text.address": [
        ["description: 'See [a](https://example.org/javascript:b) and [c](use.md)'"],
        ["description: 'Write `[a](javascript:b)` in no text.'"],
    ],
    "text.left-out": [
        ["description: 'See ![a reed](https://example.org/a.png).'"],
        ['description: "a[^1]\\n\\n[^1]: b"'],
        ['description: "# Use\\n\\n[a](#use)"'],
    ],
    "text.markup": [
        ["summary: Where a < b and c > d."],
        ["description: 'Write `<b>` or `{ref}` in code.'"],
        ['description: "```html\\n<b>a</b>\\n```"'],
        ["summary: It maps {x} to {y} at 3:4 or 16:9."],
    ],
    "text.placeholder": [
        ["summary: None of it is new."],
        ["summary: The to-do list of a robot."],
        ["summary: {zh: 暂无公开数据集的任务}"],
    ],
    "text.wrong-language": [
        ["summary: {zh: ResNet-50 + FPN 检测器}"],
        ["summary: {en: The 北京 tagger of news.}"],
        ["summary: {en: YOLOv4}"],
        ["summary: {zh: 在昇腾 910 上训练。, zh-TW: 在昇騰 910 上訓練。}"],
        ["summary: {zh: 优秀的著作，乾坤，后里台。, zh-TW: 後臺的著作}"],
        ["summary: {zh: 识别日文“これは車両です”和《紅樓夢》的模型。}"],
        ["code: [{url: a.py, label: {zh: PaddleOCR}}, {url: b.py, label: {zh: Colab}}]"],
        ["code: [{url: a.py, label: {zh: Notebook}}]", "summary: {zh: Transformer}"],
        ["images: [{src: a.png, alt: {zh: Vision Transformer}, caption: {zh: wav2vec 2.0}}]"],
        ["summary: {zh: 用 torchvision 训练, en: Reads “这个检测器”., ja: 物体検出}"],
        ["summary: {ja: これは車両を検出する。, ko: 빠른 검출기, ru: Быстрый детектор}"],
        ["summary: {fr: Détecteur rapide, de: Für große Straßen, vi: Phát hiện nhanh}"],
    ],
}  # fmt: skip

CASES = [(code, fields) for code, zoos in NEAR.items() for fields in zoos]


@pytest.mark.parametrize(("code", "fields"), CASES)
def test_what_is_nearly_wrong_is_left_alone(tmp_path: Path, code: str, fields: list[str]) -> None:
    entries = [entry(text, f"e{number}") for number, text in enumerate(fields)]
    found = report_of(tmp_path, *entries, only=[code]).problems
    assert [str(one) for one in found] == []


def test_every_rule_has_a_near_miss() -> None:
    # Those that follow links are tested with a server; two more where their zoos are.
    elsewhere = {rule.code for rule in FOLLOWED}
    elsewhere |= {"modelzoo.abstract.misplaced", "modelzoo.text.untranslated"}
    elsewhere |= {"modelzoo.own.hides", "modelzoo.own.unused"}  # see cli/test_own_fields
    elsewhere |= {"modelzoo.text.stale", "modelzoo.text.unrecorded"}  # see cli/test_sync
    assert {f"modelzoo.{code}" for code in NEAR} | elsewhere == set(RULES)
