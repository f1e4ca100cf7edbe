"""The linked data of pages, expanded as programs that read it do, with nothing fetched."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup
from pyld import jsonld


def data_of(html: str) -> dict[str, Any] | None:
    """The linked data in the head of a page, if there is any."""
    soup = BeautifulSoup(html, "html.parser")
    found = soup.select('script[type="application/ld+json"]')
    assert soup.head is not None
    assert found == soup.head.select('script[type="application/ld+json"]')
    assert len(found) <= 1
    return json.loads(found[0].string or "") if found else None


def expanded(data: dict[str, Any]) -> dict[str, Any]:
    """Linked data expanded to one node; every key and value of it must be there."""
    (node,) = jsonld.expand(data, {"documentLoader": _refuse})
    body = {key: value for key, value in data.items() if key != "@context"}
    assert _keys(node, data["@context"]) == _keys(body, {})
    assert sorted(map(str, _values(node))) == sorted(map(str, _values(body, data["@context"])))
    return dict(node)


def _refuse(url: str, options: Any) -> Any:
    raise AssertionError(f"{url} was fetched")


def _keys(value: Any, terms: dict[str, Any]) -> list[str]:
    """All keys in their order, as short words where terms say which are meant."""
    short = {term["@id"]: name for name, term in terms.items()}
    if isinstance(value, list):
        return sorted(key for item in value for key in _keys(item, terms))
    if not isinstance(value, dict):
        return []
    if "@list" in value:
        return _keys(value["@list"], terms)
    if "@value" in value or "@id" in value:
        return []
    own = [short.get(key, key) for key in value]
    assert not any(key.startswith("http") for key in own)
    return sorted([*own, *(key for item in value.values() for key in _keys(item, terms))])


def _values(value: Any, terms: dict[str, Any] | None = None) -> list[Any]:
    """All values; types as the addresses that terms give them."""
    if isinstance(value, list):
        return [one for item in value for one in _values(item, terms)]
    if not isinstance(value, dict):
        assert value or value == 0, "an empty value"
        return [terms[value]["@id"] if terms and value in terms else value]
    if "@value" in value:
        return [value["@value"]]
    return [one for item in value.values() for one in _values(item, terms)]
