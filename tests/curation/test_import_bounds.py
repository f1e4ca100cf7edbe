"""What nobody writes into a table: it is left out with its place, and takes no time to speak of."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.formats.record_files import sniff
from sphinx_modelzoo.curation.grids.grid import Heading, Table
from sphinx_modelzoo.curation.grids.markdown_tables import blocks, split_row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIZE = 1 << 20
LARGE = "word " * (SIZE // 5)
LIMIT = "the limit is 100,000"


def rst(head: str, row: str) -> str:
    return f"Zoo\n===\n\n{head}\n   :header-rows: 1\n\n{row}"


def nested(text: str) -> str:
    return text.replace("word ", "<b>")


CARD = "---\nlicense: mit\nmodel-index:\n- {name: A, results: []}\n---\n# A\n\n"
SHAPES: dict[str, tuple[Callable[[str], str], str]] = {
    "zoo.csv": (lambda text: f"Model,Summary\nA,{text}\nB,fine\n", ":2"),
    "quoted.csv": (lambda text: f'Model,Summary\nA,"x\n{text}"\nB,fine\n', ":2"),
    "head.csv": (lambda text: f"Model,{text}\nA,1\nB,fine\n", ":1"),
    "zoo.tsv": (lambda text: f"Model\tSummary\nA\t{text}\nB\tfine\n", ":2"),
    "zoo.md": (lambda text: f"|Model|Summary|\n|---|---|\n|A|{text}|\n|B|fine|\n", ":3"),
    "head.md": (lambda text: f"|Model|{text}|\n|---|---|\n|A|x|\n|B|fine|\n", ":1"),
    "list.md": (lambda text: f"- A: 76.1 % top-1\n- C: {text}\n- B: 5.2 % top-1 fine\n", ":2"),
    "zoo.html": (
        lambda text: f"<table><tr><th>Model<th>Summary\n<tr><td>A<td>{text}\n<tr><td>B<td>fine",
        ":2",
    ),
    "link.html": (
        lambda text: "<table><tr><th>Model<th>Code<th>Summary\n<tr><td>A<td>"
        f"<a href='https://a.org/{text}'>x</a>\n<tr><td>B<td><td>fine",
        ":2",
    ),
    "zoo.ipynb": (
        lambda text: json.dumps(
            {"cells": [{"cell_type": "markdown", "source": SHAPES["zoo.md"][0](text)}]}
        ),
        ":3",
    ),
    "list.rst": (
        lambda text: rst(
            ".. list-table::",
            f"   * - Model\n     - Summary\n   * - A\n     - {text}\n   * - B\n     - fine\n",
        ),
        ":9",
    ),
    "csv.rst": (
        lambda text: rst(".. csv-table::", f"   Model,Summary\n   A,{text}\n   B,fine\n"), ":8"
    ),
    "zoo.json": (
        lambda text: json.dumps([{"name": "A", "summary": text}, {"name": "B", "summary": "fine"}]),
        "",
    ),
    "zoo.jsonl": (
        lambda text: f'{{"name": "A", "summary": "{text}"}}\n{{"name": "B", "summary": "fine"}}\n',
        ":1",
    ),
    "README.md": (lambda text: f"{CARD}{text}\n", ":2"),
}  # fmt: skip
REFUSED: dict[str, tuple[Callable[[str], str], str]] = {
    "zoo.yaml": (lambda text: f"- name: A\n  summary: {text}\n- name: B\n", f":2: .*{LIMIT}"),
    "model-index.yml": (lambda text: f"Models:\n- Name: A\n  Note: {text}\n", f":3: .*{LIMIT}"),
    "open.csv": (lambda text: f'Model,Summary\nA,"{text}\nB,fine\n', ":2: .*quote is not closed"),
    "deep.html": (lambda text: f"<table><tr><td>\n{nested(text)}", ":2: .*too deep"),
    "deep.md": (lambda text: f"<table><tr><td>\n{nested(text)}", ":2: .*too deep"),
}  # fmt: skip


def imported(folder: Path, name: str, text: str) -> tuple[int, str, str]:
    """Import a file; the status, what was said on one line, and the catalog."""
    (folder / name).write_text(text, encoding="utf-8")
    out = folder / "out.yaml"
    done = CliRunner().invoke(main, ["import", str(folder / name), "-o", str(out)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output, out.read_text("utf-8") if out.exists() else ""


@pytest.mark.once
@pytest.mark.parametrize("name", SHAPES)
def test_a_large_cell_is_left_out(tmp_path: Path, name: str) -> None:
    make, line = SHAPES[name]
    status, said, catalog = imported(tmp_path, name, make(LARGE))
    assert status == 0
    limit = LIMIT.replace("100,000", "1,000") if name.startswith("head") else LIMIT
    (told,) = (one for one in said.splitlines() if limit in one)
    assert f"{name}{line}: " in told
    assert "name: A" in catalog
    assert ("fine" in catalog) == (name != "README.md")
    assert len(catalog) < 2000


@pytest.mark.once
@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    make, words = REFUSED[name]
    status, said, catalog = imported(tmp_path, name, make(LARGE))
    assert (status, catalog) == (2, "")
    (line,) = said.splitlines()
    place, _, why = words.partition(".*")
    assert f"{name}{place}" in line
    assert why in line
    assert len(line) < 1000


def test_many_columns(tmp_path: Path) -> None:
    heads = ",".join(f"c{number}" for number in range(5000))
    text = f"Model,{heads}\nA,{'1,' * 4999}1\nB,2\n"
    status, said, catalog = imported(tmp_path, "wide.csv", text)
    assert status == 0
    assert "wide.csv:1: the columns after the first 200: the table has 5001 columns" in said
    assert "c198" in catalog
    assert "c199" not in catalog


@pytest.mark.parametrize("text", ["模" * 5000, "1 " * 5000, "[" * 5000, "(x" * 5000])
def test_what_is_no_name(tmp_path: Path, text: str) -> None:
    status, said, catalog = imported(tmp_path, "zoo.csv", f"Model,Size\n{text},5M\nB,6M\n")
    assert status == 0
    assert "zoo.csv:2: the row" in said
    assert catalog.count("name:") == 1


def test_blank_lines_in_yaml_take_no_time(tmp_path: Path) -> None:
    text = f"a:\n{chr(10) * 5000}"  # as many as 26 took 10 s, and each more twice as long
    start = time.process_time()
    assert not sniff(tmp_path / "zoo.yaml", text)
    assert sniff(tmp_path / "zoo.yaml", f"{text}  b: 1\n")
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "make",
    [
        lambda count: f"# a{' ' * count}x",
        lambda count: f"| a |\n|---{' ' * count}x",
        lambda count: "> " * count,
        lambda count: f"| a | b |\n|---|---|\n| x | {'[^' * count} |",
        lambda count: f"| a | b |\n|---|---|\n| x | {'`' * count} |",
        lambda count: "`a``" * count,
    ],
    ids=["heading", "delimiter", "quote", "note", "ticks", "code"],
)
def test_a_long_line_takes_time_in_proportion(make: Callable[[int], str]) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        text = make(count)
        list(blocks(text))
        split_row(text)
        return time.process_time() - start

    seconds(10)
    few, many = (min(seconds(count) for _ in range(3)) for count in (2000, 16_000))
    assert many < 24 * few + 0.1  # of eight times as many; 64 times, if each looked at all others


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (r"| a \| b | c |", [r"a \| b", "c"]),
        ("| `a | b` | c |", ["`a | b`", "c"]),
        ("| `a | b | c |", ["`a", "b", "c"]),
        ("| ``a ` | b`` | c |", ["``a ` | b``", "c"]),
        ("a | | b", ["a", "", "b"]),
        ("|", []),
    ],
)
def test_rows(row: str, cells: list[str]) -> None:
    assert split_row(row) == cells


def test_marks_in_the_middle_of_a_line_stay() -> None:
    quoted = "> | Model | Summary |\n> |---|---|\n> | A > | b |\n"
    text = f"{quoted}\n- A: 1.5 %\n  top-1 - best\n- B: 2.5 %\n"
    table, items = (one for one in blocks(text) if isinstance(one, Table))
    assert [cell.text for cell in table.rows[0].cells] == ["A >", "b"]
    assert "top-1 - best" in items.rows[0].cells[3].text


@pytest.mark.parametrize(
    ("line", "words"), [("# A #", "A"), ("## A#", "A#"), ("# A ## \t", "A"), ("### ###", "")]
)
def test_headings_that_are_closed(line: str, words: str) -> None:
    (heading,) = blocks(line)
    assert isinstance(heading, Heading)
    assert heading.text == words
