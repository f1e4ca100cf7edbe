"""The language that a text is evidently in: by its script, and by English words in it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.core import get_global

from sphinx_modelzoo.curation.words.english import english_words, function_words
from sphinx_modelzoo.east_asian import count_forms, count_han, count_kana, has_han, has_kana

if TYPE_CHECKING:
    from collections.abc import Container

# What is quoted may be in any language: code, formulas, addresses, titles, words under discussion.
_QUOTED = re.compile(
    r"`[^`]*`|\$[^$]*\$|(?<!\S)\S*://\S*|\]\([^)\s]*\)|“[^”]*”|‘[^’]*’|\"[^\"]*\"|「[^」]*」|『[^』]*』|《[^》]*》"
)
# A word of letters alone: what has digits, inner capitals, dots or hyphens is likely a name.
_WORD = re.compile(r"(?<![\w.\-/@#+])[A-Za-z]?[a-z'’]+(?![\w/@#+]|[.\-]\w)|\bI\b")
_LETTERS = {
    "Hang": re.compile("[\u1100-\u11ff\uac00-\ud7af]"),
    "Cyrl": re.compile("[\u0400-\u052f]"),
    "Arab": re.compile("[\u0600-\u06ff\u0750-\u077f]"),
    "Deva": re.compile("[\u0900-\u097f]"),
    "Thai": re.compile("[\u0e00-\u0e7f]"),
    "Hebr": re.compile("[\u0590-\u05ff]"),
}
_NAMES = {
    "Hang": "Korean",
    "Cyrl": "in Cyrillic letters",
    "Arab": "in Arabic letters",
    "Deva": "in Devanagari letters",
    "Thai": "Thai",
    "Hebr": "in Hebrew letters",
}
# English words that are also names, or are written so in Chinese, too.
_AT_HOME = frozenset(
    ("Demo", "Hub", "Keras", "Notebook", "Paddle", "Python", "Swift", "Torch", "Transformer")
)
_ANY_LETTER = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=64)
def script_of(language: str) -> str:
    """Return the script that a normalized language is usually written in, as ISO 15924 names it."""
    if language == "zh-hant":
        return "Hant"
    tag = str(get_global("likely_subtags").get(language.partition("-")[0], ""))
    return next((part for part in tag.split("_") if len(part) == 4), "")


def actual_language(text: str, language: str, names: Container[str]) -> str:
    """Return what a text is in where that is evidently not its language, else an empty string.

    Names and terms in Latin letters are at home in every language.

    :param text: the words, in Markdown.
    :param language: the normalized language that the text is given as.
    :param names: the words of names, in lower case, which are of no language.
    """
    script = script_of(language)
    if script == "Latn" and text.isascii():
        return ""
    text = _QUOTED.sub(" ", text)
    if script in ("Hans", "Hant"):
        return _not_chinese(text, script, names)
    if script == "Latn":
        return _not_latin(text)
    if script == "Jpan":
        return _not_japanese(text, names)
    if script in _LETTERS:
        return _not_letters(text, script, names)
    return ""


def _not_chinese(text: str, script: str, names: Container[str]) -> str:
    han = count_han(text)
    kana = count_kana(text)
    if kana * 10 >= han and kana:
        return "Japanese"
    other = _foreign_letters(text)
    if other and sum(other.values()) > han:
        return _NAMES[max(other, key=lambda name: other[name])]
    if not han:
        return "English" if _is_english(text, names) else ""
    words = _lower_words(text)
    if han < 4 and len(words) >= 5 and han * 3 < len(words):
        return "English"
    forms = count_forms(text)
    wrong, right = forms.traditional, forms.simplified
    if script == "Hant":
        wrong, right = right, wrong
    if forms.japanese > max(wrong, right):
        return "Japanese"
    if wrong > right:
        return "traditional Chinese" if script == "Hans" else "simplified Chinese"
    return ""


def _not_latin(text: str) -> str:
    """Return what a text is in that should be in Latin letters, whichever language it is."""
    words = len(_lower_words(text))
    han, kana = count_han(text), count_kana(text)
    if han + kana > 2 * words:
        return "Japanese" if kana * 10 >= han else "Chinese"
    other = _foreign_letters(text)
    if other:
        name = max(other, key=lambda one: other[one])
        if other[name] > 4 * words:
            return _NAMES[name]
    return ""


def _not_japanese(text: str, names: Container[str]) -> str:
    if count_kana(text):
        return ""
    han = count_han(text)
    if not han:
        return "English" if _is_english(text, names) else ""
    forms = count_forms(text)
    return "Chinese" if han >= 6 and forms.simplified > forms.japanese + 1 else ""


def _not_letters(text: str, script: str, names: Container[str]) -> str:
    """Return what a text is in that should be in the letters of a script."""
    if _LETTERS[script].search(text):
        return ""
    if count_han(text) and script != "Kore":
        return "Japanese" if count_kana(text) else "Chinese"
    return "English" if _is_english(text, names) else ""


def _foreign_letters(text: str) -> dict[str, int]:
    if text.isascii():
        return {}
    counts = {name: len(pattern.findall(text)) for name, pattern in _LETTERS.items()}
    return {name: count for name, count in counts.items() if count}


def _lower_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word.islower() and len(word) > 1]


def _is_english(text: str, names: Container[str]) -> bool:
    """Return True for a text of Latin letters that has words, not only names.

    One in lower case is enough. Where all begin with a capital, as in ``Vision Transformer``, a
    word like *the* tells a sentence from a name; one word alone is judged as it is.
    """
    found = _WORD.findall(text)
    words = [word for word in found if word not in _AT_HOME]
    words = [word for word in words if word.islower() or word.casefold() not in names]
    english = [word for word in words if _is_word(word.casefold())]
    lower = [word for word in words if word.islower() and len(word) > 2]
    if any(word.islower() for word in english) or len(lower) > 1:
        return True
    if len(_ANY_LETTER.findall(text)) == sum(map(len, english)) and len(english) == 1:
        return True
    return any(word.casefold() in function_words() for word in english) and len(words) > 1


def _is_word(word: str) -> bool:
    return word in english_words() or (word.endswith("s") and word[:-1] in english_words())


def is_name(text: str, *, prose: bool = False) -> bool:
    """Return True for a text that reads the same in every language: a name, a code, a figure.

    :param prose: whether it is more than a label, so that any word in lower case tells.
    """
    if has_han(text) or has_kana(text):
        return False
    text = _QUOTED.sub(" ", text)
    return not _is_english(text, ()) and not (prose and _lower_words(text))
