"""Make whole sentences of short ones, before the grammar reads them.

``acc 87.8% on A, B 94.5%`` names its metric once, ``image-level AUC`` is an AUC of its own, and
behind ``验收指标：`` is what the source set as a goal.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sphinx_modelzoo.curation.results.tokens import TextToken
    from sphinx_modelzoo.schema.vocabulary import Term

_QUIET = frozenset(("dataset", "number", "is", "on", "split", "gap", "filler", "quote", "cue"))
_FIRST = _QUIET | {"metric"}
_LEVEL = re.compile(
    r"[a-z]+-level|(?:图像|像素|视频|片段|帧|字符?|词|句子?|点|节点|图|实例|样本|文档)级"
)
_LONGEST = 4  # tokens of a qualifier in Chinese, whose characters are tokens


def without_goal(text: str, words: Mapping[str, Any]) -> tuple[str, bool]:
    """Return a text without the words that make its figures a goal, and whether it had them.

    A bound, as in ``验收指标：准确率大于 95%``, does not count.
    """
    goals = "|".join(map(re.escape, sorted(words["goals"], key=len, reverse=True)))
    found = re.match(rf"\s*(?:{goals})\s*[:：]\s*", text, re.I)
    if not found or re.search(words["bounds"], text[found.end() :], re.I):
        return text, False
    return text[found.end() :], True


def qualifiers(tokens: Sequence[TextToken]) -> tuple[list[TextToken], dict[int, str]]:
    """Take the level of a metric out of a text.

    :returns: the other tokens, and the levels by the places where their metrics start.
    """
    rest = list(tokens)
    found: dict[int, str] = {}
    for metric in [token for token in tokens if token.kind == "metric"]:
        at = next(index for index, token in enumerate(rest) if token is metric)
        start = at
        while start and rest[start - 1].kind in ("gap", "filler"):
            start -= 1
        for count in range(1, _LONGEST + 1):
            words = rest[max(start - count, 0) : start]
            if len(words) == count and _LEVEL.fullmatch("".join(one.text for one in words)):
                found[metric.start] = "".join(one.text for one in words)
                del rest[start - count : start]
                break
    return rest, found


def with_metrics(tokens: Sequence[TextToken]) -> list[TextToken]:
    """Repeat the metric of a list before each of its figures.

    It is one where each figure has a dataset of its own, they are for one task, and the numbers
    are written alike.
    """
    chunks = _chunks(tokens)
    made: list[TextToken] = []
    metric: TextToken | None = None
    before: list[TextToken] | None = None
    for chunk in chunks:
        metrics = [token for token in chunk if token.kind == "metric"]
        if metrics:
            alone = len(metrics) == 1 and _is_item(chunk, _FIRST)
            metric, before = (metrics[0], chunk) if alone else (None, None)
        elif metric is not None and before is not None and _continues(chunk, before):
            chunk = _with(chunk, metric)
            before = chunk
        elif any(token.kind == "number" for token in chunk):
            metric = before = None
        made += chunk
    return made


def _chunks(tokens: Sequence[TextToken]) -> list[list[TextToken]]:
    """Cut a text after each number, and after what follows it up to the next mark."""
    chunks: list[list[TextToken]] = [[]]
    at = 0
    while at < len(tokens):
        chunks[-1].append(tokens[at])
        at += 1
        if tokens[at - 1].kind != "number":
            continue
        end = at
        while end < len(tokens) and tokens[end].kind in ("on", "dataset", "split", "cue"):
            end += 1
        ends = end == len(tokens) or tokens[end].kind in ("sep", "stop")
        if ends and any(token.kind == "dataset" for token in tokens[at:end]):
            chunks[-1] += tokens[at:end]
            at = end
        chunks.append([])
    return chunks


def _is_item(chunk: Sequence[TextToken], allowed: frozenset[str]) -> bool:
    """Return True if a part of a text is about one dataset, or split, and one number alone."""
    kinds = [token.kind for token in chunk]
    while kinds and kinds[0] in ("sep", "stop", "slash"):
        kinds.pop(0)
    named = kinds.count("dataset") or kinds.count("split")
    return named == kinds.count("number") == 1 and allowed.issuperset(kinds)


def _continues(chunk: Sequence[TextToken], before: Sequence[TextToken]) -> bool:
    if not _is_item(chunk, _QUIET):
        return False
    one = next((token for token in chunk if token.kind == "dataset"), None)
    other = next((token for token in before if token.kind == "dataset"), None)
    if one is None:
        if not any(token.kind == "split" for token in before):
            return False
    elif other is None or (
        one.term and other.term and _apart(one.term, other.term) and not _heads(before)
    ):
        return False
    (number,) = (token.number for token in chunk if token.number)
    (known,) = (token.number for token in before if token.number)
    return (number.unit, number.decimals) == (known.unit, known.decimals)


def _apart(one: Term, other: Term) -> bool:
    """Return True if two datasets are for different tasks."""
    return bool(one.tasks and other.tasks) and not set(one.tasks) & set(other.tasks)


def _heads(chunk: Sequence[TextToken]) -> bool:
    """Return True if a metric is before its dataset, so that it may be for all of a list."""
    kinds = [token.kind for token in chunk]
    return "dataset" in kinds and kinds.index("metric") < kinds.index("dataset")


def _with(chunk: Sequence[TextToken], metric: TextToken) -> list[TextToken]:
    place = next(index for index, token in enumerate(chunk) if token.kind == "number")
    while place and chunk[place - 1].kind == "is":
        place -= 1
    start = chunk[place].start
    # No other token may begin where this one does.
    repeated = replace(metric, start=-1 - start, end=start)
    return [*chunk[:place], repeated, *chunk[place:]]
