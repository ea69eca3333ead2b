"""Do the results in this folder follow from its inputs? Worked out anew with plain loops, without the program that wrote them.

    python recompute.py [folder]

Needs Python 3.11 or later and nothing else; reads the files beside it, writes nothing, uses no network. Every file is held against its
SHA-256 in ``manifest.json``; then units, values, flows, accounts and rates are computed from ``inputs/`` and ``specification.json`` and
compared with ``results/`` to one part in a billion. Ends with 0 when everything agrees, with 1 otherwise.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(HERE))
    from audit.compare import main

    sys.exit(main(sys.argv[1:], HERE))
