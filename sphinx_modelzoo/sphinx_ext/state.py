"""The state of the last build, which makes an incremental build equal to a fresh one.

Sphinx knows when a source changed, but not that a table's models did. Each document of the zoo
has a fingerprint of all that its output depends on beyond its source; documents whose
fingerprint differs from that of the last *finished* build are written again. A build that was
killed leaves its mark, and the next one trusts nothing that it wrote.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.files import hex_digest, write_if_changed
from sphinx_modelzoo.sphinx_ext.settings import state_dir

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinx.application import Sphinx


@dataclass
class BuildState:
    """The record of what the last finished build of one output folder wrote.

    ``documents`` maps a document to its fingerprint; ``pages`` a page to what it depends
    on and the digest of what it shows; ``views`` a view with its options to the digest of what
    it shows, for the catalog whose digest is ``key``; ``outputs`` names the
    documents that are the zoo's own, old ids that redirect among them; ``comparison`` maps the
    files that models are compared by to digests of what they depend on; ``files`` are the paths
    of those beside the pages. ``torn`` is set while a build writes.
    """

    key: str = ""
    torn: bool = False
    documents: dict[str, str] = field(default_factory=dict)
    pages: dict[str, list[str]] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)
    outputs: list[str] = field(default_factory=list)
    comparison: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def state_file(app: Sphinx) -> Path:
    """Return the file of an output folder's state: several builders may share the doctrees."""
    relative = os.path.relpath(app.outdir, app.doctreedir).replace(os.sep, "/")
    name = hex_digest(f"{app.builder.name}\0{relative}", 6)
    return state_dir(app) / f"written-{app.builder.name}-{name}.json"


def load_state(path: Path) -> BuildState | None:
    """Load the state of the last build, or return None without a usable one."""
    data: Any = None
    with contextlib.suppress(OSError, ValueError):
        data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or set(data) != set(BuildState.__dataclass_fields__):
        return None
    return BuildState(**data)


def earlier_outputs(path: Path) -> tuple[set[str], set[str]]:
    """Return the zoo's own documents in an output folder, of builds in any language, and files.

    Each language has a state of its own, by the name that the folder has for all of them.
    """
    found = map(load_state, path.parents[2].glob(f"*/{path.parent.name}/{path.name}"))
    states = [state for state in found if state is not None]
    documents = {name for state in states for name in state.outputs}
    return documents, {name for state in states for name in state.files}


def mark_torn(
    path: Path, state: BuildState | None, outputs: list[str], files: Iterable[str]
) -> None:
    """Mark that a build has begun to write; the state of the finished one removes the mark.

    :param outputs: what this build may write, besides what earlier ones did; so are ``files``.
    """
    before = state or BuildState()
    both = sorted({*before.outputs, *outputs})
    save_state(
        path, replace(before, torn=True, outputs=both, files=sorted({*before.files, *files}))
    )


def save_state(path: Path, state: BuildState) -> None:
    """Write the state, whole or not at all, and only if it differs."""
    text = json.dumps(state.__dict__, ensure_ascii=False, separators=(",", ":"))
    write_if_changed(path, text)
