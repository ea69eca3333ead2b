"""Who makes the database of a first start? A process of its own, on the core that the program's own start leaves idle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from data.store.home import FILE_NAME, home_folder, named_database

PROJECT = Path(__file__).parent.parent


def begin() -> subprocess.Popen[bytes] | None:
    """Starts making the file in the home folder where there is none yet; None where there is nothing to make.

    Whoever opens the database meanwhile waits or makes it: the two take turns, as any two programs do that start at once.
    """
    try:
        needed = not named_database() and not (home_folder() / FILE_NAME).exists()
    except OSError:
        return None  # told to the visitor for whom the database is opened
    if not needed:
        return None
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-m", "data.first_start"], cwd=PROJECT, stdin=quiet, stdout=quiet, stderr=quiet
    )


if __name__ == "__main__":
    from data.store.database import open_database

    open_database().dispose()
