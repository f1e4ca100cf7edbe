"""The lines of mistakes in Markdown pages, whatever stands around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sphinx_modelzoo.mkdocs_ext.places import Places
from tests.support.mkdocs_project import INDEX, Site, i18n

if TYPE_CHECKING:
    from pathlib import Path

# Each page marks the lines that a message is about with "(!)"; the code is the page's name.
PAGES = {
    "reference/front": "---\nx: y\n---\n# T\n\ntext [w](model:nope) (!)\n",
    "reference/code": (
        "# T\n\n`[w](model:nope)`\n\n```\n[w](model:nope)\n```\n\n<!-- [w](model:nope) -->\n\n"
        "`` {modelzoo:model}`nope` `` [w](model:nope) (!)\n"
    ),
    "reference/twice": "# T\n\n[a](model:nope) (!)\nb\n[](<model:nope>) (!)\n\n- x\n\n    "
    "{modelzoo:model}`w <nope>` (!)\n",
    "reference/definition": '# T\n\n[a][b] and [c][b]\n\n[b]: model:nope "(!)"\n',
    "reference/prefix": "# T\n\n[a](model:alpha-net)\n\n[a](model:alpha) (!)\n",
    "reference/caption": "# T\n\n```{modelzoo}\n:limit: 1\n:caption: [w](model:nope) (!)\n```\n",
    "reference/table": "# T\n\n| a | b |\n| --- | --- |\n| x | [w](model:nope) (!) |\n",
    "reference/board": "# T\n\ntext\n[w](leaderboard:COCOO) (!) {modelzoo:leaderboard}`VOCC`\n",
    "reference/raw": (
        "# T\n\n`href='model:beta-net'`\n\n<!-- <a href='model:beta-net'>b</a> -->\n\n<table><tr>\n"
        "<td><a class=x href='model:beta-net'>b</a></td> (!)\n</tr></table>\n\n"
        '<b>c</b> <a href="leaderboard:COCO&amp;x">d</a> (!)\n'
    ),
    "filter.syntax/heading": "# T\n\n## {modelzoo:count}`parms < 3` (!)\n",
    "filter.syntax/broken": "# T\n\n> a {modelzoo:count}`parms (!)\n> < 3`\n",
    "filter.syntax/list": "# T\n\n- a\n\n    ```{modelzoo}(!)\n    :filter: parms < 3\n    ```\n",
    "option.unknown/admonition": "# T\n\n!!! a\n\n    :::{modelzoo}(!)\n    :filtr: x\n    :::\n",
    "column.unknown/quote": "# T\n\n> ```{modelzoo}(!)\n> :columns: nme\n> ```\n",
    "column.unknown/nested": "# T\n\n1. a\n\n\t- ```{modelzoo}(!)\n\t  :columns: nme\n\t  ```\n",
    "column.unknown/html": '# T\n\n<div markdown>\n\n```{modelzoo}(!)\n:columns: x\n```\n\n</div>',
    "option.value/snippet": '# T\n\n--8<-- "part.md"\n\n```{modelzoo}(!)\n:limit: many\n```\n',
    "reference/snippet": '# T\n\n--8<-- "part.md"\n\n[w](model:nope) (!)\n',
    "reference/macro": "# T\n\nMACRO\n\nMACRO\n\n[w](model:nope) (!)\n\n[w](model:nope) WORD (!)\n",
}  # fmt: skip


def unmarked(text: str) -> tuple[str, list[int]]:
    """A page without the marks, and their lines."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "(!)" in line]
    return text.replace(' "(!)"', "").replace("(!)", ""), lines


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_lines(tmp_path: Path, ends: str) -> None:
    files = {f"{name}.md": unmarked(text)[0] for name, text in PAGES.items()}
    files = {name: text.replace("\n", ends) for name, text in files.items()}
    site = Site(
        tmp_path,
        {"index.md": INDEX, **files},
        hooks=["hook.py"],
        markdown_extensions=[
            "admonition",
            "md_in_html",
            "pymdownx.superfences",
            {"pymdownx.snippets": {"base_path": str(tmp_path)}},
        ],
    )
    site.write("part.md", "One\n\nTwo\n\nThree\n")
    changed = "markdown.replace('MACRO', 'a\\n\\nb').replace('WORD', '')"
    hook = f"def on_page_markdown(markdown, **_):\n    return {changed}\n"
    site.write("hook.py", hook)
    built = site.build()
    said: dict[str, list[int]] = {name: [] for name in PAGES}
    for warning in built.warnings:
        place = re.match(r"(\S+)\.md:(\d+): .*\[modelzoo\.(\S+)\]$", warning)
        assert place is not None, warning
        said[place[1]].append(int(place[2]))
        assert place[3] == place[1].partition("/")[0]
    expected = {name: unmarked(text)[1] for name, text in PAGES.items()}
    expected["reference/board"] *= 2
    assert {name: sorted(lines) for name, lines in said.items()} == expected


def test_a_page_in_two_languages_is_told_of_once(tmp_path: Path) -> None:
    files = {"index.md": INDEX, "a.md": "# A\n\n[](model:nope)\n"}
    built = Site(tmp_path, files, plugins=[i18n("suffix")]).build()
    (warning,) = [one for one in built.warnings if "modelzoo" in one]
    assert warning.startswith("a.md:3: unknown model “nope”")


def test_what_the_file_does_not_hold_has_no_line() -> None:
    places = Places(["a", "[](model:x)", "new", "b"], lambda: "front\na\nother\nb\n")
    assert places.link("model:", "x") == 2
    assert places.link("model:", "y") == 0
    assert [places.in_file(line) for line in (1, 2, 3, 4, 0)] == [2, 0, 0, 4, 0]
    assert Places(["a"], lambda: "").in_file(1) == 1
