"""Links that cannot be right, as far as that shows without following them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from sphinx_modelzoo.curation.rules.rule import Edit, Finding, Path, RuleContext, rule
from sphinx_modelzoo.curation.rules.sites import (
    closed_host,
    has_https,
    host_of,
    is_paper_host,
    repository,
)
from sphinx_modelzoo.guards import split_url
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message, shorten
from sphinx_modelzoo.schema.model import (
    Base,
    Code,
    Image,
    Model,
    Paper,
    Thumbnail,
    Variant,
    Weights,
)
from sphinx_modelzoo.schema.shape import values_of

INSECURE = ProblemKind(
    "modelzoo.link.insecure",
    "warning",
    "A link uses http:, which is not encrypted.",
    "Use https:, if the site has it.",
    fixable=True,
)
CLOSED = ProblemKind(
    "modelzoo.link.closed-host",
    "warning",
    "A link leads to a site that is known to have closed.",
    "Link what the page was about: the paper, the repository.",
)
BROKEN = ProblemKind(
    "modelzoo.link.broken",
    "warning",
    "A link is well-formed but cannot lead anywhere: no scheme, two links in one, a full stop at "
    "its end.",
    "Copy it again from the browser's address bar.",
    fixable=True,
)
PASTED_TITLE = ProblemKind(
    "modelzoo.link.pasted-title",
    "warning",
    "A link is a title, or has one pasted to its end.",
    "Copy the link again from the browser's address bar.",
)
UNTIDY = ProblemKind(
    "modelzoo.link.untidy",
    "info",
    "A link has a superfluous part: .git, or a tracking parameter (utm_source, spm).",
    "Remove it.",
    fixable=True,
)
PAPER_IS_CODE = ProblemKind(
    "modelzoo.paper.is-code",
    "warning",
    "The paper's link leads to a code repository.",
    "Move it to code:, and link the paper.",
)
CODE_IS_PAPER = ProblemKind(
    "modelzoo.code.is-paper",
    "warning",
    "A link to code leads to a paper.",
    "Move it to paper:, or link the code.",
)
ARXIV_MISMATCH = ProblemKind(
    "modelzoo.paper.arxiv-mismatch",
    "warning",
    "The paper's link leads to another arXiv paper than its arXiv id.",
    "Correct the one that is wrong; the link can be omitted if there is an id.",
)


class _Link(NamedTuple):
    path: Path
    url: str
    kind: str  # paper, code, page or file
    holder: Any = None

    @property
    def relative(self) -> bool:
        return not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", self.url)


def links(model: Model) -> Iterator[_Link]:
    """Yield every link of an entry with its place and kind."""
    for path, holder, _, url in values_of(model, "link"):
        if not isinstance(holder, Base) or not holder.id:
            yield _Link(path, url, _HOLDERS.get(type(holder), "page"), holder)


_HOLDERS = {
    Paper: "paper",
    Code: "code",
    Image: "file",
    Thumbnail: "file",
    Weights: "file",
    Model: "file",  # its configuration and log
    Variant: "file",
}


def _ending(link: _Link, url: str) -> Edit:
    """Return the edit that replaces only the end of a link, up to which both are equal."""
    pairs = enumerate(zip(link.url, url, strict=False))
    same = next((at for at, (old, new) in pairs if old != new), min(len(link.url), len(url)))
    start = max(link.url.rfind("/", 0, same), link.url.rfind("?", 0, same)) + 1
    return Edit(link.path, link.url[start:], url[start:])


def _insecure(link: _Link) -> Iterator[tuple[str, str, tuple[Edit, ...]]]:
    if link.url[:7].lower() != "http://":
        return
    host = host_of(link.url)
    if host in ("localhost", "127.0.0.1", "::1"):
        return
    if has_https(host):
        edit = Edit(link.path, link.url[:7], "https://")
        yield (
            Message("“{url}” is not encrypted", url=shorten(link.url)),
            Message("use https:"),
            (edit,),
        )
    else:
        yield (
            Message("“{url}” is not encrypted", url=shorten(link.url)),
            Message("use https: if the site has it"),
            (),
        )


def _closed(link: _Link) -> Iterator[tuple[str, str, tuple[Edit, ...]]]:
    closed = closed_host(host_of(link.url))
    if closed:
        yield (
            Message("{host} closed in {year}", host=closed.host, year=closed.year),
            closed.instead,
            (),
        )


_TAIL = re.compile(r"[.,;:!\u3002\uff0c\uff1b\uff09\u3011\u300b\uff1a]+\Z")
_BARE_HOST = re.compile(
    r"(?:www\.[\w\-]+\.\w+|(?:github|gitee|gitlab|arxiv|doi|huggingface|openreview)\.\w{2,3})"
    r"(?:/|\Z)",
    re.IGNORECASE,
)


def _broken(link: _Link) -> Iterator[tuple[str, str, tuple[Edit, ...]]]:
    url = link.url
    shown = shorten(url)
    if link.relative:
        if _BARE_HOST.match(url):
            edit = Edit(link.path, url, f"https://{url}")
            yield (
                Message("“{shown}” has no scheme and is taken as a path", shown=shown),
                Message("prefix https://"),
                (edit,),
            )
        return
    if not url.lower().startswith("http"):
        return
    again = re.search(r"(?<=.)(?:https?:/|https?//)", url[1:])
    if again and not re.search(r"[?=&#]|archive\.org|/proxy|/cache", url[: again.start() + 1]):
        yield (
            Message("“{shown}” is two links in one", shown=shown),
            Message("keep the right one"),
            (),
        )
        return
    host = host_of(url)
    if "." not in host.strip(".") and ":" not in host and host != "localhost":
        yield (
            Message("invalid host “{host}” in “{shown}”", host=host, shown=shown),
            Message("copy the link again"),
            (),
        )
        return
    tail = _TAIL.search(url)
    if tail:
        edit = _ending(link, url[: tail.start()])
        yield (
            Message("“{shown}” ends with “{tail}”", shown=shown, tail=tail.group()),
            Message("remove it"),
            (edit,),
        )
    elif url.endswith(")") and url.count(")") > url.count("("):
        edit = _ending(link, url[:-1])
        yield Message("“{shown}” ends with a bracket", shown=shown), Message("remove it"), (edit,)


_GIT = re.compile(r"(?:\.git)(?=/?\Z)", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?<=[?&])(?:utm_\w+|spm|fbclid|gclid|share_source|share_medium|share_plat|vd_source|from_wecom"
    r"|channelId|ref_src)=[^&#]*&?",
    re.IGNORECASE,
)


def _untidy(link: _Link) -> Iterator[tuple[str, str, tuple[Edit, ...]]]:
    url = _TRACKING.sub("", link.url)
    if url != link.url:
        url = re.sub(r"[?&](?=#|\Z)", "", url)
    if link.kind != "file" and repository(url):
        url = _GIT.sub("", url)
    if url != link.url:
        edit = _ending(link, url)
        yield (
            Message("“{url}” has a superfluous part", url=shorten(link.url)),
            Message("use “{value}”", value=shorten(url)),
            (edit,),
        )


def _pasted(link: _Link, model: Model) -> bool:
    """Return True if a link is, or ends with, a title."""
    if link.kind == "file":
        return False
    url = unquote(link.url)
    if link.relative and link.kind in ("paper", "code"):
        bare = "/" not in url and not re.search(r"\.\w{2,5}(?:[?#]|\Z)", url)
        titles = f"{model.name} {(model.paper and model.paper.title) or ''}"
        return bare and (len(url) > 20 or _letters(url) in _letters(titles))
    if url.count(" ") >= 2 or url.count("+") >= 4:
        path = split_url(url).path
        if path.count(" ") >= 2 and not re.search(r"\.\w{2,5}\Z", path):
            return True
    # An arXiv number is the end of its link; a title's words have nothing to do there.
    after = re.search(r"arxiv\.org/(?:abs|pdf)/\d{4}\.\d{4,5}(?:v\d+)?(.*)", url)
    rest = re.sub(r"\.pdf\Z|[?#].*", "", after.group(1)) if after else ""
    return bool(re.search(r"[A-Za-z]{4,}", rest))


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z\-]+(?:\.[A-Z]{2})?/\d{7})")

_Check = Callable[[_Link], Iterator[tuple[str, str, tuple[Edit, ...]]]]
_SIMPLE: tuple[tuple[ProblemKind, _Check], ...] = (
    (INSECURE, _insecure),
    (CLOSED, _closed),
    (BROKEN, _broken),
    (UNTIDY, _untidy),
)


@rule(INSECURE, CLOSED, BROKEN, PASTED_TITLE, UNTIDY, PAPER_IS_CODE, CODE_IS_PAPER, ARXIV_MISMATCH)
def _find(context: RuleContext) -> Iterator[Finding]:
    simple = [(rule, find) for rule, find in _SIMPLE if context.wants(rule.code)]
    for model in context.catalog.models:
        for link in links(model):
            if _pasted(link, model):
                message: str = Message("“{url}” contains a title", url=shorten(unquote(link.url)))
                if context.wants(PASTED_TITLE.code):
                    yield Finding.of(PASTED_TITLE, model.id, link.path, message)
                continue
            for simple_rule, find in simple:
                for message, hint, edits in find(link):
                    yield Finding.of(simple_rule, model.id, link.path, message, hint, edits)
            yield from _crossed(context, model, link)


def _crossed(context: RuleContext, model: Model, link: _Link) -> Iterator[Finding]:
    shown = f"“{shorten(link.url)}”"
    if link.kind == "paper":
        if context.wants(PAPER_IS_CODE.code) and repository(link.url):
            hint = Message("move it to code:") if not model.code else Message("link the paper")
            message = Message("{shown} is a code repository", shown=shown)
            yield Finding.of(PAPER_IS_CODE, model.id, link.path, message, hint)
        found = _ARXIV.search(link.url)
        own = link.holder.arxiv
        if context.wants(ARXIV_MISMATCH.code) and found and own and found.group(1) != own:
            message = Message(
                "the link leads to arXiv {found}, the id is {own}", found=found.group(1), own=own
            )
            yield Finding.of(ARXIV_MISMATCH, model.id, link.path, message)
    elif link.kind == "code" and context.wants(CODE_IS_PAPER.code) and is_paper_host(link.url):
        yield Finding.of(
            CODE_IS_PAPER, model.id, link.path, Message("{shown} is a paper", shown=shown)
        )
