"""What others write, and what reads it: sound texts to mutate, and what must not raise."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from click.testing import CliRunner
from markdown import Markdown

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.rules import rule_modules
from sphinx_modelzoo.curation.rules.all_rules import check
from sphinx_modelzoo.exports.interface import Selection
from sphinx_modelzoo.guards import without_forbidden
from sphinx_modelzoo.mkdocs_ext.extension import makeExtension
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.query.filter import parse_filter
from sphinx_modelzoo.query.sorting import parse_sort
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.content import Prose
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.option_parsing import options_in
from sphinx_modelzoo.views.page_kinds import fill_in_views
from tests.support.every_form import render
from tests.support.registries import EXPORTERS, VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_modelzoo.catalog.catalog import Catalog

SEEDS: dict[str, tuple[str, ...]] = {
    name: tuple(texts)
    for name, texts in yaml.safe_load(
        (Path(__file__).parent.parent / "fixtures" / "fuzz_seeds.yaml").read_text(encoding="utf-8")
    ).items()
}


class Target(NamedTuple):
    """Something that reads texts: sound ones, and a function that raises where it fails."""

    name: str
    seeds: tuple[str, ...]
    run: Callable[[str, Path], None]


def _load(text: str, folder: Path) -> Catalog:
    path = folder / "models.yaml"
    path.write_bytes(text.encode())
    return load_catalog("models.yaml", folder, registry=make_registry(*rule_modules()))


def _catalog(text: str, folder: Path) -> None:
    """Load a catalog and show, check and export what it has."""
    catalog = _load(text, folder)
    for problem in (*catalog.problems, *check(catalog).problems):
        assert problem.file
        assert problem.text
        assert problem.code
    for language in ("en", "zh"):
        for model in catalog.models:
            page = build_model_page(catalog, model, language)
            render(fill_in_views(page, catalog, language).blocks)
        for name, options in {
            "modelzoo": (("preset", "short"),),
            "modelzoo-stats": (("by", "task"),),
            "modelzoo-leaderboard": (("dataset", "COCO"),),
        }.items():
            with suppress(ProblemError):
                render(VIEWS[name].view(catalog, options, language))
    for form in EXPORTERS.values():
        selection = Selection(catalog, catalog.models)
        with suppress(ProblemError):  # a format may have nothing to say of this catalog
            if form.files is None:
                form.text(selection).encode()
            else:
                form.files(selection)


@lru_cache(maxsize=1)
def _known(folder: Path) -> Catalog:
    return _load(SEEDS["catalog"][0], folder)


def _query(text: str, folder: Path) -> None:
    """Read a filter and an order, and use them."""
    catalog = _known(folder)
    with suppress(ProblemError):
        found = parse_filter(text, catalog.fields)
        assert str(parse_filter(str(found), catalog.fields)) == str(found)
        render(VIEWS["modelzoo"].view(catalog, (("filter", text),), "zh"))
    with suppress(ProblemError):
        parse_sort(text, catalog.fields)


def _options(text: str, folder: Path) -> None:
    """Read the options of each view, and show it."""
    catalog = _known(folder)
    written, _ = options_in(text.split("\n"))
    for view in VIEWS.values():
        parsed = view.read(written, catalog)
        assert all(problem.code for problem in parsed.problems)
        if parsed.shown:
            with suppress(ProblemError):
                render(view.view(catalog, parsed.kept, "en"))


def _prose(text: str, folder: Path) -> None:
    """Show a text of a catalog in every form."""
    del folder
    text = without_forbidden(text)  # a catalog refuses what XML cannot hold
    render((Prose(text), Prose(text, key="description")))


_PAGE = 5_000  # characters


def _page(text: str, folder: Path) -> None:
    """Convert a document as tools without plugins do.

    Python-Markdown itself takes quadratic time for some, and recurses for each level of a list.
    """
    _known(folder)
    text = text[:_PAGE]
    try:
        Markdown(extensions=["tables", "attr_list"]).convert(text)
    except RecursionError:
        return
    extension = makeExtension(catalog=str(folder / "models.yaml"), pages="models")
    with suppress(ProblemError):
        Markdown(extensions=["tables", "attr_list", extension]).convert(text)


def _shell(arguments: list[str]) -> None:
    """Run the command; a status is an answer, an exception none."""
    done = CliRunner().invoke(main, arguments)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code in {0, 1, 2}


def _import(text: str, folder: Path, name: str) -> None:
    """Import a file, twice: the second import changes nothing."""
    source, out = folder / name, folder / "out" / "models.yaml"
    out.parent.mkdir(exist_ok=True)
    source.write_bytes(text.encode())
    out.unlink(missing_ok=True)
    (out.parent / ".models.yaml.import").unlink(missing_ok=True)
    for left in out.parent.iterdir():
        left.unlink()
    _shell(["import", str(source), "-o", str(out), "--quiet"])
    if out.exists():
        before = out.read_bytes()
        _shell(["import", str(source), "-o", str(out), "--quiet"])
        assert out.read_bytes() == before


def _mapping(text: str, folder: Path) -> None:
    """Import a table with what a writer says of its columns."""
    source = folder / "zoo.csv"
    source.write_text("Model,Size,Odd,Link\nA,5M,7,https://example.org/a\nB,6M,x,b.pt\n")
    options = [part for line in text.split("\n") for part in ("--map", line)]
    _shell(["import", str(source), "-o", "-", "--quiet", *options])


RUNS: dict[str, Callable[[str, Path], None]] = {
    "catalog": _catalog,
    "query": _query,
    "options": _options,
    "prose": _prose,
    "page": _page,
    "mapping": _mapping,
    "import-markdown": partial(_import, name="README.md"),
    "import-html": partial(_import, name="zoo.html"),
    "import-rst": partial(_import, name="zoo.rst"),
    "import-csv": partial(_import, name="zoo.csv"),
    "import-index": partial(_import, name="model-index.yml"),
    "import-json": partial(_import, name="zoo.json"),
    "import-paddle": partial(_import, name="info.yaml"),
}
TARGETS = {name: Target(name, SEEDS[name], run) for name, run in RUNS.items()}
