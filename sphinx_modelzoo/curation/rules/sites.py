"""Known sites: which closed, which have https, which hold papers and which code."""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinx_modelzoo.guards import split_url


class Closed(NamedTuple):
    """A site that is gone."""

    host: str
    year: int
    instead: str


_CLOSED = {
    closed.host: closed
    for closed in (
        Closed("paperswithcode.com", 2025, "link the paper itself, for example at arXiv"),
        Closed("goo.gl", 2025, "link the page that it led to"),
        Closed("glitch.me", 2025, "link where the demo is now"),
        Closed("lgtm.com", 2022, "remove it"),
        Closed("academic.microsoft.com", 2021, "link the paper itself"),
        Closed("bintray.com", 2021, "link where the files are now"),
        Closed("gforge.inria.fr", 2021, "link where the repository is now"),
        Closed("travis-ci.org", 2021, "remove it"),
        Closed("plus.google.com", 2019, "remove it"),
        Closed("rawgit.com", 2019, "link the file in its repository"),
        Closed("codeplex.com", 2017, "link where the repository is now"),
        Closed("fedorahosted.org", 2017, "link where the repository is now"),
        Closed("code.google.com", 2016, "link where the repository is now"),
        Closed("gitorious.org", 2015, "link where the repository is now"),
        Closed("berlios.de", 2014, "link where the repository is now"),
    )
}

_HTTPS_LIST = """
ai.baidu.com aclanthology.org aclweb.org aistudio.baidu.com arxiv.org bitbucket.org cocodataset.org
dl.acm.org dl.fbaipublicfiles.com doi.org download.openmmlab.com drive.google.com dx.doi.org
en.wikipedia.org export.arxiv.org gist.github.com gitee.com github.com gitlab.com huggingface.co
ieeexplore.ieee.org ijcai.org image-net.org jmlr.org kaggle.com link.springer.com modelscope.cn
ojs.aaai.org openaccess.thecvf.com openreview.net paddlepaddle.org.cn papers.nips.cc
proceedings.mlr.press proceedings.neurips.cc pytorch.org raw.githubusercontent.com
storage.googleapis.com www.aclweb.org www.cs.toronto.edu www.ijcai.org www.image-net.org
www.kaggle.com www.modelscope.cn www.nature.com www.paddlepaddle.org.cn www.sciencedirect.com
www.tensorflow.org www.youtube.com youtu.be zenodo.org zh.wikipedia.org
"""
_HTTPS = frozenset(_HTTPS_LIST.split())

_CODE_HOSTS = (
    "github.com",
    "gitee.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "gitcode.com",
)
_PAPER_HOSTS = re.compile(
    r"(?:^|\.)(?:arxiv\.org/(?:abs|pdf|html)/|openaccess\.thecvf\.com/content|papers\.nips\.cc/paper"
    r"|proceedings\.neurips\.cc/paper|proceedings\.mlr\.press/v|openreview\.net/(?:forum|pdf)\?"
    r"|aclanthology\.org/|doi\.org/10\.|dl\.acm\.org/doi|ieeexplore\.ieee\.org/(?:abstract/)?document"
    r"|link\.springer\.com/(?:article|chapter))"
)


def host_of(url: str) -> str:
    """Return the host of a link, in lower case; empty for a relative one."""
    return split_url(url).hostname or ""


def closed_host(host: str) -> Closed | None:
    """Return what is known about a site that closed, or ``None``."""
    parts = host.lower().split(".")
    for at in range(len(parts) - 1):
        found = _CLOSED.get(".".join(parts[at:]))
        if found:
            return found
    return None


def has_https(host: str) -> bool:
    """Return True if a site is known to be available over https."""
    host = host.lower()
    return host in _HTTPS or host.endswith((".github.io", ".readthedocs.io", ".gitee.io"))


def repository(url: str) -> str | None:
    """Return ``host/owner/name`` of a link to a code repository, in lower case, or ``None``.

    A file in a repository that is a paper (``….pdf``) does not count as code.
    """
    parts = split_url(url)
    host = (parts.hostname or "").lower().removeprefix("www.")
    names = [part for part in parts.path.split("/") if part]
    if host not in _CODE_HOSTS or len(names) < 2 or parts.path.lower().endswith(".pdf"):
        return None
    return f"{host}/{names[0]}/{names[1].removesuffix('.git')}".lower()


def is_paper_host(url: str) -> bool:
    """Return True if a link leads to a paper at one of the known publishers."""
    parts = split_url(url)
    query = f"?{parts.query}" if parts.query else ""
    return bool(_PAPER_HOSTS.search(f"{parts.hostname or ''}{parts.path}{query}"))
