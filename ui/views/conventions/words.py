"""How are conventions and their choices called, and what does each mean?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.conventions.choices import (
    AlphaKind,
    Annualising,
    Capture,
    Carry,
    DayCount,
    Dividends,
    FlowTime,
    Information,
    PartYear,
    RateStep,
    RateUse,
    Reward,
    Sampling,
    Spread,
    Target,
)
from core.conventions.restatement import Figure
from ui.wording.number_format import percent, percentage_points, ratio

Choice = StrEnum | int


@dataclass(frozen=True, slots=True)
class Switch:
    """One convention: its name in ``Conventions``, what it is called, its choices in words, and what it is about."""

    name: str
    label: str
    choices: Mapping[Choice, str]
    meaning: str


GROUPS: Mapping[str, tuple[Switch, ...]] = {
    "Returns a year": (
        Switch(
            "day_count",
            "Day count",
            {
                DayCount.ACT_365F: "ACT/365",
                DayCount.ACT_365_25: "ACT/365.25",
                DayCount.ACT_ACT: "ACT/ACT",
                DayCount.THIRTY_360: "30/360",
            },
            "How many years lie between two dates, for XIRR and for the return a year. Deposits keep ACT/365.",
        ),
        Switch(
            "annualising",
            "Annualised",
            {
                Annualising.CALENDAR: "Compounded, by calendar days",
                Annualising.PERIODS: "Compounded, by observations",
                Annualising.ARITHMETIC: "Mean × periods",
            },
            "How the return over the range becomes one a year. XIRR is a yearly rate by its definition.",
        ),
        Switch(
            "part_year",
            "Less than a year",
            {PartYear.NEVER: "Never annualised", PartYear.ALWAYS: "Annualised too"},
            "A month’s 3 % is not 43 % a year; some tools say so all the same.",
        ),
        Switch(
            "flow_time",
            "Deposits are at work",
            {
                FlowTime.AS_DEALT: "As they were dealt",
                FlowTime.START: "From the start of their day",
                FlowTime.END: "From the end of their day",
            },
            "In the time-weighted return. What was bought at the day’s own price (a fund at its NAV, a share within 0.05 % of its "
            "close) earns nothing that day; counted from the start, that day’s return is spread over more money.",
        ),
    ),
    "Risk": (
        Switch(
            "sampling",
            "Observations",
            {Sampling.CLOCKS: "By clocks", Sampling.DAYS: "Days", Sampling.MONTHS: "Calendar months"},
            "What the risk figures are computed from. By clocks: days, and weeks where exchanges close more than two hours apart.",
        ),
        Switch(
            "periods",
            "Scale of a year",
            {None: "As the data has them", 252: "252", 260: "260", 365: "365", 52: "52", 12: "12"},
            "By how many observations a year means and deviations are scaled. Calendar months are always 12.",
        ),
        Switch(
            "spread",
            "Standard deviation",
            {Spread.SAMPLE: "Sample (n − 1)", Spread.POPULATION: "Population (n)"},
            "What the squared deviations are divided by.",
        ),
        Switch(
            "carry",
            "Carried days",
            {Carry.WEEK: "Count", Carry.NONE: "Left out"},
            "Days on which some holding stands at an earlier day’s price, in the risk figures.",
        ),
    ),
    "Alpha and the risk-free rate": (
        Switch(
            "alpha",
            "Alpha",
            {
                AlphaKind.JENSEN: "Jensen’s, × periods",
                AlphaKind.ZERO_RATE: "Without a risk-free rate",
                AlphaKind.COMPOUNDED: "Jensen’s, compounded",
                AlphaKind.ANNUAL_RETURNS: "CAPM of annual returns",
                AlphaKind.WHOLE_PERIOD: "CAPM of the whole range",
            },
            "What is called alpha. The last one is of the whole range, not of a year.",
        ),
        Switch(
            "rate_use",
            "Risk-free rate",
            {RateUse.CHOSEN: "The one chosen above", RateUse.ZERO: "None (0 %)"},
            "What alpha, Sharpe and Sortino ratio subtract. Many libraries take 0 unless told otherwise.",
        ),
        Switch(
            "rate_step",
            "Rate of one observation",
            {
                RateStep.DAYS: "A deposit’s over its days",
                RateStep.DIVIDED: "A year’s ÷ observations",
                RateStep.ROOT: "The root of a year’s",
            },
            "(1 + r)^(days / 365) − 1; or r ÷ observations a year; or (1 + r)^(1 / observations a year) − 1.",
        ),
        Switch(
            "dividends",
            "Benchmark",
            {Dividends.AS_CHOSEN: "As chosen", Dividends.OTHER: "On its other basis"},
            "Price index or total return, where both are known of the same benchmark.",
        ),
    ),
    "Ratios": (
        Switch(
            "reward",
            "Sharpe ratio",
            {Reward.ARITHMETIC: "Mean × periods", Reward.COMPOUNDED: "Compounded return"},
            "What is divided by the volatility.",
        ),
        Switch(
            "information",
            "Information ratio",
            {
                Information.ARITHMETIC: "Mean × periods (before compounding)",
                Information.COMPOUNDED: "Compounded returns",
                Information.ONE_PERIOD: "Of one observation",
            },
            "What is divided by the tracking error. Before compounding its sign may be against that of the returns.",
        ),
        Switch(
            "target",
            "Sortino’s target",
            {Target.RISK_FREE: "The risk-free rate", Target.ZERO: "0 %"},
            "Below what a return counts as a shortfall.",
        ),
        Switch(
            "capture",
            "Captures",
            {
                Capture.MONTHS: "Mean of months",
                Capture.OBSERVATIONS: "Mean of observations",
                Capture.ANNUALISED: "Observations, annualised",
                Capture.LINKED: "Observations, linked",
            },
            "The benchmark’s rises and falls, month by month or observation by observation.",
        ),
    ),
}
SWITCHES = {switch.name: switch for group in GROUPS.values() for switch in group}

FIGURES: Mapping[Figure, tuple[str, str]] = {
    Figure.TWR: ("TWR a year", "Growth of each day linked together, whatever the timing of your payments."),
    Figure.BENCHMARK_TWR: ("Benchmark a year", "The benchmark’s own growth over the same days."),
    Figure.XIRR: ("XIRR", "The yearly rate at which your payments grow to the closing value."),
    Figure.BENCHMARK_XIRR: ("Benchmark XIRR", "The same for the same payments in the benchmark."),
    Figure.XIRR_DIFFERENCE: ("XIRR difference", "Portfolio XIRR minus benchmark XIRR."),
    Figure.ALPHA: ("Alpha", "The return that beta × the benchmark’s does not explain."),
    Figure.BETA: ("Beta", "How many percent you move for each percent of the benchmark."),
    Figure.VOLATILITY: ("Volatility", "Standard deviation of the returns, a year."),
    Figure.TRACKING_ERROR: ("Tracking error", "Standard deviation of the differences, a year."),
    Figure.INFORMATION_RATIO: (
        "Information ratio",
        "The difference over the tracking error; unless you choose otherwise of the mean returns, before compounding.",
    ),
    Figure.SHARPE: ("Sharpe ratio", "The return beyond the risk-free rate over the volatility."),
    Figure.SORTINO: ("Sortino ratio", "The return beyond the target over the deviation below it."),
    Figure.UP_CAPTURE: ("Up capture", "Your return when the benchmark rose, as a share of its own."),
    Figure.DOWN_CAPTURE: ("Down capture", "Your return when the benchmark fell, as a share of its own."),
}
_PLAIN = frozenset({Figure.BETA, Figure.INFORMATION_RATIO, Figure.SHARPE, Figure.SORTINO})
_POINTS = frozenset({Figure.XIRR_DIFFERENCE})


def figure_text(figure: Figure, value: float | None) -> str:
    """The figure as the pages write it, with one digit more: conventions move small digits."""
    if figure in _PLAIN:
        return ratio(value, 3)
    return percentage_points(value, 2) if figure in _POINTS else percent(value, 2)


def change_text(figure: Figure, before: float | None, after: float | None) -> str:
    """The change that a choice makes; nothing where it makes none."""
    if before is None or after is None:
        return "" if before is after else "—"
    if before == after:
        return ""
    if figure in _PLAIN:
        return f"{'+' if after > before else ''}{ratio(after - before, 3)}"
    return percentage_points(after - before, 2)
