"""How do a comparison and a fit become JSON: percent for one pair, fractions for many candidates?"""

from __future__ import annotations

import math

from api.index.models.fit import (
    AlertOut,
    ChoiceOut,
    FitAnswer,
    IndexFitAnswer,
    Performance,
    RollingOut,
    RollingPoint,
)
from api.server.fields import percent
from core.index.fit import BenchmarkChoiceCheck, IndexFit
from core.index.fit_words import choice_text, months_still_needed, skill_or_luck, why_best
from core.market.index import MarketIndex
from core.statistics.bootstrap import excess_band
from core.statistics.reading_bands import READING_BANDS, reading
from core.statistics.relative import Comparison
from core.statistics.rolling import Alert, AlertKind, RollingFit, alerts
from studies.index_fit import Pair

TOO_LONG = "At this pace it would take more than a century."
RENAMED = {"sharpe": "sharpe_ratio"}


def pair_answer(
    found: Comparison,
    entry: MarketIndex,
    pair: Pair,
    rolling: RollingFit | None = None,
    portfolio_id: str | None = None,
) -> IndexFitAnswer:
    """One security, or portfolio, beside one index, in percent."""
    depth, index_depth = found.max_drawdown.depth, found.benchmark_max_drawdown.depth
    return IndexFitAnswer.from_result(
        found,
        symbol=None if portfolio_id else pair.security.name,
        portfolio_id=portfolio_id,
        index=entry,
        currency=pair.currency,
        stock_performance=_performance(found.total_return, found.volatility, depth),
        index_performance=_performance(found.benchmark_total_return, found.benchmark_volatility, index_depth),
        outperformance=found.excess_return > 0,
        band=excess_band(found.portfolio.returns - found.benchmark.returns, found.periods_per_year),
        skill_or_luck=skill_or_luck(found),
        months_to_significance=months_still_needed(found),
        readings=_readings(found),
        rolling=_rolling(rolling) if rolling else None,
        simulated=pair.simulated,
        reasons=_reasons(found),
        notes=pair.notes,
    )


def candidate_answer(fit: IndexFit, check: BenchmarkChoiceCheck | None) -> FitAnswer:
    """A portfolio beside many candidates, in fractions."""
    return FitAnswer.from_result(
        fit,
        benchmarks={one.index: one for one in fit.fits},
        why=why_best(fit),
        choice=_choice(check) if check else None,
        reasons={one.index: one.reason for one in fit.fits if one.reason},
    )


def _rolling(found: RollingFit) -> RollingOut:
    columns = (found.dates, found.alpha, found.beta, found.correlation)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    points = [dict(zip(RollingPoint.model_fields, (on, *map(_known, values)), strict=True)) for on, *values in rows]
    return RollingOut.from_result(found, points=points, alerts=[_alert(one) for one in alerts(found)])


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _alert(one: Alert) -> AlertOut:
    """The alert; alpha, a fraction, in percent."""
    scale = percent if one.kind is AlertKind.ALPHA_DECAY else float
    value, median, low, high = map(scale, (one.value, one.median, one.low, one.high))
    return AlertOut.from_result(one, value=value, median=median, low=low, high=high)


def _choice(check: BenchmarkChoiceCheck) -> ChoiceOut:
    plausible = [one.index for one in check.plausible]
    return ChoiceOut.from_result(check, plausible=plausible, reading=choice_text(check))


def _performance(total_return: float, volatility: float, depth: float) -> Performance:
    return Performance(total_return=total_return, volatility=volatility, max_drawdown=depth)


def _readings(found: Comparison) -> dict[str, str]:
    """Words for the numbers that are defined."""
    words = {name: reading(name, getattr(found, name)) for name in READING_BANDS}
    return {RENAMED.get(name, name): word for name, word in words.items() if word}


def _reasons(found: Comparison) -> dict[str, str]:
    """Core's reasons under the names of the answer's fields; the errors of alpha share one."""
    reasons = {RENAMED.get(name, name): reason for name, reason in found.reasons.items()}
    own = {name: reason for name, reason in reasons.items() if name in IndexFitAnswer.model_fields}
    shared = reasons.get("jensen.t") or reasons.get("alpha")
    if not shared:
        return own | ({} if months_still_needed(found) is not None else {"months_to_significance": TOO_LONG})
    names = ("alpha_standard_error", "alpha_t", "alpha_low", "alpha_high", "months_to_significance")
    return own | dict.fromkeys(names, shared)
