"""Bad input gets a located, coded message, and the rest of the zoo is still built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.bad_input import CATALOGS, DOCUMENTS, GOOD, catalog
from tests.support.sphinx_project import CATALOG, Project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", CATALOGS)
def test_catalogs(tmp_path: Path, name: str) -> None:
    text, code, line = CATALOGS[name]
    project = Project(tmp_path)
    data = text if isinstance(text, bytes) else text.encode()
    (project.src / "models.yaml").write_bytes(data)
    built = project.build()
    assert f"[modelzoo.{code}]" in built.warnings, built.warnings
    message = next(part for part in built.warnings.splitlines() if f"[modelzoo.{code}]" in part)
    assert "Traceback" not in built.warnings
    if line:
        assert f"models.yaml:{line}" in message
        assert (built.outdir / "models/good-one.html").is_file() or name in {"bytes", "tab"}


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + CATALOG.encode(), CATALOG.replace("\n", "\r\n").encode()]
)
def test_bom_and_crlf_are_fine(tmp_path: Path, data: bytes) -> None:
    project = Project(tmp_path)
    (project.src / "models.yaml").write_bytes(data)
    built = project.build()
    assert built.warnings == ""
    assert "BetaNet" in built.text("index.html")


def test_all_problems_in_one_run(tmp_path: Path) -> None:
    entries = "".join(
        CATALOGS[name][0].split("models:\n")[1].replace(GOOD, "").replace("id: a", f"id: a{i}")  # type: ignore[union-attr]
        for i, name in enumerate(("field", "arxiv", "task", "scheme"))
    )
    built = Project(tmp_path, catalog=catalog(entries)).build()
    for code in ("field.unknown", "arxiv.unquoted", "task.unknown", "link.scheme"):
        assert f"[modelzoo.{code}]" in built.warnings
    assert (built.outdir / "models/good-one.html").is_file()


def test_suppressed(tmp_path: Path) -> None:
    project = Project(tmp_path, catalog=CATALOGS["task"][0])  # type: ignore[arg-type]
    assert "modelzoo.task.unknown" in project.build().warnings
    again = project.build(suppress_warnings=["modelzoo.task.unknown"])
    assert "task.unknown" not in again.warnings


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    project = Project(tmp_path)
    built = project.build(modelzoo_catalog="nothing.yaml")
    assert "[modelzoo.catalog.missing]" in built.warnings
    (project.src / "folder").mkdir()
    built = project.build(modelzoo_catalog="folder", to="again")
    assert "[modelzoo.catalog.empty-folder]" in built.warnings


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(tmp_path: Path, name: str) -> None:
    text, code, hint = DOCUMENTS[name]
    built = Project(tmp_path, {"index.rst": f"Zoo\n===\n\n{text}"}).build()
    lines = [line for line in built.warnings.splitlines() if f"[modelzoo.{code}]" in line]
    assert len(lines) == 1, built.warnings
    assert "index.rst:4" in lines[0]
    assert hint in lines[0]
    assert (built.outdir / "models/beta-net.html").is_file()
    if "modelzoo::" in text and code == "option.unknown":
        assert built.text("index.html").count("data-model=") == 3  # the table is there


def test_options_that_markdown_does_not_read(tmp_path: Path) -> None:
    pytest.importorskip("myst_parser")
    page = "# Zoo\n\n```{modelzoo}\nlimit: 1\n```\n"
    project = Project(tmp_path, {"index.md": page})
    built = project.build(extensions=["myst_parser", "sphinx_modelzoo"])
    assert built.warnings.count("WARNING") == 1
    assert "ignored “limit: 1”" in built.warnings
    assert "[modelzoo.option.unknown]" in built.warnings


def test_a_page_name_that_is_taken(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("models/beta-net.rst", ":orphan:\n\nMine\n====\n\nMy own page.\n")
    built = project.build()
    assert "[modelzoo.page.own]" in built.warnings
    assert "My own page." in built.text("models/beta-net.html")
    assert (built.outdir / "models/gamma-net.html").is_file()


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ({"modelzoo_language": "klingonisch"}, "config.language"),
        ({"modelzoo_pages": "../out"}, "config.pages"),
        ({"modelzoo_edit_url": "https://example.org/{path}"}, "config.edit-url"),
    ],
)
def test_config(tmp_path: Path, config: dict[str, str], code: str) -> None:
    built = Project(tmp_path).build(**config)
    assert f"[modelzoo.{code}]" in built.warnings
    assert "BetaNet" in built.text("index.html")


def test_no_catalog_is_set(tmp_path: Path) -> None:
    """Where a document shows models: the extension alone may be in settings that projects share."""
    made = Project(tmp_path, {"index.rst": "Zoo\n===\n\n.. modelzoo::\n"})
    built = made.build(modelzoo_catalog="")
    assert built.warnings.count("WARNING") == 1
    told = "index.rst:4: WARNING: modelzoo: modelzoo_catalog is not set (set it in conf.py, as in"
    assert told in built.warnings
    assert "[modelzoo.config.catalog]" in built.warnings
    assert Project(tmp_path, {"index.rst": "Zoo\n===\n"}).build(modelzoo_catalog="").warnings == ""


def test_no_suffix_for_pages(tmp_path: Path) -> None:
    project = Project(tmp_path, {"index.txt": "Zoo\n===\n"})
    built = project.build(source_suffix={".txt": "restructuredtext"})
    assert built.warnings == ""
    assert (built.outdir / "models/beta-net.html").is_file()
