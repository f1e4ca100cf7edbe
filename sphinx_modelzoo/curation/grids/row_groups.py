"""Rows of one table that are about one model become one entry, with variants if they differ."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.curation.formats.fact_parsing import number_of, slug
from sphinx_modelzoo.curation.grids.model_names import cell_name
from sphinx_modelzoo.curation.grids.unclaimed import condition_name, own_id
from sphinx_modelzoo.schema.types import ID_MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_modelzoo.curation.formats.importer_types import Draft
    from sphinx_modelzoo.curation.grids.grid_columns import GridColumn
    from sphinx_modelzoo.curation.grids.row_entries import RowEntry
    from sphinx_modelzoo.curation.grids.unclaimed import OwnColumns

# Fields of one checkpoint: what one row lacks is not the others' either.
_OF_CHECKPOINTS = ("weights", "config", "log", "params", "flops")
_LISTS = ("code", "links", "tags", "tasks", "languages")
_OF_ENTRIES = ("name", "tasks", "collection", "paper", "variants", "id")
_LONGEST = 80  # letters of a condition


class _Group:
    """Rows about one model, with what is asked about each further row."""

    def __init__(self) -> None:
        self.rows: list[RowEntry] = []
        self.facts: dict[str, RowEntry] = {}
        self.paper: Any = None

    def add(self, row: RowEntry, facts: str) -> None:
        self.rows.append(row)
        self.facts.setdefault(facts, row)
        self.paper = self.paper or row.data.get("paper")


class RowGroups:
    """The rows of a table, by the models that they are about.

    :param columns: what the columns of the table hold.
    :param measures: whether it has columns of figures.
    :param rows_are: ``models``, where each row is one, or ``variants`` of one.
    """

    def __init__(
        self,
        rows: Sequence[RowEntry],
        columns: Sequence[GridColumn],
        own: OwnColumns,
        *,
        measures: bool,
        rows_are: str = "",
    ) -> None:
        self._rows = rows
        self._own = own
        self._measures = measures
        self._rows_are = rows_are
        if rows_are == "variants":
            for row in rows:
                if row.draft.name != row.section.title:
                    row.label = {"name": row.draft.name, **row.label}
                row.data["name"] = row.section.title
                if row.data.get("collection") == row.section.title:
                    del row.data["collection"]
        self._groups = self._grouped()
        self._headers = {column.index: column.header for column in columns}
        self.fields: dict[int, str] = {}
        self.conditions: dict[int, str] = {}
        self._claim(columns)

    def drafts(self) -> list[Draft]:
        """Return the entries of the table, in the order of their first rows."""
        for row in self._rows:
            self._place_loose(row)
        varied = self._rows_are == "variants"
        return [_combined(group, varied=varied) for group in self._groups]

    def becomes(self, index: int) -> str:
        """Return what a column became that nothing claims, as ``--map`` writes it."""
        if index in self.conditions:
            return f"condition:{self.conditions[index]}"
        return f"extra:{self.fields[index]}" if index in self.fields else ""

    def _grouped(self) -> list[list[RowEntry]]:
        groups: list[_Group] = []
        by_name: dict[tuple[Any, ...], list[_Group]] = {}
        by_cell: dict[int, _Group] = {}
        full: dict[tuple[Any, ...], int] = {}  # how many groups, from the first, have these facts
        for row in self._rows:
            # Tables under other headings are about other models.
            one = self._rows_are == "variants"
            key = ("" if one else cell_name(row.name_cell), row.section)
            known = by_name.setdefault(key, [])
            facts = _facts(row)
            home = by_cell.get(id(row.name_cell))
            if home is None:
                place = full.get((key, facts), 0)
                while place < len(known) and not self._continues(known[place], row, facts):
                    if full.get((key, facts), 0) == place and facts in known[place].facts:
                        full[key, facts] = place + 1
                    place += 1
                home = known[place] if place < len(known) else None
            if home is None:
                home = _Group()
                groups.append(home)
                known.append(home)
            home.add(row, facts)
            by_cell[id(row.name_cell)] = home
        return [group.rows for group in groups]

    def _continues(self, group: _Group, row: RowEntry, facts: str) -> bool:
        """Return True if a row is about the model of the rows of a group.

        They share the name, and something tells them apart; or it is one of them again.
        """
        if self._rows_are:
            return self._rows_are == "variants"
        paper = row.data.get("paper")
        if paper and group.paper and paper != group.paper:
            return False
        if self._measures:
            return True
        about = [
            (one.data.get("summary"), one.data.get("abstract")) for one in (group.rows[0], row)
        ]
        if not row.by_name or about[0] != about[1]:
            return False
        return facts not in group.facts or row.data == group.facts[facts].data

    def _claim(self, columns: Sequence[GridColumn]) -> None:
        """Decide about each column that nothing claims: a condition, or an own field."""
        several = [group for group in self._groups if len(group) > 1]
        labelled = any(len({str(row.label) for row in group}) > 1 for group in several)
        for column in columns:
            texts = [row.loose[column.index] for row in self._rows if column.index in row.loose]
            if not texts:
                continue
            differs = any(
                len({row.loose.get(column.index) for row in group}) > 1 for group in several
            )
            name = column.condition or column.own
            taken = {*self.fields.values(), *self.conditions.values()}
            name = name or condition_name(column.header, self._own.fields, column.index)
            if name in taken:
                name = f"{name}_{column.index + 1}"
            fits = differs and self._measures and not column.own and column.role != "weights"
            fits = fits and max(map(len, texts)) <= _LONGEST
            if fits and labelled:  # numbers are facts of what is told apart already
                fits = any(number_of(text) is None for text in texts)
            if fits:
                self.conditions[column.index] = name
            else:
                # A condition of results elsewhere may have a name that is not free here.
                name = column.own or own_id(name, self._own.fields, column.index)
                self.fields[column.index] = name
                self._own.add(name, column.header, texts)

    def _place_loose(self, row: RowEntry) -> None:
        """Put the texts of columns that nothing claims into conditions and own fields."""
        extra: dict[str, str] = {}
        for index, text in row.loose.items():
            if index in self.fields:
                extra[self.fields[index]] = text
                continue
            name = self.conditions[index]
            row.label[name] = text
            for result in row.results:
                value = int(text) if re.fullmatch(r"[1-9]\d{0,8}|0", text) else text
                result.setdefault("conditions", {}).setdefault(name, value)
            if not row.results:
                own = own_id(name, self._own.fields, index)
                self._own.add(own, self._headers[index], [text])
                extra[own] = text
        if extra:
            row.data["extra"] = extra


def _facts(row: RowEntry) -> str:
    """Return what may tell a row from others with the same model."""
    files = [row.data.get(name) for name in _OF_CHECKPOINTS]
    return repr((sorted(row.label.items()), sorted(row.loose.items()), files))


def _combined(group: Sequence[RowEntry], *, varied: bool) -> Draft:
    """Return the entry of the rows of one model.

    :param varied: whether each row is a variant, whatever differs.
    """
    draft = group[0].draft
    if len(group) == 1 and not varied:
        if group[0].results:
            draft.data["results"] = group[0].results
        return draft
    names = _names(group)
    shared, apart = _compared([row.data for row in group])
    notes, draft.notes = [row.draft.notes for row in group], []
    draft.data = shared
    if not varied and not any(_telling(facts) for facts in apart):
        for facts in apart:
            for name, items in facts.items():
                known = shared.setdefault(name, [])
                known += [item for item in items if item not in known]
        for row, own in zip(group, notes, strict=True):
            offset = len(shared.get("results", ()))
            draft.notes += [replace(note, field=_moved(note.field, offset)) for note in own]
            if row.results:
                shared.setdefault("results", []).extend(row.results)
        return draft
    taken: dict[str, int] = {}
    shared["variants"] = []
    for number, (row, facts) in enumerate(zip(group, apart, strict=True)):
        variant: dict[str, Any] = {
            "id": _free(str(facts.pop("id", "")) or slug(names[number]), taken)
        }
        if names[number] != variant["id"]:
            variant["name"] = names[number]
        variant.update(facts)
        if row.results:
            variant["results"] = row.results
        shared["variants"].append(variant)
        for note in notes[number]:
            own_part = re.split(r"[.\[]", note.field)[0] in variant
            place = f"variants[{number}].{note.field}" if own_part else note.field
            draft.notes.append(replace(note, field=place))
    return draft


def absorb(home: Draft, other: Draft) -> None:
    """Add the variants of an entry to another one of its name: two tables are about one model.

    What one of the two alone says of all its variants belongs to these.
    """
    shared, apart = _compared([home.data, other.data])
    if "variants" in shared:
        return  # the same table again
    variants: list[dict[str, Any]] = []
    taken: dict[str, int] = {}
    for draft, facts in zip((home, other), apart, strict=True):
        more = {name: value for name, value in facts.items() if name not in _OF_ENTRIES}
        shared |= {
            name: facts[name] for name in _OF_ENTRIES if name in facts and name not in shared
        }
        offset = len(variants)
        for variant in facts.get("variants") or ():
            name = variant.get("name", variant["id"])
            again = any(name == one.get("name", one["id"]) for one in variants)
            named = f"{name} {_measured_on(variant)}".strip() if again else name
            ident = _free(slug(named) if again else variant["id"], taken)
            full = {"id": ident, "name": named, **more, **variant}
            full |= {"id": ident, "name": named}
            if named == ident:
                del full["name"]
            variants.append(full)
        if draft is other:
            home.notes += [
                replace(note, field=_moved(note.field, offset, "variants")) for note in draft.notes
            ]
    home.data = {**shared, "variants": variants}


def _measured_on(variant: dict[str, Any]) -> str:
    """Return the dataset of the results of a variant, if it is one."""
    found = {str(_name_of(result.get("dataset", ""))) for result in variant.get("results", ())}
    return found.pop() if len(found) == 1 else ""


def _name_of(dataset: Any) -> Any:
    return dataset.get("name", "") if isinstance(dataset, dict) else dataset


def _compared(datas: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Separate what some records share from what differs: the shared fields, and those of each."""
    shared: dict[str, Any] = {}
    apart: list[dict[str, Any]] = [{} for _ in datas]
    for name in dict.fromkeys(name for data in datas for name in data):
        values = [data.get(name) for data in datas]
        there = [value for value in values if value is not None]
        strict = name in _OF_CHECKPOINTS
        if all(value == there[0] for value in there) and (len(there) == len(datas) or not strict):
            shared[name] = there[0]
        elif name in _LISTS:
            common = [item for item in there[0] if all(item in (one or ()) for one in values)]
            if common:
                shared[name] = common
            for facts, value in zip(apart, values, strict=True):
                if rest := [item for item in value or () if item not in common]:
                    facts[name] = rest
        elif name == "paper":
            shared[name] = {key: paper[key] for paper in reversed(there) for key in paper}
        elif name == "extra":
            _compare_own(values, shared, apart)
        else:
            for facts, value in zip(apart, values, strict=True):
                if value is not None:
                    facts[name] = value
    return shared, apart


def _compare_own(
    values: Sequence[dict[str, Any] | None],
    shared: dict[str, Any],
    apart: Sequence[dict[str, Any]],
) -> None:
    """Separate the own fields that all records share from the others."""
    extras = [value or {} for value in values]
    first = extras[0]
    common = {key: first[key] for key in first if all(one.get(key) == first[key] for one in extras)}
    if common:
        shared["extra"] = common
    for facts, extra in zip(apart, extras, strict=True):
        if rest := {key: extra[key] for key in extra if key not in common}:
            facts["extra"] = rest


def _telling(facts: dict[str, Any]) -> bool:
    return any(name not in _LISTS for name in facts)


def _moved(field: str, offset: int, name: str = "results") -> str:
    found = re.fullmatch(rf"{name}\[(\d+)\](.*)", field)
    return f"{name}[{int(found[1]) + offset}]{found[2]}" if found else field


def _names(group: Sequence[RowEntry]) -> list[str]:
    """Name each row by what tells it from the others: conditions, else own fields, files, size."""
    name = group[0].draft.name
    labels = [" ".join(row.label.values()) for row in group]
    extras = [row.data.get("extra", {}) for row in group]
    telling = [key for key in extras[0] if len({extra.get(key) for extra in extras}) > 1]
    tries = [
        [row.label.get("name", "") for row in group],
        labels,
        [
            " ".join(filter(None, [label, *(str(extra.get(key, "")) for key in telling)]))
            for label, extra in zip(labels, extras, strict=True)
        ],
        [_stem(row) for row in group],
        [" ".join(filter(None, (lab, _size(row)))) for lab, row in zip(labels, group, strict=True)],
    ]
    for names in tries:
        if len({slug(one) for one in names}) == len(group) and all(names):
            return names
    return [one or name for one in labels]


def _stem(row: RowEntry) -> str:
    weights = row.data.get("weights") or [{}]
    url = row.data.get("config") or weights[0].get("url", "")
    return PurePosixPath(url.partition("?")[0]).name.partition(".")[0]


def _size(row: RowEntry) -> str:
    params = row.data.get("params")
    return f"{params / 1e6:g}M" if isinstance(params, int | float) else ""


def _free(base: str, taken: dict[str, int]) -> str:
    """Return an id that is not taken, and take it; ``taken`` has the last number of each."""
    base = base or "default"
    ident, number = base, taken.get(base, 0) + 1
    while ident in taken:
        number += 1
        tail = f"-{number}"
        ident = base[: ID_MAX_LENGTH - len(tail)].strip("-") + tail
    taken[base] = number
    taken.setdefault(ident, 1)
    return ident
