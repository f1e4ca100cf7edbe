"""Formatting single values: counts, sizes, figures, links, texts in the reader's language.

Nothing here shows more digits than the catalog gave, and nothing is grouped by thousands: a
figure can be copied into a program.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from sphinx_modelzoo.east_asian import count_han, join_chinese_lines
from sphinx_modelzoo.query.scales import figure_unit
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.licenses import license_url as license_url
from sphinx_modelzoo.schema.own_fields import NO_FIELDS
from sphinx_modelzoo.schema.quantities import COUNTS, OPERATIONS, SIZES, rounded
from sphinx_modelzoo.schema.vocabulary import fold
from sphinx_modelzoo.views.content import Prose, Words
from sphinx_modelzoo.views.labels import Borrowed
from sphinx_modelzoo.views.vocabulary_labels import code_kind_label as code_kind_label
from sphinx_modelzoo.views.vocabulary_labels import condition_label as condition_label
from sphinx_modelzoo.views.vocabulary_labels import framework_label as framework_label
from sphinx_modelzoo.views.vocabulary_labels import language_label as language_label
from sphinx_modelzoo.views.vocabulary_labels import source_kind_label as source_kind_label
from sphinx_modelzoo.views.vocabulary_labels import split_label as split_label

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sphinx_modelzoo.schema.model import Dataset, Metric, Paper
    from sphinx_modelzoo.schema.own_fields import OwnFields
    from sphinx_modelzoo.schema.vocabulary import Term, Vocabularies
    from sphinx_modelzoo.views.labels import Labels


def format_count(value: int) -> str:
    """Format a number of parameters: ``25.6M``, ``1.3B``; four digits at most."""
    return "".join(rounded(value, COUNTS))


def format_flops(value: int) -> str:
    """Format a number of operations: ``4.1G``, ``1.2T``; four digits at most."""
    return "".join(rounded(value, OPERATIONS))


def format_size(size: int) -> str:
    """Format the size of a file in decimal units: ``97.8 MB``; four digits at most."""
    return " ".join(rounded(size, SIZES))


def format_number(value: int | float) -> str:
    """Format a number with exactly the digits it has: ``41.2``, ``0.00001``, ``1e-12``."""
    text = repr(value)
    if "e" in text and abs(Decimal(text).adjusted()) <= 9:
        return f"{Decimal(text):f}"
    return text


def condition_value(key: str, value: object, label: Labels, fields: OwnFields = NO_FIELDS) -> str:
    """Return the value of a condition for a reader.

    :param fields: the catalog's own fields, one of which may have labels for its values.
    """
    if isinstance(value, LocalizedText):
        return value.best(label.language)[0]
    own = fields.called(key)
    named = own.value_label(value, label.language) if own else None
    return named or (format_number(value) if isinstance(value, int | float) else str(value))


def format_date(date: datetime.date) -> str:
    """Format a date as ``2021-12-31``, which reads alike in every language."""
    return date.isoformat()


# In ASCII: Sphinx's default PDF engine stops at a ≥ or ≈.
COMPARATORS = {"=": "", ">": "> ", ">=": ">= ", "<": "< ", "<=": "<= ", "~": "~ "}
_TIGHT_UNITS = frozenset("%‰°")


def metric_parts(metric: Metric, term: Term | None = None, name: str = "") -> tuple[str, str]:
    """Return a figure as it was stated, and its unit with the gap before: ``28.88`` and `` dB``.

    :param term: the metric in the vocabulary, for the unit.
    :param name: the metric as the catalog writes it, whose name may hold the unit.
    """
    unit = figure_unit(name, metric, term)
    gap = "" if not unit or unit in _TIGHT_UNITS else " "
    return f"{COMPARATORS[metric.comparator]}{format_number(metric.value)}", f"{gap}{unit}"


def format_metric(metric: Metric, term: Term | None = None, name: str = "") -> str:
    """Format a figure as it was stated, with its unit: ``41.2%``, ``> 0.8``, ``28.88 dB``.

    The parameters are those of :func:`metric_parts`.
    """
    return "".join(metric_parts(metric, term, name))


def named_figure(name: str, metric: Metric, term: Term | None, label: Callable[[str], str]) -> str:
    """Format a figure after the name of its metric, unless the unit says it: ``62 fps``.

    :param label: returns the name of a metric for the reader.
    """
    text = format_metric(metric, term, name)
    unit = figure_unit(name, metric, term)
    names = (name, *term.names) if term is not None else (name,)
    if unit and fold(unit) in map(fold, names):
        return text
    return f"{label(name)} {text}"


def paper_title(paper: Paper, label: Labels) -> Words:
    """Return the words for a paper: its title, else its number, else just “Paper”."""
    if paper.title:
        return Words(
            paper.title, guess_language(paper.title, label.language, english=True), translate=False
        )
    if paper.arxiv:
        return Words(f"arXiv:{paper.arxiv}", translate=False)
    if paper.doi:
        return Words(f"doi:{paper.doi}", translate=False)
    return Words(label.gettext("Paper"))


_KANA = re.compile(r"[\u3040-\u30ff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_HAN_READERS = ("zh", "zh-hant", "ja")


def guess_language(text: str, language: str, *, english: bool = False) -> str | None:
    """Guess the language of words that name none, where it evidently is not the reader's.

    :param english: whether plain ASCII words may be taken for English in a Chinese, Japanese or
        Korean page, as the title of a paper can.
    :returns: ``zh``, ``en`` or ``None``.
    """
    if text.isascii():
        foreign = english and language in (*_HAN_READERS, "ko")
        return "en" if foreign and len(_LATIN_WORD.findall(text)) > 1 else None
    if language in _HAN_READERS or _KANA.search(text):
        return None
    han = count_han(text)
    return "zh" if han > len(_LATIN_WORD.findall(text)) else None


_FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)


def unfold_lines(text: str) -> str:
    """Remove the gaps that YAML leaves between Chinese lines of a text; code in it stays."""
    if text.isascii():
        return text
    if "```" not in text and "~~~" not in text:
        return join_chinese_lines(text)
    pieces: list[str] = []
    end = 0
    for fence in _FENCE.finditer(text):
        pieces += [join_chinese_lines(text[end : fence.start()]), fence.group()]
        end = fence.end()
    return "".join([*pieces, join_chinese_lines(text[end:])])


def localized(
    text: LocalizedText, language: str, catalog_language: str | None = None
) -> tuple[str, str | None]:
    """Return a text of the catalog for a reader.

    :param language: the reader's.
    :param catalog_language: the language of texts that name none.
    :returns: the words, and their language where it is another one than the reader's.
    """
    if len(text.entries) == 1 and text.entries[0][0] is None:
        words = text.entries[0][1]
        if catalog_language is None:
            found = guess_language(words, language)
        else:
            found = catalog_language if catalog_language != language else None
    else:
        words, found = text.best(language)
    return unfold_lines(words), found


def prose(text: LocalizedText, language: str, catalog_language: str | None = None) -> Prose:
    """Return a text of the catalog as CommonMark for a reader."""
    return Prose(*localized(text, language, catalog_language))


def words(text: LocalizedText, language: str, catalog_language: str | None = None) -> Words:
    """Return a text of the catalog as plain words for a reader."""
    return Words(*localized(text, language, catalog_language))


def task_label(vocabularies: Vocabularies, name: str, language: str) -> str:
    """Return the name of a task for a reader, or as written where the vocabulary lacks it."""
    term = vocabularies.tasks.find(name)
    if term is None:
        return name
    # Datasets and metrics have names, which are no language's; tasks are words.
    text, other = term.labels.best(language)
    return Borrowed.of(text, other) if other else text


def dataset_label(vocabularies: Vocabularies, name: str, language: str) -> str:
    """Return the name of a dataset for a reader, or as written where the vocabulary lacks it."""
    term = vocabularies.datasets.find(name)
    return term.label(language) if term is not None else name


def metric_label(vocabularies: Vocabularies, name: str, language: str) -> str:
    """Return the name of a metric for a reader, or as written where the vocabulary lacks it."""
    term = vocabularies.metrics.find(name)
    return term.label(language) if term is not None else name


def dataset_text(vocabularies: Vocabularies, dataset: Dataset, label: Labels) -> str:
    """Format a dataset with its subset and split: ``COCO (dev)``, ``SQuAD (en, validation)``."""
    name = dataset_label(vocabularies, dataset.name, label.language)
    notes = [dataset.config] if dataset.config else []
    notes += [split_label(dataset.split, label)] if dataset.split else []
    return label.noted(name, label.join(notes)) if notes else name
