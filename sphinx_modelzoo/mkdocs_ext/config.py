"""The plugin's settings, each with its type and check; MkDocs names the key of a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption, Config, ValidationError

from sphinx_modelzoo.problems import codes
from sphinx_modelzoo.problems.messages import nearest
from sphinx_modelzoo.schema.languages import normalize_language
from sphinx_modelzoo.views.references import pages_folder

if TYPE_CHECKING:
    from collections.abc import Callable


def known_code(text: str) -> str:
    """Check a code, or the beginning of several, such as ``modelzoo.link``.

    :raises ValueError: for an unknown code.
    """
    known = {*codes.GROUPS["catalog"], *codes.GROUPS["mkdocs"]}
    if not any(f"{code}.".startswith(f"{text}.") for code in known):
        hint = nearest(text, known)
        raise ValueError(f"Unknown code “{text}”{hint and f' ({hint})'}.")
    return text


class Checked(c.Type[str]):
    """A text that a function checks and normalizes.

    :param check: raises ``ValueError`` with what is wrong.
    """

    def __init__(self, check: Callable[[str], str], **options: Any) -> None:
        super().__init__(str, **options)
        self._check = check

    def run_validation(self, value: object) -> str:
        """Return the normalized text."""
        text = super().run_validation(value)
        try:
            return self._check(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class Patterns(BaseConfigOption[tuple[str, ...]]):
    """A file, pattern or folder, or a list of them."""

    def run_validation(self, value: object) -> tuple[str, ...]:
        """Return the patterns as a tuple, even a single one."""
        if value is None:
            raise ValidationError("Required configuration not provided.")
        patterns = [value] if isinstance(value, str) else value
        if not isinstance(patterns, list) or not patterns:
            raise ValidationError("Expected a file, a pattern, a folder, or a list of them.")
        for one in patterns:
            if not isinstance(one, str) or not one.strip():
                raise ValidationError(f"Expected a file name, but received: {one!r}")
        return tuple(patterns)


class _Settings(Config):  # type: ignore[no-untyped-call]
    """Settings that suggest the closest known name for an unknown one."""

    def validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Return errors and warnings, each with its key."""
        failed, warnings = super().validate()
        told = []
        for key, text in warnings:
            hint = "" if key in self._schema_keys else nearest(str(key), self._schema_keys)
            told.append((key, f"{text} ({hint})" if hint else text))
        return failed, sorted(told, key=lambda one: str(one[0]))


class InventoryConfig(_Settings):  # type: ignore[no-untyped-call]
    """Another site whose models can be referred to."""

    url = c.URL(is_dir=True)
    """The address that its pages are below."""
    file = c.Type(str)
    """A copy of its ``objects.inv``: nothing is fetched while a site is built."""

    def validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Return warnings as errors: MkDocs drops the warnings of settings inside settings."""
        failed, warnings = super().validate()
        return [*failed, *((key, ValidationError(text)) for key, text in warnings)], []


class ModelzooConfig(_Settings):  # type: ignore[no-untyped-call]
    """Everything that ``plugins: [modelzoo: …]`` takes. Paths start at the folder of mkdocs.yml."""

    catalog = Patterns()
    """Where the models are: a file, a pattern, a folder, or a list of them."""
    pages = Checked(pages_folder, default="models")
    """Folder of the model pages among the documents."""
    leaderboards = c.Type(bool, default=False)
    """Whether every dataset has a page with its leaderboards, which results lead to."""
    interactive = c.Type(bool, default=True)
    """Whether readers can search, sort and narrow the tables."""
    language = c.Optional(Checked(normalize_language))
    """Language of the zoo; by default that of mkdocs-static-i18n or of the theme."""
    preset = c.Optional(c.Type(str))
    """The preset of tables that name none; by default the one called ``default``, if any."""
    sections = c.ListOfItems(c.Type(str), default=[])
    """Sections of model pages in their order; ``*`` is all others, ``-citation`` none of this."""
    notes = c.Type(bool, default=False)
    """Whether pages note texts that are in another language or older than their source."""
    translations = c.Type(dict, default={})
    """Sites in other languages; not for mkdocs-static-i18n, which knows those of its own site."""
    twins = c.Type(bool, default=True)
    """Whether pages of the zoo show a line with the languages that they exist in."""
    version = c.Type(str, default="")
    """The version that the site is about, such as 3.0; also ``{version}`` in ``translations``."""
    locale = c.ListOfItems(c.Type(str), default=[])
    """Folders with own words: ``<folder>/de/LC_MESSAGES/sphinx_modelzoo.po``."""
    nav = c.Choice(("none", "section"), default="none")
    """Whether the model pages are in the navigation. Large themes need minutes for thousands."""
    home = c.Optional(c.Type(str))
    """The page that model pages lead back to; by default the first with a table of everything."""
    cache = c.Type(str, default=".cache/plugin/modelzoo")
    """A folder that keeps what was parsed; empty for none."""
    suppress = c.ListOfItems(Checked(known_code), default=[])
    """Codes of messages to suppress, such as ``modelzoo.reference``."""
    plugins = c.ListOfItems(c.Type(str), default=[])
    """Modules, or paths of ``.py`` files, that add columns, sections and formats."""
    files = c.DictOfItems(c.Type(str), default={})
    """Files to write beside the site, each with its format: ``{models.json: json}``."""
    tune_gc = c.Type(bool, default=True)
    """Whether Python's garbage collector runs less often while the site is built."""
    inventories = c.DictOfItems(c.SubConfig(InventoryConfig), default={})
    """Other sites by name."""
