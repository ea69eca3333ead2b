"""How does the view leave the screen? Inputs, every figure and the daily returns as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from core.index.fit import IndexFit
from core.index.fit_words import months_still_needed, skill_or_luck, why_best
from core.statistics.relative import Comparison
from core.statistics.rolling import Alert, RollingFit
from ui.reads.index_fit.fit import Candidates, FitPairs, FitQuestion
from ui.widgets.downloads import in_percent, json_button


def view_button(label: str, question: FitQuestion, what: str, content: Callable[[], Mapping[str, Any]]) -> None:
    """A quiet button for a view of this subject, and what was asked; a content that was asked more says so itself."""
    name, key = question.subject.name, f"fit-{what}-json"
    json_button(label, name, what, lambda: {"inputs": inputs(question), **content()}, key)


def rolling_content(index: str, found: RollingFit, raised: Sequence[Alert]) -> dict[str, Any]:
    """Alpha in percent a year, as ``GET /api/v1/index-fit`` gives it; null where one of the two never moves in the window."""
    return {
        "index": index,
        "window": found.window,
        "date": np.datetime_as_string(found.dates, unit="D").tolist(),
        "alpha": found.alpha * 100,
        "beta": found.beta,
        "correlation": found.correlation,
        "alerts": [{"kind": one.kind.value, "since": str(one.since), "message": one.message} for one in raised],
    }


def scan_content(found: Candidates, fit: IndexFit) -> dict[str, Any]:
    """Rates and returns in fractions, as ``GET /api/v1/index-fit/scan`` gives them."""
    symbols = {one.name: symbol for symbol, one in zip(found.symbols, found.indexes, strict=True)}
    return {
        "simulated": found.simulated,
        "observations": fit.observations,
        "start": str(fit.dates[0]),
        "end": str(fit.dates[-1]),
        "total_return": fit.total_return,
        "best_benchmark": symbols[fit.best.index],
        "runner_up": symbols[fit.runner_up.index] if fit.runner_up else None,
        "why": why_best(fit),
        "benchmarks": {symbols[one.index]: asdict(one) for one in fit.ranking},
        "left_out": [{"symbol": one.symbol, "name": one.name, "reason": one.reason} for one in found.left_out],
    }


def inputs(question: FitQuestion) -> dict[str, Any]:
    """The question as JSON: subject, indexes, range and rate."""
    subject = question.subject
    return {
        "subject": {"kind": subject.kind, "id": subject.id, "name": subject.name, "currency": subject.currency},
        "indexes": list(question.indexes),
        "range": question.range,
        "risk_free_rate": round(question.rate * 100, 6),
    }


def comparison_content(found: FitPairs, several: Sequence[Comparison]) -> dict[str, Any]:
    """Rates and returns in percent, as ``GET /api/v1/index-fit`` gives them."""
    return {
        "simulated": found.simulated,
        "currency": found.currency,
        "notes": list(found.notes),
        "left_out": [{"symbol": one.symbol, "reason": one.reason} for one in found.left_out],
        "comparisons": [_one(symbol, one) for symbol, one in zip(found.symbols, several, strict=True)],
    }


def _one(symbol: str, found: Comparison) -> dict[str, Any]:
    alpha = found.jensen
    low, high = (alpha.interval if alpha else None) or (None, None)
    return {
        "index": {"symbol": symbol, "name": found.benchmark.name},
        "observations": found.observations,
        "stock_performance": {
            "total_return": found.total_return * 100,
            "volatility": found.volatility * 100,
            "max_drawdown": found.max_drawdown.depth * 100,
        },
        "index_performance": {
            "total_return": found.benchmark_total_return * 100,
            "volatility": found.benchmark_volatility * 100,
            "max_drawdown": found.benchmark_max_drawdown.depth * 100,
        },
        "alpha": in_percent(found.alpha),
        "alpha_standard_error": in_percent(alpha.newey_west_error if alpha else None),
        "alpha_t": alpha.t if alpha else None,
        "alpha_low": in_percent(low),
        "alpha_high": in_percent(high),
        "beta": found.beta,
        "correlation": found.correlation,
        "r_squared": found.r_squared,
        "tracking_error": found.tracking_error * 100,
        "excess_return": found.excess_return * 100,
        "sharpe_ratio": found.sharpe,
        "information_ratio": found.information_ratio,
        "up_capture": found.up_capture,
        "down_capture": found.down_capture,
        "market_return": in_percent(found.market_return),
        "selection_return": in_percent(found.selection_return),
        "months_to_significance": months_still_needed(found),
        "skill_or_luck": skill_or_luck(found),
        "reasons": dict(found.reasons),
        "returns": {
            "date": np.datetime_as_string(found.portfolio.dates, unit="D").tolist(),
            "subject": found.portfolio.returns,
            "index": found.benchmark.returns,
        },
    }
