"""By which conventions are the numbers made? Every choice that known tools make differently, and the ones in force on the pages."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from core.errors import InvalidSpecification

PERIODS_A_YEAR = (252, 260, 365, 52, 12)


class DayCount(StrEnum):
    """How many years lie between two dates."""

    ACT_365F = "ACT/365F"
    ACT_365_25 = "ACT/365.25"
    ACT_ACT = "ACT/ACT"
    THIRTY_360 = "30/360"


class Annualising(StrEnum):
    """How a return over a range becomes one a year: by calendar days, by the number of observations, or mean × periods."""

    CALENDAR = "calendar"
    PERIODS = "periods"
    ARITHMETIC = "arithmetic"


class PartYear(StrEnum):
    """Whether a range of less than a year is annualised."""

    NEVER = "never"
    ALWAYS = "always"


class FlowTime(StrEnum):
    """When a deposit is at work in the time-weighted return of its day: at the day's own price from its end, otherwise from its start."""

    AS_DEALT = "as-dealt"
    START = "start"
    END = "end"


class Sampling(StrEnum):
    """How long one observation of the risk figures is; by clocks: a day, or a week where exchanges close more than two hours apart."""

    CLOCKS = "clocks"
    DAYS = "days"
    MONTHS = "months"


class Spread(StrEnum):
    """Standard deviation of a sample (n − 1) or of a population (n)."""

    SAMPLE = "sample"
    POPULATION = "population"


class AlphaKind(StrEnum):
    """The definition of alpha that a tool uses."""

    JENSEN = "jensen"
    ZERO_RATE = "zero-rate"
    COMPOUNDED = "compounded"
    ANNUAL_RETURNS = "annual-returns"
    WHOLE_PERIOD = "whole-period"


class RateUse(StrEnum):
    """Whether alpha, Sharpe and Sortino ratio subtract the chosen risk-free rate, or none."""

    CHOSEN = "chosen"
    ZERO = "zero"


class RateStep(StrEnum):
    """The risk-free rate of one observation: what a deposit earns over its days, or a year's rate divided, or its root."""

    DAYS = "days"
    DIVIDED = "divided"
    ROOT = "root"


class Reward(StrEnum):
    """What the Sharpe ratio divides: the mean excess return × periods, or the compounded one."""

    ARITHMETIC = "arithmetic"
    COMPOUNDED = "compounded"


class Information(StrEnum):
    """The information ratio: mean difference × periods, difference of the compounded returns, or of one observation."""

    ARITHMETIC = "arithmetic"
    COMPOUNDED = "compounded"
    ONE_PERIOD = "one-period"


class Target(StrEnum):
    """The return below which a period counts as a shortfall in the Sortino ratio."""

    RISK_FREE = "risk-free"
    ZERO = "zero"


class Capture(StrEnum):
    """Over which stretches captures are taken: mean of months, mean of observations, those annualised, or all of them linked."""

    MONTHS = "months"
    OBSERVATIONS = "observations"
    ANNUALISED = "annualised"
    LINKED = "linked"


class Dividends(StrEnum):
    """Whether the benchmark counts as it is chosen, or on its other basis (price or total return) where both are known."""

    AS_CHOSEN = "as-chosen"
    OTHER = "other"


class Carry(StrEnum):
    """Whether days on which some price is of an earlier day (at most a week) count in the risk figures."""

    WEEK = "week"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Conventions:
    """One choice for everything; the defaults are those in force on every page. ``periods``: observations a year, None for those
    of the data."""

    day_count: DayCount = DayCount.ACT_365F
    annualising: Annualising = Annualising.CALENDAR
    part_year: PartYear = PartYear.NEVER
    flow_time: FlowTime = FlowTime.AS_DEALT
    sampling: Sampling = Sampling.CLOCKS
    periods: int | None = None
    spread: Spread = Spread.SAMPLE
    alpha: AlphaKind = AlphaKind.JENSEN
    rate_use: RateUse = RateUse.CHOSEN
    rate_step: RateStep = RateStep.DAYS
    reward: Reward = Reward.ARITHMETIC
    information: Information = Information.ARITHMETIC
    target: Target = Target.RISK_FREE
    capture: Capture = Capture.MONTHS
    dividends: Dividends = Dividends.AS_CHOSEN
    carry: Carry = Carry.WEEK

    def __post_init__(self) -> None:
        if self.periods is not None and self.periods not in PERIODS_A_YEAR:
            known = ", ".join(map(str, PERIODS_A_YEAR))
            raise InvalidSpecification(f"A year has {known} periods here, or those of the data, not {self.periods}.")

    @property
    def a_year(self) -> int | None:
        """Observations a year, whatever they are; None for those of the data."""
        return 12 if self.sampling is Sampling.MONTHS else self.periods

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the choices that are not those in force."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) != getattr(IN_FORCE, one.name))


IN_FORCE = Conventions()
