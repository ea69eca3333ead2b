"""What would the same money have become in an index and in a deposit, and is the portfolio ahead?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, LevelSeries, to_date
from core.market.period import Period
from core.market.yields import YieldSeries
from core.returns.cash_flows import MoneyWeightedReturn, xirr
from core.returns.held import growth_while_held
from core.returns.time_weighted import TimeWeightedReturn
from core.same_money.account import MatchedAccount, match_cash_flows
from core.same_money.benchmark_window import benchmark_cover, benchmark_levels, known_dates
from core.same_money.deposit import risk_free_account
from core.same_money.notes import benchmark_notes, gap_notes, paid_rate_warning, ran_dry_reason, range_notes
from core.valuation.portfolio_value import Holding, Valuation
from core.valuation.stale import marked_gaps, older_share_in_words, stale_notes
from core.valuation.unpriced import Unpriced
from core.valuation.window import AtZero, PortfolioWindow, portfolio_window, possible_period

RiskFreeRate = float | YieldSeries


@dataclass(frozen=True, slots=True, eq=False)
class AccountSide:
    """An account fed with the portfolio's flows, and the yearly rate of those flows with its closing value (XIRR)."""

    account: MatchedAccount
    money_weighted: MoneyWeightedReturn

    @property
    def closing_value(self) -> float:
        return self.account.closing_value

    @property
    def paid_rate(self) -> MoneyWeightedReturn:
        """The XIRR of what the account really took and gave; that of its flows as long as it could pay them all."""
        if self.account.exhausted_on is None:
            return self.money_weighted
        return xirr(self.account.paid, self.closing_value, to_date(self.account.dates[-1]))

    @property
    def ran_dry(self) -> str | None:
        """Why the rate says nothing about what the account is in, as a sentence; None where it does.

        Where it ran dry and nothing is left, the payments asked of it alone make the rate, whatever the account earned.
        """
        if self.account.exhausted_on is None or self.closing_value > 0:
            return None
        return ran_dry_reason(self.account, self.money_weighted)


@dataclass(frozen=True, slots=True, eq=False)
class SameMoney:
    """A portfolio beside the accounts that took the same money on the same days, all in ``currency``, all on ``dates``.

    ``benchmark_time_weighted``: the benchmark's own growth while something was held.
    ``older_share``: in words, which share of the closing value stands at older prices; None where nearly all is of its day.
    ``gaps``: stretches for which a large holding had no price that counts. ``notes``: sentences that belong beside the numbers.
    """

    portfolio_id: str
    name: str
    currency: str
    portfolio: PortfolioWindow
    benchmark: AccountSide
    benchmark_time_weighted: TimeWeightedReturn
    risk_free: AccountSide
    risk_free_rate: RiskFreeRate
    unpriced: tuple[Unpriced, ...]
    stale: tuple[Holding, ...]
    gaps: tuple[Period, ...]
    notes: tuple[str, ...]
    simulated: bool
    older_share: str | None = None

    @classmethod
    def of(
        cls,
        valuation: Valuation,
        window: PortfolioWindow,
        account: MatchedAccount,
        growth: TimeWeightedReturn,
        deposit: tuple[AccountSide, RiskFreeRate],
        notes: Iterable[str],
    ) -> SameMoney:
        """The window of a valuation beside an account and a deposit at a rate, both fed with its flows."""
        return cls(
            portfolio_id=valuation.portfolio_id,
            name=valuation.name,
            currency=valuation.currency,
            portfolio=window,
            benchmark=account_side(account),
            benchmark_time_weighted=growth,
            risk_free=deposit[0],
            risk_free_rate=deposit[1],
            unpriced=valuation.unpriced,
            stale=valuation.stale,
            gaps=tuple(marked_gaps(valuation, window.period)),
            notes=(*stale_notes(valuation, window.period), *notes),
            simulated=valuation.simulated or account.simulated,
            older_share=older_share_in_words(valuation) if window.period.end == valuation.as_of else None,
        )

    @property
    def period(self) -> Period:
        return self.portfolio.period

    @property
    def dates(self) -> Days:
        """Shape (n,): the period's first day, the valuation dates inside it, its last day."""
        return self.portfolio.dates

    @property
    def values(self) -> Floats:
        """The portfolio's values, shape (n,)."""
        return self.portfolio.values

    @property
    def invested(self) -> Floats:
        """Money put in less sales and withdrawals, at least 0, shape (n,)."""
        return self.portfolio.invested

    @property
    def at_zero(self) -> AtZero | None:
        """The portfolio's figures with what is not valued at nothing; None where everything is valued."""
        return self.portfolio.at_zero

    @property
    def portfolio_xirr(self) -> MoneyWeightedReturn:
        return self.portfolio.money_weighted

    @property
    def benchmark_xirr(self) -> MoneyWeightedReturn:
        return self.benchmark.money_weighted

    @property
    def risk_free_xirr(self) -> MoneyWeightedReturn:
        return self.risk_free.money_weighted

    @property
    def portfolio_time_weighted(self) -> TimeWeightedReturn:
        return self.portfolio.time_weighted

    @property
    def benchmark_name(self) -> str:
        return self.benchmark.account.name

    @property
    def complete(self) -> bool:
        """Whether every holding could be valued, and none stands at a price that is too old."""
        return not self.unpriced and not self.stale

    @property
    def carried_days(self) -> int:
        """On how many dates the benchmark's level is of an earlier day."""
        return self.benchmark.account.carried_days

    @property
    def xirr_difference(self) -> float | None:
        """Portfolio XIRR minus benchmark XIRR, a fraction a year; None where either is."""
        return rate_difference(self.portfolio_xirr, self.benchmark_xirr)

    @property
    def telling_difference(self) -> float | None:
        """The XIRR difference; None also where the benchmark account ran dry, so that its rate says nothing about the benchmark."""
        return None if self.benchmark.ran_dry else self.xirr_difference

    @property
    def risk_free_difference(self) -> float | None:
        """Portfolio XIRR minus risk-free XIRR, a fraction a year; None where either is."""
        return rate_difference(self.portfolio_xirr, self.risk_free_xirr)

    @property
    def ahead(self) -> float:
        """The portfolio's closing value minus the benchmark account's; negative is behind."""
        return self.portfolio.closing_value - self.benchmark.closing_value

    @property
    def ahead_of_risk_free(self) -> float:
        """The portfolio's closing value minus the deposit's; negative is behind."""
        return self.portfolio.closing_value - self.risk_free.closing_value

    def at_risk_free_rate(self, rate: RiskFreeRate) -> SameMoney:
        """The same comparison with another risk-free rate; only that account is computed anew."""
        return replace(self, risk_free=risk_free_side(self.portfolio, rate, self.currency), risk_free_rate=rate)


def compare_same_money(
    valuation: Valuation,
    benchmark: LevelSeries,
    rates: ExchangeRates,
    risk_free_rate: RiskFreeRate,
    period: Period | None = None,
) -> SameMoney:
    """Put the portfolio beside one benchmark and a deposit over ``period`` (None: since the first flow).

    The period is cut to what portfolio and benchmark both cover, and a note says so. When it begins after the first flow, the
    value at its start counts as paid in on that day. Raises InsufficientData when nothing is left, MissingExchangeRateError when
    the currencies differ and no rate joins them, MissingLevelsError where money moves in a gap of the benchmark; other dates
    in a gap are left out, and a note says so.
    """
    return compare_with_several(valuation, [benchmark], rates, risk_free_rate, period)[0]


def compare_with_several(
    valuation: Valuation,
    benchmarks: Sequence[LevelSeries],
    rates: ExchangeRates,
    risk_free_rate: RiskFreeRate,
    period: Period | None = None,
) -> tuple[SameMoney, ...]:
    """Several benchmarks side by side over the one period that all of them cover; the portfolio's own side is computed once."""
    common, notes = common_period(valuation, benchmarks, rates, period)
    window = portfolio_window(valuation, common)
    for benchmark in benchmarks:
        window, more = window_where_known(window, benchmark, rates, valuation.currency)
        notes += more
    risk_free = risk_free_side(window, risk_free_rate, valuation.currency)
    return tuple(
        _same_money(valuation, window, benchmark, rates, (risk_free, risk_free_rate), notes) for benchmark in benchmarks
    )


def common_period(
    valuation: Valuation, benchmarks: Sequence[LevelSeries], rates: ExchangeRates, asked: Period | None
) -> tuple[Period, tuple[str, ...]]:
    """The part of the asked period that the portfolio and every benchmark cover, with a sentence for each cut."""
    common = possible_period(valuation, asked)
    notes = [*range_notes(valuation, asked, common)]
    for benchmark in benchmarks:
        cover = benchmark_cover(benchmark, rates, valuation.currency, common)
        common = cover.period
        notes += cover.notes
    return common, tuple(notes)


def account_side(account: MatchedAccount) -> AccountSide:
    """The account with its XIRR; where it ran out of money, with a warning that names the rate on what it could pay."""
    closing_on = to_date(account.dates[-1])
    rate = xirr(account.flows, account.closing_value, closing_on)
    if account.exhausted_on is None:
        return AccountSide(account, rate)
    side = AccountSide(account, rate)
    warning = " ".join(filter(None, [rate.warning, paid_rate_warning(account, side.paid_rate)]))
    return replace(side, money_weighted=replace(rate, warning=warning))


def risk_free_side(window: PortfolioWindow, rate: RiskFreeRate, currency: str) -> AccountSide:
    """The account that took the window's flows as a deposit at the rate."""
    return account_side(risk_free_account(window.flows, rate, window.dates, currency))


def rate_difference(portfolio: MoneyWeightedReturn, other: MoneyWeightedReturn) -> float | None:
    """Portfolio rate minus the other rate; None where either is."""
    if portfolio.rate is None or other.rate is None:
        return None
    return portfolio.rate - other.rate


def window_where_known(
    window: PortfolioWindow, benchmark: LevelSeries, rates: ExchangeRates, currency: str
) -> tuple[PortfolioWindow, tuple[str, ...]]:
    """Leave out dates inside a gap of the benchmark, on which nothing flowed: nothing is computed from them."""
    known = known_dates(benchmark, rates, currency, window.dates)
    if known.all():
        return window, ()
    shown = window.on_dates(known)
    return shown, gap_notes(benchmark, window.dates[~known], window.dates.size - shown.dates.size)


def _same_money(
    valuation: Valuation,
    window: PortfolioWindow,
    benchmark: LevelSeries,
    rates: ExchangeRates,
    risk_free: tuple[AccountSide, RiskFreeRate],
    notes: tuple[str, ...],
) -> SameMoney:
    levels = benchmark_levels(benchmark, rates, valuation.currency, window.dates)
    matched = match_cash_flows(window.flows, levels.series, window.dates)
    account = replace(matched, carried_days=levels.carried_days)
    return SameMoney.of(
        valuation,
        window,
        account,
        growth_while_held(window.dates, levels.series.levels, window.held),
        risk_free,
        (*notes, *benchmark_notes(valuation, benchmark, account), *valuation.notes),
    )
