"""How the cells of a column write numbers: the marks of thousands and decimals, and the scale."""

from __future__ import annotations

import re
from collections.abc import Iterable

_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_EUROPEAN = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d+(?![\d.,])")
_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")
_DECIMAL_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+")

# Between which figures one certainly is: “0.912 (0.901–0.923)”, “84.3%（±0.4%）”.
_INTERVAL = re.compile(
    r"(?<=[\d%])\s*[(（\[]\s*(?:±\s*[\d.]+%?|[+\-]?[\d.]+%?\s*(?:[–—\-~～,，;至]|to)\s*[+\-]?[\d.]+%?)\s*[)）\]]\s*\Z"
)
_STYLED = re.compile(r"\\(?:mathbf|textbf|mathit|textit|underline|bf|bm|boldsymbol)\s*\{([^{}]*)\}")
_SCRIPT = re.compile(r"[_^]\s*\{[^{}]*\}")
_POWER = re.compile(r"\s*\\(?:times|cdot)\s*10\s*\^\s*\{?\s*(-?\d+)\s*\}?")


def has_decimal_commas(texts: Iterable[str]) -> bool:
    """Return True if the cells of a column write decimals after a comma: ``3,2``, ``1.014,45``.

    One cell with a point before its decimals, and no mark of thousands, says otherwise.
    """
    plain = [text.strip() for text in texts]
    if any(re.fullmatch(r"\d+\.(?:\d{1,2}|\d{4,})", text) for text in plain):
        return False
    return any(_DECIMAL_COMMA.fullmatch(_without_unit(text)) for text in plain)


def is_in_millions(texts: Iterable[str]) -> bool:
    """Return True if bare counts of parameters can only be millions.

    They have decimals, which no count has, and are too small for thousands of them.
    """
    values = []
    for text in texts:
        bare = in_plain_digits(text, comma=False)
        if re.fullmatch(r"\d+(?:\.\d+)?", bare):
            values.append(bare)
        elif re.search(r"\d", text):
            return False
    return any("." in value for value in values) and all(float(one) < 1e6 for one in values)


def in_plain_digits(text: str, *, comma: bool) -> str:
    """Return a text whose numbers have a point for decimals and no mark of thousands.

    :param comma: whether a comma in its column comes before decimals.
    """
    text = _EUROPEAN.sub(lambda m: m.group().replace(".", "").replace(",", "."), text)
    if comma:
        return _COMMA.sub(r"\1.\2", text)
    return _THOUSANDS.sub(lambda m: m.group().replace(",", ""), text)


def bare_figure(text: str) -> str:
    """Return the figure of a cell without the interval that it is in, as people type it.

    ``$\\mathbf{45.2}$`` is 45.2, as is ``$45.2_{\\pm 0.1}$``, and ``$5.3 \\times 10^6$`` is 5.3e6.
    """
    return _INTERVAL.sub("", _without_tex(text) if "$" in text else text)


def _without_tex(text: str) -> str:
    text = _POWER.sub(r"e\1", _STYLED.sub(r"\1", text))
    return _SCRIPT.sub("", text.replace("\\%", "%")).replace("$", "").replace("\\pm", "±").strip()


def _without_unit(text: str) -> str:
    return re.sub(r"\s*(?:%|[A-Za-z/]+)$", "", text)
