"""Turn drafts into valid entries: what the schema refuses is left out and reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_modelzoo.catalog.writing import entry_to_data, own_data
from sphinx_modelzoo.curation.formats.foreign_fields import FIELDS_KEY, REST_HINT, put_back
from sphinx_modelzoo.curation.grids.grid import too_long
from sphinx_modelzoo.guards import MAX_NAME
from sphinx_modelzoo.problems.messages import Message
from sphinx_modelzoo.schema.model import Model
from sphinx_modelzoo.schema.own_fields import NO_FIELDS, OwnFields, read_extra
from sphinx_modelzoo.schema.shape import shape_of
from sphinx_modelzoo.schema.validation import validate
from sphinx_modelzoo.yamltext.locating import Issue
from sphinx_modelzoo.yamltext.parsing import MAX_TEXT
from sphinx_modelzoo.yamltext.paths import field_path

if TYPE_CHECKING:
    from sphinx_modelzoo.curation.formats.importer_types import Draft, ImportResult
    from sphinx_modelzoo.schema.vocabulary import Vocabularies

_ROUNDS = 1000  # each takes out one value
_STAND_IN = "x"  # an id for entries that have none yet


def take_declarations(result: ImportResult) -> None:
    """Move the declarations of own fields that entries carry to the head of the result."""
    declared: dict[str, Any] = {}
    for draft in result.drafts:
        rest = draft.hints.get(REST_HINT)
        if isinstance(rest, dict) and isinstance(rest.get(FIELDS_KEY), dict):
            for name, field in rest[FIELDS_KEY].items():
                declared.setdefault(name, field)
            draft.hints[REST_HINT] = {key: rest[key] for key in rest if key != FIELDS_KEY}
    if declared:
        result.head["fields"] = {**declared, **result.head.get("fields", {})}


def settle(result: ImportResult, vocabularies: Vocabularies, fields: OwnFields = NO_FIELDS) -> None:
    """Bring every draft into the form that is written: valid, in the schema's order, short.

    Values that the schema refuses are removed and reported as left out, and so are tasks that
    the vocabularies do not know and own fields that nothing declares; a draft without a usable
    name is left out as a whole.
    """
    kept: list[Draft] = []
    for draft in result.drafts:
        _cut_long_texts(draft.data, (), draft, result)
        _known_tasks(draft, vocabularies, result)
        data = canonical(draft, result)
        rest = draft.hints.get(REST_HINT)
        if data is not None and isinstance(rest, dict):
            draft.data = put_back(data, rest)
            _known_tasks(draft, vocabularies, result)
            data = canonical(draft, result)
        if data is None:
            result.leave_out("an entry", "it has no name", draft.source)
            continue
        for holder in (data, *data.get("variants", ())):
            _declared(holder, fields, draft, result)
        draft.data = data
        kept.append(draft)
    result.drafts[:] = kept


def _cut_long_texts(
    holder: Any, path: tuple[str | int, ...], draft: Draft, result: ImportResult
) -> None:
    """Leave out texts of more characters than a catalog may have in one."""
    items = [*(holder.items() if isinstance(holder, dict) else enumerate(holder))]
    for key, value in reversed(items):  # from the end, so that the items of a list keep theirs
        if isinstance(value, dict | list):
            _cut_long_texts(value, (*path, key), draft, result)
        elif isinstance(value, str) and len(value) > MAX_TEXT:
            del holder[key]
            what = Message(
                "{removed} of {name}", removed=field_path((*path, key)), name=draft.name[:MAX_NAME]
            )
            result.leave_out(what, too_long(len(value)), draft.source)


def _known_tasks(draft: Draft, vocabularies: Vocabularies, result: ImportResult) -> None:
    """Replace tasks by their ids, and leave out unknown ones."""
    data = draft.data
    holders = [data, *(item for item in data.get("variants", ()) if isinstance(item, dict))]
    results = [item for holder in holders for item in holder.get("results", ())]
    fields = [("tasks", holder) for holder in holders]
    fields += [("task", item) for item in results if isinstance(item, dict)]
    for field, holder in fields:
        names = holder.get(field)
        listed = names if isinstance(names, list) else [names] if isinstance(names, str) else []
        ids = []
        for name in listed:
            term = vocabularies.tasks.find(str(name))
            if term:
                ids.append(term.id)
            else:
                why = Message("unknown task")
                result.leave_out(
                    Message("the task “{name}” of {other_name}", name=name, other_name=draft.name),
                    why,
                    draft.source,
                )
        holder.pop(field, None)
        if ids:
            holder[field] = list(dict.fromkeys(ids)) if field == "tasks" else ids[0]


def _declared(
    holder: dict[str, Any], fields: OwnFields, draft: Draft, result: ImportResult
) -> None:
    """Keep the own fields of an entry or variant that are declared, as they are written."""
    if "extra" not in holder:
        return
    found = read_extra(holder.pop("extra"), fields, ("extra",))
    for issue in found.issues:
        what = Message("{path} of {name}", path=field_path(issue.path), name=draft.name)
        result.leave_out(what, issue.problem.text, draft.source)
    if found.values:
        holder["extra"] = {name: own_data(value) for name, value in found.values.items()}


def name_language(data: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a settled entry in which plain texts name their language."""
    named: dict[str, Any] = _named(Model, data, language)
    return named


def _named(cls: Any, data: Any, language: str) -> Any:
    if not isinstance(data, dict):
        return data
    shape = shape_of(cls)
    named = dict(data)
    for name, value in data.items():
        field = shape.get(name)
        if field is None:
            continue
        if field.kind == "text" and isinstance(value, str):
            named[name] = {language: value}
        elif field.kind == "record" and field.many != "mapping":
            listed = value if isinstance(value, list) else [value]
            items = [_named(field.record, item, language) for item in listed]
            named[name] = items if isinstance(value, list) else items[0]
    return named


def canonical(draft: Draft, result: ImportResult) -> dict[str, Any] | None:
    """Return the data of one draft in the form that is written, or ``None`` without a name."""
    data = dict(draft.data)
    has_id = "id" in data
    for _ in range(_ROUNDS):
        model, issues = validate(Model, {"id": _STAND_IN, **data})
        if model is not None:
            written = entry_to_data(model)
            if not has_id:
                del written["id"]
            return written
        issue = issues[-1]  # from the end, so that the items of a list keep their numbers
        removed = _take_out(data, issue)
        if removed in ((), ("name",)):
            return None
        has_id = has_id and removed != ("id",)
        why = issue.problem.text
        result.leave_out(
            Message("{removed} of {name}", removed=field_path(removed), name=draft.name),
            why,
            draft.source,
        )
    return None


def _take_out(data: Any, issue: Issue) -> tuple[str | int, ...]:
    """Remove the innermost value that an issue is about.

    :returns: its path, or nothing where the entry as a whole is meant.
    """
    walked: list[tuple[Any, str | int]] = []
    here = data
    for part in issue.path:
        if isinstance(here, dict) and part in here:
            pass
        elif not (isinstance(here, list) and isinstance(part, int) and part < len(here)):
            continue  # the branch of a union, or what a short form leaves out
        walked.append((here, part))
        here = here[part]
    if not walked:
        return ()
    holder, part = walked[-1]
    del holder[part]
    return tuple(part for _, part in walked)
