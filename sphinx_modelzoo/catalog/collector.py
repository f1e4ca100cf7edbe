"""Long work that makes many objects and hardly any garbage."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SELDOM = (100_000, 20, 50)


@contextmanager
def paused_collector() -> Iterator[None]:
    """Keep Python's cycle collector from running meanwhile.

    A large catalog makes a million objects that all stay; the collector would look through them
    again and again, which takes as long as the work itself.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if hasattr(gc, "freeze"):
                # Call them old at once: else the first collection looks at all of them.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def calm_collector() -> Callable[[], None]:
    """Let Python's cycle collector run more seldom, for longer than one piece of work.

    Garbage is still found, and an error on the way leaves nothing worse behind than these
    thresholds.

    :returns: puts the thresholds back, unless somebody else has changed them since.
    """
    before = gc.get_threshold()
    gc.set_threshold(*map(max, before, _SELDOM))
    ours = gc.get_threshold()

    def restore() -> None:
        if gc.get_threshold() == ours:
            gc.set_threshold(*before)

    return restore
