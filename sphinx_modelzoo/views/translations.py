"""The languages of a documentation: where each has its site, and which pages are twins.

Both hosts read the setting here, so that the same words mean the same addresses in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from sphinx_modelzoo.problems.messages import Problem, plain, problem
from sphinx_modelzoo.schema.languages import language_tag, normalize_language, own_name

DEFAULT = "x-default"
"""The key of the language for readers of all others; of search engines' own making."""

_FIELDS = {"url", "suffix", "name"}


@dataclass(frozen=True)
class Translation:
    """The site in one language.

    ``tag`` is the language as the setting spells it, ``url`` ends in a slash; ``suffix`` is how
    its documents end, where the setting says so; ``name`` is what readers of it call it.
    """

    tag: str
    url: str
    suffix: str | None = None
    name: str = ""

    @property
    def language(self) -> str:
        """Return the normalized language."""
        return normalize_language(self.tag)

    @property
    def endings(self) -> tuple[str, ...]:
        """Return how its documents may end."""
        if self.suffix is not None:
            return (self.suffix,)
        short = {"zh": ("cn",), "zh-hant": ("tw",)}.get(self.language, ())
        return *(f"_{one}" for one in (*short, self.tag, self.language)), ""


@dataclass(frozen=True)
class Translations:
    """The sites in all languages; ``own`` is the tag of this one, ``default`` that of x-default."""

    sites: tuple[Translation, ...] = ()
    own: str = ""
    default: str = ""

    @property
    def own_site(self) -> Translation | None:
        """Return the site of this build, where the setting names it."""
        return next((one for one in self.sites if one.tag == self.own), None)

    def names(self, docname: str, exists: Callable[[str], bool]) -> dict[str, str]:
        """Return, by tag, the names of a document in the languages that it exists in.

        All twins get the same names, since those come from what the twins have in common.

        :param exists: whether the source tree has a document of a name.
        :returns: nothing for a document that another language's build is meant to have.
        """
        stem = self._stem(docname)
        found: dict[str, str] = {}
        for one in self.sites:
            name = next((stem + end for end in one.endings if exists(stem + end)), None)
            if name is not None:
                found[one.tag] = name
        if not found and exists(stem):  # a document that all languages share
            found = {one.tag: stem for one in self.sites}
        return found if found.get(self.own) == docname else {}

    def page_names(self, docname: str, page: str, exists: Callable[[str], bool]) -> dict[str, str]:
        """Return the same for a page of the zoo, which is generated where nobody has written it.

        :param page: its name where it is generated.
        """
        found = {one.tag: self._own_page(one, page, exists) for one in self.sites}
        return found if found.get(self.own) == docname else {}

    def _own_page(self, site: Translation, page: str, exists: Callable[[str], bool]) -> str:
        return next((page + end for end in site.endings if end and exists(page + end)), page)

    def _stem(self, docname: str) -> str:
        """Return what the names of a document in all languages have in common."""
        ordered = sorted(self.sites, key=lambda one: one.tag != self.own)
        endings = (end for one in ordered for end in one.endings if end)
        return next((docname[: -len(end)] for end in endings if docname.endswith(end)), docname)


class Twin(NamedTuple):
    """A page in one language, by its absolute address; ``own`` is the page itself."""

    tag: str
    address: str
    name: str
    own: bool


def twins(translations: Translations, paths: Mapping[str, str]) -> tuple[Twin, ...]:
    """Return a page in all languages, itself among them; nothing for a page without a twin.

    :param paths: by tag, its address in the language's site.
    """
    if len(paths) < 2:
        return ()
    sites = (one for one in translations.sites if one.tag in paths)
    return tuple(
        Twin(one.tag, one.url + paths[one.tag], one.name, one.tag == translations.own)
        for one in sites
    )


def read_translations(
    value: Mapping[Any, Any], setting: str, language: str, base: str, version: str
) -> tuple[Translations, list[Problem]]:
    """Check the setting.

    :param setting: its name in this host, for messages.
    :param language: this build's, as the host's settings spell it.
    :param base: the address of this build's site, where it is known.
    :param version: what to put in place of ``{version}``.
    :returns: the sites, without those that are wrong: none where this build's own is missing.
    """
    problems: list[Problem] = []

    def wrong(message: str, hint: str = "") -> None:
        problems.append(problem("config.translations", f"{setting}: {message}", hint))

    sites: dict[str, Translation] = {}
    for key, written in value.items():
        if key == DEFAULT:
            continue
        try:
            tag = language_tag(str(key))
            site = _site(tag, written, base, version)
        except ValueError as error:
            wrong(f"{plain(str(key))}: {error}")
            continue
        if tag in sites:
            wrong(f"duplicate language {plain(str(key))}")
        sites.setdefault(tag, site)
    if not sites:
        return Translations(), problems
    own = _own(sites, language)
    if own is None:
        tag = language_tag(language)
        if not _is_absolute(base):
            hint = f'add "{tag}": "https://…/", or set the address of the site'
            wrong(f"the language of this build, {tag}, is missing or not unique", hint)
            return Translations(), problems
        own, sites = tag, {tag: Translation(tag, _slashed(base)), **sites}
    default = ""
    if DEFAULT in value:
        try:
            default = language_tag(str(value[DEFAULT]))
        except ValueError:
            default = str(value[DEFAULT])
        if default not in sites:
            wrong(f"{DEFAULT} names {plain(default)}, which is none of the languages")
            default = ""
    return Translations(tuple(_named(sites.values())), own, default), problems


def _site(tag: str, written: Any, base: str, version: str) -> Translation:
    """Return the site of a language.

    :raises ValueError: with what is wrong.
    """
    fields = {"url": written} if isinstance(written, str) else written
    if not isinstance(fields, Mapping) or not isinstance(fields.get("url"), str):
        raise ValueError("expected an address, or a mapping with url")
    if unknown := [str(name) for name in fields if name not in _FIELDS]:
        raise ValueError(f"unknown key {plain(unknown[0])}; use url, suffix and name")
    if any(not isinstance(one, str) for one in fields.values()):
        raise ValueError("url, suffix and name are texts")
    url = fields["url"].strip()
    for name in re.findall(r"\{(.*?)\}", url):
        if name != "version":
            raise ValueError(f"unknown placeholder {{{plain(name)}}}; use {{version}}")
    if "{version}" in url:
        if not version:
            raise ValueError("{version} has no value")
        url = url.replace("{version}", quote(version, safe=""))
    if not _is_absolute(url):
        if not _is_absolute(base):
            raise ValueError(f"{plain(url)} is not an absolute address, and the site has none")
        url = urljoin(_slashed(base), url)
    return Translation(tag, _slashed(url), fields.get("suffix"), fields.get("name", ""))


def _is_absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def site_root(url: str) -> str:
    """Return the absolute address of a site with a slash at its end; nothing if it is not one."""
    return _slashed(url) if _is_absolute(url) else ""


def _slashed(url: str) -> str:
    return url.rstrip("/") + "/"


def _own(sites: Mapping[str, Translation], language: str) -> str | None:
    """Return the tag of this build's language: as it is spelled, else the only one that fits."""
    normalized = normalize_language(language)
    for tag in (language_tag(language), normalized):
        if tag in sites:
            return tag
    found = [one.tag for one in sites.values() if one.language == normalized]
    return found[0] if len(found) == 1 else None


def _named(sites: Iterable[Translation]) -> list[Translation]:
    """Give each language that has no name its own: longer where two would have the same."""
    found = list(sites)
    short = [own_name(one.tag) for one in found]
    return [
        one
        if one.name
        else replace(one, name=name if short.count(name) == 1 else own_name(one.tag, whole=True))
        for one, name in zip(found, short, strict=True)
    ]
