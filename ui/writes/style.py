"""How does a mix that was found become a benchmark of the library?"""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.rebalancing import Rebalance, Rule
from core.market.levels import Floats
from core.peers.reallocation import rounded_weights
from core.returns.sampling import Spacing
from ui.reads.benchmarks import Library, library
from ui.writes.benchmarks import keep_blend, record_of

UNIT = 0.005  # the step of the sliders with which a blend is looked at
LONGEST_NAME = 100
RULES = {Spacing.DAILY: Rule.DAILY, Spacing.WEEKLY: Rule.WEEKLY, Spacing.MONTHLY: Rule.MONTHLY}


def blend_of_style(symbols: tuple[str, ...], weights: Floats, spacing: Spacing, currency: str) -> Blend:
    """The mix in half percents, put right as often as it was fitted; parts that round to nothing are left out."""
    rounded = rounded_weights(np.asarray(weights), UNIT)
    parts = tuple(
        Component(symbol, float(weight)) for symbol, weight in zip(symbols, rounded, strict=True) if weight > 0
    )
    return Blend("STYLE", currency, parts, rebalance=Rebalance(RULES[spacing]))


def keep_style(subject: str, blend: Blend) -> str:
    """Stores the mix under a free name and returns its id; the id of the same mix where it is there already."""
    known = library()
    parts = tuple(replace(part, id=_library_id(known, part.id)) for part in blend.components)
    blend = replace(blend, components=parts)
    wanted = record_of(subject, blend)
    for one in known.records.values():
        same = (one.intervals, one.rebalance, one.currency) == (wanted.intervals, wanted.rebalance, wanted.currency)
        if one.kind is BenchmarkKind.BLENDED and same:
            return one.id
    taken = {one.casefold() for one in known.names.values()}
    name = f"Style of {subject}"[:LONGEST_NAME].strip()
    free = (name if at == 1 else f"{name} ({at})" for at in count(1))
    return keep_blend(next(one for one in free if one.casefold() not in taken), blend)


def _library_id(known: Library, symbol: str) -> str:
    """Under which id the library has a symbol: that of a benchmark made of it, else the symbol itself."""
    made = (one.id for one in known.records.values() if one.kind is BenchmarkKind.SECURITY and one.symbol == symbol)
    return next(made, None) or known.record(symbol).id
