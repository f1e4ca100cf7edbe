"""Long series of random edits, and builds that are killed: incremental equals clean.

``python -m tests.soak [--kills 200] [--series 500] [--steps 10]``. How far it came is kept in
``build/soak.json``: the next run goes on from there (``--again`` begins anew). A series that fails
is repeated with a comparison after each step, which is named. The exit status is 1 if any failed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import re
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from sphinx.cmd.build import main as sphinx_build

from tests.sphinx.test_rebuild import UNDECLARED, Zoo
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import Project, assert_same_tree
from tests.support.warm import remember_templates

if TYPE_CHECKING:
    from collections.abc import Callable

STATE = Path("build/soak.json")


class Edited(Protocol):
    """A project that edits itself, and compares what it builds with a fresh build."""

    def step(self) -> None:
        """Edit, and build on what is there."""

    def compare(self) -> None:
        """Fail where the last build differs from a fresh one."""


class Killed(Protocol):
    """A project whose builds can be killed."""

    def edit(self) -> None:
        """Edit the project."""

    def build(self) -> None:
        """Build on what is there."""

    def compare(self) -> None:
        """Fail where the last build differs from a fresh one."""


class SphinxSeries:
    """Builds of Sphinx in this process, some of which are stopped on the way."""

    def __init__(self, root: Path, seed: int, parallel: int) -> None:
        self.zoo = Zoo(root, seed)
        self.parallel = parallel
        self.again = self.zoo.build(parallel=parallel)

    def step(self) -> None:
        """Edit, sometimes stop a build and edit again, and build."""
        self.zoo.edit()
        if self.zoo.chance.random() < 0.3:
            self.zoo.stop_build(pytest.MonkeyPatch())
            self.zoo.edit()
        self.again = self.zoo.build(parallel=self.parallel)
        lines = self.again.warnings.splitlines()
        wrong = [line for line in lines if not line.endswith(UNDECLARED)]
        assert not wrong, wrong

    def compare(self) -> None:
        """Compare with a build into an empty folder."""
        fresh = self.zoo.project.root / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        built = self.zoo.build(to="fresh")
        for one in (self.again, built):
            self.zoo.clean(one.outdir)
        assert_same_tree(self.again.outdir, built.outdir, but={".buildinfo.bak"})


class MkDocsSeries:
    """Builds of MkDocs, whose plugin keeps what it has parsed."""

    PAGES = ("```{modelzoo}\n```\n", "```{modelzoo}\n:view: cards\n```\n", "No table.\n",
             "```{modelzoo}\n:rows: variants\n:sort: name\n```\n", "```{modelzoo-stats}\n```\n",
             "```{modelzoo}\n:preset: short\n:limit: 2\n```\n")  # fmt: skip

    def __init__(self, root: Path, seed: int) -> None:
        self.zoo = Zoo(root / "edits", seed)
        self.site = Site(root, {"index.md": f"# Zoo\n\n{self.PAGES[0]}"})
        self.write()

    def write(self) -> None:
        """Write what the edits have left."""
        source, target = self.zoo.project.src, self.site.root
        for name in ("plugin", "pictures"):
            shutil.rmtree(target / name, ignore_errors=True)
            if (source / name).is_dir():
                shutil.copytree(source / name, target / name)
        heads = "".join(f"{name}: {value}\n" for name, value in self.zoo.heads.items())
        entries = "".join(self.zoo.entry(model) for model in self.zoo.models.values())
        self.site.write("models.yaml", f"{heads}models:{entries and ''}\n{entries}" if entries
                        else f"{heads}models: []\n")  # fmt: skip
        known = ("leaderboards", "pages", "preset", "plugins", "files", "interactive")
        settings = {
            name: value
            for name in known
            if (value := self.zoo.config.get(f"modelzoo_{name}")) is not None
        }
        self.site.configure(zoo=settings)
        table = self.zoo.chance.choice(self.PAGES)
        self.site.write("docs/index.md", f"# Zoo\n\n{table}")

    def step(self) -> None:
        """Edit, and build; what was parsed before is used."""
        self.zoo.edit()
        self.write()
        self.site.build()

    def compare(self) -> None:
        """Compare with a build that finds nothing of the ones before."""
        kept = self.site.root / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        (self.site.root / "site").rename(kept)
        shutil.rmtree(self.site.root / ".cache", ignore_errors=True)
        self.site.build()
        assert_same_tree(kept, self.site.root / "site")


KINDS: tuple[Callable[[Path, int], Edited], ...] = (
    lambda root, seed: SphinxSeries(root, seed, 0),
    lambda root, seed: SphinxSeries(root, seed, 2),
    MkDocsSeries,
)


def _told(error: AssertionError) -> str:
    """The words of an error, or the line that has none."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return str(error)[:500] or f"{last.filename}:{last.lineno}: {last.line}"


def series(number: int, steps: int) -> str:
    """Run a series, and compare at its end; return what is wrong, and after which step."""
    kind = KINDS[number % len(KINDS)]
    for each_step in (False, True):  # once more if it fails, to find the step
        step = 0
        with tempfile.TemporaryDirectory() as name:
            try:
                edited = kind(Path(name), number)
                for step in range(1, steps + 1):
                    edited.step()
                    if each_step or step == steps:
                        edited.compare()
            except AssertionError as error:
                failed = f"step {step}: {_told(error)}"
                if each_step:
                    return failed
            else:
                return "not again when compared after each step" if each_step else ""
    return failed


class SphinxKilled:
    """Builds of Sphinx by its own command, each in a process that can be killed."""

    def __init__(self, root: Path, seed: int, parallel: int) -> None:
        self.root, self.parallel = root, parallel
        self.zoo = Zoo(root, seed)

    def edit(self) -> None:
        """Edit the project."""
        self.zoo.edit()

    def build(self, out: str = "again") -> None:
        """Build on what is there; nothing but what is expected is said."""
        config = {"extensions": ["sphinx_modelzoo"], **self.zoo.config}
        text = "".join(f"{key} = {value!r}\n" for key, value in config.items())
        self.zoo.project.write("conf.py", text)
        words = ["-q", "-b", "html", "-d", f"{self.root}/{out}.d", "-j", str(self.parallel)]
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            status = sphinx_build([*words, str(self.zoo.project.src), f"{self.root}/{out}"])
        lines = re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue()).splitlines()
        assert status == 0, lines
        wrong = [line for line in lines if not line.endswith(UNDECLARED)]
        assert not wrong, wrong

    def compare(self) -> None:
        """Compare with a build into an empty folder."""
        self.build("fresh")
        for out in ("again", "fresh"):
            self.zoo.clean(self.root / out)
        assert_same_tree(self.root / "again", self.root / "fresh", but={".buildinfo.bak"})


class MkDocsKilled(MkDocsSeries):
    """Builds of MkDocs, each in a process that can be killed."""

    def edit(self) -> None:
        """Edit the project."""
        self.zoo.edit()
        self.write()

    def build(self) -> None:
        """Build on what is there."""
        self.site.build()


KILLED: tuple[Callable[[Path, int], Killed], ...] = (
    lambda root, seed: SphinxKilled(root, seed, 1),
    lambda root, seed: SphinxKilled(root, seed, 2),
    MkDocsKilled,
)


def in_child(run: Callable[[], None], seconds: float = 600) -> bool:
    """Run in a process of its own, which has all modules already; whether it came to its end.

    After some seconds it is killed, with its workers. What fails there fails here.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        try:
            run()
        except AssertionError as error:
            os.write(writing, _told(error).encode())
        except BaseException:
            os.write(writing, traceback.format_exc()[-2000:].encode())
        os._exit(0)
    with contextlib.suppress(OSError):  # the child was faster
        os.setpgid(child, child)
    os.close(writing)
    ended, _, _ = select.select([reading], [], [], seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as file:
        failed = file.read() if ended else ""
    assert not failed, failed
    return bool(ended)


def kill(number: int) -> tuple[int, str]:
    """Kill builds at random moments; how many, and what differs when one got to its end."""
    dice = random.Random(number)
    killed = 0
    with tempfile.TemporaryDirectory() as name:
        zoo = KILLED[number % len(KILLED)](Path(name), number)
        try:
            start = time.monotonic()
            in_child(zoo.build)
            took = time.monotonic() - start
            for _ in range(2):
                zoo.edit()
                killed += not in_child(zoo.build, dice.uniform(0, took))
            zoo.edit()
            in_child(zoo.build)
            in_child(zoo.compare)
        except AssertionError as error:
            return killed, _told(error)
    return killed, ""


def load_all() -> None:
    """Load what builds need: a process begun from this one has it."""
    remember_templates(pytest.MonkeyPatch())
    with tempfile.TemporaryDirectory() as name:
        Project(Path(name, "sphinx")).build()
        Site(Path(name, "mkdocs")).build()


def main() -> int:
    """Run what is left; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=500)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--again", action="store_true", help="begin anew")
    options = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = "0"  # MkDocs writes the time into its pages
    state: dict[str, Any] = {"kills": 0, "killed": 0, "series": 0, "failed": {}}
    if STATE.is_file() and not options.again:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    STATE.parent.mkdir(exist_ok=True)
    end = time.monotonic() + 60 * options.minutes
    load_all()

    def one(name: str) -> str:
        if name == "series":
            return series(state[name], options.steps)
        killed, failed = kill(state[name])
        state["killed"] += killed
        return failed

    for name, wanted in (("kills", options.kills), ("series", options.series)):
        while state[name] < wanted and time.monotonic() < end:
            if failed := one(name):
                state["failed"][f"{name} {state[name]}"] = failed
                print(f"{name} {state[name]}: {failed}", flush=True)
            state[name] += 1
            STATE.write_text(json.dumps(state, indent=1), encoding="utf-8")
        print(f"{name}: {state[name]} of {wanted}", flush=True)
    print(f"{state['killed']} builds were killed, {len(state['failed'])} failed")
    return 1 if state["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
