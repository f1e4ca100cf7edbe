"""The command as a whole, and its `list`, `export`, `schema` and `init`."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from sphinx_modelzoo import __version__
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import COMMANDS, main
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.validation import validate
from tests.support import ROOT
from tests.support.registries import EXPORTERS

CATALOG = """\
schema_version: 1
models:
  - id: yolov4
    name: YOLOv4
    tasks: [object-detection]
    params: 64.4M
    paper: {title: YOLOv4, arxiv: "2004.10934", year: 2020}
    results:
      - {dataset: COCO, metrics: {mAP: 41.2}}
  - id: bert
    name: BERT
    tasks: [fill-mask]
    params: 110M
  - id: zh
    name: 中文模型
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


# The group


def test_every_command_is_there_and_says_what_it_does() -> None:
    text = run("--help").output
    context = click.Context(main)
    for name, (_, about) in COMMANDS.items():
        assert name in text
        command = main.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert about.split(",")[0].split(":")[0][:20] in " ".join(text.split())
        assert run(name, "--help").exit_code == 0


def test_the_version_and_python_m() -> None:
    assert __version__ in run("--version").output
    done = subprocess.run(
        [sys.executable, "-m", "sphinx_modelzoo", "list", "models.yaml", "--columns", "id"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout == "id\n------\nyolov4\nbert\nzh\n"


def test_commands_are_loaded_when_they_are_called() -> None:
    code = (
        "import sys; from sphinx_modelzoo.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'pydantic', 'yaml', 'html5lib', 'sphinx', 'docutils', 'mkdocs'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("unheard-of",),
        ("list",),
        ("list", "nowhere.yaml"),
        ("list", "models.yaml", "--format", "xml"),
        ("list", "models.yaml", "--filter", "params <"),
        ("list", "models.yaml", "--columns", "naem"),
        ("list", "models.yaml", "--limit", "-1"),
        ("export", "models.yaml"),
        ("export", "models.yaml", "--to", "word"),
        ("export", "models.yaml", "--to", "csv", "-o", "folder/"),
        ("export", "models.yaml", "--to", "huggingface"),
        ("export", "models.yaml", "--to", "huggingface", "-o", "models.yaml/"),
        ("export", "models.yaml", "--to", "json", "--tag", "none-has-it"),
        ("export", "models.yaml", "--to", "json", "-o", "models.yaml/x.json"),
        ("export", "models.yaml", "--to", "atom", "--page-url", "https://a.org/models/"),
        ("schema", "nowhere.yaml"),
        ("schema", "-o", "models.yaml/schema.json"),
        ("init", "nowhere"),
        ("init", "--catalog", "models.txt"),
    ],
)
def test_wrong_use_is_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert "Error" in result.stderr or "error" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [("list",), ("export", "--to", "json"), ("schema",)], ids=lambda each: each[0]
)
def test_a_catalog_with_errors_is_1(arguments: tuple[str, ...]) -> None:
    Path("bad.yaml").write_text("models:\n  - id: a\n    nmae: A\n")
    result = run(*arguments, "bad.yaml")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "bad.yaml:3:" in result.stderr
    assert "modelzoo.field.unknown" in result.stderr


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sphinx_modelzoo.catalog.loading.load_catalog", interrupt)
    result = run("list", "models.yaml")
    assert result.exit_code == 130
    assert result.stderr == "interrupted\n"


# list


def test_a_table_for_people() -> None:
    result = run("list", "models.yaml")
    assert result.exit_code == 0
    assert result.stdout == (
        "id      Model     Tasks             Datasets  Parameters  Year\n"
        "------  --------  ----------------  --------  ----------  ----\n"
        "yolov4  YOLOv4    Object detection  COCO           64.4M  2020\n"
        "bert    BERT      Fill mask                         110M\n"
        "zh      中文模型\n"
    ).replace("Fill mask       ", _label("fill-mask").ljust(16))
    assert result.stderr == "3 rows; the catalog has 3 models\n"


def test_one_model_is_one_model(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("schema_version: 1\nmodels:\n  - {id: a, name: A}\n", encoding="utf-8")
    assert run("list", str(path)).stderr == "1 row; the catalog has 1 model\n"


def _label(task: str) -> str:
    term = load_catalog("models.yaml", Path.cwd()).vocabularies.tasks.find(task)
    assert term is not None
    return term.label("en")


def test_filter_sort_limit_and_columns() -> None:
    found = run(
        "list", "models.yaml", "--filter", "params < 200M", "--sort", "-params", "--limit", "1",
        "--columns", "name, id, metric:mAP@COCO", "--format", "csv",
    )  # fmt: skip
    assert found.stdout == "Model,id,mAP (COCO)\nBERT,bert,\n"
    assert found.exit_code == 0


def test_the_language_of_a_table() -> None:
    text = run("list", "models.yaml", "--language", "zh_CN", "--format", "csv").stdout
    assert next(csv.reader(StringIO(text)))[:3] == ["id", "模型", "任务"]
    assert "目标检测" in text


def test_json_is_an_array_of_whole_entries() -> None:
    result = run("list", "models.yaml", "--format", "json", "--filter", "params < 100M")
    (entry,) = json.loads(result.stdout)
    assert entry["paper"]["arxiv"] == "2004.10934"
    model, _ = validate(Model, entry)
    assert model == load_catalog("models.yaml", Path.cwd()).get("yolov4")


def test_a_wrong_filter_points_at_the_place() -> None:
    result = run("list", "models.yaml", "--filter", "year > 'x'")
    assert "year > 'x'\n         ^" in result.stderr


def test_a_facet_that_nothing_has_is_a_warning() -> None:
    result = run("list", "models.yaml", "--tag", "no-such-tag", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == []
    assert "no model has the tag" in result.stderr


def test_several_files_are_one_catalog() -> None:
    Path("more.yaml").write_text("models:\n  - {id: more, name: More}\n")
    result = run("list", "models.yaml", "more.yaml", "--columns", "id", "--format", "csv")
    assert result.stdout.split() == ["id", "yolov4", "bert", "zh", "more"]


# export


# The entry has no text for translators: see test_translations.
@pytest.mark.parametrize("name", [name for name in EXPORTERS if name != "po"])
def test_export_to_a_file_and_to_standard_output(name: str) -> None:
    chosen = ("--filter", "id == 'yolov4'")
    printed = run("export", "models.yaml", "--to", name, *chosen)
    assert printed.exit_code == 0
    result = run("export", "models.yaml", "--to", name, *chosen, "-o", "deep/er/out.txt")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert result.stderr == "deep/er/out.txt: 1 model\n"
    written = Path("deep/er/out.txt").read_text(encoding="utf-8")
    if name == "markdown":
        assert printed.stdout in written
        assert written.startswith("<!-- modelzoo:begin -->")
    else:
        assert written == printed.stdout


def test_a_feed_leads_to_the_pages_that_are_named() -> None:
    address = "https://a.org/models/{id}/"
    printed = run("export", "models.yaml", "--to", "atom", "--page-url", address).stdout
    assert f"<id>{address.replace('{id}', 'yolov4')}</id>" in printed
    assert 'href="models/yolov4.html"' in run("export", "models.yaml", "--to", "atom").stdout


def test_export_to_a_folder() -> None:
    assert run("export", "models.yaml", "--to", "huggingface", "-o", "cards/").exit_code == 0
    assert sorted(path.parent.name for path in Path("cards").rglob("README.md")) == [
        "bert",
        "yolov4",
        "zh",
    ]
    assert run("export", "models.yaml", "--to", "openmmlab", "-o", "index/").exit_code == 0
    assert Path("index/model-index.yml").exists()
    assert run("export", "models.yaml", "--to", "yaml", "-o", "split/").exit_code == 0
    split = load_catalog("split", Path.cwd())
    assert not split.problems
    assert {model.id for model in split.models} == {"yolov4", "bert", "zh"}


def test_a_table_in_a_readme_leaves_the_rest_alone() -> None:
    readme = Path("README.md")
    readme.write_text("# Ours\n<!-- modelzoo:begin -->\n<!-- modelzoo:end -->\nMore.\n")
    assert run("export", "models.yaml", "--to", "markdown", "-o", "README.md").exit_code == 0
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("# Ours\n<!-- modelzoo:begin -->\n\n| Model and paper |")
    assert text.endswith("|\n\n<!-- modelzoo:end -->\nMore.\n")
    readme.write_text("# No markers\n")
    result = run("export", "models.yaml", "--to", "markdown", "-o", "README.md")
    assert result.exit_code == 2
    assert "modelzoo:begin" in result.stderr
    assert readme.read_text() == "# No markers\n"


# schema


def test_a_table_in_a_readme_keeps_its_line_ends() -> None:
    before = "# Zoo\r\n<!-- modelzoo:begin -->\r\n<!-- modelzoo:end -->\r\ntail\r\n"
    Path("README.md").write_bytes(b"\xef\xbb\xbf" + before.encode())
    assert run("export", "models.yaml", "--to", "markdown", "-o", "README.md").exit_code == 0
    after = Path("README.md").read_bytes()
    assert after.startswith(b"\xef\xbb\xbf# Zoo\r\n")
    assert b"| Model" in after
    assert after.count(b"\n") == after.count(b"\r\n")


@pytest.mark.parametrize("command", [("list",), ("export", "--to", "csv")])
def test_any_spelling_of_a_language(command: tuple[str, ...]) -> None:
    results = [run(*command, "models.yaml", "--language", tag) for tag in ("zh", "cn", "zh_CN")]
    assert {result.stdout for result in results} == {results[0].stdout}
    wrong = run(*command, "models.yaml", "--language", "Klingon")
    assert wrong.exit_code == 2
    assert "“Klingon” is not a language tag" in wrong.stderr


def test_the_schema_is_printed_or_written() -> None:
    printed = run("schema")
    assert json.loads(printed.stdout)["title"] == "sphinx-modelzoo catalog"
    assert run("schema", "-o", "modelzoo.schema.json").exit_code == 0
    assert Path("modelzoo.schema.json").read_text(encoding="utf-8") == printed.stdout


def test_the_schema_knows_the_tasks_of_a_catalog() -> None:
    Path("own.yaml").write_text("tasks: {tree-age: Age of trees}\nmodels: [{id: a, name: A}]\n")
    schema = json.loads(run("schema", "own.yaml").stdout)
    assert "tree-age" in schema["$defs"]["TaskName"]["anyOf"][0]["enum"]


# list


def test_list_leaves_out_a_broken_entry_and_fails() -> None:
    text = "models:\n  - {id: a, name: A}\n  - {id: b c, name: B}\n  - {id: d, name: D: E}\n"
    Path("broken.yaml").write_text(text, encoding="utf-8")
    for style, shown in {"table": "a   A", "csv": "a,A", "json": '"id": "a"'}.items():
        result = run("list", "broken.yaml", "--columns", "id, name", "--format", style)
        assert result.exit_code == 1
        assert shown in result.stdout
        assert "modelzoo.id.malformed" in result.stderr
        assert "modelzoo.yaml.syntax" in result.stderr
    assert run("export", "broken.yaml", "--to", "csv").stdout == ""


def test_list_speaks_the_language_of_the_catalog() -> None:
    Path("zh.yaml").write_text("language: zh\nmodels: [{id: a, name: A, params: 5}]\n", "utf-8")
    assert "参数量" in run("list", "zh.yaml").stdout
    assert "Parameters" in run("list", "zh.yaml", "--language", "en").stdout


# init


def test_init_in_a_sphinx_project() -> None:
    Path("docs/_build").mkdir(parents=True)
    Path("docs/_build/conf.py").write_text("project = 'copy'\n")
    conf = Path("docs/conf.py")
    conf.write_text("extensions = ['myst_parser']\n")
    Path("docs/index.rst").write_text("Docs\n====\n")
    result = run("init")
    assert result.exit_code == 0, result.output
    assert (
        'extensions += ["sphinx_modelzoo"]\n    modelzoo_catalog = "models.yaml"' in result.output
    )
    assert ".. modelzoo::" in result.output
    assert "_build" not in result.output
    assert conf.read_text() == "extensions = ['myst_parser']\n"  # the user's own
    catalog = load_catalog("docs/models.yaml", Path.cwd())
    assert not catalog.problems
    assert len(catalog) == 1


def test_init_with_a_configuration_for_each_language() -> None:
    for language in ("zh", "en"):
        Path(f"docs/conf/{language}").mkdir(parents=True)
        Path(f"docs/conf/{language}/conf.py").write_text(
            f"language = '{language}'\nproject = 'x'\n"
        )
    Path("docs/index_cn.rst").write_text("")
    result = run("init", "docs")
    assert result.exit_code == 0
    assert Path("docs/models.yaml").exists()
    assert result.output.count('extensions = ["sphinx_modelzoo"]') == 2
    assert result.output.count('modelzoo_catalog = "models.yaml"') == 2


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (
            "site_name: x\n",
            "plugins:\n      - search\n      - modelzoo: {catalog: models.yaml}",
        ),
        (
            "plugins:\n  - search\n",
            "(below plugins:):\n\n      - modelzoo: {catalog: models.yaml}",
        ),
        ("docs_dir: 'pages'  # here\n", "- modelzoo: {catalog: models.yaml}"),
        ("plugins:\n  - modelzoo: {}\n", "already uses sphinx-modelzoo"),
    ],
)
@pytest.mark.parametrize("name", ["mkdocs.yml", "properdocs.yml"])
def test_init_in_an_mkdocs_project(name: str, config: str, expected: str) -> None:
    Path(name).write_text(config)
    result = run("init")
    assert result.exit_code == 0
    assert expected in result.output
    assert Path(name).read_text() == config


LAYOUTS: dict[str, tuple[dict[str, str], tuple[str, ...], str]] = {
    "mkdocs, from its documents": (
        {"mkdocs.yml": "site_name: x\n", "docs/index.md": "# X\n"}, ("docs",), "models.yaml"
    ),
    "mkdocs with a catalog": (
        {"web/mkdocs.yml": "plugins:\n  - search\n  - modelzoo:\n      catalog: zoo.yaml\n"},
        ("web",),
        "web/zoo.yaml",
    ),
    "mkdocs with a folder": (
        {"web/mkdocs.yml": "plugins:\n  - modelzoo: {catalog: models}\n"},
        (),
        "web/models/models.yaml",
    ),
    "a folder that conf.py names": (
        {
            "docs/conf/zh/conf.py": "project = 'x'\nmodelzoo_catalog = 'models'\n",
            "docs/index_cn.rst": "",
        },
        ("docs",),
        "docs/models/models.yaml",
    ),
    "a pattern that conf.py names": (
        {"docs/conf.py": "extensions = []\nmodelzoo_catalog = ['zoo/*.yaml']\n"},
        (),
        "docs/zoo/models.yaml",
    ),
    "settings in another module": (
        {
            "docs/conf/zh/conf.py": "# sphinx-build\nfrom common import settings\n",
            "docs/conf/shared/common.py": 'SETTINGS = {"modelzoo_catalog": "zoo.yaml"}\n',
            "docs/index_cn.rst": "",
        },
        ("docs",),
        "docs/zoo.yaml",
    ),
    "conf.py beside the documents": (
        {
            "conf/zh/conf.py": "project = 'x'\nmodelzoo_catalog = 'models'\n",
            "conf/en/conf.py": "project = 'x'\nmodelzoo_catalog = 'models'\n",
            "about/index.md": "",
            "docs/index_cn.rst": "",
        },
        (),
        "docs/models/models.yaml",
    ),
    "conf.py beside the documents, from these": (
        {
            "conf/zh/conf.py": "project = 'x'\nmodelzoo_catalog = 'models'\n",
            "docs/index_cn.rst": "",
        },
        ("docs",),
        "docs/models/models.yaml",
    ),
    "sphinx, from a folder of documents": (
        {"docs/conf.py": "project = 'x'\n", "docs/guide/a.rst": ""},
        ("docs/guide",),
        "docs/models.yaml",
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_init_writes_the_file_that_the_build_reads(layout: str) -> None:
    files, arguments, expected = LAYOUTS[layout]
    Path("models.yaml").unlink(missing_ok=True)
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)
    result = run("init", *arguments)
    assert result.exit_code == 0, result.output
    assert f"Created {expected}" in result.output
    catalog = load_catalog(expected, Path.cwd())
    assert not catalog.problems
    assert [model.id for model in catalog.models] == ["resnet-50"]


@pytest.mark.parametrize("changed", [False, True])
def test_the_sample_leaves_when_models_come(changed: bool) -> None:
    Path("docs").mkdir()
    Path("docs/conf.py").write_text("project = 'x'\n")
    Path("zoo.csv").write_text("Model,Top-1\nAlpha,70.1\nBeta,71.2\n")
    assert run("init", "docs").exit_code == 0
    if changed:
        text = Path("docs/models.yaml").read_text(encoding="utf-8")
        Path("docs/models.yaml").write_text(text.replace("name: ResNet-50", "name: Mine"), "utf-8")
    result = run("import", "zoo.csv", "-o", "docs/models.yaml")
    assert result.exit_code == 0, result.output
    catalog = load_catalog("docs/models.yaml", Path.cwd())
    assert not catalog.problems
    kept = ["resnet-50"] if changed else []
    assert [model.id for model in catalog.models] == [*kept, "alpha", "beta"]


def test_init_leaves_a_catalog_alone() -> None:
    Path("conf.py").write_text("project = 'x'\n")
    result = run("init")
    assert result.exit_code == 0
    assert "already exists" in result.output
    assert Path("models.yaml").read_text(encoding="utf-8") == CATALOG


def test_init_without_documentation_is_wrong_use() -> None:
    result = run("init")
    assert result.exit_code == 2
    assert "no conf.py" in result.stderr


# pre-commit


def test_the_hooks_run_the_command() -> None:
    """Each hook's entry, with a catalog that is named as the hooks say."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["modelzoo-check", "modelzoo-fix"]
    Path("docs").mkdir()
    Path("docs/models.yaml").write_text(CATALOG, encoding="utf-8")
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "modelzoo"
        assert hook["pass_filenames"] is False  # entries name each other: all are checked
        assert run(*arguments, *hook["args"]).exit_code == 0


# Ctrl-C, and folders that nobody may write to

WRITING = [
    ("export", "models.yaml", "--to", "csv", "-o", "old.csv"),
    ("export", "models.yaml", "--to", "json", "-o", "new.json"),
    ("export", "models.yaml", "--to", "markdown", "-o", "README.md"),
    ("export", "models.yaml", "--to", "huggingface", "-o", "cards/"),
    ("check", "models.yaml", "--fix"),
    ("check", "models.yaml", "--format", "json", "--output", "old.csv"),
    ("pages", "models.yaml", "--out", "site"),
    ("schema", "-o", "old.csv"),
    ("init", "docs"),
]


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that anybody may read, with something to change for every command."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "project"
        (folder / "docs").mkdir(parents=True)
        Path(place).chmod(0o755)
        link = "name: BERT\n    code: [https://github.com/a/b.git]"
        text = CATALOG.replace("name: BERT", link)
        (folder / "models.yaml").write_text(text, encoding="utf-8")
        (folder / "old.csv").write_text("old")
        (folder / "README.md").write_text("<!-- modelzoo:begin -->\n<!-- modelzoo:end -->\n")
        (folder / "docs" / "conf.py").write_text("extensions = []\n")
        monkeypatch.chdir(folder)
        yield folder
        monkeypatch.undo()


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("arguments", WRITING)
def test_an_interrupt_while_writing_leaves_all_as_it_was(
    project: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    before = tree(project)

    def interrupt(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", interrupt)
        result = run(*arguments)
    assert result.exit_code == 130, result.output
    assert "interrupted" in result.stderr
    assert tree(project) == before
    assert run(*arguments).exit_code in (0, 1)
    assert tree(project) != before


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of folders are POSIX")
@pytest.mark.parametrize("arguments", WRITING)
def test_what_may_not_be_written_is_said_and_left(
    project: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    before = tree(project)
    shutil.copytree(project, project.parent / "other")
    monkeypatch.chdir(project.parent / "other")
    run(*arguments)  # everything is loaded now
    monkeypatch.chdir(project)
    user = os.geteuid()
    for folder in (project / "docs", project):
        folder.chmod(0o555)
    try:
        if user == 0:
            os.seteuid(65534)  # root may write anywhere
        result = run(*arguments)
    finally:
        os.seteuid(user)
        for folder in (project, project / "docs"):
            folder.chmod(0o755)
    assert result.exit_code == 2, result.output
    assert "cannot write" in result.stderr
    assert "nothing was changed" in result.stderr
    assert str(project) not in result.stderr
    assert tree(project) == before


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of folders are POSIX")
def test_a_folder_that_may_not_be_read(project: Path) -> None:
    run("list", "models.yaml")  # everything is loaded now
    user = os.geteuid()
    project.parent.chmod(0o700)
    try:
        if user == 0:
            os.seteuid(65534)  # root may read anything
        else:
            project.parent.chmod(0)
        result = run("list", str(project / "models.yaml"))
    finally:
        os.seteuid(user)
        project.parent.chmod(0o755)
    assert result.exit_code == 2, result.output
    assert "invalid path: Permission denied" in result.stderr
    assert "Errno" not in result.stderr
