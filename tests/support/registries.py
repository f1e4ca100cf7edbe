"""The built-in registry, for tests that show catalogs without a host."""

from __future__ import annotations

from sphinx_modelzoo.cli.export import export_registry, exporters
from sphinx_modelzoo.views.builtin import make_registry
from sphinx_modelzoo.views.columns import ColumnSpec
from sphinx_modelzoo.views.facts import FactSpec
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.section_specs import SectionSpec
from sphinx_modelzoo.views.view import View

BUILTIN = make_registry()
VIEWS = BUILTIN[View]
COLUMNS = BUILTIN[ColumnSpec]
GROUPINGS = BUILTIN[Grouping]
SECTIONS = BUILTIN[SectionSpec]
FACTS = BUILTIN[FactSpec]
EXPORTERS = exporters(export_registry())
