"""A model zoo inside documentation: one YAML catalog, a table, a page per model, references.

As a Sphinx extension it is named in ``conf.py``::

    extensions = ["sphinx_modelzoo"]
    modelzoo_catalog = "models.yaml"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx; nothing of Sphinx is imported before this is called."""
    from sphinx_modelzoo.sphinx_ext import setup as setup_sphinx

    return setup_sphinx(app)
