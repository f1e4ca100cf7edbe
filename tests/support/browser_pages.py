"""Pages in a real browser: opened from the disk or from a server here, and watched."""

from __future__ import annotations

import re
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

from browser_tools import CHROMIUM, npm_folder
from system_packages import is_there

# A busy machine needs its time; a page that is right is not waited for.
PATIENCE = 120_000


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium; the test is skipped where it is not installed."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not Path(CHROMIUM).is_file():
        pytest.skip("Chromium is not installed")
    if not is_there("libatomic"):
        pytest.skip("libatomic1, which Playwright needs, is not installed")
    from browser_tools import launch

    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def expect(what: Page | Locator) -> Any:
    """What is expected of a page or of a part of it, now or when the page has come so far."""
    from playwright.sync_api import expect as of_playwright

    return of_playwright(what)


# Known to the page before its own scripts: the timers that have yet to run. Those that repeat are
# over with their first time.
_TIMERS = """(() => {
  const waiting = new Set();
  for (const kind of ["Timeout", "Interval"]) {
    const [set, clear] = [self[`set${kind}`], self[`clear${kind}`]];
    self[`set${kind}`] = (work, wait = 0, ...more) => {
      const timer = set((...all) => {
        waiting.delete(timer);
        work(...all);
      }, wait, ...more);
      if (wait <= 2000) waiting.add(timer);
      return timer;
    };
    self[`clear${kind}`] = (timer) => {
      waiting.delete(timer);
      clear(timer);
    };
  }
  self.waitingTimers = waiting;
})();"""
_SETTLE = """(frames) => new Promise((settled) => {
  let calm = 0, all = 0;
  const watcher = new MutationObserver(() => { calm = 0; });
  watcher.observe(document, {attributes: true, childList: true, subtree: true});
  const look = () => {
    const busy = self.waitingTimers.size
      || document.getAnimations().some((one) => one.playState === "running");
    calm = busy ? 0 : calm + 1;
    if (calm < frames && all++ < 100 * frames) requestAnimationFrame(look);
    else {
      watcher.disconnect();
      settled();
    }
  };
  look();
})"""


def settle(page: Page) -> None:
    """Wait until a page stands still: themes fade, and mark where the reader is.

    It does when it has shown some pictures in which nothing changed, nothing moved, and no timer
    was left to run.
    """
    page.wait_for_load_state("load")
    page.evaluate(_SETTLE, 6)


def scroll(page: Page, by: int) -> None:
    """Turn the wheel, and wait until the page has come to where that leads."""
    page.mouse.wheel(0, by)
    arrived = (
        "(by) => Math.abs(scrollY - Math.min(by, document.scrollingElement.scrollHeight"
        " - innerHeight)) <= 1"
    )
    page.wait_for_function(arrived, arg=by, polling=50)
    settle(page)


class _Quiet(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        """Files, and silence where a browser asks for an icon that no page names."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over readers who leave a page before they have all of it."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on a server of this machine."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


# Sites of other languages in the tests: Material asks them for their maps.
_TWINS = ("https://example.org/en/", "https://example.org/zh/")


@dataclass
class Watch:
    """What a page asked for and complained of."""

    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Nothing left the site, and nothing went wrong."""
        own = (self.base, "blob:", "data:")
        left = [
            url
            for url in self.requests
            if not url.startswith(own)
            and not (url.startswith(_TWINS) and url.endswith("/sitemap.xml"))
        ]
        assert left == [], left
        # The theme's own remark, when it is opened without a stored choice.
        mine = [text for text in self.complaints if "Got invalid theme mode" not in text]
        assert mine == [], mine


def opened(context: BrowserContext, base: str, name: str) -> tuple[Page, Watch]:
    """A page of a site, watched from before it loads."""
    context.set_default_timeout(PATIENCE)
    context.add_init_script(_TIMERS)
    for site in _TWINS:
        context.route(
            f"{site}**/sitemap.xml",
            lambda route: route.fulfill(
                body="<urlset/>", headers={"Access-Control-Allow-Origin": "*"}
            ),
        )
    page, watch = context.new_page(), Watch(base)
    page.on("request", lambda request: watch.requests.append(request.url))
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            watch.complaints.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    page.on(
        "response",
        lambda reply: (
            watch.complaints.append(f"{reply.status}: {reply.url}") if reply.status >= 400 else None
        ),
    )
    page.goto(base + name)
    return page, watch


class Reader:
    """Somebody with a page in front of them."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page = page
        self.watch = watch

    def sees(self, *names: str) -> None:
        """The table shows these models, once what is not in sight has come, too."""
        links = self.page.locator("tbody tr:not(.modelzoo-group) a.modelzoo-link")
        expect(links).to_have_text([*names])

    def reads(self, *words: str) -> None:
        """Above the table these words stand one after the other."""
        status = self.page.locator(".modelzoo-status")
        expect(status).to_have_text(re.compile("^" + ".*".join(map(re.escape, words))))

    def is_at(self, *parts: str) -> None:
        """The address has these parts."""
        for part in parts:
            expect(self.page).to_have_url(re.compile(re.escape(part)))

    def menu(self, label: str) -> None:
        self.page.locator(".modelzoo-menu > summary", has_text=label).click()

    def tick(self, label: str) -> None:
        self.page.locator(".modelzoo-menu[open] label", has_text=label).click()


def found_by_search(browser: Browser, site: Path, words: str) -> list[str]:
    """Search a site of Sphinx: the addresses of the pages that it finds."""
    with served(site) as base:
        context = browser.new_context()
        page, watch = opened(context, base, f"search.html?q={quote(words)}")
        page.wait_for_function(
            "document.querySelector('#search-results > p, .search-summary')?.textContent"
            " && !document.querySelector('#search-progress')?.textContent.includes('.')"
        )
        links = page.locator("#search-results ul.search li > a")
        found = links.evaluate_all("(all) => all.map((one) => one.href.replace(/[?#].*/, ''))")
        context.close()
        watch.check()
        return [str(link).removeprefix(base) for link in found]


def axe_script() -> str:
    """axe-core; the test is skipped where it has not been fetched."""
    path = npm_folder("axe-core@4") / "axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core is not here: python scripts/browser_tools.py axe-core@4")
    return path.read_text(encoding="utf-8")


TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN = """(tags) => {
  const path = (element) => {
    const names = [];
    for (; element && element !== document.body; element = element.parentElement) {
      // The classes that keep formulas out have no style.
      const classes = [...element.classList].filter((name) => !/jax_(ignore|process)$/.test(name));
      names.unshift([element.localName, ...classes].join("."));
      if (element.closest(".highlight pre")) break; // code, wherever it stands
    }
    return names.join(" > ");
  };
  const asked = {runOnly: tags, preload: false, resultTypes: ["violations"]};
  return axe.run(document, asked).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) => {
      const element = document.querySelector(target[0]);
      const own = Boolean(element?.closest("[class*=modelzoo]") && !element.closest(".highlight"));
      return {rule: id, path: path(element), own, text: `${id}: ${target} ${failureSummary}`};
    })));
}"""


class Violation(NamedTuple):
    """What axe-core finds wrong: the rule, the element as its tags and classes, in words.

    ``own`` says whether the element is the zoo's. Code is not: its colours are the theme's.
    """

    rule: str
    path: str
    own: bool
    text: str


def violations(page: Page, script: str) -> list[Violation]:
    """What axe-core finds wrong on a whole page: WCAG 2.2 A and AA, and its best practices."""
    if not page.evaluate("'axe' in self"):
        page.evaluate(script)
    return [Violation(**one) for one in page.evaluate(_RUN, list(TAGS))]
