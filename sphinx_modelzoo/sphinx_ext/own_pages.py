"""The project's own documents that serve as pages of models, and the parts that they include.

The directive leaves a node, and a transform fills all nodes of a document in at once: a section
that one of them names is not among the others that another one shows. It does so before Sphinx
looks for texts to translate.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from sphinx_modelzoo.render.delimiters import IGNORE
from sphinx_modelzoo.sphinx_ext.directives import AnyOption, typed_options, warn_of_content
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.nodes import (
    break_delimiters,
    modelzoo_view,
    name_sections,
    object_anchor,
)
from sphinx_modelzoo.sphinx_ext.page_blocks import renderer
from sphinx_modelzoo.sphinx_ext.page_reading import anchor_parts, index_entries, navigation
from sphinx_modelzoo.sphinx_ext.records import SectionRecord
from sphinx_modelzoo.sphinx_ext.reporting import warn
from sphinx_modelzoo.sphinx_ext.settings import labels_are_prefixed
from sphinx_modelzoo.sphinx_ext.stubs import is_stub
from sphinx_modelzoo.views.content import PageId, model_page
from sphinx_modelzoo.views.page_parts import (
    PART,
    PagePart,
    own_pages,
    read_part,
    several_pages,
    shown_parts,
    without_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.sphinx_ext.domain import ModelzooDomain
    from sphinx_modelzoo.views.page_parts import ShownPart

_FRAGMENT = "<translated>"
"""The end of the source of what Sphinx parses again: a translated paragraph."""


class modelzoo_part(nodes.General, nodes.Element):  # noqa: N801 - node classes are lower case
    """The place of some parts of a model's page, until the document is parsed."""


class PageDirective(SphinxDirective):
    """``.. modelzoo-page::``: the parts of a model's page that the catalog gives.

    In the document that is a model's page they are those of this model; elsewhere the argument
    is the id of one.
    """

    has_content = True  # so that we can report what is wrong with it
    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = AnyOption()

    def run(self) -> list[nodes.Node]:
        """Check the options, and leave a node for :class:`PartTransform`."""
        registry = zoo(self.env).catalog.registry
        zoo(self.env).registries[self.env.docname] = registry.digest
        warn_of_content(self)
        raw, problems = typed_options(self)
        part, wrong = read_part("".join(self.arguments[:1]), raw, registry)
        for problem in (*problems, *wrong):
            warn(problem.within(self.name), self.get_location())
        if part is None:
            return []
        node = modelzoo_part("", target=part.target, words=part.words)
        self.set_source_info(node)
        return [node]


class PartTransform(SphinxTransform):
    """The transform that fills parts in, and declares the pages of models.

    Before the texts for translators are kept (10) and translated (20).
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Fill in a document that has parts, or that is the page of a model."""
        docname = self.env.docname
        if str(self.document.get("source", "")).endswith(_FRAGMENT) or is_stub(self.env, docname):
            return
        domain = zoo(self.env)
        page = domain.own.get(docname)
        places = list(self.document.findall(modelzoo_part))
        if page is None and not places:
            return
        parts = [PagePart(place["target"], place["words"]) for place in places]
        own = page.id if page else ""
        shown = shown_parts(parts, own, domain.catalog, domain.settings.language)
        domain.parts[docname] = {
            target: domain.page_digest(target)
            for target in sorted({own, *(part.target or own for part in parts)} - {""})
        }
        if page is not None:
            domain.sections[docname] = []
        title = next(_sections(self.document), None)
        for place, one in zip(places, shown, strict=True):
            for problem in one.problems:
                warn(problem.within(PART), place)
            place.replace_self(self._nodes(one, own, nested=_is_nested(place)))
        if page is not None:
            self._declare(domain, page, title)
            if all(one.model is None or one.model.id != own for one in shown):
                warn(without_parts(own), docname)

    def _declare(self, domain: ModelzooDomain, page: PageId, title: nodes.section | None) -> None:
        """Let references, index and inventory lead to the top of the document.

        :param title: the first section that is the document's own.
        """
        document, docname = self.document, self.env.docname
        built = domain.page(page)
        ids = dict.fromkeys((page.anchor(), object_anchor(page)))
        first = next(_sections(document), None)
        # The words above a section that a part has made are of the page, too.
        section: nodes.Element = first if first is not None and first is title else document
        top = section
        if section is document:  # without a title
            top = nodes.container()  # a target would give its ids to whatever follows
            # Sphinx takes the fields at the very beginning for the document's metadata.
            fields = (nodes.field_list, nodes.comment)
            heads = (number for number, one in enumerate(document) if not isinstance(one, fields))
            document.insert(next(heads, 0), top)
        else:
            top["modelzoo"], top["description"] = page.path, built.description
        section.insert(section.index(top) + 1 if section is document else 1, index_entries(built))
        section += navigation(built)
        for name in ids:
            if name not in document.ids:
                top["ids"].append(name)
                document.ids[name] = top
        self.env.metadata[docname]["orphan"] = True
        domain.note_page(docname, page, built.title, own=True)

    def _nodes(self, part: ShownPart, own: str, *, nested: bool) -> list[nodes.Node]:
        """Return the nodes of a part; in a box it has no sections, but titles."""
        if part.model is None:
            return []
        domain, docname = zoo(self.env), self.env.docname
        page, origin = model_page(part.model.id), domain.catalog.origin(part.model.id)
        # Sphinx tells the footnotes of a document apart by their numbers.
        notes = sum(1 for _ in self.document.findall(nodes.footnote))
        render = renderer(domain, str(origin.file), origin.line, notes)
        made = nodes.container("", *render.blocks(part.blocks))
        break_delimiters(list(made.findall(nodes.Text)))
        shown, parts = part.model.id, list(made.findall(nodes.Element))[1:]
        anchor_parts(
            parts, page.anchor if shown == own else lambda name: self._unused(f"{shown}-{name}")
        )
        for one in parts:
            if isinstance(one, nodes.TextElement):
                one["support_smartquotes"] = False  # what the catalog says is shown as it is
            if isinstance(one, modelzoo_view):
                domain.note_view(docname, one["view"], one["options"])
        sections = [one for one in made.children if isinstance(one, nodes.section)]
        if part.model.id == own:
            domain.sections[docname] += [
                SectionRecord(one["ids"][0], one[0].astext()) for one in sections
            ]
        name_sections(parts, docname, labels_are_prefixed(self.config))
        for section in list(made.findall(nodes.section)) if nested else ():
            title = nodes.rubric(
                "", "", *section[0].children, ids=section["ids"], translatable=False
            )
            title.source, title.line = section.source, section.line
            section.replace_self([title, *section.children[1:]])
        for child in made.children:
            if isinstance(child, nodes.Element):
                child["classes"] += IGNORE
        return made.children

    def _unused(self, name: str) -> str:
        """Return an id that the document does not have, and take it."""
        found, number = name, 1
        while found in self.document.ids:
            number += 1
            found = f"{name}-{number}"
        self.document.ids[found] = self.document
        return found


def _sections(document: nodes.document) -> Iterator[nodes.section]:
    return (one for one in document.children if isinstance(one, nodes.section))


def _is_nested(place: nodes.Element) -> bool:
    return not isinstance(place.parent, nodes.section | nodes.document)


def adopt_documents(domain: ModelzooDomain, documents: Mapping[str, str]) -> list[Problem]:
    """Let documents of the project's own be the pages of models.

    :param documents: the files of the documents that may be, by name.
    :returns: a problem for each model that has several.
    """
    folder = f"{domain.settings.pages}/"
    names = (name.removeprefix(folder) for name in documents if name.startswith(folder))
    found, several = own_pages(names, domain.catalog, domain.settings.language)
    domain.adopt_documents({folder + name: model_page(one) for one, name in found.items()})
    problems: list[Problem] = []
    for model_id, every in several.items():
        origin = domain.catalog.origin(model_id)
        found_twice = several_pages(model_id, [documents[folder + name] for name in every])
        problems.append(found_twice.at(domain.file_name(origin.file), origin.line))
    return problems


def neighbours_of(domain: ModelzooDomain) -> dict[str, list[tuple[str, str] | None]]:
    """Return the neighbours of each own document that is in a toctree, with their titles.

    Sphinx does not write a document again that comes to stand in another place.
    """
    titles = domain.env.titles
    relations = domain.env.collect_relations() if domain.own else {}
    return {
        docname: [(name, titles[name].astext()) if name else None for name in relations[docname]]
        for docname in domain.own
        if docname in relations
    }


def leave_out_held(env: BuildEnvironment, builder: Builder) -> set[str]:
    """Remove the project's own documents from the hidden toctrees where another toctree has them.

    That is known when all documents are read; those that change are stored again.

    :returns: the documents whose hidden toctree has changed.
    """
    domain = zoo(env)
    held = {name for names in env.toctree_includes.values() for name in names}
    held &= domain.own.keys()
    changed: set[str] = set()
    for docname, pages in domain.includes.items():
        wanted = sorted(held.intersection(pages))
        if wanted == domain.held.get(docname, []):
            continue
        domain.held[docname] = wanted
        changed.add(docname)
        path = Path(env.doctreedir, f"{docname}.doctree")
        doctree: nodes.document = pickle.loads(path.read_bytes())  # noqa: S301 - Sphinx's own
        for toctree in doctree.findall(addnodes.toctree):
            if every := toctree.get("modelzoo"):
                toctree["includefiles"] = [page for page in every if page not in held]
                if toctree["entries"]:
                    toctree["entries"] = [(None, page) for page in toctree["includefiles"]]
        builder.write_doctree(docname, doctree)
        getattr(env, "_pickled_doctree_cache", {}).pop(docname, None)
    return changed
