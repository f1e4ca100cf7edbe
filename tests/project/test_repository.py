"""The files that a forge, a registry and other services read: valid, and true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import matrix
import pytest
import readme_renderer.markdown as readme
import try_wheel
import yaml

ROOT = Path(__file__).resolve().parents[2]
HOME = "https://github.com/sphinx-modelzoo/sphinx-modelzoo"
SCHEMAS = {
    ".github/workflows/ci.yml": "github-workflows",
    ".github/workflows/release.yml": "github-workflows",
    ".github/dependabot.yml": "dependabot",
    ".github/ISSUE_TEMPLATE/config.yml": "github-issue-config",
    ".github/ISSUE_TEMPLATE/bug.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/wish.yml": "github-issue-forms",
    ".readthedocs.yaml": "readthedocs",
    "CITATION.cff": "citation-file-format",
}
TEXTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md")


def data(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.once
@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items())
def test_published_schemas(name: str, schema: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, str(ROOT / name)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_file_of_github_is_checked() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / ".github").rglob("*.yml")}
    assert found == {name for name in SCHEMAS if name.startswith(".github/")}


def test_ci_runs_every_pair_on_its_python() -> None:
    include = data(".github/workflows/ci.yml")["jobs"]["pairs"]["strategy"]["matrix"]["include"]
    found = {one["pair"]: one["python"] for one in include}
    assert found == {name: pair.python for name, pair in matrix.PAIRS.items()}


@pytest.mark.parametrize("name", [*SCHEMAS, *TEXTS, ".ci/run"])
def test_targets_of_make_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.M))
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`|run: |; )make ([a-z-]+)", text, re.M))
    assert named - targets == set()


@pytest.mark.parametrize("name", TEXTS)
def test_links_to_files_of_the_repository(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    inside = re.findall(rf"\]\((?:{HOME}/(?:blob|raw)/main/)?([\w./-]+)\)", text)
    assert [link for link in inside if not (ROOT / link).exists()] == []


def test_the_readme_reads_elsewhere() -> None:
    html = readme.render((ROOT / "README.md").read_text(encoding="utf-8"))
    assert html is not None
    links = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert len(links) > 10
    assert [link for link in links if not link.startswith(("https://", "#"))] == []


@pytest.mark.parametrize(("language", "folder"), [("en", "en"), ("zh-cn", "zh")])
def test_read_the_docs_builds_the_language_of_its_project(language: str, folder: str) -> None:
    (command,) = data(".readthedocs.yaml")["build"]["jobs"]["build"]["html"]
    assert command.startswith("python -m sphinx ")
    shown = subprocess.run(
        ["sh", "-c", f"echo {command}"],
        env={"READTHEDOCS_LANGUAGE": language, "READTHEDOCS_OUTPUT": "/out"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert f"example_docs/conf/{folder}" in shown
    assert shown[-1] == "/out/html"


def test_what_a_release_must_have() -> None:
    changelog = "## [Unreleased]\n\n## [0.2.0] - 2027-01-31\n\n### Added\n\n## [0.1.0]\n"
    wheel = "sphinx_modelzoo-{}-py3-none-any.whl"
    assert try_wheel.wrong_with("v0.2.0", wheel.format("0.2.0"), changelog) == []
    assert try_wheel.wrong_with("v0.2.0", wheel.format("0.1.0"), changelog) == [
        "the tag is v0.2.0, and the wheel has version 0.1.0",
        "CHANGELOG.md has no dated section for 0.1.0",
    ]
