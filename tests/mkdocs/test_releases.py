"""What is new in the version that a site is about: in MkDocs, Zensical's extension, and on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from markdown import Markdown

from sphinx_modelzoo.cli import main
from tests.support.mkdocs_project import Site, i18n
from tests.support.sphinx_project import CATALOG

FENCE = "```{modelzoo}\n:since: 3.0\n:columns: name, since\n```\n"
ZOO = CATALOG.replace("  - id: beta-net\n", '  - id: beta-net\n    until: "2.6"\n').replace(
    "  - id: alpha-net\n", '  - id: alpha-net\n    since: "3.0"\n'
)


@pytest.mark.parametrize(
    ("zoo", "new", "ended"),
    [
        ({}, False, False),
        ({"version": "2.6"}, False, False),
        ({"version": "3.0.1"}, True, True),
        ({"version": "3.1"}, False, True),
        ({"version": "latest"}, False, False),
    ],
)
def test_a_site_of_a_version(tmp_path: Path, zoo: dict[str, Any], new: bool, ended: bool) -> None:
    files = {"index.md": f"# Zoo\n\n{FENCE}\n```{{modelzoo}}\n```\n"}
    built = Site(tmp_path, files, catalog=ZOO, zoo=zoo).build(strict=True)
    assert built.warnings == []
    assert built.text("index.html").count("New in 3.0</span>") == 2 * new
    assert ("New in 3.0" in built.text("models/alpha-net/index.html")) == new
    assert ("Until 2.6" in built.text("index.html")) == ended
    assert ("Until 2.6" in built.text("models/beta-net/index.html")) == ended
    first, everything = built.soup("index.html").select(".modelzoo-wrap table")
    assert [row.th.get_text(" ").split()[0] for row in first.select("tbody tr")] == ["AlphaNet"]
    names = [row.th.get_text(" ").split()[0] for row in everything.select("tbody tr")]
    assert names == sorted(names, key=lambda name: ended and name == "BetaNet")


def test_each_language_has_its_words(tmp_path: Path) -> None:
    files = {"index.md": FENCE, "index.zh.md": FENCE}
    site = Site(tmp_path, files, catalog=ZOO, plugins=[i18n("suffix")], zoo={"version": "3.0"})
    built = site.build()
    assert "New in 3.0" in built.text("index.html")
    assert "3.0 新增" in built.text("zh/index.html")
    assert "3.0 新增" in built.text("zh/models/alpha-net/index.html")


def test_an_invalid_version_is_refused(tmp_path: Path) -> None:
    built = Site(tmp_path, catalog=ZOO, zoo={"version": 3.0}).build()
    assert built.aborted
    assert "Expected type: <class 'str'>" in built.warnings[0]


def test_without_the_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(ZOO, encoding="utf-8")
    options = {"catalog": "models.yaml", "root": str(tmp_path), "style": False}
    for more in ({}, {"version": "3.0"}):
        names = ["pymdownx.superfences", "modelzoo"]
        html = Markdown(extensions=names, extension_configs={"modelzoo": {**options, **more}})
        assert ("New in 3.0" in html.convert(FENCE)) == bool(more)
    words = ["pages", "models.yaml", "--out", "docs/models", "--language", "zh"]
    for given in ([], ["--version", "3.0"]):
        assert CliRunner().invoke(main, [*words, *given]).exit_code == 0
        assert ("3.0 新增" in Path("docs/models/alpha-net.md").read_text("utf-8")) == bool(given)
        assert ("截至 2.6" in Path("docs/models/beta-net.md").read_text("utf-8")) == bool(given)


def test_the_command_lists_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("models.yaml").write_text(ZOO, encoding="utf-8")
    words = ["list", "models.yaml", "--columns", "id,since,until"]
    listed = CliRunner().invoke(main, [*words, "--since", "2.10", "--format", "csv"]).stdout
    assert listed == "id,Since,Until\nalpha-net,3.0,\n"
    wrong = CliRunner().invoke(main, [*words, "--since", "new"])
    assert (wrong.exit_code, "invalid version “new”" in wrong.stderr) == (2, True)
