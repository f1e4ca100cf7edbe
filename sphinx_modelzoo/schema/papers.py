"""Papers: addresses, their own or those of arXiv and the DOI's resolver; and dates."""

from __future__ import annotations

import re
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


def paper_date(paper: Paper) -> str:
    """Return when a paper was published, as far as is known: ``2020-04``, ``2020`` or nothing.

    The number of arXiv begins with year and month, unless the paper is of another year.
    """
    year = str(paper.year or "")
    found = re.search(r"(?:\A|/)(\d\d)(0[1-9]|1[0-2])", paper.arxiv or "")
    if found is None:
        return year
    century = "19" if found[1] > "90" else "20"  # arXiv began in 1991
    month = f"{century}{found[1]}-{found[2]}"
    return month if not year or month.startswith(year) else year
