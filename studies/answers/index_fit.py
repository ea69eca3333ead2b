"""How does it behave beside one index? In percent, with its words, reasons, and the windows over time."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from core.index.fit_words import skill_or_luck
from core.market.index import MarketIndex
from core.market.levels import Basis
from core.statistics.bootstrap import alpha_band
from core.statistics.months_needed import months_still_needed
from core.statistics.reading_bands import READING_BANDS, word
from core.statistics.record import Certainty
from core.statistics.relative import Comparison
from core.statistics.rolling import FALSE_ALARM_RATE, Alert, AlertKind, RollingFit, alerts
from core.statistics.standard_errors import standard_errors
from studies.answers.fields import Answer, Day, Finite, Frequency, Percent, Statistic, origin, percent
from studies.index.fit import Pair

TOO_LONG = "At this pace it would take more than a century."
RENAMED = {"sharpe": "sharpe_ratio"}


class IndexHead(Answer):
    """The index of a comparison."""

    symbol: str
    name: str
    constituents: int | None


class Performance(Answer):
    """Percent; `volatility` a year, the others over the range. `max_drawdown` is at most 0."""

    total_return: Percent
    volatility: Percent
    max_drawdown: Percent


class AlertOut(Answer):
    """What is unlike the earlier windows: the last `value` lies outside `low` to `high`, since a date; `median` is theirs."""

    kind: str
    since: dt.date
    value: Finite
    median: Finite
    low: Finite
    high: Finite
    message: str


class RollingPoint(Answer):
    """The window up to a date; null where the index never moved in it."""

    date: dt.date
    alpha: Annotated[Percent | None, Field(description="Percent a year.")]
    beta: Statistic
    correlation: Statistic


class RollingOut(Answer):
    """Rolling statistics, and the alerts of alpha decay, beta drift and correlation break (alpha in percent a year).

    The names of the kinds are no causes: an alert says that the last window is unlike the earlier ones.
    """

    window: Annotated[int, Field(description="Observations.")]
    frequency: Frequency
    points: list[RollingPoint]
    alerts: list[AlertOut]
    false_alarm_rate: Annotated[
        Percent,
        Field(
            description="At most so many steady records show an alert within a year if looked at every ten days (simulated)."
        ),
    ]


class SplitReturn(Answer):
    """Percent over the range; the three add up to the total return."""

    risk_free: Percent
    market: Annotated[Percent, Field(description="What beta × (index − risk-free) of each period brought, linked.")]
    selection: Annotated[Percent, Field(description="What neither brought, linked.")]


class RecordOut(Answer):
    """What may be said of a comparison. A basis is `price` (dividends left out), `total` or `net`."""

    days: Annotated[int, Field(description="Over which returns were earned.")]
    subject_basis: Annotated[Basis | None, origin("portfolio.basis")]
    index_basis: Annotated[Basis | None, origin("benchmark.basis")]
    certainty: Annotated[
        Certainty, Field(description="Of the words: `plain` from 36 months, `uncertain` from one year, else `none`.")
    ]
    reason: Annotated[str, Field(description="Why no verdict is given, or an uncertain one; empty where it is plain.")]


class IndexFitAnswer(Answer):
    """Percent, save for ratios; undefined is null with an entry in `reasons`."""

    symbol: Annotated[str | None, Field(description="Null for a portfolio.")]
    portfolio_id: str | None = None
    name: Annotated[str, origin("portfolio.name"), Field(description="The symbol, or the portfolio's name.")]
    index: IndexHead
    start: Annotated[Day, origin("unlinked.0.dates.0"), Field(description="The first date whose return is compared.")]
    end: Annotated[Day, origin("portfolio.dates.-1")]
    observations: int
    periods_per_year: Annotated[Finite, Field(description="Observations a year, by which figures are annualised.")]
    frequency: Frequency
    currency: str
    risk_free_rate: Percent
    stock_performance: Performance
    index_performance: Performance
    alpha: Annotated[
        Percent | None,
        Field(
            description="Jensen's alpha, a year; null where only one side has dividends in, as are its errors and captures."
        ),
    ]
    alpha_standard_error: Annotated[Percent | None, origin("jensen.newey_west_error"), Field(description="Newey–West.")]
    alpha_t: Annotated[Statistic, origin("jensen.t")]
    alpha_low: Annotated[
        Percent | None, origin("jensen.interval.0"), Field(description="Lower end of the 95 % interval.")
    ]
    alpha_high: Annotated[Percent | None, origin("jensen.interval.1")]
    beta: Statistic
    beta_low: Annotated[Statistic, origin("beta_interval.0"), Field(description="Lower end of the 95 % interval.")]
    beta_high: Annotated[Statistic, origin("beta_interval.1")]
    correlation: Statistic
    r_squared: Statistic
    tracking_error: Percent
    excess_return: Annotated[Percent, Field(description="The difference of the two total returns.")]
    sharpe_ratio: Annotated[Statistic, origin("sharpe")]
    information_ratio: Annotated[Statistic, Field(description="Of the mean difference, before compounding.")]
    information_ratio_annualised: Annotated[
        Statistic, Field(description="Of the annualised returns: its sign is that of the excess return.")
    ]
    standard_errors: Annotated[dict[str, Finite], Field(description="Of `sharpe_ratio` and `information_ratio`.")]
    up_capture: Annotated[Statistic, Field(description="A ratio: 1 is all of the index's rise.")]
    down_capture: Statistic
    return_split: Annotated[SplitReturn | None, Field(description="The total return in three linked parts (Carino).")]
    market_return: Annotated[
        Percent | None, Field(description="The whole-period form: beta × the index's total return, whatever the rate.")
    ]
    selection_return: Annotated[
        Percent | None, Field(description="The rest of the total return, interest and compounding included.")
    ]
    market_share: Annotated[Percent | None, Field(description="`market_return` in percent of the total return.")]
    selection_share: Percent | None
    outperformance: Annotated[bool, Field(description="Whether its total return is above the index's.")]
    alpha_band_low: Annotated[
        Percent | None,
        origin("band.low"),
        Field(description="Lower end of what chance could have made of alpha: 95 % of its block bootstrap."),
    ]
    alpha_band_high: Annotated[Percent | None, origin("band.high")]
    skill_or_luck: str
    months_to_significance: Annotated[
        int | None,
        Field(
            description="More months for a four in five chance of telling, if alpha stays as it was; 0: it tells already, "
            "null: over a century."
        ),
    ]
    readings: Annotated[
        dict[str, str],
        Field(
            description="Words for figures. Of ratios none under a year or on unlike bases, “…, uncertain” under 36 months; of a tracking "
            "error none where R² is below 0.7."
        ),
    ]
    record: RecordOut
    rolling: Annotated[RollingOut | None, Field(description="Where `rolling_window` asks for it.")]
    simulated: bool
    reasons: dict[str, str]
    notes: list[str]
    further: Annotated[
        tuple[IndexFitAnswer, ...], Field(description="The same beside each further index that was asked for.")
    ] = ()


def pair_answer(
    found: Comparison,
    entry: MarketIndex | IndexHead,
    pair: Pair,
    rolling: RollingFit | str | None = None,
    portfolio_id: str | None = None,
    symbol: str | None = None,
) -> IndexFitAnswer:
    """One security, or portfolio, beside one index, in percent.

    ``rolling``: windows over time, or why there are none. ``symbol``: the security's, where its series goes by another name.
    """
    depth, index_depth = found.max_drawdown.depth, found.benchmark_max_drawdown.depth
    return IndexFitAnswer.from_result(
        found,
        symbol=None if portfolio_id else symbol or pair.security.name,
        portfolio=replace(found.portfolio, name=symbol or found.portfolio.name),
        portfolio_id=portfolio_id,
        index=entry,
        currency=pair.currency,
        stock_performance=_performance(found.total_return, found.volatility, depth),
        index_performance=_performance(found.benchmark_total_return, found.benchmark_volatility, index_depth),
        outperformance=found.excess_return > 0,
        band=alpha_band(found),
        skill_or_luck=skill_or_luck(found),
        months_to_significance=months_still_needed(found),
        readings=_readings(found),
        standard_errors=_standard_errors(found),
        rolling=rolling_answer(rolling) if isinstance(rolling, RollingFit) else None,
        simulated=pair.simulated,
        reasons=_reasons(found) | ({"rolling": rolling} if isinstance(rolling, str) else {}),
        notes=pair.all_notes,
    )


def rolling_answer(found: RollingFit) -> RollingOut:
    """The three lines point by point, and what is unusual about them."""
    columns = (found.dates, found.alpha, found.beta, found.correlation)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    points = [dict(zip(RollingPoint.model_fields, (on, *map(_known, values)), strict=True)) for on, *values in rows]
    return RollingOut.from_result(
        found, points=points, alerts=[_alert(one) for one in alerts(found)], false_alarm_rate=FALSE_ALARM_RATE
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _alert(one: Alert) -> AlertOut:
    """The alert; alpha, a fraction, in percent."""
    scale = percent if one.kind is AlertKind.ALPHA_DECAY else float
    value, median, low, high = map(scale, (one.value, one.median, one.low, one.high))
    return AlertOut.from_result(one, value=value, median=median, low=low, high=high)


def _performance(total_return: float, volatility: float, depth: float) -> Performance:
    return Performance(total_return=total_return, volatility=volatility, max_drawdown=depth)


def _readings(found: Comparison) -> dict[str, str]:
    """Words for the numbers that are defined, as far as the record allows."""
    words = {name: word(name, getattr(found, name), found.record, found.r_squared) for name in READING_BANDS}
    return {RENAMED.get(name, name): said for name, said in words.items() if said}


def _standard_errors(found: Comparison) -> dict[str, float]:
    """Of the ratios; alpha's own stands beside it."""
    errors = standard_errors(found)
    return {RENAMED.get(name, name): errors[name] for name in ("sharpe", "information_ratio") if name in errors}


def _reasons(found: Comparison) -> dict[str, str]:
    """Core's reasons under the names of the answer's fields; the errors of alpha share one."""
    reasons = {RENAMED.get(name, name): reason for name, reason in found.reasons.items()}
    own = {name: reason for name, reason in reasons.items() if name in IndexFitAnswer.model_fields}
    if "beta_interval" in reasons:
        own |= dict.fromkeys(("beta_low", "beta_high"), reasons["beta_interval"])
    if "alpha" in reasons:
        own |= dict.fromkeys(("alpha_band_low", "alpha_band_high"), reasons["alpha"])
    shared = reasons.get("jensen.t") or reasons.get("alpha")
    if not shared:
        return own | ({} if months_still_needed(found) is not None else {"months_to_significance": TOO_LONG})
    names = ("alpha_standard_error", "alpha_t", "alpha_low", "alpha_high", "months_to_significance")
    return own | dict.fromkeys(names, shared)
