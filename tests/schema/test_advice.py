"""The advice of errors: whoever follows it has a catalog that is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.schema.head import Head
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.near_values import folded, other_names
from sphinx_modelzoo.schema.shape import Field, records_in, shape_of, short_form
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog

QUOTES = "curly or full-width quotes do not quote"
FIGURE = "results: [{dataset: COCO, metrics: {mAP: %s}}]"

# The fields of an entry, and what the advice must hold.
ENTRIES = {
    # What a Chinese keyboard leaves
    FIGURE % "５１.４": "full-width digits “５”: write 51.4",
    FIGURE % "41。2": "write 41.2",
    FIGURE % "“41.2”": f"{QUOTES}: write 41.2",
    "results: [{dataset: COCO, metrics: {mAP：41.2}}]": "full-width colon: write mAP: 41.2",
    "results: [{dataset: COCO，metrics: {mAP: 41.2}}]": "“，” is a full-width comma",
    "results: [{dataset: COCO; metrics: {mAP: 41.2}}]": "“;” is a semicolon",
    "results: 【{dataset: COCO}】": "“【” is a full-width bracket: write “[”",
    "results: ［{dataset: COCO}］": "“［” is a full-width bracket: write “[”",
    "results: ｛dataset: COCO｝": "“｛” is a full-width bracket: write “{”",
    "results：[{dataset: COCO}]": "“：” is a full-width colon",
    "summary：text": "“：” is a full-width colon",
    "summary: {en：text}": "full-width colon: write en: text",
    "paper: {title: “A: B”}": QUOTES,
    "paper: {title: “A”，year: 2020}": "“，” is a full-width comma",
    "paper: {year: “2020”}": f"{QUOTES}: write 2020",
    "paper: {year: ２０２０}": "full-width digits “２”: write 2020",
    "paper: {arxiv: ２００４.10934}": 'write "2004.10934"',
    'paper: {arxiv: "2004。10934"}': 'write "2004.10934"',
    'paper: {arxiv: "2004.10934，"}': 'write "2004.10934"',
    'paper: {doi: "10．1109/5.771073"}': 'write "10.1109/5.771073"',
    "weights: https：//host.org/x": 'full-width colon “：”: write "https://host.org/x"',
    "weights: https:／／host.org/x": 'write "https://host.org/x"',
    "added: ２０２１-12-31": 'full-width digits “２”: write "2021-12-31"',
    "params: ５２M": 'full-width digits “５”: write "52M"',
    "id: “b”": f'{QUOTES}: write "b"',
    "related: [“b”]": f'{QUOTES}: write "b"',
    "license: MIT\n\u3000tags: [a]": "full-width or no-break space",
    "deprecated: 是": "write true",
    "deprecated: 否": "write false",
    'deprecated: "no"': "write false",
    "summary_zh: 文本": "write summary: {zh: …}",
    "description-en: text": "write description: {en: …}",
    "images: [{src: a.svg, alt: b, caption_cn: 图}]": "write caption: {zh: …}",
    # Numbers
    FIGURE % '"41.2"': "write it without quotes: 41.2",
    FIGURE % '"41,2"': "write 41.2",
    FIGURE % "41.2%": 'write {value: 41.2, unit: "%"}',
    FIGURE % '"＞ 41.2"': 'write {value: 41.2, comparator: ">"}',
    FIGURE % "≥41.2%": 'write {value: 41.2, unit: "%", comparator: ">="}',
    FIGURE % "12 ms": 'write {value: 12, unit: "ms"}',
    FIGURE % "null": "remove the field",
    FIGURE % "{value: 1, comparator: ≥}": "did you mean “>=”?",
    FIGURE % "{value: 1, comparator: 大于}": "did you mean “>”?",
    'paper: {year: "2020"}': "write it without quotes: 2020",
    "paper: {year: 2020年}": "write 2020",
    "paper: {year: 20200}": "at most 2100",
    "flops: 17.3 GFLOPs": 'write "17.3G"',
    "params: 5230万": 'write "52.3M"',
    "params: 1.2亿": 'write "120M"',
    "params: 约5230万个参数": 'write "52.3M"',
    "params: 52.3 million": 'write "52.3M"',
    "params: 7 billion parameters": 'write "7B"',
    "params: ~52M": 'write "52M"',
    'params: "25,6M"': 'write "25.6M"',
    "params: a lot": '"25.6M"',
    "weights: {url: x, size: 97.8兆}": 'write "97.8 MB"',
    'weights: {url: x, size: "97,8 MB"}': 'write "97.8 MB"',
    "weights: {url: x, size: 97 megabytes}": 'write "97 MB"',
    # Dates
    "added: 2021年12月31日": 'write "2021-12-31"',
    "added: 2021/12/31": 'write "2021-12-31"',
    "added: 31.12.2021": 'write "2021-12-31"',
    "updated: 20211231": 'write "2021-12-31"',
    'updated: "2021-1-5"': 'write "2021-01-05"',
    # Ids, sums and addresses
    "paper: {arxiv: 2004.10930}": 'arxiv: "2004.10930"',
    "paper: {arxiv: 'arXiv 2004.10934 [cs.CV]'}": 'write "2004.10934"',
    'paper: {doi: "see doi.org/10.1109/5.771073"}': 'write "10.1109/5.771073"',
    f'weights: {{url: x, sha256: "sha256:{"ab" * 32}"}}': f'write "{"ab" * 32}"',
    f'weights: {{url: x, md5: "md5:{"ab" * 16}"}}': f'write "{"ab" * 16}"',
    "code: git@github.com:org/repo.git": 'write "https://github.com/org/repo"',
    "code: http:/host.org/x": 'write "http://host.org/x"',
    "code: //host.org/x": 'write "https://host.org/x"',
    "code: '[text](https://host.org/x)'": 'write "https://host.org/x"',
    "code: <https://host.org/x>": 'write "https://host.org/x"',
    "config: configs\\a.yml": 'write "configs/a.yml"',
    "config: a b.yml": 'write "a%20b.yml"',
    "weights: https://a.org/x，https://a.org/y": "write one link",
    "base_model: acme/tiny": "https://huggingface.co/acme/tiny",
    # Languages
    "languages: [中文, en]": 'write "zh"',
    "languages: [chinees]": "did you mean “zh”?",
    "languages: [no]": 'put it in quotes: "no"',
    # Tasks
    "tasks: [图象分类]": "did you mean “image-classification” (图像分类)?",
    "tasks: [圖像分類]": "did you mean “image-classification” (图像分类)?",
    "tasks: [目标检侧]": "did you mean “object-detection” (目标检测)?",
    "tasks: [机器翻议]": "did you mean “translation” (机器翻译)?",
    "tasks: [实列分割]": "did you mean “instance-segmentation” (实例分割)?",
    "tasks: [image clasification]": "did you mean “image-classification”?",
    # Names of fields and choices
    "task: [object-detection]": "did you mean “tasks”?",
    "任务: [object-detection]": "did you mean “tasks”?",
    "标签: [a]": "did you mean “tags”?",
    "keywords: [a]": "did you mean “tags”?",
    "论文链接: https://host.org": "did you mean “paper”?",
    "参数量: 52M": "did you mean “params”?",
    "parameters: 52M": "did you mean “params”?",
    "License: MIT": "did you mean “license”?",
    "licence: MIT": "did you mean “license”?",
    "github: https://host.org": "did you mean “code”?",
    "quick-start: https://host.org": "did you mean “code”?",
    "下载地址: https://host.org": "did you mean “weights”?",
    "language: zh": "did you mean “languages”?",
    "author: [A]": "“authors” belongs in “paper”",
    "year: 2020": "“year” belongs in “paper”",
    "dataset: COCO": "“dataset” belongs in “results”",
    "results: [{指标: {mAP: 1}}]": "did you mean “metrics”?",
    "results: [{tags: [a]}]": "“tags” belongs one level up",
    "results: [{mAP: 41.2}]": "belongs in “metrics”: {mAP: 41.2}",
    "code: {url: x, kind: quickstart}": "did you mean “quick-start”?",
    "code: {url: x, kind: 快速开始}": "did you mean “quick-start”?",
    "base_model: {model: a, relation: 量化}": "did you mean “quantized”?",
    # Right values of another field, or of two, or without a part
    "name: {en: Heron-S, zh: 苍鹭-S}": "write name: Heron-S, and aliases: [苍鹭-S]",
    "name_zh: 苍鹭": "write aliases: [苍鹭]",
    "variants: [{id: b, name: {zh: 苍鹭}}]": "write name: 苍鹭, and aliases",
    "中文名: 苍鹭": "did you mean “aliases”?",
    "paper: {venue: {en: CVPR, zh: 会议}}": "write venue: CVPR",
    "results: [{dataset: {en: COCO}, metrics: {mAP: 1}}]": "write dataset: COCO",
    "paper: {year: CVPR 2020}": "write year: 2020, and venue: CVPR",
    "paper: {year: 2020年 计算机学报}": "write year: 2020, and venue: 计算机学报",
    "paper: {year: March 2020}": "write 2020",
    FIGURE % "41.2 (ours)": "write 41.2; a remark",
    FIGURE % "41.2（本文）": "write 41.2; a remark",
    "released: 2021年3月": "“added” is the day",
    "发布日期: 2021-03-05": "“added” is the day",
    "results: {COCO: {mAP: 41.2}}": "write [{dataset: COCO, metrics: {mAP: 41.2}}]",
    "results: {mAP: {COCO: 41.2}}": "write [{dataset: COCO, metrics: {mAP: 41.2}}]",
    "results: [{COCO: 41.2}]": "write dataset: COCO, metrics: {…: 41.2}",
    "accuracy: 95": "results: [{dataset: …, metrics: {accuracy: 95}}]",
    "准确率: 95.1%": '{准确率: {value: 95.1, unit: "%"}}',
    "input_size: 640*640": "conditions: {input_size: 640x640}",
    "official: Yes please": "fields: {official: {type: text}}",
    "gpus: 8": "extra: {gpus: 8}, and is declared at the top of the file: fields: {gpus: {type",
    "framework: pytorch 2.0": "write code: [{url: …, framework: pytorch 2.0}]",
    "size: 420 MB": "write weights: [{url: …, size: 420 MB}]",
    "venue: CVPR": "write paper: {venue: CVPR}",
    'paper: {doi: "DOI: 10.1/x"}': "as on the page of the paper",
    "license: [mit, Apache-2.0]": "write one SPDX expression: MIT OR Apache-2.0",
    "flops: 4.1 GMACs": 'write "4.1G": a multiply-add',
    "params: 43 MB": 'size: "43 MB"}; a count is written "43M"',
    "updated: 03/15/2021": 'write "2021-03-15"',
    "updated: March 2021": "the day is missing: write 2021-03-DD",
    "added: 2021年3月": "the day is missing: write 2021-03-DD",
    "added: 2021": "month and day are missing: write 2021-MM-DD",
    f'weights: {{url: x, sha256: "{"ab" * 16}"}}': f'write md5: "{"ab" * 16}"',
    f'weights: {{url: x, md5: "{"AB" * 32}"}}': f'write sha256: "{"ab" * 32}"',
    f'weights: {{url: x, md5: "{"ab" * 20}"}}': "it has 40 digits",
    "languages: 中文/英文": "separate them with commas: zh, en",
    "languages: English and German": "separate them with commas: en, de",
}
# What advice must not claim, of values that are nearly of the kinds above.
SILENT = {
    "paper: {year: 2019-2020}": "write 20",
    "updated: 13/14/2021": 'write "',
    "updated: 03/04/2021": "03-04",
    "gpus: {a: 8}": "extra: {gpus: {",
    "results: [{mAP: 41.2}]": "is a dataset",
    "license: [mine, yours]": "SPDX expression: mine",
    "variants:\n    - id: b\n   - id: c": "models:",
    "languages: [klingon/elvish]": "commas",
    "weights: {url: x, md5: 12345678901234567890}": "digits;",
}

# A whole file, and what the advice must hold.
FILES = {
    "models：\n  - id: a\n    name: A\n": "“：” is a full-width colon",
    "models:\n  - id：a\n    name: A\n": "“：” is a full-width colon",
    "models:\n  － id: a\n    name: A\n": "“－” does not begin an item: write “- ”",
    "models:\n— id: a\n  name: A\n": "“—” does not begin an item: write “- ”",
    "models:\n  - id: a\n\u3000\u3000name: A\n": "full-width or no-break space",
    "schema_version: １\nmodels: [{id: a, name: A}]\n": "full-width digits “１”: write 1",
    'schema_version: "1"\nmodels: [{id: a, name: A}]\n': "write it without quotes: 1",
    "schema_version: 1\n- id: a\n  name: A\n": "write “models:” on the line above",
    "language: en\n# All\n  - {id: a, name: A}\n": "write “models:” on the line above",
    "models: [{id: a, name: YOLOv4: Optimal}]\n": "“: ” inside a text without quotes",
    "models: [{id: a, name: My YOLO: Optimal}]\n": "a text with “: ” needs quotes",
    "models: [{id: a, name: A B license: MIT}]\n": "or a missing comma",
    "model: [{id: a, name: A}]\n": "did you mean “models”?",
    "fields: {t: {type: 数字}}\nmodels: [{id: a, name: A}]\n": "did you mean “number”?",
    "fields: {t: {facet: 是}}\nmodels: [{id: a, name: A}]\n": "write true",
    "fields: {t: {type: date}}\nmodels: [{id: a, name: A, extra: {t: 2021/12/31}}]\n": (
        'write "2021-12-31"'
    ),
}


def load(folder: Path, text: str) -> Catalog:
    (folder / "models.yaml").write_text(text, encoding="utf-8")
    return load_catalog("models.yaml", folder)


def advice(folder: Path, text: str) -> str:
    problems = load(folder, text).problems
    assert problems, text
    return "\n".join(problem.text for problem in problems)


@pytest.mark.parametrize("entry", ENTRIES)
def test_advice_for_an_entry(tmp_path: Path, entry: str) -> None:
    own_id = "" if entry.startswith("id:") else "    id: a\n"
    name = "" if entry.startswith("name:") else "name: A\n"
    lines = "".join(f"    {line}\n" for line in entry.split("\n"))
    text = f"models:\n  - x-: 0\n{name and f'    {name}'}{own_id}{lines}".replace(
        "    \u3000", "\u3000\u3000"
    )
    assert ENTRIES[entry] in advice(tmp_path, text)


@pytest.mark.parametrize("entry", SILENT)
def test_advice_does_not_guess(tmp_path: Path, entry: str) -> None:
    assert SILENT[entry] not in advice(tmp_path, f"models:\n  - id: a\n    name: A\n    {entry}\n")


@pytest.mark.parametrize("text", FILES)
def test_advice_for_a_file(tmp_path: Path, text: str) -> None:
    assert FILES[text] in advice(tmp_path, text)


def test_there_are_many() -> None:
    assert len(ENTRIES) + len(FILES) >= 90


# A wrong value of each kind of field, by the words that the manual has for it.
WRONG: dict[str, tuple[Any, str]] = {
    "id": ("A b", "“a-b”"),
    "string": (5, 'put it in quotes: "5"'),
    "name": ("1 x", "letter"),
    "text": ({"en": 5}, 'put it in quotes: "5"'),
    "true or false or text": ({"en": 5}, 'put it in quotes: "5"'),
    "true or false": ("是", "write true"),
    "address": ("http:/host.org/x", 'write "http://host.org/x"'),
    "id or address": ("acme/tiny", "https://huggingface.co/acme/tiny"),
    "count": ("5230万", 'write "52.3M"'),
    "file size": ("97.8兆", 'write "97.8 MB"'),
    "number": ("４１.２", "write 41.2"),
    "whole number": ("２０２０", "write "),
    "string or number": ([1], "expected text"),
    "text or number": ({"en": 5}, 'put it in quotes: "5"'),
    "date": ("2021/12/31", 'write "2021-12-31"'),
    "version": (3.1, "put it in quotes: "),
    "arXiv id": ("2004．10934", 'write "2004.10934"'),
    "DOI": ("10．1109/5.771073", 'write "10.1109/5.771073"'),
    "language": ("日文", 'write "ja"'),
    "SHA-256 sum": (f"sha256:{'ab' * 32}", f'write "{"ab" * 32}"'),
    "MD5 sum": (f"md5:{'ab' * 16}", f'write "{"ab" * 16}"'),
    "choice": ("-", "use one of"),
    "options of a table": (5, "write x: {name: value}"),
}


def fields_of(cls: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Field]]:
    """Yield every field that a class leads to, with the keys in the data; variants only once."""
    for field in shape_of(cls).values():
        steps = {"mapping": (field.name, "x"), "": (field.name,)}
        here = (*path, *steps.get(field.many, (field.name, 0)))
        if field.name != "extra":
            yield here, field
        if field.record is not None and field.name != "variants":
            yield from fields_of(field.record, here)


def nested(path: tuple[Any, ...], value: Any) -> Any:
    for key in reversed(path):
        value = [value] if key == 0 else {key: value}
    return value


EVERY = [(cls, path, field) for cls in (Model, Head) for path, field in fields_of(cls)]


@pytest.mark.parametrize(
    ("cls", "path", "field"), EVERY, ids=[".".join(map(str, path)) for _, path, _ in EVERY]
)
def test_every_field_has_advice(
    tmp_path: Path, cls: Any, path: tuple[Any, ...], field: Field
) -> None:
    value, words = WRONG.get(field.words, (5, ""))
    if field.words == "metric":
        value, words = "４１", "write 41"
    elif field.words == "valueentry":
        value, words = {}, "missing field “id”"
    elif field.record is not None:
        value, words = ("x\x01", "U+0001") if short_form(field.record) else (5, "write {")
    if path == ("schema_version",):
        value, words = "１", "write 1"
    elif path == ("format",):
        words = "expected sphinx-modelzoo/1"
    entry = {"id": "a", "name": "A"}
    data: dict[str, Any] = {"models": [entry | nested(path, value) if cls is Model else entry]}
    data |= nested(path, value) if cls is Head else {}
    said = advice(tmp_path, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    assert words in said
    assert field.words in WRONG or field.record is not None


def test_other_names_are_of_fields_and_choices() -> None:
    classes = [cls for root in (Model, Head) for cls in records_in(root)]
    names = {name for cls in classes for name in shape_of(cls)}
    choices = {one for cls in classes for field in shape_of(cls).values() for one in field.choices}
    for kind, known in (("fields", names), ("choices", choices)):
        for name in known:
            meant = other_names(kind, folded(name))
            assert all(one in known for one in meant)


@pytest.mark.parametrize(
    "text",
    ["分割，骨干", "分割、骨干", "分割, 骨干", "[分割, 骨干]", "[分割，骨干]", "[分割；骨干]"],
)
def test_words_between_commas_are_several(tmp_path: Path, text: str) -> None:
    catalog = load(tmp_path, "models: [{id: a, name: A}]\n".replace("}", f', tags: "{text}"}}'))
    if text.startswith("["):
        catalog = load(tmp_path, f"models:\n  - {{id: a, name: A, tags: {text}}}\n")
    assert catalog.problems == ()
    assert catalog.entries[0].model.tags == ("分割", "骨干")


def test_a_comma_may_be_part_of_an_author(tmp_path: Path) -> None:
    text = 'models:\n  - {id: a, name: A, paper: {authors: "%s"}}\n'
    for given, expected in {"张三、李四": ("张三", "李四"), "Doe, Jane": ("Doe, Jane",)}.items():
        paper = load(tmp_path, text % given).entries[0].model.paper
        assert paper is not None
        assert paper.authors == expected


def test_a_misspelt_command() -> None:
    result = CliRunner().invoke(main, ["chek"])
    assert result.exit_code == 2
    assert "unknown command “chek” (did you mean “check”?)" in result.output


@pytest.mark.parametrize(
    ("body", "rows", "words"),
    [
        (':filter: "ImageNet" in datasets\n', 0, ""),
        (':filter: "object-detection" in tasks\n:limit: 1\n', 1, ""),
        (":filter: 'a\n", 0, "unclosed quote"),
        ('---\nfilter: "ImageNet" in datasets\n---\n', 0, "invalid YAML"),
    ],
)
def test_a_myst_fence_never_shows_the_whole_zoo(
    tmp_path: Path, body: str, rows: int, words: str
) -> None:
    pytest.importorskip("myst_parser")
    project = Project(tmp_path, {"index.md": f"# Zoo\n\n```{{modelzoo}}\n{body}```\n"})
    built = project.build(extensions=["myst_parser", "sphinx_modelzoo"])
    assert built.text("index.html").count("data-model=") == rows
    assert words in built.warnings


FENCE = '```{modelzoo}\n:filter: "ImageNet" in datasets\n```\n'


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: Zoo\nauthor: One\n---\n\n# Zoo\n\nWords.\n\n{FENCE}",
        "# Zoo\n\n- item\n\n" + "".join(f"  {line}\n" for line in FENCE.splitlines()),
        "# Zoo\n\n" + "".join(f"> {line}\n" for line in FENCE.splitlines()),
        f"# Zoo\n\n````{{note}}\n{FENCE}````\n",
        "# Zoo\n\n```{include} part.txt\n```\n",
    ],
    ids=["front matter", "list", "quote", "note", "included"],
)
def test_nor_does_one_inside_something_else(tmp_path: Path, text: str) -> None:
    pytest.importorskip("myst_parser")
    project = Project(tmp_path, {"index.md": text, "part.txt": f"Part\n\n{FENCE}"})
    built = project.build(extensions=["myst_parser", "sphinx_modelzoo"])
    assert "data-model=" not in built.text("index.html")
    assert "Invalid options format" in built.warnings
