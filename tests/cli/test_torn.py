"""A full disk, a folder that cannot be written, and builds in each other's way."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sphinx.cmd.build import main as sphinx_build

from sphinx_modelzoo.cli import main
from tests.support import ROOT
from tests.support.sphinx_project import CATALOG, INDEX, Project, assert_same_tree, tree
from tests.support.torn import small_disk, without_rights

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.once

MANY = "# Mine.\nmodels:\n" + "".join(
    f"- {{id: m{at}, name: Net {at}, summary: A model ofthe new kind.}}\n" for at in range(60)
)
WRITERS = {
    "import-new": ["import", "a.csv", "-o", "new.yaml"],
    "import-into": ["import", "a.csv", "-o", "models.yaml"],
    "export": ["export", "models.yaml", "--to", "json", "-o", "old.json"],
    "fix": ["check", "models.yaml", "--fix"],
    "schema": ["schema", "-o", "new.json"],
}


def full(size: int) -> Callable[[], None]:
    """Let no file of a process grow beyond a size, as on a disk that is full."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def start(
    folder: Path, *words: str, first: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=first,
    )


def said(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=300)
    assert "Traceback" not in output
    return output


@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_costs_no_file(tmp_path: Path, name: str) -> None:
    rows = "".join(f"N{at},{'long ' * 20}\n" for at in range(60))
    files = {"models.yaml": MANY, "a.csv": f"Model,Summary\n{rows}", "old.json": "{}"}
    for path, text in files.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    process = start(tmp_path, "sphinx_modelzoo", *WRITERS[name], first=full(1500))
    (line,) = [line for line in said(process).splitlines() if line.startswith("Error")]
    assert process.returncode == 2
    assert f"cannot write {WRITERS[name][-1].replace('--fix', 'models.yaml')}: " in line
    assert tree(tmp_path) == {path: text.encode() for path, text in sorted(files.items())}


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    if not Path("/proc/self").is_dir():
        pytest.skip("root may write everywhere but to /proc, which is not here")
    for words in (["export", "models.yaml", "--to", "csv", "-o", "/proc/zoo.csv"],
                  ["pages", "models.yaml", "--out", "/proc/zoo"]):  # fmt: skip
        process = start(tmp_path, "sphinx_modelzoo", *words)
        lines = said(process).splitlines()
        assert process.returncode in {1, 2}
        assert len(lines) == 1
        assert "/proc/zoo" in lines[0]


def test_torn_builds_leave_nothing_behind(tmp_path: Path) -> None:
    """Two full disks, two builds at once, and a catalog that is replaced while it is read."""
    project = Project(tmp_path, {"index.rst": INDEX}, 'modelzoo_catalog = "models.yaml"')

    def build(out: str, first: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        folders = ["-d", f"{out}.doctrees", "src", out]
        return start(tmp_path, "sphinx", "-q", "-b", "html", *folders, first=first)

    for size in (30_000, 3_000):
        torn = build("out", full(size))
        output, _ = torn.communicate(timeout=300)
        assert "cannot write " in output  # by name; the rest is Sphinx's own report
        assert torn.returncode == 2
    for other in [build("out"), build("out")]:
        other.communicate(timeout=300)
    texts = (CATALOG.replace("AlphaNet", "Other"), CATALOG.replace("[small]", "[large]"))
    building = build("out")
    while building.poll() is None:
        for text in texts:
            project.write("models.new", text).replace(project.src / "models.yaml")
    assert said(building) == ""
    for out in ("out", "fresh"):
        last = build(out)
        assert said(last) == ""
        assert last.returncode == 0
    assert_same_tree(tmp_path / "out", tmp_path / "fresh", but={".buildinfo.bak"})
    assert (project.src / "models.yaml").read_text(encoding="utf-8") in texts


@pytest.mark.parametrize("name", [*WRITERS, "pages"])
def test_a_small_disk_costs_no_file(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = WRITERS.get(name, ["pages", "models.yaml", "--out", "pages"])
    with small_disk(tmp_path / "disk", "64k"):
        disk = tmp_path / "disk"
        rows = "".join(f"N{at},{'long ' * 20}\n" for at in range(60))
        files = {"a.csv": f"Model,Summary\n{rows}", "models.yaml": MANY, "old.json": "{}"}
        for path, text in files.items():
            (disk / path).write_text(text, encoding="utf-8")
        (disk / "pages").mkdir()
        with suppress(OSError), (disk / "full").open("wb", 0) as file:
            while True:
                file.write(bytes(4096))
        before = tree(disk)
        monkeypatch.chdir(disk)
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 2
        assert isinstance(done.exception, SystemExit)
        assert "cannot write " in done.output
        assert "No space left" in done.output
        assert {path: data for path, data in tree(disk).items() if data} == before
        monkeypatch.chdir(tmp_path)


def test_sphinx_on_a_small_disk(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.rst": INDEX}, 'modelzoo_catalog = "models.yaml"')
    before = tree(project.src)

    def build(out: Path) -> int:
        return sphinx_build(
            ["-q", "-d", str(out / "doctrees"), str(project.src), str(out / "html")]
        )

    with small_disk(tmp_path / "disk", "100k") as grow:
        failed = []
        for size in ("100k", "400k", "900k"):  # the last may lack a page only
            grow(size)
            failed.append(build(tmp_path / "disk"))
        assert failed[:2] == [2, 2]
        grow("64m")
        assert build(tmp_path / "disk") == build(tmp_path / "fresh") == 0
        assert_same_tree(tmp_path / "disk" / "html", tmp_path / "fresh" / "html")
    assert tree(project.src) == before


def test_folders_without_the_right_to_write(tmp_path: Path) -> None:
    """Sources that are only read are built elsewhere; nothing of them changes where it fails."""
    project = Project(tmp_path, {"index.rst": INDEX}, 'modelzoo_catalog = "models.yaml"')
    (project.src / "a.csv").write_text("Model,Summary\nA,Words.\n", encoding="utf-8")
    before = tree(project.src)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*without_rights(), sys.executable, "-m", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )

    (tmp_path / "held").mkdir(mode=0o555)
    project.src.chmod(0o555)
    try:
        built = run("sphinx", "-q", "-d", "doctrees", "src", "out")
        refused = run("sphinx", "-q", "-d", "doctrees", "src", "held/out")
        imported = run("sphinx_modelzoo", "import", "src/a.csv", "-o", "src/models.yaml")
    finally:
        project.src.chmod(0o755)
    assert (built.returncode, built.stderr) == (0, "")
    assert refused.returncode != 0
    assert "Permission denied" in refused.stderr
    assert imported.returncode == 2
    (line,) = imported.stderr.splitlines()
    assert "cannot write src/models.yaml: Permission denied" in line
    assert tree(project.src) == before
