"""The interface for plugins, and for scripts that read a catalog. Provisional until 1.0.

A plugin is a module with marked functions, which ``modelzoo_plugins``, ``plugins`` or
``--plugin`` names. What rules of ``modelzoo check`` and formats to import take is in
:mod:`sphinx_modelzoo.curation.api`.
"""

from __future__ import annotations

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.exports.interface import Selection, exporter, unfit
from sphinx_modelzoo.problems.messages import Problem, ProblemError
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import (
    Base,
    Code,
    Dataset,
    Image,
    Link,
    Metric,
    Model,
    Paper,
    Result,
    Snippet,
    Source,
    Thumbnail,
    Variant,
    Weights,
)
from sphinx_modelzoo.views.authoring import (
    bullets,
    code,
    link,
    model_link,
    paragraph,
    picture,
    table,
    words,
)
from sphinx_modelzoo.views.columns import column
from sphinx_modelzoo.views.content import (
    Bullets,
    Cell,
    CodeBlock,
    Grid,
    PageLink,
    Paragraph,
    Picture,
    Prose,
    UrlLink,
    Words,
)
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.facts import fact
from sphinx_modelzoo.views.grouping import grouping
from sphinx_modelzoo.views.parts import PageContext
from sphinx_modelzoo.views.section_specs import section

__all__ = [
    "Base",
    "Bullets",
    "Catalog",
    "Cell",
    "Code",
    "CodeBlock",
    "Dataset",
    "Grid",
    "Image",
    "Link",
    "LocalizedText",
    "Metric",
    "Model",
    "PageContext",
    "PageLink",
    "Paper",
    "Paragraph",
    "Picture",
    "Problem",
    "ProblemError",
    "Prose",
    "Result",
    "Selection",
    "Snippet",
    "Source",
    "Subject",
    "TableContext",
    "Thumbnail",
    "UrlLink",
    "Variant",
    "Weights",
    "Words",
    "bullets",
    "code",
    "column",
    "exporter",
    "fact",
    "grouping",
    "link",
    "load_catalog",
    "model_link",
    "paragraph",
    "picture",
    "section",
    "table",
    "unfit",
    "words",
]
