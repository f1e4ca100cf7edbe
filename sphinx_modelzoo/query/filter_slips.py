"""What was meant where a filter cannot be parsed: unknown fields, and words left over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sphinx_modelzoo.problems.messages import Message, ProblemError, nearest
from sphinx_modelzoo.query.fields import METRIC, QueryField
from sphinx_modelzoo.query.lexer import Token, quote, shortened
from sphinx_modelzoo.query.own import field_named, field_words
from sphinx_modelzoo.query.query_errors import bad_filter
from sphinx_modelzoo.query.tree import FLIPPED
from sphinx_modelzoo.schema.own_fields import OwnFields

COMPARISONS = frozenset(FLIPPED)
KEYWORDS = frozenset({"and", "or", "not", "in"})
FLAGS = {"true": True, "false": False}
_CONTAINING = frozenset({"contains", "contain", "includes", "include", "has", "like", "包含"})
_BEING = frozenset({"is", "equals", "eq", "为", "是", "等于"})
_MISSING = frozenset({"none", "null", "empty", "missing", "空"})


def unit_of(field: QueryField) -> str:
    """Return the unit of a field's numbers; nothing for plain numbers."""
    return field.scale.unit if field.scale is not None else ""


def unknown_field(token: Token, following: Token, own: OwnFields) -> ProblemError:
    """Make the error for a word that should be a field.

    :param following: the token after it.
    """
    word = shortened(token.text)
    hint: str
    if word.casefold() in ("none", "null"):
        hint = Message(
            "a field alone is true if it is given: write “not license” for a missing one"
        )
    elif word.casefold() in (*KEYWORDS, *FLAGS):
        hint = Message("write {written}", written=word.casefold())
    else:
        hint = nearest(word, (*field_words(own), METRIC))
        if not hint and following.text in COMPARISONS:
            hint = Message("a metric is written metric({word})", word=quote(word))
    hint = hint or Message("text needs quotes: {word}", word=quote(word))
    return bad_filter(Message("unknown field “{name}”", name=word), hint, token.offset)


def meant_by_rest(tokens: Sequence[Token], place: int, own: OwnFields) -> str:
    """Return what to write for a unit after a number, for ``contains`` or ``is``, or nothing.

    :param place: the first token after a whole filter.
    """
    token, before = tokens[place], tokens[place - 1]
    if token.kind != "word":
        return ""
    if before.kind == "number":
        return _with_unit(tokens[max(place - 3, 0)], before, token, own)
    field = field_named(before.text, own) if before.kind == "word" else None
    if field is None:
        return ""
    name, word, following = before.text, token.text.casefold(), tokens[place + 1 : place + 3]
    if word in _CONTAINING and following[0].kind == "text" and field.kind in ("text", "list"):
        return Message("write {written}", written=f"{following[0].text} in {name}")
    if word not in _BEING:
        return ""
    negated = following[0].text.casefold() == "not"
    value = following[-1 if negated else 0]
    if value.text.casefold() in _MISSING:
        return Message("write {written}", written=name if negated else f"not {name}")
    if value.value is None:
        return ""
    written = f"{name} {'!=' if negated else '=='} {value.text}"
    return Message("write {written}", written=written)


def _with_unit(left: Token, number: Token, unit: Token, own: OwnFields) -> str:
    """Return a number with its unit, as the field on the left of the comparison has it."""
    field = field_named(left.text, own) if left.kind == "word" else None
    if left.text == ")" or (field is not None and unit_of(field)):
        return Message("write {written}", written=quote(f"{number.text} {unit.text}"))
    step = re.fullmatch(r"([kmgbt])(?:i?b|illions?)?", unit.text.casefold())
    if field is None or field.kind != "number" or step is None:
        return ""
    return Message("write {written}", written=f"{number.text}{step[1].upper()}")
