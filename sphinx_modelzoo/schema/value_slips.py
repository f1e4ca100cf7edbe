"""Wrong values of certain fields: what they are, and where or how they are written.

:mod:`.near_values` corrects the spelling of a value. Here a value is right, but of another field,
or of two fields, or it lacks a part.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx_modelzoo.problems.messages import Message, plain
from sphinx_modelzoo.schema.field_places import flow
from sphinx_modelzoo.schema.languages import find_language
from sphinx_modelzoo.schema.licenses import is_license_expression, spdx
from sphinx_modelzoo.schema.value_parsing import is_by_language

_LONGEST = 200
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    re.compile(r"(?P<y>[0-9]{4})\s*(?:[-/.]|年)\s*(?P<m>[0-9]{1,2})\s*月?\Z"),
    re.compile(r"(?P<m>[0-9]{1,2})\s*[-/.]\s*(?P<y>[0-9]{4})\Z"),
    re.compile(r"(?P<m>[A-Za-z]{3,9})\.?,?\s+(?P<y>[0-9]{4})\Z"),
)
_MACS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT]?)\s*(?:-?\s*MACs?|MAdds?)\Z", re.IGNORECASE)
_BYTES = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT])(?:i?B|ib?yte|byte)s?\Z", re.IGNORECASE)
_SUMS = {32: "md5", 64: "sha256"}


def slip_in(name: str, code: str, value: Any) -> str:
    """Return what a wrong value of a field is and how to write it, or an empty string.

    :param name: the field.
    :param code: what is wrong with the value, without the prefix.
    """
    if is_by_language(value) and code == "type":
        return _not_translated(name, value)
    if name == "license" and isinstance(value, list):
        return _licenses(value)
    if code == "date" and isinstance(value, int):
        value = str(value)
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST:
        return ""
    text = value.strip()
    if name == "year":
        return _year(text)
    if code == "date":
        return _month(text)
    if name in ("params", "flops"):
        return _count(text)
    if name in ("md5", "sha256"):
        return _sum(name, text)
    return _languages(text) if name == "languages" else ""


def _not_translated(name: str, value: dict[str, Any]) -> str:
    first, *others = (flow(text) for text in value.values())
    if name == "name":
        return Message(
            "names are not translated: write name: {name}, and aliases: [{others}] for the search",
            name=first,
            others=", ".join(others) or "…",
        )
    return Message("this text is not translated: write {form}", form=f"{name}: {first}")


def _licenses(names: list[Any]) -> str:
    known = [_license(name) if isinstance(name, str) else "" for name in names]
    if not all(known):
        return ""
    return Message("write one SPDX expression: {licenses}", licenses=plain(" OR ".join(known)))


def _license(name: str) -> str:
    return spdx(name) or (name if is_license_expression(name) else "")


def _year(text: str) -> str:
    found = _YEAR.findall(text)
    if len(found) != 1:
        return ""
    rest = _YEAR.sub("", text).strip(" ,，.;:/-()（）年").strip()
    # A venue has a capital or a Chinese name; a month is neither.
    if re.match(r"[A-Z\u4e00-\u9fff]", rest) and rest[:3].casefold() not in _MONTHS:
        return Message("write year: {year}, and venue: {venue}", year=found[0], venue=flow(rest))
    return Message("write {written}", written=found[0])


def _month(text: str) -> str:
    """Say that the day is missing in a month, or month and day in a year."""
    if re.fullmatch(r"(?:19|20)[0-9]{2}\s*年?", text):
        return Message("month and day are missing: write {date}", date=f"{text[:4]}-MM-DD")
    for pattern in _MONTH:
        if found := pattern.match(text):
            month = found["m"].casefold()
            if not month.isdigit():
                month = str(_MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else 0)
            if 1 <= int(month) <= 12:
                return Message(
                    "the day is missing: write {date}", date=f"{found['y']}-{int(month):02}-DD"
                )
    return ""


def _count(text: str) -> str:
    if found := _MACS.match(text):
        return Message(
            'write "{count}": a multiply-add (MAC) counts as one operation, as in imports',
            count=f"{found[1]}{found[2].upper()}",
        )
    if found := _BYTES.match(text):
        return Message(
            'that is the size of a file, which goes into weights: {{url: …, size: "{size}"}};'
            ' a count is written "{count}"',
            size=f"{found[1]} {found[2].upper()}B",
            count=f"{found[1]}{found[2].upper()}",
        )
    return ""


def _sum(name: str, text: str) -> str:
    digits = re.sub(r"\A(?:md5|sha-?1|sha-?256)\s*[:：=]\s*", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"[0-9a-fA-F]+", digits):
        return ""
    meant = _SUMS.get(len(digits), "")
    if meant and meant != name:
        return Message(
            "this is a checksum of another kind: write {form}",
            form=f'{meant}: "{digits.lower()}"',
        )
    if meant:
        return ""
    return Message("it has {count} digits; md5 has 32, sha256 has 64", count=len(digits))


def _languages(text: str) -> str:
    parts = [part for part in re.split(r"\s*(?:[/|&+和与及]|\band\b)\s*|\s+", text) if part]
    tags = [find_language(part) for part in parts]
    if len(parts) < 2 or not all(tags):
        return ""
    return Message("separate them with commas: {names}", names=", ".join(filter(None, tags)))
