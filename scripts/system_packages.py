"""Look for the system packages that the tests or the PDFs need, and install them where allowed.

``python scripts/system_packages.py tests`` is about Chromium, fonts for Chinese and small tools,
``pdf`` about a TeX system. Packages are installed for root and in CI (``CI=true``), with apt-get
and without a question; anybody else gets the command to do so. Tests run in any case, and skip what
is missing; PDFs need all of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

CJK = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
GROUPS: dict[str, tuple[tuple[str, str], ...]] = {
    # (what must be there, the Debian package that brings it); "pdf" is the manual's list, too
    "tests": (
        ("chromium", "chromium"),
        ("git", "git"),  # the dates of files in MkDocs
        ("libatomic", "libatomic1"),  # Playwright's own Node.js needs it
        ("npm", "npm"),  # fetches axe-core
        ("pandoc", "pandoc"),  # nbsphinx reads Markdown cells with it
        ("pdftotext", "poppler-utils"),  # reads what a browser has printed
        (CJK, "fonts-noto-cjk"),
    ),
    "pdf": (
        (CJK, "fonts-noto-cjk"),
        ("latexmk", "latexmk"),
        ("make", "make"),
        ("xindy", "xindy"),
        ("xelatex", "texlive-xetex"),
        ("/usr/share/texlive/texmf-dist/tex/xelatex/xecjk/xeCJK.sty", "texlive-lang-chinese"),
        ("/usr/share/texlive/texmf-dist/tex/latex/framed/framed.sty", "texlive-latex-extra"),
        ("/usr/share/texmf/tex/latex/tex-gyre/tgtermes.sty", "tex-gyre"),
        # hyperref loads a font of it in XeLaTeX.
        (
            "/usr/share/texlive/texmf-dist/fonts/tfm/adobe/zapfding/pzdr.tfm",
            "texlive-fonts-recommended",
        ),
        ("/usr/share/fonts/opentype/freefont/FreeSerif.otf", "fonts-freefont-otf"),
    ),
}


def is_there(what: str) -> bool:
    """Return True if a file, a library (``lib…``) or a program is there."""
    if what.startswith("/"):
        return Path(what).exists()
    if what.startswith("lib"):
        return sys.platform != "linux" or find_library(what.removeprefix("lib")) is not None
    return shutil.which(what) is not None


def missing(*groups: str) -> list[str]:
    """Return the packages of groups that are not installed, sorted."""
    return sorted(
        {package for group in groups for what, package in GROUPS[group] if not is_there(what)}
    )


def apt_get() -> list[str] | None:
    """Return the command that installs packages, or None where nothing may be installed."""
    if shutil.which("apt-get"):
        if os.geteuid() == 0:
            return ["apt-get"]
        if os.environ.get("CI") in {"true", "1"} and shutil.which("sudo"):
            return ["sudo", "-n", "apt-get"]
    return None


def install(command: list[str], packages: list[str]) -> bool:
    """Install packages; return False where apt-get fails, as it does offline."""
    print(f"Installing {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["update", "-q"],
        ["install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(
            [*command, *arguments], env=environment, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            print(f"{' '.join(command)} {arguments[0]} failed")
            return False
    return True


def main(groups: list[str]) -> int:
    """Install what is missing, or say how to; 1 where something is missing that is not optional."""
    packages = missing(*groups)
    command = apt_get()
    if not packages or (command and install(command, packages)):
        return 0
    print(f"Not installed: {' '.join(packages)} (names of Debian packages)")
    if groups == ["tests"]:
        print("Tests that need them are skipped; all others run. To run these, too:")
    print(f"  sudo apt-get install --no-install-recommends {' '.join(packages)}", flush=True)
    return 0 if groups == ["tests"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
