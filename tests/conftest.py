"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# Time limits per example fail on a busy machine; the same examples each time make runs comparable.
settings.register_profile("modelzoo", deadline=None, derandomize=True)
settings.load_profile("modelzoo")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real catalogs of the field, which are not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the real catalogs (../shared/data) are not here")
    return SHARED
