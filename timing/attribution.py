"""How fast is a linked attribution beside pandas on wide tables? Ten years of days, eleven segments, Brinson–Fachler with Carino."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.attribution.brinson import SegmentReturns
from core.attribution.effects import Attribution, attribute
from timing.timing import check, goal, show, side_by_side

DAYS, SEGMENTS_HELD = 2_520, 11
OURS, DAILY, CHECKED = (
    "attribute, reconciled",
    "… and the effects by day read",
    "… and its tables copied and checked before",
)
SEGMENTS, PANDAS = "pandas on wide tables, sums by segment", "… and sums by day"
SHORT, NUMPY = "pandas with four products instead of effects", "effects of every day in NumPy, sums by segment"
Effects = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
NAMES = ("allocation", "selection", "interaction")


def tables() -> dict[str, pd.DataFrame]:
    """Weights that drift and are renewed every month, returns of a common market and of each segment's own."""
    random = np.random.default_rng(11)
    days = pd.bdate_range("2015-01-01", periods=DAYS)
    names = [f"sector {number}" for number in range(1, SEGMENTS_HELD + 1)]
    market = random.normal(0.0003, 0.009, (DAYS, 1))
    made = {}
    for side in ("p", "b"):
        weights = random.dirichlet(np.full(SEGMENTS_HELD, 5.0), DAYS // 21 + 1).repeat(21, axis=0)[:DAYS]
        made[f"w_{side}"] = pd.DataFrame(weights, days, names)
        made[f"r_{side}"] = pd.DataFrame(market + random.normal(0, 0.006, (DAYS, SEGMENTS_HELD)), days, names)
    return made


def segment_returns(made: dict[str, pd.DataFrame]) -> SegmentReturns:
    columns = (made[name].to_numpy() for name in ("w_p", "r_p", "w_b", "r_b"))
    return SegmentReturns(tuple(made["w_p"].columns), made["w_p"].index.to_numpy(), *columns)


def by_pandas(made: dict[str, pd.DataFrame]) -> Effects:
    """As one writes it with pandas: a table for each effect, rows scaled by Carino's coefficients."""
    w_p, w_b, r_p, r_b = made["w_p"], made["w_b"], made["r_p"], made["r_b"]
    portfolio, benchmark = (w_p * r_p).sum(axis=1), (w_b * r_b).sum(axis=1)
    allocation = (w_p - w_b) * r_b.sub(benchmark, axis=0)
    selection = w_b * (r_p - r_b)
    interaction = (w_p - w_b) * (r_p - r_b)
    scale = carino(portfolio, benchmark)
    return allocation.mul(scale, axis=0), selection.mul(scale, axis=0), interaction.mul(scale, axis=0)


def carino(portfolio: Any, benchmark: Any) -> Any:
    """The textbook's coefficients, of Series or arrays of shape (t,)."""
    total_p, total_b = (1 + portfolio).prod() - 1, (1 + benchmark).prod() - 1
    whole = (np.log1p(total_p) - np.log1p(total_b)) / (total_p - total_b)
    return (np.log1p(portfolio) - np.log1p(benchmark)) / (portfolio - benchmark) / whole


def by_segment(effects: Effects) -> pd.DataFrame:
    """The linked table: what each segment brought in all."""
    return pd.DataFrame({name: part.sum() for name, part in zip(NAMES, effects, strict=True)})


def by_segment_and_day(effects: Effects) -> tuple[pd.DataFrame, pd.DataFrame]:
    return by_segment(effects), pd.DataFrame({n: part.sum(axis=1) for n, part in zip(NAMES, effects, strict=True)})


def by_short_pandas(made: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Our own shorter way written with pandas: sums by segment of four products, no table of any effect."""
    w_p, w_b, r_p, r_b = made["w_p"], made["w_b"], made["r_p"], made["r_b"]
    own, other = w_p * r_p, w_b * r_b
    benchmark = other.sum(axis=1)
    scale = carino(own.sum(axis=1), benchmark)
    p, x, y, q = (scale @ product for product in (own, w_p * r_b, w_b * r_p, other))
    hurdle = scale * benchmark
    return pd.DataFrame({"a": x - q - (hurdle @ w_p - hurdle @ w_b), "s": y - q, "i": (p - y) - (x - q)})


def by_numpy(made: dict[str, pd.DataFrame]) -> tuple[Any, ...]:
    """The effects of every day as plain arrays, and their sums by segment."""
    w_p, w_b, r_p, r_b = (made[name].to_numpy() for name in ("w_p", "w_b", "r_p", "r_b"))
    portfolio, benchmark = (w_p * r_p).sum(axis=1), (w_b * r_b).sum(axis=1)
    scale = carino(portfolio, benchmark)[:, None]
    bet, outperformance = w_p - w_b, r_p - r_b
    effects = bet * (r_b - benchmark[:, None]), w_b * outperformance, bet * outperformance
    return tuple((part * scale).sum(axis=0) for part in effects)


def difference(found: Attribution, table: pd.DataFrame) -> float:
    """The largest difference of an effect by segment."""
    mine = np.array([[one.allocation, one.selection, one.interaction] for one in found.effects])
    return float(np.abs(mine - table.to_numpy()).max())


def main() -> None:
    made = tables()
    data = segment_returns(made)
    found = attribute(data)
    check("effects by segment", difference(found, by_segment(by_pandas(made))), 1e-13)
    check("the shorter way with pandas", difference(found, by_short_pandas(made)), 1e-13)
    timings = side_by_side(
        {
            OURS: lambda: attribute(data),
            DAILY: lambda: attribute(data).by_period,
            CHECKED: lambda: attribute(segment_returns(made)).by_period,
            SEGMENTS: lambda: by_segment(by_pandas(made)),
            PANDAS: lambda: by_segment_and_day(by_pandas(made)),
            SHORT: lambda: by_short_pandas(made),
            NUMPY: lambda: by_numpy(made),
        }
    )
    show(f"{DAYS:,} days × {SEGMENTS_HELD} segments, Brinson–Fachler, Carino", timings, OURS)
    goal("as fast as pandas, table by segment", timings[SEGMENTS].median / timings[OURS].median, 20)
    goal("as fast as pandas, by segment and by day", timings[PANDAS].median / timings[DAILY].median, 20)
    check("residual", abs(found.residual), 1e-14)


if __name__ == "__main__":
    main()
