"""The metrics that a header names."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.grids.grid_columns import UNIT, MetricSpec, on_device

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.results import ResultReader
    from sphinx_modelzoo.curation.results.tokens import TextToken

_AT = re.compile(r"@\s*([A-Za-z][^@]+)\Z")
_COCO_RANGE = re.compile(r"(?<![\d.])0?\.50?\s*[:\-~]\s*0?\.95(?![\d.])")  # what AP is over
_CONFIDENCE = re.compile(
    r"[(（\[,]?\s*\d+\s*%\s*(?:CI|confidence|置信区间)\s*[)）\]]?", re.IGNORECASE
)
# A header above others may say the task: “Detection on COCO” above “val” and “box AP”.
_TASK_ON = re.compile(
    r"\b(?:[a-z]+ )?(?:detection|segmentation|classification) on\b", re.IGNORECASE
)
_OTHER = frozenset(("change", "number", "bad", "trained"))  # what makes it another thing


def metrics_in(header: str, reader: ResultReader, *, strict: bool = True) -> tuple[MetricSpec, ...]:
    """Return the metrics of a header such as ``COCO box AP (val) %`` or ``PSNR/SSIM``.

    :param strict: whether there may be no other words but names of devices.
    """
    if (at := _AT.search(header)) is not None:
        # As --map writes it: “mAP@COCO”; “Recall@K” has no data set.
        apart = metrics_in(f"{header[: at.start()]} {at[1]}", reader, strict=strict)
        if any(spec.dataset for spec in apart):
            return apart
    text = _COCO_RANGE.sub(" ", re.sub(r"\^\s*", " ", header)).replace("|", "/")
    text = _TASK_ON.sub(" ", _CONFIDENCE.sub(" ", text))
    tokens = [token for token in reader.tokens(text) if token.kind not in ("gap", "on", "filler")]
    named = [token for token in tokens if token.kind == "metric"]
    if not named or len(named) > 4:
        return ()
    if len(named) > 1 and sum(token.kind == "slash" for token in tokens) < len(named) - 1:
        return ()
    datasets = [token for token in tokens if token.kind == "dataset"]
    splits = [token for token in tokens if token.kind == "split"]
    if len(datasets) > 1 or len(splits) > 1:
        return ()
    if _strange(tokens) if strict else any(one.kind in _OTHER for one in tokens):
        return ()
    unit = UNIT.search(header)
    return tuple(
        MetricSpec(
            token.name,
            datasets[0].name if datasets else "",
            splits[0].name if splits else "",
            (unit.group(1) if unit else "%" if header.rstrip().endswith("%") else ""),
        )
        for token in named
    )


def _strange(tokens: Sequence[TextToken]) -> bool:
    """Return True if a header has something outside of brackets that is not understood."""
    depth = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth or on_device(token.text):
            continue
        if token.kind in ("word", "han", "change", "number", "bad", "trained"):
            return True
    return False


def shared_metrics(one: str, other: str, reader: ResultReader) -> tuple[MetricSpec, ...]:
    """Return the metric that two headers begin with: that of a header above both."""
    pairs = zip(one.split(), other.split(), strict=False)
    shared = " ".join(word for word, again in takewhile(lambda pair: pair[0] == pair[1], pairs))
    found = metrics_in(shared, reader) if shared else ()
    return found if len(found) == 1 else ()
