"""Python's garbage collector during work that makes many objects and hardly any garbage."""

from __future__ import annotations

import atexit
import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELDOM = (100_000, 20, 50)
_IN_CACHE = (2_000, 50, 50)


@contextmanager
def calm_collector(*, pause: bool = False, litter: bool = False) -> Iterator[None]:
    """Let Python's cycle collector run less often.

    A large catalog makes a million objects that all stay; the collector would traverse them again
    and again, which takes as long as the work itself.

    Each host enters this once, around all of its work, and no function below does. Thresholds that
    are changed inside stay.

    When the process ends, Python collects a last time, which visits all those objects once more to
    free memory that the system takes back anyway: a tenth of a build of 1,000 pages. They are
    frozen before that.

    :param pause: stop the collector, for work that leaves no garbage. Doctrees are garbage.
    :param litter: collect sooner, for work that leaves many small cycles all the time: a build of
        MkDocs leaves 500 for each page. In the processor's cache they are freed in half the time.
    """
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    before, enabled = gc.get_threshold(), gc.isenabled()
    gc.set_threshold(*map(max, before, _IN_CACHE if litter else _SELDOM))
    ours = gc.get_threshold()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        settle()  # else the next collection visits a million at once
        if gc.get_threshold() == ours:
            gc.set_threshold(*before)
        if pause and enabled:
            gc.enable()


def settle() -> None:
    """Move all objects to the oldest generation, which is visited least: they will stay.

    A host that is about to fork calls this, too. Each of its processes would visit all young
    objects otherwise, and a page of memory is copied when an object in it is visited.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
