"""Errors of queries; the problem's ``offset`` is the index in its text, from 0."""

from __future__ import annotations

from sphinx_modelzoo.problems.messages import ProblemError, failure


def bad_filter(message: str, hint: str = "", offset: int = 0) -> ProblemError:
    """Make the exception for an invalid filter.

    :param hint: what to write instead, if anything.
    :param offset: the index in the text; its length means the end.
    """
    return failure("filter.syntax", message, hint or None, offset=offset)


def bad_sort(message: str, hint: str = "", offset: int = 0) -> ProblemError:
    """Make the exception for an invalid sort order."""
    return failure("sort.syntax", message, hint or None, offset=offset)
