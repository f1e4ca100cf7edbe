"""Plugins in Sphinx: named in conf.py, part of every digest, and never the end of a build."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.plugins import BROKEN, CATALOG, EXAMPLE
from tests.support.sphinx_project import Project, assert_same_tree

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "Zoo\n===\n\n.. modelzoo::\n   :columns: name, {}\n"
HELPED = '''\
from helper_of_tests import WORD
from sphinx_modelzoo.api import column


@column("helped", "Helped", "A word.")
def helped(subject, context):
    """Say the word."""
    return WORD
'''


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path, {"index.rst": INDEX.format("memory")}, catalog=CATALOG)
    made.write("plugin/memory.py", EXAMPLE.read_text(encoding="utf-8"))
    return made


@pytest.mark.parametrize("parallel", [0, 2])
def test_the_example(project: Project, parallel: int) -> None:
    paths = list(sys.path)
    built = project.build(modelzoo_plugins=["plugin/memory.py"], parallel=parallel)
    assert built.warnings == ""
    assert sys.path == paths
    assert not list(project.src.rglob("__pycache__"))
    index = built.text("index.html")
    assert "Memory, MB" in index
    assert ">100.0<" in index
    page = built.text("models/one.html")
    assert "<h2>Memory" in page
    assert "float16" in page
    assert "<h2>Memory" not in built.text("models/two.html")


def test_its_words_are_in_the_language_of_the_build(project: Project) -> None:
    built = project.build(modelzoo_plugins="plugin/memory.py", language="zh_CN")
    assert built.warnings == ""
    assert "显存（MB）" in built.text("index.html")
    assert "精度" in built.text("models/one.html")


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "gettext"])
def test_other_builders(project: Project, builder: str) -> None:
    assert project.build(builder, modelzoo_plugins=["plugin/memory.py"]).warnings == ""


def test_what_is_not_named_does_not_run(project: Project) -> None:
    project.write("plugin/evil.py", "raise SystemExit('it ran')\n")
    project.edit("models.yaml", "schema_version: 1", "schema_version: 1\nplugins: [plugin/evil.py]")
    built = project.build()
    assert "unknown field “plugins”" in built.warnings
    assert "unknown column “memory”" in built.warnings
    assert "it ran" not in built.warnings


def test_an_edited_plugin_is_read_again(project: Project) -> None:
    config = {"modelzoo_plugins": ["plugin/memory.py"]}
    project.build(**config)
    assert project.build(**config).read == 0
    project.edit("plugin/memory.py", '"en": "Memory, MB"', '"en": "RAM, MB"')
    built = project.build(**config)
    assert built.read > 0
    assert "RAM, MB" in built.text("index.html")
    assert_same_tree(built.outdir, project.build(to="fresh", **config).outdir)
    project.edit("plugin/memory.py", "    params = page.model.params", "    params = 1000000")
    built = project.build(**config)
    assert "float16" in built.text("models/two.html")
    assert_same_tree(built.outdir, project.build(to="again", **config).outdir)
    built = project.build()
    assert "unknown column “memory”" in built.warnings
    assert "float16" not in built.text("models/one.html")


def test_the_modules_beside_a_plugin_are_a_part_of_it(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.rst": INDEX.format("helped")}, catalog=CATALOG)
    project.write("plugin/helped.py", HELPED)
    project.write("plugin/helper_of_tests.py", 'WORD = "first"\n')
    config = {"modelzoo_plugins": ["plugin/helped.py"]}
    assert "first" in project.build(**config).text("index.html")
    project.write("plugin/helper_of_tests.py", 'WORD = "later"\n')
    built = project.build(**config)
    assert "later" in built.text("index.html")
    assert_same_tree(built.outdir, project.build(to="fresh", **config).outdir)


def test_a_plugin_that_moved_takes_its_own_neighbours(tmp_path: Path) -> None:
    """Also where the process has loaded one of the same name, whose file is gone."""
    for folder, word in (("one", "first"), ("two", "second")):
        project = Project(tmp_path / folder, {"index.rst": INDEX.format("helped")})
        project.write("ext/moving.py", HELPED.replace("helper_of_tests", "moving_words"))
        project.write("ext/moving_words.py", f"WORD = {word!r}\n")
        built = project.build(modelzoo_plugins=["ext/moving.py"])
        assert built.warnings == ""
        assert word in built.text("index.html")
        shutil.rmtree(project.src / "ext")


def test_a_neighbour_is_read_again_after_an_attempt_that_failed(project: Project) -> None:
    project.write("index.rst", INDEX.format("helped"))
    project.write("failing_words.py", "WORD = 'first'\n")
    text = HELPED.replace("helper_of_tests", "failing_words")
    project.write("failing.py", f"{text}\nraise ValueError\n")
    assert "ValueError" in project.build(modelzoo_plugins=["failing.py"]).warnings
    project.write("failing.py", text)
    project.write("failing_words.py", "WORD = 'second'\n")
    assert "second" in project.build(modelzoo_plugins=["failing.py"]).text("index.html")


def test_a_package_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path, {"index.rst": INDEX.format("helped")}, catalog=CATALOG)
    package = "package_of_tests"
    project.write(f"{package}/__init__.py", f"from {package}.columns import helped\n")
    project.write(f"{package}/columns.py", HELPED.replace("helper_of", f"{package}.words_of"))
    project.write(f"{package}/words_of_tests.py", 'WORD = "first"\n')
    monkeypatch.syspath_prepend(str(project.src))
    config = {"modelzoo_plugins": [package]}
    built = project.build(**config)
    assert built.warnings == ""
    assert "first" in built.text("index.html")
    project.write(f"{package}/words_of_tests.py", 'WORD = "much later"\n')
    built = project.build(**config)
    assert "much later" in built.text("index.html")
    assert_same_tree(built.outdir, project.build(to="fresh", **config).outdir)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("plugin/memry.py", "", "file plugin/memry.py not found (did you mean “memory.py”?)"),
        ("bad", "", "module bad not found (for a file, write bad.py)"),
        ("sphinx_modelzo", "", "not found (did you mean “sphinx_modelzoo”?)"),
        ("no/such/../thing", "", "file no/such/../thing not found"),
        ("bad.py", "x = (\n", "bad.py:1: ERROR: plugin “bad.py” raised SyntaxError"),
        ("bad.py", "\nimport nothing_of_this\n", "bad.py:2: ERROR: plugin “bad.py” raised Module"),
        ("bad.py", "raise SystemExit\n", "bad.py:1: ERROR: plugin “bad.py” raised SystemExit"),
        ("bad.py", "x = 1\n", "plugin “bad.py”: no function is marked"),
    ],
)
def test_one_that_cannot_be_loaded(project: Project, name: str, text: str, wanted: str) -> None:
    project.write("bad.py", text)
    built = project.build(modelzoo_plugins=[name, "plugin/memory.py"])
    (line,) = built.warnings.splitlines()
    assert wanted.replace("ERROR", "WARNING") in line
    assert "[modelzoo.plugin." in line
    assert "Memory, MB" in built.text("index.html")


@pytest.mark.parametrize("value", [5, [5], [None]])
def test_an_invalid_setting(project: Project, value: object) -> None:
    project.edit("index.rst", "name, memory", "name")
    built = project.build(modelzoo_plugins=value)
    assert "invalid modelzoo_plugins" in built.warnings


@pytest.mark.parametrize(
    ("mark", "wanted"),
    [
        (
            '@column("name", "X", "X")',
            "bad.py:4: WARNING: plugin “bad.py”: invalid mark “name”",
        ),
        ('@column("na me", "X", "X")', "write a name in lower-case letters"),
        ('@column("x", "X", "X", kind="int")', "kind is “text” or “number”, not 'int'"),
        ('@column(5, "X", "X")', "write a name in lower-case letters"),
        ('@column([], "X", "X")', "write a name in lower-case letters"),
        ('@grouping("x", kind="y")', "kind is one of ('', 'tasks',"),
        ('@column("x", 5, "X")', "bad.py:4: WARNING: plugin “bad.py” raised ValueError"),
        ("@column", "bad.py:4: WARNING: plugin “bad.py” raised TypeError"),
        ('@view("modelzoo-x", TableOptions, print)', "plugins cannot add this kind"),
    ],
)
def test_a_wrong_mark(tmp_path: Path, mark: str, wanted: str) -> None:
    project = Project(tmp_path, {"index.rst": INDEX.format("good")}, catalog=CATALOG)
    project.write(
        "bad.py",
        "from sphinx_modelzoo.api import column, grouping\n"
        "from sphinx_modelzoo.views.view import view\n"
        f"from sphinx_modelzoo.views.options import TableOptions\n{mark}\n"
        "def f(subject, context):\n    return 1\n",
    )
    project.write(
        "good.py",
        "from sphinx_modelzoo.api import column\n@column('good', 'Good', '')\n"
        "def good(subject, context):\n    return 'good'\n",
    )
    built = project.build(modelzoo_plugins=["bad.py", "good.py"])
    (line,) = built.warnings.splitlines()
    # Python 3.10 names the line of the function where a decorator fails, not the decorator's.
    assert wanted in line.replace("bad.py:5:", "bad.py:4:")
    assert ">good<" in built.text("index.html")


@pytest.mark.parametrize("parallel", [0, 2])
def test_what_a_function_raises_is_one_problem(tmp_path: Path, parallel: int) -> None:
    index = INDEX.format("broken, odd")
    files = {"index.rst": index + "\n.. toctree::\n\n   more\n", "more.rst": index}
    project = Project(tmp_path, files, catalog=CATALOG)
    project.write("broken.py", BROKEN)
    config = {"modelzoo_plugins": ["broken.py"]}
    built = project.build(parallel=parallel, **config)
    found = sorted(line.partition("broken.py:")[2] for line in built.warnings.splitlines())
    where = "WARNING: {}: plugin “broken.py”: {}"
    of_each = {
        "13: ": "column “odd” returned dict; expected a text, a number",
        "23: ": "section “trouble” raised RuntimeError: in the middle [modelzoo.plugin.failed]",
        "26: ": "section “unsafe” returned Paragraph with inlines = str: 'not a tuple'",
    }
    wanted = sorted(
        [
            f"9: {where.format('two', 'column “broken” raised KeyError: ')}'two' [modelzoo",
            *(
                line + where.format(one, of_each[line])
                for one in ("one", "two")
                for line in of_each
            ),
        ]
    )
    assert [line[: len(text)] for line, text in zip(found, wanted, strict=True)] == wanted
    assert ">fine<" in built.text("index.html")
    page = built.text("models/one.html")
    assert "Trouble" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    # Nothing has changed, and the next build says so again.
    again = project.build(**config)
    assert sorted(again.warnings.splitlines()) == sorted(built.warnings.splitlines())
    assert again.read == 0
    project.write("broken.py", BROKEN.replace("raise KeyError(subject.model.id)", 'return "now"'))
    assert ">now<" in project.build(**config).text("index.html")


@pytest.mark.parametrize("wrong", ["raise SystemExit(3)", "import sys; sys.exit('no')"])
def test_a_function_that_ends_python_is_one_problem(tmp_path: Path, wrong: str) -> None:
    project = Project(tmp_path, {"index.rst": INDEX.format("broken")}, catalog=CATALOG)
    project.write("broken.py", BROKEN.replace("raise KeyError(subject.model.id)", wrong))
    built = project.build(modelzoo_plugins=["broken.py"])
    assert "two: plugin “broken.py”: column “broken” raised SystemExit" in built.warnings
    assert "<html" in built.text("index.html")


def test_a_grouping_is_one_everywhere(tmp_path: Path) -> None:
    index = (
        "Zoo\n===\n\n.. modelzoo::\n   :columns: name\n   :group-by: letter\n"
        "   :interactive: yes\n\n.. modelzoo-stats::\n   :by: letter\n\n"
        ".. modelzoo-plot::\n   :x: params\n   :y: params\n   :group: letter\n"
    )
    project = Project(tmp_path, {"index.rst": index}, catalog=CATALOG)
    text = (
        "from sphinx_modelzoo.api import grouping\n"
        "@grouping('letter', facet=(1, {'en': 'Letter', 'zh': '字母'}))\n"
        "def letter(subject):\n    return subject.model.name[0]\n"
    )
    project.write("letter.py", text)
    built = project.build(modelzoo_plugins=["letter.py"])
    assert built.warnings == ""
    shown = built.text("index.html")
    assert "Number of models by “letter”" in shown
    assert "Letter" in shown
    project.write("letter.py", text.replace("name[0]", "name[:0]").replace("(1, ", "(-1, "))
    assert project.build(modelzoo_plugins=["letter.py"]).warnings == ""


# Files beside the pages ----------------------------------------------------------------------


def test_files_beside_the_pages(project: Project) -> None:
    files = {"models.json": "json", "data/zoo.csv": "csv", "models.yaml": "yaml"}
    built = project.build(modelzoo_files=files, modelzoo_plugins=["plugin/memory.py"])
    assert built.warnings == ""
    assert '"id": "one"' in built.text("models.json")
    assert built.text("data/zoo.csv").startswith("id,Model,")
    before = (built.outdir / "models.json").stat()
    again = project.build(modelzoo_files=files, modelzoo_plugins=["plugin/memory.py"])
    after = (again.outdir / "models.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    project.edit("models.yaml", "name: Alpha", "name: Omega")
    del files["data/zoo.csv"]
    built = project.build(modelzoo_files=files, modelzoo_plugins=["plugin/memory.py"])
    assert "Omega" in built.text("models.json")
    assert not (built.outdir / "data" / "zoo.csv").exists()
    assert not (project.build("text", modelzoo_files=files).outdir / "models.json").exists()
    assert not (project.build("epub", modelzoo_files=files).outdir / "models.json").exists()


def test_tables_are_in_the_language_of_the_build(tmp_path: Path) -> None:
    project = Project(tmp_path)
    built = project.build(modelzoo_files={"zoo.csv": "csv"}, language="zh_CN")
    assert "许可" in built.text("zoo.csv").splitlines()[0]


@pytest.mark.parametrize(
    ("path", "name", "wanted"),
    [
        ("../models.json", "json", "has the path '../models.json'"),
        ("/tmp/models.json", "json", "has the path '/tmp/models.json'"),
        ("C:\\models.json", "json", "expected a relative one without “..”"),
        ("", "json", "has the path ''"),
        ("index.html", "json", "'index.html' is the path of a page"),
        ("models/one.html", "json", "is the path of a page"),
        ("objects.inv", "json", "is the path of a page"),
        ("models", "json", "'models' and 'models/"),
        ("index.html/zoo.json", "json", "'index.html/zoo.json' and 'index.html': one is a file"),
        ("zoo.json", "jsn", "unknown format “jsn” (did you mean “json”?)"),
        ("zoo.json", "nothing", "known formats: json, json-schema, yaml"),
    ],
)
def test_wrong_files(tmp_path: Path, path: str, name: str, wanted: str) -> None:
    project = Project(tmp_path, catalog=CATALOG)
    built = project.build(modelzoo_files={path: name, "good.json": "json"})
    (line,) = built.warnings.splitlines()
    assert wanted in line
    assert "[modelzoo.files." in line
    assert "<html" in built.text("index.html")
    assert (built.outdir / "good.json").exists()
    assert not (project.root / "models.json").exists()


def test_a_format_of_a_plugin(tmp_path: Path) -> None:
    project = Project(tmp_path, catalog=CATALOG)
    project.write(
        "names.py",
        "from sphinx_modelzoo.api import exporter\n"
        "@exporter('names', 'Names')\n"
        "def names(selection):\n"
        "    return ''.join(f'{one.name}\\n' for one in selection.models)\n",
    )
    project.write("failing.py", BROKEN)
    built = project.build(
        modelzoo_files={"names.txt": "names", "bad.txt": "failing"},
        modelzoo_plugins=["names.py", "failing.py"],
    )
    assert built.text("names.txt") == "Alpha\nBeta-Net\n"
    assert "exporter “failing” raised ZeroDivisionError" in built.warnings
    assert not (built.outdir / "bad.txt").exists()
