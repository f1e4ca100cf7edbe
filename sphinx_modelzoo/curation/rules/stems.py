"""Words of a text, reduced so that two texts about one thing share them.

English words lose their endings, Chinese is cut into pairs of characters, and names (``YOLOv4``,
``PointNet++``, ``pixel2style2pixel``) are kept whole.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sphinx_modelzoo.east_asian import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable

TOKEN = re.compile(r"[A-Za-z0-9]+(?:['’][a-z]+)?(?:[-_][A-Za-z0-9]+)*\+*")
_PART = re.compile(r"[-_'’]")
_BETWEEN = re.compile(r"[\s_\-]+")
_PRE = re.compile(r"[Pp]re[-_](?=[a-z])")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_NAME = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2,}|[A-Za-z]\d|\d[A-Za-z]|\+")

_ENDING_LIST = """
ibilities abilities izations ization ibility ability ational ically atively ations ation iveness
ators ative ating ator ated ates ate ally ements
ement ments ment ness ives ive ings ing ions ion ors or ers er als al ably ible able ies ity
ized izes ize ic ed es ly s e y
"""
_ENDINGS = frozenset(_ENDING_LIST.split())
_LONGEST = max(map(len, _ENDINGS))

_STOP_LIST = """
a an the of for and in to on with by via from using use is are be can we our as at all you what
about need do how its it this that or not no into over under between their your more less than
when where which without within toward towards
"""
_STOP = frozenset(_STOP_LIST.split())

# How often a stem occurs in any abstract of the field: what a small catalog cannot tell by itself.
_COMMON = {
    0.5: "network model learn",
    0.35: "image imag task train method propose data dataset state art result",
    0.25: "deep neural neur feature featur approach perform performance paper code convolution "
    "predict recent large larg high novel simple simpl architecture new problem process "
    "representation represent system efficient",
    0.15: "segment scale scal detect object real time semantic vision visual visu language languag "
    "classific class classif generat gener single singl multi layer end direct compute comput "
    "design introduce text natural natur accuracy accurac speed attention attent attend "
    "transform recognit recogn recognize supervise supervis self pretrain fast improve improv "
    "effect benchmark framework information inform human understand world embed token sample sampl "
    "domain general local global context structure structur point space spac level number step",
    0.08: "adversari adversarial translate translat video speech graph sequence sequenc sequent "
    "question quest answer depth pose face point cloud resolution resolut style styl map encode "
    "encod decode decod latent pixel weight residu residual unify unifi joint match estimate "
    "estim robust light low optim optimiz train fine transfer label word sentence sentenc "
    "document dialog recommend user item click rate rank search retriev policy reinforc agent "
    "action tempor temporal spatial spati dynamic convolut scene scen medical medic",
}


@cache
def _common_rates() -> dict[str, float]:
    return {stem(word): rate for rate, words in reversed(_COMMON.items()) for word in words.split()}


def prior_rate(key: str) -> float:
    """Return the share of all abstracts that hold a stem, from what is known about the field."""
    return _common_rates().get(key, 0.01)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a word without its ending: ``detection``, ``detector`` and ``detects`` are one."""
    word = word.lower()
    if word.startswith("transformer"):
        return "transformer"  # the architecture, not the transformation of something
    if word.startswith("transfer"):
        return "transfer"
    for size in range(min(len(word) - 4, _LONGEST), 0, -1):
        if word[-size:] in _ENDINGS:
            return word[:-size]
    return word


def is_name(token: str) -> bool:
    """Return True if a word is written like a name: ``YOLOv4``, ``GAN``, ``C3D``, ``R-CNN``."""
    return _NAME.search(token) is not None


def fold_name(name: str) -> str:
    """Fold a name for comparison: drop case, spaces and hyphens."""
    return name.casefold() if name.isalnum() else _BETWEEN.sub("", name).casefold()


@lru_cache(maxsize=100_000)
def _keys(token: str) -> tuple[str, ...]:
    if token.islower() and token.isalpha():  # as most are
        keys = [] if token in _STOP else [stem(token)]
        return tuple(key for key in keys if len(key) > 1)
    token = _PRE.sub("pre", token)  # “pre-training” is “pretraining”
    parts = [part for part in _PART.split(token.rstrip("+")) if part]
    keys = [stem(part) for part in parts if part.lower() not in _STOP]
    if len(parts) > 1 or is_name(token):
        folded = fold_name(token)
        keys.append(folded)
        if folded.endswith("s"):
            keys.append(folded[:-1])
    return tuple(key for key in keys if len(key) > 1)


def tokens(text: str) -> list[str]:
    """Return the words of a text in the Latin script, as they are written."""
    return TOKEN.findall(text)


def keys_of(text: str, words: Iterable[str] | None = None) -> set[str]:
    """Return the stems, names and pairs of Chinese characters of a text.

    :param words: its words in the Latin script, where they are known.
    """
    found: set[str] = set().union(*map(_keys, set(tokens(text) if words is None else words)))
    if not text.isascii():
        for run in _HAN_RUN.findall(text):
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return found
