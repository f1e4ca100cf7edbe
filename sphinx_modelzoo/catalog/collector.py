"""Long work that makes many objects and hardly any garbage."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


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
