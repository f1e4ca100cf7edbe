"""The shared OpenMMLab index as a catalog, and its records as the index itself has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from import_helpers import read
from registries import BUILTIN

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.writing import dump_catalog

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog


def imported(shared: Path, folder: Path) -> Catalog:
    """What the importer makes of the index."""
    result = read("openmmlab", shared / "openmmlab")
    # Ids are given when a target is known; here the names of the collections do.
    entries = [{"id": draft.name.casefold(), **draft.data} for draft in result.drafts]
    text = dump_catalog(entries)
    (folder / "models.yaml").write_text(text, encoding="utf-8")
    catalog = load_catalog("models.yaml", folder, registry=BUILTIN)
    assert not [one for one in catalog.problems if one.severity == "error"]
    return catalog


def records(shared: Path) -> list[dict[str, Any]]:
    """One record per figure, read from the index without this project."""
    found: list[dict[str, Any]] = []
    for path in sorted((shared / "openmmlab" / "configs").rglob("metafile.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for model in data["Models"]:
            metadata = model.get("Metadata") or {}
            for result in model.get("Results") or []:
                for metric, value in (result.get("Metrics") or {}).items():
                    found.append(
                        {
                            "collection": model["In Collection"],
                            "model": model["Name"],
                            "params": metadata.get("Parameters"),
                            "dataset": result["Dataset"],
                            "metric": metric,
                            "value": value,
                        }
                    )
    return found
