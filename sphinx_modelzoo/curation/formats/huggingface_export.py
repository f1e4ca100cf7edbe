"""Hugging Face model cards: a ``README.md`` with a ``model-index`` for each model.

What a card has no field for is kept under ``modelzoo`` in its front matter, so that an import
brings back the same entry (see :mod:`sphinx_modelzoo.curation.formats.foreign_fields`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.writing import entry_to_data, own_data
from sphinx_modelzoo.curation.formats.fact_parsing import slug
from sphinx_modelzoo.curation.formats.foreign_fields import REST_KEY, rest_of, with_declarations
from sphinx_modelzoo.curation.formats.huggingface import (
    BASE_MODEL,
    HUB,
    HUB_RELATIONS,
    TRAINED_ON,
    hub_model,
    read_card,
)
from sphinx_modelzoo.curation.formats.importer_types import ImportContext, writer
from sphinx_modelzoo.curation.merge.validating import canonical
from sphinx_modelzoo.problems.messages import Message, failure
from sphinx_modelzoo.schema.languages import addresses, in_language
from sphinx_modelzoo.schema.targets import as_path
from sphinx_modelzoo.yamltext.style import write_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.schema.model import Base, Dataset, Model, Result
    from sphinx_modelzoo.schema.vocabulary import Vocabularies


def to_files(catalog: Catalog, models: Sequence[Model], language: str) -> Mapping[str, str]:
    """Write a folder for each model, with its card."""
    cards = ((model.id, card(model, catalog, language)) for model in models)
    return {f"{name}/README.md": text for name, text in cards}


@writer("huggingface", "Hugging Face, model cards with a model-index", to_files)
def to_text(catalog: Catalog, models: Sequence[Model], language: str) -> str:
    """Write the card of a single model.

    :raises ProblemError: when there are several, which need a folder.
    """
    if len(models) != 1:
        raise failure(
            "export.unfit",
            Message(
                "expected one model, got {number}: give a folder with -o FOLDER/, or select "
                "one model with --filter",
                number=len(models),
            ),
            None,
        )
    return card(models[0], catalog, language)


def card(model: Model, catalog: Catalog, language: str) -> str:
    """Write the card of a model."""
    vocabularies = catalog.vocabularies
    matter = front_matter(model, catalog)
    body = _body(model, language)
    context = ImportContext(vocabularies)
    draft, result = read_card(matter, body, context)
    rest = rest_of(entry_to_data(model), canonical(draft, result) or {})
    rest = with_declarations(rest, model, catalog.fields)
    return f"---\n{write_mapping({**matter, REST_KEY: rest})}---\n\n{body}"


def front_matter(model: Model, catalog: Catalog) -> dict[str, Any]:
    """Return the fields of a card that the hub knows."""
    vocabularies = catalog.vocabularies
    matter: dict[str, Any] = {}
    if model.languages:
        matter["language"] = list(model.languages)
    matter |= _license(model.license)
    tags = list(model.tags)
    if model.paper and model.paper.arxiv:
        tags.append(f"arxiv:{model.paper.arxiv}")
    if model.tasks:
        matter["pipeline_tag"] = model.tasks[0]
    if tags:
        matter["tags"] = tags
    matter |= _base_models(model, catalog)
    datasets = list(_on_hub(model, f"{HUB}datasets/", TRAINED_ON["en"]))
    if datasets:
        matter["datasets"] = datasets
    results = [
        _result(result, model, vocabularies)
        for result in model.results
        if result.metrics and result.dataset
    ]
    if results:
        matter["model-index"] = [{"name": model.name, "results": results}]
    return matter


def _license(name: str | None) -> dict[str, str]:
    if name is None:
        return {}
    if name.startswith("LicenseRef-"):
        return {"license": "other", "license_name": name.removeprefix("LicenseRef-")}
    return {"license": name.casefold()}


def _base_models(model: Model, catalog: Catalog) -> dict[str, Any]:
    """Return the base models by their ids on the hub, and the relation that they share.

    Those that are not on the hub are kept in the rest.
    """
    found: dict[str, str | None] = {}
    for base in model.base_model:
        if name := _hub_id(base, catalog):
            found[name] = base.relation
    for name in _on_hub(model, HUB, BASE_MODEL["en"]):  # as earlier releases imported them
        found.setdefault(name, None)
    matter: dict[str, Any] = {"base_model": list(found)} if found else {}
    relations = set(found.values())
    if len(relations) == 1 and (relation := relations.pop()) in HUB_RELATIONS:
        matter["base_model_relation"] = relation
    return matter


def _hub_id(base: Base, catalog: Catalog) -> str:
    """Return the id on the hub of a base model; of an entry by its links."""
    urls: tuple[str, ...] = () if base.id else addresses(base.model)
    if base.id and (entry := catalog.resolve(base.id)) is not None:
        links = [link.url for link in entry.links]
        links += [one.url for one in entry.code]
        links += [file.url for file in entry.weights]
        urls = tuple(url for link in links for url in addresses(link))
    return next((name for url in urls if (name := hub_model(url))), "")


def _on_hub(model: Model, prefix: str, head: str) -> Iterator[str]:
    """Yield the ids on the hub of links whose English label begins with ``head``."""
    for link in model.links:
        words = link.label.get("en") if link.label else None
        url = in_language(link.url, "en")
        if url.startswith(prefix) and words and words.startswith(f"{head}: "):
            yield url.removeprefix(prefix)


def _result(result: Result, model: Model, vocabularies: Vocabularies) -> dict[str, Any]:
    data: dict[str, Any] = {}
    task = result.task or (model.tasks[0] if model.tasks else None)
    if task:
        term = vocabularies.tasks.find(task)
        data["task"] = {"type": task, "name": term.label("en") if term else task}
    if result.dataset:
        data["dataset"] = _dataset(result.dataset, vocabularies)
    data["metrics"] = []
    for name, metric in result.metrics.items():
        known = vocabularies.metrics.find(name)
        item = {"type": known.id if known else slug(name) or name, "name": name}
        facts = {"value": metric.value, "unit": metric.unit, "comparator": metric.comparator}
        if metric.comparator == "=":
            del facts["comparator"]
        data["metrics"].append(
            item | {key: value for key, value in facts.items() if value is not None}
        )
    plain = {
        key: value
        for key, value in (
            ("conditions", {key: own_data(value) for key, value in result.conditions.items()}),
            ("raw", result.raw.to_data() if result.raw else None),
            ("review", result.review),
        )
        if value
    }
    source = result.source
    if source:
        url = as_path(in_language(source.url, "en")) if source.url else None
        facts = {"name": source.locator, "url": url, "kind": source.kind}
        data["source"] = {key: value for key, value in facts.items() if value}
    return data | plain


def _dataset(dataset: Dataset, vocabularies: Vocabularies) -> dict[str, str]:
    term = vocabularies.datasets.find(dataset.name)
    facts = {
        "type": term.id if term else slug(dataset.name) or dataset.name,
        "name": dataset.name,
        "config": dataset.config,
        "split": dataset.split,
    }
    return {key: value for key, value in facts.items() if value}


def _body(model: Model, language: str) -> str:
    """Return the text below the front matter, for people."""
    parts = [f"# {model.name}"]
    sections: tuple[tuple[str, LocalizedText | None], ...] = (
        ("", model.summary),
        ("Abstract", model.abstract),
        ("Description", model.description),
    )
    for title, text in sections:
        if text is not None:
            parts += [f"## {title}"] if title else []
            parts.append(text.best(language)[0])
    return "\n\n".join(parts) + "\n"
