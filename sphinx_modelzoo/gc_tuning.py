"""Python's garbage collector during work that makes many objects and hardly any garbage."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SELDOM = (100_000, 20, 50)


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pause Python's cycle collector.

    A large catalog makes a million objects that all stay; the collector would traverse them again
    and again, which takes as long as the work itself.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if hasattr(gc, "freeze"):
                # Move them to the oldest generation at once: else the first collection visits all.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def calm_collector() -> Callable[[], None]:
    """Let Python's cycle collector run less often, beyond a single operation.

    Garbage is still collected, and an error leaves nothing behind but these thresholds.

    :returns: a function that restores the thresholds, unless they were changed since.
    """
    before = gc.get_threshold()
    gc.set_threshold(*map(max, before, _SELDOM))
    ours = gc.get_threshold()

    def restore() -> None:
        if gc.get_threshold() == ours:
            gc.set_threshold(*before)

    return restore
