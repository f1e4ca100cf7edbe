"""The rows of a ranking, for leaderboards and for the peers of a model."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from sphinx_modelzoo.query.scales import figure_unit
from sphinx_modelzoo.query.subjects import Subject
from sphinx_modelzoo.views import cells, values
from sphinx_modelzoo.views.cells import inlines
from sphinx_modelzoo.views.content import (
    Cell,
    Column,
    Grid,
    Group,
    PageLink,
    Row,
    Title,
    UrlLink,
    Words,
    model_page,
)
from sphinx_modelzoo.views.display import Bar
from sphinx_modelzoo.views.labels import N_
from sphinx_modelzoo.views.number_columns import PARAMS, ColumnHead, find_head
from sphinx_modelzoo.views.parts import url_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_modelzoo.schema.model import Dataset
    from sphinx_modelzoo.views.context import TableContext
    from sphinx_modelzoo.views.ranking import Ranked, Ranking

ROLE = "ranks"
MINUS = "\u2212"


def rank_grid(
    ranking: Ranking,
    shown: Sequence[Ranked],
    context: TableContext,
    caption: str,
    here: str = "",
) -> Grid:
    """Build the table of some rows of a ranking, as a grid of the role ``ranks``.

    :param shown: those of ``ranking.ranked`` to show: bars and gaps are measured by the first of
        all nevertheless.
    :param here: the model on whose page it is, without what only matters among all others.
    """
    rows = _Rows(ranking, shown, context)
    columns = {
        spec: [spec.cell(one) for one in shown]
        for spec in rows.specs()
        if not here or spec.key != "source"
    }
    filled = {
        spec: cells
        for spec, cells in columns.items()
        if spec.always or any(cell.blocks for cell in cells)
    }
    body = tuple(
        Row(
            tuple(cells[number] for cells in filled.values()),
            one.figure.model.id,
            one.figure.variant.id if one.figure.variant else "",
            old=context.is_old(rows.subject(one).entry),
            here=one.figure.model.id == here,
        )
        for number, one in enumerate(shown)
    )
    return Grid(
        tuple(_head(spec, context) for spec in filled),
        (Group("", body),) if body else (),
        caption=caption,
        role=ROLE,
        row_header="model",
    )


class _Spec(NamedTuple):
    key: str
    label: str
    kind: str
    cell: Callable[[Ranked], Cell]
    always: bool = False
    notes: tuple[str, ...] = ()


def _head(spec: _Spec, context: TableContext) -> Column:
    if not spec.notes:
        return Column(spec.key, spec.label, spec.kind)
    label = context.noted(spec.label, context.separator.join(spec.notes))
    return Column(spec.key, label, spec.kind, short=spec.label, notes=spec.notes)


class _Rows:
    """What the rows of one ranking share: the first place, the unit, the dataset's split."""

    def __init__(self, ranking: Ranking, shown: Sequence[Ranked], context: TableContext) -> None:
        self._ranking = ranking
        self._context = context
        self._first = ranking.ranked[0]
        self._metric = self._first.figure.name
        self._scale = context.names.scale(self._metric)
        units = {self._parts(one)[1] for one in (self._first, *shown)}
        # Said once in the head, where all figures are in one unit.
        self._unit = units.pop() if len(units) == 1 else None
        size = find_head(PARAMS, [self.subject(one) for one in shown], context).unit
        context.heads["params"] = ColumnHead(size, None)
        self._size = (size,) if size else ()
        splits = {_split(one.figure.result.dataset, context) for one in shown}
        self._split = splits.pop() if len(splits) == 1 else None

    def subject(self, one: Ranked) -> Subject:
        """Return the model or variant of a place."""
        return Subject(one.figure.model, one.figure.variant)

    def specs(self) -> list[_Spec]:
        """Return the columns."""
        context = self._context
        dataset = self._first.figure.result.dataset
        unit = (self._unit or "").strip()
        behind = self._scale.unit if self._unit is None else unit
        on = f"{context.dataset(dataset.name)} {self._split or ''}".strip() if dataset else ""
        return [
            _Spec("rank", context.say(N_("Rank")), "number", self._rank, True),
            _Spec("model", context.say(N_("Model")), "text", self._model, True),
            _Spec(
                "value",
                context.metric(self._metric),
                "number",
                self._value,
                True,
                tuple(filter(None, (on, unit))),
            ),
            _Spec(
                "gap",
                context.say(N_("Behind")),
                "number",
                self._gap,
                notes=(behind,) if behind else (),
            ),
            _Spec(
                "params",
                context.say(N_("Parameters")),
                "number",
                lambda one: cells.params(self.subject(one), context),
                notes=self._size,
            ),
            _Spec("source", context.say(N_("Source")), "text", self._source),
        ]

    def _parts(self, one: Ranked) -> tuple[str, str]:
        return self._context.figure_parts(one.figure.name, one.figure.metric)

    def _is_best(self, one: Ranked) -> bool:
        return self._ranking.higher is not None and one.rank == 1

    def _rank(self, one: Ranked) -> Cell:
        return inlines(Words(str(one.rank), translate=False), sort=one.rank)

    def _model(self, one: Ranked) -> Cell:
        """Link to the model or variant; below are the conditions of its figure, and two facts."""
        context = self._context
        model, variant, result = one.figure.model, one.figure.variant, one.figure.result
        entry = self.subject(one).entry
        name = context.name(context.subject_name(model, variant))
        link = PageLink(name, model_page(model.id), f"variant-{variant.id}" if variant else "")
        notes = [] if self._split is not None else [_split(result.dataset, context)]
        notes += context.conditions(result)
        notes += [entry.license or ""]
        notes += [str(entry.paper.year)] if entry.paper and entry.paper.year else []
        sub = " · ".join(filter(None, notes))
        line = (context.name(sub),) if sub else ()
        return Cell((Title((link,), line, context.mark(entry)),))

    def _value(self, one: Ranked) -> Cell:
        text, unit = self._parts(one)
        text = text if self._unit is not None else text + unit
        best = self._is_best(one)
        if self._ranking.higher and self._first.value > 0:
            # From zero: a bar that began elsewhere would enlarge differences.
            bar = Bar(max(one.value, 0) / self._first.value, text, best)
            return inlines(bar, sort=one.value)
        return inlines(Words(text, translate=False, strong=best), sort=one.value)

    def _gap(self, one: Ranked) -> Cell:
        """Return how far a figure is from the first, in the unit of the head."""
        gap = one.value - self._first.value
        if self._ranking.higher is None or not gap:
            return cells.EMPTY
        figures = (one.figure, self._first.figure)
        unit = figure_unit(one.figure.name, one.figure.metric, self._scale.term)
        factor = self._scale.factor(one.figure.name, one.figure.metric)
        plain = self._unit is not None and (unit == self._scale.unit or factor == 1)
        if plain:  # with as many digits as the two figures have
            digits = max(-_exponent(figure.metric.value) for figure in figures)
            text = f"{abs(gap):.{max(digits, 0)}f}"
        else:
            size = float(factor) if self._unit is not None and factor else 1.0
            text = f"{Decimal(f'{abs(gap) / size:.3g}'):f}"
        sign = MINUS if gap < 0 else "+"
        return inlines(Words(f"{sign}{text}", translate=False), sort=abs(gap))

    def _source(self, one: Ranked) -> Cell:
        context = self._context
        source = one.figure.result.source
        if source is None:
            return cells.EMPTY
        kind = values.source_kind_label(source.kind, context.labels) if source.kind else ""
        text = context.labels.join(part for part in (kind, source.locator) if part)
        url = context.address(source.url) if source.url else ""
        words = Words(text) if kind else context.name(text or url_text(url))
        if not words.text:
            return cells.EMPTY
        return inlines(UrlLink(words, url) if url else words)


def _exponent(value: float) -> int:
    exponent = Decimal(values.format_number(value)).as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _split(dataset: Dataset | None, context: TableContext) -> str:
    """Return the subset and split of a dataset in words."""
    if dataset is None:
        return ""
    notes = [dataset.config] if dataset.config else []
    notes += [values.split_label(dataset.split, context.labels)] if dataset.split else []
    return context.labels.join(notes)
