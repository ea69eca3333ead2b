"""What do all the timed comparisons say? Each in a process of its own, one after the other; ``python -m timing xirr live.page`` for one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def runnable() -> list[str]:
    """The timings in this folder: the files that can be run by themselves."""
    files = (path for path in sorted(HERE.rglob("*.py")) if not path.name.startswith("__"))
    named = {".".join(path.relative_to(HERE).with_suffix("").parts): path.read_text(encoding="utf-8") for path in files}
    return [name for name, text in named.items() if '__name__ == "__main__"' in text]


def main(asked: list[str]) -> int:
    """Runs the named benchmarks, or all; returns how many failed. A name that is not known is refused with those that are."""
    known, failed = runnable(), 0
    if unknown := [name for name in asked if name not in known]:
        sys.exit(f"There is no timing {', '.join(unknown)}. Known are {', '.join(known)}.")
    for name in asked or known:
        print(f"\n=== {name}", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"timing.{name}"], cwd=HERE.parent, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
