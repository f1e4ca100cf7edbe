"""Links are followed politely: against a server on this machine, and nothing else."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.curation.rules import following
from sphinx_modelzoo.curation.rules.all_rules import check
from sphinx_modelzoo.curation.rules.following import CrawlPolicy, count_links, follow_links
from sphinx_modelzoo.curation.rules.rule import Finding
from sphinx_modelzoo.problems.messages import ProblemError
from sphinx_modelzoo.schema.model import Link, Model
from tests.support.check_helpers import CHECKS

QUICK = CrawlPolicy(20.0, workers=4, pause=0.0, tries=3, patience=0.01, allow_private=True)
IMPATIENT = CrawlPolicy(0.5, workers=4, pause=0.0, tries=2, patience=0.01, allow_private=True)
CAREFUL = replace(QUICK, allow_private=False)


class Server(ThreadingHTTPServer):
    """Answers by the path, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.busy = 0
        self.busiest = 0
        self.lock = threading.Lock()
        self.together = threading.Barrier(2)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server
    target = ""

    def do_HEAD(self) -> None:
        self.answer("HEAD")

    def do_GET(self) -> None:
        self.answer("GET")

    def answer(self, method: str) -> None:
        with self.server.lock:
            self.server.asked.append((method, self.path))
            self.server.agents.add(self.headers["User-Agent"])
            self.server.busy += 1
            self.server.busiest = max(self.server.busiest, self.server.busy)
            times = self.server.asked.count((method, self.path))
        time.sleep(0.02)
        # Before the reply: the asker may come again as soon as it has the last byte.
        with self.server.lock:
            self.server.busy -= 1
        self.reply(method, times)

    def reply(self, method: str, times: int) -> None:
        name, _, rest = self.path.strip("/").partition("/")
        headers: dict[str, str] = {}
        status = 200
        if name == "status":
            status = int(rest)
        elif name == "no-head":
            status = 405 if method == "HEAD" else 200
        elif name == "head-lies":
            status = 404 if method == "HEAD" else 200
        elif name == "flaky":
            status = 503 if (times < 3 and method == "GET") or method == "HEAD" else 200
        elif name == "patience":
            status, headers = (429, {"Retry-After": "1"}) if times == 1 else (200, {})
        elif name in ("moved", "for-now"):
            status = 301 if name == "moved" else 302
            headers["Location"] = f"/{rest or 'ok'}"
        elif name == "away":
            status, headers = 301, {"Location": "ftp://example.org/x"}
        elif name == "elsewhere":
            status, headers = 302, {"Location": self.target}
        elif name == "loop":
            status, headers = 302, {"Location": "/loop"}
        elif name == "slow":
            time.sleep(2.0)
        elif name == "together":
            self.server.together.wait(timeout=20)
        elif name == "hangup":
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def catalog_of(*urls: str) -> Catalog:
    return Catalog.of(
        [Model(id=f"m{place}", name="M", links=(Link(url=url),)) for place, url in enumerate(urls)],
        registry=CHECKS,
    )


def follow(*urls: str, manners: CrawlPolicy = QUICK) -> tuple[Finding, ...]:
    return follow_links(catalog_of(*urls), manners)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/ok", None),
        ("/ok#place", None),
        ("/%E4%B8%AD?q=%20", None),
        ("/中文?q=中", None),
        ("/no-head", None),
        ("/head-lies", None),
        ("/flaky", None),
        ("/for-now", None),
        ("/moved", "link.moved"),
        ("/moved/moved/ok", "link.moved"),
        ("/moved/for-now", None),
        ("/status/404", "link.dead"),
        ("/status/410", "link.dead"),
        ("/moved/status/404", "link.dead"),
        ("/status/403", "link.unreachable"),
        ("/status/500", "link.unreachable"),
        ("/status/999", "link.unreachable"),
        ("/hangup", "link.unreachable"),
        ("/away", "link.unreachable"),
        ("/loop", "link.unreachable"),
    ],
)
def test_what_comes_of_a_link(server: Server, path: str, code: str | None) -> None:
    found = follow(server.url(path))
    assert [one.code for one in found] == ([f"modelzoo.{code}"] if code else [])
    for one in found:
        assert (one.model, one.path) == ("m0", ("links", 0, "url"))
        assert one.problem.message


def test_a_site_that_does_not_answer_in_time(server: Server) -> None:
    (found,) = follow(server.url("/slow"), manners=IMPATIENT)
    assert found.code == "modelzoo.link.unreachable"


def test_where_a_page_has_moved_is_told(server: Server) -> None:
    (found,) = follow(server.url("/moved/ok"))
    assert found.problem.hint == f"to {server.url('/ok')}"


def test_the_head_is_enough_and_one_try_too(server: Server) -> None:
    follow(server.url("/ok"), server.url("/status/404"))
    assert sorted(server.asked) == [
        ("GET", "/status/404"),
        ("HEAD", "/ok"),
        ("HEAD", "/status/404"),
    ]
    assert all("sphinx-modelzoo" in agent for agent in server.agents)


def test_each_link_is_followed_once(server: Server) -> None:
    url = server.url("/status/404")
    found = follow(url, url, f"{url}#part")
    assert [one.model for one in found] == ["m0", "m1", "m2"]
    assert server.asked.count(("HEAD", "/status/404")) == 1


def test_one_request_at_a_time_per_site(server: Server) -> None:
    follow(*(server.url(f"/ok/{number}") for number in range(6)))
    assert server.busiest == 1


def test_sites_are_asked_side_by_side(server: Server) -> None:
    # Each request waits for the other: one after the other neither would be answered.
    hosts = ("127.0.0.1", "localhost")
    assert follow(*(server.url("/together", host) for host in hosts)) == ()
    assert len(server.asked) == 2


def test_a_site_that_asks_for_patience_gets_it(server: Server) -> None:
    start = time.monotonic()
    assert follow(server.url("/patience")) == ()
    assert time.monotonic() - start >= 1.0


def test_a_failing_site_is_tried_again_and_given_up(server: Server) -> None:
    (found,) = follow(server.url("/status/503"))
    assert found.code == "modelzoo.link.unreachable"
    assert server.asked.count(("GET", "/status/503")) == QUICK.tries


def test_a_port_where_nobody_listens() -> None:
    (found,) = follow("http://127.0.0.1:9/x")
    assert found.code == "modelzoo.link.unreachable"


@pytest.mark.usefixtures("no_such_site")
def test_sites_that_are_not_there(server: Server) -> None:
    gone = ["http://nowhere.invalid/a", "http://nowhere.invalid/b"]
    found = follow(server.url("/ok"), *gone)
    assert [(one.code, one.model) for one in found] == [
        ("modelzoo.link.dead", "m1"),
        ("modelzoo.link.dead", "m2"),
    ]


@pytest.mark.usefixtures("no_such_site")
def test_no_network_at_all() -> None:
    with pytest.raises(ProblemError):
        follow("http://nowhere.invalid/a", "http://nirgends.invalid/")


def test_what_is_not_followed() -> None:
    catalog = catalog_of(
        "papers/a.pdf", "mailto:a@example.org", "https://paperswithcode.com/paper/x"
    )
    assert count_links(catalog) == 0
    assert follow_links(catalog, QUICK) == ()


def test_findings_become_problems(server: Server) -> None:
    catalog = catalog_of(server.url("/ok"), server.url("/status/404"))
    steps: list[int] = []
    found = follow_links(catalog, QUICK, lambda: steps.append(1))
    assert len(steps) == count_links(catalog) == 2
    report = check(catalog, extra=found)
    assert [(one.code, one.severity, one.model) for one in report.problems] == [
        ("modelzoo.link.dead", "error", "m1")
    ]
    assert check(catalog, extra=found, silence=["link.dead"]).problems == ()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "0.0.0.0", "[::1]",
     "[::ffff:127.0.0.1]", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254",
     "100.64.0.1", "[fe80::1]", "[fd00::1]", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_not_asked(server: Server, host: str) -> None:
    (found,) = follow(server.url("/ok", host), manners=CAREFUL)
    assert found.code in ("modelzoo.link.unreachable", "modelzoo.link.dead")
    if found.code == "modelzoo.link.unreachable":
        assert "not on the public internet" in found.problem.message
        assert "--allow-private" in found.problem.hint
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    ["64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::192.168.1.1", "::127.0.0.1", "::1",
     "::ffff:0:127.0.0.1", "2002:7f00:1::", "fec0::1", "2001:db8::1", "ff02::1"],
)  # fmt: skip
def test_addresses_that_lead_to_private_ones(address: str) -> None:
    with pytest.raises(following.PrivateAddressError):
        following.refuse_private(f"http://[{address}]/")


@pytest.mark.parametrize("address", ["2606:2800:220:1::1", "64:ff9b::93.184.216.34"])
def test_public_addresses_are_asked(address: str) -> None:
    assert following.refuse_private(f"http://[{address}]/") is None


def answers(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name have these addresses, one after the other."""
    left = list(addresses)

    def lookup(host: str, port: object, *rest: object, **options: object) -> list[object]:
        address = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(urllib.request, "getproxies", dict)


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "127.0.0.1")])
def test_names_of_private_addresses_are_not_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    """Also a name whose address changes between the look and the connection."""
    answers(monkeypatch, *addresses)
    (found,) = follow(server.url("/ok", "public.example"), manners=CAREFUL)
    assert "127.0.0.1, which is not on the public internet" in found.problem.message
    assert server.asked == []


def test_redirects_to_private_addresses_are_not_followed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(url: str) -> None:
        if "localhost" in url:
            raise following.PrivateAddressError("127.0.0.1")

    monkeypatch.setattr(following, "refuse_private", refuse)
    monkeypatch.setattr(following, "_refuse_address", lambda address: None)
    away = server.url("/ok", "localhost")
    monkeypatch.setattr(Handler, "target", away)
    (found,) = follow(server.url("/elsewhere"), manners=CAREFUL)
    assert "not on the public internet" in found.problem.message
    assert {path for _, path in server.asked} == {"/elsewhere"}
