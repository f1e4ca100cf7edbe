"""Build a small project in each known host, with the zoo and without it, and compare.

The hosts are those of ``example_docs/conf/shared/hosts.yaml``: extensions, builders and themes of
Sphinx, plugins and themes of MkDocs. Each is built with ``-W --keep-going -n`` or ``--strict``. The
zoo must add no message, change no page of the host that shows nothing of it, and lose nothing of
the others; every model must have its page. ``--only sphinx-needs furo`` runs only these, ``--keep
FOLDER`` keeps what was built, ``--list`` shows what there is.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import host_outputs
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = Path(__file__).resolve().parent / "hosts"
sys.path.append(str(ROOT / "example_docs" / "conf" / "shared"))

from host_list import MKDOCS_KINDS, Host, load  # noqa: E402 - of the manual

MOST = 20  # complaints shown of a host
HOLDERS = ("zoo", "mentions")
MODELS = {
    "hammer-net": ("Finds nails in photographs", "在工坊照片中寻找钉子"),
    "anvil-net": ("Detects what lies on an anvil", "检测铁砧上的物品"),
    "tongs-net": ("Names the tool in a picture", "说出图片中工具的名称"),
}
CONF = """\
project = "Forge"
author = copyright = "The smiths"
version = "1.0"
numfig = True
extensions = []
exclude_patterns = ["code", "examples"]
html_baseurl = "https://forge.example/"
import sys
sys.path.insert(0, "code")
"""
ZOO_CONF = """
extensions = [*extensions, "sphinx_modelzoo"]
modelzoo_catalog = "models.yaml"
modelzoo_leaderboards = True
"""
# Whatever the host: the same time, the same hashes, and no network.
ENVIRONMENT = {
    "SOURCE_DATE_EPOCH": "1600000000",
    "PYTHONHASHSEED": "0",
    "PYTHONWARNINGS": "ignore",
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    **{f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https")},
    **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
       for what, value in (("NAME", "Ida Smith"), ("EMAIL", "ida@forge.example"),
                           ("DATE", "2020-01-01T00:00:00Z"))},
}  # fmt: skip


def environment(name: str, pins: list[str], hosts: list[Host]) -> Path:
    """Make a virtual environment with all hosts of that name, unless it is there; its programs."""
    folder = ROOT / f".venv-hosts-{name}"
    packages = sorted({*pins, *(f"{host.name}=={host.version}" for host in hosts)})
    wanted = "\n".join((sys.version, *packages, (ROOT / "pyproject.toml").read_text()))
    marker = folder / ".installed"
    if not marker.is_file() or marker.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        python = str(folder / "bin" / "python")
        zoo = ["--editable", f"{ROOT}[mkdocs]"]
        if uv := shutil.which("uv"):  # seconds instead of minutes
            pip = [uv, "pip", "install", "--quiet", "--python", python]
        else:
            pip = [python, "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, "--upgrade", "pip"], check=True)
        subprocess.run([*pip, *packages, *zoo], check=True)
        marker.write_text(wanted)
    return folder / "bin"


def write_project(folder: Path, host: Host, zoo: bool) -> None:
    """Write the host's project: what its folder has, what the host adds, and the zoo's parts."""
    kind = "mkdocs" if host.kind in MKDOCS_KINDS else "sphinx"
    shutil.copytree(PROJECTS / kind / "host", folder)
    files = dict(host.files)
    if host.page:
        files["tool.rst"] = f"Tool\n====\n\nA hammer.\n\n{host.page}"
    if host.page_md:
        files["docs/tool.md" if kind == "mkdocs" else "tool.md"] = host.page_md
    if kind == "mkdocs":
        if zoo:
            shutil.copy(PROJECTS / "sphinx" / "zoo" / "models.yaml", folder)
        files["mkdocs.yml"] = yaml.safe_dump(
            _mkdocs_yml(host, zoo), allow_unicode=True, sort_keys=False
        )
    else:
        files["conf.py"] = CONF + host.conf + (ZOO_CONF if zoo else "")
    for name, text in files.items():
        if name.startswith("tool."):
            (folder / "tool.rst").unlink()
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    if zoo:
        shutil.copytree(PROJECTS / kind / "zoo", folder, dirs_exist_ok=True)
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Light the furnace"]):
        subprocess.run(["git", "-C", folder, *command], check=True, env=_environ())


def _mkdocs_yml(host: Host, zoo: bool) -> dict[str, Any]:
    ours = [{"modelzoo": {"catalog": "models.yaml", "leaderboards": True}}] if zoo else []
    return {
        "site_name": "Forge",
        "site_url": "https://forge.example/",
        "theme": dict(host.theme),
        "plugins": [*ours, *host.plugins],
        "markdown_extensions": ["admonition", "def_list", "toc"],
        "validation": {"links": {"anchors": "warn", "unrecognized_links": "warn"}},
        **host.config,
    }


def _environ() -> dict[str, str]:
    return {**os.environ, **ENVIRONMENT}


def build(binaries: Path, folder: Path, host: Host, zoo: bool) -> tuple[int, list[str]]:
    """Build the project into ``folder/out``; the exit status, and the lines of messages."""
    source = folder / "src"
    write_project(source, host, zoo)
    if host.kind in MKDOCS_KINDS:
        command = ["mkdocs", "build", "--strict", "-d", folder / "out"]
    else:
        python = [binaries / "python", "-m", "sphinx", "-q", "-W", "--keep-going", "-n"]
        command = [*python, "-b", host.builder, "-d", folder / "doctrees", ".", folder / "out"]
    command[0] = binaries / command[0]
    path = f"{binaries}{os.pathsep}{os.environ['PATH']}"  # for programs that hosts call
    environ = {**_environ(), "TMPDIR": str(folder), "PATH": path}
    done = subprocess.run(
        command, cwd=source, env=environ, capture_output=True, text=True, check=False
    )
    told = re.sub(r"\x1b\[[\d;]*m", "", done.stderr + done.stdout).replace(str(folder), "")
    lines = (line.strip() for line in told.splitlines())
    return done.returncode, [line for line in lines if line and not line.startswith("INFO ")]


def try_host(binaries: Path, folder: Path, host: Host) -> list[str]:
    """Return what is wrong in a host; nothing where the zoo does no harm and is all there."""
    status, before = build(binaries, folder / "bare", host, zoo=False)
    with_zoo, after = build(binaries, folder / "zoo", host, zoo=True)
    if status:
        return ["fails without the zoo, too", *before[-5:]]
    new = (line for line in after if line not in before)
    new = (line for line in new if not (host.says and re.search(host.says, line)))
    complaints = [f"new message: {line}" for line in new]
    if with_zoo:
        complaints.append(f"exit status {with_zoo}")
    if not (folder / "zoo" / "out").is_dir() or with_zoo > 1:
        return [*complaints, "the build did not come to its end"]
    for path in folder.glob("*/out/**/*.pdf"):
        if not path.stat().st_size:
            return [*complaints, f"an empty file: {path.relative_to(folder)}"]
        _write_text_of(path, binaries)
    bare, zoo = (
        host_outputs.Outputs(folder / one / "out", host.varies, host.leave_out)
        for one in ("bare", "zoo")
    )
    complaints += host_outputs.compare(bare, zoo, HOLDERS, host.one_file)
    return complaints + (host_outputs.missing_pages(zoo, MODELS) if host.content else [])


def _write_text_of(pdf: Path, binaries: Path) -> None:
    """Write the words of a PDF, one to a line; not the numbers of pages, which change."""
    program = (
        "import sys, pypdf; words = ' '.join(page.extract_text() for page in"
        " pypdf.PdfReader(sys.argv[1]).pages).split();"
        " print(*(word for word in words if not word.strip('.').isdigit()), sep='\\n')"
    )
    words = subprocess.run(
        [binaries / "python", "-c", program, pdf], capture_output=True, text=True, check=True
    )
    pdf.with_suffix(".pdf.txt").write_text(words.stdout, encoding="utf-8")


def refused(binaries: Path, host: Host) -> list[str]:
    """Return what is wrong with a host that must not work: pip installs it with the zoo."""
    pip = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--dry-run"]
    done = subprocess.run(
        [*pip, host.install, str(ROOT)], capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return ["can be installed now"]
    return [] if "conflicting dependencies" in done.stderr else done.stderr.splitlines()[-3:]


def main() -> int:
    """Try the chosen hosts; 0 when nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="names of packages, builders, kinds")
    parser.add_argument("--keep", type=Path, help="a folder for what is built, kept afterwards")
    parser.add_argument("--list", action="store_true", help="show the hosts, and build nothing")
    options = parser.parse_args()
    environments, hosts = load()
    chosen = [
        host
        for host in hosts
        if not options.only
        or {host.name, host.kind, host.builder, host.theme["name"]} & set(options.only)
    ]
    if options.list:
        print(*(host.title for host in chosen), sep="\n")
        return 0
    started = time.monotonic()
    binaries = {
        name: environment(name, pins, [host for host in hosts if host.env == name])
        for name, pins in environments.items()
        if any(host.env == name for host in chosen) or name == "sphinx"
    }
    print(f"Environments after {time.monotonic() - started:.0f} s", flush=True)
    top = options.keep or Path(tempfile.mkdtemp())

    def run(numbered: tuple[int, Host]) -> list[str]:
        number, host = numbered
        if host.cannot:
            return refused(binaries["sphinx"], host) if host.install else []
        folder = top / f"{number:03}-{host.name}"
        shutil.rmtree(folder, ignore_errors=True)
        try:
            return try_host(binaries[host.env], folder, host)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            # What cannot be read fails this host, and leaves the others to be tried.
            return [f"{type(error).__name__}: {error}"]

    failed = 0
    try:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for host, complaints in zip(chosen, pool.map(run, enumerate(chosen)), strict=True):
                print(f"{'FAILED' if complaints else 'ok'} {host.title}", flush=True)
                for complaint in complaints[:MOST]:
                    print(f"    {complaint}", flush=True)
                if len(complaints) > MOST:
                    print(f"    and {len(complaints) - MOST} more", flush=True)
                failed += bool(complaints)
    finally:
        if not options.keep:
            shutil.rmtree(top)
    print(f"{len(chosen)} hosts in {time.monotonic() - started:.0f} s")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
