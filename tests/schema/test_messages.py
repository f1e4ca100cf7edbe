"""The one registry of codes: what is added to it is found wherever messages are said or printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from sphinx_modelzoo.catalog import loading
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.problems import codes
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Problem, ProblemError, failure, problem
from tests.support import DOCS
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

NEW = ProblemKind(
    "modelzoo.catalog.moon",
    "warning",
    "The moon is full, and models bark.",
    "Wait for another night.",
)
TEXT = "a model barks (wait for another night)"


@pytest.fixture
def moon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new message: its entry in the registry, and whoever finds it."""
    groups = {**codes.GROUPS, "catalog": {**codes.GROUPS["catalog"], NEW.code: NEW}}
    monkeypatch.setattr(codes, "GROUPS", MappingProxyType(groups))
    monkeypatch.setattr(codes, "CODES", MappingProxyType({**codes.CODES, NEW.code: NEW}))
    find = loading.find_sources

    def under_the_moon(
        patterns: str | Sequence[str], root: Path, here: str = ""
    ) -> tuple[tuple[Path, ...], list[Problem]]:
        paths, found = find(patterns, root, here)
        return paths, [*found, problem("catalog.moon", "a model barks", file="models.yaml", line=2)]

    monkeypatch.setattr(loading, "find_sources", under_the_moon)


@pytest.mark.usefixtures("moon")
def test_the_command_says_a_new_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Project(tmp_path)
    monkeypatch.chdir(tmp_path / "src")

    def check(style: str, *options: str) -> str:
        arguments = ["check", "models.yaml", "--format", style, *options]
        return CliRunner().invoke(main, arguments).stdout

    found = json.loads(check("json"))["problems"]
    (told,) = (one for one in found if one["code"] == NEW.code)
    assert told["severity"] == "warning"
    assert (told["file"], told["line"]) == ("models.yaml", 2)
    assert (told["message"], told["hint"]) == ("a model barks", "wait for another night")
    assert f"models.yaml:2: warning: {TEXT} [{NEW.code}]" in check("text")
    assert f"::warning file=models.yaml,line=2,title={NEW.code}::{TEXT}" in check("github")
    rules = json.loads(check("sarif"))["runs"][0]["tool"]["driver"]["rules"]
    assert {"text": NEW.way_out} in [rule["help"] for rule in rules]
    assert NEW.code not in check("json", "--silence", "catalog.moon")


@pytest.mark.usefixtures("moon")
def test_sphinx_says_a_new_message(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert f"models.yaml:2: WARNING: {TEXT} [modelzoo.catalog.moon]" in project.build().warnings
    quiet = project.build(to="quiet", suppress_warnings=["modelzoo.catalog.moon"])
    assert quiet.warnings == ""


@pytest.mark.usefixtures("moon")
def test_mkdocs_says_a_new_message(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert site.build().warnings == [f"models.yaml:2: {TEXT} [{NEW.code}]"]
    site.configure(zoo={"suppress": ["modelzoo.catalog.moon"]})
    assert site.build().warnings == []


@pytest.mark.usefixtures("moon")
def test_the_manual_prints_a_new_message(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = DOCS / "conf" / "shared"
    monkeypatch.syspath_prepend(str(folder))
    reference: Any = __import__("reference_data")
    monkeypatch.delitem(sys.modules, "reference_data")
    assert reference.messages("catalog")[NEW.code] == NEW


def test_a_problem_of_a_directive_names_it_and_its_option() -> None:
    found = problem("option.value", "it is odd", None, option="limit", offset=2)
    assert found.within("modelzoo").text == "modelzoo: :limit: character 3: it is odd"
    assert problem("plot.font", "none", None).within("modelzoo-plot").text == "modelzoo-plot: none"


def test_what_ends_the_work_carries_every_problem() -> None:
    first = problem("type", "one", file="a.yaml", line=3, model="m", field="params")
    error = ProblemError(first, failure("range", "two", None).problem)
    assert error.problem.code == "modelzoo.range"
    assert str(error) == (
        "a.yaml:3: error: m.params: one (use the type given in the reference; text that "
        "looks like a number needs quotes) [modelzoo.type]\nerror: two [modelzoo.range]"
    )
