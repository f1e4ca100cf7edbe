"""Reading the options of a view: those of its directive, on top of those of a preset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from sphinx_modelzoo.problems.messages import Message, Problem, ProblemError, nearest, problem
from sphinx_modelzoo.query.words import join_list
from sphinx_modelzoo.registry import Registry
from sphinx_modelzoo.schema.presets import DefaultPreset, Preset, chosen_preset
from sphinx_modelzoo.views.option_parsing import (
    SELECTING,
    UNKNOWN,
    Option,
    PartlyWrongError,
    declared,
    option_problem,
)
from sphinx_modelzoo.yamltext.locating import Issue

PRESET = "preset"
"""The option that names a preset."""
_NEVER = (PRESET, "name")  # a preset has no preset, and a name is that of one table

Options = TypeVar("Options")


def read_options(
    kind: type[Options], raw: Mapping[str, str | None], registry: Registry, *, default: bool = True
) -> tuple[Options, list[Problem]]:
    """Parse the options of a directive.

    :param kind: the dataclass that declares them.
    :param raw: texts by option name, as the user typed them.
    :param registry: what they can name.
    :param default: whether a table that names no preset has the default one.
    :returns: the options, with those of the preset and then the default in place of what is
        missing or wrong, and every problem.
    """
    known = declared(kind)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, given in raw.items():
        option = known.get(name)
        if option is None:
            hint = nearest(name, known) or Message("known options: {names}", names=", ".join(known))
            problems.append(option_problem(name, "unknown option", hint, code=UNKNOWN))
            continue
        text = (given or "").strip()
        if not text:
            problems.append(option_problem(name, "missing value", "give it a value or remove it"))
            continue
        # Offsets count in the text as it was typed.
        lead = len(given or "") - len((given or "").lstrip())
        try:
            values[option.field] = option.check(text, registry)
        except ProblemError as error:
            if isinstance(error, PartlyWrongError) and error.value:
                values[option.field] = error.value
            for found in error.problems:
                offset = None if found.offset is None else found.offset + lead
                problems.append(replace(found, option=name, offset=offset))
    named = values.get(PRESET, "")
    preset = chosen_preset(named, registry) if PRESET in known and (named or default) else None
    if preset is not None:
        more, issues = read_preset(kind, preset, registry)
        values = {**more, **values}
        problems += _gaps(preset, issues, raw)
    return kind(**values), problems


def _gaps(preset: Preset, issues: list[Issue], raw: Mapping[str, str | None]) -> list[Problem]:
    """Report wrong options of a preset without which a table shows unintended models."""
    wrong = dict.fromkeys(str(issue.path[0]) for issue in issues if issue.path)
    message = Message("the preset “{name}” has an invalid value here", name=preset.name)
    hint = Message("correct it in the catalog")
    return [
        option_problem(name, message, hint)
        for name in wrong
        if name in SELECTING and name not in raw
    ]


def read_preset(
    kind: type, preset: Preset, registry: Registry
) -> tuple[dict[str, Any], list[Issue]]:
    """Read the options of a preset.

    :param kind: the dataclass that declares them.
    :returns: values by the fields of the dataclass, and what is wrong, by its path in the preset.
    """
    known = preset_options(kind)
    values: dict[str, Any] = {}
    issues: list[Issue] = []
    for name, data in preset.options.items():
        option = known.get(name) or known.get(name.replace("_", "-"))
        if option is None:
            hint = nearest(name, known) or Message("known options: {names}", names=", ".join(known))
            issues.append(
                Issue.of(
                    "preset.option",
                    Message("unknown option “{name}”", name=name),
                    hint,
                    (name,),
                    True,
                )
            )
            continue
        value, wrong = (option.of_data or _reader(option))(data, registry)
        issues += [issue._replace(path=(name, *issue.path)) for issue in wrong]
        if value is not None and value != ():
            values[option.field] = value
    return values, issues


def preset_options(kind: type) -> dict[str, Option]:
    """Return the options of a view that a preset can have, by name."""
    return {name: one for name, one in declared(kind).items() if name not in _NEVER}


def unknown_default(registry: Registry, setting: str) -> list[Problem]:
    """Report a setting that names a preset as the default which the catalog does not have."""
    default = registry[DefaultPreset].get("")
    if default is None or default.name in registry[Preset]:
        return []
    known = registry[Preset]
    hint = nearest(default.name, known) or Message("known presets: {names}", names=", ".join(known))
    return [
        problem(
            "preset.unknown",
            Message("{setting}: unknown preset “{name}”", setting=setting, name=default.name),
            hint,
        )
    ]


def _reader(option: Option) -> Any:
    """Return the function that reads an option from a preset through the text it would be."""

    def read(data: Any, registry: Registry) -> tuple[Any, list[Issue]]:
        text = _text(data)
        if text is None or not text.strip():
            hint = Message("write it as in the option of a table")
            return None, [
                Issue.of(
                    "preset.value", Message("invalid value of “{name}”", name=option.name), hint, ()
                )
            ]
        try:
            return option.check(text.strip(), registry), []
        except ProblemError as error:
            left = error.value if isinstance(error, PartlyWrongError) else None
            return left, [Issue(problem, ()) for problem in error.problems]

    return read


def _text(data: Any) -> str | None:
    """Return a value of a preset as it is typed in a document, or ``None`` for another kind."""
    if isinstance(data, bool):
        return "yes" if data else "no"
    if isinstance(data, str | int):
        return str(data)
    if isinstance(data, list) and data:
        words = [_text(item) for item in data if not isinstance(item, list)]
        return join_list([word for word in words if word]) if all(words) else None
    return None
