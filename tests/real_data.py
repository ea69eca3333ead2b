"""Where do real market and brokerage files lie, and what if they do not? Tests that need one ask here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent


def real_file(relative: str) -> Path:
    """The path of one real file; skips the calling test, saying why, where the folder is absent."""
    folder = Path(os.environ.get("YARDSTICK_REAL_DATA", PROJECT.parent / "shared" / "data"))
    path = folder / relative
    if not path.exists():
        pytest.skip(f"real data file {relative} is absent (set YARDSTICK_REAL_DATA to its folder)")
    return path
