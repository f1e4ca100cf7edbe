"""A table in any box of a document: the models' pages follow in the section around that box."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.sphinx_project import Project

if TYPE_CHECKING:
    from pathlib import Path

# By name, what is before the directive, and how far its lines are indented.
BOXES = {
    "plain": ("", 0),
    "admonition": (".. admonition:: Title\n\n   ", 3),
    "note": (".. note::\n\n   ", 3),
    "cell": (".. list-table::\n\n   * - Words\n     - ", 7),
    "glossary": (".. glossary::\n\n   zoo-term\n      ", 6),
    "definition": ("term\n   ", 3),
    "quote": ("Words:\n\n   ", 3),
    "topic": (".. topic:: Topic\n\n   ", 3),
    "sidebar": (".. sidebar:: Sidebar\n\n   ", 3),
    "container": (".. container:: box\n\n   ", 3),
    "footnote": ("Words [1]_.\n\n.. [1] Foot\n\n   ", 3),
    "only": (".. only:: html or latex or texinfo or man or text\n\n   ", 3),
    "item": ("- ", 2),
    "nested": ("- Words:\n\n  .. note::\n\n     .. container:: box\n\n        ", 8),
}
DESIGN_BOXES = {
    "tab": (
        ".. tab-set::\n\n   .. tab-item:: One\n\n      Words.\n\n   .. tab-item:: Two\n\n      ",
        6,
    ),
    "dropdown": (".. dropdown:: Title\n\n   ", 3),
    "grid": (".. grid:: 1\n\n   .. grid-item-card:: Card\n\n      ", 6),
    "card": (".. card:: Card\n\n   ", 3),
}
HEADS = r"\\(?:chapter|(?:sub)*section)\{(\w+Net)\}"
HEADING = r"\\(?:chapter|(?:sub)*section)\{\\?(?:sphinx\w+\{)?(?P<title>[\w-]+)|(?P<text>After-\w+)"


def document(name: str, box: tuple[str, int]) -> str:
    """A document with text and a section behind the box, and one outside of it."""
    opening, indent = box
    lines = [".. modelzoo::", "   :columns: name", f"   :filter: id == 'm-{name}'"]
    parts = {"=": f"Doc-{name}", "-": f"Part-{name}", "~": f"Sub-{name}", "--": f"Last-{name}"}
    heads = {key: f"{title}\n{key[0] * len(title)}\n\n" for key, title in parts.items()}
    table = ("\n" + " " * indent).join(lines)
    return (
        f"{heads['=']}{heads['-']}{opening}{table}\n\nAfter-{name}\n\n"
        f"{heads['~']}Words.\n\n{heads['--']}Words.\n"
    )


def book(root: Path, boxes: dict[str, tuple[str, int]], conf: str = "") -> Project:
    """A project with a document for each box, in which there is a table of one model."""
    files = {name: document(name, box) for name, box in boxes.items()}
    index = "Book\n====\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in files)
    models = "".join(f"  - {{id: m-{name}, name: Model-{name}, params: 5M}}\n" for name in files)
    return Project(
        root,
        {"index.rst": index, **{f"{name}.rst": text for name, text in files.items()}},
        conf,
        f"schema_version: 1\nmodels:\n{models}",
    )


def outline(latex: str) -> list[str]:
    """The titles of a document in LaTeX, and the texts behind boxes."""
    return [found["title"] or found["text"] for found in re.finditer(HEADING, latex)]


@pytest.mark.parametrize("design", [False, True], ids=["docutils", "sphinx_design"])
def test_pages_follow_the_section_around_the_box(tmp_path: Path, design: bool) -> None:
    if design:
        pytest.importorskip("sphinx_design")
    boxes = DESIGN_BOXES if design else BOXES
    more = ["sphinx_design"] if design else []
    project = book(tmp_path, boxes, f'extensions += {more!r}\nproject = "Zoo"')
    latex = project.build("latex", latex_engine="xelatex")
    assert latex.warnings == ""
    text = latex.text("zoo.tex").replace(r"\sphinxhyphen{}", "-")
    parts = ("Doc", "Part", "After", "Sub", "Model", "Last")
    wanted = [f"{part}-{name}" for name in boxes for part in parts]
    assert [title for title in outline(text) if "-" in title] == wanted
    for name in boxes:  # at the level of the other parts of its section
        assert rf"\subsection{{Sub-{name}}}" in text
        assert rf"\subsection{{Model-{name}}}" in text
    one = project.build("singlehtml")
    assert one.warnings == ""
    ids = re.findall(
        r'<section(?: class="[^"]*")? id="((?:part|sub|last|model-m)-\w+)"', one.text("index.html")
    )
    kinds = ("part", "sub", "model-m", "last")
    assert ids == [f"{kind}-{name}" for name in boxes for kind in kinds]
    for builder in ("html", "epub", "text", "man", "texinfo"):
        assert project.build(builder, epub_copyright="x", version="1").warnings == "", builder


def test_tables_of_several_sections(tmp_path: Path) -> None:
    """Each section has the pages of its own tables, once; a view that is no table moves none."""
    text = (
        "Zoo\n===\n\nOne\n---\n\n.. note::\n\n   .. modelzoo::\n      :filter: params > 5\n\n"
        "Two\n---\n\n.. modelzoo::\n   :filter: params < 8\n\n.. modelzoo::\n   :view: cards\n"
        "   :filter: params < 3\n\nThree\n-----\n\n.. modelzoo-stats::\n   :by: task\n"
    )
    models = "".join(f"  - {{id: m-{n}, name: Model-{n}, params: {n}}}\n" for n in (2, 4, 6, 9))
    project = Project(tmp_path, {"index.rst": text}, "", f"schema_version: 1\nmodels:\n{models}")
    built = project.build("singlehtml")
    assert built.warnings == ""
    ids = re.findall(
        r'<section(?: class="[^"]*")? id="((?:one|two|three|model-m-\d))"', built.text("index.html")
    )
    assert ids == ["one", "model-m-6", "model-m-9", "two", "model-m-2", "model-m-4", "three"]


def test_a_condition_holds_for_the_pages_too(tmp_path: Path) -> None:
    text = "Zoo\n===\n\n.. only:: html\n\n   .. modelzoo::\n\nWords.\n"
    project = Project(tmp_path, {"index.rst": text}, 'project = "Zoo"')
    built = project.build("latex")
    assert built.warnings == ""
    assert re.findall(HEADS, built.text("zoo.tex")) == []
    assert "AlphaNet" in project.build("singlehtml").text("index.html")
    project.write("index.rst", f"{text}\n.. modelzoo::\n   :filter: params > 1M\n")
    assert re.findall(HEADS, project.build("latex").text("zoo.tex")) == ["BetaNet"]


@pytest.mark.once
def test_a_large_table_in_a_cell_is_typeset(tmp_path: Path) -> None:
    """Outside of HTML a table in a cell of another follows that one."""
    models = "".join(f"  - {{id: m-{n}, name: Model-{n}}}\n" for n in range(114))
    text = (
        "Zoo\n===\n\n.. list-table::\n\n   * - Words\n     - .. modelzoo::\n"
        "          :columns: name\n          :caption: All models\n          :name: all\n\n"
        "       .. modelzoo-stats::\n          :by: task\n\nSee :ref:`all`.\n"
    )
    project = Project(
        tmp_path, {"index.rst": text}, 'project = "Zoo"', f"schema_version: 1\nmodels:\n{models}"
    )
    plain = project.build("text")
    assert plain.warnings == ""
    words = plain.text("index.txt")
    assert words.index("| Words") < words.index("All models") < words.index("Model-113")
    built = project.build("latex", latex_engine="xelatex")
    assert built.warnings == ""
    latex = built.text("zoo.tex")
    (outer,) = re.findall(r"\\begin\{tabulary\}.*?\\end\{tabulary\}", latex, re.DOTALL)
    assert "Model-" not in outer.replace(r"\sphinxhyphen{}", "-")
    (label,) = re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]\{[^}]*All models", outer)
    assert latex.count(rf"\label{{\detokenize{{{label}}}}}") == 1
    if shutil.which("xelatex") is None:
        pytest.skip("the PDF: xelatex is not installed")
    command = ["xelatex", "-interaction=nonstopmode", "zoo.tex"]
    done = subprocess.run(command, cwd=built.outdir, capture_output=True, check=False)
    log = done.stdout.decode(errors="replace")
    faults = [line for line in re.findall(r"^! .*", log, re.MULTILINE) if "TFM" not in line]
    assert faults == []  # but for fonts that may not be installed
    assert max(map(int, re.findall(r"Overfull \\vbox \((\d+)", log)), default=0) < 50
    assert "Output written on zoo.pdf" in log
