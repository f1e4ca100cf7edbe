"""Ids proposed from names: readable, within the schema's limits, and unique."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.formats.fact_parsing import slug
from sphinx_modelzoo.files import hex_digest
from sphinx_modelzoo.schema.types import ID_MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Container, MutableMapping


def propose_id(
    name: str,
    taken: Container[str] = (),
    *,
    context: str = "",
    numbers: MutableMapping[str, int] | None = None,
) -> str:
    """Propose an id for a name.

    ``BasicVSR++`` is ``basicvsr-plus-plus``, which no ``BasicVSR`` takes. A name without Latin
    letters or digits gives a short stable code. Where two names still agree, ``context`` (the
    publisher, say) distinguishes them, and then a number.

    :param taken: ids that are in use.
    :param numbers: the last number of each name, for many of one name.
    """
    base = slug(name) or f"model-{hex_digest(name, 4)}"
    if base not in taken:
        return base
    longer = slug(f"{context} {name}") if context else base
    if longer not in taken:
        return longer
    number = (numbers or {}).get(base, 1) + 1
    while (numbered := _numbered(base, number)) in taken:
        number += 1
    if numbers is not None:
        numbers[base] = number
    return numbered


def _numbered(base: str, number: int) -> str:
    tail = f"-{number}"
    return base[: ID_MAX_LENGTH - len(tail)].strip("-") + tail
