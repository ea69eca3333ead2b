"""A second opinion on blends: one day after the other, in plain Python, straight from the definition and nothing shared.

R_t = Σ w_open,i · r_i,t and w_close,i = w_open,i (1 + r_i,t) / (1 + R_t). Contribution of i = Σ_t (Π_{s<t} (1 + R_s)) · w_open,i · r_i,t.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

PERIOD: dict[str, Callable[[date], object]] = {
    "D": lambda on: on,
    "W": lambda on: on.isocalendar()[:2],
    "M": lambda on: (on.year, on.month),
    "Q": lambda on: (on.year, (on.month - 1) // 3),
    "S": lambda on: (on.year, on.month > 6),
    "A": lambda on: on.year,
}


@dataclass
class PlainPath:
    returns: list[float] = field(default_factory=list)
    opening: list[list[float]] = field(default_factory=list)
    closing: list[float] = field(default_factory=list)
    contributions: list[float] = field(default_factory=list)
    events: list[tuple[date, str]] = field(default_factory=list)
    growth: float = 1.0


def plain_blend(
    dates: Sequence[date],
    returns: Sequence[Sequence[float]],
    targets: Sequence[tuple[date, Sequence[float]]],
    rule: str = "NONE",
    at_close: bool = False,
    threshold: float = float("inf"),
) -> PlainPath:
    """``returns``: a row per date. ``targets``: (effective date, weights) by date, the first one early enough for the first date."""
    path = PlainPath(contributions=[0.0] * len(returns[0]))
    target: Sequence[float] = ()
    weights: list[float] = []
    drifted_away = False
    for t, (on, row) in enumerate(zip(dates, returns, strict=True)):
        in_force = [one for effective, one in targets if effective <= on][-1]
        reason = ""
        if t and rule in PERIOD and PERIOD[rule](on) != PERIOD[rule](dates[t - 1]):
            reason = f"{rule}_START"
        if t and in_force is not target:
            reason = "POLICY"
        if t == 0 or (reason and not at_close) or drifted_away:
            weights = list(target if drifted_away and not (reason and not at_close) else in_force)
        if drifted_away and (not reason or at_close):
            path.events.append((on, "DRIFT"))
        target = in_force
        earned = [w * r for w, r in zip(weights, row, strict=True)]
        total = sum(earned)
        path.opening.append(list(weights))
        path.returns.append(total)
        path.contributions = [c + path.growth * e for c, e in zip(path.contributions, earned, strict=True)]
        path.growth *= 1 + total
        weights = [w * (1 + r) / (1 + total) for w, r in zip(weights, row, strict=True)]
        if reason:
            path.events.append((on, reason))
        if reason and at_close:
            weights = list(in_force)
        drifted_away = max(abs(w - g) for w, g in zip(weights, target, strict=True)) > threshold + 1e-12
    path.closing = weights
    return path
