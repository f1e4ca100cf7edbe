"""What is wrong with a query; the problem's ``offset`` says where in its text, counted from 0."""

from __future__ import annotations

from sphinx_modelzoo.problems.messages import ProblemError, failure


def bad_filter(message: str, hint: str = "", offset: int = 0) -> ProblemError:
    """Make what to raise for a filter that cannot be understood.

    :param hint: what to write instead, if anything.
    :param offset: the length of the text is its end.
    """
    return failure("filter.syntax", message, hint or None, offset=offset)


def bad_sort(message: str, hint: str = "", offset: int = 0) -> ProblemError:
    """Make what to raise for a sort order that cannot be understood."""
    return failure("sort.syntax", message, hint or None, offset=offset)
