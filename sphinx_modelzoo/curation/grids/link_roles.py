"""Where the links of a cell lead, and to which field of an entry they belong."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx_modelzoo.curation.grids.grid import Anchor
from sphinx_modelzoo.curation.grids.model_names import is_generic
from sphinx_modelzoo.curation.words import load_words
from sphinx_modelzoo.east_asian import HAN, has_han
from sphinx_modelzoo.guards import is_whole_url, split_url
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_modelzoo.curation.formats.importer_types import Draft
    from sphinx_modelzoo.curation.grids.grid import GridCell

_BARE = re.compile(rf"https?://[^\s<>\"'()（），,。；;{HAN}]+", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.I)
_PAPERS = re.compile(
    r"arxiv\.org|doi\.org|openaccess\.thecvf\.com|openreview\.net|aclanthology|aclweb|ieeexplore|"
    r"dl\.acm\.org|proceedings\.|paperswithcode\.com|semanticscholar|ijcai\.org|springer|"
    r"sciencedirect|nature\.com|researchgate|biorxiv|jmlr\.org|ecva\.net|isca-speech",
    re.I,
)
_FORGES = re.compile(
    r"github\.com|gitee\.com|gitlab|bitbucket|aistudio\.|colab\.|huggingface\.co|modelscope|kaggle",
    re.I,
)
_FILE = re.compile(
    r"\.(?:pth|pt|pdparams|pdmodel|tar|tgz|gz|zip|onnx|safetensors|bin|ckpt|h5|pkl|npz)$", re.I
)

_ARCHIVE = re.compile(r"\.(?:tar|tgz|gz|zip)$")
_LOG = re.compile(r"\.log$|\.log\.(?:json|txt|gz)$|(?:^|[/_\-])log\.(?:json|txt)$")
_CONFIG = re.compile(r"\.(?:ya?ml|py|json|toml|cfg|ini|prototxt|gin|jsonnet)$")
_PATH = re.compile(r"(?:\.{0,2}/)?[\w.\-+%]+(?:/[\w.\-+%]+)*\.[A-Za-z]\w{0,11}")


def anchors_of(cell: GridCell, *, paths: bool = False) -> list[Anchor]:
    """Return the links of a cell, including those written out in its text.

    :param paths: whether a relative path that is the whole text is a link.
    """
    found = list(cell.anchors)
    if "://" not in cell.text:
        bare = paths and not found and _PATH.fullmatch(cell.text)
        return [Anchor("", cell.text)] if bare else found
    known = {anchor.url for anchor in found}
    words = {anchor.text for anchor in found}
    for match in _BARE.finditer(cell.text):
        url = match.group().rstrip(".")
        if url not in known and url not in words:
            found.append(Anchor("", url))
            known.add(url)
    return found


def usable(url: str) -> str | None:
    """Return a link as the catalog may hold it, or ``None`` if it is invalid.

    Characters that a link may not hold are escaped; a title that was pasted in place of a link,
    or a scheme other than the web's, is invalid.
    """
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme and scheme.group().casefold() not in ("http:", "https:", "mailto:"):
        return None
    if url.startswith("//"):
        url = f"https:{url}"
    absolute = re.match(r"https?://[^\s/?#]+", url, re.I) is not None
    if not url or url.startswith("#") or (re.search(r"\s", url) and not absolute):
        return None
    if scheme and not absolute and scheme.group().casefold() != "mailto:":
        return None
    if re.search(r"[\s<>\"\\`{}|^]", url):
        url = quote(url, safe="%/:=&?~#+!$,;'@()*[]-._")
    return url if is_whole_url(url) else None


def usable_or_noted(draft: Draft, field: str, anchor: Anchor, line: int) -> str | None:
    """Return a link as :func:`usable` does; note an invalid one that was meant for the web."""
    url = usable(anchor.url)
    if url is None and re.match(r"https?:", anchor.url, re.IGNORECASE):
        draft.note(field, Message("invalid link “{url}”", url=anchor.url), line)
    return url


def is_paper(url: str) -> bool:
    """Return True if a link leads to a paper."""
    parts = split_url(url)
    return bool(_PAPERS.search(parts.netloc)) or (
        parts.path.casefold().endswith(".pdf") and not _FORGES.search(parts.netloc)
    )


def is_code(url: str) -> bool:
    """Return True if a link leads to a repository or a notebook."""
    return bool(_FORGES.search(split_url(url).netloc)) and not is_file(url)


def is_file(url: str) -> bool:
    """Return True if a link downloads weights."""
    return bool(_FILE.search(split_url(url).path))


def destination(words: str, url: str, *, code: bool = False) -> str:
    """Return the field of a file that a link leads to, by its words and ending; else nothing.

    :param code: whether the link is among those to code, where scripts and archives are code.
    """
    path = split_url(url).path.casefold()
    if is_file(url) and not (code and _ARCHIVE.search(path)):
        return "weights"
    said = _file_words().get(fold(re.sub(r"[\[\]()（）【】]", "", words)), "")
    if said and not (said == "weights" and is_code(url)):
        return said
    if _LOG.search(path):
        return "log"
    return "config" if _CONFIG.search(path) and not code else ""


@cache
def _file_words() -> Mapping[str, str]:
    kinds = load_words("headers")["file_words"]
    return {fold(str(word)): field for field, words in kinds.items() for word in words}


def label_of(anchor: Anchor) -> str | dict[str, str]:
    """Return the words of a link unless they are generic, with the language if Chinese."""
    words = " ".join(anchor.text.split())
    if not words or is_generic(words) or words == anchor.url:
        return ""
    return {"zh": words} if has_han(words) else words


def code_of(anchor: Anchor, url: str, header: str, *, several: bool) -> dict[str, Any]:
    """Build a link to code in the shape of the catalog."""
    code: dict[str, Any] = {"url": url, "kind": _kind(anchor.text) or _kind(header) or "other"}
    if several and (label := label_of(anchor)):
        code["label"] = label
    return code


def _kind(words: str) -> str:
    return _kinds().get(fold(re.sub(r"[\[\]()（）【】]", "", words)), "")


@cache
def _kinds() -> Mapping[str, str]:
    kinds = load_words("headers")["code_kinds"]
    return {fold(str(word)): kind for kind, words in kinds.items() for word in words}
