"""A sound catalog: its models, where they stand, and what changes its fingerprints."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml

from sphinx_modelzoo.catalog.catalog import Catalog, Origin
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Model
from tests.support import DOCS

EXAMPLES = DOCS / "models"

TEXT = """\
# yaml-language-server: $schema=./modelzoo.schema.json
schema_version: 1
language: zh-CN
title: {en: Zoo, zh: 模型库}
silence: [modelzoo.check.some]
x-notes: anything

models:
  - id: yolov4
    name: YOLOv4
    summary: 单阶段目标检测器。
    tasks: [object-detection]
    paper: {title: "YOLOv4: Optimal Speed", arxiv: "2004.10930", year: 2020}
    code: https://example.org/yolov4
    results:
      - dataset: COCO
        metrics: {mAP: 41.2}
        conditions: {input_size: 416x416, ratio: 16:9, flip: true, since: 2021-01-01, lr: 1e-3}
    added: 2021-12-31
    aliases: [yolo-4, YOLO 4]

  # an older one
  - name: YOLOv3
    id: yolov3
    superseded_by: yolov4
    related: [yolo-4]
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    (tmp_path / "models.yaml").write_text(TEXT, encoding="utf-8")
    return load_catalog("models.yaml", tmp_path)


def test_what_is_read(catalog: Catalog, tmp_path: Path) -> None:
    assert catalog.problems == ()
    assert [model.id for model in catalog.models] == ["yolov4", "yolov3"]
    first = catalog.models[0]
    assert first.paper is not None
    assert first.paper.arxiv == "2004.10930"
    assert first.code[0].url == "https://example.org/yolov4"
    assert first.added == datetime.date(2021, 12, 31)
    assert first.results[0].metrics["mAP"].value == 41.2
    assert first.results[0].conditions == {
        "input_size": "416x416", "ratio": "16:9", "flip": "true", "since": "2021-01-01",
        "lr": "1e-3",
    }  # fmt: skip
    assert catalog.language == "zh"
    assert catalog.title == LocalizedText((("en", "Zoo"), ("zh", "模型库")))
    assert catalog.silence == ("modelzoo.check.some",)
    assert catalog.files == (tmp_path / "models.yaml",)


def test_models_by_id_and_alias(catalog: Catalog) -> None:
    first, second = catalog.models
    assert catalog.get("yolov4") is first
    assert catalog.get("yolo-4") is None
    assert catalog.resolve("yolo-4") is first
    assert catalog.resolve("yolov3") is second
    assert catalog.resolve("YOLO 4") is None
    assert catalog.nearest("yolo-v4") == "did you mean “yolov4”?"
    assert catalog.nearest("bert") == ""
    assert (len(catalog), "yolov3" in catalog, "yolo-4" in catalog) == (2, True, False)
    assert (catalog.position("yolov4"), catalog.position("yolov3")) == (0, 1)
    for method in (catalog.position, catalog.origin, catalog.fingerprint, catalog.text_language):
        with pytest.raises(KeyError):
            method("none")


def test_where_entries_stand(catalog: Catalog, tmp_path: Path) -> None:
    lines = TEXT.splitlines()
    for model, start in zip(catalog.models, ("- id: yolov4", "- name: YOLOv3"), strict=True):
        origin = catalog.origin(model.id)
        assert origin == Origin(tmp_path / "models.yaml", origin.line)
        assert lines[origin.line - 1].strip() == start


def reload(folder: Path, text: str) -> Catalog:
    (folder / "models.yaml").write_text(text, encoding="utf-8")
    return load_catalog("models.yaml", folder, cache=folder / "cache")


def test_fingerprints_change_with_what_they_stand_for(tmp_path: Path) -> None:
    before = reload(tmp_path, TEXT)

    def changed(old: str, new: str) -> tuple[bool, bool, bool]:
        assert TEXT.count(old) == 1
        after = reload(tmp_path, TEXT.replace(old, new))
        assert after.problems == ()
        return (
            after.fingerprint("yolov4") != before.fingerprint("yolov4"),
            after.fingerprint("yolov3") != before.fingerprint("yolov3"),
            after.digest != before.digest,
        )

    assert changed("41.2", "41.3") == (True, False, True)
    assert changed("name: YOLOv3", "name: YOLO v3") == (False, True, True)
    assert changed("x-notes: anything", "x-notes: more") == (False, False, False)
    assert changed("\nmodels:", "\n\n\nmodels:") == (False, False, False)
    assert changed("language: zh-CN", "language: en") == (True, True, True)
    assert changed("en: Zoo", "en: Our zoo") == (False, False, True)
    assert changed("x-notes: anything", "tasks: [{id: t, en: T}]") == (True, True, True)
    assert reload(tmp_path, TEXT).digest == before.digest


def test_the_order_counts(tmp_path: Path) -> None:
    one, two = "  - {id: a, name: A}\n", "  - {id: b, name: B}\n"
    before = reload(tmp_path, f"models:\n{one}{two}")
    after = reload(tmp_path, f"models:\n{two}{one}")
    assert before.fingerprint("a") == after.fingerprint("a")
    assert before.digest != after.digest
    assert [model.id for model in after.models] == ["b", "a"]


def test_one_file_per_model(tmp_path: Path) -> None:
    (tmp_path / "zoo" / "deep").mkdir(parents=True)
    (tmp_path / "zoo" / "b.yaml").write_text(
        "# B\nschema_version: 1\nlanguage: en\nid: b\nname: B\ntasks: [detection]\nsilence: [x]\n",
        encoding="utf-8",
    )
    (tmp_path / "zoo" / "a.yml").write_text("name: A\nid: a\nsummary: 甲\n", encoding="utf-8")
    (tmp_path / "zoo" / "deep" / "c.yaml").write_text("models: [{id: c, name: C}]\n", "utf-8")
    catalog = load_catalog("zoo", tmp_path)
    assert catalog.problems == ()
    assert [model.id for model in catalog.models] == ["a", "b", "c"]
    assert catalog.models[1].tasks == ("object-detection",)
    assert catalog.models[1].silence == ("x",)
    assert catalog.silence == ()
    assert catalog.origin("b").file == tmp_path / "zoo" / "b.yaml"
    assert len(catalog.files) == 3


def test_several_files_each_with_its_language(tmp_path: Path) -> None:
    head = "language: {}\nsilence: [{}]\n{}models: [{{id: {}, name: X, summary: y}}]\n"
    (tmp_path / "1.yaml").write_text(head.format("zh", "s1", "", "a"), encoding="utf-8")
    (tmp_path / "2.yaml").write_text(head.format("en_US", "s2", "title: T\n", "b"), "utf-8")
    (tmp_path / "3.yaml").write_text("models: [{id: c, name: X}]\n", encoding="utf-8")
    catalog = load_catalog("*.yaml", tmp_path)
    assert catalog.problems == ()
    assert catalog.language == "zh"
    assert [catalog.text_language(id) for id in "abc"] == ["zh", "en", None]
    assert catalog.silence == ("s1", "s2")
    assert catalog.title == LocalizedText.plain("T")


def test_anchors_and_merge_keys(tmp_path: Path) -> None:
    text = (
        "x-shared: &shared {license: MIT, publisher: P}\nmodels:\n"
        "  - {<<: *shared, id: a, name: A}\n"
        "  - {id: b, name: B, license: BSD-3-Clause, <<: *shared}\n"
    )
    catalog = reload(tmp_path, text)
    assert catalog.problems == ()
    assert [(m.license, m.publisher) for m in catalog.models] == [
        ("MIT", "P"),
        ("BSD-3-Clause", "P"),
    ]
    assert [catalog.origin(id).line for id in "ab"] == [3, 4]
    edited = reload(tmp_path, text.replace("publisher: P", "publisher: Q"))
    assert edited.fingerprint("a") != catalog.fingerprint("a")


def test_another_file_leaves_fingerprints_alone(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("id: b\nname: B\n", encoding="utf-8")
    before = load_catalog("*.yaml", tmp_path)
    (tmp_path / "a.yaml").write_text("id: a\nname: A\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("title: T\n", encoding="utf-8")
    after = load_catalog("*.yaml", tmp_path)
    assert after.fingerprint("b") == before.fingerprint("b")
    assert after.digest != before.digest


def test_windows_device_names_are_ids_like_others(tmp_path: Path) -> None:
    catalog = reload(tmp_path, "models: [{id: con, name: CON}, {id: nul, name: NUL}]\n")
    assert [model.id for model in catalog.models] == ["con", "nul"]


def test_an_empty_list_is_fine(tmp_path: Path) -> None:
    catalog = reload(tmp_path, "schema_version: 1\nmodels: []\n")
    assert (catalog.models, catalog.problems) == ((), ())


def test_a_neighbour_that_is_broken_is_not_unknown(tmp_path: Path) -> None:
    catalog = reload(
        tmp_path,
        "models:\n  - {id: a, name: A, related: [b, c]}\n  - {id: b, foo: 1}\n"
        "  - id: c\n    name: x: y\n",
    )
    assert [model.id for model in catalog.models] == ["a"]
    assert not any(problem.code == "modelzoo.related.unknown" for problem in catalog.problems)


def test_a_relative_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "m.yaml").write_text("id: a\nname: A\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    catalog = load_catalog("m.yaml", Path("docs"))
    assert catalog.origin("a").file == tmp_path / "docs" / "m.yaml"


def test_a_catalog_of_models() -> None:
    models = [Model(id="a", name="A", aliases=("old",)), Model(id="b", name="B")]
    catalog = Catalog.of(models, language="en", title=LocalizedText.plain("T"), silence=["x"])
    assert catalog.models == tuple(models)
    assert catalog.resolve("old") is models[0]
    assert (catalog.language, catalog.text_language("b"), catalog.silence) == ("en", "en", ("x",))
    assert catalog.digest == Catalog.of(models, language="en", title=LocalizedText.plain("T"),
                                        silence=["x"]).digest  # fmt: skip
    assert Catalog.of([]).models == ()


def test_the_showcase_is_sound() -> None:
    if not EXAMPLES.is_dir():
        pytest.skip("the showcase catalog is not part of this copy")
    catalog = load_catalog("models", EXAMPLES.parent)
    assert catalog.problems == ()
    assert len(catalog) == 114
    data = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in catalog.files]
    ids = [entry["id"] for file in data for entry in file["models"]]
    assert [model.id for model in catalog.models] == ids
    for model in catalog.models:
        origin = catalog.origin(model.id)
        line = origin.file.read_text(encoding="utf-8").splitlines()[origin.line - 1]
        assert line.strip() == f"- id: {model.id}"


def test_other_catalogs_of_the_field_are_refused_with_reasons(shared: Path) -> None:
    catalog = load_catalog(["paddle-modelcenter", "openmmlab/**/*.yml"], shared)
    assert catalog.models == ()
    assert len(catalog.files) > 12
    assert {problem.file for problem in catalog.problems} == {
        file.relative_to(shared).as_posix() for file in catalog.files
    }
    assert all(problem.line for problem in catalog.problems)
