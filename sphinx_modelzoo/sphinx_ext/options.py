"""Options of directives, handed on as they were typed: the views' own parser judges them."""

from __future__ import annotations

from typing import Any


class AnyOption(dict[str, Any]):
    """Lets every option through, so that a wrong one gets our message with the nearest name."""

    def __getitem__(self, name: str) -> Any:
        return _as_written

    def __contains__(self, name: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True  # docutils reads no options where there are none to read


def _as_written(argument: str | None) -> str:
    return argument or ""
