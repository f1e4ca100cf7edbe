"""Whatever stands in a field or in a cell: a problem with its place, or something to show.

Never an exception, and never a page that is not well-formed.
"""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.curation.rules import rule_modules
from sphinx_modelzoo.curation.rules.all_rules import check
from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.exports.interface import Selection
from sphinx_modelzoo.guards import (
    finite_number,
    forbidden_character,
    is_whole_url,
    number,
    split_url,
    whole_number,
)
from sphinx_modelzoo.render.html import HtmlRenderer
from sphinx_modelzoo.render.markdown import MarkdownRenderer
from sphinx_modelzoo.render.plot_drawing import plot_svg
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.content import LEADERBOARD
from sphinx_modelzoo.views.display import Plot
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.model_page import build_model_page
from sphinx_modelzoo.views.options import parse_options
from sphinx_modelzoo.views.page_kinds import build_page, fill_in_views, page_ids
from sphinx_modelzoo.views.table import build_table
from sphinx_modelzoo.views.view import PLOT, TABLE
from tests.support.every_form import link, render
from tests.support.hostile import TEXTS, VALUES, as_yaml, places
from tests.support.import_helpers import read_text
from tests.support.registries import BUILTIN, COLUMNS, EXPORTERS, GROUPINGS, VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


STRIDE = 23  # prime to the number of values: every field and every value is among those taken


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """An entry for every value in every field of the schema."""
    lines = ["models:"]
    for place in places():
        for value in VALUES:
            for entry in place.entry(value):
                own = {} if place.path == ("id",) else {"id": f"m{len(lines)}"}
                lines.append(f"- {as_yaml({**own, **entry})}")
    path = tmp_path_factory.mktemp("hostile") / "models.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    registry = make_registry(*rule_modules())
    found = load_catalog("models.yaml", path.parent, registry=registry)
    assert len(found.models) > 2000
    return found


@pytest.fixture(scope="module")
def some(catalog: Catalog) -> Catalog:
    """A part of it, for what looks at all entries at once."""
    return Catalog(
        entries=catalog.entries[::STRIDE],
        vocabularies=catalog.vocabularies,
        problems=catalog.problems[::STRIDE],
        files=catalog.files,
        registry=catalog.registry,
    )


@pytest.mark.once
def test_every_problem_has_its_place(catalog: Catalog) -> None:
    assert len(catalog.problems) > 2000
    for problem in catalog.problems:
        assert problem.file == "models.yaml", problem
        assert problem.line > 1, problem
        assert problem.column > 0, problem
        assert problem.model, problem
        assert forbidden_character(f"{problem.text}{problem.hint}") == ""


@pytest.mark.once
def test_pages(catalog: Catalog) -> None:
    for number_, model in enumerate(catalog.models):
        assert len(model.id) <= 64
        language = "zh" if number_ % 2 else "en"
        page = fill_in_views(build_model_page(catalog, model, language), catalog, language)
        if number_ % STRIDE:
            HtmlRenderer(link, labels("en")).blocks(page.blocks)
            MarkdownRenderer(link, labels("en")).page(page).encode()
        else:
            render(page.blocks)


@pytest.mark.once
def test_tables_and_cards(some: Catalog) -> None:
    columns = f"{', '.join(COLUMNS)}, metric:mAP@COCO"
    options, _ = parse_options({"columns": columns, "rows": "variants"}, BUILTIN)
    table = render((build_table(some, options, "zh"),))
    cards = render(VIEWS[TABLE].view(some, (("view", "cards"),), "en"))
    for model in some.models:  # no value takes another entry along
        address = f'"{model.id}.html#'
        assert address in cards
        assert address in table


@pytest.mark.once
def test_leaderboards(some: Catalog) -> None:
    pages = [page for page in page_ids(some, leaderboards=True) if page.kind == LEADERBOARD]
    assert len(pages) > 3
    for page in pages:
        assert re.fullmatch(r"datasets/[a-z0-9-]{1,64}", page.path)
        render(fill_in_views(build_page(some, page, "zh"), some, "zh").blocks)


@pytest.mark.once
@pytest.mark.parametrize("by", GROUPINGS)
def test_statistics(some: Catalog, by: str) -> None:
    assert "<table" in render(VIEWS["modelzoo-stats"].view(some, (("by", by),), "en"))


@pytest.mark.once
def test_plots(some: Catalog) -> None:
    pytest.importorskip("matplotlib")
    options = (("group", "collection"), ("x", "params"), ("y", "mAP@COCO"))
    blocks = VIEWS[PLOT].view(some, options, "en")
    render(blocks)
    (plot,) = (block for block in blocks if isinstance(block, Plot))
    assert ElementTree.fromstring(plot_svg(plot, link)).tag.endswith("svg")


@pytest.mark.once
@pytest.mark.parametrize("name", EXPORTERS)
def test_exports(some: Catalog, name: str) -> None:
    form = EXPORTERS[name]
    # Only models with a date are in feeds.
    models = [replace(one, added=datetime.date(2024, 5, 1)) for one in some.models]
    if form.files is None:
        form.text(Selection(some, models)).encode()
        return
    for path, text in form.files(Selection(some, models)).items():
        assert len(Path(path).name) < 100
        text.encode()


@pytest.mark.once
def test_checks(some: Catalog) -> None:
    for problem in check(some).problems:
        assert problem.text


# Cells to import -----------------------------------------------------------------------------

CELLS = [text for text in TEXTS if len(text) < 6000 and not re.search("[\ud800-\udfff]", text)]


def _headers() -> Iterable[str]:
    found = load_words("headers")
    for group in ("roles", "conditions"):
        for names in found[group].values():
            yield str(names[0])
    yield "Top-1 Acc"


def _line(text: str) -> str:
    return " ".join(text.replace("|", "").split("\n"))


def _rows(width: int) -> Iterable[list[str]]:
    """The values, each of them once in every column, beside others."""
    for place in range(len(CELLS)):
        yield [CELLS[(place + 7 * column) % len(CELLS)] for column in range(width)]


def as_markdown(headers: Sequence[str]) -> str:
    cells = (
        " | ".join(f"{_line(text)} [x]({_line(text)})" for text in row)
        for row in _rows(len(headers))
    )
    rows = "".join(f"| M{place} | {row} |\n" for place, row in enumerate(cells))
    return f"| Model | {' | '.join(headers)} |\n|---{'|---' * len(headers)}|\n{rows}"


def as_html(headers: Sequence[str]) -> str:
    cells = (
        "".join(f"<td>{html.escape(text)} <a href='{html.escape(text)}'>x</a></td>" for text in row)
        for row in _rows(len(headers))
    )
    rows = "".join(f"<tr><td>M{place}</td>{row}</tr>\n" for place, row in enumerate(cells))
    heads = "".join(f"<th>{header}</th>" for header in ("Model", *headers))
    return f"<table><tr>{heads}</tr>\n{rows}</table>"


def as_csv(headers: Sequence[str]) -> str:
    out = io.StringIO()
    rows = ([f"M{place}", *row] for place, row in enumerate(_rows(len(headers))))
    clean = ([re.sub("[\0\r]", "", text) for text in row] for row in rows)
    csv.writer(out).writerows([("Model", *headers), *clean])
    return out.getvalue()


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "suffix", "make"),
    [("tables", ".md", as_markdown), ("tables", ".html", as_html), ("csv", ".csv", as_csv)],
    ids=["markdown", "html", "csv"],
)
def test_cells(tmp_path: Path, name: str, suffix: str, make: object) -> None:
    assert callable(make)
    headers = list(_headers())
    assert len(headers) > 40
    for start in range(6):
        result = read_text(name, make(headers[start::6]), tmp_path / f"zoo{suffix}")
        assert result.drafts


@pytest.mark.parametrize("link", ["https://[bad", "https://github[].com/a/b", "http://h:99999999/"])
@pytest.mark.parametrize("header", ["Paper", "Code", "Weights", "Config", "Demo"])
def test_an_unusablelink_is_to_be_reviewed(tmp_path: Path, header: str, link: str) -> None:
    text = f"| Model | {header} |\n|---|---|\n| A | [x]({link}) |\n"
    result = read_text("tables", text, tmp_path / "zoo.md")
    (draft,) = result.drafts
    assert draft.notes, draft
    assert "http" not in str(draft.data)


# The guards ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [text for text in TEXTS if isinstance(text, str)])
def test_guards_answer(text: str) -> None:
    split_url(text)
    is_whole_url(text)
    assert isinstance(whole_number(text), int | None)
    assert isinstance(finite_number(text), float | None)
    forbidden_character(text)


def test_numbers() -> None:
    assert number("0012") == 12
    assert number("-1.5e3") == -1500.0
    assert whole_number("9" * 41) is None
    assert whole_number("²") is None
    assert whole_number("٣") is None
    assert finite_number("1e999") is None
    assert finite_number("nan") is None


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://example.org/a", True),
        ("https://例子.测试/", True),
        ("http://[::1]:8000/x", True),
        ("http://user:word@[2001:db8::1]/", True),
        ("mailto:a@example.org", True),
        ("guide/a.html#[x]", True),
        ("https://example.org/[x]", True),
        ("https://github[].com/a/b", False),
        ("https://[bad", False),
        ("http://[::1]:x/", False),
        ("http://h:99999999/", False),
        ("http://a..b/", False),
        ("http://a%b/", False),
        (f"http://{'a' * 64}.org/", False),
        ("https://", False),
    ],
)
def test_whole_urls(url: str, whole: bool) -> None:
    assert is_whole_url(url) is whole


@pytest.mark.parametrize("length", [64, 65, 256])
def test_aliases_are_as_long_as_ids(tmp_path: Path, length: int) -> None:
    path = tmp_path / "models.yaml"
    path.write_text(f"models:\n- {{id: a, name: A, aliases: [b, {'a' * length}]}}\n")
    problems = load_catalog("models.yaml", tmp_path).problems
    assert [one.code for one in problems] == ["modelzoo.id.malformed"] * (length > 64)
    assert all((one.line, one.column, one.model) == (2, 33, "a") for one in problems)
