"""Files of weights: links to them, and their checksums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.views.content import Bullets, CodeBlock, Fold, UrlLink
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.parts import file_name
from sphinx_modelzoo.views.values import format_size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_modelzoo.schema.model import Weights
    from sphinx_modelzoo.views.content import Blocks
    from sphinx_modelzoo.views.parts import PageContext


def weights_link(ctx: PageContext, weights: Weights) -> UrlLink:
    """Link to a file of weights by its format and size."""
    name = weights.format or ctx.label(N_("Download"))
    text = ctx.label.noted(name, format_size(weights.size)) if weights.size is not None else name
    return UrlLink(ctx.name(text), ctx.address(weights.url))


def checksums(ctx: PageContext, files: Iterable[Weights]) -> Blocks:
    """Build the checksums of files, as ``sha256sum -c`` and ``md5sum -c`` read them."""
    sums: dict[str, dict[str, None]] = {}
    for one in files:
        name = file_name(ctx.address(one.url))
        if one.sha256:
            label = ctx.label(N_("Checksums (SHA-256)"))
            sums.setdefault(label, {})[f"{one.sha256}  {name}"] = None
        if one.md5:
            label = ctx.label(N_("Checksums (MD5)"))
            sums.setdefault(label, {})[f"{one.md5}  {name}"] = None
    return tuple(
        Fold(label, (CodeBlock("\n".join(lines), "text"),)) for label, lines in sums.items()
    )


def weights(ctx: PageContext) -> Blocks:
    """List the files of weights of the entry itself."""
    files = ctx.model.weights
    if not files:
        return ()
    links = Bullets(tuple((weights_link(ctx, one),) for one in files))
    return (links, *checksums(ctx, files))
