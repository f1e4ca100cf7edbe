"""What is made when the package is built: compiled labels, and scripts without what authors need.

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
from rjsmin import jsmin

PACKAGE = "sphinx_modelzoo"
STATIC = f"{PACKAGE}/render/static"


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the labels in place, and puts minified scripts into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare a build; an editable install serves the scripts as they are written."""
        self._compile_labels()
        if self.target_name == "wheel" and version == "standard":
            self._folder = Path(tempfile.mkdtemp())
            for script in sorted(Path(self.root, STATIC).glob("*.js")):
                minified = self._folder / script.name
                minified.write_text(minify(script.read_text(encoding="utf-8")), encoding="utf-8")
                build_data["force_include"][str(minified)] = f"{STATIC}/{script.name}"

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
    """Return a script without comments, but for those that begin with ``!``, and without space.

    :raises ValueError: for what rjsmin would take for a division, and squeeze.
    """
    if found := re.search(r"=>\s*/[^/*].*", script):
        raise ValueError(f"put the regular expression in parentheses: {found.group()}")
    return f"{jsmin(script, keep_bang_comments=True)}\n"
