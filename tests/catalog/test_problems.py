"""Everything that can be wrong with a catalog is told: where, with which code, and the way out."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.problems import catalog_codes, messages
from sphinx_modelzoo.problems.codes import CODES
from sphinx_modelzoo.problems.messages import Problem, nearest

GOOD = "  - {id: good, name: Good}\n"
ENTRY = f"models:\n{GOOD}  - id: a\n    name: A\n"


class Case(NamedTuple):
    """A text, and what is said about it: ``code:line:column`` and words of the message.

    ``left`` are the entries that are read nevertheless: by default the sound one, and the entry
    of which a part is wrong.
    """

    text: str | bytes
    told: str
    words: str
    left: str | None = None

    @property
    def kept(self) -> list[str]:
        if self.left is None:
            part = isinstance(self.text, str) and self.text.startswith(ENTRY)
            return ["good", "a"] if part else ["good"]
        return self.left.split()


def bomb(start: str) -> str:
    """Fields that each hold the one before nine times; ``&a`` is the first."""
    names = "abcdefghi"
    pairs = itertools.pairwise(names)
    return "".join(f"{start}{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairs)


CASES = {
    # YAML
    "syntax": Case(f"models:\n{GOOD}  - id: a\n    name: A: b\n  - {{id: c, name: C}}\n",
                   "yaml.syntax:4:12", "put the text in quotes", "good c"),
    "open quote": Case(f'models:\n  - id: a\n    name: "A\n{GOOD}  - {{id: b, name: "B"}}\n',
                       "yaml.syntax:3:11", "add the closing quote", "good b"),
    "open bracket": Case(f"models:\n  - id: a\n    tags: [x, y\n    name: A\n{GOOD}",
                         "yaml.syntax:4:9", "unclosed “[”, or a missing comma"),
    "bracket to the end": Case(f"models:\n{GOOD}  - id: a\n    name: A\n    tags: [x, y\n",
                               "yaml.syntax:5:11", "unclosed “[”", "good"),
    "one entry after another": Case("models:\n  - id: a: b\n  - id: c: d\n" + GOOD,
                                    "yaml.syntax:2:10 yaml.syntax:3:10", "quotes"),
    "a broken head": Case(f"title: a: b\nmodels:\n{GOOD}", "yaml.syntax:1:9", "quotes"),
    "a broken tail": Case(f"models:\n{GOOD}title: a: b\n", "yaml.syntax:3:9", "quotes"),
    "a field too far left": Case(f"{ENTRY}   summary: x\n", "yaml.syntax:5:4",
                                 "this field is in another column", "good"),
    "a field too far right": Case("models:\n  - id: a\n     name: A\n" + GOOD,
                                  "yaml.syntax:3:10", "start in the same column, or put"),
    "a full-width colon": Case(f"models:\n  - id: a\n    name：A\n{GOOD}",
                               "yaml.syntax:3:5", "write “: ”, a plain colon"),
    "only full-width colons": Case(f"models:\n  - id： a\n    name： A\n{GOOD}",
                                   "catalog.shape:2:5", "write “: ”, a plain colon"),
    "no space after the colon": Case(f"models:\n  - id: a\n    name:A\n{GOOD}",
                                     "yaml.syntax:3:5", "add a space after"),
    "full-width quotes": Case(f"models:\n  - {{id: a, name: “A: B, C”}}\n{GOOD}",
                              "yaml.syntax:2:21", "do not quote"),
    "full-width spaces": Case(
        f"models:\n{GOOD}  - id: a\n\u3000\u3000name: A\n  - {{id: b, name: B}}\n",
        "field.missing:3:5 yaml.syntax:5:8", "on line 4: the line begins with a full-width"),
    "a Windows path": Case(f'{ENTRY}    code: ["C:\\Users\\me"]\n',
                           "yaml.syntax:5:12", "as for a Windows path", "good"),
    "a table of Markdown": Case("| a | b |\n|---|---|\n", "yaml.syntax:1:3", "modelzoo import",
                                ""),
    "a list where one mapping stands": Case(
        f"{ENTRY}    paper:\n      - title: X\n", "type:6:7", "without “- ” or brackets: {title"),
    "text where a mapping stands": Case(f"{ENTRY}    images: [a.png]\n", "type:5:14",
                                        "write {src: …, alt: …, caption: …, dark: …}"),
    "figures beside their mapping": Case(
        f"{ENTRY}    results: [{{dataset: COCO, top: 41.2}}]\n    variants: x\n",
        "field.unknown:5:31 type:6:15", "a figure belongs in “metrics”: {top: 41.2}"),
    "figures as text": Case(f"{ENTRY}    results: [{{dataset: COCO, metrics: mAP=41.2}}]\n",
                            "type:5:40", "write metrics: {name: value}"),
    "backslash": Case(f'models:\n{GOOD}  - {{id: a, name: "\\q"}}\n',
                      "yaml.syntax:3:20", "single quotes"),
    "at sign": Case(f"models:\n{GOOD}  - id: a\n    name: @a\n", "yaml.syntax:4:11", "“@”"),
    "tab": Case(f"{ENTRY}\tsummary: x\n", "yaml.tab:5:1", "indent with spaces", "good"),
    "tab after hyphen": Case(f"models:\n{GOOD}  -\tid: a\n", "yaml.tab:3:4", "spaces"),
    "twice": Case(f"{ENTRY}    name: B\n", "yaml.duplicate-key:5:5",
                  "duplicate field “name” (the first one is on line 4"),
    "twice, deep": Case(f"{ENTRY}    results:\n    - metrics: {{m: 1, m: 2}}\n",
                        "yaml.duplicate-key:6:23", "results[0].metrics.m"),
    "twice at the top": Case(f"title: a\nmodels:\n{GOOD}title: b\n", "yaml.duplicate-key:4:1",
                             "the first one is on line 1"),
    "models twice": Case(f"models:\n{GOOD}models:\n  - {{id: b, name: B}}\n",
                         "yaml.duplicate-key:3:1", "line 1"),
    "documents": Case(f"models:\n{GOOD}---\nmodels: []\n", "yaml.documents:3:1", "one document"),
    "deep flow": Case(f"models:\n{GOOD}  - {'[' * 50_000}\n", "yaml.depth:3:64", "nested"),
    "deep block": Case(
        f"{ENTRY}" + "".join(f"{' ' * (4 + n)}a:\n" for n in range(3000)),
        "yaml.depth:64:64", "fewer than ten", "good"),
    "fairly deep": Case(f"models:\n{GOOD}  - {{id: a, name: A, x: {'[' * 80}{']' * 80}}}\n",
                        "field.unknown:3:22 yaml.depth:3:84", "too deep", "good a"),
    "deep aliases": Case(
        "x-0: &a0 [x]\n" + "".join(f"x-{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 90))
        + f"models:\n{GOOD}", "yaml.depth:58:7", "too deep"),
    "bomb in the head": Case(
        "x-a: &a [l, l, l, l, l, l, l, l, l]\n"
        + bomb("x-")
        + f"models:\n{GOOD}", "yaml.alias:4:6", "expand"),
    "bomb in an entry": Case(
        f"{ENTRY}    x-a: &a [l, l, l, l, l, l, l, l, l]\n"
        + bomb("    x-"),
        "*yaml.alias:8:10", "expand"),
    "bomb of one long text": Case(
        f"x-a: &a {'long ' * 20_000}\nx-b: [{', '.join(['*a'] * 5000)}]\nmodels:\n{GOOD}",
        "yaml.alias:1:6", "expand"),
    "circle": Case(f"models:\n{GOOD}  - id: a\n    name: &x [*x]\n", "yaml.alias:4:11",
                   "recursive alias"),
    "no anchor": Case(f"models:\n{GOOD}  - id: a\n    name: *foo\n", "yaml.alias:4:11", "quotes"),
    "anchors of the head, and a broken entry": Case(
        f"x-d: &d {{license: MIT}}\nmodels:\n{GOOD}  - <<: *d\n    id: a\n    name: A\n"
        "  - id: b: c\n  - {id: c, name: *nope}\n",
        "yaml.syntax:7:10 yaml.alias:8:19", "quotes", "good a"),
    "anchor of a broken entry": Case(
        f"models:\n{GOOD}  - {{id: a, name: &n A}}\n  - id: b: c\n", "yaml.syntax:4:10", "",
        "good a"),
    "one anchor in two entries": Case(
        "models:\n  - {id: a, name: &n A, publisher: *n}\n  - {id: b, name: &n B, publisher: *n}\n",
        "yaml.alias:3:19", "the first one is on line 2: rename", "a b"),
    "python": Case(f"models:\n{GOOD}  - id: a\n    name: !!python/object/apply:os.system [x]\n",
                   "yaml.tag:4:11", "!!python/object/apply:os.system"),
    "set": Case(f"{ENTRY}    tags: !!set {{x}}\n    params: !mine 5\n",
                "yaml.tag:5:11 yaml.tag:6:13",
                "“!mine”"),
    "merge of no mapping": Case(f"models:\n{GOOD}  - <<: 5\n    id: a\n    name: A\n",
                                "yaml.key:3:9", "<<: *anchor", "good a"),
    "merge twice": Case(f"x-d: &d {{license: MIT}}\nmodels:\n{GOOD}  - {{<<: *d, <<: *d, id: a, "
                        "name: A}\n", "yaml.duplicate-key:4:14", "“<<”", "good a"),
    "collection as a name": Case(f"models:\n{GOOD}  - {{id: a, name: A, [x]: y}}\n",
                                 "yaml.key:3:22", "use a word", "good a"),
    "huge number": Case(f"{ENTRY}    params: {'1' * 5000}\n    flops: 0x{'f' * 5000}\n",
                        "yaml.value:5:13 yaml.value:6:12", "a number of 5000 characters"),
    "30 February": Case(f"{ENTRY}    added: 2021-02-30\n", "yaml.value:5:12", "2021-02-30"),
    "no time": Case(f"{ENTRY}    added: 2021-01-01T99:00:00Z\n", "yaml.value:5:12", "99"),
    "NUL": Case(f"models:\n{GOOD}  - id: a\n    name: A\0B\n", "yaml.character:4:12", "U+0000"),
    "DEL": Case(f"models:\n{GOOD}  - id: a\n    name: A\x7fB\n", "yaml.character:4:12", "U+007F"),
    "UTF-16 without BOM": Case("models: []\n".encode("utf-16-le"), "yaml.character:1:2",
                               "UTF-8", ""),
    "UTF-16": Case("models: []\n".encode("utf-16"), "encoding:1:1", "save it as UTF-8", ""),
    "GBK": Case("models:\n  - {id: a, name: 中文}\n".encode("gbk"), "encoding:2:19", "GBK", ""),
    "Latin-1": Case(b"models:\n- name: \xff\xfe\n", "encoding:2:9", "save it as UTF-8", ""),
    "BOM and CRLF": Case("\ufeffmodels:\r\n  - id: a\r\n    name: A\r\n    foo: 1\r\n",
                         "field.unknown:4:5", "“foo”", "a"),
    "old Macintosh": Case("models:\r  - id: a\r    name: A\r    foo: 1\r",
                          "field.unknown:4:5", "“foo”", "a"),
    "a line separator before": Case(f"{ENTRY}    summary: a\u2028      b\n    foo: 1\n",
                                    "field.unknown:6:5", "“foo”"),
    # Shape
    "nothing": Case("", "catalog.empty:1:1", "add entries", ""),
    "a comment": Case("# later\n", "catalog.empty:1:1", "empty", ""),
    "null": Case("---\n", "catalog.empty:1:1", "empty", ""),
    "no models": Case("schema_version: 1\nmodels:\n", "catalog.empty:2:1", "no models", ""),
    "only a version": Case("schema_version: 1\n", "catalog.empty:1:1", "no models", ""),
    "a list": Case("- id: a\n  name: A\n", "catalog.shape:1:1", "put “models:” above the list", ""),
    "a word": Case("hello\n", "catalog.shape:1:1", "a text", ""),
    "a date": Case("2021-12-31\n", "catalog.shape:1:1", "a single value", ""),
    "models as a mapping": Case("models: {}\n", "catalog.shape:1:9", "got a mapping", ""),
    "models by id": Case("models:\n  a: {name: A}\n", "catalog.shape:2:3", "- id: …", ""),
    "entries of other kinds": Case(f"models:\n{GOOD}  - foo\n  - [a]\n  -\n  - 5\n",
                                   "catalog.shape:3:5 catalog.shape:4:5 catalog.shape:5:4 "
                                   "catalog.shape:6:5",
                                   "#3: expected an entry with fields, got a list"),
    "models misspelt": Case(f"model:\n{GOOD}", "field.unknown:1:1", "“models”", ""),
    "version": Case(f"schema_version: 2\nmodels:\n{GOOD}", "schema.version:1:17", "newer release"),
    "format": Case(f"format: x/2\nmodels:\n{GOOD}", "schema.version:1:9", "sphinx-modelzoo/1"),
    "version as text": Case(f"schema_version: '1'\nmodels:\n{GOOD}", "schema.version:1:17", "1"),
    "version true": Case(f"schema_version: yes\nmodels:\n{GOOD}", "schema.version:1:17", "1"),
    "the top": Case(
        f"language: xx\ntitel: x\ntitle: {{zh: '  '}}\nsilence: [1]\nid: x\n5: 6\nmodels:\n{GOOD}",
        "language.unknown:1:11 field.unknown:2:1 text.blank:3:13 type:4:11 field.unknown:5:1 "
        "field.unknown:6:1", "“id” belongs in an entry, under “models”"),
    "vocabularies": Case(
        f"tasks:\n  - {{id: mine, en: Mine}}\n  - {{en: x}}\n  - {{id: t, min: a, foo: 1}}\n"
        "metrics: {m1: {unit: 5}, m2: Em, m3: 4}\ndatasets: [{id: d, tasks: [nope, mine]}]\n"
        f"models:\n{GOOD}  - {{id: a, name: A, tasks: [mine]}}\n",
        "field.missing:3:5 metric.number:4:18 field.unknown:4:21 type:5:22 type:5:38 "
        "task.unknown:6:28", "metrics.m1.unit", "good a"),
    "vocabulary of another kind": Case(f"tasks: 5\nmodels:\n{GOOD}", "type:1:8", "expected a list"),
    # Fields
    "unknown": Case(f"{ENTRY}    sumary: x\n", "field.unknown:5:5", "did you mean “summary”?"),
    "unknown, deep": Case(
        f"{ENTRY}    results:\n      - {{datset: COCO, source: {{knd: paper}}}}\n",
        "field.unknown:6:10 field.unknown:6:33", "results[0].source.knd: unknown field “knd” "
        "(did you mean “kind”?)"),
    "one level down": Case(f"{ENTRY}    arxiv: x\n", "field.unknown:5:5", "belongs in “paper”"),
    "one level up": Case(f"{ENTRY}    paper: {{tags: [x]}}\n", "field.unknown:5:13",
                         "one level up"),
    "colon without space": Case(f"models:\n{GOOD}  - {{id: b, name:B}}\n",
                                "field.missing:3:5 field.unknown:3:13", "did you mean “name”?"),
    "names that are no text": Case(f"models:\n{GOOD}  - {{id: a, name: A, 5: 6, yes: 1, ? : x}}\n",
                                   "field.unknown:3:22 field.unknown:3:28 field.unknown:3:38",
                                   "unknown field “yes”", "good a"),
    "a number as a name, deep": Case(f"{ENTRY}    paper: {{1.10: x}}\n",
                                     "field.unknown:5:12", "“1.1”"),
    "missing": Case(f"models:\n{GOOD}  - name: A\n  - id: b\n",
                    "field.missing:3:5 field.missing:4:5", "b: missing field “name”"),
    "missing, deep": Case(f"{ENTRY}    variants: [{{name: x}}]\n", "field.missing:5:16",
                          "variants[0]: missing field “id”"),
    "a lone entry without id": Case("name: A\nfoo: 1\n", "field.missing:1:1 field.unknown:2:1",
                                    "missing field “id”", ""),
    "kinds": Case(
        f"{ENTRY}    summary: [x]\n    tasks: 3\n    code: 5\n    deprecated: [1]\n"
        "    results:\n      - {metrics: [1], source: 3, conditions: {a: [1], b: }, task: [1]}\n"
        "      - {metrics: {mAP: {value: [1]}, F1: true, AP: }, dataset: [x]}\n      - text\n",
        "type:5:14 type:6:12 type:7:11 type:8:17 type:10:19 type:10:32 type:10:51 type:10:56 "
        "type:10:68 type:11:33 type:11:43 type:11:49 type:11:65 type:12:9",
        "results[1].metrics.mAP.value: expected a number, got a list"),
    "null items": Case(f"{ENTRY}    tags: [x, null]\n    code:\n    results:\n    -\n",
                       "type:5:15 type:6:5 type:8:6", "expected a list, got nothing"),
    "numbers and dates as texts": Case(
        f"models:\n{GOOD}  - id: a\n    name: 1.10\n    tags: [2021-01-01, yes, 7]\n",
        "type:4:11 type:5:12 type:5:24 type:5:29", 'put it in quotes: "1.10"'),
    "true as a text": Case(f"{ENTRY}    publisher: on\n", "type:5:16", '"on"'),
    "a number as id": Case(f"models:\n{GOOD}  - {{id: 5, name: A}}\n", "type:3:10", '"5"'),
    "true as a condition's name": Case(f"{ENTRY}    results: {{conditions: {{on: 1}}, raw: x}}\n",
                                       "type:5:28", '"on"'),
    "year": Case(f"{ENTRY}    paper: {{year: 2500}}\n", "range:5:19", "at most 2100"),
    "early year": Case(f"{ENTRY}    paper: {{year: 1500}}\n", "range:5:19", "at least 1900"),
    "year in quotes": Case(f'{ENTRY}    paper: {{year: "2020"}}\n', "type:5:19",
                           "write it without quotes: 2020"),
    "a version without quotes": Case(f"{ENTRY}    since: 3.10\n", "version.unquoted:5:12",
                                     '"3.10"'),
    "a version in quotes of its own": Case(f"{ENTRY}    until: “3.0”\n", "version.malformed:5:12",
                                           'write "3.0"'),
    "half a year": Case(f"{ENTRY}    paper: {{year: 2020.5}}\n", "type:5:19", "whole number"),
    "choice": Case(f"{ENTRY}    code: {{url: x, kind: quickstart}}\n", "choice:5:26",
                   "did you mean “quick-start”?"),
    "comparator": Case(f"{ENTRY}    results: {{metrics: {{m: {{value: 1, comparator: '≥'}}}}}}\n",
                       "choice:5:51", ">="),
    "id": Case(f"models:\n{GOOD}  - {{id: Yolo V4, name: A}}\n", "id.malformed:3:10", "“yolo-v4”"),
    "long id": Case(f"models:\n{GOOD}  - {{id: {'a' * 65}, name: A}}\n", "id.malformed:3:10", "64"),
    "id with a dot": Case(f"models:\n{GOOD}  - {{id: a.pt, name: A}}\n", "id.malformed:3:10",
                          "a-pt"),
    "blank name": Case(f"models:\n{GOOD}  - id: a\n    name: '   '\n", "text.blank:4:11", "blank"),
    "no language": Case(f"{ENTRY}    summary: {{}}\n", "text.blank:5:14", "no language"),
    "control character": Case(f'{ENTRY}    summary: "a\\ab"\n', "text.control:5:14", "remove"),
    "languages": Case(
        f"{ENTRY}    languages: [no, xx, en]\n"
        "    summary: {no: x, zh: ' ', en: [1], klingon: x, zh-CN: y}\n",
        "language.unknown:5:17 language.unknown:5:21 language.unknown:6:15 text.blank:6:26 "
        "type:6:35 language.unknown:6:40", 'put it in quotes: "no"'),
    "one language twice": Case(f"{ENTRY}    summary: {{zh: x, zh-CN: y}}\n",
                               "language.repeated:5:22", "zh"),
    "links": Case(
        f"{ENTRY}    code: javascript:alert(1)\n    links: ['a b', 'https:/x', //x]\n"
        "    images: [{src: 'file:///x', alt: x}]\n",
        "link.scheme:5:11 link.malformed:6:13 link.malformed:6:20 link.malformed:6:32 "
        "link.scheme:7:20", "images[0].src"),
    "quantities": Case(
        f"{ENTRY}    params: many\n    flops: -1\n"
        "    variants: [{id: v, weights: {url: x, size: big}}]\n",
        "quantity:5:13 quantity:6:12 quantity:7:48", "25.6M"),
    "figures": Case(
        f"{ENTRY}    results: {{metrics: {{a: .nan, b: .inf, c: 5%, d: 1e999}}}}\n",
        "metric.number:5:28 metric.number:5:37 metric.number:5:46 metric.number:5:53",
        "invalid number “5%”"),
    "arXiv": Case(f"{ENTRY}    paper: {{arxiv: 2004.10930}}\n", "arxiv.unquoted:5:20",
                  'arxiv: "2004.10930"'),
    "no arXiv id": Case(f"{ENTRY}    paper: {{arxiv: '2004'}}\n", "arxiv.malformed:5:20",
                        "2004.10934"),
    "DOI": Case(f"{ENTRY}    paper: {{doi: 11.1/x}}\n", "doi.malformed:5:18", "four digits"),
    "dates": Case(f"{ENTRY}    added: soon\n    updated: '2021-13-01'\n", "date:5:12 date:6:14",
                  "2021-12-31"),
    "sum": Case(f"{ENTRY}    variants: [{{id: v, weights: {{url: x, sha256: abc}}}}]\n",
                "sha256:5:50", "64"),
    "md5": Case(f"{ENTRY}    weights: {{url: x, md5: abc}}\n", "md5:5:28", "32"),
    "a text that is too long": Case(f"{ENTRY}    summary: {'long ' * 30_000}\n",
                                    "yaml.text-size:5:14", "the limit is 100,000"),
    "md5 without quotes": Case(f"{ENTRY}    weights: {{url: x, md5: {'12' * 16}}}\n",
                               "md5:5:28", "in quotes"),
    "base model of a hub": Case(f"{ENTRY}    base_model: acme/tiny\n",
                                "base-model.malformed:5:17", "https://huggingface.co/acme/tiny"),
    "base model in a field": Case(
        f"{ENTRY}    base_model: [{{model: ftp://a.org, relation: merge}}]\n",
        "base-model.malformed:5:26", "https://host/path"),
    "relation": Case(f"{ENTRY}    base_model: {{model: good, relation: fine-tune}}\n",
                     "choice:5:41", "finetune"),
    "unknown base model": Case(f"{ENTRY}    base_model: god\n",
                               "*base-model.unknown:5:17", "good", "good a"),
    "unknown base model of a variant": Case(
        f"{ENTRY}    variants: [{{id: v, base_model: [{{model: god}}]}}]\n",
        "*base-model.unknown:5:37", "good", "good a"),
    "its own base model": Case(
        f"{ENTRY}    base_model: a\n", "*base-model.cycle:5:17", "circle", "good a"),
    "base models in a circle": Case(
        f"{ENTRY}    base_model: b\n  - id: b\n    name: B\n    base_model: [good, c]\n"
        "  - {id: c, name: C, base_model: old-a}\n  - {id: d, name: D, base_model: a}\n"
        "  - {id: e, name: E, aliases: old-e, variants: [{id: v, base_model: e}]}\n"
        .replace("old-a", "a"),
        "*base-model.cycle:5:17", "“a” → “b” → “c” → “a”", "good a b c d e"),
    "a link in no language": Case(f"{ENTRY}    demo: {{url: {{en: x, zz9: y}}}}\n",
                                  "language.unknown:5:25", "tag"),
    "a bad link in a language": Case(f"{ENTRY}    config: {{en: x, zh: ftp://a.org}}\n",
                                     "link.scheme:5:25", "https:"),
    "a field of entries in a variant": Case(
        f"{ENTRY}    variants: [{{id: v, aliases: old}}]\n",
        "field.unknown:5:24", "one level up"),
    # Between entries
    "id twice": Case(f"{ENTRY}  - name: B\n    id: a\n", "id.duplicate:6:9", "m.yaml:3", "good a"),
    "id of a broken entry": Case(f"models:\n{GOOD}  - {{id: b, nam: x}}\n  - {{id: b, name: B}}\n",
                                 "field.missing:3:5 field.unknown:3:13 id.duplicate:4:10", "3"),
    "variant twice": Case(f"{ENTRY}    variants: [{{id: v}}, {{id: w}}, {{id: v}}]\n",
                          "id.duplicate:5:39", "variants[2].id"),
    "task": Case(
        f"{ENTRY}    tasks: [object-detecton]\n"
        "    variants: [{id: v, results: [{task: foo, raw: x}]}]\n",
        "task.unknown:5:13 task.unknown:6:41", "did you mean “object-detection”?"),
    "alias": Case(f"{ENTRY}    aliases: [A, good, a]\n", "id.alias-clash:5:18", "", "good a"),
    "alias twice": Case(
        f"{ENTRY}    aliases: [old]\n  - {{id: b, name: B, aliases: [old]}}\n",
        "alias.repeated:6:32", "alias of “a”", "good a b"),
    "neighbours": Case(
        f"{ENTRY}    related: [goood, old, a]\n    superseded_by: nope\n    aliases: [old]\n",
        "related.unknown:5:15 related.unknown:6:20", "did you mean “good”?", "good a"),
}  # fmt: skip


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{p.code.removeprefix('modelzoo.')}:{p.line}:{p.column}" for p in problems]


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_told_at_its_place(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    data = case.text if isinstance(case.text, bytes) else case.text.encode()
    (tmp_path / "m.yaml").write_bytes(data)
    catalog = load_catalog("m.yaml", tmp_path)
    found = told(catalog.problems)
    if case.told.startswith("*"):  # among others
        assert case.told[1:] in found
    else:
        assert found == case.told.split()
    assert case.words in "\n".join(map(str, catalog.problems))
    assert [model.id for model in catalog.models] == case.kept
    for problem in catalog.problems:
        assert problem.file == "m.yaml"
        assert problem.severity == CODES[problem.code].severity
        assert "\n" not in str(problem)
        assert len(str(problem)) < 700
        assert problem.hint, problem
        assert not re.search(r"\{\w*\}", problem.hint)  # a place that was not filled in


def test_the_cases_are_told_again_from_the_cache(tmp_path: Path) -> None:
    for name, case in CASES.items():
        data = case.text if isinstance(case.text, bytes) else case.text.encode()
        (tmp_path / "m.yaml").write_bytes(data)
        first = load_catalog("m.yaml", tmp_path, cache=tmp_path / "cache")
        again = load_catalog("m.yaml", tmp_path, cache=tmp_path / "cache")
        assert again.problems == first.problems, name
        assert again.models == first.models, name


MISSING: dict[str, Callable[[Path], str | list[str]]] = {
    "catalog.missing": lambda root: ["nope.yaml", "*.yml", "folder/../nope", " ", "a\0b"],
    "catalog.empty-folder": lambda root: "folder",
    "catalog.unreadable": lambda root: "secret.yaml",
    "yaml.size": lambda root: "large.yaml",
}


@pytest.mark.parametrize("code", MISSING)
def test_files_that_cannot_be_read(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.yaml").write_text("id: good\nname: Good\n", encoding="utf-8")
    (tmp_path / "secret.yaml").write_text("id: b\nname: B\n", encoding="utf-8")
    with (tmp_path / "large.yaml").open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    plain_open = Path.open

    def refuse(self: Path, *args: object, **options: object) -> object:
        if self.name == "secret.yaml":
            raise PermissionError(13, "Permission denied")
        return plain_open(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    wanted = MISSING[code](tmp_path)
    wanted = [wanted] if isinstance(wanted, str) else wanted
    catalog = load_catalog([*wanted, "good.yaml"], tmp_path)
    assert [problem.code for problem in catalog.problems] == [f"modelzoo.{code}"] * len(wanted)
    assert [model.id for model in catalog.models] == ["good"]


def test_every_code_is_raised_here() -> None:
    raised = {
        *MISSING,
        "sync.malformed",
        "link.target",
    }  # see cli/test_sync, sphinx/test_long_texts
    for case in CASES.values():
        raised |= {re.split(":", one.lstrip("*"))[0] for one in case.told.split()}
    own = {*catalog_codes.READING, *catalog_codes.FIELDS, *catalog_codes.BETWEEN}
    assert {f"modelzoo.{code}" for code in own} <= set(CODES)
    assert own - raised == set()
    assert raised - own == set()


def test_every_code_says_why_and_what_to_do() -> None:
    for code, info in CODES.items():
        assert re.fullmatch(r"modelzoo(\.[a-z][a-z0-9-]*)+", code)
        assert info.reason.endswith("."), code
        assert info.way_out.endswith("."), code
        assert info.severity in ("error", "warning", "info")


def test_a_problem_of_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        messages.problem("no.such.code", "x")


def test_all_files_problems_are_told_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("models:\n  - {id: x, nme: X}\n  - {id: y}\n", "utf-8")
    (tmp_path / "a.yaml").write_text(
        "models:\n  - {id: x, name: X}\n  - {id: b, foo: 1}\n", "utf-8"
    )
    catalog = load_catalog(["b.yaml", "a.yaml", "none.yaml"], tmp_path)
    places = [(problem.file, problem.line) for problem in catalog.problems]
    assert places == sorted(places)
    assert {file for file, _ in places} == {"a.yaml", "b.yaml", "none.yaml"}
    duplicate = [p for p in catalog.problems if p.code == "modelzoo.id.duplicate"]
    assert [(p.file, p.line) for p in duplicate] == [("a.yaml", 2)]
    assert "b.yaml:2" in duplicate[0].message


def test_a_file_elsewhere_is_named_in_full(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "m.yaml").write_text("foo: 1\n", encoding="utf-8")
    outside = load_catalog("../m.yaml", tmp_path / "docs")
    inside = load_catalog(str(tmp_path / "m.yaml"), tmp_path)
    assert outside.problems[0].file == str(tmp_path / "m.yaml")
    assert inside.problems[0].file == "m.yaml"


def test_many_unknown_neighbours_do_not_take_long(tmp_path: Path) -> None:
    entries = "".join(f"  - {{id: m{n}, name: M, related: [x{n}]}}\n" for n in range(3000))
    (tmp_path / "m.yaml").write_text(f"models:\n{entries}", encoding="utf-8")
    catalog = load_catalog("m.yaml", tmp_path)
    assert len(catalog.problems) == 3000
    assert sum("did you mean" in problem.hint for problem in catalog.problems) <= 30


def test_the_place_of_an_entry_read_from_the_cache(tmp_path: Path) -> None:
    head = "x-d: &d {license: MIT}\n"  # an anchor, so that the file is read as a whole
    text = "models:\n  - {id: a, name: A, related: [b], <<: *d}\n  - {id: b, name: B}\n"
    (tmp_path / "m.yaml").write_text(head + text, encoding="utf-8")
    assert not load_catalog("m.yaml", tmp_path, cache=tmp_path / "c").problems
    (tmp_path / "n.yaml").write_text("id: b\nname: B\n", encoding="utf-8")
    catalog = load_catalog(["n.yaml", "m.yaml"], tmp_path, cache=tmp_path / "c")
    assert told(catalog.problems) == ["id.duplicate:4:10"]
    assert catalog.problems[0].file == "m.yaml"


def test_reading_a_device_or_pipe_does_not_wait(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes here")
    os.mkfifo(tmp_path / "pipe.yaml")
    catalog = load_catalog("pipe.yaml", tmp_path)
    assert [problem.code for problem in catalog.problems] == ["modelzoo.catalog.missing"]


def test_the_nearest_of_very_many() -> None:
    known = [f"model-{n}" for n in range(5000)] + ["resnet-50", "yolov4"]
    assert nearest("resnett-50", known) == "did you mean “resnet-50”?"
    assert nearest("YoloV-4", known) == "did you mean “yolov4”?"
    assert nearest("model-77x", known) == "did you mean “model-77”?"
    assert nearest("", known) == nearest("qq", known) == nearest("q" * 10_000, known) == ""
