"""What ``conf.py`` adds to a build: plugins, and files beside the pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_modelzoo.exports.interface import Site
from sphinx_modelzoo.exports.site_files import site_files
from sphinx_modelzoo.files import write_if_changed
from sphinx_modelzoo.plugins import load_plugins
from sphinx_modelzoo.sphinx_ext.domain import zoo
from sphinx_modelzoo.sphinx_ext.html_pages import output_path
from sphinx_modelzoo.sphinx_ext.reporting import report
from sphinx_modelzoo.views.content import model_page
from sphinx_modelzoo.views.translations import site_root

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

    from sphinx_modelzoo.plugins import Plugins
    from sphinx_modelzoo.problems.messages import Problem
    from sphinx_modelzoo.schema.model import Model

_OWN = ("objects.inv", "searchindex.js", ".buildinfo")
_PAGES = ("genindex", "search")
_UNNAMED = "name not set"  # as Sphinx's own defaults end


def plugins_of(app: Sphinx) -> Plugins:
    """Load the plugins of ``conf.py``, whose problems are warnings, now and later."""
    root, domain = Path(app.confdir), zoo(app.env)

    def tell(found: Problem) -> None:
        domain.plugin_failed = True
        report([found], root)

    return load_plugins(app.config.modelzoo_plugins, root, tell, "modelzoo_plugins")


def files_beside(app: Sphinx, outputs: Iterable[str]) -> dict[str, str]:
    """Return the texts of the files of ``modelzoo_files``, and warn of what is wrong with it.

    :param outputs: documents of the output besides those of the project.
    """
    builder, domain = app.builder, zoo(app.env)
    wanted = app.config.modelzoo_files
    if not wanted or not isinstance(builder, StandaloneHTMLBuilder) or builder.embedded:
        return {}
    root = Path(app.outdir)
    pages = (output_path(builder, one) for one in {*app.env.found_docs, *outputs, *_PAGES})
    taken = {path.relative_to(root).as_posix() for path in pages if path} | {*_OWN}
    language = domain.settings.language
    texts, problems = site_files(
        "modelzoo_files", wanted, domain.catalog, language, taken, _site(app)
    )
    report(problems, Path(app.confdir))
    return texts


def _site(app: Sphinx) -> Site:
    """Return what a feed says of the site, and where it leads to."""
    builder, config, domain = app.builder, app.config, zoo(app.env)

    def uri(docname: str, anchor: str = "") -> str:
        found = builder.get_target_uri(docname)
        # Single-page HTML has an anchor for each document.
        single = f"{config.root_doc}{getattr(builder, 'out_suffix', '')}#{anchor or found[1:]}"
        return single if found.startswith("#") else found

    def page(model: Model) -> str:
        own = model_page(model.id)
        docname = domain.page_of(own)
        return uri(docname, own.anchor()) if docname else home

    home = uri(domain.home or config.root_doc)
    names = (str(one) for one in (config.project, config.author))
    title, author = ("" if one.endswith(_UNNAMED) else one for one in names)
    own = domain.settings.translations.own_site
    base = site_root(str(config.html_baseurl or "")) or (own.url if own else "")
    return Site(title, author, base, home=home, page=page)


def write_beside(app: Sphinx, texts: dict[str, str], before: Iterable[str]) -> None:
    """Write files where their content has changed, and delete those of earlier builds.

    :param before: the paths that earlier builds wrote.
    """
    root = Path(app.outdir)
    for name in sorted({*before} - texts.keys()):
        (root / name).unlink(missing_ok=True)
    for name, text in texts.items():
        write_if_changed(root / name, text)
