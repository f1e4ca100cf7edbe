"""The check of a catalog against all rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_modelzoo.catalog.source_texts import Sources
from sphinx_modelzoo.curation.rules.rule import Family, Finding, RuleContext
from sphinx_modelzoo.files import shown_path
from sphinx_modelzoo.problems import codes
from sphinx_modelzoo.problems.codes import PREFIX, ProblemKind
from sphinx_modelzoo.problems.messages import Message, Problem, ProblemError, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_modelzoo.catalog.catalog import Catalog
    from sphinx_modelzoo.problems.codes import Severity
    from sphinx_modelzoo.registry import Registry

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

SILENCE = ProblemKind(
    "modelzoo.silence.unknown",
    "warning",
    "silence: names an unknown rule, and so has no effect.",
    "Use the code that the message suggests.",
)
DEAD = ProblemKind(
    "modelzoo.link.dead",
    "error",
    "A link is dead: the page or the site does not exist. Checked only with --links.",
    "Link where the page is now, or remove the link.",
)
UNREACHABLE = ProblemKind(
    "modelzoo.link.unreachable",
    "warning",
    "A link could not be followed: timeout, refusal or server error. Checked only with --links.",
    "Check it in a browser; many sites refuse automated requests.",
)
MOVED = ProblemKind(
    "modelzoo.link.moved",
    "info",
    "A page has moved permanently. Checked only with --links.",
    "Link to its new address.",
)
FOLLOWED = (DEAD, UNREACHABLE, MOVED)


def _families(registry: Registry) -> tuple[Family, ...]:
    return tuple(dict.fromkeys(registry[Family].values()))


def rules_of(registry: Registry) -> dict[str, ProblemKind]:
    """Return the rules of a registry by their codes, and those that need no family."""
    found = (rule for family in _families(registry) for rule in family.rules)
    return {rule.code: rule for rule in (*found, *FOLLOWED, SILENCE)}


def known_codes(registry: Registry) -> tuple[str, ...]:
    """Return the codes that a catalog or a check can name: those of rules and of reading."""
    return (*rules_of(registry), *codes.GROUPS["catalog"])


def expand(names: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """Expand names to codes: ``link.insecure``, ``modelzoo.link.*``.

    :param known: the codes that there are; see :func:`known_codes`.
    :raises ProblemError: for a name that no code matches.
    """
    found: set[str] = set()
    for name in names:
        matching = _matching(name, known)
        if not matching:
            message, hint = _unknown(name, known)
            raise ProblemError(Problem(SILENCE.code, message, SILENCE.severity, hint=hint))
        found |= matching
    return frozenset(found)


def _full(name: str) -> str:
    return name if name.startswith(PREFIX) else PREFIX + name


def _matching(name: str, known: Iterable[str]) -> set[str]:
    full = _full(name.strip())
    if full.endswith("*"):
        return {code for code in known if code.startswith(full[:-1])}
    return {full} & set(known)


@dataclass(frozen=True)
class CheckReport:
    """The result of a check.

    ``problems`` are those of the schema and of the rules, in the order of the files; ``findings``
    are the rules' own, with the edits that would fix them.
    """

    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]


def check(
    catalog: Catalog,
    *,
    silence: Iterable[str] = (),
    only: Iterable[str] = (),
    root: Path | None = None,
    extra: Iterable[Finding] = (),
    precise: Severity = "info",
    languages: Sequence[str] = (),
) -> CheckReport:
    """Check a catalog against the rules of its registry.

    :param catalog: as it was loaded, with the schema's problems.
    :param silence: codes of rules not to report, besides those that the catalog and its entries
        silence; see :func:`expand`. Errors of the schema are always reported.
    :param only: codes of rules to report and no others; all if empty.
    :param root: the folder that file names are shown from.
    :param extra: findings of :mod:`~sphinx_modelzoo.curation.rules.following`.
    :param precise: what is less severe is located by the line of its entry alone, which is faster.
    :param languages: those that every text should have; the catalog's own if empty.
    :raises ProblemError: when ``silence`` or ``only`` names an unknown rule.
    """
    known = known_codes(catalog.registry)
    chosen = expand(only, known) if only else frozenset(known)
    silenced = expand(silence, known) | _known(catalog.silence, known)
    wanted = chosen - silenced
    quiet = {model.id: _known(model.silence, known) for model in catalog.models if model.silence}
    findings = [
        finding
        for finding in _findings(catalog, wanted, known, extra, tuple(languages))
        if finding.code in wanted and finding.code not in quiet.get(finding.model, ())
    ]
    located = locate(catalog, findings, root, precise)
    schema = [
        problem
        for problem in catalog.problems
        if (problem.severity == "error" and not only)
        or (problem.code in wanted and problem.code not in quiet.get(problem.model, ()))
    ]
    order = {_shown(file, root): place for place, file in enumerate(catalog.files)}
    problems = sorted(
        (*schema, *located),
        key=lambda problem: (
            order.get(problem.file, -1),
            problem.file,
            problem.line,
            problem.column,
            problem.code,
            problem.message,
        ),
    )
    return CheckReport(tuple(problems), tuple(findings))


def _known(names: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    return frozenset(code for name in names for code in _matching(name, known))


def _findings(
    catalog: Catalog,
    wanted: frozenset[str],
    known: Iterable[str],
    extra: Iterable[Finding],
    languages: tuple[str, ...],
) -> Iterator[Finding]:
    context = RuleContext(catalog, wanted, languages or catalog.text_languages)
    for family in _families(catalog.registry):
        if context.wants(*(rule.code for rule in family.rules)):
            yield from family.find(context)
    for model in catalog.models:
        for index, name in enumerate(model.silence):
            if not _matching(name, known):
                yield Finding.of(SILENCE, model.id, ("silence", index), *_unknown(name, known))
    for name in catalog.silence:
        if not _matching(name, known):
            yield Finding.of(SILENCE, "", (), *_unknown(name, known))
    yield from extra


def _unknown(name: str, known: Iterable[str]) -> tuple[str, str]:
    short = (code.removeprefix(PREFIX) for code in known)
    return Message("unknown rule “{name}”", name=name), nearest(name.removeprefix(PREFIX), short)


def locate(
    catalog: Catalog, findings: Sequence[Finding], root: Path | None, precise: Severity = "info"
) -> list[Problem]:
    """Turn findings into problems with file and line; column too if ``precise`` or worse."""
    sources = Sources(catalog)
    least = _SEVERITIES.index(precise)
    problems = [finding.problem for finding in findings]
    # Entry by entry, so that each is parsed once.
    for number in sorted(range(len(findings)), key=lambda at: _position(catalog, findings[at])):
        finding = findings[number]
        file, line, column = "", 0, 0
        if finding.model:
            origin = catalog.origin(finding.model)
            file, line = _shown(origin.file, root), origin.line
            if _SEVERITIES.index(finding.problem.severity) <= least:
                line, column = sources.locate(finding.model, finding.path, finding.word)
        elif finding.file is not None:
            file = _shown(finding.file, root)
            line, column = sources.locate_in_head(finding.file, finding.path)
        elif catalog.files:
            file = _shown(catalog.files[0], root)
        problems[number] = finding.problem.at(file, line, column)
    return problems


def _position(catalog: Catalog, finding: Finding) -> int:
    return catalog.position(finding.model) if finding.model else -1


def _shown(file: Path, root: Path | None) -> str:
    if not file.parts:
        return ""
    return shown_path(file, root) if root is not None else str(file)
