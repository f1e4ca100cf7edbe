"""``python -m sphinx_modelzoo`` is the ``modelzoo`` command."""

from __future__ import annotations

from sphinx_modelzoo.cli import main

if __name__ == "__main__":
    main(prog_name="python -m sphinx_modelzoo")
