"""Install the system packages that tests or the PDF need, where they are missing.

``python scripts/system_packages.py tests`` brings Chromium and fonts for Chinese,
``pdf`` a TeX system. Only Debian and its relatives are known; elsewhere it says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

GROUPS: dict[str, tuple[tuple[str, str], ...]] = {
    # (what must be there, the Debian package that brings it)
    "tests": (
        ("chromium", "chromium"),
        ("npm", "npm"),  # fetches axe-core
        ("pandoc", "pandoc"),  # nbsphinx reads Markdown cells with it
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
    ),
    "pdf": (
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
        ("latexmk", "latexmk"),
        ("xindy", "xindy"),
        ("xelatex", "texlive-xetex"),
        ("/usr/share/texlive/texmf-dist/tex/xelatex/xecjk/xeCJK.sty", "texlive-lang-chinese"),
        ("/usr/share/texlive/texmf-dist/tex/latex/framed/framed.sty", "texlive-latex-extra"),
        ("/usr/share/texmf/tex/latex/tex-gyre/tgtermes.sty", "tex-gyre"),
        ("/usr/share/fonts/opentype/freefont/FreeSerif.otf", "fonts-freefont-otf"),
        ("pdftotext", "poppler-utils"),
    ),
}


def missing(group: str) -> list[str]:
    """The packages of a group that are not installed."""
    return [
        package
        for what, package in GROUPS[group]
        if not (Path(what).exists() if what.startswith("/") else shutil.which(what))
    ]


def main(groups: list[str]) -> int:
    """Install what is missing; 0 when everything is there afterwards."""
    packages = sorted({package for group in groups for package in missing(group)})
    if not packages:
        return 0
    if not shutil.which("apt-get"):
        print(f"Please install: {' '.join(packages)} (names of Debian's packages)")
        return 1
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' '.join(packages)}", flush=True)
    for command in (
        ["update", "-q"],
        ["install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(
            [*sudo, "apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
