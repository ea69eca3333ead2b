"""How does it compare with its benchmark? Market sensitivity, alpha, risk and reward of one return series against another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core.errors import InsufficientHistoryError, InvalidSpecification
from core.market.levels import Floats
from core.market.yields import YieldSeries, checked_rate
from core.returns.alignment import aligned_returns
from core.returns.cadence import BY_DAYS, Cadence
from core.returns.drawdown import Drawdown, drawdown_of_returns
from core.returns.series import ReturnSeries, compounded
from core.statistics.capture import PathStatistics, path_statistics
from core.statistics.jensen_alpha import Alpha, jensen_alpha, slope_interval
from core.statistics.moments import Moments, centre, deviation_of, downside_deviation, sample_of
from core.statistics.periods import periods_of, rates_per_period
from core.statistics.record import Record
from core.statistics.return_split import ReturnSplit, split_return
from core.statistics.undefined import MAY_BE_UNDEFINED, NO_ERROR, why_undefined

MINIMUM_OBSERVATIONS = 20


@dataclass(frozen=True, eq=False)  # without slots: what needs linked returns is worked out once, when first asked for
class Comparison:
    """Statistics of two aligned return series, fractions a year unless said otherwise; None where undefined (see ``reasons``).

    ``portfolio``, ``benchmark``: the aligned returns; ``portfolio_moments``, ``benchmark_moments``: theirs per period; ``excess``: their
    returns over the risk-free rate, each less its mean, both of shape (n,). Also per period: ``beta``, cov(p − rf, b − rf) / var(b − rf);
    ``covariance`` of the returns themselves; ``active_mean`` and ``active_deviation`` of portfolio less benchmark; ``downside``, the
    deviation below the target, and ``over_target``, the mean over it. ``wins``: observations in which the portfolio did better.
    ``cadence``: whether by weeks; ``unlinked``: the same two as they were observed, of which falls and captures are.
    ``rates``: the risk-free rate per period; ``risk_free_rate``: a year, the mean of a moving one.
    ``periods_per_year``: observations over the years in which they were earned, unless a number was asked for. ``with_dividends``: the
    name of the benchmark's version with dividends, where one is known. Alpha and captures of unlike bases are None (``record``).
    """

    portfolio: ReturnSeries
    benchmark: ReturnSeries
    periods_per_year: float
    portfolio_moments: Moments
    benchmark_moments: Moments
    excess: tuple[Floats, Floats]
    covariance: float
    beta: float | None
    active_mean: float
    active_deviation: float
    downside: float
    over_target: float
    wins: int
    rates: float | Floats
    risk_free_rate: float
    unlinked: tuple[ReturnSeries, ReturnSeries]
    cadence: Cadence = BY_DAYS
    with_dividends: str = ""

    @property
    def observations(self) -> int:
        return self.portfolio.dates.size

    @cached_property
    def record(self) -> Record:
        """How long it is and of which bases: what may be said of it."""
        apart = max(abs(self.active_mean), self.active_deviation)
        return Record.of(self.portfolio, self.benchmark, apart, self.with_dividends)

    @property
    def _judged_beta(self) -> float | None:
        """Beta, where an alpha may be made of it: dividends on one side alone would count as skill."""
        return None if self.record.unlike else self.beta

    @property
    def _root(self) -> float:
        return math.sqrt(self.periods_per_year)

    @property
    def mean_return(self) -> float:
        """Arithmetic mean × periods a year."""
        return self.portfolio_moments.mean * self.periods_per_year

    @property
    def benchmark_mean_return(self) -> float:
        """mean(b) · periods."""
        return self.benchmark_moments.mean * self.periods_per_year

    @property
    def volatility(self) -> float:
        """std(p) · √periods."""
        return self.portfolio_moments.deviation * self._root

    @property
    def benchmark_volatility(self) -> float:
        """std(b) · √periods."""
        return self.benchmark_moments.deviation * self._root

    @property
    def correlation(self) -> float | None:
        """Pearson's, within [−1, 1]."""
        if not (self.portfolio_moments.excess_deviation and self.benchmark_moments.excess_deviation):
            return None
        spread = self.portfolio_moments.deviation * self.benchmark_moments.deviation
        return max(-1.0, min(1.0, self.covariance / spread)) if spread else None

    @property
    def r_squared(self) -> float | None:
        """Share of the portfolio's variance that the benchmark's explains: the squared correlation."""
        correlation = self.correlation
        return None if correlation is None else correlation**2

    @property
    def alpha(self) -> float | None:
        """Jensen's alpha: (mean(p − rf) − beta·mean(b − rf)) × periods a year."""
        beta, own, market = self._judged_beta, self.portfolio_moments, self.benchmark_moments
        return None if beta is None else (own.excess_mean - beta * market.excess_mean) * self.periods_per_year

    @cached_property
    def jensen(self) -> Alpha | None:
        """Jensen's alpha with how sure it is."""
        if self.alpha is None or self.beta is None:
            return None
        (own, market), moments = self.excess, self.benchmark_moments
        spread = moments.excess_mean, moments.excess_deviation
        return jensen_alpha(self.alpha, own - self.beta * market, market, *spread, self.periods_per_year)

    @cached_property
    def beta_interval(self) -> tuple[float, float] | None:
        """Beta's 95 % interval with its Newey–West error."""
        return None if self.beta is None else slope_interval(self.beta, *self.excess)

    @property
    def alpha_without_risk_free(self) -> float | None:
        """Jensen's alpha with a risk-free rate of 0: mean(p) − beta·mean(b)."""
        beta = self._judged_beta
        return None if beta is None else self.mean_return - beta * self.benchmark_mean_return

    @property
    def alpha_geometric(self) -> float | None:
        """Jensen's alpha compounded over the year: (1 + alpha per period)^periods − 1; None where a period's is below −100 %."""
        alpha = self.alpha
        growth = None if alpha is None else 1.0 + alpha / self.periods_per_year
        return None if growth is None or growth < 0 else growth**self.periods_per_year - 1.0

    @property
    def risk_free_total(self) -> float:
        """The risk-free rate linked over the range."""
        rates = self.rates
        return compounded(rates) if isinstance(rates, np.ndarray) else (1.0 + rates) ** self.observations - 1.0

    @property
    def alpha_whole_period(self) -> float | None:
        """CAPM over the whole range, not a year: R_p − (rf + beta·(R_b − rf)) of the totals, rf linked."""
        return self._capm(self.total_return, self.benchmark_total_return, self.risk_free_total)

    @property
    def alpha_annualised_returns(self) -> float | None:
        """CAPM on geometrically annualised returns (Bacon 2008); None for less than a year of observations."""
        years = self.observations / self.periods_per_year
        if years < 1:
            return None
        totals = (self.total_return, self.benchmark_total_return, self.risk_free_total)
        return self._capm(*((1.0 + total) ** (1.0 / years) - 1.0 for total in totals))

    def _capm(self, own: float, market: float, risk_free: float) -> float | None:
        beta = self._judged_beta
        return None if beta is None else own - (risk_free + beta * (market - risk_free))

    @property
    def tracking_error(self) -> float:
        """std(p − b) · √periods."""
        return self.active_deviation * self._root

    @property
    def information_ratio(self) -> float | None:
        """mean(p − b) · periods / tracking error, before compounding: its sign may be against that of the totals."""
        return self.active_mean / self.active_deviation * self._root if self.active_deviation else None

    @property
    def information_ratio_annualised(self) -> float | None:
        """(annualised R_p − annualised R_b) / tracking error, so that its sign is the headline's; totals ÷ years below one year."""
        years = self.observations / self.periods_per_year
        power = min(1.0, 1.0 / years)
        own, market = ((1.0 + total) ** power for total in (self.total_return, self.benchmark_total_return))
        ahead = (own - market) / min(1.0, years)
        return ahead / self.tracking_error if self.tracking_error else None

    @property
    def sharpe(self) -> float | None:
        """mean(p − rf) · periods / (std(p − rf) · √periods)."""
        return _sharpe(self.portfolio_moments, self._root)

    @property
    def benchmark_sharpe(self) -> float | None:
        return _sharpe(self.benchmark_moments, self._root)

    @property
    def downside_deviation(self) -> float:
        """Deviation below the target, over all observations."""
        return self.downside * self._root

    @property
    def sortino(self) -> float | None:
        """mean(p − target) · periods / downside deviation."""
        return self.over_target / self.downside * self._root if self.downside else None

    @property
    def treynor(self) -> float | None:
        """mean(p − rf) · periods / beta."""
        return self.portfolio_moments.excess_mean * self.periods_per_year / self.beta if self.beta else None

    @property
    def m_squared(self) -> float | None:
        """Modigliani's: the risk-free rate plus the portfolio's Sharpe ratio × the benchmark's risk."""
        sharpe = self.sharpe
        rate = (self.portfolio_moments.mean - self.portfolio_moments.excess_mean) * self.periods_per_year
        return None if sharpe is None else rate + sharpe * self.benchmark_moments.excess_deviation * self._root

    @property
    def batting_average(self) -> float:
        """Share of the observations in which the portfolio did better than the benchmark."""
        return self.wins / self.observations

    @cached_property
    def path(self) -> PathStatistics:
        """Totals and captures, of linked returns."""
        periods = self.unlinked[0].periods_per_year if self.cadence.why else self.periods_per_year
        return path_statistics(*self.unlinked, periods)

    @property
    def total_return(self) -> float:
        """The portfolio's linked return over the range."""
        return self.path.total_return

    @property
    def benchmark_total_return(self) -> float:
        """The benchmark's linked return over the range."""
        return self.path.benchmark_total_return

    @property
    def excess_return(self) -> float:
        """The difference of the two totals, over the range."""
        return self.total_return - self.benchmark_total_return

    @cached_property
    def max_drawdown(self) -> Drawdown:
        return drawdown_of_returns(self.unlinked[0])

    @cached_property
    def benchmark_max_drawdown(self) -> Drawdown:
        return drawdown_of_returns(self.unlinked[1])

    @property
    def up_capture(self) -> float | None:
        """(Π(1+p)^(1/n) − 1) / (Π(1+b)^(1/n) − 1) over the n months in which the benchmark rose."""
        return None if self.record.unlike else self.path.up_capture

    @property
    def down_capture(self) -> float | None:
        """(Π(1+p)^(1/n) − 1) / (Π(1+b)^(1/n) − 1) over the n months in which the benchmark fell."""
        return None if self.record.unlike else self.path.down_capture

    @cached_property
    def return_split(self) -> ReturnSplit | None:
        """What of the total return is the risk-free rate, the market and selection; None too where everything was lost."""
        if self.beta is None or self.portfolio.returns.min() <= -1:
            return None
        return split_return(self.portfolio.returns, self.benchmark.returns, self.rates, self.beta)

    @property
    def market_return(self) -> float | None:
        """The whole-period form: beta × the benchmark's total return, whatever the risk-free rate."""
        return None if self.beta is None else self.beta * self.benchmark_total_return

    @property
    def selection_return(self) -> float | None:
        """The whole-period form: the rest of the total return, interest and compounding included."""
        market_return = self.market_return
        return None if market_return is None else self.total_return - market_return

    @property
    def market_share(self) -> float | None:
        """The market's part as a share of the portfolio's total return."""
        market_return, total = self.market_return, self.total_return
        return None if market_return is None or not total else market_return / total

    @property
    def selection_share(self) -> float | None:
        """The rest as a share of the portfolio's total return."""
        market_share = self.market_share
        return None if market_share is None else 1.0 - market_share

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why each undefined statistic is undefined, by its name."""
        constant, unlike = self.benchmark_moments.excess_deviation == 0, self.record.unlike
        why = {name: why_undefined(name, constant, unlike) for name in MAY_BE_UNDEFINED if getattr(self, name) is None}
        if self.jensen is not None and self.jensen.t is None:
            why["jensen.t"] = NO_ERROR
        return why | (dict.fromkeys(("up_capture", "down_capture"), unlike) if unlike else dict(self.path.reasons))


def _sharpe(moments: Moments, root: float) -> float | None:
    return moments.excess_mean / moments.excess_deviation * root if moments.excess_deviation else None


def compare(
    portfolio: ReturnSeries,
    benchmark: ReturnSeries,
    risk_free_rate: float | Floats | YieldSeries = 0.04,
    periods_per_year: float | None = None,
    minimum_observations: int = MINIMUM_OBSERVATIONS,
    target: float | None = None,
    cadence: Cadence = BY_DAYS,
) -> Comparison:
    """All statistics of a portfolio's returns against a benchmark's, on their common dates.

    ``risk_free_rate``: a fraction a year, one per date of ``portfolio`` (shape (n,)), or a dated series of yields, by the observation as
    :func:`core.statistics.periods.rates_per_period` has it. ``periods_per_year``: None for those of the data. ``target``: Sortino's, a
    fraction a year; the risk-free rate unless given. ``cadence``: by weeks, returns are linked first. Raises
    InsufficientHistoryError below ``minimum_observations`` (at least two), InsufficientData without common dates.
    """
    unlinked = aligned_returns(portfolio, benchmark)
    own, market = (cadence.linked(one) for one in unlinked)
    needed = max(minimum_observations, 2)
    if own.dates.size < needed:
        raise InsufficientHistoryError(f"Comparing {own.name} with {market.name}", own.dates.size, needed)
    yearly = _yearly_rates(risk_free_rate, portfolio, own)
    rates = rates_per_period(yearly, own, periods_per_year)
    floor = rates if target is None else rates_per_period(target, own, periods_per_year)
    found = _comparison(own, market, rates, floor, periods_of(own, periods_per_year), float(np.mean(yearly)))
    return replace(found, unlinked=unlinked, cadence=cadence) if cadence.why else found


def _comparison(
    own: ReturnSeries,
    market: ReturnSeries,
    rates: float | Floats,
    floor: float | Floats,
    periods: float,
    risk_free_rate: float,
) -> Comparison:
    p, b = sample_of(own.returns, rates), sample_of(market.returns, rates)
    # Taken from the differences themselves: from the two variances it would cancel for series that are nearly alike.
    active_mean, active = centre(own.returns - market.returns)
    freedom, spread = active.size - 1, b.moments.excess_deviation**2
    together = float(p.excess_centred.dot(b.excess_centred)) / freedom if p.moments.excess_deviation else 0.0
    return Comparison(
        portfolio=own,
        benchmark=market,
        periods_per_year=periods,
        portfolio_moments=p.moments,
        benchmark_moments=b.moments,
        excess=(p.excess_centred, b.excess_centred),
        covariance=float(p.centred.dot(b.centred)) / freedom,
        beta=together / spread if spread else None,
        active_mean=active_mean,
        active_deviation=deviation_of(active),
        downside=downside_deviation(own.returns, floor),
        over_target=p.moments.mean - float(np.mean(floor)),
        wins=int(np.count_nonzero(own.returns > market.returns)),
        rates=rates,
        risk_free_rate=risk_free_rate,
        unlinked=(own, market),
    )


def _yearly_rates(rate: float | Floats | YieldSeries, portfolio: ReturnSeries, own: ReturnSeries) -> float | Floats:
    """The risk-free rate a year: one number, or one per aligned observation (the yield in force when the period began)."""
    if isinstance(rate, YieldSeries):
        return rate.known(own.began)
    if isinstance(rate, np.ndarray):
        if rate.shape != portfolio.dates.shape or not np.all(np.isfinite(rate) & (rate > -1)):
            raise InvalidSpecification(
                "Risk-free rates must be numbers above −1, one per date of the portfolio's returns."
            )
        return np.asarray(rate[portfolio.dates.searchsorted(own.dates)])
    return checked_rate(rate)
