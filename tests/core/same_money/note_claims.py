"""What do the notes beside a mix claim of the dividends of each of its parts?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

CLAIMS = {
    "dividends are left out": "left out",
    "dividends reinvested": "reinvested",
    "stands in for it": "a fixed rate",
}


def claims(notes: Iterable[str], names: Iterable[str]) -> dict[str, list[str]]:
    """For every one of ``names`` that is said to do something with dividends, what; each claim as often as it is made."""
    found: dict[str, list[str]] = defaultdict(list)
    for note in notes:
        said = [claim for words, claim in CLAIMS.items() if words in note]
        for name in names:
            found[name] += said if name in note else []
    return {name: said for name, said in found.items() if said}
