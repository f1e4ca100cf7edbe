"""The registry: what modules mark is collected per build, and shown everywhere."""

from __future__ import annotations

import importlib.util
from dataclasses import FrozenInstanceError
from functools import partial
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.cli.check import check_registry
from sphinx_modelzoo.cli.export import export_registry, exporters
from sphinx_modelzoo.cli.import_ import import_registry, importers
from sphinx_modelzoo.curation.formats.importer_types import ImportContext
from sphinx_modelzoo.curation.merge.source_files import read_sources
from sphinx_modelzoo.curation.rules.all_rules import check
from sphinx_modelzoo.exports.interface import Selection
from sphinx_modelzoo.registry import DuplicateMarkError, Registry
from sphinx_modelzoo.schema.vocabulary import Vocabularies
from sphinx_modelzoo.views import cells
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.section_specs import SectionSpec
from tests.support.mkdocs_project import Site
from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

PLUGIN = '''\
from sphinx_modelzoo.views import cells
from sphinx_modelzoo.views.columns import column
from sphinx_modelzoo.views.content import Paragraph, Words
from sphinx_modelzoo.views.section_specs import section

name = cells.name  # what is imported is marked where it is defined


@column("letters", "Letters", "How long the name is.", kind="number")
def letters(subject, context):
    """Count the letters of a name."""
    return cells.words(Words(f"LETTERS {len(subject.model.name)}"))


@section("motto", "Motto")
def motto(ctx):
    """Say something."""
    return (Paragraph((Words(f"MOTTO OF {ctx.model.name}"),)),)
'''
FORMATS = '''\
from sphinx_modelzoo.curation.formats.importer_types import Draft, ImportResult, importer
from sphinx_modelzoo.curation.rules.rule import Finding, rule
from sphinx_modelzoo.exports.interface import exporter
from sphinx_modelzoo.problems.codes import ProblemKind

SHORT = ProblemKind("modelzoo.name.short", "warning", "A name is short.", "Lengthen it.")


@rule(SHORT)
def find_short(context):
    """Find short names."""
    for model in context.catalog.models:
        if len(model.name) < 6:
            yield Finding.of(SHORT, model.id, ("name",), f"short name “{model.name}”")


@exporter("names", "Names, one per line")
def names(selection):
    """Write names."""
    return "".join(f"{model.name}\\n" for model in selection.models)


@importer("names", "Names", lambda path, text: path.suffix == ".names", lambda folder: ())
def read(paths, context):
    """Read names."""
    drafts = (
        Draft({"name": name}, context.place(path, line))
        for path in paths
        for line, name in enumerate(path.read_text().splitlines(), 1)
    )
    return ImportResult(list(drafts))
'''
CATALOG = "schema_version: 1\nmodels:\n- {id: one, name: Alpha}\n- {id: two, name: Beta-Net}\n"
CELLS = ("LETTERS 5", "LETTERS 8")


def load(folder: Path, text: str = PLUGIN) -> ModuleType:
    """A module from a file, as a plugin is one."""
    path = folder / "letters.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("letters", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plug_in(monkeypatch: pytest.MonkeyPatch, *modules: ModuleType) -> None:
    """Let each build make its registry of the built-in modules and of these."""
    made = partial(make_registry, *modules)
    for place in ("views.builtin", "sphinx_ext.build", "mkdocs_ext.plugin"):
        monkeypatch.setattr(f"sphinx_modelzoo.{place}.make_registry", made)


def test_marks_register_nothing(tmp_path: Path) -> None:
    module = load(tmp_path)
    assert "letters" not in make_registry()[ColumnSpec]
    registry = make_registry(module)
    assert list(registry[ColumnSpec])[-1] == "letters"
    assert list(registry[SectionSpec])[-1] == "motto"
    assert list(make_registry()[ColumnSpec]) == list(registry[ColumnSpec])[:-1]
    assert registry[ColumnSpec]["letters"].cell is module.letters


def test_a_registry_is_immutable() -> None:
    registry = make_registry()
    with pytest.raises(FrozenInstanceError):
        registry.digest = ""  # type: ignore[misc]
    with pytest.raises(TypeError):
        registry[ColumnSpec]["x"] = registry[ColumnSpec]["name"]  # type: ignore[index]
    with pytest.raises(TypeError):
        registry.entries[ColumnSpec] = {}  # type: ignore[index]
    assert Registry()[ColumnSpec] == {}


def test_two_marks_of_one_name_are_an_error_with_both_places(tmp_path: Path) -> None:
    module = load(tmp_path, PLUGIN.replace('"letters", "L', '"name", "L'))
    with pytest.raises(DuplicateMarkError) as caught:
        make_registry(module)
    assert str(caught.value) == (
        "duplicate ColumnSpec “name”: sphinx_modelzoo.views.cells.name and letters.letters"
    )
    assert list(Registry.of(cells, cells)[ColumnSpec]) == list(Registry.of(cells)[ColumnSpec])


def test_the_digest_covers_names_and_sources(tmp_path: Path) -> None:
    one = make_registry(load(tmp_path)).digest
    assert one == make_registry(load(tmp_path)).digest
    assert len({one, make_registry().digest, Registry.of(cells).digest}) == 3
    assert one != make_registry(load(tmp_path, PLUGIN.replace("OF", "FOR"))).digest


@pytest.mark.parametrize(("mark", "count"), [("", 1), (", of_variants=True", 2)])
def test_sections_of_variants(tmp_path: Path, mark: str, count: int) -> None:
    (tmp_path / "models.yaml").write_text(
        "schema_version: 1\nmodels:\n- {id: one, name: Alpha, variants: [{id: own}]}\n"
    )
    module = load(tmp_path, PLUGIN.replace('"Motto")', f'"Motto"{mark})'))
    catalog = load_catalog("models.yaml", tmp_path, registry=make_registry(module))
    page = build_model_page(catalog, catalog.models[0], "en")
    assert repr(page.blocks).count("MOTTO OF") == count


def test_sphinx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = "Zoo\n===\n\n.. modelzoo::\n   :columns: name, letters\n"
    project = Project(tmp_path, {"index.rst": index}, catalog=CATALOG)
    plug_in(monkeypatch, load(tmp_path))
    built = project.build()
    assert built.warnings == ""
    assert [one for one in CELLS if one in built.text("index.html")] == list(CELLS)
    assert "<h2>Motto" in built.text("models/one.html")
    assert "MOTTO OF Alpha" in built.text("models/one.html")
    assert project.build().read == 0
    # The plugin changes: what shows it is made again, and equals a fresh build.
    plug_in(monkeypatch, load(tmp_path, PLUGIN.replace("MOTTO", "SONG").replace("RS {", "R: {")))
    built = project.build()
    assert "LETTER: 5" in built.text("index.html")
    assert "SONG OF Alpha" in built.text("models/one.html")
    fresh = project.build(to="fresh")
    for name in ("index.html", "models/one.html", "models/two.html"):
        assert built.text(name) == fresh.text(name)
    # It is gone: the option names nothing now, though neither page nor catalog has changed.
    plug_in(monkeypatch)
    built = project.build()
    assert "unknown column “letters”" in built.warnings
    assert "LETTER" not in built.text("index.html")
    assert "SONG" not in built.text("models/one.html")


def test_sphinx_as_text_in_parallel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = "Zoo\n===\n\n.. modelzoo::\n   :columns: name, letters\n"
    project = Project(tmp_path, {"index.rst": index}, catalog=CATALOG)
    plug_in(monkeypatch, load(tmp_path))
    built = project.build("text", parallel=2)
    assert built.warnings == ""
    assert [one for one in CELLS if one in built.text("index.txt")] == list(CELLS)
    assert "MOTTO OF Beta-Net" in built.text("models/two.txt")


def test_mkdocs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mkdocs")
    plug_in(monkeypatch, load(tmp_path))
    index = "# Zoo\n\n```{modelzoo}\n:columns: name, letters\n```\n"
    built = Site(tmp_path, {"index.md": index}, catalog=CATALOG).build()
    assert built.warnings == []
    assert [one for one in CELLS if one in built.text("index.html")] == list(CELLS)
    page = built.soup("models/one/index.html")
    assert "Motto" in [title.get_text() for title in page.select("h2")]
    assert "MOTTO OF Alpha" in page.get_text()


@pytest.mark.parametrize(
    "command", [["list"], ["list", "--format", "csv"], ["export", "--to", "csv"]], ids=" ".join
)
def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    plug_in(monkeypatch, load(tmp_path))
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    name, *options = command
    done = CliRunner().invoke(main, [name, "models.yaml", "--columns", "id, letters", *options])
    assert done.exit_code == 0, done.output
    assert [one for one in CELLS if one in done.stdout] == list(CELLS)


def test_pages_as_markdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plug_in(monkeypatch, load(tmp_path))
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["pages", "models.yaml", "--out", "models"]).exit_code == 0
    assert "## Motto" in (tmp_path / "models/one.md").read_text(encoding="utf-8")


def test_rules_and_formats_join_the_registry_of_the_command(tmp_path: Path) -> None:
    module = load(tmp_path, FORMATS)
    (tmp_path / "models.yaml").write_text(CATALOG, encoding="utf-8")
    checked = load_catalog("models.yaml", tmp_path, registry=check_registry(module))
    (found,) = check(checked, only=["name.short"], root=tmp_path).problems
    assert str(found.message) == "short name “Alpha”"
    written = exporters(export_registry(module))["names"].text(Selection(checked, checked.models))
    assert written == "Alpha\nBeta-Net\n"
    path = tmp_path / "zoo.names"
    path.write_text(written, encoding="utf-8")
    formats = importers(import_registry(module))
    assert list(formats)[-1] == "names"
    ((name, result),) = read_sources([path], ImportContext(Vocabularies.builtin()), formats)
    assert (name, [draft.name for draft in result.drafts]) == ("names", ["Alpha", "Beta-Net"])
