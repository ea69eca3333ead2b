"""How fast is a linked attribution beside pandas on wide tables? Ten years of days, eleven segments, Brinson–Fachler with Carino."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.timing import check, goal, show, side_by_side
from core.attribution import Attribution, attribute
from core.brinson import SegmentReturns

DAYS, SEGMENTS = 2_520, 11
OURS, CHECKED = "attribute, reconciled", "… and its tables copied and checked before"
PANDAS = "pandas on wide tables"
Effects = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def tables() -> dict[str, pd.DataFrame]:
    """Weights that drift and are renewed every month, returns of a common market and of each segment's own."""
    random = np.random.default_rng(11)
    days = pd.bdate_range("2015-01-01", periods=DAYS)
    names = [f"sector {number}" for number in range(1, SEGMENTS + 1)]
    market = random.normal(0.0003, 0.009, (DAYS, 1))
    made = {}
    for side in ("p", "b"):
        weights = random.dirichlet(np.full(SEGMENTS, 5.0), DAYS // 21 + 1).repeat(21, axis=0)[:DAYS]
        made[f"w_{side}"] = pd.DataFrame(weights, days, names)
        made[f"r_{side}"] = pd.DataFrame(market + random.normal(0, 0.006, (DAYS, SEGMENTS)), days, names)
    return made


def segment_returns(made: dict[str, pd.DataFrame]) -> SegmentReturns:
    columns = (made[name].to_numpy() for name in ("w_p", "r_p", "w_b", "r_b"))
    return SegmentReturns(tuple(made["w_p"].columns), made["w_p"].index.to_numpy(), *columns)


def by_pandas(made: dict[str, pd.DataFrame]) -> Effects:
    """As one writes it with pandas: a table for each effect, rows scaled by Carino's coefficients, sums by segment."""
    w_p, w_b, r_p, r_b = made["w_p"], made["w_b"], made["r_p"], made["r_b"]
    portfolio, benchmark = (w_p * r_p).sum(axis=1), (w_b * r_b).sum(axis=1)
    allocation = (w_p - w_b) * r_b.sub(benchmark, axis=0)
    selection = w_b * (r_p - r_b)
    interaction = (w_p - w_b) * (r_p - r_b)
    total_p, total_b = (1 + portfolio).prod() - 1, (1 + benchmark).prod() - 1
    whole = (np.log1p(total_p) - np.log1p(total_b)) / (total_p - total_b)
    scale = (np.log1p(portfolio) - np.log1p(benchmark)) / (portfolio - benchmark) / whole
    return allocation.mul(scale, axis=0), selection.mul(scale, axis=0), interaction.mul(scale, axis=0)


def summed_by_pandas(made: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same, its sums by segment and by day: what our answer holds too."""
    parts = dict(zip(("a", "s", "i"), by_pandas(made), strict=True))
    by_segment = pd.DataFrame({name: part.sum() for name, part in parts.items()})
    return by_segment, pd.DataFrame({name: part.sum(axis=1) for name, part in parts.items()})


def difference(found: Attribution, made: dict[str, pd.DataFrame]) -> float:
    """The largest difference of an effect by segment."""
    mine = np.array([[one.allocation, one.selection, one.interaction] for one in found.effects])
    return float(np.abs(mine - summed_by_pandas(made)[0].to_numpy()).max())


def main() -> None:
    made = tables()
    data = segment_returns(made)
    found = attribute(data)
    check("effects by segment", difference(found, made), 1e-12)
    timings = side_by_side(
        {
            OURS: lambda: attribute(data),
            CHECKED: lambda: attribute(segment_returns(made)),
            PANDAS: lambda: summed_by_pandas(made),
        }
    )
    show(f"{DAYS:,} days × {SEGMENTS} segments, Brinson–Fachler, Carino", timings, OURS)
    goal("as fast as pandas on wide tables", timings[PANDAS].median / timings[OURS].median, 20)
    check("residual", abs(found.residual), 1e-14)


if __name__ == "__main__":
    main()
