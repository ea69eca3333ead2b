"""Who makes the database of a first start? A process of its own, on the core that the program's own start leaves idle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from data.home import FILE_NAME, home_folder, named_database

PROJECT = Path(__file__).parent.parent


_at_work: list[subprocess.Popen[bytes]] = []


def begin() -> bool:
    """Starts making the file in the home folder, unless there is one already; tells whether it did."""
    try:
        needed = not named_database() and not (home_folder() / FILE_NAME).exists()
    except OSError:
        return False  # told to the visitor for whom the database is opened
    if not needed:
        return False
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", "data.first_start"]
    _at_work.append(subprocess.Popen(command, cwd=PROJECT, stdin=quiet, stdout=quiet, stderr=quiet))  # noqa: S603 (our own module)
    return True


def wait() -> None:
    """Until it is done. Whether it was is seen by who opens the database, and makes what is still missing."""
    for process in _at_work:
        process.wait()


if __name__ == "__main__":
    from data.store.database import open_database

    open_database().dispose()
