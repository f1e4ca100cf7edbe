"""Hypothesis strategies for catalog data, in the shape in which YAML holds it."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from sphinx_modelzoo.guards import MAX_NAME, forbidden_character
from sphinx_modelzoo.schema.types import ID, ID_MAX_LENGTH
from sphinx_modelzoo.schema.value_parsing import BOOLEAN_WORDS

# Words that a YAML writer has to be careful with, and ordinary ones.
_TRICKY = [
    "no", "y", "true", "null", "~", "1e3", "1_000", "12:30:45", "2021-12-31", "0x1F", ".5", "-",
    "- a", "? b", "a: b", "a #b", "# c", "key:", "{a}", "[b]", "*c", "&d", "!e", "%f", "@g", "`h`",
    "'i'", '"j"', "k\\l", "m, n", "> 0.8", "=", "<<", "2004.10930", "模型", "中文 与 English 混排",
    "值：93.6%，见表 3", "a\nb", "a\n\nb\n  c", "x" * 120, "word " * 40 + "end", "双  空格", "é",
    "δ1", "tab\there", "emoji 😀", "nbsp\xa0here", "416x416", "R-50-FPN 1x", "5-way-1-shot",
]  # fmt: skip
_BOOLEANS = " ".join(BOOLEAN_WORDS.values()).split()
_CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\x85\u2028"
)


def _clean(text: str) -> str:
    return text.strip()


words = (
    st.one_of(st.sampled_from(_TRICKY), st.text(_CHARACTERS, max_size=40))
    .map(_clean)
    .filter(lambda word: word != "" and not forbidden_character(word))
)


def _is_version(word: str) -> bool:
    return len(word) <= MAX_NAME and not any(quote in word for quote in "\"'“”‘’")


ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
texts = st.one_of(
    words,
    st.dictionaries(st.sampled_from(["en", "zh", "fr"]), words, min_size=1),
)
# A word such as “no” would be a boolean in quotes, which is refused.
reasons = texts.filter(lambda text: isinstance(text, dict) or text.casefold() not in _BOOLEANS)
# An alias in the form of an id has an id's length.
aliases = words.filter(lambda word: len(word) <= ID_MAX_LENGTH or not ID.match(word))
urls = st.from_regex(r"https://[a-z]{1,9}\.org/[A-Za-z0-9_.~/?=&%+-]{0,30}", fullmatch=True)
numbers = st.one_of(st.integers(-(10**6), 10**12), st.floats(allow_nan=False, allow_infinity=False))
counts = st.one_of(
    st.integers(0, 10**15), st.sampled_from([25_600_000, 4_100_000_000, 7_000_000_000, 999])
)


def _record(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(required, optional=optional)


metrics = st.dictionaries(
    words,
    st.one_of(
        numbers,
        _record(
            {"value": numbers},
            {"unit": words, "comparator": st.sampled_from(["=", ">", ">=", "<", "<=", "~"])},
        ),
    ),
    max_size=3,
)
results = _record(
    {},
    {
        "task": words,
        "dataset": st.one_of(words, _record({"name": words}, {"config": words, "split": words})),
        "metrics": metrics,
        "conditions": st.dictionaries(words, st.one_of(texts, numbers), max_size=3),
        "source": _record(
            {}, {"kind": st.sampled_from(["paper", "code"]), "url": urls, "locator": words}
        ),
        "raw": texts,
        "review": words,
    },
)
addresses = st.one_of(urls, st.dictionaries(st.sampled_from(["en", "zh"]), urls, min_size=1))
bases = st.one_of(
    ids,
    urls,
    _record(
        {"model": st.one_of(ids, addresses)},
        {"relation": st.sampled_from(["finetune", "adapter", "quantized", "distilled", "merge"])},
    ),
)
weights = _record(
    {"url": addresses},
    {
        "size": counts,
        "md5": st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
        "sha256": st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
        "format": words,
    },
)
variants = _record(
    {"id": ids},
    {
        "name": words,
        "params": counts,
        "flops": counts,
        "weights": st.lists(weights, max_size=2),
        "config": addresses,
        "log": urls,
        "results": st.lists(results, max_size=2),
        "summary": texts,
        "tasks": st.lists(ids, max_size=1),
        "license": st.sampled_from(["Apache-2.0", "MIT"]),
        "base_model": st.lists(bases, max_size=2),
        "deprecated": st.one_of(st.booleans(), reasons),
    },
)
papers = _record(
    {},
    {
        "title": words,
        "url": urls,
        "arxiv": st.from_regex(r"[0-9]{4}\.[0-9]{5}", fullmatch=True),
        "doi": st.just("10.1109/CVPR.2016.90"),
        "authors": st.lists(words, max_size=3),
        "year": st.integers(1950, 2030),
        "venue": words,
    },
)
entries = _record(
    {"id": ids, "name": words},
    {
        "summary": texts,
        "abstract": texts,
        "description": texts,
        "tasks": st.lists(ids, max_size=2),
        "tags": st.lists(ids, max_size=2),
        "collection": words,
        "publisher": words,
        "license": st.sampled_from(["Apache-2.0", "MIT"]),
        "languages": st.lists(st.sampled_from(["en", "zh"]), max_size=2),
        "params": counts,
        "flops": counts,
        "paper": papers,
        "code": st.lists(
            _record(
                {"url": urls},
                {
                    "kind": st.sampled_from(["quick-start", "official", "other"]),
                    "framework": words,
                    "label": texts,
                },
            ),
            max_size=2,
        ),
        "links": st.lists(_record({"url": urls}, {"label": texts}), max_size=2),
        "demo": st.one_of(addresses, _record({"url": addresses}, {"label": texts})),
        "snippets": st.lists(
            _record({"code": words}, {"language": words, "label": texts}), max_size=1
        ),
        "images": st.lists(
            _record({"src": addresses, "alt": texts}, {"caption": texts, "dark": urls}), max_size=1
        ),
        "thumbnail": _record({"src": urls}, {"alt": texts, "dark": addresses}),
        "weights": st.lists(weights, max_size=2),
        "config": urls,
        "log": addresses,
        "base_model": st.one_of(bases, st.lists(bases, max_size=2)),
        "results": st.lists(results, max_size=3),
        "variants": st.lists(variants, max_size=2, unique_by=lambda item: item["id"]),
        "aliases": st.lists(aliases, max_size=2),
        "related": st.lists(ids, max_size=2),
        "added": st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)),
        "since": words.filter(_is_version),
        "until": st.sampled_from(["3.0", "3.10rc1", "release/2.6"]),
        "updated": st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)),
        "deprecated": st.one_of(st.booleans(), reasons),
        "superseded_by": ids,
        "silence": st.lists(st.just("modelzoo.id.malformed"), max_size=1),
    },
)
