"""The report of an import, for people and for programs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.problems.messages import Message, counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_modelzoo.curation.formats.importer_types import (
        DraftChange,
        ImportResult,
        LeftOut,
        Place,
    )
    from sphinx_modelzoo.curation.merge.merging import Plan

_SHOWN = 10  # of each kind, unless everything is requested
_CUT = 160
_FATES = {
    "reported": Message("(--prune removes it)"),
    "pruned": Message("was removed"),
    "edited": Message("was kept, because you edited it"),
}


@dataclass(frozen=True)
class ImportReport:
    """A report of all that was read, made, repaired, kept, left out, or is to be reviewed."""

    results: Sequence[tuple[str, ImportResult]]
    repairs: Sequence[DraftChange]
    plan: Plan
    target: str

    @property
    def unread(self) -> list[Place]:
        """Return the places of tables that are the largest of their files and were not read."""
        return [result.unread for _, result in self.results if result.unread]

    def to_json(self) -> dict[str, Any]:
        """Return the report as data; ``--report`` writes it."""
        return {
            "read": [{"format": name, **result.read} for name, result in self.results],
            "target": self.target,
            "made": [
                {
                    "id": outcome.id,
                    "name": outcome.draft.name,
                    "status": outcome.status,
                    "changed": list(outcome.changed),
                    **_place(outcome.draft.source),
                }
                for outcome in self.plan.outcomes
            ],
            "repaired": [
                {
                    "repair": change.name,
                    "model": change.model,
                    "field": change.field,
                    "before": change.before,
                    "after": change.after,
                    **_place(change.place),
                }
                for change in self.repairs
            ],
            "review": [
                {"model": ident, "field": field, "message": message, "file": file, "line": line}
                for ident, field, message, file, line in self._reviews()
            ],
            "kept": [
                {
                    "model": outcome.id,
                    "field": item.field,
                    "catalog": item.kept,
                    "source": item.source,
                    **_place(outcome.draft.source),
                }
                for outcome in self.plan.outcomes
                for item in outcome.kept
            ],
            "gone": [
                {"model": one.id, "field": one.field, "file": one.file, "status": one.status}
                for one in self.plan.gone
            ],
            "columns": [
                {
                    "header": one.header,
                    "becomes": one.becomes,
                    "guessed": one.guessed,
                    **_place(one.place),
                }
                for _, result in self.results
                for one in result.columns
            ],
            "left_out": [
                {"what": item.what, "why": item.why, **_place(item.place)}
                for _, result in self.results
                for item in result.left_out
            ],
        }

    def lines(self, *, everything: bool = False) -> Iterator[str]:
        """Yield the report as lines of text."""
        limit = None if everything else _SHOWN
        for place in self.unread:
            yield Message(
                "{place}: the largest table of the file was not read: no column names the models "
                '(--map "Header=name", or --rows variants)',
                place=place,
            )
        for name, result in self.results:
            read = [counted(number, what) for what, number in result.read.items()]
            what = listed(read, "{first}, {rest}") if read else Message("nothing")
            yield Message("read ({format}): {what}", format=name, what=what)
        yield Message(
            "made: {entries} ({new} new, {updated} updated, {unchanged} unchanged)",
            entries=counted(len(self.plan.outcomes) - self.plan.count("removed"), "entries"),
            new=self.plan.count("new"),
            updated=self.plan.count("updated"),
            unchanged=self.plan.count("unchanged"),
        )
        removed = [outcome.id for outcome in self.plan.outcomes if outcome.status == "removed"]
        if removed:
            names = ", ".join(removed)
            yield Message("not brought back, because you removed them: {names}", names=names)
        guessed = {
            (column.header, column.becomes): column
            for _, result in self.results
            for column in reversed(result.columns)
            if column.guessed
        }
        columns = [
            Message(
                '{place}: “{header}” became {field} (or: --map "{written}=…")',
                place=column.place,
                header=header or Message("without header"),
                field=becomes,
                written=header,
            )
            for (header, becomes), column in reversed(guessed.items())
        ]
        yield from _listed(Message("columns with unknown headers"), columns, limit)
        yield from self._repaired(limit)
        reviews = self._review_lines(everything=everything)
        yield from _listed(Message("to review"), reviews, limit, len(list(self._reviews())))
        kept = [
            Message(
                "{place}: {field}: {kept} (the source says: {said})",
                place=outcome.draft.source,
                field=f"{outcome.id}.{item.field}",
                kept=_cut(item.kept),
                said=_cut(item.source),
            )
            for outcome in self.plan.outcomes
            for item in outcome.kept
        ]
        yield from _listed(Message("kept as in the catalog"), kept, limit)
        gone = [
            Message(
                "{name} {fate}",
                name=f"{one.file}: {one.id}{'.' if one.field else ''}{one.field}",
                fate=_FATES[one.status],
            )
            for one in self.plan.gone
        ]
        yield from _listed(Message("no longer in the source"), gone, limit)
        left = [item for _, result in self.results for item in result.left_out]
        yield from _listed(
            Message("left out"), _grouped(left, everything=everything), limit, len(left)
        )

    def column_lines(self) -> Iterator[str]:
        """Yield the table of the columns and what each becomes, as ``--map`` writes it."""
        columns = [column for _, result in self.results for column in result.columns]
        uses = Counter((column.header, column.becomes, column.guessed) for column in columns)
        first = {(one.header, one.becomes, one.guessed): one for one in reversed(columns)}
        shown = {use: f"“{use[0]}”" if use[0] else Message("without header") for use in uses}
        width = max(map(len, shown.values()), default=0)
        if uses:
            yield Message("columns:")
        for use, number in uses.items():
            _, becomes, guessed = use
            notes = [Message("a guess; --map decides")] if guessed else []
            notes += [Message("in {number} tables", number=number)] if number > 1 else []
            what = becomes or Message("nothing")
            if notes:
                joined = listed(notes, "{first}; {rest}")
                what = Message("{text} ({note})", text=what, note=joined)
            yield Message(
                "  {header}{blank} → {what}  {place}",
                header=shown[use],
                blank=" " * (width - len(shown[use])),
                what=what,
                place=first[use].place,
            )

    def _repaired(self, limit: int | None) -> Iterator[str]:
        for name, number in Counter(change.name for change in self.repairs).items():
            shown = [
                Message(
                    "{place}: {before} → {after}",
                    place=f"{change.place}: {change.model}.{change.field}",
                    before=_cut(change.before),
                    after=_cut(change.after) if change.after else Message("(nothing)"),
                )
                for change in self.repairs
                if change.name == name
            ]
            yield from _listed(Message("repaired: {name}", name=name), shown, limit, number)

    def _review_lines(self, *, everything: bool) -> list[str]:
        """Return what is to review; remarks of one kind in one line, with their number."""
        kinds: dict[tuple[str, str], list[str]] = {}
        for ident, field, message, file, line in self._reviews():
            place = f"{file}:{line}" if line else file
            what = f"{place}: {ident}{'.' if field else ''}{field}"
            shown = Message("{label}: {text}", label=what, text=Message.of(message))
            kind = (re.sub(r"\[\d+\]", "", field), re.sub(r"“[^”]*”|\d[\d.,%]*", "", message))
            kinds.setdefault(kind, []).append(shown)
        if everything:
            return [line for lines in kinds.values() for line in lines]
        return [
            Message("{text} (and {number} more of this kind)", text=lines[0], number=len(lines) - 1)
            if lines[1:]
            else lines[0]
            for lines in kinds.values()
        ]

    def _reviews(self) -> Iterator[tuple[str, str, str, str, int]]:
        drafts = [(outcome.id, outcome.draft) for outcome in self.plan.outcomes]
        for ident, draft in (*drafts, *self.plan.joined):
            place = draft.source
            for note in draft.notes:
                yield ident, note.field, note.message, place.file, note.line or place.line


def _place(place: Any) -> dict[str, Any]:
    return {"file": place.file, "line": place.line}


def _listed(
    title: str, lines: Sequence[str], limit: int | None, number: int | None = None
) -> Iterator[str]:
    if not lines:
        return
    yield Message("{label}: {text}", label=title, text=len(lines) if number is None else number)
    for line in lines[:limit]:
        yield Message("  {line}", line=line)
    if limit is not None and len(lines) > limit:
        more = len(lines) - limit
        yield Message("  … and {number} more (--verbose or --report shows all)", number=more)


def _grouped(items: Sequence[LeftOut], *, everything: bool) -> list[str]:
    """Return a line for each thing that is left out, with its number where there are several.

    ``IfTraining of 12``; rows of one table are of one kind, too, unless ``everything`` is shown.
    """
    groups: dict[tuple[str, str], list[LeftOut]] = {}
    for item in items:
        what = item.what.partition(" of ")[0]
        kind = what if everything or what != item.what else re.sub("“[^”]*”", "", what)
        groups.setdefault((kind, item.why), []).append(item)
    lines: list[str] = []
    for found in groups.values():
        first, more = found[0], len(found) - 1
        what, of, _ = first.what.partition(" of ")
        why = Message.of(first.why)
        if more and of:
            line = Message(
                "{place}: {what} of {number} (this is the first): {why}",
                place=first.place,
                what=what,
                number=len(found),
                why=why,
            )
        else:
            whole = Message.of(first.what)
            line = Message("{place}: {what}: {why}", place=first.place, what=whole, why=why)
            if more:
                line = Message("{text} (and {number} more of this kind)", text=line, number=more)
        lines.append(line)
    return lines


def _cut(value: Any) -> str:
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= _CUT else text[: _CUT - 1] + '…'}”"
