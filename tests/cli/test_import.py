"""`modelzoo import` from the outside: sources, targets, reports, exit status."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.cli.common import Progress

CARD = """\
Model_Info:
  name: "PP-Toy"
  description: "玩具识别模型"
  description_en: "A model that recognizes toys"
Task: [{sub_tag_en: Image Classification}]
License: "apache.2.0"
Paper: [{title: Toys, url: "https://arxiv.org/pdf/2109.01234v2.pdf"}]
IfTraining: 1
"""
TABLE = """\
# Object Detection

| Model | Paper | Code |
| --- | --- | --- |
| YOLOv4 | [YOLOv4: Fast](https://arxiv.org/abs/2004.10934) | [code](https://github.com/me/y.git) |
| BasicVSR++ | [More](https://arxiv.org/abs/2104.13371) | [code](https://example.org/b) |
| BasicVSR | [Basics](https://arxiv.org/abs/2012.02181) | [code](https://example.org/c) |
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("toy").mkdir()
    Path("toy/info.yaml").write_text(CARD, encoding="utf-8")
    Path("zoo.md").write_text(TABLE, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["import", *arguments])


def sound(path: str) -> list[str]:
    """The ids of a catalog that has no problem."""
    catalog = load_catalog(path, Path.cwd())
    assert catalog.problems == ()
    return [model.id for model in catalog.models]


def test_sources_of_several_formats_become_one_catalog() -> None:
    result = run("toy", "zoo.md", "-o", "models.yaml")
    assert result.exit_code == 0, result.output
    assert sound("models.yaml") == ["pp-toy", "yolov4", "basicvsr-plus-plus", "basicvsr"]
    assert "read (paddle): 1 card\n" in result.stderr
    assert "made: 4 entries (4 new, 0 updated, 0 unchanged)" in result.stderr
    assert "repaired: arxiv-links: 1" in result.stderr
    assert "→ “2109.01234”" in result.stderr
    assert "toy/info.yaml:8: IfTraining of PP-Toy" in result.stderr
    text = Path("models.yaml").read_text(encoding="utf-8")
    assert "summary: {en: A model that recognizes toys, zh: 玩具识别模型}" in text


def test_a_folder_has_one_file_per_model() -> None:
    assert run("toy/info.yaml", "zoo.md", "-o", "models/").exit_code == 0
    assert sorted(path.name for path in Path("models").iterdir()) == [
        ".import.json",
        "basicvsr-plus-plus.yaml",
        "basicvsr.yaml",
        "pp-toy.yaml",
        "yolov4.yaml",
    ]
    assert len(sound("models")) == 4


def test_standard_output() -> None:
    result = run("toy", "-o", "-")
    assert result.exit_code == 0
    assert result.stdout.startswith("schema_version: 1\n")
    assert sorted(path.name for path in Path().iterdir()) == ["toy", "zoo.md"]


def test_importing_again_is_no_change_and_edits_stay() -> None:
    run("toy", "zoo.md", "-o", "models.yaml")
    target = Path("models.yaml")
    first = target.read_bytes()
    assert "4 unchanged" in run("toy", "zoo.md", "-o", "models.yaml").stderr
    assert target.read_bytes() == first
    text = first.decode().replace("A model that recognizes toys", "My words")
    text = text.replace(
        "  - id: yolov4\n", "  # the best\n  - id: yolov4   # stays\n    tags: [mine]\n"
    )
    target.write_text(text, encoding="utf-8")
    Path("toy/info.yaml").write_text(
        CARD.replace("recognizes toys", "counts toys").replace("apache.2.0", "mit"),
        encoding="utf-8",
    )
    Path("zoo.md").write_text(f"{TABLE}| New | [N](https://example.org/n) | |\n", encoding="utf-8")
    result = run("toy", "zoo.md", "-o", "models.yaml")
    assert result.exit_code == 0, result.output
    assert "made: 5 entries (1 new, 1 updated, 3 unchanged)" in result.stderr
    assert "kept as in the catalog: 1" in result.stderr
    assert "“My words” (the source says: “A model that counts toys”)" in result.stderr
    after = target.read_text(encoding="utf-8")
    expected = text.replace("Apache-2.0", "MIT")
    assert after[: len(expected)] == expected
    assert sound("models.yaml")[-1] == "new"


def test_a_person_and_the_source_change_one_text_in_two_languages() -> None:
    source = Path("source.yaml")
    text = "models:\n  - id: a\n    name: A\n    deprecated: {en: Old., zh: 旧。}\n"
    source.write_text(text, encoding="utf-8")
    assert run("source.yaml", "-o", "models.yaml").exit_code == 0
    catalog = Path("models.yaml")
    edited = catalog.read_text(encoding="utf-8").replace("旧。", "我的话。")
    catalog.write_text(edited, encoding="utf-8")
    source.write_text(text.replace("Old.", "Use B."), encoding="utf-8")
    result = run("source.yaml", "-o", "models.yaml")
    assert "read (catalog): 1 file, 1 entry\n" in result.stderr
    assert "made: 1 entry (0 new, 1 updated, 0 unchanged)" in result.stderr
    (model,) = load_catalog("models.yaml", Path.cwd()).models
    assert model.deprecated.entries == (("en", "Use B."), ("zh", "我的话。"))


def test_an_entry_that_was_removed_stays_removed() -> None:
    run("toy", "zoo.md", "-o", "models/")
    Path("models/yolov4.yaml").unlink()
    result = run("toy", "zoo.md", "-o", "models/")
    assert "not brought back, because you removed them: yolov4" in result.stderr
    assert not Path("models/yolov4.yaml").exists()


@pytest.mark.parametrize("target", ["models.yaml", "models/"])
def test_who_takes_the_catalog_away_begins_anew(target: str) -> None:
    run("toy", "zoo.md", "-o", target)
    shutil.rmtree(target) if target.endswith("/") else Path(target).unlink()
    assert "4 new" in run("toy", "zoo.md", "-o", target).stderr
    for path in Path().rglob("*.yaml"):
        if path.parent.name != "toy":
            path.unlink()
    assert "4 new" in run("toy", "zoo.md", "-o", target).stderr


def test_the_report_as_json() -> None:
    assert run("toy", "zoo.md", "-o", "models.yaml", "--report", "out/report.json").exit_code == 0
    report = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    parts = {"read", "target", "made", "repaired", "review", "kept", "gone", "columns", "left_out"}
    assert set(report) == parts
    assert report["read"][0] == {"format": "paddle", "cards": 1}
    assert report["made"][0] == {
        "id": "pp-toy",
        "name": "PP-Toy",
        "status": "new",
        "changed": [],
        "file": "toy/info.yaml",
        "line": 2,
    }
    assert report["repaired"][0]["repair"] == "arxiv-links"
    assert report["repaired"][0]["before"] == "https://arxiv.org/pdf/2109.01234v2.pdf"
    assert {item["line"] for item in report["left_out"]} == {8}


def test_repairs_can_be_left_out() -> None:
    run("toy", "zoo.md", "-o", "a.yaml")
    run("toy", "zoo.md", "-o", "b.yaml", "--no-fix")
    run("toy", "zoo.md", "-o", "c.yaml", "--skip-repair", "url-tails")
    fixed, raw, some = (Path(f"{name}.yaml").read_text(encoding="utf-8") for name in "abc")
    assert "v2.pdf" in raw
    assert "y.git" in raw
    assert "v2.pdf" not in fixed
    assert "y.git" not in fixed
    assert "v2.pdf" not in some
    assert "y.git" in some


def test_a_dry_run_writes_nothing() -> None:
    result = run("toy", "-o", "models.yaml", "--dry-run", "--report", "r.json")
    assert result.exit_code == 0
    assert "made: 1 entry (" in result.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["toy", "zoo.md"]


def test_quiet_and_verbose() -> None:
    assert run("toy", "-o", "a.yaml", "-q").output == ""
    rows = "".join(f"| M{n} | [T{n}](https://arxiv.org/pdf/2001.{n:05}) | |\n" for n in range(30))
    Path("many.md").write_text(TABLE + rows, encoding="utf-8")
    assert "and 20 more" in run("many.md", "-o", "b.yaml").stderr
    assert "2001.00029" in run("many.md", "-o", "c.yaml", "-v").stderr


def test_a_catalog_can_be_imported_with_its_own_words() -> None:
    Path("own.yaml").write_text(
        "language: zh\ntitle: 模型库\ntasks: {tree-age: 树龄}\n"
        "models:\n  - {id: a, name: A, summary: 一, tasks: [tree-age]}\n",
        encoding="utf-8",
    )
    assert run("own.yaml", "-o", "new.yaml").exit_code == 0
    assert sound("new.yaml") == ["a"]
    assert run("own.yaml", "-o", "folder/").exit_code == 0
    assert sound("folder") == ["a"]
    # Into a catalog of another language its texts name theirs; unknown tasks are left out.
    Path("old.yaml").write_text("language: en\nmodels:\n  - {id: b, name: B}\n", encoding="utf-8")
    result = run("own.yaml", "-o", "old.yaml")
    assert result.exit_code == 0
    assert "the task “tree-age”" in result.stderr
    model = load_catalog("old.yaml", Path.cwd()).get("a")
    assert model is not None
    assert model.summary is not None
    assert model.summary.entries == (("zh", "一"),)


# Bad input


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.md", "-o", "out.yaml"), "file or folder not found"),
        (("toy", "-o", "out.txt"), "a catalog is a .yaml file"),
        (("toy", "-o", "toy/info.yaml/"), "is a file, not a folder"),
        (("odd.txt", "-o", "out.yaml"), "unrecognised file format"),
        (("empty", "-o", "out.yaml"), "the folder holds no files of a known format"),
        (("toy", "-o", "out.yaml", "--from", "word"), "unknown format “word”"),
        (("zoo.md", "-o", "out.yaml", "--from", "openmmlab"), "zoo.md"),
        (("gbk.yaml", "-o", "out.yaml"), "not in UTF-8"),
        (("broken.yaml", "-o", "out.yaml", "--from", "paddle"), "broken.yaml:2"),
        (("toy", "-o", "out.yaml", "--skip-repair", "everything"), "unknown repair"),
        (("toy", "-o", "zoo.md/out.yaml"), "cannot write"),
        (("toy",), "Missing option"),
        (("-o", "out.yaml"), "Missing argument"),
    ],
)
def test_wrong_use_is_2_and_writes_nothing(arguments: tuple[str, ...], words: str) -> None:
    Path("odd.txt").write_text("nothing of interest\n")
    Path("empty").mkdir()
    Path("gbk.yaml").write_bytes("Model_Info: {name: 模型}\n".encode("gbk"))
    Path("broken.yaml").write_text("Model_Info:\n  name: a: b\n")
    before = sorted(Path().rglob("*"))
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(Path().rglob("*")) == before


def test_a_table_without_a_column_of_names_is_refused_or_reported() -> None:
    Path("odd.md").write_text("| Colour | Size |\n| --- | --- |\n| red | 3 |\n")
    result = run("odd.md", "-o", "out.yaml")
    assert "Traceback" not in result.stderr
    assert result.exit_code == 2 or "no model" in result.stderr
    assert not Path("out.yaml").exists() or sound("out.yaml") == []


@pytest.mark.parametrize(
    "text",
    ["models:\n  - id: a\n    nmae: A\n", "a: [1\n", "- just\n- a list\n", "a text\n"],
)
def test_a_target_with_errors_is_1_and_stays(text: str) -> None:
    target = Path("models.yaml")
    target.write_text(text)
    result = run("toy", "-o", "models.yaml")
    assert result.exit_code == 1
    assert "models.yaml exists and has errors; nothing was written" in result.stderr
    assert "models.yaml:" in result.stderr.split("Error")[0]
    assert target.read_text() == text


def test_a_target_in_a_layout_that_cannot_be_changed_stays() -> None:
    text = "models: [{id: a, name: A}]\n"
    Path("models.yaml").write_text(text)
    result = run("toy", "-o", "models.yaml")
    assert result.exit_code == 2
    assert "in brackets" in result.stderr
    assert Path("models.yaml").read_text() == text


@pytest.mark.parametrize("text", ["", "\n", "schema_version: 1\nmodels: []\n", "models:\n"])
def test_an_empty_target_is_filled(text: str) -> None:
    Path("models.yaml").write_text(text)
    assert run("toy", "-o", "models.yaml").exit_code == 0
    assert sound("models.yaml") == ["pp-toy"]


def test_line_ends_and_byte_order_mark_of_the_target_stay() -> None:
    text = "\ufeffmodels:\r\n  - id: a   # mine\r\n    name: A\r\n"
    Path("models.yaml").write_bytes(text.encode())
    assert run("toy", "-o", "models.yaml").exit_code == 0
    after = Path("models.yaml").read_bytes()
    assert after.startswith(text.encode())
    assert after.count(b"\n") == after.count(b"\r\n")
    assert sound("models.yaml") == ["a", "pp-toy"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of folders are POSIX")
def test_a_read_only_folder() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        shutil.copy("toy/info.yaml", folder / "info.yaml")
        os.chdir(folder)
        run("info.yaml", "-o", "-")  # everything is loaded now
        Path("zoo").mkdir()
        Path("zoo").chmod(0o555)
        user = os.geteuid()
        try:
            if user == 0:
                os.seteuid(65534)  # root may write anywhere
            result = run("info.yaml", "-o", "zoo/models.yaml")
        finally:
            os.seteuid(user)
        assert result.exit_code == 2
        assert "cannot write" in result.stderr
        assert "Permission denied; nothing was changed" in result.stderr
        assert list(Path("zoo").iterdir()) == []


def test_an_interrupt_leaves_the_target_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    run("toy", "-o", "models.yaml")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}

    def interrupt(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    for place in (
        "sphinx_modelzoo.curation.merge.source_files.read_sources",
        "sphinx_modelzoo.curation.merge.merging.plan_import",
        "os.fsync",
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, interrupt)
            result = run("toy", "zoo.md", "-o", "models.yaml")
        assert result.exit_code == 130, place
        assert "interrupted" in result.stderr
        assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


@pytest.mark.once
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_real_ctrl_c_at_any_moment_leaves_the_old_or_the_new() -> None:
    rows = "".join(f"| Model{n} | [Title {n}](https://example.org/{n}) | |\n" for n in range(300))
    Path("many.md").write_text(TABLE + rows, encoding="utf-8")
    old = "models:\n  - id: a\n    name: A\n"
    command = [sys.executable, "-m", "sphinx_modelzoo", "import", "many.md", "-o", "models.yaml"]
    Path("models.yaml").write_text(old)
    started = time.monotonic()
    subprocess.run([*command, "-q"], check=True)
    needed = time.monotonic() - started
    new = Path("models.yaml").read_text(encoding="utf-8")
    for part in (0.3, 0.6, 0.8, 0.9, 0.95, 1.0):
        Path("models.yaml").write_text(old)
        Path(".models.yaml.import.json").unlink(missing_ok=True)
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(needed * part)
        process.send_signal(signal.SIGINT)
        process.wait()
        assert Path("models.yaml").read_text(encoding="utf-8") in (old, new)
        assert not [path for path in Path().iterdir() if path.name.endswith(".tmp")]


def test_the_real_files_together(shared: Path) -> None:
    """12 cards, 4 families and the table of 114 models: one sound catalog."""
    sources = [str(shared / name) for name in ("paddle-modelcenter", "openmmlab")]
    table = str(shared / "paddle-community-2021.md")
    result = run(*sources, table, "-o", "models.yaml", "--report", "report.json")
    assert result.exit_code == 0, result.output
    ids = sound("models.yaml")
    assert len(ids) == len(set(ids)) == 12 + 4 + 114
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert all(item["line"] > 0 for item in report["made"])
    again = run(*sources, table, "-o", "models.yaml")
    assert "(0 new, 0 updated, 130 unchanged)" in again.stderr
    assert CliRunner().invoke(main, ["check", "models.yaml"]).exit_code == 0


def test_an_import_of_the_folder_that_the_catalog_is_in_reads_the_sources_again() -> None:
    shutil.rmtree("toy")
    assert run(".", "-o", "models.yaml", "-q").exit_code == 0
    Path("zoo.md").write_text(TABLE.replace("YOLOv4: Fast", "YOLOv4: Faster"), encoding="utf-8")
    result = run(".", "-o", "models.yaml")
    assert "read (tables): 1 table, 3 rows" in result.stderr
    assert "YOLOv4: Faster" in Path("models.yaml").read_text(encoding="utf-8")
    assert run(".", "-o", "zoo/", "--from", "tables", "-q").exit_code == 0
    assert "read (tables)" in run(".", "-o", "zoo/", "--from", "tables").stderr


def test_a_source_named_twice_is_read_once() -> None:
    run("zoo.md", "zoo.md", "-o", "models.yaml", "-q")
    assert sound("models.yaml") == ["yolov4", "basicvsr-plus-plus", "basicvsr"]


@pytest.mark.parametrize(
    ("name", "broken", "sound_one"),
    [
        ("info.yaml", "Model_Info: [", CARD),
        ("README.md", "---\nlicense: [mit\n---\n", "---\nlicense: mit\n---\n# Toy\n"),
    ],
)
def test_one_broken_card_of_a_folder_is_left_out(name: str, broken: str, sound_one: str) -> None:
    Path("cards/a").mkdir(parents=True)
    Path("cards/b").mkdir()
    Path("cards/a", name).write_text(broken, encoding="utf-8")
    Path("cards/b", name).write_text(sound_one, encoding="utf-8")
    result = run("cards", "-o", "models.yaml")
    assert result.exit_code == 0
    assert f"cards/a/{name}:" in result.stderr
    assert len(sound("models.yaml")) == 1
    alone = run("cards/a", "-o", "other.yaml")
    assert alone.exit_code == 2
    assert "Error: " in alone.stderr
    assert not Path("other.yaml").exists()


def test_a_figure_that_changed_in_the_source_replaces_the_old_one() -> None:
    table = "| Model | mAP |\n|---|---|\n| YOLOv4 | 41.2 |\n"
    Path("a.md").write_text(table, encoding="utf-8")
    run("a.md", "-o", "models.yaml", "-q")
    Path("a.md").write_text(table.replace("41.2", "43.5"), encoding="utf-8")
    run("a.md", "-o", "models.yaml", "-q")
    text = Path("models.yaml").read_text(encoding="utf-8")
    assert "43.5" in text
    assert "41.2" not in text


@pytest.mark.parametrize("report", ["toy", "zoo.md/report.json"])
def test_a_report_that_cannot_be_written_leaves_everything_as_it_was(report: str) -> None:
    result = run("zoo.md", "-o", "models.yaml", "--report", report)
    assert result.exit_code == 2
    assert f"cannot write {report}: " in result.stderr
    assert not Path("models.yaml").exists()
    assert sorted(path.name for path in Path().iterdir()) == ["toy", "zoo.md"]


@pytest.mark.once
def test_html_that_is_nested_without_end() -> None:
    for depth, status in ((900, 0), (5000, 2)):
        row = f"<tr><td>{'<div>' * depth}YOLOv4</td><td>41</td></tr>"
        Path("a.md").write_text(f"<table><tr><th>Model<th>mAP</tr>{row}</table>", encoding="utf-8")
        done = run("a.md", "-o", f"models-{depth}.yaml")
        assert done.exit_code == status
        assert ("a.md:1: the nesting is too deep" in done.stderr) == (status == 2)
    assert sound("models-900.yaml") == ["yolov4"]
    Path("b.html").write_text(f"{'<ul><li>' * 4000}<table></table>", encoding="utf-8")
    assert run("b.html", "-o", "other.yaml").exit_code == 2


def test_the_time_left_is_that_of_the_last_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    now = 0.0
    with Progress(lambda: now) as progress:
        progress.expect(100)
        assert progress.left() == ""
        for _ in range(10):  # a step a second
            now += 1
            progress.step(1)
        assert progress.left() == "00:01:30"
        for _ in range(24):  # eight a second
            now += 0.125
            progress.step(1)
        assert progress.left() == "00:00:13"  # 66 steps; the last five seconds had 26
        now += 5
        progress.step(66)
        assert progress.left() == ""
        progress.expect(7200)  # another file, after the bar was full
        now += 10
        progress.step(10)
        assert progress.left() == "01:59:50"
    drawn = capsys.readouterr().err
    assert "00:00:13" in drawn
    assert "01:59:50" in drawn
