"""Compile the message catalogs when the package is built, so that no generated file is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Turns ``sphinx_modelzoo/locale/*/LC_MESSAGES/*.po`` into ``.mo`` beside them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalog below the package; editable installs included."""
        for po in sorted(Path(self.root, "sphinx_modelzoo", "locale").glob("*/LC_MESSAGES/*.po")):
            with po.open("rb") as source:
                catalog = read_po(source, locale=po.parts[-3])
            with po.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalog)
