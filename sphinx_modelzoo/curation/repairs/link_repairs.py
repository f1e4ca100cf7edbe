"""Repairs of links: arXiv's many spellings, and parts that do not change the target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlunsplit

from sphinx_modelzoo.curation.formats.importer_types import DraftChange
from sphinx_modelzoo.curation.repairs.repair_types import Repair, link_slots
from sphinx_modelzoo.guards import split_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft

_ARXIV = re.compile(
    r"(?:https?://)?(?:www\.|export\.|cn\.|[a-z]{2}\.)?arxiv\.org/(?:abs|pdf|html|format|ps)/"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?(?:[?#].*)?\Z",
    re.I,
)
_ALPHA = re.compile(
    r"https?://(?:www\.)?(?:alphaxiv\.org/(?:abs|pdf)|ar5iv\.(?:labs\.arxiv\.)?org/(?:abs|html))/"
    r"(?P<id>\d{4}\.\d{4,5})(?:v\d+)?/?\Z",
    re.I,
)


def arxiv_id(url: str) -> str | None:
    """Return the arXiv id of a link to arXiv in any spelling, without its version."""
    found = _ARXIV.match(url.strip()) or _ALPHA.match(url.strip())
    return found.group("id") if found else None


def _arxiv(drafts: Sequence[Draft]) -> list[DraftChange]:
    changes = []
    for draft in drafts:
        paper = draft.data.get("paper")
        if isinstance(paper, str):
            paper = {"url": paper}
        if isinstance(paper, dict) and isinstance(url := paper.get("url"), str):
            found = arxiv_id(url)
            if found and paper.get("arxiv", found) == found:
                del paper["url"]
                paper["arxiv"] = found
                draft.data["paper"] = paper
                changes.append(
                    DraftChange("arxiv-links", draft.name, "paper.arxiv", url, found, draft.source)
                )
        for slot in link_slots(draft, arxiv_id):
            before = slot.value
            after = f"https://arxiv.org/abs/{arxiv_id(before)}"
            if after != before:
                slot.set(after)
                changes.append(slot.change("arxiv-links", before, after))
    return changes


# Parameters that say where a reader came from, and nothing about what the link shows.
_TRACKING = re.compile(
    r"(?:utm_\w+|spm|scm|from_wecom|share_(?:source|token|medium|from)|vd_source|fbclid|gclid|"
    r"mc_[ce]id|igshid|ref_src|_ga|_gl|yclid|msclkid|hsctatracking|spm_id_from|isappinstalled)\Z",
    re.I,
)
_MAY_HAVE_TAIL = re.compile(r"https?://.*(?:[?#]|\.git/?\Z)", re.I | re.S)
_FORGES = frozenset(("github.com", "gitee.com", "gitlab.com", "bitbucket.org", "huggingface.co"))
_CONTEXT = frozenset(("ref", "source", "from", "tab", "readme-ov-file"))


def cut_tail(url: str) -> str:
    """Remove ``.git``, tracking parameters and an empty ``?`` or ``#`` from a link.

    Parameters that may change what is shown are kept.
    """
    if not _MAY_HAVE_TAIL.match(url):
        return url
    parts = split_url(url)
    if not parts.netloc:
        return url
    host = parts.netloc.casefold().removeprefix("www.")
    path, query, fragment = parts.path, parts.query, parts.fragment
    if host in _FORGES and (found := re.fullmatch(r"(/[^/]+/[^/]+?)\.git/?", path)):
        path = found.group(1)
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [pair for pair in pairs if not _tracks(pair[0], host, path)]
        if len(kept) < len(pairs):
            query = urlencode(kept)
    if host in _FORGES and fragment in ("readme", "readme-ov-file"):
        fragment = ""
    if (path, query, fragment) == (parts.path, parts.query, parts.fragment):
        return re.sub(r"[?#]+\Z", "", url)
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


def _tracks(name: str, host: str, path: str) -> bool:
    if _TRACKING.match(name):
        return True
    root = host in _FORGES and re.fullmatch(r"/[^/]+/[^/]+/?", path) is not None
    return root and name.casefold() in _CONTEXT


def _tails(drafts: Sequence[Draft]) -> list[DraftChange]:
    changes = []
    for draft in drafts:
        for slot in link_slots(draft, lambda url: cut_tail(url) != url):
            before = slot.value
            after = cut_tail(before)
            slot.set(after)
            changes.append(slot.change("url-tails", before, after))
    return changes


REPAIRS: Mapping[str, Repair] = {
    "arxiv-links": Repair("arxiv-links", "turn links to arXiv into ids, without version", _arxiv),
    "url-tails": Repair("url-tails", "remove “.git” and tracking parameters from links", _tails),
}
