"""How long does it take to import the compute package, pandas included, and does it pull in SciPy?"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PROGRAM = """
import sys, time
start = time.perf_counter()
import pandas
{imports}
print(time.perf_counter() - start, sum(name.startswith("scipy.") for name in sys.modules))
"""


def main() -> None:
    files = (path.relative_to(PROJECT).with_suffix("") for path in sorted((PROJECT / "core").rglob("*.py")))
    program = PROGRAM.format(imports="\n".join(f"import {'.'.join(file.parts)}" for file in files))
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(9)
    ]
    taken = sorted(float(seconds) for seconds, _ in runs)
    print(
        f"\nImporting every module of core, with pandas: median {statistics.median(taken):.2f} s, fastest {taken[0]:.2f} s "
        f"(wanted ≤ 0.8 s); SciPy submodules: {runs[0][1]} (wanted 0)"
    )


if __name__ == "__main__":
    main()
