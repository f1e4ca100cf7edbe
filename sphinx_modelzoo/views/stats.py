"""Statistics: the number of models of each kind, as a table with bars."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.texts import entry_texts
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.query.natural import natural_key
from sphinx_modelzoo.views.choice import Captioned, Choice, check_choice
from sphinx_modelzoo.views.content import Cell, Column, Grid, Group, Paragraph, Row, Words
from sphinx_modelzoo.views.context import TableContext
from sphinx_modelzoo.views.display import Bar
from sphinx_modelzoo.views.grouping import Grouping
from sphinx_modelzoo.views.labels import N_, label_text
from sphinx_modelzoo.views.leaderboard import joined
from sphinx_modelzoo.views.leaderboard_page import leaderboard_datasets, leaderboard_link
from sphinx_modelzoo.views.option_parsing import (
    about,
    about_names,
    bad_value,
    limit_of,
)
from sphinx_modelzoo.views.options import GROUPINGS_HELP, group_of
from sphinx_modelzoo.views.text_notes import written_language
from sphinx_modelzoo.views.view import STATS, view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.registry import Registry
    from sphinx_modelzoo.schema.model import Model
    from sphinx_modelzoo.views.content import Blocks, Inline

ROLE = "stats"
_SORTS = ("count", "name")
_HEADS = {
    "task": N_("Task"),
    "collection": N_("Collection"),
    "dataset": N_("Dataset"),
    "publisher": N_("Publisher"),
    "license": N_("License"),
    "year": N_("Year"),
    "tag": N_("Tag"),
    "framework": N_("Framework"),
}


_CAPTIONS = {
    "task": N_("Number of models by task"),
    "collection": N_("Number of models by collection"),
    "dataset": N_("Number of models by dataset"),
    "publisher": N_("Number of models by publisher"),
    "license": N_("Number of models by license"),
    "year": N_("Number of models by year"),
    "tag": N_("Number of models by tag"),
    "framework": N_("Number of models by framework"),
}


TRANSLATION = "translation"
"""What is counted by language: texts, not models."""


def _by(text: str, registry: Registry) -> str:
    return TRANSLATION if text.casefold() == TRANSLATION else group_of(text, registry)


_BY_HELP = f"{GROUPINGS_HELP[:-1]}; or {TRANSLATION}, for the texts in each language."


def _sort(text: str) -> str:
    if text.casefold() in _SORTS:
        return text.casefold()
    raise bad_value(Message("unknown order “{text}”", text=text), "expected count or name", 0)


@dataclass(frozen=True)
class StatsOptions(Captioned, Choice):
    """The options of statistics: what is counted."""

    by: str = field(default="task", metadata=about_names(_by, _BY_HELP, order=-1))
    sort: str = field(
        default="",
        metadata=about(_sort, "count or name; years by name, all else by count.", order=-1),
    )
    limit: int | None = field(
        default=None,
        metadata=about(limit_of, "Maximum number of rows; the rest are merged into one."),
    )


@dataclass
class _Count:
    """A kind of model: its title, its name in the catalog, and the places of its models."""

    title: str
    name: str
    members: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        return len(self.members)


@view(STATS, StatsOptions, check_choice, essential=("by",))
def build_stats(catalog: Catalog, options: StatsOptions, language: str) -> Blocks:
    """Build the counts as a grid of the role ``stats``, then how many models they are of."""
    context = TableContext(catalog, language)
    subjects = options.subjects(catalog, context.names)
    if options.by == TRANSLATION:
        return _translations([subject.model for subject in subjects], options, context)
    grouping = catalog.registry[Grouping][options.by]
    counts: dict[str, _Count] = {}
    without = several = 0
    for place, subject in enumerate(subjects):
        names = {context.names.key(grouping.kind, name): name for name in grouping.names(subject)}
        without += not names
        several += len(names) > 1
        for key, name in names.items():
            known = counts.setdefault(key, _Count(grouping.title(name, context), name))
            known.members.add(place)
    found = _ordered(list(counts.values()), options)
    rest = found[options.limit :] if options.limit else []
    found = found[: options.limit] if options.limit else found
    rows = [(_label(one, options, context), one.count) for one in found]
    if rest:
        label = context.labels.ngettext("{count} other", "{count} others", len(rest))
        words = Words(label.format(count=len(rest)))
        # A model with three of the other tasks is one model.
        rows.append(((words,), len(set().union(*(one.members for one in rest)))))
    if without:
        rows.append(((Words(context.say(N_("Not stated"))),), without))
    return (_grid(rows, len(subjects), options, context), _note(len(subjects), several, context))


def _ordered(found: list[_Count], options: StatsOptions) -> list[_Count]:
    by_name = options.sort == "name" or (not options.sort and options.by == "year")
    found.sort(key=lambda one: natural_key(one.title))
    if not by_name:
        found.sort(key=lambda one: -one.count)
    return found


def _label(one: _Count, options: StatsOptions, context: TableContext) -> tuple[Inline, ...]:
    words = context.name(one.title)
    if options.by == "dataset":
        link = leaderboard_link(words, context.catalog.vocabularies, one.name)
        if link.page.id in leaderboard_datasets(context.catalog):
            return (link,)
    return (words,)


def _grid(
    rows: list[tuple[tuple[Inline, ...], int]],
    total: int,
    options: StatsOptions,
    context: TableContext,
) -> Grid:
    most = max((count for _, count in rows), default=1)
    say = context.say
    label = context.catalog.registry[Grouping][options.by].label
    named = label_text(label, context.labels) if label else ""
    if named:
        caption = say(N_("Number of models by “{name}”")).format(name=named)
    else:
        caption = say(_CAPTIONS[options.by])
    body = tuple(
        Row(
            (
                Cell((Paragraph(label),)),
                Cell((Paragraph((Words(str(count), translate=False),)),), count),
                Cell((Paragraph((Bar(count / most, _percent(count, total)),)),), count),
            )
        )
        for label, count in rows
    )
    return Grid(
        (
            Column("group", named or say(_HEADS[options.by])),
            Column("count", say(N_("Count")), "number"),
            Column("share", say(N_("Share"))),
        ),
        (Group("", body),) if body else (),
        caption=options.caption or caption,
        role=ROLE,
        row_header="group",
    )


def _percent(count: int, total: int) -> str:
    share = 100 * count / total
    return f"{share:.0f}%" if share >= 9.95 else f"{share:.1f}%"


def _note(total: int, several: int, context: TableContext) -> Paragraph:
    labels = context.labels
    notes = [labels.ngettext("{count} model.", "{count} models.", total).format(count=total)]
    if several:
        text = labels.ngettext(
            "{count} appears in several rows.", "{count} appear in several rows.", several
        )
        notes.append(text.format(count=several))
    return Paragraph((Words(joined(notes, labels)),), "note")


# Texts that are often a name, or the words of a source: without a language they are for all.
_UNTRANSLATED = frozenset(("label", "raw", "extra"))


def _translations(models: Sequence[Model], options: StatsOptions, context: TableContext) -> Blocks:
    """Build the counts of the models' texts in each language, and of those out of date."""
    catalog = context.catalog
    there: Counter[str] = Counter(dict.fromkeys(catalog.text_languages, 0))
    stale: Counter[str] = Counter()
    total = 0
    for model in models:
        old = frozenset(catalog.stale(model.id))
        for place in entry_texts(model, catalog.text_language(model.id)):
            if place.plain and place.kind in _UNTRANSLATED:
                continue
            total += 1
            there.update(one.language for one in place.versions)
            stale.update(one.language for one in place.versions if one.path in old)
    found = [_Count(written_language(tag, context.language), tag) for tag in there]
    found.sort(key=lambda one: natural_key(one.title))
    if options.sort != "name":
        found.sort(key=lambda one: -there[one.name])
    say = context.say
    rows = []
    for one in found[: options.limit]:
        count = there[one.name]
        numbers = (count, total - count, stale[one.name])
        cells = [
            Cell((Paragraph((Words(str(number), translate=False),)),), number) for number in numbers
        ]
        bar = Bar(count / total, _percent(count, total)) if total else Bar(0, "")
        rows.append(
            Row(
                (
                    Cell((Paragraph((context.name(one.title),)),)),
                    *cells,
                    Cell((Paragraph((bar,)),), count),
                )
            )
        )
    heads = (N_("Available"), N_("Missing"), N_("Out of date"))
    grid = Grid(
        (
            Column("group", say(N_("Language"))),
            *(
                Column(key, say(head), "number")
                for key, head in zip(("count", "missing", "stale"), heads, strict=True)
            ),
            Column("share", say(N_("Share"))),
        ),
        (Group("", tuple(rows)),) if rows else (),
        caption=options.caption or say(N_("Texts by language")),
        role=ROLE,
        row_header="group",
    )
    note = context.labels.ngettext("{count} text.", "{count} texts.", total).format(count=total)
    return grid, Paragraph((Words(note),), "note")
