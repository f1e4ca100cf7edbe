"""Figures of OpenMMLab's index: as an index of our own, as records, and as a catalog.

The names, parameters and figures in ``fixtures/openmmlab_figures.csv`` are those of mmpretrain's
metafiles; the metafiles written from them are ours.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_modelzoo.catalog.loading import load_catalog
from sphinx_modelzoo.catalog.writing import dump_catalog
from tests.support import FIXTURES
from tests.support.import_helpers import read
from tests.support.registries import BUILTIN

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog


def rows() -> list[dict[str, str]]:
    """One row per figure, and one for each model without any."""
    with (FIXTURES / "openmmlab_figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_index(folder: Path) -> None:
    """Write an index and its metafiles, one for each collection."""
    files: dict[str, dict[str, Any]] = {}
    models: dict[str, dict[str, Any]] = {}
    for row in rows():
        collection, name = row["collection"], row["model"]
        file = f"configs/{row['config'].split('/')[1]}/metafile.yml"
        whole = files.setdefault(file, {"Collections": [{"Name": collection}], "Models": []})
        if name not in models:
            models[name] = {
                "Name": name,
                "In Collection": collection,
                "Metadata": {"Parameters": int(row["params"]) if row["params"] else None},
                "Results": [],
                "Config": row["config"],
            }
            whole["Models"].append(models[name])
        if row["metric"]:
            what = {"Task": row["task"], "Dataset": row["dataset"]}
            results = models[name]["Results"]
            if not results or not what.items() <= results[-1].items():
                results.append({**what, "Metrics": {}})
            results[-1]["Metrics"][row["metric"]] = float(row["value"])
    files["model-index.yml"] = {"Import": list(files)}
    for file, data in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


def metafiles(index: Path) -> list[dict[str, Any]]:
    """The models of an index, read without this project."""
    return [
        model
        for path in sorted((index / "configs").rglob("metafile.yml"))
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["Models"]
    ]


def records(index: Path) -> list[dict[str, Any]]:
    """One record per figure of an index, read without this project."""
    return [
        {
            "collection": model["In Collection"],
            "model": model["Name"],
            "params": (model.get("Metadata") or {}).get("Parameters"),
            "dataset": result["Dataset"],
            "metric": metric,
            "value": value,
        }
        for model in metafiles(index)
        for result in model.get("Results") or []
        for metric, value in (result.get("Metrics") or {}).items()
    ]


def imported(index: Path, folder: Path) -> Catalog:
    """What the importer makes of an index."""
    result = read("openmmlab", index)
    # Ids are given when a target is known; here the names of the collections do.
    entries = [{"id": draft.name.casefold(), **draft.data} for draft in result.drafts]
    text = dump_catalog(entries)
    (folder / "models.yaml").write_text(text, encoding="utf-8")
    catalog = load_catalog("models.yaml", folder, registry=BUILTIN)
    assert not [one for one in catalog.problems if one.severity == "error"]
    return catalog
