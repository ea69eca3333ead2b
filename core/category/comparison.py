"""How did each category do beside its own benchmark, and what did the mix of categories add?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from core.category.difference_split import CategoryShare, DifferenceSplit
from core.category.legs import Leg, LegSource, legs_of, unheld_leg
from core.category.rules import RISK_FREE, AssignedBenchmark, AssociationRule, benchmark_for
from core.category.scheme import Category, Shares
from core.category.window import CategoryFrame, CategoryWindow, category_frame
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Floats, LevelSeries
from core.market.period import Period
from core.market.yields import YieldSeries
from core.returns.held import growth_while_held
from core.returns.time_weighted import TimeWeightedReturn
from core.same_money.account import MatchedAccount
from core.same_money.comparison import AccountSide, SameMoney, account_side, risk_free_side
from core.same_money.notes import exhausted_notes, income_notes, level_notes
from core.same_money.split_account import money_days, split_account
from core.valuation.portfolio_value import Holding, Valuation
from core.valuation.window import PortfolioWindow, portfolio_window

LIKE_DEPOSITS = (Category.DEBT, Category.CASH)
SEVERAL = "Several benchmarks together have no growth of their own that does not depend on your payments."


@dataclass(frozen=True, slots=True, eq=False)
class CategoryBenchmarks:
    """Against what the categories are measured. ``rules``: in order, the first match wins. ``series``: levels or yields of every
    benchmark of :func:`needed_benchmarks` but the risk-free rate; ``rates``: to convert them with. ``mix``: the owner's reference
    shares, None for the average ones."""

    rules: tuple[AssociationRule, ...]
    series: Mapping[AssignedBenchmark, LevelSeries | YieldSeries]
    rates: ExchangeRates
    mix: Shares | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CategoryResult:
    """One category beside its own benchmark; ``same_money`` is None with a ``reason``.

    ``label``: the names of the benchmarks used, ``symbols`` theirs (empty for the
    risk-free rate), ``weights`` what share of the money (by money and days) went into each. ``deposit``: the name of the risk-free rate
    among them, empty where it is not.
    """

    category: Category
    valuation: Valuation
    label: str
    weights: Mapping[str, float]
    same_money: SameMoney | None
    reason: str | None = None
    symbols: tuple[str, ...] = ()
    deposit: str = ""

    @property
    def no_verdict(self) -> str | None:
        """Why neither ahead nor behind is said: a deposit is no benchmark of its kind. None where a verdict may be."""
        if not self.deposit or self.category in LIKE_DEPOSITS:
            return None
        return (
            f"{self.category.capitalize()} is measured with {self.deposit}, which is no benchmark of its kind: the figures are arithmetic, "
            "and neither ahead nor behind is said. Name one of its kind under “What it is measured with”."
        )


@dataclass(frozen=True, slots=True, eq=False)
class CategoryHolding:
    """One holding (its share in the category) beside the same money in its benchmark, named ``benchmark_name``."""

    category: Category
    holding: Holding
    benchmark_name: str
    window: PortfolioWindow
    benchmark: AccountSide

    @property
    def ahead(self) -> float:
        """The holding's closing value minus the benchmark account's; negative is behind."""
        return self.window.closing_value - self.benchmark.closing_value


@dataclass(frozen=True, slots=True, eq=False)
class CategoryBenchmarking:
    """The whole beside the reference mix, each category beside its own benchmark, and how the two tell one story in money.

    ``mix``: the reference's shares of the categories, summing to 1; ``own_mix``: whether the owner has set them.
    """

    overall: SameMoney
    categories: tuple[CategoryResult, ...]
    split: DifferenceSplit
    mix: Shares
    mix_label: str
    own_mix: bool
    holdings: tuple[CategoryHolding, ...]
    notes: tuple[str, ...]

    def find(self, category: Category) -> CategoryResult | None:
        """The category's result; None where the portfolio has nothing of it."""
        return next((one for one in self.categories if one.category is category), None)


@dataclass(frozen=True, slots=True, eq=False)
class CategoryStudy:
    """All that does not depend on the risk-free rate: the windows, the legs and the benchmarks' levels on their dates."""

    frame: CategoryFrame
    legs: tuple[Leg, ...]
    unheld: tuple[Leg, ...]
    own_mix: Shares | None
    _windows: Mapping[tuple[Category, str], PortfolioWindow]

    def at_rate(self, risk_free_rate: float) -> CategoryBenchmarking:
        """Everything beside its benchmarks, the risk-free rate being this one."""
        legs, shares = self.reference(risk_free_rate)
        results = tuple(self._result(one, legs, risk_free_rate) for one in self.frame.windows)
        overall = self._overall(legs, shares, risk_free_rate)
        mix = _by_category(legs, shares)
        split = DifferenceSplit(
            self.frame.currency, tuple(self._share(one) for one in results), _gain(overall.benchmark)
        )
        label = _mixed([(leg.name, share) for leg, share in zip(legs, shares, strict=True)])
        holdings = tuple(held for one in self.frame.windows for held in self._holdings(one, legs))
        own = self.own_mix is not None
        return CategoryBenchmarking(overall, results, split, mix, label, own, holdings, self.frame.notes)

    @property
    def simulated_benchmarks(self) -> tuple[str, ...]:
        """The names of the benchmarks in use whose levels are invented."""
        return tuple(dict.fromkeys(leg.name for leg in self.legs if leg.series.simulated))

    def reference(self, risk_free_rate: float) -> tuple[tuple[Leg, ...], Floats]:
        """Every leg at the rate, and what share of every payment the reference mix puts into each, shape (k,)."""
        legs = tuple(leg.at_rate(risk_free_rate, self.frame.dates) for leg in (*self.legs, *self.unheld))
        return legs, self._leg_shares(legs)

    def _holdings(self, window: CategoryWindow, legs: Sequence[Leg]) -> Iterable[CategoryHolding]:
        """Every holding of the category that money moved in, beside its own benchmark fed with its own flows."""
        by_symbol = {symbol: leg for leg in legs if leg.category is window.category for symbol in leg.symbols}
        for holding in window.valuation.holdings:
            leg, shown = by_symbol.get(holding.symbol), self._windows.get((window.category, holding.symbol))
            if leg is not None and shown is not None:
                account = leg.account(shown.flows, shown.dates[[-1]])
                yield CategoryHolding(window.category, holding, leg.name, shown, account_side(account))

    def _result(self, window: CategoryWindow, legs: Sequence[Leg], rate: float) -> CategoryResult:
        mine = [leg for leg in legs if leg.category is window.category and leg.held]
        shares = money_days([leg.invested for leg in mine], self.frame.dates) if mine else np.zeros(0)
        weights = MappingProxyType(_summed((leg.name, share) for leg, share in zip(mine, shares, strict=True)))
        label = _joined(weights)
        deposit = next((leg.name for leg in mine if leg.benchmark == RISK_FREE), "")
        found = CategoryResult(window.category, window.valuation, label, weights, None, window.reason, deposit=deposit)
        if window.reason is not None or not mine:
            return found
        symbols = tuple(dict.fromkeys(leg.benchmark.symbol for leg in mine))
        same = _same_money(window.valuation, window.window, _combined_account(window, mine, label), mine, rate)
        if found.no_verdict is not None:
            same = replace(same, notes=(found.no_verdict, *same.notes))
        return replace(found, same_money=same, symbols=symbols)

    def _leg_shares(self, legs: Sequence[Leg]) -> Floats:
        """What share of every payment the reference puts into each leg: the owner's mix, or the average one."""
        average = money_days([leg.invested for leg in legs], self.frame.dates)
        if self.own_mix is None:
            return average
        within = _by_category(legs, average)
        count = {one: sum(leg.category is one for leg in legs) for one in Category}
        return np.array(
            [
                self.own_mix.get(leg.category, 0.0)
                * (share / within[leg.category] if within.get(leg.category) else 1.0 / count[leg.category])
                for leg, share in zip(legs, average, strict=True)
            ]
        )

    def _overall(self, legs: Sequence[Leg], shares: Floats, rate: float) -> SameMoney:
        window = self.frame.window
        used = [at for at, share in enumerate(shares) if share > 0]
        series, parts = [legs[at].series for at in used], shares[used]
        names = list(dict.fromkeys(legs[at].name for at in used))
        name = names[0] if len(names) == 1 else ("Your target mix" if self.own_mix is not None else "Your average mix")
        account = split_account(window.flows, series, parts, window.dates, name)
        if len(used) == 1 and legs[used[0]].deposit is not None:
            account = legs[used[0]].account(window.flows, window.dates)
        account = replace(account, basis=_basis([legs[at] for at in used]))
        return _same_money(self.frame.valuation, window, account, [legs[at] for at in used], rate)

    def _share(self, result: CategoryResult) -> CategoryShare:
        if result.same_money is None:
            return CategoryShare(result.category, 0.0, 0.0, 0.0)
        same = result.same_money
        return CategoryShare(result.category, same.portfolio.closing_value, same.portfolio.gain, _gain(same.benchmark))


def study_categories(
    whole: Valuation,
    parts: Mapping[Category, Valuation],
    benchmarks: CategoryBenchmarks,
    period: Period | None = None,
) -> CategoryStudy:
    """Put every category beside the benchmark that the rules give it, over the one period that all of them cover.

    ``parts``: of :func:`core.category.scheme.split_by_category`.
    Raises InsufficientData where nothing can be valued or the benchmarks leave no common period, MissingExchangeRateError where a
    benchmark's currency cannot be converted.
    """
    rules, series, rates, mix = benchmarks.rules, benchmarks.series, benchmarks.rates, benchmarks.mix
    used = needed_benchmarks(parts, rules, mix)
    frame = category_frame(whole, parts, [series[one] for one in used if one in series], rates, period)
    source = LegSource(series, rates, frame)
    held = tuple(leg for window in frame.windows for leg in legs_of(window, rules, source))
    absent = [one for one in (mix or {}) if not any(leg.category is one for leg in held)]
    unheld = tuple(unheld_leg(one, benchmark_for(rules, one), source) for one in absent)
    return CategoryStudy(frame, held, unheld, mix, _holding_windows(frame))


def _holding_windows(frame: CategoryFrame) -> Mapping[tuple[Category, str], PortfolioWindow]:
    """What happened in each holding over its category's window; those in which no money was are left out."""
    found = {}
    for window in frame.windows:
        for one in window.valuation.holdings:
            part = window.valuation.select([one.symbol], one.name)
            shown = portfolio_window(part, window.window.period, window.begins)
            if shown.flows.amounts.any():
                found[window.category, one.symbol] = shown
    return found


def needed_benchmarks(
    parts: Mapping[Category, Valuation], rules: Sequence[AssociationRule], mix: Shares | None = None
) -> tuple[AssignedBenchmark, ...]:
    """Every benchmark that the rules give to something that is held, or that the mix asks for."""
    found = [
        benchmark_for(rules, category, one.symbol, one.asset_type)
        for category, part in parts.items()
        for one in part.holdings
    ]
    found += [benchmark_for(rules, category) for category in (mix or {}) if category not in parts]
    return tuple(dict.fromkeys(found))


def _same_money(
    valuation: Valuation, shown: PortfolioWindow, account: MatchedAccount, legs: Sequence[Leg], rate: float
) -> SameMoney:
    return SameMoney.of(
        valuation,
        shown,
        account,
        _growth(legs, shown),
        (risk_free_side(shown, rate, valuation.currency), rate),
        tuple(dict.fromkeys(_notes(valuation, account, legs))),
    )


def _combined_account(window: CategoryWindow, legs: Sequence[Leg], label: str) -> MatchedAccount:
    """One account per leg, fed with the leg's own flows, and all of them as one."""
    dates, flows = window.window.dates, window.window.flows
    accounts = [leg.account(leg.flows, dates) for leg in legs]
    unpaid = np.zeros(flows.days.size)
    for one in accounts:
        np.add.at(unpaid, np.searchsorted(flows.days, one.flows.days), one.unpaid)
    unpaid.setflags(write=False)
    values = np.sum([one.values for one in accounts], axis=0)
    values.setflags(write=False)
    emptied = [one.exhausted_on for one in accounts if one.exhausted_on is not None]
    return replace(
        accounts[0],
        name=label,
        basis=_basis(legs),
        values=values,
        flows=flows,
        unpaid=unpaid,
        exhausted_on=min(emptied, default=None),
        shortfall=sum(one.shortfall for one in accounts),
        carried_days=max(leg.carried_days for leg in legs),
        simulated=any(leg.series.simulated for leg in legs),
    )


def _notes(valuation: Valuation, account: MatchedAccount, legs: Sequence[Leg]) -> Iterable[str]:
    """What each benchmark includes and converts, each sentence once; of running out only the account as a whole speaks."""
    for leg in legs:
        if leg.origin is None:
            yield from leg.notes
            continue
        if leg.category is not Category.GOLD:  # gold pays no dividends that its price could leave out
            yield from income_notes(valuation, leg.origin)
        yield from level_notes(valuation, leg.origin)
    yield from exhausted_notes(account.name, account)


def _basis(legs: Sequence[Leg]) -> Basis:
    """Price where any part leaves its dividends out."""
    return Basis.PRICE if any(leg.series.basis is Basis.PRICE for leg in legs) else legs[0].series.basis


def _growth(legs: Sequence[Leg], shown: PortfolioWindow) -> TimeWeightedReturn:
    if len({leg.name for leg in legs}) > 1:
        return TimeWeightedReturn(None, None, shown.period.days, SEVERAL)
    levels = legs[0].series
    return growth_while_held(levels.dates, levels.levels, shown.held)


def _gain(side: AccountSide) -> float:
    """What the account earned on the money that it really took and gave."""
    return side.closing_value - float(side.account.paid.amounts.sum())


def _by_category(legs: Sequence[Leg], shares: Floats) -> Shares:
    found = {
        one: float(sum(share for leg, share in zip(legs, shares, strict=True) if leg.category is one))
        for one in Category
    }
    return MappingProxyType({one: share for one, share in found.items() if share > 0})


def _summed(named: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, share in named:
        found[name] = found.get(name, 0.0) + float(share)
    return found


def _joined(weights: Mapping[str, float]) -> str:
    """The benchmarks' names as a sentence has them."""
    names = list(weights)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _mixed(named: Iterable[tuple[str, float]]) -> str:
    """``71 % Nifty 50, 29 % a deposit at 7 %``, the largest first; shares of less than half a percent are left out."""
    found = sorted(_summed(named).items(), key=lambda one: -one[1])
    return ", ".join(f"{share * 100:.0f}\u202f% {name}" for name, share in found if share >= 0.005)
