"""What is made when the package is built: compiled labels, and small scripts and style sheets.

No generated file is kept in the repository.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

try:
    from minify import string as minified
except ImportError:  # on Apple silicon
    minified = None

PACKAGE = "sphinx_modelzoo"
STATIC = f"{PACKAGE}/render/static"
LEADING_ZERO = r"(?<![\w.])0(?=\.\d)"


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the labels in place, and puts minified scripts and style sheets into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare a build; an editable install serves the files as they are written."""
        self._compile_labels()
        if self.target_name == "wheel" and version == "standard":
            self._folder = Path(tempfile.mkdtemp())
            for file in sorted(Path(self.root, STATIC).iterdir()):
                minified, text = self._folder / file.name, file.read_text(encoding="utf-8")
                small = minify(text) if file.suffix == ".js" else minify_sheet(text)
                minified.write_text(small, encoding="utf-8")
                build_data["force_include"][str(minified)] = f"{STATIC}/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Delete what only this build needed."""
        if hasattr(self, "_folder"):
            shutil.rmtree(self._folder)

    def _compile_labels(self) -> None:
        """Turn ``locale/*/LC_MESSAGES/*.po`` into ``.mo`` beside them."""
        for po in sorted(Path(self.root, PACKAGE, "locale").glob("*/LC_MESSAGES/*.po")):
            with po.open("rb") as source:
                catalog = read_po(source, locale=po.parts[-3])
            compiled = io.BytesIO()
            write_mo(compiled, catalog)
            # In one go: a build of documentation may be reading the file that is there.
            new = po.with_suffix(f".{os.getpid()}")
            new.write_bytes(compiled.getvalue())
            new.replace(po.with_suffix(".mo"))


def minify(script: str) -> str:
    """Return a script with short local names, and without comments but for its first line.

    It is as it was written where the library is not to be had.
    """
    return f"{minified('application/javascript', script)}\n" if minified else script


def minify_sheet(sheet: str) -> str:
    """Return a style sheet without comments, leading zeros, and space that separates nothing.

    Its strings must have no space.
    """
    text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)).strip()
    text = re.sub(r" ?([{};,>!]) ?", r"\1", text).replace(": ", ":").replace(";}", "}")
    return f"{re.sub(LEADING_ZERO, '', text)}\n"
