"""What all tests share."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import shutil
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from system_packages import missing

import sphinx_modelzoo
from tests.support import ROOT, SHARED
from tests.support.warm import remember_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.manual import Site

# Limits of time fail on a busy machine; the same examples each time make runs comparable.
settings.register_profile(
    "modelzoo",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("modelzoo")

LEFT_OUT = (".git", ".venv*", "build", "dist", ".*_cache", ".hypothesis", "__pycache__", "*.mo")
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Collect garbage as before a build that was killed, which never says that it ends."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def pytest_report_header() -> list[str]:
    """Say first what the tests will miss."""
    packages = " ".join(missing("tests"))
    return [f"not installed (tests skip): {packages}"] if packages else []


def pytest_collection_finish() -> None:
    """Load the whole package before the first test.

    Hypothesis takes constants for its examples from the modules that are loaded: else they would
    depend on which tests ran before in the same process.
    """
    for module in pkgutil.walk_packages(sphinx_modelzoo.__path__, "sphinx_modelzoo."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ModuleNotFoundError as error:  # of a host that is not installed
                if (error.name or "").startswith("sphinx_modelzoo"):
                    raise


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    """With ``--dist loadfile``, share out the file that takes the longest by its themes."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, test = nodeid.partition("::")
            theme = test.partition("[")[2].strip("]").partition("-")[0]
            return f"{file}::{theme}" if file.endswith("browser/test_themes.py") else file

    return Scheduling(config, log)


@pytest.fixture(autouse=True, scope="session")
def _only_this_machine() -> Iterator[None]:
    """No proxy: it would be asked for the servers that run here. And no locale of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LANGUAGE", raising=False)
        patch.setenv("LC_ALL", "C.UTF-8")
        for name in PROXIES:
            patch.delenv(name, raising=False)
            patch.delenv(name.upper(), raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _warm() -> Iterator[None]:
    """Tests that build do not compile the same templates again and again."""
    with pytest.MonkeyPatch.context() as patch:
        remember_templates(patch)
        yield


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C interrupts: shells start what runs in the background with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def no_such_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sites below ``.invalid`` are not there, whatever the name server of this machine says."""
    ask = socket.getaddrinfo

    def answer(host: Any, *arguments: Any, **more: Any) -> Any:
        if str(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ask(host, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.fixture(scope="session")
def manual_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all sites that ``make docs`` builds."""
    return tmp_path_factory.mktemp("manual")


@pytest.fixture(scope="session")
def manual_sites(manual_root: Path) -> dict[str, Site]:
    """The manual in both languages, built once."""
    from tests.support.manual import build_sites

    return build_sites(manual_root)


@pytest.fixture(scope="session")
def lab_sites(manual_root: Path) -> dict[str, Site]:
    """The invented laboratory in both languages, built once, where the manual links it."""
    from tests.support import LAB
    from tests.support.manual import build_sites

    return build_sites(manual_root / "lab", LAB / "docs", LAB / "conf")


@pytest.fixture(params=["zh", "en"])
def manual_site(request: pytest.FixtureRequest, manual_sites: dict[str, Site]) -> Site:
    """The manual in one language."""
    return manual_sites[request.param]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real catalogs of the field, which are not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the real catalogs (../shared/data) are not here")
    return SHARED


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository to build the package from.

    A build writes the compiled labels into the tree, and with another release of Babel other
    bytes: documentation that is built meanwhile would be of two versions of the package.
    """
    copy = tmp_path_factory.mktemp("source") / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    # Tells hatchling, as Git's folder does, to end here: a folder above may have a .gitignore.
    (copy / ".git").mkdir()
    return copy


@pytest.fixture(scope="session")
def openmmlab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of OpenMMLab's figures."""
    from tests.support.openmmlab_zoo import write_index

    folder = tmp_path_factory.mktemp("openmmlab-index")
    write_index(folder)
    return folder
