"""YAML as catalogs may use it: plain data, safely, with a place for everything that is wrong.

Parsing has two steps. :func:`compose` makes nodes (in C where libyaml is there), which know their
place in the text; :class:`Builder` makes data of them. PyYAML's own second step is slower, keeps
the last of two equal keys silently, and expands aliases without a limit.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml
from yaml.constructor import SafeConstructor

from sphinx_modelzoo.east_asian import has_han
from sphinx_modelzoo.problems.codes import PREFIX
from sphinx_modelzoo.problems.messages import Message, Problem, plain, problem
from sphinx_modelzoo.yamltext.errors import YamlError, describe, place, with_line

MAX_BYTES = 64 * 2**20
MAX_DEPTH = 60
MAX_DIGITS = 40
MAX_TEXT = 100_000
"""The most characters of one text: more than any README has, and few enough for every page."""
# What aliases may add to a document: some nodes, and this many times its own size.
ALIAS_NODES = 10_000
ALIAS_FACTOR = 20

_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# YAML 1.1 reads 16:9 as a number in base 60: 969. Nobody means that.
_INT = re.compile(
    r"""(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+)$"""
)
_FLOAT = re.compile(
    r"""(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?
       |\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?
       |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$""",
    re.VERBOSE,
)


class Loader(_BaseLoader):  # type: ignore[misc]
    """The safe loader, without numbers of base 60."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own way of settings)
        first: [
            (tag, {"int": _INT, "float": _FLOAT}.get(tag.rpartition(":")[2], pattern))
            for tag, pattern in resolvers
        ]
        for first, resolvers in _BaseLoader.yaml_implicit_resolvers.items()
    }


def as_utf8(data: bytes) -> bytes:
    """Normalize the bytes of a file: UTF-8 without BOM, with ``\\n`` as line ends.

    :raises YamlError: when it is not UTF-8, or larger than any catalog should be.
    """
    if len(data) > MAX_BYTES:
        raise YamlError(
            "yaml.size",
            Message("the file is larger than {number} MB", number=MAX_BYTES >> 20),
            "spread the catalog over several files",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise YamlError(
            "encoding", Message("the file is in UTF-16"), Message("save it as UTF-8"), 1, 1
        )
    try:
        data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = Message("the file is not in UTF-8")
        if guess := _guess_encoding(data):
            message = Message("the file is not in UTF-8, but perhaps in {guess}", guess=guess)
        raise YamlError("encoding", message, Message("save it as UTF-8"), line, column) from None
    return data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _guess_encoding(data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK" if has_han(text) else ""


def compose(text: str) -> yaml.Node | None:
    """Parse a text into nodes; ``None`` for an empty text.

    :raises YamlError: when it is not YAML, or nested more deeply than any catalog.
    """
    loader = None
    try:
        _check_depth(text)
        loader = Loader(text)
        node: yaml.Node | None = loader.get_single_node()
        return node
    except yaml.YAMLError as error:
        raise describe(error, text) from None
    except RecursionError:
        raise YamlError("yaml.depth", "the nesting is too deep", "") from None
    finally:
        if loader is not None:
            loader.dispose()


def _check_depth(text: str) -> None:
    """Refuse deep nesting before libyaml's composer meets it: it recurses in C and crashes."""
    # A flow collection needs a bracket; a block collection begins after blanks and indicators.
    lead = max((len(line) - len(line.lstrip(" -?:")) for line in text.splitlines()), default=0)
    if 2 * lead + text.count("[") + text.count("{") < 400:
        return
    try:
        _count_depth(text, Loader)
    except yaml.MarkedYAMLError as error:
        # From PyYAML 6.0.4 libyaml's scanner has a limit of its own, which it may meet while it
        # still looks for the first bracket's key: PyYAML's own scanner finds where ours is passed.
        if "nesting" in (error.problem or ""):
            _count_depth(text, yaml.SafeLoader)
        raise


def _count_depth(text: str, loader: type[Any]) -> None:
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise YamlError(
                    "yaml.depth",
                    Message("more than {limit} nested collections", limit=MAX_DEPTH),
                    "a catalog needs fewer than ten",
                    *place(text, event.start_mark.index if event.start_mark else 0),
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def has_anchors(text: str) -> bool:
    """Return True if a YAML text uses anchors or aliases.

    :raises YamlError: when it is not YAML.
    """
    if not _MAY_BE_ANCHOR.search(text):
        return False
    try:
        return any(
            getattr(event, "anchor", None) is not None for event in yaml.parse(text, Loader=Loader)
        )
    except yaml.YAMLError as error:
        raise describe(error, text) from None


_MAY_BE_ANCHOR = re.compile(r"(?:^|[\s\[{,:?])[&*][^\s&]")


class Flaw(NamedTuple):
    """A problem of valid YAML that a catalog does not allow, at a node of the text.

    ``other`` is the line that it conflicts with; the hint names it as ``{other}``.
    """

    problem: Problem
    node: yaml.Node
    other: int = 0

    @property
    def code(self) -> str:
        """Return the code, without the prefix."""
        return self.problem.code.removeprefix(PREFIX)

    def after(self, lines: int) -> Problem:
        """Return the problem, without a place, in a file that has some lines before the text."""
        return with_line(self.problem, self.other + lines)


_SHORT = 24  # characters of a text that others may have, too
_MERGE = "tag:yaml.org,2002:merge"


class _Size(NamedTuple):
    nodes: int
    depth: int


class Builder:
    """A builder of data from the nodes of one document; problems are added to ``flaws``.

    :param words: short texts that other documents had, to be kept once: ``COCO``, ``paper``.
    """

    def __init__(self, words: dict[str, str] | None = None) -> None:
        self._words = {} if words is None else words
        self.flaws: list[Flaw] = []
        self._built: dict[int, tuple[Any, yaml.Node]] = {}  # the node, so that its id stays its
        self._open: set[int] = set()
        self._sizes: dict[int, _Size] = {}
        self._nodes = 0
        self._borrowed = 0
        self._deep = False

    def build(self, node: yaml.Node, depth: int = 1) -> Any:
        """Build the data of a node, with ``None`` in place of what cannot be used."""
        self._nodes += 1
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        key = id(node)
        if key in self._built:
            return self._alias(node, depth)
        if key in self._open:
            return self._flaw("yaml.alias", "recursive alias", "", node)
        if depth > MAX_DEPTH:
            return self._too_deep(node)
        self._open.add(key)
        data: Any
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            data = self._mapping(node, depth)
        elif isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            data = [self.build(child, depth + 1) for child in node.value]
        else:
            data = None
            self._tag(node)
        self._open.discard(key)
        self._built[key] = data, node
        return data

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[Any, Any]:
        data: dict[Any, Any] = {}
        first: dict[Any, yaml.Node] = {}
        merged: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._flaw("yaml.key", "a field name is a list or mapping", "use a word", key_node)
                continue
            merge = key_node.tag == _MERGE
            key = _MERGE if merge else self._scalar(key_node)
            if key in first:
                self._duplicate(key_node, first[key])
            elif merge:
                merged = self._merge(value_node, depth)
            else:
                data[key] = self.build(value_node, depth + 1)
            first.setdefault(key, key_node)
        for name, value in merged.items():
            data.setdefault(name, value)
        return data

    def _duplicate(self, node: yaml.ScalarNode, first: yaml.Node) -> None:
        self.flaws.append(
            Flaw(
                problem(
                    "yaml.duplicate-key",
                    plain(Message("duplicate field “{name}”", name=node.value)),
                    Message("the first one is on line {other}: keep one of them", other=0),
                ),
                node,
                first.start_mark.line + 1,
            )
        )

    def _merge(self, node: yaml.Node, depth: int) -> dict[Any, Any]:
        """Return the fields of ``<<: *anchor`` or ``<<: [*one, *two]``; the first one wins."""
        value = self.build(node, depth + 1)
        merged: dict[Any, Any] = {}
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                self._flaw("yaml.key", "“<<” can only merge mappings", "write <<: *anchor", node)
                return {}
            merged = {**item, **merged}
        return merged

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        if len(node.value) > MAX_TEXT:
            message = Message(
                "a text of {number:,} characters; the limit is {max_text:,}",
                number=len(node.value),
                max_text=MAX_TEXT,
            )
            return self._flaw("yaml.text-size", message, "shorten it, or link a document", node)
        if node.tag == "tag:yaml.org,2002:str":
            if len(node.value) > ALIAS_NODES:
                self._long(node)
            if len(node.value) > _SHORT:
                return node.value
            return self._words.setdefault(node.value, node.value)
        make = _SCALARS.get(node.tag)
        if make is None:
            self._tag(node)
            return None
        try:
            return make(node)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, yaml.YAMLError):
            kind = _KINDS.get(node.tag, Message("value"))
            message = Message("invalid {kind} “{value}”", kind=kind, value=node.value)
            if len(node.value) > MAX_DIGITS:
                message = Message(
                    "a {kind} of {number} characters", kind=kind, number=len(node.value)
                )
            return self._flaw("yaml.value", message, "put it in quotes, or correct it", node)

    def _long(self, node: yaml.ScalarNode) -> None:
        """Count a long text by its length when an alias repeats it."""
        if id(node) in self._built:
            self._borrow(len(node.value) // 100, node)
        self._built[id(node)] = None, node

    def _alias(self, node: yaml.Node, depth: int) -> Any:
        size = self._size(node)
        if depth + size.depth > MAX_DEPTH:
            return self._too_deep(node)
        if not self._borrow(size.nodes, node):
            return None
        return self._built[id(node)][0]

    def _borrow(self, nodes: int, node: yaml.Node) -> bool:
        already = self.refused
        self._borrowed += nodes
        if self.refused and not already:
            self._flaw(
                "yaml.alias",
                "the aliases expand to far more data than the file contains",
                "write the values out, or use fewer aliases",
                node,
            )
        return not self.refused

    @property
    def refused(self) -> bool:
        """Return True if the aliases expand to so much data that the document was not built."""
        return self._borrowed > ALIAS_NODES + ALIAS_FACTOR * self._nodes

    def _size(self, node: yaml.Node) -> _Size:
        """Return how many nodes a node has with its aliases expanded, and how deep it is."""
        if isinstance(node, yaml.ScalarNode):
            return _Size(1, 0)
        known = self._sizes.get(id(node))
        if known is None:
            # What was not built, because it is being built or is wrong, counts for nothing.
            sizes = [
                self._size(child)
                for pair in _children(node)
                for child in pair
                if isinstance(child, yaml.ScalarNode) or id(child) in self._built
            ]
            known = _Size(
                1 + sum(size.nodes for size in sizes),
                1 + max((size.depth for size in sizes), default=0),
            )
            self._sizes[id(node)] = known
        return known

    def _too_deep(self, node: yaml.Node) -> None:
        if not self._deep:  # once is enough
            self._flaw("yaml.depth", "the nesting is too deep", "", node)
        self._deep = True

    def _tag(self, node: yaml.Node) -> None:
        tag = node.tag.replace("tag:yaml.org,2002:", "!!")
        self._flaw("yaml.tag", Message("unsupported tag “{tag}”", tag=tag), "remove it", node)

    def _flaw(self, code: str, message: str, hint: str, node: yaml.Node) -> None:
        self.flaws.append(Flaw(problem(code, plain(message), hint), node))


def _children(node: yaml.Node) -> list[tuple[yaml.Node, ...]]:
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    return [(child,) for child in node.value]


# The constructor's methods for scalars use no state; creating one costs more than a value.
_CONSTRUCTOR = SafeConstructor()


def _integer(node: yaml.ScalarNode) -> int:
    if len(node.value) > MAX_DIGITS:
        raise ValueError("too long")
    return int(_CONSTRUCTOR.construct_yaml_int(node))


def _float(node: yaml.ScalarNode) -> float:
    return float(_CONSTRUCTOR.construct_yaml_float(node))


_SCALARS: dict[str, Callable[[yaml.ScalarNode], Any]] = {
    "tag:yaml.org,2002:null": lambda node: None,
    "tag:yaml.org,2002:bool": lambda node: _CONSTRUCTOR.bool_values[node.value.lower()],
    "tag:yaml.org,2002:int": _integer,
    "tag:yaml.org,2002:float": _float,
    "tag:yaml.org,2002:timestamp": _CONSTRUCTOR.construct_yaml_timestamp,
    "tag:yaml.org,2002:value": lambda node: node.value,
}
_KINDS = {
    "tag:yaml.org,2002:bool": Message("boolean"),
    "tag:yaml.org,2002:int": Message("number"),
    "tag:yaml.org,2002:float": Message("number"),
    "tag:yaml.org,2002:timestamp": Message("date"),
}
