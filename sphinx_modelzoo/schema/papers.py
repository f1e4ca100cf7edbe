"""Addresses of papers: their own, or those that arXiv and the DOI's resolver give."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx_modelzoo.schema.languages import in_language

if TYPE_CHECKING:
    from sphinx_modelzoo.schema.model import Paper


def arxiv_url(arxiv: str) -> str:
    """Return the page of an arXiv id."""
    return f"https://arxiv.org/abs/{arxiv}"


def doi_url(doi: str) -> str:
    """Return the resolver's link for a DOI, whose characters may mean something else in a URL."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"


def paper_url(paper: Paper, language: str = "en") -> str | None:
    """Return the link to a paper: the catalog's own, else arXiv, else the DOI.

    :param language: the reader's.
    """
    if paper.url:
        return in_language(paper.url, language)
    if paper.arxiv:
        return arxiv_url(paper.arxiv)
    return doi_url(paper.doi) if paper.doi else None
