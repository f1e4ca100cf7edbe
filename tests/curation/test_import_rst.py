"""Tables in reStructuredText become entries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_modelzoo.cli import main
from sphinx_modelzoo.curation.formats.importer_types import ImportResult, recognise
from sphinx_modelzoo.curation.grids import rst_tables as restructured
from sphinx_modelzoo.curation.grids.grid import Heading, Table, Unread
from sphinx_modelzoo.problems.messages import ProblemError
from tests.support import ROOT
from tests.support.import_helpers import IMPORTERS, context, read_text


def run(tmp_path: Path, text: str) -> ImportResult:
    return read_text("rst", text, tmp_path / "zoo.rst")


def entries(tmp_path: Path, text: str) -> dict[str, dict[str, Any]]:
    return {draft.name: draft.data for draft in run(tmp_path, text).drafts}


def tables(text: str) -> list[Table]:
    return [block for block in restructured.blocks(text) if isinstance(block, Table)]


def words(found: Table) -> list[list[str]]:
    return [[cell.words for cell in row.cells] for row in found.rows]


LIST = """\
.. list-table:: {title}
   :header-rows: 1

   * - Model
     - AP
   * - Net-A
     - 40.1
   * - Net-B
     - 41
"""
CSV = """\
.. csv-table:: {title}
   :header: Model, AP

   Net-A, 40.1
   "Net-B", "41"
"""
GRID = """\
.. table:: {title}

   +-------+------+
   | Model | AP   |
   +=======+======+
   | Net-A | 40.1 |
   +-------+------+
   | Net-B | 41   |
   +-------+------+
"""
SIMPLE = """\
.. table:: {title}

   =====  ====
   Model  AP
   =====  ====
   Net-A  40.1
   Net-B  41
   =====  ====
"""


@pytest.mark.parametrize("text", [LIST, CSV, GRID, SIMPLE], ids=["list", "csv", "grid", "simple"])
def test_each_kind_of_table(tmp_path: Path, text: str) -> None:
    document = "Zoo\n===\n\nDetection\n---------\n" + text.format(title="PP-YOLO 系列")
    result = run(tmp_path, document)
    assert [draft.data for draft in result.drafts] == [
        {
            "name": name,
            "tasks": ["object-detection"],
            "collection": "PP-YOLO",
            "results": [{"metrics": {"AP": value}}],
        }
        for name, value in (("Net-A", 40.1), ("Net-B", 41))
    ]
    shown = document.split("\n")
    for draft in result.drafts:
        assert draft.name in shown[draft.source.line - 1]
    assert result.left_out == []


def test_spans_heads_and_lines_of_a_grid() -> None:
    (found,) = tables(
        "+-----+-----------+\n|     | COCO      |\n|  M  +-----+-----+\n|     | AP  | AR  |\n"
        "+=====+=====+=====+\n| a   | 1   | 2   |\n|     +-----+-----+\n|     | 3   | 4   |\n"
        "+-----+-----+-----+\n"
    )
    assert [cell.words for cell in found.header.cells] == ["M", "COCO AP", "COCO AR"]
    assert words(found) == [["a", "1", "2"], ["a", "3", "4"]]
    assert found.rows[0].cells[0] is found.rows[1].cells[0]
    assert [row.line for row in found.rows] == [6, 8]


def test_every_kind_of_link(tmp_path: Path) -> None:
    found = entries(
        tmp_path,
        """
.. _resnet: https://arxiv.org/abs/1512.03385
.. |icon| image:: down.png
   :alt: get
   :target: https://x.org/i.pth

.. list-table::

   * - Paper
     - Code
     - Download
   * - `BarNet: Bars <https://arxiv.org/abs/1>`_
     - `repo <https://github.com/a/b>`__
     - |icon|
   * - resnet_
     - https://github.com/a/r
     - `model`__
   * - `ViT: Patches` [1]_
     - [V20]_
     - ``-``
   * - :arxiv:`2004.10934`
     -
     -

__ https://x.org/r.pth

.. [1] Dosovitskiy and others: https://arxiv.org/abs/2010.11929
.. [V20] See https://github.com/a/vit.
""",
    )
    assert found["BarNet"]["paper"]["url"] == "https://arxiv.org/abs/1"
    assert found["BarNet"]["code"][0]["url"] == "https://github.com/a/b"
    assert found["BarNet"]["weights"] == ["https://x.org/i.pth"]
    assert found["resnet"]["paper"]["arxiv"] == "1512.03385"
    assert found["resnet"]["code"][0]["url"] == "https://github.com/a/r"
    assert found["resnet"]["weights"] == ["https://x.org/r.pth"]
    assert found["ViT"]["paper"] == {"title": "ViT: Patches", "arxiv": "2010.11929"}
    assert found["ViT"]["code"][0]["url"] == "https://github.com/a/vit"
    assert found["2004.10934"]["paper"]["arxiv"] == "2004.10934"


def test_breaks_lists_and_chinese_lines_in_cells() -> None:
    (found,) = tables(
        """
.. |br| raw:: html

   <br/>

+--------+--------+--------------+
| 模型   | 简介   | 备注         |
+========+========+==============+
| A |br| | 一行   | - x |br| y   |
| B      | 又一行 | - z\\ :sub:`1`|
+--------+--------+--------------+
"""
    )
    assert [cell.text for cell in found.rows[0].cells] == ["A\nB", "一行又一行", "x\ny\nz1"]


def test_tables_in_what_only_sphinx_knows(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        """
.. default-role:: any

.. tab-set::
   :sync-group: x

   .. tab-item:: 目标检测
      :sync: a

      .. rubric:: 目标检测

      ===== ====
      Model AP
      ===== ====
      A     `40`
      ===== ====

.. admonition:: More

   .. list-table::
      :header-rows: 1

      * - Model
        - AP
        - Guide
      * - :ref:`B <model-b>`
        - 41
        - :doc:`Begin </guide>`
.. toctree::
   :maxdepth: 1

   guide

.. code-block:: rst

   ===== ====
   Model AP
   ===== ====
   C     42
   ===== ====

.. raw:: html

   <table><tr><th>Model<th>AP</tr>
   <tr><td>D<td>43</table>
""",
    )
    assert [draft.name for draft in found.drafts] == ["A", "B", "D"]
    assert found.drafts[0].data["tasks"] == ["object-detection"]
    assert found.drafts[2].source.line == 45
    assert [(item.what, item.place.line) for item in found.left_out] == [
        ("the role :ref: of “B”", 26),
        ("the role :doc: of “Begin”", 28),
    ]


def test_what_is_not_read_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "more.rst").write_text("no table\n", encoding="utf-8")
    broken = """\
.. include:: more.rst

+---+
| bad
+--

.. csv-table:: T
   :file: more.csv

.. csv-table:: T

   "open, 1

.. list-table::

   * - one
   - two

"""
    found = run(tmp_path, broken + CSV.format(title=""))
    told = [(item.what, item.place.line) for item in found.left_out]
    assert told[0] == ("the file “more.rst”", 1)
    assert told[1] in (("a table", 3), ("a table", 5))  # docutils' first line or its last
    assert told[2:] == [("the table in “more.csv”", 7), ("a table", 10), ("a table", 14)]
    assert [(draft.name, draft.source.line) for draft in found.drafts] == [
        ("Net-A", 22),
        ("Net-B", 23),
    ]
    with pytest.raises(ProblemError, match=r"line \d: a table: Malformed table"):
        run(tmp_path, "\n\n+---+\n| bad\n+--\n")


NOTES = """\
====== =============
Model  AP
====== =============
A [#]_ 40 |x|
B      nowhere_
====== =============

.. [#] trained longer
"""


def test_notes_and_names_without_a_target_are_told(tmp_path: Path) -> None:
    found = run(tmp_path, NOTES)
    assert [draft.name for draft in found.drafts] == ["A", "B"]
    assert found.drafts[0].data["results"] == [{"metrics": {"AP": 40}}]
    assert [(item.what, item.place.line) for item in found.left_out] == [
        ("the note [1] of a cell", 4),
        ("the substitution |x|", 4),
        ("the link of “nowhere”", 5),
    ]


@pytest.mark.parametrize(
    "name", ["{folder}/far.csv", "../far.csv", "here/../../far.csv", "link.csv"]
)
def test_a_table_outside_of_the_folder_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "far.csv").write_text("Model,AP\nFar,1\n", encoding="utf-8")
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "link.csv").symlink_to(tmp_path / "far.csv")
    (docs / "near.csv").write_text("Model,AP\nNear,2\n", encoding="utf-8")
    file = name.format(folder=tmp_path)
    found = run(
        docs,
        f".. csv-table::\n   :header-rows: 1\n   :file: {file}\n\n"
        ".. csv-table::\n   :header-rows: 1\n   :file: near.csv\n",
    )
    assert [draft.name for draft in found.drafts] == ["Near"]
    (left,) = found.left_out
    assert (left.what, left.place.line) == (f"the table in “{file}”", 1)
    assert left.why == "no .csv, .tsv or .txt file in the folder of the sources"


def test_nothing_is_printed_and_no_other_file_is_read(tmp_path: Path) -> None:
    for name in ("secret.csv", "secret.cfg"):
        (tmp_path / name).write_text("Model,AP\nSecret,1\n", encoding="utf-8")
    (tmp_path / "zoo.rst").write_text(
        LIST.format(title=":foo:`x`")
        + "\n.. unheard:: of\n\n.. csv-table::\n   :file: secret.cfg\n"
        "\n.. include:: secret.csv\n\n.. csv-table::\n   :url: https://localhost/x.csv\n"
    )
    code = (
        "import sys\nfrom tests.support.import_helpers import read\nfrom pathlib import Path\n"
        "assert not {'docutils', 'sphinx'} & set(sys.modules)\n"
        "print([draft.name for draft in read('rst', Path(sys.argv[1])).drafts])\n"
        "assert 'sphinx' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "zoo.rst")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.stderr, done.stdout) == ("", "['Net-A', 'Net-B']\n")


def test_headings_with_their_levels() -> None:
    text = "=====\nTitle\n=====\n\nA *b*\n-----\n\nC\n~\n\nD\n-\n"
    found = [(b.level, b.text) for b in restructured.blocks(text) if isinstance(b, Heading)]
    assert found == [(1, "Title"), (2, "A b"), (3, "C"), (2, "D")]


def test_recognition_and_folders(tmp_path: Path) -> None:
    for name, text in {
        "a.rst": LIST.format(title=""),
        "deep/b.rst": "===== ==\nModel AP\n===== ==\nB     1\n===== ==\n",
        "c.rst": "Title\n=====\n\nNo table.\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [path.name for path in IMPORTERS["rst"].find(tmp_path)] == ["a.rst", "b.rst"]
    found = recognise(tmp_path / "a.rst", "anything", IMPORTERS.values())
    assert found is not None
    assert found.name == "rst"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"Title\n=====\n", "import.empty", 0),
        (b"\n=== ===\nX   Y\n=== ===\n1   2\n=== ===\n", "import.names", 3),
        ("标题\n====\n".encode("gbk"), "encoding", 1),
    ],
)
def test_what_cannot_be_read_is_told_with_code_and_line(
    tmp_path: Path, data: bytes, code: str, line: int
) -> None:
    (tmp_path / "zoo.rst").write_bytes(data)
    with pytest.raises(ProblemError) as raised:
        IMPORTERS["rst"].read([tmp_path / "zoo.rst"], context())
    assert (raised.value.problem.code, raised.value.problem.line) == (f"modelzoo.{code}", line)


def test_text_that_is_nested_without_end_is_told() -> None:
    text = "\n\n".join(f"{' ' * depth}x" for depth in range(2000))
    told = [block for block in restructured.blocks(text) if isinstance(block, Unread)]
    assert [block.why for block in told] == ["it is nested far too deeply"]


@settings(max_examples=60)
@given(st.text("|-:=+*.`_[] \nM1", max_size=60))
def test_any_document_is_read_without_an_error(text: str) -> None:
    for block in restructured.blocks(text):
        assert block.line >= 0


def test_a_second_import_keeps_ids_and_what_was_added_by_hand(tmp_path: Path) -> None:
    source, target = tmp_path / "zoo.rst", tmp_path / "models.yaml"
    source.write_text(LIST.format(title=""), encoding="utf-8")
    command = ["import", str(source), "-o", str(target)]
    assert CliRunner().invoke(main, command).exit_code == 0
    text = target.read_text(encoding="utf-8").replace(
        "id: net-a\n", "id: renamed\n    aliases: [net-a]\n"
    )
    target.write_text(
        text.replace("name: Net-A\n", "name: Net-A\n    summary: Mine.\n"), encoding="utf-8"
    )
    source.write_text(GRID.format(title="").replace("41  ", "41.5"), encoding="utf-8")
    assert CliRunner().invoke(main, command).exit_code == 0
    found = {e["id"]: e for e in yaml.safe_load(target.read_text(encoding="utf-8"))["models"]}
    assert list(found) == ["renamed", "net-b"]
    assert found["renamed"]["summary"] == "Mine."
    assert found["net-b"]["results"] == [{"metrics": {"AP": 41.5}}]
