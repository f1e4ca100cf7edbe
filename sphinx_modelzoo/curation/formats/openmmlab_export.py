"""OpenMMLab's model index: an entry is a collection, its variants are models.

What the format has no field for is kept under ``modelzoo`` in the collection, so that an import
brings back the same entry (see :mod:`sphinx_modelzoo.curation.formats.foreign_fields`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.writing import entry_to_data, own_data
from sphinx_modelzoo.curation.formats.fact_parsing import words
from sphinx_modelzoo.curation.formats.foreign_fields import REST_KEY, rest_of, with_declarations
from sphinx_modelzoo.curation.formats.importer_types import ImportContext, writer
from sphinx_modelzoo.curation.formats.openmmlab import read_data
from sphinx_modelzoo.curation.formats.openmmlab_models import fold_key
from sphinx_modelzoo.curation.merge.validating import canonical
from sphinx_modelzoo.schema.languages import LocalizedText, in_language
from sphinx_modelzoo.schema.papers import paper_url
from sphinx_modelzoo.schema.targets import as_path
from sphinx_modelzoo.yamltext.style import write_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.model import Described, Metric, Model, Result, Variant
    from sphinx_modelzoo.schema.vocabulary import Vocabularies

# Conditions of results that the format keeps with the model.
_METADATA = {
    "training_data": "Training Data",
    "training_techniques": "Training Techniques",
    "training_resources": "Training Resources",
    "architecture": "Architecture",
    "epochs": "Epochs",
    "batch_size": "Batch Size",
}


def to_files(catalog: Catalog, models: Sequence[Model], language: str) -> Mapping[str, str]:
    """Write a metafile for each entry, and the index that imports them."""
    names = _names(models)
    texts = {
        f"{model.id}/metafile.yml": write_mapping(_document(model, names[model.id], catalog))
        for model in models
    }
    return {"model-index.yml": write_mapping({"Import": list(texts)}), **texts}


@writer("openmmlab", "OpenMMLab, a metafile or a model index", to_files)
def to_text(catalog: Catalog, models: Sequence[Model], language: str) -> str:
    """Write all entries into one metafile."""
    names = _names(models)
    documents = [_document(model, names[model.id], catalog) for model in models]
    return write_mapping(
        {
            key: [item for document in documents for item in document[key]]
            for key in ("Collections", "Models")
        }
    )


def _names(models: Iterable[Model]) -> dict[str, str]:
    """Return the name of each collection by id: the entry's name, with the id if needed."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for model in models:
        name = model.name
        if words(name) != name or fold_key(name) in taken:
            name = f"{name} ({model.id})"
        name = " ".join(name.split())
        taken.add(fold_key(name))
        names[model.id] = name
    return names


def _document(model: Model, name: str, catalog: Catalog) -> dict[str, list[dict[str, Any]]]:
    vocabularies = catalog.vocabularies
    collection = _collection(model, name)
    models = [_variant(variant, model, name, vocabularies) for variant in model.variants]
    # Beside variants a model with weights would be one of them.
    files = not model.variants and (model.weights or model.config)
    if model.results or model.params is not None or model.flops is not None or files:
        # The entry's own facts: a model with the collection's name.
        models.insert(0, _own(model, name, vocabularies))
    document = {"Collections": [collection], "Models": models}
    context = ImportContext(vocabularies)
    result = read_data(document, context)
    drafts = [draft for draft in result.drafts if draft.name == name]
    imported = canonical(drafts[0], result) if drafts else None
    rest = rest_of(entry_to_data(model), imported or {})
    collection[REST_KEY] = with_declarations(rest, model, catalog.fields)
    return document


def _collection(model: Model, name: str) -> dict[str, Any]:
    collection: dict[str, Any] = {"Name": name}
    facts = _listed_facts(model)
    if facts:
        collection["Metadata"] = facts
    paper = model.paper
    if paper:
        named = {"Title": paper.title, "URL": paper_url(paper)}
        collection["Paper"] = {key: value for key, value in named.items() if value}
    if model.license:
        collection["License"] = model.license
    code = [as_path(in_language(item.url, "en")) for item in model.code if item.kind == "other"]
    if code:
        collection["Code"] = {"URL": code[0] if len(code) == 1 else code}
    return collection


def _listed_facts(model: Model) -> dict[str, str]:
    """Return the facts that a description lists, one to a line, if it has nothing else."""
    text = model.description.best("en")[0] if model.description else ""
    found = [re.fullmatch(r"- ([^:\n]+): (.+)", line) for line in text.split("\n")]
    return {item.group(1): item.group(2) for item in found if item} if all(found) else {}


def _own(model: Model, name: str, vocabularies: Vocabularies) -> dict[str, Any]:
    data = _model(name, name, {"FLOPs": model.flops, "Parameters": model.params})
    data["Results"] = [_result(result, model, vocabularies, {}) for result in model.results]
    if not model.variants:
        data |= _files(model)
    return {key: value for key, value in data.items() if value}


def _variant(
    variant: Variant, model: Model, name: str, vocabularies: Vocabularies
) -> dict[str, Any]:
    shared = _shared_conditions(variant)
    metadata = {_METADATA[key]: value for key, value in shared.items()}
    counts = {"FLOPs": variant.flops, "Parameters": variant.params}
    data = _model(variant.name or variant.id, name, {**metadata, **counts})
    data["Results"] = [_result(item, model, vocabularies, shared) for item in variant.results]
    data |= _files(variant)
    return {key: value for key, value in data.items() if value}


def _files(holder: Described) -> dict[str, Any]:
    """Return the weights and the configuration, in English where they differ by language."""
    weights = [as_path(in_language(item.url, "en")) for item in holder.weights]
    config = in_language(holder.config, "en") if holder.config else None
    return {"Weights": weights[0] if len(weights) == 1 else weights, "Config": config}


def _model(name: str, collection: str, metadata: dict[str, Any]) -> dict[str, Any]:
    given = {key: value for key, value in metadata.items() if value is not None}
    return {"Name": name, "Metadata": given, "In Collection": collection}


def _shared_conditions(variant: Variant) -> dict[str, Any]:
    """Return the leading conditions that all results of a variant share and the format knows."""
    shared: dict[str, Any] = {}
    conditions = [list(result.conditions.items()) for result in variant.results]
    for items in zip(*conditions, strict=False):
        key, value = items[0]
        plain = key in _METADATA and not isinstance(value, LocalizedText)
        if not plain or any(item != items[0] for item in items):
            break
        shared[key] = value
    return shared


def _result(
    result: Result, model: Model, vocabularies: Vocabularies, shared: dict[str, Any]
) -> dict[str, Any]:
    task = result.task or (model.tasks[0] if len(model.tasks) == 1 else None)
    term = vocabularies.tasks.find(task) if task else None
    data: dict[str, Any] = {"Task": term.label("en") if term else task}
    if result.dataset:
        named = {
            "Name": result.dataset.name,
            "Config": result.dataset.config,
            "Split": result.dataset.split,
        }
        named = {key: value for key, value in named.items() if value}
        data["Dataset"] = result.dataset.name if len(named) == 1 else named
    data["Metrics"] = {name: _metric(metric) for name, metric in result.metrics.items()}
    data["Conditions"] = {
        key: own_data(value) for key, value in result.conditions.items() if key not in shared
    }
    if result.source:
        url = result.source.url
        given = {
            "kind": result.source.kind,
            "url": in_language(url, "en") if url else None,
            "locator": result.source.locator,
        }
        data["Source"] = {key: value for key, value in given.items() if value}
    data["Raw"] = result.raw.to_data() if result.raw else None
    data["Review"] = result.review
    return {key: value for key, value in data.items() if value}


def _metric(metric: Metric) -> Any:
    facts = {"Value": metric.value, "Unit": metric.unit, "Comparator": metric.comparator}
    if metric.comparator == "=":
        del facts["Comparator"]
    given = {key: value for key, value in facts.items() if value is not None}
    return given if len(given) > 1 else metric.value
