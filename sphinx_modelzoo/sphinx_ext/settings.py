"""The configuration values, and the settings derived from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_modelzoo.problems.messages import Problem, problem
from sphinx_modelzoo.schema.languages import normalize_language
from sphinx_modelzoo.views.references import pages_folder
from sphinx_modelzoo.views.translations import read_translations

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_modelzoo.views.content import PageId
    from sphinx_modelzoo.views.translations import Translations


_OWN_FOLDER = "_modelzoo"


@dataclass(frozen=True)
class Settings:
    """The checked settings of ``conf.py``.

    ``pages`` is the docname prefix of the model pages, ``language`` the normalized language of
    this build, ``edit_url`` a template with ``{file}``, ``{line}`` and ``{id}``; ``interactive``
    says whether readers can search, sort and narrow the tables, ``preset`` is that of tables which
    name none; ``twins`` says whether pages show a line with their ``translations``.
    """

    catalog: tuple[str, ...]
    pages: str
    language: str
    edit_url: str
    toctree: bool
    leaderboards: bool
    interactive: bool
    preset: str
    translations: Translations
    twins: bool

    def docname(self, page: PageId) -> str:
        """Return the document of a page."""
        return f"{self.pages}/{page.path}"


def setup_settings(app: Sphinx) -> None:
    """Declare the configuration values."""
    app.add_config_value("modelzoo_catalog", "", "env", types=(str, list, tuple))
    app.add_config_value("modelzoo_pages", "models", "env", types=(str,))
    app.add_config_value("modelzoo_language", None, "env", types=(str, type(None)))
    app.add_config_value("modelzoo_edit_url", "", "env", types=(str,))
    app.add_config_value("modelzoo_preset", None, "env", types=(str, type(None)))
    app.add_config_value("modelzoo_toctree", False, "env", types=(bool,))
    app.add_config_value("modelzoo_leaderboards", False, "env", types=(bool,))
    app.add_config_value("modelzoo_interactive", True, "html", types=(bool,))
    app.add_config_value("modelzoo_translations", {}, "html", types=(dict,))
    app.add_config_value("modelzoo_twins", True, "html", types=(bool,))
    app.add_config_value("modelzoo_version", "", "html", types=(str,))
    # What they change is in other digests: a document is not read again for their sake alone.
    app.add_config_value("modelzoo_sections", None, "", types=(list, tuple, str, type(None)))
    app.add_config_value("modelzoo_notes", False, "", types=(bool,))
    app.add_config_value("modelzoo_plugins", [], "", types=(list, tuple, str))
    app.add_config_value("modelzoo_files", {}, "", types=(dict,))
    app.add_config_value("modelzoo_tune_gc", True, "", types=(bool,))


def read_settings(config: Config) -> tuple[Settings, list[Problem]]:
    """Check the configuration values.

    :returns: the settings, with a default in place of each value that is wrong, and what is wrong.
    """
    problems: list[Problem] = []
    spelled = "en"
    for name in ("modelzoo_language", "language"):
        if value := getattr(config, name):
            try:
                normalize_language(value)
            except ValueError:
                problems.append(problem("config.language", f"invalid {name} = {value!r}"))
            else:
                spelled = value
                break
    try:
        pages = pages_folder(config.modelzoo_pages)
    except ValueError as error:
        problems.append(problem("config.pages", f"invalid modelzoo_pages: {error}"))
        pages = "models"
    catalog = config.modelzoo_catalog
    patterns = (catalog,) if isinstance(catalog, str) else tuple(catalog)
    edit_url, wrong = _edit_url(config.modelzoo_edit_url)
    translations, wrongly = read_translations(
        config.modelzoo_translations,
        "modelzoo_translations",
        spelled,
        str(config.html_baseurl or ""),
        str(config.modelzoo_version or config.version),
    )
    settings = Settings(
        catalog=tuple(str(pattern) for pattern in patterns if pattern),
        pages=pages,
        language=normalize_language(spelled),
        edit_url=edit_url,
        toctree=bool(config.modelzoo_toctree),
        leaderboards=bool(config.modelzoo_leaderboards),
        interactive=bool(config.modelzoo_interactive),
        preset=config.modelzoo_preset or "",
        translations=translations,
        twins=bool(config.modelzoo_twins),
    )
    return settings, problems + wrong + wrongly


def labels_are_prefixed(config: Config) -> bool:
    """Return True if sphinx.ext.autosectionlabel puts documents' names into its labels itself."""
    return bool(getattr(config, "autosectionlabel_prefix_document", False))


def _edit_url(template: str) -> tuple[str, list[Problem]]:
    try:
        template.format(file="models.yaml", line=1, id="x")
    except (LookupError, ValueError):
        return "", [problem("config.edit-url", f"invalid modelzoo_edit_url = {template!r}")]
    return template, []


def catalog_cache(app: Sphinx) -> Path:
    """Return where the parsed catalog is kept: with the doctrees, never in the source tree."""
    return state_dir(app) / "catalog.cache"


def state_dir(app: Sphinx) -> Path:
    """Return the folder for everything that the extension keeps between builds."""
    return Path(app.doctreedir) / _OWN_FOLDER


def separate_languages(app: Sphinx, config: Config) -> None:
    """Give each language a doctree folder of its own, below the given one, on ``config-inited``.

    Two builds may run at once with one ``-d``, each in its language: they would read each other's
    pages, doctrees and environment. Sphinx copies ``doctreedir`` to environment and builder only
    after this event. A tool that passes the folder on to another build shares it with that build.
    """
    if not config.modelzoo_catalog:
        return
    names = dict.fromkeys(str(name) for name in (config.language, config.modelzoo_language) if name)
    key = re.sub(r"[^\w-]", "_", "-".join(names)) or "en"
    if app.doctreedir.parts[-2:] != (_OWN_FOLDER, key):
        app.doctreedir = app.doctreedir / _OWN_FOLDER / key
