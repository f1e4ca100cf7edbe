"""`modelzoo check` from the outside: formats, exit status, options, fixing, links."""

from __future__ import annotations

import json
import os
import re
import stat
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.writing import dump_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.cli.check import _last_line
from sphinx_modelzoo.problems.messages import Problem
from tests.support import DOCS
from tests.support.check_helpers import RULES, entry, write_catalog
from tests.support.checks_zoo import make_models

GOOD = "tags: [a]\nlicense: MIT"
WARNED = "license: mit license"
FAULTY = "nonsense: 1"
NOTED = "results: [{dataset: COCO, metrics: {mAP: 41.2}}]"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, color: bool = False) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], color=color)


def problems_of(result: Result) -> list[dict[str, object]]:
    return json.loads(result.stdout)["problems"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("fields", "options", "status"),
    [
        (GOOD, [], 0),
        (WARNED, [], 0),
        (WARNED, ["--strict"], 1),
        (NOTED, ["--strict"], 0),
        (FAULTY, [], 1),
        (WARNED, ["--strict", "--silence", "license.unknown"], 0),
        (WARNED, ["--strict", "--only", "link.*"], 0),
    ],
)
def test_exit_status(tmp_path: Path, fields: str, options: list[str], status: int) -> None:
    write_catalog(tmp_path, entry(fields))
    assert run("zoo.yaml", *options).exit_code == status


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "missing catalog"),
        (["zoo.yaml", "--format", "xml"], "xml"),
        (["zoo.yaml", "--silence", "link.insecuer"], "link.insecure"),
        (["zoo.yaml", "--fix", "--diff"], "cannot be combined"),
        (["zoo.yaml", "--output", "zoo.yaml/out.json"], "cannot write"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: list[str], words: str) -> None:
    write_catalog(tmp_path, entry(GOOD))
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_catalog_that_is_not_there() -> None:
    result = run("nowhere.yaml")
    assert result.exit_code == 2
    assert "nowhere.yaml" in result.stdout
    assert run("*.yaml").exit_code == 2


def test_a_file_that_is_no_catalog(tmp_path: Path) -> None:
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / "list.yaml").write_text("- 1\n- 2\n", encoding="utf-8")
    for name in ("picture.yaml", "list.yaml"):
        result = run(name)
        assert result.exit_code == 1
        assert name in result.stdout
        assert "Traceback" not in result.output


def test_text_for_people(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry(GOOD), entry(WARNED, "two"))
    result = run("zoo.yaml")
    first, line, caret = result.stdout.splitlines()
    assert re.match(
        r"zoo\.yaml:10:14: warning: \w+\.license: “mit license” is not a valid SPDX", first
    )
    assert first.endswith("[modelzoo.license.unknown]")
    assert line == "    10 |     license: mit license"
    assert caret.index("^") == line.index("mit license")
    assert result.stderr == "2 models checked, 1 warning\n"


def test_entries_that_are_left_out_are_counted(tmp_path: Path) -> None:
    lines = [
        "{id: a, name: {en: A}}",
        "{name: B}",
        "{id: c, name: C, params: x}",
        "{id: d, name: [}",
    ]
    text = "".join(f"  - {line}\n" for line in lines)
    (tmp_path / "zoo.yaml").write_text(f"models:\n{text}", encoding="utf-8")
    assert run("zoo.yaml").stderr == "1 model checked, 3 entries left out, 4 errors\n"


def test_the_caret_stands_below_chinese_text(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry("summary: {zh: 快。, en: Ofthe sea.}"))
    _, line, caret = run("zoo.yaml").stdout.splitlines()
    assert caret.index("^") == line.index("Ofthe") + len("快。")  # two columns each


def test_long_lines_are_cut(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry(f"summary: {'We sail. ' * 60}Ofthe sea. {'We sail. ' * 60}"))
    _, line, caret = run("zoo.yaml").stdout.splitlines()
    assert len(line) < 120
    assert line[caret.index("^") :].startswith("Ofthe sea")


def test_colours_are_for_terminals(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry(WARNED))
    assert "\x1b[" not in run("zoo.yaml", color=True).stdout
    assert "\x1b[33m" in run("zoo.yaml", "--color", color=True).stdout
    assert "\x1b[" not in run("zoo.yaml", "--no-color", color=True).stdout


def test_remarks_are_counted_and_shown_when_asked(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry(NOTED))
    result = run("zoo.yaml")
    assert result.stdout == ""
    assert result.stderr == "1 model checked, no problems found (and 1 remark: --level info)\n"
    shown = run("zoo.yaml", "--level", "info")
    assert "[modelzoo.result.no-source]" in shown.stdout
    assert run("zoo.yaml", "--level", "error").stdout == ""


def test_json(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry(WARNED), entry(FAULTY, "two"), entry(NOTED, "three"))
    result = run("zoo.yaml", "--format", "json")
    assert result.exit_code == 1
    assert result.stderr == ""
    found = problems_of(result)
    assert [one["severity"] for one in found] == ["warning", "error", "info"]
    expected = {
        "code": "modelzoo.license.unknown",
        "severity": "warning",
        "message": "“mit license” is not a valid SPDX expression",
        "file": "zoo.yaml",
        "line": 6,
        "column": 14,
        "model": "one",
        "field": "license",
        "hint": "use “MIT”",
    }
    assert found[0] == expected
    assert set(found[1]) == set(expected)


def test_json_of_a_clean_catalog(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry(GOOD))
    result = run("zoo.yaml", "--format", "json")
    assert (result.exit_code, problems_of(result)) == (0, [])


def test_a_message_stays_on_its_line(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(
        'models:\n  - {id: a, name: A, license: "MIT\\n::error::made up"}\n', encoding="utf-8"
    )
    for style in ("text", "github"):
        lines = run("odd.yaml", "--format", style).stdout.splitlines()
        assert any("made up" in line for line in lines)
        assert [line for line in lines if line.startswith("::error")] == []


def test_github_annotations(tmp_path: Path) -> None:
    folder = tmp_path / "a, b"
    folder.mkdir()
    write_catalog(folder, entry("license: 50% ours"), entry(NOTED, "two"))
    lines = run("a, b", "--format", "github").stdout.splitlines()
    assert lines[0].startswith(
        "::warning file=a%2C b/zoo.yaml,line=6,col=14,title=modelzoo.license.unknown::"
        "one.license: “50%25 ours” is no"
    )
    assert lines[1].startswith("::notice file=")


def test_sarif(tmp_path: Path) -> None:
    folder = tmp_path / "a b"
    folder.mkdir()
    write_catalog(folder, entry(WARNED), entry(FAULTY, "two"), entry(NOTED, "three"))
    log = json.loads(run("a b", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (one_run,) = log["runs"]
    rules = one_run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    assert [result["level"] for result in one_run["results"]] == ["warning", "error", "note"]
    for result in one_run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "a%20b/zoo.yaml"
        assert physical["region"]["startLine"] >= 1
        assert location["logicalLocations"][0]["name"] in ("one", "two", "three")
    away = json.loads(run(str(folder / "zoo.yaml"), "--format", "sarif").stdout)
    assert away == log  # a path below the working folder is shown from there


def test_a_file_elsewhere_has_a_whole_uri(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("elsewhere")
    write_catalog(other, entry(WARNED))
    log = json.loads(run(str(other), "--format", "sarif").stdout)
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
        "uri"
    ]
    assert uri == (other / "zoo.yaml").as_uri()


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry(WARNED))
    result = run("zoo.yaml", "--format", "json", "--output", "out.json")
    assert result.stdout == ""
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["problems"]) == 1


def test_several_files_are_one_catalog(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry(f"{GOOD}\nrelated: [two]"), name="a.yaml")
    write_catalog(tmp_path, entry(GOOD, "two"), name="b.yaml")
    assert run("a.yaml").stdout != ""
    assert run("a.yaml", "b.yaml").stdout == ""


def test_fix_and_diff(tmp_path: Path) -> None:
    path = write_catalog(tmp_path, entry(WARNED), entry(FAULTY, "two"))
    before = path.read_text(encoding="utf-8")
    diff = run("zoo.yaml", "--diff")
    assert "-    license: mit license\n+    license: MIT\n" in diff.stdout
    assert path.read_text(encoding="utf-8") == before
    result = run("zoo.yaml", "--fix")
    assert path.read_text(encoding="utf-8") == before.replace("mit license", "MIT")
    assert result.exit_code == 1
    assert "Fixed 1 problem in 1 file." in result.stderr
    assert "license" not in result.stdout
    assert "modelzoo.field.unknown" in result.stdout
    again = run("zoo.yaml", "--fix")
    assert "Fixed" not in again.stderr


def test_fix_only_what_is_asked_for(tmp_path: Path) -> None:
    fields = "license: mit license\ndemo: http://arxiv.org/abs/1"
    path = write_catalog(tmp_path, entry(fields))
    run("zoo.yaml", "--fix", "--only", "link.*")
    assert "https://arxiv.org" in path.read_text(encoding="utf-8")
    assert "mit license" in path.read_text(encoding="utf-8")


def test_fix_where_nothing_can_be_written(tmp_path: Path) -> None:
    path = write_catalog(tmp_path, entry(WARNED))
    before = path.read_bytes()
    path.chmod(stat.S_IRUSR)
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        if os.access(path, os.W_OK):
            pytest.skip("this user may write everywhere")
        result = run("zoo.yaml", "--fix")
    finally:
        tmp_path.chmod(0o755)
    assert result.exit_code == 2
    assert "cannot write" in result.stderr
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_catalog(tmp_path, entry(WARNED))
    before = path.read_bytes()

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    result = run("zoo.yaml", "--fix")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["zoo.yaml"]


def test_rules_are_listed() -> None:
    result = run("--rules")
    assert result.exit_code == 0
    for code, rule in RULES.items():
        assert f"{code}  ({rule.severity}" in result.stdout
        assert rule.way_out in result.stdout


class _Site(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(200 if self.path == "/ok" else 404)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_links_are_followed_only_when_asked(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    write_catalog(tmp_path, entry(f"links: ['{base}/ok', '{base}/gone']\nlicense: mit license"))
    try:
        assert run("zoo.yaml").exit_code == 0
        private = run("zoo.yaml", "--links", "--format", "json")
        result = run("zoo.yaml", "--links", "--allow-private", "--fix", "--format", "json")
    finally:
        server.shutdown()
        server.server_close()
    assert {one["code"] for one in problems_of(private)} >= {"modelzoo.link.unreachable"}
    assert "modelzoo.link.dead" not in {one["code"] for one in problems_of(private)}
    assert result.exit_code == 1
    assert [(one["code"], one["field"]) for one in problems_of(result)] == [
        ("modelzoo.link.dead", "links[1].url")
    ]
    assert "license: MIT" in (tmp_path / "zoo.yaml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("no_such_site")
def test_no_network_is_said(tmp_path: Path) -> None:
    write_catalog(tmp_path, entry("links: ['https://a.invalid/x', 'https://b.invalid/y']"))
    result = run("zoo.yaml", "--links", "--timeout", "1")
    assert result.exit_code == 2
    assert "check the network connection" in result.stderr


def test_a_clean_zoo_of_500_is_clean(tmp_path: Path) -> None:
    for seed in (1, 2):
        (tmp_path / "zoo.yaml").write_text(dump_catalog(make_models(500, seed)), encoding="utf-8")
        result = run("zoo.yaml", "--format", "json", "--strict")
        assert result.exit_code == 0
        assert {one["severity"] for one in problems_of(result)} <= {"info"}


def test_the_showcase_is_clean() -> None:
    folder = DOCS / "models"
    if not folder.is_dir():
        pytest.skip("the showcase is not part of this copy")
    result = run(str(folder), "--strict")
    assert result.exit_code == 0, result.stdout


def imported(shared: Path, *options: str) -> None:
    source = str(shared / "paddle-community-2021.md")
    result = CliRunner().invoke(main, ["import", source, "-o", "zoo.yaml", *options])
    assert result.exit_code == 0, result.output


def test_the_real_table_as_it_is(shared: Path) -> None:
    imported(shared, "--no-fix")
    found = problems_of(run("zoo.yaml", "--format", "json"))
    codes = Counter(str(one["code"]).removeprefix("modelzoo.") for one in found)
    # All 81 abstracts stand beside the wrong paper, so that whatever is named is rightly named.
    assert codes["abstract.misplaced"] >= 77
    assert codes["text.glued"] == 81
    assert codes["link.closed-host"] == 29
    assert not {one["severity"] for one in found} & {"error"}


def test_the_real_table_put_right(shared: Path) -> None:
    imported(shared)
    result = run("zoo.yaml", "--format", "json")
    found = problems_of(result)
    assert result.exit_code == 0
    assert [one for one in found if "abstract" in str(one["code"])] == []
    run("zoo.yaml", "--fix")
    left = problems_of(run("zoo.yaml", "--format", "json", "--only", "text.glued"))
    assert len(left) <= 1


def test_output_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    import subprocess
    import sys

    models = make_models(40, 3)
    entries = dump_catalog([*models[20:], *models[:20]])
    (tmp_path / "zoo.yaml").write_text(entries.replace("https://github", "http://github"))
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "sphinx_modelzoo", "check", "zoo.yaml", "--format", "json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_links_into_the_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs/guide").mkdir(parents=True)
    Path("docs/guide/use_cn.rst").write_text("用法\n====\n", encoding="utf-8")
    links = "[doc:guide/use, guide/use_cn.rst, doc:guide/none, guide/none.md, files/card.pdf]"
    Path("m.yaml").write_text(
        f"models: [{{id: one, name: One, links: {links}, demo: model:two}}]", encoding="utf-8"
    )
    found = CliRunner().invoke(main, ["check", "m.yaml", "--docs", "docs"]).output
    assert re.findall(r"“([^”]*)”: unknown", found) == [
        "doc:guide/none",
        "guide/none.md",
        "model:two",
    ]
    found = CliRunner().invoke(main, ["check", "m.yaml"]).output
    assert re.findall(r"“([^”]*)”: unknown", found) == ["model:two"]


def test_hidden_problems_are_counted_without_comparing_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each with each took longer than all rules for thirty thousand models."""

    def compare(one: object, other: object) -> bool:
        raise AssertionError

    problems = tuple(Problem(f"a.b{n}", "x", "info" if n % 2 else "warning") for n in range(6))
    monkeypatch.setattr(Problem, "__eq__", compare)
    line = _last_line([*problems[::2]], problems, Catalog.of([]))
    assert line == "0 models checked, 3 warnings (and 3 remarks: --level info)"
