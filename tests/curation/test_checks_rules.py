"""Every rule: what it finds, where it says that it is, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.source_texts import Sources
from sphinx_modelzoo.curation.rules.all_rules import FOLLOWED, check, expand, locate
from sphinx_modelzoo.problems.codes import CODES
from sphinx_modelzoo.problems.messages import ProblemError
from tests.support.check_helpers import CHECKS, HEAD, RULES, entry, report_of, write_catalog

TABLE = "results: [{dataset: COCO, metrics: {mAP: 41.2}, source: {locator: Table 1}}]"
LONG = "We study how glaciers calve into the sea and what a camera on the shore can tell about it."

# code, the entries' fields, and the field of the one finding (of the last entry)
BAD: list[tuple[str, list[str], str]] = [
    ("abstract.repeated", [f"abstract: {LONG}", f"abstract: {LONG} "], "abstract"),
    ("text.glued", ["summary: A model ofthe new kind."], "summary"),
    ("text.glued", ["abstract: {en: Inthis paper we sail., zh: 本文研究航海。}"], "abstract.en"),
    ("text.wrong-language", ["summary: {en: 一个用于目标检测的模型}"], "summary.en"),
    ("text.wrong-language", ["summary: {en: 检测, zh: 检测}"], "summary.en"),
    ("text.wrong-language", ["summary: {en: Fast., zh: Fast detector.}"], "summary.zh"),
    ("text.wrong-language", ["code: [{url: a.py, label: {zh: Detector}}]"], "code[0].label.zh"),
    ("text.wrong-language", ["summary: {zh: これは車両を検出するモデルです。}"], "summary.zh"),
    ("text.wrong-language", ["images: [{src: a.png, alt: {zh: 検出}}]"], "images[0].alt.zh"),
    ("text.wrong-language", ["summary: {zh: 這個偵測器很快。}"], "summary.zh"),
    ("text.wrong-language", ["summary: {zh-TW: 这个检测器很快。}"], "summary.zh-hant"),
    ("text.wrong-language", ["summary: {zh: Быстрый детектор}"], "summary.zh"),
    ("text.wrong-language", ["summary: {en: Быстрый детектор}"], "summary.en"),
    ("text.wrong-language", ["summary: {ja: Fast detector}"], "summary.ja"),
    (
        "text.wrong-language",
        ["summary: {zh-CN: a model that finds things in images}"],
        "summary.zh",
    ),
    ("text.wrong-language", ["summary: 一个用于目标检测的模型"], "summary"),
    ("text.contradiction", ["summary: {en: It runs at 45 FPS., zh: 速度为 54 FPS。}"], "summary"),
    (
        "text.contradiction",
        ["results: [{raw: {en: mAP 41.2 on COCO, zh: COCO 上 mAP 42.1}}]"],
        "results[0].raw",
    ),
    ("text.placeholder", ["abstract: '-'"], "abstract"),
    ("text.placeholder", ["abstract: {zh: 暂无, en: We sail.}"], "abstract.zh"),
    ("text.placeholder", ["publisher: nan"], "publisher"),
    ("text.placeholder", ["paper: {title: TODO}"], "paper.title"),
    ("text.placeholder", ["results: [{raw: N/A}]"], "results[0].raw"),
    ("text.markup", ["summary: A <b>bold</b> model."], "summary"),
    ("text.markup", ["description: 'a<br/>b'"], "description"),
    ("text.markup", ["abstract: {en: 'See {ref}`use`.'}"], "abstract.en"),
    ("text.markup", ["description: 'See :doc:`use`.'"], "description"),
    ("text.markup", ['description: "```{include} /etc/passwd\\n```"'], "description"),
    ("text.markup", ['description: "a\\n\\n.. note:: b"'], "description"),
    ("text.markup", ['description: ":::{note}\\na\\n:::"'], "description"),
    ("text.address", ["description: '[a](javascript:b)'"], "description"),
    ("text.address", ["description: '[a](doc:../b)'"], "description"),
    ("text.address", ["description: '![a](data:image/png;base64,b)'"], "description"),
    ("text.left-out", ["summary: 'See ![a reed](a.svg).'"], "summary"),
    ("text.left-out", ['summary: "a[^1]\\n\\n[^1]: b"'], "summary"),
    ("text.left-out", ["description: 'a[^1]'"], "description"),
    ("text.left-out", ['description: "a\\n\\n[^1]: b"'], "description"),
    ("text.left-out", ['description: "# Use\\n\\n[a](#usage)"'], "description"),
    ("version.unusual", ["since: release/2.6"], "since"),
    ("version.unusual", ["until: next"], "until"),
    ("version.unusual", ["variants: [{id: v, since: '2.6 or so'}]"], "variants[0].since"),
    ("version.order", ["since: '3.10'\nuntil: '3.9'"], "until"),
    ("version.order", ["variants: [{id: v, since: '2.0', until: 2.0rc1}]"], "variants[0].until"),
    ("link.insecure", ["demo: http://arxiv.org/abs/2004.10934"], "demo.url"),
    ("link.insecure", ["links: [{url: 'http://old.example.edu/~me'}]"], "links[0].url"),
    ("link.credentials", ["demo: https://me:secret@example.org/a"], "demo.url"),
    ("link.credentials", ["demo: https://github.com@example.org/a"], "demo.url"),
    ("link.credentials", ["description: '[a](https://me:secret@example.org/a)'"], "description"),
    (
        "link.credentials",
        ["description: {en: '![a](https://me@example.org/a.png)'}"],
        "description.en",
    ),
    ("link.lookalike-host", ["abstract: 'See <https://git\u04bbub.com/a>.'"], "abstract"),
    ("link.lookalike-host", ["demo: https://git\u04bbub.com/a"], "demo.url"),
    ("link.lookalike-host", ["demo: https://xn--gitub-vde.com/a"], "demo.url"),
    ("link.lookalike-host", ["demo: https://\uff47ithub.com/a"], "demo.url"),
    ("link.lookalike-host", ["demo: https://\u0430\u0440\u0440\u04cf\u0435.com/a"], "demo.url"),
    ("text.bidi", ['summary: {en: "A \\u202Eledom small"}'], "summary.en"),
    ("text.bidi", ['tags: [a, "b\\u2066"]'], "tags[1]"),
    ("text.bidi", ['results: [{metrics: {"m\\u202AAP": 1}}]'], "results[0].metrics"),
    ("link.closed-host", ["paper: https://paperswithcode.com/paper/yolo"], "paper.url"),
    ("link.closed-host", ["paper: https://www.paperswithcode.com/paper/yolo"], "paper.url"),
    ("link.closed-host", ["code: [https://code.google.com/p/word2vec]"], "code[0].url"),
    ("link.broken", ["code: [github.com/a/b]"], "code[0].url"),
    ("link.broken", ["code: [https://github.com/a/b.]"], "code[0].url"),
    ("link.broken", ["code: ['https://github.com/a/b)']"], "code[0].url"),
    ("link.broken", ["demo: https://https://example.org/a"], "demo.url"),
    ("link.broken", ["demo: https://example.org/ahttp://example.org/b"], "demo.url"),
    ("link.broken", ["demo: https://githubcom/a/b"], "demo.url"),
    ("link.broken", ["demo: https://example.org/a。"], "demo.url"),
    ("link.pasted-title", ["paper: Seeing-the-Shore-with-Cameras"], "paper.url"),
    ("link.pasted-title", ["paper: One"], "paper.url"),
    (
        "link.pasted-title",
        ["paper: https://arxiv.org/abs/1904.02689-YOLACT-Real-time-Segmentation"],
        "paper.url",
    ),
    (
        "link.pasted-title",
        ["demo: 'https://example.org/Seeing%20the%20Shore%20with%20Cameras'"],
        "demo.url",
    ),
    ("link.untidy", ["code: [https://github.com/a/b.git]"], "code[0].url"),
    ("link.untidy", ["demo: 'https://example.org/a?utm_source=x&b=1'"], "demo.url"),
    ("paper.is-code", ["paper: https://github.com/a/b"], "paper.url"),
    ("paper.is-code", ["paper: https://gitee.com/a/b/tree/master"], "paper.url"),
    ("code.is-paper", ["code: [https://arxiv.org/abs/2004.10934]"], "code[0].url"),
    (
        "paper.arxiv-mismatch",
        ["paper: {arxiv: '2004.10934', url: 'https://arxiv.org/abs/2004.10943v2'}"],
        "paper.url",
    ),
    (
        "duplicate.title",
        ["paper: {title: Seeing the Shore}", "paper: {title: 'Seeing  the shore.'}"],
        "paper.title",
    ),
    (
        "duplicate.paper",
        ["paper: {arxiv: '2004.10934'}", "paper: https://arxiv.org/pdf/2004.10934v2.pdf"],
        "paper.url",
    ),
    (
        "duplicate.paper",
        ["paper: {title: Ice, doi: 10.1000/XYZ}", "paper: {title: Sea, doi: 10.1000/xyz}"],
        "paper.doi",
    ),
    (
        "duplicate.repository",
        ["code: [https://github.com/a/b]", "code: [https://GitHub.com/a/B.git/]"],
        "code[0].url",
    ),
    (
        "metric.range",
        ["results: [{dataset: SVTP, metrics: {Accuracy: 834.5}, source: {locator: p. 1}}]"],
        "results[0].metrics.Accuracy",
    ),
    (
        "metric.range",
        ["variants: [{id: v, results: [{metrics: {PSNR: -1}, source: {locator: p. 1}}]}]"],
        "variants[0].results[0].metrics.PSNR",
    ),
    (
        "metric.unit",
        ["results: [{metrics: {PSNR: {value: 24.15, unit: '%'}}, source: {locator: p. 1}}]"],
        "results[0].metrics.PSNR",
    ),
    (
        "metric.scale",
        [
            "results: [{dataset: CIFAR-10, metrics: {Accuracy: 76.1}, source: {locator: a}}]",
            "results: [{dataset: CIFAR-10, metrics: {Accuracy: 0.76}, source: {locator: a}}]",
        ],
        "results[0].metrics.Accuracy",
    ),
    (
        "result.alike",
        ["results: [{metrics: {mAP: 41.2, AP50: 60}}, {metrics: {AR: 50}}, {metrics: {mAP: 42}}]"],
        "results[2]",
    ),
    ("dataset.misspelt", [TABLE.replace("COCO", "Cityscpaes")], "results[0].dataset.name"),
    ("dataset.misspelt", [TABLE.replace("COCO", "Cityscapse")], "results[0].dataset.name"),
    ("dataset.unknown", [TABLE.replace("COCO", "Shoreline of Ours")], "results[0].dataset.name"),
    (
        "dataset.spelling",
        [TABLE.replace("COCO", "CIFAR-10"), TABLE.replace("COCO", "CIFAR10")],
        "results[0].dataset.name",
    ),
    ("license.unknown", ["license: Apache 2.0"], "license"),
    ("license.unknown", ["license: free for all"], "license"),
    ("authors.joined", ["paper: {authors: 'Mei Lin, Jon Ek'}"], "paper.authors[0]"),
    ("authors.joined", ["paper: {authors: ['M. Lin; J. Ek; A. Ho']}"], "paper.authors[0]"),
    ("authors.joined", ["paper: {authors: 'Mei Lin and Jon Ek'}"], "paper.authors[0]"),
    (
        "authors.joined",
        ["variants: [{id: b, paper: {authors: 'Mei Lin, Jon Ek, Jr., and A. Ho'}}]"],
        "variants[0].paper.authors[0]",
    ),
    ("result.no-source", ["results: [{dataset: COCO, metrics: {mAP: 41.2}}]"], "results[0]"),
    (
        "result.review",
        ["results: [{raw: about forty, review: which split?}]"],
        "results[0].review",
    ),
    ("silence.unknown", ["silence: [link.insecuer]"], "silence[0]"),
]

GOOD: list[list[str]] = [
    [f"abstract: {LONG}", "abstract: Short.", "abstract: Short."],
    ["summary: {en: Therefore the throughput is high., zh: 因此吞吐量高。}"],
    ["summary: {en: ResNet-50 with 25.6M weights., zh: 权重为 2560 万的 ResNet-50。}"],
    ["summary: {en: Two stages and 3 heads., zh: 两个阶段，三个头。}"],
    ["summary: {en: Trained on 1.2 billion pairs., zh: 用 12 亿对样本训练。}"],
    ["summary: {en: Reaches 87 %., zh: 达到 0.87。}"],
    ["summary: {zh: YOLOv4 + CSPNet}", "summary: {en: The 北京 dataset is used by the model.}"],
    ["results: [{raw: {zh: CelebA MS-SSIM=0.28 and some more words in English}}]"],
    ["summary: 'Reads <s> and <mask> where p < 0.05 and `<b>` is code.'"],
    ['description: "# Use\\n\\nKeys: `a`, {b} and :c: `d`. [x](#use), [y](doc:a), ![z](a.svg)"'],
    ["demo: http://localhost:8000/x", "links: ['https://example.org/a_(b)']"],
    ["links: ['https://web.archive.org/web/2024/https://paperswithcode.example/x']"],
    ["paper: papers/seeing.pdf", "code: [../configs/one.py]", "paper: paper.html"],
    ["paper: https://github.com/a/b/blob/main/paper.pdf", "paper: https://github.com/"],
    ["paper: {arxiv: '2004.10934', url: 'https://arxiv.org/pdf/2004.10934v3.pdf'}"],
    ["paper: 'https://example.org/how-we-saw-the-shore-with-cameras'"],
    ["variants: [{id: v, weights: ['https://example.org/a.git'], config: configs/a.py}]"],
    [
        "paper: {title: Seeing the Shore}\ncollection: shore",
        "paper: {title: Seeing the Shore}\ncollection: shore",
    ],
    ["paper: {title: Ice}\nrelated: [e1]", "paper: {title: Ice}"],
    ["code: [https://github.com/zoo/zoo]"] * 5,
    ["results: [{dataset: MNIST, metrics: {Error Rate: 0.23}, source: {locator: a}}]"] * 2
    + ["results: [{dataset: MNIST, metrics: {Error Rate: 12.5}, source: {locator: a}}]"],
    ["results: [{metrics: {SSIM: {value: 91.2, unit: '%'}}, source: {locator: p. 1}}]"],
    ["results: [{metrics: {Made Up: 1234}, source: {locator: p. 1}}]"],
    [
        "demo: https://m\u00fcller.example/a",
        "demo: https://\u043f\u0440\u0438\u043c\u0435\u0440.example/a",
    ],
    ["demo: https://\u767e\u5ea6ai.example/@me", "demo: mailto:me@example.org"],
    ["license: Apache-2.0 OR MIT", "license: mit", "license: LicenseRef-ours"],
    [TABLE.replace("COCO", "WMT14 EN-DE"), TABLE.replace("COCO", "WMT 14 EN-DE")],
    ["silence: [link.insecure, modelzoo.text.glued, 'link.*', related.unknown]"],
]


def entries_of(fields: list[str]) -> list[str]:
    return [
        entry(text, f"e{number}" if len(fields) > 1 else "one")
        for number, text in enumerate(fields)
    ]


# What is written for a licence, and what the advice must hold.
LICENSES = {
    "GPLv3": "“GPL-3.0-only” or “GPL-3.0-or-later”",
    "GNU General Public License v2": "“GPL-2.0-only” or “GPL-2.0-or-later”",
    "GNU LGPL 2.1": "“LGPL-2.1-only” or “LGPL-2.1-or-later”",
    "BSD": "“BSD-2-Clause” or “BSD-3-Clause”",
    "CC-BY-NC": "“CC-BY-NC-4.0”",
    "cc by-sa": "“CC-BY-SA-4.0”",
    "MPL": "“MPL-2.0”",
    "MIT/Apache-2.0": "“MIT OR Apache-2.0”",
    "mit, apache 2": "“MIT OR Apache-2.0”",
    "MIT 或 BSD-3": "“MIT OR BSD-3-Clause”",
    "LicenseRef-非商业用途": "as in LicenseRef-NonCommercial",
    "LicenseRef-My Terms!": "as in LicenseRef-My-Terms",
    "非商业用途": "LicenseRef- with a name of letters from A to Z",
    "mine/yours": "use an id of the SPDX list",
}


@pytest.mark.parametrize("name", LICENSES)
def test_advice_on_a_licence(tmp_path: Path, name: str) -> None:
    (found,) = report_of(tmp_path, entry(f"license: '{name}'"), only=["license.unknown"]).problems
    assert LICENSES[name] in found.hint


@pytest.mark.parametrize(("code", "fields", "place"), BAD)
def test_what_a_rule_finds(tmp_path: Path, code: str, fields: list[str], place: str) -> None:
    report = report_of(tmp_path, *entries_of(fields), only=[code])
    assert [one.code for one in report.problems] == [f"modelzoo.{code}"]
    found = report.problems[0]
    assert found.model == ("one" if len(fields) == 1 else f"e{len(fields) - 1}")
    assert found.field == place
    assert found.severity == RULES[found.code].severity
    assert found.file == "zoo.yaml"
    assert found.message
    line = (tmp_path / "zoo.yaml").read_text(encoding="utf-8").split("\n")[found.line - 1]
    assert 1 <= found.column <= len(line)
    assert line[found.column - 1].strip()


@pytest.mark.parametrize(("code", "fields", "place"), BAD)
def test_nothing_else_of_weight_is_found(
    tmp_path: Path, code: str, fields: list[str], place: str
) -> None:
    """What is wrong in one way is not told in several."""
    others = [
        one
        for one in report_of(tmp_path, *entries_of(fields)).problems
        if one.code != f"modelzoo.{code}" and one.severity != "info"
    ]
    allowed = {"text.contradiction", "text.wrong-language", "duplicate.title"}
    assert {one.code.removeprefix("modelzoo.") for one in others} <= allowed


@pytest.mark.parametrize("fields", GOOD)
def test_what_rules_leave_alone(tmp_path: Path, fields: list[str]) -> None:
    entries = [entry(text, f"e{number}") for number, text in enumerate(fields)]
    report = report_of(tmp_path, *entries)
    found = [str(one) for one in report.problems if one.severity != "info"]
    assert [line for line in found if "related.unknown" not in line] == []


def test_every_rule_is_tested_and_documented() -> None:
    followed = {rule.code for rule in FOLLOWED}  # see test_checks_following
    elsewhere = {"modelzoo.abstract.misplaced", "modelzoo.text.untranslated"}  # below
    elsewhere |= {"modelzoo.own.hides", "modelzoo.own.unused"}  # see cli/test_own_fields
    elsewhere |= {"modelzoo.text.stale", "modelzoo.text.unrecorded"}  # see cli/test_sync
    tested = {f"modelzoo.{code}" for code, _, _ in BAD} | followed | elsewhere
    assert set(RULES) - tested == set(), "add what these rules find to BAD"
    assert tested - set(RULES) == set(), "there are no such rules"
    assert not set(RULES) & set(CODES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.reason.endswith(".")
        assert rule.way_out.endswith(".")
        assert rule.severity in ("error", "warning", "info")


def test_a_missing_translation(tmp_path: Path) -> None:
    both = "summary: {en: It sails., zh: 它会航行。}"
    entries = [entry(both, f"e{number}") for number in range(4)]
    report = report_of(tmp_path, *entries, entry("summary: {en: It flies.}", "odd"))
    assert [(one.code, one.model, one.field) for one in report.problems] == [
        ("modelzoo.text.untranslated", "odd", "summary")
    ]
    assert "“zh”" in report.problems[0].message
    few = report_of(tmp_path, entry(both, "a"), entry("summary: {en: It flies.}", "b"))
    assert few.problems == ()


def test_a_missing_translation_of_any_text_of_an_entry(tmp_path: Path) -> None:
    both = "deprecated: {en: It leaks., zh: 它会漏水。}"
    entries = [entry(both, f"e{number}") for number in range(4)]
    report = report_of(tmp_path, *entries, entry("deprecated: {en: It sinks.}", "odd"))
    assert [(one.code, one.model, one.field) for one in report.problems] == [
        ("modelzoo.text.untranslated", "odd", "deprecated")
    ]


def test_misplaced_abstracts_name_their_owner(tmp_path: Path) -> None:
    abstracts = {
        "Counting Penguins from Satellite Images": "Penguins are counted in satellite images by a "
        "detector that was trained on guano stains. Counting is off by four percent.",
        "Harmonic Drum Synthesis with Oscillators": "Drum sounds are made by banks of harmonic "
        "oscillators whose damping is learned; the synthesis runs on a pocket device.",
        "Reading Medieval Ledgers": "Ledgers written by medieval merchants are transcribed. The "
        "reading order of columns is found first, then abbreviations are expanded.",
        "Folding Laundry with One Arm": "A robot with one arm folds laundry. Corners are grasped "
        "in turn, and folding ends when the outline of the cloth is a rectangle.",
    }
    titles = list(abstracts)
    shifted = [*titles[1:], titles[0]]
    entries = [
        entry(f"paper: {{title: {title}}}\nabstract: {abstracts[other]}", f"e{number}")
        for number, (title, other) in enumerate(zip(titles, shifted, strict=True))
    ]
    report = report_of(tmp_path, *entries)
    assert [one.code for one in report.problems] == ["modelzoo.abstract.misplaced"] * 4
    assert titles[1] in report.problems[0].message
    assert report.problems[0].hint == "entry e1"
    right = [
        entry(f"paper: {{title: {title}}}\nabstract: {abstracts[title]}", f"e{number}")
        for number, title in enumerate(titles)
    ]
    assert report_of(tmp_path, *right).problems == ()


def test_a_glued_word_is_pointed_at(tmp_path: Path) -> None:
    text = "abstract: |\n  We sail.\n  And so onthe next day\n  wesail ofthe coast."
    found = report_of(tmp_path, entry(text)).problems[0]
    assert (found.line, found.column) == (8, 14)
    assert "“onthe”" in found.message
    assert found.hint.startswith("“on the”")


def test_silence_for_an_entry_and_for_all(tmp_path: Path) -> None:
    bad = "demo: http://example.org/a"
    quiet = entry(f"{bad}\nsilence: [link.insecure]", "quiet")
    loud = entry(bad.replace("/a", "/b"), "loud")
    assert [one.model for one in report_of(tmp_path, quiet, loud).problems] == ["loud"]
    for name in ("link.insecure", "modelzoo.link.insecure", "'link.*'", "'*'"):
        head = f"{HEAD}silence: [{name}]\n"
        assert report_of(tmp_path, quiet, loud, head=head).problems == ()
    assert report_of(tmp_path, quiet, loud, silence=["link.insecure"]).problems == ()


def test_a_silenced_rule_that_there_is_not(tmp_path: Path) -> None:
    report = report_of(tmp_path, entry("tags: [a]"), head=f"{HEAD}silence: [link.insecuer]\n")
    assert [(one.code, one.model, one.file) for one in report.problems] == [
        ("modelzoo.silence.unknown", "", "zoo.yaml")
    ]
    assert "link.insecure" in report.problems[0].hint
    with pytest.raises(ProblemError, match=r"link\.insecure"):
        expand(["link.insecuer"], RULES)


def test_errors_of_the_schema_cannot_be_silenced(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry("nonsense: 1"), head=f"{HEAD}silence: ['*']\n")
    catalog = load_catalog("zoo.yaml", tmp_path, registry=CHECKS)
    report = check(catalog, root=tmp_path, silence=["*"])
    assert [one.code for one in report.problems] == ["modelzoo.field.unknown"]


def test_problems_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write_catalog(
            tmp_path,
            entry("demo: http://example.org/1\nlicense: none of yours", f"{name}1"),
            entry("nonsense: 1", f"{name}2"),
            entry("license: mine", f"{name}3"),
            name=f"{name}.yaml",
        )
    catalog = load_catalog(["b.yaml", "a.yaml"], tmp_path, registry=CHECKS)
    found = [(one.file, one.line) for one in check(catalog, root=tmp_path).problems]
    assert found == sorted(found, key=lambda place: (place[0] != "b.yaml", place[1]))
    assert len(found) == 8


def test_entries_in_odd_layouts_are_located(tmp_path: Path) -> None:
    path = tmp_path / "zoo.yaml"
    path.write_text(
        "models: [{id: a, name: A, license: mine},\n  {id: b, name: B,\n   license: yours}]\n",
        encoding="utf-8",
    )
    problems = check(load_catalog("zoo.yaml", tmp_path, registry=CHECKS), root=tmp_path).problems
    assert [(one.model, one.line, one.column) for one in problems] == [("a", 1, 36), ("b", 3, 13)]
    path.write_text("id: a\nname: A\nlicense: mine\n", encoding="utf-8")
    problems = check(load_catalog("zoo.yaml", tmp_path, registry=CHECKS), root=tmp_path).problems
    assert [(one.model, one.line, one.column) for one in problems] == [("a", 3, 10)]
    path.write_text(
        "models:\n- &x\n  id: a\n  name: A\n  demo: &d {url: 'http://example.org/'}\n"
        "- id: b\n  name: B\n  demo: *d\ntitle: T\n",
        encoding="utf-8",
    )
    problems = check(load_catalog("zoo.yaml", tmp_path, registry=CHECKS), root=tmp_path).problems
    assert [(one.model, one.line) for one in problems] == [("a", 5), ("b", 5)]


def test_findings_in_any_order_are_located(tmp_path: Path) -> None:
    """Files are opened one at a time, whichever of them a finding is in."""
    for name, head in (("a", HEAD), ("b", f"# two\n# lines\n{HEAD}")):
        entries = [entry("license: mine", f"{name}-{number}") for number in range(3)]
        write_catalog(tmp_path, *entries, name=f"{name}.yaml", head=head)
    (tmp_path / "c.yaml").write_text("models: [{id: c, name: C, license: yours}]\n", "utf-8")
    catalog = load_catalog("*.yaml", tmp_path, registry=CHECKS)
    report = check(catalog, root=tmp_path, only=["license.unknown"])
    places = [(one.file, one.model, one.line, one.column) for one in report.problems]
    assert places == [
        *(("a.yaml", f"a-{number}", 6 + 3 * number, 14) for number in range(3)),
        *(("b.yaml", f"b-{number}", 8 + 3 * number, 14) for number in range(3)),
        ("c.yaml", "c", 1, 36),
    ]
    mixed = [report.findings[place] for place in (4, 0, 6, 2, 1, 5, 3)]
    assert locate(catalog, mixed, tmp_path) == [
        report.problems[place] for place in (4, 0, 6, 2, 1, 5, 3)
    ]
    sources = Sources(catalog)
    for one in mixed:
        _, model, *place = next(found for found in places if found[1] == one.model)
        assert sources.locate(model, ("license",)) == tuple(place)
        file = catalog.origin(one.model).file
        lines = file.read_text(encoding="utf-8").split("\n")
        assert [sources.line(file, at + 1) for at in range(len(lines))] == lines
        assert sources.line(file, 0) == sources.line(file, len(lines) + 1) == ""


def test_links_that_cannot_be_taken_apart(tmp_path: Path) -> None:
    """A malformed host must not stop the check: the schema refuses it at its place."""
    links = ["'http://[::1'", "'https://example.org:99999999/a'", "'https://exa[mple.org/'"]
    fields = [f"paper: {link}\ncode: [{link}]\ndemo: {link}" for link in links]
    write_catalog(tmp_path, *entries_of(fields))
    report = check(load_catalog("zoo.yaml", tmp_path, registry=CHECKS), root=tmp_path)
    refused = [one for one in report.problems if one.code == "modelzoo.link.malformed"]
    assert len(refused) == 9
    assert all(one.line > 1 and one.column > 1 for one in refused)


def test_reversed_text_in_the_head_of_a_file(tmp_path: Path) -> None:
    head = (
        'title: "Our \\u202E zoo"\n'
        'fields:\n  note: {type: text, labels: {en: Note, zh: "\\u2067注"}}\n'
        'tasks: [{id: a-b, en: "A \\u2066b"}]\n'
        'presets: {short: {columns: [name, {params: {en: "Si\\u202Dze"}}]}}\n'
        "models:\n- {id: a, name: A}\n"
    )
    (tmp_path / "models.yaml").write_text(head, encoding="utf-8")
    catalog = load_catalog("models.yaml", tmp_path, registry=CHECKS)
    assert catalog.problems == ()
    found = [one for one in check(catalog).problems if one.code == "modelzoo.text.bidi"]
    assert [(one.line, one.model) for one in found] == [(1, ""), (3, ""), (4, ""), (5, "")]
