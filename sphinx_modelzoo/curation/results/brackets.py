"""Prepare tokens for the grammar: brackets, conditions, unlisted names of datasets."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.results.tokens import TextToken

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sphinx_modelzoo.curation.results.phrases import Phrases

_PROPER = re.compile(r"[A-Z][A-Za-z]*[!&']?[A-Za-z]*\Z")
_NAMELIKE = re.compile(r"(?=.*[A-Z0-9])[A-Za-z0-9].*")
_QUIET = frozenset(("unit", "filler"))


def prepare(tokens: Sequence[TextToken], phrases: Phrases) -> list[TextToken]:
    """Combine the tokens of conditions, quoted models and unlisted datasets."""
    called = frozenset(phrases.words["model_words"])
    found = _quotes(list(tokens), called)
    found = _conditions(_called_models(found, called))
    found = _metric_names(found, phrases)
    found = _datasets(found, phrases)
    return _tuples([token for token in found if token.kind != "unit"])


def _tuples(tokens: list[TextToken]) -> list[TextToken]:
    """Turn ``(Top-1, Top-5) = (75.4, 92.5)`` into ``Top-1/Top-5 = 75.4/92.5``."""
    kinds = [token.kind for token in tokens]
    found: list[TextToken] = []
    at = 0
    while at < len(tokens):
        first = _listed_in_brackets(kinds, at, "metric")
        second = _listed_in_brackets(kinds, first + 1, "number") if first else 0
        if not second or kinds[first] != "is" or second - first != first - at + 1:
            found.append(tokens[at])
            at += 1
            continue
        parts = [t for t in tokens[at:second] if t.kind not in ("open", "close")]
        found += [replace(t, kind="slash") if t.kind == "sep" else t for t in parts]
        at = second
    return found


def _listed_in_brackets(kinds: Sequence[str], at: int, kind: str) -> int:
    """Return the end of ``(x, y)`` that starts at a place, all of one kind, or 0."""
    if at >= len(kinds) or kinds[at] != "open":
        return 0
    at, wanted = at + 1, kind
    while at < len(kinds) and kinds[at] == wanted:
        wanted = "sep" if wanted == kind else kind
        at += 1
    closed = at < len(kinds) and kinds[at] == "close" and wanted == "sep"
    return at + 1 if closed else 0


def _quotes(tokens: list[TextToken], called: Collection[str]) -> list[TextToken]:
    """Turn ``"t5-base"模型`` into a condition."""
    found: list[TextToken] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "quote":
            close = next(
                (i for i in range(at + 1, min(at + 12, len(tokens))) if tokens[i].kind == "quote"),
                0,
            )
            after = tokens[close + 1] if close and close + 1 < len(tokens) else None
            if close and after is not None and after.text in called:
                inside = tokens[at + 1 : close]
                name = "".join(
                    ("" if i == 0 or t.start == inside[i - 1].end else " ") + t.text
                    for i, t in enumerate(inside)
                )
                found.append(
                    TextToken("condition", name, token.start, after.end, "model", value=name)
                )
                at = close + 2
                continue
            at += 1
            continue
        found.append(token)
        at += 1
    return found


def _called_models(tokens: list[TextToken], called: Collection[str]) -> list[TextToken]:
    """Turn ``conv-bert-base模型`` into a condition, too."""
    found: list[TextToken] = []
    for token in tokens:
        name = found[-1] if found else None
        if (
            token.text in called
            and not token.text.isascii()
            and name is not None
            and name.kind in ("word", "backbone")
            and name.end == token.start
            and re.search(r"\d|[A-Z].*[A-Z]|[-_]", name.text)
        ):
            found[-1] = replace(name, kind="condition", name="model", value=name.text)
            continue
        found.append(token)
    return found


def _conditions(tokens: list[TextToken]) -> list[TextToken]:
    """Combine ``input size: 416x416``, ``300 epochs``, ``5-way`` into one token each."""
    found: list[TextToken] = []
    at = 0
    while at < len(tokens):
        taken = _count_condition(tokens, at, found) or _named_condition(tokens, at)
        if taken:
            condition, at = taken
            found.append(condition)
            continue
        token = tokens[at]
        if token.kind == "size":
            token = replace(token, kind="condition", name="input_size")
        elif token.kind == "backbone":
            at, name = _backbone(tokens, at)
            found.append(replace(token, kind="condition", name="backbone", text=name, value=name))
            continue
        elif token.kind == "times" and _next_kind(tokens, at) != "key":
            known = any(t.kind == "condition" and t.name == "backbone" for t in found)
            if known and re.match(r"[0-9.]{1,3}x\Z", str(token.value)):
                token = replace(token, kind="condition", name="schedule")
        found.append(token)
        at += 1
    return found


def _next_kind(tokens: Sequence[TextToken], at: int) -> str:
    rest = [token for token in tokens[at + 1 : at + 4] if token.kind not in ("unit",)]
    return rest[0].kind if rest else ""


def _backbone(tokens: Sequence[TextToken], at: int) -> tuple[int, str]:
    """Join ``resnet50+FPN`` or ``R-50-FPN`` into one name."""
    name, at = tokens[at].text, at + 1
    if len(tokens) > at + 1 and tokens[at].text == "+":
        more = tokens[at + 1]
        glued = tokens[at - 1].end == tokens[at].start and tokens[at].end == more.start
        if glued and more.kind in ("word", "backbone"):
            return at + 2, f"{name}+{more.text}"
    return at, name


def _count_condition(
    tokens: Sequence[TextToken], at: int, before: Sequence[TextToken]
) -> tuple[TextToken, int] | None:
    """Read a count and then its name: ``40 labels``; ``8× super-resolution`` stays as it is."""
    token = tokens[at]
    number = token.number
    counted = number is not None and not number.decimals and number.unit != "%"
    if not (token.kind == "number" and counted) and token.kind != "times":
        return None
    if before and before[-1].kind in ("is", "compare", "metric"):
        return None
    after = at + 1
    while (
        after < len(tokens)
        and tokens[after].kind in ("gap", "unit")
        and tokens[after].text in ("-", "")
    ):
        after += 1
    if after >= len(tokens) or tokens[after].phrase is None:
        return None
    key = tokens[after]
    phrase = key.phrase
    if phrase is None or key.kind != "key" or not phrase.after:
        return None
    if (token.kind == "times") != (key.name == "scale"):
        return None
    value: str | int = str(token.value)
    if number is not None:
        value = f"{number.value}{number.unit}" if number.unit else int(number.value)
    text = f"{token.text} {key.text}"
    return TextToken("condition", text, token.start, key.end, key.name, value=value), after + 1


def _named_condition(tokens: Sequence[TextToken], at: int) -> tuple[TextToken, int] | None:
    """Read a condition's name and then its value: ``size: 384x384``, ``k-way=5``."""
    key = tokens[at]
    if key.kind != "key" or key.phrase is None or not key.phrase.before:
        return None
    after = at + 1
    linked = False
    while after < len(tokens) and tokens[after].kind in ("is", "gap", "unit"):
        linked = linked or tokens[after].kind == "is"
        after += 1
    if after >= len(tokens):
        return None
    value = tokens[after]
    if value.kind == "size" and key.name in ("input_size",):
        return replace(value, kind="condition", name=key.name, start=key.start), after + 1
    if value.kind == "number" and value.number and not value.number.decimals:
        count = value.number
        if count.unit in ("%",) or (
            not linked and not key.phrase.after and key.name != "input_size"
        ):
            return None
        shown: str | int = f"{count.value}{count.unit}" if count.unit else int(count.value)
        return TextToken(
            "condition", key.text, key.start, value.end, key.name, value=shown
        ), after + 1
    if linked and value.kind in ("word", "backbone") and key.name in (
        "backbone", "model", "device", "optimizer", "loss", "schedule",
    ):  # fmt: skip
        end = after + 1
        while key.name == "device" and end < len(tokens) and end < after + 4:
            if tokens[end].kind not in ("word", "number", "unit"):
                break
            end += 1
        named = " ".join(token.text for token in tokens[after:end] if token.text)
        return TextToken(
            "condition", key.text, key.start, tokens[end - 1].end, key.name, value=named
        ), end
    return None


def _metric_names(tokens: list[TextToken], phrases: Phrases) -> list[TextToken]:
    """Join ``P90 loss``, ``TVLoss``, ``Micro AUC``: names of a head and the words before it."""
    found: list[TextToken] = []
    for at, token in enumerate(tokens):
        compound = _compound(token, phrases) if token.kind == "word" else None
        if compound and _next_kind(tokens, at) in ("is", "compare", "number"):
            found.append(replace(token, kind="metric", name=compound))
            continue
        if token.kind not in ("metric", "head"):
            found.append(token)
            continue
        taken = _taken(found, token)
        if token.kind == "head" and not taken:
            found.append(token)
            continue
        start = len(found) - len(taken)
        words = found[start:]
        del found[start:]
        if words:
            name = " ".join([*(word.text for word in words), token.text])
            known = phrases.vocabularies.metrics.find(name)
            label = known.label("en") if known else _title(name)
            token = replace(
                token, kind="metric", text=name, name=label, term=known, start=words[0].start
            )
        found.append(token)
    return found


def _title(name: str) -> str:
    """Capitalise a name that is all lower case: ``test loss`` and ``Test Loss`` are one."""
    return name if any(c.isupper() or c.isdigit() for c in name) else name.capitalize()


def _taken(before: Sequence[TextToken], head: TextToken) -> Sequence[TextToken]:
    """Return the words at the end of ``before`` that belong to a metric's name."""
    at = len(before)
    while at and before[at - 1].kind == "modifier":
        at -= 1
    if head.kind == "head" and at == len(before) and at:
        word = before[at - 1]
        if word.kind in ("word", "split") and word.text and re.match(r"[A-Za-z]", word.text):
            at -= 1
    return before[at:]


def _compound(token: TextToken, phrases: Phrases) -> str | None:
    """Split ``L1Loss`` into ``L1 Loss``."""
    found = re.fullmatch(
        r"([A-Z0-9][A-Za-z0-9]*?)[-_]?((?:Loss|Error|Score|Acc|Accuracy|Rate|AUC)s?)", token.text
    )
    if not found:
        return None
    name = f"{found.group(1)} {found.group(2)}"
    known = phrases.vocabularies.metrics.find(name)
    return known.label("en") if known else name


def _datasets(tokens: list[TextToken], phrases: Phrases) -> list[TextToken]:
    """Recognise names that the text itself calls a dataset."""
    found: list[TextToken] = []
    for at, token in enumerate(tokens):
        if (
            (token.kind in ("cue", "split") and token.text and not token.text.isascii())
            or token.kind == "cue"
        ) or (token.kind == "split" and " " in token.text.strip()):
            _name_before(found, token)
        if token.kind == "cue" and _next_kind(tokens, at) == "is":
            found.append(replace(token, name="label"))
            continue
        found.append(token)
    return _labelled(found)


def _name_before(found: list[TextToken], cue: TextToken) -> None:
    """Turn the words before ``dataset`` or ``测试集`` into a dataset, where that is certain."""
    start = len(found)
    while start and found[start - 1].kind == "word" and len(found) - start < 6:
        start -= 1
    words = found[start:]
    if not words or (start and found[start - 1].kind in ("dataset",)):
        return
    opened = not start or found[start - 1].kind in ("on", "sep", "stop", "open", "cite", "is")
    proper = all(_PROPER.match(word.text) for word in words)
    if not (proper or (opened and len(words) == 1)) or not _NAMELIKE.match(words[-1].text):
        return
    if cue.kind == "split" and cue.text.isascii() and not opened:
        return
    name = " ".join(word.text for word in words)
    found[start:] = [TextToken("dataset", name, words[0].start, words[-1].end, name)]


def _labelled(tokens: list[TextToken]) -> list[TextToken]:
    """Recognise a dataset of any name in ``Dataset: Electricity``."""
    found: list[TextToken] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found.append(token)
        at += 1
        if token.kind != "cue" or token.name != "label":
            continue
        while at < len(tokens) and tokens[at].kind in ("is", "unit"):
            at += 1
        words: list[TextToken] = []
        while at < len(tokens) and tokens[at].kind == "word" and len(words) < 5:
            words.append(tokens[at])
            at += 1
        if words:
            name = " ".join(word.text for word in words)
            found.append(TextToken("dataset", name, words[0].start, words[-1].end, name))
    return found
