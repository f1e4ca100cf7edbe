"""Small Sphinx projects for the tests: written into a folder, built, looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.testing.util import SphinxTestApp
from sphinx.util.docutils import patch_docutils

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import pytest

INDEX = """\
Zoo
===

.. modelzoo::
   :preset: paddle
"""

CATALOG = """\
schema_version: 1
models:
  - id: alpha-net
    name: AlphaNet
    summary:
      en: Finds alphas in pictures.
      zh: 在图片中寻找 α。
    tasks: [object-detection]
    tags: [small]
    paper: {title: "AlphaNet: Seeing Alphas", arxiv: "2001.00001", year: 2020}
    code: [{url: "https://example.org/alpha", kind: quick-start, framework: paddlepaddle}]
    results:
      - {dataset: COCO, metrics: {mAP: 41.5}, conditions: {input_size: 416x416}}
    aliases: [alpha-old]
    related: [beta-net]
  - id: beta-net
    name: BetaNet
    summary:
      en: Names betas.
      zh: 给 β 命名。
    tasks: [image-classification]
    params: 25.6M
    paper: {title: A Net for Betas, url: "https://example.org/beta.pdf"}
    variants:
      - {id: beta-s, name: BetaNet-S, params: 5M, weights: ["https://example.org/s.pdparams"]}
  - id: gamma-net
    name: GammaNet
    summary:
      en: Writes gammas.
      zh: 书写 γ。
    tasks: [text-generation]
"""
# With more figures, for leaderboards.
RESULTS = CATALOG.replace(
    "    params: 25.6M\n",
    "    params: 25.6M\n    results: [{dataset: MS COCO, metrics: {mAP: 50.5, FPS: 9}}]\n",
).replace("name: AlphaNet\n", "name: AlphaNet\n    params: 5M\n")


@dataclass
class Built:
    """What a build left: its folder, its warnings, and the application for a closer look."""

    outdir: Path
    warnings: str
    status: str
    app: SphinxTestApp

    def __repr__(self) -> str:
        # Why documents were read: all else is too long for the report on a test.
        why = [line for line in self.status.splitlines() if " changed, " in line or "env" in line]
        return f"Built({why}, {self.warnings!r})"

    def text(self, name: str) -> str:
        """A file of the output."""
        return (self.outdir / name).read_text(encoding="utf-8")

    @property
    def read(self) -> int:
        """How many documents were read."""
        found = re.findall(r"(\d+) added, (\d+) changed", self.status)
        return sum(int(number) for number in found[-1])


class Project:
    """A project below a folder: ``src`` is its source, ``build`` what comes out."""

    def __init__(
        self,
        root: Path,
        files: Mapping[str, str] | None = None,
        conf: str = "",
        catalog: str = CATALOG,
    ) -> None:
        self.root = root
        self.src = root / "src"
        self.write("conf.py", f'extensions = ["sphinx_modelzoo"]\n{conf}\n')
        self.write("models.yaml", catalog)
        for name, text in (files or {"index.rst": INDEX}).items():
            self.write(name, text)

    def write(self, name: str, text: str) -> Path:
        """Write a file of the source."""
        path = self.src / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a file of the source."""
        path = self.src / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        path.write_text(text.replace(old, new), encoding="utf-8")

    def build(
        self,
        builder: str = "html",
        *,
        to: str = "build",
        parallel: int = 0,
        files: Sequence[str] = (),
        then: Sequence[Callable[[Project], None]] = (),
        **config: Any,
    ) -> Built:
        """Build, going on from what the folder ``to`` holds; all of it, or just some files.

        :param then: changes, each followed by another build of the same application.
        """
        config.setdefault("modelzoo_catalog", "models.yaml")
        app = SphinxTestApp(
            builder,
            srcdir=self.src,
            builddir=self.root / to,
            confoverrides=config,
            parallel=parallel,
        )
        try:
            with patch_docutils(self.src):  # as sphinx-build does
                app.build(filenames=[self.src / name for name in files] or ())
                for change in then:
                    change(self)
                    app.build()
            warnings = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())
            return Built(Path(app.outdir), warnings, app.status.getvalue(), app)
        finally:
            app.cleanup()


def as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have zoos built as those with too many models to keep all in memory."""
    for module in ("build", "domain"):
        monkeypatch.setattr(f"sphinx_modelzoo.sphinx_ext.{module}.KEPT_PAGES", 1)
    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.domain.KEPT_VIEWS", 1)
    monkeypatch.setattr("sphinx_modelzoo.sphinx_ext.builds.KEPT_DOCTREES", 1)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def assert_same_tree(one: Path, other: Path, but: Collection[str] = ()) -> None:
    """Fail with the names of the files that differ.

    :param but: files and folders at the top that are not compared.
    """
    first, second = (
        {name: data for name, data in tree(top).items() if name.split("/")[0] not in but}
        for top in (one, other)
    )
    differing = [name for name in sorted({*first, *second}) if first.get(name) != second.get(name)]
    assert not differing, differing
