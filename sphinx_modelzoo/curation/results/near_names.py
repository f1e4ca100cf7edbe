"""Names of datasets that are misspelt, or that have an unknown year."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from sphinx_modelzoo.curation.results.tokens import TextToken
from sphinx_modelzoo.curation.words.english import english_words
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.results.phrases import Phrases
    from sphinx_modelzoo.curation.results.readings import NamedMeasures
    from sphinx_modelzoo.schema.vocabulary import Term

_LEAST = 5


def misspelt(word: str, phrases: Phrases) -> Term | None:
    """Return the dataset that a word must be a typo of, if there is just one.

    One letter may be wrong, missing or too many, or two in a long name; never the first or the
    last one, and never a digit: KMNIST, CelebV and CIFAR-100 are datasets of their own.
    """
    folded = fold(word)
    if word.isupper():  # so are abbreviations written, and the next one is another dataset: FEMNIST
        return None
    if len(folded) < _LEAST or not folded.isascii() or word.lower() in english_words():
        return None
    digits = re.sub(r"\D", "", folded)
    found: dict[str, Term] = {}
    for name, term in phrases.datasets.items():
        if (
            name[0] == folded[0]
            and name[-1] == folded[-1]
            and abs(len(name) - len(folded)) <= 1
            and re.sub(r"\D", "", name) == digits
            and _distance(name, folded) <= (2 if len(name) >= 9 else 1)
        ):
            found[term.id] = term
    return next(iter(found.values())) if len(found) == 1 else None


def _distance(one: str, other: str) -> int:
    """Return the number of letters that differ, counting a swap of neighbours once or twice."""
    cost = 0
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            cost += max(b - a, d - c)
    return cost


def _slip(token: TextToken) -> bool:
    """Return True if a known spelling of a dataset is wrong: other digits, or a typo."""
    if token.term is None:
        return False
    spelt, label = (re.sub(r"v(?=\d)", "", fold(name)) for name in (token.text, token.name))
    if set(re.findall(r"\d{4}", spelt)) - set(
        re.findall(r"\d{4}", " ".join((label, token.term.id)))
    ):
        return True
    return (
        spelt != label
        and len(spelt) >= _LEAST
        and spelt[0] == label[0]
        and (spelt[-1] == label[-1] and 0 < _distance(label, spelt) <= 2)
    )


def complete(
    tokens: Sequence[TextToken], phrases: Phrases, names: NamedMeasures
) -> list[TextToken]:
    """Recognise misspelt and unknown names of datasets among the tokens."""
    found: list[TextToken] = []
    taken = any(token.kind == "dataset" for token in tokens)
    for token in tokens:
        found.append(token)
        if token.kind == "dataset" and not token.guess and _slip(token):
            found[-1] = replace(
                token, guess=Message("“{text}” is read as {name}", text=token.text, name=token.name)
            )
        if token.kind != "word" or not token.text.isascii() or names.model(token.text):
            continue
        year = re.fullmatch(r"([A-Za-z]{2,}?)[-_]?((?:19|20)\d\d)", token.text)
        if year and phrases.vocabularies.datasets.find(year.group(1)):
            guess = Message("“{name}” is not a known dataset", name=token.text)
            found[-1] = replace(token, kind="dataset", name=token.text, guess=guess)
        elif not taken and (term := misspelt(token.text, phrases)):
            label = term.label("en")
            guess = Message("“{text}” is read as {label}", text=token.text, label=label)
            found[-1] = replace(token, kind="dataset", name=label, term=term, guess=guess)
    return _measured_on(_versions(found), phrases, names)


def _versions(tokens: list[TextToken]) -> list[TextToken]:
    """Join a dataset and its version: the number before a metric in ``OntoNotes 4.0 F1=82.5``."""
    found: list[TextToken] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        kinds = [t.kind for t in tokens[at + 1 : at + 4]]
        if token.kind == "dataset" and kinds in (
            ["number", "metric", "is"],
            ["number", "metric", "number"],
        ):
            version = tokens[at + 1]
            if re.fullmatch(r"[1-9]\.\d", version.text):
                name = f"{token.text} {version.text}"
                guess = Message("“{name}” is not a known dataset", name=name)
                found.append(
                    TextToken("dataset", name, token.start, version.end, name, guess=guess)
                )
                at += 2
                continue
        found.append(token)
        at += 1
    return found


def _measured_on(
    tokens: list[TextToken], phrases: Phrases, names: NamedMeasures
) -> list[TextToken]:
    """Recognise an unknown dataset after ``on``: ``0.81 on APTOS 2019``, unless it is a machine."""
    platforms = frozenset(phrases.words["platforms"])
    found: list[TextToken] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found.append(token)
        at += 1
        measured = len(found) > 1 and found[-2].kind in ("number", "metric")
        if not measured or token.kind != "on" or token.text.lower() != "on":
            continue
        end = at
        while end < len(tokens) and end < at + 3 and _named(tokens[end], first=end == at):
            end += 1
        parts = tokens[at:end]
        known = any(t.text.split("-")[0] in platforms or names.model(t.text) for t in parts)
        if (
            not parts
            or known
            or (end < len(tokens) and tokens[end].kind in ("cue", "metric", "is"))
        ):
            continue
        name = " ".join(part.text for part in parts)
        guess = Message("“{name}” is not a known dataset", name=name)
        found.append(TextToken("dataset", name, parts[0].start, parts[-1].end, name, guess=guess))
        at = end
    return found


def _named(token: TextToken, *, first: bool) -> bool:
    """Return True if a token may be part of a name: a capitalised word, or a year after it."""
    if token.kind == "number" and not first:
        return re.fullmatch(r"(?:19|20)\d\d", token.text) is not None
    return token.kind == "word" and re.match(r"[A-Z]", token.text) is not None
