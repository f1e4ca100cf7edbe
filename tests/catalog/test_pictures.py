"""Pictures that cannot be shown: told of in the same words, whatever the docs are made with."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.pictures import with_usable_pictures
from sphinx_modelzoo.cli import main
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import Project, assert_same_tree

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
CATALOG = """\
models:
  - id: one
    name: One
    images:
      - {src: img/dot.png, alt: A dot}
      - {src: img/gone.png, alt: Gone}
      - {src: ../secret.png, alt: Secret}
      - {src: "https://example.org/far.png", alt: Far}
  - id: two
    name: Two
    images: [{src: img/../../secret.png, alt: Secret}]
"""
MISSING = (
    "“img/gone.png” does not exist in the documentation: "
    "the picture is omitted (correct the path, relative to the documentation's source folder, "
    "or add the file) [modelzoo.picture.missing]"
)
OUTSIDE = (
    "leads out of the documentation: the picture is omitted (move the image into the source "
    "folder; otherwise a page could show any local file) [modelzoo.picture.outside]"
)
TOLD = [
    f"models.yaml:6:15: one.images[1].src: {MISSING}",
    f"models.yaml:7:15: one.images[2].src: “../secret.png” {OUTSIDE}",
    f"models.yaml:11:20: two.images[0].src: “img/../../secret.png” {OUTSIDE}",
]


def place(folder: Path, source: Path) -> None:
    """A picture in the documentation, and one beside it."""
    (source / "img").mkdir(parents=True)
    (source / "img" / "dot.png").write_bytes(DOT)
    (folder / "secret.png").write_bytes(DOT)


def test_in_sphinx(tmp_path: Path) -> None:
    project = Project(tmp_path, catalog=CATALOG)
    place(tmp_path, project.src)
    built = project.build()
    told = built.warnings.replace(f"{project.src}/", "").replace("WARNING: ", "").splitlines()
    assert told == TOLD
    page = built.text("models/one.html")
    # The first picture is in the head, too, where it repeats what is said.
    assert re.findall(r'<img [^>]*alt="(.*?)"', page) == ["", "A dot", "Far"]
    assert [path.name for path in (built.outdir / "_images").iterdir()] == ["dot.png"]
    assert "<img" not in built.text("models/two.html")


@pytest.mark.parametrize("builder", ["latex", "epub", "text"])
def test_in_other_builders(tmp_path: Path, builder: str) -> None:
    project = Project(tmp_path, catalog=CATALOG)
    place(tmp_path, project.src)
    built = project.build(builder)
    assert built.warnings.count("[modelzoo.picture.") == len(TOLD), built.warnings
    assert "secret.png" not in {path.name for path in built.outdir.rglob("*")}


def test_a_picture_that_comes_later(tmp_path: Path) -> None:
    project = Project(tmp_path, catalog=CATALOG)
    place(tmp_path, project.src)
    project.build()
    (project.src / "img" / "gone.png").write_bytes(DOT)
    (project.src / "img" / "dot.png").unlink()
    again = project.build()
    assert_same_tree(again.outdir / "models", project.build(to="fresh").outdir / "models")
    assert re.findall(r'<img [^>]*alt="(.*?)"', again.text("models/one.html")) == [
        "",
        "Gone",
        "Far",
    ]


def test_in_mkdocs(tmp_path: Path) -> None:
    site = Site(tmp_path, catalog=CATALOG, files={"index.md": "# Zoo\n\n```{modelzoo}\n```\n"})
    place(tmp_path, tmp_path / "docs")
    built = site.build()
    assert built.warnings == TOLD
    images = built.soup("models/one/index.html").select("figure img")
    assert [image["alt"] for image in images] == ["A dot", "Far"]


def test_in_the_pages_that_the_command_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    place(tmp_path, tmp_path / "docs")
    done = CliRunner().invoke(main, ["pages", "models.yaml", "--out", "docs/models"])
    assert done.exit_code == 0
    assert done.stderr.replace("warning: ", "").splitlines()[: len(TOLD)] == TOLD
    page = (tmp_path / "docs/models/one.md").read_text(encoding="utf-8")
    assert re.findall(r"!\[(.*?)\]", page) == ["A dot", "Far"]


def test_nothing_wrong_nothing_changed(tmp_path: Path) -> None:
    (tmp_path / "models.yaml").write_text(CATALOG.replace("../", ""), encoding="utf-8")
    catalog = load_catalog("models.yaml", tmp_path)
    assert with_usable_pictures(catalog, tmp_path, lambda path: True) is catalog


def test_silenced(tmp_path: Path) -> None:
    text = CATALOG.replace(
        "    name: One\n", "    name: One\n    silence: modelzoo.picture.missing\n"
    )
    (tmp_path / "models.yaml").write_text(text, encoding="utf-8")
    catalog = load_catalog("models.yaml", tmp_path)
    found = with_usable_pictures(catalog, tmp_path, lambda path: False).problems
    assert [one.code for one in found if one.model == "one"] == ["modelzoo.picture.outside"]
