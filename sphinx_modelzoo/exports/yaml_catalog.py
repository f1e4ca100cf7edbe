"""YAML: a catalog in one file, or one file per model; what comes out can be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.writing import dump_catalog, dump_entry_file, head_data
from sphinx_modelzoo.exports.interface import Selection, exporter
from sphinx_modelzoo.yamltext.style import write_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD_FILE = "catalog.yaml"


def to_files(selection: Selection) -> Mapping[str, str]:
    """Write a file for each entry, and one for what the catalog has at its top."""
    head = head_data(selection.catalog)
    language = head.pop("language", None)
    top = write_mapping({"language": language}) if language else ""
    texts = {f"{model.id}.yaml": top + dump_entry_file(model) for model in selection.models}
    if head:
        texts[HEAD_FILE] = write_mapping({"schema_version": 1, **head})
    return texts


@exporter("yaml", "YAML, a catalog as this package reads it", files=to_files)
def to_text(selection: Selection) -> str:
    """Write one catalog file."""
    return dump_catalog(selection.models, head=head_data(selection.catalog))
