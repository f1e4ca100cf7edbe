"""The parser of filters: a small grammar that looks like Python, and is never evaluated.

::

    filter     = and-part {"or" and-part}
    and-part   = not-part {"and" not-part}
    not-part   = "not" not-part | "(" filter ")" | test
    test       = field
               | field op value | value op field | value op field op value
               | text ["not"] "in" field | field ["not"] "in" "(" value {"," value} ")"
    field      = name | "metric" "(" text ["," text] ")" | "extra" "(" text ")"
    value      = text | number | date | "true" | "false"
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from sphinx_modelzoo.problems.messages import Message, ProblemError, nearest
from sphinx_modelzoo.query.fields import METRIC, Kind
from sphinx_modelzoo.query.filter_slips import (
    COMPARISONS,
    FLAGS,
    KEYWORDS,
    meant_by_rest,
    unit_of,
    unknown_field,
)
from sphinx_modelzoo.query.lexer import Token, quote, shortened, tokenize
from sphinx_modelzoo.query.own import EXTRA, field_named, own_named
from sphinx_modelzoo.query.query_errors import bad_filter
from sphinx_modelzoo.query.tree import (
    FLIPPED,
    And,
    Compare,
    Constant,
    Contains,
    Given,
    Node,
    Not,
    OneOf,
    Or,
    Ref,
)
from sphinx_modelzoo.schema.own_fields import OwnFields
from sphinx_modelzoo.schema.units import read_quantity
from sphinx_modelzoo.schema.versions import meant_version

_MAX_DEPTH = 40
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_VERSION = Message('a version is written "3.0"')
_EXPECTED: dict[Kind, str] = {
    "text": Message("text"),
    "list": Message("text"),
    "number": Message("a number"),
    "date": Message("a date"),
    "version": Message("a version"),
    "flag": Message("true or false"),
}


@dataclass(frozen=True)
class _Field:
    ref: Ref
    kind: Kind
    token: Token
    unit: str = ""  # of its numbers, or an example of one; nothing for plain numbers


@dataclass(frozen=True)
class _Value:
    token: Token
    value: str | int | float | bool


def parse(text: str, own: OwnFields) -> Node:
    """Parse a filter into a tree.

    :param own: the own fields of the catalog, which it can name.
    :raises ProblemError: at the first syntax error.
    """
    parser = _Parser(tokenize(text), own)
    return parser.whole()


class _Parser:
    def __init__(self, tokens: list[Token], own: OwnFields) -> None:
        self._tokens = tokens
        self._own = own
        self._place = 0
        self._depth = 0

    # -- tokens

    @property
    def _now(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._now
        if token.kind != "end":
            self._place += 1
        return token

    def _is(self, *texts: str) -> bool:
        token = self._now
        return token.kind in ("word", "op") and token.text in texts

    def _expect(self, text: str, hint: str = "") -> Token:
        if not self._is(text):
            raise bad_filter(
                Message("expected “{text}”, got {now}", text=text, now=self._now),
                hint,
                self._now.offset,
            )
        return self._take()

    # -- grammar

    def whole(self) -> Node:
        """Parse a filter and nothing after it."""
        if len(self._tokens) == 1:
            raise bad_filter("the filter is empty", "write one as: year >= 2021")
        node = self._or()
        if self._now.kind != "end":
            raise self._trailing()
        return node

    def _trailing(self) -> ProblemError:
        token = self._now
        hint = meant_by_rest(self._tokens, self._place, self._own)
        if token.text == ")":
            hint = Message("remove it, or open a parenthesis before it")
        hint = hint or Message('join tests with “and” or “or”; text needs quotes: "…"')
        return bad_filter(Message("unexpected {token}", token=token), hint, token.offset)

    def _or(self) -> Node:
        parts = [self._and()]
        while self._is("or"):
            self._take()
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Node:
        parts = [self._not()]
        while self._is("and"):
            self._take()
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self) -> Node:
        if self._depth >= _MAX_DEPTH:
            raise bad_filter(
                "the filter is nested too deeply",
                Message("at most {limit} levels", limit=_MAX_DEPTH),
                self._now.offset,
            )
        self._depth += 1
        try:
            if self._is("not"):
                self._take()
                return Not(self._not())
            if self._is("("):
                self._take()
                node = self._or()
                self._expect(")", Message("close the parenthesis"))
                return node
            return self._test()
        finally:
            self._depth -= 1

    def _test(self) -> Node:
        left = self._operand()
        token = self._now
        if isinstance(left, _Field):
            if token.text in COMPARISONS and token.kind == "op":
                return self._field_first(left)
            if self._is("in", "not"):
                return self._one_of(left)
            return Given(left.ref)
        if token.text in COMPARISONS and token.kind == "op":
            return self._value_first(left)
        if self._is("in", "not"):
            return self._contains(left)
        raise bad_filter(
            "a value without a comparison",
            'compare it with a field: name == "…"',
            left.token.offset,
        )

    def _field_first(self, left: _Field) -> Compare:
        op = self._take()
        right = self._operand()
        if isinstance(right, _Field):
            raise _two_fields(right)
        self._no_chain()
        return Compare(left.ref, (_checked_test(left, op, op.text, right),))

    def _value_first(self, left: _Value) -> Compare:
        op = self._take()
        middle = self._operand()
        if not isinstance(middle, _Field):
            raise bad_filter(
                "a comparison of two values", "compare a field with a value", middle.token.offset
            )
        first = _checked_test(middle, op, FLIPPED[op.text], left)
        token = self._now
        if token.kind != "op" or token.text not in COMPARISONS:
            return Compare(middle.ref, (first,))
        self._take()
        right = self._operand()
        if isinstance(right, _Field):
            raise _two_fields(right)
        second = _checked_test(middle, token, token.text, right)
        self._no_chain()
        if "!=" in (first[0], second[0]):
            raise bad_filter("!= cannot be chained", "join two tests with “and”", op.offset)
        return Compare(middle.ref, (first, second))

    def _no_chain(self) -> None:
        token = self._now
        if token.kind == "op" and token.text in COMPARISONS:
            raise bad_filter(
                Message("too many comparisons: {token}", token=token),
                "write value < field < value, or join tests with “and”",
                token.offset,
            )

    def _membership(self) -> bool:
        """Take ``in`` or ``not in``; return True for ``in``."""
        negated = self._is("not")
        if negated:
            self._take()
        self._expect("in", "write “not in”" if negated else "")
        return not negated

    def _contains(self, left: _Value) -> Node:
        positive = self._membership()
        field = self._operand()
        if not isinstance(field, _Field) or field.kind not in ("text", "list"):
            raise bad_filter(
                "expected a list or text field after “in”",
                'as in "COCO" in datasets',
                field.token.offset,
            )
        node = Contains(field.ref, str(_checked(field, left)))
        return node if positive else Not(node)

    def _one_of(self, left: _Field) -> Node:
        positive = self._membership()
        if not self._is("(", "["):
            raise bad_filter(
                "expected a list after “in”",
                Message(
                    'write {one} in ("…", "…"), or "…" in {ref}', one=left.ref.one, ref=left.ref
                ),
                self._now.offset,
            )
        close = ")" if self._take().text == "(" else "]"
        choices: list[Constant] = []
        while not self._is(close):
            value = self._operand()
            if isinstance(value, _Field):
                raise _two_fields(value)
            choices.append(_checked(left, value))
            if not self._is(","):
                break
            self._take()
        end = self._expect(close, "close the list")
        if not choices:
            raise bad_filter("the list is empty", "", end.offset)
        node = OneOf(left.ref, tuple(choices))
        return node if positive else Not(node)

    def _operand(self) -> _Field | _Value:
        token = self._take()
        if token.value is not None:
            return _Value(token, token.value)
        if token.kind != "word" or token.text in KEYWORDS:
            raise bad_filter(
                Message("expected a field or a value, got {token}", token=token), "", token.offset
            )
        if token.text in FLAGS:
            return _Value(token, FLAGS[token.text])
        if token.text == METRIC:
            return self._metric(token)
        if token.text == EXTRA:
            return self._extra(token)
        field = field_named(token.text, self._own)
        if field is None:
            raise unknown_field(token, self._now, self._own)
        return _Field(Ref(field.name), field.kind, token, unit_of(field))

    def _metric(self, token: Token) -> _Field:
        self._expect("(", 'write metric("mAP"), or metric("mAP", "COCO")')
        arguments = [self._argument()]
        if self._is(","):
            self._take()
            arguments.append(self._argument())
        self._expect(")", Message("close the parenthesis"))
        return _Field(Ref(METRIC, tuple(arguments)), "number", token, "ms")

    def _extra(self, token: Token) -> _Field:
        self._expect("(", 'write extra("name")')
        place = self._now
        name = self._argument()
        self._expect(")", Message("close the parenthesis"))
        field = own_named(name, self._own)
        if field is None:
            hint = nearest(name, self._own) or Message(
                "declare it under fields: at the top of the catalog"
            )
            raise bad_filter(
                Message("unknown own field “{name}”", name=shortened(name)), hint, place.offset
            )
        return _Field(
            Ref(EXTRA, (field.name,)), field.kind, token, field.scale.unit if field.scale else ""
        )

    def _argument(self) -> str:
        token = self._take()
        if token.kind != "text":
            raise bad_filter(
                Message("expected a name in quotes, got {token}", token=token),
                'as in metric("mAP")',
                token.offset,
            )
        name = str(token.value).strip()
        if not name.strip("@ "):
            raise bad_filter("the name is blank", "", token.offset)
        return name


def _two_fields(field: _Field) -> ProblemError:
    return bad_filter(
        Message("expected a value, got the field {token}", token=field.token),
        Message("text needs quotes: {word}", word=quote(shortened(field.token.text))),
        field.token.offset,
    )


def _checked_test(field: _Field, op: Token, name: str, value: _Value) -> tuple[str, Constant]:
    if field.kind in ("list", "flag") and name not in ("==", "!="):
        way = f'"…" in {field.ref}' if field.kind == "list" else str(field.ref)
        raise bad_filter(
            Message("{token} has no order", token=field.token),
            Message("write {written}", written=way),
            op.offset,
        )
    return name, _checked(field, value)


def _checked(field: _Field, value: _Value) -> Constant:
    """Convert a value to the type of the field.

    :raises ProblemError: at the value, when it has another type.
    """
    found = value.value
    fits: dict[Kind, bool] = {
        "text": isinstance(found, str),
        "list": isinstance(found, str),
        "number": isinstance(found, int | float) and not isinstance(found, bool),
        "date": isinstance(found, str),
        "version": isinstance(found, str),
        "flag": isinstance(found, bool),
    }
    if field.kind == "version" and _PLAIN_NUMBER.fullmatch(value.token.text):
        found = value.token.text  # as written: 3.10 is not 3.1
        fits["version"] = True
    if field.unit and isinstance(found, str) and read_quantity(found):
        return found  # converted when the scale of the catalog is known
    if not fits[field.kind]:
        raise bad_filter(
            Message(
                "expected {expected} for {token}, got {got}",
                expected=_EXPECTED[field.kind],
                token=field.token,
                got=value.token,
            ),
            _way(field, value),
            value.token.offset,
        )
    if field.kind == "date":
        return _date(field, value)
    if field.kind == "version" and meant_version(str(found)) is None:
        raise bad_filter(
            Message("invalid version {token}", token=value.token), _VERSION, value.token.offset
        )
    return found


def _way(field: _Field, value: _Value) -> str:
    if field.kind in ("text", "list"):
        return Message("put it in quotes: {word}", word=quote(shortened(value.token.text)))
    if field.kind == "date":
        return Message('a date is written "2021-12-31"')
    if field.kind == "version":
        return _VERSION
    if field.unit:
        return Message(
            'write a number, or one with its unit in quotes: "12 {unit}"', unit=field.unit
        )
    if field.kind == "number":
        return Message("write numbers without quotes: 50M")
    return Message("write {ref} or not {ref}", ref=field.ref)


def _date(field: _Field, value: _Value) -> datetime.date:
    try:
        if len(str(value.value)) != len("2021-12-31"):
            raise ValueError
        return datetime.date.fromisoformat(str(value.value))
    except ValueError:
        raise bad_filter(
            Message("invalid date {token}", token=value.token),
            'a date is written "2021-12-31"',
            value.token.offset,
        ) from None
