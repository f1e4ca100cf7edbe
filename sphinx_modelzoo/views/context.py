"""The state that the cells of one table share: language, labels, names already looked up."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from sphinx_modelzoo.query.names import Names
from sphinx_modelzoo.schema.languages import in_language, normalize_language
from sphinx_modelzoo.views import values
from sphinx_modelzoo.views.content import PageLink, Words
from sphinx_modelzoo.views.labels import labels
from sphinx_modelzoo.views.leaderboard_page import leaderboard_link
from sphinx_modelzoo.views.parts import plain_text
from sphinx_modelzoo.views.releases import is_old, mark_of
from sphinx_modelzoo.views.subject_names import subject_names

if TYPE_CHECKING:
    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.schema.languages import LocalizedText
    from sphinx_modelzoo.schema.model import Dataset, Described, Metric, Model, Result, Variant
    from sphinx_modelzoo.views.content import Mark
    from sphinx_modelzoo.views.number_columns import ColumnHead

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")
_Labeller: TypeAlias = "Callable[[str], str]"


def remembered(function: Callable[[_Key], _Value]) -> Callable[[_Key], _Value]:
    """Wrap a function so that it is called once per argument."""
    known: dict[_Key, _Value] = {}

    def ask(key: _Key) -> _Value:
        try:
            return known[key]
        except KeyError:
            found = known[key] = function(key)
            return found

    return ask


class TableContext:
    """The state that all cells of a table share, made once per table.

    Ten thousand rows ask for the same few hundred labels: none of them is translated twice.
    """

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.catalog = catalog
        # What the heads of columns say for all cells; without them each cell says it all.
        self.heads: dict[str, ColumnHead] = {}
        self.labels = labels(language, catalog.registry)
        self.language = self.labels.language if _is_language(language) else language
        self.names = Names(catalog)
        vocabularies = catalog.vocabularies
        # A label is looked up through ``say``: the columns ask with the English words.
        self.say = remembered(self.labels.gettext)
        self.task: _Labeller = remembered(
            lambda name: values.task_label(vocabularies, name, self.language)
        )
        self.dataset: _Labeller = remembered(
            lambda name: values.dataset_label(vocabularies, name, self.language)
        )
        self.metric: _Labeller = remembered(
            lambda name: values.metric_label(vocabularies, name, self.language)
        )
        self._condition: _Labeller = remembered(
            lambda key: values.condition_label(key, self.labels, catalog.fields)
        )
        self.human_language: _Labeller = remembered(
            lambda tag: values.language_label(tag, self.labels)
        )
        # Words that many cells show are made once and shared.
        self.dataset_words: Callable[[Dataset], Words] = remembered(
            lambda dataset: self.name(
                values.dataset_text(vocabularies, dataset, self.labels), strong=True
            )
        )
        self.dataset_link: Callable[[Dataset], PageLink] = remembered(
            lambda dataset: leaderboard_link(
                self.dataset_words(dataset), vocabularies, dataset.name
            )
        )
        self.code_words: Callable[[str], Words] = remembered(
            lambda kind: Words(values.code_kind_label(kind, self.labels))
        )
        self.separator = self.labels.separator
        self._noted = self.labels.gettext("{text} ({note})")
        self._pair = self.labels.gettext("{label}: {value}")
        self.colon = self.pair("", "")

    def noted(self, text: str, note: str) -> str:
        """Add a remark in brackets to a text."""
        return self._noted.format(text=text, note=note)

    def pair(self, label: str, value: str) -> str:
        """Join a label and its value."""
        return self._pair.format(label=label, value=value)

    def conditions(self, result: Result) -> list[str]:
        """Return the conditions of a result, each with its label: ``input size: 640``."""
        return [
            self.pair(
                self._condition(key),
                values.condition_value(key, value, self.labels, self.catalog.fields),
            )
            for key, value in result.conditions.items()
        ]

    def figure(self, name: str, metric: Metric) -> str:
        """Format a figure with its unit: ``41.2%``."""
        return values.format_metric(metric, self.names.term("metrics", name), name)

    def figure_parts(self, name: str, metric: Metric) -> tuple[str, str]:
        """Return a figure and its unit with the gap before: ``41.2`` and ``%``."""
        return values.metric_parts(metric, self.names.term("metrics", name), name)

    def bare_figure(self, metric: Metric, value: float) -> str:
        """Format a figure whose unit is in the head of its column: ``41.2``, ``> 0.8``."""
        return f"{values.COMPARATORS[metric.comparator]}{values.format_number(value)}"

    def named_figure(self, name: str, metric: Metric) -> str:
        """Format a figure after its metric's name: ``Top-1 76.1%``, but ``62 fps``."""
        return values.named_figure(name, metric, self.names.term("metrics", name), self.metric)

    def subject_name(self, model: Model, variant: Variant | None) -> str:
        """Return the name of a model or variant among those of the whole catalog."""
        return subject_names(self.catalog).name(model, variant)

    def localized(self, text: LocalizedText, model: str) -> tuple[str, str | None]:
        """Return a model's text for the reader, and its language if that is another one."""
        return values.localized(text, self.language, self.catalog.text_language(model))

    def address(self, url: str | LocalizedText) -> str:
        """Return an address of the catalog for the reader."""
        return in_language(url, self.language)

    def name(self, text: str, *, strong: bool = False) -> Words:
        """Return a name, not to be translated, marked with the language it evidently is in."""
        language = None if text.isascii() else values.guess_language(text, self.language)
        return Words(text, language, translate=False, strong=strong)

    def mark(self, entry: Described) -> Mark:
        """Return the mark of a model or variant: a word for its state."""
        return mark_of(entry, self.catalog.registry, self.say)

    def is_old(self, entry: Described) -> bool:
        """Return True if a model or variant should not be used any more."""
        return is_old(entry, self.catalog.registry)

    def label_words(self, text: LocalizedText, model: str) -> Words:
        """Return a model's text as plain words, for links and the like."""
        found, language = self.localized(text, model)
        return Words(plain_text(found), language)

    def more(self, count: int) -> Words:
        """Return the words for what a cell leaves out."""
        text = self.labels.ngettext("… and {count} more", "… and {count} more", count)
        return Words(text.format(count=count))


def _is_language(tag: str) -> bool:
    try:
        normalize_language(tag)
    except ValueError:
        return False
    return True
