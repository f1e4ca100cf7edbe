"""Follow the links of a catalog: the only part of the package that uses the network.

It asks politely: one request at a time per site, with a pause between them, the head of a page
before the page, and no body is read.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urldefrag

from sphinx_modelzoo import __version__
from sphinx_modelzoo.curation.rules.all_rules import DEAD, MOVED, UNREACHABLE
from sphinx_modelzoo.curation.rules.link_rules import links
from sphinx_modelzoo.curation.rules.rule import Finding, Path
from sphinx_modelzoo.curation.rules.sites import closed_host
from sphinx_modelzoo.guards import ascii_host, finite_number, split_url
from sphinx_modelzoo.problems.codes import ProblemKind
from sphinx_modelzoo.problems.messages import Message, Problem, ProblemError, shorten

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog

_GONE = (404, 410)
_AGAIN = (429, 500, 502, 503, 504)
_PERMANENT = (301, 308)
_LONGEST_WAIT = 20.0
# IPv6 addresses that end in an IPv4 address to which a translator may pass them on.
_TRANSLATED = [ipaddress.IPv6Network(one) for one in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/32")]


class LinkOutcome(NamedTuple):
    """The outcome of following a link.

    ``rule`` is the rule that it breaks, if any. ``lost`` is set when the site was not
    found at all.
    """

    rule: ProblemKind | None = None
    message: str = ""
    hint: str = ""
    lost: bool = False


@dataclass(frozen=True)
class CrawlPolicy:
    """Timeouts, concurrency and retries of link checking. Times are in seconds.

    ``workers`` sites are asked at the same time, each after a ``pause`` since its last answer;
    what fails for a reason that may pass is tried ``tries`` times, after ``patience`` the first
    time and twice that each further time. Unless ``allow_private``, no address that is not on the
    public internet is asked: entries come from strangers, and the check may run inside a network.
    """

    timeout: float = 15.0
    workers: int = 8
    pause: float = 0.3
    tries: int = 3
    patience: float = 1.0
    allow_private: bool = False


def count_links(catalog: Catalog) -> int:
    """Return the number of different links that :func:`follow_links` would follow."""
    return len(_places(catalog))


def follow_links(
    catalog: Catalog,
    manners: CrawlPolicy | None = None,
    progress: Callable[[], None] = lambda: None,
) -> tuple[Finding, ...]:
    """Follow every http(s) link of a catalog once.

    :param manners: timeouts and retries; the defaults suit the web.
    :param progress: called after each link, by any thread, one at a time.
    :returns: findings in the order of the catalog, to be given to
        :func:`~sphinx_modelzoo.curation.rules.all_rules.check`.
    :raises ProblemError: when no site at all was found.
    """
    places = _places(catalog)
    outcomes = _Walk(manners or CrawlPolicy(), progress).run(places)
    if len({split_url(url).netloc for url in outcomes}) > 1 and all(
        outcome.lost for outcome in outcomes.values()
    ):
        message = Message("no site could be found; check the network connection")
        raise ProblemError(Problem(UNREACHABLE.code, message))
    return tuple(
        Finding.of(rule, model, path, outcomes[url].message, outcomes[url].hint)
        for url, found in places.items()
        if (rule := outcomes[url].rule) is not None
        for model, path in found
    )


def _places(catalog: Catalog) -> dict[str, list[tuple[str, Path]]]:
    """Return the entries and fields of each link. A fragment does not make another page."""
    places: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for model in catalog.models:
        for link in links(model):
            parts = split_url(link.url)
            web = parts.scheme.lower() in ("http", "https") and parts.hostname
            if web and closed_host(parts.hostname or "") is None:
                places[urldefrag(link.url).url].append((model.id, link.path))
    return places


@dataclass
class _Walk:
    manners: CrawlPolicy
    progress: Callable[[], None]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def run(self, urls: Iterable[str]) -> dict[str, LinkOutcome]:
        """Follow links, the ones of a site one after the other."""
        sites: dict[str, list[str]] = defaultdict(list)
        for url in urls:
            sites[split_url(url).netloc.lower()].append(url)
        found: dict[str, LinkOutcome] = {}
        with ThreadPoolExecutor(max(1, self.manners.workers)) as pool:
            try:
                for outcomes in pool.map(self._visit, sites.values()):
                    found.update(outcomes)
            except BaseException:  # as Ctrl-C: let the threads end soon
                self._stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return found

    def _visit(self, urls: list[str]) -> dict[str, LinkOutcome]:
        found: dict[str, LinkOutcome] = {}
        lost: LinkOutcome | None = None
        for number, url in enumerate(urls):
            if lost is None:
                if number:
                    self._stopped.wait(self.manners.pause)
                outcome = self._ask(url)
                lost = outcome if outcome.lost else None
            found[url] = lost or outcome
            with self._lock:
                self.progress()
        return found

    def _ask(self, url: str) -> LinkOutcome:
        outcome = LinkOutcome()
        wait = self.manners.patience
        for attempt in range(max(1, self.manners.tries)):
            if attempt:
                self._stopped.wait(wait)
                wait *= 2
            if self._stopped.is_set():
                break
            outcome, after = self._try(url)
            if after is None:
                break
            wait = min(max(wait, after), _LONGEST_WAIT)
        return outcome

    def _try(self, url: str) -> tuple[LinkOutcome, float | None]:
        """Make one attempt; return its outcome, and the seconds after which to try again."""
        try:
            status, final, after = self._status(url)
        except (urllib.error.URLError, OSError, http.client.HTTPException, ValueError) as error:
            return _failure(url, error)
        if status in _GONE:
            return LinkOutcome(
                DEAD, Message("“{url}” does not exist ({status})", url=shorten(url), status=status)
            ), None
        if status in _AGAIN:
            return LinkOutcome(
                UNREACHABLE,
                Message("“{url}” answers with {status}", url=shorten(url), status=status),
            ), after
        if status >= 400:
            message = Message("“{url}” answers with {status}", url=shorten(url), status=status)
            return LinkOutcome(UNREACHABLE, message, "check it in a browser"), None
        if final:
            return LinkOutcome(
                MOVED,
                Message("“{url}” has moved", url=shorten(url)),
                Message("to {final}", final=final),
            ), None
        return LinkOutcome(), None

    def _status(self, url: str) -> tuple[int, str, float]:
        """Return a page's status, its permanent new address, and how long it asks to wait."""
        status, final, after = self._request(url, "HEAD")
        if status >= 400 and status != 429:
            # Many servers answer to HEAD with errors of all kinds.
            status, final, after = self._request(url, "GET")
        return status, final, after

    def _request(self, url: str, method: str) -> tuple[int, str, float]:
        allowed = self.manners.allow_private
        if not allowed:
            refuse_private(url)
        redirects = _Redirects(allowed)
        handlers = [] if allowed or urllib.request.getproxies() else [_Public(), _PublicSecure()]
        opener = urllib.request.build_opener(redirects, *handlers)
        request = urllib.request.Request(  # noqa: S310  (the scheme was looked at)
            _quoted(url),
            method=method,
            headers={
                "User-Agent": f"sphinx-modelzoo/{__version__} (link check)",
                "Accept": "*/*",
            },
        )
        try:
            with opener.open(request, timeout=self.manners.timeout) as answer:
                final = answer.url if redirects.permanent and answer.url != request.full_url else ""
                return answer.status, final, 0.0
        except urllib.error.HTTPError as error:
            with error:
                if error.code < 400:
                    raise urllib.error.URLError("redirect loop") from None
                after = error.headers.get("Retry-After", "")
                return error.code, "", max(finite_number(after) or 0.0, 0.0)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """A redirect handler that remembers whether every step was permanent."""

    permanent = True

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        self.permanent = self.permanent and code in _PERMANENT
        if split_url(newurl).scheme.lower() not in ("http", "https"):
            raise urllib.error.URLError(
                Message("it redirects to {newurl}", newurl=shorten(newurl, 40))
            )
        if not self._allow_private:
            refuse_private(newurl)
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new is not None:
            new.method = req.get_method()
        return new


class PrivateAddressError(OSError):
    """An address that is not on the public internet."""


def refuse_private(url: str) -> None:
    """Look up the host of a link.

    :raises PrivateAddressError: when any of its addresses is private, local or reserved.
    :raises OSError: when it has none.
    """
    host = split_url(url).hostname or ""
    name = ascii_host(host) or host
    if urllib.request.getproxies() and not re.fullmatch(r"[\d.]+|.*:.*|localhost", name):
        return  # names are looked up by the proxy
    for *_, address in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM):
        _refuse_address(str(address[0]))


def _refuse_address(text: str) -> None:
    address = ipaddress.ip_address(text.partition("%")[0])
    addresses = [address]
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour]
        if any(address in network for network in _TRANSLATED):
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        addresses += filter(None, inner)
    if not all(one.is_global and not one.is_multicast for one in addresses) or (
        isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    ):
        raise PrivateAddressError(text)


class _PublicConnection(http.client.HTTPConnection):
    """A connection that looks whom it reached: a name may change its address meanwhile."""

    def connect(self) -> None:
        super().connect()
        _refuse_address(self.sock.getpeername()[0])


class _PublicSecureConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_address(self.sock.getpeername()[0])


class _Public(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_PublicConnection, req)


class _PublicSecure(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_PublicSecureConnection, req, context=ssl.create_default_context())


def _quoted(url: str) -> str:
    """Encode the characters of a link that are not ASCII, as it is sent."""
    parts = split_url(url)
    host = ascii_host(parts.hostname or "") or parts.hostname or ""
    netloc = host if parts.port is None else f"{host}:{parts.port}"
    if ":" in host:
        netloc = parts.netloc
    safe = "%/:=&?~#+!$,;'@()*[]"
    return parts._replace(
        netloc=netloc, path=quote(parts.path, safe=safe), query=quote(parts.query, safe=safe)
    ).geturl()


def _failure(url: str, error: Exception) -> tuple[LinkOutcome, float | None]:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    host = split_url(url).hostname
    if isinstance(reason, PrivateAddressError):
        message = Message(
            "“{url}” leads to {reason}, which is not on the public internet",
            url=shorten(url),
            reason=reason,
        )
        hint = Message("to follow it, allow private addresses: --allow-private")
        return LinkOutcome(UNREACHABLE, message, hint), None
    if isinstance(reason, socket.gaierror):
        message = Message("the site “{host}” does not exist", host=host)
        again = 0.0 if reason.errno == socket.EAI_AGAIN else None
        return LinkOutcome(DEAD, message, "", lost=True), again
    if isinstance(reason, TimeoutError):
        return LinkOutcome(
            UNREACHABLE, Message("“{url}” did not answer in time", url=shorten(url))
        ), 0.0
    if isinstance(reason, ssl.SSLError):
        message = Message(
            "the encryption of “{host}” does not work: {reason}",
            host=host,
            reason=reason.reason or reason,
        )
        return LinkOutcome(UNREACHABLE, message), None
    if isinstance(reason, ConnectionError | http.client.HTTPException):
        what = str(reason) or type(reason).__name__
        return LinkOutcome(
            UNREACHABLE, Message("“{url}” did not answer: {what}", url=shorten(url), what=what)
        ), 0.0
    return LinkOutcome(
        UNREACHABLE,
        Message("“{url}” cannot be followed: {reason}", url=shorten(url), reason=reason),
    ), None
