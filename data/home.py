"""Where do the user's files lie? One folder, named by ``YARDSTICK_HOME``."""

from __future__ import annotations

import os
from pathlib import Path

FILE_NAME = "yardstick.sqlite3"


def home_folder() -> Path:
    """``YARDSTICK_HOME``, or ``~/.local/share/yardstick``; made when absent, then readable by its owner only."""
    named = os.environ.get("YARDSTICK_HOME", "").strip()
    folder = Path(named).expanduser() if named else Path.home() / ".local" / "share" / "yardstick"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def named_database() -> str:
    """The address of a database elsewhere; "" for the file in the home folder."""
    return os.environ.get("YARDSTICK_DATABASE_URL", "").strip()
