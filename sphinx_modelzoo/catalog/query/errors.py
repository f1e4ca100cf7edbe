"""What is wrong with a query, and where in its text."""

from __future__ import annotations


class QueryError(ValueError):
    """A query that cannot be understood.

    :param message: what is wrong, in plain words.
    :param hint: what to write instead, or an empty string.
    :param offset: where in the text, counted from 0; the length of the text is its end.
    """

    def __init__(self, message: str, hint: str = "", offset: int = 0) -> None:
        self.message = message
        self.hint = hint
        self.offset = offset
        super().__init__(f"{message} ({hint})" if hint else message)

    def __reduce__(self) -> tuple[type[QueryError], tuple[str, str, int]]:
        return type(self), (self.message, self.hint, self.offset)

    def pointed(self, text: str) -> str:
        """The text with a caret under the place, as two lines."""
        line = text.replace("\n", " ").replace("\t", " ")
        return f"{line}\n{' ' * self.offset}^"


class FilterError(QueryError):
    """A filter that cannot be understood."""


class SortError(QueryError):
    """A sort order that cannot be understood."""
