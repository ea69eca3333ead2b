"""How do a comparison and a fit become JSON: percent for one pair, fractions for many candidates?"""

from __future__ import annotations

import math

from api.index.models.fit import (
    AlertOut,
    CandidateFit,
    ChoiceOut,
    FitAnswer,
    IndexFitAnswer,
    IndexHead,
    IndexOut,
    Performance,
    RollingOut,
    RollingPoint,
)
from core.index.fit import BenchmarkChoiceCheck, BenchmarkFit, IndexFit
from core.index.fit_words import choice_text, months_still_needed, skill_or_luck, why_best
from core.market.index import MarketIndex
from core.market.levels import to_date
from core.statistics.bootstrap import excess_band
from core.statistics.reading_bands import (
    correlation_reading,
    information_ratio_reading,
    sharpe_reading,
    tracking_error_reading,
)
from core.statistics.relative import Comparison
from core.statistics.rolling import Alert, AlertKind, RollingFit, alerts
from studies.index_fit import Pair

TOO_LONG = "At this pace it would take more than a century."
RENAMED = {"sharpe": "sharpe_ratio"}


def index_out(entry: MarketIndex) -> IndexOut:
    """A catalogue entry."""
    return IndexOut(
        symbol=entry.symbol,
        name=entry.name,
        region=entry.region,
        asset_class=entry.asset_class.value,
        currency=entry.currency,
        basis=entry.basis.value,
        constituents=entry.constituents,
        source=entry.source,
    )


def pair_answer(
    found: Comparison,
    entry: MarketIndex,
    pair: Pair,
    rolling: RollingFit | None = None,
    portfolio_id: str | None = None,
) -> IndexFitAnswer:
    """One security, or portfolio, beside one index, in percent."""
    alpha = found.jensen
    low, high = (alpha.interval if alpha else None) or (None, None)
    band = excess_band(found.portfolio.returns - found.benchmark.returns, found.periods_per_year)
    return IndexFitAnswer(
        symbol=None if portfolio_id else pair.security.name,
        portfolio_id=portfolio_id,
        name=pair.security.name,
        index=IndexHead(symbol=entry.symbol, name=entry.name, constituents=entry.constituents),
        start=to_date(found.portfolio.dates[0]),
        end=to_date(found.portfolio.dates[-1]),
        observations=found.observations,
        currency=pair.currency,
        risk_free_rate=found.risk_free_rate * 100,
        stock_performance=_performance(found.total_return, found.volatility, found.max_drawdown.depth),
        index_performance=_performance(
            found.benchmark_total_return, found.benchmark_volatility, found.benchmark_max_drawdown.depth
        ),
        alpha=_percent(found.alpha),
        alpha_standard_error=_percent(alpha.newey_west_error if alpha else None),
        alpha_t=alpha.t if alpha else None,
        alpha_low=_percent(low),
        alpha_high=_percent(high),
        beta=found.beta,
        correlation=found.correlation,
        r_squared=found.r_squared,
        tracking_error=found.tracking_error * 100,
        excess_return=found.excess_return * 100,
        sharpe_ratio=found.sharpe,
        information_ratio=found.information_ratio,
        up_capture=found.up_capture,
        down_capture=found.down_capture,
        market_return=_percent(found.market_return),
        selection_return=_percent(found.selection_return),
        market_share=_percent(found.market_share),
        selection_share=_percent(found.selection_share),
        outperformance=found.excess_return > 0,
        excess_low=band.low * 100,
        excess_high=band.high * 100,
        skill_or_luck=skill_or_luck(found),
        months_to_significance=months_still_needed(found),
        readings=_readings(found),
        rolling=_rolling(rolling) if rolling else None,
        simulated=pair.simulated,
        reasons=_reasons(found),
        notes=list(pair.notes),
    )


def candidate_answer(fit: IndexFit, check: BenchmarkChoiceCheck | None) -> FitAnswer:
    """A portfolio beside many candidates, in fractions."""
    best, second = fit.best, fit.runner_up
    assert best.r_squared is not None
    return FitAnswer(
        observations=fit.observations,
        start=to_date(fit.dates[0]),
        end=to_date(fit.dates[-1]),
        portfolio_return=fit.total_return,
        benchmarks={one.index: _candidate(one) for one in fit.fits},
        best_benchmark=best.index,
        best_r_squared=best.r_squared,
        runner_up=second.index if second else None,
        why=why_best(fit),
        choice=_choice(check) if check else None,
        reasons={one.index: one.reason for one in fit.fits if one.reason},
    )


def _rolling(found: RollingFit) -> RollingOut:
    columns = (found.alpha * 100, found.beta, found.correlation)
    points = [
        RollingPoint(date=to_date(on), alpha=_known(alpha), beta=_known(beta), correlation=_known(correlation))
        for on, alpha, beta, correlation in zip(found.dates, *(one.tolist() for one in columns), strict=True)
    ]
    return RollingOut(window=found.window, points=points, alerts=[_alert(one) for one in alerts(found)])


def _alert(one: Alert) -> AlertOut:
    scale = 100.0 if one.kind is AlertKind.ALPHA_DECAY else 1.0
    return AlertOut(
        kind=one.kind.value,
        since=one.since,
        value=one.value * scale,
        median=one.median * scale,
        low=one.low * scale,
        high=one.high * scale,
        message=one.message,
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _candidate(one: BenchmarkFit) -> CandidateFit:
    return CandidateFit(
        total_return=one.total_return,
        excess_return=one.excess_return,
        alpha=one.alpha,
        beta=one.beta,
        correlation=one.correlation,
        r_squared=one.r_squared,
        tracking_error=one.tracking_error,
    )


def _choice(check: BenchmarkChoiceCheck) -> ChoiceOut:
    return ChoiceOut(
        chosen=check.chosen.index,
        plausible=[one.index for one in check.plausible],
        rank_by_fit=check.rank_by_fit,
        rank_by_excess=check.rank_by_excess,
        reported_excess=check.reported_excess,
        excess_over_best=check.excess_over_best,
        owed_to_choice=check.owed_to_choice,
        reading=choice_text(check),
    )


def _performance(total_return: float, volatility: float, depth: float) -> Performance:
    return Performance(total_return=total_return * 100, volatility=volatility * 100, max_drawdown=depth * 100)


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else fraction * 100


def _readings(found: Comparison) -> dict[str, str]:
    """Words for the numbers that are defined."""
    told = {"tracking_error": tracking_error_reading(found.tracking_error)}
    if found.correlation is not None:
        told["correlation"] = correlation_reading(found.correlation)
    if found.sharpe is not None:
        told["sharpe_ratio"] = sharpe_reading(found.sharpe)
    if found.information_ratio is not None:
        told["information_ratio"] = information_ratio_reading(found.information_ratio)
    return told


def _reasons(found: Comparison) -> dict[str, str]:
    """Core's reasons under the names of the answer's fields; the errors of alpha share one."""
    reasons = {RENAMED.get(name, name): reason for name, reason in found.reasons.items()}
    own = {name: reason for name, reason in reasons.items() if name in IndexFitAnswer.model_fields}
    shared = reasons.get("jensen.t") or reasons.get("alpha")
    if not shared:
        return own | ({} if months_still_needed(found) is not None else {"months_to_significance": TOO_LONG})
    names = ("alpha_standard_error", "alpha_t", "alpha_low", "alpha_high", "months_to_significance")
    return own | dict.fromkeys(names, shared)
