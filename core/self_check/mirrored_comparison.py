"""Does a portfolio that is its own benchmark come out level with it? The comparisons of the pages, run on mirrors of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.benchmark.component_levels import components_on
from core.benchmark.resolution import dated_resets, nested_levels
from core.ledger.deposits import Deposit, DepositKind, accrued_value
from core.market.deposit_rate import DepositRate, Quotation, as_deposit_rate
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Floats, LevelSeries, to_date
from core.returns.series import ReturnSeries, aligned_levels, returns_of
from core.same_money.benchmark_window import benchmark_levels
from core.same_money.blend_account import SPLIT
from core.same_money.blend_comparison import BlendComparison, compare_with_blend
from core.same_money.comparison import SameMoney, compare_same_money, risk_free_side
from core.same_money.several_benchmarks import BenchmarkComparison
from core.self_check.identities import CheckedIdentity, EngineCheck, attempt, check_returns, merged_checks
from core.self_check.mirror_portfolio import MirroredTrades, MirrorTarget, Reset, mirror_trades, value_mirror
from core.self_check.transactions import check_rate
from core.valuation.portfolio_value import Valuation

NOTHING_BOUGHT = "No money went into the benchmark, so there is nothing to compare."
NO_UNITS = "Simple interest counts from each payment's own day, so no holding with one price can stand for it."
ONE_LEG = np.ones(1)
MIRROR = "The benchmark, held"


@dataclass(frozen=True, slots=True, eq=False)
class MirroredReturns:
    """The daily returns of a mirror and of its benchmark, and what was found of their growth."""

    mirror: ReturnSeries
    market: ReturnSeries
    growth: EngineCheck


@dataclass(frozen=True, slots=True, eq=False)
class MirroredComparison:
    """A mirror held beside its benchmark, ready for any risk-free rate. ``page``: the comparison that the page shows."""

    page: SameMoney
    money: EngineCheck
    returns: MirroredReturns | None

    def at_rate(self, risk_free_rate: float) -> EngineCheck:
        """All identities; the rate moves the alphas and the deposit."""
        checks = [self.money]
        if self.returns is not None:
            mirror, market = self.returns.mirror, self.returns.market
            checks += [self.returns.growth, check_returns(mirror, market, risk_free_rate)]
        checks.append(attempt("The deposit", lambda: deposit_identity(self.page, risk_free_rate)))
        return merged_checks(checks)


def mirror_benchmark(comparison: BenchmarkComparison, rates: ExchangeRates) -> MirroredComparison:
    """The portfolio replaced by one that bought its benchmark. ``rates``: those that levels were converted with; a mix has its own."""
    if comparison.blend is not None:
        return mirror_blend(comparison.blend)
    return mirror_same_money(comparison.same_money, comparison.levels, rates)


def mirror_same_money(same: SameMoney, benchmark: LevelSeries, rates: ExchangeRates) -> MirroredComparison:
    """The portfolio replaced by one that bought ``benchmark`` (in its own currency) whenever the portfolio took money.

    The mirror goes through the whole engine: positions, valuation, exchange rates, time-weighted and money-weighted returns, the matched
    account. Raises InsufficientData where the mirror cannot be valued.
    """
    money = mirror_trades(same.portfolio.flows, MirrorTarget([benchmark], ONE_LEG, same.currency), rates)
    if not money.moved:
        return MirroredComparison(same, EngineCheck((), (NOTHING_BOUGHT,)), None)
    mirror = _valued(money, same, rates)
    found = compare_same_money(mirror, benchmark, rates, 0.0, same.period)
    return MirroredComparison(same, _money(found, money, same), _returns(same, benchmark, rates))


def mirror_blend(beside: BlendComparison) -> MirroredComparison:
    """The portfolio replaced by one that bought the blend: its parts at the targets and left alone, or units of its own level."""
    same, path, rates = beside.same_money, beside.match.path, beside.sources.rates
    if beside.simple_parts and beside.match.reading == SPLIT:
        return MirroredComparison(same, EngineCheck((), (NO_UNITS,)), None)
    units = path is not None and beside.match.reading != SPLIT
    levels = path.level_series() if path is not None and units else beside.path.level_series()
    target = MirrorTarget([levels], ONE_LEG, same.currency) if units else _split_target(beside)
    money = mirror_trades(same.portfolio.flows, target, rates)
    if not money.moved:
        return MirroredComparison(same, EngineCheck((), (NOTHING_BOUGHT,)), None)
    mirror = _valued(money, same, rates)
    found = compare_with_blend(mirror, beside.path.blend, beside.sources, 0.0, same.period).same_money
    return MirroredComparison(same, _money(found, money, same), _returns(same, levels, rates))


def _money(found: SameMoney, money: MirroredTrades, page: SameMoney) -> EngineCheck:
    """The mirror's money, and the page's own XIRR by a second solver."""
    own = page.portfolio
    solved = check_rate(own.flows, own.closing_value, page.period.end, page.portfolio_xirr)
    return merged_checks([money_identities(found, money), solved])


def money_identities(found: SameMoney, money: MirroredTrades) -> EngineCheck:
    """A mirror's money beside its matched account: closing value, every day's value, XIRR and what could not be paid."""
    account, tolerance = found.benchmark.account, money.tolerance
    furthest = float(np.abs(found.values - account.values).max())
    items = [
        CheckedIdentity("Closing value", 0.0, found.ahead / money.moved, tolerance),
        CheckedIdentity("Value on every day", 0.0, furthest / money.moved, tolerance),
        CheckedIdentity("Money it could not pay", 0.0, account.shortfall / money.moved, tolerance),
    ]
    own, other = found.portfolio_xirr, found.benchmark_xirr
    if own.rate is None and other.rate is None:
        return EngineCheck(tuple(items), (f"XIRR difference: {own.reason}",))
    scale = (1.0 + abs(other.rate or 0.0)) * _magnified(found)
    why = own.reason or other.reason
    items.append(CheckedIdentity("XIRR difference", 0.0, found.xirr_difference, tolerance * scale, why))
    return EngineCheck(tuple(items))


def deposit_identity(page: SameMoney, rate: float) -> EngineCheck:
    """A deposit's XIRR is its rate, whatever went in and out, as long as it did not run out of money."""
    if as_deposit_rate(rate).quotation is Quotation.BANK:
        return _fixed_deposits(page, as_deposit_rate(rate))
    side = risk_free_side(page.portfolio, rate, page.currency)
    found = side.money_weighted
    if side.account.exhausted_on is not None:
        return EngineCheck((), ("The deposit ran out of money, so its XIRR is not its rate.",))
    if found.rate is None:
        return EngineCheck((), (f"The deposit: {found.reason}",))
    nearest = min((found.rate, *found.other_roots), key=lambda root: abs(root - rate))
    identity = CheckedIdentity("Deposit: XIRR less its rate", 0.0, nearest - rate, 1e-9 * _magnified(page))
    return EngineCheck((identity,))


def _fixed_deposits(page: SameMoney, rate: DepositRate) -> EngineCheck:
    """As a bank quotes it, the account is worth what fixed deposits of those terms are, each made with a payment and still running."""
    flows, end = page.portfolio.flows, to_date(page.dates[-1])
    if (flows.amounts < 0).any():
        return EngineCheck(
            (), ("The deposit: money was taken out, so it is not what fixed deposits held since then are worth.",)
        )
    made = [(to_date(day), amount) for day, amount in zip(flows.days, flows.amounts.tolist(), strict=True) if amount]
    later = date(end.year + 1, 12, 31)
    terms = [Deposit(DepositKind.FIXED_DEPOSIT, "FD", amount, rate.net, on, later) for on, amount in made]
    worth = sum(float(accrued_value(one, page.dates[-1:])[0]) for one in terms)
    moved = float(flows.amounts.sum()) or 1.0
    found = risk_free_side(page.portfolio, rate, page.currency).closing_value
    return EngineCheck((CheckedIdentity("Deposit: less fixed deposits", 0.0, (found - worth) / moved, 1e-9),))


def _magnified(same: SameMoney) -> float:
    """By how much a yearly rate drawn from few days magnifies what rounding leaves of the amounts."""
    return max(1.0, 365.0 / max(same.period.days, 1))


def _valued(money: MirroredTrades, same: SameMoney, rates: ExchangeRates) -> Valuation:
    return value_mirror([money], MIRROR, same.currency, rates, same.period.end)


def _returns(same: SameMoney, benchmark: LevelSeries, rates: ExchangeRates) -> MirroredReturns:
    """The daily returns of a mirror that bought the benchmark's level at every payment, whatever was sold and bought again between."""
    money = mirror_trades(same.portfolio.flows, MirrorTarget([benchmark], ONE_LEG, same.currency), rates)
    mirror = _valued(money, same, rates)
    found = compare_same_money(mirror, benchmark, rates, 0.0, same.period)
    levels = benchmark_levels(benchmark, rates, found.currency, found.dates).series
    own, market = aligned_levels(mirror.growth_from_first_days, levels)
    return MirroredReturns(returns_of(own), returns_of(market), _growth(found))


def _growth(found: SameMoney) -> EngineCheck:
    """The linked daily returns of the mirror and the benchmark's growth from the first level to the last."""
    own, other = found.portfolio_time_weighted, found.benchmark_time_weighted
    if own.total is None and other.total is None:
        return EngineCheck((), (f"TWR difference: {own.reason}",))
    difference = None if own.total is None or other.total is None else own.total - other.total
    scale = 1.0 + abs(other.total or 0.0)
    return EngineCheck((CheckedIdentity("TWR difference", 0.0, difference, 1e-9 * scale, own.reason or other.reason),))


def _split_target(beside: BlendComparison) -> MirrorTarget:
    """The parts of a blend bought at its targets, each a holding of its own; a policy change trades all of them."""
    same, path, blend = beside.same_money, beside.match.path, beside.path.blend
    flows, sources = same.portfolio.flows, beside.sources
    moving = flows.days[np.flatnonzero(flows.amounts)]
    if not moving.size:
        return MirrorTarget([], np.zeros(0), same.currency)
    ids = sorted(blend.ids)
    targets = np.stack([target.weights.vector(ids) for target in blend.targets], axis=1)
    resets, first = _resets(beside, targets)
    reset_days = np.array([one.on for one in resets], dtype="datetime64[D]")
    rated = sources.rates.observed_days(blend.currency, same.currency)
    later = np.concatenate([same.dates, rated[rated <= same.dates[-1]]])
    on = np.unique(np.concatenate([later[np.greater_equal(later, moving.min())], moving, reset_days]))
    wanted = np.repeat(np.asarray((targets > 0).any(axis=1))[:, None], on.size, axis=1)
    known_fallbacks = path.fallbacks if path else ()
    levels = components_on(blend, sources, on, wanted, known_fallbacks, nested_levels(sources)).levels
    legs = [LevelSeries(one, on, row, blend.currency) for one, row in zip(ids, levels, strict=True)]
    return MirrorTarget(legs, first, same.currency, resets)


def _resets(beside: BlendComparison, targets: Floats) -> tuple[Sequence[Reset], Floats]:
    """The policy changes inside the range, and the targets that the first deposit meets."""
    path = beside.match.path
    if path is None:
        return (), targets[:, 0]
    starts, which, _ = dated_resets(beside.path.blend, path.aligned)
    days = path.aligned.dates[starts[1:]]
    pairs = zip(days, which[1:].tolist(), strict=True)
    return [Reset(day, targets[:, at]) for day, at in pairs], targets[:, int(which[0])]
