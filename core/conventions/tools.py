"""Which known tools make their numbers by which conventions? What was read in their source or documentation, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.conventions.choices import (
    IN_FORCE,
    AlphaKind,
    Annualising,
    Capture,
    Conventions,
    DayCount,
    Information,
    PartYear,
    RateStep,
    RateUse,
    Reward,
    Sampling,
    Target,
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool or standard. ``conventions``: this project's numbers made its way, as far as a switch exists. ``says``: what it does, by
    subject, each read in ``source``; a subject is absent where it has no such number or does not say. ``without_switch``: what it does
    for which there is no switch."""

    id: str
    name: str
    conventions: Conventions
    says: Mapping[str, str]
    source: str
    without_switch: str = ""


_BY_252 = replace(IN_FORCE, sampling=Sampling.DAYS, periods=252, rate_step=RateStep.DIVIDED)
_OBSERVATIONS = replace(_BY_252, annualising=Annualising.PERIODS, part_year=PartYear.ALWAYS)

YARDSTICK = Tool(
    "yardstick",
    "This dashboard",
    IN_FORCE,
    {
        "Year": "ACT/365F; a part of a year is never annualised, XIRR excepted",
        "Risk": "the data's observations a year, n − 1; weeks where exchanges close at other hours",
        "Alpha": "Jensen's: mean excess returns × observations a year, at the rate you choose",
        "Rate": "what a deposit earns over the days of an observation",
        "Ratios": "means × observations a year",
        "Captures": "mean of calendar months",
    },
    "docs/methodology.md",
)

TOOLS: tuple[Tool, ...] = (
    YARDSTICK,
    Tool(
        "empyrical",
        "empyrical, pyfolio",
        replace(
            _OBSERVATIONS,
            alpha=AlphaKind.COMPOUNDED,
            rate_use=RateUse.ZERO,
            information=Information.ONE_PERIOD,
            target=Target.ZERO,
            capture=Capture.ANNUALISED,
        ),
        {
            "Year": "252 observations; a part of a year is annualised",
            "Risk": "252 days, n − 1",
            "Alpha": "mean of r − beta·b, compounded over 252",
            "Rate": "0 unless given, and then per observation",
            "Ratios": "Sharpe, Sortino × √252, target 0; excess_sharpe not annualised",
            "Captures": "annualised returns of rising and of falling days",
        },
        "empyrical-reloaded 0.7.1, stats.py: annual_return, annual_volatility, sharpe_ratio, sortino_ratio, excess_sharpe, alpha_aligned, "
        "capture; pyfolio-reloaded 0.10.1, timeseries.py, calls them",
    ),
    Tool(
        "quantstats",
        "QuantStats",
        replace(
            _OBSERVATIONS,
            alpha=AlphaKind.ZERO_RATE,
            rate_use=RateUse.ZERO,
            rate_step=RateStep.ROOT,
            information=Information.ONE_PERIOD,
            target=Target.ZERO,
        ),
        {
            "Year": "252 observations; a part of a year is annualised",
            "Risk": "252 days, n − 1",
            "Alpha": "mean(r) − beta·mean(b), × 252, without a risk-free rate",
            "Rate": "0 unless given, and then its 252nd root",
            "Ratios": "Sharpe, Sortino × √252; information ratio not annualised",
        },
        "quantstats 0.0.86, stats.py: cagr, volatility, sharpe, sortino, information_ratio, greeks; utils.py: to_excess_returns",
    ),
    Tool(
        "ffn",
        "ffn, bt",
        replace(
            _BY_252,
            day_count=DayCount.ACT_365_25,
            part_year=PartYear.ALWAYS,
            rate_use=RateUse.ZERO,
            rate_step=RateStep.ROOT,
            information=Information.ONE_PERIOD,
            target=Target.ZERO,
        ),
        {
            "Year": "ACT/365.25; a part of a year is annualised",
            "Risk": "252 days, n − 1",
            "Rate": "0 unless given, and then its 252nd root",
            "Ratios": "Sharpe, Sortino × √252; information ratio not annualised",
        },
        "ffn 1.4.1, core.py: year_frac, calc_cagr, calc_sharpe, calc_sortino_ratio, calc_information_ratio, deannualize",
    ),
    Tool(
        "performanceanalytics",
        "PerformanceAnalytics (R)",
        replace(
            _OBSERVATIONS,
            alpha=AlphaKind.ANNUAL_RETURNS,
            rate_use=RateUse.ZERO,
            reward=Reward.COMPOUNDED,
            information=Information.COMPOUNDED,
            target=Target.ZERO,
            capture=Capture.LINKED,
        ),
        {
            "Year": "252 observations; a part of a year is annualised",
            "Risk": "252 days, n − 1",
            "Alpha": "CAPM.jensenAlpha of annualised returns; CAPM.alpha of one observation",
            "Rate": "0 unless given, and then per observation",
            "Ratios": "Sharpe and information ratio of compounded returns (Sharpe: to 2.0.4)",
            "Captures": "linked returns of rising and of other days",
        },
        "PerformanceAnalytics: Return.annualized, SharpeRatio.annualized (CRAN 2.0.4: geometric = TRUE; later source: FALSE), "
        "InformationRatio, ActivePremium, CAPM.alpha, CAPM.jensenAlpha, SortinoRatio, UpDownRatios",
        "Its Sortino ratio is of one observation, and its down capture counts unchanged days as falling.",
    ),
    Tool(
        "portfolio-performance",
        "Portfolio Performance",
        IN_FORCE,
        {
            "Year": "IRR by ACT/365; deposits at the start of a day, withdrawals at its end",
            "Risk": "log returns, n − 1, over the whole range instead of a year",
        },
        "portfolio-performance/portfolio: NPVFunction.java, Risk.java; its manual, Time-Weighted Rate of Return",
        "Its volatility is of the range, not of a year.",
    ),
    Tool(
        "excel",
        "Excel (XIRR)",
        IN_FORCE,
        {
            "Year": "XIRR by a 365-day year",
        },
        "Microsoft, XIRR function: “discounted based on a 365-day year”",
    ),
    Tool(
        "morningstar",
        "Morningstar",
        replace(IN_FORCE, sampling=Sampling.MONTHS, rate_step=RateStep.DIVIDED),
        {
            "Risk": "monthly returns",
            "Alpha": "Jensen's: mean monthly excess returns × 12",
            "Rate": "subtracted month by month",
            "Captures": "geometric mean of rising and of falling months",
        },
        "Morningstar, Custom Calculation Data Points (October 2016), Alpha; Investing Glossary, Upside and Downside Capture Ratio",
    ),
    Tool(
        "gips",
        "GIPS (CFA Institute)",
        replace(IN_FORCE, sampling=Sampling.MONTHS),
        {
            "Year": "a part of a year must not be annualised",
            "Risk": "three years of monthly returns",
        },
        "GIPS standards, Q&A database: “Returns for periods of less than one year must not be annualized”; three-year annualized ex-post "
        "standard deviation using monthly returns",
    ),
)

SUBJECTS = tuple(YARDSTICK.says)


def tool_with(conventions: Conventions) -> Tool | None:
    """The first tool whose numbers these are; None where the choices are nobody's."""
    return next((one for one in TOOLS if one.conventions == conventions), None)
