"""What plugins import: listed once, documented, and of no more than the floors it is from."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from floors import KNOWS, package_of

from sphinx_modelzoo import api
from sphinx_modelzoo.curation import api as curation_api
from tests.support import DOCS

if TYPE_CHECKING:
    from types import ModuleType

BOTH = pytest.mark.parametrize("module", [api, curation_api], ids=["api", "curation"])


@BOTH
def test_all_names_are_there_and_documented(module: ModuleType) -> None:
    assert module.__all__ == sorted(set(module.__all__))
    for name in module.__all__:
        value = getattr(module, name)
        assert value.__module__.startswith("sphinx_modelzoo."), name
        text = inspect.getdoc(value) or ""
        assert text.endswith((".", ")", "`")) or ":param" in text or ":returns:" in text, name
    public = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and name != "annotations"
    }
    assert public == set(module.__all__)


def test_no_name_is_in_both() -> None:
    assert not {*api.__all__} & {*curation_api.__all__}


@pytest.mark.parametrize("language", ["en", "cn"])
def test_the_manual_names_what_plugins_write(language: str) -> None:
    text = (DOCS / f"plugins_{language}.rst").read_text(encoding="utf-8")
    made = [name for name in api.__all__ if name.islower() and name != "unfit"]
    assert len(made) > 10
    assert [name for name in [*made, "importer", "rule"] if name not in text] == []


def test_it_knows_no_host_and_no_renderer() -> None:
    allowed = {"", *KNOWS["exports"], "exports"}
    for module, more in ((api, set()), (curation_api, {"curation"})):
        code = f"import sys, {module.__name__}\nprint(*sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=DOCS.parent,
        )
        loaded = [name for name in done.stdout.split() if name.startswith("sphinx_modelzoo")]
        assert {package_of(name) for name in loaded} <= allowed | more
        assert "sphinx" not in done.stdout.split()
